//! Which instructions are executed at once.
//!
//! At each pc the longest run is taken that is one operation on slots: up to two instructions
//! that push a local or a constant, one that computes, loads, stores or compares, and one that
//! puts the result into a local or branches on it. What does not fit in takes its operands
//! from the slots of the stack, or leaves its result there. What only counts (`block`, `end`) goes
//! with what is before or behind it. No run goes over a place that branches lead to.

mod operation;

use crate::syntax::{Code, Instr, Jump, Kind, Op};
use operation::{
    Operation, Source, binary, branching, load, near, slot, small, source, store, unary,
};

/// Makes the entries of a body. The machine stops before the instructions at the pcs of
/// `stops`.
pub(crate) fn fuse(code: &mut Code, stops: &[usize]) {
    let mut ops: Vec<Op> = Vec::new();
    let mut body = Body {
        code,
        begins: vec![false; code.instrs.len() + 1],
        stops: Vec::new(),
        branches: Vec::new(),
        limit: 0,
    };
    body.mark(stops);
    let mut entries = vec![Code::INSIDE; code.instrs.len()].into_boxed_slice();
    let mut pc = 0;
    while pc < code.instrs.len() {
        entries[pc] = ops.len() as u32;
        let op = match body.is_stop(pc) {
            true => body.plain(Kind::Stop, pc),
            false => body.entry(pc, ops.len()),
        };
        pc += usize::from(op.covers);
        ops.push(op);
    }
    for &(entry, target) in &body.branches {
        // A `loop` has nothing to do but to count, so that it is executed with the branch.
        let passes = matches!(code.instrs[target], Instr::Loop(_)) && !body.is_stop(target);
        let to = entries[target + usize::from(passes)];
        ops[entry].passes_loop = passes;
        ops[entry].to = (i64::from(to) - entry as i64) as u16;
    }
    code.ops = ops.into();
    code.entries = entries;
}

struct Body<'a> {
    code: &'a Code,
    /// Where entries have to begin.
    begins: Vec<bool>,
    /// Where the machine stops; empty when it stops nowhere.
    stops: Vec<bool>,
    /// Entries that branch, and the pcs that they lead to.
    branches: Vec<(usize, usize)>,
    /// The pc that the entry at hand must not go over.
    limit: usize,
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
        if !stops.is_empty() {
            self.stops.resize(code.instrs.len(), false);
        }
        for pc in stops {
            self.begins[*pc] = true;
            self.stops[*pc] = true;
        }
    }

    fn is_stop(&self, pc: usize) -> bool {
        self.stops.get(pc).copied().unwrap_or(false)
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
        // What only counts is counted with what comes behind it, or before it.
        let counted = self.counting(pc);
        if let Some(entry) = self.working(pc + counted, number) {
            return Op {
                covers: entry.covers + counted as u8,
                pc: pc as u32,
                ..entry
            };
        }
        match self.code.instrs[pc] {
            _ if counted > 0 => op(Kind::Nothing, pc, counted),
            Instr::Call(_) => self.plain(Kind::Call, pc),
            Instr::Return | Instr::FuncEnd => self.plain(Kind::Return, pc),
            _ => self.plain(Kind::Plain, pc),
        }
    }

    /// How many instructions from a pc on do nothing but count.
    fn counting(&self, pc: usize) -> usize {
        let instrs = self.code.instrs[pc.min(self.limit)..self.limit].iter();
        instrs.take_while(|instr| only_counts(instr)).count()
    }

    /// The entry of instructions that do something, if they can be put together.
    fn working(&mut self, pc: usize, number: usize) -> Option<Op> {
        if pc == self.limit {
            return None;
        }
        let mut sources = [Source::I32(0); 2];
        let mut count = 0;
        let pushed = self.code.instrs[pc..self.limit].iter().map_while(source);
        for (place, source) in sources.iter_mut().zip(pushed) {
            *place = source;
            count += 1;
        }
        let together = (0..=count)
            .rev()
            .find_map(|count| self.consumer(pc, &sources[..count]))
            .or_else(|| Some((self.pushes(pc, &sources[..count])?, None)));
        let (mut op, target) = together?;
        match target {
            Some(target) => self.branches.push((number, target)),
            // What follows and only counts is counted with it.
            None => op.covers += self.counting(pc + usize::from(op.covers)) as u8,
        }
        Some(op)
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

/// Whether an instruction changes nothing but the pc.
fn only_counts(instr: &Instr) -> bool {
    matches!(
        instr,
        Instr::Block(_) | Instr::Loop(_) | Instr::End | Instr::Nop | Instr::TryTable { .. }
    )
}
