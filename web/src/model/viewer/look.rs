//! The state of a trace as the panes show it.

use std::ops::Range;

use wasmscope::observe::trace::read::{FrameOf, Record, mnemonic, value_of};
use wasmscope::runtime::Value;
use wasmscope::syntax::ValType;
use wasmscope::view::{At, GlobalView, LocalView, MemoryView, TrapView, ValueView};

use super::{Viewer, words};
use crate::model::marks::Marks;
use crate::model::state::{self, FrameView, MachineState, Status};
use crate::text;

/// Frames of each state that is shown; others are asked for.
const FRAMES: usize = 100;

/// What is told of a state.
#[derive(Clone, Debug, Default)]
pub struct Sentences {
    /// What the last instruction did.
    pub done: Option<String>,
    /// The next instruction.
    pub instruction: Option<String>,
    /// What it does, or how the run has ended.
    pub now: String,
}

impl Viewer {
    /// The state looked at, as far as it is known.
    #[must_use]
    pub fn state(&self) -> MachineState {
        let frames = self.frames(0..FRAMES);
        let instance = self.instance();
        let of_it = |key: &(Option<u32>, u32)| key.0 == instance;
        let globals = self.picture.globals.iter().filter(|(key, _)| of_it(key));
        let globals = globals.map(|((_, index), (name, value))| {
            let ValueView { ty, text, bits } = view(value);
            GlobalView {
                index: *index,
                name: name.as_deref().map(Into::into),
                mutable: false,
                ty,
                text,
                bits,
            }
        });
        let memories = self.picture.memories.iter().filter(|(key, _)| of_it(key));
        let memories = memories.map(|((_, index), known)| MemoryView {
            index: *index,
            name: None,
            pages: known.pages(),
            max: None,
            is64: false,
        });
        let last = self.last().filter(|_| self.is_at_end());
        let trap = last.and_then(|last| last.trap.as_ref());
        MachineState {
            step: self.step(),
            status: self.status(),
            at: frames.first().and_then(|frame| self.place(frame)),
            stack: frames
                .first()
                .map_or_else(Vec::new, |frame| frame.stack.clone()),
            globals: globals.collect(),
            memories: memories.collect(),
            results: last.and_then(|last| {
                Some(
                    last.results
                        .as_ref()?
                        .iter()
                        .map(|value| view(value))
                        .collect(),
                )
            }),
            trap: trap.map(|trap| TrapView {
                message: trap.message.clone(),
                detail: trap.detail.clone(),
            }),
            exit_code: last.and_then(|last| last.code),
            frames,
            ..state::nothing()
        }
    }

    /// The frames that are so far from the innermost one, which is 0.
    #[must_use]
    pub fn frames(&self, indices: Range<usize>) -> Vec<FrameView> {
        let all = &self.picture.frames;
        let frames = all.iter().rev().zip((0..all.len()).rev());
        let frames = frames.skip(indices.start).take(indices.len());
        frames
            .map(|(frame, depth)| self.frame(frame, depth))
            .collect()
    }

    fn status(&self) -> Status {
        let last = self.last().filter(|_| self.is_at_end());
        match last.map(|last| last.end.as_str()) {
            Some("returned") => Status::Returned,
            Some("trapped") => Status::Trapped,
            Some("thrown") => Status::Thrown,
            Some("exited") => Status::Exited,
            _ if self.is_empty() => Status::Ready,
            _ => Status::Paused,
        }
    }

    fn frame(&self, frame: &FrameOf, depth: usize) -> FrameView {
        let key = (frame.inst, frame.func.unwrap_or(u32::MAX));
        let line = self.code.line(key, frame.pc);
        let name = match frame.func {
            Some(_) => frame.name.clone(),
            None => text::VIEWER_NOT_IN_TRACE.to_owned(),
        };
        let locals = frame.locals.iter().map(|(index, (name, value))| {
            let ValueView { ty, text, bits } = view(value);
            LocalView {
                index: *index,
                name: name.as_deref().map(Into::into),
                ty,
                text,
                bits,
            }
        });
        FrameView {
            instance: frame.inst.unwrap_or(0),
            module: None,
            func: frame.func.unwrap_or(0),
            name,
            depth,
            pc: frame.pc,
            offset: frame.offset,
            line,
            column: line.map(|_| 3),
            locals: locals.collect(),
            stack: frame.stack.iter().map(|value| view(value)).collect(),
            labels: Vec::new(),
        }
    }

