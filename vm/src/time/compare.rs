//! Two runs beside each other: where they begin to differ.
//!
//! Both are executed again in lock step. What counts is what they do: which instruction comes
//! next, and which values it gives. Values that lie somewhere and are not looked at make no
//! difference.

use super::replay::Replay;
use super::{BranchId, Timeline};
use crate::runtime::{Func, FuncAddr, Machine, Status, Value};
use crate::syntax::Instr;
use crate::view::Place;
use std::sync::Arc;

/// Operands that are compared after each instruction, from the top.
const OPERANDS: usize = 8;

/// Where two runs differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The step of the one run.
    pub left: u64,
    /// The step of the other.
    pub right: u64,
    /// What is different there, in a sentence.
    pub text: String,
}

/// Two runs that are compared, a part at a time.
///
/// ```
/// use wasmscope::exec::Edit;
/// use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Value};
/// use wasmscope::time::{BranchId, Comparison, History, Timeline};
///
/// let text = r#"(module (func (export "sign") (param $n i32) (result i32)
///     (if (result i32) (i32.lt_s (local.get $n) (i32.const 0))
///       (then (i32.const -1)) (else (i32.const 1)))))"#;
/// let program = wasmscope::load::load(text.as_bytes()).unwrap();
/// let mut machine = Machine::new(MachineLimits::default());
/// let instance = machine.instantiate(&program.module, &[]).unwrap();
/// let Some(ExternVal::Func(sign)) = machine.store().instance(instance).export("sign")
///     else { unreachable!() };
/// machine.enter_call(sign, &[Value::I32(4)]).unwrap();
/// let mut timeline = Timeline::new(machine, History::default());
/// timeline.run(u64::MAX);
/// timeline.seek(0, u64::MAX);
/// timeline.edit(Edit::Arguments(vec![Value::I32(-4)])).unwrap();
///
/// let mut runs = Comparison::of_branches(&timeline, BranchId(0), BranchId(1)).unwrap();
/// while !runs.advance(1_000) {}
/// let values = runs.values().unwrap();
/// assert_eq!((values.left, &*values.text), (0, "local.get of sign gives i32 4 in main and -4 in branch 1."));
/// let control = runs.control().unwrap();
/// assert_eq!((control.left, &*control.text), (4, "main goes on with i32.const of sign, pc 6, and branch 1 goes on with i32.const of sign, pc 4."));
/// ```
#[derive(Clone, Debug)]
pub struct Comparison {
    left: Replay,
    right: Replay,
    /// Steps beyond which nobody has looked.
    last: u64,
    /// The modules are the same, byte for byte.
    same_module: bool,
    /// The last two functions compared, and whether they are the same.
    funcs: Option<((FuncAddr, FuncAddr), bool)>,
    values: Option<Difference>,
    control: Option<Difference>,
    is_done: bool,
}

impl Comparison {
    /// Two runs, of one program or of two, from the states that they are in: both have to be
    /// as far.
    #[must_use]
    pub fn new(left: Replay, right: Replay) -> Self {
        let modules = |replay: &Replay| {
            let instances = replay.machine.store().instances().iter();
            instances
                .map(|one| Arc::clone(&one.module.bytes))
                .collect::<Vec<_>>()
        };
        let first = left.machine.steps().max(right.machine.steps());
        Self {
            same_module: modules(&left) == modules(&right),
            last: left.known.max(right.known).max(first),
            left,
            right,
            funcs: None,
            values: None,
            control: None,
            is_done: false,
        }
    }

    /// Two branches, from about where they part. `None` when there is no such branch.
    #[must_use]
    pub fn of_branches(timeline: &Timeline, left: BranchId, right: BranchId) -> Option<Self> {
        let from = timeline.lines.common(left, right);
        let mut left = timeline.replay(left, from)?;
        let mut right = timeline.replay(right, from)?;
        // The one may have been saved later than the other.
        let ahead = left.machine.steps().max(right.machine.steps());
        for replay in [&mut left, &mut right] {
            while replay.machine.steps() < ahead && replay.step() {}
        }
        Some(Self::new(left, right))
    }

    /// Compares on, over at most so many steps. True when all is compared: there is no more
    /// to be found.
    pub fn advance(&mut self, fuel: u64) -> bool {
        for _ in 0..fuel {
            if self.is_done {
                break;
            }
            self.is_done = !self.compare();
        }
        self.is_done
    }

