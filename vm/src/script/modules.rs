//! The modules of a script: as text, as bytes, or as text in strings.

use crate::load::{Kind, check, decode};
use crate::syntax::Module;
use std::sync::Arc;
use wasmparser::WasmFeatures;
use wast::lexer::Lexer;
use wast::parser::{self, ParseBuffer};
use wast::{QuoteWat, QuoteWatTest, Wat};

/// Why a module was refused.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It cannot be read.
    Malformed(String),
    /// It breaks a rule of validation.
    Invalid(String),
    /// It is valid, and beyond what the machine runs.
    Unsupported(String),
}

impl Refusal {
    pub(super) fn message(self) -> String {
        match self {
            Self::Malformed(message) => format!("malformed: {message}"),
            Self::Invalid(message) => format!("invalid: {message}"),
            Self::Unsupported(message) => message,
        }
    }
}

/// Assembles, decodes and validates a module.
pub(super) fn build(
    mut module: QuoteWat<'_>,
    features: WasmFeatures,
) -> Result<Arc<Module>, Refusal> {
    let malformed = |error: wast::Error| Refusal::Malformed(error.message());
    let bytes = match module.to_test().map_err(malformed)? {
        QuoteWatTest::Binary(bytes) => bytes,
        QuoteWatTest::Text(text) => quoted(text).map_err(malformed)?,
    };
    check(&bytes, features, None).map_err(|problems| match problems.first() {
        Some(problem) if problem.kind == Kind::Invalid => Refusal::Invalid(problem.to_string()),
        Some(problem) => Refusal::Malformed(problem.to_string()),
        None => Refusal::Invalid("refused for no reason".to_owned()),
    })?;
    let module = decode(bytes).map_err(|error| Refusal::Unsupported(error.to_string()))?;
    Ok(Arc::new(module))
}

fn quoted(text: Vec<u8>) -> Result<Vec<u8>, wast::Error> {
    let text = String::from_utf8(text).map_err(|_| {
        let start = wast::token::Span::from_offset(0);
        wast::Error::new(start, "malformed UTF-8 encoding".to_owned())
    })?;
    let mut lexer = Lexer::new(&text);
    lexer.allow_confusing_unicode(true);
    let buffer = ParseBuffer::new_with_lexer(lexer)?;
    parser::parse::<Wat<'_>>(&buffer)?.encode()
}
