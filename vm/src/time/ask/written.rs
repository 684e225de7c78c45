//! Who wrote a place last, and who reads it next.

use super::flow::{How, Step};
use super::location::{Found, Location};
use super::tape::Tape;
use super::visit::{Ahead, Back, Visit};
use crate::observe::{Recorder, StepRecord, answer_recorded};
use crate::runtime::Snapshot;
use crate::time::Timeline;
use crate::view::Lens;

/// Who wrote a place last.
#[derive(Clone, Debug, PartialEq)]
pub enum LastWriter {
    /// This step.
    Step(Box<StepRecord>),
    /// Somebody, by hand, before this step.
    Edited(u64),
    /// Nobody since the call from outside began, at this step, or since the first step that
    /// is known: an argument, the zero of a local, what the module gives.
    Start(u64),
}

/// What becomes of what a place holds.
#[derive(Clone, Debug, PartialEq)]
pub enum NextReader {
    /// This step reads it.
    Step(Box<StepRecord>),
    /// This step writes over it, all of it, and nobody has read it before.
    Overwritten(Box<StepRecord>),
    /// With this step its frame is gone, and nobody has read it before.
    Gone(Box<StepRecord>),
    /// Nobody has read it before this step, the last one that is known.
    NotUpTo(u64),
}

/// A search for the last writer of a place, to be gone on with until it is found.
#[derive(Debug)]
pub struct WriterSearch {
    found: Found,
    back: Back,
}

impl WriterSearch {
    /// About a place in the state that the timeline stands at; `None` when there is no such
    /// place there.
    #[must_use]
    pub fn new(timeline: &Timeline, location: Location) -> Option<Self> {
        Some(Self {
            found: location.find(timeline.machine())?,
            back: Back::new(timeline.step()),
        })
    }

    /// The step that was come to, from where the search began downwards.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.back.end
    }

    /// Looks at some of the past: about `fuel` steps. The answer, when there is one.
    ///
    /// The timeline stands where it stood, and the host is not asked.
    pub fn go_on(
        &mut self,
        timeline: &mut Timeline,
        fuel: u64,
        lens: Lens<'_>,
    ) -> Option<LastWriter> {
        let mut visit = Visit::begin(timeline, fuel);
        loop {
            self.back.skip_untouched(&visit, &[self.found.span]);
            if self.back.end <= visit.first() {
                return Some(LastWriter::Start(visit.first()));
            }
            let tape = self.back.piece(&mut visit)?;
            let steps = (0..tape.entries.len()).rev();
            for index in steps {
                let step = at(&visit, &tape, index);
                let mut how = None;
                step.writes(&mut |write| {
                    if write.to.common(self.found.span).is_some() {
                        how = Some(write.how);
                    }
                });
                match how {
                    Some(How::Edited) => return Some(LastWriter::Edited(step.number() + 1)),
                    Some(How::Begun) => return Some(LastWriter::Start(step.number() + 1)),
                    Some(_) => {
                        let number = step.number();
                        let record = record(&mut visit, self.back.from.as_ref(), number, lens)?;
                        return Some(LastWriter::Step(record));
                    }
                    None => {}
                }
            }
        }
    }
}

/// A search for the next reader of a place, to be gone on with until it is found.
#[derive(Debug)]
pub struct ReaderSearch {
    found: Found,
    ahead: Ahead,
    /// The innermost frame where the search is.
    depth: usize,
    step: u64,
}

impl ReaderSearch {
    /// About a place in the state that the timeline stands at; `None` when there is no such
    /// place there.
    #[must_use]
    pub fn new(timeline: &Timeline, location: Location) -> Option<Self> {
        Some(Self {
            found: location.find(timeline.machine())?,
            ahead: Ahead::default(),
            depth: timeline.machine().frames().len().saturating_sub(1),
            step: timeline.step(),
        })
    }

    /// The step that was come to.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.step
    }

    /// Looks at some of what is known to follow: about `fuel` steps. The answer, when there is
    /// one.
    ///
    /// The timeline stands where it stood, and the host is not asked.
    pub fn go_on(
        &mut self,
        timeline: &mut Timeline,
        fuel: u64,
        lens: Lens<'_>,
    ) -> Option<NextReader> {
        let mut visit = Visit::begin(timeline, fuel);
        loop {
            let Some(tape) = self.ahead.piece(&mut visit) else {
                return (visit.fuel > 0 || self.ahead.ended(&visit))
                    .then(|| NextReader::NotUpTo(visit.known()));
            };
            for index in 0..tape.entries.len() {
                let step = at(&visit, &tape, index);
                let number = step.number();
                self.step = number + 1;
                let ending = self.ending(&step);
                if let Some(ending) = ending {
                    let from = self.ahead.from.as_ref();
                    return Some(ending(record(&mut visit, from, number, lens)?));
                }
            }
        }
    }

    /// What a step does to the place.
    fn ending(&mut self, step: &Step<'_>) -> Option<fn(Box<StepRecord>) -> NextReader> {
        let span = self.found.span;
        let mut read = false;
        step.reads(&mut |place| read |= place.common(span).is_some());
        if read {
            return Some(NextReader::Step);
        }
        let replaced = step.replaces() && self.found.depth == Some(self.depth);
        let after = step.depth_after(self.depth);
        self.depth = after.unwrap_or(0);
        let gone = |depth| replaced || after.is_none_or(|after| after < depth);
        if self.found.depth.is_some_and(gone) {
            return Some(NextReader::Gone);
        }
        let mut written = false;
        step.writes(&mut |write| {
            written |= write.how != How::Edited && write.to.holds(span);
        });
        written.then_some(NextReader::Overwritten as fn(Box<StepRecord>) -> NextReader)
    }
}

