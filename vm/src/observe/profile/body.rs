//! The counts of one function's instructions.

use crate::syntax::{Code, Instr};

/// How often each instruction of a body was executed.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// By pc: instructions from there up to the next one that may go elsewhere, and with it.
    straight: Vec<u32>,
    /// By pc: how much more often it was executed than the one before it.
    more: Vec<i64>,
}

impl Body {
    pub(super) fn new(code: &Code) -> Self {
        let mut straight = vec![1; code.instrs.len()];
        for pc in (0..code.instrs.len().saturating_sub(1)).rev() {
            if !moves(&code.instrs[pc]) {
                straight[pc] = straight[pc + 1] + 1;
            }
        }
        Self {
            more: vec![0; code.instrs.len() + 1],
            straight,
        }
    }

    pub(super) fn straight(&self, pc: u32) -> u32 {
        self.straight.get(pc as usize).copied().unwrap_or(1)
    }

    /// Counts instructions that were executed one after the other.
    pub(super) fn count(&mut self, pc: u32, done: u64) {
        let start = pc as usize;
        let end = start + done as usize;
        if let Some(more) = self.more.get_mut(start) {
            *more += 1;
        }
        if let Some(more) = self.more.get_mut(end) {
            *more -= 1;
        }
    }

    /// How often each was executed, by pc.
    pub(super) fn counts(&self) -> Vec<u64> {
        let mut count = 0_i64;
        let counts = self.more.iter().take(self.straight.len()).map(|more| {
            count += more;
            count.cast_unsigned()
        });
        counts.collect()
    }
}

/// Whether what follows an instruction may be another one than the next of its body.
fn moves(instr: &Instr) -> bool {
    matches!(
        instr,
        Instr::If { .. }
            | Instr::Else { .. }
            | Instr::FuncEnd
            | Instr::Br(_)
            | Instr::BrIf(_)
            | Instr::BrTable { .. }
            | Instr::BrOnNull(_)
            | Instr::BrOnNonNull(_)
            | Instr::BrOnCast { .. }
            | Instr::Return
            | Instr::Call(_)
            | Instr::CallIndirect { .. }
            | Instr::CallRef(_)
            | Instr::ReturnCall(_)
            | Instr::ReturnCallIndirect { .. }
            | Instr::ReturnCallRef(_)
            | Instr::Throw(_)
            | Instr::ThrowRef
    )
}
