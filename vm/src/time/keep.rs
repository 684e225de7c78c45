//! Which states are saved, and which are given up.
//!
//! Everything is measured in effort: one for each instruction, and one for so many bytes
//! that an instruction touches beyond the usual. A clock would make two runs keep different
//! states, and make nothing better.
//!
//! - Going forward, a state is saved when the effort since the last one is that of a gap,
//!   and large beside the effort of saving; after [`MOST_GAP`] in any case, and after what
//!   gaps have become once the bytes are spent.
//! - Going to a step, states are saved on the way, at distances from it that are powers of
//!   four, so that going back from there one by one is quick.
//! - When the bytes are spent, states are given up whose gap is small beside their age, at
//!   first without making one wider than [`MOST_GAP`], then twice that, and so on: gaps widen
//!   exponentially with age, up to a width that is no more than about twice what it has to be,
//!   so that the longest jump is not much longer than others. Ages are counted from where one
//!   is, from the last known step, and from places that were visited; branches that are not
//!   looked at count as older. The first state is never given up.

use super::Timeline;
use super::lines::{BranchId, Line, Lines};
use crate::runtime::Spare;

/// Effort between two saved states of a run that goes forward, while the bytes last.
pub(super) const MOST_GAP: u64 = 20_000_000;

/// Bytes touched by one instruction that are as much effort as an instruction.
pub(super) const TOUCHED: u64 = 16;

/// Effort to be done between two saves for each byte that the second one copies: about
/// sixteen times what copying it takes, most of which is the system's, for memory that was
/// not there before.
const PER_BYTE: u64 = 16;

/// Bytes that may be copied for each instruction left to the step that is gone to.
const ON_THE_WAY: u64 = 16;

/// Bytes that a save may copy without that being looked at.
const FREE: usize = 64 << 10;

/// Effort for which no state is saved on the way to a step.
const LEAST: u64 = 1 << 14;

/// Places visited that are kept in mind.
const VISITED: usize = 8;

/// How often the gaps that are no loss are doubled, from a 64th of the age on, before ones
/// twice as wide are allowed.
const QUICK_SCALES: u32 = 8;

/// How many times as old states count of branches that are not looked at.
const ASIDE: u64 = 16;

/// What decides what is saved.
#[derive(Clone, Debug)]
pub(super) struct Keep {
    /// Bytes that snapshots may take.
    pub(super) budget: usize,
    /// Least effort between two snapshots of a run that goes forward.
    pub(super) gap: u64,
    /// Effort since the state that was saved or restored last.
    pub(super) since: u64,
    /// The effort since then after which saving is considered.
    pub(super) due: u64,
    /// The step of the state that was saved or restored last.
    pub(super) from: u64,
    /// Most effort between two snapshots of a run that goes forward. It is more than that of
    /// [`MOST_GAP`] when the bytes were spent, as wide as gaps had to become.
    widest: u64,
    /// The last places that were gone to.
    visited: Vec<u64>,
    /// Whether the host has room for so many bytes.
    has_room: fn(usize) -> bool,
}

impl Keep {
    pub(super) fn new(budget: usize, gap: u64, from: u64) -> Self {
        Self {
            budget,
            gap,
            since: 0,
            due: gap,
            from,
            widest: MOST_GAP,
            visited: Vec::new(),
            has_room: host_has,
        }
    }

    /// The state is a saved one.
    pub(super) fn at_saved(&mut self, step: u64) {
        self.since = 0;
        self.due = self.gap;
        self.from = step;
    }

    /// Looks at what is due as usual, after it was done otherwise for a while.
    pub(super) fn go_on(&mut self) {
        let due = self.since.saturating_add(self.gap);
        self.due = due.min(MOST_GAP.max(self.gap)).max(self.since + 1);
    }

    /// Keeps in mind that somebody has gone to a step.
    fn visit(&mut self, step: u64) {
        self.visited.retain(|visited| *visited != step);
        if self.visited.len() >= VISITED {
            self.visited.remove(0);
        }
        self.visited.push(step);
    }
}

