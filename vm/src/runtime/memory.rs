//! Linear memory (section 4.2.8).
//!
//! A memory is one flat array, so that loads and stores are a bounds check and a move,
//! until it is larger than that is good for: only one with 64-bit addresses can be. Then it
//! is a map of blocks, [`Sparse`], and its size costs nothing.

use super::blocks::{BLOCK_BYTES, Blocks, BlocksSnapshot, Spare};
use super::sparse::{Full, Sparse};
use super::{GrowError, Limit, MachineLimits};
use crate::syntax::MemoryType;
use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// Bytes in a page.
pub const PAGE_BYTES: u64 = 65_536;

/// Pages up to which a memory with 64-bit addresses is flat: 256 MiB.
const FLAT_PAGES: u64 = 4_096;

/// Bytes of a sparse memory that can be read at once.
const MOST_READ: u64 = 1 << 28;

/// A memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Memory {
    ty: MemoryType,
    /// Pages that it may have, by its type and by the machine's limits.
    most_pages: u64,
    /// Bytes up to which it is flat.
    most_flat: u64,
    /// Blocks that it may hold when it is sparse.
    most_blocks: u64,
    pages: u64,
    /// All of it; nothing when it is sparse, so that what is fast fails.
    flat: Blocks<u8>,
    sparse: Option<Sparse>,
}

/// Why bytes of a memory are not written. Then nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// They are not inside the memory.
    OutOfBounds,
    /// They take more blocks than [`MachineLimits::memory_pages`] allows, or than the host
    /// has.
    Exhausted,
}

impl From<Full> for WriteError {
    fn from(_: Full) -> Self {
        Self::Exhausted
    }
}

impl Memory {
    /// A memory of its type's smallest size, all zero.
    ///
    /// # Errors
    /// When that is more than the limit, or than the host has.
    pub fn new(ty: MemoryType, limits: &MachineLimits) -> Result<Self, Limit> {
        let declared = ty.limits.max.unwrap_or(u64::MAX).min(ty.most_pages());
        let limit = limits.memory_pages.saturating_mul(PAGE_BYTES);
        let (most_pages, most_flat) = match ty.is64 {
            true => (declared, limit.min(FLAT_PAGES * PAGE_BYTES)),
            false => (declared.min(limit / ty.page_bytes()), u64::MAX),
        };
        let mut memory = Self {
            ty,
            most_pages,
            most_flat,
            most_blocks: limit / BLOCK_BYTES as u64,
            pages: 0,
            flat: Blocks::new(),
            sparse: None,
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
        self.pages
    }

    /// How many pages it may have: by its type, and within the limits of the machine.
    #[inline]
    #[must_use]
    pub fn most_pages(&self) -> u64 {
        self.most_pages
    }

    /// The size in bytes; one less for a memory of 2^64.
    #[must_use]
    pub fn len(&self) -> u64 {
        u64::try_from(self.size(self.pages)).unwrap_or(u64::MAX)
    }

    /// The bytes that are not shared with copies of it.
    pub(crate) fn flat_bytes(&self) -> usize {
        self.flat.items().len()
    }

    fn size(&self, pages: u64) -> u128 {
        u128::from(pages) * u128::from(self.ty.page_bytes())
    }

    /// Whether it has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pages == 0
    }

    /// Whether a range is inside the memory.
    #[must_use]
    pub fn holds(&self, addr: u64, len: u64) -> bool {
        u128::from(addr) + u128::from(len) <= self.size(self.pages)
    }

    /// How many bytes it really takes, in whole blocks.
    #[must_use]
    pub fn touched(&self) -> u64 {
        match &self.sparse {
            Some(sparse) => sparse.blocks() * BLOCK_BYTES as u64,
            None => self.len(),
        }
    }

    /// Whether only the blocks that are not zero are kept.
    #[must_use]
    pub fn is_sparse(&self) -> bool {
        self.sparse.is_some()
    }

    /// Adds pages, all zero, and gives the number there were before.
    ///
    /// # Errors
    /// When that would be more than it may have, or than the host has; then nothing
    /// changes.
    pub fn grow(&mut self, pages: u64) -> Result<u64, GrowError> {
        let before = self.pages;
        let after = before.checked_add(pages).ok_or(GrowError::Limit)?;
        if after > self.most_pages {
            return Err(GrowError::Limit);
        }
        let size = self.size(after);
        if self.sparse.is_none() && size > u128::from(self.most_flat) {
            self.sparse = Some(Sparse::of(self.flat.items()).ok_or(GrowError::Host)?);
            self.flat = Blocks::new();
        } else if self.sparse.is_none() {
            let len = usize::try_from(size).map_err(|_| GrowError::Host)?;
            self.flat.grow(len).ok_or(GrowError::Host)?;
        }
        self.pages = after;
        Ok(before)
    }

