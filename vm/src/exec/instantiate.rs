//! Instantiation (section 4.5.4).

use super::constant::{Scope, evaluate};
use super::link::{LinkError, Wanted};
use crate::runtime::{
    Call, DataAddr, ElemAddr, ExternVal, Func, FuncAddr, Global, GlobalAddr, Instance,
    InstanceAddr, Limit, Machine, MemAddr, Memory, PAGE_BYTES, Ref, Table, TableAddr, Tag, TagAddr,
    Trap, TypeAddr, WriteError, in_store,
};
use crate::syntax::{
    Code, ExternType, GlobalType, Import, MemoryType, Module, SegmentMode, TableType, ValType,
};
use std::fmt;
use std::sync::Arc;

/// Why a module could not be instantiated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InstantiateError {
    /// An import is missing or of another type.
    Link(LinkError),
    /// A memory or table could not be made as large as the module wants.
    Exhausted {
        /// Which of the two.
        limit: Limit,
        /// How many pages or elements it has to have.
        wanted: u64,
        /// How many it may have; the host may have room for fewer.
        most: u64,
    },
    /// An active segment does not fit. What was copied before stays, and so does the
    /// instance.
    Trap(SegmentTrap),
}

/// An active segment that does not fit into its memory or table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentTrap {
    /// What the specification calls it.
    pub trap: Trap,
    /// Which data or element segment, from 0.
    pub index: usize,
    /// Where its first byte or element should go.
    pub offset: u64,
    /// How many bytes or elements it has.
    pub len: u64,
    /// How many the memory or table has.
    pub size: u64,
}

impl fmt::Display for SegmentTrap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            trap,
            index,
            offset,
            len,
            size,
        } = self;
        let (segment, unit, place) = match trap {
            Trap::OutOfBoundsTableAccess => ("element", "elements", "table"),
            _ => ("data", "bytes", "memory"),
        };
        write!(
            f,
            "{trap}: {segment} segment {index} has {len} {unit} for the {place} from {offset} on, \
             and {offset} + {len} > {size}"
        )
    }
}

impl fmt::Display for InstantiateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link(error) => error.fmt(f),
            Self::Exhausted {
                limit,
                wanted,
                most,
            } => {
                let unit = match limit {
                    Limit::Memory => "pages of 64 KiB",
                    Limit::Table | Limit::Stack => "elements",
                    Limit::Heap => "objects and fields",
                };
                write!(f, "the module's {limit} has to have {wanted} {unit}, ")?;
                match wanted > most {
                    true => write!(f, "and the limit is {most}"),
                    false => f.write_str("for which there is not enough memory"),
                }
            }
            Self::Trap(trap) => trap.fmt(f),
        }
    }
}

impl std::error::Error for InstantiateError {}

impl From<SegmentTrap> for InstantiateError {
    fn from(trap: SegmentTrap) -> Self {
        Self::Trap(trap)
    }
}

impl From<LinkError> for InstantiateError {
    fn from(error: LinkError) -> Self {
        Self::Link(error)
    }
}

