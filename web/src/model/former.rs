//! The step that was looked at before an edit: whether it is still the same one.

use wasmscope::runtime::Value;
use wasmscope::time::{Likeness, MOST_SCOUTED, Timeline, Verdict};

use super::debugger::Debugger;
use super::speed::thousands;
use crate::text;

/// Steps that are compared at most: about a second.
pub const MOST_COMPARED: u64 = 4_000_000;

/// The run before an edit, and where it was.
#[derive(Debug)]
pub struct Former {
    timeline: Timeline,
    entry: String,
    args: Vec<Value>,
}

/// What has become of the step after an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing that was executed before it was edited.
    Kept(u64),
    /// The same, and the machine goes there, as the person has chosen.
    There(u64),
    /// What was executed before it differs from a step on.
    Changed {
        /// The step that was looked at.
        was: u64,
        /// The first step that differs.
        from: u64,
    },
    /// It was not compared: it is too far, or takes too much memory.
    Unknown(u64),
}

impl Fate {
    /// The step to offer, if going there makes sense.
    #[must_use]
    pub fn step(self) -> Option<u64> {
        match self {
            Fate::Kept(step) | Fate::Unknown(step) => Some(step),
            Fate::Changed { .. } | Fate::There(_) => None,
        }
    }

    /// What it says to a person.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Fate::Kept(step) => text::former_kept(thousands(step)),
            Fate::There(step) => text::former_back(thousands(step)),
            Fate::Changed { was, from } => text::former_changed(thousands(was), thousands(from)),
            Fate::Unknown(step) => text::former_unknown(thousands(step)),
        }
    }
}

impl Former {
    /// The step that was looked at.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.timeline.step()
    }

    /// Begins to compare with the run that has taken its place and has not begun yet; `None`
    /// where that is of another function, or with other arguments.
    #[must_use]
    pub fn compare(&self, debugger: &Debugger) -> Option<Result<Likeness, Fate>> {
        let (entry, args) = debugger.entry()?;
        if entry.name != self.entry || args != self.args {
            return None;
        }
        let unknown = Fate::Unknown(self.step());
        if self.step() > MOST_COMPARED {
            return Some(Err(unknown));
        }
        let likeness = Likeness::new(&self.timeline, debugger.machine()?, MOST_SCOUTED);
        Some(likeness.ok_or(unknown))
    }

    /// Compares on, over at most `fuel` steps.
    pub fn advance(&self, likeness: &mut Likeness, fuel: u64) -> Option<Fate> {
        let was = self.step();
        Some(match likeness.advance(&self.timeline, fuel)? {
            Verdict::Alike => Fate::Kept(was),
            Verdict::Differs(from) => Fate::Changed { was, from },
            Verdict::Unknown(_) => Fate::Unknown(was),
        })
    }
}

impl Debugger {
    /// Takes the run away, to compare the next one with; `None` at the first step, where
    /// there is nothing to be kept.
    pub fn take_former(&mut self) -> Option<Former> {
        if self.step() == 0 {
            return None;
        }
        self.keep_to_compare();
        let mut started = self.started.take()?;
        // Comparing begins at the first state; the others would only take room.
        started.timeline.forget_states();
        Some(Former {
            timeline: started.timeline,
            entry: started.entry.name,
            args: started.args,
        })
    }
}
