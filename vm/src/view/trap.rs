//! What goes wrong at an instruction, in numbers.
//!
//! A machine that has trapped keeps its operands, so the same reading serves before the
//! instruction, when it says what will happen, and after it.

use super::Place;
use super::bound::{Bound, Range};
use super::trap_calls::{called, exhausted, indirect, tail_exhausted};
use super::trap_objects::{cast, is_null, null, object};
use crate::exec::num;
use crate::runtime::{Machine, Ref, Status, Trap, Value};
use crate::syntax::{DivideOp, Instr, MemArg, MemIdx, TableIdx, TruncateOp, ValType};

/// A trap, and the condition that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Which trap.
    pub trap: Trap,
    /// The condition, with the numbers: `65534 + 4 > 65536`.
    pub detail: String,
    /// The same in its parts.
    pub bound: Bound,
}

impl Failure {
    pub(super) fn new(trap: Trap, detail: impl Into<String>, bound: Bound) -> Self {
        let detail = detail.into();
        Self {
            trap,
            detail,
            bound,
        }
    }
}

/// Why the instruction that a machine stands at will trap, or has; `None` when it will
/// not.
#[must_use]
pub fn failure(machine: &Machine) -> Option<Failure> {
    let Some(place) = Place::innermost(machine) else {
        // A call from outside for which there is no room traps before there is a frame.
        return match machine.status() {
            Status::Trapped(trap) => Some(no_room(machine, *trap)),
            _ => None,
        };
    };
    of(&place)
}

fn no_room(machine: &Machine, trap: Trap) -> Failure {
    let limits = machine.limits();
    let detail = format!(
        "no room for the frame: {} frames and {} stack slots are the limit",
        limits.frames, limits.slots
    );
    let bound = Bound::Room {
        unit: "frames",
        used: 0,
        more: 1,
        most: limits.frames as u64,
    };
    Failure::new(trap, detail, bound)
}

