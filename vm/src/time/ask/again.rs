//! What is known of a run, executed once more for whoever looks at each instruction.

use super::visit::Visit;
use crate::observe::StepRecord;
use crate::observe::profile::Profiler;
use crate::runtime::{Machine, Snapshot};
use crate::time::Timeline;
use crate::view::Lens;

/// A stretch of the run that is known, done again a part at a time: for its records, or to be
/// counted.
///
/// The timeline stands where it stood after each part, and the host is not asked.
///
/// ```
#[doc = include_str!("program.txt")]
/// let mut timeline = timeline("i32.const 1  drop  i32.const 2  drop");
/// timeline.run(u64::MAX);
/// let (mut again, mut ops) = (Again::new(1, 3), Vec::new());
/// while !again.is_complete() {
///     again.records(&mut timeline, 1_000, Lens::default(), &mut |record, _| ops.push(record.op));
/// }
/// assert_eq!(ops, ["drop", "i32.const"]);
/// ```
#[derive(Debug)]
pub struct Again {
    next: u64,
    /// The step before which it ends.
    end: u64,
    at: Option<Snapshot>,
    is_complete: bool,
}

impl Again {
    /// From the instruction `first` up to `end`, which is not done any more, as far as they
    /// are known.
    #[must_use]
    pub fn new(first: u64, end: u64) -> Self {
        Self {
            next: first,
            end: end.max(first),
            at: None,
            is_complete: false,
        }
    }

    /// The next instruction to be done.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.next
    }

    /// Whether all was done.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Goes on up to a later end.
    pub fn extend(&mut self, end: u64) {
        if end > self.end {
            self.end = end;
            self.is_complete = false;
        }
    }

    /// Does about `fuel` instructions, and hands the record of each, with the machine after
    /// it, to `each`.
    pub fn records(
        &mut self,
        timeline: &mut Timeline,
        fuel: u64,
        lens: Lens<'_>,
        each: &mut dyn FnMut(StepRecord, &Machine),
    ) {
        self.part(timeline, fuel, &mut |visit, end| {
            while visit.fuel > 0 && visit.machine().steps() < end {
                visit.fuel -= 1;
                let Some(record) = visit.step_recorded(lens) else {
                    return false;
                };
                each(record, visit.machine());
            }
            true
        });
    }

    /// Does about `fuel` instructions, and counts them. The profiler is made with the first
    /// part, by this timeline alone.
    pub fn profile(&mut self, timeline: &mut Timeline, fuel: u64, profiler: &mut Option<Profiler>) {
        self.part(timeline, fuel, &mut |visit, end| {
            let profiler = profiler.get_or_insert_with(|| Profiler::new(visit.machine_mut()));
            while visit.fuel > 0 && visit.machine().steps() < end {
                let before = visit.machine().steps();
                if !visit.profile(profiler, end) {
                    return false;
                }
                let moved = visit.machine().steps() - before;
                visit.fuel = visit.fuel.saturating_sub(moved.max(1));
            }
            true
        });
    }

    /// Looks at the machine where it has come to. `None` before the first part.
    pub fn look<T>(
        &self,
        timeline: &mut Timeline,
        look: impl FnOnce(&mut Machine) -> T,
    ) -> Option<T> {
        let at = self.at.as_ref()?;
        let mut visit = Visit::begin(timeline, 0);
        visit.restore(at);
        Some(look(visit.machine_mut()))
    }

    /// Does a part by a function that is told where to end, and says false where nothing more
    /// can be executed.
    fn part(
        &mut self,
        timeline: &mut Timeline,
        fuel: u64,
        act: &mut dyn FnMut(&mut Visit<'_>, u64) -> bool,
    ) {
        let mut visit = Visit::begin(timeline, fuel);
        self.next = self.next.min(visit.known()).max(visit.first());
        let end = self.end.min(visit.known()).max(self.next);
        match &self.at {
            Some(at) => visit.restore(at),
            None => match visit.saved_before(self.next + 1).cloned() {
                Some(saved) => visit.restore(&saved),
                None => {
                    self.is_complete = true;
                    return;
                }
            },
        }
        let there = visit.machine().steps() >= self.next || visit.run_to(self.next);
        let goes_on = match there {
            true => act(&mut visit, end),
            // Without fuel left it is on its way; else nothing more is known.
            false => visit.fuel == 0,
        };
        let step = visit.machine().steps();
        self.next = self.next.max(step);
        self.is_complete = !goes_on || there && step >= end;
        self.at = Some(visit.save());
    }
}
