//! Changing a state by hand.

use super::Session;
use std::fmt;
use wasmscope::exec::{Edit, EditError};
use wasmscope::observe::{Datum, Target};
use wasmscope::runtime::Value;
use wasmscope::syntax::ValType;
use wasmscope::view::Place;

/// Why a place is not changed. Then nothing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ChangeError {
    /// What was written is no value of the place's type.
    Value(String),
    /// The state does not allow it.
    Edit(EditError),
}

impl fmt::Display for ChangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(message) => f.write_str(message),
            Self::Edit(error) => error.fmt(f),
        }
    }
}

impl Session {
    /// The type of what a place holds; that of bytes follows from how many they are.
    pub(crate) fn type_of(&self, target: Target) -> Option<ValType> {
        Some(match target {
            Target::Local { depth, local } => {
                let place = Place::at(self.machine(), depth)?;
                place.code.locals.get(local)?.0
            }
            Target::Operand { depth, index } => {
                let place = Place::at(self.machine(), depth)?;
                place.operands().get(index)?.ty()
            }
            Target::Global { global, .. } => self.machine().store().global(global).ty.value,
            Target::Memory { bytes, float, .. } => match (float, bytes) {
                (true, 4) => ValType::F32,
                (true, _) => ValType::F64,
                (false, 8) => ValType::I64,
                (false, _) => ValType::I32,
            },
            Target::Table { table, .. } => {
                ValType::Ref(self.machine().store().table(table).ty().element)
            }
        })
    }

    /// What a place holds; `None` when it is beyond the end of a memory or table.
    pub(crate) fn value_at(&self, target: Target) -> Option<Value> {
        let machine = self.machine();
        let store = machine.store();
        match target {
            Target::Local { depth, local } => {
                let locals = Place::at(machine, depth)?.locals();
                locals.get(local.at()).copied()
            }
            Target::Operand { depth, index } => {
                let operands = Place::at(machine, depth)?.operands();
                operands.get(index).copied()
            }
            Target::Global { global, .. } => Some(store.global(global).value()),
            Target::Memory {
                memory,
                addr,
                bytes,
                ..
            } => {
                let found = store.memory(memory).read(addr, bytes.into())?;
                let little = found.iter().rev();
                let bits = little.fold(0, |bits, byte| bits << 8 | u64::from(*byte));
                Some(Value::from_slots(self.type_of(target)?, [bits, 0]))
            }
            Target::Table { table, element, .. } => {
                let table = store.table(table);
                let found = table.get(element)?;
                Some(Value::Ref(table.ty().element, found))
            }
        }
    }

    /// Changes a place to a value, as it was written: a value of its type, or an expression.
    /// Says whether that has made a branch.
    ///
    /// # Errors
    ///
    /// Why it is not changed.
    pub(crate) fn change(&mut self, target: Target, text: &str) -> Result<bool, ChangeError> {
        let missing = ChangeError::Edit(EditError::Missing);
        let ty = self.type_of(target).ok_or(missing)?;
        let value = match Value::parse(ty, text) {
            Ok(value) => value,
            Err(error) => {
                let computed = self.computed(ty, text);
                // What is no expression either was meant as a value.
                computed.unwrap_or_else(|| Err(error.to_string()))
            }
            .map_err(ChangeError::Value)?,
        };
        let edit = match target {
            Target::Local { depth, local } => Edit::Local {
                depth,
                index: local.0,
                value,
            },
            Target::Operand { depth, index } => Edit::Operand {
                depth,
                index,
                value,
            },
            Target::Global { global, .. } => Edit::Global { global, value },
            Target::Memory {
                memory,
                addr,
                bytes,
                ..
            } => Edit::Memory {
                memory,
                addr,
                bytes: bytes_of(value, bytes).map_err(ChangeError::Value)?,
            },
            Target::Table { table, element, .. } => {
                let Value::Ref(_, value) = value else {
                    return Err(ChangeError::Edit(EditError::Missing));
                };
                Edit::Table {
                    table,
                    index: element,
                    value,
                }
            }
        };
        self.edit(edit)
            .map_err(|error| match self.why_absent(target) {
                Some(why) if error == EditError::OutOfBounds => ChangeError::Value(why),
                _ => ChangeError::Edit(error),
            })
    }

    /// Why a place is beyond the end of its memory or table, in numbers.
    pub(crate) fn why_absent(&self, target: Target) -> Option<String> {
        let store = self.machine().store();
        match target {
            Target::Memory {
                memory,
                addr,
                bytes,
                ..
            } => {
                let memory = store.memory(memory);
                let end = memory.len();
                let plural = if bytes == 1 { "" } else { "s" };
                (!memory.holds(addr, bytes.into())).then(|| {
                    format!("address {addr} + {bytes} byte{plural} > {end}, the size of the memory")
                })
            }
            Target::Table { table, element, .. } => {
                let count = store.table(table).len();
                (element >= count)
                    .then(|| format!("there is no element {element}: the table has {count}"))
            }
            _ => None,
        }
    }

    /// Changes the state looked at; says whether that has made a branch.
    ///
    /// # Errors
    ///
    /// Why it is not changed.
    pub(crate) fn edit(&mut self, edit: Edit) -> Result<bool, EditError> {
        self.timeline.edit(edit)
    }

    /// The value of an expression, as one of a type; `None` when it is no expression.
    fn computed(&self, ty: ValType, text: &str) -> Option<Result<Value, String>> {
        let is_word = text.contains(|c: char| "$[(+*/%&|^<>".contains(c));
        if !is_word {
            return None;
        }
        let condition = match self.expression(text) {
            Ok(condition) => condition,
            Err(error) => return Some(Err(error)),
        };
        // A place of the same type needs no detour, and vectors have no other way.
        let place = condition.target(self.moment());
        let same = place.and_then(|target| self.value_at(target));
        if let Some(value) = same.filter(|value| value.ty() == ty) {
            return Some(Ok(value));
        }
        Some(match condition.value(self.moment()) {
            Some(datum) => value_of(ty, datum),
            None => Err(format!("`{text}` has no value here")),
        })
    }
}

/// A datum as a value of a type.
///
/// # Errors
///
/// When it is none, or beyond its range.
pub(crate) fn value_of(ty: ValType, datum: Datum) -> Result<Value, String> {
    let number = match datum {
        Datum::Int(value) => value as f64,
        Datum::Single(value) => value.into(),
        Datum::Float(value) => value,
        Datum::Ref(reference) => {
            return match ty {
                ValType::Ref(ty) => Ok(Value::Ref(ty, reference)),
                _ => Err(format!(
                    "{datum} is a reference, and a value of type {ty} is wanted"
                )),
            };
        }
    };
    match ty {
        ValType::F32 => Ok(Value::f32(number as f32)),
        ValType::F64 => Ok(Value::f64(number)),
        // It is written as a value is, and read so.
        _ => Value::parse(ty, &datum.to_string()).map_err(|error| error.to_string()),
    }
}

/// The bytes of a value in memory, as many as are wanted.
///
/// # Errors
///
/// When it does not fit into them.
pub(crate) fn bytes_of(value: Value, count: u8) -> Result<Box<[u8]>, String> {
    let [bits, _] = value.to_slots();
    let bits = match value {
        Value::I32(value) if count < 4 => {
            let width = u32::from(count) * 8;
            let range = -(1_i64 << (width - 1))..1_i64 << width;
            if !range.contains(&value.into()) {
                return Err(format!("{value} does not fit into {width} bits"));
            }
            bits
        }
        _ => bits,
    };
    Ok(bits.to_le_bytes()[..usize::from(count.min(8))].into())
}
