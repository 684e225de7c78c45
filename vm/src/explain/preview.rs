//! Where the next branch goes, on the label stack.

use super::condition::of_branch;
use crate::observe::{own_operand, taken_branch};
use crate::runtime::{Machine, Status, Value};
use crate::syntax::{Instr, Jump, LabelKind};
use crate::view::{Place, ValueView};
use serde::Serialize;

/// What the next instruction, which is a branch, will do to labels and operands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BranchPreview {
    /// Whether it is taken.
    pub taken: bool,
    /// What decided, with the numbers: `the condition is 3, not 0`. Empty for `br`.
    pub because: String,
    /// The label that it goes to, or would go to: 0 is the innermost.
    pub label: usize,
    /// What opened the label.
    pub kind: &'static str,
    /// How many labels, from the innermost one on, are gone then. The label of a `loop` is
    /// among them: the `loop`, which is executed again, puts it back.
    pub popped: usize,
    /// The operands that it carries, bottom first.
    pub carried: Vec<ValueView>,
    /// How many operands below those are dropped.
    pub dropped: usize,
    /// Where execution goes on then.
    pub target: u32,
    /// Whether it leaves the function.
    pub leaves: bool,
}

/// What the next instruction does, if it is a branch (`br`, `br_if`, `br_table`, `br_on_…`);
/// else `None`.
///
/// ```
/// # use wasmscope::{explain, load, runtime::{self, Machine, MachineLimits}};
/// # let text = "(module (func (export \"main\") (block (br_if 0 (i32.const 3)))))";
/// # let program = load::load(text.as_bytes()).unwrap();
/// # let mut machine = Machine::new(MachineLimits::default());
/// # let main = machine.instantiate(&program.module, &[]).unwrap();
/// # let Some(runtime::ExternVal::Func(func)) = machine.store().instance(main).export("main") else { unreachable!() };
/// # machine.enter_call(func, &[]).unwrap();
/// machine.step(); // block
/// machine.step(); // i32.const 3
/// let preview = explain::branch(&machine).expect("a branch");
/// assert!(preview.taken);
/// assert_eq!(preview.because, "the condition is 3, not 0");
/// assert_eq!((preview.label, preview.kind, preview.popped), (0, "block", 1));
/// ```
#[must_use]
pub fn branch(machine: &Machine) -> Option<BranchPreview> {
    if *machine.status() != Status::Running {
        return None;
    }
    let place = Place::innermost(machine)?;
    let situation = place.situation();
    let operands = place.operands_of(&situation);
    let taken = taken_branch(&place, &operands);
    let jump = taken.or_else(|| jump(&place))?;
    let depth = jump.label().at();
    let label = situation.labels.get(depth)?;
    // Where it is not taken, `br_on_non_null` would carry what it drops.
    let above = operands.len().checked_sub(own_operand(place.instr))?;
    let first = above.checked_sub(label.arity)?;
    let carried = operands[first..above].iter();
    let carried = carried.map(|value| ValueView::named(*value, place.module));
    let leaves = label.kind == LabelKind::Func;
    let top = operands.last().copied().unwrap_or(Value::I32(0));
    let because = of_branch(place.instr, place.code, place.module, top, taken.is_some());
    Some(BranchPreview {
        taken: taken.is_some(),
        because,
        label: depth,
        kind: label.kind.name(),
        popped: depth + 1,
        carried: carried.collect(),
        dropped: first.saturating_sub(label.height),
        target: label.target,
        leaves,
    })
}

/// Where a branch goes that is not taken.
fn jump(place: &Place<'_>) -> Option<Jump> {
    match place.instr {
        Instr::BrIf(jump) | Instr::BrOnNull(jump) | Instr::BrOnNonNull(jump) => Some(*jump),
        Instr::BrOnCast { cast, .. } => {
            Some(place.code.casts.get(usize::try_from(*cast).ok()?)?.jump)
        }
        _ => None,
    }
}
