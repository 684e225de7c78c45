//! The reduction rules of exceptions and of what lies on the heap.

use super::rule::{constant, several, values};
use super::tale::Teller;
use super::words::slot;
use crate::observe::HeapEffect;
use crate::syntax::{Instr, ObjectInstr};

/// An exception is thrown, and handled where there is a handler.
pub(super) fn thrown(teller: &Teller<'_>, left: &str) -> String {
    let Some(throw) = &teller.record.throw else {
        return left.to_owned();
    };
    // Where it is made, its number is not known.
    let (store, exception) = match teller.site.instr {
        Instr::ThrowRef => ("", constant(teller.popped(0))),
        _ => ("S; ", "(ref.exn a)".to_owned()),
    };
    let Some(found) = throw.found else {
        return match store.is_empty() {
            true => format!("(frame{{…}} … {left} … end) ↪ {exception} throw_ref"),
            false => format!("S; {left} ↪ S[exn a]; {exception} throw_ref"),
        };
    };
    let mut gives = Vec::new();
    if found.catch.tag.is_some() && !throw.args.is_empty() {
        gives.push(values(&throw.args));
    }
    if found.catch.with_ref {
        gives.push(exception);
    }
    gives.push(format!("(br {})", found.catch.jump.label()));
    let (made, gives) = (store.replace("S; ", "S[exn a]; "), gives.join(" "));
    format!("{store}(handler{{…}} … {left} … end) ↪ {made}{gives}")
}

/// Instructions on the heap.
pub(super) fn object(teller: &Teller<'_>, instr: ObjectInstr, left: &str, right: &str) -> String {
    use ObjectInstr as O;
    let set = |field: String, value: String| {
        let object = teller.popped(0);
        format!("S; {left} ↪ S[{object}{field} = {value}]; ε")
    };
    let operand = |index: usize| slot(teller.popped(index));
    match instr {
        O::StructSet { ty, field } => set(
            format!(".{}", teller.field(ty, field)),
            constant(teller.popped(1)),
        ),
        O::ArraySet(_) => set(format!("[{}]", operand(1)), constant(teller.popped(2))),
        O::ArrayCopy { .. }
        | O::ArrayFill(_)
        | O::ArrayInitData { .. }
        | O::ArrayInitElem { .. } => match teller.record.heap.last() {
            Some(HeapEffect::Write {
                field,
                old,
                new,
                len,
                ..
            }) => {
                let count = len.unwrap_or(old.len() as u64);
                set(format!("[{field} : {count}]"), several(new, count))
            }
            _ => format!("S; {left} ↪ S; ε"),
        },
        O::StructNew(_) | O::StructNewDefault(_) => made(teller, left, "struct"),
        O::ArrayNew(_)
        | O::ArrayNewDefault(_)
        | O::ArrayNewFixed { .. }
        | O::ArrayNewData { .. }
        | O::ArrayNewElem { .. } => made(teller, left, "array"),
        O::StructGet { .. } | O::ArrayGet { .. } | O::ArrayLen => {
            format!("S; {left} ↪ S; {right}")
        }
        O::RefI31 | O::I31Get(_) | O::AnyConvertExtern | O::ExternConvertAny => {
            format!("{left} ↪ {right}")
        }
    }
}

/// A new object; its address is known when it is there.
fn made(teller: &Teller<'_>, left: &str, kind: &str) -> String {
    let object = match teller.record.push.first() {
        Some(object) => object.to_string(),
        None => format!("{kind} a"),
    };
    format!("S; {left} ↪ S[{object}]; (ref.{object})")
}
