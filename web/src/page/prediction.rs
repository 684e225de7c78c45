//! What is not shown while somebody predicts: the page then looks as though the run were known up
//! to the step that is looked at and no further. Scripts are told all (`crate::api`), and what
//! only the explanation and the labels say is hidden by the style (`prediction.css`).

use leptos::prelude::*;

use super::{Lead, Notice, Page};
use crate::bindings;
use crate::model::debugger::Debugger;
use crate::model::state::Status;
use crate::text;

impl Page {
    /// The last step that is known, as far as it may be shown. A slider that is being dragged keeps
    /// the steps that it had when that began.
    pub(crate) fn known(self) -> u64 {
        let known = self.with_debugger(Debugger::last_known);
        match self.predicting.get_untracked() {
            true => known.min(self.steps().max(self.drag_began_at().unwrap_or(0))),
            false => known,
        }
    }

    /// Hides what comes after the step that is looked at, or shows it again.
    pub(crate) fn predict(self, on: bool) {
        self.predicting.set(on);
        if on {
            // They were told of the run as a whole.
            bindings::forget_answers();
            self.past.compared.set(None);
            self.spoken.set(String::new());
        }
        self.publish();
        self.hide_heat();
    }

    /// What comes next, for a screen reader.
    pub(super) fn next_in_words(self) -> String {
        let is_next = self
            .state
            .with_untracked(|state| state.status == Status::Paused);
        if is_next && self.predicting.get_untracked() {
            return text::PREDICTION_PAGE_NEXT.to_owned();
        }
        self.told.with_untracked(|told| told.now.replace('`', ""))
    }

    /// The notice that is shown: while somebody predicts, none that tells of a later step.
    #[must_use]
    pub fn shown_notice(self) -> Option<Notice> {
        let notice = self.notice.get()?;
        let known = self.last_known.get();
        let is_later = |lead: &Lead| match lead {
            Lead::Step(_, step) => *step > known,
            Lead::Compare | Lead::Loop => true,
        };
        let tells = self.predicting.get() && notice.ways.iter().any(is_later);
        (!tells).then_some(notice)
    }
}