    /// The bytes of a range; `None` when it is not inside the memory, or when it is longer
    /// than 256 MiB and does not lie in one piece.
    #[inline]
    #[must_use]
    pub fn read(&self, addr: u64, len: u64) -> Option<Cow<'_, [u8]>> {
        match &self.sparse {
            None => Some(self.flat.items().get(range(addr, len)?)?.into()),
            Some(sparse) => self.read_sparse(sparse, addr, len).map(Cow::Owned),
        }
    }

    #[cold]
    fn read_sparse(&self, sparse: &Sparse, addr: u64, len: u64) -> Option<Vec<u8>> {
        if !self.holds(addr, len) || len > MOST_READ {
            return None;
        }
        let len = usize::try_from(len).ok()?;
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(len).ok()?;
        bytes.resize(len, 0);
        sparse.read(addr, &mut bytes);
        Some(bytes)
    }

    /// Puts bytes from an address on.
    ///
    /// # Errors
    /// When they are not inside the memory, or when there is no room for them.
    #[inline]
    pub fn write(&mut self, addr: u64, bytes: &[u8]) -> Result<(), WriteError> {
        let len = bytes.len() as u64;
        if self.sparse.is_some() {
            return self.write_sparse(addr, bytes);
        }
        let place = range(addr, len).and_then(|range| self.flat.write(range));
        place.ok_or(WriteError::OutOfBounds)?.copy_from_slice(bytes);
        Ok(())
    }

    #[cold]
    fn write_sparse(&mut self, addr: u64, bytes: &[u8]) -> Result<(), WriteError> {
        self.check(addr, bytes.len() as u64)?;
        match &mut self.sparse {
            Some(sparse) => Ok(sparse.write(addr, bytes, self.most_blocks)?),
            None => Err(WriteError::OutOfBounds),
        }
    }

    fn check(&self, addr: u64, len: u64) -> Result<(), WriteError> {
        match self.holds(addr, len) {
            true => Ok(()),
            false => Err(WriteError::OutOfBounds),
        }
    }

    /// Sets all bytes of a range, and says how many were touched.
    ///
    /// # Errors
    /// As [`Memory::write`].
    pub fn fill(&mut self, addr: u64, len: u64, value: u8) -> Result<u64, WriteError> {
        self.check(addr, len)?;
        if let Some(sparse) = &mut self.sparse {
            return Ok(sparse.fill(addr, len, value, self.most_blocks)?);
        }
        let place = range(addr, len).and_then(|range| self.flat.write(range));
        place.ok_or(WriteError::OutOfBounds)?.fill(value);
        Ok(len)
    }

    /// Loads the bytes at an address; `None` as well when the memory is not flat.
    #[inline(always)]
    #[must_use]
    pub(crate) fn load<const N: usize>(&self, addr: u64) -> Option<[u8; N]> {
        let start = usize::try_from(addr).ok()?;
        let bytes = self.flat.items().get(start..)?;
        bytes.first_chunk().copied()
    }

    /// Stores bytes at an address; `None`, with nothing changed, when they do not
    /// fit, or when the memory is not flat.
    #[inline(always)]
    pub(crate) fn store<const N: usize>(&mut self, addr: u64, bytes: [u8; N]) -> Option<()> {
        let start = usize::try_from(addr).ok()?;
        let end = start.checked_add(N)?;
        let place = self.flat.write(start..end)?;
        place.copy_from_slice(&bytes);
        Some(())
    }

    /// Copies bytes inside the memory, as if through a buffer of their own, and says how
    /// many were touched.
    pub(crate) fn copy_within(&mut self, to: u64, from: u64, len: u64) -> Result<u64, WriteError> {
        self.check(from, len)?;
        self.check(to, len)?;
        if let Some(sparse) = &mut self.sparse {
            let pieces = sparse.pieces(from, len);
            return Ok(sparse.copy(to, len, &pieces, self.most_blocks)?);
        }
        let ranges = range(from, len).zip(usize::try_from(to).ok());
        let copied = ranges.and_then(|(from, to)| self.flat.copy_within(from, to));
        copied.ok_or(WriteError::OutOfBounds)?;
        Ok(len)
    }

    /// Copies bytes of another memory, and says how many were touched.
    pub(crate) fn copy(
        &mut self,
        to: u64,
        (source, from): (&Self, u64),
        len: u64,
    ) -> Result<u64, WriteError> {
        source.check(from, len)?;
        self.check(to, len)?;
        match (&mut self.sparse, &source.sparse) {
            (Some(sparse), Some(source)) => {
                let pieces = source.pieces(from, len);
                return Ok(sparse.copy(to, len, &pieces, self.most_blocks)?);
            }
            (None, Some(source)) => {
                let place = range(to, len).and_then(|range| self.flat.write(range));
                source.read(from, place.ok_or(WriteError::OutOfBounds)?);
            }
            (_, None) => {
                let bytes = range(from, len).and_then(|range| source.flat.items().get(range));
                self.write(to, bytes.ok_or(WriteError::OutOfBounds)?)?;
            }
        }
        Ok(len)
    }

    /// Feeds size and contents to a hasher.
    pub(super) fn digest(&self, hasher: &mut impl Hasher) {
        let Some(sparse) = &self.sparse else {
            return self.flat.items().hash(hasher);
        };
        self.pages.hash(hasher);
        for (number, bytes) in sparse.all() {
            number.hash(hasher);
            bytes.hash(hasher);
        }
    }

    /// About how many bytes a snapshot would copy, or leave to be copied when the memory is
    /// written again.
    pub(super) fn unsaved(&self) -> usize {
        match &self.sparse {
            Some(sparse) => sparse.map_bytes(),
            None => self.flat.unsaved(),
        }
    }

    /// Saves it, into memory that is ready for it, as far as there is some.
    pub(super) fn snapshot_into(&mut self, spare: &mut Spare<u8>) -> MemorySnapshot {
        MemorySnapshot {
            pages: self.pages,
            contents: match &self.sparse {
                Some(sparse) => Contents::Sparse(sparse.clone()),
                None => Contents::Flat(self.flat.snapshot_into(spare)),
            },
        }
    }

    /// Whether it is as it was saved; see [`Blocks::is_as`].
    pub(crate) fn is_as(&self, snapshot: &MemorySnapshot, hint: &mut usize) -> bool {
        let same = match (&snapshot.contents, &self.sparse) {
            (Contents::Flat(saved), None) => self.flat.is_as(saved, hint),
            (Contents::Sparse(saved), Some(sparse)) => saved == sparse,
            _ => false,
        };
        same && self.pages == snapshot.pages
    }

    pub(crate) fn restore(&mut self, snapshot: &MemorySnapshot) {
        self.pages = snapshot.pages;
        match &snapshot.contents {
            Contents::Flat(flat) => {
                self.sparse = None;
                self.flat.restore(flat);
            }
            Contents::Sparse(sparse) => {
                self.flat = Blocks::new();
                self.sparse = Some(sparse.clone());
            }
        }
    }
}

