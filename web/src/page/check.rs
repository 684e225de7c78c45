//! What the browser's own engine needs to do the run again.

use leptos::prelude::*;
use serde::Serialize;
use wasmscope::runtime::ExternVal;
use wasmscope::view::ValueView;

use super::Page;
use super::imports::Chosen;
use super::start::Prepared;
use crate::model::check::{self, Called, Calls, Said};
use crate::model::debugger::Debugger;
use crate::model::state::{Status, is_over};
use crate::text;

/// A run for another engine.
#[derive(Debug, Serialize)]
pub(crate) struct Again {
    /// Why it cannot be done again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refused: Option<&'static str>,
    /// What was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) called: Option<Called>,
    /// What imports began with, in the order of the module's imports.
    pub(crate) imports: Vec<First>,
}

/// What an import began with, where that is not zero.
#[derive(Debug, Default, Serialize)]
pub(crate) struct First {
    /// Of a global.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<ValueView>,
    /// Of a memory: addresses and bytes.
    bytes: Vec<(u64, u8)>,
}

impl Page {
    /// Whether a run of the page's own machine has ended, and is looked at there.
    #[must_use]
    pub fn has_ended(self) -> bool {
        let status = self.state.with(|state| state.status);
        is_over(status) && status != Status::Ready && self.viewing.with(Option::is_none)
    }

    /// What another engine needs to do the run again, but for the host's answers.
    pub(crate) fn run_again(self) -> Again {
        let refused = match self.viewing.with_untracked(Option::is_some) {
            true => Some(text::CHECK_PAGE_IS_TRACE),
            false => self.with_debugger(check::refused),
        };
        let has_elements = self.chosen.with_value(Chosen::has_elements);
        let refused = refused.or_else(|| has_elements.then_some(text::CHECK_PAGE_CHOSEN_ELEMENTS));
        let has_modules = self.with_debugger(|debugger| !debugger.linked().is_empty());
        let refused = refused.or_else(|| has_modules.then_some(text::CHECK_PAGE_OTHER_MODULES));
        Again {
            refused,
            called: self.with_debugger(check::called),
            imports: self.first_values(),
        }
    }

    /// Made as the run's own were.
    fn first_values(self) -> Vec<First> {
        let Some(program) = self.program() else {
            return Vec::new();
        };
        let given = self.hosts.with_value(|hosts| hosts.given.clone());
        let provided = self.provide(&program, &[], self.limits(), &given);
        let Ok(Prepared {
            machine, provided, ..
        }) = provided
        else {
            return Vec::new();
        };
        let imports = program.module.imports.iter().zip(&provided.values);
        let first = imports.map(|(import, value)| match value {
            Some(ExternVal::Global(global)) => First {
                value: Some(machine.store().global(*global).value().into()),
                bytes: Vec::new(),
            },
            Some(ExternVal::Memory(_)) => First {
                value: None,
                bytes: self
                    .chosen
                    .with_value(|chosen| chosen.bytes_of(&import.module, &import.name)),
            },
            _ => First::default(),
        });
        first.collect()
    }

    /// The calls of the host in the run that is known, and what it said. `None` when the run is
    /// too large to be looked at again, or has become another one.
    pub(crate) async fn host_calls(self) -> Option<Vec<Said>> {
        let mut calls = self.with_debugger(Calls::new);
        let mut work = |debugger: &mut Debugger, fuel: u64| calls.go_on(debugger, fuel);
        self.in_slices(&mut work).await;
        calls.all()
    }
}
