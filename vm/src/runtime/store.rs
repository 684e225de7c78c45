//! The store (section 4.2.3): everything that instances have allocated.

use super::{
    DataAddr, ElemAddr, ExternVal, FuncAddr, GlobalAddr, Heap, Instance, InstanceAddr, MemAddr,
    Memory, ObjectKind, Ref, Table, TableAddr, TagAddr, TypeAddr, Types, Value,
};
use crate::syntax::{
    Body, Code, DefType, ExternType, FuncIdx, FuncType, GlobalType, HeapType, RefType, TypeIdx,
    ValType,
};
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

/// The store. Things are only ever added to it.
#[derive(Clone, Debug)]
pub struct Store {
    /// Shared, since it changes at instantiation only.
    pub(crate) types: Arc<Types>,
    pub(crate) instances: Vec<Arc<Instance>>,
    pub(crate) funcs: Vec<Func>,
    pub(crate) tables: Vec<Table>,
    pub(crate) memories: Vec<Memory>,
    pub(crate) globals: Vec<Global>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) heap: Heap,
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
        /// The same, among the types of the store.
        def: TypeAddr,
        /// Its body.
        body: Arc<Body>,
    },
    /// The host's: the machine stops there.
    Host {
        /// The module that it was imported from.
        module: Arc<str>,
        /// Its name there.
        name: Arc<str>,
        /// Its type.
        ty: Arc<FuncType>,
        /// The same, among the types of the store.
        def: TypeAddr,
    },
}

impl Func {
    /// The function's type among those of the store.
    #[inline]
    #[must_use]
    pub fn def(&self) -> TypeAddr {
        match self {
            Self::Wasm { def, .. } | Self::Host { def, .. } => *def,
        }
    }

    /// What is executed when it is called; `None` for one of the host. `instances` are those of
    /// its store.
    #[inline]
    pub(crate) fn code<'a>(&'a self, instances: &'a [Arc<Instance>]) -> Option<&'a Code> {
        match self {
            Self::Wasm { instance, body, .. } => Some(body.code(&instances[instance.at()].module)),
            Self::Host { .. } => None,
        }
    }

    /// What is executed, and of which instance; `None` for a function of the host, or one that is
    /// not prepared.
    #[inline(always)]
    pub(crate) fn prepared(&self) -> Option<(InstanceAddr, &Code)> {
        match self {
            Self::Wasm { instance, body, .. } => Some((*instance, body.get()?)),
            Self::Host { .. } => None,
        }
    }

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
                Self::Host {
                    module, name, ty, ..
                },
                Self::Host {
                    module: from,
                    name: called,
                    ty: like,
                    ..
                },
            ) => (module, name, ty) == (from, called, like),
            _ => false,
        }
    }
}

/// A tag of the store. Two tags are never the same, even of one type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tag {
    /// Its type; the parameters are what an exception carries.
    pub ty: Arc<FuncType>,
    /// The same, among the types of the store.
    pub def: TypeAddr,
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

impl PartialEq for Store {
    /// Types follow from the instances, so they are not compared.
    fn eq(&self, other: &Self) -> bool {
        self.instances == other.instances
            && self.funcs == other.funcs
            && self.tables == other.tables
            && self.memories == other.memories
            && self.globals == other.globals
            && self.tags == other.tags
            && self.heap == other.heap
            && self.elems == other.elems
            && self.datas == other.datas
    }
}

impl Store {
    /// An empty store, with a heap of so many units.
    #[must_use]
    pub fn new(heap: u64) -> Self {
        Self {
            types: Arc::default(),
            instances: Vec::new(),
            funcs: Vec::new(),
            tables: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
            tags: Vec::new(),
            heap: Heap::new(heap),
            elems: Vec::new(),
            datas: Vec::new(),
        }
    }

    /// The types that modules have defined.
    #[must_use]
    pub fn types(&self) -> &Types {
        &self.types
    }

    /// The heap.
    #[must_use]
    pub fn heap(&self) -> &Heap {
        &self.heap
    }

    /// A tag.
    #[must_use]
    pub fn tag(&self, addr: TagAddr) -> &Tag {
        &self.tags[addr.at()]
    }

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

