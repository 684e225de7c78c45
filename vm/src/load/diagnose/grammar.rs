//! Words that cannot stand where they stand.

use super::immediates::show;
use super::mnemonics::{is_instruction, suggest};
use super::outline::{self, Outline, Space};
use super::syntax::span;
use super::tokens::{TokenKind, Tokens};
use super::words;
use crate::load::diagnostic::{Diagnostic, Kind};
use crate::load::suggest::nearest;

/// What a module may hold.
const FIELDS: [&str; 12] = [
    "type", "rec", "import", "func", "table", "memory", "global", "export", "start", "elem",
    "data", "tag",
];

/// The types of values that a beginner meets.
const TYPES: [&str; 9] = [
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

fn syntax(code: &'static str, message: impl Into<String>) -> Diagnostic {
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
        _ if message.contains("`i32`, ") => Some(value_type(tokens, at)),
        "expected `(`" => expected_open(tokens, at),
        "expected `)`" => Some(expected_close(tokens, at)),
        _ if message.contains("expected string") || message == "expected a string" => {
            Some(missing_string(tokens, at))
        }
        _ => None,
    }
}

/// Something that should be an instruction and is none.
fn instruction(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
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
    if let Some(word) = word.strip_suffix(',') {
        return problem.fix(format!(
            "separate things with spaces, not with commas: `{word}`"
        ));
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
fn without_dollar(tokens: &Tokens<'_>, at: usize, keyword: &str) -> Diagnostic {
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

/// Something that should be a field of the module.
fn field(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let word = tokens.text_of(at);
    let shown = words::shorten(word);
    let problem = syntax("unknown-field-keyword", format!("a module cannot hold `({shown} …)`"))
        .at(span(tokens, at))
        .expected("`func`, `memory`, `global`, `table`, `type`, `import`, `export`, `data`, `elem`, `start` or `tag`")
        .found(show(tokens, at));
    if is_instruction(word) || suggest(word).is_some() && word.contains('.') {
        return problem.fix(format!(
            "instructions belong into a function: `(func $main ({shown} …))`"
        ));
    }
    match word {
        "function" | "fn" | "def" | "fun" => problem.fix("write `(func …)`"),
        "param" | "result" | "local" => problem.fix(format!(
            "`({word} …)` belongs into a function: `(func ({word} …) …)`"
        )),
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
    if let Some(word) = word.strip_suffix(',') {
        return problem.fix(format!(
            "separate things with spaces, not with commas: `{word}`"
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

fn expected_open(tokens: &Tokens<'_>, at: usize) -> Option<Diagnostic> {
    let open = tokens.around(at).next();
    let head = open.map_or("", |open| tokens.head(open));
    let word = tokens.text_of(at);
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

fn missing_string(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
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
