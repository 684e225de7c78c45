//! The lanes of the timeline: a picture of the run as lines to draw and as sentences.

use std::fmt::Write;
use std::ops::Range;

use wasmscope::time::{Column, Ending, Picture};

use super::speed::thousands;
use crate::text;

/// Columns that a picture has at most.
pub const COLUMNS: usize = 400;

/// How wide and how high a lane is drawn.
pub const WIDTH: u64 = 4_000;
const HEIGHT: u64 = 20;

/// What a lane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// How many functions are active.
    Depth,
    /// How many slots the stack has.
    Stack,
    /// How many instructions write memory.
    Memory,
}

impl Lane {
    /// All, from above.
    pub const ALL: [Self; 3] = [Self::Depth, Self::Stack, Self::Memory];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Lane::Depth => text::LANES_CALLS,
            Lane::Stack => text::LANES_STACK,
            Lane::Memory => text::LANES_WRITES,
        }
    }

    /// What it shows, in a few words.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Lane::Depth => text::LANES_CALLS_ABOUT,
            Lane::Stack => text::LANES_STACK_ABOUT,
            Lane::Memory => text::LANES_WRITES_ABOUT,
        }
    }

    fn value(self, column: &Column) -> u64 {
        match self {
            Lane::Depth => column.depth.map_or(0, |(_, most)| u64::from(most)),
            Lane::Stack => u64::from(column.height),
            // That they write says more than how much.
            Lane::Memory if column.exact => u64::from((column.writes * 2 + 1).ilog2()),
            Lane::Memory => u64::from(column.wrote),
        }
    }

    /// The outlines of its columns, one after the other: of those that are exact, or of the
    /// others.
    #[must_use]
    pub fn path(self, picture: &Picture, exact: bool) -> String {
        let most = picture.columns.iter().map(|column| self.value(column));
        let most = most.max().unwrap_or(0).max(1);
        let mut path = String::new();
        let mut before = 0;
        let mut end = 0;
        let y = |value: u64| HEIGHT - (value * (HEIGHT - 2)).div_ceil(most);
        let draw = |path: &mut String, x: u64, value: u64, before: u64| {
            let _ = match before {
                _ if value == before => Ok(()),
                0 => write!(path, "M{x} {HEIGHT}V{}", y(value)),
                _ => write!(path, "H{x}V{}", y(value)),
            };
        };
        for (index, column) in picture.columns.iter().enumerate() {
            let x = x_of(picture, index as u64);
            let value = match column.exact == exact {
                true => self.value(column),
                false => 0,
            };
            draw(&mut path, x, value, before);
            before = value;
            end = x_of(picture, index as u64 + 1);
        }
        draw(&mut path, end, 0, before);
        path
    }
}

/// Where a column begins.
fn x_of(picture: &Picture, index: u64) -> u64 {
    let steps = (picture.to - picture.from).max(1);
    (index * picture.width).min(steps) * WIDTH / steps
}

/// The share of the width at which a step lies, in hundredths; `None` outside.
#[must_use]
pub fn share_of(steps: &Range<u64>, step: u64) -> Option<f64> {
    let length = steps.end.saturating_sub(steps.start).max(1) as f64;
    let inside = step >= steps.start && step <= steps.end;
    inside.then(|| (step - steps.start) as f64 / length * 100.0)
}

/// The step at a share of the width, from 0 to 1.
#[must_use]
pub fn step_at(steps: &Range<u64>, share: f64) -> u64 {
    let length = steps.end.saturating_sub(steps.start) as f64;
    // A share is of the width of an element, so that this is a number of the range.
    steps.start + (share.clamp(0.0, 1.0) * length).round() as u64
}

/// Steps in the narrowest window.
const NARROWEST: u64 = 16;

/// Half or twice as many steps, around one of them as far as the run goes; `None` for all.
#[must_use]
pub fn zoomed(steps: &Range<u64>, around: u64, known: u64, closer: bool) -> Option<Range<u64>> {
    let length = steps.end.saturating_sub(steps.start);
    let length = match closer {
        true => (length / 2).max(NARROWEST),
        false => length.saturating_mul(2),
    };
    if length >= known {
        return None;
    }
    let around = around.clamp(steps.start, steps.end.max(steps.start));
    let start = around.saturating_sub(length / 2).min(known - length);
    Some(start..start + length)
}

/// A place on the events' lane: some steps that look like one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The first of them.
    pub step: u64,
    /// How many.
    pub count: u64,
    /// Where, in hundredths of the width.
    pub share: f64,
}

/// Places on the events' lane at most.
const SPOTS: u64 = 96;

/// Steps in their order, each with how many there are, as places; those that would lie on
/// each other are one.
#[must_use]
pub fn spots(steps: &Range<u64>, marked: &[(u64, u64)]) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    for (step, count) in marked.iter().copied() {
        let Some(share) = share_of(steps, step) else {
            continue;
        };
        let near = |spot: &&mut Spot| (share - spot.share) * (SPOTS as f64) < 100.0;
        match spots.last_mut().filter(near) {
            Some(spot) => spot.count += count,
            None => spots.push(Spot { step, count, share }),
        }
    }
    spots
}

