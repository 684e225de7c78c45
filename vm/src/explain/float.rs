//! Arithmetic on floats in words, what becomes one, and whether it was exact.

use super::number::Phrase;
use super::words::{real, term};
use crate::runtime::Value;
use crate::syntax::{BinaryOp, UnaryOp, ValType};

pub(super) fn float_unary(op: UnaryOp, v: Value, r: Value) -> Phrase {
    use UnaryOp as Op;
    match op {
        Op::F32Abs | Op::F64Abs => Phrase::new(
            "it without its sign",
            format!(", which is {v} without a sign"),
        ),
        Op::F32Neg | Op::F64Neg => Phrase::new(
            "it with its sign turned",
            format!(", which is {v} with its sign turned"),
        ),
        Op::F32Ceil | Op::F64Ceil => Phrase::new(
            "the nearest whole number that is not below it",
            format!(", {v} rounded up"),
        ),
        Op::F32Floor | Op::F64Floor => Phrase::new(
            "the nearest whole number that is not above it",
            format!(", {v} rounded down"),
        ),
        Op::F32Trunc | Op::F64Trunc => {
            Phrase::new("its whole part", format!(", {v} rounded towards zero"))
        }
        Op::F32Nearest | Op::F64Nearest => Phrase::new(
            "the nearest whole number, the even one of two",
            format!(", {v} rounded to the nearest whole number, halves to the even one"),
        ),
        _ => {
            let x = real(v);
            let exact = match r {
                Value::F32(bits) => {
                    let root = f64::from(f32::from_bits(bits));
                    root * root == x
                }
                _ => real(r).mul_add(real(r), -x) == 0.0,
            };
            let sign = if real(r).is_nan() {
                "for"
            } else if exact || real(r).is_infinite() {
                "="
            } else {
                "≈"
            };
            let note = match x < 0.0 {
                true => "No number has a negative square, so the result is NaN.".to_owned(),
                false => rounded(exact, &[v], r),
            };
            Phrase::new("its square root", format!(" {sign} √{}", term(v))).note(note)
        }
    }
}

/// What to say of a result that is not exact.
fn rounded(exact: bool, operands: &[Value], r: Value) -> String {
    let finite = operands.iter().all(|operand| real(*operand).is_finite());
    let ty = r.ty();
    if operands.iter().any(|operand| real(*operand).is_nan()) {
        "A NaN stays one, whatever it is combined with.".to_owned()
    } else if real(r).is_nan() {
        "No number is the result of that, so it is NaN.".to_owned()
    } else if finite && real(r).is_infinite() {
        format!("The exact result is too large for an {ty}.")
    } else if finite && !exact {
        format!("The exact result has more digits than an {ty} keeps; this is the nearest.")
    } else {
        String::new()
    }
}

pub(super) fn float_binary(op: BinaryOp, x: Value, y: Value, r: Value) -> Phrase {
    use BinaryOp as Op;
    let operands = [x, y];
    match op {
        Op::F32Min | Op::F64Min => {
            let did = format!(", the smaller of {x} and {y}");
            Phrase::new("the smaller of the two", did).note(rounded(true, &operands, r))
        }
        Op::F32Max | Op::F64Max => {
            let did = format!(", the larger of {x} and {y}");
            Phrase::new("the larger of the two", did).note(rounded(true, &operands, r))
        }
        Op::F32Copysign | Op::F64Copysign => Phrase::new(
            format!("{x} with the sign of {y}"),
            format!(", which is {x} with the sign of {y}"),
        ),
        _ => {
            let (will, sign) = match op {
                Op::F32Add | Op::F64Add => ("their sum".to_owned(), "+"),
                Op::F32Sub | Op::F64Sub => {
                    (format!("the first less the second, {x} - {}", term(y)), "-")
                }
                Op::F32Mul | Op::F64Mul => ("their product".to_owned(), "×"),
                _ => (
                    format!("the first divided by the second, {x} / {}", term(y)),
                    "/",
                ),
            };
            let exact = exact(sign, x, y, r);
            let equals = if real(r).is_nan() {
                "for"
            } else if exact || real(r).is_infinite() {
                "="
            } else {
                "≈"
            };
            let note = match (sign, real(y) == 0.0 && real(r).is_infinite()) {
                ("/", true) => "Dividing floats by zero is no trap: it gives an infinity.".into(),
                _ => rounded(exact, &operands, r),
            };
            Phrase::new(will, format!(" {equals} {x} {sign} {}", term(y))).note(note)
        }
    }
}

/// Whether the result needed no rounding. For 64 bits it asks for the error of the
/// operation, which is itself a float; 32 bits are exact in 64.
fn exact(sign: &str, x: Value, y: Value, r: Value) -> bool {
    let narrow = matches!(r, Value::F32(_));
    let (x, y, r) = (real(x), real(y), real(r));
    let sum = |x: f64, y: f64| {
        // The error of a sum (Knuth's two-sum).
        let sum = x + y;
        let back = sum - x;
        sum == r && (x - (sum - back)) + (y - back) == 0.0
    };
    match sign {
        "+" => sum(x, y),
        "-" => sum(x, -y),
        "×" if narrow => x * y == r,
        "×" => x.mul_add(y, -r) == 0.0,
        _ if narrow => r * y == x,
        _ => r.mul_add(y, -x) == 0.0,
    }
}

/// `f32.demote_f64`.
pub(super) fn demoted(v: Value, r: Value) -> Phrase {
    let (exact, narrow) = (real(v), real(r));
    if exact.is_finite() && narrow.is_infinite() {
        let most = Value::f32(f32::MAX);
        let sign = if exact < 0.0 { "negative " } else { "" };
        let why =
            format!("{v} is out of the range of f32, which ends at {most} on both sides of 0");
        return Phrase::new(
            format!("a {sign}infinity: {why}"),
            format!(", a {sign}infinity, since {why}"),
        );
    }
    let note = if exact == narrow || exact.is_nan() {
        String::new()
    } else if narrow == 0.0 {
        format!("{v} is nearer to zero than to any other f32.")
    } else {
        inexact(&v.to_string(), ValType::F32)
    };
    Phrase::new("the nearest f32", format!(", the f32 nearest to {v}")).note(note)
}

/// What to say of a number that has more digits than a float keeps.
fn inexact(number: &str, ty: ValType) -> String {
    let bits = if ty == ValType::F32 { 24 } else { 53 };
    format!(
        "No {ty} is exactly {number}, since an {ty} keeps {bits} significant bits; this is the \
         nearest."
    )
}

/// A float of an integer.
pub(super) fn converted(whole: i128, how: &str, r: Value) -> Phrase {
    let ty = r.ty();
    let note = match real(r) == whole as f64 && real(r) as i128 == whole {
        true => String::new(),
        false => inexact(&whole.to_string(), ty),
    };
    Phrase::new(
        format!("the {ty} nearest to it{how}"),
        format!(", the {ty} for {whole}{how}"),
    )
    .note(note)
}
