//! Calls of the host: what is asked, and the answer.

use super::callee::{indirect, referred};
use super::{Mismatch, Outcome};
use crate::runtime::{Func, FuncAddr, Limit, Machine, MemAddr, Memory, Ref, Status, Value};
use crate::syntax::{FuncType, Instr};
use std::fmt;
use std::sync::Arc;

/// A call that the host is to answer.
#[derive(Clone, Debug, PartialEq)]
pub struct HostCall {
    /// The function in the store.
    pub func: FuncAddr,
    /// The module that it was imported from.
    pub module: Arc<str>,
    /// Its name there.
    pub name: Arc<str>,
    /// Its type.
    pub ty: Arc<FuncType>,
    /// The arguments.
    pub args: Vec<Value>,
}

/// What the host says to a call: all that it does to the machine, as data, so that it
/// can be recorded and said again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The results, of the function's result types.
    pub results: Vec<Value>,
    /// Bytes to be written to memories, in order: where, and what.
    pub writes: Vec<(MemAddr, u64, Box<[u8]>)>,
    /// References that the host keeps from now on, as it may with what it was given: what
    /// they refer to is not collected until they are released.
    pub holds: Vec<Ref>,
    /// References that the host has kept and gives up, each once.
    pub releases: Vec<Ref>,
    /// Ends the program with this code; the results do not matter.
    pub exit: Option<i32>,
}

impl Answer {
    /// Nothing but results.
    #[must_use]
    pub fn results(results: Vec<Value>) -> Self {
        Self {
            results,
            ..Self::default()
        }
    }

    /// The same, by a host that keeps all objects that the call has given it.
    #[must_use]
    pub fn keeping(mut self, call: &HostCall) -> Self {
        let objects = call.args.iter().filter_map(|arg| match arg {
            Value::Ref(_, reference) if reference.object().is_some() => Some(*reference),
            _ => None,
        });
        self.holds.extend(objects);
        self
    }
}

/// Why an answer is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerError {
    /// No call waits for an answer.
    NotWaiting,
    /// The results are not the function's.
    Results(Mismatch),
    /// Bytes to be written outside of a memory.
    Memory,
    /// A reference to be kept refers to nothing that there is.
    Gone,
    /// A reference to be released is not kept, or not so often.
    NotHeld,
}

impl fmt::Display for AnswerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotWaiting => f.write_str("no host call waits for an answer"),
            Self::Results(mismatch) => mismatch.say(f, "gives", "result"),
            Self::Memory => f.write_str("the host writes outside of the memory"),
            Self::Gone => f.write_str("the host keeps a reference to an object that is gone"),
            Self::NotHeld => f.write_str("the host releases a reference that it does not keep"),
        }
    }
}

impl std::error::Error for AnswerError {}

impl Machine {
    /// The host function that the next instruction calls, and with what; `None` when the
    /// next instruction is another one.
    #[must_use]
    pub fn host_call(&self) -> Option<HostCall> {
        if self.status != Status::Running {
            return None;
        }
        let (addr, args) = match self.frames.last() {
            Some(_) => self.called()?,
            None => {
                let call = self.calls.front()?;
                (call.func, call.args.clone())
            }
        };
        match self.store.func(addr) {
            Func::Wasm { .. } => None,
            Func::Host {
                module, name, ty, ..
            } => Some(HostCall {
                func: addr,
                module: Arc::clone(module),
                name: Arc::clone(name),
                ty: Arc::clone(ty),
                args,
            }),
        }
    }

    /// The function that the next instruction calls, and its arguments; `None` when it
    /// calls none, or would trap.
    #[must_use]
    pub fn called(&self) -> Option<(FuncAddr, Vec<Value>)> {
        let frame = self.frames.last()?;
        let instance = self.store.instance(frame.instance);
        let instr = self.next_instr()?;
        let on_top = || Some(self.stack[self.top.checked_sub(1)?]);
        let addr = match instr {
            Instr::Call(func) | Instr::ReturnCall(func) => instance.funcs[func.at()],
            Instr::CallIndirect { ty, table } | Instr::ReturnCallIndirect { ty, table } => {
                let (tables, funcs) = (&self.store.tables, &self.store.funcs);
                let types = self.store.types();
                indirect(instance, tables, funcs, types, ty, table, on_top()?).ok()?
            }
            Instr::CallRef(_) | Instr::ReturnCallRef(_) => referred(on_top()?).ok()?,
            _ => return None,
        };
        let end = self.top - above_arguments(&instr);
        let params = &self.store.func(addr).ty().params;
        let width: u32 = params.iter().map(|ty| ty.slots()).sum();
        let start = end.checked_sub(width as usize)?;
        Some((
            addr,
            Value::read_all(params.iter().copied(), &self.stack[start..end]),
        ))
    }

