//! What rarely moves control: calls in the place of the caller, and exceptions
//! (sections 4.6.2 and 4.6.11).
//!
//! The loop is left for these with the instruction not executed, so that it stays small.
//! Each counts as one step here.

use super::Outcome;
use super::exception::{self, Search};
use super::object::Stop;
use crate::runtime::{Frame, FuncAddr, Limit, Machine, Ref, Status, Trap};
use crate::syntax::Instr;

impl Machine {
    /// Calls a function in the place of the innermost frame, with `above` operands above its
    /// arguments. The outcome, when nothing was executed.
    pub(super) fn tail_call(&mut self, func: FuncAddr, above: usize) -> Option<Outcome> {
        let Some((instance, code)) = self.store.own(func) else {
            return Some(Outcome::HostCall);
        };
        let args = code.param_slots as usize;
        let (locals, room) = (code.local_slots as usize, code.operand_slots as usize);
        let left = *self.frames.last()?;
        let base = left.base as usize;
        let needed = base + locals + room;
        let room = match needed > self.stack.len() {
            true => self.grow_stack(needed),
            false => Some(true),
        };
        match room {
            Some(true) => {}
            None => return Some(Outcome::Exhausted(Limit::Stack)),
            Some(false) => {
                self.steps += 1;
                self.status = Status::Trapped(Trap::CallStackExhausted);
                return None;
            }
        }
        let from = self.top - above - args;
        self.stack.copy_within(from..from + args, base);
        self.stack[base + args..base + locals].fill(0);
        self.top = base + locals;
        self.steps += 1;
        let frame = Frame {
            func,
            instance,
            pc: 0,
            base: base as u32,
            entered: self.steps,
            called: left.called,
        };
        self.frames.pop();
        self.frames.push(frame);
        None
    }

    /// Executes `throw` or `throw_ref`. The outcome, when nothing was executed.
    pub(super) fn throw(&mut self) -> Option<Outcome> {
        let exception = match self.exception() {
            Ok(exception) => exception,
            Err(Stop::Trap(trap)) => {
                self.steps += 1;
                self.status = Status::Trapped(trap);
                return None;
            }
            Err(Stop::Collect(fields)) => {
                return match self.collect(fields) {
                    // Once more: there is room now.
                    true => self.throw(),
                    false => Some(Outcome::Exhausted(Limit::Heap)),
                };
            }
            Err(Stop::Exhausted(limit)) => return Some(Outcome::Exhausted(limit)),
        };
        self.steps += 1;
        let search = Search {
            frames: &self.frames,
            funcs: &self.store.funcs,
            instances: &self.store.instances,
            heap: &self.store.heap,
        };
        let Some(found) = search.handler(exception) else {
            self.status = Status::Thrown(exception);
            return None;
        };
        self.frames.truncate(found.depth + 1);
        let frame = self.frames[found.depth];
        let code = self.store.code(frame.func)?;
        let jump = found.catch.jump;
        let bottom = frame.base as usize + code.local_slots as usize + jump.height as usize;
        self.top = found.push_to(&mut self.stack, bottom, exception, &self.store.heap);
        match jump.returns() {
            true => self.return_slots(jump.keep()),
            false => self.frames[found.depth].pc = jump.target,
        }
        None
    }

    /// The exception that the next instruction throws.
    fn exception(&mut self) -> Result<Ref, Stop> {
        let (instance, instr) = match (self.frames.last(), self.next_instr()) {
            (Some(frame), Some(instr)) => (frame.instance, instr),
            _ => return Err(Trap::NullExceptionReference.into()),
        };
        let Instr::Throw(tag) = instr else {
            return match Ref::from_slot(self.stack[self.top - 1]) {
                Ref::Null => Err(Trap::NullExceptionReference.into()),
                exception => Ok(exception),
            };
        };
        let tag = self.store.instance(instance).tags[tag.at()];
        let params = &self.store.tag(tag).ty.params;
        let width: u32 = params.iter().map(|ty| ty.slots()).sum();
        let fields = params.len() as u64;
        let payload = &self.stack[self.top - width as usize..self.top];
        exception::make(tag, fields, payload, &mut self.store.heap)
    }

    /// Leaves the innermost function with the topmost slots as its results.
    fn return_slots(&mut self, results: usize) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let base = frame.base as usize;
        self.stack.copy_within(self.top - results..self.top, base);
        self.top = base + results;
        match self.frames.last_mut() {
            Some(caller) => caller.pc += 1,
            None => self.returned(),
        }
    }
}
