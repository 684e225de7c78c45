//! What is left of an instantiation when everything is allocated (section 4.5.4): in which
//! order constant expressions are evaluated and segments copied.

use super::constant::{Scope, evaluate};
use super::refusal::{InstantiateError, SegmentTrap};
use crate::runtime::{
    Instance, InstanceAddr, Limit, Machine, PAGE_BYTES, Ref, Store, Trap, WriteError,
};
use crate::syntax::{Module, SegmentMode};
use std::sync::Arc;

/// A part of an instantiation. Indices are those of the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A global gets its first value.
    Global(usize),
    /// A table gets the first value of its elements.
    Table(usize),
    /// The references of all element segments are made.
    Elems,
    /// An element segment is copied, if it is active, and dropped.
    Elem(usize),
    /// An active data segment is copied and dropped.
    Data(usize),
}

/// An instantiation on its way; see [`Machine::allocate`].
#[derive(Clone, Debug)]
pub struct Stages {
    instance: InstanceAddr,
    plan: Vec<Stage>,
    done: usize,
    /// Where the segment went that was copied last.
    offset: u64,
    /// How many of each thing the store had before.
    before: [usize; 8],
}

impl Stages {
    pub(super) fn new(instance: InstanceAddr, module: &Module, store: &Store) -> Self {
        let globals = module.globals.len() - module.global_inits.len()..module.globals.len();
        let tables = module.tables.len() - module.table_inits.len();
        let inits = module.table_inits.iter().enumerate();
        let tables = inits.filter_map(|(index, init)| init.is_some().then_some(tables + index));
        let elems = module.elems.iter().enumerate();
        let used = elems.filter(|(_, elem)| !matches!(elem.mode, SegmentMode::Passive));
        let datas = module.datas.iter().enumerate();
        let active = datas.filter(|(_, data)| matches!(data.mode, SegmentMode::Active(..)));
        let plan = globals
            .map(Stage::Global)
            .chain(tables.map(Stage::Table))
            .chain((!module.elems.is_empty()).then_some(Stage::Elems))
            .chain(used.map(|(index, _)| Stage::Elem(index)))
            .chain(active.map(|(index, _)| Stage::Data(index)));
        Self {
            instance,
            plan: plan.collect(),
            done: 0,
            offset: 0,
            before: [
                store.instances.len(),
                store.funcs.len(),
                store.tables.len(),
                store.memories.len(),
                store.globals.len(),
                store.tags.len(),
                store.elems.len(),
                store.datas.len(),
            ],
        }
    }

    /// The instance that is made.
    #[must_use]
    pub fn instance(&self) -> InstanceAddr {
        self.instance
    }

    /// The address or index where the active segment went that the last part has copied.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// What is left to be done, in this order.
    #[must_use]
    pub fn left(&self) -> &[Stage] {
        self.plan.get(self.done..).unwrap_or(&[])
    }

    /// Does the next part, of the machine that it was begun with, and says which it was;
    /// `None` when all is done.
    ///
    /// # Errors
    /// When a limit is reached, or an active segment does not fit. Then there is no next
    /// part; as long as no segment was copied, the instance is gone.
    pub fn advance(&mut self, machine: &mut Machine) -> Result<Option<Stage>, InstantiateError> {
        let Some(&stage) = self.plan.get(self.done) else {
            return Ok(None);
        };
        self.done += 1;
        let done = perform(stage, machine, self.instance);
        if done.is_err() {
            self.done = self.plan.len();
            if matches!(stage, Stage::Global(_) | Stage::Table(_) | Stage::Elems) {
                self.undo(&mut machine.store);
            }
        }
        self.offset = done?;
        Ok(Some(stage))
    }

    fn undo(&self, store: &mut Store) {
        let [
            instances,
            funcs,
            tables,
            memories,
            globals,
            tags,
            elems,
            datas,
        ] = self.before;
        store.instances.truncate(instances);
        store.funcs.truncate(funcs);
        store.tables.truncate(tables);
        store.memories.truncate(memories);
        store.globals.truncate(globals);
        store.tags.truncate(tags);
        store.elems.truncate(elems);
        store.datas.truncate(datas);
    }
}

