//! Whether what is given for an import is what the module asks for (section 3.3.13,
//! "External Types").

use crate::runtime::{ExternVal, Store, TypeAddr, in_store};
use crate::syntax::{ExternType, Import, Module, TypeIdx, ValType};
use std::fmt;
use std::sync::Arc;

/// Why an import could not be satisfied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkError {
    /// Which import, from 0.
    pub index: usize,
    /// The module that it is asked of.
    pub module: Arc<str>,
    /// Its name there.
    pub name: Arc<str>,
    /// The type that is asked for.
    pub wanted: ExternType,
    /// The type of what was given; `None` when nothing was.
    pub given: Option<ExternType>,
}

impl fmt::Display for LinkError {
    /// Begins with the words of the specification's test suite.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            module,
            name,
            wanted,
            given,
            ..
        } = self;
        match given {
            None => write!(
                f,
                "unknown import: \"{module}\" \"{name}\" ({wanted}) is not there"
            ),
            Some(given) => write!(
                f,
                "incompatible import type: \"{module}\" \"{name}\" has to be ({wanted}), but is ({given})"
            ),
        }
    }
}

/// What imports of a module ask for, in types of the store.
pub(super) struct Wanted<'a> {
    types: &'a [TypeAddr],
    /// The types of functions and tags that are still to be asked for.
    funcs: std::slice::Iter<'a, TypeIdx>,
    tags: std::slice::Iter<'a, TypeIdx>,
}

impl<'a> Wanted<'a> {
    pub(super) fn new(module: &'a Module, types: &'a [TypeAddr]) -> Self {
        Self {
            types,
            funcs: module.funcs.iter(),
            tags: module.tags.iter(),
        }
    }

    /// Whether something may be imported as the next import (section 3.3.13, "External
    /// Types").
    pub(super) fn is_met(&mut self, store: &Store, import: &Import, given: ExternVal) -> bool {
        let types = store.types();
        let of = |index: TypeIdx| self.types[index.at()];
        let value = |ty: ValType| ty.map(in_store(self.types));
        match (&import.ty, given) {
            (ExternType::Func(_), given) => {
                let wanted = self.funcs.next().copied().map(of);
                let ExternVal::Func(addr) = given else {
                    return false;
                };
                wanted.is_some_and(|wanted| types.is_subtype(store.func(addr).def(), wanted))
            }
            (ExternType::Tag(_), given) => {
                let wanted = self.tags.next().copied().map(of);
                matches!(given, ExternVal::Tag(addr) if Some(store.tag(addr).def) == wanted)
            }
            (ExternType::Table(wanted), ExternVal::Table(addr)) => {
                let given = store.table(addr).ty();
                ValType::Ref(given.element) == value(ValType::Ref(wanted.element))
                    && given.is64 == wanted.is64
                    && given.limits.matches(wanted.limits)
            }
            (ExternType::Memory(wanted), ExternVal::Memory(addr)) => {
                let given = store.memory(addr).ty();
                given.is64 == wanted.is64
                    && given.page_bits == wanted.page_bits
                    && given.limits.matches(wanted.limits)
            }
            (ExternType::Global(wanted), ExternVal::Global(addr)) => {
                let given = store.global(addr).ty;
                let wanted_value = value(wanted.value);
                given.mutable == wanted.mutable
                    && match given.mutable {
                        true => given.value == wanted_value,
                        false => types.value_matches(given.value, wanted_value),
                    }
            }
            _ => false,
        }
    }
}
