//! Instances of modules (section 4.2.5).

use super::types::in_store;
use super::{
    DataAddr, ElemAddr, ExternVal, FuncAddr, GlobalAddr, MemAddr, TableAddr, TagAddr, TypeAddr,
};
use crate::syntax::{ExternIdx, Module, RefType};
use std::sync::Arc;

/// An instance: where in the store each index of the module is. Never changes.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each list is the index space of that name")]
pub struct Instance {
    pub module: Arc<Module>,
    pub funcs: Box<[FuncAddr]>,
    pub tables: Box<[TableAddr]>,
    pub memories: Box<[MemAddr]>,
    pub globals: Box<[GlobalAddr]>,
    pub tags: Box<[TagAddr]>,
    pub types: Box<[TypeAddr]>,
    pub elems: Box<[ElemAddr]>,
    pub datas: Box<[DataAddr]>,
}

impl Instance {
    /// Where memory 0 is among the store's memories; where there is none if it has none.
    pub(crate) fn first_memory(&self) -> usize {
        self.memories
            .first()
            .map_or(usize::MAX, |memory| memory.at())
    }

    /// Where an index of the module is in the store.
    ///
    /// # Panics
    /// When the module has no such index.
    #[must_use]
    pub fn resolve(&self, index: ExternIdx) -> ExternVal {
        match index {
            ExternIdx::Func(index) => ExternVal::Func(self.funcs[index.at()]),
            ExternIdx::Table(index) => ExternVal::Table(self.tables[index.at()]),
            ExternIdx::Memory(index) => ExternVal::Memory(self.memories[index.at()]),
            ExternIdx::Global(index) => ExternVal::Global(self.globals[index.at()]),
            ExternIdx::Tag(index) => ExternVal::Tag(self.tags[index.at()]),
        }
    }

    /// A type of the module as one of the store.
    #[must_use]
    pub fn ref_type(&self, ty: RefType) -> RefType {
        ty.map(in_store(&self.types))
    }

    /// What the instance exports by this name.
    #[must_use]
    pub fn export(&self, name: &str) -> Option<ExternVal> {
        Some(self.resolve(self.module.export(name)?))
    }
}

impl PartialEq for Instance {
    /// The same module, byte for byte, at the same places.
    fn eq(&self, other: &Self) -> bool {
        let same = Arc::ptr_eq(&self.module, &other.module);
        (same || self.module.bytes == other.module.bytes)
            && self.funcs == other.funcs
            && self.tables == other.tables
            && self.memories == other.memories
            && self.globals == other.globals
            && self.tags == other.tags
            && self.types == other.types
            && self.elems == other.elems
            && self.datas == other.datas
    }
}
