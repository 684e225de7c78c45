//! Answering the calls of the program: by scripts, at once or later, and by the person.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasmscope::exec::Answer;
use wasmscope::runtime::Value;

use super::Page;
use super::hosts::Pending;
use super::observers::Recorder;
use crate::api::convert;
use crate::model::console::LineKind;
use crate::model::debugger::{Advance, Debugger};
use crate::model::goal::{Movement, Reason};

impl Page {
    /// Whether a script has been asked and has not answered yet.
    pub(super) fn script_waits(self) -> bool {
        self.hosts
            .with_value(|hosts| matches!(hosts.pending, Some(Pending::Script(..))))
            && self.promise.with_value(Option::is_some)
    }

    /// Calls the function of a script that the machine waits for; nothing when
    /// somebody else is asked, or it has given a promise, which is kept.
    pub(super) fn ask_script(self) -> Option<Result<Vec<Value>, String>> {
        let pending = self.hosts.with_value(|hosts| hosts.pending.clone());
        let Some(Pending::Script(function, args, call)) = pending else {
            return None;
        };
        let list: js_sys::Array = args.iter().map(|value| convert::to_js(*value)).collect();
        match function.apply(&JsValue::NULL, &list) {
            Ok(value) if value.has_type::<js_sys::Promise>() => {
                self.promise.set_value(Some(value.unchecked_into()));
                None
            }
            Ok(value) => Some(self.script_values(&value, &call.results)),
            Err(error) => Some(self.script_failed(&error)),
        }
    }

    fn script_values(
        self,
        value: &JsValue,
        types: &[wasmscope::syntax::ValType],
    ) -> Result<Vec<Value>, String> {
        convert::results(value, types)
            .or_else(|message| self.script_failed(&JsValue::from(message)))
    }

    /// The script's mistake goes to the console; the person answers in its place.
    fn script_failed(self, error: &JsValue) -> Result<Vec<Value>, String> {
        let text = convert::error_text(error);
        let step = self.steps();
        self.hosts.update_value(|hosts| {
            hosts.note(
                step,
                LineKind::Error,
                format!("The imported function failed: {text}"),
            );
            if let Some(Pending::Script(_, _, mut call)) = hosts.pending.take() {
                call.asynchronous = false;
                hosts.pending = Some(Pending::Person(call));
            }
        });
        Err(text)
    }

    /// Waits for the promise of a script and hands its answer to the machine.
    /// False when the run is over or no longer this one.
    pub(super) async fn await_script(self, movement: &mut Movement, mine: u64) -> bool {
        let promise = self.promise.try_update_value(Option::take).flatten();
        let Some(promise) = promise else { return false };
        let generation = self.with_debugger(Debugger::generation);
        let settled = JsFuture::from(promise).await;
        if self.with_debugger(Debugger::generation) != generation {
            return false;
        }
        let types = self.hosts.with_value(|hosts| match &hosts.pending {
            Some(Pending::Script(_, _, call)) => Some(call.results.clone()),
            _ => None,
        });
        let Some(types) = types else { return false };
        let values = match settled {
            Ok(value) => self.script_values(&value, &types),
            Err(error) => self.script_failed(&error),
        };
        let answered = values.and_then(|values| self.answer_with(&values));
        movement.moved = true;
        let current = self.run.get_value() == mine;
        if answered.is_err() {
            self.stop_run();
            self.stopped(Advance::Waiting, Reason::Step);
            return false;
        }
        if !current {
            self.stopped(Advance::Goal, Reason::Pause);
        }
        current
    }

    /// Answers the call that waits: one step.
    pub(crate) fn answer_with(self, values: &[Value]) -> Result<(), String> {
        let mut recorder = Recorder::new(self, true);
        let answer = Answer::results(values.to_vec());
        self.change_debugger(|debugger| debugger.answer(&answer, &mut recorder))?;
        self.hosts.update_value(|hosts| hosts.pending = None);
        self.recorded(recorder, true);
        Ok(())
    }

    /// Answers the call that waits with what the person wrote.
    ///
    /// # Errors
    ///
    /// Which result is wrong and what it should look like.
    pub fn answer(self, texts: &[String]) -> Result<(), String> {
        let types = self.host_call.with_untracked(|call| {
            call.as_ref()
                .map(|call| call.results.clone())
                .unwrap_or_default()
        });
        let read = |(ty, text): (_, &String)| Value::parse(ty, text).map_err(|e| e.to_string());
        let values: Vec<Value> = types
            .into_iter()
            .zip(texts)
            .map(read)
            .collect::<Result<_, _>>()?;
        self.answer_with(&values)?;
        self.stopped(Advance::Goal, Reason::Step);
        self.speak();
        Ok(())
    }
}