impl Machine {
    /// Adds an instance of a module to the store: checks its imports, allocates what it
    /// defines, evaluates its constant expressions and copies its active segments. Runs no
    /// instruction; see [`Machine::start_call`] for its start function.
    ///
    /// `imports` are in the order of the module's; a missing one is `None`.
    ///
    /// # Errors
    /// When an import is missing or of another type, when a limit is reached — then nothing
    /// changes — or when an active segment does not fit.
    pub fn instantiate(
        &mut self,
        module: &Arc<Module>,
        imports: &[Option<ExternVal>],
    ) -> Result<InstanceAddr, InstantiateError> {
        // Types are only ever added, and those of a module that is not made are no harm.
        let types = Arc::make_mut(&mut self.store.types).add(&module.types);
        let mut wanted = Wanted::new(module, &types);
        for (index, import) in module.imports.iter().enumerate() {
            let given = imports.get(index).copied().flatten();
            if !given.is_some_and(|given| wanted.is_met(&self.store, import, given)) {
                return Err(self.link_error(index, import, given).into());
            }
        }
        let tables = self.make_tables(module, &types)?;
        let memories = self.make_memories(module)?;
        let addr = InstanceAddr::next(&self.store.instances);
        let mut spaces = Spaces::default();
        for value in imports.iter().take(module.imports.len()).flatten() {
            spaces.add(*value);
        }
        spaces.types = types;
        for tag in &module.tags[spaces.tags.len()..] {
            let def = spaces.types[tag.at()];
            let ty = Arc::clone(self.store.types().func(def));
            let tag = TagAddr::next(&self.store.tags);
            self.store.tags.push(Tag { ty, def });
            spaces.tags.push(tag);
        }
        for code in &module.code {
            let func = self.add_func(module, &spaces.types, addr, code);
            spaces.funcs.push(func);
        }
        for memory in memories {
            spaces.memories.push(self.store.add_memory(memory));
        }
        let defined = module.globals.len() - module.global_inits.len();
        for (ty, init) in module.globals[defined..].iter().zip(&module.global_inits) {
            let slots = evaluate(init, &mut self.store, spaces.scope(module))
                .map_err(|limit| self.too_much(limit))?;
            let value = spaces.val_type(ty.value);
            let ty = GlobalType { value, ..*ty };
            spaces.globals.push(self.add_global(ty, slots));
        }
        for (mut table, init) in tables.into_iter().zip(&module.table_inits) {
            if let Some(init) = init {
                let [slot, _] = evaluate(init, &mut self.store, spaces.scope(module))
                    .map_err(|limit| self.too_much(limit))?;
                let _ = table.fill(0, table.len(), Ref::from_slot(slot));
            }
            spaces.tables.push(self.store.add_table(table));
        }
        let elems = self.add_elems(module, &spaces)?;
        let datas = self.add_datas(module);
        self.store.instances.push(Arc::new(Instance {
            module: Arc::clone(module),
            funcs: spaces.funcs.into(),
            tables: spaces.tables.into(),
            memories: spaces.memories.into(),
            globals: spaces.globals.into(),
            tags: spaces.tags.into(),
            types: spaces.types,
            elems,
            datas,
        }));
        self.copy_segments(addr)?;
        Ok(addr)
    }

    /// The call of an instance's start function, if its module has one.
    #[must_use]
    pub fn start_call(&self, instance: InstanceAddr) -> Option<Call> {
        let instance = self.store.instance(instance);
        let func = instance.funcs[instance.module.start?.at()];
        let args = Vec::new();
        Some(Call { func, args })
    }

    fn link_error(&self, index: usize, import: &Import, given: Option<ExternVal>) -> LinkError {
        LinkError {
            index,
            module: Arc::clone(&import.module),
            name: Arc::clone(&import.name),
            wanted: import.ty.clone(),
            given: given.map(|value| self.store.extern_type(value)),
        }
    }

    /// Makes a table of its least size, all null, that belongs to nobody yet.
    pub(crate) fn make_table(&self, ty: TableType) -> Result<Table, InstantiateError> {
        Table::new(ty, Ref::Null, &self.limits).map_err(|limit| InstantiateError::Exhausted {
            limit,
            wanted: ty.limits.min,
            most: self.limits.table_elements,
        })
    }

    /// Makes a memory of its least size, all zero, that belongs to nobody yet.
    pub(crate) fn make_memory(&self, ty: MemoryType) -> Result<Memory, InstantiateError> {
        Memory::new(ty, &self.limits).map_err(|limit| InstantiateError::Exhausted {
            limit,
            wanted: ty.limits.min,
            most: self.limits.memory_pages,
        })
    }

    fn make_tables(
        &self,
        module: &Module,
        types: &[TypeAddr],
    ) -> Result<Vec<Table>, InstantiateError> {
        let imported = module.tables.len() - module.table_inits.len();
        let tables = module.tables[imported..].iter().map(|ty| TableType {
            element: ty.element.map(in_store(types)),
            ..*ty
        });
        tables.map(|ty| self.make_table(ty)).collect()
    }

    /// The heap has no room for what constant expressions make.
    fn too_much(&self, limit: Limit) -> InstantiateError {
        InstantiateError::Exhausted {
            limit,
            wanted: self.store.heap().units().saturating_add(1),
            most: self.limits.heap,
        }
    }

    fn make_memories(&self, module: &Module) -> Result<Vec<Memory>, InstantiateError> {
        let is_memory = |import: &&Import| matches!(import.ty, ExternType::Memory(_));
        let imported = module.imports.iter().filter(is_memory).count();
        let memories = module.memories[imported..].iter();
        memories.map(|ty| self.make_memory(*ty)).collect()
    }

    fn add_func(
        &mut self,
        module: &Module,
        types: &[TypeAddr],
        instance: InstanceAddr,
        code: &Arc<Code>,
    ) -> FuncAddr {
        let def = types[module.funcs[code.func.at()].at()];
        let addr = FuncAddr::next(&self.store.funcs);
        self.store.funcs.push(Func::Wasm {
            instance,
            index: code.func,
            ty: Arc::clone(self.store.types().func(def)),
            def,
            code: Arc::clone(code),
        });
        addr
    }

