//! Words that stand where an instruction should.

use super::grammar::{FIELDS, TYPES, missing_string, syntax};
use super::immediates::show;
use super::mnemonics::{is_instruction, suggest};
use super::outline::{self, Outline, Space};
use super::syntax::span;
use super::tokens::{TokenKind, Tokens};
use super::words;
use crate::load::diagnostic::Diagnostic;

/// Something that should be an instruction and is none.
pub(crate) fn instruction(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    if tokens.text_of(at) == "then" && at > 0 && tokens.text_of(at - 1) != "(" {
        return syntax(
            "unexpected-token",
            "`then` is only written as `(then …)` inside of `(if …)`",
        )
        .at(span(tokens, at))
        .found("`then`")
        .fix("remove it: after `if` the instructions follow, up to `else` or `end`");
    }
    let word = tokens.text_of(at);
    let shown = words::shorten(word);
    let previous = at
        .checked_sub(1)
        .map_or("", |previous| tokens.text_of(previous));
    match tokens.kind(at) {
        Some(TokenKind::Number | TokenKind::Name | TokenKind::String) => value(tokens, at),
        Some(TokenKind::Word) if TYPES.contains(&word) => type_word(tokens, at),
        Some(TokenKind::Word) if matches!(word, "param" | "result" | "local" | "type") => {
            header_late(tokens, at)
        }
        Some(TokenKind::Word) if matches!(word, "then" | "else") && previous == "(" => syntax(
            "unexpected-token",
            format!("`({word}` can only stand inside of `(if`"),
        )
        .at(span(tokens, at))
        .fix("write `(if (condition) (then …) (else …))`"),
        Some(TokenKind::Word)
            if matches!(word, "export" | "import")
                && previous == "("
                && tokens.kind(at + 1) != Some(TokenKind::String) =>
        {
            missing_string(tokens, at + 1)
        }
        Some(TokenKind::Word) if FIELDS.contains(&word) && previous == "(" => syntax(
            "field-in-function",
            format!("`({word} …)` cannot stand inside of a function"),
        )
        .at(span(tokens, at))
        .expected("an instruction")
        .found(format!("`({word}`, which belongs directly into the module"))
        .fix(format!("close the function with `)` before `({word}`")),
        Some(TokenKind::Word) => unknown_instruction(tokens, at),
        _ => syntax("unexpected-token", "here should be an instruction")
            .at(span(tokens, at))
            .expected("an instruction")
            .found(show(tokens, at))
            .fix(if previous == "(" {
                "remove the empty parentheses, or write an instruction inside"
            } else {
                "write an instruction such as `nop`"
            })
            .found(if shown.is_empty() {
                "the end of the text".to_owned()
            } else {
                show(tokens, at)
            }),
    }
}

fn unknown_instruction(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let word = tokens.text_of(at);
    let shown = words::shorten(word);
    let problem = syntax(
        "unknown-instruction",
        format!("there is no instruction `{shown}`"),
    )
    .at(span(tokens, at))
    .expected("the name of an instruction")
    .found(format!("`{shown}`"));
    let dollar = format!("${word}");
    if at > 0 && tokens.text_of(at - 1) == "func" && !word.contains('.') {
        return without_dollar(tokens, at, "func");
    }
    // A name without `$`, or a function called like in other languages.
    let outline = Outline::new(tokens);
    if outline.names(Space::Function).any(|name| name == dollar) {
        return problem.fix(format!("to call the function write `call {dollar}`"));
    }
    let locals = tokens
        .function_around(at)
        .map_or(Vec::new(), |f| outline::locals(tokens, f));
    if locals.contains(&dollar.as_str()) {
        return problem.fix(format!("to read the variable write `local.get {dollar}`"));
    }
    match suggest(word) {
        Some((new, true)) => problem.fix(format!("today it is written `{new}`")),
        Some((new, false)) => problem.fix(format!("did you mean `{new}`?")),
        None => problem.fix("check the spelling; names look like `i32.add` or `local.get`"),
    }
}

