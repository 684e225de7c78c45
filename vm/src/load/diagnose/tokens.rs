//! A forgiving reading of the text as tokens.
//!
//! The text parser stops at the first thing it dislikes and knows nothing of
//! what surrounds it. This reading never fails: whatever the text is, it gives
//! tokens with their spans and says which parentheses belong together.

use crate::load::source::Span;

/// What sort of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Open,
    Close,
    String,
    /// `$name`
    Name,
    /// Begins with a digit, or with a sign and a digit.
    Number,
    /// Anything else: keywords and what is none.
    Word,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
    /// For a parenthesis, the token that belongs to it.
    pub(crate) partner: Option<usize>,
    /// The opening parenthesis around this token; for a closing one, its
    /// partner.
    pub(crate) parent: Option<usize>,
}

/// A string or comment that is never closed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unterminated {
    String(Span),
    Comment(Span),
}

/// A text as tokens.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    pub(crate) text: &'a str,
    pub(crate) list: Vec<Token>,
    pub(crate) unterminated: Option<Unterminated>,
}

impl<'a> Tokens<'a> {
    /// Reads the whole text.
    pub(crate) fn new(text: &'a str) -> Self {
        let mut tokens = Tokens {
            text,
            list: Vec::new(),
            unterminated: None,
        };
        let mut open: Vec<usize> = Vec::new();
        let mut at = 0;
        while let Some((kind, span)) = tokens.next(&mut at) {
            let index = tokens.list.len();
            let mut partner = None;
            if kind == TokenKind::Close {
                partner = open.pop();
                if let Some(partner) = partner {
                    tokens.list[partner].partner = Some(index);
                }
            }
            tokens.list.push(Token {
                kind,
                span,
                partner,
                parent: partner.or(open.last().copied()),
            });
            if kind == TokenKind::Open {
                open.push(index);
            }
        }
        tokens
    }

