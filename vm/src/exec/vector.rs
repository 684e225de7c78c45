//! Vector instructions (section 4.6.5): vectors between slots, memory and numbers.
//!
//! A vector takes two slots, its low half first, as does a number of 128 bits. What is computed is in
//! [`super::num::vector`].

use super::num::vector as num;
use super::object::Stop;
use crate::runtime::{Instance, Memory, Trap};
use crate::syntax::{Code, MemArg, VectorAccess, VectorInstr, WideOp};

const MEMORY: Trap = Trap::OutOfBoundsMemoryAccess;

/// Executes an instruction on the slots below `top`, and gives the new top.
pub(super) fn execute(instr: VectorInstr, code: &Code, slots: &mut [u64], top: usize) -> usize {
    use VectorInstr as V;
    match instr {
        V::Const(index) => push(slots, top, code.vectors[index as usize]),
        V::Shuffle(index) => {
            let lanes = code.vectors[index as usize].to_le_bytes();
            let result = num::shuffle(lanes, vector(slots, top - 4), vector(slots, top - 2));
            push(slots, top - 4, result)
        }
        V::Unary(op) => {
            let result = num::unary(op, vector(slots, top - 2));
            push(slots, top - 2, result)
        }
        V::Binary(op) => {
            let result = num::binary(op, vector(slots, top - 4), vector(slots, top - 2));
            push(slots, top - 4, result)
        }
        V::Ternary(op) => {
            let [a, b, c] = [6, 4, 2].map(|below| vector(slots, top - below));
            push(slots, top - 6, num::ternary(op, a, b, c))
        }
        V::Test(op) => {
            slots[top - 2] = u64::from(num::test(op, vector(slots, top - 2)));
            top - 1
        }
        V::Shift(op) => {
            let result = num::shift(op, vector(slots, top - 3), slots[top - 1] as u32);
            push(slots, top - 3, result)
        }
        V::Splat(op) => {
            let result = num::splat(op, slots[top - 1]);
            push(slots, top - 1, result)
        }
        V::Extract { op, lane } => {
            slots[top - 2] = num::extract(op, lane, vector(slots, top - 2));
            top - 1
        }
        V::Replace { op, lane } => {
            let result = num::replace(op, lane, vector(slots, top - 3), slots[top - 1]);
            push(slots, top - 3, result)
        }
    }
}

/// Executes an instruction that gives a number of 128 bits, and gives the new top.
pub(super) fn wide(op: WideOp, slots: &mut [u64], top: usize) -> usize {
    let bottom = top - op.takes();
    let result = super::num::wide(op, &slots[bottom..top]);
    push(slots, bottom, result)
}

/// Moves a vector between the slots below `top` and memory, and gives the new top.
pub(super) fn access(
    access: VectorAccess,
    arg: MemArg,
    slots: &mut [u64],
    top: usize,
    memories: &mut [Memory],
    instance: &Instance,
) -> Result<usize, Stop> {
    let memory = &mut memories[instance.memories[arg.mem().at()].at()];
    let (pops, _) = access.effect();
    // The address lies below the vector, if there is one.
    let bottom = top - 1 - 2 * (pops - 1);
    let start = slots[bottom].checked_add(arg.offset()).ok_or(MEMORY)?;
    let len = u64::from(access.bytes());
    let loaded = match access {
        VectorAccess::Load(op) => {
            let bytes = memory.read(start, len).ok_or(MEMORY)?;
            num::load_extend(op, &bytes)
        }
        VectorAccess::LoadLane { op, lane } => {
            let bytes = memory.read(start, len).ok_or(MEMORY)?;
            num::load_lane(op, lane, vector(slots, top - 2), &bytes)
        }
        VectorAccess::Store => {
            let bytes = vector(slots, top - 2).to_le_bytes();
            memory.write(start, &bytes)?;
            return Ok(bottom);
        }
        VectorAccess::StoreLane { op, lane } => {
            let bytes = num::store_lane(op, lane, vector(slots, top - 2)).to_le_bytes();
            memory.write(start, &bytes[..access.bytes() as usize])?;
            return Ok(bottom);
        }
    };
    Ok(push(slots, bottom, loaded))
}

/// The vector in the slots from `at` on.
fn vector(slots: &[u64], at: usize) -> u128 {
    u128::from(slots[at]) | u128::from(slots[at + 1]) << 64
}

/// Puts a vector into the slots from `at` on, and gives where they end.
fn push(slots: &mut [u64], at: usize, vector: u128) -> usize {
    slots[at] = vector as u64;
    slots[at + 1] = (vector >> 64) as u64;
    at + 2
}
