//! After an edit the machine stands at step 0. Whether the step that was looked at before is
//! still the same one is found out then, in slices; if it is, the way back to it is offered, or
//! gone, if the settings say so.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::Page;
use crate::bindings;
use crate::model::debugger::Debugger;
use crate::model::former::Fate;
use crate::model::goal::Reason;

/// Milliseconds of one slice of comparing.
const SLICE: f64 = 8.0;
/// Steps between two looks at the clock.
const FUEL: u64 = 5_000;

impl Page {
    /// The text is about to be another one: keeps the run, to compare the next one with. While
    /// nothing has moved since the edit before, that run is still the one to come back to.
    pub(super) fn remember_former(self) {
        if !self.is_edit.get_value() {
            return self.former.set_value(None);
        }
        let known = self.with_debugger(Debugger::last_known);
        let former = self.debugger.try_update_value(Debugger::take_former);
        // Who has looked at the run, and went back to its first step, chose to be there.
        if let Some(former) = former.filter(|former| former.is_some() || known > 0) {
            self.former.set_value(former);
        }
    }

    /// Compares the run that is about to begin with the one before the edit.
    pub(super) fn compare_with_former(self) {
        let mine = self.with_debugger(Debugger::generation);
        let likeness = self.former.with_value(|former| {
            let former = former.as_ref()?;
            self.with_debugger(|debugger| former.compare(debugger))
        });
        let mut likeness = match likeness {
            Some(Ok(likeness)) => likeness,
            Some(Err(fate)) => return self.tell_fate(fate),
            None => return self.former.set_value(None),
        };
        spawn_local(async move {
            loop {
                let began = bindings::now();
                while bindings::now() - began < SLICE {
                    let fate = self
                        .former
                        .with_value(|former| former.as_ref()?.advance(&mut likeness, FUEL));
                    if let Some(fate) = fate {
                        return self.tell_fate(fate);
                    }
                }
                // The promise is never refused.
                let _ = JsFuture::from(bindings::next_task()).await;
                if self.with_debugger(Debugger::generation) != mine || self.steps() > 0 {
                    return;
                }
            }
        });
    }

    /// Says what has become of the step, and offers it, or goes there.
    fn tell_fate(self, fate: Fate) {
        match fate {
            Fate::Kept(step) if self.settings.with_untracked(|settings| settings.keep_step) => {
                let leap = self.leap_to(step, Reason::Until);
                spawn_local(async move {
                    self.leap(leap).await;
                    // Somebody may have to answer first, or has gone elsewhere.
                    if self.steps() == step {
                        self.say_fate(Fate::There(step));
                    }
                });
            }
            _ => self.say_fate(fate),
        }
    }

    fn say_fate(self, fate: Fate) {
        if let Some(step) = fate.step() {
            self.jumps.set(vec![step]);
        }
        self.fate.set(Some(fate));
        self.spoken.set(fate.sentence());
    }
}
