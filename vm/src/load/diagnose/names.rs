//! Names that do not exist, exist twice, or stand for something else.

use super::indices::unknown_code;
use super::outline::{self, Outline, Space};
use super::tokens::Tokens;
use super::words;
use crate::load::diagnostic::{Diagnostic, Kind};
use crate::load::suggest::nearest;

fn syntax(code: &'static str, message: String) -> Diagnostic {
    Diagnostic::new(Kind::Syntax, code, message)
}

/// The space that the text parser means by its word for it.
fn space(word: &str) -> Option<Space> {
    match word {
        "func" | "function" => Some(Space::Function),
        other => Space::of_field(other),
    }
}

/// A name was used that nothing has: `word` is the parser's word for what was
/// looked for, `at` the token of the name.
pub(crate) fn unknown(tokens: &Tokens<'_>, word: &str, at: usize) -> Diagnostic {
    let name = tokens.text_of(at);
    let outline = Outline::new(tokens);
    match word {
        "local" => unknown_local(tokens, &outline, at),
        "label" => unknown_label(tokens, at),
        "field" => syntax(
            "unknown-field",
            format!("no field of this structure is named `{name}`"),
        )
        .fix("use a field's name from the type, or its number, counted from 0"),
        _ => match space(word) {
            Some(space) => unknown_item(tokens, &outline, space, at),
            None => syntax("unknown-name", format!("there is no {word} named `{name}`")),
        },
    }
    .at(tokens.span_at(tokens.list.get(at).map_or(0, |token| token.span.start)))
}

fn unknown_item(tokens: &Tokens<'_>, outline: &Outline<'_>, space: Space, at: usize) -> Diagnostic {
    let name = tokens.text_of(at);
    let code = unknown_code(space);
    let noun = space.noun();
    let problem = syntax(code, format!("there is no {noun} named `{name}`"))
        .expected(format!("the name of {}", a(noun)))
        .found(format!("`{name}`; {}", inventory(outline, space)));
    if let Some(near) = nearest(name, outline.names(space)) {
        return problem.fix(format!("did you mean `{near}`?"));
    }
    // The name may exist, as the name of something else.
    if let Some(local) = tokens
        .function_around(at)
        .map(|f| outline::locals(tokens, f))
        && local.contains(&name)
    {
        return problem.fix(format!(
            "`{name}` is a local variable: use `local.get {name}` or `local.set {name}`"
        ));
    }
    if let Some(other) = outline.items.iter().find(|item| item.name == Some(name)) {
        let found = a(other.space.noun());
        let fix = match other.space {
            Space::Function => format!("`{name}` is {found}: use `call {name}`"),
            Space::Global => {
                format!("`{name}` is {found}: use `global.get {name}` or `global.set {name}`")
            }
            _ => format!("`{name}` is {found}: give {} another name", a(noun)),
        };
        return problem.fix(fix);
    }
    problem.fix(format!(
        "define it: `{}`",
        space.example().replacen("$name", name, 1)
    ))
}

fn unknown_local(tokens: &Tokens<'_>, outline: &Outline<'_>, at: usize) -> Diagnostic {
    let name = tokens.text_of(at);
    let function = tokens.function_around(at);
    let locals = function.map_or(Vec::new(), |f| outline::locals(tokens, f));
    let found = if locals.is_empty() {
        format!("`{name}`; no parameter or local of this function has a name")
    } else {
        format!("`{name}`; this function has {}", some_of(&locals))
    };
    let message = format!("this function has no parameter or local named `{name}`");
    let problem = syntax("unknown-local", message)
        .expected("the name of a parameter or local of this function")
        .found(found);
    if let Some(near) = nearest(name, locals.iter().copied()) {
        return problem.fix(format!("did you mean `{near}`?"));
    }
    if outline.names(Space::Global).any(|global| global == name) {
        return problem.fix(format!(
            "`{name}` is a global variable: use `global.get {name}` or `global.set {name}`"
        ));
    }
    if outline
        .names(Space::Function)
        .any(|function| function == name)
    {
        return problem.fix(format!("`{name}` is a function: use `call {name}`"));
    }
    problem.fix(format!(
        "declare it before the first instruction: `(local {name} i32)`, or `(param {name} i32)`"
    ))
}