    /// The step that it has come to.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.left.machine.steps().min(self.right.machine.steps())
    }

    /// The last step that is known of either run: where comparing ends at the latest.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.last
    }

    /// The first instruction that gives other values, found so far.
    #[must_use]
    pub fn values(&self) -> Option<&Difference> {
        self.values.as_ref()
    }

    /// Where the runs go on with different instructions, or one ends, if that is found.
    #[must_use]
    pub fn control(&self) -> Option<&Difference> {
        self.control.as_ref()
    }

    /// The first of both.
    #[must_use]
    pub fn first(&self) -> Option<&Difference> {
        self.values.as_ref().or(self.control.as_ref())
    }

    /// What is found so far, in a sentence or two.
    #[must_use]
    pub fn sentence(&self) -> String {
        let steps = self.step();
        match (&self.values, &self.control) {
            (None, None) => format!("The runs do the same up to step {steps}."),
            (Some(one), None) | (None, Some(one)) => {
                format!("First difference at step {}: {}", one.left, one.text)
            }
            (Some(values), Some(control)) => format!(
                "First difference at step {}: {} At step {}, {}",
                values.left, values.text, control.left, control.text
            ),
        }
    }

    /// Compares what comes next and executes it; false when that is all.
    fn compare(&mut self) -> bool {
        if let Some(text) = self.parted() {
            self.control = Some(self.difference(text));
            return false;
        }
        if self.left.is_over() || self.step() >= self.last {
            return false;
        }
        if self.values.is_none()
            && let (Some(one), Some(other)) = (self.left.answer(), self.right.answer())
            && one != other
        {
            let text = format!("the host answers otherwise in {}.", self.right.name);
            self.values = Some(self.difference(text));
        }
        let site = site(&self.left.machine);
        let (left, right) = (self.step(), self.right.machine.steps());
        if !(self.left.step() & self.right.step()) {
            return false;
        }
        if self.values.is_none()
            && let Some((one, other)) = self.other_values()
        {
            let is_changed = self.left.is_changed() || self.right.is_changed();
            self.values = Some(match is_changed {
                true => self.difference(format!("a value was changed by hand, {one} or {other}.")),
                false => {
                    let names = (&self.left.name, &self.right.name);
                    let what = said(&self.left.machine, site);
                    let text = format!(
                        "{what} gives {one} in {} and {other} in {}.",
                        names.0, names.1
                    );
                    Difference { left, right, text }
                }
            });
        }
        true
    }

    fn difference(&self, text: String) -> Difference {
        Difference {
            left: self.left.machine.steps(),
            right: self.right.machine.steps(),
            text,
        }
    }

    /// How the runs go on, when that is not the same.
    fn parted(&mut self) -> Option<String> {
        let (left, right) = (&self.left.machine, &self.right.machine);
        let is_same = match (left.status(), right.status()) {
            (Status::Running, Status::Running) => {
                match (Place::innermost(left), Place::innermost(right)) {
                    (Some(one), Some(other)) => {
                        let pair = (one.frame.func, other.frame.func);
                        let same_func = match self.funcs {
                            Some((funcs, same)) if funcs == pair => same,
                            _ => one.name() == other.name(),
                        };
                        self.funcs = Some((pair, same_func));
                        let same_op = match self.same_module {
                            true => one.frame.pc == other.frame.pc,
                            false => one.instr.name() == other.instr.name(),
                        };
                        same_func && same_op && one.depth == other.depth
                    }
                    (one, other) => one.is_none() == other.is_none(),
                }
            }
            (one, other) => one == other,
        };
        (!is_same).then(|| {
            let names = (&self.left.name, &self.right.name);
            let (one, other) = (goes_on(left), goes_on(right));
            let text = format!("{} {one} and {} {other}", names.0, names.1);
            format!("{}.", text.trim_end_matches(','))
        })
    }

    /// The topmost operands, when they differ.
    fn other_values(&self) -> Option<(String, String)> {
        let (one, other) = (top(&self.left.machine), top(&self.right.machine));
        let count = match one.len() == other.len() {
            true => one.len().min(OPERANDS),
            // Of two programs, what lies below need not be the same.
            false => one.len().min(other.len()).min(1),
        };
        let differs = one[one.len() - count..] != other[other.len() - count..];
        differs.then(|| {
            let (one, other) = (shown(&self.left.machine), shown(&self.right.machine));
            match (one, other) {
                (Some(one), Some(other)) if one.ty() == other.ty() => {
                    (format!("{} {one}", one.ty()), other.to_string())
                }
                (one, other) => (typed(one), typed(other)),
            }
        })
    }
}

/// The operands of the innermost frame, as slots.
fn top(machine: &Machine) -> &[u64] {
    let Some(depth) = machine.frames().len().checked_sub(1) else {
        return &[];
    };
    let slots = machine.frame_slots(depth);
    let code = machine.store().code(machine.frames()[depth].func);
    let operands = code.and_then(|code| slots.get(code.local_slots as usize..));
    operands.unwrap_or(&[])
}

/// The topmost operand.
fn shown(machine: &Machine) -> Option<Value> {
    Place::innermost(machine)?.operands().last().copied()
}

fn typed(value: Option<Value>) -> String {
    value.map_or_else(
        || "nothing".to_owned(),
        |value| format!("{} {value}", value.ty()),
    )
}

/// The instruction that comes next.
fn site(machine: &Machine) -> Option<(FuncAddr, Instr)> {
    let place = Place::innermost(machine)?;
    Some((place.frame.func, *place.instr))
}

/// An instruction and its function.
fn said(machine: &Machine, site: Option<(FuncAddr, Instr)>) -> String {
    let Some((func, instr)) = site else {
        return "the host".to_owned();
    };
    match machine.store().func(func) {
        Func::Wasm {
            instance, index, ..
        } => {
            let module = &machine.store().instance(*instance).module;
            format!("{} of {}", instr.name(), module.func_name(*index))
        }
        Func::Host { name, .. } => name.to_string(),
    }
}

/// How a run goes on.
fn goes_on(machine: &Machine) -> String {
    match machine.status() {
        Status::Ready => "was not begun".to_owned(),
        Status::Running => {
            let pc = machine.frames().last().map_or(0, |frame| frame.pc);
            format!("goes on with {}, pc {pc},", said(machine, site(machine)))
        }
        Status::Returned(results) if results.is_empty() => "has returned".to_owned(),
        Status::Returned(results) => {
            let results: Vec<String> = results.iter().map(Value::to_string).collect();
            format!("has returned {}", results.join(", "))
        }
        Status::Trapped(trap) => format!("has trapped: {}", trap.message()),
        Status::Thrown(_) => "has ended with an exception".to_owned(),
        Status::Exited(code) => format!("was ended by the host with {code}"),
    }
}
