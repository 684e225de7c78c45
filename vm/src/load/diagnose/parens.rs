//! Parentheses that do not match, and the best guess where the slip is.
//!
//! Which parenthesis a person forgot cannot be known, only guessed: from a
//! closing one that begins a line further left than its partner's line, and
//! from fields such as `(func` inside of another function.

use super::tokens::{TokenKind, Tokens};
use super::words;
use crate::load::diagnostic::{Diagnostic, Kind};
use crate::load::source::LineIndex;

/// The problem when parentheses do not match.
pub(crate) fn unbalanced(tokens: &Tokens<'_>) -> Option<Diagnostic> {
    let is_extra = |index: &usize| {
        let token = &tokens.list[*index];
        token.kind == TokenKind::Close && token.partner.is_none()
    };
    if let Some(index) = (0..tokens.list.len()).find(is_extra) {
        return Some(extra(tokens, index));
    }
    let open: Vec<usize> = (0..tokens.list.len())
        .filter(|&i| tokens.is_unclosed(i))
        .collect();
    let innermost = *open.last()?;
    let guess = suspect(tokens).unwrap_or(innermost);
    Some(unclosed(tokens, guess, open.len()))
}

fn extra(tokens: &Tokens<'_>, index: usize) -> Diagnostic {
    let closes = |i: usize| (tokens.kind(i) == Some(TokenKind::Close)).then_some(i);
    let before = (0..index).rev().find_map(closes);
    let closed = before.and_then(|close| tokens.list[close].partner);
    let message = "this `)` closes nothing: every `(` before it is closed already";
    let problem = Diagnostic::new(Kind::Syntax, "unexpected-close", message)
        .at(tokens.list[index].span)
        .found("one `)` too many");
    match closed.map(|open| tokens.head(open)) {
        Some(head) if !head.is_empty() => problem.fix(format!(
            "remove it, or remove an earlier `)` if `({head}` was meant to reach further"
        )),
        _ => problem.fix("remove it, or write the `(` that it belongs to"),
    }
}

fn unclosed(tokens: &Tokens<'_>, open: usize, missing: usize) -> Diagnostic {
    let head = words::shorten(tokens.head(open));
    let what = if head.is_empty() {
        "(".to_owned()
    } else {
        format!("({head}")
    };
    let lines = LineIndex::new(tokens.text);
    let line = lines
        .line_column(tokens.text, tokens.list[open].span.start)
        .line;
    let parens = ")".repeat(missing.min(20));
    let fix = if missing == 1 {
        format!("write the missing `)` where `{what}` of line {line} should end")
    } else {
        format!(
            "{missing} closing parentheses are missing in all: write `{parens}` where they belong"
        )
    };
    let message = format!("the `(` of `{what}` is never closed");
    Diagnostic::new(Kind::Syntax, "unclosed-parenthesis", message)
        .at(tokens.list[open].span)
        .expected(format!("`)` for `{what}`"))
        .found("the end of the text")
        .fix(fix)
}

/// The parenthesis that most probably should have been closed earlier.
fn suspect(tokens: &Tokens<'_>) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut functions = 0_usize;
    let lines = LineIndex::new(tokens.text);
    for (index, token) in tokens.list.iter().enumerate() {
        match token.kind {
            TokenKind::Open => {
                // A field inside a function: the function should have ended.
                let last = open.last().copied();
                if functions > 0 && begins_field(tokens, index) {
                    return last;
                }
                if last.is_some_and(|last| holds_no_parentheses(tokens, last, index)) {
                    return last;
                }
                functions += usize::from(tokens.head(index) == "func");
                open.push(index);
            }
            TokenKind::Close => {
                let partner = open.pop()?;
                functions -= usize::from(tokens.head(partner) == "func");
                // It stands below something further left than its partner.
                let here = column_if_first(tokens, &lines, index);
                let there = indentation(tokens, &lines, partner);
                if here.is_some_and(|here| here < there) {
                    return Some(partner);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether what is open cannot hold the parenthesis that comes next: a list of
/// types holds `(ref …)` only, and a constant holds nothing.
fn holds_no_parentheses(tokens: &Tokens<'_>, open: usize, next: usize) -> bool {
    match tokens.head(open) {
        "param" | "result" | "local" => !matches!(tokens.head(next), "ref" | "exact" | ""),
        "i32.const" | "i64.const" | "f32.const" | "f64.const" | "local.get" | "global.get" => {
            !tokens.head(next).is_empty()
        }
        _ => false,
    }
}

/// Whether an opening parenthesis begins a field that only a module can hold.
/// `(func …)` inside `(type …)` or `(import …)` has another meaning.
fn begins_field(tokens: &Tokens<'_>, open: usize) -> bool {
    match tokens.head(open) {
        "memory" | "table" | "global" | "data" | "elem" | "start" | "tag" | "func" => true,
        // What they bring in or hand out follows the strings; written inline
        // in a function they have strings only.
        "export" => tokens.kind(open + 3) == Some(TokenKind::Open),
        "import" => tokens.kind(open + 4) == Some(TokenKind::Open),
        _ => false,
    }
}

/// How far a token's line is indented, in characters.
fn indentation(tokens: &Tokens<'_>, lines: &LineIndex, index: usize) -> usize {
    let start = lines.line_start(tokens.list[index].span.start);
    let blanks = tokens.text[start..]
        .bytes()
        .take_while(|b| matches!(b, b' ' | b'\t'));
    blanks.count()
}

/// Where a token stands in its line, when only blanks are before it there.
fn column_if_first(tokens: &Tokens<'_>, lines: &LineIndex, index: usize) -> Option<usize> {
    let start = tokens.list[index].span.start;
    let column = start - lines.line_start(start);
    (indentation(tokens, lines, index) == column).then_some(column)
}
