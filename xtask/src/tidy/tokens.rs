//! Words, texts and signs of source code, as far as rules about texts need them: comments and
//! numbers are left out, and nothing is known of grammar.

/// What the code is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Rust,
    JavaScript,
}

/// A piece of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A name or a keyword.
    Word(&'a str),
    /// What stands between quotes, as it is written; an expression in it is `{}`.
    Text(String),
    /// Anything else.
    Sign(char),
}

/// The tokens of a file, each with its line, from 1.
pub(crate) fn tokens(source: &str, language: Language) -> Vec<(usize, Token<'_>)> {
    let mut tokens = Vec::new();
    read(source, language, 1, &mut tokens);
    tokens
}

fn read<'a>(
    source: &'a str,
    language: Language,
    first_line: usize,
    tokens: &mut Vec<(usize, Token<'a>)>,
) {
    let (mut at, mut line) = (0, first_line);
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, token) = match next(rest, language, tokens) {
            Piece::Skipped(length) => (length, None),
            Piece::Token(length, token) => (length, Some(token)),
            Piece::Template(length) => {
                let (text, expressions) = template(&rest[1..length - 1]);
                tokens.push((line, Token::Text(text)));
                for (before, expression) in expressions {
                    let inner = line + lines_in(&rest[..=before]);
                    read(expression, language, inner, tokens);
                }
                (length, None)
            }
        };
        tokens.extend(token.map(|token| (line, token)));
        line += lines_in(&rest[..length]);
        at += length;
    }
}

