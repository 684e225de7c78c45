//! All steps at which something held.

use super::visit::Visit;
use crate::runtime::{Machine, Snapshot};
use crate::time::Timeline;

/// Stretches that are kept, unless told otherwise.
pub const MOST_FOUND: usize = 10_000;

/// A search for all states of a stretch of the run in which something holds.
///
/// States that follow each other are one stretch, so a condition that holds for a million steps
/// takes as much room as one that holds once.
///
/// ```
#[doc = include_str!("program.txt")]
/// let mut timeline = timeline("i32.const 1  drop  i32.const 2  drop");
/// timeline.run(u64::MAX);
/// let mut find = Find::new(0, u64::MAX, MOST_FOUND);
/// let mut one_operand = |machine: &Machine| machine.frame_slots(0).len() == 1;
/// while !find.is_complete() {
///     find.go_on(&mut timeline, 100_000, &mut one_operand);
/// }
/// assert_eq!(find.stretches(), [(1, 1), (3, 3)]);
/// assert_eq!((find.after(1), find.before(1)), (Some(3), None));
/// ```
#[derive(Debug)]
pub struct Find {
    /// The next state to look at, and the last one.
    next: u64,
    last: u64,
    at: Option<Snapshot>,
    stretches: Vec<(u64, u64)>,
    most: usize,
    /// States in all, and stretches in all: also those that are not kept.
    states: u64,
    count: u64,
    /// The last state that it held in.
    before: Option<u64>,
}

impl Find {
    /// In the states from `first` to `last`, both included; so many stretches are kept.
    #[must_use]
    pub fn new(first: u64, last: u64, most: usize) -> Self {
        Self {
            next: first,
            last,
            at: None,
            stretches: Vec::new(),
            most,
            states: 0,
            count: 0,
            before: None,
        }
    }

    /// The next state to be looked at.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.next
    }

    /// Whether all states were looked at.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.next > self.last
    }

    /// The first and the last state of each stretch in which it held without a break, in order;
    /// those that are kept.
    #[must_use]
    pub fn stretches(&self) -> &[(u64, u64)] {
        &self.stretches
    }

    /// In how many stretches it held, and in how many states, kept or not.
    #[must_use]
    pub fn count(&self) -> (u64, u64) {
        (self.count, self.states)
    }

    /// The first state after a step in which it begins to hold.
    #[must_use]
    pub fn after(&self, step: u64) -> Option<u64> {
        let next = self.stretches.partition_point(|(first, _)| *first <= step);
        self.stretches.get(next).map(|(first, _)| *first)
    }

    /// The last state before a step in which it begins to hold.
    #[must_use]
    pub fn before(&self, step: u64) -> Option<u64> {
        let next = self.stretches.partition_point(|(first, _)| *first < step);
        let before = self.stretches.get(next.checked_sub(1)?);
        before.map(|(first, _)| *first)
    }

    /// Looks at some states: about `fuel`. States beyond the run's end, or beyond a call that
    /// the host has not answered, are not there; then it is complete.
    ///
    /// The timeline stands where it stood, and the host is not asked.
    pub fn go_on(
        &mut self,
        timeline: &mut Timeline,
        fuel: u64,
        holds: &mut dyn FnMut(&Machine) -> bool,
    ) {
        let mut visit = Visit::begin(timeline, fuel);
        self.last = self.last.min(visit.known());
        self.next = self.next.max(visit.first());
        match &self.at {
            Some(at) => visit.restore(at),
            None => match visit.saved_before(self.next + 1).cloned() {
                Some(saved) => visit.restore(&saved),
                None => return self.end(),
            },
        }
        if visit.run_to(self.next) || visit.machine().steps() == self.next {
            while visit.fuel > 0 && !self.is_complete() {
                visit.fuel -= 1;
                if holds(visit.machine()) {
                    self.add(self.next);
                }
                self.next += 1;
                if !self.is_complete() && visit.step().is_none() {
                    return self.end();
                }
            }
        } else if visit.fuel > 0 {
            return self.end();
        }
        self.at = Some(visit.save());
    }

    fn end(&mut self) {
        self.last = self.next.saturating_sub(1);
        self.next = self.next.max(1);
    }

    fn add(&mut self, state: u64) {
        self.states += 1;
        let follows = self
            .before
            .replace(state)
            .is_some_and(|last| last + 1 == state);
        if !follows {
            self.count += 1;
        }
        let kept = self.count <= self.most as u64;
        match self.stretches.last_mut() {
            Some((_, last)) if follows && kept => *last = state,
            _ if !follows && kept => self.stretches.push((state, state)),
            _ => {}
        }
    }
}
