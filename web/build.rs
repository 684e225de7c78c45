//! Makes Rust of the page's texts: each message of `locales/en/*.ftl` becomes a constant, or a
//! function when it has variables, of the module `text`. So a message that is missing does not
//! compile, and one that nobody uses is a warning. With `WASMSCOPE_LANGUAGE` those of another
//! folder take their place, as far as it has them.
//!
//! Of Fluent there are messages, attributes (`name.title` is `NAME_TITLE`), variables, and a choice
//! by a number: `{ $n -> [one] … *[other] … }`. Lines of a text are joined by a blank. Braces are
//! written `{"{"}` and `{"}"}`, and a blank at an end `{" "}`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};
use fluent_syntax::parser;
use fluent_syntax::unicode::unescape_unicode;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The language that every message is in.
const COMPLETE: &str = "en";

/// The message that says what a language calls itself.
const NAME: &str = "language-name";

/// The messages of a language by name: the file, and what it says.
type Messages = BTreeMap<String, (String, Pattern<&'static str>)>;

fn main() -> Outcome<()> {
    let folder = Path::new("locales");
    println!("cargo:rerun-if-changed={}", folder.display());
    println!("cargo:rerun-if-env-changed=WASMSCOPE_LANGUAGE");
    let language = env::var("WASMSCOPE_LANGUAGE").unwrap_or_else(|_| COMPLETE.to_owned());
    let languages = languages(folder)?;
    let of = |id: &str| {
        let found = languages.iter().find(|(known, ..)| known == id);
        found.ok_or_else(|| format!("there is no language {id}"))
    };
    let mut text = rust(&of(COMPLETE)?.2, &of(&language)?.2)?;
    writeln!(text, "pub(crate) const LANGUAGE: &str = {language:?};")?;
    let names: Vec<_> = languages.iter().map(|(id, name, _)| (id, name)).collect();
    writeln!(
        text,
        "pub(crate) const LANGUAGES: &[(&str, &str)] = &{names:?};"
    )?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("text.rs"), text)?;
    Ok(())
}

/// The languages that there are, the complete one first: the folder of each, what it calls itself,
/// and all that it says otherwise.
fn languages(folder: &Path) -> Outcome<Vec<(String, String, Messages)>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let id = path.file_name().unwrap_or_default().to_string_lossy();
        let mut messages = messages(&path)?;
        let named = messages.remove(NAME);
        let (_, name) = named.ok_or_else(|| format!("{id} has no {NAME}"))?;
        match name.elements.as_slice() {
            [PatternElement::TextElement { value }] => {
                all.push((id.into_owned(), (*value).to_owned(), messages));
            }
            _ => return Err(format!("{id}: {NAME} is a text").into()),
        }
    }
    all.sort_by_key(|(id, ..)| (id != COMPLETE, id.clone()));
    Ok(all)
}

/// The messages of a folder.
fn messages(folder: &Path) -> Outcome<Messages> {
    let mut messages = Messages::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        println!("cargo:rerun-if-changed={}", path.display());
        let file = path.display().to_string();
        // It is there as long as the build is.
        let source: &'static str = fs::read_to_string(&path)?.leak();
        let resource =
            parser::parse(source).map_err(|(_, errors)| format!("{file}: {errors:?}"))?;
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let id = message.id.name;
            let own = message.value.map(|value| (id.to_owned(), value));
            let attributes = message.attributes.into_iter();
            let attributes = attributes.map(|attr| (format!("{id}-{}", attr.id.name), attr.value));
            for (name, pattern) in own.into_iter().chain(attributes) {
                if messages
                    .insert(name.clone(), (file.clone(), pattern))
                    .is_some()
                {
                    return Err(format!("{file}: {name} is there twice").into());
                }
            }
        }
    }
    Ok(messages)
}

/// The messages of a language in Rust. One that it has not is that of the complete language,
/// whose variables and their order it has everywhere.
fn rust(complete: &Messages, own: &Messages) -> Outcome<String> {
    if let Some((name, (file, _))) = own.iter().find(|(name, _)| !complete.contains_key(*name)) {
        return Err(format!("{file}: {name} is no message of {COMPLETE}").into());
    }
    let mut all = String::new();
    for (name, (file, pattern)) in complete {
        let (own_file, own) = own
            .get(name)
            .unwrap_or(&(file.clone(), pattern.clone()))
            .clone();
        let item = item(name, pattern, &own);
        all.push_str(&item.map_err(|why| format!("{own_file}: {name}: {why}"))?);
    }
    Ok(all)
}

