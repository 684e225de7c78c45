//! A place in a running program: a frame and the instruction it stands at.

use crate::load::origins;
use crate::runtime::{Frame, Func, Instance, InstanceAddr, Machine, Value};
use crate::syntax::{
    Code, CodeIdx, FuncIdx, Inlined, Instr, Module, Origin, Shape, Situation, ValType,
};
use std::sync::Arc;

/// Where instructions stand in the text that a module was assembled from.
///
/// Any function from a body and a pc to a line and a column (both from 1, columns in
/// UTF-16 units) is one.
pub trait Positions {
    /// The line and the column of the instruction's token.
    fn position(&self, code: CodeIdx, pc: u32) -> Option<(u32, u32)>;

    /// What a module other than the main one is called, and where the instruction's token
    /// stands in its text; none for those that do not know it.
    fn elsewhere(&self, module: &Arc<Module>, code: CodeIdx, pc: u32) -> Option<Elsewhere> {
        let _ = (module, code, pc);
        None
    }
}

/// A place in a module other than the main one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The name that the module is imported by.
    pub module: Arc<str>,
    /// The line and the column; none where there is no text.
    pub position: Option<(u32, u32)>,
}

impl<F: Fn(CodeIdx, u32) -> Option<(u32, u32)>> Positions for F {
    fn position(&self, code: CodeIdx, pc: u32) -> Option<(u32, u32)> {
        self(code, pc)
    }
}

/// From where a machine is looked at.
#[derive(Clone, Copy, Default)]
pub struct Lens<'a> {
    /// The instance that the program is about: the one that is shown while nothing runs,
    /// and the one whose text `positions` is of.
    pub main: Option<InstanceAddr>,
    /// Where the main instance's instructions stand in its text.
    pub positions: Option<&'a dyn Positions>,
}

impl Lens<'_> {
    /// The instance, when it is not the main one.
    #[must_use]
    pub fn other(&self, instance: InstanceAddr) -> Option<u32> {
        let main = self.main.unwrap_or(InstanceAddr(0));
        (instance != main).then_some(instance.0)
    }

    /// The position of an instruction of an instance's function; none when the text is
    /// another module's.
    #[must_use]
    pub fn position(
        &self,
        machine: &Machine,
        module: &Arc<Module>,
        func: FuncIdx,
        pc: u32,
    ) -> Option<(u32, u32)> {
        if let Some(elsewhere) = self.elsewhere(machine, module, func, pc) {
            return elsewhere.position;
        }
        match self.is_main(machine, module) {
            true => self.positions?.position(module.code_idx(func)?, pc),
            false => None,
        }
    }

    /// The module of an instruction and its position, when that is not the main one and
    /// somebody knows it.
    #[must_use]
    pub fn elsewhere(
        &self,
        machine: &Machine,
        module: &Arc<Module>,
        func: FuncIdx,
        pc: u32,
    ) -> Option<Elsewhere> {
        match self.is_main(machine, module) {
            true => None,
            false => self
                .positions?
                .elsewhere(module, module.code_idx(func)?, pc),
        }
    }

    fn is_main(&self, machine: &Machine, module: &Arc<Module>) -> bool {
        let is = |main| Arc::ptr_eq(&machine.store().instance(main).module, module);
        self.main.is_none_or(is)
    }
}

/// A frame of a machine, with everything that its function's module says about it.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The machine.
    pub machine: &'a Machine,
    /// Which frame; 0 is the entry.
    pub depth: usize,
    /// The frame.
    pub frame: &'a Frame,
    /// The instance that the function belongs to.
    pub instance: &'a Instance,
    /// Its module.
    pub module: &'a Arc<Module>,
    /// The function's index there.
    pub func: FuncIdx,
    /// Its body.
    pub code: &'a Code,
    /// The next instruction, or the pending call of a caller.
    pub instr: &'a Instr,
}

impl<'a> Place<'a> {
    /// The frame at a depth; `None` when there is none.
    #[must_use]
    pub fn at(machine: &'a Machine, depth: usize) -> Option<Self> {
        let frame = machine.frames().get(depth)?;
        let Func::Wasm { index, .. } = machine.store().func(frame.func) else {
            return None;
        };
        let code = machine.store().code(frame.func)?;
        let instance = machine.store().instance(frame.instance);
        Some(Self {
            machine,
            depth,
            frame,
            instance,
            module: &instance.module,
            func: *index,
            code,
            instr: code.instrs.get(frame.pc as usize)?,
        })
    }