    /// Gives the answer to the call that waits, which is then one executed instruction.
    ///
    /// # Errors
    /// When no call waits, or the answer is not of its type; then nothing changes.
    pub fn answer(&mut self, answer: &Answer) -> Result<Outcome, AnswerError> {
        let call = self.host_call().ok_or(AnswerError::NotWaiting)?;
        self.check(&call, answer)?;
        if let Err(limit) = self.write_all(&answer.writes) {
            return Ok(Outcome::Exhausted(limit));
        }
        self.steps += 1;
        for reference in &answer.holds {
            self.hold(*reference);
        }
        for reference in &answer.releases {
            self.release(*reference);
        }
        if let Some(code) = answer.exit {
            self.status = Status::Exited(code);
            return Ok(Outcome::Ended);
        }
        let params: u32 = call.ty.params.iter().map(|ty| ty.slots()).sum();
        let instr = self.next_instr();
        if let Some(instr) = instr
            && is_tail_call(&instr)
        {
            // The frame gives way to the host's, which returns to the caller.
            if let Some(frame) = self.frames.pop() {
                self.top = frame.base as usize;
            }
        } else if let Some(instr) = instr {
            self.top -= params as usize + above_arguments(&instr);
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.pc += 1;
        } else {
            self.top = 0;
        }
        if self.frames.is_empty() {
            self.next_call(answer.results.clone());
        } else {
            self.push_values(&answer.results);
        }
        Ok(match self.status {
            Status::Running => Outcome::Paused,
            _ => Outcome::Ended,
        })
    }

    /// Writes what the host gives, whose places are checked. Where there is no room for all
    /// of it, nothing is written.
    fn write_all(&mut self, writes: &[(MemAddr, u64, Box<[u8]>)]) -> Result<(), Limit> {
        let mut before: Vec<(MemAddr, Memory)> = Vec::new();
        // Only sparse memories can be full, and copies of them share everything.
        for (addr, _, _) in writes {
            let memory = self.store.memory(*addr);
            if memory.is_sparse() && !before.iter().any(|(saved, _)| saved == addr) {
                before.push((*addr, memory.clone()));
            }
        }
        let (sparse, flat): (Vec<_>, Vec<_>) = writes
            .iter()
            .partition(|(addr, _, _)| self.store.memory(*addr).is_sparse());
        for (addr, at, bytes) in sparse.into_iter().chain(flat) {
            if self.store.memory_mut(*addr).write(*at, bytes).is_err() {
                for (addr, memory) in before {
                    *self.store.memory_mut(addr) = memory;
                }
                return Err(Limit::Memory);
            }
        }
        Ok(())
    }

    /// The next instruction of the innermost frame.
    pub(crate) fn next_instr(&self) -> Option<Instr> {
        let frame = self.frames.last()?;
        let code = self.store.code(frame.func)?;
        code.instrs.get(frame.pc as usize).copied()
    }

    fn check(&self, call: &HostCall, answer: &Answer) -> Result<(), AnswerError> {
        for (memory, addr, bytes) in &answer.writes {
            let memory = self.store.memories.get(memory.at());
            if !memory.is_some_and(|memory| memory.holds(*addr, bytes.len() as u64)) {
                return Err(AnswerError::Memory);
            }
        }
        self.check_held(answer)?;
        if answer.exit.is_some() {
            return Ok(());
        }
        Mismatch::check(&self.store, &call.ty.results, &answer.results)
            .map_err(AnswerError::Results)
    }

    /// What is kept has to be there, and what is released to be kept, if only just now.
    fn check_held(&self, answer: &Answer) -> Result<(), AnswerError> {
        let there = |reference: &Ref| match reference.object() {
            Some(addr) => self.store.heap.get(addr).is_some(),
            None => true,
        };
        if !answer.holds.iter().all(there) {
            return Err(AnswerError::Gone);
        }
        let count = |list: &[Ref], wanted: &Ref| list.iter().filter(|one| *one == wanted).count();
        let kept = |reference: &Ref| {
            let before = self.held.get(&reference.to_slot()).copied().unwrap_or(0) as usize;
            count(&answer.releases, reference) <= before + count(&answer.holds, reference)
        };
        match answer.releases.iter().all(kept) {
            true => Ok(()),
            false => Err(AnswerError::NotHeld),
        }
    }

    /// Validation has left room for results in the frame.
    fn push_values(&mut self, values: &[Value]) {
        let mut slots = Vec::new();
        for value in values {
            value.push_to(&mut slots);
        }
        let end = self.top + slots.len();
        self.stack[self.top..end].copy_from_slice(&slots);
        self.top = end;
    }
}

/// The operands that lie above the arguments of a call: what says which function it is.
fn above_arguments(instr: &Instr) -> usize {
    match instr {
        Instr::Call(_) | Instr::ReturnCall(_) => 0,
        _ => 1,
    }
}

/// Whether an instruction calls a function in the place of its own.
#[must_use]
pub fn is_tail_call(instr: &Instr) -> bool {
    matches!(
        instr,
        Instr::ReturnCall(_) | Instr::ReturnCallIndirect { .. } | Instr::ReturnCallRef(_)
    )
}
