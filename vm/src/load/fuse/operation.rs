//! What is computed from two operands, and how an entry names it.
//!
//! Of two comparisons that are each other's mirror image one is enough, and what is at most a
//! constant is less than the next one: so there are fewer kinds of entries than instructions.

use crate::syntax::{BinaryOp, Instr, Kind, LoadOp, MemArg, MemIdx, StoreOp, UnaryOp};

/// Where an operand is.
#[derive(Clone, Copy)]
pub(super) enum Source {
    Slot(u16),
    I32(i32),
    I64(i64),
    /// The bits of a float.
    Float(u64),
}

/// An operation on two operands, as an entry names it.
#[derive(Clone, Copy)]
pub(super) struct Operation {
    pub(super) kind: Kind,
    pub(super) a: u16,
    pub(super) b: u32,
}

impl Source {
    pub(super) fn slot(self) -> Option<u16> {
        match self {
            Self::Slot(slot) => Some(slot),
            _ => None,
        }
    }
}

impl Operation {
    /// The comparison that holds when this one does not.
    pub(super) fn inverse(self) -> Option<Self> {
        let Self { kind, a, b } = self;
        let swapped = |kind| {
            Some(Self {
                kind,
                a: b as u16,
                b: u32::from(a),
            })
        };
        let signed = |kind, by: i32| {
            let b = (b as i32).checked_add(by)? as u32;
            Some(Self { kind, a, b })
        };
        match kind {
            Kind::Eq => Some(Self {
                kind: Kind::Ne,
                ..self
            }),
            Kind::Ne => Some(Self {
                kind: Kind::Eq,
                ..self
            }),
            Kind::EqConst => Some(Self {
                kind: Kind::NeConst,
                ..self
            }),
            Kind::NeConst => Some(Self {
                kind: Kind::EqConst,
                ..self
            }),
            Kind::LtU => swapped(Kind::LeU),
            Kind::LeU => swapped(Kind::LtU),
            Kind::I32LtS => swapped(Kind::I32LeS),
            Kind::I32LeS => swapped(Kind::I32LtS),
            Kind::I64LtS => swapped(Kind::I64LeS),
            Kind::I64LeS => swapped(Kind::I64LtS),
            Kind::LtUConst => Some(Self {
                kind: Kind::GtUConst,
                a,
                b: b.checked_sub(1)?,
            }),
            Kind::GtUConst => Some(Self {
                kind: Kind::LtUConst,
                a,
                b: b.checked_add(1)?,
            }),
            Kind::I32LtSConst => signed(Kind::I32GtSConst, -1),
            Kind::I32GtSConst => signed(Kind::I32LtSConst, 1),
            Kind::I64LtSConst => signed(Kind::I64GtSConst, -1),
            Kind::I64GtSConst => signed(Kind::I64LtSConst, 1),
            _ => None,
        }
    }
}

/// What an instruction pushes that only pushes.
pub(super) fn source(instr: &Instr) -> Option<Source> {
    Some(match *instr {
        Instr::LocalGet {
            slot: from,
            wide: false,
            ..
        } => Source::Slot(slot(from)?),
        Instr::I32Const(value) => Source::I32(value),
        Instr::I64Const(value) => Source::I64(value),
        Instr::F32Const(bits) => Source::Float(u64::from(bits)),
        Instr::F64Const(bits) => Source::Float(bits),
        _ => return None,
    })
}

/// A constant whose slot is zero above 32 bits.
pub(super) fn small(constant: Source) -> Option<u32> {
    match constant {
        Source::Slot(_) => None,
        Source::I32(value) => Some(value as u32),
        Source::I64(value) => u32::try_from(value).ok(),
        Source::Float(bits) => u32::try_from(bits).ok(),
    }
}

/// A constant as a sign-extended `i32`.
fn signed(constant: Source) -> Option<i32> {
    match constant {
        Source::I32(value) => Some(value),
        Source::I64(value) => i32::try_from(value).ok(),
        Source::Slot(_) | Source::Float(_) => None,
    }
}

