//! What the instructions on numbers compute (section 4.3, "Numerics").
//!
//! Pure functions of slots: no machine, no store. An i32 or f32 is in the low half of
//! its slot, the high half zero; results keep it so, and therefore an unsigned
//! comparison or a bitwise operation is the same for both widths.
//!
//! Where the specification lets a NaN be any of several, arithmetic gives the
//! positive canonical one, on every platform.

mod float;
mod int;
pub mod vector;

use crate::runtime::Trap;
use crate::syntax::{BinaryOp, DivideOp, TruncateOp, UnaryOp, WideOp};
use float::{f32_of, f32_slot, f64_of, f64_slot, max_f32, max_f64, min_f32, min_f64};
use int::{div_s_32, div_s_64, rem_s_32, rem_s_64, to_i32, to_i64, to_u32, to_u64};

/// One operand, one result.
#[inline(always)]
#[must_use]
pub fn unary(op: UnaryOp, a: u64) -> u64 {
    use UnaryOp as Op;
    match op {
        Op::I32Clz => u64::from((a as u32).leading_zeros()),
        Op::I32Ctz => u64::from((a as u32).trailing_zeros()),
        Op::I32Popcnt => u64::from((a as u32).count_ones()),
        Op::I32Eqz => u64::from(a as u32 == 0),
        Op::I64Clz => u64::from(a.leading_zeros()),
        Op::I64Ctz => u64::from(a.trailing_zeros()),
        Op::I64Popcnt => u64::from(a.count_ones()),
        Op::I64Eqz => u64::from(a == 0),
        Op::I32Extend8S => u64::from(a as i8 as u32),
        Op::I32Extend16S => u64::from(a as i16 as u32),
        Op::I64Extend8S => a as i8 as u64,
        Op::I64Extend16S => a as i16 as u64,
        Op::I64Extend32S => a as i32 as u64,
        Op::F32Abs => a & 0x7fff_ffff,
        Op::F32Neg => a ^ 0x8000_0000,
        Op::F32Ceil => f32_slot(f32_of(a).ceil()),
        Op::F32Floor => f32_slot(f32_of(a).floor()),
        Op::F32Trunc => f32_slot(f32_of(a).trunc()),
        Op::F32Nearest => f32_slot(f32_of(a).round_ties_even()),
        Op::F32Sqrt => f32_slot(f32_of(a).sqrt()),
        Op::F64Abs => a & !(1 << 63),
        Op::F64Neg => a ^ (1 << 63),
        Op::F64Ceil => f64_slot(f64_of(a).ceil()),
        Op::F64Floor => f64_slot(f64_of(a).floor()),
        Op::F64Trunc => f64_slot(f64_of(a).trunc()),
        Op::F64Nearest => f64_slot(f64_of(a).round_ties_even()),
        Op::F64Sqrt => f64_slot(f64_of(a).sqrt()),
        Op::I32WrapI64 => u64::from(a as u32),
        Op::I64ExtendI32S => a as i32 as u64,
        Op::I64ExtendI32U => a,
        Op::F32ConvertI32S => f32_slot(a as i32 as f32),
        Op::F32ConvertI32U => f32_slot(a as u32 as f32),
        Op::F32ConvertI64S => f32_slot(a as i64 as f32),
        Op::F32ConvertI64U => f32_slot(a as f32),
        Op::F64ConvertI32S => f64_slot(a as i32 as f64),
        Op::F64ConvertI32U => f64_slot(a as u32 as f64),
        Op::F64ConvertI64S => f64_slot(a as i64 as f64),
        Op::F64ConvertI64U => f64_slot(a as f64),
        Op::F32DemoteF64 => f32_slot(f64_of(a) as f32),
        Op::F64PromoteF32 => f64_slot(f64::from(f32_of(a))),
        Op::I32ReinterpretF32 => a,
        Op::I64ReinterpretF64 => a,
        Op::F32ReinterpretI32 => a,
        Op::F64ReinterpretI64 => a,
        Op::I32TruncSatF32S => u64::from(f32_of(a) as i32 as u32),
        Op::I32TruncSatF32U => u64::from(f32_of(a) as u32),
        Op::I32TruncSatF64S => u64::from(f64_of(a) as i32 as u32),
        Op::I32TruncSatF64U => u64::from(f64_of(a) as u32),
        Op::I64TruncSatF32S => f32_of(a) as i64 as u64,
        Op::I64TruncSatF32U => f32_of(a) as u64,
        Op::I64TruncSatF64S => f64_of(a) as i64 as u64,
        Op::I64TruncSatF64U => f64_of(a) as u64,
    }
}

