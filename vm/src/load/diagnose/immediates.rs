//! What must follow an instruction's name: numbers, indices, alignments.

use super::mnemonics::is_instruction;
use super::outline::{self, Outline, Space};
use super::syntax::span;
use super::tokens::{TokenKind, Tokens};
use super::words;
use crate::load::diagnostic::{Diagnostic, Kind};
use crate::load::suggest::nearest;

fn syntax(code: &'static str, message: String) -> Diagnostic {
    Diagnostic::new(Kind::Syntax, code, message)
}

/// The problem at a token, when it is one of something after an instruction.
pub(crate) fn problem(tokens: &Tokens<'_>, message: &str, at: usize) -> Option<Diagnostic> {
    if message.contains("out of range") {
        return Some(out_of_range(tokens, at));
    }
    if message.starts_with("alignment must be a power of two") {
        return Some(alignment(tokens, at));
    }
    if message == "expected u64 integer constant" {
        return Some(memory_argument(tokens, at));
    }
    let previous = at.checked_sub(1)?;
    let keyword = tokens.text_of(previous);
    if tokens.kind(previous) != Some(TokenKind::Word) {
        return None;
    }
    match message {
        "expected a i32" | "expected a i64" | "expected a float" => {
            Some(missing_number(tokens, keyword, at))
        }
        _ if message.contains("expected an index") || message.contains("an identifier") => {
            missing_index(tokens, keyword, at)
        }
        _ => None,
    }
}

/// `i32.const` and its like without a number.
fn missing_number(tokens: &Tokens<'_>, keyword: &str, at: usize) -> Diagnostic {
    let found = tokens.text_of(at);
    let mut example = format!(
        "{keyword} {}",
        if keyword.starts_with('f') {
            "1.5"
        } else {
            "42"
        }
    );
    let mut problem = syntax(
        "missing-number",
        format!("`{keyword}` needs a number after it"),
    );
    if tokens.kind(at) == Some(TokenKind::Number) {
        problem = syntax(
            "bad-number",
            format!(
                "`{}` is not a number that `{keyword}` can take",
                words::shorten(found)
            ),
        );
        let is_float = keyword.starts_with('i') && found.contains(['.', 'e', 'E']);
        if is_float && let Ok(value) = found.parse::<f64>() {
            example = format!(
                "{keyword} {}` or `{} {found}",
                value.trunc(),
                keyword.replace('i', "f")
            );
        }
    } else if tokens.kind(at) == Some(TokenKind::Name) {
        return problem
            .at(span(tokens, at))
            .expected("a number")
            .found(format!("`{}`", words::shorten(found)))
            .fix(format!(
                "to put the value of a variable on the stack write `local.get {found}`"
            ));
    }
    let is_word = tokens.kind(at) == Some(TokenKind::Word) && !is_instruction(found);
    if is_word || tokens.kind(at) == Some(TokenKind::String) {
        problem.message = format!("`{}` is not a number", words::shorten(found));
    }
    let expected = if keyword.starts_with('f') {
        "a number, such as `1.5`"
    } else {
        "a whole number"
    };
    let shown = show(tokens, at);
    // Where the number should be: at the instruction, when nothing is there.
    let wrong = matches!(tokens.kind(at), Some(TokenKind::Number | TokenKind::String));
    let place = if wrong || is_word { at } else { at - 1 };
    problem
        .at(span(tokens, place))
        .expected(expected)
        .found(shown)
        .fix(format!("write for example `{example}`"))
}

/// `local.get` and its like without an index, or with a name that lacks `$`.
fn missing_index(tokens: &Tokens<'_>, keyword: &str, at: usize) -> Option<Diagnostic> {
    let is_known = is_instruction(keyword)
        || matches!(
            keyword,
            "start" | "func" | "type" | "table" | "memory" | "global"
        );
    if !is_known {
        return None;
    }
    let (what, names) = candidates(tokens, keyword, at);
    let found = tokens.text_of(at);
    if tokens.kind(at) == Some(TokenKind::Word) && !is_instruction(found) {
        let dollar = format!("${found}");
        let near = nearest(&dollar, names.iter().copied()).unwrap_or(&dollar);
        return Some(
            syntax(
                "missing-dollar",
                format!(
                    "`{}` is not a name: names begin with `$`",
                    words::shorten(found)
                ),
            )
            .at(span(tokens, at))
            .expected(format!("{what}: a name such as `{near}`, or a number"))
            .found(format!("`{}`", words::shorten(found)))
            .fix(format!("write `{keyword} {near}`")),
        );
    }
    let example = names.first().copied().unwrap_or("0");
    let place = if matches!(tokens.kind(at), Some(TokenKind::Number | TokenKind::String)) {
        at
    } else {
        at - 1
    };
    Some(
        syntax(
            "missing-index",
            format!("`{keyword}` needs {what} after it"),
        )
        .at(span(tokens, place))
        .expected(format!("{what}: a name such as `$x`, or a number from 0"))
        .found(show(tokens, at))
        .fix(format!("write for example `{keyword} {example}`")),
    )
}