pub(super) fn unary(op: UnaryOp, operand: Source) -> Option<Operation> {
    let a = operand.slot()?;
    let (kind, b) = match op {
        UnaryOp::I32Eqz | UnaryOp::I64Eqz => (Kind::EqConst, 0),
        UnaryOp::I32WrapI64 => (Kind::I32WrapI64, 0),
        UnaryOp::I64ExtendI32S => (Kind::I64ExtendI32S, 0),
        op => (Kind::Unary(op), 0),
    };
    Some(Operation { kind, a, b })
}

pub(super) fn binary(op: BinaryOp, a: Source, b: Source) -> Option<Operation> {
    match (a, b) {
        (Source::Slot(a), Source::Slot(b)) => Some(of_slots(op, a, b)),
        (Source::Slot(a), constant) => of_constant(op, a, constant),
        (constant, Source::Slot(b)) => of_constant(turned(op)?, b, constant),
        _ => None,
    }
}

/// The operation that gives the same with its operands in the other order.
fn turned(op: BinaryOp) -> Option<BinaryOp> {
    use BinaryOp as B;
    Some(match op {
        B::I32Add | B::I32Mul | B::I32And | B::I32Or | B::I32Xor | B::I32Eq | B::I32Ne => op,
        B::I64Add | B::I64Mul | B::I64And | B::I64Or | B::I64Xor | B::I64Eq | B::I64Ne => op,
        B::I32LtS => B::I32GtS,
        B::I32GtS => B::I32LtS,
        B::I32LeS => B::I32GeS,
        B::I32GeS => B::I32LeS,
        B::I32LtU => B::I32GtU,
        B::I32GtU => B::I32LtU,
        B::I32LeU => B::I32GeU,
        B::I32GeU => B::I32LeU,
        B::I64LtS => B::I64GtS,
        B::I64GtS => B::I64LtS,
        B::I64LeS => B::I64GeS,
        B::I64GeS => B::I64LeS,
        B::I64LtU => B::I64GtU,
        B::I64GtU => B::I64LtU,
        B::I64LeU => B::I64GeU,
        B::I64GeU => B::I64LeU,
        _ => return None,
    })
}

fn of_slots(op: BinaryOp, a: u16, b: u16) -> Operation {
    use BinaryOp as B;
    let (kind, turned) = match op {
        B::I32And | B::I64And => (Kind::And, false),
        B::I32Or | B::I64Or => (Kind::Or, false),
        B::I32Xor | B::I64Xor => (Kind::Xor, false),
        B::I32Eq | B::I64Eq => (Kind::Eq, false),
        B::I32Ne | B::I64Ne => (Kind::Ne, false),
        B::I32LtU | B::I64LtU => (Kind::LtU, false),
        B::I32GtU | B::I64GtU => (Kind::LtU, true),
        B::I32LeU | B::I64LeU => (Kind::LeU, false),
        B::I32GeU | B::I64GeU => (Kind::LeU, true),
        B::I32LtS => (Kind::I32LtS, false),
        B::I32GtS => (Kind::I32LtS, true),
        B::I32LeS => (Kind::I32LeS, false),
        B::I32GeS => (Kind::I32LeS, true),
        B::I64LtS => (Kind::I64LtS, false),
        B::I64GtS => (Kind::I64LtS, true),
        B::I64LeS => (Kind::I64LeS, false),
        B::I64GeS => (Kind::I64LeS, true),
        B::I32Add => (Kind::I32Add, false),
        B::I32Sub => (Kind::I32Sub, false),
        B::I32Mul => (Kind::I32Mul, false),
        B::I32Shl => (Kind::I32Shl, false),
        B::I32ShrS => (Kind::I32ShrS, false),
        B::I32ShrU => (Kind::I32ShrU, false),
        B::I32Rotl => (Kind::I32Rotl, false),
        B::I64Add => (Kind::I64Add, false),
        B::I64Sub => (Kind::I64Sub, false),
        B::I64Mul => (Kind::I64Mul, false),
        B::I64Shl => (Kind::I64Shl, false),
        B::I64ShrS => (Kind::I64ShrS, false),
        B::I64ShrU => (Kind::I64ShrU, false),
        B::I64Rotl => (Kind::I64Rotl, false),
        B::F32Add => (Kind::F32Add, false),
        B::F32Sub => (Kind::F32Sub, false),
        B::F32Mul => (Kind::F32Mul, false),
        B::F32Div => (Kind::F32Div, false),
        B::F64Add => (Kind::F64Add, false),
        B::F64Sub => (Kind::F64Sub, false),
        B::F64Mul => (Kind::F64Mul, false),
        B::F64Div => (Kind::F64Div, false),
        B::F64Lt => (Kind::F64Lt, false),
        B::F64Gt => (Kind::F64Lt, true),
        B::F64Le => (Kind::F64Le, false),
        B::F64Ge => (Kind::F64Le, true),
        op => (Kind::Binary(op), false),
    };
    let (a, b) = if turned { (b, a) } else { (a, b) };
    Operation {
        kind,
        a,
        b: u32::from(b),
    }
}