fn of(place: &Place<'_>) -> Option<Failure> {
    let operands = place.operands();
    // The operand `depth` places below the topmost.
    let value = |depth: usize| {
        let index = operands.len().checked_sub(depth + 1)?;
        operands.get(index).copied()
    };
    let slot = |depth: usize| Some(value(depth)?.to_slots()[0]);
    match place.instr {
        Instr::Unreachable => {
            let detail = "the program says that control never comes here, and it did";
            Some(Failure::new(Trap::Unreachable, detail, Bound::Unreachable))
        }
        Instr::Divide(op) => {
            let trap = num::divide(*op, slot(1)?, slot(0)?).err()?;
            Some(division(*op, trap, value(1)?, value(0)?))
        }
        Instr::Truncate(op) => {
            let trap = num::truncate(*op, slot(0)?).err()?;
            Some(truncation(*op, trap, value(0)?))
        }
        Instr::Load(op, arg) => access(place, *arg, slot(0)?, op.bytes()),
        Instr::Store(op, arg) => access(place, *arg, slot(1)?, op.bytes()),
        Instr::VectorMemory(op, arg) => {
            // The address lies below the vector, if there is one.
            let addr = slot(op.effect().0 - 1)?;
            access(place, *arg, addr, op.bytes())
        }
        Instr::MemoryFill(mem) => memory_range(place, *mem, slot(2)?, slot(0)?),
        Instr::MemoryCopy { dst, src } => {
            let from = memory_range(place, *src, slot(1)?, slot(0)?);
            from.or_else(|| memory_range(place, *dst, slot(2)?, slot(0)?))
        }
        Instr::MemoryInit { mem, data } => {
            let len = place
                .machine
                .store()
                .data_len(place.instance.datas[data.at()]);
            data_range(data.0, slot(1)?, slot(0)?, len)
                .or_else(|| memory_range(place, *mem, slot(2)?, slot(0)?))
        }
        Instr::TableGet(table) => element(place, *table, slot(0)?),
        Instr::TableSet(table) => element(place, *table, slot(1)?),
        Instr::TableFill(table) => table_range(place, *table, slot(2)?, slot(0)?),
        Instr::TableCopy { dst, src } => {
            let from = table_range(place, *src, slot(1)?, slot(0)?);
            from.or_else(|| table_range(place, *dst, slot(2)?, slot(0)?))
        }
        Instr::TableInit { table, elem } => {
            let len = place
                .machine
                .store()
                .elem_len(place.instance.elems[elem.at()]);
            elem_range(elem.0, slot(1)?, slot(0)?, len)
                .or_else(|| table_range(place, *table, slot(2)?, slot(0)?))
        }
        Instr::Call(func) => exhausted(place, place.instance.funcs[func.at()], 0),
        Instr::ReturnCall(func) => tail_exhausted(place, place.instance.funcs[func.at()]),
        Instr::CallIndirect { ty, table } | Instr::ReturnCallIndirect { ty, table } => {
            indirect(place, *ty, *table, slot(0)?)
        }
        Instr::CallRef(_) | Instr::ReturnCallRef(_) => match value(0)? {
            Value::Ref(_, Ref::Func(addr)) => called(place, addr),
            _ => null(Trap::NullFunctionReference),
        },
        Instr::ThrowRef => is_null(value(0)?, Trap::NullExceptionReference),
        Instr::RefAsNonNull => is_null(value(0)?, Trap::NullReference),
        Instr::RefCast(ty) => {
            let Value::Ref(_, reference) = value(0)? else {
                return None;
            };
            cast(place, reference, *ty)
        }
        Instr::Object(instr) => {
            let count = instr.takes(place.module).min(operands.len());
            object(place, *instr, &operands[operands.len() - count..])
        }
        Instr::Nop
        | Instr::Block(_)
        | Instr::Loop(_)
        | Instr::If { .. }
        | Instr::Else { .. }
        | Instr::End
        | Instr::FuncEnd
        | Instr::Br(_)
        | Instr::BrIf(_)
        | Instr::BrTable { .. }
        | Instr::Return
        | Instr::BrOnNull(_)
        | Instr::BrOnNonNull(_)
        | Instr::BrOnCast { .. }
        | Instr::Throw(_)
        | Instr::TryTable { .. }
        | Instr::Drop { .. }
        | Instr::Select { .. }
        | Instr::LocalGet { .. }
        | Instr::LocalSet { .. }
        | Instr::LocalTee { .. }
        | Instr::GlobalGet(_)
        | Instr::GlobalSet(_)
        | Instr::TableSize(_)
        | Instr::TableGrow(_)
        | Instr::ElemDrop(_)
        | Instr::MemorySize(_)
        | Instr::MemoryGrow(_)
        | Instr::DataDrop(_)
        | Instr::RefNull(_)
        | Instr::RefIsNull
        | Instr::RefFunc(_)
        | Instr::RefEq
        | Instr::RefTest(_)
        | Instr::Vector(_)
        | Instr::I32Const(_)
        | Instr::I64Const(_)
        | Instr::F32Const(_)
        | Instr::F64Const(_)
        | Instr::Unary(_)
        | Instr::Wide(_)
        | Instr::Binary(_) => None,
    }
}

fn division(op: DivideOp, trap: Trap, dividend: Value, divisor: Value) -> Failure {
    use DivideOp as Op;
    let is_signed = matches!(op, Op::I32DivS | Op::I64DivS | Op::I32RemS | Op::I64RemS);
    let text = |value: Value| match is_signed {
        true => value.to_string(),
        false => unsigned(value).to_string(),
    };
    let shown = text(dividend);
    let detail = match op {
        Op::I32DivS | Op::I64DivS if divisor.to_slots()[0] != 0 => {
            let ty = dividend.ty();
            // The smallest integer is the only dividend for which it happens.
            let quotient = shown.trim_start_matches('-');
            format!("{dividend} / {divisor} = {quotient}, which is no {ty}")
        }
        Op::I32DivS | Op::I64DivS | Op::I32DivU | Op::I64DivU => format!("{shown} / 0"),
        Op::I32RemS | Op::I64RemS | Op::I32RemU | Op::I64RemU => {
            format!("the divisor is 0: {shown} / 0 has no remainder")
        }
    };
    let bound = Bound::Division {
        divisor: text(divisor),
        dividend: shown,
    };
    Failure::new(trap, detail, bound)
}

/// An integer read without a sign.
pub(crate) fn unsigned(value: Value) -> u64 {
    value.to_slots()[0]
}

