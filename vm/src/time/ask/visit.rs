//! Looking at the past while the timeline stays where it is.
//!
//! The timeline's own machine does it, since a second one would take as much memory again; what
//! is looked at now is saved before and put back after, which costs the blocks that differ.

use super::location::Location;
use super::span::{Space, Span};
use super::tape::{Recording, Tape};
use crate::exec::{Answer, Edit, Outcome};
use crate::observe::profile::Profiler;
use crate::observe::{StepRecord, answer_recorded, step_recorded};
use crate::runtime::{Machine, Snapshot, Value};
use crate::syntax::LocalIdx;
use crate::time::Timeline;
use crate::time::scout::Answers;
use crate::view::Lens;

/// Steps on one tape: 4 MiB.
pub(super) const PIECE: u64 = 1 << 17;

/// A step that is written down takes as much of the fuel as so many that are only run.
const FAST: u64 = 16;

/// A timeline's machine, to be moved through what is known of its run. Where it was it is put
/// back to when this is dropped.
pub(super) struct Visit<'a> {
    timeline: &'a mut Timeline,
    present: Snapshot,
    /// How many more steps may be written down.
    pub(super) fuel: u64,
}

impl Drop for Visit<'_> {
    fn drop(&mut self) {
        self.timeline.machine.restore(&self.present);
    }
}

impl<'a> Visit<'a> {
    pub(super) fn begin(timeline: &'a mut Timeline, fuel: u64) -> Self {
        let present = timeline.machine.snapshot();
        Self {
            timeline,
            present,
            fuel,
        }
    }

    pub(super) fn machine(&self) -> &Machine {
        &self.timeline.machine
    }

    pub(super) fn machine_mut(&mut self) -> &mut Machine {
        &mut self.timeline.machine
    }

