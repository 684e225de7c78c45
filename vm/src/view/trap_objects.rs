//! What goes wrong with references and with what they refer to, in numbers.

use super::Place;
use super::bound::{Bound, Range};
use super::trap::{Failure, beyond, data_range, elem_range};
use super::types::{found_type, reference_type};
use crate::runtime::{Ref, Trap, Value};
use crate::syntax::{DataIdx, ElemIdx, ObjectInstr, RefType};

type Failed = Option<Failure>;

/// A reference that is null where it must not be.
pub(super) fn null(trap: Trap) -> Failed {
    Some(Failure::new(trap, "the reference is null", Bound::Null))
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
    let found = found_type(place.machine, place.instance, reference);
    let detail = match &found {
        Some(found) => format!("{reference} has type {found}, the cast wants {wanted}"),
        None => format!("the reference is {reference}, the cast wants {wanted}"),
    };
    let bound = Bound::Type {
        what: reference.to_string(),
        found,
        wanted,
    };
    Some(Failure::new(Trap::CastFailure, detail, bound))
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
    let bound = Bound::Range(in_array(array, index, 1, len));
    Some(Failure::new(Trap::OutOfBoundsArrayAccess, detail, bound))
}

fn elements(place: &Place<'_>, array: Value, start: u64, count: u64) -> Failed {
    let len = length(place, array)?;
    let range = in_array(array, start, count, len);
    beyond(range, Trap::OutOfBoundsArrayAccess, "index", "length")
}

fn in_array(array: Value, start: u64, count: u64, size: u64) -> Range {
    Range {
        of: array.to_string(),
        unit: "element",
        start,
        offset: 0,
        count,
        size,
    }
}

/// So many elements of `width` bytes from a data segment.
fn bytes(place: &Place<'_>, data: DataIdx, start: u64, count: u64, width: usize) -> Failed {
    let addr = place.instance.datas[data.at()];
    let len = place.machine.store().data_len(addr);
    data_range(data.0, start, count.saturating_mul(width as u64), len)
}

fn items(place: &Place<'_>, elem: ElemIdx, start: u64, count: u64) -> Failed {
    let addr = place.instance.elems[elem.at()];
    let len = place.machine.store().elem_len(addr);
    elem_range(elem.0, start, count, len)
}
