//! Linear memory (section 4.2.8).

use super::blocks::{Blocks, BlocksSnapshot};
use super::{GrowError, Limit, MachineLimits};
use crate::syntax::MemoryType;
use std::ops::Range;

/// Bytes in a page.
pub const PAGE_BYTES: u64 = 65_536;

/// Pages that a 32-bit address can reach.
const MOST_PAGES: u64 = 65_536;

/// Pages that a memory with 64-bit addresses may have (section 3.3.2).
const MOST_PAGES_64: u64 = 1 << 48;

/// A memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Memory {
    ty: MemoryType,
    /// Pages that it may have, by its type and by the machine's limits.
    most_pages: u64,
    bytes: Blocks<u8>,
}

impl Memory {
    /// A memory of its type's smallest size, all zero.
    ///
    /// # Errors
    /// When that is more than the limit, or than the host has.
    pub fn new(ty: MemoryType, limits: &MachineLimits) -> Result<Self, Limit> {
        let most = if ty.is64 { MOST_PAGES_64 } else { MOST_PAGES };
        let declared = ty.limits.max.unwrap_or(most).min(most);
        let mut memory = Self {
            ty,
            most_pages: declared.min(limits.memory_pages),
            bytes: Blocks::new(),
        };
        match memory.grow(ty.limits.min) {
            Ok(_) => Ok(memory),
            Err(_) => Err(Limit::Memory),
        }
    }

    /// The type, with the size it has now as its smallest.
    #[must_use]
    pub fn ty(&self) -> MemoryType {
        let mut ty = self.ty;
        ty.limits.min = self.pages();
        ty
    }

    /// The size in pages.
    #[inline]
    #[must_use]
    pub fn pages(&self) -> u64 {
        self.bytes.items().len() as u64 / PAGE_BYTES
    }

    /// The size in bytes.
    #[inline]
    #[must_use]
    pub fn len(&self) -> u64 {
        self.bytes.items().len() as u64
    }

    /// Whether it has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds pages, all zero, and gives the number there were before.
    ///
    /// # Errors
    /// When that would be more than it may have, or than the host has; then nothing
    /// changes.
    pub fn grow(&mut self, pages: u64) -> Result<u64, GrowError> {
        let before = self.pages();
        let after = before.checked_add(pages).ok_or(GrowError::Limit)?;
        if after > self.most_pages {
            return Err(GrowError::Limit);
        }
        let len = usize::try_from(after * PAGE_BYTES).map_err(|_| GrowError::Host)?;
        self.bytes.grow(len).ok_or(GrowError::Host)?;
        Ok(before)
    }

    /// The bytes of a range; `None` when it is not inside the memory.
    #[must_use]
    pub fn read(&self, addr: u64, len: u64) -> Option<&[u8]> {
        self.bytes.items().get(range(addr, len)?)
    }

    /// The bytes of a range, to be written; `None` when it is not inside the memory.
    pub fn write(&mut self, addr: u64, len: u64) -> Option<&mut [u8]> {
        self.bytes.write(range(addr, len)?)
    }

    /// Loads the bytes at an address.
    #[inline(always)]
    #[must_use]
    pub(crate) fn load<const N: usize>(&self, addr: u64) -> Option<[u8; N]> {
        let start = usize::try_from(addr).ok()?;
        let bytes = self.bytes.items().get(start..)?;
        bytes.first_chunk().copied()
    }

    /// Stores bytes at an address; `None`, with nothing changed, when they do not
    /// fit.
    #[inline(always)]
    pub(crate) fn store<const N: usize>(&mut self, addr: u64, bytes: [u8; N]) -> Option<()> {
        let start = usize::try_from(addr).ok()?;
        let end = start.checked_add(N)?;
        let place = self.bytes.write(start..end)?;
        place.copy_from_slice(&bytes);
        Some(())
    }

    /// Copies bytes inside the memory; `None`, with nothing changed, when a range
    /// is not inside it.
    pub(crate) fn copy_within(&mut self, from: u64, to: u64, len: u64) -> Option<()> {
        let to = usize::try_from(to).ok()?;
        self.bytes.copy_within(range(from, len)?, to)
    }

    pub(crate) fn snapshot(&mut self) -> BlocksSnapshot<u8> {
        self.bytes.snapshot()
    }

    pub(crate) fn restore(&mut self, snapshot: &BlocksSnapshot<u8>) {
        self.bytes.restore(snapshot);
    }
}

/// A range of positions; `None` when its end cannot be counted.
pub(super) fn range(start: u64, len: u64) -> Option<Range<usize>> {
    let start = usize::try_from(start).ok()?;
    let end = start.checked_add(usize::try_from(len).ok()?)?;
    Some(start..end)
}
