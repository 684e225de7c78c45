//! How far a loop is.

use super::flow::Step;
use super::visit::{Back, Visit};
use super::written::at;
use crate::runtime::{Frame, FuncAddr, InstanceAddr, Machine, Value};
use crate::syntax::{Code, FuncIdx, Instr, LabelKind, LocalIdx};
use crate::time::Timeline;
use crate::view::Place;
use std::fmt;

/// A local that decides whether a loop goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Which one.
    pub local: LocalIdx,
    /// What it is now.
    pub now: Value,
    /// What it is compared with: a constant, or what another local is now.
    pub bound: Value,
}

/// The innermost loop that the program is in, and how often it was gone through. It is gone on
/// with until the beginning of the loop is found.
///
/// ```
#[doc = include_str!("program.txt")]
/// let mut timeline = timeline(
///     "(local $i i32)
///        loop $again
///          local.get $i
///          i32.const 1
///          i32.add
///          local.tee $i
///          i32.const 100
///          i32.lt_s
///          br_if $again
///        end",
/// );
/// timeline.run(8 * 13 + 5);
/// let mut progress = LoopProgress::new(&timeline).expect("it is in a loop");
/// progress.go_on(&mut timeline, u64::MAX);
/// assert_eq!(progress.to_string(), "iteration 14, $i 14 → 100");
/// ```
#[derive(Debug)]
pub struct LoopProgress {
    frame: Frame,
    back: Back,
    /// The last beginning of an iteration is seen, and what comes before it is not.
    pending: bool,
    complete: bool,
    /// How deep the frame lies; 0 is the entry.
    pub depth: usize,
    /// Its function, in the instance.
    pub func: FuncIdx,
    /// The instance.
    pub instance: InstanceAddr,
    /// The pc of the `loop`.
    pub header: u32,
    /// The name of the counter, where the module says one.
    pub name: Option<String>,
    /// What decides whether it goes on, where that can be told from its instructions.
    pub counter: Option<Counter>,
    /// How often the loop was begun anew since it was entered, the first time counted; at
    /// least so often, until it is complete.
    pub iteration: u64,
}

impl LoopProgress {
    /// Of the innermost frame that is in a loop; `None` when none is.
    #[must_use]
    pub fn new(timeline: &Timeline) -> Option<Self> {
        let machine = timeline.machine();
        let depths = (0..machine.frames().len()).rev();
        let mut found = depths.filter_map(|depth| {
            let place = Place::at(machine, depth)?;
            Some((header(&place)?, place))
        });
        let (header, place) = found.next()?;
        let counter = counter(&place, header);
        let name = counter.and_then(|counter| place.local_name(counter.local.0));
        Some(Self {
            frame: *place.frame,
            back: Back::new(timeline.step()),
            pending: false,
            complete: false,
            depth: place.depth,
            func: place.func,
            instance: place.frame.instance,
            header,
            name: name.map(|name| format!("${name}")),
            counter,
            iteration: 0,
        })
    }

    /// Whether the beginning of the loop was found, so that the iteration is exact.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// The step that was come to, from where the search began downwards.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.back.end
    }

    /// Looks at some of the past: about `fuel` steps.
    ///
    /// The timeline stands where it stood, and the host is not asked.
    pub fn go_on(&mut self, timeline: &mut Timeline, fuel: u64) {
        let mut visit = Visit::begin(timeline, fuel);
        while !self.complete {
            if self.back.end <= self.frame.entered.max(visit.first()) {
                // The first iteration begins with the frame.
                self.complete = true;
                return;
            }
            let Some(tape) = self.back.piece(&mut visit) else {
                return;
            };
            for index in (0..tape.entries.len()).rev() {
                if self.complete {
                    break;
                }
                self.step_back(&at(&visit, &tape, index));
            }
        }
    }

    fn step_back(&mut self, step: &Step<'_>) {
        let entry = step.entry;
        let own = FuncAddr(entry.func) == self.frame.func && entry.base == self.frame.base;
        if std::mem::take(&mut self.pending) {
            let jump = step.body().and_then(|body| step.jump(&body));
            if !own || jump.is_none_or(|jump| jump.target != self.header) {
                // It was fallen into.
                self.complete = true;
                return;
            }
        }
        if step.number() < self.frame.entered {
            self.complete = true;
        } else if own && entry.pc() == self.header {
            self.iteration += 1;
            self.pending = true;
        }
    }
}