/// A memory as it was at some time.
#[derive(Clone, Debug)]
pub(crate) struct MemorySnapshot {
    pages: u64,
    contents: Contents,
}

#[derive(Clone, Debug)]
enum Contents {
    Flat(BlocksSnapshot<u8>),
    Sparse(Sparse),
}

impl MemorySnapshot {
    /// Whether blocks were written since another one; growing writes none.
    pub(crate) fn wrote_since(&self, before: &Self) -> bool {
        match (&self.contents, &before.contents) {
            (Contents::Flat(flat), Contents::Flat(before)) => flat.wrote_since(before),
            (Contents::Sparse(sparse), Contents::Sparse(before)) => !sparse.is_same(before),
            _ => true,
        }
    }

    /// Whether nothing was written to a range between this and another one, and neither has
    /// grown; false as well where that cannot be told.
    pub(crate) fn shares(&self, other: &Self, addr: u64, len: u64) -> bool {
        match (&self.contents, &other.contents, range(addr, len)) {
            (Contents::Flat(one), Contents::Flat(other), Some(range)) => one.shares(other, range),
            (Contents::Sparse(one), Contents::Sparse(other), _) => one.is_same(other),
            _ => false,
        }
    }

    /// Whether it is known that none of these bytes was written between this and another one,
    /// whether they exist or not.
    pub(crate) fn unwritten(&self, other: &Self, addr: u64, len: u64) -> bool {
        match (&self.contents, &other.contents) {
            (Contents::Flat(one), Contents::Flat(other)) => {
                let end = usize::try_from(addr.saturating_add(len)).unwrap_or(usize::MAX);
                let start = usize::try_from(addr).unwrap_or(usize::MAX);
                one.unwritten(other, start..end)
            }
            _ => false,
        }
    }

    /// Its size in pages.
    pub(crate) fn pages(&self) -> u64 {
        self.pages
    }

    /// Bytes of the blocks that were written since another one.
    pub(crate) fn written_since(&self, before: &Self) -> u64 {
        let blocks = match (&self.contents, &before.contents) {
            (Contents::Flat(flat), Contents::Flat(before)) => flat.written_since(before),
            (Contents::Sparse(sparse), Contents::Sparse(before)) => {
                sparse.bytes_beside(Some(before)) / BLOCK_BYTES
            }
            (Contents::Sparse(sparse), _) => sparse.bytes_beside(None) / BLOCK_BYTES,
            (Contents::Flat(_), Contents::Sparse(_)) => 0,
        };
        blocks as u64 * BLOCK_BYTES as u64
    }

    /// Bytes that it takes beside those shared with another one.
    pub(crate) fn bytes_beside(&self, other: Option<&Self>) -> usize {
        let other = other.map(|other| &other.contents);
        match (&self.contents, other) {
            (Contents::Flat(flat), Some(Contents::Flat(other))) => flat.bytes_beside(Some(other)),
            (Contents::Flat(flat), _) => flat.bytes_beside(None),
            (Contents::Sparse(sparse), Some(Contents::Sparse(other))) => {
                sparse.bytes_beside(Some(other))
            }
            (Contents::Sparse(sparse), _) => sparse.bytes_beside(None),
        }
    }
}

/// A range of positions; `None` when its end cannot be counted.
pub(super) fn range(start: u64, len: u64) -> Option<Range<usize>> {
    let start = usize::try_from(start).ok()?;
    let end = start.checked_add(usize::try_from(len).ok()?)?;
    Some(start..end)
}
