//! What a reference refers to.

use super::types::func_type;
use super::{Lens, ObjectView, object};
use crate::runtime::{Func, FuncAddr, Machine, Ref};
use serde::Serialize;

/// A reference, and what it refers to; neither of the two for null, a number of 31 bits and what
/// is the host's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Referent {
    /// The reference as a value: `func 3`.
    pub text: String,
    /// The function that it refers to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<FunctionView>,
    /// The object of the heap that it refers to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<ObjectView>,
}

/// A function that something refers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FunctionView {
    /// What its module calls it, or of the host's `module.name`.
    pub name: String,
    /// Its type, in the names of its module: `[i32 (ref $node)] → [i32]`.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether it is the host's.
    pub host: bool,
    /// The line of its first instruction, from 1, where that is in the main module's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// What a reference refers to.
///
/// ```
/// use wasmscope::{load::load, runtime::{Machine, MachineLimits, Ref, FuncAddr}, view};
///
/// let program = load(b"(module (func $next (param i32) (result i32)
///     local.get 0 i32.const 1 i32.add))").unwrap();
/// let mut machine = Machine::new(MachineLimits::default());
/// machine.instantiate(&program.module, &[]).unwrap();
/// let next = view::referent(&machine, Ref::Func(FuncAddr(0)), view::Lens::default());
/// let function = next.function.unwrap();
/// assert_eq!(function.name, "next");
/// assert_eq!(function.ty, "[i32] → [i32]");
/// ```
#[must_use]
pub fn referent(machine: &Machine, reference: Ref, lens: Lens<'_>) -> Referent {
    Referent {
        text: reference.to_string(),
        function: match reference {
            Ref::Func(addr) => Some(function(machine, addr, lens)),
            _ => None,
        },
        object: object(machine, reference),
    }
}

fn function(machine: &Machine, addr: FuncAddr, lens: Lens<'_>) -> FunctionView {
    match machine.store().func(addr) {
        Func::Host {
            module, name, ty, ..
        } => FunctionView {
            name: format!("{module}.{name}"),
            ty: ty.to_string(),
            host: true,
            line: None,
        },
        Func::Wasm {
            instance, index, ..
        } => {
            let module = &machine.store().instance(*instance).module;
            let is_elsewhere = lens.elsewhere(machine, module, *index, 0).is_some();
            let position = lens.position(machine, module, *index, 0);
            FunctionView {
                name: module.func_name(*index),
                ty: func_type(module, module.func_type(*index)),
                host: false,
                line: position.filter(|_| !is_elsewhere).map(|(line, _)| line),
            }
        }
    }
}