impl fmt::Display for LoopProgress {
    /// `iteration 14, $i 14 → 100`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let least = if self.complete { "" } else { "at least " };
        write!(f, "iteration {least}{}", self.iteration)?;
        let Some(Counter { local, now, bound }) = &self.counter else {
            return Ok(());
        };
        match &self.name {
            Some(name) => write!(f, ", {name} {now} → {bound}"),
            None => write!(f, ", local {local} {now} → {bound}"),
        }
    }
}

/// The pc of the innermost loop that a frame is in, one that it is about to begin again
/// included.
fn header(place: &Place<'_>) -> Option<u32> {
    if let Instr::Loop(_) = place.instr {
        return Some(place.frame.pc);
    }
    let labels = place.situation().labels;
    let label = labels.iter().find(|label| label.kind == LabelKind::Loop);
    label.map(|label| label.target)
}

/// What decides whether a loop goes on: a local that it sets is compared with a constant or
/// with another local right before a `br_if` that goes back or out.
fn counter(place: &Place<'_>, header: u32) -> Option<Counter> {
    let code = place.code;
    let end = end_of(code, header)?;
    let body = code.instrs.get(header as usize..end as usize)?;
    let sets = |wanted: LocalIdx| {
        body.iter().any(|instr| match instr {
            Instr::LocalSet { local, .. } | Instr::LocalTee { local, .. } => *local == wanted,
            _ => false,
        })
    };
    let locals = place.locals();
    let decided = (0..body.len()).filter(|at| match body[*at] {
        Instr::BrIf(jump) => jump.target == header || jump.target > end,
        _ => false,
    });
    let mut counters = decided.filter_map(|at| {
        let before = match body[..at].split_last()? {
            (Instr::Unary(test), before) if test.name() == "i32.eqz" => before,
            _ => &body[..at],
        };
        let operand = |instr: Option<&Instr>| match instr? {
            Instr::LocalGet { local, .. } | Instr::LocalTee { local, .. } => {
                Some((Some(*local), *locals.get(local.at())?))
            }
            Instr::I32Const(value) => Some((None, Value::I32(*value))),
            Instr::I64Const(value) => Some((None, Value::I64(*value))),
            Instr::F32Const(bits) => Some((None, Value::F32(*bits))),
            Instr::F64Const(bits) => Some((None, Value::F64(*bits))),
            _ => None,
        };
        let from_end = |below: usize| before.len().checked_sub(below).map(|at| &before[at]);
        let (one, other) = match from_end(1)? {
            Instr::Binary(op) if compares(op.name()) => {
                (operand(from_end(3))?, operand(from_end(2))?)
            }
            // Compared with zero.
            _ => {
                let (local, now) = operand(from_end(1))?;
                ((local, now), (None, Value::default_of(now.ty())))
            }
        };
        let of = |(local, now): (Option<LocalIdx>, Value), (_, bound): (_, Value)| {
            let local = local.filter(|local| sets(*local))?;
            Some(Counter { local, now, bound })
        };
        of(one, other).or_else(|| of(other, one))
    });
    counters.next()
}

fn compares(name: &str) -> bool {
    let operation = name.split('.').nth(1).unwrap_or_default();
    ["eq", "ne", "lt", "gt", "le", "ge"]
        .iter()
        .any(|word| operation.split('_').next() == Some(word))
}

/// The pc of the `end` of a block.
fn end_of(code: &Code, start: u32) -> Option<u32> {
    let mut open = 0;
    for (pc, instr) in code.instrs.iter().enumerate().skip(start as usize) {
        match instr {
            Instr::Block(_) | Instr::Loop(_) | Instr::If { .. } | Instr::TryTable { .. } => {
                open += 1;
            }
            Instr::End => open -= 1,
            _ => {}
        }
        if open == 0 {
            return u32::try_from(pc).ok();
        }
    }
    None
}

/// Where the machine is in a loop at all.
#[must_use]
pub fn in_loop(machine: &Machine) -> bool {
    let depths = (0..machine.frames().len()).rev();
    let mut places = depths.filter_map(|depth| Place::at(machine, depth));
    places.any(|place| header(&place).is_some())
}
