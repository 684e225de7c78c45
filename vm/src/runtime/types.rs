//! The types that modules have defined, each once.
//!
//! Two types are the same when their recursion groups say the same (section 3.3.11 and the
//! canonical forms of the appendix "Type System Properties"), whichever modules they come
//! from. So the store gives every group an address when it first sees it, and types of
//! several modules are compared by address. Each type keeps the chain of its supertypes,
//! so that "is a subtype of" is one look at one place of that chain.

use crate::syntax::{
    CompositeType, DefType, DefTypes, FuncType, HeapType, RefType, TypeIdx, ValType,
};
use std::collections::HashMap;
use std::sync::Arc;

use super::TypeAddr;

/// The types of a store. In them and in everything that lies in the store, the index in
/// [`HeapType::Defined`] is a [`TypeAddr`].
#[derive(Clone, Debug, Default)]
pub struct Types {
    entries: Vec<Entry>,
    /// The first type of each group, by what the group says. An index of the group itself is
    /// counted from its start, beyond [`OWN`].
    groups: HashMap<Box<[DefType]>, TypeAddr>,
}

/// How the types of a module are named in the store, by where each of them is there.
pub(crate) fn in_store(types: &[TypeAddr]) -> impl Fn(TypeIdx) -> TypeIdx + '_ {
    |index| TypeIdx(types[index.at()].0)
}

/// Added to an index that is relative to its own group.
const OWN: u32 = 1 << 30;

#[derive(Clone, Debug)]
struct Entry {
    ty: Arc<DefType>,
    /// Its supertypes, the outermost first, and itself last.
    chain: Box<[TypeAddr]>,
}

impl Types {
    /// Adds the types of a module and gives the address of each.
    pub(crate) fn add(&mut self, types: &DefTypes) -> Box<[TypeAddr]> {
        let mut addrs: Vec<TypeAddr> = Vec::with_capacity(types.all().len());
        for group in types.groups() {
            let start = group.start as u32;
            let relative = |index: TypeIdx| match index.0.checked_sub(start) {
                Some(own) => TypeIdx(OWN + own),
                None => in_store(&addrs)(index),
            };
            let key = types.all()[group].iter().map(|ty| ty.map(relative));
            let key: Box<[DefType]> = key.collect();
            let count = key.len() as u32;
            let first = self.add_group(key);
            addrs.extend((0..count).map(|own| TypeAddr(first.0 + own)));
        }
        addrs.into()
    }

    /// Adds one function type by itself.
    pub(crate) fn add_func(&mut self, ty: DefType) -> TypeAddr {
        self.add_group([ty].into())
    }

    fn add_group(&mut self, key: Box<[DefType]>) -> TypeAddr {
        if let Some(first) = self.groups.get(&key) {
            return *first;
        }
        let first = TypeAddr::next(&self.entries);
        for ty in &key {
            let absolute = |index: TypeIdx| match index.0.checked_sub(OWN) {
                Some(own) => TypeIdx(first.0 + own),
                None => index,
            };
            let ty = ty.map(absolute);
            let above = ty.supertype.map(|above| &self.entries[above.at()].chain);
            let itself = TypeAddr::next(&self.entries);
            let chain = above.into_iter().flatten().copied().chain([itself]);
            let chain = chain.collect();
            let ty = Arc::new(ty);
            self.entries.push(Entry { ty, chain });
        }
        self.groups.insert(key, first);
        first
    }

    /// A type.
    ///
    /// # Panics
    /// When the address is of another store.
    #[must_use]
    pub fn get(&self, addr: TypeAddr) -> &Arc<DefType> {
        &self.entries[addr.at()].ty
    }

    /// A function type.
    ///
    /// # Panics
    /// When the address is of another store, or of another type.
    #[must_use]
    pub fn func(&self, addr: TypeAddr) -> &Arc<FuncType> {
        let ty = self.get(addr).as_func();
        ty.expect("validation has found a function type here")
    }

    /// Whether one defined type is a subtype of another, or the same.
    #[inline]
    #[must_use]
    pub fn is_subtype(&self, sub: TypeAddr, sup: TypeAddr) -> bool {
        if sub == sup {
            return true;
        }
        let depth = self.entries[sup.at()].chain.len() - 1;
        self.entries[sub.at()].chain.get(depth) == Some(&sup)
    }

    /// Whether one heap type matches another (section 3.3.3, "Heap Types").
    #[must_use]
    pub fn heap_matches(&self, sub: HeapType, sup: HeapType) -> bool {
        use HeapType as H;
        if sub == sup {
            return true;
        }
        match (sub, sup) {
            (H::Defined(sub), H::Defined(sup)) => self.is_subtype(TypeAddr(sub.0), TypeAddr(sup.0)),
            (H::Defined(sub), sup) => {
                let kind = self.kind(TypeAddr(sub.0));
                kind == sup || self.heap_matches(kind, sup)
            }
            (H::None, H::Defined(sup)) => self.kind(TypeAddr(sup.0)) != H::Func,
            (H::NoFunc, H::Defined(sup)) => self.kind(TypeAddr(sup.0)) == H::Func,
            (H::None, sup) => matches!(sup, H::Any | H::Eq | H::I31 | H::Struct | H::Array),
            (H::I31 | H::Struct | H::Array, sup) => matches!(sup, H::Eq | H::Any),
            (H::Eq, H::Any)
            | (H::NoFunc, H::Func)
            | (H::NoExtern, H::Extern)
            | (H::NoExn, H::Exn) => true,
            _ => false,
        }
    }

    /// The abstract type right above a defined one.
    fn kind(&self, addr: TypeAddr) -> HeapType {
        match self.get(addr).composite {
            CompositeType::Func(_) => HeapType::Func,
            CompositeType::Struct(_) => HeapType::Struct,
            CompositeType::Array(_) => HeapType::Array,
        }
    }

    /// Whether one reference type matches another (section 3.3.4).
    #[must_use]
    pub fn ref_matches(&self, sub: RefType, sup: RefType) -> bool {
        (sup.nullable() || !sub.nullable()) && self.heap_matches(sub.heap(), sup.heap())
    }

    /// Whether one value type matches another (section 3.3.5).
    #[must_use]
    pub fn value_matches(&self, sub: ValType, sup: ValType) -> bool {
        match (sub, sup) {
            (ValType::Ref(sub), ValType::Ref(sup)) => self.ref_matches(sub, sup),
            _ => sub == sup,
        }
    }
}
