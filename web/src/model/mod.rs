//! What the page knows, in plain Rust without a document, tested natively.

pub mod console;
pub mod debugger;
pub mod examples;
pub mod goal;
pub mod keys;
pub mod marks;
pub mod memory;
pub mod picture;
pub mod problems;
pub mod program;
pub mod record;
pub mod settings;
pub mod speed;
pub mod state;

use wasmscope::load::SourceMap;
use wasmscope::runtime::{Func, FuncAddr, Machine};
use wasmscope::syntax::{FuncIdx, Module};

/// The index of a function in its module; `None` for one of the host.
#[must_use]
pub fn func_index(machine: &Machine, func: FuncAddr) -> Option<u32> {
    match machine.store().func(func) {
        Func::Wasm { index, .. } => Some(index.0),
        Func::Host { .. } => None,
    }
}

/// The line and column of an instruction's token.
#[must_use]
pub fn line_of(module: &Module, source: &SourceMap, func: u32, pc: u32) -> Option<(u32, u32)> {
    let code = module.code_idx(FuncIdx(func))?;
    let span = source.instr(code.at(), pc as usize)?;
    let place = source.line_column(span.start);
    Some((place.line, place.column))
}
