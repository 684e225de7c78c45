//! Beginning a run: calls from outside.

use super::Mismatch;
use crate::runtime::{Call, Frame, Func, FuncAddr, Machine, Status, Trap, Value};
use std::fmt;

/// Why a function cannot be called with these arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnterError(pub Mismatch);

impl fmt::Display for EnterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.say(f, "takes", "argument")
    }
}

impl std::error::Error for EnterError {}

impl Machine {
    /// Makes these calls the program to be run, one after the other, and the machine stand
    /// before the first instruction of the first: state 0. What was running is forgotten;
    /// memories, tables and globals stay as they are.
    ///
    /// A start function and then an export are two calls; the steps of both are counted on.
    ///
    /// # Errors
    /// When a function does not take such arguments; then nothing changes.
    pub fn enter(&mut self, calls: Vec<Call>) -> Result<(), EnterError> {
        for call in &calls {
            let params = &self.store.func(call.func).ty().params;
            Mismatch::check(&self.store, params, &call.args).map_err(EnterError)?;
        }
        self.frames.clear();
        self.top = 0;
        self.steps = 0;
        self.calls = calls.into();
        if self.calls.is_empty() {
            self.status = Status::Ready;
        } else {
            self.status = Status::Running;
            self.begin();
        }
        Ok(())
    }

    /// Calls one function; see [`Machine::enter`].
    ///
    /// # Errors
    /// When the function does not take such arguments; then nothing changes.
    pub fn enter_call(&mut self, func: FuncAddr, args: &[Value]) -> Result<(), EnterError> {
        let args = args.to_vec();
        self.enter(vec![Call { func, args }])
    }

    /// The outermost function has returned; its results are all that is on the stack.
    pub(super) fn returned(&mut self) {
        let results = self.calls.front().map(|call| {
            // In the types of the function's own module, which people know.
            let types = match self.store.func(call.func) {
                Func::Wasm {
                    instance, index, ..
                } => {
                    let module = &self.store.instance(*instance).module;
                    &module.func_type(*index).results
                }
                Func::Host { ty, .. } => &ty.results,
            };
            Value::read_all(types.iter().copied(), &self.stack[..self.top])
        });
        self.top = 0;
        self.next_call(results.unwrap_or_default());
    }

    /// Ends the call that is being run and begins the next one, if there is one.
    pub(super) fn next_call(&mut self, results: Vec<Value>) {
        self.calls.pop_front();
        if self.calls.is_empty() {
            self.status = Status::Returned(results);
        } else {
            self.begin();
        }
    }

    /// Makes the frame of the first call that is waiting; none for a host function, which
    /// is answered instead.
    fn begin(&mut self) {
        self.began = self.steps;
        let Some(call) = self.calls.front() else {
            return;
        };
        let Some((instance, code)) = self.store.own(call.func) else {
            return;
        };
        let frame = Frame {
            func: call.func,
            instance,
            pc: 0,
            base: 0,
            entered: self.steps,
            called: self.steps,
        };
        let locals = code.local_slots as usize;
        let slots = locals + code.operand_slots as usize;
        let mut args = Vec::with_capacity(locals);
        for arg in &call.args {
            arg.push_to(&mut args);
        }
        if self.limits.frames == 0 || self.grow_stack(slots) != Some(true) {
            // No instruction was executed, so none counts.
            self.status = Status::Trapped(Trap::CallStackExhausted);
            return;
        }
        self.stack[..args.len()].copy_from_slice(&args);
        self.stack[args.len()..locals].fill(0);
        self.top = locals;
        self.frames.push(frame);
    }
}
