//! Giving a module what it imports.

use crate::exec::{InstantiateError, LinkError};
use crate::runtime::{ExternVal, Global, Machine, Value};
use crate::syntax::{ExternType, Import, Module};
use std::collections::{BTreeMap, HashMap};

/// Values for imported globals, by module and name, where they are not to be zero.
pub type Overrides = BTreeMap<(String, String), Value>;

/// What becomes of imports that nobody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unprovided {
    /// They are refused, by name.
    Refuse,
    /// Functions become host functions, whose calls somebody answers; memories, tables and
    /// globals are made as their type declares: of the least size, zero or null.
    Make,
}

/// Imports, ready for [`Machine::instantiate`].
#[derive(Clone, Debug, Default)]
pub struct Provided {
    /// In the order of the module's imports.
    pub values: Vec<Option<ExternVal>>,
    /// Which of them were made because nobody had them.
    pub made: Vec<usize>,
}

/// Finds a value for each import of a module: with `find`, which is given module and
/// name; else a host function, if `answers` says that the host has it; else as
/// `unprovided` says.
///
/// # Errors
/// When an import is refused, or a memory or table cannot be made so large.
pub fn provide(
    machine: &mut Machine,
    module: &Module,
    find: &dyn Fn(&Machine, &str, &str) -> Option<ExternVal>,
    answers: &dyn Fn(&Import) -> bool,
    unprovided: Unprovided,
    overrides: &Overrides,
) -> Result<Provided, InstantiateError> {
    let mut provided = Provided::default();
    // What is imported twice is one thing.
    let mut made = HashMap::new();
    for (index, import) in module.imports.iter().enumerate() {
        if let Some(value) = find(machine, &import.module, &import.name) {
            provided.values.push(Some(value));
            continue;
        }
        if !answers(import) {
            if unprovided == Unprovided::Refuse {
                return Err(InstantiateError::Link(LinkError {
                    index,
                    module: import.module.clone(),
                    name: import.name.clone(),
                    wanted: import.ty.clone(),
                    given: None,
                }));
            }
            provided.made.push(index);
        }
        let key = (&import.module, &import.name, &import.ty);
        let value = match made.get(&key) {
            Some(value) => *value,
            None => make(machine, import, overrides)?,
        };
        made.insert(key, value);
        provided.values.push(Some(value));
    }
    Ok(provided)
}

fn make(
    machine: &mut Machine,
    import: &Import,
    overrides: &Overrides,
) -> Result<ExternVal, InstantiateError> {
    Ok(match &import.ty {
        ExternType::Func(ty) => {
            let store = machine.store_mut();
            ExternVal::Func(store.add_host_func(&import.module, &import.name, ty.clone()))
        }
        ExternType::Memory(ty) => {
            let memory = machine.make_memory(*ty)?;
            ExternVal::Memory(machine.store_mut().add_memory(memory))
        }
        ExternType::Table(ty) => {
            let table = machine.make_table(*ty)?;
            ExternVal::Table(machine.store_mut().add_table(table))
        }
        ExternType::Tag(ty) => ExternVal::Tag(machine.store_mut().add_tag(ty.clone())),
        ExternType::Global(ty) => {
            let store = machine.store_mut();
            let name = (import.module.to_string(), import.name.to_string());
            let value = overrides.get(&name).copied();
            let value = value.filter(|value| store.accepts(*value, ty.value));
            let value = value.unwrap_or_else(|| Value::default_of(ty.value));
            ExternVal::Global(store.add_global(Global::new(*ty, value)))
        }
    })
}
