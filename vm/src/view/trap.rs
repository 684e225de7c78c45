//! What goes wrong at an instruction, in numbers.
//!
//! A machine that has trapped keeps its operands, so the same reading serves before the
//! instruction, when it says what will happen, and after it.

use super::trap_objects::{cast, is_null, null, object};
use super::{Place, func_type};
use crate::exec::{is_tail_call, num};
use crate::runtime::{Func, FuncAddr, Machine, Ref, Status, Trap, Value};
use crate::syntax::{DivideOp, Instr, MemArg, MemIdx, TableIdx, TruncateOp, TypeIdx, ValType};

/// A trap, and the condition that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Which trap.
    pub trap: Trap,
    /// The condition, with the numbers: `65534 + 4 > 65536`.
    pub detail: String,
}

/// Why the instruction that a machine stands at will trap, or has; `None` when it will
/// not.
#[must_use]
pub fn failure(machine: &Machine) -> Option<Failure> {
    let Some(place) = Place::innermost(machine) else {
        // A call from outside for which there is no room traps before there is a frame.
        return match machine.status() {
            Status::Trapped(trap) => Some(Failure {
                trap: *trap,
                detail: no_room(machine),
            }),
            _ => None,
        };
    };
    let (trap, detail) = of(&place)?;
    Some(Failure { trap, detail })
}

fn no_room(machine: &Machine) -> String {
    let limits = machine.limits();
    format!(
        "no room for the frame: {} frames and {} stack slots are the limit",
        limits.frames, limits.slots
    )
}

