//! Which instructions are executed at once.
//!
//! At each pc the longest run is taken that is one operation on slots: up to two instructions
//! that push a local or a constant, one that computes, loads, stores or compares, and one that
//! puts the result into a local or branches on it. What does not fit in takes its operands
//! from the slots of the stack, or leaves its result there. No run goes over a place that
//! branches lead to.

use crate::syntax::{
    BinaryOp, Code, Instr, Jump, Kind, LoadOp, MemArg, MemIdx, Op, StoreOp, UnaryOp,
};

/// Makes the entries of a body. The machine stops before the instructions at the pcs of
/// `stops`.
pub(crate) fn fuse(code: &mut Code, stops: &[usize]) {
    let mut body = Body {
        code,
        begins: vec![false; code.instrs.len() + 1],
        stops: vec![false; code.instrs.len()],
        branches: Vec::new(),
        limit: 0,
    };
    body.mark(stops);
    let mut ops: Vec<Op> = Vec::with_capacity(code.instrs.len() / 2);
    let mut entries = vec![Code::INSIDE; code.instrs.len()];
    let mut pc = 0;
    while pc < code.instrs.len() {
        entries[pc] = ops.len() as u32;
        let op = match body.stops[pc] {
            true => body.plain(Kind::Stop, pc),
            false => body.entry(pc, ops.len()),
        };
        pc += usize::from(op.covers);
        ops.push(op);
    }
    for &(entry, target) in &body.branches {
        // A `loop` has nothing to do but to count, so that it is executed with the branch.
        let passes = matches!(code.instrs[target], Instr::Loop(_)) && !body.stops[target];
        let to = entries[target + usize::from(passes)];
        ops[entry].passes_loop = passes;
        ops[entry].to = (i64::from(to) - entry as i64) as u16;
    }
    code.ops = ops.into();
    code.entries = entries.into();
}

struct Body<'a> {
    code: &'a Code,
    /// Where entries have to begin.
    begins: Vec<bool>,
    /// Where the machine stops.
    stops: Vec<bool>,
    /// Entries that branch, and the pcs that they lead to.
    branches: Vec<(usize, usize)>,
    /// The pc that the entry at hand must not go over.
    limit: usize,
}

/// Where an operand is.
#[derive(Clone, Copy)]
enum Source {
    Slot(u16),
    I32(i32),
    I64(i64),
    /// The bits of a float.
    Float(u64),
}

/// An operation on two operands, as an entry names it.
#[derive(Clone, Copy)]
struct Operation {
    kind: Kind,
    a: u16,
    b: u32,
}

