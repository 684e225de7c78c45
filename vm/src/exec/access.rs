//! Loads and stores (section 4.4.8): bytes of a memory to a slot and back.
//!
//! `None`, with nothing changed, when the address is out of bounds.

use crate::runtime::Memory;
use crate::syntax::{LoadOp, StoreOp};

#[inline(always)]
pub(super) fn load(op: LoadOp, memory: &Memory, addr: u64) -> Option<u64> {
    Some(match op {
        LoadOp::I32Load | LoadOp::F32Load | LoadOp::I64Load32U => {
            u64::from(u32::from_le_bytes(memory.load(addr)?))
        }
        LoadOp::I64Load | LoadOp::F64Load => u64::from_le_bytes(memory.load(addr)?),
        LoadOp::I32Load8U | LoadOp::I64Load8U => u64::from(u8::from_le_bytes(memory.load(addr)?)),
        LoadOp::I32Load16U | LoadOp::I64Load16U => {
            u64::from(u16::from_le_bytes(memory.load(addr)?))
        }
        LoadOp::I32Load8S => u64::from(i8::from_le_bytes(memory.load(addr)?) as u32),
        LoadOp::I32Load16S => u64::from(i16::from_le_bytes(memory.load(addr)?) as u32),
        LoadOp::I64Load8S => i8::from_le_bytes(memory.load(addr)?) as u64,
        LoadOp::I64Load16S => i16::from_le_bytes(memory.load(addr)?) as u64,
        LoadOp::I64Load32S => i32::from_le_bytes(memory.load(addr)?) as u64,
    })
}

#[inline(always)]
pub(super) fn store(op: StoreOp, memory: &mut Memory, addr: u64, value: u64) -> Option<()> {
    match op {
        StoreOp::I32Store | StoreOp::F32Store | StoreOp::I64Store32 => {
            memory.store(addr, (value as u32).to_le_bytes())
        }
        StoreOp::I64Store | StoreOp::F64Store => memory.store(addr, value.to_le_bytes()),
        StoreOp::I32Store8 | StoreOp::I64Store8 => memory.store(addr, (value as u8).to_le_bytes()),
        StoreOp::I32Store16 | StoreOp::I64Store16 => {
            memory.store(addr, (value as u16).to_le_bytes())
        }
    }
}
