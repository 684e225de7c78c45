//! What goes wrong at calls, in numbers.

use super::bound::Bound;
use super::trap::{Failure, element};
use super::types::{found_type, type_name};
use super::{Place, func_type};
use crate::exec::is_tail_call;
use crate::runtime::{Func, FuncAddr, Ref, Trap};
use crate::syntax::{TableIdx, TypeIdx};

/// A call of what an element of a table says.
pub(super) fn indirect(
    place: &Place<'_>,
    ty: TypeIdx,
    index: TableIdx,
    at: u64,
) -> Option<Failure> {
    let store = place.machine.store();
    let table = store.table(place.instance.tables[index.at()]);
    match table.get(at) {
        None => {
            let failure = element(place, index, at)?;
            Some(Failure {
                trap: Trap::UndefinedElement,
                ..failure
            })
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
            let (found, wanted) = match found == wanted {
                true => told_apart(place, addr, ty, &wanted),
                false => (found, wanted),
            };
            let detail = format!("the function has type {found}, the call wants {wanted}");
            let bound = Bound::Type {
                what: Ref::Func(addr).to_string(),
                found: Some(found),
                wanted,
            };
            Some(Failure::new(Trap::IndirectCallTypeMismatch, detail, bound))
        }
        Some(Ref::Null) => {
            let detail = format!("element {at} of table {index} is null");
            Some(Failure::new(
                Trap::UninitializedElement,
                detail,
                Bound::Null,
            ))
        }
        Some(other) => {
            let detail = format!("element {at} of table {index} is no function");
            let bound = Bound::Type {
                what: other.to_string(),
                found: None,
                wanted: func_type(place.module, place.module.types.func(ty)),
            };
            Some(Failure::new(Trap::IndirectCallTypeMismatch, detail, bound))
        }
    }
}

/// Two types with the same parameters and results, which differ in what they are subtypes of or
/// in what they are defined with: the one of a function, and the one that is wanted.
fn told_apart(place: &Place<'_>, callee: FuncAddr, ty: TypeIdx, text: &str) -> (String, String) {
    let found = found_type(place.machine, place.instance, Ref::Func(callee));
    let wanted = type_name(place.module, ty);
    let found = match found {
        Some(found) if found != wanted => found,
        _ => format!("{wanted} of another module"),
    };
    (
        format!("{text} (type {found})"),
        format!("{text} (type {wanted})"),
    )
}

/// A call of what the topmost operand says.
pub(super) fn called(place: &Place<'_>, callee: FuncAddr) -> Option<Failure> {
    match is_tail_call(place.instr) {
        true => tail_exhausted(place, callee),
        false => exhausted(place, callee, 1),
    }
}

/// A tail call for whose locals and operands there is no room.
pub(super) fn tail_exhausted(place: &Place<'_>, callee: FuncAddr) -> Option<Failure> {
    let machine = place.machine;
    let code = machine.store().code(callee)?;
    let (below, frame) = (place.frame.base, code.local_slots + code.operand_slots);
    let most = machine.limits().slots;
    if below as usize + frame as usize <= most {
        return None;
    }
    let detail = format!("{below} + {frame} stack slots > {most}, the limit");
    let bound = slots(u64::from(below), u64::from(frame), most);
    Some(Failure::new(Trap::CallStackExhausted, detail, bound))
}

/// A call for whose frame there is no room; `index` operands lie above the arguments.
pub(super) fn exhausted(place: &Place<'_>, callee: FuncAddr, index: usize) -> Option<Failure> {
    let machine = place.machine;
    let code = machine.store().code(callee)?;
    let limits = machine.limits();
    let (detail, bound) = if machine.frames().len() >= limits.frames {
        let bound = Bound::Room {
            unit: "frames",
            used: machine.frames().len() as u64,
            more: 1,
            most: limits.frames as u64,
        };
        (format!("{} frames, the limit", limits.frames), bound)
    } else {
        let used = place.frame.base as usize + machine.frame_slots(place.depth).len() - index;
        let frame = code.local_slots + code.operand_slots - code.param_slots;
        let needed = used + frame as usize;
        if needed <= limits.slots {
            return None;
        }
        (
            format!("{used} + {frame} stack slots > {}, the limit", limits.slots),
            slots(used as u64, u64::from(frame), limits.slots),
        )
    };
    Some(Failure::new(Trap::CallStackExhausted, detail, bound))
}

fn slots(used: u64, more: u64, most: usize) -> Bound {
    Bound::Room {
        unit: "stack slots",
        used,
        more,
        most: most as u64,
    }
}