/// An operation with a constant as its second operand. What is at most is less than one more.
fn of_constant(op: BinaryOp, a: u16, constant: Source) -> Option<Operation> {
    use BinaryOp as B;
    let unsigned = || small(constant);
    let plus = |by: i32| Some(signed(constant)?.checked_add(by)? as u32);
    let (kind, b) = match op {
        B::I32And | B::I64And => (Kind::AndConst, unsigned()?),
        B::I32Or | B::I64Or => (Kind::OrConst, unsigned()?),
        B::I32Xor | B::I64Xor => (Kind::XorConst, unsigned()?),
        B::I32Eq | B::I64Eq => (Kind::EqConst, unsigned()?),
        B::I32Ne | B::I64Ne => (Kind::NeConst, unsigned()?),
        B::I32LtU | B::I64LtU => (Kind::LtUConst, unsigned()?),
        B::I32GtU | B::I64GtU => (Kind::GtUConst, unsigned()?),
        B::I32LeU | B::I64LeU => (Kind::LtUConst, unsigned()?.checked_add(1)?),
        B::I32GeU | B::I64GeU => (Kind::GtUConst, unsigned()?.checked_sub(1)?),
        B::I32LtS => (Kind::I32LtSConst, plus(0)?),
        B::I32GtS => (Kind::I32GtSConst, plus(0)?),
        B::I32LeS => (Kind::I32LtSConst, plus(1)?),
        B::I32GeS => (Kind::I32GtSConst, plus(-1)?),
        B::I64LtS => (Kind::I64LtSConst, plus(0)?),
        B::I64GtS => (Kind::I64GtSConst, plus(0)?),
        B::I64LeS => (Kind::I64LtSConst, plus(1)?),
        B::I64GeS => (Kind::I64GtSConst, plus(-1)?),
        B::I32Add => (Kind::I32AddConst, unsigned()?),
        B::I32Sub => (Kind::I32AddConst, unsigned()?.wrapping_neg()),
        B::I32Mul => (Kind::I32MulConst, unsigned()?),
        B::I32Shl => (Kind::I32ShlConst, unsigned()?),
        B::I32ShrS => (Kind::I32ShrSConst, unsigned()?),
        B::I32ShrU => (Kind::I32ShrUConst, unsigned()?),
        B::I32Rotl => (Kind::I32RotlConst, unsigned()?),
        B::I32Rotr => (Kind::I32RotlConst, unsigned()?.wrapping_neg() & 31),
        B::I64Add => (Kind::I64AddConst, plus(0)?),
        B::I64Sub => (Kind::I64AddConst, signed(constant)?.checked_neg()? as u32),
        B::I64Mul => (Kind::I64MulConst, plus(0)?),
        B::I64Shl => (Kind::I64ShlConst, unsigned()?),
        B::I64ShrS => (Kind::I64ShrSConst, unsigned()?),
        B::I64ShrU => (Kind::I64ShrUConst, unsigned()?),
        B::I64Rotl => (Kind::I64RotlConst, unsigned()?),
        B::I64Rotr => (Kind::I64RotlConst, unsigned()?.wrapping_neg() & 63),
        _ => return None,
    };
    Some(Operation { kind, a, b })
}

