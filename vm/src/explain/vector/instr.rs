//! The machine's vector instructions: told, foreseen and found in the specification.

use super::super::tale::{Tale, Teller};
use super::super::words::slot;
use super::{
    Anchor, binary, constant, extract, load, load_lane, replace, rule, shift, shuffle, splat,
    store, store_lane, ternary, test, unary,
};
use crate::exec::num::vector as num;
use crate::runtime::Value;
use crate::syntax::{Code, MemArg, ValType, VectorAccess, VectorInstr};

/// The bits of a vector; zero for another value.
fn bits(value: Value) -> u128 {
    match value {
        Value::V128(bits) => bits,
        _ => 0,
    }
}

/// The immediate of 16 bytes that is at this position in the body's.
fn immediate(code: &Code, index: u32) -> u128 {
    code.vectors.get(index as usize).copied().unwrap_or(0)
}

impl Teller<'_> {
    /// A vector instruction, in the lanes that it works on.
    pub(in crate::explain) fn vector(&self, instr: VectorInstr) -> Tale {
        use VectorInstr as V;
        let v = |index| bits(self.popped(index));
        let r = bits(self.result());
        match instr {
            V::Const(_) => constant(r),
            V::Shuffle(index) => shuffle(immediate(self.code, index).to_le_bytes(), v(0), v(1), r),
            V::Unary(op) => unary(op, v(0), r),
            V::Binary(op) => binary(op, v(0), v(1), r),
            V::Ternary(op) => ternary(op, [0, 1, 2].map(v), r),
            V::Test(op) => test(op, v(0), self.result()),
            V::Shift(op) => shift(op, v(0), self.popped(1), r),
            V::Splat(op) => splat(op, self.popped(0), r),
            V::Extract { op, lane } => extract(op, lane, v(0), self.result()),
            V::Replace { op, lane } => replace(op, lane, v(0), self.popped(1), r),
        }
    }

    /// A vector on its way between the stack and memory.
    pub(in crate::explain) fn vector_access(&self, access: VectorAccess, arg: MemArg) -> Tale {
        let (at, vector) = (self.effective(arg), bits(self.popped(1)));
        let r = bits(self.result());
        match access {
            VectorAccess::Load(op) => load(op, &at, &self.read_bytes(), r),
            VectorAccess::Store => store(&at, &self.old_bytes(), vector),
            VectorAccess::LoadLane { op, lane } => {
                load_lane(op, lane, [&at, &self.read_bytes()], vector, r)
            }
            VectorAccess::StoreLane { op, lane } => {
                store_lane(op, lane, [&at, &self.old_bytes()], vector)
            }
        }
    }

    /// The rule in the shapes of the instruction; `own` is the instruction.
    pub(in crate::explain) fn vector_rule(&self, own: &str, instr: VectorInstr) -> String {
        let (operand, result) = instr.shapes();
        let (pop, push) = (&self.record.pop, &self.record.push);
        rule(own, (operand, pop), (result, push))
    }

    /// As [`Teller::vector_rule`], of a load.
    pub(in crate::explain) fn vector_load_rule(&self, own: &str, access: VectorAccess) -> String {
        let shape = access.shape();
        let (pop, push) = (&self.record.pop, &self.record.push);
        let rule = rule(own, (shape, pop), (shape, push));
        format!("S; {}", rule.replacen("↪ ", "↪ S; ", 1))
    }
}

/// What the instruction will push, from what it pops; `None` when something is missing.
pub(in crate::explain) fn pushed(instr: VectorInstr, code: &Code, pop: &[Value]) -> Option<Value> {
    use VectorInstr as V;
    let v = |index: usize| pop.get(index).map(|value| bits(*value));
    let scalar = |index: usize| pop.get(index).map(|value| slot(*value));
    Some(Value::V128(match instr {
        V::Const(index) => immediate(code, index),
        V::Shuffle(index) => num::shuffle(immediate(code, index).to_le_bytes(), v(0)?, v(1)?),
        V::Unary(op) => num::unary(op, v(0)?),
        V::Binary(op) => num::binary(op, v(0)?, v(1)?),
        V::Ternary(op) => num::ternary(op, v(0)?, v(1)?, v(2)?),
        V::Test(op) => {
            let bits = num::test(op, v(0)?);
            return Some(Value::from_slots(ValType::I32, [bits.into(), 0]));
        }
        V::Shift(op) => num::shift(op, v(0)?, scalar(1)? as u32),
        V::Splat(op) => num::splat(op, scalar(0)?),
        V::Extract { op, lane } => {
            let bits = num::extract(op, lane, v(0)?);
            return Some(Value::from_slots(op.result(), [bits, 0]));
        }
        V::Replace { op, lane } => num::replace(op, lane, v(0)?, scalar(1)?),
    }))
}

/// The vector that bytes of memory become; `None` for a store.
pub(in crate::explain) fn loaded(
    access: VectorAccess,
    pop: &[Value],
    read: &[u8],
) -> Option<Value> {
    Some(Value::V128(match access {
        VectorAccess::Load(op) => num::load_extend(op, read),
        VectorAccess::LoadLane { op, lane } => num::load_lane(op, lane, bits(*pop.get(1)?), read),
        VectorAccess::Store | VectorAccess::StoreLane { .. } => return None,
    }))
}

/// Where the specification says what the instruction does.
pub(in crate::explain) fn anchor(instr: VectorInstr) -> &'static str {
    use VectorInstr as V;
    match instr {
        V::Const(_) => "vconst",
        V::Shuffle(_) => "vshuffle",
        V::Unary(op) => op.anchor(),
        V::Binary(op) => op.anchor(),
        V::Ternary(op) => op.anchor(),
        V::Test(op) => op.anchor(),
        V::Shift(op) => op.anchor(),
        V::Splat(op) => op.anchor(),
        V::Extract { op, .. } => op.anchor(),
        V::Replace { op, .. } => op.anchor(),
    }
}

/// As [`anchor`], of a load or store.
pub(in crate::explain) fn access_anchor(access: VectorAccess) -> &'static str {
    match access {
        VectorAccess::Load(op) => op.anchor(),
        VectorAccess::Store => "vstore",
        VectorAccess::LoadLane { op, .. } => op.anchor(),
        VectorAccess::StoreLane { op, .. } => op.anchor(),
    }
}
