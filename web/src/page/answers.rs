//! Answering the calls of the program: by scripts, at once or later, and by the person.

use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasmscope::exec::Answer;
use wasmscope::runtime::Value;

use super::Page;
use super::events::Recorder;
use super::hosts::Pending;
use crate::api::convert;
use crate::model::console::LineKind;
use crate::model::debugger::{Advance, Debugger};
use crate::model::goal::Reason;
use crate::text;

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
        let here = self.steps();
        let promised =
            |promise: &Option<(u64, Promise)>| matches!(promise, Some((step, _)) if *step == here);
        if self.promise.with_value(promised) {
            // It was asked before, and the machine has been elsewhere since.
            return None;
        }
        let list: js_sys::Array = args.iter().map(|value| convert::to_js(*value)).collect();
        // The machine stands in the middle of a call: it can be read, but not moved.
        let was_busy = self.begin_call();
        let given = function.apply(&JsValue::NULL, &list);
        self.end_call(was_busy);
        match given {
            Ok(value) if value.has_type::<Promise>() => {
                self.promise.set_value(Some((here, value.unchecked_into())));
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
            let called = match &hosts.pending {
                Some(Pending::Script(_, _, call)) => call.text.as_str(),
                _ => text::ANSWERS_IMPORTED_FUNCTION,
            };
            let message = text::answers_failed(called, &text);
            self.host_failure.set_value(Some(message.clone()));
            hosts.note(step, LineKind::Error, message);
            if let Some(Pending::Script(_, _, mut call)) = hosts.pending.take() {
                call.asynchronous = false;
                hosts.pending = Some(Pending::Person(call));
            }
        });
        Err(text)
    }

    /// Waits for the promise of a script and hands its answer to the machine.
    /// False when the run is over or no longer this one.
    pub(super) async fn await_script(self, mine: u64) -> bool {
        let promise = self.promise.with_value(Clone::clone);
        let Some((step, promise)) = promise else {
            return false;
        };
        let generation = self.with_debugger(Debugger::generation);
        let settled = JsFuture::from(promise).await;
        if self.with_debugger(Debugger::generation) != generation {
            return false;
        }
        let current = self.run.get_value() == mine;
        let waits = self.with_debugger(|debugger| debugger.is_waiting() && debugger.step() == step);
        // The machine has been moved: what was promised is kept until it comes there again.
        // If it runs there again already, that run waits as well.
        if !waits || (!current && self.running.with_untracked(Option::is_some)) {
            return false;
        }
        self.promise.set_value(None);
        let types = self.hosts.with_value(|hosts| match &hosts.pending {
            Some(Pending::Script(_, _, call)) => Some(call.results.clone()),
            _ => None,
        });
        let Some(types) = types else { return false };
        let values = match settled {
            Ok(value) => self.script_values(&value, &types),
            Err(error) => self.script_failed(&error),
        };
        let leaping = current && self.leaping.with_value(Option::is_some);
        let answered = values.and_then(|values| match leaping {
            true => self.answer_untold(&values),
            false => self.answer_with(&values),
        });
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
        let step = self.steps();
        let knew = self.knows_divergence();
        self.change_debugger(|debugger| debugger.answer(answer, &mut recorder))?;
        self.answered(knew, |hosts| hosts.note_answer(step, values));
        self.recorded(recorder, true);
        Ok(())
    }

    /// The call that waited was answered. What a person says is theirs to say; a script that
    /// does not say what it said before is told of.
    pub(super) fn answered(self, knew: bool, note: impl FnOnce(&mut super::Hosts)) {
        let asked = self.hosts.try_update_value(|hosts| {
            note(hosts);
            hosts.pending.take()
        });
        if matches!(asked.flatten(), Some(Pending::Script(..))) {
            self.tell_divergence(knew);
        }
    }

    /// Answers the call that waits with what the person wrote, and goes on with the run
    /// that has come to it.
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
        if !self.go_on() {
            self.stopped(Advance::Goal, Reason::Step);
            self.speak();
        }
        Ok(())
    }
}
