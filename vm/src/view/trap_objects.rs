//! What goes wrong with references and with what they refer to, in numbers.

use super::Place;
use super::trap::beyond;
use super::types::{found_type, reference_type};
use crate::runtime::{Ref, Trap, Value};
use crate::syntax::{DataIdx, ElemIdx, ObjectInstr, RefType};

type Failed = Option<(Trap, String)>;

/// A reference that is null where it must not be.
pub(super) fn null(trap: Trap) -> Failed {
    Some((trap, "the reference is null".to_owned()))
}

/// As [`null`], if the value is.
pub(super) fn is_null(value: Value, trap: Trap) -> Failed {
    match value {
        Value::Ref(_, Ref::Null) => null(trap),
        _ => None,
    }
}

/// A cast to a type that a reference is not of.
pub(super) fn cast(place: &Place<'_>, reference: Ref, wanted: RefType) -> Failed {
    let store = place.machine.store();
    if store.fits(reference, place.instance.ref_type(wanted)) {
        return None;
    }
    let wanted = reference_type(place.module, wanted);
    let detail = match found_type(place.machine, place.instance, reference) {
        Some(found) => format!("{reference} has type {found}, the cast wants {wanted}"),
        None => format!("the reference is {reference}, the cast wants {wanted}"),
    };
    Some((Trap::CastFailure, detail))
}

/// An instruction on the heap with its operands. What it checks first comes first.
pub(super) fn object(place: &Place<'_>, instr: ObjectInstr, operands: &[Value]) -> Failed {
    use ObjectInstr as O;
    let slot = |index: usize| Some(operands.get(index)?.to_slots()[0]);
    let operand = |index: usize| operands.get(index).copied();
    match instr {
        O::StructGet { .. } | O::StructSet { .. } => {
            is_null(operand(0)?, Trap::NullStructureReference)
        }
        O::I31Get(_) => is_null(operand(0)?, Trap::NullI31Reference),
        O::ArrayLen => is_null(operand(0)?, Trap::NullArrayReference),
        O::ArrayGet { .. } | O::ArraySet(_) => is_null(operand(0)?, Trap::NullArrayReference)
            .or_else(|| element(place, operand(0)?, slot(1)?)),
        O::ArrayFill(_) => is_null(operand(0)?, Trap::NullArrayReference)
            .or_else(|| elements(place, operand(0)?, slot(1)?, slot(3)?)),
        O::ArrayCopy { .. } => is_null(operand(0)?, Trap::NullArrayReference)
            .or_else(|| is_null(operand(2)?, Trap::NullArrayReference))
            .or_else(|| elements(place, operand(0)?, slot(1)?, slot(4)?))
            .or_else(|| elements(place, operand(2)?, slot(3)?, slot(4)?)),
        O::ArrayInitData { ty, data } => {
            let width = place.module.types.element(ty).storage.bytes();
            is_null(operand(0)?, Trap::NullArrayReference)
                .or_else(|| elements(place, operand(0)?, slot(1)?, slot(3)?))
                .or_else(|| bytes(place, data, slot(2)?, slot(3)?, width))
        }
        O::ArrayInitElem { elem, .. } => is_null(operand(0)?, Trap::NullArrayReference)
            .or_else(|| elements(place, operand(0)?, slot(1)?, slot(3)?))
            .or_else(|| items(place, elem, slot(2)?, slot(3)?)),
        O::ArrayNewData { ty, data } => {
            let width = place.module.types.element(ty).storage.bytes();
            bytes(place, data, slot(0)?, slot(1)?, width)
        }
        O::ArrayNewElem { elem, .. } => items(place, elem, slot(0)?, slot(1)?),
        O::StructNew(_)
        | O::StructNewDefault(_)
        | O::ArrayNew(_)
        | O::ArrayNewDefault(_)
        | O::ArrayNewFixed { .. }
        | O::RefI31
        | O::AnyConvertExtern
        | O::ExternConvertAny => None,
    }
}

/// The length of an array.
fn length(place: &Place<'_>, array: Value) -> Option<u64> {
    let Value::Ref(_, reference) = array else {
        return None;
    };
    let object = place.machine.store().heap().get(reference.object()?)?;
    Some(object.fields())
}

fn element(place: &Place<'_>, array: Value, index: u64) -> Failed {
    let len = length(place, array)?;
    if index < len {
        return None;
    }
    let detail = format!("index {index} + 1 > {len}, the length of {array}");
    Some((Trap::OutOfBoundsArrayAccess, detail))
}

fn elements(place: &Place<'_>, array: Value, start: u64, count: u64) -> Failed {
    let len = length(place, array)?;
    let detail = beyond(
        "element",
        start,
        count,
        len,
        &format!("the length of {array}"),
    )?;
    let detail = detail.replacen("element", "index", 1);
    Some((Trap::OutOfBoundsArrayAccess, detail))
}

/// So many elements of `width` bytes from a data segment.
fn bytes(place: &Place<'_>, data: DataIdx, start: u64, count: u64, width: usize) -> Failed {
    let addr = place.instance.datas[data.at()];
    let len = place.machine.store().data_len(addr);
    let what = format!("the size of data segment {data}");
    let detail = beyond(
        "byte",
        start,
        count.saturating_mul(width as u64),
        len,
        &what,
    )?;
    Some((Trap::OutOfBoundsMemoryAccess, detail))
}

fn items(place: &Place<'_>, elem: ElemIdx, start: u64, count: u64) -> Failed {
    let addr = place.instance.elems[elem.at()];
    let len = place.machine.store().elem_len(addr);
    let what = format!("the size of element segment {elem}");
    let detail = beyond("element", start, count, len, &what)?;
    Some((Trap::OutOfBoundsTableAccess, detail))
}
