//! STAND-IN until `wasmscope::observe` is merged: what one step did.
#![allow(missing_docs)]

use serde::Serialize;
use wasmscope::runtime::{Func, Machine, Status};
use wasmscope::syntax::{Instr, LoadOp, StoreOp};

use super::marks::Marks;
use wasmscope::view::{Place, ValueView as Value};
use crate::page::Kind;

#[derive(Clone, Debug, Default, Serialize)]
pub struct Record {
    pub n: u64,
    pub func: u32,
    pub name: String,
    pub depth: usize,
    pub pc: u32,
    pub op: String,
    #[serde(skip)]
    pub kinds: Vec<&'static str>,
    #[serde(skip)]
    pub marks: Marks,
    #[serde(skip)]
    pub line: Option<(u32, u32)>,
    #[serde(skip)]
    pub pushed: Vec<Value>,
}

pub struct Before {
    record: Record,
    instr: Option<Instr>,
    height: usize,
    entered: Option<u64>,
    address: Option<u64>,
}

impl Before {
    pub fn new(machine: &Machine) -> Self {
        let mut record = Record { n: machine.steps(), ..Record::default() };
        let mut instr = None;
        let mut address = None;
        let operands = innermost(machine);
        if let Some(frame) = machine.frames().last()
            && let Func::Wasm { index, code, .. } = machine.store().func(frame.func)
        {
            let module = &machine.store().instance(frame.instance).module;
            record.func = index.0;
            record.name = module.func_name(*index);
            record.depth = machine.frames().len() - 1;
            record.pc = frame.pc;
            let at = code.instrs[frame.pc as usize];
            record.op = at.name().to_owned();
            let operand = |from_top: usize| {
                let bits = &operands.get(operands.len().checked_sub(from_top)?)?.bits;
                u64::from_str_radix(bits.trim_start_matches("0x"), 16).ok()
            };
            address = match at {
                Instr::Load(_, arg) => operand(1).map(|a| a + u64::from(arg.offset)),
                Instr::Store(_, arg) => operand(2).map(|a| a + u64::from(arg.offset)),
                _ => None,
            };
            instr = Some(at);
        }
        let entered = machine.frames().last().map(|frame| frame.entered);
        Self { record, instr, height: operands.len(), entered, address }
    }

    pub fn after(self, machine: &Machine) -> Record {
        let mut record = self.record;
        record.kinds.push("step");
        if matches!(machine.status(), Status::Trapped(_)) {
            record.kinds.push("trap");
            return record;
        }
        let operands = innermost(machine);
        let same = machine.frames().last().map(|frame| frame.entered) == self.entered;
        let module = machine.frames().last().map(|f| &machine.store().instance(f.instance).module);
        let Some(instr) = self.instr else { return record };
        if same && let Some(module) = module {
            let kept = self.height.saturating_sub(pops(&instr, module));
            if kept < operands.len() && !matches!(instr, Instr::Block(_) | Instr::Loop(_) | Instr::End | Instr::Else { .. } | Instr::If { .. }) {
                record.marks.pushed_from = Some(kept);
                record.pushed = operands[kept..].to_vec();
            }
        } else if machine.frames().len() <= record.depth && let Some(module) = module {
            let _ = module;
            record.kinds.push("return");
        }
        match instr {
            Instr::LocalSet { local, .. } | Instr::LocalTee { local, .. } => {
                record.marks.local_set = Some(local.0);
            }
            Instr::GlobalSet(global) => record.marks.global_set = Some(global.0),
            Instr::Load(op, arg) => record.marks.reads.extend(
                self.address.map(|a| (arg.mem.0, a..a + u64::from(LoadOp::bytes(op)))),
            ),
            Instr::Store(op, arg) => record.marks.writes.extend(
                self.address.map(|a| (arg.mem.0, a..a + u64::from(StoreOp::bytes(op)))),
            ),
            Instr::Call(_) | Instr::CallIndirect { .. } => record.kinds.push("call"),
            Instr::Br(_) | Instr::BrIf(_) | Instr::BrTable { .. } => record.kinds.push("branch"),
            _ => {}
        }
        if !record.marks.reads.is_empty() || !record.marks.writes.is_empty() {
            record.kinds.push("memory");
        }
        record
    }
}

impl Record {
    pub fn is(&self, kind: Kind) -> bool {
        self.kinds.iter().any(|name| Kind::from_name(name) == Some(kind))
    }

    pub fn is_in(&self, func: &str) -> bool {
        self.name == func || self.func.to_string() == func
    }
}

pub fn pops(instr: &Instr, module: &wasmscope::syntax::Module) -> usize {
    match instr {
        Instr::Call(func) => module.func_type(*func).params.len(),
        Instr::CallIndirect { ty, .. } => module.types[ty.at()].params.len() + 1,
        Instr::If { .. } | Instr::BrIf(_) | Instr::BrTable { .. } => 1,
        Instr::Drop { .. } | Instr::LocalSet { .. } | Instr::LocalTee { .. } => 1,
        Instr::GlobalSet(_) | Instr::TableGet(_) | Instr::Load(..) | Instr::MemoryGrow(_) => 1,
        Instr::RefIsNull | Instr::Unary(_) | Instr::Truncate(_) => 1,
        Instr::Store(..) | Instr::Binary(_) | Instr::Divide(_) => 2,
        Instr::TableSet(_) | Instr::TableGrow(_) => 2,
        Instr::Select { .. } | Instr::TableFill(_) | Instr::TableCopy { .. } => 3,
        Instr::TableInit { .. } | Instr::MemoryFill(_) | Instr::MemoryCopy { .. } => 3,
        Instr::MemoryInit { .. } => 3,
        _ => 0,
    }
}

fn innermost(machine: &Machine) -> Vec<Value> {
    Place::innermost(machine).map_or_else(Vec::new, |place| {
        place.operands().into_iter().map(Value::from).collect()
    })
}
