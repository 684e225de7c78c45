//! What scripts do with the page, beyond what its buttons do.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasmscope::runtime::{Machine, MachineLimits, Value};

use super::{JsHost, Page};
use crate::model::debugger::{Advance, StartError};
use crate::model::goal::{Goal, Reason};
use crate::model::program::{EntryPoint, Program};

/// Why the machine stopped, as `lastStop` says it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct LastStop {
    reason: Reason,
    #[serde(skip_serializing_if = "Option::is_none")]
    breakpoint: Option<u32>,
}

impl Page {
    /// Refuses movements while an observer is being told or an imported function called.
    pub(crate) fn check_free(self) -> Result<(), JsValue> {
        if self.observers.with_value(|observers| observers.busy) {
            let message =
                "inside an observer or an imported function the machine can be read, but not moved";
            return Err(crate::api::busy(message));
        }
        Ok(())
    }

    /// Refuses movements of nothing.
    pub(crate) fn check_movable(self) -> Result<(), JsValue> {
        self.check_free()?;
        if self.with_debugger(|debugger| debugger.machine().is_none()) {
            return Err(crate::api::empty("nothing is loaded and started"));
        }
        Ok(())
    }

    /// The program that is loaded.
    pub(crate) fn program(self) -> Option<Arc<Program>> {
        self.with_debugger(|debugger| debugger.program().cloned())
    }

    /// The number of instructions executed so far.
    pub(crate) fn steps(self) -> u64 {
        self.with_debugger(|debugger| debugger.machine().map_or(0, Machine::steps))
    }

    /// A goal that depends on where the machine is.
    pub(crate) fn goal(self, goal: impl FnOnce(&Machine) -> Goal) -> Goal {
        self.with_debugger(|debugger| debugger.machine().map_or(Goal::End, goal))
    }

    /// The index of a function by its name.
    pub(crate) fn func_named(self, name: &str) -> Option<u32> {
        let program = self.program()?;
        let count = u32::try_from(program.module.funcs.len()).ok()?;
        let name = name.trim_start_matches('$');
        (0..count)
            .find(|index| program.module.func_name(wasmscope::syntax::FuncIdx(*index)) == name)
    }

    /// Why the machine stopped last.
    pub(crate) fn last_stop(self) -> LastStop {
        self.with_debugger(|debugger| LastStop {
            reason: debugger.reason,
            breakpoint: debugger.stopped_at,
        })
    }

    /// Bytes of a memory; `None` where there are none.
    pub(crate) fn memory_bytes(self, index: u32, address: u64, length: u64) -> Option<Vec<u8>> {
        let bytes = self.read_memory(index, address, length);
        (bytes.len() as u64 == length && self.has_memory(index)).then_some(bytes)
    }

    /// Takes a program from a script: into the editor as well, where undo takes it back.
    pub(crate) fn load_from_script(
        self,
        program: Arc<Program>,
        scripts: BTreeMap<(String, String), JsHost>,
        limits: MachineLimits,
    ) -> Result<(), StartError> {
        self.make(&program, limits)?;
        self.forget_edit();
        self.forget_link();
        self.show_text_of(&program);
        self.title.set(String::new());
        self.example.set(None);
        self.show_problems(Vec::new());
        self.hosts.update_value(|hosts| hosts.provide(scripts));
        self.machine_limits.set_value(limits);
        self.take_program(program);
        Ok(())
    }

    /// Starts a function for a script; Entry and arguments show it.
    pub(crate) fn start_from_script(
        self,
        entry: &EntryPoint,
        args: Vec<Value>,
    ) -> Result<(), StartError> {
        let texts = args.iter().map(ToString::to_string).collect();
        self.start(entry, args)?;
        self.argument_problem.set(None);
        self.arguments.set(texts);
        self.entry.set(Some(entry.name.clone()));
        Ok(())
    }

    /// Answers the call that waits.
    pub(crate) fn answer_from_script(self, values: &[Value]) -> Result<(), String> {
        self.answer_with(values)?;
        self.stopped(Advance::Goal, Reason::Step);
        Ok(())
    }
}