impl Body<'_> {
    /// Marks where control can come to otherwise than from the instruction before.
    fn mark(&mut self, stops: &[usize]) {
        let code = self.code;
        let mut mark = |pc: u32| {
            let pc = pc as usize;
            self.begins[pc] = true;
            if matches!(code.instrs[pc], Instr::Loop(_)) {
                self.begins[pc + 1] = true;
            }
        };
        for instr in &code.instrs {
            match instr {
                Instr::Br(jump)
                | Instr::BrIf(jump)
                | Instr::BrOnNull(jump)
                | Instr::BrOnNonNull(jump) => mark(jump.target),
                Instr::If { on_false: pc, .. } | Instr::Else { after_end: pc } => mark(*pc),
                _ => {}
            }
        }
        let casts = code.casts.iter().map(|cast| cast.jump);
        let catches = code.handlers.iter().flat_map(|handler| &handler.catches);
        let catches = catches.map(|catch| catch.jump);
        for jump in code.jumps.iter().copied().chain(casts).chain(catches) {
            mark(jump.target);
        }
        self.begins[code.instrs.len()] = true;
        for pc in stops {
            self.begins[*pc] = true;
            self.stops[*pc] = true;
        }
    }

    /// The instruction as it is.
    fn plain(&self, kind: Kind, pc: usize) -> Op {
        Op {
            b: self.code.heights[pc],
            ..op(kind, pc, 1)
        }
    }

    /// The entry that begins at a pc; it will be the one of this number.
    fn entry(&mut self, pc: usize, number: usize) -> Op {
        let ends = (pc + 1..pc + Op::MOST).find(|end| self.begins[*end]);
        self.limit = ends.unwrap_or(pc + Op::MOST);
        let nothing = self.code.instrs[pc..self.limit].iter();
        match nothing.take_while(|instr| only_counts(instr)).count() {
            0 => {}
            count => return op(Kind::Nothing, pc, count),
        }
        let sources = self.code.instrs[pc..self.limit].iter().map_while(source);
        let sources: Vec<Source> = sources.take(2).collect();
        let together = (0..=sources.len())
            .rev()
            .find_map(|count| self.consumer(pc, &sources[..count]))
            .or_else(|| self.pushes(pc, &sources).map(|op| (op, None)));
        let Some((op, target)) = together else {
            let kind = match self.code.instrs[pc] {
                Instr::Call(_) => Kind::Call,
                Instr::Return | Instr::FuncEnd => Kind::Return,
                _ => Kind::Plain,
            };
            return self.plain(kind, pc);
        };
        if let Some(target) = target {
            self.branches.push((number, target));
        }
        op
    }

    /// The instruction at a pc, if the entry may go over it.
    fn instr(&self, pc: usize) -> Option<Instr> {
        self.code.instrs[..self.limit].get(pc).copied()
    }

    /// Locals and constants that nobody takes at once.
    fn pushes(&self, pc: usize, sources: &[Source]) -> Option<Op> {
        let height = self.code.heights[pc];
        let to = slot(height)?;
        match *sources {
            [Source::Slot(a), Source::Slot(b)] => Some(Op {
                a,
                b: u32::from(b),
                to,
                ..op(Kind::CopyTwo, pc, 2)
            }),
            [first, ..] => copy(pc, first, 1, to),
            [] => None,
        }
    }

    /// The instruction behind those that push `sources`, with them and what follows.
    fn consumer(&self, pc: usize, sources: &[Source]) -> Option<Entry> {
        let at = pc + sources.len();
        let height = self.code.heights[pc];
        // The operand so many places below the top, when `at` is reached.
        let operand = |depth: usize| -> Option<Source> {
            match sources.len().checked_sub(depth + 1) {
                Some(index) => Some(sources[index]),
                None => {
                    let below = (depth - sources.len()) as u32 + 1;
                    Some(Source::Slot(slot(height.checked_sub(below)?)?))
                }
            }
        };
        let taken = |count: u32| (height + sources.len() as u32).checked_sub(count);
        match self.instr(at)? {
            Instr::Binary(op) => {
                let operation = binary(op, operand(1)?, operand(0)?)?;
                self.result(pc, at, operation, taken(2)?)
            }
            Instr::Unary(op) if sources.len() < 2 => {
                self.result(pc, at, unary(op, operand(0)?)?, taken(1)?)
            }
            Instr::Divide(op) => {
                let a = operand(1)?.slot()?;
                let (kind, b) = match operand(0)? {
                    Source::Slot(b) => (Kind::Divide(op), u32::from(b)),
                    constant => (Kind::DivideConst(op), small(constant)?),
                };
                self.result(pc, at, Operation { kind, a, b }, taken(2)?)
            }
            Instr::Load(op, arg) if sources.len() < 2 => {
                let (a, b) = (operand(0)?.slot()?, near(arg)?);
                let kind = load(op);
                self.result(pc, at, Operation { kind, a, b }, taken(1)?)
            }
            Instr::Store(width, arg) => {
                let a = operand(1)?.slot()?;
                let (kind, to) = store(width, operand(0)?)?;
                let b = near(arg)?;
                let entry = op(kind, pc, at + 1 - pc);
                Some((Op { a, b, to, ..entry }, None))
            }
            Instr::Select { wide: false, .. } if sources.len() < 2 => {
                let [a, b, condition] = [operand(2)?, operand(1)?, operand(0)?];
                let b = u32::from(b.slot()?) | u32::from(condition.slot()?) << 16;
                let (kind, a) = (Kind::Select, a.slot()?);
                self.result(pc, at, Operation { kind, a, b }, taken(3)?)
            }
            Instr::LocalSet {
                slot: to,
                wide: false,
                ..
            } if sources.len() < 2 => Some((copy(pc, operand(0)?, at + 1 - pc, slot(to)?)?, None)),
            Instr::LocalTee {
                slot: to,
                wide: false,
                ..
            } if sources.is_empty() => Some((copy(pc, operand(0)?, at + 1 - pc, slot(to)?)?, None)),
            Instr::BrIf(_) | Instr::If { .. } if sources.len() < 2 => {
                let operation = Operation {
                    kind: Kind::NeConst,
                    a: operand(0)?.slot()?,
                    b: 0,
                };
                self.branch(pc, at, operation, taken(1)?)
            }
            Instr::Br(jump) if sources.is_empty() => self.go(pc, jump.target, Some(jump)),
            Instr::Else { after_end } if sources.is_empty() => self.go(pc, after_end, None),
            _ => None,
        }
    }

    /// An operation, with what takes its result. `below` are the slots below it.
    fn result(&self, pc: usize, at: usize, operation: Operation, below: u32) -> Option<Entry> {
        let Operation { kind, a, b } = operation;
        if let Some(branch) = self.branch(pc, at + 1, operation, below) {
            return Some(branch);
        }
        let set = match self.instr(at + 1) {
            Some(Instr::LocalSet {
                slot: to,
                wide: false,
                ..
            }) => slot(to),
            _ => None,
        };
        let (covers, to) = match set {
            Some(to) => (at + 2 - pc, to),
            None => (at + 1 - pc, slot(below)?),
        };
        let op = Op {
            a,
            b,
            to,
            ..op(kind, pc, covers)
        };
        Some((op, None))
    }

    /// A comparison with the branch at `at` that takes its result.
    fn branch(&self, pc: usize, at: usize, operation: Operation, below: u32) -> Option<Entry> {
        let (operation, target, jump) = match self.instr(at)? {
            Instr::BrIf(jump) => (operation, jump.target, Some(jump)),
            Instr::If { on_false, .. } => (operation.inverse()?, on_false, None),
            _ => return None,
        };
        let Operation { kind, a, b } = operation;
        let kind = branching(kind)?;
        let (branch, target) = self.leap(kind, pc, at, target, jump, below)?;
        Some((Op { a, b, ..branch }, target))
    }

    /// A branch without a condition.
    fn go(&self, pc: usize, target: u32, jump: Option<Jump>) -> Option<Entry> {
        self.leap(Kind::Go, pc, pc, target, jump, self.code.heights[pc])
    }

    /// What all branches of entries have in common: nothing is carried down, and they stay in
    /// the function. The others are executed as they are.
    fn leap(
        &self,
        kind: Kind,
        pc: usize,
        at: usize,
        target: u32,
        jump: Option<Jump>,
        top: u32,
    ) -> Option<Entry> {
        if let Some(jump) = jump {
            let left = self.code.local_slots + jump.height + jump.keep() as u32;
            if jump.returns() || left != top {
                return None;
            }
        }
        // There are no more entries between than instructions.
        i16::try_from(i64::from(target) - pc as i64).ok()?;
        Some((op(kind, pc, at + 1 - pc), Some(target as usize)))
    }
}

