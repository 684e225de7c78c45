//! Going to a step that somebody has typed.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Page;
use crate::model::goal::Reason;
use crate::model::speed::{step_of, thousands};
use crate::text;

/// Instructions that lie between two saved states at most while there is room for all.
const MUCH: u64 = 20_000_000;

impl Page {
    /// Goes to a step, written as a number. A far one can be paused on the way.
    ///
    /// # Errors
    ///
    /// What a step looks like.
    pub fn go_to(self, text: &str) -> Result<(), &'static str> {
        let step = step_of(text)?;
        self.assemble_edit();
        if !self.is_viewing() && self.with_debugger(|debugger| debugger.machine().is_none()) {
            return Err(text::PUBLISH_NOTHING_RUNS);
        }
        self.seek_and_speak(step);
        Ok(())
    }

    /// Goes to a step, and says where that is.
    pub fn seek_and_speak(self, step: u64) {
        if self.seek_in_trace(step) {
            return self.speak();
        }
        let leap = self.leap_to(step, Reason::Until);
        let again = self.with_debugger(|debugger| debugger.estimate(step));
        if again > MUCH && step <= self.last_known.get_untracked() {
            let again = thousands(again);
            let text = text::go_to_takes_long(&again);
            self.say(text, None, false);
        }
        self.announce_leap(&leap);
        spawn_local(async move {
            self.leap(leap).await;
            if self.running.with_untracked(Option::is_none) {
                self.speak_arrival(step);
            }
        });
    }

    fn speak_arrival(self, wanted: u64) {
        let here = self.steps();
        let now = self.next_in_words();
        let text = match here == wanted {
            true => text::go_to_at(thousands(here), now),
            false => text::go_to_ends(thousands(wanted), thousands(here), now),
        };
        self.spoken.set(text);
    }
}
