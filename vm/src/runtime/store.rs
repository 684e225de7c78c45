//! The store (section 4.2.3): everything that instances have allocated.

use super::{
    DataAddr, ElemAddr, ExternVal, FuncAddr, GlobalAddr, Instance, InstanceAddr, MemAddr, Memory,
    Ref, Table, TableAddr, Value,
};
use crate::syntax::{Code, ExternType, FuncIdx, FuncType, GlobalType, ValType};
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

/// The store. Things are only ever added to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Store {
    pub(crate) instances: Vec<Arc<Instance>>,
    pub(crate) funcs: Vec<Func>,
    pub(crate) tables: Vec<Table>,
    pub(crate) memories: Vec<Memory>,
    pub(crate) globals: Vec<Global>,
    pub(crate) elems: Vec<Arc<[u64]>>,
    /// Where the bytes of each data segment lie in its module; empty when dropped.
    pub(crate) datas: Vec<Range<usize>>,
}

/// A function of the store.
#[derive(Clone, Debug)]
pub enum Func {
    /// Defined by a module.
    Wasm {
        /// The instance whose function it is.
        instance: InstanceAddr,
        /// Which function of the module.
        index: FuncIdx,
        /// Its type.
        ty: Arc<FuncType>,
        /// Its body.
        code: Arc<Code>,
    },
    /// The host's: the machine stops there.
    Host {
        /// The module that it was imported from.
        module: Arc<str>,
        /// Its name there.
        name: Arc<str>,
        /// Its type.
        ty: Arc<FuncType>,
    },
}

impl Func {
    /// The function's type.
    #[must_use]
    pub fn ty(&self) -> &Arc<FuncType> {
        match self {
            Self::Wasm { ty, .. } | Self::Host { ty, .. } => ty,
        }
    }
}

impl PartialEq for Func {
    /// Functions of modules are equal when they are the same one of the same instance, which
    /// is compared by itself.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Wasm {
                    instance, index, ..
                },
                Self::Wasm {
                    instance: of,
                    index: at,
                    ..
                },
            ) => (instance, index) == (of, at),
            (
                Self::Host { module, name, ty },
                Self::Host {
                    module: from,
                    name: called,
                    ty: like,
                },
            ) => (module, name, ty) == (from, called, like),
            _ => false,
        }
    }
}

/// A global of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Global {
    /// Its type.
    pub ty: GlobalType,
    /// Its value as slots.
    pub(crate) slots: [u64; 2],
}

impl Global {
    /// A global with a value.
    #[must_use]
    pub fn new(ty: GlobalType, value: Value) -> Self {
        Self {
            ty,
            slots: value.to_slots(),
        }
    }

    /// Its value.
    #[must_use]
    pub fn value(&self) -> Value {
        Value::from_slots(self.ty.value, self.slots)
    }
}

impl Store {
    /// All instances, in the order of their making.
    #[must_use]
    pub fn instances(&self) -> &[Arc<Instance>] {
        &self.instances
    }

    /// An instance.
    ///
    /// # Panics
    /// Here and below: when the address is of another store.
    #[must_use]
    pub fn instance(&self, addr: InstanceAddr) -> &Arc<Instance> {
        &self.instances[addr.at()]
    }

    /// A function.
    #[must_use]
    pub fn func(&self, addr: FuncAddr) -> &Func {
        &self.funcs[addr.at()]
    }

    /// A table.
    #[must_use]
    pub fn table(&self, addr: TableAddr) -> &Table {
        &self.tables[addr.at()]
    }

    /// A table, to be changed from outside of the program.
    pub fn table_mut(&mut self, addr: TableAddr) -> &mut Table {
        &mut self.tables[addr.at()]
    }

    /// A memory.
    #[must_use]
    pub fn memory(&self, addr: MemAddr) -> &Memory {
        &self.memories[addr.at()]
    }

    /// A memory, to be changed from outside of the program.
    pub fn memory_mut(&mut self, addr: MemAddr) -> &mut Memory {
        &mut self.memories[addr.at()]
    }

    /// A global.
    #[must_use]
    pub fn global(&self, addr: GlobalAddr) -> &Global {
        &self.globals[addr.at()]
    }

    /// How many elements a segment has; none when it has been dropped.
    #[must_use]
    pub fn elem_len(&self, addr: ElemAddr) -> u64 {
        self.elems[addr.at()].len() as u64
    }

    /// How many bytes a segment has; none when it has been dropped.
    #[must_use]
    pub fn data_len(&self, addr: DataAddr) -> u64 {
        self.datas[addr.at()].len() as u64
    }

    /// The type of something that is exported, its size the one it has now.
    #[must_use]
    pub fn extern_type(&self, value: ExternVal) -> ExternType {
        match value {
            ExternVal::Func(addr) => ExternType::Func(FuncType::clone(self.func(addr).ty())),
            ExternVal::Table(addr) => ExternType::Table(self.table(addr).ty()),
            ExternVal::Memory(addr) => ExternType::Memory(self.memory(addr).ty()),
            ExternVal::Global(addr) => ExternType::Global(self.global(addr).ty),
        }
    }

    /// Feeds all that a program can change to a hasher.
    pub(super) fn digest(&self, hasher: &mut impl Hasher) {
        self.globals.hash(hasher);
        for table in &self.tables {
            table.slots(0, table.len()).hash(hasher);
        }
        for memory in &self.memories {
            memory.read(0, memory.len()).hash(hasher);
        }
        self.elems.hash(hasher);
        self.datas.hash(hasher);
    }

    /// Whether a value may be given where this type is asked for. A function has to be one
    /// of this store.
    #[must_use]
    pub fn accepts(&self, value: Value, wanted: ValType) -> bool {
        match (value, wanted) {
            (Value::Ref(_, Ref::Func(addr)), _) if addr.at() >= self.funcs.len() => false,
            (Value::Ref(_, reference), ValType::Ref(wanted)) => reference.fits(wanted),
            _ => value.ty() == wanted,
        }
    }

    /// Adds a function of the host's.
    pub fn add_host_func(&mut self, module: &str, name: &str, ty: FuncType) -> FuncAddr {
        let addr = FuncAddr::next(&self.funcs);
        self.funcs.push(Func::Host {
            module: module.into(),
            name: name.into(),
            ty: Arc::new(ty),
        });
        addr
    }

    /// Adds a memory.
    pub fn add_memory(&mut self, memory: Memory) -> MemAddr {
        let addr = MemAddr::next(&self.memories);
        self.memories.push(memory);
        addr
    }

    /// Adds a table.
    pub fn add_table(&mut self, table: Table) -> TableAddr {
        let addr = TableAddr::next(&self.tables);
        self.tables.push(table);
        addr
    }

    /// Adds a global.
    pub fn add_global(&mut self, global: Global) -> GlobalAddr {
        let addr = GlobalAddr::next(&self.globals);
        self.globals.push(global);
        addr
    }
}
