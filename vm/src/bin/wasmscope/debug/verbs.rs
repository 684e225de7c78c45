//! What can be written: how it is found, helped with and completed. The table is [`table`]'s.

use super::info::TOPICS;
use super::table::GROUPS;
use super::{Debugger, Problem, Said};
use wasmscope::load::suggest;
use wasmscope::syntax::FuncIdx;

/// What can be completed behind a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    Nothing,
    /// Functions.
    Location,
    /// Locals, globals and the words of expressions.
    Expression,
    /// Verbs.
    Verb,
    /// Topics of `info`.
    Topic,
}

/// A thing that can be done.
pub(super) struct Verb {
    /// Its name, then its abbreviations.
    pub(super) names: &'static [&'static str],
    /// What is written behind it.
    pub(super) args: &'static str,
    /// What it does, in a few words.
    pub(super) about: &'static str,
    /// What else there is to know; may be empty.
    pub(super) more: &'static str,
    /// As it may be written.
    pub(super) example: &'static str,
    /// Whether an empty line does it again.
    pub(super) repeats: bool,
    pub(super) takes: Takes,
    pub(super) act: fn(&mut Debugger, &str) -> Said,
}

/// Verbs that belong together.
pub(super) struct Group {
    pub(super) name: &'static str,
    pub(super) verbs: &'static [Verb],
}

/// All verbs.
pub(super) fn all() -> impl Iterator<Item = &'static Verb> {
    GROUPS.iter().flat_map(|group| group.verbs)
}

/// The verb that a word names: by its name or an abbreviation, else by its beginning, where only
/// one begins so.
pub(super) fn find(word: &str) -> Result<&'static Verb, String> {
    if let Some(verb) = all().find(|verb| verb.names.contains(&word)) {
        return Ok(verb);
    }
    let begins = |verb: &&Verb| verb.names[0].starts_with(word);
    let begun: Vec<&Verb> = all().filter(begins).collect();
    // What `ste` begins is `step`, though `step-line` begins so as well.
    let shortest = begun.iter().min_by_key(|verb| verb.names[0].len());
    let begins_all = |verb: &&&Verb| {
        let mut others = begun.iter();
        others.all(|other| other.names[0].starts_with(verb.names[0]))
    };
    if let Some(verb) = shortest.filter(begins_all) {
        return Ok(verb);
    }
    match begun[..] {
        [] => {
            let names = all().flat_map(|verb| verb.names).copied();
            Err(match suggest::nearest(word, names) {
                Some(near) => format!("there is no `{word}`; did you mean `{near}`?"),
                None => format!("there is no `{word}`; `help` lists what there is"),
            })
        }
        _ => {
            let names: Vec<&str> = begun.iter().map(|verb| verb.names[0]).collect();
            Err(format!("`{word}` may be {}", names.join(", ")))
        }
    }
}

impl Debugger {
    /// Does what a line says.
    pub(super) fn dispatch(&mut self, line: &str) -> Said {
        let line = match line {
            "" => std::mem::take(&mut self.repeated),
            // A remark is no command.
            _ if line.starts_with('#') => return Ok(String::new()),
            _ => line.to_owned(),
        };
        if line.is_empty() {
            return Ok(String::new());
        }
        let end = line.find(|c: char| c.is_whitespace() || c == '/');
        let (word, rest) = line.split_at(end.unwrap_or(line.len()));
        let verb = find(word)?;
        let rest = rest.trim();
        if verb.args.is_empty() && !rest.is_empty() {
            return Err(format!("`{}` takes nothing behind it", verb.names[0]).into());
        }
        let said = (verb.act)(self, rest);
        let continues = self.continues.take();
        self.repeated = match (&said, continues) {
            (Ok(_), Some(continues)) => continues,
            (Ok(_), None) if verb.repeats => line,
            _ => String::new(),
        };
        said
    }

    /// `help [VERB]`
    pub(super) fn help(&mut self, rest: &str) -> Said {
        if !rest.is_empty() {
            return Ok(help_on(find(rest)?));
        }
        let mut text = String::new();
        for group in GROUPS {
            text += &format!("{}:\n", group.name);
            for verb in group.verbs {
                let short = verb.names.get(1).map_or("", |name| name);
                let call = format!("{} {}", verb.names[0], verb.args);
                text += &format!("  {call:<28} {short:<5} {}\n", verb.about);
            }
        }
        text += "An unambiguous beginning of a verb will do. An empty line goes on with the last \
                 movement.\n`help VERB` says more.\n";
        Ok(text)
    }