/// The branch that is taken when a comparison holds.
pub(super) fn branching(kind: Kind) -> Option<Kind> {
    Some(match kind {
        Kind::Eq => Kind::EqBr,
        Kind::Ne => Kind::NeBr,
        Kind::LtU => Kind::LtUBr,
        Kind::LeU => Kind::LeUBr,
        Kind::I32LtS => Kind::I32LtSBr,
        Kind::I32LeS => Kind::I32LeSBr,
        Kind::I64LtS => Kind::I64LtSBr,
        Kind::I64LeS => Kind::I64LeSBr,
        Kind::EqConst => Kind::EqConstBr,
        Kind::NeConst => Kind::NeConstBr,
        Kind::LtUConst => Kind::LtUConstBr,
        Kind::GtUConst => Kind::GtUConstBr,
        Kind::I32LtSConst => Kind::I32LtSConstBr,
        Kind::I32GtSConst => Kind::I32GtSConstBr,
        Kind::I64LtSConst => Kind::I64LtSConstBr,
        Kind::I64GtSConst => Kind::I64GtSConstBr,
        _ => return None,
    })
}

pub(super) fn load(op: LoadOp) -> Kind {
    match op {
        LoadOp::I32Load8U | LoadOp::I64Load8U => Kind::Load8U,
        LoadOp::I32Load16U | LoadOp::I64Load16U => Kind::Load16U,
        LoadOp::I32Load | LoadOp::F32Load | LoadOp::I64Load32U => Kind::Load32U,
        LoadOp::I64Load | LoadOp::F64Load => Kind::Load64,
        LoadOp::I32Load8S => Kind::I32Load8S,
        LoadOp::I32Load16S => Kind::I32Load16S,
        LoadOp::I64Load8S => Kind::I64Load8S,
        LoadOp::I64Load16S => Kind::I64Load16S,
        LoadOp::I64Load32S => Kind::I64Load32S,
    }
}

/// A store of a slot, or of a constant that fits into the place of one.
pub(super) fn store(op: StoreOp, value: Source) -> Option<(Kind, u16)> {
    let (of_slot, of_constant) = match op {
        StoreOp::I32Store8 | StoreOp::I64Store8 => (Kind::Store8, Kind::Store8Const),
        StoreOp::I32Store16 | StoreOp::I64Store16 => (Kind::Store16, Kind::Store16Const),
        StoreOp::I32Store | StoreOp::F32Store | StoreOp::I64Store32 => {
            (Kind::Store32, Kind::Store32Const)
        }
        StoreOp::I64Store | StoreOp::F64Store => (Kind::Store64, Kind::Store64Const),
    };
    Some(match value {
        Source::Slot(slot) => (of_slot, slot),
        constant => (of_constant, u16::try_from(small(constant)?).ok()?),
    })
}

/// A slot in the 16 bits that an entry has for it.
pub(super) fn slot(slot: u32) -> Option<u16> {
    u16::try_from(slot).ok()
}

/// The offset of an access to memory 0, in the 32 bits that an entry has for it.
pub(super) fn near(arg: MemArg) -> Option<u32> {
    u32::try_from(arg.offset())
        .ok()
        .filter(|_| arg.mem() == MemIdx(0))
}
