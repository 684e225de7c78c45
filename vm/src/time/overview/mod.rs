//! A picture of a run: how deep it called, how high its stack was, where it wrote memory
//! and asked the host, in as many columns as there is room for.
//!
//! Making it costs a run nothing. At once there is what is saved anyway: the states of the
//! snapshots, and the answers of the host. What happened at every single step is found out
//! afterwards, by a [`Scout`] that executes the steps again, in slices; those columns are
//! marked as exact, the others are not.

mod column;
mod survey;

pub use column::Column;

use super::{MOST_SCOUTED, Scout, Timeline};
use crate::runtime::{Snapshot, Status};
use std::ops::Range;
use survey::{Survey, width_of};

/// Ranges of which the exact columns are kept.
const KEPT: usize = 6;

/// How a run has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The function has returned.
    Returned,
    /// The last instruction trapped.
    Trapped,
    /// It threw an exception that nobody caught.
    Thrown,
    /// The host has ended the program.
    Exited,
}

impl Ending {
    /// How a machine has ended; `None` while it has not.
    #[must_use]
    pub fn of(status: &Status) -> Option<Self> {
        match status {
            Status::Ready | Status::Running => None,
            Status::Returned(_) => Some(Self::Returned),
            Status::Trapped(_) => Some(Self::Trapped),
            Status::Thrown(_) => Some(Self::Thrown),
            Status::Exited(_) => Some(Self::Exited),
        }
    }
}

/// A picture of a range of steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// The first step.
    pub from: u64,
    /// The step after the last one.
    pub to: u64,
    /// Steps in each column, but the last one may have fewer; a power of two.
    pub width: u64,
    /// The columns, from `from` on.
    pub columns: Vec<Column>,
    /// How the run has ended at the last step known; `None` while it goes on, or where that
    /// step was not looked at.
    pub ending: Option<Ending>,
}

impl Picture {
    /// Whether every step of it was looked at.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.columns.iter().all(|column| column.exact)
    }

    /// All of it as one column.
    #[must_use]
    pub fn total(&self) -> Column {
        let mut columns = self.columns.iter();
        let mut total = columns.next().copied().unwrap_or_default();
        columns.for_each(|column| total.join(column));
        total
    }
}

/// What was found out of one timeline: made once, and asked again while the run goes on.
///
/// ```
/// use wasmscope::load::load;
/// use wasmscope::runtime::{ExternVal, Machine, MachineLimits};
/// use wasmscope::time::{History, Overview, Timeline};
///
/// let program = load(br#"(module (memory 1)
///   (func (export "main") (call $f) (call $f))
///   (func $f (i32.store (i32.const 8) (i32.const 7))))"#).unwrap();
/// let mut machine = Machine::new(MachineLimits::default());
/// let main = machine.instantiate(&program.module, &[]).unwrap();
/// let Some(ExternVal::Func(func)) = machine.store().instance(main).export("main") else {
///     unreachable!()
/// };
/// machine.enter_call(func, &[]).unwrap();
/// let mut timeline = Timeline::new(machine, History::default());
/// timeline.run(u64::MAX);
///
/// let mut overview = Overview::default();
/// let all = 0..timeline.known();
/// while !overview.advance(&timeline, all.clone(), 100, 1_000) {}
/// let picture = overview.picture(&timeline, all, 100);
/// assert_eq!(picture.columns.len(), 11, "a column for each instruction");
/// assert_eq!((picture.total().writes, picture.total().depth), (2, Some((1, 2))));
/// ```
#[derive(Debug)]
pub struct Overview {
    scout: Option<Scout>,
    /// The one used last is the last one.
    surveys: Vec<Survey>,
    /// The last step known, and how the run has ended there.
    ending: Option<(u64, Ending)>,
    /// How often the timeline had been given another past.
    forks: u64,
    most_exact: u64,
    most_bytes: usize,
}

impl Default for Overview {
    /// Exact for the first four million steps of a range, about half a second of looking,
    /// and for memories of up to [`MOST_SCOUTED`] bytes.
    fn default() -> Self {
        Self::new(4 << 20, MOST_SCOUTED)
    }
}

impl Overview {
    /// Nothing is known yet. Of a range at most the first `most_exact` steps are looked at
    /// one by one, and none where the memories take more than `most_bytes`.
    #[must_use]
    pub fn new(most_exact: u64, most_bytes: usize) -> Self {
        Self {
            scout: None,
            surveys: Vec::new(),
            ending: None,
            forks: 0,
            most_exact,
            most_bytes,
        }
    }

    /// Finds out more about a range of steps, using up `fuel` instructions, for a picture
    /// of at most `most` columns. Says whether there is nothing more to be found out.
    ///
    /// It may be left at any time; what was found out is kept. A range that begins where
    /// another one began is looked at from where that one was looked at.
    pub fn advance(
        &mut self,
        timeline: &Timeline,
        steps: Range<u64>,
        most: usize,
        mut fuel: u64,
    ) -> bool {
        self.look(timeline);
        let steps = known_part(timeline, &steps);
        let to = steps.end.min(steps.start.saturating_add(self.most_exact));
        if self.scout.is_none() {
            self.scout = Scout::new(timeline, self.most_bytes);
        }
        let at = self.survey_of(&steps, most);
        let Some(scout) = &mut self.scout else {
            return true;
        };
        let is_done = self.surveys[at].advance(scout, timeline, to, &mut fuel);
        if scout.step() == timeline.known() {
            let ending = Ending::of(scout.machine().status());
            self.ending = ending.map(|ending| (timeline.known(), ending));
        }
        is_done
    }