/// The distance before a step at which a state is saved on the way to it, from `left` steps
/// before it; 0 when none is any more.
pub(super) fn next_stop(left: u64) -> u64 {
    match left {
        0 | 1 => 0,
        // The greatest power of four below.
        _ => 1 << ((left - 1).ilog2() & !1),
    }
}

impl Timeline {
    /// Saves the state if that is due on a run that goes forward.
    pub(super) fn consider(&mut self) {
        let copied = self.machine.unsaved().saturating_sub(FREE) as u64;
        let enough = copied.saturating_mul(PER_BYTE);
        let due = enough.min(self.keep.widest.max(self.keep.gap));
        if self.keep.since < due {
            // More may be written until then, or less be on the stack: look again.
            self.keep.due = due.min(self.keep.since + self.keep.gap);
        } else {
            self.save();
        }
    }

    /// Saves the state if it is worth it, so many steps before the one that is gone to.
    pub(super) fn consider_on_the_way(&mut self, left: u64) {
        let steps = self.step().saturating_sub(self.keep.from).max(1);
        let effort = left.saturating_mul((self.keep.since / steps).max(1));
        let copied = self.machine.unsaved().saturating_sub(FREE) as u64;
        if effort >= LEAST && copied / ON_THE_WAY <= effort {
            self.save();
            self.keep.visit(self.step() + left);
        }
    }

    /// Saves the state, unless there is no room for it.
    pub(super) fn save(&mut self) {
        let step = self.step();
        let bytes = self.machine.unsaved();
        let first = self.lines.first(self.lines.current_id());
        let first = first.map_or(0, |(_, first)| first.bytes);
        let fits = bytes.saturating_add(first) <= self.keep.budget;
        if !fits || !(self.keep.has_room)(bytes) {
            if fits && self.lines.bytes > bytes {
                // The host has less than was allowed: from now on no more is kept than half
                // of what there is, so that the program has room.
                self.keep.budget = self.lines.bytes / 2;
                self.thin();
            }
            self.keep.due = self.keep.since.saturating_add(self.keep.gap);
            self.spare = Spare::default();
            return;
        }
        let snapshot = self.machine.snapshot_into(&mut self.spare);
        self.lines.insert(step, snapshot);
        self.keep.at_saved(step);
        self.thin();
        self.spare.prepare();
    }

    /// Saves the first state of a branch, without which it could not be reached.
    pub(super) fn save_first(&mut self) {
        let snapshot = self.machine.snapshot();
        self.lines.insert(self.step(), snapshot);
        self.keep.at_saved(self.step());
    }

    /// Gives up saved states until the others take no more than they may.
    pub(super) fn thin(&mut self) {
        if self.lines.bytes <= self.keep.budget {
            return;
        }
        // Where there are many, as many at once that it need not be done each time.
        let target = match self.lines.count() > 64 {
            true => self.keep.budget / 8 * 7,
            false => self.keep.budget,
        };
        let mut near = self.keep.visited.clone();
        near.extend([self.step(), self.lines.current().known]);
        // As long as that is enough, without gaps that are too wide for a quick jump.
        let widths = (0..MOST_GAP.leading_zeros()).map(|doubled| MOST_GAP << doubled);
        let scales = |widest| (0..QUICK_SCALES).map(move |power| (power, widest));
        let any = (0..u64::BITS).map(|power| (power, u64::MAX));
        for (power, widest) in widths.flat_map(scales).chain(any) {
            if self.lines.bytes <= target {
                break;
            }
            if widest < u64::MAX {
                self.keep.widest = self.keep.widest.max(widest);
            }
            let ages = Ages {
                near: &near,
                scale: 1 << power,
                widest,
            };
            for (id, step) in dispensable(&self.lines, &ages) {
                self.lines.forget(id, step);
                if self.lines.bytes <= target {
                    break;
                }
            }
        }
    }
}

/// How far back states are.
struct Ages<'a> {
    near: &'a [u64],
    /// Gaps up to so many 64th of the age are no loss.
    scale: u64,
    /// But not wider than this.
    widest: u64,
}

