//! `spectest`, the module that scripts of the specification's test suite import.
//!
//! | export | type | value |
//! | --- | --- | --- |
//! | `print`, `print_i32`, `print_f64_f64`, … | functions of no result | print their arguments |
//! | `global_i32`, `global_i64` | immutable globals | 666 |
//! | `global_f32`, `global_f64` | immutable globals | 666.6 |
//! | `table` | table of 10 to 20 `funcref` | null |
//! | `table64` | the same with 64-bit indices | null |
//! | `memory` | memory of 1 to 2 pages | zero |

use super::console::Output;
use crate::exec::{Answer, HostCall};
use crate::runtime::{ExternVal, Global, Machine, Memory, Ref, Table, Value};
use crate::syntax::{FuncType, GlobalType, Limits, MemoryType, RefType, TableType, ValType};

/// The name that it is imported by.
pub const NAME: &str = "spectest";

/// The functions and their parameters.
const FUNCS: [(&str, &[ValType]); 7] = [
    ("print", &[]),
    ("print_i32", &[ValType::I32]),
    ("print_i64", &[ValType::I64]),
    ("print_f32", &[ValType::F32]),
    ("print_f64", &[ValType::F64]),
    ("print_i32_f32", &[ValType::I32, ValType::F32]),
    ("print_f64_f64", &[ValType::F64, ValType::F64]),
];

/// The module in a machine's store.
#[derive(Clone, Debug)]
pub struct Spectest {
    exports: Vec<(&'static str, ExternVal)>,
}

impl Spectest {
    /// Adds everything to the store.
    pub fn add_to(machine: &mut Machine) -> Self {
        let limits = *machine.limits();
        let store = machine.store_mut();
        let mut exports = Vec::new();
        for (name, params) in FUNCS {
            let addr = store.add_host_func(NAME, name, FuncType::new(params, &[]));
            exports.push((name, ExternVal::Func(addr)));
        }
        for (name, value) in [
            ("global_i32", Value::I32(666)),
            ("global_i64", Value::I64(666)),
            ("global_f32", Value::f32(666.6)),
            ("global_f64", Value::f64(666.6)),
        ] {
            let ty = GlobalType {
                value: value.ty(),
                mutable: false,
            };
            let addr = store.add_global(Global::new(ty, value));
            exports.push((name, ExternVal::Global(addr)));
        }
        for (name, is64) in [("table", false), ("table64", true)] {
            let ty = TableType {
                limits: range(10, 20),
                element: RefType::FUNCREF,
                is64,
            };
            // Under limits that are smaller still, a module that imports it cannot be linked.
            if let Ok(table) = Table::new(ty, Ref::Null, &limits) {
                exports.push((name, ExternVal::Table(store.add_table(table))));
            }
        }
        let ty = MemoryType {
            limits: range(1, 2),
            is64: false,
            page_bits: MemoryType::PAGE_BITS,
        };
        if let Ok(memory) = Memory::new(ty, &limits) {
            exports.push(("memory", ExternVal::Memory(store.add_memory(memory))));
        }
        Self { exports }
    }

    /// What is exported by this name.
    #[must_use]
    pub fn export(&self, name: &str) -> Option<ExternVal> {
        let export = self.exports.iter().find(|(export, _)| *export == name)?;
        Some(export.1)
    }
}

fn range(min: u64, max: u64) -> Limits {
    Limits {
        min,
        max: Some(max),
    }
}

/// Answers a call, if it is of a function of `spectest`: prints the arguments.
#[must_use]
pub fn answer(call: &HostCall) -> Option<(Answer, Output)> {
    let known = FUNCS.iter().any(|(name, _)| *name == &*call.name);
    if &*call.module != NAME || !known {
        return None;
    }
    let words: Vec<String> = call
        .args
        .iter()
        .map(|value| format!("{value} : {}", value.ty()))
        .collect();
    Some((Answer::default(), Output::Line(words.join(" "))))
}