    /// The innermost frame; `None` when there is no frame.
    #[must_use]
    pub fn innermost(machine: &'a Machine) -> Option<Self> {
        Self::at(machine, machine.frames().len().checked_sub(1)?)
    }

    /// The name to show for the function.
    #[must_use]
    pub fn name(&self) -> String {
        self.module.func_name(self.func)
    }

    /// What the function is called in its source, when that is known and its name is one that
    /// a compiler has made of it.
    #[must_use]
    pub fn source_name(&self) -> Option<Arc<str>> {
        let name = self.name();
        let is_made = name.starts_with("_R") || name.starts_with("_ZN");
        let known = origins(self.module).filter(|_| is_made)?;
        let name = known.function_at(self.offset())?;
        (!name.is_empty()).then(|| Arc::clone(name))
    }

    /// Where the instruction lies in the module's bytes.
    #[must_use]
    pub fn offset(&self) -> u32 {
        let offset = self.code.offsets.get(self.frame.pc as usize);
        offset.copied().unwrap_or_default()
    }

    /// Where the instruction was compiled from, when the module has debugging information
    /// that says so.
    #[must_use]
    pub fn origin(&self) -> Option<Origin> {
        // Most modules have none, and the page has not loaded what reads it then.
        if self.module.debug.is_empty() {
            return None;
        }
        origins(self.module)?.at(self.offset())
    }

    /// The functions that were compiled into this one and are run here, innermost first;
    /// see [`Origins::inlined_at`](crate::syntax::Origins::inlined_at).
    #[must_use]
    pub fn inlined(&self) -> Vec<&'a Inlined> {
        origins(self.module).map_or_else(Vec::new, |known| known.inlined_at(self.offset()))
    }

    /// The types of the operands and the labels here.
    #[must_use]
    pub fn situation(&self) -> Situation {
        let situation = self.code.typing(self.module).at(self.frame.pc);
        situation.unwrap_or_else(|| Situation {
            operands: Vec::new(),
            labels: Vec::new(),
            reachable: false,
        })
    }

    /// Parameters and locals.
    #[must_use]
    pub fn locals(&self) -> Vec<Value> {
        let slots = self.machine.frame_slots(self.depth);
        Value::read_all(self.code.locals.iter(), slots)
    }

    /// Operands, bottom first; those of a caller without the arguments already taken.
    #[must_use]
    pub fn operands(&self) -> Vec<Value> {
        self.operands_of(&self.situation())
    }

    /// As [`Place::operands`], for whoever has the situation already.
    #[must_use]
    pub fn operands_of(&self, situation: &Situation) -> Vec<Value> {
        let slots = self.machine.frame_slots(self.depth);
        let slots = slots.get(self.code.local_slots as usize..).unwrap_or(&[]);
        let mut room = slots.len();
        let mut types = Vec::with_capacity(situation.operands.len());
        for ty in &situation.operands {
            // Code that runs can be reached, so its operands have types.
            let ty = ty.unwrap_or(ValType::I64);
            let Some(left) = room.checked_sub(ty.slots() as usize) else {
                break;
            };
            room = left;
            types.push(ty);
        }
        Value::read_all(types, slots)
    }

    /// The shape in which this code reads vectors: that of the first instruction from here
    /// on that divides one into lanes, else of the last one before. `None` in a function
    /// without any.
    #[must_use]
    pub fn vector_shape(&self) -> Option<Shape> {
        let (before, after) = self.code.instrs.split_at(self.frame.pc as usize);
        let mut nearest = after.iter().chain(before.iter().rev());
        nearest.find_map(Instr::vector_shape)
    }

    /// The name of a local, when the module says one.
    #[must_use]
    pub fn local_name(&self, local: u32) -> Option<Arc<str>> {
        let names = self.module.names.locals.get(&self.func.0)?;
        names.get(&local).cloned()
    }

    /// The name of a block's label, when the module says one.
    #[must_use]
    pub fn label_name(&self, block: Option<u32>) -> Option<Arc<str>> {
        let names = self.module.names.labels.get(&self.func.0)?;
        names.get(&block?).cloned()
    }
}
