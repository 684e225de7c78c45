//! What the instructions on numbers compute, in words: one phrase an instruction.

use super::float::{converted, demoted, float_binary, float_unary};
use super::words::{a, count, real, signed, slot, term, width, without_sign};
use crate::runtime::Value;
use crate::syntax::{BinaryOp, DivideOp, TruncateOp, UnaryOp};
use crate::view::range;

/// What is pushed, in words.
pub(super) struct Phrase {
    /// Before: "their sum".
    pub(super) will: String,
    /// After, behind the result: " = 7 + 5".
    pub(super) did: String,
    /// A sentence about what is surprising in it, or nothing.
    pub(super) note: String,
}

impl Phrase {
    pub(super) fn new(will: impl Into<String>, did: impl Into<String>) -> Self {
        Self {
            will: will.into(),
            did: did.into(),
            note: String::new(),
        }
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

pub(super) fn unary(op: UnaryOp, v: Value, r: Value) -> Phrase {
    use UnaryOp as Op;
    let bits = width(v.ty());
    let (v_slot, ty) = (slot(v), op.result());
    match op {
        Op::I32Clz | Op::I64Clz => {
            let did = match v_slot {
                0 => format!(": all {bits} bits of 0 are zero"),
                _ => format!(
                    ": in binary {v} is {v_slot:b}, with {} before it in {bits} bits",
                    count(slot(r), "zero")
                ),
            };
            Phrase::new("the number of zero bits before its first one", did)
        }
        Op::I32Ctz | Op::I64Ctz => {
            let did = match v_slot {
                0 => format!(": none of the {bits} bits of 0 is one"),
                _ => format!(
                    ": in binary {v} is {v_slot:b}, which ends in {}",
                    count(slot(r), "zero")
                ),
            };
            Phrase::new("the number of zero bits after its last one", did)
        }
        Op::I32Popcnt | Op::I64Popcnt => {
            let ones = count(slot(r), "one");
            let did = format!(": in binary {v} is {v_slot:b}, which has {ones}");
            Phrase::new("the number of its bits that are one", did)
        }
        Op::I32Eqz | Op::I64Eqz => {
            let is = if v_slot == 0 { "is" } else { "is not" };
            Phrase::new("1 if it is zero, else 0", format!(": {v} {is} zero"))
        }
        Op::I32Extend8S | Op::I64Extend8S => low_bits(v, r, 8),
        Op::I32Extend16S | Op::I64Extend16S => low_bits(v, r, 16),
        Op::I64Extend32S => low_bits(v, r, 32),
        Op::I32WrapI64 => {
            let lost = match signed(v) == signed(r) || v_slot >> 32 == 0 {
                true => String::new(),
                false => format!("The upper 32 bits, 0x{:08x}, are lost.", v_slot >> 32),
            };
            Phrase::new("its lower 32 bits", format!(", the lower 32 bits of {v}")).note(lost)
        }
        Op::I64ExtendI32S => Phrase::new(
            "the same number in 64 bits, its sign kept",
            ", the same number with its sign, now in 64 bits",
        ),
        Op::I64ExtendI32U => Phrase::new(
            "its 32 bits with 32 zeros before them, so that it has no sign",
            ", the same 32 bits after 32 zeros",
        )
        .note(sentence(without_sign(v))),
        Op::F32ConvertI32S | Op::F32ConvertI64S | Op::F64ConvertI32S | Op::F64ConvertI64S => {
            converted(signed(v), "", r)
        }
        Op::F32ConvertI32U | Op::F32ConvertI64U | Op::F64ConvertI32U | Op::F64ConvertI64U => {
            converted(v_slot.into(), ", read without a sign", r)
        }
        Op::F32DemoteF64 => demoted(v, r),
        Op::F64PromoteF32 => Phrase::new(
            "exactly the same number as an f64",
            format!(", which is exactly the f32 {v}"),
        ),
        Op::I32ReinterpretF32
        | Op::I64ReinterpretF64
        | Op::F32ReinterpretI32
        | Op::F64ReinterpretI64 => Phrase::new(
            format!("its {bits} bits unchanged, read as {}", a(ty)),
            format!(": the bits {} read as {}", v.bits(), a(ty)),
        ),
        Op::I32TruncSatF32S | Op::I32TruncSatF64S | Op::I64TruncSatF32S | Op::I64TruncSatF64S => {
            held(v, r, true)
        }
        Op::I32TruncSatF32U | Op::I32TruncSatF64U | Op::I64TruncSatF32U | Op::I64TruncSatF64U => {
            held(v, r, false)
        }
        Op::F32Abs
        | Op::F32Neg
        | Op::F32Ceil
        | Op::F32Floor
        | Op::F32Trunc
        | Op::F32Nearest
        | Op::F32Sqrt
        | Op::F64Abs
        | Op::F64Neg
        | Op::F64Ceil
        | Op::F64Floor
        | Op::F64Trunc
        | Op::F64Nearest
        | Op::F64Sqrt => float_unary(op, v, r),
    }
}

fn sentence(text: String) -> String {
    match text.is_empty() {
        true => text,
        false => text + ".",
    }
}

fn low_bits(v: Value, r: Value, bits: u32) -> Phrase {
    let low = slot(v) & ((1 << bits) - 1);
    let digits = bits as usize / 4;
    Phrase::new(
        format!("its lowest {bits} bits, read as a number with a sign"),
        format!(": the lowest {bits} bits of {v} are 0x{low:0digits$x}, with a sign {r}"),
    )
}

fn kind(signed: bool) -> &'static str {
    if signed { "signed" } else { "unsigned" }
}

/// Truncation that never traps.
fn held(v: Value, r: Value, with_sign: bool) -> Phrase {
    let (ty, kind) = (r.ty(), kind(with_sign));
    let (least, most) = range(ty, with_sign);
    let whole = real(v).trunc();
    let note = if whole.is_nan() {
        "A NaN has no whole part and becomes 0 here.".to_owned()
    } else if whole < least as f64 {
        format!("{v} is below all {kind} {ty}s, so it is held at {least}.")
    } else if whole > most as f64 {
        format!("{v} is above all {kind} {ty}s, so it is held at {most}.")
    } else {
        String::new()
    };
    Phrase::new(
        format!(
            "its whole part as {} {kind} {ty}, or the nearest there is",
            article(kind)
        ),
        format!(", the {kind} {ty} nearest to the whole part of {v}"),
    )
    .note(note)
}

fn article(kind: &str) -> &'static str {
    if kind == "unsigned" { "an" } else { "a" }
}

