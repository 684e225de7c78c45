//! Words that cannot stand where they stand.

use super::immediates::show;
use super::instruction::{instruction, without_dollar};
use super::mnemonics::{is_instruction, suggest};
use super::outline::{self, Outline, Space};
use super::syntax::span;
use super::tokens::{TokenKind, Tokens};
use super::words;
use crate::load::diagnostic::{Diagnostic, Kind};
use crate::load::suggest::nearest;

/// What a module may hold.
pub(crate) const FIELDS: [&str; 12] = [
    "type", "rec", "import", "func", "table", "memory", "global", "export", "start", "elem",
    "data", "tag",
];

/// The types of values that a beginner meets.
pub(crate) const TYPES: [&str; 9] = [
    "i32",
    "i64",
    "f32",
    "f64",
    "v128",
    "funcref",
    "externref",
    "anyref",
    "exnref",
];

pub(crate) fn syntax(code: &'static str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Kind::Syntax, code, message)
}

/// The problem at a token, when the parser's message is one that we know.
pub(crate) fn problem(tokens: &Tokens<'_>, message: &str, at: usize) -> Option<Diagnostic> {
    match message {
        "expected an instruction" | "unknown operator or unexpected token" => {
            Some(instruction(tokens, at))
        }
        "expected valid module field" => Some(field(tokens, at)),
        "expected at least one module field" => Some(empty(tokens)),
        "malformed UTF-8 encoding" => Some(not_utf8(tokens, at)),
        "identifier not allowed" => Some(import_with_one_name(tokens, at)),
        "extra tokens remaining after parse" => Some(after_module(tokens, at)),
        "previous `if` had no `then`" => Some(if_without_then(tokens, at)),
        "mismatching labels between end and block" => Some(wrong_end_label(tokens, at)),
        "expected to continue a folded instruction" => Some(
            syntax("unexpected-token", "these parentheses hold nothing")
                .at(span(tokens, at))
                .fix("remove them, or write an instruction inside"),
        ),
        "inline function type doesn't match type reference" => Some(
            syntax(
                "type-use-mismatch",
                "the parameters and results written here differ from the type that is named",
            )
            .at(span(tokens, at))
            .expected(format!(
                "the parameters and results of type `{}`",
                tokens.text_of(at)
            ))
            .fix("write the same `(param …)` and `(result …)` as in the type, or leave them out"),
        ),
        "invalid type: not a function type" => Some(
            syntax(
                "not-a-function-type",
                format!("type `{}` is not a function type", tokens.text_of(at)),
            )
            .at(span(tokens, at))
            .fix("name a type that was defined as `(type $name (func …))`"),
        ),
        "unknown type: type index out of bounds" => Some(
            syntax(
                "unknown-type",
                format!("there is no type {}", tokens.text_of(at)),
            )
            .at(span(tokens, at))
            .found(super::names::inventory(&Outline::new(tokens), Space::Type))
            .fix("define it: `(type $name (func (param i32) (result i32)))`"),
        ),
        _ if message.starts_with("result before parameter") => Some(
            syntax("header-order", "`(param …)` must come before `(result …)`")
                .at(span(tokens, at))
                .expected("parameters first, then results")
                .found("`param` after `result`")
                .fix("move this `(param …)` before the `(result …)`"),
        ),
        _ if message.contains("`funcref`, ") && tokens.kind(at) == Some(TokenKind::Close) && {
            let open = tokens.around(at).next();
            open.is_some_and(|open| tokens.head(open) == "table")
        } =>
        {
            tokens
                .around(at)
                .next()
                .map(|open| size(tokens, "table", open))
        }
        _ if message.contains("`funcref`, ") && !message.contains("`i32`, ") => Some(
            syntax(
                "unknown-value-type",
                format!("`{}` is not a type of references", words::shorten(tokens.text_of(at))),
            )
            .at(span(tokens, at))
            .expected("`funcref` or `externref`")
            .found(show(tokens, at))
            .fix("a table of functions is written `(table 10 funcref)`; numbers belong into a memory"),
        ),
        _ if message.contains("`i32`, ") => Some(value_type(tokens, at)),
        "expected `(`" => expected_open(tokens, at),
        "expected `)`" => Some(expected_close(tokens, at)),
        _ if message.contains("expected string") || message == "expected a string" => {
            Some(missing_string(tokens, at))
        }
        _ => None,
    }
}

