//! Where each event can happen, in one store.

use super::super::access::touches;
use super::{Access, Entry, Event};
use crate::exec::{Sites, is_tail_call};
use crate::runtime::{
    Func, FuncAddr, GlobalAddr, Instance, InstanceAddr, Machine, MemAddr, Store, TableAddr,
};
use crate::syntax::{Code, FuncIdx, Instr, Jump, TableIdx};
use std::sync::Arc;

/// What follows from breakpoints and a store. Each breakpoint is its position in the list.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(super) main: InstanceAddr,
    pub(super) sites: Arc<Sites>,
    pub(super) instructions: Index,
    pub(super) entries: Index,
    pub(super) exits: Index,
    pub(super) locals: Index,
    pub(super) globals: Index,
    pub(super) opcodes: Vec<(String, usize)>,
    pub(super) hosts: Vec<Host>,
    pub(super) traps: Vec<usize>,
    pub(super) memories: Vec<Bytes>,
    /// Their positions, by address.
    by_addr: Index,
    /// The most bytes that one of them has.
    pub(super) longest: u64,
    pub(super) tables: Vec<Elements>,
}

/// A module and a name, and the breakpoint.
#[derive(Clone, Debug)]
pub(super) struct Host {
    pub(super) module: Option<String>,
    pub(super) name: Option<String>,
    pub(super) index: usize,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Bytes {
    pub(super) memory: MemAddr,
    pub(super) addr: u64,
    pub(super) len: u64,
    pub(super) access: Access,
    pub(super) index: usize,
}

impl Bytes {
    /// The end, which is excluded.
    pub(super) fn end(&self) -> u64 {
        self.addr.saturating_add(self.len)
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Elements {
    pub(super) table: TableAddr,
    pub(super) first: u64,
    pub(super) len: u64,
    pub(super) index: usize,
}

/// Breakpoints by what they are found by, a number of 64 bits.
#[derive(Clone, Debug, Default)]
pub(super) struct Index(Vec<(u64, usize)>);

impl Index {
    /// Those of a key, in their order.
    pub(super) fn of(&self, key: u64) -> impl Iterator<Item = usize> + '_ {
        let first = self.0.partition_point(|(at, _)| *at < key);
        let found = self.0[first..].iter().take_while(move |(at, _)| *at == key);
        found.map(|(_, index)| *index)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has(&self, key: u64) -> bool {
        self.of(key).next().is_some()
    }
}

/// A place in a function, or one of its locals, as a key.
pub(super) fn within(func: FuncAddr, number: u32) -> u64 {
    u64::from(func.0) << 32 | u64::from(number)
}

/// The instance that breakpoints in a module are about, if there is one.
pub(super) fn instance_of(
    others: &[(u32, InstanceAddr)],
    module: u32,
    main: InstanceAddr,
) -> Option<InstanceAddr> {
    if module == 0 {
        return Some(main);
    }
    let own = others.iter().find(|(number, _)| *number == module);
    own.map(|(_, addr)| *addr)
}

impl Plan {
    pub(super) fn new(
        list: &[Entry],
        others: &[(u32, InstanceAddr)],
        machine: &Machine,
        main: InstanceAddr,
    ) -> Self {
        let store = machine.store();
        let mut plan = Self {
            main,
            sites: Arc::default(),
            instructions: Index::default(),
            entries: Index::default(),
            exits: Index::default(),
            locals: Index::default(),
            globals: Index::default(),
            opcodes: Vec::new(),
            hosts: Vec::new(),
            traps: Vec::new(),
            memories: Vec::new(),
            by_addr: Index::default(),
            longest: 0,
            tables: Vec::new(),
        };
        for (index, entry) in list.iter().enumerate() {
            let instance = instance_of(others, entry.breakpoint.module, main);
            let instance = instance.and_then(|addr| store.instances().get(addr.at()));
            if let Some(instance) = instance.filter(|_| entry.breakpoint.enabled) {
                plan.add(index, &entry.breakpoint.event, instance);
            }
        }
        let addrs = plan.memories.iter().map(|bytes| bytes.addr);
        plan.by_addr = Index(addrs.zip(0..).collect());
        for keys in [
            &mut plan.by_addr,
            &mut plan.instructions,
            &mut plan.entries,
            &mut plan.exits,
            &mut plan.locals,
            &mut plan.globals,
        ] {
            keys.0.sort_unstable();
        }
        let lens = plan.memories.iter().map(|bytes| bytes.len);
        plan.longest = lens.max().unwrap_or(0);
        plan.sites = Arc::new(Sites::new(store, plan.places_of(store)));
        plan
    }

    /// Takes up a breakpoint; what the instance does not have never happens.
    fn add(&mut self, index: usize, event: &Event, instance: &Instance) -> Option<()> {
        let func = |func: FuncIdx| instance.funcs.get(func.at()).copied();
        match event {
            Event::Instruction { func: f, pc } => {
                self.instructions.0.push((within(func(*f)?, *pc), index));
            }
            Event::Entry(f) => self.entries.0.push((within(func(*f)?, 0), index)),
            Event::Exit(f) => self.exits.0.push((within(func(*f)?, 0), index)),
            Event::Opcode(name) => self.opcodes.push((name.clone(), index)),
            Event::HostCall { module, name } => self.hosts.push(Host {
                module: module.clone(),
                name: name.clone(),
                index,
            }),
            Event::Trap => self.traps.push(index),
            Event::Memory {
                mem,
                addr,
                len,
                access,
            } => self.memories.push(Bytes {
                memory: *instance.memories.get(mem.at())?,
                addr: *addr,
                len: *len,
                access: *access,
                index,
            }),
            Event::Local { func: f, local } => {
                self.locals.0.push((within(func(*f)?, local.0), index));
            }
            Event::Global(global) => {
                let GlobalAddr(addr) = instance.globals.get(global.at())?;
                self.globals.0.push((u64::from(*addr), index));
            }
            Event::Table {
                table,
                index: first,
                len,
            } => self.tables.push(Elements {
                table: *instance.tables.get(table.at())?,
                first: *first,
                len: *len,
                index,
            }),
        }
        Some(())
    }

    /// All instructions at which something that is waited for can happen.
    fn places_of(&self, store: &Store) -> Vec<(FuncAddr, u32)> {
        let split = |key: &(u64, usize)| (FuncAddr((key.0 >> 32) as u32), key.0 as u32);
        let instructions = self.instructions.0.iter().map(split);
        let mut places: Vec<_> = instructions
            .chain(self.entries.0.iter().map(split))
            .collect();
        let scans = Scan::new(self, store);
        if scans.is_needed() {
            for addr in (0..).map(FuncAddr).take(store.func_count()) {
                if let Some((instance, code)) = store.own(addr) {
                    let instance = store.instance(instance);
                    let found = (0..)
                        .zip(&code.instrs)
                        .filter(|(_, instr)| scans.can_happen(addr, instance, code, instr));
                    places.extend(found.map(|(pc, _)| (addr, pc)));
                }
            }
        }
        places
    }

    /// Breakpoints on bytes of a memory that these touch.
    pub(super) fn touching(
        &self,
        memory: MemAddr,
        addr: u64,
        len: u64,
        writes: bool,
    ) -> impl Iterator<Item = &Bytes> {
        let from = addr.saturating_sub(self.longest);
        let all = &self.by_addr.0;
        let first = all.partition_point(|(at, _)| *at < from);
        let end = addr.saturating_add(len);
        let near = all[first..].iter().take_while(move |(at, _)| *at < end);
        let near = near.map(|(_, position)| &self.memories[*position]);
        let near = near.filter(move |bytes| bytes.memory == memory);
        near.filter(move |bytes| {
            let wanted = match bytes.access {
                Access::Read => !writes,
                Access::Write => writes,
                Access::Any => true,
            };
            wanted && addr < bytes.end()
        })
    }

    /// The bytes that everybody waits for to be written; `None` when somebody waits for
    /// something else.
    pub(crate) fn only_written(&self) -> Option<impl Iterator<Item = (MemAddr, u64, u64)> + '_> {
        let others = self.instructions.0.len()
            + self.entries.0.len()
            + self.exits.0.len()
            + self.locals.0.len()
            + self.globals.0.len()
            + self.opcodes.len()
            + self.hosts.len()
            + self.tables.len();
        let all = &self.memories;
        let writes = all.iter().all(|bytes| bytes.access == Access::Write);
        (others == 0 && writes).then(|| {
            all.iter()
                .map(|bytes| (bytes.memory, bytes.addr, bytes.len))
        })
    }
}

/// What instructions are looked through for.
struct Scan<'a> {
    plan: &'a Plan,
    store: &'a Store,
    /// Memories of which bytes are waited for, to be read or to be written.
    memories: Vec<(MemAddr, bool)>,
    calls_of_host: bool,
}

impl<'a> Scan<'a> {
    fn new(plan: &'a Plan, store: &'a Store) -> Self {
        let mut memories: Vec<(MemAddr, bool)> = Vec::new();
        for bytes in &plan.memories {
            for writes in [false, true] {
                let wanted = match bytes.access {
                    Access::Any => true,
                    access => (access == Access::Write) == writes,
                };
                if wanted && !memories.contains(&(bytes.memory, writes)) {
                    memories.push((bytes.memory, writes));
                }
            }
        }
        // The host may write to a memory.
        let writes = memories.iter().any(|(_, writes)| *writes);
        let mut funcs = (0..).map(FuncAddr).take(store.func_count());
        let has_host = funcs.any(|func| matches!(store.func(func), Func::Host { .. }));
        Self {
            plan,
            store,
            memories,
            calls_of_host: has_host && (writes || !plan.hosts.is_empty()),
        }
    }

