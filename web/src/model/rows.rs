//! Which rows of a long list are in sight, and where it is scrolled to. A browser's scrollers
//! end at some ten million pixels: beyond that the scroller is a map, and rows move by wheel
//! and keys.

use std::ops::Range;

/// The tallest scroller that every browser lays out exactly, in pixels.
const TALLEST: f64 = 8_000_000.0;
/// Rows drawn at most, however high a window claims to be.
const MOST_VISIBLE: f64 = 200.0;
/// A list of so many rows is drawn as a whole.
const MOST_WHOLE: u64 = 100;

/// Rows seen through a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rows {
    /// How many there are.
    pub count: u64,
    /// Height of each in pixels.
    pub row_height: f64,
    /// Height of the window in pixels.
    pub height: f64,
}

impl Rows {
    /// Whether only those in sight are to be drawn.
    #[must_use]
    pub fn is_long(&self) -> bool {
        self.count > MOST_WHOLE
    }

    /// The rows to be drawn when `top` is the first in sight.
    #[must_use]
    pub fn drawn(&self, top: u64) -> Range<u64> {
        if !self.is_long() {
            return 0..self.count;
        }
        let top = top.min(self.last_top());
        top..(top + self.visible()).min(self.count)
    }

    /// Rows of which at least a part is in sight.
    #[must_use]
    pub fn visible(&self) -> u64 {
        let rows = (self.height / self.row_height).ceil();
        (rows.clamp(1.0, MOST_VISIBLE) as u64).min(self.count)
    }

    /// Rows of which all is in sight.
    #[must_use]
    pub fn whole(&self) -> u64 {
        let rows = (self.height / self.row_height).floor();
        (rows.clamp(1.0, MOST_VISIBLE) as u64).min(self.count)
    }

    /// The first row in sight when the last one is in sight as well.
    #[must_use]
    pub fn last_top(&self) -> u64 {
        self.count - self.whole()
    }

    fn all_heights(&self) -> f64 {
        self.count as f64 * self.row_height
    }

    /// Height of what is scrolled.
    #[must_use]
    pub fn scroll_height(&self) -> f64 {
        self.all_heights().min(TALLEST)
    }

    /// Whether the scroller is a map instead of a ruler.
    #[must_use]
    pub fn is_scaled(&self) -> bool {
        self.all_heights() > TALLEST
    }

    /// The first row in sight when the scroller stands at `scroll_top`.
    #[must_use]
    pub fn top_row(&self, scroll_top: f64) -> u64 {
        if self.is_scaled() {
            let range = (self.scroll_height() - self.height).max(1.0);
            let part = (scroll_top / range).clamp(0.0, 1.0);
            (part * self.last_top() as f64).round() as u64
        } else {
            ((scroll_top / self.row_height).floor().max(0.0) as u64).min(self.last_top())
        }
    }

    /// Where the scroller stands for `row` to be the first in sight.
    #[must_use]
    pub fn scroll_top(&self, row: u64) -> f64 {
        let row = row.min(self.last_top());
        if self.is_scaled() {
            let range = (self.scroll_height() - self.height).max(0.0);
            row as f64 / self.last_top().max(1) as f64 * range
        } else {
            row as f64 * self.row_height
        }
    }

    /// The first row in sight when `row` is brought there, moving as little as possible from
    /// `top`, with a row around it.
    #[must_use]
    pub fn reveal(&self, top: u64, row: u64) -> u64 {
        let whole = self.whole();
        if row < top {
            row.saturating_sub(1)
        } else if row >= top + whole {
            (row + 2).saturating_sub(whole).min(self.last_top())
        } else {
            top
        }
    }

    /// `top` moved by some rows, kept among those that there are.
    #[must_use]
    pub fn moved(&self, top: u64, rows: i64) -> u64 {
        top.saturating_add_signed(rows).min(self.last_top())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(count: u64) -> Rows {
        Rows {
            count,
            row_height: 20.0,
            height: 210.0,
        }
    }

    #[test]
    fn a_short_list_is_drawn_as_a_whole() {
        assert_eq!(rows(0).drawn(7), 0..0);
        assert_eq!(rows(100).drawn(7), 0..100);
        assert!(!rows(100).is_long());
    }

    #[test]
    fn of_a_long_list_only_what_is_in_sight_is_drawn_and_the_last_row_can_be_reached() {
        for count in [101, 100_000, 1 << 40] {
            let rows = rows(count);
            assert_eq!(rows.drawn(0), 0..11);
            assert_eq!(rows.drawn(u64::MAX).end, count);
            let end = rows.scroll_height() - rows.height;
            assert_eq!(rows.top_row(end + rows.row_height), rows.last_top());
            assert_eq!(rows.drawn(rows.last_top()).end, count);
            assert!(rows.scroll_height() <= TALLEST);
        }
    }

    #[test]
    fn each_row_can_be_brought_to_the_top() {
        for count in [101, 100_000] {
            let rows = rows(count);
            for row in [0, 1, 50, count / 2, rows.last_top()] {
                let row = row.min(rows.last_top());
                assert_eq!(rows.top_row(rows.scroll_top(row)), row);
            }
        }
    }
}
