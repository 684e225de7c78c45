//! Data breakpoints: watches on locals, globals, bytes of memories and elements of tables.

use super::Server;
use super::wire::{Answer, Request, Trouble, arguments};
use serde::Deserialize;
use serde_json::json;
use wasmscope::observe::{Access, Event};
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
/// `table 0 2 1`.
fn id(event: &Event) -> Option<String> {
    Some(match event {
        Event::Local { func, local } => format!("local {} {}", func.0, local.0),
        Event::Global(global) => format!("global {}", global.0),
        Event::Memory { mem, addr, len, .. } => format!("memory {} {addr} {len}", mem.0),
        Event::Table { table, index, len } => format!("table {} {index} {len}", table.0),
        _ => return None,
    })
}

/// What a text means that [`id`] has written.
///
/// # Errors
/// When it is none, or cannot be watched so.
pub(super) fn event(id: &str, access: AccessType) -> Result<Event, String> {
    let mut words = id.split(' ');
    let kind = words.next().unwrap_or_default();
    let numbers: Result<Vec<u64>, _> = words.map(str::parse).collect();
    let numbers = numbers.unwrap_or_default();
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let event = match (kind, &*numbers) {
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
        _ => return Err(format!("`{id}` is nothing that can be watched")),
    };
    let is_memory = matches!(event, Event::Memory { .. });
    match access {
        AccessType::Write => Ok(event),
        _ if is_memory => Ok(event),
        _ => Err("only memory is watched for reads".to_owned()),
    }
}

impl Server {
    /// `dataBreakpointInfo`
    pub(super) fn data_breakpoint_info(&mut self, request: &Request) -> Answer {
        let given: InfoArguments = arguments(request)?;
        self.standing()?;
        let found = self.watched(&given);
        let event = match found {
            Ok(event) => event,
            Err(Trouble::Wrong(message)) => {
                return Ok(json!({ "dataId": null, "description": message }));
            }
            Err(trouble) => return Err(trouble),
        };
        let words = event.words(self.program()?.session().module());
        // The access is what the client asks the person for.
        let words = words.strip_prefix("write of ").unwrap_or(&words);
        let types: &[&str] = match event {
            Event::Memory { .. } => &["read", "write", "readWrite"],
            _ => &["write"],
        };
        Ok(json!({
            "dataId": id(&event),
            "description": words,
            "accessTypes": types,
            "canPersist": false,
        }))
    }

    fn watched(&mut self, given: &InfoArguments) -> Result<Event, Trouble> {
        if given.as_address {
            let address = super::memory::Address::read(&given.name)?;
            if address.instance.is_some() {
                return Err("watches are those of the main module".into());
            }
            return Ok(Event::Memory {
                mem: MemIdx(address.memory),
                addr: address.addr,
                len: given.bytes.unwrap_or(1).max(1),
                access: Access::Write,
            });
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
        let mut event = session.watched(&name, Access::Write)?;
        if let (Event::Memory { len, .. }, Some(bytes)) = (&mut event, given.bytes) {
            *len = bytes.max(1);
        }
        Ok(event)
    }
}
