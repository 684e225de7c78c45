//! The limits of the machine as a person and a script name them.

use crate::text;
use wasmscope::runtime::MachineLimits;

/// A limit.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Its name in JavaScript.
    pub id: &'static str,
    /// Its name in the settings.
    pub name: &'static str,
    /// What it counts.
    pub what: &'static str,
    /// The most that a browser's tab can be asked for.
    most: u64,
    read: fn(&MachineLimits) -> u64,
    write: fn(&mut MachineLimits, u64),
}

/// All of them.
pub const LIMITS: &[Limit] = &[
    Limit {
        id: "memoryPages",
        name: text::LIMITS_MEMORY,
        what: text::LIMITS_PAGES_ABOUT,
        most: 32_768,
        read: |limits| limits.memory_pages,
        write: |limits, value| limits.memory_pages = value,
    },
    Limit {
        id: "tableElements",
        name: text::LIMITS_TABLE,
        what: text::LIMITS_ELEMENTS_ABOUT,
        most: 100_000_000,
        read: |limits| limits.table_elements,
        write: |limits, value| limits.table_elements = value,
    },
    Limit {
        id: "frames",
        name: text::LIMITS_FRAMES,
        what: text::LIMITS_FRAMES_ABOUT,
        most: 10_000_000,
        read: |limits| limits.frames as u64,
        write: |limits, value| limits.frames = value as usize,
    },
    Limit {
        id: "slots",
        name: text::LIMITS_STACK,
        what: text::LIMITS_SLOTS_ABOUT,
        most: 100_000_000,
        read: |limits| limits.slots as u64,
        write: |limits, value| limits.slots = value as usize,
    },
    Limit {
        id: "heap",
        name: text::LIMITS_HEAP,
        what: text::LIMITS_HEAP_ABOUT,
        most: 100_000_000,
        read: |limits| limits.heap,
        write: |limits, value| limits.heap = value,
    },
];

impl Limit {
    /// Its value.
    #[must_use]
    pub fn get(&self, limits: &MachineLimits) -> u64 {
        (self.read)(limits)
    }

    /// Sets it to a number as people write it.
    ///
    /// # Errors
    ///
    /// Says what it takes.
    pub fn set(&self, limits: &mut MachineLimits, text: &str) -> Result<(), String> {
        let value = text.trim().replace([',', '_'], "").parse().ok();
        match value.filter(|value| (1..=self.most).contains(value)) {
            Some(value) => {
                (self.write)(limits, value);
                Ok(())
            }
            None => Err(text::limits_whole_number(self.name, self.most)),
        }
    }
}

/// The fuel of a run as people write it; an empty text is no end.
///
/// # Errors
///
/// Says what it takes.
pub fn fuel_of(text: &str) -> Result<Option<u64>, &'static str> {
    let digits = text.trim().replace([',', '_'], "");
    if digits.is_empty() {
        return Ok(None);
    }
    let fuel = digits
        .parse()
        .ok()
        .filter(|fuel| (1..1 << 53).contains(fuel));
    fuel.map(Some).ok_or(text::LIMITS_WRONG_FUEL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_set_and_read() {
        let mut limits = MachineLimits::default();
        let frames = LIMITS.iter().find(|limit| limit.id == "frames").unwrap();
        frames.set(&mut limits, "1,000").unwrap();
        assert_eq!((limits.frames, frames.get(&limits)), (1_000, 1_000));
        for wrong in ["", "0", "-1", "many", "99999999999"] {
            assert!(frames.set(&mut limits, wrong).is_err(), "{wrong}");
        }
        assert_eq!(limits.frames, 1_000);
    }

    #[test]
    fn fuel_is_a_number_or_nothing() {
        assert_eq!(
            (fuel_of(" "), fuel_of("1,000")),
            (Ok(None), Ok(Some(1_000)))
        );
        assert!(fuel_of("0").is_err() && fuel_of("much").is_err());
    }
}