/// The columns with calls of the host: the first step of each, and how many.
#[must_use]
pub fn host_calls(picture: &Picture) -> Vec<(u64, u64)> {
    let columns = (picture.from..).step_by(picture.width.max(1) as usize);
    let columns = columns.zip(&picture.columns);
    let calls = columns.map(|(step, column)| (step, column.hosts));
    calls.filter(|(_, count)| *count > 0).collect()
}

/// How a run has ended, in a word.
#[must_use]
pub fn ended(ending: Ending) -> &'static str {
    match ending {
        Ending::Returned => text::LANES_RETURNED,
        Ending::Trapped => text::LANES_TRAPPED,
        Ending::Thrown => text::LANES_UNCAUGHT_EXCEPTION,
        Ending::Exited => text::LANES_EXITED,
    }
}

/// The lanes in words.
#[must_use]
pub fn sentence(picture: &Picture) -> String {
    if picture.to == picture.from {
        return text::LANES_NOTHING_RUN.to_owned();
    }
    let total = picture.total();
    let (least, most) = total.depth.unwrap_or_default();
    let about = if total.exact { "" } else { text::LANES_LEAST };
    let active = match least == most {
        true => text::lanes_count_active(most.into(), about, thousands(most.into())),
        false => text::lanes_active_range(least, about, most),
    };
    let height = total.height.into();
    let slots = text::lanes_count_slots(height, about, thousands(height));
    let memory = match (total.exact, total.wrote) {
        (true, _) => text::lanes_written(
            text::lanes_count_writes(total.writes, thousands(total.writes)),
            text::lanes_count_bytes(total.written, thousands(total.written)),
        ),
        (false, true) => text::LANES_WRITES_SOME.to_owned(),
        (false, false) => text::LANES_WRITES_UNKNOWN.to_owned(),
    };
    let hosts = text::lanes_count_hosts(total.hosts, thousands(total.hosts));
    let ending = match picture.ending {
        Some(Ending::Returned) => text::LANES_ENDS_RETURNED,
        Some(Ending::Trapped) => text::LANES_ENDS_TRAPPED,
        Some(Ending::Thrown) => text::LANES_ENDS_THROWN,
        Some(Ending::Exited) => text::LANES_ENDS_EXITED,
        None => text::LANES_ENDS_OPEN,
    };
    let (from, to) = (thousands(picture.from), thousands(picture.to));
    let mut text = text::lanes_sentence(from, to, active, slots, memory, hosts, ending);
    if !total.exact {
        text.push_str(text::LANES_NOT_EXACT);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(depths: &[u32]) -> Picture {
        let column = |depth: &u32| Column {
            exact: true,
            depth: Some((*depth, *depth)),
            height: 2 * depth,
            ..Column::default()
        };
        Picture {
            from: 0,
            to: depths.len() as u64,
            width: 1,
            columns: depths.iter().map(column).collect(),
            ending: None,
        }
    }

    #[test]
    fn a_lane_is_drawn_where_its_value_changes() {
        let mut picture = picture(&[1, 1, 3, 1]);
        assert_eq!(
            Lane::Depth.path(&picture, true),
            "M0 20V14H2000V2H3000V14H4000V20"
        );
        assert_eq!(Lane::Depth.path(&picture, false), "");
        picture.columns[2].exact = false;
        assert_eq!(
            Lane::Depth.path(&picture, true),
            "M0 20V14H2000V20M3000 20V14H4000V20"
        );
        assert_eq!(Lane::Depth.path(&picture, false), "M2000 20V2H3000V20");
    }

    #[test]
    fn steps_and_shares_are_each_others_inverse() {
        let steps = 100..1_100;
        for step in [100, 101, 333, 1_100] {
            let share = share_of(&steps, step).expect("it is inside");
            assert_eq!(step_at(&steps, share / 100.0), step);
        }
        assert_eq!(
            (share_of(&steps, 99), share_of(&steps, 1_101)),
            (None, None)
        );
        assert_eq!((step_at(&steps, -1.0), step_at(&steps, 9.0)), (100, 1_100));
    }

    #[test]
    fn a_window_is_halved_and_doubled_inside_of_the_run() {
        let closer = zoomed(&(0..1_000), 990, 1_000, true).expect("it is a part");
        assert_eq!(closer, 500..1_000);
        assert_eq!(zoomed(&closer, 700, 1_000, true), Some(575..825));
        assert_eq!(zoomed(&closer, 700, 1_000, false), None);
        assert_eq!(zoomed(&(0..20), 3, 20, true), Some(0..16));
        assert_eq!(zoomed(&(0..16), 3, 16, true), None);
    }

    #[test]
    fn marks_that_lie_on_each_other_are_one() {
        let marked = [(5, 1), (6, 1), (7, 1), (5_000, 1), (20_000, 1)];
        let spots = spots(&(0..10_000), &marked);
        let found: Vec<_> = spots.iter().map(|spot| (spot.step, spot.count)).collect();
        assert_eq!(found, [(5, 3), (5_000, 1)]);
    }

    #[test]
    fn the_lanes_are_told_in_words() {
        let mut picture = picture(&[1, 2, 1]);
        picture.ending = Some(Ending::Trapped);
        assert_eq!(
            sentence(&picture),
            "Steps 0 to 3: 1 to 2 functions active, stack of up to 4 slots, 0 memory writes \
             of 0 bytes, 0 host calls; it ends there, in a trap."
        );
        picture.columns[0].exact = false;
        assert!(sentence(&picture).ends_with("Not every step was looked at."));
    }
}
