//! Data breakpoints: watches on locals, globals, bytes of memories and elements of tables.

use super::Server;
use super::wire::{Answer, Request, Trouble, arguments};
use serde::Deserialize;
use serde_json::json;
use wasmscope::observe::{Access, Breakpoint, Event};
use wasmscope::runtime::InstanceAddr;
use wasmscope::syntax::{FuncIdx, GlobalIdx, LocalIdx, MemIdx, TableIdx};

/// What is done to the data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum AccessType {
    Read,
    #[default]
    Write,
    ReadWrite,
}

impl AccessType {
    fn access(self) -> Access {
        match self {
            Self::Read => Access::Read,
            Self::Write => Access::Write,
            Self::ReadWrite => Access::Any,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InfoArguments {
    #[serde(default)]
    variables_reference: i64,
    name: String,
    frame_id: Option<i64>,
    bytes: Option<u64>,
    #[serde(default)]
    as_address: bool,
}

/// What is watched, as the client keeps it: `local 0 1`, `global 3`, `memory 0 64 4`,
/// `table 0 2 1`; in a linked module `of 2 global 3`, with the number that breakpoints have for
/// it.
fn id(watch: &Breakpoint) -> Option<String> {
    let of = match watch.module {
        0 => String::new(),
        module => format!("of {module} "),
    };
    let what = match &watch.event {
        Event::Local { func, local } => format!("local {} {}", func.0, local.0),
        Event::Global(global) => format!("global {}", global.0),
        Event::Memory { mem, addr, len, .. } => format!("memory {} {addr} {len}", mem.0),
        Event::Table { table, index, len } => format!("table {} {index} {len}", table.0),
        _ => return None,
    };
    Some(of + &what)
}

/// What a text means that [`id`] has written.
///
/// # Errors
/// When it is none, or cannot be watched so.
pub(super) fn watch(id: &str, access: AccessType) -> Result<Breakpoint, String> {
    let wrong = || format!("`{id}` is nothing that can be watched");
    let (module, what) = match id.strip_prefix("of ") {
        None => (0, id),
        Some(rest) => {
            let (module, what) = rest.split_once(' ').ok_or_else(wrong)?;
            (module.parse().map_err(|_| wrong())?, what)
        }
    };
    let event = event(what, access).ok_or_else(wrong)?;
    let is_memory = matches!(event, Event::Memory { .. });
    match access {
        AccessType::Read | AccessType::ReadWrite if !is_memory => {
            Err("only memory is watched for reads".to_owned())
        }
        _ => Ok(Breakpoint {
            module,
            ..event.into()
        }),
    }
}

fn event(what: &str, access: AccessType) -> Option<Event> {
    let mut words = what.split(' ');
    let kind = words.next()?;
    let numbers: Result<Vec<u64>, _> = words.map(str::parse).collect();
    let numbers = numbers.ok()?;
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    Some(match (kind, &*numbers) {
        ("local", [func, local]) => Event::Local {
            func: FuncIdx(small(*func)),
            local: LocalIdx(small(*local)),
        },
        ("global", [global]) => Event::Global(GlobalIdx(small(*global))),
        ("memory", [mem, addr, len]) => Event::Memory {
            mem: MemIdx(small(*mem)),
            addr: *addr,
            len: *len,
            access: access.access(),
        },
        ("table", [table, index, len]) => Event::Table {
            table: TableIdx(small(*table)),
            index: *index,
            len: *len,
        },
        _ => return None,
    })
}

impl Server {
    /// `dataBreakpointInfo`
    pub(super) fn data_breakpoint_info(&mut self, request: &Request) -> Answer {
        let given: InfoArguments = arguments(request)?;
        self.standing()?;
        let watch = match self.watched(&given) {
            Ok(watch) => watch,
            Err(Trouble::Wrong(message)) => {
                return Ok(json!({ "dataId": null, "description": message }));
            }
            Err(trouble) => return Err(trouble),
        };
        let words = self.program()?.debugger.words(watch.module, &watch.event);
        // The access is what the client asks the person for.
        let words = words.strip_prefix("write of ").unwrap_or(&words);
        let types: &[&str] = match watch.event {
            Event::Memory { .. } => &["read", "write", "readWrite"],
            _ => &["write"],
        };
        Ok(json!({
            "dataId": id(&watch),
            "description": words,
            "accessTypes": types,
            "canPersist": false,
        }))
    }

    fn watched(&mut self, given: &InfoArguments) -> Result<Breakpoint, Trouble> {
        if given.as_address {
            let address = super::memory::Address::read(&given.name)?;
            let session = self.program()?.session();
            // What is no memory of the program is never written.
            address.memory(session)?;
            let instance = address.instance.map_or(session.main(), InstanceAddr);
            let event = Event::Memory {
                mem: MemIdx(address.memory),
                addr: address.addr,
                len: given.bytes.unwrap_or(1).max(1),
                access: Access::Write,
            };
            return Ok(session.breakpoint(instance, event));
        }
        let mut name = given.name.clone();
        let mut frame = given.frame_id;
        if given.variables_reference > 0 {
            let (child, depth) = self.child(given.variables_reference, &given.name)?;
            name = child
                .variable
                .evaluate_name
                .ok_or_else(|| format!("{} is nothing that can be watched", given.name))?;
            frame = depth.map(super::frames::id_of);
        }
        self.select(frame)?;
        let session = self.program()?.session();
        let mut watch = session.watched(&name, Access::Write)?;
        if let (Event::Memory { len, .. }, Some(bytes)) = (&mut watch.event, given.bytes) {
            *len = bytes.max(1);
        }
        Ok(watch)
    }
}
