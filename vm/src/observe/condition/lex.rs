//! From the text of a condition to its tokens.

use super::ConditionError;

/// A token and where it begins.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Int(u64),
    Float(f64),
    /// `$name`, without the `$`.
    Name(String),
    /// Any other word: `mem32`, `depth`.
    Word(String),
    /// An operator or a bracket.
    Sign(&'static str),
    End,
}

/// The longest first, where one begins as another does.
const SIGNS: [&str; 27] = [
    "&&", "||", "==", "!=", "<=", ">=", "<<", ">>", "<", ">", "!", "+", "-", "*", "/", "%", "&",
    "|", "^", "~", "(", ")", "[", "]", ":", "=", ",",
];

/// All tokens, the last one [`Kind::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, ConditionError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let Some(first) = rest.chars().next() else {
            let kind = Kind::End;
            tokens.push(Token { kind, at });
            return Ok(tokens);
        };
        if first.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let (kind, len) = token(rest, first).map_err(|message| ConditionError {
            offset: at,
            message,
        })?;
        tokens.push(Token { kind, at });
        at += len;
    }
}

/// The first token of a text, and its length.
fn token(rest: &str, first: char) -> Result<(Kind, usize), String> {
    if first.is_ascii_digit() {
        return number(rest);
    }
    if first == '$' {
        return name(&rest[1..]).map(|(name, len)| (Kind::Name(name), len + 1));
    }
    if first.is_ascii_alphabetic() {
        let len = span(rest, |c| c.is_ascii_alphanumeric() || c == '_');
        return Ok((Kind::Word(rest[..len].to_owned()), len));
    }
    match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        Some(sign) => Ok((Kind::Sign(sign), sign.len())),
        None => Err(format!("`{first}` means nothing here")),
    }
}

/// What follows a `$`. Letters, digits and some signs; anything in quotes.
fn name(rest: &str) -> Result<(String, usize), String> {
    if let Some(quoted) = rest.strip_prefix('"') {
        let Some(len) = quoted.find('"') else {
            return Err("the name has no closing quote".to_owned());
        };
        return Ok((quoted[..len].to_owned(), len + 2));
    }
    let len = span(rest, |c| {
        c.is_ascii_alphanumeric() || !c.is_ascii() || "_.$#@'`?\\".contains(c)
    });
    match len {
        0 => Err(
            "a name follows `$`, such as `$i`; one with other signs is written `$\"a-b\"`"
                .to_owned(),
        ),
        _ => Ok((rest[..len].to_owned(), len)),
    }
}

/// An integer, decimal or hexadecimal, or a decimal float; `_` between digits.
fn number(rest: &str) -> Result<(Kind, usize), String> {
    if let Some(hex) = rest.strip_prefix("0x") {
        let len = span(hex, |c| c.is_ascii_alphanumeric() || c == '_');
        let value = u64::from_str_radix(&hex[..len].replace('_', ""), 16);
        return match value {
            Ok(value) => Ok((Kind::Int(value), len + 2)),
            Err(_) => Err(format!("`{}` is no number of 64 bits", &rest[..len + 2])),
        };
    }
    let digit = |c: char| c.is_ascii_digit() || c == '_';
    let mut len = span(rest, digit);
    let whole = len;
    if let Some(fraction) = rest[len..].strip_prefix('.') {
        len += 1 + span(fraction, digit);
    }
    if rest[len..].starts_with(['e', 'E']) {
        let sign = usize::from(rest[len + 1..].starts_with(['+', '-']));
        len += 1 + sign + span(&rest[len + 1 + sign..], digit);
    }
    let end = len + span(&rest[len..], |c| c.is_ascii_alphanumeric() || c == '_');
    let digits = rest[..end].replace('_', "");
    let kind = match len == whole && len == end {
        true => digits.parse().map(Kind::Int).ok(),
        false => digits.parse().map(Kind::Float).ok(),
    };
    kind.map(|kind| (kind, end))
        .ok_or_else(|| format!("`{}` is no number of 64 bits", &rest[..end]))
}

/// How many bytes at the beginning are of characters such as these.
fn span(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is(c)).unwrap_or(text.len())
}
