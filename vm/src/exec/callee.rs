//! Which function a call calls.

use crate::runtime::{Func, FuncAddr, Instance, Ref, Table, Trap, Types};
use crate::syntax::{TableIdx, TypeIdx};

/// The function that a reference refers to (section 4.6.2, `call_ref`).
#[inline]
pub(super) fn referred(slot: u64) -> Result<FuncAddr, Trap> {
    match Ref::from_slot(slot) {
        Ref::Func(addr) => Ok(addr),
        _ => Err(Trap::NullFunctionReference),
    }
}

/// The function that an indirect call calls (section 4.4.9, `call_indirect`).
#[inline]
pub(super) fn indirect(
    instance: &Instance,
    tables: &[Table],
    funcs: &[Func],
    types: &Types,
    ty: TypeIdx,
    table: TableIdx,
    index: u64,
) -> Result<FuncAddr, Trap> {
    let table = &tables[instance.tables[table.at()].at()];
    match table.get(index).ok_or(Trap::UndefinedElement)? {
        Ref::Func(addr) if types.is_subtype(funcs[addr.at()].def(), instance.types[ty.at()]) => {
            Ok(addr)
        }
        Ref::Null => Err(Trap::UninitializedElement),
        _ => Err(Trap::IndirectCallTypeMismatch),
    }
}
