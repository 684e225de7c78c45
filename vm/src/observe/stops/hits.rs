//! How often a breakpoint was hit.

/// Hits whose steps are kept.
const MOST: usize = 100_000;

/// The hits of a run, each counted once however often the machine comes by again.
///
/// So the number of a hit follows from its step. Beyond [`MOST`] hits only their count is
/// kept, and each of them that is come by again has the last number.
#[derive(Clone, Debug, Default)]
pub(super) struct Hits {
    /// In order.
    steps: Vec<u64>,
    more: u64,
    /// The last step counted in `more`.
    last: u64,
}

impl Hits {
    pub(super) fn count(&self) -> u64 {
        self.steps.len() as u64 + self.more
    }

    /// The number of a hit at a step, from 1; if it was not counted yet, the one that it will
    /// get, unless it will not be counted.
    pub(super) fn number(&self, step: u64, counts: bool) -> Option<u64> {
        match self.steps.binary_search(&step) {
            Ok(at) => Some(at as u64 + 1),
            Err(at) if at < MOST => counts.then_some(at as u64 + 1),
            Err(_) => Some(self.count() + u64::from(counts && step > self.last)),
        }
    }

    /// Counts a hit; false when it was counted before.
    pub(super) fn record(&mut self, step: u64) -> bool {
        match self.steps.binary_search(&step) {
            Ok(_) => false,
            Err(at) if at < MOST => {
                self.steps.insert(at, step);
                if self.steps.len() > MOST {
                    self.more += 1;
                    self.last = self.last.max(self.steps.pop().unwrap_or(0));
                }
                true
            }
            Err(_) => {
                let new = step > self.last;
                self.more += u64::from(new);
                self.last = self.last.max(step);
                new
            }
        }
    }

    pub(super) fn forget_after(&mut self, step: u64) {
        let kept = self.steps.partition_point(|hit| *hit <= step);
        if kept < self.steps.len() {
            self.steps.truncate(kept);
            (self.more, self.last) = (0, 0);
        } else {
            self.last = self.last.min(step);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_has_the_number_that_its_step_gives_it() {
        let mut hits = Hits::default();
        assert_eq!(hits.number(10, true), Some(1));
        assert_eq!(hits.number(10, false), None, "nobody has counted it");
        assert!(hits.record(10) && hits.record(30) && !hits.record(10));
        assert_eq!(hits.number(30, false), Some(2));
        assert!(hits.record(20));
        assert_eq!(
            [10, 20, 30].map(|step| hits.number(step, false)),
            [1, 2, 3].map(Some)
        );
        hits.forget_after(20);
        assert_eq!((hits.count(), hits.number(30, true)), (2, Some(3)));
    }

    #[test]
    fn beyond_what_is_kept_hits_are_still_counted_once() {
        let mut hits = Hits::default();
        let most = MOST as u64;
        for step in 1..=most + 3 {
            assert_eq!(hits.number(step, true), Some(step));
            assert!(hits.record(step));
        }
        assert!(!hits.record(most + 2) && !hits.record(5));
        assert_eq!(hits.count(), most + 3);
        assert_eq!(hits.number(most + 4, true), Some(most + 4));
        hits.forget_after(7);
        assert_eq!(hits.count(), 7);
    }
}
