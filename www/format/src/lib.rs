//! Lays WebAssembly text out: a module of its own beside the page's machine, which is loaded
//! when somebody formats for the first time (`www/src/format.js`). The work is done by
//! [`wat_formatter`]; why, is in `docs/decisions/0016-writing.md`.
//!
//! It changes nothing but blanks and line ends, and keeps comments. That a text is laid out
//! does not say that it is valid, only that it can be read.

use wasm_bindgen::prelude::*;
use wat_formatter::config::FormatOptions;

/// Characters in a line, where that can be had: what fits beside the other panes on a screen
/// of 1,280 pixels.
const WIDTH: usize = 60;

/// Why a text was left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
    /// The column in UTF-16 units, from 1.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

/// A text as it should be laid out. Each line ends with a line feed.
///
/// # Errors
///
/// When the text cannot be read: where, and what was expected.
pub fn formatted(text: &str) -> Result<String, Unreadable> {
    let (tree, errors) = wat_parser::parse(text);
    if let Some(error) = errors.first() {
        let before = text
            .get(..usize::from(error.range.start()))
            .unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        return Err(Unreadable {
            line: before.matches('\n').count() + 1,
            column: line.encode_utf16().count() + 1,
            message: error.message.to_string(),
        });
    }
    let mut options = FormatOptions::default();
    options.layout.print_width = WIDTH;
    Ok(wat_formatter::format(&tree, &options))
}

/// For the page: what [`formatted`] gives; what is thrown is a sentence.
///
/// # Errors
///
/// As [`formatted`].
#[wasm_bindgen]
pub fn format(text: &str) -> Result<String, String> {
    let said = |Unreadable {
                    line,
                    column,
                    message,
                }| format!("line {line}, column {column}: {message}");
    formatted(text).map_err(said)
}
