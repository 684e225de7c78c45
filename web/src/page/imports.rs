//! Imports that nobody provides and that have a value: it is the person's to choose.
//! What was chosen holds for every start from then on.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use wasmscope::host::{Overrides, Provided};
use wasmscope::runtime::{ExternVal, InstanceAddr, Machine, Ref, Value};
use wasmscope::syntax::{ExternType, FuncIdx, HeapType, Module};

use super::Page;
use crate::text;

/// Module and name of an import.
type Name = (String, String);

/// What the person has chosen.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    pub(super) globals: Overrides,
    bytes: BTreeMap<Name, BTreeMap<u64, u8>>,
    elements: BTreeMap<Name, BTreeMap<u64, Element>>,
}

/// An element of a table that the person has chosen.
#[derive(Clone, Copy, Debug)]
enum Element {
    /// A function of the program, by its index.
    Func(FuncIdx),
    /// Something of the host's.
    Extern(u32),
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
                let _ = memory.write(*address, &[*byte]);
            }
        }
    }
}

impl Chosen {
    /// Whether elements were chosen for any table.
    pub(super) fn has_elements(&self) -> bool {
        self.elements.values().any(|elements| !elements.is_empty())
    }

    /// The bytes that were chosen for a memory, by address.
    pub(super) fn bytes_of(&self, module: &str, name: &str) -> Vec<(u64, u8)> {
        let bytes = self.bytes.get(&(module.to_owned(), name.to_owned()));
        let pairs = bytes.into_iter().flatten();
        pairs.map(|(address, byte)| (*address, *byte)).collect()
    }

    /// Puts the chosen elements into the tables that were made for the imports, where the
    /// module's own segments have left them null.
    pub(super) fn put_elements(
        &self,
        machine: &mut Machine,
        instance: InstanceAddr,
        provided: &Provided,
    ) {
        let instance = Arc::clone(machine.store().instance(instance));
        for (import, value) in instance.module.imports.iter().zip(&provided.values) {
            let Some(ExternVal::Table(table)) = value else {
                continue;
            };
            let name = (import.module.to_string(), import.name.to_string());
            for (index, element) in self.elements.get(&name).into_iter().flatten() {
                let value = match element {
                    // A function that is no longer there was chosen for another text.
                    Element::Func(func) => match instance.funcs.get(func.at()) {
                        Some(addr) => Ref::Func(*addr),
                        None => continue,
                    },
                    Element::Extern(number) => Ref::Extern(*number),
                };
                let element = machine.store().table(*table).ty().element;
                let fits = machine.store().fits(value, element);
                let table = machine.store_mut().table_mut(*table);
                if fits && table.get(*index) == Some(Ref::Null) {
                    // It is inside, or it would not be null.
                    let _ = table.set(*index, value);
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
        // What another module exports is as that says.
        let modules = self.modules();
        if let Some(tab) = modules.named(&import.module)
            && let Ok(from) = &tab.program
            && from.module.export(&import.name).is_some()
        {
            return None;
        }
        Some((import.module.to_string(), import.name.to_string()))
    }

    /// Whether a global is imported.
    #[must_use]
    pub fn is_imported_global(self, index: u32) -> bool {
        self.import(index, is_global).is_some()
    }

    /// Whether a table is imported.
    #[must_use]
    pub fn is_imported_table(self, index: u32) -> bool {
        self.import(index, is_table).is_some()
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

    /// Gives an element of an imported table another first value, and starts again.
    ///
    /// # Errors
    ///
    /// What an element of its type looks like.
    pub fn set_imported_element(self, index: u32, at: u64, text: &str) -> Result<(), String> {
        let (Some(name), Some(program)) = (self.import(index, is_table), self.program()) else {
            return Ok(());
        };
        let element = match text.trim() {
            "" | "null" => None,
            text => match program.module.tables[index as usize].element.heap() {
                HeapType::Func | HeapType::Defined(_) => Some(Element::Func(self.function(text)?)),
                HeapType::Extern | HeapType::Any => {
                    let number = text.trim_start_matches("extern").trim().parse();
                    let number = number.map_err(|_| text::IMPORTS_WANTS_EXTERN)?;
                    Some(Element::Extern(number))
                }
                _ => return Err(text::IMPORTS_WANTS_NULL.to_owned()),
            },
        };
        self.chosen.update_value(|chosen| {
            let elements = chosen.elements.entry(name).or_default();
            match element {
                Some(element) => elements.insert(at, element),
                None => elements.remove(&at),
            };
        });
        self.restart();
        Ok(())
    }

    /// The function that a text names: `$double`, `func 3` or `3`.
    fn function(self, text: &str) -> Result<FuncIdx, String> {
        let index = match text.trim_start_matches("func").trim().parse() {
            Ok(index) => Some(index),
            Err(_) => self.func_named(text),
        };
        let count = self
            .program()
            .map_or(0, |program| program.module.funcs.len());
        index
            .filter(|index| (*index as usize) < count)
            .map(FuncIdx)
            .ok_or_else(|| text::IMPORTS_WANTS_FUNCTION.to_owned())
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
        let byte = byte_of(text)?;
        self.chosen.update_value(|chosen| {
            chosen.bytes.entry(name).or_default().insert(address, byte);
        });
        self.restart();
        Ok(())
    }
}

/// The byte that two hexadecimal digits are.
pub(super) fn byte_of(text: &str) -> Result<u8, String> {
    u8::from_str_radix(text.trim().trim_start_matches("0x"), 16)
        .map_err(|_| text::IMPORTS_WANTS_BYTE.to_owned())
}

fn is_global(ty: &ExternType) -> bool {
    matches!(ty, ExternType::Global(_))
}

fn is_table(ty: &ExternType) -> bool {
    matches!(ty, ExternType::Table(_))
}

fn is_memory(ty: &ExternType) -> bool {
    matches!(ty, ExternType::Memory(_))
}
