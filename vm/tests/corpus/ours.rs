//! Wasmscope's machine as one that plays modules.

use super::play::{Arg, Ending, MEMORY_PAGES, Side, TABLE_ELEMENTS, label, plain};
use std::hash::Hasher;
use std::sync::Arc;
use twox_hash::XxHash64;
use wasmscope::exec::{InstantiateError, Observer, Outcome};
use wasmscope::runtime::{
    Call, ExternVal, InstanceAddr, Machine, MachineLimits, ObjectAddr, ObjectKind, Ref, Status,
    Table, Trap, Value,
};
use wasmscope::syntax::{CompositeType, Export, ExternIdx, Module, RefType, StorageType, ValType};

/// Instructions that one call may execute; far more than a generated module does.
const FUEL: u64 = 1 << 24;
/// Values that are written down for one result, those inside of objects included.
pub(crate) const VALUES: usize = 40;
/// How deep objects are looked into.
pub(crate) const DEPTH: usize = 4;

/// One instance of a module on a machine of its own.
pub(crate) struct Ours<'a, O> {
    module: &'a Arc<Module>,
    /// Shown every step.
    observer: &'a mut O,
    machine: Machine,
    instance: Option<InstanceAddr>,
}

impl<'a, O: Observer> Ours<'a, O> {
    pub(crate) fn new(module: &'a Arc<Module>, observer: &'a mut O) -> Self {
        Self {
            module,
            observer,
            machine: machine(),
            instance: None,
        }
    }

    fn export(&self, name: &str) -> Option<ExternVal> {
        let instance = self.machine.store().instance(self.instance?);
        instance.export(name)
    }

    fn run(&mut self, call: Call) -> Ending {
        if let Err(error) = self.machine.enter(vec![call]) {
            return Ending::Refused(error.to_string());
        }
        match self.machine.run_observed(FUEL, self.observer) {
            Outcome::Ended => {}
            Outcome::Exhausted(limit) => return Ending::Exhausted(format!("our {limit}")),
            outcome => return Ending::Exhausted(format!("our fuel: {outcome:?}")),
        }
        match self.machine.status().clone() {
            Status::Returned(values) => {
                Ending::Returned(values.iter().map(|value| self.text(*value)).collect())
            }
            Status::Trapped(Trap::CallStackExhausted) => Ending::Exhausted("our stack".to_owned()),
            Status::Trapped(trap) => Ending::Trapped(words(trap)),
            Status::Thrown(exception) => {
                let mut text = Text::new(self);
                text.reference(exception, 0);
                Ending::Thrown(text.text)
            }
            status => Ending::Refused(format!("{status:?}")),
        }
    }

    fn text(&self, value: Value) -> String {
        let mut text = Text::new(self);
        text.value(value, 0);
        text.text
    }

    fn label_of(&self, value: ExternVal) -> String {
        let mut exports = self.module.exports.iter();
        let found = exports.find(|export| self.export(&export.name) == Some(value));
        found.map_or("?".to_owned(), |export| label(self.module, &export.name))
    }

    fn table(&self, table: &Table) -> String {
        let kinds = (0..table.len()).map(|index| match table.get(index) {
            Some(Ref::Func(addr)) => self.label_of(ExternVal::Func(addr)),
            None | Some(Ref::Null) => "null".to_owned(),
            Some(Ref::Extern(_)) => "extern".to_owned(),
            Some(Ref::I31(_)) => "i31".to_owned(),
            Some(Ref::Struct(_)) => "struct".to_owned(),
            Some(Ref::Array(_)) => "array".to_owned(),
            Some(Ref::Exn(_)) => "exn".to_owned(),
        });
        elements(kinds)
    }
}

/// The elements of a table, each once with how often it follows itself.
pub(crate) fn elements(kinds: impl Iterator<Item = String>) -> String {
    let mut runs: Vec<(String, u64)> = Vec::new();
    for kind in kinds {
        match runs.last_mut() {
            Some((last, count)) if *last == kind => *count += 1,
            _ => runs.push((kind, 1)),
        }
    }
    let runs = runs.iter().map(|(kind, count)| format!("{kind}*{count}"));
    runs.collect::<Vec<_>>().join(" ")
}

fn machine() -> Machine {
    Machine::new(MachineLimits {
        memory_pages: MEMORY_PAGES,
        table_elements: TABLE_ELEMENTS,
        ..MachineLimits::default()
    })
}

/// The specification's words, as far as both machines tell them apart.
fn words(trap: Trap) -> &'static str {
    match trap {
        Trap::UndefinedElement => Trap::OutOfBoundsTableAccess.message(),
        Trap::NullFunctionReference
        | Trap::NullStructureReference
        | Trap::NullArrayReference
        | Trap::NullI31Reference
        | Trap::NullExceptionReference => Trap::NullReference.message(),
        _ => trap.message(),
    }
}

/// A hash of bytes.
pub(crate) fn hash(bytes: &[u8]) -> String {
    let mut hasher = XxHash64::with_seed(0);
    hasher.write(bytes);
    format!("#{:016x}", hasher.finish())
}

