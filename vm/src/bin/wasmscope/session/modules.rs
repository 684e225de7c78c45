//! The modules of a program: which is meant, and what breakpoints call it.

use super::names::find_func;
use super::{Places, Session};
use std::sync::Arc;
use wasmscope::load;
use wasmscope::observe::{Breakpoint, Event};
use wasmscope::runtime::{Func, InstanceAddr};
use wasmscope::syntax::{FuncIdx, Module};

/// The number by which breakpoints know an instance; `None` is the main one.
pub(crate) fn number_of(instance: Option<InstanceAddr>) -> u32 {
    instance.map_or(0, |addr| addr.0 + 1)
}

/// The instance that breakpoints know by a number; `None` is the main one.
pub(crate) fn instance_of(number: u32) -> Option<InstanceAddr> {
    number.checked_sub(1).map(InstanceAddr)
}

impl Session {
    /// The instance of the frame looked at; the main one where nothing runs.
    pub(crate) fn looked_at(&self) -> InstanceAddr {
        self.place()
            .map_or(self.main(), |place| place.frame.instance)
    }

    /// All instances, in the order in which names are looked for: that of the frame looked at,
    /// the main one, then those that are linked.
    pub(crate) fn instances(&self) -> Vec<InstanceAddr> {
        let store = self.machine().store();
        let first = [self.looked_at(), self.main()];
        let all = (0..).map(InstanceAddr).take(store.instances().len());
        let mut order = Vec::new();
        for instance in first.into_iter().chain(all) {
            if !order.contains(&instance) {
                order.push(instance);
            }
        }
        order
    }

    /// The module of an instance; the main one where there is no such instance.
    pub(crate) fn module_in(&self, instance: InstanceAddr) -> &Arc<Module> {
        let found = self.machine().store().instances().get(instance.at());
        found.map_or(self.module(), |instance| &instance.module)
    }

    /// What is waited for, in an instance.
    pub(crate) fn breakpoint(&self, instance: InstanceAddr, event: Event) -> Breakpoint {
        let linked = Some(instance).filter(|instance| *instance != self.main());
        Breakpoint {
            module: number_of(linked),
            ..event.into()
        }
    }

    /// The instance that a breakpoint is about.
    pub(crate) fn instance_of(&self, module: u32) -> InstanceAddr {
        instance_of(module).unwrap_or(self.main())
    }

    /// A function that has a body, by what it is called in a module. What a module imports from
    /// another one is that one's.
    ///
    /// # Errors
    ///
    /// When there is none, or the host has it.
    pub(crate) fn own_func(
        &self,
        instance: InstanceAddr,
        text: &str,
    ) -> Result<(InstanceAddr, FuncIdx), String> {
        let func = find_func(self.module_in(instance), text)?;
        let store = self.machine().store();
        let addr = store.instance(instance).funcs[func.at()];
        match store.func(addr) {
            Func::Wasm {
                instance, index, ..
            } => Ok((*instance, *index)),
            Func::Host { .. } => Err(format!(
                "`{text}` is imported, so it has no instructions in this module; `catch host` stops \
                 at calls of the host"
            )),
        }
    }

    /// As [`Session::own_func`], in the first module that has such a function.
    ///
    /// # Errors
    ///
    /// When none has: what is near in the one looked at.
    pub(crate) fn func_anywhere(&self, text: &str) -> Result<(InstanceAddr, FuncIdx), String> {
        self.own_func(self.instance_with(text), text)
    }

    /// The first instance that has such a function; the one looked at where none has.
    pub(super) fn instance_with(&self, func: &str) -> InstanceAddr {
        let has = |instance: &InstanceAddr| find_func(self.module_in(*instance), func).is_ok();
        let found = self.instances().into_iter().find(has);
        found.unwrap_or(self.looked_at())
    }
}

impl Places {
    /// The line on which an instruction of an instance's function stands.
    pub(crate) fn line(
        &self,
        session: &Session,
        instance: InstanceAddr,
        func: FuncIdx,
        pc: u32,
    ) -> Option<u32> {
        let module = session.module_in(instance);
        let lens = self.lens_in(instance);
        let at = lens.position(session.machine(), module, func, pc);
        at.map(|(line, _)| line).or_else(|| {
            let code = module.code_of(func)?;
            let offset = code.offsets.get(pc as usize)?;
            Some(load::origins(module)?.at(*offset)?.line)
        })
    }
}
