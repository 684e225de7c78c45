//! Changes by hand, in words.

use crate::exec::Edit;
use crate::runtime::{Global, Instance, Machine, Value};
use crate::view::{Place, identifier};

/// What an edit changes in this state: `$n of fact: 5 → 7`.
pub(super) fn words(machine: &Machine, edit: &Edit) -> String {
    match edit {
        Edit::Local {
            depth,
            index,
            value,
        } => {
            let place = Place::at(machine, *depth);
            let name = place.and_then(|place| place.local_name(*index));
            let name = match &name {
                Some(_) => identifier(name.as_ref(), *index),
                None => format!("local {index}"),
            };
            let before = place.and_then(|place| place.locals().get(*index as usize).copied());
            changed(&of(place, &name), before, value)
        }
        Edit::Operand {
            depth,
            index,
            value,
        } => {
            let place = Place::at(machine, *depth);
            let before = place.and_then(|place| place.operands().get(*index).copied());
            changed(&of(place, &format!("operand {index}")), before, value)
        }
        Edit::Global { global, value } => {
            let found = find(machine, |instance| {
                let index = instance.globals.iter().position(|addr| addr == global)?;
                let name = instance.module.names.globals.get(&(index as u32));
                Some(match name {
                    Some(_) => identifier(name, index as u32),
                    None => format!("global {index}"),
                })
            });
            let before = machine.store().globals.get(global.at());
            changed(&found, before.map(Global::value), value)
        }
        Edit::Memory { addr, bytes, .. } => {
            let hex: Vec<String> = bytes.iter().take(8).map(|b| format!("{b:02x}")).collect();
            let more = if bytes.len() > 8 { " …" } else { "" };
            format!("memory at {addr}: {}{more}", hex.join(" "))
        }
        Edit::Table { index, value, .. } => format!("table element {index}: {value}"),
        Edit::Arguments(args) => {
            let args: Vec<String> = args.iter().map(Value::to_string).collect();
            format!("arguments {}", args.join(", "))
        }
    }
}

fn of(place: Option<Place<'_>>, what: &str) -> String {
    match place {
        Some(place) => format!("{what} of {}", place.name()),
        None => what.to_owned(),
    }
}

fn changed(what: &str, before: Option<Value>, after: &Value) -> String {
    match before {
        Some(before) => format!("{what}: {before} → {after}"),
        None => format!("{what}: {after}"),
    }
}

/// What an instance calls something, the innermost frame's first.
fn find(machine: &Machine, name: impl Fn(&Instance) -> Option<String>) -> String {
    let instances = machine.store().instances().iter();
    let here = Place::innermost(machine).map(|place| place.instance);
    let names = here
        .into_iter()
        .chain(instances.map(|instance| &**instance));
    names.into_iter().find_map(name).unwrap_or_default()
}