    pub(super) fn answers(&self) -> Answers<'_> {
        self.timeline.said()
    }

    pub(super) fn known(&self) -> u64 {
        self.timeline.known()
    }

    /// The first step that there is.
    pub(super) fn first(&self) -> u64 {
        self.timeline.first()
    }

    /// Saves the state that is visited.
    pub(super) fn save(&mut self) -> Snapshot {
        self.timeline.machine.snapshot()
    }

    pub(super) fn restore(&mut self, snapshot: &Snapshot) {
        self.timeline.machine.restore(snapshot);
    }

    /// The last state before a step that the timeline has saved.
    pub(super) fn saved_before(&self, step: u64) -> Option<&Snapshot> {
        let saved = self.timeline.saved_at(step.checked_sub(1)?);
        saved.map(|(_, snapshot)| snapshot)
    }

    /// The first state from a step on that is saved, be it the one that is looked at now.
    fn saved_from(&self, step: u64) -> Option<&Snapshot> {
        let saved = self.timeline.saved_in(step..u64::MAX).next();
        let saved = saved.map(|(_, snapshot)| snapshot);
        saved.or_else(|| (self.present.steps() >= step).then_some(&self.present))
    }

    /// What was changed by hand in the state that is visited.
    pub(super) fn edits(&self) -> &[Edit] {
        let lines = &self.timeline.lines;
        lines.edits(lines.current_id(), self.machine().steps())
    }

    /// Changes the state that is visited as it was changed by hand.
    fn edit_again(&mut self) {
        self.timeline.lines.edit_again(&mut self.timeline.machine);
    }

    /// Executes one instruction as it was executed before. Whether the host has answered it;
    /// `None` when nothing was executed.
    pub(super) fn step(&mut self) -> Option<bool> {
        let before = self.machine().steps();
        let host =
            self.timeline.machine.run(1) == Outcome::HostCall && self.machine().steps() == before;
        if host {
            self.timeline.answer_again();
        }
        let moved = self.machine().steps() > before;
        if moved {
            self.edit_again();
        }
        moved.then_some(host)
    }

    /// Executes one instruction as [`Visit::step`] does, and records it.
    pub(super) fn step_recorded(&mut self, lens: Lens<'_>) -> Option<StepRecord> {
        let (outcome, mut record) = step_recorded(&mut self.timeline.machine, lens);
        if outcome == Outcome::HostCall && record.is_none() {
            let answer = self.answer()?;
            // It was accepted in this very state, so it is again.
            (_, record) = answer_recorded(&mut self.timeline.machine, &answer, lens).ok()?;
        }
        if record.is_some() {
            self.edit_again();
        }
        record
    }

    /// Runs as far as the fuel lasts, and to a step at most, and counts what is executed.
    /// Whether anything was.
    pub(super) fn profile(&mut self, profiler: &mut Profiler, end: u64) -> bool {
        let before = self.machine().steps();
        let edited = self.timeline.edited_after(before);
        let fuel = self.fuel.min(end.min(edited) - before);
        let outcome = profiler.run(&mut self.timeline.machine, fuel);
        let moved = self.machine().steps() - before;
        if outcome == Outcome::HostCall
            && moved < fuel
            && let Some(answer) = self.answer()
        {
            // As above.
            let _ = profiler.answer(&mut self.timeline.machine, &answer);
        }
        if self.machine().steps() == edited {
            self.edit_again();
        }
        self.machine().steps() > before
    }

    /// What the host has answered to the call that is visited.
    fn answer(&self) -> Option<Answer> {
        let answer = self.timeline.answer_at(self.machine().steps());
        answer.cloned()
    }

    /// Runs to a step. Whether it has come there, before the fuel was used.
    pub(super) fn run_to(&mut self, step: u64) -> bool {
        while self.machine().steps() < step && self.fuel > 0 {
            let before = self.machine().steps();
            let most = self.fuel.saturating_mul(FAST);
            let edited = self.timeline.edited_after(before);
            let left = (step.min(edited) - before).min(most);
            let outcome = self
                .timeline
                .machine
                .run_within(left, most.saturating_mul(FAST));
            if outcome == Outcome::HostCall {
                self.timeline.answer_again();
            }
            let moved = self.machine().steps() - before;
            if self.machine().steps() == edited {
                self.edit_again();
            }
            self.fuel = match outcome {
                Outcome::Yielded => 0,
                _ => self.fuel.saturating_sub(moved / FAST + 1),
            };
            if moved == 0 && outcome != Outcome::Yielded {
                break;
            }
        }
        self.machine().steps() == step
    }

    /// Writes down what is executed before a step. Whether it has come there.
    pub(super) fn record(&mut self, tape: &mut Tape, until: u64) -> bool {
        while self.machine().steps() < until && self.fuel > 0 {
            let Some(step) = Recording::of(self.machine()) else {
                break;
            };
            self.fuel = self.fuel.saturating_sub(1 + step.weight);
            let Some(host) = self.step() else { break };
            tape.add(step, self.machine(), host);
            let now = self.machine().steps();
            let edited = self.edits().iter().filter_map(|edit| {
                let (location, value) = edited_place(edit)?;
                Some((now, location.find(self.machine())?.span, value))
            });
            tape.edited.extend(edited);
        }
        self.machine().steps() >= until
    }
}

/// What an edit has changed, and to what. Arguments are changed before the first step only,
/// which nobody looks beyond.
fn edited_place(edit: &Edit) -> Option<(Location, Option<Value>)> {
    Some(match edit {
        Edit::Local {
            depth,
            index,
            value,
        } => {
            let (depth, local) = (*depth, LocalIdx(*index));
            (Location::Local { depth, local }, Some(*value))
        }
        Edit::Operand {
            depth,
            index,
            value,
        } => {
            let (depth, index) = (*depth, *index);
            (Location::Operand { depth, index }, Some(*value))
        }
        Edit::Global { global, value } => (Location::Global(*global), Some(*value)),
        Edit::Memory {
            memory,
            addr,
            bytes,
        } => {
            let (memory, addr, len) = (*memory, *addr, bytes.len() as u64);
            (Location::Memory { memory, addr, len }, None)
        }
        Edit::Table { table, index, .. } => {
            let (table, index) = (*table, *index);
            (Location::Table { table, index }, None)
        }
        Edit::Arguments(_) => return None,
    })
}

/// The past piece by piece, the last one first.
#[derive(Debug)]
pub(super) struct Back {
    /// What comes before this step is still to be written down.
    pub(super) end: u64,
    making: Option<Making>,
    /// States saved on the way to a piece, in order, so that the one before it is near.
    marks: Vec<Snapshot>,
    /// The state that the last piece begins with.
    pub(super) from: Option<Snapshot>,
}

#[derive(Debug)]
struct Making {
    tape: Tape,
    at: Snapshot,
}