    /// The next token from `at` on, which moves past it.
    fn next(&mut self, at: &mut usize) -> Option<(TokenKind, Span)> {
        let bytes = self.text.as_bytes();
        loop {
            let start = *at;
            let ends_word =
                |b: &u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'(' | b')' | b'"' | b';');
            let kind = match *bytes.get(start)? {
                b' ' | b'\t' | b'\n' | b'\r' => {
                    *at += 1;
                    continue;
                }
                b';' if bytes.get(start + 1) == Some(&b';') => {
                    let end = bytes[start..]
                        .iter()
                        .position(|b| matches!(b, b'\n' | b'\r'));
                    *at = end.map_or(bytes.len(), |end| start + end);
                    continue;
                }
                b'(' if bytes.get(start + 1) == Some(&b';') => {
                    self.skip_comment(at);
                    continue;
                }
                b'(' => {
                    *at += 1;
                    TokenKind::Open
                }
                b')' => {
                    *at += 1;
                    TokenKind::Close
                }
                b'"' => {
                    self.skip_string(at);
                    TokenKind::String
                }
                first => {
                    let rest = &bytes[start + 1..];
                    *at = start + 1 + rest.iter().position(ends_word).unwrap_or(rest.len());
                    if &bytes[start..*at] == b"$" && bytes.get(*at) == Some(&b'"') {
                        self.skip_string(at);
                    }
                    let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
                    match first {
                        b'$' => TokenKind::Name,
                        b'+' | b'-' if digit(bytes.get(start + 1)) => TokenKind::Number,
                        b'0'..=b'9' => TokenKind::Number,
                        _ => TokenKind::Word,
                    }
                }
            };
            return Some((kind, Span::new(start, *at)));
        }
    }

    /// Moves past a block comment, which may hold others.
    fn skip_comment(&mut self, at: &mut usize) {
        let bytes = self.text.as_bytes();
        let start = *at;
        let mut depth = 0_usize;
        while *at < bytes.len() {
            match bytes.get(*at..*at + 2) {
                Some(b"(;") => {
                    depth += 1;
                    *at += 2;
                }
                Some(b";)") => {
                    depth -= 1;
                    *at += 2;
                    if depth == 0 {
                        return;
                    }
                }
                _ => *at += 1,
            }
        }
        self.unterminated
            .get_or_insert(Unterminated::Comment(Span::new(start, start + 2)));
    }

    /// Moves past a string; one without an end reaches to the end of its line.
    fn skip_string(&mut self, at: &mut usize) {
        let bytes = self.text.as_bytes();
        let start = *at;
        *at += 1;
        loop {
            match bytes.get(*at) {
                Some(b'"') => {
                    *at += 1;
                    return;
                }
                Some(b'\\') if !matches!(bytes.get(*at + 1), None | Some(b'\n' | b'\r')) => {
                    // Whatever is escaped, on a character boundary.
                    let rest = &self.text[*at + 1..];
                    *at += 1 + rest.chars().next().map_or(0, char::len_utf8);
                }
                None | Some(b'\n' | b'\r') => break,
                Some(_) => *at += 1,
            }
        }
        self.unterminated
            .get_or_insert(Unterminated::String(Span::new(start, *at)));
    }

    /// The text of a token; empty when there is none.
    pub(crate) fn text_of(&self, index: usize) -> &'a str {
        self.list
            .get(index)
            .map_or("", |token| self.slice(token.span))
    }

    /// The text of a part.
    pub(crate) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or("")
    }

    /// What sort a token is; `None` past the end.
    pub(crate) fn kind(&self, index: usize) -> Option<TokenKind> {
        Some(self.list.get(index)?.kind)
    }

    /// The token at a byte of the text, or the first one after it; the number
    /// of tokens when there is none.
    pub(crate) fn at(&self, offset: usize) -> usize {
        self.list.partition_point(|token| token.span.end <= offset)
    }

    /// The span of the token that begins at a byte, or that byte alone.
    pub(crate) fn span_at(&self, offset: usize) -> Span {
        match self.list.get(self.at(offset)) {
            Some(token) if token.span.contains(offset) => token.span,
            _ => Span::new(offset, offset + 1),
        }
    }

    /// The word after an opening parenthesis: `func` of `(func …`.
    pub(crate) fn head(&self, open: usize) -> &'a str {
        match self.kind(open + 1) {
            Some(TokenKind::Word) => self.text_of(open + 1),
            _ => "",
        }
    }

    /// The opening parentheses around a token, innermost first.
    pub(crate) fn around(&self, index: usize) -> impl Iterator<Item = usize> {
        let first = match self.list.get(index) {
            Some(token) => token.parent,
            // Past the end: what is still open there.
            None => (0..self.list.len()).rev().find(|&i| self.is_unclosed(i)),
        };
        std::iter::successors(first, |&open| self.list[open].parent)
    }

    /// Whether a token opens a parenthesis that nothing closes.
    pub(crate) fn is_unclosed(&self, index: usize) -> bool {
        let token = &self.list[index];
        token.kind == TokenKind::Open && token.partner.is_none()
    }

    /// The opening parenthesis of the function around a token.
    pub(crate) fn function_around(&self, index: usize) -> Option<usize> {
        self.around(index).find(|&open| self.head(open) == "func")
    }

    /// One past the closing parenthesis of an opening one, or the end.
    pub(crate) fn past(&self, open: usize) -> usize {
        self.list[open]
            .partner
            .map_or(self.list.len(), |close| close + 1)
    }

    /// From an opening to its closing parenthesis.
    pub(crate) fn whole(&self, open: usize) -> Span {
        let start = self.list[open].span.start;
        let end = self.list[open]
            .partner
            .map(|close| self.list[close].span.end);
        Span::new(start, end.unwrap_or(self.text.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_odd_texts() {
        let tokens = Tokens::new("(a \"x\\\"y\" $b;; c\n(; (; ;) ;) -5 )$\"q r\"");
        let texts: Vec<_> = (0..tokens.list.len()).map(|i| tokens.text_of(i)).collect();
        assert_eq!(texts, ["(", "a", "\"x\\\"y\"", "$b", "-5", ")", "$\"q r\""]);
        assert_eq!(tokens.list[0].partner, Some(5));
        assert!(tokens.unterminated.is_none());
    }

    #[test]
    fn unterminated_things_are_found() {
        let string = Tokens::new("(a \"bc\n d)").unterminated;
        assert!(matches!(string, Some(Unterminated::String(s)) if s == Span::new(3, 6)));
        let comment = Tokens::new("(a (; (; ;) d)").unterminated;
        assert!(matches!(comment, Some(Unterminated::Comment(s)) if s == Span::new(3, 5)));
    }
}
