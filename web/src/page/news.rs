//! What a run has brought to light while it went on, in a notice that leads there.

use leptos::prelude::*;
use wasmscope::time::Endless;

use super::{Notice, Page};
use crate::bindings;
use crate::model::debugger::Debugger;
use crate::model::looking::never_ends;
use crate::model::vigil::Vigil;
use crate::text;

/// Where a notice about a run leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    /// To a step, and what is there.
    Step(There, u64),
    /// To a comparison with the run before.
    Compare,
    /// To what is known of the loop.
    Loop,
}

/// What is at a step that a notice leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum There {
    /// A call that the host has answered otherwise than before.
    Call,
    /// A state that comes again.
    Earlier,
    /// The same state, when it comes again.
    Again,
}

impl Page {
    fn tell_news(self, text: String, ways: Vec<Lead>) {
        self.spoken.set(text.clone());
        self.notice.set(Some(Notice {
            text,
            offer: None,
            ways,
            previous: false,
        }));
    }

    /// Goes where a notice leads.
    pub fn follow_lead(self, lead: &Lead) {
        match lead {
            Lead::Step(_, step) => self.seek_and_speak(*step),
            Lead::Compare => bindings::compare_with_before(),
            Lead::Loop => bindings::show_loop(),
        }
    }

    /// Says that a script has given another answer than in the run before, if that has just been
    /// found out. `knew` is whether it was known before.
    pub(super) fn tell_divergence(self, knew: bool) {
        let found = self.with_debugger(|debugger| {
            let found = debugger.divergence().filter(|_| !knew)?;
            Some((found.to_string(), found.step, debugger.keeps_run_before()))
        });
        if let Some((text, step, can_compare)) = found {
            let text = text::news_host_differs(&text);
            let mut ways = vec![Lead::Step(There::Call, step)];
            ways.extend(can_compare.then_some(Lead::Compare));
            self.tell_news(text, ways);
        }
    }

    /// Whether an answer is known that is not that of the run before.
    pub(super) fn knows_divergence(self) -> bool {
        self.with_debugger(|debugger| debugger.divergence().is_some())
    }

    /// Says of a run that was paused that it can never end; false where a notice says so already.
    pub(crate) fn tell_endless(self, text: String) -> bool {
        let is_of_end = |lead: &Lead| match lead {
            Lead::Step(There::Again, _) | Lead::Loop => true,
            Lead::Step(There::Call | There::Earlier, _) | Lead::Compare => false,
        };
        let is_told = |notice: &Option<Notice>| {
            notice
                .as_ref()
                .is_some_and(|notice| notice.ways.iter().any(is_of_end))
        };
        if self.notice.with_untracked(is_told) {
            return false;
        }
        self.tell_news(text, vec![Lead::Loop]);
        true
    }

    /// Looks whether the run that goes on can ever end, and says so when it cannot.
    pub(super) fn watch_for_end(self, vigil: &mut Option<Vigil>, elapsed: f64) {
        let vigil = vigil.get_or_insert_default();
        let look = |debugger: &mut Debugger| vigil.look(debugger, elapsed, &bindings::now);
        if let Some(Endless { first, again }) = self.change_debugger(look) {
            let text = never_ends(Endless { first, again });
            let ways = vec![
                Lead::Step(There::Earlier, first),
                Lead::Step(There::Again, again),
            ];
            self.tell_news(text::news_goes_on(&text), ways);
        }
    }
}
