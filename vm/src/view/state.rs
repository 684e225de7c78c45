//! [`MachineState`], the whole picture.

use super::heap::{ExceptionView, uncaught};
use super::value::{ValueView, views};
use super::{Lens, Place, Positions, failure, number, number_or_none, text, value_type};
use crate::runtime::{Instance, InstanceAddr, Machine, MemAddr, Status, Trap};
use crate::syntax::ValType;
use serde::Serialize;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// A machine, as `state()` of the JavaScript interface gives it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MachineState {
    /// The number of the state: how many instructions have been executed.
    #[serde(serialize_with = "number")]
    pub step: u64,
    /// Where the machine is in its run. Whoever drives it says `waiting` and `running`.
    pub status: RunStatus,
    /// The next instruction; after a trap, the one that trapped.
    pub at: Option<At>,
    /// The innermost frame's operands, bottom first.
    pub stack: Vec<ValueView>,
    /// Innermost first.
    pub frames: Vec<FrameView>,
    /// Those of the innermost frame's instance, or of the main one.
    pub globals: Vec<GlobalView>,
    /// Those of the innermost frame's instance, or of the main one.
    pub memories: Vec<MemoryView>,
    /// Those of the innermost frame's instance, or of the main one.
    pub tables: Vec<TableView>,
    /// What the call has returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub results: Option<Vec<ValueView>>,
    /// Why the last instruction trapped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trap: Option<TrapView>,
    /// The exception that nothing has caught.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exception: Option<ExceptionView>,
    /// The code that the host has ended the program with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i32>,
}

/// Where a machine is in its run, in the words of the JavaScript interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RunStatus {
    /// Nothing has been started.
    Ready,
    /// There is a next instruction.
    Paused,
    /// It is being run; never said by [`state`].
    Running,
    /// The host has been asked and has not answered; never said by [`state`].
    Waiting,
    /// The call has returned.
    Returned,
    /// The last instruction trapped.
    Trapped,
    /// The last instruction threw an exception that nothing caught.
    Thrown,
    /// The host has ended the program.
    Exited,
}

/// An instruction at which a machine stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the interface says what each member is")]
pub struct At {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<Arc<str>>,
    pub func: u32,
    pub name: String,
    pub pc: u32,
    pub offset: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    pub op: &'static str,
    pub text: String,
}

/// A frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the interface says what each member is")]
pub struct FrameView {
    pub instance: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<Arc<str>>,
    pub func: u32,
    pub name: String,
    pub depth: usize,
    pub pc: u32,
    pub offset: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    pub locals: Vec<LocalView>,
    pub stack: Vec<ValueView>,
    pub labels: Vec<LabelView>,
}

/// A parameter or local.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[allow(missing_docs, reason = "the interface says what each member is")]
pub struct LocalView {
    pub index: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    #[serde(rename = "type")]
    pub ty: String,
    pub text: String,
    pub bits: String,
}

/// A label in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the interface says what each member is")]
pub struct LabelView {
    pub index: usize,
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    pub arity: usize,
    pub target: u32,
    pub height: usize,
}

/// A global.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the interface says what each member is")]
pub struct GlobalView {
    pub index: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    pub mutable: bool,
    #[serde(rename = "type")]
    pub ty: String,
    pub text: String,
    pub bits: String,
}

/// A memory, without its bytes; see [`memory`] for those.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the interface says what each member is")]
pub struct MemoryView {
    pub index: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    #[serde(serialize_with = "number")]
    pub pages: u64,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "number_or_none"
    )]
    pub max: Option<u64>,
    pub is64: bool,
}

/// A table, without its elements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the interface says what each member is")]
pub struct TableView {
    pub index: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    #[serde(serialize_with = "number")]
    pub size: u64,
    #[serde(rename = "type")]
    pub ty: String,
}

/// Why a program has trapped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TrapView {
    /// In the specification's words.
    pub message: String,
    /// In numbers: which condition failed.
    pub detail: String,
}

impl TrapView {
    /// Why a machine has trapped.
    #[must_use]
    pub fn of(machine: &Machine, trap: Trap) -> Self {
        Self {
            message: trap.message().to_owned(),
            detail: failure(machine).map_or_else(String::new, |failure| failure.detail),
        }
    }
}

/// What of a machine is wanted.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// From where it is looked at.
    pub lens: Lens<'a>,
    /// At most so many frames, the innermost ones; all when `None`.
    pub max_frames: Option<usize>,
}

/// The whole machine. `main` is shown while there is no frame, and `positions` are of its
/// text.
#[must_use]
pub fn state(
    machine: &Machine,
    main: Option<InstanceAddr>,
    positions: Option<&dyn Positions>,
) -> MachineState {
    let lens = Lens { main, positions };
    let max_frames = None;
    state_with(machine, Options { lens, max_frames })
}