impl<O: Observer> Side for Ours<'_, O> {
    fn instantiate(&mut self) -> Ending {
        self.machine = machine();
        self.instance = None;
        let instance = match self.machine.instantiate(self.module, &[]) {
            Ok(instance) => instance,
            Err(InstantiateError::Trap(failed)) => return Ending::Trapped(words(failed.trap)),
            Err(InstantiateError::Link(error)) => return Ending::Refused(error.to_string()),
            Err(error) => return Ending::Exhausted(format!("ours: {error}")),
        };
        // What the start function throws is told without the labels of exports, which others
        // do not know until it has returned.
        let ending = match self.machine.start_call(instance) {
            Some(call) => self.run(call),
            None => Ending::Returned(Vec::new()),
        };
        self.instance = Some(instance);
        ending
    }

    fn call(&mut self, export: &str, args: &[Arg]) -> Ending {
        let Some(ExternVal::Func(func)) = self.export(export) else {
            return Ending::Refused(format!("there is no {export}"));
        };
        let params = Arc::clone(self.machine.store().func(func).ty());
        let value = |(arg, ty): (&Arg, &ValType)| match (arg, ty) {
            (Arg::Value(Value::Ref(_, reference)), ValType::Ref(ty)) => {
                Some(Value::Ref(*ty, *reference))
            }
            (Arg::Func(name), ValType::Ref(ty)) => match self.export(name)? {
                ExternVal::Func(func) => Some(Value::Ref(*ty, Ref::Func(func))),
                _ => None,
            },
            (Arg::Value(value), _) => Some(*value),
            (Arg::Func(_), _) => None,
        };
        let args: Option<Vec<Value>> = args.iter().zip(&params.params).map(value).collect();
        match args {
            Some(args) => self.run(Call { func, args }),
            None => Ending::Refused("an argument is not exported".to_owned()),
        }
    }

    fn state(&mut self) -> Vec<String> {
        let store = self.machine.store();
        let line = |export: &Export| {
            let label = label(self.module, &export.name);
            Some(match self.export(&export.name)? {
                ExternVal::Global(addr) => {
                    format!("{label} {}", self.text(store.global(addr).value()))
                }
                ExternVal::Memory(addr) => {
                    let memory = store.memory(addr);
                    let bytes = memory.read(0, memory.len()).unwrap_or_default();
                    format!("{label} {} {}", memory.pages(), hash(&bytes))
                }
                ExternVal::Table(addr) => {
                    let table = store.table(addr);
                    format!("{label} {} {}", table.len(), self.table(table))
                }
                ExternVal::Func(_) | ExternVal::Tag(_) => return None,
            })
        };
        let changing =
            |export: &&Export| !matches!(export.index, ExternIdx::Func(_) | ExternIdx::Tag(_));
        let exports = self.module.exports.iter().filter(changing);
        exports.filter_map(line).collect()
    }
}

/// A value with what is inside of it, as far as there is room.
struct Text<'a, 'b, O> {
    side: &'a Ours<'b, O>,
    text: String,
    values: usize,
}

impl<'a, 'b, O: Observer> Text<'a, 'b, O> {
    fn new(side: &'a Ours<'b, O>) -> Self {
        Self {
            side,
            text: String::new(),
            values: 0,
        }
    }

    fn value(&mut self, value: Value, depth: usize) {
        match value {
            Value::Ref(_, reference) => self.reference(reference, depth),
            _ => self.text += &plain(value),
        }
    }

    fn reference(&mut self, reference: Ref, depth: usize) {
        match reference {
            Ref::Func(func) => self.text += &self.side.label_of(ExternVal::Func(func)),
            Ref::Struct(addr) | Ref::Array(addr) | Ref::Exn(addr) => self.object(addr, depth),
            _ => self.text += &plain(Value::Ref(RefType::FUNCREF, reference)),
        }
    }

    fn object(&mut self, addr: ObjectAddr, depth: usize) {
        let Some(object) = self.side.machine.store().heap().get(addr) else {
            self.text += "gone";
            return;
        };
        let types = self.side.machine.store().types();
        match object.kind {
            ObjectKind::Struct(ty) => {
                self.text += "struct(";
                if let CompositeType::Struct(fields) = &types.get(ty).composite {
                    let types = fields.iter().map(|field| field.storage);
                    self.slots(types, object.slots(), depth);
                }
            }
            ObjectKind::Array(ty) => {
                self.text += &format!("array {}(", object.fields());
                if let CompositeType::Array(element) = &types.get(ty).composite {
                    let elements = (0..object.fields()).map_while(|index| {
                        let slots = object.element(element.storage, index)?;
                        Some(Value::from_slots(element.storage.unpacked(), slots))
                    });
                    self.all(elements, depth);
                }
            }
            ObjectKind::Exn(tag) => {
                self.text += &format!("exn {}(", self.side.label_of(ExternVal::Tag(tag)));
                let params = &self.side.machine.store().tag(tag).ty.params;
                let types = params.iter().map(|ty| StorageType::Val(*ty));
                self.slots(types, object.slots(), depth);
            }
        }
        self.text += ")";
    }

    fn slots(&mut self, types: impl Iterator<Item = StorageType>, slots: &[u64], depth: usize) {
        let mut at = 0;
        let values = types.map(|storage| {
            let ty = storage.unpacked();
            let slot = |at: usize| slots.get(at).copied().unwrap_or(0);
            let second = if ty.slots() == 2 { slot(at + 1) } else { 0 };
            let value = Value::from_slots(ty, [slot(at), second]);
            at += ty.slots() as usize;
            value
        });
        self.all(values, depth);
    }

    fn all(&mut self, values: impl Iterator<Item = Value>, depth: usize) {
        for (index, value) in values.enumerate() {
            if index > 0 {
                self.text += " ";
            }
            if depth == DEPTH || self.values == VALUES {
                self.text += "…";
                return;
            }
            self.values += 1;
            self.value(value, depth + 1);
        }
    }
}