/// What an instruction's index stands for, and the names it could be.
fn candidates<'a>(tokens: &Tokens<'a>, keyword: &str, at: usize) -> (&'static str, Vec<&'a str>) {
    let outline = Outline::new(tokens);
    let named = |space| outline.names(space).collect();
    match keyword {
        "local.get" | "local.set" | "local.tee" => {
            let function = tokens.function_around(at);
            (
                "a parameter or local",
                function.map_or(Vec::new(), |f| outline::locals(tokens, f)),
            )
        }
        "call" | "return_call" | "ref.func" | "start" | "func" => {
            ("a function", named(Space::Function))
        }
        k if k.starts_with("br") => (
            "a label",
            outline::labels(tokens, at).into_iter().flatten().collect(),
        ),
        k if k.starts_with("global") => ("a global", named(Space::Global)),
        "data.drop" | "memory.init" => ("a data segment", named(Space::Data)),
        "elem.drop" | "table.init" => ("an element segment", named(Space::Element)),
        k if k.starts_with("table") => ("a table", named(Space::Table)),
        k if k.starts_with("memory") => ("a memory", named(Space::Memory)),
        "throw" => ("a tag", named(Space::Tag)),
        _ => ("a type", named(Space::Type)),
    }
}

/// A number too large or too small for its type.
fn out_of_range(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    // The parser points at the number or at what follows it.
    let at = match tokens.kind(at) {
        Some(TokenKind::Number) => at,
        _ if at > 0 && tokens.kind(at - 1) == Some(TokenKind::Number) => at - 1,
        _ => at,
    };
    let number = words::shorten(tokens.text_of(at));
    let keyword = at
        .checked_sub(1)
        .map_or("", |previous| tokens.text_of(previous));
    let problem = syntax(
        "constant-out-of-range",
        format!("`{number}` is too large or too small"),
    )
    .at(span(tokens, at))
    .found(format!("`{number}`"));
    match keyword.split_once('.').map_or("", |(ty, _)| ty) {
        "i32" => problem
            .expected("a number from -2147483648 to 4294967295")
            .fix("use a number that fits into 32 bits, or `i64.const`"),
        "i64" => problem
            .expected("a number from -9223372036854775808 to 18446744073709551615")
            .fix("use a number that fits into 64 bits"),
        "f32" => problem
            .expected("a number up to about 3.4e38")
            .fix("use `f64.const`, or `inf`"),
        "f64" => problem
            .expected("a number up to about 1.8e308")
            .fix("write `inf`, or a smaller number"),
        _ => problem
            .expected("a number from 0 to 4294967295")
            .fix("write a smaller number"),
    }
}

/// `align=3`
fn alignment(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let at = before(tokens, at, "align=");
    syntax(
        "bad-alignment",
        "an alignment must be 1, 2, 4, 8 or 16".to_owned(),
    )
    .at(span(tokens, at))
    .expected("a power of two")
    .found(format!("`{}`", tokens.text_of(at)))
    .fix("leave `align=` out, which is always right, or write a power of two")
}

/// `offset=x`
fn memory_argument(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let at = if tokens.text_of(at).contains('=') {
        at
    } else {
        before(tokens, at, "=")
    };
    let name = tokens.text_of(at).split('=').next().unwrap_or("offset");
    let message = format!("`{name}=` needs a number directly after it, without a space");
    syntax("missing-number", message)
        .at(span(tokens, at))
        .expected(format!("`{name}=` and a whole number"))
        .found(format!("`{}`", words::shorten(tokens.text_of(at))))
        .fix(format!("write for example `{name}=4`"))
}

/// The nearest token up to `at` that contains `part`, else `at`.
fn before(tokens: &Tokens<'_>, at: usize, part: &str) -> usize {
    let from = at.saturating_sub(3);
    (from..=at)
        .rev()
        .find(|&i| tokens.text_of(i).contains(part))
        .unwrap_or(at)
}

/// What stands at a token, for a sentence.
pub(crate) fn show(tokens: &Tokens<'_>, at: usize) -> String {
    match tokens.kind(at) {
        None => "the end of the text".to_owned(),
        Some(TokenKind::Close) => "`)`, so nothing more".to_owned(),
        Some(_) => format!("`{}`", words::shorten(tokens.text_of(at))),
    }
}
