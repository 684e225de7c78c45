//! From bytes that are not a valid module to problems in our words.
//!
//! Decoding all of it comes first and tells malformed from invalid; then
//! validation, function by function, so that one fault does not hide others.

use super::decode::decode;
use super::mnemonics;
use super::outline::Outline;
use super::tokens::{TokenKind, Tokens};
use super::{function, module, words};
use crate::load::diagnostic::{Diagnostic, Kind};
use crate::load::source::{SourceMap, Span};
use wasmparser::{Operator, Parser, Payload, ValidPayload, Validator, WasmFeatures};

/// No more problems than this are listed.
const MOST: usize = 100;

/// What is known about the module besides its bytes.
pub(crate) struct Context<'a> {
    pub(crate) source: Option<&'a SourceMap>,
    pub(crate) tokens: Option<Tokens<'a>>,
    pub(crate) outline: Option<Outline<'a>>,
}

impl<'a> Context<'a> {
    fn new(source: Option<&'a SourceMap>) -> Self {
        // Without positions the text says nothing about the bytes.
        let tokens = source
            .filter(|s| s.has_positions())
            .map(|s| Tokens::new(s.text()));
        let outline = tokens.as_ref().map(Outline::new);
        Context {
            source,
            tokens,
            outline,
        }
    }

    /// The first word of the text, for what has no place of its own; for a
    /// type that is not supported, where it stands first.
    fn somewhere(&self, code: &str) -> Option<Span> {
        let text: &'a str = self.source?.text();
        if let (Some(tokens), "unsupported-feature") = (&self.tokens, code) {
            let mut all = 0..tokens.list.len();
            if let Some(index) = all.find(|&index| tokens.text_of(index) == "v128") {
                return Some(tokens.list[index].span);
            }
        }
        let start = text.find("module").unwrap_or(0);
        let word = text[start..].find(|c: char| c.is_whitespace() || c == ')');
        Some(Span::new(start, start + word.unwrap_or(text.len() - start)))
    }

    /// Where an instruction of a function stands.
    pub(crate) fn span(&self, code_index: usize, pc: usize) -> Option<Span> {
        self.source?.instr(code_index, pc)
    }

    /// An instruction as its writer knows it: with what follows its name, as
    /// it stands in the text, else only the name.
    pub(crate) fn instruction(
        &self,
        code_index: usize,
        pc: usize,
        operator: &Operator<'_>,
    ) -> String {
        let name = mnemonics::of_operator(operator);
        let (Some(tokens), Some(span)) = (&self.tokens, self.span(code_index, pc)) else {
            return name;
        };
        let at = tokens.at(span.start);
        if tokens.text_of(at) != name {
            return name;
        }
        let follows = |index: &usize| match tokens.kind(*index) {
            Some(TokenKind::Name | TokenKind::Number) => true,
            Some(TokenKind::Word) => tokens.text_of(*index).contains('='),
            _ => false,
        };
        let rest = (at + 1..at + 5)
            .take_while(follows)
            .map(|index| tokens.text_of(index));
        let all: Vec<&str> = std::iter::once(tokens.text_of(at)).chain(rest).collect();
        all.join(" ")
    }
}

/// The problems of bytes that `first` refused. Never empty.
pub(crate) fn invalid(
    bytes: &[u8],
    features: WasmFeatures,
    source: Option<&SourceMap>,
    first: &wasmparser::Error,
) -> Vec<Diagnostic> {
    let context = Context::new(source);
    if let Some(&[_, second, ..]) = source.map(|source| source.fields().starts.as_slice()) {
        return vec![two_starts(second, &context)];
    }
    let mut problems = match decode(bytes, features, &context) {
        Err(problem) => vec![*problem],
        Ok(()) => validate(bytes, features, &context),
    };
    if problems.is_empty() {
        // Both passes let it through, which validation as a whole did not.
        problems.push(other(Kind::Invalid, first));
    }
    if let Some(source) = source {
        for problem in &mut problems {
            // Something to click on, whatever happens.
            problem.span = problem.span.or_else(|| context.somewhere(problem.code));
            problem.place_in(source);
        }
    }
    problems
}

