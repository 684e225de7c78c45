//! What happened in a range of steps, in numbers.

use crate::runtime::Machine;
use crate::syntax::Instr;

/// A range of steps of a run, summed up.
///
/// It counts the instructions of these numbers; `depth` and `height` are those of the states
/// before them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Whether every step was looked at. Where it is not, `depth` and `height` are of a few
    /// states, if any, `writes` and `written` are unknown and 0, and `wrote` says whether
    /// the memories differ between the states saved around it; `hosts` is exact always.
    pub exact: bool,
    /// The fewest and the most frames; `None` where no state was looked at.
    pub depth: Option<(u32, u32)>,
    /// The most slots that the stack had: parameters, locals and operands of all frames.
    pub height: u32,
    /// Whether memory was written.
    pub wrote: bool,
    /// Instructions, calls of the host included, that wrote memory.
    pub writes: u64,
    /// Bytes that they wrote; those written twice count twice.
    pub written: u64,
    /// Calls of the host.
    pub hosts: u64,
}

impl Column {
    /// Takes in a state.
    pub(super) fn see(&mut self, frames: usize, slots: usize) {
        let frames = u32::try_from(frames).unwrap_or(u32::MAX);
        let (least, most) = self.depth.unwrap_or((frames, frames));
        self.depth = Some((least.min(frames), most.max(frames)));
        self.height = self.height.max(u32::try_from(slots).unwrap_or(u32::MAX));
    }

    /// Takes in an instruction, or an answer of the host, that wrote so many bytes.
    pub(super) fn wrote(&mut self, bytes: u64) {
        self.wrote |= bytes > 0;
        self.writes += u64::from(bytes > 0);
        self.written = self.written.saturating_add(bytes);
    }

    /// Takes in the column after it.
    pub(super) fn join(&mut self, after: &Self) {
        self.exact &= after.exact;
        if let Some((least, most)) = after.depth {
            let (first_least, first_most) = self.depth.unwrap_or((least, most));
            self.depth = Some((least.min(first_least), most.max(first_most)));
        }
        self.height = self.height.max(after.height);
        self.wrote |= after.wrote;
        self.writes += after.writes;
        self.written = self.written.saturating_add(after.written);
        self.hosts += after.hosts;
    }
}

/// The bytes that the next instruction writes to a memory, unless it traps.
pub(super) fn bytes_written(machine: &Machine) -> u64 {
    // The last operand of each instruction that writes a range is its length.
    let length = || machine.operand().unwrap_or(0);
    match machine.next_instr() {
        Some(Instr::Store(op, _)) => u64::from(op.bytes()),
        Some(Instr::VectorMemory(access, _)) if access.writes() => u64::from(access.bytes()),
        Some(Instr::MemoryFill(_) | Instr::MemoryInit { .. } | Instr::MemoryCopy { .. }) => {
            length()
        }
        _ => 0,
    }
}