    /// The picture of a range of steps in at most `most` columns, as far as it is known.
    pub fn picture(&mut self, timeline: &Timeline, steps: Range<u64>, most: usize) -> Picture {
        self.look(timeline);
        let steps = known_part(timeline, &steps);
        let at = self.survey_of(&steps, most);
        let survey = &self.surveys[at];
        let width = survey.width;
        let count = (steps.end - steps.start).div_ceil(width) as usize;
        let mut columns = survey.columns.clone();
        columns.truncate(count);
        columns.resize(count, Column::default());
        let surveyed = survey.at.max(steps.start);
        let mut sampler = Sampler {
            from: steps.start,
            width,
            columns: &mut columns,
        };
        if surveyed < steps.end {
            sampler.sample(timeline, surveyed..steps.end);
        }
        Picture {
            from: steps.start,
            to: steps.end,
            width,
            columns,
            ending: self.ending.map(|(_, ending)| ending),
        }
    }

    /// The scout, for other questions; `None` where the memories are too large for one.
    pub fn scout(&mut self, timeline: &Timeline) -> Option<&mut Scout> {
        self.look(timeline);
        if self.scout.is_none() {
            self.scout = Scout::new(timeline, self.most_bytes);
        }
        self.scout.as_mut()
    }

    /// Takes notice of what the timeline has become.
    fn look(&mut self, timeline: &Timeline) {
        if self.forks != timeline.forks() {
            self.forks = timeline.forks();
            self.surveys.clear();
            self.ending = None;
        }
        let known = timeline.known();
        self.ending = self.ending.filter(|(step, _)| *step == known);
        if timeline.step() == known {
            let ending = Ending::of(timeline.machine().status());
            self.ending = ending.map(|ending| (known, ending));
        }
    }

    /// The position of the survey of a range, which is made if need be.
    fn survey_of(&mut self, steps: &Range<u64>, most: usize) -> usize {
        let wanted = width_of(steps.end - steps.start, most);
        // Columns can be joined, but not be divided again.
        let fits = |survey: &Survey| {
            let whole = (steps.end - steps.start).is_multiple_of(wanted);
            let within = survey.at <= steps.end || whole;
            survey.from == steps.start && survey.width <= wanted && within
        };
        let fitting = self.surveys.iter().enumerate();
        let fitting = fitting.filter(|(_, survey)| fits(survey));
        // The same one as before, so that every part that is looked at counts.
        let furthest = fitting.max_by_key(|(_, survey)| survey.at);
        let mut survey = match furthest.map(|(at, _)| at) {
            Some(at) => self.surveys.remove(at),
            None => Survey::new(steps.start, steps.end, most),
        };
        survey.most = most;
        survey.widen(steps.end);
        if self.surveys.len() == KEPT {
            self.surveys.remove(0);
        }
        self.surveys.push(survey);
        self.surveys.len() - 1
    }
}

/// The part of a range that is known; never none, unless nothing is known.
fn known_part(timeline: &Timeline, steps: &Range<u64>) -> Range<u64> {
    let first = timeline.first();
    let start = steps.start.clamp(first, timeline.known());
    start..steps.end.clamp(start, timeline.known())
}

/// Fills columns from what is saved.
struct Sampler<'a> {
    from: u64,
    width: u64,
    columns: &'a mut [Column],
}

impl Sampler<'_> {
    fn column(&mut self, step: u64) -> Option<&mut Column> {
        let index = step.checked_sub(self.from)? / self.width;
        let column = self.columns.get_mut(index as usize)?;
        if column.exact {
            // It was looked at in part.
            *column = Column {
                exact: false,
                writes: 0,
                written: 0,
                ..*column
            };
        }
        Some(column)
    }

    fn sample(&mut self, timeline: &Timeline, steps: Range<u64>) {
        // The column at whose middle the looking ended.
        self.column(steps.start);
        let mut before: Option<(u64, &Snapshot)> = None;
        let nearest = timeline.saved_at(steps.start).map(|(step, _)| step);
        for (step, saved) in timeline.saved_in(nearest.unwrap_or(steps.start)..steps.end) {
            if step >= steps.start
                && let Some(column) = self.column(step)
            {
                let (frames, slots) = saved.heights();
                column.see(frames, slots);
            }
            if let Some((from, before)) = before
                && saved.wrote_since(before)
            {
                self.mark(from.max(steps.start)..step);
            }
            before = Some((step, saved));
        }
        for (step, _) in timeline.answered_in(steps) {
            if let Some(column) = self.column(step) {
                column.hosts += 1;
            }
        }
    }

    /// Somewhere in a range, memory was written.
    fn mark(&mut self, steps: Range<u64>) {
        let mut step = steps.start;
        while step < steps.end {
            let Some(column) = self.column(step) else {
                return;
            };
            column.wrote = true;
            step = self.from + ((step - self.from) / self.width + 1) * self.width;
        }
    }
}
