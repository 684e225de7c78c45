//! A state of the machine as far as the records of a trace tell it.
//!
//! A record says what an instruction takes before it says what it does, so it adds to what is
//! known of the state before it. Nothing is guessed: a frame that was not seen to begin has
//! operands and locals that are not known, and so has one where records are left out.

use super::known::Known;
use super::record::{MemOf, Record, VariableOf};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrameOf {
    /// Its instance, when it is not the main one.
    pub inst: Option<u32>,
    /// Its function; `None` while no instruction of it was told.
    pub func: Option<u32>,
    /// The function's name.
    pub name: String,
    /// The next instruction; of a caller, the call.
    pub pc: u32,
    /// Where that lies in the module.
    pub offset: u32,
    /// What is known of the locals, by index: the name, and the value as `type:text`.
    pub locals: BTreeMap<u32, (Option<String>, String)>,
    /// The operands that are known, the lowest first, as `type:text`.
    pub stack: Vec<String>,
    /// Whether those are all. If not, there may be more below.
    pub is_whole: bool,
}

/// What an instance has, by the instance and the index.
type Things<T> = BTreeMap<(Option<u32>, u32), T>;

/// What is known of a state. Copies share frames and memory that do not differ.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// The outermost first.
    pub frames: Vec<Arc<FrameOf>>,
    /// The name of a global, and its value as `type:text`.
    pub globals: Things<(Option<String>, String)>,
    /// The memories that were touched.
    pub memories: Things<Known>,
}

impl Picture {
    /// A call from outside begins, of a function with these arguments.
    pub fn begin(&mut self, args: &[String]) {
        self.frames = vec![Arc::new(called(None, None, "", args))];
    }

    /// Takes from the next record what it tells of the state before it.
    pub fn look(&mut self, record: &Record) {
        self.find_frame(record);
        if let Some(frame) = self.frames.last_mut() {
            let frame = Arc::make_mut(frame);
            (frame.pc, frame.offset) = (record.pc, record.offset);
            operands(frame, &record.pop);
            if let Some(local) = &record.local {
                learn(&mut frame.locals, local.index, local, before(local));
            }
        }
        if let Some(global) = &record.global {
            let key = (record.inst, global.index);
            learn(&mut self.globals, key, global, before(global));
        }
        for effect in &record.mem {
            let memory = self.memory(record.inst, effect);
            if let (Some(addr), Some(bytes)) =
                (effect.addr, effect.old.as_ref().or(effect.read.as_ref()))
            {
                memory.set(addr, &bytes_of(bytes));
            }
            if let Some(pages) = effect.pages {
                memory.set_pages(pages.old);
            }
        }
    }

    /// Goes from the state before a record to the one after it.
    pub fn apply(&mut self, record: &Record) {
        self.look(record);
        let uncaught = record
            .throw
            .as_ref()
            .is_some_and(|throw| throw.caught.is_none());
        if record.trap.is_some() || uncaught {
            // All stays as it was, to be looked at.
            return;
        }
        if let Some(frame) = self.frames.last_mut() {
            let frame = Arc::make_mut(frame);
            frame.stack.truncate(frame.stack.len() - record.pop.len());
            if let Some(local) = &record.local {
                learn(&mut frame.locals, local.index, local, &local.new);
            }
        }
        if let Some(global) = &record.global {
            let key = (record.inst, global.index);
            learn(&mut self.globals, key, global, &global.new);
        }
        for effect in &record.mem {
            let memory = self.memory(record.inst, effect);
            write(memory, effect);
        }
        self.go_on(record);
    }

    /// Changes the frames as calls, returns and exceptions do, and pushes.
    fn go_on(&mut self, record: &Record) {
        if let Some(caught) = record
            .throw
            .as_ref()
            .and_then(|throw| throw.caught.as_ref())
        {
            self.frames.truncate(caught.depth + 1);
            if let Some(frame) = self.frames.last_mut() {
                // How much of the stack is left, and what the clause has pushed, is not told.
                let frame = Arc::make_mut(frame);
                (frame.pc, frame.is_whole) = (caught.pc, false);
                frame.stack.clear();
            }
            return;
        }
        if record.returned.is_some() || record.call.as_ref().is_some_and(|call| call.tail) {
            self.frames.pop();
        }
        match (&record.call, self.frames.last_mut()) {
            (Some(call), _) => {
                let frame = called(call.inst, Some(call.func), &call.name, &call.args);
                self.frames.push(Arc::new(frame));
            }
            (None, Some(frame)) if !record.push.is_empty() => {
                let stack = &mut Arc::make_mut(frame).stack;
                stack.extend_from_slice(&record.push);
            }
            _ => {}
        }
    }

    /// Makes the innermost frame that of a record.
    fn find_frame(&mut self, record: &Record) {
        self.frames.truncate(record.depth + 1);
        while self.frames.len() <= record.depth {
            self.frames.push(Arc::default());
        }
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        let is_it = frame.func == Some(record.func) && frame.inst == record.inst;
        if is_it {
            return;
        }
        let frame = Arc::make_mut(frame);
        if frame.func.is_some() {
            *frame = FrameOf::default();
        }
        (frame.inst, frame.func) = (record.inst, Some(record.func));
        frame.name.clone_from(&record.name);
    }

    fn memory(&mut self, inst: Option<u32>, effect: &MemOf) -> &mut Known {
        self.memories.entry((inst, effect.mem)).or_default()
    }
}

/// A frame at its first instruction.
fn called(inst: Option<u32>, func: Option<u32>, name: &str, args: &[String]) -> FrameOf {
    let args = args.iter().map(|arg| (None, arg.clone()));
    FrameOf {
        inst,
        func,
        name: name.to_owned(),
        locals: (0..).zip(args).collect(),
        is_whole: true,
        ..FrameOf::default()
    }
}

/// The operands that an instruction takes are on top.
fn operands(frame: &mut FrameOf, taken: &[String]) {
    if frame.stack.ends_with(taken) {
        return;
    }
    // Something was left out, or changed by hand.
    frame.is_whole &= frame.stack.len() >= taken.len();
    let below = frame.stack.len().saturating_sub(taken.len());
    frame.stack.truncate(below);
    frame.stack.extend_from_slice(taken);
}

fn before(variable: &VariableOf) -> &Option<String> {
    match variable.read {
        Some(_) => &variable.read,
        None => &variable.old,
    }
}

fn learn<K: Ord>(
    all: &mut BTreeMap<K, (Option<String>, String)>,
    key: K,
    variable: &VariableOf,
    value: &Option<String>,
) {
    if let Some(value) = value {
        all.insert(key, (variable.name.clone(), value.clone()));
    }
}

fn write(memory: &mut Known, effect: &MemOf) {
    if let Some(pages) = effect.pages {
        memory.set_pages(pages.new);
    }
    let (Some(addr), Some(new)) = (effect.addr, &effect.new) else {
        return;
    };
    let bytes = bytes_of(new);
    let told = addr.saturating_add(bytes.len() as u64);
    memory.set(addr, &bytes);
    if let Some(len) = effect.len {
        memory.forget(told, addr.saturating_add(len));
    }
}

/// The bytes of hexadecimal digits, up to what is none.
fn bytes_of(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    pairs.map_while(byte).collect()
}