fn truncation(op: TruncateOp, trap: Trap, value: Value) -> Failure {
    use TruncateOp as Op;
    let signed = matches!(
        op,
        Op::I32TruncF32S | Op::I32TruncF64S | Op::I64TruncF32S | Op::I64TruncF64S
    );
    let (least, most) = range(op.result(), signed);
    let kind = if signed { "signed" } else { "unsigned" };
    let ty = op.result();
    let detail = match trap {
        Trap::InvalidConversionToInteger => format!("{value} has no integer value"),
        _ => format!("{value} is outside of the {kind} {ty}s, {least} to {most}"),
    };
    let bound = Bound::Integer {
        value: value.to_string(),
        least: least.to_string(),
        most: most.to_string(),
    };
    Failure::new(trap, detail, bound)
}

/// The smallest and the largest integer of a type.
pub(crate) fn range(ty: ValType, signed: bool) -> (i128, i128) {
    let bits = if ty == ValType::I32 { 32 } else { 64 };
    match signed {
        true => (-(1 << (bits - 1)), (1 << (bits - 1)) - 1),
        false => (0, (1 << bits) - 1),
    }
}

fn access(place: &Place<'_>, arg: MemArg, addr: u64, bytes: u32) -> Option<Failure> {
    in_memory(place, arg.mem(), addr, arg.offset(), u64::from(bytes))
}

fn memory_range(place: &Place<'_>, mem: MemIdx, start: u64, len: u64) -> Option<Failure> {
    in_memory(place, mem, start, 0, len)
}

fn in_memory(
    place: &Place<'_>,
    mem: MemIdx,
    start: u64,
    offset: u64,
    count: u64,
) -> Option<Failure> {
    let store = place.machine.store();
    let memory = store.memory(place.instance.memories[mem.at()]);
    // A memory may end where addresses do.
    let first = start.checked_add(offset);
    if first.is_some_and(|first| memory.holds(first, count)) {
        return None;
    }
    let range = Range {
        of: format!("memory {mem}"),
        unit: "byte",
        start,
        offset,
        count,
        size: memory.len(),
    };
    beyond(range, Trap::OutOfBoundsMemoryAccess, "address", "size")
}

/// What is wrong with a range, if it does not fit.
pub(super) fn beyond(range: Range, trap: Trap, word: &str, measure: &str) -> Option<Failure> {
    let detail = range.beyond(word, measure)?;
    Some(Failure::new(trap, detail, Bound::Range(range)))
}

/// So many bytes of a data segment.
pub(super) fn data_range(data: u32, start: u64, count: u64, size: u64) -> Option<Failure> {
    let range = Range {
        of: format!("data segment {data}"),
        unit: "byte",
        start,
        offset: 0,
        count,
        size,
    };
    beyond(range, Trap::OutOfBoundsMemoryAccess, "byte", "size")
}

/// So many elements of an element segment.
pub(super) fn elem_range(elem: u32, start: u64, count: u64, size: u64) -> Option<Failure> {
    let range = Range {
        of: format!("element segment {elem}"),
        unit: "element",
        start,
        offset: 0,
        count,
        size,
    };
    beyond(range, Trap::OutOfBoundsTableAccess, "element", "size")
}

fn table_size(place: &Place<'_>, index: TableIdx) -> u64 {
    let table = place.instance.tables[index.at()];
    place.machine.store().table(table).len()
}

fn table_range(place: &Place<'_>, index: TableIdx, start: u64, count: u64) -> Option<Failure> {
    let range = Range {
        of: format!("table {index}"),
        unit: "element",
        start,
        offset: 0,
        count,
        size: table_size(place, index),
    };
    beyond(range, Trap::OutOfBoundsTableAccess, "element", "size")
}

pub(super) fn element(place: &Place<'_>, index: TableIdx, at: u64) -> Option<Failure> {
    let size = table_size(place, index);
    if at < size {
        return None;
    }
    let detail = format!("element {at} of table {index}, which has {size}");
    let range = Range {
        of: format!("table {index}"),
        unit: "element",
        start: at,
        offset: 0,
        count: 1,
        size,
    };
    Some(Failure::new(
        Trap::OutOfBoundsTableAccess,
        detail,
        Bound::Range(range),
    ))
}
