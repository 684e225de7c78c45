//! The script language of the specification's test suite: modules, actions and
//! assertions about them, in files that end in `.wast`.
//!
//! A script is run to its end whatever happens in it. Each directive has an outcome of
//! its own, and one that cannot be read at all is a failure at the place where reading
//! stopped.

mod expect;
mod modules;
mod runner;

use crate::load::LineIndex;
use crate::runtime::Machine;
use runner::Runner;
use wasmparser::WasmFeatures;
use wast::lexer::Lexer;
use wast::parser::{self, Parse, ParseBuffer, Parser};
use wast::{Wast, WastDirective};

/// What became of a directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// What it says is so.
    Passed,
    /// It is not; the message says what is instead.
    Failed(String),
    /// It was not looked at; the message says why.
    Skipped(String),
}

/// A directive and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The line where the directive begins, from 1.
    pub line: u32,
    /// The column, from 1, in UTF-16 units.
    pub column: u32,
    /// Its keyword, such as `assert_return`; `script` when the script cannot be read.
    pub kind: &'static str,
    /// What became of it.
    pub verdict: Verdict,
}

/// What became of a script: an outcome for each directive, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The outcomes.
    pub outcomes: Vec<Outcome>,
}

impl Report {
    /// How many directives passed.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.count(|verdict| *verdict == Verdict::Passed)
    }

    /// How many failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.count(|verdict| matches!(verdict, Verdict::Failed(_)))
    }

    /// How many were not looked at.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.count(|verdict| matches!(verdict, Verdict::Skipped(_)))
    }

    fn count(&self, is: impl Fn(&Verdict) -> bool) -> usize {
        let verdicts = self.outcomes.iter().map(|outcome| &outcome.verdict);
        verdicts.filter(|verdict| is(verdict)).count()
    }

    /// Those that failed, with what they say.
    pub fn failures(&self) -> impl Iterator<Item = (&Outcome, &str)> {
        self.outcomes
            .iter()
            .filter_map(|outcome| match &outcome.verdict {
                Verdict::Failed(message) => Some((outcome, message.as_str())),
                _ => None,
            })
    }
}

/// Runs a script. Its modules may use `features`.
#[must_use]
pub fn run_script(text: &str, features: WasmFeatures) -> Report {
    run_script_watched(text, features, &mut |_| {})
}

/// As [`run_script`], with somebody who is given the machine whenever an action begins, and
/// who may execute some of it.
#[must_use]
pub fn run_script_watched(
    text: &str,
    features: WasmFeatures,
    watch: &mut dyn FnMut(&mut Machine),
) -> Report {
    let lines = LineIndex::new(text);
    let outcome = |span: wast::token::Span, kind, verdict| {
        let place = lines.line_column(text, span.offset());
        Outcome {
            line: place.line,
            column: place.column,
            kind,
            verdict,
        }
    };
    let mut outcomes = Vec::new();
    let read = |directives: Vec<WastDirective<'_>>| {
        let mut runner = Runner::new(features, watch);
        for directive in directives {
            let (span, kind) = (directive.span(), keyword(&directive));
            let verdict = match runner.run(directive) {
                Ok(()) => Verdict::Passed,
                Err(Problem::Wrong(message)) => Verdict::Failed(message),
                Err(Problem::NotLookedAt(reason)) => Verdict::Skipped(reason),
            };
            outcomes.push(outcome(span, kind, verdict));
        }
    };
    if let Err(error) = parse(text, read) {
        let verdict = Verdict::Failed(error.message());
        outcomes.push(outcome(error.span(), "script", verdict));
    }
    Report { outcomes }
}

/// Why a directive did not pass.
enum Problem {
    /// What it says is not so.
    Wrong(String),
    /// It was not looked at.
    NotLookedAt(String),
}

impl From<String> for Problem {
    fn from(message: String) -> Self {
        Self::Wrong(message)
    }
}

/// Reads a script and gives its directives to `then`.
fn parse(text: &str, then: impl FnOnce(Vec<WastDirective<'_>>)) -> Result<(), wast::Error> {
    let mut lexer = Lexer::new(text);
    // The suite has names in every direction of writing.
    lexer.allow_confusing_unicode(true);
    let buffer = ParseBuffer::new_with_lexer(lexer)?;
    let Script(directives) = parser::parse(&buffer)?;
    then(directives);
    Ok(())
}

/// A script, which may have no directive at all; the library takes an empty one for a
/// module without fields.
struct Script<'a>(Vec<WastDirective<'a>>);

impl<'a> Parse<'a> for Script<'a> {
    fn parse(parser: Parser<'a>) -> parser::Result<Self> {
        match parser.is_empty() {
            true => Ok(Self(Vec::new())),
            false => Ok(Self(parser.parse::<Wast<'a>>()?.directives)),
        }
    }
}

fn keyword(directive: &WastDirective<'_>) -> &'static str {
    match directive {
        WastDirective::Module(_) => "module",
        WastDirective::ModuleDefinition(_) => "module definition",
        WastDirective::ModuleInstance { .. } => "module instance",
        WastDirective::AssertMalformed { .. } => "assert_malformed",
        WastDirective::AssertMalformedCustom { .. } => "assert_malformed_custom",
        WastDirective::AssertInvalid { .. } => "assert_invalid",
        WastDirective::AssertInvalidCustom { .. } => "assert_invalid_custom",
        WastDirective::Register { .. } => "register",
        WastDirective::Invoke(_) => "invoke",
        WastDirective::AssertTrap { .. } => "assert_trap",
        WastDirective::AssertReturn { .. } => "assert_return",
        WastDirective::AssertExhaustion { .. } => "assert_exhaustion",
        WastDirective::AssertUnlinkable { .. } => "assert_unlinkable",
        WastDirective::AssertException { .. } => "assert_exception",
        WastDirective::AssertSuspension { .. } => "assert_suspension",
        WastDirective::Thread(_) => "thread",
        WastDirective::Wait { .. } => "wait",
    }
}
