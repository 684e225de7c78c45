//! Values as text: how they are shown, and how people type them.

use super::float_text::decimal;
use super::vector_text::parse_vector;
use super::{Ref, Value};
use crate::syntax::{HeapType, RefType, ValType};
use std::fmt;

impl fmt::Display for Value {
    /// Integers in signed decimal; floats in the shortest digits that read back in their
    /// own width, as JavaScript writes them, but zero with its sign; NaNs with their sign, and their payload
    /// unless it is the canonical one; vectors as four words; references by kind and
    /// number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::I32(value) => value.fmt(f),
            Self::I64(value) => value.fmt(f),
            Self::F32(bits) => {
                let value = f32::from_bits(bits);
                if value.is_finite() {
                    return decimal(f, value, value.into(), |text| text.parse() == Ok(value));
                }
                let payload = u64::from(bits & 0x7f_ffff);
                not_finite(f, value.is_sign_negative(), payload, 1 << 22)
            }
            Self::F64(bits) => {
                let value = f64::from_bits(bits);
                if value.is_finite() {
                    return decimal(f, value, value, |text| text.parse() == Ok(value));
                }
                let payload = bits & ((1 << 52) - 1);
                not_finite(f, value.is_sign_negative(), payload, 1 << 51)
            }
            Self::V128(bits) => {
                f.write_str("i32x4")?;
                (0..4).try_for_each(|lane| write!(f, " 0x{:08x}", (bits >> (32 * lane)) as u32))
            }
            Self::Ref(_, reference) => reference.fmt(f),
        }
    }
}

impl fmt::Display for Ref {
    /// Kind and number: `func 3`, `struct 7`, `null`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Func(addr) => write!(f, "func {}", addr.0),
            Self::Extern(number) => write!(f, "extern {number}"),
            // Its value is the signed one, as `i31.get_s` gives it.
            Self::I31(bits) => write!(f, "i31 {}", (bits << 1) as i32 >> 1),
            Self::Struct(addr) => write!(f, "struct {}", addr.number()),
            Self::Array(addr) => write!(f, "array {}", addr.number()),
            Self::Exn(addr) => write!(f, "exn {}", addr.number()),
        }
    }
}

fn not_finite(
    f: &mut fmt::Formatter<'_>,
    minus: bool,
    payload: u64,
    canonical: u64,
) -> fmt::Result {
    let sign = if minus { "-" } else { "" };
    match payload {
        0 => write!(f, "{sign}inf"),
        _ if payload == canonical => write!(f, "{sign}nan"),
        _ => write!(f, "{sign}nan:0x{payload:x}"),
    }
}

impl Value {
    /// The value's bits as `0x` and 8, 16 or 32 hexadecimal digits, most significant
    /// first; empty for a reference.
    #[must_use]
    pub fn bits(self) -> String {
        let digits = self.ty().hex_digits();
        match self {
            Self::I32(value) => format!("0x{:0digits$x}", value as u32),
            Self::I64(value) => format!("0x{:0digits$x}", value as u64),
            Self::F32(bits) => format!("0x{bits:0digits$x}"),
            Self::F64(bits) => format!("0x{bits:0digits$x}"),
            Self::V128(bits) => format!("0x{bits:0digits$x}"),
            Self::Ref(..) => String::new(),
        }
    }

    /// Reads a value of a type as people type it: `7`, `-1`, `0xff`, `1_000`, `1.5`,
    /// `inf`, `nan`, `nan:0x200000`, `i32x4:1,2,3,4`, `null`. Integers may be of the
    /// signed or the unsigned range.
    ///
    /// # Errors
    /// When the text is no value of the type; the message says what is.
    pub fn parse(ty: ValType, text: &str) -> Result<Self, ParseValueError> {
        let text = text.trim();
        let fail = |problem| ParseValueError {
            ty,
            text: text.to_owned(),
            problem,
        };
        match ty {
            ValType::I32 => Ok(Self::I32(integer(text, 32).map_err(fail)? as u32 as i32)),
            ValType::I64 => Ok(Self::I64(integer(text, 64).map_err(fail)? as i64)),
            ValType::F32 => {
                let bits = float(text, 8, 23, |text| {
                    text.parse()
                        .ok()
                        .map(|value: f32| u64::from(value.to_bits()))
                });
                Ok(Self::F32(bits.map_err(fail)? as u32))
            }
            ValType::F64 => {
                let bits = float(text, 11, 52, |text| text.parse().ok().map(f64::to_bits));
                Ok(Self::F64(bits.map_err(fail)?))
            }
            ValType::V128 => parse_vector(text).map(Self::V128).map_err(fail),
            ValType::Ref(ty) => reference(ty, text).map_err(fail),
        }
    }
}

/// Why a text is no value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseValueError {
    /// The type that was wanted.
    pub ty: ValType,
    /// What was found.
    pub text: String,
    pub(super) problem: Problem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    Form,
    Range,
}

