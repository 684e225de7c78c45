//! What the loop keeps in registers: the next instruction, the top of the stack, the
//! fuel.
//!
//! Every method is inlined into the loop. Nothing else may be given a reference to a
//! cursor: it would have to live in memory from then on.

use super::bulk;
use crate::syntax::{Code, Jump, Op};

/// What the loop works with.
pub(super) struct Cursor<'a> {
    pub(super) slots: &'a mut [u64],
    /// One past the topmost operand.
    pub(super) top: usize,
    /// The first local of the frame.
    pub(super) base: usize,
    pub(super) code: &'a Code,
    /// The entries of `code`, cut off where the fuel ends.
    pub(super) ops: &'a [Op],
    pub(super) pc: usize,
    /// Where the straight run of code began.
    pub(super) start: usize,
    /// The fuel there was at its beginning.
    pub(super) fuel: u64,
}

impl<'a> Cursor<'a> {
    #[inline(always)]
    pub(super) fn push(&mut self, slot: u64) {
        self.slots[self.top] = slot;
        self.top += 1;
    }

    #[inline(always)]
    pub(super) fn pop(&mut self) -> u64 {
        self.top -= 1;
        self.slots[self.top]
    }

    /// The operand `depth` places below the topmost.
    #[inline(always)]
    pub(super) fn peek(&self, depth: usize) -> u64 {
        self.slots[self.top - 1 - depth]
    }

    /// Puts a result in the place of `count` operands.
    #[inline(always)]
    pub(super) fn replace(&mut self, count: usize, slot: u64) {
        self.top -= count - 1;
        self.slots[self.top - 1] = slot;
    }

    #[inline(always)]
    pub(super) fn local(&self, slot: u16) -> u64 {
        self.slots[self.base + usize::from(slot)]
    }

    #[inline(always)]
    pub(super) fn set_local(&mut self, slot: u16, value: u64) {
        self.slots[self.base + usize::from(slot)] = value;
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
        self.fuel = self.left(self.pc + 1 - self.start);
        self.begin(target);
    }

    /// Begins a straight run.
    #[inline(always)]
    pub(super) fn begin(&mut self, pc: usize) {
        self.pc = pc;
        self.start = pc;
        let all = &self.code.ops;
        let end = usize::try_from(self.fuel)
            .map_or(all.len(), |fuel| fuel.saturating_add(pc).min(all.len()));
        self.ops = &all[..end];
    }

    /// Takes a branch: what it carries moves down, the rest is gone.
    #[inline(always)]
    pub(super) fn branch(&mut self, jump: Jump) {
        let keep = jump.keep();
        let bottom = self.base + self.code.local_slots as usize + jump.height as usize;
        if bottom + keep != self.top {
            self.carry(bottom, keep);
        }
        self.go_to(jump.target as usize);
        // The `loop` that it leads to only counts.
        if jump.passes_loop() && self.pc < self.ops.len() {
            self.pc += 1;
        }
    }

    #[inline(always)]
    pub(super) fn carry(&mut self, bottom: usize, keep: usize) {
        if keep == 1 {
            self.slots[bottom] = self.slots[self.top - 1];
        } else if keep > 0 {
            self.slots.copy_within(self.top - keep..self.top, bottom);
        }
        self.top = bottom + keep;
    }

    /// Continues in another function, or further on in a caller.
    #[inline(always)]
    pub(super) fn switch(&mut self, code: &'a Code, base: usize, pc: usize) {
        self.fuel = self.left(self.pc + 1 - self.start);
        self.code = code;
        self.base = base;
        self.begin(pc);
    }
}