impl Ages<'_> {
    /// The widest gap that there may be around a state.
    fn most_gap(&self, step: u64, is_aside: bool) -> u128 {
        let ages = self.near.iter().map(|near| near.abs_diff(step));
        let age = u128::from(ages.min().unwrap_or(0)) + 1;
        let aside = if is_aside { ASIDE } else { 1 };
        let gap = age * u128::from(self.scale) * u128::from(aside) / 64;
        gap.min(u128::from(self.widest))
    }
}

/// The saved states without which no gap is too wide for its age.
fn dispensable(lines: &Lines, ages: &Ages<'_>) -> Vec<(BranchId, u64)> {
    let current: Vec<BranchId> = lines
        .chain(lines.current_id())
        .map(|(id, _, _)| id)
        .collect();
    let first = lines.first(BranchId(0)).map_or(0, |(first, _)| first);
    let mut found = Vec::new();
    for (id, line) in lines.all() {
        let is_aside = !current.contains(&id);
        let before = line.from.checked_sub(1);
        let before = before.and_then(|before| lines.nearest(id, before));
        let mut before = before.map(|(step, _)| step);
        for (step, next) in steps(line) {
            let gap = u128::from(next - before.unwrap_or(step).min(step));
            match step == first || gap > ages.most_gap(step, is_aside) {
                true => before = Some(step),
                false => found.push((id, step)),
            }
        }
    }
    found
}

/// The steps of the states saved of a line, each with the next one or the end.
fn steps(line: &Line) -> impl Iterator<Item = (u64, u64)> {
    let steps = line.snapshots.keys().copied();
    let next = line.snapshots.keys().copied().skip(1);
    steps.zip(next.chain([u64::MAX])).map(|(step, next)| {
        let end = line.known.max(step);
        (step, next.min(end).max(step))
    })
}

/// Whether the host has so many bytes: what a snapshot takes is allocated where a failure
/// could not be told any more, so it is asked before.
fn host_has(bytes: usize) -> bool {
    let mut room: Vec<u8> = Vec::new();
    let has = room.try_reserve_exact(bytes.saturating_mul(2)).is_ok();
    std::hint::black_box(&room);
    has
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exec::Outcome;
    use crate::runtime::{ExternVal, Machine, MachineLimits};
    use crate::time::{Arrival, History};

    #[test]
    fn stops_on_the_way_are_powers_of_four() {
        let stops = [0, 1, 2, 4, 5, 16, 17, 1 << 20, (1 << 20) + 1].map(next_stop);
        assert_eq!(stops, [0, 0, 1, 1, 4, 4, 16, 1 << 18, 1 << 20]);
    }

    #[test]
    fn a_host_without_memory_for_snapshots_goes_on_without_them() {
        let text = r#"(module (memory 4) (func (export "run") (local $i i32)
            (loop $l
              (i32.store (i32.and (local.get $i) (i32.const 0x3fffc)) (local.get $i))
              (local.set $i (i32.add (local.get $i) (i32.const 4100)))
              (br $l))))"#;
        let program = crate::load::load(text.as_bytes()).expect("it is valid");
        let mut machine = Machine::new(MachineLimits::default());
        let instance = machine
            .instantiate(&program.module, &[])
            .expect("it is made");
        let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run") else {
            panic!("it exports `run`");
        };
        machine.enter_call(run, &[]).expect("it takes nothing");
        let mut fresh = machine.clone();
        let history = History {
            bytes: 1 << 30,
            gap: 1_000,
        };
        let mut timeline = Timeline::new(machine, history);
        assert_eq!(timeline.run(9_000_000), Outcome::Paused);
        let (before, _) = timeline.saved();
        timeline.keep.has_room = |_| false;
        assert_eq!(timeline.run(9_000_000), Outcome::Paused);
        let (after, bytes) = timeline.saved();
        assert!(after < before, "{after} of {before}");
        assert_eq!(timeline.seek(10_000_000, u64::MAX), Arrival::There);
        assert_eq!(fresh.run(10_000_000), Outcome::Paused);
        assert!(*timeline.machine() == fresh);
        // Some was given back, so that the program has room, and the first state stays.
        assert!(
            bytes <= 1 << 19 && timeline.saved_before(1) == Some(0),
            "{bytes}"
        );
    }
}
