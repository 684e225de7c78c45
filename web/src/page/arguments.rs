//! The arguments in their boxes. While a run is known, other arguments make a branch of it from
//! step 0, so that the run as it was stays.

use leptos::prelude::*;

use super::Page;
use crate::model::edit::Called;
use crate::model::goal::Reason;
use wasmscope::time::BranchId;

impl Page {
    /// Takes another text for an argument; when it is one, the machine stands at step 0 with it.
    pub fn set_argument(self, index: usize, text: String) {
        self.arguments.update(|all| {
            if let Some(argument) = all.get_mut(index) {
                *argument = text;
            }
        });
        if !self.branch_with_arguments() {
            self.restart();
        }
    }

    /// Calls what was started with the arguments in the boxes, in a branch from step 0. False
    /// when there is no past that would be lost by starting again, or the arguments are none.
    fn branch_with_arguments(self) -> bool {
        let Some(entry) = self.chosen_entry_untracked() else {
            return false;
        };
        let is_known = self.with_debugger(|debugger| {
            let started = debugger.entry();
            let same = started.is_some_and(|(started, _)| *started == entry);
            same && (debugger.last_known() > 0 || debugger.branches().len() > 1)
        });
        let Some(args) = is_known
            .then(|| self.argument_values(&entry).ok())
            .flatten()
        else {
            return false;
        };
        self.argument_problem.set(None);
        self.interrupt();
        let (from, before) = (self.steps(), self.current_branch());
        let Ok(called) = self.change_debugger(|debugger| debugger.call_with(args)) else {
            return false;
        };
        self.called(before, called);
        if from > 0 {
            self.tell_seek(from);
        }
        self.publish();
        self.speak_branch();
        true
    }

    /// Another branch is looked at from its beginning.
    fn called(self, before: BranchId, called: Called) {
        if called.is_other {
            self.exchange_consoles(before);
        }
        if let Some(removed) = called.removed {
            self.past.forget(removed);
        }
        self.hosts.update_value(|hosts| hosts.pending = None);
        self.promise.set_value(None);
        self.record.set_value(None);
        self.stopped_at.set(None);
        self.past.compared.set(None);
        self.forget_jumps();
        self.forget_news();
        self.change_debugger(|debugger| debugger.reason = Reason::Step);
    }

    /// Shows the arguments of the branch that is looked at in the boxes.
    pub(crate) fn show_arguments(self) {
        let Some(entry) = self.chosen_entry_untracked() else {
            return;
        };
        let args = self.with_debugger(|debugger| {
            let (started, args) = debugger.entry()?;
            (*started == entry).then(|| args.to_vec())
        });
        if let Some(args) = args.filter(|args| self.argument_values(&entry).as_ref() != Ok(args)) {
            self.argument_problem.set(None);
            self.arguments
                .set(args.iter().map(ToString::to_string).collect());
        }
    }
}