/// Two operands, one result.
#[inline(always)]
#[must_use]
pub fn binary(op: BinaryOp, a: u64, b: u64) -> u64 {
    use BinaryOp as Op;
    match op {
        Op::I32Add => u64::from((a as u32).wrapping_add(b as u32)),
        Op::I32Sub => u64::from((a as u32).wrapping_sub(b as u32)),
        Op::I32Mul => u64::from((a as u32).wrapping_mul(b as u32)),
        Op::I32And => a & b,
        Op::I32Or => a | b,
        Op::I32Xor => a ^ b,
        Op::I32Shl => u64::from((a as u32).wrapping_shl(b as u32)),
        Op::I32ShrS => u64::from((a as i32).wrapping_shr(b as u32) as u32),
        Op::I32ShrU => u64::from((a as u32).wrapping_shr(b as u32)),
        Op::I32Rotl => u64::from((a as u32).rotate_left(b as u32 & 31)),
        Op::I32Rotr => u64::from((a as u32).rotate_right(b as u32 & 31)),
        Op::I32Eq => u64::from(a == b),
        Op::I32Ne => u64::from(a != b),
        Op::I32LtS => u64::from((a as i32) < (b as i32)),
        Op::I32LtU => u64::from(a < b),
        Op::I32GtS => u64::from((a as i32) > (b as i32)),
        Op::I32GtU => u64::from(a > b),
        Op::I32LeS => u64::from((a as i32) <= (b as i32)),
        Op::I32LeU => u64::from(a <= b),
        Op::I32GeS => u64::from((a as i32) >= (b as i32)),
        Op::I32GeU => u64::from(a >= b),
        Op::I64Add => a.wrapping_add(b),
        Op::I64Sub => a.wrapping_sub(b),
        Op::I64Mul => a.wrapping_mul(b),
        Op::I64And => a & b,
        Op::I64Or => a | b,
        Op::I64Xor => a ^ b,
        Op::I64Shl => a.wrapping_shl(b as u32),
        Op::I64ShrS => (a as i64).wrapping_shr(b as u32) as u64,
        Op::I64ShrU => a.wrapping_shr(b as u32),
        Op::I64Rotl => a.rotate_left(b as u32 & 63),
        Op::I64Rotr => a.rotate_right(b as u32 & 63),
        Op::I64Eq => u64::from(a == b),
        Op::I64Ne => u64::from(a != b),
        Op::I64LtS => u64::from((a as i64) < (b as i64)),
        Op::I64LtU => u64::from(a < b),
        Op::I64GtS => u64::from((a as i64) > (b as i64)),
        Op::I64GtU => u64::from(a > b),
        Op::I64LeS => u64::from((a as i64) <= (b as i64)),
        Op::I64LeU => u64::from(a <= b),
        Op::I64GeS => u64::from((a as i64) >= (b as i64)),
        Op::I64GeU => u64::from(a >= b),
        Op::F32Add => f32_slot(f32_of(a) + f32_of(b)),
        Op::F32Sub => f32_slot(f32_of(a) - f32_of(b)),
        Op::F32Mul => f32_slot(f32_of(a) * f32_of(b)),
        Op::F32Div => f32_slot(f32_of(a) / f32_of(b)),
        Op::F32Min => f32_slot(min_f32(f32_of(a), f32_of(b))),
        Op::F32Max => f32_slot(max_f32(f32_of(a), f32_of(b))),
        Op::F32Copysign => a & 0x7fff_ffff | b & 0x8000_0000,
        Op::F32Eq => u64::from(f32_of(a) == f32_of(b)),
        Op::F32Ne => u64::from(f32_of(a) != f32_of(b)),
        Op::F32Lt => u64::from(f32_of(a) < f32_of(b)),
        Op::F32Gt => u64::from(f32_of(a) > f32_of(b)),
        Op::F32Le => u64::from(f32_of(a) <= f32_of(b)),
        Op::F32Ge => u64::from(f32_of(a) >= f32_of(b)),
        Op::F64Add => f64_slot(f64_of(a) + f64_of(b)),
        Op::F64Sub => f64_slot(f64_of(a) - f64_of(b)),
        Op::F64Mul => f64_slot(f64_of(a) * f64_of(b)),
        Op::F64Div => f64_slot(f64_of(a) / f64_of(b)),
        Op::F64Min => f64_slot(min_f64(f64_of(a), f64_of(b))),
        Op::F64Max => f64_slot(max_f64(f64_of(a), f64_of(b))),
        Op::F64Copysign => a & !(1 << 63) | b & 1 << 63,
        Op::F64Eq => u64::from(f64_of(a) == f64_of(b)),
        Op::F64Ne => u64::from(f64_of(a) != f64_of(b)),
        Op::F64Lt => u64::from(f64_of(a) < f64_of(b)),
        Op::F64Gt => u64::from(f64_of(a) > f64_of(b)),
        Op::F64Le => u64::from(f64_of(a) <= f64_of(b)),
        Op::F64Ge => u64::from(f64_of(a) >= f64_of(b)),
    }
}

