//! Loads and stores. Where the bytes are, and which, is told by whoever knows the memory.

use super::super::tale::Tale;
use super::super::words::{bytes, count};
use crate::runtime::{lane_text, vector_text};
use crate::syntax::{Shape, VectorLoad, VectorLoadLane, VectorStoreLane};

/// `at` and `read` are the place in memory and the bytes there, as words.
pub(in crate::explain) fn load(op: VectorLoad, at: &str, read: &str, r: u128) -> Tale {
    use VectorLoad as Op;
    let shape = op.result();
    let how = match op {
        Op::V128Load => "a vector".to_owned(),
        Op::V128Load8x8S | Op::V128Load16x4S | Op::V128Load32x2S => widened(shape, "with a sign"),
        Op::V128Load8x8U | Op::V128Load16x4U | Op::V128Load32x2U => {
            widened(shape, "without a sign")
        }
        Op::V128Load8Splat | Op::V128Load16Splat | Op::V128Load32Splat | Op::V128Load64Splat => {
            format!("each of the {} lanes of an {shape}", shape.lanes())
        }
        Op::V128Load32Zero | Op::V128Load64Zero => {
            format!("the lowest lane of an {shape} that is zero above")
        }
    };
    let size = count(op.bytes().into(), "byte");
    let (they, order) = order(op.bytes());
    let result = vector_text(shape, r);
    Tale::new(
        format!("Reads {size} at {at}: {read}{order}. {they} will be pushed as {how}."),
        format!("Read {read} at {at}{order}, and pushed {result}, read as {how}."),
        format!("read {size} at {at} as {how}"),
    )
}

fn widened(shape: Shape, how: &str) -> String {
    let (lanes, wide) = (shape.lanes(), shape.width());
    format!(
        "{lanes} lanes of {} bits {how}, each widened to {wide}",
        wide / 2
    )
}

fn order(bytes: u32) -> (&'static str, &'static str) {
    match bytes {
        1 => ("It", ""),
        _ => ("They", ", lowest byte first"),
    }
}

pub(in crate::explain) fn load_lane(
    op: VectorLoadLane,
    lane: u8,
    [at, read]: [&str; 2],
    a: u128,
    r: u128,
) -> Tale {
    let shape = op.operand();
    let size = count(op.bytes().into(), "byte");
    let (they, order) = order(op.bytes());
    let [old, new] = [a, r].map(|vector| lane_text(shape, vector, lane.into()));
    let [vector, result] = [a, r].map(|vector| vector_text(shape, vector));
    Tale::new(
        format!(
            "Reads {size} at {at}: {read}{order}. {they} will take the place of lane {lane}, now \
             {old}, of {vector}."
        ),
        format!(
            "Read {read} at {at}{order}, and pushed {result}, which is {vector} with {new} in the \
             place of {old} as lane {lane}."
        ),
        format!("read {size} at {at} into lane {lane} of {vector}"),
    )
}

/// `v128.store`; `old` is what is overwritten.
pub(in crate::explain) fn store(at: &str, old: &str, a: u128) -> Tale {
    let vector = vector_text(Shape::V128, a);
    let part = format!("the vector {vector} as 16 bytes");
    written(&part, at, &bytes(&a.to_le_bytes(), None), old, 16)
}

pub(in crate::explain) fn store_lane(
    op: VectorStoreLane,
    lane: u8,
    [at, old]: [&str; 2],
    a: u128,
) -> Tale {
    let shape = op.operand();
    let size = count(op.bytes().into(), "byte");
    let (vector, number) = (vector_text(shape, a), lane_text(shape, a, lane.into()));
    let part = format!("lane {lane} of {vector}, {number}, as {size}");
    let new = shape.lane(a, lane.into()).to_le_bytes();
    let new = bytes(&new[..op.bytes() as usize], None);
    written(&part, at, &new, old, op.bytes())
}

fn written(part: &str, at: &str, new: &str, old: &str, size: u32) -> Tale {
    let (_, order) = order(size);
    Tale::new(
        format!("Will write {part} to {at}: {new}{order}, over {old}."),
        format!("Wrote {part} to {at}: {new}{order}, where {old} was."),
        format!("write {part} to {at}"),
    )
}