impl Back {
    pub(super) fn new(end: u64) -> Self {
        Self {
            end,
            making: None,
            marks: Vec::new(),
            from: None,
        }
    }

    /// What comes from this step on is not wanted.
    pub(super) fn skip_to(&mut self, step: u64) {
        if step < self.end {
            self.end = step;
            self.making = None;
            self.marks.retain(|mark| mark.steps() < step);
        }
    }

    /// Leaves out what comes before as far as it is certain that none of these places were
    /// written there.
    pub(super) fn skip_untouched(&mut self, visit: &Visit<'_>, places: &[Span]) {
        while self.making.is_none()
            && let Some(earlier) = visit.saved_before(self.end)
            && let Some(later) = visit.saved_from(self.end)
        {
            let waiting = earlier.waiting_slots(later) as u64;
            let untouched = places.iter().all(|place| match place.space {
                Space::Stack => place.end() <= waiting,
                Space::Memory(addr) => earlier.shares_memory(later, addr, place.start, place.len),
                Space::Table(addr) => earlier.shares_table(later, addr, place.start, place.len),
                Space::Globals | Space::Object(_) => false,
            });
            if !untouched {
                return;
            }
            self.skip_to(earlier.steps());
        }
    }

    /// The piece before; `None` when the fuel is used, or nothing comes before.
    pub(super) fn piece(&mut self, visit: &mut Visit<'_>) -> Option<Tape> {
        if self.end <= visit.first() {
            return None;
        }
        let mut making = match self.making.take() {
            Some(making) => making,
            None => self.begin(visit)?,
        };
        visit.restore(&making.at);
        let start = making.tape.start;
        // Sixteen marks divide what lies between two states that the timeline has saved.
        let saved = visit.saved_before(self.end)?.steps();
        let gap = ((self.end - saved) / 16).max(PIECE);
        let mut there = false;
        while visit.machine().steps() < start {
            let next = start.min(visit.machine().steps() + gap);
            there = visit.run_to(next);
            if !there {
                break;
            }
            if next < start {
                let mark = visit.save();
                self.marks.push(mark);
            }
        }
        there |= visit.machine().steps() >= start;
        if visit.machine().steps() == start {
            self.from = Some(visit.save());
        }
        if there && visit.record(&mut making.tape, self.end) {
            self.end = start;
            self.marks.retain(|mark| mark.steps() < start);
            return Some(making.tape);
        }
        making.at = visit.save();
        self.making = Some(making);
        None
    }

    fn begin(&self, visit: &Visit<'_>) -> Option<Making> {
        let saved = visit.saved_before(self.end)?;
        let mark = self.marks.iter().rev().find(|mark| mark.steps() < self.end);
        let nearest = match mark {
            Some(mark) if mark.steps() > saved.steps() => mark,
            _ => saved,
        };
        let start = nearest.steps().max(self.end.saturating_sub(PIECE));
        Some(Making {
            tape: Tape::new(start),
            at: nearest.clone(),
        })
    }
}

/// What follows piece by piece, as far as it is known.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// Where the next piece begins; `None` at the state that is looked at.
    at: Option<Snapshot>,
    making: Option<Tape>,
    /// The state that the last piece begins with.
    pub(super) from: Option<Snapshot>,
}

impl Ahead {
    /// The next piece; `None` when the fuel is used, or nothing more is known.
    pub(super) fn piece(&mut self, visit: &mut Visit<'_>) -> Option<Tape> {
        if let Some(at) = &self.at {
            visit.restore(at);
        }
        let now = visit.machine().steps();
        let mut tape = match self.making.take() {
            Some(tape) => tape,
            None => {
                self.from = Some(visit.save());
                Tape::new(now)
            }
        };
        let until = visit.known().min(tape.start + PIECE);
        let whole = visit.record(&mut tape, until);
        self.at = Some(visit.save());
        match whole || (visit.fuel > 0 && !tape.entries.is_empty()) {
            true if !tape.entries.is_empty() => Some(tape),
            true => None,
            false => {
                self.making = Some(tape);
                None
            }
        }
    }

    /// Whether nothing more is known.
    pub(super) fn ended(&self, visit: &Visit<'_>) -> bool {
        let at = self.at.as_ref();
        self.making.is_none() && at.is_some_and(|at| at.steps() >= visit.known())
    }
}