    /// Where the innermost frame stands.
    fn place(&self, frame: &FrameView) -> Option<At> {
        let innermost = self.picture.frames.last()?;
        let key = (innermost.inst, innermost.func?);
        let text = self.code.instruction(key, frame.pc)?;
        let op = text.split(' ').next().unwrap_or_default();
        Some(At {
            module: None,
            func: frame.func,
            name: frame.name.clone(),
            pc: frame.pc,
            offset: frame.offset,
            line: frame.line,
            column: frame.column,
            op: mnemonic(op).unwrap_or_default(),
            text: text.to_owned(),
        })
    }

    /// Whether operands below those that are shown are not known.
    #[must_use]
    pub fn has_unknown_operands(&self) -> bool {
        let frame = self.picture.frames.last();
        frame.is_some_and(|frame| !frame.is_whole)
    }

    /// What the last record changed, and what the next one takes.
    #[must_use]
    pub fn marks(&self) -> Marks {
        let height = self
            .picture
            .frames
            .last()
            .map_or(0, |frame| frame.stack.len());
        let mut marks = Marks::default();
        if let Some(last) = self.before() {
            let pushed = last.push.len();
            marks.pushed_from = (pushed > 0).then(|| height.saturating_sub(pushed));
            let set = |local: &wasmscope::observe::trace::read::VariableOf| {
                local.new.is_some().then_some(local.index)
            };
            marks.local_set = last.local.as_ref().and_then(set);
            marks.global_set = last.global.as_ref().and_then(set);
            for effect in &last.mem {
                let (Some(range), mem) = (range_of(effect), effect.mem) else {
                    continue;
                };
                match effect.new {
                    Some(_) => marks.writes.push((mem, range)),
                    None => marks.reads.push((mem, range)),
                }
            }
        }
        if let Some(next) = self.record(self.at) {
            marks.taken = next.pop.len();
            let read = next.local.filter(|local| local.read.is_some());
            marks.local_next = read.map(|local| local.index);
        }
        marks
    }

    /// The line of the last instruction in the listing that is shown.
    #[must_use]
    pub fn last_line(&self) -> Option<u32> {
        let (last, frame) = (self.before()?, self.picture.frames.last()?);
        let is_here = Some(last.func) == frame.func && last.inst == frame.inst;
        is_here.then(|| self.code.line((last.inst, last.func), last.pc))?
    }

    fn before(&self) -> Option<Record> {
        self.record(self.at.checked_sub(1)?)
    }

    /// The sentences for the state.
    #[must_use]
    pub fn sentences(&self) -> Sentences {
        let next = self.record(self.at);
        Sentences {
            done: self.before().map(|record| words::sentence(&record)),
            now: match &next {
                Some(record) => words::without_name(record),
                None => words::ending(self.last()),
            },
            instruction: next.map(|record| {
                let key = (record.inst, record.func);
                self.code
                    .instruction(key, record.pc)
                    .unwrap_or_default()
                    .to_owned()
            }),
        }
    }
}

fn range_of(effect: &wasmscope::observe::trace::read::MemOf) -> Option<Range<u64>> {
    let bytes = effect.new.as_ref().or(effect.read.as_ref())?;
    let addr = effect.addr?;
    let len = effect.len.unwrap_or(bytes.len() as u64 / 2);
    Some(addr..addr.saturating_add(len))
}

/// A value of a trace with its bits, where those can be told from its text.
fn view(typed: &str) -> ValueView {
    let (ty, text) = value_of(typed);
    let number = match ty {
        "i32" => Some(ValType::I32),
        "i64" => Some(ValType::I64),
        "f32" => Some(ValType::F32),
        "f64" => Some(ValType::F64),
        _ => None,
    };
    let value = number.and_then(|number| Value::parse(number, text).ok());
    ValueView {
        ty: ty.to_owned(),
        text: text.to_owned(),
        bits: value.map(Value::bits).unwrap_or_default(),
    }
}
