//! Whether a program can never end.
//!
//! A machine is deterministic: where it comes to a state that it was in before, and the host has
//! given nothing in between, it goes on as it did then, for ever. So a state that comes again is
//! a proof. It is looked for by Brent's method: a state is kept and compared with those that
//! follow, and after twice as many steps the next one is kept. States are compared where a loop
//! or a function begins.

use super::visit::Visit;
use crate::runtime::Snapshot;
use crate::syntax::Instr;
use crate::time::Timeline;
use crate::view::Place;

/// A program that can never end: two steps at which its state is the same, but for the number
/// of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endless {
    /// The earlier one.
    pub first: u64,
    /// The later one.
    pub again: u64,
}

/// A search for a state that comes again.
///
/// ```
#[doc = include_str!("program.txt")]
/// let mut timeline = timeline("loop $again  br $again  end");
/// timeline.run(1_000);
/// let mut search = EndlessSearch::new(&timeline, 1_000_000, 0);
/// while !search.is_complete() {
///     search.go_on(&mut timeline, 100_000);
/// }
/// let endless = search.found().expect("it can never end");
/// assert_eq!((endless.again - endless.first) % 2, 0);
/// ```
#[derive(Debug)]
pub struct EndlessSearch {
    at: Option<Snapshot>,
    next: u64,
    last: u64,
    kept: Option<Snapshot>,
    /// Steps until the next state is kept.
    left: u64,
    power: u64,
    /// The block of memory that differed last.
    hint: usize,
    found: Option<Endless>,
}

impl EndlessSearch {
    /// Looks at so many steps before the state that the timeline stands at, and so many after,
    /// as far as the program goes on by itself. Steps after what is known are executed for the
    /// search alone.
    #[must_use]
    pub fn new(timeline: &Timeline, before: u64, after: u64) -> Self {
        let here = timeline.step();
        Self {
            at: None,
            next: here.saturating_sub(before),
            last: here.saturating_add(after),
            kept: None,
            left: 0,
            power: 1,
            hint: 0,
            found: None,
        }
    }

    /// Looks at the states that follow the one that the timeline stands at, as far as the
    /// program goes on by itself, while the timeline may be moved on. Costs a snapshot.
    ///
    /// ```
    #[doc = include_str!("program.txt")]
    /// let mut timeline = timeline("loop $again  br $again  end");
    /// timeline.run(1_000);
    /// let mut search = EndlessSearch::from_here(&mut timeline);
    /// while !search.is_complete() {
    ///     timeline.run(1_000_000);
    ///     search.go_on(&mut timeline, 100);
    /// }
    /// assert!(search.found().is_some_and(|endless| endless.first >= 1_000));
    /// ```
    #[must_use]
    pub fn from_here(timeline: &mut Timeline) -> Self {
        let mut search = Self::new(timeline, 0, u64::MAX);
        search.at = Some(timeline.machine.snapshot());
        search
    }

    /// The step that was come to.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.next
    }

    /// What was found.
    #[must_use]
    pub fn found(&self) -> Option<Endless> {
        self.found
    }

    /// Whether there is nothing more to look at: it was found, or it is not there to be found.
    /// That it was not found proves nothing.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.found.is_some() || self.next > self.last
    }

    /// Looks at some states: about `fuel`.
    ///
    /// The timeline stands where it stood, and the host is not asked.
    pub fn go_on(&mut self, timeline: &mut Timeline, fuel: u64) {
        let mut visit = Visit::begin(timeline, fuel);
        self.next = self.next.max(visit.first());
        match &self.at {
            Some(at) => visit.restore(at),
            None => match visit.saved_before(self.next + 1).cloned() {
                Some(saved) => visit.restore(&saved),
                None => return self.last = 0,
            },
        }
        if visit.run_to(self.next) || visit.machine().steps() == self.next {
            while visit.fuel > 0 && !self.is_complete() {
                visit.fuel -= 1;
                self.look(&mut visit);
                self.next += 1;
                match visit.step() {
                    Some(false) if visit.edits().is_empty() => {}
                    // What the host gives may be otherwise next time, and nobody does again
                    // what was done by hand.
                    Some(_) => (self.kept, self.left, self.power) = (None, 0, 1),
                    None => self.last = self.last.min(self.next - 1),
                }
            }
        } else if visit.fuel > 0 {
            self.last = self.last.min(self.next.saturating_sub(1));
            self.next = self.last + 1;
        }
        self.at = Some(visit.save());
    }

    fn look(&mut self, visit: &mut Visit<'_>) {
        self.left = self.left.saturating_sub(1);
        let machine = visit.machine();
        let begins = match Place::innermost(machine) {
            Some(place) => place.frame.pc == 0 || matches!(place.instr, Instr::Loop(_)),
            None => false,
        };
        if !begins {
            return;
        }
        if let Some(kept) = &self.kept
            && machine.is_as(kept, &mut self.hint)
        {
            self.found = Some(Endless {
                first: kept.steps(),
                again: machine.steps(),
            });
        } else if self.left == 0 {
            self.kept = Some(visit.save());
            self.power = self.power.saturating_mul(2);
            self.left = self.power;
        }
    }
}
