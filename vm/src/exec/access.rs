//! Loads and stores (section 4.4.8): bytes of a memory to a slot and back.
//!
//! `None`, with nothing changed, when the address is out of bounds, or when the memory is
//! too large to be flat: then the same goes its way through a few bytes of its own.

use super::object::Stop;
use crate::runtime::{Memory, Trap};
use crate::syntax::{LoadOp, StoreOp};

/// What is loaded from.
pub(super) trait Source {
    fn load<const N: usize>(&self, addr: u64) -> Option<[u8; N]>;
}

/// What is stored to.
pub(super) trait Sink {
    fn store<const N: usize>(&mut self, addr: u64, bytes: [u8; N]) -> Option<()>;
}

impl Source for Memory {
    #[inline(always)]
    fn load<const N: usize>(&self, addr: u64) -> Option<[u8; N]> {
        self.load(addr)
    }
}

impl Sink for Memory {
    #[inline(always)]
    fn store<const N: usize>(&mut self, addr: u64, bytes: [u8; N]) -> Option<()> {
        self.store(addr, bytes)
    }
}

/// The bytes of one access.
#[derive(Default)]
struct Few {
    bytes: [u8; 8],
    len: usize,
}

impl Source for Few {
    fn load<const N: usize>(&self, _: u64) -> Option<[u8; N]> {
        self.bytes.first_chunk().copied()
    }
}

impl Sink for Few {
    fn store<const N: usize>(&mut self, _: u64, bytes: [u8; N]) -> Option<()> {
        self.len = N;
        *self.bytes.first_chunk_mut()? = bytes;
        Some(())
    }
}

/// Loads what [`load`] has not found.
#[cold]
#[inline(never)]
pub(super) fn load_far(op: LoadOp, memory: &Memory, base: u64, offset: u64) -> Result<u64, Trap> {
    let far = || {
        let bytes = memory.read(base.checked_add(offset)?, u64::from(op.bytes()))?;
        let mut few = Few::default();
        few.bytes[..bytes.len()].copy_from_slice(&bytes);
        load(op, &few, 0)
    };
    far().ok_or(Trap::OutOfBoundsMemoryAccess)
}

/// Stores what [`store`] has not put.
#[cold]
#[inline(never)]
pub(super) fn store_far(
    op: StoreOp,
    memory: &mut Memory,
    [base, value]: [u64; 2],
    offset: u64,
) -> Result<(), Stop> {
    let addr = base
        .checked_add(offset)
        .ok_or(Trap::OutOfBoundsMemoryAccess)?;
    let mut few = Few::default();
    let _ = store(op, &mut few, 0, value);
    Ok(memory.write(addr, &few.bytes[..few.len])?)
}

#[inline(always)]
pub(super) fn load(op: LoadOp, memory: &impl Source, addr: u64) -> Option<u64> {
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
pub(super) fn store(op: StoreOp, memory: &mut impl Sink, addr: u64, value: u64) -> Option<()> {
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
