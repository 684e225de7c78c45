//! What the loop keeps in registers: the next instruction, the top of the stack, the
//! fuel.
//!
//! Every method is inlined into the loop. Nothing else may be given a reference to a
//! cursor: it would have to live in memory from then on.

use super::quick::Flow;
use super::{Follower, bulk};
use crate::runtime::FuncAddr;
use crate::syntax::{Code, Jump, Kind, Op};

/// What the loop works with while one frame is the innermost.
pub(super) struct Cursor<'a, F> {
    /// The stack from the frame's first local on.
    pub(super) frame: &'a mut [u64],
    /// One past the topmost operand. Entries do not use it, since it follows from the pc; what
    /// is executed as it is finds it right.
    pub(super) top: usize,
    pub(super) code: &'a Code,
    /// The entries of `code`; none where the fuel may end before the next branch, so that all
    /// is executed as it is.
    pub(super) ops: &'a [Op],
    /// The next entry.
    pub(super) entry: usize,
    /// The next instruction, wherever one is executed as it is; entries say their own.
    pub(super) pc: usize,
    /// Where the straight run of code began.
    pub(super) start: usize,
    /// The fuel there was at its beginning.
    pub(super) fuel: u64,
    /// Who is told what was executed, and of which function it is.
    pub(super) follower: &'a mut F,
    pub(super) func: FuncAddr,
}

/// Where the loop was left.
pub(super) struct Place {
    pub(super) pc: usize,
    /// From the frame's first local.
    pub(super) top: usize,
    /// The fuel that is left.
    pub(super) left: u64,
}

impl<'a, F: Follower> Cursor<'a, F> {
    #[inline(always)]
    pub(super) fn new(
        frame: &'a mut [u64],
        code: &'a Code,
        top: usize,
        pc: usize,
        fuel: u64,
        (follower, func): (&'a mut F, FuncAddr),
    ) -> Self {
        let mut at = Self {
            frame,
            top,
            code,
            ops: &[],
            entry: 0,
            pc,
            start: pc,
            fuel,
            follower,
            func,
        };
        at.begin(pc);
        at.top = top;
        // Somebody has stopped where no entry begins.
        if at.code.entries[pc] == Code::INSIDE {
            at.ops = &[];
        }
        at
    }

    /// Leaves the loop, so many instructions having been executed since `pc`.
    #[inline(always)]
    pub(super) fn place(&mut self, executed: usize) -> Place {
        self.follow(self.pc + executed);
        Place {
            pc: self.pc,
            top: self.top,
            left: self.left(self.pc + executed - self.start),
        }
    }

    /// Tells who follows of the instructions of this straight run, up to a pc.
    #[inline(always)]
    pub(super) fn follow(&mut self, end: usize) {
        if F::FOLLOWS && end > self.start {
            let pcs = self.start as u32..end as u32;
            self.follower.executed(self.func, pcs);
        }
    }

    #[inline(always)]
    pub(super) fn push(&mut self, slot: u64) {
        self.frame[self.top] = slot;
        self.top += 1;
    }

    #[inline(always)]
    pub(super) fn pop(&mut self) -> u64 {
        self.top -= 1;
        self.frame[self.top]
    }

    /// The operand `depth` places below the topmost.
    #[inline(always)]
    pub(super) fn peek(&self, depth: usize) -> u64 {
        self.frame[self.top - 1 - depth]
    }

    /// Puts a result in the place of `count` operands.
    #[inline(always)]
    pub(super) fn replace(&mut self, count: usize, slot: u64) {
        self.top -= count - 1;
        self.frame[self.top - 1] = slot;
    }

    #[inline(always)]
    pub(super) fn three(&self) -> bulk::Three {
        [self.peek(2), self.peek(1), self.peek(0)]
    }

    /// The fuel left after `done` instructions of this straight run.
    #[inline(always)]
    pub(super) fn left(&self, done: usize) -> u64 {
        self.fuel - done as u64
    }

    /// Counts the instruction at `pc` and goes on at another one of the same function.
    #[inline(always)]
    pub(super) fn go_to(&mut self, target: usize) {
        self.follow(self.pc + 1);
        self.fuel = self.left(self.pc + 1 - self.start);
        self.begin(target);
    }

    /// Begins a straight run.
    #[inline(always)]
    pub(super) fn begin(&mut self, pc: usize) {
        self.pc = pc;
        self.start = pc;
        self.entry = self.code.entries[pc] as usize;
        self.ops = &self.code.ops;
        if self.ends_within(pc) {
            self.ops = &[];
            self.top = self.code.heights[pc] as usize;
        }
    }

    /// Whether the fuel may end before the next branch after this pc.
    #[inline(always)]
    fn ends_within(&self, pc: usize) -> bool {
        (self.code.instrs.len() - pc) as u64 > self.fuel
    }

    /// Goes past an instruction that was executed as it is.
    #[inline(always)]
    pub(super) fn next(&mut self) {
        self.pc += 1;
        self.entry = self.entry.wrapping_add(1);
    }

    /// Stands before the instruction of an entry that has only one.
    #[inline(always)]
    pub(super) fn stand(&mut self, op: &Op) {
        self.pc = op.pc as usize;
        self.top = op.b as usize;
    }

    /// Stands before the first instruction of an entry, to execute all as they are.
    #[cold]
    pub(super) fn refuse(&mut self, op: &Op) {
        self.pc = op.pc as usize;
        self.top = self.code.heights[self.pc] as usize;
        self.ops = &[];
    }

    /// Where all is executed as it is: goes on with the entry that begins at `pc`, if one does
    /// and there is fuel enough; otherwise says how the instruction is executed.
    pub(super) fn find_entry(&mut self) -> Flow {
        let entry = self.code.entries[self.pc] as usize;
        match self.code.ops.get(entry) {
            Some(op) if op.kind == Kind::Stop => Flow::Stop,
            Some(_) => {
                self.follow(self.pc);
                self.fuel = self.left(self.pc - self.start);
                self.start = self.pc;
                if self.ends_within(self.pc) {
                    return Flow::Plain;
                }
                self.ops = &self.code.ops;
                self.entry = entry;
                Flow::Next
            }
            None => Flow::Plain,
        }
    }

    /// Takes a branch: what it carries moves down, the rest is gone.
    #[inline(always)]
    pub(super) fn branch(&mut self, jump: Jump) {
        let keep = jump.keep();
        let bottom = self.code.local_slots as usize + jump.height as usize;
        if bottom + keep != self.top {
            self.carry(bottom, keep);
        }
        self.go_to(jump.target as usize);
    }

    /// Takes the branch at the end of an entry.
    #[inline(always)]
    pub(super) fn leap(&mut self, op: &Op) {
        let end = op.pc as usize + usize::from(op.covers);
        self.follow(end);
        self.fuel = self.left(end - self.start);
        self.entry = self.entry.wrapping_add_signed(isize::from(op.to as i16));
        let pc = self.ops[self.entry].pc as usize;
        // The `loop` that it leads to only counts.
        self.start = pc - usize::from(op.passes_loop);
        if self.ends_within(self.start) {
            self.pc = self.start;
            self.ops = &[];
            self.top = self.code.heights[self.pc] as usize;
        }
    }

    #[inline(always)]
    pub(super) fn carry(&mut self, bottom: usize, keep: usize) {
        if keep == 1 {
            self.frame[bottom] = self.frame[self.top - 1];
        } else if keep > 0 {
            self.frame.copy_within(self.top - keep..self.top, bottom);
        }
        self.top = bottom + keep;
    }
}
