//! Imports that nobody provides and that have a value: it is the person's to choose.
//! What was chosen holds for every start from then on.

use std::collections::BTreeMap;

use leptos::prelude::*;
use wasmscope::host::{Overrides, Provided};
use wasmscope::runtime::{ExternVal, Machine, Value};
use wasmscope::syntax::{ExternType, Module};

use super::Page;

/// Module and name of an import.
type Name = (String, String);

/// What the person has chosen.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    pub(super) globals: Overrides,
    bytes: BTreeMap<Name, BTreeMap<u64, u8>>,
}

impl Chosen {
    /// Puts the chosen bytes into the memories that were made for the imports, before
    /// the module's own segments are copied over them.
    pub(super) fn put_bytes(&self, machine: &mut Machine, module: &Module, provided: &Provided) {
        for (import, value) in module.imports.iter().zip(&provided.values) {
            let Some(ExternVal::Memory(memory)) = value else {
                continue;
            };
            let name = (import.module.to_string(), import.name.to_string());
            for (address, byte) in self.bytes.get(&name).into_iter().flatten() {
                let memory = machine.store_mut().memory_mut(*memory);
                // An address that is outside now was chosen for a larger memory.
                if let Some(place) = memory.write(*address, 1) {
                    place.copy_from_slice(&[*byte]);
                }
            }
        }
    }
}

impl Page {
    fn import(self, index: u32, is: fn(&ExternType) -> bool) -> Option<Name> {
        let program = self.program()?;
        let mut imports = program
            .module
            .imports
            .iter()
            .filter(|import| is(&import.ty));
        let import = imports.nth(index as usize)?;
        Some((import.module.to_string(), import.name.to_string()))
    }

    /// Whether a global is imported.
    #[must_use]
    pub fn is_imported_global(self, index: u32) -> bool {
        self.import(index, is_global).is_some()
    }

    /// Whether a memory is imported.
    #[must_use]
    pub fn is_imported_memory(self, index: u32) -> bool {
        self.import(index, is_memory).is_some()
    }

    /// Gives an imported global another first value, and starts again.
    ///
    /// # Errors
    ///
    /// What its type takes.
    pub fn set_imported_global(self, index: u32, text: &str) -> Result<(), String> {
        let (Some(name), Some(program)) = (self.import(index, is_global), self.program()) else {
            return Ok(());
        };
        let ty = program.module.globals[index as usize].value;
        let value = Value::parse(ty, text).map_err(|error| error.to_string())?;
        self.chosen.update_value(|chosen| {
            chosen.globals.insert(name, value);
        });
        self.restart();
        Ok(())
    }

    /// Gives a byte of an imported memory another first value, and starts again.
    ///
    /// # Errors
    ///
    /// What a byte looks like.
    pub fn set_imported_byte(self, index: u32, address: u64, text: &str) -> Result<(), String> {
        let Some(name) = self.import(index, is_memory) else {
            return Ok(());
        };
        let byte = u8::from_str_radix(text.trim().trim_start_matches("0x"), 16)
            .map_err(|_| "A byte is two hexadecimal digits, such as 2a.".to_owned())?;
        self.chosen.update_value(|chosen| {
            chosen.bytes.entry(name).or_default().insert(address, byte);
        });
        self.restart();
        Ok(())
    }
}

fn is_global(ty: &ExternType) -> bool {
    matches!(ty, ExternType::Global(_))
}

fn is_memory(ty: &ExternType) -> bool {
    matches!(ty, ExternType::Memory(_))
}
