//! Floats in decimal, as JavaScript writes numbers (ECMA-262, `Number::toString`).
//!
//! Which digits are the shortest that read back is the standard library's to find; where
//! the point stands, when there is an exponent, and which digits are taken of two that are
//! as near, is JavaScript's.

use std::fmt::{self, LowerExp};

/// A finite float. `exact` is the same number; `reads_back` whether a text is this float.
pub(super) fn decimal(
    f: &mut fmt::Formatter<'_>,
    value: impl LowerExp,
    exact: f64,
    reads_back: impl Fn(&str) -> bool,
) -> fmt::Result {
    let shortest = format!("{value:e}");
    match even(&shortest, exact).filter(|even| reads_back(even)) {
        Some(even) => place(f, &even),
        None => place(f, &shortest),
    }
}

/// The same digits with an even last one, when the number lies right in the middle between
/// the two, and the standard library has taken the odd one above.
fn even(shortest: &str, exact: f64) -> Option<String> {
    let (mantissa, exponent) = shortest.split_once('e')?;
    let last = mantissa
        .chars()
        .last()
        .filter(|last| "13579".contains(*last))?;
    let below = char::from(last as u8 - 1);
    let even = format!("{}{below}", &mantissa[..mantissa.len() - 1]);
    let places = even.trim_start_matches('-').len().saturating_sub(2);
    let middle = format!("{exact:.*e}", places + 1);
    if !middle.split('e').next()?.ends_with('5') {
        return None;
    }
    // No float has more digits than these.
    let all = format!("{exact:.*e}", 800);
    let digits = all.split('e').next()?.trim_end_matches('0');
    let in_middle = match even.contains('.') {
        true => digits == format!("{even}5"),
        false => digits == format!("{even}.5"),
    };
    in_middle.then(|| format!("{even}e{exponent}"))
}

/// A float as `{:e}` writes it, `-1.25e-7`, with its point where JavaScript puts it.
fn place(f: &mut fmt::Formatter<'_>, shortest: &str) -> fmt::Result {
    // The `e` is always there; without one the text would stand for itself.
    let Some((mantissa, exponent)) = shortest.split_once('e') else {
        return f.write_str(shortest);
    };
    let unsigned = mantissa.trim_start_matches('-');
    if unsigned.len() < mantissa.len() {
        f.write_str("-")?;
    }
    let digits = unsigned.replace('.', "");
    let exponent: i32 = exponent.parse().unwrap_or_default();
    // How many digits stand before the point.
    let whole = exponent + 1;
    let count = digits.len() as i32;
    match whole {
        1..=21 if count <= whole => {
            let zeros = (whole - count) as usize;
            write!(f, "{digits}{:0<zeros$}", "")
        }
        1..=21 => {
            let (before, after) = digits.split_at(whole as usize);
            write!(f, "{before}.{after}")
        }
        -5..=0 => write!(f, "0.{:0<zeros$}{digits}", "", zeros = -whole as usize),
        _ => {
            f.write_str(&digits[..1])?;
            if count > 1 {
                write!(f, ".{}", &digits[1..])?;
            }
            write!(f, "e{exponent:+}")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::runtime::Value;

    /// Shown as JavaScript shows it, but for the sign of zero, which it drops.
    fn agree(bits: u64) {
        let double = f64::from_bits(bits);
        if double.is_finite() && double != 0.0 {
            let text = ryu_js::Buffer::new().format_finite(double).to_owned();
            assert_eq!(Value::F64(bits).to_string(), text);
        }
        let bits = bits as u32;
        let single = f32::from_bits(bits);
        if single.is_finite() && single != 0.0 {
            let text = ryu_js::Buffer::new().format_finite(single).to_owned();
            assert_eq!(Value::F32(bits).to_string(), text);
        }
    }

    #[test]
    fn floats_are_written_as_javascript_writes_numbers() {
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..100_000 {
            agree(random.u64(..));
        }
        // Around every power of ten and of two, where digits and exponents change.
        let tens = (-330..310).map(|exponent| format!("1e{exponent}").parse().unwrap_or(0.0));
        let twos = (-1074..1024).map(|exponent| 2f64.powi(exponent));
        for value in tens.chain(twos) {
            let (double, single) = (f64::to_bits(value), (value as f32).to_bits());
            for near in 0..3 {
                agree(double.saturating_sub(1) + near);
                agree(u64::from(single.saturating_sub(1)) + near);
            }
        }
        let texts = [0.0, -0.0, 1e21, -1e-7, 123_456.0]
            .map(|value: f64| Value::F64(value.to_bits()).to_string());
        assert_eq!(texts, ["0", "-0", "1e+21", "-1e-7", "123456"]);
    }
}