    /// The instance and the body of a function; `None` for one of the host.
    pub(crate) fn own(&self, addr: FuncAddr) -> Option<(InstanceAddr, &Code)> {
        let Func::Wasm { instance, .. } = self.func(addr) else {
            return None;
        };
        Some((*instance, self.code(addr)?))
    }

    /// The body of a function; `None` for one of the host.
    #[must_use]
    pub fn code(&self, addr: FuncAddr) -> Option<&Code> {
        self.func(addr).code(&self.instances)
    }

    /// How many functions there are; their addresses are those below.
    #[must_use]
    pub fn func_count(&self) -> usize {
        self.funcs.len()
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
            ExternVal::Tag(addr) => ExternType::Tag(FuncType::clone(&self.tag(addr).ty)),
        }
    }

    /// Feeds all that a program can change to a hasher.
    pub(super) fn digest(&self, hasher: &mut impl Hasher) {
        self.globals.hash(hasher);
        for table in &self.tables {
            table.slots(0, table.len()).hash(hasher);
        }
        for memory in &self.memories {
            memory.digest(hasher);
        }
        self.heap.hash(hasher);
        self.elems.hash(hasher);
        self.datas.hash(hasher);
    }

    /// Whether a reference is a value of a type of the store (section 4.2.2). It has to refer
    /// to something of this store.
    #[must_use]
    pub fn fits(&self, reference: Ref, ty: RefType) -> bool {
        let Self {
            types, funcs, heap, ..
        } = self;
        Typed { types, funcs, heap }.fits(reference, ty)
    }

    /// Whether a value may be given where this type is asked for. A function has to be one
    /// of this store.
    #[must_use]
    pub fn accepts(&self, value: Value, wanted: ValType) -> bool {
        match (value, wanted) {
            (Value::Ref(_, reference), ValType::Ref(wanted)) => self.fits(reference, wanted),
            _ => value.ty() == wanted,
        }
    }

    /// Adds a function of the host's.
    pub fn add_host_func(&mut self, module: &str, name: &str, ty: FuncType) -> FuncAddr {
        let addr = FuncAddr::next(&self.funcs);
        let def = DefType::func(ty.clone());
        self.funcs.push(Func::Host {
            module: module.into(),
            name: name.into(),
            ty: Arc::new(ty),
            def: Arc::make_mut(&mut self.types).add_func(def),
        });
        addr
    }

    /// Adds a tag, whose exceptions carry the parameters of the type.
    pub fn add_tag(&mut self, ty: FuncType) -> TagAddr {
        let addr = TagAddr::next(&self.tags);
        let def = Arc::make_mut(&mut self.types).add_func(DefType::func(ty.clone()));
        let ty = Arc::new(ty);
        self.tags.push(Tag { ty, def });
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

/// What decides of which types a reference is.
#[derive(Clone, Copy)]
pub(crate) struct Typed<'a> {
    pub(crate) types: &'a Types,
    pub(crate) funcs: &'a [Func],
    pub(crate) heap: &'a Heap,
}

impl Typed<'_> {
    /// Whether a reference is a value of a type of the store.
    pub(crate) fn fits(self, reference: Ref, ty: RefType) -> bool {
        let heap = ty.heap();
        let is = |ty: HeapType| self.types.heap_matches(ty, heap);
        let defined = |addr: TypeAddr| HeapType::Defined(TypeIdx(addr.0));
        match reference {
            Ref::Null => ty.nullable(),
            Ref::Func(addr) => {
                let func = self.funcs.get(addr.at());
                func.is_some_and(|func| is(defined(func.def())))
            }
            // What is the host's counts as anything when it was converted.
            Ref::Extern(_) => matches!(heap, HeapType::Extern | HeapType::Any),
            Ref::I31(_) => heap == HeapType::Extern || is(HeapType::I31),
            Ref::Struct(addr) | Ref::Array(addr) | Ref::Exn(addr) => {
                let object = self.heap.get(addr);
                object.is_some_and(|object| match object.kind {
                    ObjectKind::Struct(ty) | ObjectKind::Array(ty) => {
                        heap == HeapType::Extern || is(defined(ty))
                    }
                    ObjectKind::Exn(_) => heap == HeapType::Exn,
                })
            }
        }
    }
}
