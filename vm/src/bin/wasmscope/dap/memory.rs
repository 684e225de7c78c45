//! Bytes of memories: `readMemory`, `writeMemory`, and how a place in a memory is named.

use super::wire::{Answer, Request, Trouble, arguments};
use super::{Server, base64};
use crate::session::Session;
use serde::Deserialize;
use serde_json::json;
use std::fmt;
use wasmscope::exec::Edit;
use wasmscope::runtime::{InstanceAddr, MemAddr, Value};
use wasmscope::view::Place;

/// Most bytes that are read at once.
const MOST: u64 = 1 << 20;

/// A place in a memory, as clients name it: `0x40` in memory 0 of the main module, else
/// `memory[1]+0x40`, or `instance[2].memory[0]+0x40` where another module has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Another instance than the main one.
    pub(super) instance: Option<u32>,
    /// The index of the memory there.
    pub(super) memory: u32,
    pub(super) addr: u64,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.instance, self.memory) {
            (None, 0) => write!(f, "{:#x}", self.addr),
            (None, memory) => write!(f, "memory[{memory}]+{:#x}", self.addr),
            (Some(instance), memory) => {
                write!(f, "instance[{instance}].memory[{memory}]+{:#x}", self.addr)
            }
        }
    }
}

impl Address {
    /// Reads what [`Address`] writes, and decimal numbers.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let read = || {
            let (place, addr) = text.rsplit_once('+').unwrap_or(("", text));
            let addr = match addr.strip_prefix("0x") {
                Some(digits) => u64::from_str_radix(digits, 16).ok()?,
                None => addr.parse().ok()?,
            };
            let (instance, memory) = match place.split_once('.') {
                Some((instance, memory)) => (Some(within(instance, "instance")?), memory),
                None => (None, place),
            };
            let memory = match memory {
                "" => 0,
                memory => within(memory, "memory")?,
            };
            Some(Self {
                instance,
                memory,
                addr,
            })
        };
        read().ok_or_else(|| {
            format!("`{text}` is no address: write 0x40, or memory[1]+0x40 for another memory")
        })
    }

    /// A place in a memory of the store, by the first instance that knows it; the main one
    /// before all others.
    pub(super) fn of(session: &Session, memory: MemAddr, addr: u64) -> Option<Self> {
        let store = session.machine().store();
        let known = |instance: u32| {
            let found = store.instances().get(instance as usize)?;
            let index = found.memories.iter().position(|known| *known == memory)?;
            u32::try_from(index).ok()
        };
        let main = session.main().0;
        if let Some(memory) = known(main) {
            return Some(Self {
                instance: None,
                memory,
                addr,
            });
        }
        let count = u32::try_from(store.instances().len()).unwrap_or(u32::MAX);
        (0..count).find_map(|instance| {
            Some(Self {
                instance: Some(instance),
                memory: known(instance)?,
                addr,
            })
        })
    }

    /// Where an integer points, if it is an address within memory 0 of the frame's module.
    pub(super) fn pointed_to(
        session: &Session,
        place: Option<Place<'_>>,
        value: Value,
    ) -> Option<String> {
        let memory = *place?.instance.memories.first()?;
        let held = session.machine().store().memory(memory);
        let addr = match (value, held.ty().is64) {
            (Value::I32(value), false) => u64::from(value.cast_unsigned()),
            (Value::I64(value), true) => value.cast_unsigned(),
            _ => return None,
        };
        let is_within = addr < held.len();
        let found = Self::of(session, memory, addr).filter(|_| is_within);
        found.map(|at| at.to_string())
    }

    /// The memory in the store.
    pub(super) fn memory(self, session: &Session) -> Result<MemAddr, String> {
        let instance = self.instance.map_or(session.main(), InstanceAddr);
        let instances = session.machine().store().instances();
        let instance = instances.get(instance.at());
        let instance = instance.ok_or("there is no such instance")?;
        let memories = &instance.memories;
        let found = memories.get(self.memory as usize).copied();
        found.ok_or_else(|| match memories.len() {
            0 => "the module has no memory".to_owned(),
            count => format!(
                "there is no memory {}: the module has {count}, from 0",
                self.memory
            ),
        })
    }
}

/// The number in `name[number]`.
fn within(text: &str, name: &str) -> Option<u32> {
    let digits = text.strip_prefix(name)?.strip_prefix('[')?;
    digits.strip_suffix(']')?.parse().ok()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReadArguments {
    memory_reference: String,
    #[serde(default)]
    offset: i64,
    count: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WriteArguments {
    memory_reference: String,
    #[serde(default)]
    offset: i64,
    #[serde(default)]
    allow_partial: bool,
    data: String,
}

impl Server {
    /// `readMemory`
    pub(super) fn read_memory(&mut self, request: &Request) -> Answer {
        let given: ReadArguments = arguments(request)?;
        let session = self.standing()?.session();
        let at = Address::read(&given.memory_reference)?;
        let memory = session.machine().store().memory(at.memory(session)?);
        let start = i128::from(at.addr) + i128::from(given.offset);
        let Ok(addr) = u64::try_from(start) else {
            // What lies before address 0 is not there; the first byte that is follows.
            let before = u64::try_from(-start).unwrap_or(u64::MAX).min(given.count);
            return Ok(json!({ "address": "0x0", "unreadableBytes": before }));
        };
        let there = memory.len().saturating_sub(addr).min(given.count);
        let bytes = memory.read(addr, there.min(MOST)).unwrap_or_default();
        let mut body = json!({
            "address": format!("{addr:#x}"),
            "data": base64::encode(&bytes),
        });
        if there < given.count {
            body["unreadableBytes"] = json!(given.count - there);
        }
        Ok(body)
    }

    /// `writeMemory`: makes a branch where the past is changed.
    pub(super) fn write_memory(&mut self, request: &Request) -> Answer {
        let given: WriteArguments = arguments(request)?;
        self.moving()?;
        let mut bytes = base64::decode(&given.data).ok_or("the data is not written in base64")?;
        let session = self.program()?.session();
        let at = Address::read(&given.memory_reference)?;
        let memory = at.memory(session)?;
        let addr = i128::from(at.addr) + i128::from(given.offset);
        let addr = u64::try_from(addr).map_err(|_| "there is nothing before address 0")?;
        let len = session.machine().store().memory(memory).len();
        if given.allow_partial {
            let room = len.saturating_sub(addr);
            bytes.truncate(usize::try_from(room).unwrap_or(usize::MAX));
        }
        let count = bytes.len() as u64;
        if addr.checked_add(count).is_none_or(|end| end > len) {
            return Err(format!("{addr} + {count} > {len}, the size of the memory").into());
        }
        if count > 0 {
            let edit = Edit::Memory {
                memory,
                addr,
                bytes: bytes.into(),
            };
            let made = self.program_mut()?.session_mut().edit(edit);
            let made = made.map_err(|error| Trouble::Wrong(error.to_string()))?;
            self.tell_change(made, Some((memory, addr, count)))?;
        }
        Ok(json!({ "bytesWritten": count }))
    }
}