/// An entry, with the pc that its branch leads to.
type Entry = (Op, Option<usize>);

fn op(kind: Kind, pc: usize, covers: usize) -> Op {
    Op {
        kind,
        covers: covers as u8,
        passes_loop: false,
        a: 0,
        to: 0,
        b: 0,
        pc: pc as u32,
    }
}

fn copy(pc: usize, from: Source, covers: usize, to: u16) -> Option<Op> {
    let (kind, a, b) = match from {
        Source::Slot(a) => (Kind::Copy, a, 0),
        constant => (Kind::Const, 0, small(constant)?),
    };
    Some(Op {
        a,
        b,
        to,
        ..op(kind, pc, covers)
    })
}

impl Source {
    fn slot(self) -> Option<u16> {
        match self {
            Self::Slot(slot) => Some(slot),
            _ => None,
        }
    }
}

impl Operation {
    /// The comparison that holds when this one does not.
    fn inverse(self) -> Option<Self> {
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

/// Whether an instruction changes nothing but the pc.
fn only_counts(instr: &Instr) -> bool {
    matches!(
        instr,
        Instr::Block(_) | Instr::Loop(_) | Instr::End | Instr::Nop | Instr::TryTable { .. }
    )
}

/// What an instruction pushes that only pushes.
fn source(instr: &Instr) -> Option<Source> {
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
fn small(constant: Source) -> Option<u32> {
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

fn unary(op: UnaryOp, operand: Source) -> Option<Operation> {
    let a = operand.slot()?;
    let (kind, b) = match op {
        UnaryOp::I32Eqz | UnaryOp::I64Eqz => (Kind::EqConst, 0),
        UnaryOp::I32WrapI64 => (Kind::I32WrapI64, 0),
        UnaryOp::I64ExtendI32S => (Kind::I64ExtendI32S, 0),
        op => (Kind::Unary(op), 0),
    };
    Some(Operation { kind, a, b })
}

fn binary(op: BinaryOp, a: Source, b: Source) -> Option<Operation> {
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
fn branching(kind: Kind) -> Option<Kind> {
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

fn load(op: LoadOp) -> Kind {
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
fn store(op: StoreOp, value: Source) -> Option<(Kind, u16)> {
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
fn slot(slot: u32) -> Option<u16> {
    u16::try_from(slot).ok()
}

/// The offset of an access to memory 0, in the 32 bits that an entry has for it.
fn near(arg: MemArg) -> Option<u32> {
    u32::try_from(arg.offset())
        .ok()
        .filter(|_| arg.mem() == MemIdx(0))
}