    fn add_global(&mut self, ty: GlobalType, slots: [u64; 2]) -> GlobalAddr {
        self.store.add_global(Global { ty, slots })
    }

    fn add_elems(
        &mut self,
        module: &Module,
        spaces: &Spaces,
    ) -> Result<Box<[ElemAddr]>, InstantiateError> {
        let add = |elem: &crate::syntax::Elem| {
            let items = elem.items.iter().map(|item| {
                let value = evaluate(item, &mut self.store, spaces.scope(module));
                value.map(|[slot, _]| slot)
            });
            let items: Result<Arc<[u64]>, Limit> = items.collect();
            let addr = ElemAddr::next(&self.store.elems);
            self.store
                .elems
                .push(items.map_err(|limit| self.too_much(limit))?);
            Ok(addr)
        };
        module.elems.iter().map(add).collect()
    }

    fn add_datas(&mut self, module: &Module) -> Box<[DataAddr]> {
        let add = |data: &crate::syntax::Data| {
            let addr = DataAddr::next(&self.store.datas);
            self.store.datas.push(data.range.clone());
            addr
        };
        module.datas.iter().map(add).collect()
    }

    /// Copies the active segments, elements first, each dropped when it has been copied.
    fn copy_segments(&mut self, addr: InstanceAddr) -> Result<(), InstantiateError> {
        let instance = Arc::clone(self.store.instance(addr));
        let module = &instance.module;
        let scope = Scope {
            module,
            globals: &instance.globals,
            funcs: &instance.funcs,
            types: &instance.types,
        };
        for (index, (elem, addr)) in module.elems.iter().zip(&instance.elems).enumerate() {
            if let SegmentMode::Active(table, offset) = &elem.mode {
                let [offset, _] = evaluate(offset, &mut self.store, scope)
                    .map_err(|limit| self.too_much(limit))?;
                let items = Arc::clone(&self.store.elems[addr.at()]);
                let table = &mut self.store.tables[instance.tables[table.at()].at()];
                table.write(offset, &items).ok_or(SegmentTrap {
                    trap: Trap::OutOfBoundsTableAccess,
                    index,
                    offset,
                    len: items.len() as u64,
                    size: table.len(),
                })?;
            }
            if !matches!(elem.mode, SegmentMode::Passive) {
                self.store.elems[addr.at()] = Arc::new([]);
            }
        }
        for (index, (data, addr)) in module.datas.iter().zip(&instance.datas).enumerate() {
            if let SegmentMode::Active(memory, offset) = &data.mode {
                let [offset, _] = evaluate(offset, &mut self.store, scope)
                    .map_err(|limit| self.too_much(limit))?;
                let bytes = &module.bytes[data.range.clone()];
                let memory = &mut self.store.memories[instance.memories[memory.at()].at()];
                let (len, size) = (bytes.len() as u64, memory.len());
                memory.write(offset, bytes).map_err(|error| match error {
                    WriteError::OutOfBounds => InstantiateError::from(SegmentTrap {
                        trap: Trap::OutOfBoundsMemoryAccess,
                        index,
                        offset,
                        len,
                        size,
                    }),
                    WriteError::Exhausted => InstantiateError::Exhausted {
                        limit: Limit::Memory,
                        wanted: (memory.touched() + len).div_ceil(PAGE_BYTES),
                        most: self.limits.memory_pages,
                    },
                })?;
                self.store.datas[addr.at()] = 0..0;
            }
        }
        Ok(())
    }
}

/// The index spaces of an instance while it is being made.
#[derive(Default)]
struct Spaces {
    funcs: Vec<FuncAddr>,
    tables: Vec<TableAddr>,
    memories: Vec<MemAddr>,
    globals: Vec<GlobalAddr>,
    tags: Vec<TagAddr>,
    types: Box<[TypeAddr]>,
}

impl Spaces {
    fn add(&mut self, value: ExternVal) {
        match value {
            ExternVal::Func(addr) => self.funcs.push(addr),
            ExternVal::Table(addr) => self.tables.push(addr),
            ExternVal::Memory(addr) => self.memories.push(addr),
            ExternVal::Global(addr) => self.globals.push(addr),
            ExternVal::Tag(addr) => self.tags.push(addr),
        }
    }

    fn scope<'a>(&'a self, module: &'a Module) -> Scope<'a> {
        Scope {
            module,
            globals: &self.globals,
            funcs: &self.funcs,
            types: &self.types,
        }
    }

    fn val_type(&self, ty: ValType) -> ValType {
        ty.map(in_store(&self.types))
    }
}
