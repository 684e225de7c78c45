//! How messages are told apart in a stream of bytes: each has a header, which says how many
//! bytes of JSON follow.

use std::io::{self, BufRead, Read, Write};

/// Most bytes that a message may have. Clients send sources and bytes of memories, no more.
const MOST: u64 = 64 << 20;

/// Most bytes of a header.
const MOST_HEADER: usize = 4096;

/// Reads a message; `None` at the end of the stream.
///
/// # Errors
/// What is wrong with the header, or that the stream ends within a message. Where the next
/// message begins is not known then.
pub(super) fn read(input: &mut impl BufRead) -> Result<Option<Vec<u8>>, String> {
    let mut length = None;
    let mut seen = 0;
    loop {
        let line = line(input, MOST_HEADER - seen)?;
        let Some(line) = line else {
            return match seen {
                0 => Ok(None),
                _ => Err("it ends within the header of a message".to_owned()),
            };
        };
        seen += line.len();
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(|| {
            format!("`{line}` is no line of a header, such as Content-Length: 119")
        })?;
        if name.trim().eq_ignore_ascii_case("Content-Length") {
            length = Some(count(value.trim())?);
        }
    }
    let length = length.ok_or("a header without Content-Length: 119, the number of bytes")?;
    let mut bytes = Vec::new();
    input
        .by_ref()
        .take(length)
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    match bytes.len() as u64 == length {
        true => Ok(Some(bytes)),
        false => Err(format!(
            "it ends after {} of the {length} bytes of a message",
            bytes.len()
        )),
    }
}

/// A line with its end; `None` at the end of the stream.
fn line(input: &mut impl BufRead, most: usize) -> Result<Option<String>, String> {
    let mut bytes = Vec::new();
    input
        .by_ref()
        .take(most as u64 + 1)
        .read_until(b'\n', &mut bytes)
        .map_err(|error| error.to_string())?;
    if bytes.len() > most {
        return Err(format!("a header has more than {MOST_HEADER} bytes"));
    }
    match bytes.is_empty() {
        true => Ok(None),
        false => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
    }
}

fn count(text: &str) -> Result<u64, String> {
    let length = text.parse::<u64>();
    let length = length.map_err(|_| format!("`{text}` is no Content-Length, such as 119"))?;
    match length <= MOST {
        true => Ok(length),
        false => Err(format!(
            "a message of {length} bytes; at most {MOST} are taken"
        )),
    }
}

/// Writes a message.
///
/// # Errors
/// When the stream cannot be written.
pub(super) fn write(out: &mut impl Write, message: &str) -> io::Result<()> {
    write!(out, "Content-Length: {}\r\n\r\n{message}", message.len())?;
    out.flush()
}
