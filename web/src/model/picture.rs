//! STAND-IN until `wasmscope::view` is merged: the machine as data.
#![allow(missing_docs)]

use wasmscope::load::SourceMap;
use wasmscope::runtime::{Func, Machine, Status as MachineStatus, Value as Number};
use wasmscope::syntax::ValType;

use super::state::*;

fn value(value: Number) -> Value {
    Value { ty: value.ty().to_string(), text: value.to_string(), bits: value.bits() }
}

fn values(types: &[ValType], slots: &[u64]) -> Vec<Value> {
    let mut at = 0;
    types
        .iter()
        .map(|ty| {
            let low = slots.get(at).copied().unwrap_or(0);
            at += 1;
            value(Number::from_slots(*ty, [low, 0]))
        })
        .collect()
}

pub fn innermost(machine: &Machine) -> (Vec<Value>, Vec<Value>) {
    let Some(depth) = machine.frames().len().checked_sub(1) else { return Default::default() };
    let frame = frame(machine, depth, None);
    (frame.locals.into_iter().map(|l| l.value).collect(), frame.stack)
}

fn frame(machine: &Machine, depth: usize, source: Option<&SourceMap>) -> FrameView {
    let frame = machine.frames()[depth];
    let Func::Wasm { index, code, .. } = machine.store().func(frame.func) else {
        return FrameView::default();
    };
    let module = &machine.store().instance(frame.instance).module;
    let slots = machine.frame_slots(depth);
    let local_slots = code.local_slots as usize;
    let names = module.names.locals.get(&index.0);
    let situation = code.typing(module).at(frame.pc);
    let (operands, labels) = situation.map(|s| (s.operands, s.labels)).unwrap_or_default();
    let operands: Vec<ValType> = operands.into_iter().map(|ty| ty.unwrap_or(ValType::I32)).collect();
    let mut stack = values(&operands, &slots[local_slots.min(slots.len())..]);
    stack.truncate(slots.len().saturating_sub(local_slots));
    let locals = values(&code.locals, slots);
    let place = source.and_then(|source| super::line_of(module, source, index.0, frame.pc));
    let label_names = module.names.labels.get(&index.0);
    FrameView {
        instance: 0,
        func: index.0,
        name: module.func_name(*index),
        depth: depth as u32,
        pc: frame.pc,
        offset: u64::from(code.offsets[frame.pc as usize]),
        line: place.map(|p| p.0),
        column: place.map(|p| p.1),
        locals: locals
            .into_iter()
            .zip(0..)
            .map(|(value, index)| LocalView {
                value,
                index,
                name: names.and_then(|n| n.get(&index)).map(|n| format!("${n}")),
            })
            .collect(),
        stack,
        labels: labels
            .into_iter()
            .zip(0..)
            .map(|(label, index)| LabelView {
                index,
                kind: label.kind.name().to_owned(),
                name: label
                    .block
                    .and_then(|b| label_names?.get(&b))
                    .map(|n| format!("${n}")),
                arity: label.arity as u32,
                target: label.target,
                height: label.height as u32,
            })
            .collect(),
    }
}

pub fn state(machine: &Machine, source: Option<&SourceMap>) -> MachineState {
    let frames: Vec<FrameView> =
        (0..machine.frames().len()).rev().map(|depth| frame(machine, depth, source)).collect();
    let at = frames.first().zip(machine.frames().last()).map(|(view, frame)| {
        let op = match machine.store().func(frame.func) {
            Func::Wasm { code, .. } => code.instrs[frame.pc as usize].name().to_owned(),
            Func::Host { .. } => String::new(),
        };
        At {
            func: view.func,
            name: view.name.clone(),
            pc: view.pc,
            offset: view.offset,
            line: view.line,
            column: view.column,
            text: op.clone(),
            op,
        }
    });
    let instance = machine.frames().last().map_or_else(
        || machine.store().instances().last(),
        |frame| Some(machine.store().instance(frame.instance)),
    );
    let mut state = MachineState {
        step: machine.steps(),
        stack: frames.first().map(|f| f.stack.clone()).unwrap_or_default(),
        at,
        frames,
        ..MachineState::default()
    };
    match machine.status() {
        MachineStatus::Ready => state.status = Status::Ready,
        MachineStatus::Running => state.status = Status::Paused,
        MachineStatus::Returned(results) => {
            state.status = Status::Returned;
            state.results = Some(results.iter().map(|v| value(*v)).collect());
        }
        MachineStatus::Trapped(trap) => {
            state.status = Status::Trapped;
            state.trap = Some(TrapView { message: trap.message().into(), detail: String::new() });
        }
        MachineStatus::Exited(code) => {
            state.status = Status::Exited;
            state.exit_code = Some(*code);
        }
    }
    if let Some(instance) = instance {
        let names = &instance.module.names;
        let dollar = |n: &std::sync::Arc<str>| format!("${n}");
        for (addr, index) in instance.globals.iter().zip(0..) {
            let global = machine.store().global(*addr);
            state.globals.push(GlobalView {
                value: value(global.value()),
                index,
                name: names.globals.get(&index).map(dollar),
                mutable: global.ty.mutable,
            });
        }
        for (addr, index) in instance.memories.iter().zip(0..) {
            let memory = machine.store().memory(*addr);
            state.memories.push(MemoryView {
                index,
                name: names.memories.get(&index).map(dollar),
                pages: memory.pages(),
                max: memory.ty().limits.max,
                is64: memory.ty().is64,
            });
        }
        for (addr, index) in instance.tables.iter().zip(0..) {
            let table = machine.store().table(*addr);
            state.tables.push(TableView {
                index,
                name: names.tables.get(&index).map(dollar),
                size: table.len(),
                ty: table.ty().element.to_string(),
            });
        }
    }
    state
}
