//! Problems of single tokens: strings, comments, characters, numbers.

use super::tokens::{Tokens, Unterminated};
use crate::load::diagnostic::{Diagnostic, Kind};
use crate::load::source::Span;
use wast::lexer::LexError;

fn syntax(code: &'static str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Kind::Syntax, code, message)
}

/// A string or comment that is never closed.
pub(crate) fn unterminated(what: Unterminated) -> Diagnostic {
    match what {
        Unterminated::String(span) => syntax(
            "unterminated-string",
            "this string has no closing quotation mark",
        )
        .at(span)
        .expected("`\"` before the end of the line")
        .found("the end of the line")
        .fix("close the string with `\"`; write a line break inside a string as `\\n`"),
        Unterminated::Comment(span) => syntax(
            "unterminated-comment",
            "this comment is opened with `(;` but never closed",
        )
        .at(span)
        .expected("`;)`")
        .found("the end of the text")
        .fix("close the comment with `;)`, or use `;;` for a comment to the end of the line"),
    }
}

/// What the lexer disliked, at `offset`.
pub(crate) fn lexical(tokens: &Tokens<'_>, error: &LexError, offset: usize) -> Diagnostic {
    let offset = tokens.text.floor_char_boundary(offset);
    let character = tokens.text[offset..]
        .chars()
        .next()
        .map_or(0, char::len_utf8);
    let here = Span::new(offset, offset + character);
    let token = tokens.span_at(offset);
    match error {
        LexError::Unexpected(c) => unexpected(*c).at(here),
        LexError::InvalidStringElement(c) if *c == '\n' || *c == '\r' => {
            unterminated(Unterminated::String(token))
        }
        LexError::InvalidStringElement(c) => syntax(
            "bad-string",
            format!("the character {c:?} cannot stand in a string as it is"),
        )
        .at(here)
        .fix(format!("write it as `\\{:02x}`", u32::from(*c))),
        LexError::InvalidStringEscape(c) => syntax(
            "bad-escape",
            format!("`\\{c}` means nothing in a string"),
        )
        .at(here)
        .expected("one of `\\n` `\\t` `\\r` `\\\"` `\\'` `\\\\`, two hexadecimal digits, `\\u{…}`")
        .found(format!("`\\{c}`"))
        .fix("for a backslash itself write `\\\\`"),
        LexError::InvalidHexDigit(c) => syntax(
            "bad-number",
            format!("`{}` is no hexadecimal digit", c.escape_debug()),
        )
        .at(here)
        .expected("`0` to `9`, `a` to `f`")
        .found(format!("`{}`", c.escape_debug()))
        .fix("use hexadecimal digits only"),
        LexError::InvalidDigit(c) => {
            syntax("bad-number", format!("`{}` is no digit", c.escape_debug()))
                .at(here)
                .expected("`0` to `9`")
                .found(format!("`{}`", c.escape_debug()))
                .fix("use decimal digits, or begin the number with `0x`")
        }
        LexError::InvalidUnicodeValue(value) => syntax(
            "bad-escape",
            format!("{value:#x} is no character of Unicode"),
        )
        .at(token)
        .fix("use a number up to 10ffff that is not between d800 and dfff"),
        LexError::LoneUnderscore => syntax(
            "bad-number",
            "an underscore in a number must stand between two digits",
        )
        .at(token)
        .fix("remove the underscore, or write it like `1_000_000`"),
        LexError::NumberTooBig => syntax("constant-out-of-range", "this number is too large")
            .at(token)
            .fix("write a smaller number"),
        LexError::EmptyId => syntax(
            "empty-name",
            "a name needs at least one character after its `$`",
        )
        .at(token)
        .expected("a name such as `$x`")
        .found("`$` alone")
        .fix("write a letter directly after the `$`, without a space"),
        LexError::UnexpectedEof => {
            syntax("unexpected-end", "the text ends in the middle of something")
                .at(token)
                .fix("finish what was begun here")
        }
        LexError::Expected { wanted, found } => {
            let message = format!("here must stand `{wanted}`, not `{}`", found.escape_debug());
            syntax("unexpected-character", message)
                .at(here)
                .expected(format!("`{wanted}`"))
                .found(format!("`{}`", found.escape_debug()))
        }
        other => syntax(
            "unexpected-character",
            super::words::tidy(&other.to_string()),
        )
        .at(token),
    }
}

fn unexpected(c: char) -> Diagnostic {
    let shown = c.escape_debug();
    let problem = syntax(
        "unexpected-character",
        format!("`{shown}` has no meaning here"),
    );
    let problem = problem.found(format!("the character `{shown}`"));
    match c {
        ';' => problem.fix("a comment begins with two semicolons: `;; like this`"),
        '[' | ']' | '{' | '}' => problem.fix("WebAssembly text uses round parentheses only"),
        ',' => problem.fix("separate things with a space, not with a comma"),
        '“' | '”' | '„' | '‘' | '’' => problem.fix("use the plain quotation mark `\"`"),
        '\u{a0}' | '\u{200b}' | '\u{feff}' => {
            problem.fix("this is an invisible character, often pasted: replace it by a space")
        }
        c if !c.is_ascii() => {
            problem.fix("outside of strings and comments only ASCII characters may be used")
        }
        _ => problem.fix("remove it"),
    }
}
