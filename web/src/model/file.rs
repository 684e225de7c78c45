//! What the bytes of a file are, and what is wrong with them.

use wasmscope::load::Diagnostic;
use wasmscope::observe::trace::read::BEGINNING;

use super::program::problem_of;
use crate::text;

/// What a file or a link holds, told by its bytes and never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// A binary module, or what claims to be one.
    Binary,
    /// A trace, or what claims to be one.
    Trace,
    /// WebAssembly text, or what looks like it.
    Text(&'a str),
}

/// The longest text of a file that is opened, in bytes: it is assembled in one go.
const MOST_FILE: usize = 4 << 20;

/// Whether bytes begin as a trace does.
#[must_use]
pub fn is_trace(bytes: &[u8]) -> bool {
    bytes.starts_with(BEGINNING.as_bytes())
}

/// What bytes hold.
///
/// # Errors
///
/// Why they are neither a module nor its text, in a sentence.
pub fn content_of(bytes: &[u8]) -> Result<Content<'_>, String> {
    if bytes.starts_with(b"\0asm") {
        return Ok(Content::Binary);
    }
    if is_trace(bytes) {
        return Ok(Content::Trace);
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| text::file_neither_bytes(error.valid_up_to()))?;
    let text = text.trim_start_matches('\u{feff}');
    // A text begins with a parenthesis or a comment, or there is nothing in it.
    let begins = text.trim_start();
    if !begins.is_empty() && !begins.starts_with(['(', ';']) {
        return Err(text::FILE_NEITHER_TEXT.to_owned());
    }
    if text.len() > MOST_FILE {
        let most = MOST_FILE >> 20;
        return Err(text::file_too_long(most));
    }
    Ok(Content::Text(text))
}

/// What is wrong with a binary, in a sentence or two.
#[must_use]
pub fn why_refused(problems: &[Diagnostic]) -> String {
    let Some(first) = problems.first() else {
        return text::FILE_NOT_VALID.to_owned();
    };
    let problem = problem_of(first);
    let mut text = problem.message;
    if let Some(offset) = first.offset {
        text = text::file_at_byte(text.trim_end_matches('.'), offset);
    }
    for detail in problem.details {
        text.push(' ');
        text.push_str(&detail);
    }
    text
}

/// What a file of the program is called, without its ending: as the file that was opened,
/// or after what it is.
#[must_use]
pub fn file_stem(title: Option<&str>, entry: Option<&str>) -> String {
    let title = title.unwrap_or_default();
    let endings = [".wat", ".wasm", ".wast", ".txt"];
    if let Some(stem) = endings.iter().find_map(|ending| title.strip_suffix(ending)) {
        return stem.to_owned();
    }
    let words = if title.is_empty() {
        entry.unwrap_or_default()
    } else {
        title
    };
    let name: String = words
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || c == '_' {
                c
            } else {
                ' '
            }
        })
        .collect();
    let words: Vec<String> = name
        .split_whitespace()
        .map(str::to_ascii_lowercase)
        .collect();
    match words.is_empty() {
        true => "program".to_owned(),
        false => words.join("-"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_told_by_its_bytes() {
        assert_eq!(content_of(b"\0asm\x01\0\0\0"), Ok(Content::Binary));
        assert_eq!(content_of(b"{\"wasmscope_trace\":2}"), Ok(Content::Trace));
        for text in [
            "(module)",
            " ;; a comment\n(module)",
            "",
            "\u{feff}(module)",
        ] {
            assert!(
                matches!(content_of(text.as_bytes()), Ok(Content::Text(_))),
                "{text}"
            );
        }
        for (bytes, says) in [
            (&b"{\"json\": true}"[..], "begins with `(module`"),
            (&b"(module) \xff"[..], "byte 9 is not UTF-8"),
            (&[b' '; (4 << 20) + 1][..], "longer than 4 MiB"),
        ] {
            assert!(content_of(bytes).unwrap_err().contains(says));
        }
    }

    #[test]
    fn files_are_named_after_what_they_hold() {
        assert_eq!(file_stem(Some("My Module.wasm"), Some("f")), "My Module");
        assert_eq!(file_stem(Some("Push and add"), None), "push-and-add");
        assert_eq!(file_stem(Some(""), Some("fac")), "fac");
        assert_eq!(file_stem(None, Some("../a")), "a");
        assert_eq!(file_stem(None, None), "program");
    }
}
