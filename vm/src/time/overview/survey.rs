//! A range of steps that is looked at one by one, in as many parts as one likes.

use super::column::{Column, bytes_written};
use crate::runtime::Status;
use crate::time::{Scout, Scouted, Timeline};

/// Columns of one range, as far as it was looked at.
#[derive(Clone, Debug)]
pub(super) struct Survey {
    pub(super) from: u64,
    /// Columns at most.
    pub(super) most: usize,
    /// Steps in a column: a power of two.
    pub(super) width: u64,
    /// The last one may be of fewer steps yet.
    pub(super) columns: Vec<Column>,
    /// The next step to look at.
    pub(super) at: u64,
}

/// The least power of two so that a range takes at most so many columns.
pub(super) fn width_of(steps: u64, most: usize) -> u64 {
    let most = most.max(1) as u64;
    steps.div_ceil(most).max(1).next_power_of_two()
}

impl Survey {
    pub(super) fn new(from: u64, to: u64, most: usize) -> Self {
        Self {
            from,
            most,
            width: width_of(to.saturating_sub(from), most),
            columns: Vec::new(),
            at: from,
        }
    }

    /// Makes room for a range that goes on to another step: two columns become one, as
    /// often as it takes.
    pub(super) fn widen(&mut self, to: u64) {
        let width = width_of(to.saturating_sub(self.from), self.most);
        while self.width < width {
            let pairs = self.columns.chunks(2).map(|pair| {
                let mut column = pair[0];
                if let Some(after) = pair.get(1) {
                    column.join(after);
                }
                column
            });
            self.columns = pairs.collect();
            self.width *= 2;
        }
    }

    /// Looks at steps before `to`, using up `fuel`. Says whether all were looked at that
    /// can be.
    pub(super) fn advance(
        &mut self,
        scout: &mut Scout,
        timeline: &Timeline,
        to: u64,
        fuel: &mut u64,
    ) -> bool {
        if self.at >= to {
            return true;
        }
        match scout.seek(timeline, self.at, fuel) {
            Scouted::There => {}
            Scouted::OutOfFuel => return false,
            Scouted::End => return true,
        }
        while self.at < to {
            if *fuel == 0 {
                return false;
            }
            *fuel -= 1;
            let mut seen = Column {
                exact: true,
                ..Column::default()
            };
            let machine = scout.machine();
            seen.see(machine.frames().len(), machine.height());
            let bytes = bytes_written(machine);
            let answer = timeline.answer_at(self.at);
            if scout.run(timeline, 1) == 0 {
                // Nothing more is known, or there is no memory to see it again.
                return true;
            }
            if !matches!(scout.machine().status(), Status::Trapped(_)) {
                let told = answer.map_or(0, |answer| {
                    let lengths = answer.writes.iter().map(|(_, _, bytes)| bytes.len() as u64);
                    lengths.sum()
                });
                seen.wrote(bytes + told);
                seen.hosts = u64::from(answer.is_some());
            }
            self.take(&seen);
        }
        true
    }

    /// Takes in one step more.
    fn take(&mut self, seen: &Column) {
        let index = ((self.at - self.from) / self.width) as usize;
        match self.columns.get_mut(index) {
            Some(column) => column.join(seen),
            None => self.columns.push(*seen),
        }
        self.at += 1;
    }
}
