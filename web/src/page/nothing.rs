//! Why panes have nothing to show, in a few words.

use leptos::prelude::*;

use super::Page;
use crate::model::state::Status;
use crate::text;

impl Page {
    /// Why no function is running, as a sentence; nothing while one is, or a trace is looked at,
    /// which has its own reasons.
    #[must_use]
    pub fn why_no_frames(self) -> Option<&'static str> {
        if self.viewing.with(Option::is_some) {
            return None;
        }
        let (status, runs) = self
            .state
            .with(|state| (state.status, !state.frames.is_empty()));
        match status {
            _ if runs => None,
            Status::Ready if self.problems.with(|problems| !problems.is_empty()) => {
                Some(text::NOTHING_PROBLEM)
            }
            Status::Ready if self.is_loaded() => Some(text::NOTHING_EXPORTED),
            Status::Ready => Some(text::NOTHING_LOADED),
            Status::Returned | Status::Exited => Some(text::NOTHING_ENDED),
            _ if self.past.visit.with(Option::is_some) => Some(text::NOTHING_INSTANTIATION),
            _ => Some(text::FRAMES_NONE),
        }
    }

    /// Why a pane about what an instance has is empty, beside its heading: what `otherwise` says
    /// of the module, or `of_trace` of the trace, unless there is no instance.
    #[must_use]
    pub fn why_none(self, otherwise: &'static str, of_trace: &'static str) -> &'static str {
        let is_ready = self.state.with(|state| state.status == Status::Ready);
        let said = self.empty_pane(otherwise, of_trace);
        match said == otherwise && is_ready {
            true if self.is_loaded() => text::NOTHING_CALLED,
            true => text::NOTHING_INSTANCE,
            false => said,
        }
    }

    /// Whether there is a program. It is another one when the state is.
    fn is_loaded(self) -> bool {
        self.state.track();
        self.program().is_some()
    }
}
