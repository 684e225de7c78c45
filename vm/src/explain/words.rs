//! Numbers, lists and places as words.

use crate::runtime::Value;
use crate::syntax::ValType;

/// `7`, `7 and 5`, `7, 5 and 3`; `nothing` for an empty list.
pub(super) fn list<T: ToString>(things: &[T]) -> String {
    let words: Vec<String> = things.iter().map(ToString::to_string).collect();
    match words.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// `1 byte`, `4 bytes`.
pub(super) fn count(number: u64, thing: &str) -> String {
    match number {
        1 => format!("1 {thing}"),
        _ => format!("{number} {thing}s"),
    }
}

/// The operand of a formula; a negative one in parentheses.
pub(super) fn term(value: Value) -> String {
    let text = value.to_string();
    match text.strip_prefix('-') {
        Some(_) => format!("({text})"),
        None => text,
    }
}

/// An address in decimal and hexadecimal; once where they look alike.
pub(super) fn address(addr: u128) -> String {
    match addr {
        0..=9 => addr.to_string(),
        _ => format!("{addr} (0x{addr:x})"),
    }
}

/// `2a 00 00 00`, and how many more when there are many.
pub(super) fn bytes(bytes: &[u8], len: Option<u64>) -> String {
    const SHOWN: usize = 16;
    let shown = bytes.iter().take(SHOWN).map(|byte| format!("0x{byte:02x}"));
    let shown = shown.collect::<Vec<_>>().join(" ");
    let len = len.unwrap_or(bytes.len() as u64);
    match len.saturating_sub(SHOWN as u64) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The slot of a number.
pub(super) fn slot(value: Value) -> u64 {
    value.to_slots()[0]
}

/// An integer with its sign, whatever its width.
pub(super) fn signed(value: Value) -> i128 {
    match value {
        Value::I32(value) => value.into(),
        Value::I64(value) => value.into(),
        _ => slot(value).into(),
    }
}

/// A float, whatever its width.
pub(super) fn real(value: Value) -> f64 {
    match value {
        Value::F32(bits) => f32::from_bits(bits).into(),
        _ => f64::from_bits(slot(value)),
    }
}

/// How many bits a number has.
pub(super) fn width(ty: ValType) -> u32 {
    match ty {
        ValType::I32 | ValType::F32 => 32,
        _ => 64,
    }
}

/// `an i32`, `an f64`, `a funcref`.
pub(super) fn a(ty: ValType) -> String {
    match ty {
        ValType::V128 | ValType::Ref(_) => format!("a {ty}"),
        _ => format!("an {ty}"),
    }
}

/// `, that is 4294967295 without a sign`, for an integer that has one.
pub(super) fn without_sign(value: Value) -> String {
    match signed(value) < 0 {
        true => format!("{value} is {} without a sign", slot(value)),
        false => String::new(),
    }
}

/// The word for one, or that for another number.
pub(super) fn plural<'a>(number: usize, one: &'a str, several: &'a str) -> &'a str {
    match number {
        1 => one,
        _ => several,
    }
}

/// As [`list`], the first eight of many.
pub(super) fn some<T: ToString>(things: &[T], len: u64) -> String {
    const SHOWN: usize = 8;
    let shown = &things[..things.len().min(SHOWN)];
    match len.saturating_sub(shown.len() as u64) {
        0 => list(shown),
        more => {
            let mut words: Vec<String> = shown.iter().map(ToString::to_string).collect();
            words.push(format!("{more} more"));
            list(&words)
        }
    }
}
