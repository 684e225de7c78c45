//! Floats in slots, NaNs, and the two operations that Rust defines otherwise
//! (section 4.3.3).

/// The bits of the positive canonical NaN.
const NAN_32: u32 = 0x7fc0_0000;
const NAN_64: u64 = 0x7ff8_0000_0000_0000;

#[inline(always)]
pub(super) fn f32_of(slot: u64) -> f32 {
    f32::from_bits(slot as u32)
}

#[inline(always)]
pub(super) fn f64_of(slot: u64) -> f64 {
    f64::from_bits(slot)
}

/// The slot of a result; a NaN becomes the canonical one.
#[inline(always)]
pub(super) fn f32_slot(value: f32) -> u64 {
    u64::from(if value.is_nan() {
        NAN_32
    } else {
        value.to_bits()
    })
}

/// The slot of a result; a NaN becomes the canonical one.
#[inline(always)]
pub(super) fn f64_slot(value: f64) -> u64 {
    if value.is_nan() {
        NAN_64
    } else {
        value.to_bits()
    }
}

macro_rules! extremes {
    ($min:ident $max:ident $float:ident) => {
        /// `fmin`: NaN if either is, and −0 below +0.
        #[inline(always)]
        pub(super) fn $min(a: $float, b: $float) -> $float {
            if a.is_nan() || b.is_nan() {
                $float::NAN
            } else if a == b {
                $float::from_bits(a.to_bits() | b.to_bits())
            } else if a < b {
                a
            } else {
                b
            }
        }

        /// `fmax`: NaN if either is, and +0 above −0.
        #[inline(always)]
        pub(super) fn $max(a: $float, b: $float) -> $float {
            if a.is_nan() || b.is_nan() {
                $float::NAN
            } else if a == b {
                $float::from_bits(a.to_bits() & b.to_bits())
            } else if a > b {
                a
            } else {
                b
            }
        }
    };
}

extremes!(min_f32 max_f32 f32);
extremes!(min_f64 max_f64 f64);
