//! Changing a state by hand: what a person does to a program that is being looked at.
//!
//! An edit is data, like the answer of a host, so that it can be recorded and done again.
//! It changes the state it is done to and counts no step.

use super::EnterError;
use crate::runtime::{
    GlobalAddr, Instance, Limit, Machine, MemAddr, Ref, Status, TableAddr, Value, WriteError,
};
use crate::syntax::{Code, ValType};
use std::fmt;

/// A change of a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Sets a parameter or local of a frame.
    Local {
        /// Which frame; 0 is the entry.
        depth: usize,
        /// Which local, from 0, parameters first.
        index: u32,
        /// Its new value, of its type.
        value: Value,
    },
    /// Sets an operand of a frame.
    Operand {
        /// Which frame; 0 is the entry.
        depth: usize,
        /// Which operand, from 0, the lowest first.
        index: usize,
        /// Its new value, of its type.
        value: Value,
    },
    /// Sets a mutable global.
    Global {
        /// Which one.
        global: GlobalAddr,
        /// Its new value, of its type.
        value: Value,
    },
    /// Writes bytes into a memory.
    Memory {
        /// Which one.
        memory: MemAddr,
        /// The address of the first byte.
        addr: u64,
        /// The bytes.
        bytes: Box<[u8]>,
    },
    /// Sets an element of a table.
    Table {
        /// Which one.
        table: TableAddr,
        /// Which element, from 0.
        index: u64,
        /// Its new value, of the table's type.
        value: Ref,
    },
    /// Gives the function that was called from outside other arguments; only before its first
    /// instruction.
    Arguments(Vec<Value>),
}

