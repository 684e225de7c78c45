//! A binary module, loaded a part at a time, so that whoever waits for a large one can
//! see how far it is, do something else meanwhile, and give up.
//!
//! What comes out is what [`load`](super::load) gives for the same bytes. A part is a
//! section or a function: no function, however long, is left half checked.

use super::{Diagnostic, Kind, decode, diagnose, features};
use crate::syntax::Module;
use std::sync::Arc;
use wasmparser::{Chunk, FuncValidatorAllocations, Parser, Payload, ValidPayload, Validator};

/// Bytes of a module of which every problem is told; of a larger one, the first.
const EXPLAINED: usize = 1 << 20;

/// A module on its way.
pub struct Loader {
    bytes: Arc<[u8]>,
    module: Module,
    parser: Parser,
    validator: Validator,
    allocations: FuncValidatorAllocations,
    /// How many bytes have been read.
    position: usize,
    is_done: bool,
}

impl Loader {
    /// Begins with the bytes of a module; nothing of them is read yet.
    #[must_use]
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self {
            module: decode::empty(Arc::clone(&bytes)),
            bytes,
            parser: Parser::new(0),
            validator: Validator::new_with_features(features()),
            allocations: FuncValidatorAllocations::default(),
            position: 0,
            is_done: false,
        }
    }

    /// How many bytes have been read, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.position, self.bytes.len())
    }

    /// Reads and checks further parts until about so many bytes are read, and says
    /// whether that was all of them.
    ///
    /// # Errors
    /// What is wrong with the module; never empty.
    pub fn advance(&mut self, bytes: usize) -> Result<bool, Vec<Diagnostic>> {
        let end = self.position.saturating_add(bytes);
        while !self.is_done && self.position < end {
            self.part()?;
        }
        Ok(self.is_done)
    }

    /// The module; `None` while it is not all there.
    #[must_use]
    pub fn finish(self) -> Option<Arc<Module>> {
        self.is_done.then(|| Arc::new(self.module))
    }

    fn part(&mut self) -> Result<(), Vec<Diagnostic>> {
        let bytes = Arc::clone(&self.bytes);
        // Looking for all that is wrong takes as long as checking all of it.
        let invalid = |error: &wasmparser::Error| match bytes.len() > EXPLAINED {
            true => vec![diagnose::other(Kind::Invalid, error)],
            false => diagnose::invalid(&bytes, features(), None, error),
        };
        let rest = bytes.get(self.position..).unwrap_or_default();
        let chunk = self.parser.parse(rest, true);
        let (payload, consumed) = match chunk.map_err(|error| invalid(&error))? {
            Chunk::Parsed { payload, consumed } => (payload, consumed),
            // All bytes are there, so the parser has said already that some are missing.
            Chunk::NeedMoreData(_) => return Err(vec![cut_off(bytes.len())]),
        };
        let checked = self.validator.payload(&payload);
        if let ValidPayload::Func(function, body) = checked.map_err(|error| invalid(&error))? {
            let allocations = std::mem::take(&mut self.allocations);
            let mut validator = function.into_validator(allocations);
            let checked = validator.validate(&body);
            self.allocations = validator.into_allocations();
            checked.map_err(|error| invalid(&error))?;
        }
        self.is_done = matches!(payload, Payload::End(_));
        decode::add(&mut self.module, [Ok(payload)]).map_err(|error| {
            let problem = Diagnostic::new(Kind::Invalid, "unsupported", error.message);
            vec![problem.at_offset(error.offset)]
        })?;
        self.position += consumed;
        Ok(())
    }
}

fn cut_off(offset: usize) -> Diagnostic {
    let problem = Diagnostic::new(
        Kind::Malformed,
        "unexpected-end",
        "the module ends too early",
    );
    problem.at_offset(offset as u64)
}