/// Something that should be a field of the module.
fn field(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let word = tokens.text_of(at);
    let shown = words::shorten(word);
    let problem = syntax("unknown-field-keyword", format!("a module cannot hold `({shown} …)`"))
        .at(span(tokens, at))
        .expected("`func`, `memory`, `global`, `table`, `type`, `import`, `export`, `data`, `elem`, `start` or `tag`")
        .found(show(tokens, at));
    if is_instruction(word) || suggest(word).is_some() && word.contains('.') {
        // Directly after a function: it was probably closed too early.
        let before = at
            .checked_sub(2)
            .and_then(|close| tokens.list[close].partner);
        return match before.filter(|&open| tokens.head(open) == "func") {
            Some(_) => problem.fix("if it belongs to the function above, remove the `)` before it"),
            None => problem.fix(format!(
                "instructions belong into a function: `(func $main ({shown} …))`"
            )),
        };
    }
    match word {
        "function" | "fn" | "def" | "fun" => problem.fix("write `(func …)`"),
        "param" | "result" | "local" => problem.fix(format!(
            "`({word} …)` belongs into a function: `(func ({word} …) …)`"
        )),
        _ if nearest(word, ["module"]).is_some() && at == 1 => {
            problem.fix("did you mean `(module …)`?")
        }
        _ if tokens.kind(at) == Some(TokenKind::Word) => match nearest(word, FIELDS) {
            Some(near) => problem.fix(format!("did you mean `({near} …)`?")),
            None => problem.fix("write a field such as `(func …)`"),
        },
        _ => problem.fix("write a field such as `(func …)`"),
    }
}

fn empty(tokens: &Tokens<'_>) -> Diagnostic {
    syntax("empty-module", "there is no module here yet")
        .at(span(tokens, 0))
        .expected("`(module …)`")
        .found("nothing")
        .fix("write `(module (func (export \"main\") (result i32) (i32.const 42)))`")
}

/// Something after the closing parenthesis of the module, or no parenthesis at
/// the beginning.
fn after_module(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let word = tokens.text_of(at + usize::from(tokens.text_of(at) == "("));
    let shown = words::shorten(word);
    if tokens.head(0) == "module" {
        return syntax(
            "after-module",
            "the module is closed already, nothing may follow it",
        )
        .at(span(tokens, at))
        .expected("the end of the text")
        .found(format!("`{shown}`"))
        .fix("move this before the last `)` of the module, or remove a `)` too many");
    }
    syntax("unexpected-token", format!("`{shown}` cannot stand here"))
        .at(span(tokens, at))
        .expected("`(module …)`")
        .found(format!("`{shown}`"))
        .fix("put it into parentheses, inside of `(module …)`")
}

fn if_without_then(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let open = tokens.around(at).find(|&open| tokens.head(open) == "if");
    syntax("if-without-then", "this `(if` has no `(then …)`")
        .at(span(tokens, open.map_or(at, |open| open + 1)))
        .expected("`(then …)` after the condition")
        .found(show(tokens, at))
        .fix("write `(if (condition) (then …))`, or `(if (condition) (then …) (else …))`")
}

fn wrong_end_label(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let name = tokens.text_of(at);
    let current = outline::labels(tokens, at.saturating_sub(1));
    let problem = syntax(
        "wrong-end-label",
        format!("`{name}` is not the block that ends here"),
    )
    .at(span(tokens, at))
    .found(format!("`{name}`"));
    match current.first().copied().flatten() {
        Some(label) => problem
            .expected(format!("`{label}`, or no name"))
            .fix(format!(
                "write `end {label}`, or close the inner block first"
            )),
        None => problem
            .expected("no name")
            .fix("remove the name, or give it to the block, too"),
    }
}