/// Why an edit is not done. Then nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The program has ended, or has not begun: there is nothing that the change could have
    /// an effect on.
    NotRunning,
    /// There is no such frame, local, operand, global, memory or table.
    Missing,
    /// The value is of another type than the place.
    Type {
        /// The type of the place.
        wanted: ValType,
        /// The type of the value.
        given: ValType,
    },
    /// The global is a constant.
    Immutable,
    /// The bytes or the element are not inside the memory or the table.
    OutOfBounds,
    /// A limit leaves no room for the bytes.
    Exhausted(Limit),
    /// Arguments can be changed before the first instruction only.
    NotAtStart,
    /// The function does not take such arguments.
    Arguments(EnterError),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRunning => {
                f.write_str("the program does not run here; go back to a step before its end")
            }
            Self::Missing => f.write_str("there is no such place to be changed"),
            Self::Type { wanted, given } => {
                write!(f, "the value has to be of type {wanted}, not {given}")
            }
            Self::Immutable => f.write_str("the global is a constant"),
            Self::OutOfBounds => f.write_str("that is not inside the memory or table"),
            Self::Exhausted(limit) => write!(f, "the {limit} limit leaves no room for it"),
            Self::NotAtStart => {
                f.write_str("arguments can be changed at step 0 only, before they are used")
            }
            Self::Arguments(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for EditError {}

impl Machine {
    /// Changes the state by hand.
    ///
    /// ```
    /// use wasmscope::exec::Edit;
    /// use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Status, Value};
    ///
    /// let text = r#"(module (func (export "double") (param i32) (result i32)
    ///     (i32.mul (local.get 0) (i32.const 2))))"#;
    /// let program = wasmscope::load::load(text.as_bytes()).unwrap();
    /// let mut machine = Machine::new(MachineLimits::default());
    /// let instance = machine.instantiate(&program.module, &[]).unwrap();
    /// let Some(ExternVal::Func(double)) = machine.store().instance(instance).export("double")
    ///     else { unreachable!() };
    /// machine.enter_call(double, &[Value::I32(4)]).unwrap();
    /// let edit = Edit::Local { depth: 0, index: 0, value: Value::I32(21) };
    /// machine.edit(&edit).unwrap();
    /// machine.run(u64::MAX);
    /// assert_eq!(*machine.status(), Status::Returned(vec![Value::I32(42)]));
    /// ```
    ///
    /// # Errors
    /// When there is no such place, or it cannot hold the value; then nothing changes.
    pub fn edit(&mut self, edit: &Edit) -> Result<(), EditError> {
        if self.status != Status::Running {
            return Err(EditError::NotRunning);
        }
        match edit {
            Edit::Local {
                depth,
                index,
                value,
            } => {
                let (slot, wanted) = self.local_slot(*depth, *index)?;
                self.set_slots(slot, wanted, *value)
            }
            Edit::Operand {
                depth,
                index,
                value,
            } => {
                let (slot, wanted) = self.operand_slot(*depth, *index)?;
                self.set_slots(slot, wanted, *value)
            }
            Edit::Global { global, value } => {
                let place = self.store.globals.get(global.at());
                let ty = place.ok_or(EditError::Missing)?.ty;
                if !ty.mutable {
                    return Err(EditError::Immutable);
                }
                self.accept(*value, ty.value)?;
                self.store.globals[global.at()].slots = value.to_slots();
                Ok(())
            }
            Edit::Memory {
                memory,
                addr,
                bytes,
            } => {
                let memory = self.store.memories.get_mut(memory.at());
                let written = memory.ok_or(EditError::Missing)?.write(*addr, bytes);
                written.map_err(|error| match error {
                    WriteError::OutOfBounds => EditError::OutOfBounds,
                    WriteError::Exhausted => EditError::Exhausted(Limit::Memory),
                })
            }
            Edit::Table {
                table,
                index,
                value,
            } => {
                let place = self.store.tables.get(table.at());
                let element = place.ok_or(EditError::Missing)?.ty().element;
                self.accept(Value::Ref(element, *value), ValType::Ref(element))?;
                let set = self.store.tables[table.at()].set(*index, *value);
                set.ok_or(EditError::OutOfBounds)
            }
            Edit::Arguments(args) => {
                if self.steps != 0 {
                    return Err(EditError::NotAtStart);
                }
                let mut calls: Vec<_> = self.calls.iter().cloned().collect();
                let last = calls.last_mut().ok_or(EditError::Missing)?;
                last.args.clone_from(args);
                self.enter(calls).map_err(EditError::Arguments)
            }
        }
    }

    fn accept(&self, value: Value, wanted: ValType) -> Result<(), EditError> {
        match self.store.accepts(value, wanted) {
            true => Ok(()),
            false => Err(EditError::Type {
                wanted,
                given: value.ty(),
            }),
        }
    }

    fn set_slots(
        &mut self,
        slot: usize,
        wanted: (ValType, ValType),
        value: Value,
    ) -> Result<(), EditError> {
        // In types of the store, but told in those of the module.
        self.accept(value, wanted.1).map_err(|error| match error {
            EditError::Type { given, .. } => EditError::Type {
                wanted: wanted.0,
                given,
            },
            other => other,
        })?;
        let slots = value.to_slots();
        let width = wanted.0.slots() as usize;
        self.stack[slot..slot + width].copy_from_slice(&slots[..width]);
        Ok(())
    }

    fn body(&self, depth: usize) -> Result<(&Code, &Instance, usize), EditError> {
        let frame = self.frames.get(depth).ok_or(EditError::Missing)?;
        let code = self.store.code(frame.func).ok_or(EditError::Missing)?;
        let instance = self.store.instance(frame.instance);
        Ok((code, instance, frame.base as usize))
    }

    /// Where a local lies, and its type in the module and in the store.
    fn local_slot(
        &self,
        depth: usize,
        index: u32,
    ) -> Result<(usize, (ValType, ValType)), EditError> {
        let (code, instance, base) = self.body(depth)?;
        let mut at = base;
        for (number, ty) in (0..).zip(code.locals.iter()) {
            if number == index {
                return Ok((at, (ty, in_store(instance, ty))));
            }
            at += ty.slots() as usize;
        }
        Err(EditError::Missing)
    }

    /// Where an operand lies, and its type in the module and in the store.
    fn operand_slot(
        &self,
        depth: usize,
        index: usize,
    ) -> Result<(usize, (ValType, ValType)), EditError> {
        let (code, instance, base) = self.body(depth)?;
        let end = base + self.frame_slots(depth).len();
        let pc = self.frames[depth].pc;
        let situation = code.typing(&instance.module).at(pc);
        let operands = situation.map_or_else(Vec::new, |situation| situation.operands);
        let mut at = base + code.local_slots as usize;
        for (number, ty) in operands.into_iter().enumerate() {
            // Code that runs can be reached, so its operands have types.
            let ty = ty.unwrap_or(ValType::I64);
            let next = at + ty.slots() as usize;
            // Arguments of a call are the callee's already.
            if next > end {
                break;
            }
            if number == index {
                return Ok((at, (ty, in_store(instance, ty))));
            }
            at = next;
        }
        Err(EditError::Missing)
    }
}

/// A type of a module as one of the store.
fn in_store(instance: &Instance, ty: ValType) -> ValType {
    match ty {
        ValType::Ref(ty) => ValType::Ref(instance.ref_type(ty)),
        other => other,
    }
}