/// A message in Rust, with the variables of the complete language.
fn item(name: &str, complete: &Pattern<&str>, own: &Pattern<&str>) -> Outcome<String> {
    let mut known = Function::default();
    known.pattern(complete)?;
    let mut function = Function {
        variables: known.variables.clone(),
    };
    let value = function.pattern(own)?;
    if function.variables != known.variables {
        return Err(
            "it has a variable, or chooses by one, that the complete message has not".into(),
        );
    }
    if function.variables.is_empty() {
        let name = name.replace('-', "_").to_uppercase();
        return Ok(format!("pub(crate) const {name}: &str = {value};\n"));
    }
    let name = name.replace('-', "_");
    let takes = function
        .variables
        .iter()
        .map(|(variable, is_number)| match is_number {
            true => format!("{variable}: u64"),
            false => format!("{variable}: impl std::fmt::Display"),
        });
    let takes = takes.collect::<Vec<_>>().join(", ");
    // A language may do without one of them.
    let unused = match complete == own {
        true => "",
        false => "#[allow(unused_variables)]\n",
    };
    let value = match value.starts_with('"') {
        true => format!("{value}.to_owned()"),
        false => value,
    };
    // What is called at first sight is loaded at once, by the names of functions.
    Ok(format!(
        "{unused}#[inline(always)]\npub(crate) fn {name}({takes}) -> String {{\n    {value}\n}}\n"
    ))
}

/// The variables of a message in their order, and whether they are numbers.
#[derive(Default)]
struct Function {
    variables: Vec<(String, bool)>,
}

impl Function {
    /// An expression for a pattern: a literal, or a `String`.
    fn pattern(&mut self, pattern: &Pattern<&str>) -> Outcome<String> {
        let (mut text, mut before) = (String::new(), String::new());
        let mut is_plain = true;
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => {
                    text.push_str(&braces(&value.replace('\n', " ")));
                }
                PatternElement::Placeable { expression } => match expression {
                    Expression::Inline(InlineExpression::StringLiteral { value }) => {
                        let mut plain = String::new();
                        unescape_unicode(&mut plain, value)?;
                        text.push_str(&braces(&plain));
                    }
                    Expression::Inline(InlineExpression::VariableReference { id }) => {
                        is_plain = false;
                        let name = self.variable(id.name, false);
                        write!(text, "{{{name}}}")?;
                    }
                    Expression::Inline(other) => {
                        return Err(format!("{other:?} is not known here").into());
                    }
                    Expression::Select { selector, variants } => {
                        is_plain = false;
                        let InlineExpression::VariableReference { id } = selector else {
                            return Err("a choice is by a variable".into());
                        };
                        let name = self.variable(id.name, true);
                        let choice = self.choice(&name, variants)?;
                        if pattern.elements.len() == 1 {
                            return Ok(choice);
                        }
                        // Its place in the text sets it apart from another one by the number.
                        let chosen = format!("choice_{}", text.len());
                        write!(before, "let {chosen} = {choice}; ")?;
                        write!(text, "{{{chosen}}}")?;
                    }
                },
            }
        }
        Ok(match is_plain {
            true => format!("{:?}", text.replace("{{", "{").replace("}}", "}")),
            false if before.is_empty() => format!("format!({text:?})"),
            false => format!("{{ {before}format!({text:?}) }}"),
        })
    }

    /// What is said of numbers, as English has it: `one` is 1.
    fn choice(&mut self, name: &str, variants: &[Variant<&str>]) -> Outcome<String> {
        let mut arms = String::new();
        let (last, others): (Vec<_>, Vec<_>) = variants.iter().partition(|variant| variant.default);
        for variant in others.into_iter().chain(last) {
            let case = match variant.key {
                _ if variant.default => "_",
                VariantKey::Identifier { name: "one" } => "1",
                VariantKey::NumberLiteral { value } => value,
                VariantKey::Identifier { name } => {
                    return Err(format!("[{name}] is not known here").into());
                }
            };
            let value = self.pattern(&variant.value)?;
            let owned = if value.starts_with('"') {
                ".to_owned()"
            } else {
                ""
            };
            write!(arms, "{case} => {value}{owned}, ")?;
        }
        Ok(format!("match {name} {{ {arms}}}"))
    }

    fn variable(&mut self, name: &str, is_number: bool) -> String {
        let name = name.replace('-', "_");
        match self.variables.iter_mut().find(|(known, _)| *known == name) {
            Some(known) => known.1 |= is_number,
            None => self.variables.push((name.clone(), is_number)),
        }
        name
    }
}

/// A text as `format!` wants it.
fn braces(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}