/// Which function starts must be said once.
fn two_starts(second: Span, context: &Context<'_>) -> Diagnostic {
    let message = "a module can have one `(start …)` only";
    let mut problem = Diagnostic::new(Kind::Syntax, "several-starts", message)
        .at(second)
        .expected("one start function")
        .found("a second one")
        .fix("start a function that calls both");
    if let Some(source) = context.source {
        problem.place_in(source);
    }
    problem
}

/// A message that we do not know, tidied up.
pub(crate) fn other(kind: Kind, error: &wasmparser::Error) -> Diagnostic {
    unsupported(kind, error).unwrap_or_else(|| {
        let late = ["data count section required", "malformed section id"];
        let is_late = late.iter().any(|start| error.message().starts_with(start));
        let kind = if is_late { Kind::Malformed } else { kind };
        let code = if kind == Kind::Invalid {
            "invalid"
        } else {
            "malformed"
        };
        Diagnostic::new(kind, code, words::tidy(error.message())).at_offset(error.offset())
    })
}

/// The problem when a module uses a part of WebAssembly that is switched off.
pub(crate) fn unsupported(kind: Kind, error: &wasmparser::Error) -> Option<Diagnostic> {
    let feature = error.missing_wasm_feature()?;
    let name = feature.iter_names().next().map_or("", |(name, _)| name);
    // Bits that no version of the standard gives a meaning.
    let kind = if name == "SHARED_EVERYTHING_THREADS" {
        Kind::Malformed
    } else {
        kind
    };
    let what = match name {
        "SIMD" | "RELAXED_SIMD" => "vector instructions (SIMD)".to_owned(),
        "THREADS" => "threads and atomic instructions".to_owned(),
        "GC" => "structures and arrays (garbage collection)".to_owned(),
        "EXCEPTIONS" | "LEGACY_EXCEPTIONS" => "exceptions".to_owned(),
        "TAIL_CALL" => "tail calls".to_owned(),
        "MEMORY64" => "64-bit memories".to_owned(),
        "MULTI_MEMORY" => "several memories".to_owned(),
        "FUNCTION_REFERENCES" => "typed function references".to_owned(),
        "REFERENCE_TYPES" => "reference types".to_owned(),
        "COMPONENT_MODEL" => "components".to_owned(),
        other => format!(
            "the feature {}",
            other.to_ascii_lowercase().replace('_', " ")
        ),
    };
    let message = format!("this build does not run {what}");
    let problem = Diagnostic::new(kind, "unsupported-feature", message)
        .at_offset(error.offset())
        .fix("write it without them, or use a version that has them");
    Some(problem)
}

/// Validates a module that can be decoded, past the first fault where that is
/// possible.
fn validate(bytes: &[u8], features: WasmFeatures, context: &Context<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut validator = Validator::new_with_features(features);
    let mut parser = Parser::new(0);
    parser.set_features(features);
    let mut code_index = 0;
    let mut exports_failed = false;
    for payload in parser.parse_all(bytes) {
        let Ok(payload) = payload else { break };
        match validator.payload(&payload) {
            Ok(ValidPayload::Func(func, body)) => {
                let problem = function::problem(&func, &body, code_index, context);
                // What a broken export section would have declared is unknown.
                let excused = |p: &Diagnostic| exports_failed && p.code == "undeclared-reference";
                problems.extend(problem.filter(|p| !excused(p)));
                code_index += 1;
            }
            Ok(_) => {}
            Err(error) => {
                problems.push(module::problem(&payload, &error, context));
                // Nothing that follows depends on these two.
                match payload {
                    Payload::ExportSection(_) => exports_failed = true,
                    Payload::StartSection { .. } => {}
                    _ => break,
                }
            }
        }
        if problems.len() >= MOST {
            break;
        }
    }
    problems.sort_by_key(|problem| problem.span.map_or(usize::MAX, |span| span.start));
    problems
}
