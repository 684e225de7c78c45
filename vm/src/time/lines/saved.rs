//! Saved states, and the bytes that they take together.
//!
//! A state shares blocks with the one before it, so its bytes are counted beside that one, and
//! counted anew when another one comes between them or goes.

use super::{BranchId, Line, Lines, Saved};
use crate::runtime::Snapshot;
use std::sync::Arc;

impl Lines {
    /// Saves a state of the branch that is looked at.
    pub(in crate::time) fn insert(&mut self, step: u64, snapshot: Snapshot) {
        self.insert_saved(step, Arc::new(snapshot));
    }

    pub(super) fn insert_saved(&mut self, step: u64, snapshot: Arc<Snapshot>) {
        let owner = self.owner(self.current, step);
        let saved = Saved { snapshot, bytes: 0 };
        self.forget(owner, step);
        self.lines[owner.at()].snapshots.insert(step, saved);
        self.recount(owner, step);
        for (line, step) in self.successors(owner, step) {
            self.recount(line, step);
        }
    }

    /// Forgets a saved state.
    pub(in crate::time) fn forget(&mut self, line: BranchId, step: u64) {
        if let Some(saved) = self.lines[line.at()].snapshots.remove(&step) {
            self.bytes -= saved.bytes;
            // What was shared with it counts for those after it.
            for (line, step) in self.successors(line, step) {
                self.recount(line, step);
            }
        }
    }

    /// Forgets all saved states but the first one of each line.
    pub(in crate::time) fn forget_all_but_first(&mut self) {
        let own = |(id, line): (BranchId, &Line)| {
            let steps: Vec<u64> = line.snapshots.keys().copied().skip(1).collect();
            (id, steps)
        };
        let all: Vec<(BranchId, Vec<u64>)> = self.all().map(own).collect();
        for (line, steps) in all {
            for step in steps.into_iter().rev() {
                self.forget(line, step);
            }
        }
    }

    /// Counts anew what a saved state takes beside the one before it.
    fn recount(&mut self, line: BranchId, step: u64) {
        let before = step.checked_sub(1);
        let before = before.and_then(|before| self.nearest(line, before));
        // Branches from the first step have first states of their own, which share much.
        let before = before.or_else(|| match line {
            BranchId(0) => None,
            _ => self.first(BranchId(0)),
        });
        let Some(saved) = self.lines[line.at()].snapshots.get(&step) else {
            return;
        };
        let before = before.map(|(_, before)| &*before.snapshot);
        let bytes = saved.snapshot.bytes_beside(before);
        self.bytes = self.bytes + bytes - saved.bytes;
        if let Some(saved) = self.lines[line.at()].snapshots.get_mut(&step) {
            saved.bytes = bytes;
        }
    }

    /// The saved states that come next after a step of a line, one in each branch.
    fn successors(&self, line: BranchId, step: u64) -> Vec<(BranchId, u64)> {
        let (mut found, mut open) = (Vec::new(), vec![(line, step.saturating_add(1))]);
        while let Some((id, start)) = open.pop() {
            let next = self.lines[id.at()].snapshots.range(start..).next();
            let next = next.map(|(step, _)| *step);
            found.extend(next.map(|next| (id, next)));
            if self.lines.len() == 1 {
                break;
            }
            let end = next.unwrap_or(u64::MAX);
            let children = self.all().filter(|(_, child)| {
                child.parent == Some(id) && child.from >= start && child.from <= end
            });
            open.extend(children.map(|(id, child)| (id, child.from)));
        }
        found
    }

    /// How many states are saved.
    pub(in crate::time) fn count(&self) -> usize {
        self.lines.iter().map(|line| line.snapshots.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::{Machine, MachineLimits, MemAddr, Memory};
    use crate::syntax::{Limits, MemoryType};

    /// What all saved states take, counted anew.
    fn counted(lines: &Lines) -> usize {
        let saved = lines.all().flat_map(|(id, line)| {
            line.snapshots.iter().map(move |(step, saved)| {
                let before = step.checked_sub(1).and_then(|step| lines.nearest(id, step));
                let first = lines.first(BranchId(0)).filter(|_| id.0 > 0);
                let before = before.or(first).map(|(_, before)| &*before.snapshot);
                saved.snapshot.bytes_beside(before)
            })
        });
        saved.sum()
    }

    /// Small numbers, the same every time.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, limit: u64) -> u64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (self.0 >> 33) % limit
        }
    }

    #[test]
    fn bytes_are_counted_right_whatever_is_dropped_in_between() {
        let mut machine = Machine::new(MachineLimits::default());
        let ty = MemoryType {
            limits: Limits { min: 4, max: None },
            is64: false,
            page_bits: 16,
        };
        let memory = Memory::new(ty, machine.limits()).expect("it is small");
        machine.store_mut().add_memory(memory);
        let mut lines = Lines::new(machine.snapshot());
        let mut numbers = Numbers(1);
        for _ in 0..2_000 {
            let step = 1 + numbers.below(200);
            let memory = machine.store_mut().memory_mut(MemAddr(0));
            let addr = numbers.below(64) * 4096;
            memory.write(addr, &[step as u8]).expect("it is inside");
            let id = BranchId(numbers.below(lines.lines.len() as u64) as u32);
            match numbers.below(12) {
                0..6 => lines.insert(step, machine.snapshot()),
                6..8 => lines.forget(lines.owner(id, step), step),
                8 => lines.fork(step - numbers.below(2) * step, String::new()),
                9 if id != lines.current => lines.remove(id),
                _ if lines.get(id).is_some() => lines.set_current(id),
                _ => {}
            }
            assert_eq!(lines.bytes, counted(&lines));
        }
        assert!(lines.lines.len() > 100);
    }
}
