//! How fast a run goes: from one step a second to as fast as it can.

use crate::text;

/// A speed to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed {
    /// Its name in the list.
    pub name: &'static str,
    /// Steps a second, or nothing for as many as possible.
    pub per_second: Option<u32>,
}

/// The speeds, slowest first.
pub const SPEEDS: &[Speed] = &[
    Speed {
        name: text::SPEED_ONE,
        per_second: Some(1),
    },
    Speed {
        name: text::SPEED_THREE,
        per_second: Some(3),
    },
    Speed {
        name: text::SPEED_TEN,
        per_second: Some(10),
    },
    Speed {
        name: text::SPEED_THIRTY,
        per_second: Some(30),
    },
    Speed {
        name: text::SPEED_HUNDRED,
        per_second: Some(100),
    },
    Speed {
        name: text::SPEED_THOUSAND,
        per_second: Some(1_000),
    },
    Speed {
        name: text::SPEED_HUNDRED_THOUSAND,
        per_second: Some(100_000),
    },
    Speed {
        name: text::SPEED_FULL,
        per_second: None,
    },
];

/// The last, full speed, is where a page begins.
pub const FULL: usize = SPEEDS.len() - 1;

impl Speed {
    /// Steps that should have been made after some time, when `done` were made.
    #[must_use]
    pub fn due(&self, elapsed_ms: f64, done: u64) -> u64 {
        match self.per_second {
            None => u64::MAX,
            // The first step comes at once.
            Some(rate) => {
                let target = (elapsed_ms * f64::from(rate) / 1000.0).floor() as u64 + 1;
                target.saturating_sub(done)
            }
        }
    }

    /// Milliseconds until the next step is due.
    #[must_use]
    pub fn pause(&self, elapsed_ms: f64, done: u64) -> f64 {
        match self.per_second {
            None => 0.0,
            Some(rate) => (done as f64 * 1000.0 / f64::from(rate) - elapsed_ms).max(0.0),
        }
    }
}

/// A number with its thousands set apart: `1,204`.
#[must_use]
pub fn thousands(number: u64) -> String {
    grouped(&number.to_string())
}

/// As [`thousands`], of digits.
#[inline(always)]
pub(super) fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A rate in a few characters: `38.2 M steps/s`.
#[must_use]
pub fn rate_text(steps: u64, elapsed_ms: f64) -> String {
    if elapsed_ms <= 0.0 {
        return String::new();
    }
    let rate = steps as f64 * 1000.0 / elapsed_ms;
    if rate >= 1e6 {
        text::speed_millions(format_args!("{:.1}", rate / 1e6))
    } else if rate >= 1e3 {
        text::speed_thousands(format_args!("{:.1}", rate / 1e3))
    } else {
        text::speed_steps(rate.round() as u64)
    }
}

/// The step that a text names; thousands may be set apart.
///
/// # Errors
///
/// What a step looks like.
pub fn step_of(text: &str) -> Result<u64, &'static str> {
    let digits = text.trim().replace([',', '_', ' ', '\u{202f}'], "");
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let step = is_number.then(|| digits.parse().ok()).flatten();
    let step = step.filter(|step| *step < 1 << 53);
    step.ok_or(text::SPEED_A_STEP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_run_makes_its_first_step_at_once() {
        let slow = SPEEDS[0];
        assert_eq!(slow.due(0.0, 0), 1);
        assert_eq!(slow.due(0.0, 1), 0);
        assert_eq!(slow.pause(200.0, 1), 800.0);
        assert_eq!(slow.due(1000.0, 1), 1);
    }

    #[test]
    fn full_speed_never_waits() {
        assert_eq!(SPEEDS[FULL].due(0.0, 1_000_000), u64::MAX);
        assert_eq!(SPEEDS[FULL].pause(0.0, 1_000_000), 0.0);
    }

    #[test]
    fn numbers_are_readable() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(1_204), "1,204");
        assert_eq!(thousands(100_000_000), "100,000,000");
        assert_eq!(rate_text(40_000_000, 1000.0), "40.0 M steps/s");
    }

    #[test]
    fn steps_are_read_as_people_write_them() {
        assert_eq!(step_of(" 1,204 "), Ok(1_204));
        assert_eq!(step_of("0"), Ok(0));
        for wrong in ["", "-1", "1.5", "ten", "0x10", "9007199254740993", "+3"] {
            assert!(step_of(wrong).is_err(), "{wrong}");
        }
    }
}