/// A name without its `$` after the word that declares it.
pub(crate) fn without_dollar(tokens: &Tokens<'_>, at: usize, keyword: &str) -> Diagnostic {
    let word = words::shorten(tokens.text_of(at));
    syntax(
        "missing-dollar",
        format!("`{word}` is not a name: names begin with `$`"),
    )
    .at(span(tokens, at))
    .expected(format!("a name such as `${word}`"))
    .found(format!("`{word}`"))
    .fix(format!("write `({keyword} ${word} …)`"))
}

/// A number, name or string that no instruction takes.
fn value(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let word = words::shorten(tokens.text_of(at));
    let previous = at
        .checked_sub(1)
        .map_or("", |previous| tokens.text_of(previous));
    let message = match is_instruction(previous) {
        true => format!("`{word}` cannot follow `{previous}`: it takes its values from the stack"),
        false => format!("`{word}` alone is not an instruction"),
    };
    let takes_more = [
        "local.",
        "global.",
        "call",
        "br",
        "i32.const",
        "i64.const",
        "f32.const",
        "f64.const",
    ];
    let message = if takes_more.iter().any(|start| previous.starts_with(start)) {
        format!("`{word}` is one thing too many after `{previous}`")
    } else {
        message
    };
    let problem = syntax("value-without-instruction", message)
        .at(span(tokens, at))
        .expected("an instruction")
        .found(format!("`{word}`"));
    match tokens.kind(at) {
        Some(TokenKind::Number) => {
            let ty = match previous.split_once('.') {
                Some((ty, _)) if TYPES[..4].contains(&ty) => ty,
                _ if word.contains('.') => "f64",
                _ => "i32",
            };
            problem.fix(format!(
                "to put the number on the stack write `({ty}.const {word})`"
            ))
        }
        Some(TokenKind::Name) => {
            let outline = Outline::new(tokens);
            let is = |space| outline.names(space).any(|name| name == tokens.text_of(at));
            let how = match () {
                () if is(Space::Function) => "call",
                () if is(Space::Global) => "global.get",
                () => "local.get",
            };
            problem.fix(format!("write `({how} {word})`"))
        }
        _ => problem.fix("text belongs into memory: `(data (i32.const 0) \"…\")` in the module"),
    }
}

/// `i32` where an instruction should be.
fn type_word(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let word = tokens.text_of(at);
    let problem = syntax(
        "type-as-instruction",
        format!("`{word}` is a type, not an instruction"),
    )
    .at(span(tokens, at))
    .expected("an instruction")
    .found(format!("the type `{word}`"));
    // Before it: a word such as `block`, a name, or a part of the header.
    let previous = at
        .checked_sub(1)
        .map_or("", |previous| tokens.text_of(previous));
    let opener = previous != "(";
    let number = TYPES[..5].contains(&word);
    if tokens.kind(at + 1) == Some(TokenKind::Number) && number {
        let value = tokens.text_of(at + 1);
        return problem.fix(format!(
            "to put the number on the stack write `{word}.const {value}`"
        ));
    }
    if matches!(previous, "block" | "loop" | "if" | "select") {
        return problem.fix(format!(
            "the type of its result is written `(result {word})`"
        ));
    }
    if opener {
        problem.fix(format!(
            "if it is the type of the result write `(result {word})`, of a parameter `(param {word})`"
        ))
    } else {
        problem.fix(format!(
            "write `(result {word})`, or an instruction such as `{word}.const 1`"
        ))
    }
}

/// `(param …)`, `(result …)` or `(local …)` after an instruction or in the
/// wrong order.
fn header_late(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let word = tokens.text_of(at);
    syntax("header-order", format!("`({word} …)` stands too late"))
        .at(span(tokens, at))
        .expected("`(export …)` `(type …)` `(param …)` `(result …)` `(local …)` in this order, then the instructions")
        .found(format!("`({word}` after something that must follow it"))
        .fix(format!("move the `({word} …)` up"))
}