pub(super) fn truncate(op: TruncateOp, v: Value, r: Value) -> Phrase {
    use TruncateOp as Op;
    let with_sign = match op {
        Op::I32TruncF32S | Op::I32TruncF64S | Op::I64TruncF32S | Op::I64TruncF64S => true,
        Op::I32TruncF32U | Op::I32TruncF64U | Op::I64TruncF32U | Op::I64TruncF64U => false,
    };
    let (ty, kind) = (op.result(), kind(with_sign));
    let note = match with_sign {
        true => String::new(),
        false => sentence(without_sign(r)),
    };
    Phrase::new(
        format!(
            "its whole part as {} {kind} {ty}, which has to have room for it",
            article(kind)
        ),
        format!(", the whole part of {v} as {} {kind} {ty}", article(kind)),
    )
    .note(note)
}

/// Both operands read without a sign, where that makes a difference.
fn unsigned_note(x: Value, y: Value) -> String {
    let words: Vec<String> = [x, y].into_iter().map(without_sign).collect();
    let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
    sentence(words.join(" and "))
}

pub(super) fn divide(op: DivideOp, x: Value, y: Value) -> Phrase {
    use DivideOp as Op;
    let (sx, sy) = (term(x), term(y));
    let (ux, uy) = (slot(x), slot(y));
    let towards = match op {
        Op::I32DivS | Op::I64DivS if signed(y) != 0 && signed(x) % signed(y) != 0 => {
            ", rounded towards zero"
        }
        Op::I32DivU | Op::I64DivU if uy != 0 && ux % uy != 0 => ", rounded down",
        _ => "",
    };
    match op {
        Op::I32DivS | Op::I64DivS => Phrase::new(
            format!("{sx} / {sy} as signed numbers, rounded towards zero"),
            format!(", the signed quotient of {sx} / {sy}{towards}"),
        ),
        Op::I32DivU | Op::I64DivU => Phrase::new(
            format!("{ux} / {uy} as unsigned numbers, rounded down"),
            format!(", the unsigned quotient of {ux} / {uy}{towards}"),
        )
        .note(unsigned_note(x, y)),
        Op::I32RemS | Op::I64RemS => Phrase::new(
            format!("what is left over of {sx} / {sy} as signed numbers"),
            format!(", what is left over of {sx} / {sy} as signed numbers"),
        ),
        Op::I32RemU | Op::I64RemU => Phrase::new(
            format!("what is left over of {ux} / {uy} as unsigned numbers"),
            format!(", what is left over of {ux} / {uy} as unsigned numbers"),
        )
        .note(unsigned_note(x, y)),
    }
}