/// Something that should be the type of a value.
fn value_type(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let word = tokens.text_of(at);
    let open = tokens.around(at).next();
    let head = open.map_or("", |open| tokens.head(open));
    let declares = matches!(head, "param" | "local" | "global" | "field");
    if declares
        && at > 0
        && tokens.text_of(at - 1) == head
        && TYPES.contains(&tokens.text_of(at + 1))
    {
        return without_dollar(tokens, at, head);
    }
    let problem = syntax(
        "unknown-value-type",
        format!("`{}` is not a type", words::shorten(word)),
    )
    .expected("a type: `i32`, `i64`, `f32`, `f64`, `funcref`, `externref` …")
    .found(show(tokens, at));
    if tokens.kind(at) == Some(TokenKind::Close) {
        let name = at
            .checked_sub(1)
            .filter(|&i| tokens.kind(i) == Some(TokenKind::Name));
        let name = name.map_or(String::new(), |i| format!(" {}", tokens.text_of(i)));
        let mut problem = problem.at(span(tokens, open.map_or(at, |open| open + 1)));
        if matches!(head, "memory" | "table") {
            return size(tokens, head, open.unwrap_or(at));
        }
        problem.code = "missing-type";
        problem.message = format!("`({head}{name})` needs a type");
        return problem.fix(format!("write for example `({head}{name} i32)`"));
    }
    let problem = problem.at(span(tokens, at));
    if tokens.kind(at) == Some(TokenKind::Name) {
        return problem.fix(format!(
            "write one `({head} …)` for each name: `({head} $a i32) ({head} $b i32)`"
        ));
    }
    let common = match word {
        "mut" => {
            return problem.fix("put the type into the same parentheses: `(mut i32)`");
        }
        "int" | "i" | "u32" | "int32" | "uint32" | "bool" | "char" | "i8" | "i16" | "u8" => {
            Some("i32")
        }
        "long" | "u64" | "int64" | "uint64" => Some("i64"),
        "float" | "float32" => Some("f32"),
        "double" | "float64" | "number" => Some("f64"),
        "anyfunc" => Some("funcref"),
        "string" | "str" => {
            Some("i32` for its address in memory, and another `i32` for its length; not `string")
        }
        _ => nearest(word, TYPES),
    };
    match common {
        Some(near) => problem.fix(format!("write `{near}`")),
        None => problem.fix("write one of the types"),
    }
}

/// `(memory)` or `(table 1)`
fn size(tokens: &Tokens<'_>, head: &str, open: usize) -> Diagnostic {
    let (needs, example) = match head {
        "memory" => ("a size in pages of 64 KiB", "(memory 1)"),
        _ => ("a size and a type", "(table 10 funcref)"),
    };
    syntax("missing-size", format!("`({head} …)` needs {needs}"))
        .at(span(tokens, open + 1))
        .expected(needs)
        .found("`)`, so nothing more")
        .fix(format!("write for example `{example}`"))
}

fn expected_open(tokens: &Tokens<'_>, at: usize) -> Option<Diagnostic> {
    let open = tokens.around(at).next();
    let head = open.map_or("", |open| tokens.head(open));
    let word = tokens.text_of(at);
    if matches!(head, "export" | "import") {
        let name = match tokens.kind(at) {
            Some(TokenKind::Name | TokenKind::Number) => word,
            _ if tokens.kind(at + 1) == Some(TokenKind::Name) => tokens.text_of(at + 1),
            _ => "$name",
        };
        let name = words::shorten(name);
        let (sentence, example) = match head {
            "export" => (
                "an export must say what it exports",
                format!("(export \"…\" (func {name}))"),
            ),
            _ => (
                "an import must say what it imports",
                format!("(import \"…\" \"…\" (func {name}))"),
            ),
        };
        return Some(
            syntax("missing-kind", sentence)
                .at(span(tokens, at))
                .expected("`(func …)`, `(memory …)`, `(global …)` or `(table …)`")
                .found(show(tokens, at))
                .fix(format!("write `{example}`")),
        );
    }
    if head == "if" {
        return Some(
            syntax(
                "folded-operand",
                format!(
                    "`{}` needs parentheses inside of `(if`",
                    words::shorten(word)
                ),
            )
            .at(span(tokens, at))
            .expected("`(condition)`, `(then …)` or `(else …)`")
            .found(show(tokens, at))
            .fix("inside of `(if …)` put each thing into parentheses of its own"),
        );
    }
    if open.is_none() || head == "module" {
        let fix = if FIELDS.contains(&word) || word == "module" {
            format!("write `({word} …)`")
        } else if is_instruction(word) {
            format!("instructions belong into a function: `(func $main {word} …)`")
        } else {
            "everything in a module stands in parentheses, such as `(func …)`".to_owned()
        };
        return Some(
            syntax(
                "missing-open",
                format!("`{}` needs a `(` before it", words::shorten(word)),
            )
            .at(span(tokens, at))
            .expected("`(`")
            .found(show(tokens, at))
            .fix(fix),
        );
    }
    None
}

