//! Signed division, and floats to integers (sections 4.3.2 and 4.3.4).

use crate::runtime::Trap;

macro_rules! signed {
    ($div:ident $rem:ident $signed:ident $unsigned:ident) => {
        /// `idiv_s`: towards zero.
        #[inline(always)]
        pub(super) fn $div(a: u64, b: u64) -> Result<u64, Trap> {
            match (a as $signed, b as $signed) {
                (_, 0) => Err(Trap::IntegerDivideByZero),
                ($signed::MIN, -1) => Err(Trap::IntegerOverflow),
                (a, b) => Ok(u64::from(a.wrapping_div(b) as $unsigned)),
            }
        }

        /// `irem_s`: of the dividend's sign; `MIN rem −1` is 0.
        #[inline(always)]
        pub(super) fn $rem(a: u64, b: u64) -> Result<u64, Trap> {
            match (a as $signed, b as $signed) {
                (_, 0) => Err(Trap::IntegerDivideByZero),
                (a, b) => Ok(u64::from(a.wrapping_rem(b) as $unsigned)),
            }
        }
    };
}

signed!(div_s_32 rem_s_32 i32 u32);
signed!(div_s_64 rem_s_64 i64 u64);

/// The integer part of a number that lies between the bounds, both excluded and both
/// exact in a 64-bit float.
#[inline(always)]
fn part(number: f64, below: f64, above: f64) -> Result<f64, Trap> {
    if number.is_nan() {
        Err(Trap::InvalidConversionToInteger)
    } else if number > below && number < above {
        Ok(number)
    } else {
        Err(Trap::IntegerOverflow)
    }
}

pub(super) fn to_i32(number: f64) -> Result<u64, Trap> {
    let number = part(number, -2_147_483_649.0, 2_147_483_648.0)?;
    Ok(u64::from(number as i32 as u32))
}

pub(super) fn to_u32(number: f64) -> Result<u64, Trap> {
    let number = part(number, -1.0, 4_294_967_296.0)?;
    Ok(u64::from(number as u32))
}

pub(super) fn to_i64(number: f64) -> Result<u64, Trap> {
    // −2⁶³ is in the type and the next number below it is −2⁶³ − 2048.
    let number = part(
        number,
        -9_223_372_036_854_777_856.0,
        9_223_372_036_854_775_808.0,
    )?;
    Ok(number as i64 as u64)
}

pub(super) fn to_u64(number: f64) -> Result<u64, Trap> {
    let number = part(number, -1.0, 18_446_744_073_709_551_616.0)?;
    Ok(number as u64)
}