fn of(place: &Place<'_>) -> Option<(Trap, String)> {
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
            Some((Trap::Unreachable, detail.to_owned()))
        }
        Instr::Divide(op) => {
            let trap = num::divide(*op, slot(1)?, slot(0)?).err()?;
            Some((trap, division(*op, value(1)?, value(0)?)))
        }
        Instr::Truncate(op) => {
            let trap = num::truncate(*op, slot(0)?).err()?;
            Some((trap, truncation(*op, trap, value(0)?)))
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
            let what = format!("the size of data segment {data}");
            beyond("byte", slot(1)?, slot(0)?, len, &what)
                .map(|detail| (Trap::OutOfBoundsMemoryAccess, detail))
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
            let what = format!("the size of element segment {elem}");
            beyond("element", slot(1)?, slot(0)?, len, &what)
                .map(|detail| (Trap::OutOfBoundsTableAccess, detail))
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

fn division(op: DivideOp, dividend: Value, divisor: Value) -> String {
    use DivideOp as Op;
    match op {
        Op::I32DivS | Op::I64DivS if divisor.to_slots()[0] != 0 => {
            let ty = dividend.ty();
            let quotient = dividend.to_string();
            // The smallest integer is the only dividend for which it happens.
            let quotient = quotient.trim_start_matches('-');
            format!("{dividend} / {divisor} = {quotient}, which is no {ty}")
        }
        Op::I32DivS | Op::I64DivS => format!("{dividend} / 0"),
        Op::I32RemS | Op::I64RemS => format!("the remainder of {dividend} / 0"),
        Op::I32DivU | Op::I64DivU => format!("{} / 0", unsigned(dividend)),
        Op::I32RemU | Op::I64RemU => format!("the remainder of {} / 0", unsigned(dividend)),
    }
}

/// An integer read without a sign.
pub(crate) fn unsigned(value: Value) -> u64 {
    value.to_slots()[0]
}

fn truncation(op: TruncateOp, trap: Trap, value: Value) -> String {
    use TruncateOp as Op;
    if trap == Trap::InvalidConversionToInteger {
        return format!("{value} has no integer value");
    }
    let signed = matches!(
        op,
        Op::I32TruncF32S | Op::I32TruncF64S | Op::I64TruncF32S | Op::I64TruncF64S
    );
    let (least, most) = range(op.result(), signed);
    let kind = if signed { "signed" } else { "unsigned" };
    let ty = op.result();
    format!("{value} is outside of the {kind} {ty}s, {least} to {most}")
}

/// The smallest and the largest integer of a type.
pub(crate) fn range(ty: ValType, signed: bool) -> (i128, i128) {
    let bits = if ty == ValType::I32 { 32 } else { 64 };
    match signed {
        true => (-(1 << (bits - 1)), (1 << (bits - 1)) - 1),
        false => (0, (1 << bits) - 1),
    }
}

fn access(place: &Place<'_>, arg: MemArg, addr: u64, bytes: u32) -> Option<(Trap, String)> {
    let (mem, offset) = (arg.mem(), arg.offset());
    let memory = place
        .machine
        .store()
        .memory(place.instance.memories[mem.at()]);
    let start = addr.checked_add(offset);
    if start.is_some_and(|start| memory.holds(start, u64::from(bytes))) {
        return None;
    }
    let offset = match offset {
        0 => String::new(),
        _ => format!(" + offset {offset}"),
    };
    let size = memory.len();
    let plural = if bytes == 1 { "" } else { "s" };
    let detail =
        format!("address {addr}{offset} + {bytes} byte{plural} > {size}, the size of memory {mem}");
    Some((Trap::OutOfBoundsMemoryAccess, detail))
}

/// What is wrong with a range, in things called `unit`, of something of this size.
pub(super) fn beyond(unit: &str, start: u64, count: u64, size: u64, what: &str) -> Option<String> {
    if start.checked_add(count).is_some_and(|end| end <= size) {
        return None;
    }
    let plural = if count == 1 { "" } else { "s" };
    Some(format!(
        "{unit} {start} + {count} {unit}{plural} > {size}, {what}"
    ))
}

fn memory_range(place: &Place<'_>, mem: MemIdx, start: u64, len: u64) -> Option<(Trap, String)> {
    let memory = place
        .machine
        .store()
        .memory(place.instance.memories[mem.at()]);
    if memory.holds(start, len) {
        return None;
    }
    let what = format!("the size of memory {mem}");
    let detail = beyond("byte", start, len, memory.len(), &what)?;
    let detail = detail.replacen("byte", "address", 1);
    Some((Trap::OutOfBoundsMemoryAccess, detail))
}

fn table_range(place: &Place<'_>, index: TableIdx, start: u64, len: u64) -> Option<(Trap, String)> {
    let table = place
        .machine
        .store()
        .table(place.instance.tables[index.at()]);
    let what = format!("the size of table {index}");
    let detail = beyond("element", start, len, table.len(), &what)?;
    Some((Trap::OutOfBoundsTableAccess, detail))
}

fn element(place: &Place<'_>, index: TableIdx, at: u64) -> Option<(Trap, String)> {
    let size = place
        .machine
        .store()
        .table(place.instance.tables[index.at()])
        .len();
    if at < size {
        return None;
    }
    let detail = format!("element {at} of table {index}, which has {size}");
    Some((Trap::OutOfBoundsTableAccess, detail))
}

fn indirect(place: &Place<'_>, ty: TypeIdx, index: TableIdx, at: u64) -> Option<(Trap, String)> {
    let store = place.machine.store();
    let table = store.table(place.instance.tables[index.at()]);
    match table.get(at) {
        None => {
            let (_, detail) = element(place, index, at)?;
            Some((Trap::UndefinedElement, detail))
        }
        Some(Ref::Func(addr)) => {
            let wanted = func_type(place.module, place.module.types.func(ty));
            let found = match store.func(addr) {
                Func::Wasm {
                    instance, index, ..
                } => {
                    let module = &store.instance(*instance).module;
                    func_type(module, module.func_type(*index))
                }
                Func::Host { ty, .. } => ty.to_string(),
            };
            let (def, wanted_def) = (store.func(addr).def(), place.instance.types[ty.at()]);
            if store.types().is_subtype(def, wanted_def) {
                return called(place, addr);
            }
            let detail = format!("the function has type {found}, the call wants {wanted}");
            Some((Trap::IndirectCallTypeMismatch, detail))
        }
        Some(Ref::Null) => {
            let detail = format!("element {at} of table {index} is null");
            Some((Trap::UninitializedElement, detail))
        }
        Some(_) => {
            let detail = format!("element {at} of table {index} is no function");
            Some((Trap::IndirectCallTypeMismatch, detail))
        }
    }
}

/// A call of what the topmost operand says.
fn called(place: &Place<'_>, callee: FuncAddr) -> Option<(Trap, String)> {
    match is_tail_call(place.instr) {
        true => tail_exhausted(place, callee),
        false => exhausted(place, callee, 1),
    }
}

/// A tail call for whose locals and operands there is no room.
fn tail_exhausted(place: &Place<'_>, callee: FuncAddr) -> Option<(Trap, String)> {
    let machine = place.machine;
    let Func::Wasm { code, .. } = machine.store().func(callee) else {
        return None;
    };
    let (below, frame) = (place.frame.base, code.local_slots + code.operand_slots);
    let most = machine.limits().slots;
    if below as usize + frame as usize <= most {
        return None;
    }
    let detail = format!("{below} + {frame} stack slots > {most}, the limit");
    Some((Trap::CallStackExhausted, detail))
}

/// A call for whose frame there is no room; `index` operands lie above the arguments.
fn exhausted(place: &Place<'_>, callee: FuncAddr, index: usize) -> Option<(Trap, String)> {
    let machine = place.machine;
    let Func::Wasm { code, .. } = machine.store().func(callee) else {
        return None;
    };
    let limits = machine.limits();
    let detail = if machine.frames().len() >= limits.frames {
        format!("{} frames, the limit", limits.frames)
    } else {
        let used = place.frame.base as usize + machine.frame_slots(place.depth).len() - index;
        let frame = code.local_slots + code.operand_slots - code.param_slots;
        let needed = used + frame as usize;
        if needed <= limits.slots {
            return None;
        }
        format!("{used} + {frame} stack slots > {}, the limit", limits.slots)
    };
    Some((Trap::CallStackExhausted, detail))
}
