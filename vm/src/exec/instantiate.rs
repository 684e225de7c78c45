//! Instantiation (section 4.5.4).

use super::link::{LinkError, Wanted};
use super::refusal::InstantiateError;
use super::stages::Stages;
use crate::runtime::{
    Call, DataAddr, ElemAddr, ExternVal, Func, FuncAddr, Global, GlobalAddr, Instance,
    InstanceAddr, Machine, MemAddr, Memory, Ref, Table, TableAddr, Tag, TagAddr, TypeAddr,
    in_store,
};
use crate::syntax::{Body, ExternType, GlobalType, Import, MemoryType, Module, TableType, ValType};
use std::sync::Arc;

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
        let mut stages = self.allocate(module, imports)?;
        while stages.advance(self)?.is_some() {}
        Ok(stages.instance())
    }

    /// The beginning of [`Machine::instantiate`]: checks imports and allocates what the module
    /// defines. Memories are zero, tables null, globals zero or null, until what is left to be
    /// done is done.
    ///
    /// # Errors
    /// When an import is missing or of another type, or a limit is reached; then nothing
    /// changes.
    pub fn allocate(
        &mut self,
        module: &Arc<Module>,
        imports: &[Option<ExternVal>],
    ) -> Result<Stages, InstantiateError> {
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
        let stages = Stages::new(addr, module, &self.store);
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
        for body in &module.bodies {
            let func = self.add_func(module, &spaces.types, addr, body);
            spaces.funcs.push(func);
        }
        for memory in memories {
            spaces.memories.push(self.store.add_memory(memory));
        }
        for ty in &module.globals[spaces.globals.len()..] {
            let value = spaces.val_type(ty.value);
            let ty = GlobalType { value, ..*ty };
            let slots = [0; 2];
            spaces
                .globals
                .push(self.store.add_global(Global { ty, slots }));
        }
        for table in tables {
            spaces.tables.push(self.store.add_table(table));
        }
        let elems = self.add_elems(module);
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
        Ok(stages)
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
        body: &Arc<Body>,
    ) -> FuncAddr {
        let def = types[module.funcs[body.func.at()].at()];
        let addr = FuncAddr::next(&self.store.funcs);
        self.store.funcs.push(Func::Wasm {
            instance,
            index: body.func,
            ty: Arc::clone(self.store.types().func(def)),
            def,
            body: Arc::clone(body),
        });
        addr
    }

    /// No element is there until its segment is evaluated.
    fn add_elems(&mut self, module: &Module) -> Box<[ElemAddr]> {
        let add = |_| {
            let addr = ElemAddr::next(&self.store.elems);
            self.store.elems.push(Arc::new([]));
            addr
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

    fn val_type(&self, ty: ValType) -> ValType {
        ty.map(in_store(&self.types))
    }
}