/// Performs a part; gives where a segment was copied to.
fn perform(
    stage: Stage,
    machine: &mut Machine,
    addr: InstanceAddr,
) -> Result<u64, InstantiateError> {
    let instance = Arc::clone(machine.store.instance(addr));
    let module = &instance.module;
    let scope = Scope {
        module,
        globals: &instance.globals,
        funcs: &instance.funcs,
        types: &instance.types,
    };
    match stage {
        Stage::Global(index) => {
            let imported = module.globals.len() - module.global_inits.len();
            let init = &module.global_inits[index - imported];
            let slots = evaluate(init, &mut machine.store, scope)
                .map_err(|limit| too_much(machine, limit))?;
            machine.store.globals[instance.globals[index].at()].slots = slots;
        }
        Stage::Table(index) => {
            let imported = module.tables.len() - module.table_inits.len();
            if let Some(init) = &module.table_inits[index - imported] {
                let [slot, _] = evaluate(init, &mut machine.store, scope)
                    .map_err(|limit| too_much(machine, limit))?;
                let table = &mut machine.store.tables[instance.tables[index].at()];
                let _ = table.fill(0, table.len(), Ref::from_slot(slot));
            }
        }
        Stage::Elems => {
            for (elem, addr) in module.elems.iter().zip(&instance.elems) {
                let items = elem.items.iter().map(|item| {
                    let value = evaluate(item, &mut machine.store, scope);
                    value.map(|[slot, _]| slot)
                });
                let items: Result<Arc<[u64]>, Limit> = items.collect();
                let items = items.map_err(|limit| too_much(machine, limit))?;
                machine.store.elems[addr.at()] = items;
            }
        }
        Stage::Elem(index) => return copy_elem(index, machine, &instance, scope),
        Stage::Data(index) => return copy_data(index, machine, &instance, scope),
    }
    Ok(0)
}

fn copy_elem(
    index: usize,
    machine: &mut Machine,
    instance: &Instance,
    scope: Scope<'_>,
) -> Result<u64, InstantiateError> {
    let addr = instance.elems[index];
    let mut start = 0;
    if let SegmentMode::Active(table, offset) = &instance.module.elems[index].mode {
        let [offset, _] = evaluate(offset, &mut machine.store, scope)
            .map_err(|limit| too_much(machine, limit))?;
        let items = Arc::clone(&machine.store.elems[addr.at()]);
        let table = &mut machine.store.tables[instance.tables[table.at()].at()];
        table.write(offset, &items).ok_or(SegmentTrap {
            trap: Trap::OutOfBoundsTableAccess,
            index,
            offset,
            len: items.len() as u64,
            size: table.len(),
        })?;
        start = offset;
    }
    machine.store.elems[addr.at()] = Arc::new([]);
    Ok(start)
}

fn copy_data(
    index: usize,
    machine: &mut Machine,
    instance: &Instance,
    scope: Scope<'_>,
) -> Result<u64, InstantiateError> {
    let data = &instance.module.datas[index];
    let SegmentMode::Active(memory, offset) = &data.mode else {
        return Ok(0);
    };
    let [offset, _] =
        evaluate(offset, &mut machine.store, scope).map_err(|limit| too_much(machine, limit))?;
    let bytes = &instance.module.bytes[data.range.clone()];
    let memory = &mut machine.store.memories[instance.memories[memory.at()].at()];
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
            most: machine.limits.memory_pages,
        },
    })?;
    machine.store.datas[instance.datas[index].at()] = 0..0;
    Ok(offset)
}

/// The heap has no room for what constant expressions make.
fn too_much(machine: &Machine, limit: Limit) -> InstantiateError {
    InstantiateError::Exhausted {
        limit,
        wanted: machine.store.heap().units().saturating_add(1),
        most: machine.limits.heap,
    }
}
