//! Tables (section 4.2.7).

use super::blocks::{Blocks, BlocksSnapshot};
use super::memory::range;
use super::{GrowError, Limit, MachineLimits, Ref};
use crate::syntax::TableType;

/// A table. Its elements are references as slots.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    ty: TableType,
    /// Elements that it may have, by its type and by the machine's limits.
    most: u64,
    elements: Blocks<u64>,
}

impl Table {
    /// A table of its type's smallest size, each element `init`.
    ///
    /// # Errors
    /// When that is more than the limit, or than the host has.
    pub fn new(ty: TableType, init: Ref, limits: &MachineLimits) -> Result<Self, Limit> {
        let declared = ty.limits.max.unwrap_or(if ty.is64 {
            u64::MAX
        } else {
            u64::from(u32::MAX)
        });
        let mut table = Self {
            ty,
            most: declared.min(limits.table_elements),
            elements: Blocks::new(),
        };
        match table.grow(ty.limits.min, init) {
            Ok(_) => Ok(table),
            Err(_) => Err(Limit::Table),
        }
    }

    /// The type, with the size it has now as its smallest.
    #[must_use]
    pub fn ty(&self) -> TableType {
        let mut ty = self.ty;
        ty.limits.min = self.len();
        ty
    }

    /// How many elements it has.
    #[inline]
    #[must_use]
    pub fn len(&self) -> u64 {
        self.elements.items().len() as u64
    }

    /// How many elements it may have: by its type, and within the limits of the machine.
    #[inline]
    #[must_use]
    pub fn most(&self) -> u64 {
        self.most
    }

    /// Whether it has no elements.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at an index; `None` past the end.
    #[inline]
    #[must_use]
    pub fn get(&self, index: u64) -> Option<Ref> {
        let index = usize::try_from(index).ok()?;
        self.elements
            .items()
            .get(index)
            .copied()
            .map(Ref::from_slot)
    }

    /// Sets the element at an index; `None`, with nothing changed, past the end.
    pub fn set(&mut self, index: u64, value: Ref) -> Option<()> {
        self.fill(index, 1, value)
    }

    /// Adds elements and gives the number there were before.
    ///
    /// # Errors
    /// When that would be more than it may have, or than the host has; then nothing
    /// changes.
    pub fn grow(&mut self, count: u64, value: Ref) -> Result<u64, GrowError> {
        let before = self.len();
        let after = before.checked_add(count).ok_or(GrowError::Limit)?;
        if after > self.most {
            return Err(GrowError::Limit);
        }
        let len = usize::try_from(after).map_err(|_| GrowError::Host)?;
        self.elements.grow(len).ok_or(GrowError::Host)?;
        if value != Ref::Null {
            self.fill(before, count, value).ok_or(GrowError::Host)?;
        }
        Ok(before)
    }

    /// Sets a range of elements; `None`, with nothing changed, when it is not inside
    /// the table.
    pub(crate) fn fill(&mut self, start: u64, count: u64, value: Ref) -> Option<()> {
        let place = self.elements.write(range(start, count)?)?;
        place.fill(value.to_slot());
        Some(())
    }

    /// Copies references, as slots, into the table; `None`, with nothing changed,
    /// when they do not fit.
    pub(crate) fn write(&mut self, start: u64, slots: &[u64]) -> Option<()> {
        let place = self.elements.write(range(start, slots.len() as u64)?)?;
        place.copy_from_slice(slots);
        Some(())
    }

    /// A range of elements as slots; `None` when it is not inside the table.
    pub(crate) fn slots(&self, start: u64, count: u64) -> Option<&[u64]> {
        self.elements.items().get(range(start, count)?)
    }

    /// Copies elements inside the table; `None`, with nothing changed, when a range
    /// is not inside it.
    pub(crate) fn copy_within(&mut self, from: u64, to: u64, count: u64) -> Option<()> {
        let to = usize::try_from(to).ok()?;
        self.elements.copy_within(range(from, count)?, to)
    }

    pub(super) fn unsaved(&self) -> usize {
        self.elements.unsaved()
    }

    pub(crate) fn snapshot(&mut self) -> BlocksSnapshot<u64> {
        self.elements.snapshot()
    }

    pub(crate) fn is_as(&self, snapshot: &BlocksSnapshot<u64>, hint: &mut usize) -> bool {
        self.elements.is_as(snapshot, hint)
    }

    pub(crate) fn restore(&mut self, snapshot: &BlocksSnapshot<u64>) {
        self.elements.restore(snapshot);
    }
}
