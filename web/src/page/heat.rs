//! Heat: how often each line was executed, counted while nothing else is to be done.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasmscope::observe::profile::Report;

use super::Page;
use crate::model::debugger::Debugger;
use crate::model::heat::{self, Counting};
use crate::text;

/// What is shown of the counts.
#[derive(Clone, Copy)]
pub struct Heat {
    /// Whether they are shown.
    pub on: RwSignal<bool>,
    /// The last ones.
    pub report: RwSignal<Option<Arc<Report>>>,
    /// The step up to which was counted, while it goes on.
    pub counted: RwSignal<Option<u64>>,
    counting: StoredValue<Option<Counting>, LocalStorage>,
    is_busy: StoredValue<bool>,
}

impl Default for Heat {
    fn default() -> Self {
        Self {
            on: RwSignal::new(false),
            report: RwSignal::new(None),
            counted: RwSignal::new(None),
            counting: StoredValue::new_local(None),
            is_busy: StoredValue::new(false),
        }
    }
}

impl Page {
    /// Shows or hides how often lines were executed.
    pub fn show_heat(self, on: bool) {
        self.heat.on.set(on);
        if !on {
            self.forget_heat();
            self.spoken.set(text::HEAT_HEAT_OFF.to_owned());
            return;
        }
        self.follow_heat();
    }

    fn forget_heat(self) {
        self.heat.counting.set_value(None);
        self.heat.counted.set(None);
        self.draw_heat(None);
    }

    /// Hides the counts while somebody predicts, which are of the whole run; counts again after.
    pub(super) fn hide_heat(self) {
        match self.predicting.get_untracked() {
            true => self.forget_heat(),
            false => self.follow_heat(),
        }
    }

    /// Takes notice of where the run is.
    pub(super) fn follow_heat(self) {
        if self.predicting.get_untracked() {
            return;
        }
        if self.is_viewing() {
            return self.heat_of_trace();
        }
        if self.heat.on.get_untracked() && self.running.with_untracked(Option::is_none) {
            self.count_heat();
        }
    }

    /// Counts what is known and was not counted yet.
    fn count_heat(self) {
        let is_own = self.with_debugger(|debugger| {
            let is_of = |counting: &Counting| counting.is_of(debugger);
            self.heat
                .counting
                .with_value(|counting| counting.as_ref().is_some_and(is_of))
        });
        if !is_own {
            let counting = self.with_debugger(Counting::new);
            self.heat.counting.set_value(counting);
            self.draw_heat(None);
        }
        let known = self.with_debugger(Debugger::last_known);
        let counted = self.heat.counting.with_value(|counting| {
            let counting = counting.as_ref();
            counting.map_or(u64::MAX, Counting::step)
        });
        let is_shown = self.heat.report.with_untracked(Option::is_some);
        if self.heat.is_busy.get_value() || (counted >= known && is_shown) || known == 0 {
            return;
        }
        self.heat.is_busy.set_value(true);
        spawn_local(async move {
            let mut part = |debugger: &mut Debugger, fuel: u64| {
                let step = self.heat.counting.try_update_value(|counting| {
                    let counting = counting.as_mut()?;
                    counting.go_on(debugger, fuel)
                });
                self.heat.counted.set(step.flatten());
                step.flatten()
            };
            self.in_slices(&mut part).await;
            self.heat.is_busy.set_value(false);
            self.heat.counted.set(None);
            self.finish_heat();
        });
    }

    /// Shows the counts of the trace that is looked at, which its records tell.
    fn heat_of_trace(self) {
        if !self.heat.on.get_untracked() {
            return;
        }
        self.heat.counting.set_value(None);
        self.heat.counted.set(None);
        let is_new = self.heat.report.with_untracked(Option::is_none);
        let report = self.counts_of_trace();
        if let Some(report) = report.as_ref().filter(|_| is_new) {
            self.spoken.set(heat::sentence_of_trace(report));
        }
        self.draw_heat(report);
    }

    fn finish_heat(self) {
        let report = self.change_debugger(|debugger| {
            self.heat.counting.with_value(|counting| {
                let counting = counting.as_ref()?;
                counting
                    .is_of(debugger)
                    .then(|| counting.report(debugger, self.shown_module(), true))?
            })
        });
        let is_shown = self.heat.on.get_untracked() && !self.predicting.get_untracked();
        let Some(report) = report.filter(|_| is_shown) else {
            // The run has become another one, or is hidden.
            return self.follow_heat();
        };
        if self.heat.report.with_untracked(Option::is_none) {
            self.spoken.set(heat::sentence(Some(&report), None, 0));
        }
        self.draw_heat(Some(report));
    }

    /// Shows the counts of the lines in the editor, which has another text.
    pub(super) fn heat_anew(self) {
        if self.is_viewing() {
            return self.heat_of_trace();
        }
        if self.heat.report.with_untracked(Option::is_some) {
            self.finish_heat();
        }
    }

    fn draw_heat(self, report: Option<Report>) {
        let all = report
            .as_ref()
            .map_or(1, |report| report.instructions.max(1)) as f64;
        let rows = report.iter().flat_map(|report| &report.lines);
        let flat: Vec<f64> = rows
            .flat_map(|row| {
                [
                    f64::from(row.line),
                    row.count as f64,
                    row.count as f64 / all,
                ]
            })
            .collect();
        let was = self.heat.report.with_untracked(Option::is_some);
        if was || !flat.is_empty() {
            self.with_editor(|editor| editor.set_heat(&flat));
        }
        if was || report.is_some() {
            self.heat.report.set(report.map(Arc::new));
        }
    }

    /// The profile of the run that is known, as the command writes it. `None` when there is
    /// no run, or it becomes another one.
    pub(crate) async fn profile(self) -> Option<String> {
        let mut counting = self.with_debugger(Counting::new)?;
        let mut part = |debugger: &mut Debugger, fuel: u64| counting.go_on(debugger, fuel);
        self.in_slices(&mut part).await;
        let report = self.change_debugger(|debugger| {
            let is_complete = counting.is_complete(debugger);
            is_complete.then(|| counting.report(debugger, 0, false))?
        });
        Some(report?.json())
    }
}
