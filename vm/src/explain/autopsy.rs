//! Why an instruction traps, taken apart: what it was given, what that was held against, and
//! who called.

use crate::runtime::{Machine, Status};
use crate::syntax::{Instr, ObjectInstr};
use crate::view::{Bound, Lens, Place, ValueView, failure, instr_text};
use serde::Serialize;

/// A trap taken apart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Autopsy {
    /// In the specification's words.
    pub message: String,
    /// The condition that failed, in numbers.
    pub detail: String,
    /// The same in its parts.
    pub bound: Bound,
    /// The instruction as it is written; absent where a call from outside had no room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instruction: Option<String>,
    /// What it takes, bottom first.
    pub operands: Vec<Operand>,
    /// Where the instruction is, and the calls that wait, innermost first; the first
    /// [`Autopsy::MOST_CALLS`].
    pub calls: Vec<Call>,
    /// How many calls there are in all.
    pub depth: usize,
}

/// An operand of an instruction that traps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Operand {
    /// What it is to the instruction: `address`, `divisor`, `index`.
    pub role: &'static str,
    /// Whether the condition is about it.
    pub decides: bool,
    /// Which operand of the frame it is, from 0 at the bottom.
    pub index: usize,
    /// What it is.
    pub value: ValueView,
}

/// A frame of the call stack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the members are those of a frame of a state")]
pub struct Call {
    pub depth: usize,
    pub func: u32,
    pub name: String,
    pub pc: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

impl Autopsy {
    /// At most so many calls are listed.
    pub const MOST_CALLS: usize = 16;
}

/// Why the instruction that a machine stands at has trapped, or will; `None` when it does
/// not.
///
/// ```
/// # use wasmscope::{explain, load, runtime::{self, Machine, MachineLimits}, view};
/// # let text = r#"(module (memory 1) (func (export "main") (result i32) (i32.load (i32.const 65534))))"#;
/// # let program = load::load(text.as_bytes()).unwrap();
/// # let mut machine = Machine::new(MachineLimits::default());
/// # let main = machine.instantiate(&program.module, &[]).unwrap();
/// # let Some(runtime::ExternVal::Func(func)) = machine.store().instance(main).export("main") else { unreachable!() };
/// # machine.enter_call(func, &[]).unwrap();
/// machine.step();
/// let autopsy = explain::autopsy(&machine, view::Lens::default()).expect("it will trap");
/// assert_eq!(autopsy.detail, "address 65534 + 4 bytes > 65536, the size of memory 0");
/// assert_eq!(autopsy.operands[0].role, "address");
/// assert!(matches!(autopsy.bound, view::Bound::Range(range) if range.size == 65536));
/// ```
#[must_use]
pub fn autopsy(machine: &Machine, lens: Lens<'_>) -> Option<Autopsy> {
    if !matches!(machine.status(), Status::Running | Status::Trapped(_)) {
        return None;
    }
    let failure = failure(machine)?;
    let place = Place::innermost(machine);
    Some(Autopsy {
        message: failure.trap.message().to_owned(),
        detail: failure.detail,
        bound: failure.bound,
        instruction: place
            .as_ref()
            .map(|place| instr_text(place.module, place.code, place.frame.pc)),
        operands: place.map_or_else(Vec::new, |place| operands(&place)),
        calls: calls(machine, lens),
        depth: machine.frames().len(),
    })
}

fn operands(place: &Place<'_>) -> Vec<Operand> {
    let all = place.operands();
    let roles = roles(place, all.len());
    let first = all.len().saturating_sub(roles.len());
    let values = (first..).zip(all[first..].iter().copied());
    let operands = values.zip(roles).map(|((index, value), role)| Operand {
        role,
        decides: decides(place.instr, role),
        index,
        value: ValueView::named(value, place.module),
    });
    operands.collect()
}

/// Whether an operand has to do with whether its instruction traps.
fn decides(instr: &Instr, role: &str) -> bool {
    match role {
        "argument" | "vector" => false,
        "value" => matches!(instr, Instr::Truncate(_)),
        _ => true,
    }
}

/// What the operands of an instruction are to it, bottom first; `most` at most.
fn roles(place: &Place<'_>, most: usize) -> Vec<&'static str> {
    let arguments = |count: usize, last: &[&'static str]| {
        let mut roles = vec!["argument"; count.min(most.saturating_sub(last.len()))];
        roles.extend_from_slice(last);
        roles
    };
    let params = |ty| place.module.types.func(ty).params.len();
    let named: &[&'static str] = match place.instr {
        Instr::Divide(_) => &["dividend", "divisor"],
        Instr::Truncate(_) => &["value"],
        Instr::Load(..) | Instr::TableGet(_) => match place.instr {
            Instr::Load(..) => &["address"],
            _ => &["index"],
        },
        Instr::Store(..) => &["address", "value"],
        Instr::VectorMemory(op, _) if op.effect().0 == 2 => &["address", "vector"],
        Instr::VectorMemory(..) => &["address"],
        Instr::MemoryFill(_) | Instr::TableFill(_) => &["destination", "value", "count"],
        Instr::MemoryCopy { .. }
        | Instr::MemoryInit { .. }
        | Instr::TableCopy { .. }
        | Instr::TableInit { .. } => &["destination", "source", "count"],
        Instr::TableSet(_) => &["index", "value"],
        Instr::Call(func) | Instr::ReturnCall(func) => {
            return arguments(place.module.func_type(*func).params.len(), &[]);
        }
        Instr::CallIndirect { ty, .. } | Instr::ReturnCallIndirect { ty, .. } => {
            return arguments(params(*ty), &["index"]);
        }
        Instr::CallRef(ty) | Instr::ReturnCallRef(ty) => {
            return arguments(params(*ty), &["function"]);
        }
        Instr::ThrowRef => &["exception"],
        Instr::RefAsNonNull | Instr::RefCast(_) => &["reference"],
        Instr::Object(instr) => object(*instr),
        _ => &[],
    };
    let skip = named.len().saturating_sub(most);
    named[skip..].to_vec()
}

fn object(instr: ObjectInstr) -> &'static [&'static str] {
    use ObjectInstr as O;
    match instr {
        O::StructGet { .. } => &["struct"],
        O::StructSet { .. } => &["struct", "value"],
        O::I31Get(_) => &["reference"],
        O::ArrayLen => &["array"],
        O::ArrayGet { .. } => &["array", "index"],
        O::ArraySet(_) => &["array", "index", "value"],
        O::ArrayFill(_) => &["array", "index", "value", "count"],
        O::ArrayCopy { .. } => &["array", "destination", "source array", "source", "count"],
        O::ArrayInitData { .. } | O::ArrayInitElem { .. } => {
            &["array", "destination", "source", "count"]
        }
        O::ArrayNewData { .. } | O::ArrayNewElem { .. } => &["source", "count"],
        O::StructNew(_)
        | O::StructNewDefault(_)
        | O::ArrayNew(_)
        | O::ArrayNewDefault(_)
        | O::ArrayNewFixed { .. }
        | O::RefI31
        | O::AnyConvertExtern
        | O::ExternConvertAny => &[],
    }
}

fn calls(machine: &Machine, lens: Lens<'_>) -> Vec<Call> {
    let depths = (0..machine.frames().len()).rev().take(Autopsy::MOST_CALLS);
    let places = depths.filter_map(|depth| Place::at(machine, depth));
    let calls = places.map(|place| {
        let position = lens.position(machine, place.module, place.func, place.frame.pc);
        Call {
            depth: place.depth,
            func: place.func.0,
            name: place.name(),
            pc: place.frame.pc,
            line: position.map(|(line, _)| line),
            column: position.map(|(_, column)| column),
        }
    });
    calls.collect()
}
