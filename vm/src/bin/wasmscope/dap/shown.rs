//! Values as variables: what is in a scope, an object, a memory or a table.

use super::Server;
use super::memory::Address;
use super::scopes::Scope;
use super::types::{Format, Variable};
use super::variables::{Child, Handle};
use super::wire::Trouble;
use crate::session::Session;
use std::ops::Range;
use wasmscope::observe::Target;
use wasmscope::runtime::{FuncAddr, MemAddr, Ref, TableAddr, Value};
use wasmscope::syntax::{FuncIdx, GlobalIdx, Label, LocalIdx, TableIdx};
use wasmscope::view::{Place, ValueView, object};

/// Bytes of a memory that are one variable.
const ROW: u64 = 16;

impl Server {
    /// A variable that holds a value.
    pub(super) fn variable(
        &mut self,
        name: String,
        value: Value,
        depth: Option<usize>,
        format: Format,
    ) -> Variable {
        let mut variable = Variable {
            name,
            ..Variable::default()
        };
        let Some(program) = &self.program else {
            return variable;
        };
        let session = program.session();
        let machine = session.machine();
        let place = depth.and_then(|depth| Place::at(machine, depth));
        let module = place.map_or(session.module(), |place| place.module);
        let view = ValueView::named(value, module);
        variable.ty = view.ty;
        variable.value = match (format.hex, value) {
            (true, Value::I32(_) | Value::I64(_) | Value::V128(_)) => view.bits,
            _ => view.text,
        };
        let mut handle = None;
        match value {
            Value::Ref(_, Ref::Func(func)) => {
                if let Some(name) = func_name(session, func) {
                    variable.value += &format!(" {name}");
                }
            }
            Value::Ref(_, reference) => {
                if let Some(seen) = object(machine, reference) {
                    variable.value = seen.to_string();
                    handle = (!seen.fields.is_empty()).then_some(Handle::Object(reference));
                }
            }
            Value::I32(_) | Value::I64(_) => {
                variable.memory_reference = Address::pointed_to(session, place, value);
            }
            _ => {}
        }
        if let Some(handle) = handle {
            variable.variables_reference = self.handles.of(handle);
        }
        variable
    }

    pub(super) fn in_scope(
        &mut self,
        scope: Scope,
        depth: usize,
        format: Format,
    ) -> Result<Vec<Child>, Trouble> {
        let session = self.standing()?.session();
        let place = Place::at(session.machine(), depth).ok_or("the frame is gone")?;
        // Name, expression, value, target, and whether it cannot be changed.
        let mut values: Vec<(String, String, Value, Target, bool)> = Vec::new();
        match scope {
            Scope::Locals => {
                for (index, value) in (0..).zip(place.locals()) {
                    let text = place.local_name(index);
                    let text = text.map_or_else(|| format!("local[{index}]"), |n| dollar(&n));
                    let local = LocalIdx(index);
                    let target = Target::Local { depth, local };
                    values.push((text.clone(), text, value, target, false));
                }
            }
            Scope::Operands => {
                let operands = place.operands();
                for (from_top, (index, value)) in operands.iter().enumerate().rev().enumerate() {
                    let text = format!("stack[{from_top}]");
                    let target = Target::Operand { depth, index };
                    values.push((text.clone(), text, *value, target, false));
                }
            }
            Scope::Globals => {
                let names = &place.module.names.globals;
                for (index, global) in (0..).zip(place.instance.globals.iter().copied()) {
                    let text = names.get(&index);
                    let text = text.map_or_else(|| format!("global[{index}]"), |n| dollar(n));
                    let held = session.machine().store().global(global);
                    let (value, is_constant) = (held.value(), !held.ty.mutable);
                    let index = GlobalIdx(index);
                    let target = Target::Global { index, global };
                    values.push((text.clone(), text, value, target, is_constant));
                }
            }
            Scope::Labels => return Ok(labels(&place)),
            Scope::Memories => return self.memories(depth),
            Scope::Tables => return self.tables(depth),
        }
        let child = |(name, expression, value, target, is_constant)| {
            let mut variable = self.variable(name, value, Some(depth), format);
            variable.evaluate_name = Some(expression);
            match is_constant {
                true => Child {
                    variable: variable.read_only(),
                    target: None,
                },
                false => Child {
                    variable,
                    target: Some(target),
                },
            }
        };
        Ok(values.into_iter().map(child).collect())
    }

    fn memories(&mut self, depth: usize) -> Result<Vec<Child>, Trouble> {
        let session = self.standing()?.session();
        let place = Place::at(session.machine(), depth).ok_or("the frame is gone")?;
        let names = place.module.names.memories.clone();
        let all = place.instance.memories.clone();
        let mut children = Vec::new();
        for (index, addr) in (0..).zip(all) {
            let name = names.get(&index);
            let session = self.standing()?.session();
            let memory = session.machine().store().memory(addr);
            let (pages, len) = (memory.pages(), memory.len());
            let plural = if pages == 1 { "" } else { "s" };
            let variable = Variable {
                name: name.map_or_else(|| format!("memory {index}"), |name| dollar(name)),
                value: format!("{pages} page{plural}, {len} bytes"),
                indexed_variables: Some(count(len.div_ceil(ROW))),
                memory_reference: Address::of(session, addr, 0).map(|at| at.to_string()),
                variables_reference: self.handles.of(Handle::Memory(addr)),
                ..Variable::default()
            };
            children.push(Child {
                variable: variable.read_only(),
                target: None,
            });
        }
        Ok(children)
    }

