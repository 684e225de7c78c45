//! What scripts do with the page, beyond what its buttons do.

use std::sync::Arc;

use leptos::prelude::*;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasmscope::runtime::{Machine, MachineLimits, Value};
use wasmscope::view::MOST_COPIED;

use super::Page;
use super::hosts::Given;
use crate::api;
use crate::model::debugger::{Advance, StartError};
use crate::model::goal::{Goal, Reason};
use crate::model::modules::{Linked, Modules};
use crate::model::program::{EntryPoint, Program};
use crate::model::title::Title;
use crate::model::wasi::{begin, text_of};
use crate::text;

/// Why the machine stopped, as `lastStop` says it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct LastStop {
    reason: Reason,
    #[serde(skip_serializing_if = "Option::is_none")]
    breakpoint: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<&'static str>,
}

/// Movements that scripts wait for, by the number of their run, and what they are told.
pub(super) type Awaited = Vec<(u64, Option<Result<JsValue, JsValue>>)>;

impl Page {
    /// Refuses movements while an observer is being told or an imported function called.
    pub(crate) fn check_free(self) -> Result<(), JsValue> {
        if self.observers.with_value(|observers| observers.busy) {
            let message = text::SCRIPT_BUSY;
            return Err(api::busy(message));
        }
        Ok(())
    }

    /// Refuses movements of nothing.
    pub(crate) fn check_movable(self) -> Result<(), JsValue> {
        self.check_free()?;
        if self.with_debugger(|debugger| debugger.machine().is_none()) {
            return Err(api::empty(text::SCRIPT_NOTHING_STARTED));
        }
        Ok(())
    }

    /// The program that is loaded.
    pub(crate) fn program(self) -> Option<Arc<Program>> {
        self.with_debugger(|debugger| debugger.program().cloned())
    }

    /// The number of instructions executed so far.
    pub(crate) fn steps(self) -> u64 {
        let steps = self.with_debugger(|debugger| debugger.machine().map(Machine::steps));
        steps.unwrap_or_else(|| self.step_of_trace())
    }

    /// A goal that depends on where the machine is.
    pub(crate) fn goal(self, goal: impl FnOnce(&Machine) -> Goal) -> Goal {
        self.with_debugger(|debugger| debugger.machine().map_or(Goal::End, goal))
    }

    /// The index of a function by its name.
    pub(crate) fn func_named(self, name: &str) -> Option<u32> {
        self.program()?.func_named(name)
    }

    /// What a script is told at the end of a movement: the state, or that a function which
    /// it has given to the program has failed.
    pub(crate) fn outcome(self) -> Result<JsValue, JsValue> {
        let failure = self.host_failure.try_update_value(Option::take).flatten();
        match failure {
            Some(message) => Err(api::host(&message)),
            None => api::convert::to_object(&self.current_state(None)),
        }
    }

    /// Begins to wait for the end of a run: of the one that is asked for just now.
    pub(crate) fn await_run(self, run: u64) {
        self.awaited.update_value(|all| all.push((run, None)));
    }

    /// Keeps what a run that has ended here tells the script that waits for it: the machine
    /// may have been moved on before the script comes to ask.
    pub(super) fn settle(self, run: u64) {
        let waits = |all: &Awaited| all.iter().any(|(at, end)| *at == run && end.is_none());
        if !self.awaited.with_value(waits) {
            return;
        }
        let outcome = self.outcome();
        self.awaited.update_value(|all| {
            if let Some((_, end)) = all.iter_mut().find(|(at, _)| *at == run) {
                *end = Some(outcome);
            }
        });
    }

    /// What the script is told that has waited for a run.
    pub(crate) fn end_of_run(self, run: u64) -> Result<JsValue, JsValue> {
        self.settle(run);
        let end = self.awaited.try_update_value(|all| {
            let index = all.iter().position(|(at, _)| *at == run)?;
            all.swap_remove(index).1
        });
        end.flatten().unwrap_or_else(|| self.outcome())
    }

    /// Why the machine stopped last.
    pub(crate) fn last_stop(self) -> LastStop {
        self.with_debugger(|debugger| LastStop {
            reason: debugger.reason,
            breakpoint: debugger.stopped_at,
            limit: debugger.limit.map(wasmscope::runtime::Limit::name),
        })
    }

    /// Bytes of a memory.
    ///
    /// # Errors
    ///
    /// When there is no such memory, or it is smaller.
    pub(crate) fn memory_bytes(
        self,
        index: u32,
        address: u64,
        length: u64,
    ) -> Result<Vec<u8>, JsValue> {
        if self.with_debugger(|debugger| debugger.machine().is_none()) {
            return Err(api::empty(text::SCRIPT_NOTHING_STARTED));
        }
        let size = self.memory_length(index);
        let size = size.ok_or_else(|| api::argument(&text::script_no_memory(index)))?;
        if address.checked_add(length).is_none_or(|end| end > size) {
            return Err(api::argument(&text::script_memory_has(
                index, size, address, length,
            )));
        }
        if length > MOST_COPIED {
            return Err(api::argument(&text::script_too_many_bytes(
                MOST_COPIED,
                length,
            )));
        }
        Ok(self.read_memory(index, address, length))
    }

    /// Takes a program from a script: into the editor as well, where undo takes it back.
    pub(crate) fn load_from_script(
        self,
        program: Arc<Program>,
        (modules, linked): (Modules, Vec<Linked>),
        given: Given,
        limits: MachineLimits,
        words: Option<Vec<String>>,
    ) -> Result<(), StartError> {
        self.make_with(&program, &linked, limits, &given)?;
        // What a program on WASI is given may be wrong as well.
        if let Some(gift) = &given.wasi {
            begin(gift, &[]).map_err(StartError::Unlinkable)?;
        }
        self.stop_run();
        self.forget_edit();
        self.forget_link();
        self.forget_modules();
        self.set_modules(modules);
        self.show_text_of(&program);
        self.title.set(Title::Nameless);
        self.example.set(None);
        self.show_problems(Vec::new());
        self.chosen.update_value(|chosen| {
            chosen
                .globals
                .retain(|name, _| !given.globals.contains_key(name));
        });
        self.hosts.update_value(|hosts| hosts.given = given);
        if let Some(words) = words {
            self.wasi.words.set(text_of(&words));
        }
        self.machine_limits.set_value(limits);
        self.take_program(program, linked);
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