    fn is_needed(&self) -> bool {
        let plan = self.plan;
        self.calls_of_host
            || !self.memories.is_empty()
            || !plan.opcodes.is_empty()
            || !plan.tables.is_empty()
            || [&plan.exits, &plan.locals, &plan.globals]
                .iter()
                .any(|keys| !keys.0.is_empty())
    }

    fn can_happen(&self, func: FuncAddr, instance: &Instance, code: &Code, instr: &Instr) -> bool {
        let plan = self.plan;
        if !plan.opcodes.is_empty() {
            let name = instr.name();
            if plan.opcodes.iter().any(|(wanted, _)| wanted == name) {
                return true;
            }
        }
        let table = |table: TableIdx| {
            let addr = instance.tables[table.at()];
            plan.tables.iter().any(|elements| elements.table == addr)
        };
        let exits = || plan.exits.has(within(func, 0));
        match instr {
            Instr::FuncEnd | Instr::Return => exits(),
            Instr::Throw(_) | Instr::ThrowRef => !plan.exits.0.is_empty(),
            Instr::Call(callee) => {
                let callee = self.store.func(instance.funcs[callee.at()]);
                self.calls_of_host && matches!(callee, Func::Host { .. })
            }
            Instr::CallIndirect { .. } | Instr::CallRef(_) => self.calls_of_host,
            instr if is_tail_call(instr) => self.calls_of_host || exits(),
            Instr::LocalSet { local, .. } | Instr::LocalTee { local, .. } => {
                plan.locals.has(within(func, local.0))
            }
            Instr::GlobalSet(global) => {
                plan.globals.has(u64::from(instance.globals[global.at()].0))
            }
            Instr::TableSet(index) | Instr::TableFill(index) | Instr::TableGrow(index) => {
                table(*index)
            }
            Instr::TableCopy { dst, .. } => table(*dst),
            Instr::TableInit { table: index, .. } => table(*index),
            _ if !self.memories.is_empty() && self.touches(instance, instr) => true,
            _ => returns(code, instr) && exits(),
        }
    }

    fn touches(&self, instance: &Instance, instr: &Instr) -> bool {
        let touches = touches(instr, |_| 0).into_iter().flatten();
        let mut touches = touches.map(|touch| (instance.memories[touch.mem.at()], touch.writes));
        touches.any(|touch| self.memories.contains(&touch))
    }
}

/// Whether a branch may leave its function.
fn returns(code: &Code, instr: &Instr) -> bool {
    match instr {
        Instr::Br(jump) | Instr::BrIf(jump) | Instr::BrOnNull(jump) | Instr::BrOnNonNull(jump) => {
            jump.returns()
        }
        Instr::BrOnCast { cast, .. } => code.casts[*cast as usize].jump.returns(),
        Instr::BrTable { first, count } => {
            let jumps = &code.jumps[*first as usize..=(first + count) as usize];
            jumps.iter().copied().any(Jump::returns)
        }
        _ => false,
    }
}
