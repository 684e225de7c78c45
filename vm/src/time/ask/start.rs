//! What was there before any step made it.

use super::made::Made;
use super::node::OriginKind;
use super::span::{Space, Span};
use super::tape::Begun;
use crate::runtime::{Global, Machine, Value};
use crate::syntax::ValType;

/// What was there when a call from outside began.
pub(super) fn argument(begun: &Begun, part: Span, ty: Option<ValType>) -> Made {
    let slot = |at: u64| begun.args.get(at as usize).copied().unwrap_or(0);
    Made {
        kind: OriginKind::Argument {
            slot: part.start,
            param: (part.start as usize) < begun.args.len(),
        },
        by_step: false,
        value: ty.map(|ty| Value::from_slots(ty, [slot(part.start), slot(part.start + 1)])),
        // Beside what the step itself may have made.
        which: u64::MAX - part.start,
        ..Made::default()
    }
}

/// What was there at the first step.
pub(super) fn initial(machine: &Machine, span: Span, ty: Option<ValType>) -> Made {
    let begun = Begun::of(machine);
    let slot = |at: u64| machine.stack.get(at as usize).copied().unwrap_or(0);
    let mut made = match span.space {
        Space::Stack if machine.began() == machine.steps() => Made {
            // As it was changed by hand, if it was.
            value: ty.map(|ty| Value::from_slots(ty, [slot(span.start), slot(span.start + 1)])),
            ..argument(&begun, span, ty)
        },
        Space::Stack => Made {
            value: ty.map(|ty| Value::from_slots(ty, [slot(span.start), slot(span.start + 1)])),
            ..Made::default()
        },
        Space::Globals => {
            let global = machine.store.globals.get((span.start / 2) as usize);
            Made {
                value: global.map(Global::value),
                ..Made::default()
            }
        }
        Space::Memory(memory) => {
            let bytes = machine
                .store
                .memory(memory)
                .read(span.start, span.len.min(16));
            Made {
                bytes: bytes.unwrap_or_default().into_owned(),
                ..Made::default()
            }
        }
        Space::Table(table) => {
            let slots = machine.store.table(table).slots(span.start, 1);
            let slot = slots.and_then(|slots| slots.first().copied());
            Made {
                value: ty
                    .zip(slot)
                    .map(|(ty, slot)| Value::from_slots(ty, [slot, 0])),
                ..Made::default()
            }
        }
        Space::Object(_) => Made::default(),
    };
    made.which = place_key(span);
    made
}

/// A number of its own for each place, as far as that matters for not showing one twice.
fn place_key(span: Span) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    span.hash(&mut hasher);
    hasher.finish()
}
