//! Places that an instruction names, and how many slots it pushes.

use super::flow::Body;
use super::span::{Space, Span};
use crate::runtime::{ObjectAddr, Ref};
use crate::syntax::{Instr, MemIdx, Module, TableIdx, TypeIdx, ValType};

/// Bytes of a memory of the function's module.
pub(super) fn memory(body: &Body<'_>, mem: MemIdx, start: u64, len: u64) -> Span {
    Span::new(Space::Memory(body.instance.memories[mem.at()]), start, len)
}

pub(super) fn table(body: &Body<'_>, table: TableIdx, start: u64, len: u64) -> Span {
    Span::new(Space::Table(body.instance.tables[table.at()]), start, len)
}

/// The number of the object that a slot refers to. No object has the one that is given for
/// none.
pub(super) fn number(slot: u64) -> u64 {
    let object = Ref::from_slot(slot).object();
    object.map_or(u64::MAX, ObjectAddr::number)
}

pub(super) fn field(object: u64, start: u64, len: u64) -> Span {
    Span::new(Space::Object(number(object)), start, len)
}

/// The slots that a field or an element takes on the stack.
pub(super) fn field_slots(module: &Module, ty: TypeIdx, field: usize) -> usize {
    let fields = module.types.get(ty).fields();
    let field = fields.get(field).map(|field| field.storage.unpacked());
    field.map_or(1, |ty| ty.slots() as usize)
}

pub(super) fn slots_of(types: &[ValType]) -> usize {
    types.iter().map(|ty| ty.slots() as usize).sum()
}

/// Slots that an instruction pushes which neither moves values nor control.
pub(super) fn pushed(instr: &Instr, module: &Module) -> usize {
    let slots = |ty: Option<ValType>| ty.map_or(0, |ty| ty.slots() as usize);
    match instr {
        Instr::Select { wide, .. } => 1 + usize::from(*wide),
        Instr::Wide(_) => 2,
        Instr::Vector(instr) => slots(instr.effect().1),
        Instr::VectorMemory(access, _) => slots(access.effect().1),
        Instr::Object(instr) => slots(instr.gives(module)),
        Instr::TableGet(_)
        | Instr::TableSize(_)
        | Instr::TableGrow(_)
        | Instr::Load(..)
        | Instr::MemorySize(_)
        | Instr::MemoryGrow(_)
        | Instr::RefNull(_)
        | Instr::RefIsNull
        | Instr::RefFunc(_)
        | Instr::RefEq
        | Instr::RefTest(_)
        | Instr::I32Const(_)
        | Instr::I64Const(_)
        | Instr::F32Const(_)
        | Instr::F64Const(_)
        | Instr::Unary(_)
        | Instr::Truncate(_)
        | Instr::Binary(_)
        | Instr::Divide(_) => 1,
        _ => 0,
    }
}