    /// Rows of bytes, named after the address of the first one.
    pub(super) fn in_memory(
        &mut self,
        addr: MemAddr,
        rows: Range<u64>,
    ) -> Result<Vec<Child>, Trouble> {
        let session = self.standing()?.session();
        let memory = session.machine().store().memory(addr);
        let rows = rows.start..rows.end.min(memory.len().div_ceil(ROW));
        let row = |row: u64| {
            let at = row * ROW;
            let bytes = memory.read(at, ROW.min(memory.len() - at))?;
            let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let variable = Variable {
                name: format!("{at:#06x}"),
                value: digits.join(" "),
                memory_reference: Address::of(session, addr, at).map(|at| at.to_string()),
                ..Variable::default()
            };
            Some(Child {
                variable: variable.read_only(),
                target: None,
            })
        };
        Ok(rows.filter_map(row).collect())
    }

    fn tables(&mut self, depth: usize) -> Result<Vec<Child>, Trouble> {
        let session = self.standing()?.session();
        let place = Place::at(session.machine(), depth).ok_or("the frame is gone")?;
        let names = place.module.names.tables.clone();
        let all = place.instance.tables.clone();
        let mut children = Vec::new();
        for (index, addr) in (0..).zip(all) {
            let name = names.get(&index);
            let table = self.standing()?.session().machine().store().table(addr);
            let (len, ty) = (table.len(), table.ty().element.to_string());
            let plural = if len == 1 { "" } else { "s" };
            let variable = Variable {
                name: name.map_or_else(|| format!("table {index}"), |name| dollar(name)),
                value: format!("{len} element{plural}"),
                ty,
                indexed_variables: Some(count(len)),
                variables_reference: self.handles.of(Handle::Table(addr, index, depth)),
                ..Variable::default()
            };
            children.push(Child {
                variable: variable.read_only(),
                target: None,
            });
        }
        Ok(children)
    }

    pub(super) fn in_table(
        &mut self,
        table: TableAddr,
        index: u32,
        depth: usize,
        elements: Range<u64>,
    ) -> Result<Vec<Child>, Trouble> {
        let held = self.standing()?.session().machine().store().table(table);
        let ty = held.ty().element;
        let range = elements.start..elements.end.min(held.len());
        let values: Vec<(u64, Ref)> = range.filter_map(|at| Some((at, held.get(at)?))).collect();
        let child = |(element, reference): (u64, Ref)| {
            let value = Value::Ref(ty, reference);
            let format = Format::default();
            let mut variable = self.variable(element.to_string(), value, Some(depth), format);
            variable.evaluate_name = Some(format!("table[{index}][{element}]"));
            let index = TableIdx(index);
            let target = Target::Table {
                index,
                table,
                element,
            };
            Child {
                variable,
                target: Some(target),
            }
        };
        Ok(values.into_iter().map(child).collect())
    }

    pub(super) fn in_object(&mut self, reference: Ref) -> Result<Vec<Child>, Trouble> {
        let session = self.standing()?.session();
        let seen = object(session.machine(), reference).ok_or("the object is gone")?;
        let fields = seen.fields.into_iter().enumerate().map(|(index, field)| {
            let name = field.name.map(|name| dollar(&name));
            let variable = Variable {
                name: name.unwrap_or_else(|| index.to_string()),
                value: field.value.text,
                ty: field.storage.map_or(field.value.ty, str::to_owned),
                ..Variable::default()
            };
            Child {
                variable: variable.read_only(),
                target: None,
            }
        });
        Ok(fields.collect())
    }
}

/// Labels, innermost first, as branches count them.
fn labels(place: &Place<'_>) -> Vec<Child> {
    let labels = place.situation().labels;
    let child = |(index, label): (usize, &Label)| {
        let name = place.label_name(label.block);
        let name = name.map_or_else(String::new, |name| format!(" {}", dollar(&name)));
        let values = match label.arity {
            1 => "1 value".to_owned(),
            count => format!("{count} values"),
        };
        let variable = Variable {
            name: format!("{index} {}{name}", label.kind.name()),
            value: format!("a branch takes {values} and goes on at pc {}", label.target),
            ..Variable::default()
        };
        Child {
            variable: variable.read_only(),
            target: None,
        }
    };
    labels.iter().enumerate().map(child).collect()
}

/// A name as expressions write it.
fn dollar(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_.".contains(c);
    match !name.is_empty() && name.chars().all(plain) {
        true => format!("${name}"),
        false => format!("$\"{name}\""),
    }
}

/// A number of variables; the protocol has no more than 2³¹ − 1.
fn count(count: u64) -> i64 {
    i64::try_from(count)
        .unwrap_or(i64::MAX)
        .min(i32::MAX.into())
}

/// The name of a function of the store.
fn func_name(session: &Session, func: FuncAddr) -> Option<String> {
    let mut instances = session.machine().store().instances().iter();
    instances.find_map(|instance| {
        let index = instance.funcs.iter().position(|known| *known == func)?;
        let index = FuncIdx(u32::try_from(index).ok()?);
        Some(dollar(&instance.module.func_name(index)))
    })
}
