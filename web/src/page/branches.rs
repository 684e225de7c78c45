//! Changing the past by hand, and the branches that come of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use wasmscope::host::canvas::Canvas;
use wasmscope::host::wasi::Journal;
use wasmscope::time::{Branch, BranchId, Comparison};

use super::imports::byte_of;
use super::movement::{FUEL, SLICE};
use super::prelude::Visit;
use super::{Hosts, Leap, Page};
use crate::bindings;
use crate::model::console::Console;
use crate::model::debugger::Debugger;
use crate::model::edit::Spot;
use crate::model::goal::Reason;
use crate::model::speed::thousands;
use crate::text;

/// What a comparison has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// In a sentence or two.
    pub text: String,
    /// The step to go to.
    pub step: Option<u64>,
}

/// What was printed and shown in a branch, and what a program on WASI has done there.
type Kept = (Console, Option<Box<Journal>>, Canvas);

/// What the page shows of branches and of the states below 0.
#[derive(Clone, Copy)]
pub struct Past {
    /// The branches, in the order of their making.
    pub branches: RwSignal<Arc<Vec<Branch>>>,
    /// What was found by comparing.
    pub compared: RwSignal<Option<Compared>>,
    /// The instantiation, while it is looked at.
    pub visit: RwSignal<Option<Arc<Visit>>>,
    /// What was printed in branches that are not looked at.
    consoles: StoredValue<BTreeMap<BranchId, Kept>, LocalStorage>,
    /// Counts comparisons: one goes on while the number is its own.
    comparing: StoredValue<u64>,
}

impl Default for Past {
    fn default() -> Self {
        Self {
            branches: RwSignal::default(),
            compared: RwSignal::new(None),
            visit: RwSignal::new(None),
            consoles: StoredValue::new_local(BTreeMap::new()),
            comparing: StoredValue::new(0),
        }
    }
}

impl Past {
    /// Forgets what belongs to the run before.
    pub(super) fn restart(self) {
        self.consoles.set_value(BTreeMap::new());
        self.compared.set(None);
        self.visit.set(None);
        self.comparing.update_value(|number| *number += 1);
    }
}

impl Past {
    /// Forgets what was printed in a branch that is gone.
    pub(super) fn forget(self, id: BranchId) {
        self.consoles.update_value(|consoles| {
            consoles.remove(&id);
        });
    }
}

impl Page {
    /// Shows the branches that there are.
    pub(super) fn publish_branches(self) {
        let branches = self.with_debugger(Debugger::branches);
        if self
            .past
            .branches
            .with_untracked(|shown| **shown != branches)
        {
            self.past.branches.set(Arc::new(branches));
        }
    }

    /// Changes a place to the value that a text is.
    ///
    /// # Errors
    ///
    /// What its type takes, or why it cannot be changed here.
    pub fn change(self, spot: Spot, text: &str) -> Result<(), String> {
        let value = self.with_debugger(|debugger| {
            let ty = debugger.type_of(spot);
            let ty = ty.ok_or(text::BRANCHES_NOTHING_TO_CHANGE)?;
            debugger.value_of(ty, text)
        })?;
        self.change_with(|debugger| debugger.change(spot, value))?;
        self.speak_branch();
        Ok(())
    }

    /// Changes a byte of a memory to the two digits that a text is.
    ///
    /// # Errors
    ///
    /// What a byte looks like, or why it cannot be changed here.
    pub fn change_byte(self, index: u32, address: u64, text: &str) -> Result<(), String> {
        let byte = byte_of(text)?;
        self.change_with(|debugger| debugger.change_bytes(index, address, &[byte]))?;
        self.speak_branch();
        Ok(())
    }

    /// Changes the state by hand, and shows what has come of it.
    pub(crate) fn change_with(
        self,
        change: impl FnOnce(&mut Debugger) -> Result<bool, String>,
    ) -> Result<(), String> {
        self.pause();
        let before = self.current_branch();
        if self.change_debugger(change)? {
            self.exchange_consoles(before);
        }
        self.record.set_value(None);
        self.past.compared.set(None);
        self.publish();
        Ok(())
    }

    pub(super) fn current_branch(self) -> BranchId {
        let branches = self.with_debugger(Debugger::branches);
        let current = branches.iter().find(|branch| branch.is_current);
        current.map_or(BranchId(0), |branch| branch.id)
    }

    /// Shows what was printed in the branch that is looked at now: in one that was just made,
    /// what the one before had printed up to here; and the same of a program on WASI.
    pub(super) fn exchange_consoles(self, before: BranchId) {
        let (now, step) = (self.current_branch(), self.steps());
        let kept = |hosts: &Hosts| -> Kept {
            let (console, wasi) = (hosts.console.clone(), hosts.wasi.clone());
            (console, wasi, hosts.canvas.clone())
        };
        let (console, wasi, canvas) = self.hosts.with_value(kept);
        let mut other = None;
        self.past.consoles.update_value(|consoles| {
            consoles.insert(before, (console.clone(), wasi.clone(), canvas.clone()));
            other = consoles.remove(&now);
        });
        self.show_kept(other.unwrap_or_else(|| {
            let mut wasi = wasi;
            if let Some(journal) = &mut wasi {
                journal.go_back(step);
            }
            (console.until(step), wasi, canvas.until(step))
        }));
    }