/// A step on a tape, with what there is to know about it.
pub(super) fn at<'a>(visit: &'a Visit<'_>, tape: &'a Tape, index: usize) -> Step<'a> {
    Step {
        store: visit.machine().store(),
        answers: visit.answers(),
        tape,
        index,
        entry: &tape.entries[index],
    }
}

/// The whole record of a step; `None` when it cannot be executed any more.
fn record(
    visit: &mut Visit<'_>,
    from: Option<&Snapshot>,
    step: u64,
    lens: Lens<'_>,
) -> Option<Box<StepRecord>> {
    // It was only just written down, so it is near; whoever has asked waits for it.
    visit.restore(from?);
    visit.fuel = u64::MAX;
    if !visit.run_to(step) {
        return None;
    }
    if visit.machine().host_call().is_some() {
        let answer = visit.answers().get(step)?.clone();
        let recorded = answer_recorded(visit.machine_mut(), &answer, lens);
        return recorded.ok()?.1.map(Box::new);
    }
    let pending = Recorder::new(lens).before(visit.machine())?;
    visit.step()?;
    Some(Box::new(pending.after(visit.machine())))
}

impl Timeline {
    /// Who wrote a place of this state last; `None` when there is no such place.
    ///
    /// As long as it takes: see [`WriterSearch`] for a part at a time.
    ///
    /// ```
    #[doc = include_str!("program.txt")]
    /// let mut timeline = timeline(
    ///     "(result i32) (local $x i32)
    ///        i32.const 7
    ///        local.set $x
    ///        local.get $x",
    /// );
    /// timeline.run(3);
    /// let x = Location::Local { depth: 0, local: LocalIdx(0) };
    /// let writer = timeline.last_writer(x, Lens::default());
    /// let Some(LastWriter::Step(record)) = writer else { panic!() };
    /// assert_eq!((record.n, record.op), (1, "local.set"));
    /// assert_eq!(timeline.step(), 3);
    /// ```
    pub fn last_writer(&mut self, location: Location, lens: Lens<'_>) -> Option<LastWriter> {
        let mut search = WriterSearch::new(self, location)?;
        search.go_on(self, u64::MAX, lens)
    }

    /// What the instruction before the state that is looked at has done; `None` at the first
    /// step that is known.
    ///
    /// ```
    #[doc = include_str!("program.txt")]
    /// let mut timeline = timeline("(result i32) i32.const 7 i32.const 5 i32.add");
    /// assert_eq!(timeline.record_before(Lens::default()), None);
    /// timeline.run(3);
    /// let record = timeline.record_before(Lens::default()).unwrap();
    /// assert_eq!((record.n, record.op, &record.push[..]), (2, "i32.add", &[Value::I32(12)][..]));
    /// assert_eq!(timeline.step(), 3);
    /// ```
    pub fn record_before(&mut self, lens: Lens<'_>) -> Option<StepRecord> {
        let here = self.step();
        let mut visit = Visit::begin(self, u64::MAX);
        let from = visit.saved_before(here)?.clone();
        record(&mut visit, Some(&from), here - 1, lens).map(|record| *record)
    }

    /// What becomes next of what a place of this state holds, as far as the run is known;
    /// `None` when there is no such place.
    ///
    /// As long as it takes: see [`ReaderSearch`] for a part at a time.
    ///
    /// ```
    #[doc = include_str!("program.txt")]
    /// let mut timeline = timeline(
    ///     "(local $x i32)
    ///        i32.const 7
    ///        local.set $x
    ///        nop
    ///        local.get $x
    ///        drop",
    /// );
    /// timeline.run(u64::MAX);
    /// timeline.seek(2, 100);
    /// let x = Location::Local { depth: 0, local: LocalIdx(0) };
    /// let reader = timeline.next_reader(x, Lens::default());
    /// let Some(NextReader::Step(record)) = reader else { panic!() };
    /// assert_eq!((record.n, record.op), (3, "local.get"));
    /// ```
    pub fn next_reader(&mut self, location: Location, lens: Lens<'_>) -> Option<NextReader> {
        let mut search = ReaderSearch::new(self, location)?;
        search.go_on(self, u64::MAX, lens)
    }
}
