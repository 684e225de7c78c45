//! The counts of one function's instructions.

use std::ops::Range;

/// How often each instruction of a body was executed.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    /// By pc: how much more often it was executed than the one before it. As long as was
    /// needed so far.
    more: Vec<i64>,
}

impl Body {
    /// Counts instructions that were executed one after the other.
    pub(super) fn count(&mut self, pcs: Range<u32>) {
        let (start, end) = (pcs.start as usize, pcs.end as usize);
        if self.more.len() <= end {
            self.more.resize(end + 1, 0);
        }
        self.more[start] += 1;
        self.more[end] -= 1;
    }

    /// How often each of `len` instructions was executed, by pc; `None` if none was.
    pub(super) fn counts(&self, len: usize) -> Option<Vec<u64>> {
        if self.more.is_empty() {
            return None;
        }
        let mut count = 0_i64;
        let more = self.more.iter().chain(std::iter::repeat(&0));
        let counts = more.take(len).map(|more| {
            count += more;
            count.cast_unsigned()
        });
        Some(counts.collect())
    }
}
