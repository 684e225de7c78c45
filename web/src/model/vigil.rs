//! Whether a run that goes on can ever end: looked at between its slices, in about a hundredth of
//! its time.
//!
//! A search for a state that comes again follows the run from where it stands, at its own pace.
//! Whenever the run has taken twice as long it begins anew, since a program may have done other
//! things before the loop that it never leaves.

use wasmscope::time::{Endless, EndlessSearch};

use super::debugger::Debugger;
use super::history::timeline;

/// Milliseconds after which it is looked at first.
pub const FIRST: f64 = 1_000.0;
/// The run takes so many times as long as looking at it.
const SHARE: f64 = 100.0;
/// Milliseconds that one look should take, with what it takes to begin.
const LOOK: f64 = 4.0;
/// States that one look looks at: at first, and at least and most.
const FUEL: u64 = 2_000;
const LEAST_FUEL: u64 = 200;
const MOST_FUEL: u64 = 100_000;
/// Bytes written since a state was saved, beyond which looking elsewhere and coming back would
/// hold the page up.
const MOST_WRITTEN: usize = 4 << 20;

/// Looks at one run.
#[derive(Debug)]
pub struct Vigil {
    search: Option<EndlessSearch>,
    /// How long the run has taken when a search begins anew, in milliseconds.
    next: f64,
    /// What all looks have taken, in milliseconds.
    spent: f64,
    fuel: u64,
    found: bool,
}

impl Default for Vigil {
    fn default() -> Self {
        Self {
            search: None,
            next: FIRST,
            spent: 0.0,
            fuel: FUEL,
            found: false,
        }
    }
}

impl Vigil {
    /// Looks at the run for a while, if it is time, after it has taken so many milliseconds.
    /// `now` is a clock in milliseconds. Gives the proof that it can never end once.
    pub fn look(
        &mut self,
        debugger: &mut Debugger,
        elapsed: f64,
        now: &dyn Fn() -> f64,
    ) -> Option<Endless> {
        if self.found || elapsed < FIRST || self.spent * SHARE > elapsed {
            return None;
        }
        let timeline = timeline(debugger)?;
        if timeline.machine().unsaved() > MOST_WRITTEN {
            return None;
        }
        let began = now();
        if elapsed >= self.next {
            self.search = Some(EndlessSearch::from_here(timeline));
            self.next = elapsed * 2.0;
        }
        let search = self
            .search
            .as_mut()
            .filter(|search| !search.is_complete())?;
        search.go_on(timeline, self.fuel);
        let took = now() - began;
        self.spent += took;
        if took > LOOK {
            self.fuel = (self.fuel / 2).max(LEAST_FUEL);
        } else if took < LOOK / 2.0 {
            self.fuel = (self.fuel * 2).min(MOST_FUEL);
        }
        let found = search.found();
        self.found = found.is_some();
        found
    }

    /// What all looks have taken, in milliseconds.
    #[must_use]
    pub fn spent(&self) -> f64 {
        self.spent
    }
}
