//! Frames (section 4.2.14, "Activation Frames").

use super::{FuncAddr, InstanceAddr};

/// The activation of a function.
///
/// Parameters, locals and operands are consecutive slots of the machine's stack, from
/// `base` on. Labels are not kept: validation fixes them at each pc.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Frame {
    /// The function.
    pub func: FuncAddr,
    /// The instance that it belongs to.
    pub instance: InstanceAddr,
    /// The next instruction of the innermost frame, the pending call of the others.
    pub pc: u32,
    /// The slot of its first parameter or local.
    pub base: u32,
    /// The number of steps done when it was made, which tells it from every other
    /// activation of a run.
    pub entered: u64,
    /// The number of steps done when the call was entered that it returns from. A tail call
    /// leaves it as it was in the frame whose place the new one takes.
    pub called: u64,
}
