//! Looking at the states below 0.

use std::sync::Arc;

use leptos::prelude::*;
use wasmscope::time::{Prelude, PreludeStep};

use super::Page;
use super::start::Prepared;
use crate::model::debugger::{Debugger, StartError};
use crate::text;

/// An instantiation that is looked at.
#[derive(Debug)]
pub struct Visit {
    prelude: Prelude,
    /// The step that is looked at, which is to be done next.
    pub at: i64,
}

impl Visit {
    /// All steps, the earliest first.
    #[must_use]
    pub fn steps(&self) -> &[PreludeStep] {
        self.prelude.steps()
    }
}

impl Page {
    /// The instantiation of the program that runs, done again.
    ///
    /// # Errors
    ///
    /// When nothing was loaded, or nothing can be allocated.
    pub(crate) fn instantiation(self) -> Result<Prelude, StartError> {
        let program = self.program().ok_or(StartError::Empty)?;
        let given = self.hosts.with_value(|hosts| hosts.given.clone());
        let linked = self.with_debugger(|debugger| debugger.linked().to_vec());
        let Prepared {
            machine, provided, ..
        } = self.provide(&program, &linked, self.limits(), &given)?;
        let entry = self.with_debugger(|debugger| debugger.entry().map(|(entry, _)| entry.func));
        Prelude::new(machine, &program.module, &provided.values, entry)
            .map_err(|error| StartError::Unlinkable(error.to_string()))
    }

    /// Shows the state before a step of the instantiation; the last one when none is named.
    pub fn visit_prelude(self, number: Option<i64>) {
        self.leap_at_once(self.leap_to(0, crate::model::goal::Reason::Until));
        let Ok(prelude) = self.instantiation() else {
            return;
        };
        let last = prelude.steps().last().map_or(0, |step| step.number);
        let at = number.unwrap_or(last);
        let Some(state) = prelude.visit(at) else {
            return;
        };
        self.change_debugger(|debugger| debugger.visit(Some(state)));
        self.past.visit.set(Some(Arc::new(Visit { prelude, at })));
        self.record.set_value(None);
        self.publish();
        let step = self.past.visit.with_untracked(|visit| {
            let visit = visit.as_ref()?;
            visit.steps().iter().find(|step| step.number == at).cloned()
        });
        if let Some(step) = step {
            let failed = step.error.map(|error| text::prelude_fails(&error));
            let failed = failed.unwrap_or_default();
            self.spoken.set(text::prelude_step(at, &step.text, failed));
        }
    }

    /// Shows the run again.
    pub fn leave_prelude(self) {
        if self.past.visit.with_untracked(Option::is_some) {
            self.past.visit.set(None);
            self.change_debugger(|debugger| Debugger::visit(debugger, None));
            self.publish();
        }
    }
}