/// Something more where a parenthesis should close.
fn expected_close(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let open = tokens.around(at).next();
    let head = open.map_or("", |open| tokens.head(open));
    let word = tokens.text_of(at);
    let shown = words::shorten(word);
    let problem = |message: String| {
        syntax("folded-operand", message)
            .at(span(tokens, at))
            .expected("`)`, or an operand in parentheses")
            .found(show(tokens, at))
    };
    match tokens.kind(at) {
        Some(TokenKind::Word) if is_instruction(head) && is_instruction(word) => problem(format!(
            "`{shown}` inside of `({head} …)` needs parentheses of its own"
        ))
        .fix(format!("write `({head} ({shown} …))`")),
        Some(TokenKind::Number) if is_instruction(head) => {
            let ty = head
                .split('.')
                .next()
                .filter(|ty| TYPES[..4].contains(ty))
                .unwrap_or("i32");
            problem(format!(
                "the number `{shown}` cannot be an operand of `{head}` as it is"
            ))
            .fix(format!("write `({ty}.const {shown})`"))
        }
        Some(TokenKind::Name) if is_instruction(head) => problem(format!(
            "the name `{shown}` cannot be an operand of `{head}` as it is"
        ))
        .fix(format!("write `(local.get {shown})`")),
        _ => {
            let what = if head.is_empty() {
                "this".to_owned()
            } else {
                format!("`({head} …)`")
            };
            let mut other = problem(format!("{what} should end here, but something follows"));
            other.code = "missing-close";
            other.expected = Some("`)`".to_owned());
            match head {
                "param" | "local" => other.fix(format!(
                    "with a name, each `({head} …)` declares one: `({head} $a i32) ({head} $b i32)`"
                )),
                _ => other.fix(format!("write `)` before `{shown}`, or remove `{shown}`")),
            }
        }
    }
}

pub(crate) fn missing_string(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let previous = at
        .checked_sub(1)
        .map_or("", |previous| tokens.text_of(previous));
    let word = words::shorten(tokens.text_of(at));
    let problem = syntax(
        "missing-string",
        format!("`{previous}` needs a text in quotation marks"),
    )
    .at(span(tokens, at))
    .expected("a text such as `\"main\"`")
    .found(show(tokens, at));
    match tokens.kind(at) {
        Some(TokenKind::Word | TokenKind::Number) => problem.fix(format!("write `\"{word}\"`")),
        Some(TokenKind::Name) => {
            problem.fix(format!("write `\"{}\"`", word.trim_start_matches('$')))
        }
        _ => problem.fix("write it in quotation marks: `\"…\"`"),
    }
}

/// A name that is not made of characters.
fn not_utf8(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let is_string = |&index: &usize| tokens.kind(index) == Some(TokenKind::String);
    let at = (0..=at).rev().find(is_string).unwrap_or(at);
    syntax("not-utf-8", "this name is not valid UTF-8")
        .at(span(tokens, at))
        .expected("characters; `\\xx` only where the bytes together form one")
        .found(show(tokens, at))
        .fix("write the characters themselves, or `\\u{…}` with their number")
}

/// `(import "log" (func $log))`
fn import_with_one_name(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let open = tokens
        .around(at)
        .find(|&open| tokens.head(open) == "import");
    syntax(
        "import-names",
        "an import needs two names: of a module, and of a thing in it",
    )
    .at(span(tokens, open.map_or(at, |open| open + 1)))
    .expected("two texts in quotation marks")
    .found("one")
    .fix("write `(import \"env\" \"log\" (func $log …))`")
}

/// An import after something that is defined here.
pub(crate) fn import_after(tokens: &Tokens<'_>, what: &str, at: usize) -> Diagnostic {
    syntax(
        "import-after-definition",
        format!("imports must come first, but a {what} is defined before this one"),
    )
    .at(span(tokens, at))
    .expected(format!("all imports before the first {what}"))
    .found(format!("an import after a {what}"))
    .fix("move this import to the beginning of the module")
}
