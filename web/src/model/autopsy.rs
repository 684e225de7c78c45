//! A trap taken apart, as the page shows it: rows of numbers, and where a range lies that goes
//! beyond the end of what it is in.

use wasmscope::explain::Operand;
use wasmscope::view::{Bound, Range};

use super::speed::{grouped, thousands};
use crate::text;

/// The width of the picture of a range, in its own units.
pub const WIDTH: f64 = 320.0;

/// Where things are in the picture of a range, from its left edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Where the picture begins with what is there; more than 0 where it begins at 0.
    pub start: f64,
    /// The end of what is there.
    pub end: f64,
    /// Where the range begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Whether more of what is there lies to the left.
    pub is_cut: bool,
}

impl Scale {
    /// The picture of a range and of the end that it goes beyond, with some room on both sides.
    #[must_use]
    pub fn of(range: &Range) -> Self {
        let (first, last) = (range.first() as f64, range.end() as f64);
        let size = range.size as f64;
        let (low, high) = (first.min(size), last.max(size));
        let room = ((high - low) / 2.0).max(range.count as f64 / 2.0).max(1.0);
        let left = low - room;
        let at = |place: f64| (place - left) / (high + room - left) * WIDTH;
        Self {
            start: at(0.0).max(0.0),
            end: at(size),
            from: at(first),
            // A single byte is to be seen beside a whole memory.
            to: at(last).max(at(first) + 2.0).min(WIDTH),
            is_cut: left > 0.0,
        }
    }
}

/// What a trap's condition is about: a name and a value each.
#[must_use]
pub fn rows(bound: &Bound) -> Vec<(&'static str, String)> {
    match bound {
        // Those of a division are the operands, which are shown beside it.
        Bound::Unreachable | Bound::Null | Bound::Division { .. } => Vec::new(),
        Bound::Range(range) => {
            let things = |count: u128| {
                // The number only chooses between one and several.
                let number = u64::try_from(count).unwrap_or(u64::MAX);
                text::autopsy_model_things(number, grouped(&count.to_string()), range.unit)
            };
            let over = range.end().saturating_sub(range.size.into());
            vec![
                (
                    text::AUTOPSY_MODEL_WANTED,
                    text::autopsy_model_from(things(range.count.into()), range.first()),
                ),
                (
                    text::AUTOPSY_MODEL_THERE_IS,
                    text::autopsy_model_of(things(range.size.into()), &range.of),
                ),
                (text::AUTOPSY_MODEL_BEYOND, things(over)),
            ]
        }
        Bound::Integer { value, least, most } => vec![
            (text::AUTOPSY_MODEL_VALUE, value.clone()),
            (
                text::AUTOPSY_MODEL_ALLOWED,
                text::autopsy_model_range(least, most),
            ),
        ],
        Bound::Type {
            what,
            found,
            wanted,
        } => {
            let found = found.as_deref().unwrap_or(text::AUTOPSY_MODEL_NO_OWN_TYPE);
            vec![
                (text::AUTOPSY_MODEL_WHAT, what.clone()),
                (text::AUTOPSY_MODEL_TYPE_FOUND, found.to_owned()),
                (text::AUTOPSY_MODEL_TYPE_WANTED, wanted.clone()),
            ]
        }
        Bound::Room {
            unit,
            used,
            more,
            most,
        } => vec![
            (
                text::AUTOPSY_MODEL_IN_USE,
                format!("{} {unit}", thousands(*used)),
            ),
            (
                text::AUTOPSY_MODEL_NEEDED,
                text::autopsy_model_more(thousands(*more)),
            ),
            (text::AUTOPSY_MODEL_LIMIT, thousands(*most)),
        ],
    }
}

/// What an operand is called: its role, with a number where there are several.
#[must_use]
pub fn role(operands: &[Operand], index: usize) -> String {
    let Some(operand) = operands.get(index) else {
        return String::new();
    };
    let is_same = |other: &&Operand| other.role == operand.role;
    if operands.iter().filter(is_same).count() < 2 {
        return operand.role.to_owned();
    }
    let before = operands[..index].iter().filter(is_same).count();
    format!("{} {before}", operand.role)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: u64, count: u64, size: u64) -> Range {
        Range {
            of: "memory 0".to_owned(),
            unit: "byte",
            start,
            offset: 0,
            count,
            size,
        }
    }

    #[test]
    fn a_range_is_drawn_beside_the_end_that_it_goes_beyond() {
        let cases = [
            range(65_534, 4, 65_536),
            range(0, 1, 0),
            range(u64::MAX, 8, 65_536),
            range(4, u64::MAX, 8),
            range(70_000, 0, 65_536),
        ];
        for range in cases {
            let scale = Scale::of(&range);
            let places = [scale.start, scale.end, scale.from, scale.to];
            for place in places {
                assert!((0.0..=WIDTH).contains(&place), "{range:?}: {scale:?}");
            }
            assert!(
                scale.start <= scale.end && scale.from < scale.to,
                "{scale:?}"
            );
            assert!(
                scale.to > scale.end || range.count == 0,
                "{range:?}: {scale:?}"
            );
        }
        // Two of four bytes lie before the end.
        let scale = Scale::of(&range(65_534, 4, 65_536));
        let middle = (scale.from + scale.to) / 2.0;
        assert!(
            (middle - scale.end).abs() < 0.01 && scale.is_cut,
            "{scale:?}"
        );
        assert!(!Scale::of(&range(2, 4, 4)).is_cut);
    }

    #[test]
    fn the_numbers_of_a_range_say_how_far_it_goes_too_far() {
        let rows = rows(&Bound::Range(range(65_534, 4, 65_536)));
        let texts: Vec<&str> = rows.iter().map(|(_, text)| &**text).collect();
        let wanted = ["4 bytes from 65534", "65,536 bytes of memory 0", "2 bytes"];
        assert_eq!(texts, wanted);
    }

    #[test]
    fn a_range_beyond_all_addresses_has_its_true_numbers() {
        let far = Range {
            offset: u64::MAX,
            ..range(10, 4, 65_536)
        };
        let rows = rows(&Bound::Range(far));
        assert_eq!(rows[0].1, "4 bytes from 18446744073709551625");
        assert_eq!(rows[2].1, "18,446,744,073,709,486,093 bytes");
    }
}