/// The machine, as much of it as is wanted. The number of frames is the innermost one's
/// `depth` and one, however many are shown.
#[must_use]
pub fn state_with(machine: &Machine, options: Options<'_>) -> MachineState {
    let lens = options.lens;
    let ended = matches!(machine.status(), Status::Returned(_) | Status::Exited(_));
    let here = Place::innermost(machine).filter(|_| !ended);
    let count = here.map_or(0, |here| here.depth + 1);
    let first = options
        .max_frames
        .map_or(0, |max| count.saturating_sub(max));
    let main = lens.main.map(|main| &**machine.store().instance(main));
    let instance = here.map(|here| here.instance).or(main);
    MachineState {
        step: machine.steps(),
        status: match machine.status() {
            Status::Ready => RunStatus::Ready,
            Status::Running => RunStatus::Paused,
            Status::Returned(_) => RunStatus::Returned,
            Status::Trapped(_) => RunStatus::Trapped,
            Status::Thrown(_) => RunStatus::Thrown,
            Status::Exited(_) => RunStatus::Exited,
        },
        at: here.map(|here| at(&here, &lens)),
        stack: here.map_or_else(Vec::new, |here| views(here.operands(), Some(here.module))),
        frames: frames(machine, first..count, lens),
        globals: instance.map_or_else(Vec::new, |instance| globals(machine, instance)),
        memories: instance.map_or_else(Vec::new, |instance| memories(machine, instance)),
        tables: instance.map_or_else(Vec::new, |instance| tables(machine, instance)),
        results: match machine.status() {
            Status::Returned(results) => {
                Some(views(results.clone(), main.map(|main| &*main.module)))
            }
            _ => None,
        },
        trap: match machine.status() {
            Status::Trapped(trap) => Some(TrapView::of(machine, *trap)),
            _ => None,
        },
        exception: match machine.status() {
            Status::Thrown(exception) => uncaught(machine, *exception),
            _ => None,
        },
        exit_code: match machine.status() {
            Status::Exited(code) => Some(*code),
            _ => None,
        },
    }
}

/// The frames of these depths, innermost first; depth 0 is the entry. Depths that do not
/// exist are left out.
#[must_use]
pub fn frames(machine: &Machine, depths: Range<usize>, lens: Lens<'_>) -> Vec<FrameView> {
    let end = depths.end.min(machine.frames().len());
    (depths.start.min(end)..end)
        .rev()
        .filter_map(|depth| Place::at(machine, depth))
        .map(|place| frame(&place, &lens))
        .collect()
}

/// Bytes of a memory that are copied at once.
pub const MOST_COPIED: u64 = 1 << 28;

/// A copy of bytes of a memory: those from `addr` on, `len` of them, or as many as there
/// are, up to 256 MiB.
#[must_use]
pub fn memory(machine: &Machine, memory: MemAddr, addr: u64, len: u64) -> Vec<u8> {
    let memory = machine.store().memory(memory);
    let left = memory.len().saturating_sub(addr);
    memory
        .read(addr, len.min(left).min(MOST_COPIED))
        .map_or_else(Vec::new, Cow::into_owned)
}

fn at(place: &Place<'_>, lens: &Lens<'_>) -> At {
    let pc = place.frame.pc;
    let (module, position) = module_and_position(place, lens);
    At {
        module,
        func: place.func.0,
        name: place.name(),
        pc,
        offset: place.offset(),
        line: position.map(|(line, _)| line),
        column: position.map(|(_, column)| column),
        op: place.instr.name(),
        text: text::instr_text(place.module, place.code, pc),
    }
}

type ModuleAndPosition = (Option<Arc<str>>, Option<(u32, u32)>);

/// The name of the module, when it is not the main one and has one, and the position.
fn module_and_position(place: &Place<'_>, lens: &Lens<'_>) -> ModuleAndPosition {
    let (machine, module, pc) = (place.machine, place.module, place.frame.pc);
    match lens.elsewhere(machine, module, place.func, pc) {
        Some(elsewhere) => (Some(elsewhere.module), elsewhere.position),
        None => (None, lens.position(machine, module, place.func, pc)),
    }
}

fn frame(place: &Place<'_>, lens: &Lens<'_>) -> FrameView {
    let pc = place.frame.pc;
    let (module, position) = module_and_position(place, lens);
    let situation = place.situation();
    let locals = (0..).zip(place.locals()).map(|(index, value)| LocalView {
        index,
        name: place.local_name(index),
        ty: value_type(place.module, value.ty()),
        text: value.to_string(),
        bits: value.bits(),
    });
    let labels = situation.labels.iter().enumerate();
    let labels = labels.map(|(index, label)| LabelView {
        index,
        kind: label.kind.name(),
        name: place.label_name(label.block),
        arity: label.arity,
        target: label.target,
        height: label.height,
    });
    FrameView {
        instance: place.frame.instance.0,
        module,
        func: place.func.0,
        name: place.name(),
        depth: place.depth,
        pc,
        offset: place.offset(),
        line: position.map(|(line, _)| line),
        column: position.map(|(_, column)| column),
        locals: locals.collect(),
        stack: views(place.operands_of(&situation), Some(place.module)),
        labels: labels.collect(),
    }
}

fn globals(machine: &Machine, instance: &Instance) -> Vec<GlobalView> {
    let types = &instance.module.globals;
    let globals = (0..)
        .zip(&instance.globals)
        .zip(types)
        .map(|((index, addr), ty)| {
            let global = machine.store().global(*addr);
            let value = global.value();
            GlobalView {
                index,
                name: instance.module.names.globals.get(&index).cloned(),
                mutable: global.ty.mutable,
                ty: value_type(&instance.module, ty.value),
                text: value.to_string(),
                bits: value.bits(),
            }
        });
    globals.collect()
}

fn memories(machine: &Machine, instance: &Instance) -> Vec<MemoryView> {
    let memories = (0..).zip(&instance.memories).map(|(index, addr)| {
        let memory = machine.store().memory(*addr);
        MemoryView {
            index,
            name: instance.module.names.memories.get(&index).cloned(),
            pages: memory.pages(),
            max: memory.ty().limits.max,
            is64: memory.ty().is64,
        }
    });
    memories.collect()
}

fn tables(machine: &Machine, instance: &Instance) -> Vec<TableView> {
    let types = &instance.module.tables;
    let tables = (0..)
        .zip(&instance.tables)
        .zip(types)
        .map(|((index, addr), ty)| {
            let table = machine.store().table(*addr);
            TableView {
                index,
                name: instance.module.names.tables.get(&index).cloned(),
                size: table.len(),
                ty: value_type(&instance.module, ValType::Ref(ty.element)),
            }
        });
    tables.collect()
}
