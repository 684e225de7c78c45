//! Makes Rust of the page's texts: each message of `locales/en/*.ftl` becomes a constant, or a
//! function when it has variables, of the module `text`. So a message that is missing does not
//! compile, and one that nobody uses is a warning.
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

fn main() -> Outcome<()> {
    let folder = Path::new("locales/en");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut items = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        println!("cargo:rerun-if-changed={}", path.display());
        let source = fs::read_to_string(&path)?;
        let file = path.display();
        let resource =
            parser::parse(source.as_str()).map_err(|(_, errors)| format!("{file}: {errors:?}"))?;
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let id = message.id.name;
            let own = message.value.map(|value| (id.to_owned(), value));
            let attributes = message.attributes.into_iter();
            let attributes = attributes.map(|attr| (format!("{id}-{}", attr.id.name), attr.value));
            for (name, pattern) in own.into_iter().chain(attributes) {
                let item = item(&name, &pattern).map_err(|why| format!("{file}: {name}: {why}"))?;
                if items.insert(name.clone(), item).is_some() {
                    return Err(format!("{file}: {name} is there twice").into());
                }
            }
        }
    }
    let all: Vec<String> = items.into_values().collect();
    fs::write(
        Path::new(&env::var("OUT_DIR")?).join("text.rs"),
        all.concat(),
    )?;
    Ok(())
}

/// A message in Rust.
fn item(name: &str, pattern: &Pattern<&str>) -> Outcome<String> {
    let mut function = Function::default();
    let value = function.pattern(pattern)?;
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
    // What is called at first sight is loaded at once, by the names of functions.
    Ok(format!(
        "#[inline(always)]\npub(crate) fn {name}({takes}) -> String {{\n    {value}\n}}\n"
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
