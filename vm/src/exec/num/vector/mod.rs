//! What the instructions on vectors compute (section 4.3, "Numerics", lane by lane).
//!
//! Pure functions of vectors and slots, as those of scalars are: a vector is a `u128`
//! with lane 0 in its lowest bits, an i32 or f32 is in the low half of its slot. Nothing
//! here depends on the machine that it runs on, so a recording replays anywhere.
//!
//! Relaxed instructions have the one result that the deterministic profile leaves them
//! (section 4.3, "Relaxed operations", and the appendix, "Profiles"): the first of those
//! that the specification lists, which is never the fused one.

mod binary;
mod lanes;
mod memory;
mod scalar;
mod ternary;
mod unary;

pub use binary::{binary, shuffle};
pub use memory::{load_extend, load_lane, store_lane};
pub use scalar::{extract, replace, shift, splat, test};
pub use ternary::ternary;
pub use unary::unary;