pub(super) fn binary(op: BinaryOp, x: Value, y: Value, r: Value) -> Phrase {
    use BinaryOp as Op;
    let exact = |exact: Option<i128>| exact.unwrap_or(i128::MAX);
    let (sx, sy) = (signed(x), signed(y));
    match op {
        Op::I32Add | Op::I64Add => arithmetic("their sum", "+", [x, y, r], sx + sy),
        Op::I32Sub | Op::I64Sub => {
            let will = format!("the first less the second, {x} - {}", term(y));
            arithmetic(&will, "-", [x, y, r], sx - sy)
        }
        Op::I32Mul | Op::I64Mul => {
            arithmetic("their product", "×", [x, y, r], exact(sx.checked_mul(sy)))
        }
        Op::I32And | Op::I64And => bitwise("both", "AND", [x, y, r]),
        Op::I32Or | Op::I64Or => bitwise("at least one", "OR", [x, y, r]),
        Op::I32Xor | Op::I64Xor => bitwise("exactly one", "XOR", [x, y, r]),
        Op::I32Shl | Op::I64Shl => shift("left, zeros following from the right", x, y),
        Op::I32ShrS | Op::I64ShrS => shift(
            "right, copies of the sign bit following from the left",
            x,
            y,
        ),
        Op::I32ShrU | Op::I64ShrU => shift("right, zeros following from the left", x, y),
        Op::I32Rotl | Op::I64Rotl => {
            shift("left, those that fall out coming in at the right", x, y)
        }
        Op::I32Rotr | Op::I64Rotr => {
            shift("right, those that fall out coming in at the left", x, y)
        }
        Op::I32Eq | Op::I64Eq => compared("=", "", x, y, r),
        Op::I32Ne | Op::I64Ne => compared("≠", "", x, y, r),
        Op::I32LtS | Op::I64LtS => compared("<", " as signed numbers", x, y, r),
        Op::I32GtS | Op::I64GtS => compared(">", " as signed numbers", x, y, r),
        Op::I32LeS | Op::I64LeS => compared("≤", " as signed numbers", x, y, r),
        Op::I32GeS | Op::I64GeS => compared("≥", " as signed numbers", x, y, r),
        Op::I32LtU | Op::I64LtU => compared_unsigned("<", x, y, r),
        Op::I32GtU | Op::I64GtU => compared_unsigned(">", x, y, r),
        Op::I32LeU | Op::I64LeU => compared_unsigned("≤", x, y, r),
        Op::I32GeU | Op::I64GeU => compared_unsigned("≥", x, y, r),
        Op::F32Eq | Op::F64Eq => compared_floats("=", x, y, r),
        Op::F32Ne | Op::F64Ne => compared_floats("≠", x, y, r),
        Op::F32Lt | Op::F64Lt => compared_floats("<", x, y, r),
        Op::F32Gt | Op::F64Gt => compared_floats(">", x, y, r),
        Op::F32Le | Op::F64Le => compared_floats("≤", x, y, r),
        Op::F32Ge | Op::F64Ge => compared_floats("≥", x, y, r),
        Op::F32Add
        | Op::F32Sub
        | Op::F32Mul
        | Op::F32Div
        | Op::F32Min
        | Op::F32Max
        | Op::F32Copysign
        | Op::F64Add
        | Op::F64Sub
        | Op::F64Mul
        | Op::F64Div
        | Op::F64Min
        | Op::F64Max
        | Op::F64Copysign => float_binary(op, x, y, r),
    }
}

