//! A vector instruction with its immediates.

use super::{
    ExtractLane, ReplaceLane, Shape, Splat, VectorBinary, VectorLoad, VectorLoadLane, VectorShift,
    VectorStoreLane, VectorTernary, VectorTest, VectorUnary,
};
use crate::syntax::{Instr, ValType};

/// An instruction on vectors, its immediates resolved.
///
/// An immediate of 16 bytes is a position in the body's vectors.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are the instruction's immediates")]
pub enum VectorInstr {
    Const(u32),
    /// The lanes are the bytes of the immediate, the lowest first.
    Shuffle(u32),
    Unary(VectorUnary),
    Binary(VectorBinary),
    Ternary(VectorTernary),
    Test(VectorTest),
    Shift(VectorShift),
    Splat(Splat),
    Extract {
        op: ExtractLane,
        lane: u8,
    },
    Replace {
        op: ReplaceLane,
        lane: u8,
    },
}

/// An instruction that moves vectors between the stack and memory, without its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the instruction's immediates")]
pub enum VectorAccess {
    Load(VectorLoad),
    Store,
    LoadLane { op: VectorLoadLane, lane: u8 },
    StoreLane { op: VectorStoreLane, lane: u8 },
}

impl Instr {
    /// The shape in which it reads the lanes of its vector operands, or makes them where it
    /// has none; `None` when it does not divide any.
    #[must_use]
    pub fn vector_shape(&self) -> Option<Shape> {
        let shape = match self {
            Self::Vector(instr) => instr.shapes().0,
            Self::VectorMemory(access, _) => access.shape(),
            _ => return None,
        };
        (shape != Shape::V128).then_some(shape)
    }
}

impl VectorInstr {
    /// The instruction's name in the text format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Const(_) => "v128.const",
            Self::Shuffle(_) => "i8x16.shuffle",
            Self::Unary(op) => op.name(),
            Self::Binary(op) => op.name(),
            Self::Ternary(op) => op.name(),
            Self::Test(op) => op.name(),
            Self::Shift(op) => op.name(),
            Self::Splat(op) => op.name(),
            Self::Extract { op, .. } => op.name(),
            Self::Replace { op, .. } => op.name(),
        }
    }

    /// The shape in which it reads its vectors, and that of its result.
    #[must_use]
    pub fn shapes(self) -> (Shape, Shape) {
        match self {
            Self::Const(_) => (Shape::V128, Shape::V128),
            Self::Shuffle(_) => (Shape::I8x16, Shape::I8x16),
            Self::Unary(op) => (op.operand(), op.result()),
            Self::Binary(op) => (op.operand(), op.result()),
            Self::Ternary(op) => (op.operand(), op.result()),
            Self::Test(op) => (op.operand(), op.operand()),
            Self::Shift(op) => (op.operand(), op.operand()),
            Self::Splat(op) => (op.result(), op.result()),
            Self::Extract { op, .. } => (op.operand(), op.operand()),
            Self::Replace { op, .. } => (op.operand(), op.operand()),
        }
    }

    /// The instruction that the decoder has read, if it has no immediate of 16 bytes.
    pub(crate) fn decode(operator: &wasmparser::Operator<'_>) -> Option<Self> {
        (VectorUnary::decode(operator).map(Self::Unary))
            .or_else(|| VectorBinary::decode(operator).map(Self::Binary))
            .or_else(|| VectorTernary::decode(operator).map(Self::Ternary))
            .or_else(|| VectorTest::decode(operator).map(Self::Test))
            .or_else(|| VectorShift::decode(operator).map(Self::Shift))
            .or_else(|| Splat::decode(operator).map(Self::Splat))
            .or_else(|| {
                let (op, lane) = ExtractLane::decode(operator)?;
                Some(Self::Extract { op, lane })
            })
            .or_else(|| {
                let (op, lane) = ReplaceLane::decode(operator)?;
                Some(Self::Replace { op, lane })
            })
    }

    /// How many operands it pops, and what it pushes.
    pub(crate) fn effect(self) -> (usize, Option<ValType>) {
        use ValType::{I32, V128};
        match self {
            Self::Const(_) => (0, Some(V128)),
            Self::Unary(_) | Self::Splat(_) => (1, Some(V128)),
            Self::Shuffle(_) | Self::Binary(_) | Self::Shift(_) | Self::Replace { .. } => {
                (2, Some(V128))
            }
            Self::Ternary(_) => (3, Some(V128)),
            Self::Test(_) => (1, Some(I32)),
            Self::Extract { op, .. } => (1, Some(op.result())),
        }
    }
}

impl VectorAccess {
    /// The instruction's name in the text format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Load(op) => op.name(),
            Self::Store => "v128.store",
            Self::LoadLane { op, .. } => op.name(),
            Self::StoreLane { op, .. } => op.name(),
        }
    }

    /// How many bytes of memory it touches.
    #[must_use]
    pub fn bytes(self) -> u32 {
        match self {
            Self::Load(op) => op.bytes(),
            Self::Store => 16,
            Self::LoadLane { op, .. } => op.bytes(),
            Self::StoreLane { op, .. } => op.bytes(),
        }
    }

    /// Whether it writes to memory.
    #[must_use]
    pub fn writes(self) -> bool {
        matches!(self, Self::Store | Self::StoreLane { .. })
    }

    /// The lane that it moves, when it moves one.
    #[must_use]
    pub fn lane(self) -> Option<u8> {
        match self {
            Self::Load(_) | Self::Store => None,
            Self::LoadLane { lane, .. } | Self::StoreLane { lane, .. } => Some(lane),
        }
    }

    /// The shape of the vector that it loads or stores.
    #[must_use]
    pub fn shape(self) -> Shape {
        match self {
            Self::Load(op) => op.result(),
            Self::Store => Shape::V128,
            Self::LoadLane { op, .. } => op.operand(),
            Self::StoreLane { op, .. } => op.operand(),
        }
    }

    /// How many operands it pops, and what it pushes.
    pub(crate) fn effect(self) -> (usize, Option<ValType>) {
        match self {
            Self::Load(_) => (1, Some(ValType::V128)),
            Self::LoadLane { .. } => (2, Some(ValType::V128)),
            Self::Store | Self::StoreLane { .. } => (2, None),
        }
    }

    /// The instruction that the decoder has read, if it is one of these, with its place in
    /// memory.
    pub(crate) fn decode(
        operator: &wasmparser::Operator<'_>,
    ) -> Option<(Self, wasmparser::MemArg)> {
        if let wasmparser::Operator::V128Store { memarg } = operator {
            return Some((Self::Store, *memarg));
        }
        if let Some((op, arg)) = VectorLoad::decode(operator) {
            return Some((Self::Load(op), arg));
        }
        if let Some((op, arg, lane)) = VectorLoadLane::decode(operator) {
            return Some((Self::LoadLane { op, lane }, arg));
        }
        let (op, arg, lane) = VectorStoreLane::decode(operator)?;
        Some((Self::StoreLane { op, lane }, arg))
    }
}