    /// `quit`
    pub(super) fn quit(&mut self, _: &str) -> Said {
        self.is_over = true;
        Ok(String::new())
    }
}

fn help_on(verb: &Verb) -> String {
    let [name, others @ ..] = verb.names else {
        return String::new();
    };
    let mut text = format!("{} {}", name, verb.args).trim_end().to_owned();
    text += &format!("\n  {}\n", verb.about);
    if !verb.more.is_empty() {
        text += &wrapped(verb.more);
    }
    if !others.is_empty() {
        text += &format!("  also: {}\n", others.join(", "));
    }
    text + &format!("  example: {}\n", verb.example)
}

/// A paragraph in lines of at most 78 columns, indented.
fn wrapped(text: &str) -> String {
    let (mut lines, mut line) = (String::new(), String::new());
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() > 75 {
            lines += &format!("  {line}\n");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line += word;
    }
    lines + &format!("  {line}\n")
}

/// What completion knows of a program.
pub(super) struct Known {
    functions: Vec<String>,
    /// Linked modules by their names, with their functions.
    modules: Vec<(String, Vec<String>)>,
    variables: Vec<String>,
}

/// The names that can be written now.
pub(super) fn names_of(debugger: &Debugger) -> Known {
    let session = &debugger.session;
    let place = session.place();
    let locals = place.and_then(|place| place.module.names.locals.get(&place.func.0));
    let globals = &session.module_in(session.looked_at()).names.globals;
    let names = locals.into_iter().flatten().chain(globals);
    let mut functions = Vec::new();
    let mut modules = Vec::new();
    for instance in session.instances() {
        let module = session.module_in(instance);
        let all = (0..).map(FuncIdx).take(module.funcs.len());
        let all: Vec<String> = all.map(|func| module.func_name(func)).collect();
        functions.extend(all.iter().cloned());
        if let Some(name) = session.places().name(instance) {
            modules.push((name.to_string(), all));
        }
    }
    // What a module imports has its name there as well.
    functions.sort();
    functions.dedup();
    Known {
        functions,
        modules,
        variables: names.map(|(_, name)| format!("${name}")).collect(),
    }
}

/// Words of expressions that name no variable.
const WORDS: [&str; 10] = [
    "local[", "global[", "stack[", "table[", "mem8[", "mem16[", "mem32[", "mem64[", "depth", "step",
];

impl Known {
    /// Where the word begins that a line ends with, and what it may become.
    pub(super) fn complete(&self, line: &str) -> (usize, Vec<String>) {
        let breaks = |c: char| !(c.is_alphanumeric() || "$._-".contains(c));
        let last = line.char_indices().rfind(|(_, c)| breaks(*c));
        let start = last.map_or(0, |(at, c)| at + c.len_utf8());
        let word = &line[start..];
        let verb = line.trim_start().split([' ', '/']).next().unwrap_or("");
        let is_verb = line[..start].trim().is_empty();
        let takes = match is_verb {
            true => Takes::Verb,
            false => find(verb).map_or(Takes::Nothing, |verb| verb.takes),
        };
        let is_condition = line[..start].contains(" if ");
        let verbs = || all().map(|verb| verb.names[0].to_owned());
        let expressions = || {
            let words = WORDS.iter().map(|word| (*word).to_owned());
            self.variables.iter().cloned().chain(words)
        };
        let candidates: Vec<String> = match takes {
            _ if is_condition => expressions().collect(),
            Takes::Verb => verbs().collect(),
            Takes::Location => self.locations(&line[..start]),
            Takes::Expression => expressions().collect(),
            Takes::Topic => TOPICS.iter().map(|(name, ..)| (*name).to_owned()).collect(),
            Takes::Nothing => Vec::new(),
        };
        let fits = |name: &String| name.starts_with(word);
        (start, candidates.into_iter().filter(fits).collect())
    }
}

impl Known {
    /// Functions and modules; behind a module its functions.
    fn locations(&self, before: &str) -> Vec<String> {
        let named = before.strip_suffix(':').and_then(|before| {
            let name = before.rsplit(' ').next()?;
            self.modules.iter().find(|(module, _)| module == name)
        });
        if let Some((_, functions)) = named {
            return functions.clone();
        }
        let modules = self.modules.iter().map(|(name, _)| format!("{name}:"));
        self.functions.iter().cloned().chain(modules).collect()
    }
}

/// An empty rest is missing something.
pub(super) fn needed<'a>(rest: &'a str, what: &str) -> Result<&'a str, Problem> {
    match rest {
        "" => Err(what.into()),
        _ => Ok(rest),
    }
}
