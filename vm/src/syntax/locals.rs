//! The locals of a function, as runs of one type.
//!
//! A binary says "40,000 locals of type i32" in six bytes, so a list with an entry for
//! each would let a small module fill the memory.

use super::{LocalIdx, ValType};

/// The types of a function's parameters and locals, and where they lie in its frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locals {
    runs: Vec<Run>,
    count: u32,
    slots: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// The first local of the run.
    first: u32,
    /// Its slot.
    slot: u32,
    ty: ValType,
}

impl Locals {
    /// Adds locals of one type behind those there are; false when there would be too many
    /// to count.
    pub(crate) fn add(&mut self, count: u32, ty: ValType) -> bool {
        let slots = count.checked_mul(ty.slots());
        let (Some(count), Some(slots)) = (
            self.count.checked_add(count),
            slots.and_then(|slots| self.slots.checked_add(slots)),
        ) else {
            return false;
        };
        if self.runs.last().is_none_or(|run| run.ty != ty) {
            self.runs.push(Run {
                first: self.count,
                slot: self.slots,
                ty,
            });
        }
        self.count = count;
        self.slots = slots;
        true
    }

    /// How many there are, parameters included.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.count
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many slots they take.
    #[must_use]
    pub fn slots(&self) -> u32 {
        self.slots
    }

    /// The type of a local, and the slot of its frame where it begins; `None` when there is
    /// no such local.
    #[must_use]
    pub fn get(&self, local: LocalIdx) -> Option<(ValType, u32)> {
        if local.0 >= self.count {
            return None;
        }
        let after = self.runs.partition_point(|run| run.first <= local.0);
        let run = self.runs.get(after.checked_sub(1)?)?;
        Some((run.ty, run.slot + (local.0 - run.first) * run.ty.slots()))
    }

    /// The types in runs, each with how many locals have it.
    pub fn runs(&self) -> impl Iterator<Item = (ValType, u32)> + '_ {
        let ends = self.runs.iter().skip(1).map(|run| run.first);
        let ends = ends.chain(std::iter::once(self.count));
        let runs = self.runs.iter().zip(ends);
        runs.map(|(run, end)| (run.ty, end - run.first))
    }

    /// The types, parameters first.
    pub fn iter(&self) -> impl Iterator<Item = ValType> + '_ {
        let runs = self.runs();
        runs.flat_map(|(ty, count)| std::iter::repeat_n(ty, count as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locals_are_found_by_index_and_in_order() {
        let mut locals = Locals::default();
        let groups = [
            (2, ValType::I32),
            (0, ValType::F64),
            (3, ValType::V128),
            (1, ValType::I32),
        ];
        for (count, ty) in groups {
            assert!(locals.add(count, ty));
        }
        let all: Vec<ValType> = locals.iter().collect();
        assert_eq!(all.len(), 6);
        let mut slot = 0;
        for (index, ty) in (0..).zip(all) {
            assert_eq!(locals.get(LocalIdx(index)), Some((ty, slot)));
            slot += ty.slots();
        }
        assert_eq!((locals.len(), locals.slots()), (6, slot));
        assert_eq!(locals.get(LocalIdx(6)), None);
        assert!(!locals.add(u32::MAX, ValType::I64));
    }
}
