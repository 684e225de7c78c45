//! From an error of the text parser to a problem in our words.

use super::tokens::{TokenKind, Tokens};
use super::{grammar, immediates, lexical, names, parens, words};
use crate::load::diagnostic::{Diagnostic, Kind};
use crate::load::source::{LineIndex, Span};

/// The problems of a text that could not be assembled, in order. Never empty.
pub(crate) fn syntax_error(text: &str, error: &wast::Error) -> Vec<Diagnostic> {
    let tokens = Tokens::new(text);
    let offset = error.span().offset().min(text.len());
    let mut problems = found(&tokens, error, offset);
    let lines = LineIndex::new(text);
    for problem in &mut problems {
        problem.place(text, &lines);
    }
    problems
}

fn found(tokens: &Tokens<'_>, error: &wast::Error, offset: usize) -> Vec<Diagnostic> {
    // A string or comment without an end swallows what follows, so that all
    // else that might be said about the text is beside the point.
    if let Some(unterminated) = tokens.unterminated {
        return vec![lexical::unterminated(unterminated)];
    }
    if let Some(error) = error.lex_error() {
        return vec![lexical::lexical(tokens, error, offset)];
    }
    let at = tokens.at(offset);
    let specific = translate(tokens, &error.message(), at);
    let Some(paren) = parens::unbalanced(tokens) else {
        return vec![specific.unwrap_or_else(|| fallback(tokens, &error.message(), at))];
    };
    // A wrong word before the place is a problem of its own; whatever comes
    // after it is most likely a consequence of the parenthesis.
    let start = |problem: &Diagnostic| problem.span.map_or(0, |span| span.start);
    match specific {
        Some(other) if stands_alone(other.code) => {
            let mut both = vec![paren, other];
            both.sort_by_key(start);
            both
        }
        _ => vec![paren],
    }
}

/// Whether a problem cannot be the mere consequence of a wrong parenthesis.
fn stands_alone(code: &str) -> bool {
    matches!(
        code,
        "unknown-instruction"
            | "unknown-field-keyword"
            | "missing-number"
            | "missing-index"
            | "missing-dollar"
            | "constant-out-of-range"
            | "bad-alignment"
            | "type-as-instruction"
            | "value-without-instruction"
    )
}

/// A problem in our words, when the message is one that we know.
fn translate(tokens: &Tokens<'_>, message: &str, at: usize) -> Option<Diagnostic> {
    if let Some((word, rest)) = message
        .strip_prefix("unknown ")
        .and_then(|m| m.split_once(": "))
        && rest.starts_with("failed to find name")
    {
        return Some(names::unknown(tokens, word, at));
    }
    if let Some(rest) = message.strip_prefix("duplicate ") {
        if let Some(word) = rest.strip_suffix(" identifier") {
            return Some(names::duplicate(tokens, word, at));
        }
        if rest.starts_with("identifier: duplicate field") {
            return Some(names::duplicate(tokens, "field", at));
        }
    }
    if let Some(what) = message.strip_prefix("import after ") {
        return Some(grammar::import_after(tokens, what, at));
    }
    if message == "item nesting too deep" {
        return Some(
            Diagnostic::new(Kind::Syntax, "too-deep", "this is nested too deeply")
                .at(span(tokens, at))
                .fix("write some of it flat, or move parts into functions of their own"),
        );
    }
    if let Some(foreign) = foreign(tokens, at) {
        return Some(foreign);
    }
    immediates::problem(tokens, message, at).or_else(|| grammar::problem(tokens, message, at))
}

/// Habits from other languages: their comments, brackets and commas.
fn foreign(tokens: &Tokens<'_>, at: usize) -> Option<Diagnostic> {
    let word = tokens.text_of(at);
    let ends = |index: usize| tokens.list.get(index).map(|token| token.span.end);
    let begins = |index: usize| tokens.list.get(index).map(|token| token.span.start);
    let is_atom = |index: usize| {
        !matches!(
            tokens.kind(index),
            None | Some(TokenKind::Open | TokenKind::Close)
        )
    };
    if is_atom(at) && is_atom(at + 1) && ends(at) == begins(at + 1) {
        let end = tokens.list[at + 1].span.end;
        return Some(
            Diagnostic::new(
                Kind::Syntax,
                "missing-space",
                "these two need a space between them",
            )
            .at(Span::new(tokens.list[at].span.start, end))
            .fix(format!(
                "write `{}` and `{}` apart",
                words::shorten(word),
                words::shorten(tokens.text_of(at + 1))
            )),
        );
    }
    if tokens.kind(at) == Some(TokenKind::String) {
        return None;
    }
    let shown = words::shorten(word);
    let problem = |code, message: String| {
        Diagnostic::new(Kind::Syntax, code, message)
            .at(span(tokens, at))
            .found(format!("`{shown}`"))
    };
    if word == ";" || word.starts_with("//") || word.starts_with("/*") || word.starts_with('#') {
        let message = format!("`{shown}` does not begin a comment");
        let problem = problem("not-a-comment", message);
        return Some(problem.fix("a comment begins with two semicolons: `;; like this`"));
    }
    if word.contains(['[', ']', '{', '}']) {
        let message = "square and curly brackets mean nothing here".to_owned();
        return Some(problem("wrong-bracket", message).fix("use `(` and `)`"));
    }
    if let Some(rest) = word.strip_suffix(',') {
        let fix = match rest {
            "" => "remove the comma: things are separated with spaces".to_owned(),
            rest => format!("write `{}` and a space", words::shorten(rest)),
        };
        return Some(
            problem(
                "comma",
                "things are separated with spaces, not with commas".to_owned(),
            )
            .fix(fix),
        );
    }
    None
}

/// What is left: the parser's own message, tidied up.
fn fallback(tokens: &Tokens<'_>, message: &str, at: usize) -> Diagnostic {
    let found = tokens.text_of(at);
    let message = words::tidy(message);
    let wanted = message
        .strip_prefix("unexpected word, expected ")
        .or_else(|| message.strip_prefix("expected "))
        .map(|wanted| wanted.trim_start_matches("one of: ").to_owned());
    let shown = if found.is_empty() {
        "the end of the text".to_owned()
    } else {
        format!("`{}`", words::shorten(found))
    };
    match wanted {
        Some(wanted) => {
            let sentence = format!("{shown} cannot stand here");
            Diagnostic::new(Kind::Syntax, "unexpected-token", sentence)
                .at(span(tokens, at))
                .expected(wanted)
                .found(shown)
        }
        None => Diagnostic::new(Kind::Syntax, "syntax", message)
            .at(span(tokens, at))
            .found(shown),
    }
}

/// The place of a token; past the last one, the end of the text.
pub(crate) fn span(tokens: &Tokens<'_>, at: usize) -> Span {
    let end = tokens.text.trim_end().len();
    tokens
        .list
        .get(at)
        .map_or(Span::new(end, end), |token| token.span)
}
