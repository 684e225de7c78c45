//! What the last step changed and what the next one takes, for the panes to mark.

use std::ops::Range;

use wasmscope::observe::{MemEffect, StepRecord, Variable};

/// The marks of one state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Operands from this slot up were pushed by the last step.
    pub pushed_from: Option<usize>,
    /// How many operands the next instruction takes from the top.
    pub taken: usize,
    /// The local that the last step set.
    pub local_set: Option<u32>,
    /// The local that the next instruction reads.
    pub local_next: Option<u32>,
    /// The global that the last step set.
    pub global_set: Option<u32>,
    /// What the last step wrote: memory index and addresses.
    pub writes: Vec<(u32, Range<u64>)>,
    /// What the last step read.
    pub reads: Vec<(u32, Range<u64>)>,
    /// What the load or store wanted that has trapped.
    pub out_of_bounds: Option<(u32, Range<u64>)>,
}

impl Marks {
    /// What a step changed, when the stack is so high after it.
    #[must_use]
    pub fn of(record: &StepRecord, height: usize) -> Self {
        let set = |variable: &Variable| variable.new.is_some().then_some(variable.index);
        let mut marks = Self {
            pushed_from: (!record.push.is_empty())
                .then(|| height.saturating_sub(record.push.len())),
            local_set: record.local.as_ref().and_then(set),
            global_set: record.global.as_ref().and_then(set),
            ..Self::default()
        };
        for effect in &record.mem {
            match effect {
                MemEffect::Read {
                    mem,
                    addr,
                    read,
                    len,
                } => {
                    let len = len.unwrap_or(read.0.len() as u64);
                    marks.reads.push((*mem, *addr..addr.saturating_add(len)));
                }
                MemEffect::Write {
                    mem,
                    addr,
                    new,
                    len,
                    ..
                } => {
                    let len = len.unwrap_or(new.0.len() as u64);
                    marks.writes.push((*mem, *addr..addr.saturating_add(len)));
                }
                MemEffect::Grow { .. } => {}
            }
        }
        marks
    }

    /// Whether the operand in a slot, counted from the bottom, is new.
    #[must_use]
    pub fn stack_changed(&self, slot: usize) -> bool {
        self.pushed_from.is_some_and(|from| slot >= from)
    }

    /// Whether the next instruction takes the operand in a slot.
    #[must_use]
    pub fn stack_taken(&self, slot: usize, height: usize) -> bool {
        slot + self.taken >= height
    }

    /// Whether the last step set a local of the innermost frame.
    #[must_use]
    pub fn local_changed(&self, index: u32) -> bool {
        self.local_set == Some(index)
    }

    /// Whether the next instruction reads a local of the innermost frame.
    #[must_use]
    pub fn local_read(&self, index: u32) -> bool {
        self.local_next == Some(index)
    }

    /// Whether the last step wrote a byte.
    #[must_use]
    pub fn written(&self, memory: u32, address: u64) -> bool {
        meets(&self.writes, memory, &byte(address))
    }

    /// Whether the last step read a byte.
    #[must_use]
    pub fn read(&self, memory: u32, address: u64) -> bool {
        meets(&self.reads, memory, &byte(address))
    }

    /// Whether the last step wrote any of some bytes.
    #[must_use]
    pub fn wrote_in(&self, memory: u32, addresses: &Range<u64>) -> bool {
        meets(&self.writes, memory, addresses)
    }

    /// Whether the last step read any of some bytes.
    #[must_use]
    pub fn read_in(&self, memory: u32, addresses: &Range<u64>) -> bool {
        meets(&self.reads, memory, addresses)
    }

    /// Whether the access that has trapped wanted a byte.
    #[must_use]
    pub fn failed(&self, memory: u32, address: u64) -> bool {
        meets(self.out_of_bounds.as_slice(), memory, &byte(address))
    }

    /// The first byte of a memory that the last step touched, or wanted to.
    #[must_use]
    pub fn first_touched(&self, memory: u32) -> Option<u64> {
        let of_it = |(index, range): &(u32, Range<u64>)| (*index == memory).then_some(range.start);
        let touched = self.writes.iter().chain(&self.reads);
        self.out_of_bounds.iter().chain(touched).find_map(of_it)
    }
}

fn byte(address: u64) -> Range<u64> {
    address..address.saturating_add(1)
}

/// Whether one of the ranges has a byte in common with these addresses.
fn meets(ranges: &[(u32, Range<u64>)], memory: u32, addresses: &Range<u64>) -> bool {
    ranges.iter().any(|(index, range)| {
        *index == memory && range.start < addresses.end && addresses.start < range.end
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_is_taken_and_what_was_pushed_is_changed() {
        let marks = Marks {
            pushed_from: Some(2),
            taken: 2,
            ..Marks::default()
        };
        let changed: Vec<bool> = (0..3).map(|slot| marks.stack_changed(slot)).collect();
        let taken: Vec<bool> = (0..3).map(|slot| marks.stack_taken(slot, 3)).collect();
        assert_eq!(changed, [false, false, true]);
        assert_eq!(taken, [false, true, true]);
    }

    #[test]
    fn bytes_belong_to_their_memory() {
        let marks = Marks {
            writes: vec![(1, 8..12)],
            ..Marks::default()
        };
        assert!(marks.written(1, 11));
        assert!(!marks.written(0, 11) && !marks.written(1, 12) && !marks.read(1, 8));
        assert_eq!(
            (marks.first_touched(1), marks.first_touched(0)),
            (Some(8), None)
        );
    }

    #[test]
    fn what_a_trapped_access_wanted_comes_first() {
        let marks = Marks {
            writes: vec![(0, 8..12)],
            out_of_bounds: Some((0, 65534..65538)),
            ..Marks::default()
        };
        assert!(marks.failed(0, 65535) && !marks.failed(1, 65535) && !marks.failed(0, 8));
        assert_eq!(marks.first_touched(0), Some(65534));
    }
}