impl fmt::Display for ParseValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ty, text, problem } = self;
        match (problem, ty) {
            (Problem::Range, ValType::V128) => {
                write!(
                    f,
                    "`{text}` is no v128: a lane is out of range for its width"
                )
            }
            (Problem::Range, ValType::I32) => write!(
                f,
                "`{text}` is out of range for i32: from -2147483648 to 4294967295"
            ),
            (Problem::Range, ValType::I64) => write!(
                f,
                "`{text}` is out of range for i64: from -9223372036854775808 to \
                 18446744073709551615"
            ),
            (Problem::Range, ValType::F32 | ValType::F64) => {
                write!(
                    f,
                    "`{text}` is out of range for {ty}: write inf for infinity"
                )
            }
            (Problem::Range, _) => write!(f, "`{text}` is out of range for {ty}"),
            (Problem::Form, ValType::I32 | ValType::I64) => {
                write!(
                    f,
                    "`{text}` is no {ty}: write a whole number such as 7, -1 or 0xff"
                )
            }
            (Problem::Form, ValType::F32 | ValType::F64) => {
                write!(
                    f,
                    "`{text}` is no {ty}: write a number such as 1.5, inf or nan"
                )
            }
            (Problem::Form, ValType::V128) => {
                write!(
                    f,
                    "`{text}` is no v128: write its lanes, such as i32x4:1,2,3,4"
                )
            }
            (Problem::Form, ValType::Ref(_)) => write!(f, "`{text}` is no {ty}: write null"),
        }
    }
}

impl std::error::Error for ParseValueError {}

/// An integer of either range, as its bits.
pub(super) fn integer(text: &str, width: u32) -> Result<u64, Problem> {
    let text = text.replace('_', "");
    let (minus, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text.as_str()),
    };
    let (digits, radix) = match digits.strip_prefix("0x").or(digits.strip_prefix("0X")) {
        Some(hex) => (hex, 16),
        None => (digits, 10),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return Err(Problem::Form);
    }
    let size = u128::from_str_radix(digits, radix).map_err(|_| Problem::Range)?;
    let most = if minus {
        1 << (width - 1)
    } else {
        (1u128 << width) - 1
    };
    if size > most {
        return Err(Problem::Range);
    }
    let bits = size as u64;
    Ok(if minus { bits.wrapping_neg() } else { bits })
}

/// A float as its bits; `decimal` reads digits.
fn float(
    text: &str,
    exponent: u32,
    mantissa: u32,
    decimal: impl Fn(&str) -> Option<u64>,
) -> Result<u64, Problem> {
    let text = text.replace('_', "").to_ascii_lowercase();
    let (sign, rest) = match text.as_bytes().first() {
        Some(b'-') => (1 << (exponent + mantissa), &text[1..]),
        Some(b'+') => (0, &text[1..]),
        _ => (0, text.as_str()),
    };
    let infinity = ((1 << exponent) - 1) << mantissa;
    let bits = match rest {
        "inf" | "infinity" => infinity,
        "nan" => infinity | 1 << (mantissa - 1),
        _ => match rest.strip_prefix("nan:0x") {
            Some(payload) => {
                let payload = u64::from_str_radix(payload, 16).map_err(|_| Problem::Form)?;
                if payload == 0 || payload >= 1 << mantissa {
                    return Err(Problem::Range);
                }
                infinity | payload
            }
            None if rest.starts_with("0x") => hexadecimal(rest, mantissa)?,
            None if rest.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
                match decimal(rest).ok_or(Problem::Form)? {
                    // Infinity has to be asked for by its name.
                    bits if bits == infinity => return Err(Problem::Range),
                    bits => bits,
                }
            }
            None => return Err(Problem::Form),
        },
    };
    Ok(sign | bits)
}

/// Hexadecimal floats are read as the text format reads them.
fn hexadecimal(text: &str, mantissa: u32) -> Result<u64, Problem> {
    let buffer = wast::parser::ParseBuffer::new(text).map_err(|_| Problem::Form)?;
    if mantissa == 23 {
        let value = wast::parser::parse::<wast::token::F32>(&buffer);
        value
            .map(|value| u64::from(value.bits))
            .map_err(|_| Problem::Form)
    } else {
        let value = wast::parser::parse::<wast::token::F64>(&buffer);
        value.map(|value| value.bits).map_err(|_| Problem::Form)
    }
}

fn reference(ty: RefType, text: &str) -> Result<Value, Problem> {
    if text == "null" && ty.nullable() {
        return Ok(Value::Ref(ty, Ref::Null));
    }
    let number = text
        .strip_prefix("extern ")
        .map(|number| number.trim().parse());
    match (ty.heap(), number) {
        (HeapType::Extern | HeapType::Any, Some(Ok(number))) => {
            Ok(Value::Ref(ty, Ref::Extern(number)))
        }
        _ => Err(Problem::Form),
    }
}