    fn show_kept(self, (console, wasi, canvas): Kept) {
        self.hosts.update_value(|hosts| {
            hosts.console = console;
            hosts.wasi = wasi;
            hosts.canvas = canvas;
            hosts.printed += 1;
        });
        if self.hosts.with_value(|hosts| hosts.wasi.is_some()) {
            self.follow_wasi();
        }
    }

    pub(super) fn speak_branch(self) {
        let branches = self.past.branches.get_untracked();
        let current = branches.iter().find(|branch| branch.is_current);
        let text = match current.filter(|branch| !branch.why.is_empty()) {
            Some(branch) => text::branches_changed_in(&branch.name, &branch.why),
            None => text::BRANCHES_CHANGED.to_owned(),
        };
        self.spoken.set(text);
    }

    /// Looks at another branch, where it was left; nothing when it is not there.
    pub(crate) fn leap_to_branch(self, id: BranchId) -> Option<Leap> {
        self.interrupt();
        let before = self.current_branch();
        let there = self.change_debugger(|debugger| debugger.switch(id))?;
        if id != before {
            self.exchange_consoles(before);
            self.show_arguments();
            self.forget_news();
            self.promise.set_value(None);
            self.record.set_value(None);
        }
        Some(self.leap_to(there, Reason::Until))
    }

    /// Looks at another branch.
    pub fn switch_branch(self, id: BranchId) {
        self.past.compared.set(None);
        if let Some(leap) = self.leap_to_branch(id) {
            spawn_local(async move {
                self.leap(leap).await;
                self.publish();
                let step = thousands(self.steps());
                self.spoken.set(text::branches_switched(&step));
            });
        }
    }

    /// Gives a branch another name.
    pub fn rename_branch(self, id: BranchId, name: &str) -> bool {
        let name = name.trim();
        let renamed =
            !name.is_empty() && self.change_debugger(|debugger| debugger.rename(id, name));
        self.publish_branches();
        renamed
    }

    /// Removes the branch that is looked at, and looks at the one it came from.
    pub fn remove_current_branch(self) {
        let branches = self.past.branches.get_untracked();
        let Some(current) = branches.iter().find(|branch| branch.is_current) else {
            return;
        };
        let other = branches.iter().find(|branch| !branch.is_current);
        let to = current.parent.or(other.map(|other| other.id));
        let Some(leap) = to.and_then(|to| self.leap_to_branch(to)) else {
            return;
        };
        let _ = self.remove_branch(current.id);
        spawn_local(self.leap(leap));
    }

    /// Removes a branch that is not looked at.
    ///
    /// # Errors
    ///
    /// Why it is not removed.
    pub(crate) fn remove_branch(self, id: BranchId) -> Result<(), String> {
        self.change_debugger(|debugger| debugger.remove_branch(id))?;
        self.past.forget(id);
        self.past.compared.set(None);
        self.publish_branches();
        Ok(())
    }

    /// Compares the branch that is looked at with the one it was made from, or with the
    /// newest; shows what differs first.
    pub fn compare_branches(self, with: BranchId) {
        let current = self.current_branch();
        let runs = self.with_debugger(|debugger| debugger.comparison(with, current));
        let Some(runs) = runs else { return };
        spawn_local(async move {
            let Some(runs) = self.compare(runs, true).await else {
                return;
            };
            let text = runs.sentence();
            self.spoken.set(text.clone());
            let step = runs.first().map(|first| first.right);
            self.past.compared.set(Some(Compared { text, step }));
        });
    }

    /// Compares in slices until all is compared; nothing when another comparison or run has
    /// begun meanwhile.
    pub(crate) async fn compare(self, mut runs: Comparison, shows: bool) -> Option<Comparison> {
        self.past.comparing.update_value(|number| *number += 1);
        let mine = self.past.comparing.get_value();
        loop {
            let began = bindings::now();
            while bindings::now() - began < SLICE {
                if runs.advance(FUEL) {
                    return Some(runs);
                }
            }
            if shows {
                let (step, last) = (thousands(runs.step()), thousands(runs.last()));
                let text = text::branches_comparing(&step, &last);
                self.past.compared.set(Some(Compared { text, step: None }));
            }
            // The promise is never refused.
            let _ = JsFuture::from(bindings::next_task()).await;
            if self.past.comparing.get_value() != mine {
                return None;
            }
        }
    }
}
