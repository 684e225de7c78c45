//! The one way in: bytes or text, whichever they are.

use super::{Diagnostic, Kind, SourceMap, assemble, check, decode};
use crate::syntax::Module;
use std::sync::Arc;
use wasmparser::WasmFeatures;

/// What every binary module begins with (section 5.5.16).
const MAGIC: &[u8] = b"\0asm";

/// A module that is ready to be instantiated, and the text it came from, if it did.
#[derive(Clone, Debug)]
pub struct Program {
    /// The module.
    pub module: Arc<Module>,
    /// The text and where in it each instruction stands; `None` for a binary.
    pub source: Option<Arc<SourceMap>>,
}

impl Program {
    /// A binary module that is loaded already, by a [`Loader`](super::Loader) say.
    #[must_use]
    pub fn of_binary(module: Arc<Module>) -> Self {
        Self {
            module,
            source: None,
        }
    }
}

/// What the machine runs: WebAssembly 3.0.
#[must_use]
pub fn features() -> WasmFeatures {
    // Threads are a proposal of their own; the set has them although 3.0 has not.
    WasmFeatures::WASM3.difference(WasmFeatures::THREADS)
}

/// Proposals that the machine runs as well when it is asked to, by the names of their
/// repositories.
pub const PROPOSALS: [(&str, WasmFeatures); 2] = [
    ("wide-arithmetic", WasmFeatures::WIDE_ARITHMETIC),
    ("custom-page-sizes", WasmFeatures::CUSTOM_PAGE_SIZES),
];

/// Loads a module, telling binary from text by its first bytes.
///
/// # Errors
/// What is wrong with it, in the order of the source; never empty.
pub fn load(source: &[u8]) -> Result<Program, Vec<Diagnostic>> {
    load_with(source, features())
}

/// Loads a module as [`load`] does, which may use those of `features` that are in [`features`] or
/// [`PROPOSALS`]; the machine knows no others.
///
/// # Errors
/// As [`load`].
pub fn load_with(source: &[u8], features: WasmFeatures) -> Result<Program, Vec<Diagnostic>> {
    let known = PROPOSALS.iter().map(|(_, feature)| *feature);
    let features = features.intersection(known.fold(self::features(), WasmFeatures::union));
    if source.starts_with(MAGIC) {
        check(source, features, None)?;
        let module = prepare(source)?;
        return Ok(Program {
            module,
            source: None,
        });
    }
    let text = std::str::from_utf8(source).map_err(|error| {
        let message = "this is neither a WebAssembly module nor text";
        let problem = Diagnostic::new(Kind::Malformed, "not-a-module", message)
            .expected("bytes that begin with `\\0asm`, or text in UTF-8")
            .found(format!(
                "bytes that are no text, from byte {}",
                error.valid_up_to()
            ))
            .fix("choose a .wasm or a .wat file");
        vec![problem.at_offset(error.valid_up_to() as u64)]
    })?;
    let assembled = assemble(text, features)?;
    Ok(Program {
        module: prepare(&assembled.bytes)?,
        source: Some(assembled.source),
    })
}

fn prepare(bytes: &[u8]) -> Result<Arc<Module>, Vec<Diagnostic>> {
    let module = decode(bytes).map_err(|error| {
        let problem = Diagnostic::new(Kind::Invalid, "unsupported", error.message);
        vec![problem.at_offset(error.offset)]
    })?;
    Ok(Arc::new(module))
}
