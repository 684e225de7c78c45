//! What the page knows, in plain Rust without a document, tested natively.

mod advance;
pub mod arrows;
pub mod autopsy;
pub mod branch;
pub mod branches;
pub mod breakpoints;
pub mod canvas;
pub mod check;
pub mod console;
pub mod debugger;
pub mod edit;
pub mod examples;
pub mod file;
pub mod flight;
pub mod former;
pub mod gallery;
pub mod goal;
pub mod heap_graph;
pub mod heat;
pub mod history;
pub mod host;
pub mod jump;
pub mod keys;
pub mod lanes;
pub mod language;
pub mod layout;
pub mod limits;
pub mod looking;
pub mod marks;
pub mod memory;
pub mod modules;
pub mod overview;
pub mod places;
pub mod problems;
pub mod program;
pub mod rows;
pub mod settings;
pub mod share;
pub mod speed;
pub mod state;
pub mod structures;
pub mod tabs;
pub mod title;
pub mod trace;
pub mod trial;
pub mod viewer;
pub mod vigil;
pub mod waits;
pub mod wasi;

use wasmscope::runtime::{Func, FuncAddr, Machine};

/// The index of a function in its module; `None` for one of the host.
#[must_use]
pub fn func_index(machine: &Machine, func: FuncAddr) -> Option<u32> {
    match machine.store().func(func) {
        Func::Wasm { index, .. } => Some(index.0),
        Func::Host { .. } => None,
    }
}

/// What a function is called where it is referred to.
#[must_use]
pub fn name_of(machine: &Machine, func: FuncAddr) -> String {
    match machine.store().func(func) {
        Func::Wasm {
            instance, index, ..
        } => machine.store().instance(*instance).module.func_name(*index),
        Func::Host { module, name, .. } => format!("{module}.{name}"),
    }
}
