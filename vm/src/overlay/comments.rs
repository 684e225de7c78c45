//! The comments of a source that begin with `;;@`.

/// What stands behind `;;@` in one comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Comment<'a> {
    pub(super) text: &'a str,
    /// Where the text begins in the source, in bytes.
    pub(super) at: usize,
}

/// All of them. Strings and block comments may hold `;;@` without beginning one (sections
/// 6.2.4 and 6.3.3 of the specification).
pub(super) fn comments(source: &str) -> Vec<Comment<'_>> {
    let bytes = source.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', _) => at = string_end(bytes, at + 1),
            (b'(', Some(b';')) => at = block_end(bytes, at + 2),
            (b';', Some(b';')) => {
                let end = line_end(bytes, at);
                if bytes.get(at + 2) == Some(&b'@') {
                    let text = &source[at + 3..end];
                    found.push(Comment { text, at: at + 3 });
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    found
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    let len = bytes[from..]
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'));
    len.map_or(bytes.len(), |len| from + len)
}

/// Just after the quotation mark that ends a string; strings do not go on to another line.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' | b'\n' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Just after a block comment; they nest.
fn block_end(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 1;
    while depth > 0 {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'('), Some(b';')) => (depth, at) = (depth + 1, at + 2),
            (Some(b';'), Some(b')')) => (depth, at) = (depth - 1, at + 2),
            (Some(_), _) => at += 1,
            (None, _) => return bytes.len(),
        }
    }
    at
}