fn unknown_label(tokens: &Tokens<'_>, at: usize) -> Diagnostic {
    let name = tokens.text_of(at);
    let labels: Vec<&str> = outline::labels(tokens, at).into_iter().flatten().collect();
    let found = if labels.is_empty() {
        format!("`{name}`; no block, loop or if around it has a name")
    } else {
        format!("`{name}`; around it are {}", some_of(&labels))
    };
    let message = format!("no block, loop or if around this is named `{name}`");
    let problem = syntax("unknown-label", message)
        .expected("the name of a block, loop or if that surrounds this branch")
        .found(found);
    if let Some(near) = nearest(name, labels.iter().copied()) {
        return problem.fix(format!("did you mean `{near}`?"));
    }
    // A block of that name that has ended already.
    let begins = |&index: &usize| {
        tokens.text_of(index + 1) == name
            && matches!(tokens.text_of(index), "block" | "loop" | "if" | "try_table")
    };
    let from = tokens.function_around(at).unwrap_or(at);
    if let Some(index) = (from..at.saturating_sub(1)).find(begins) {
        return problem.fix(format!(
            "the {} `{name}` has ended before this: put the branch inside of it",
            tokens.text_of(index)
        ));
    }
    problem.fix(format!(
        "name the target: `(block {name} …)` or `(loop {name} …)`"
    ))
}

/// A name that was given to two things of one sort.
pub(crate) fn duplicate(tokens: &Tokens<'_>, word: &str, at: usize) -> Diagnostic {
    let name = tokens.text_of(at);
    let noun = match word {
        "local" => "parameter or local",
        "field" => "field",
        _ => space(word).map_or("thing", Space::noun),
    };
    let same = |&index: &usize| index != at && tokens.text_of(index) == name;
    let first = (0..at).find(same);
    let plural = match noun {
        "memory" => "memories".to_owned(),
        "parameter or local" => "parameters or locals".to_owned(),
        _ => format!("{noun}s"),
    };
    let message = format!("two {plural} are named `{name}`");
    let problem = syntax("duplicate-name", message).at(tokens.list[at].span);
    let problem = match first {
        Some(first) => {
            let lines = crate::load::source::LineIndex::new(tokens.text);
            let line = lines
                .line_column(tokens.text, tokens.list[first].span.start)
                .line;
            problem.found(format!("`{name}` also in line {line}"))
        }
        None => problem,
    };
    problem
        .expected(format!("a name that no other {noun} has"))
        .fix("give one of them another name")
}

/// How many things of a space there are, and what some of them are called.
pub(crate) fn inventory(outline: &Outline<'_>, space: Space) -> String {
    let number = outline.of(space).count();
    let names: Vec<&str> = outline.names(space).collect();
    let things = match number {
        1 => format!("1 {}", space.noun()),
        0 => format!("no {}", space.plural()),
        _ => format!("{number} {}", space.plural()),
    };
    match names.as_slice() {
        [] => format!("the module has {things}"),
        names if names.len() < number => {
            format!("the module has {things}, among them {}", some_of(names))
        }
        names => format!("the module has {things}: {}", some_of(names)),
    }
}

/// Up to six names for a sentence, each in backquotes.
fn some_of(names: &[&str]) -> String {
    const SHOWN: usize = 6;
    let quoted = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{}`", words::shorten(name)));
    let mut out: Vec<String> = quoted.collect();
    if names.len() > SHOWN {
        out.push("…".to_owned());
    }
    out.join(" ")
}

/// The noun with its article.
pub(crate) fn a(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}
