//! Types in a module's names.

use super::identifier;
use crate::runtime::{Instance, Machine, ObjectKind, Ref, TypeAddr};
use crate::syntax::{FuncType, HeapType, Module, RefType, TypeIdx, ValType};

/// A type that the module defines: `$node`, or its index.
pub(crate) fn type_name(module: &Module, index: TypeIdx) -> String {
    identifier(module.names.types.get(&index.0), index.0)
}

/// A reference type as one would write it in the module: `(ref null $node)`.
pub(crate) fn reference_type(module: &Module, ty: RefType) -> String {
    match (ty.heap(), ty.nullable()) {
        (HeapType::Defined(index), true) => format!("(ref null {})", type_name(module, index)),
        (HeapType::Defined(index), false) => format!("(ref {})", type_name(module, index)),
        _ => ty.to_string(),
    }
}

/// A type as one would write it in the module: `i32`, `(ref null $node)`.
#[must_use]
pub fn value_type(module: &Module, ty: ValType) -> String {
    match ty {
        ValType::Ref(ty) => reference_type(module, ty),
        number => number.to_string(),
    }
}

/// A function type in the names of its module: `[i32 (ref $node)] → [i32]`.
pub(crate) fn func_type(module: &Module, ty: &FuncType) -> String {
    let list = |types: &[ValType]| {
        let words: Vec<String> = types.iter().map(|ty| value_type(module, *ty)).collect();
        words.join(" ")
    };
    format!("[{}] → [{}]", list(&ty.params), list(&ty.results))
}

/// The type of what a reference refers to, in the names of the instance, or else of the first
/// one that knows it; `None` where the reference itself says all.
pub(crate) fn found_type(machine: &Machine, instance: &Instance, reference: Ref) -> Option<String> {
    let store = machine.store();
    let addr = match reference {
        Ref::Func(addr) => store.func(addr).def(),
        _ => match store.heap().get(reference.object()?)?.kind {
            ObjectKind::Struct(ty) | ObjectKind::Array(ty) => ty,
            ObjectKind::Exn(_) => return None,
        },
    };
    Some(match known(instance, addr) {
        Some(index) => type_name(&instance.module, index),
        None => {
            let others = store.instances().iter();
            let mut others =
                others.filter_map(|other| Some(type_name(&other.module, known(other, addr)?)));
            others.next()?
        }
    })
}

/// What an instance calls a type of the store.
pub(super) fn known(instance: &Instance, addr: TypeAddr) -> Option<TypeIdx> {
    let index = instance.types.iter().position(|known| *known == addr)?;
    Some(TypeIdx(index as u32))
}
