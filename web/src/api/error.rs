//! What the interface throws.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use wasmscope::load::{Diagnostic, Kind};

use crate::bindings;
use crate::model::debugger::StartError;
use crate::model::problems::Problem;
use crate::text;

/// A failure that becomes a `WasmscopeError`.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    kind: &'static str,
    message: String,
    line: Option<u32>,
    column: Option<u32>,
    offset: Option<usize>,
}

impl Failure {
    pub(super) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            line: None,
            column: None,
            offset: None,
        }
    }

    /// Modules that do not go together.
    pub(super) fn unlinkable(problems: &[Problem]) -> Self {
        let first = problems.first();
        let text = first.map(|problem| {
            let details = problem.details.join(" ");
            format!("{} {details}", problem.message)
        });
        Self::new("unlinkable", text.unwrap_or_default().trim_end())
    }

    /// The same of a module other than the main one.
    pub(super) fn in_module(self, name: &str) -> Self {
        Self {
            message: text::api_in_module(name, self.message),
            ..self
        }
    }

    pub(super) fn argument(message: impl Into<String>) -> Self {
        Self::new("argument", message)
    }
}

impl From<&Diagnostic> for Failure {
    fn from(diagnostic: &Diagnostic) -> Self {
        let kind = match diagnostic.kind {
            Kind::Syntax => "syntax",
            Kind::Malformed => "malformed",
            Kind::Invalid => "invalid",
        };
        Self {
            kind,
            message: diagnostic.message.clone(),
            line: diagnostic.line,
            column: diagnostic.column,
            offset: diagnostic.offset,
        }
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        let kind = match error {
            StartError::Unlinkable(_) | StartError::Module(..) => "unlinkable",
            StartError::Argument(_) => "argument",
            StartError::Empty => "empty",
        };
        Self::new(kind, error.message())
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        let place = Object::new();
        for (name, value) in [
            ("line", failure.line.map(JsValue::from)),
            ("column", failure.column.map(JsValue::from)),
            (
                "offset",
                failure.offset.map(|offset| JsValue::from(offset as f64)),
            ),
        ] {
            if let Some(value) = value {
                // Setting a member of a fresh plain object cannot fail.
                let _ = Reflect::set(&place, &JsValue::from(name), &value);
            }
        }
        bindings::wasmscope_error(failure.kind, &failure.message, &place)
    }
}