/// `exact` is the result that no width limits.
fn arithmetic(will: &str, sign: &str, [x, y, r]: [Value; 3], exact: i128) -> Phrase {
    let formula = format!("{x} {sign} {}", term(y));
    if exact == signed(r) {
        return Phrase::new(will, format!(" = {formula}"));
    }
    let bits = width(r.ty());
    Phrase::new(will, format!(" for {formula}")).note(format!(
        "The exact result {exact} does not fit into {bits} bits; it wraps around."
    ))
}

fn bitwise(which: &str, word: &str, [x, y, r]: [Value; 3]) -> Phrase {
    let [bx, by, br] = [x, y, r].map(slot);
    let will = match which {
        "both" => "the bits that are one in both".to_owned(),
        _ => format!("the bits that are one in {which} of them"),
    };
    let did = match bx.max(by) < 1 << 16 {
        true => format!(": in binary, {bx:b} {word} {by:b} = {br:b}"),
        false => format!(": in hexadecimal, {bx:x} {word} {by:x} = {br:x}"),
    };
    Phrase::new(will, did)
}

fn shift(how: &str, x: Value, y: Value) -> Phrase {
    let bits = u64::from(width(x.ty()));
    let by = slot(y) % bits;
    let places = count(by, "place");
    let note = match slot(y) == by {
        true => String::new(),
        false => format!("The count {y} is taken modulo {bits}, which is {by}."),
    };
    Phrase::new(
        format!("the bits of {x} moved {places} to the {how}"),
        format!(", the bits of {x} moved {places} to the {how}"),
    )
    .note(note)
}

fn compared(sign: &str, how: &str, x: Value, y: Value, r: Value) -> Phrase {
    let holds = if slot(r) == 1 { "is true" } else { "is false" };
    Phrase::new(
        format!("1 if {x} {sign} {y}{how}, else 0"),
        format!(": {x} {sign} {y}{how} {holds}"),
    )
}

fn compared_unsigned(sign: &str, x: Value, y: Value, r: Value) -> Phrase {
    let holds = if slot(r) == 1 { "is true" } else { "is false" };
    let (ux, uy) = (slot(x), slot(y));
    Phrase::new(
        format!("1 if {ux} {sign} {uy} as unsigned numbers, else 0"),
        format!(": {ux} {sign} {uy} as unsigned numbers {holds}"),
    )
    .note(unsigned_note(x, y))
}

fn compared_floats(sign: &str, x: Value, y: Value, r: Value) -> Phrase {
    let phrase = compared(sign, "", x, y, r);
    if !real(x).is_nan() && !real(y).is_nan() {
        return phrase;
    }
    phrase.note(match sign {
        "≠" => "NaN is different from every number, itself included.",
        _ => "NaN is neither equal to, nor below, nor above any number.",
    })
}