/// Two operands, one result or a trap.
///
/// # Errors
/// When the divisor is zero, or the quotient is not in the type.
#[inline(always)]
pub fn divide(op: DivideOp, a: u64, b: u64) -> Result<u64, Trap> {
    use DivideOp as Op;
    match op {
        Op::I32DivS => div_s_32(a, b),
        Op::I32DivU => a.checked_div(b).ok_or(Trap::IntegerDivideByZero),
        Op::I32RemS => rem_s_32(a, b),
        Op::I32RemU => a.checked_rem(b).ok_or(Trap::IntegerDivideByZero),
        Op::I64DivS => div_s_64(a, b),
        Op::I64DivU => a.checked_div(b).ok_or(Trap::IntegerDivideByZero),
        Op::I64RemS => rem_s_64(a, b),
        Op::I64RemU => a.checked_rem(b).ok_or(Trap::IntegerDivideByZero),
    }
}

/// One operand, one result or a trap.
///
/// # Errors
/// When the number is not one, or its integer part is not in the type.
#[inline(always)]
pub fn truncate(op: TruncateOp, a: u64) -> Result<u64, Trap> {
    use TruncateOp as Op;
    match op {
        Op::I32TruncF32S => to_i32(f64::from(f32_of(a))),
        Op::I32TruncF32U => to_u32(f64::from(f32_of(a))),
        Op::I32TruncF64S => to_i32(f64_of(a)),
        Op::I32TruncF64U => to_u32(f64_of(a)),
        Op::I64TruncF32S => to_i64(f64::from(f32_of(a))),
        Op::I64TruncF32U => to_u64(f64::from(f32_of(a))),
        Op::I64TruncF64S => to_i64(f64_of(a)),
        Op::I64TruncF64U => to_u64(f64_of(a)),
    }
}

/// A number of 128 bits of the operands: the halves of two numbers, low halves
/// first, or two numbers of 64 bits.
#[must_use]
pub fn wide(op: WideOp, operands: &[u64]) -> u128 {
    use WideOp as Op;
    let at = |index: usize| operands.get(index).copied().unwrap_or(0);
    let both = |low: usize| u128::from(at(low)) | u128::from(at(low + 1)) << 64;
    match op {
        Op::I64Add128 => both(0).wrapping_add(both(2)),
        Op::I64Sub128 => both(0).wrapping_sub(both(2)),
        Op::I64MulWideS => (i128::from(at(0) as i64) * i128::from(at(1) as i64)) as u128,
        Op::I64MulWideU => u128::from(at(0)) * u128::from(at(1)),
    }
}