fn lines_in(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// How many bytes come next, and what they are.
enum Piece<'a> {
    Skipped(usize),
    Token(usize, Token<'a>),
    /// A text between backticks.
    Template(usize),
}

fn next<'a>(rest: &'a str, language: Language, before: &[(usize, Token<'_>)]) -> Piece<'a> {
    let is_rust = language == Language::Rust;
    let first = rest.chars().next().unwrap_or(' ');
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || (!is_rust && c == '$');
    match first {
        _ if rest.starts_with("//") => Piece::Skipped(rest.find('\n').unwrap_or(rest.len())),
        _ if rest.starts_with("/*") => {
            Piece::Skipped(rest.find("*/").map_or(rest.len(), |end| end + 2))
        }
        '"' => text(rest, 0),
        '\'' if !is_rust => text(rest, 0),
        '\'' => Piece::Skipped(character(rest)),
        '`' if !is_rust => Piece::Template(end_of_template(rest)),
        '/' if !is_rust && is_pattern_next(before) => Piece::Skipped(end_of_pattern(rest)),
        _ if is_word(first) => {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            match (&rest[..length], rest[length..].chars().next()) {
                ("r", Some('"' | '#')) if is_rust => raw(rest),
                // Bytes are no text.
                ("b", Some('"')) if is_rust => match text(rest, length) {
                    Piece::Token(length, _) => Piece::Skipped(length),
                    other => other,
                },
                (word, _) if first.is_numeric() => Piece::Skipped(word.len()),
                (word, _) => Piece::Token(length, Token::Word(word)),
            }
        }
        _ if first.is_whitespace() => Piece::Skipped(first.len_utf8()),
        _ => Piece::Token(first.len_utf8(), Token::Sign(first)),
    }
}

/// A text that begins with the quote at a place of the rest.
fn text(rest: &str, start: usize) -> Piece<'_> {
    let quote = rest[start..].chars().next().unwrap_or('"');
    let mut escaped = false;
    let end = rest[start + 1..].find(|c| {
        let is_end = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        is_end
    });
    let end = end.map_or(rest.len(), |end| start + 1 + end);
    let inner = rest[start + 1..end].to_owned();
    Piece::Token((end + 1).min(rest.len()), Token::Text(inner))
}

/// `r"…"` or `r#"…"#`; `r#name` is a word.
fn raw(rest: &str) -> Piece<'_> {
    let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
    let start = 1 + hashes;
    if !rest[start..].starts_with('"') {
        return Piece::Skipped(start);
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let inner = &rest[start + 1..];
    let end = inner.find(&close).unwrap_or(inner.len());
    let length = (start + 1 + end + close.len()).min(rest.len());
    Piece::Token(length, Token::Text(inner[..end].to_owned()))
}

/// The length of a character in Rust, or of the quote of a lifetime.
fn character(rest: &str) -> usize {
    let mut inner = rest[1..].char_indices();
    match (inner.next(), inner.next()) {
        (Some((_, '\\')), Some((second, escaped))) => {
            let from = 1 + second + escaped.len_utf8();
            rest[from..].find('\'').map_or(1, |end| from + end + 1)
        }
        (Some(_), Some((end, '\''))) => end + 2,
        _ => 1,
    }
}

/// Whether `/` begins a pattern, and is no division: it stands where a value does.
fn is_pattern_next(before: &[(usize, Token<'_>)]) -> bool {
    match before.last() {
        None => true,
        Some((_, Token::Word(word))) => ["return", "case", "of", "in"].contains(word),
        Some((_, Token::Text(_))) => false,
        Some((_, Token::Sign(sign))) => !matches!(sign, ')' | ']' | '}'),
    }
}

fn end_of_pattern(rest: &str) -> usize {
    let (mut escaped, mut in_class) = (false, false);
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => break,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => return at + 1,
            _ => {}
        }
    }
    1
}

/// The length of a text between backticks, which are in it.
fn end_of_template(rest: &str) -> usize {
    let mut at = 1;
    while let Some(c) = rest[at..].chars().next() {
        at += match c {
            '`' => return at + 1,
            '\\' => 1 + rest[at + 1..].chars().next().map_or(0, char::len_utf8),
            '$' if rest[at..].starts_with("${") => expression(&rest[at..]),
            c => c.len_utf8(),
        };
    }
    rest.len()
}

/// The length of `${…}`.
fn expression(rest: &str) -> usize {
    let (mut at, mut depth) = (2, 1);
    while let Some(c) = rest[at..].chars().next() {
        at += match c {
            '`' => end_of_template(&rest[at..]),
            '"' | '\'' => match text(rest, at) {
                Piece::Token(end, _) => end - at,
                _ => 1,
            },
            c => c.len_utf8(),
        };
        depth += i32::from(c == '{') - i32::from(c == '}');
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// A text between backticks with `{}` for each expression, and the expressions, each with
/// where it begins.
fn template(inner: &str) -> (String, Vec<(usize, &str)>) {
    let (mut text, mut expressions) = (String::new(), Vec::new());
    let mut at = 0;
    while let Some(c) = inner[at..].chars().next() {
        if inner[at..].starts_with("${") {
            let length = expression(&inner[at..]);
            text.push_str("{}");
            expressions.push((at, &inner[at + 2..at + length - 1]));
            at += length;
        } else {
            text.push(c);
            at += c.len_utf8();
            if c == '\\'
                && let Some(escaped) = inner[at..].chars().next()
            {
                text.push(escaped);
                at += escaped.len_utf8();
            }
        }
    }
    (text, expressions)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts in a piece of code, with their lines.
    fn texts(source: &str, language: Language) -> Vec<(usize, String)> {
        let text = |(line, token): (usize, Token<'_>)| match token {
            Token::Text(text) => Some((line, text)),
            Token::Word(_) | Token::Sign(_) => None,
        };
        tokens(source, language)
            .into_iter()
            .filter_map(text)
            .collect()
    }

    #[test]
    fn texts_of_rust_are_found() {
        let source = r###"
            // "a comment"
            fn a<'a>(x: &'a str) { ['"', '\'', '\u{22}']; }
            /* "another
               one" */ say("an \"inner\" one", r#"a "raw" one"#, b"bytes");
        "###;
        let found = texts(source, Language::Rust);
        let inner = r#"an \"inner\" one"#;
        let wanted = [(5, inner.to_owned()), (5, r#"a "raw" one"#.to_owned())];
        assert_eq!(found, wanted);
    }

    #[test]
    fn texts_of_javascript_are_found() {
        let source = "const a = /[\"/]'/.test(b) ? 'one' : c / 2 / d;\n\
                      say(`two\n${three(\"four\", `${five}`)} six`, \"seven\");";
        let found = texts(source, Language::JavaScript);
        let found: Vec<_> = found.iter().map(|(line, text)| (*line, &**text)).collect();
        let wanted = [
            (1, "one"),
            (2, "two\n{} six"),
            (3, "four"),
            (3, "{}"),
            (3, "seven"),
        ];
        assert_eq!(found, wanted);
    }
}
