//! Following the way that a run takes.

use crate::runtime::{Frame, FuncAddr};
use std::ops::Range;

/// Something that is told which instructions a run executes. See [`Machine::run_followed`].
///
/// It is told where control moves, of all instructions since it last moved, so that they are
/// still executed several at once: that is what makes it cheap. It does not see the machine;
/// who wants to see states is an [`Observer`].
///
/// ```
/// use std::ops::Range;
/// use std::sync::Arc;
/// use wasmscope::exec::{Follower, Outcome};
/// use wasmscope::load::load;
/// use wasmscope::runtime::{ExternVal, FuncAddr, Machine, MachineLimits, Value};
///
/// /// Counts how often each instruction is executed.
/// #[derive(Default)]
/// struct Heat([u32; 9]);
///
/// impl Follower for Heat {
///     fn executed(&mut self, _: FuncAddr, pcs: Range<u32>) {
///         pcs.for_each(|pc| self.0[pc as usize] += 1);
///     }
/// }
///
/// let text = r#"(module (func (export "down") (param $n i32)
///   (loop $again
///     (local.set $n (i32.sub (local.get $n) (i32.const 1)))
///     (br_if $again (local.get $n)))))"#;
/// let module = load(text.as_bytes()).expect("it is valid").module;
/// let mut machine = Machine::new(MachineLimits::default());
/// let instance = machine.instantiate(&module, &[]).expect("it imports nothing");
/// let Some(ExternVal::Func(down)) = machine.store().instance(instance).export("down") else {
///     panic!("it is exported");
/// };
/// machine.enter_call(down, &[Value::I32(3)]).expect("it takes an i32");
/// let mut heat = Heat([0; 9]);
/// assert_eq!(machine.run_followed(1_000, &mut heat), Outcome::Ended);
/// // loop, local.get, i32.const, i32.sub, local.set, local.get, br_if, and two `end`s.
/// assert_eq!(heat.0, [3, 3, 3, 3, 3, 3, 3, 1, 1]);
/// ```
///
/// [`Machine::run_followed`]: crate::runtime::Machine::run_followed
/// [`Observer`]: super::Observer
pub trait Follower {
    /// Whether it wants to be told at all. When it does not, a run is as fast as with none.
    const FOLLOWS: bool = true;

    /// Instructions of a function were executed, each once, one after the other: those at
    /// these pcs, of which there is at least one. Each executed instruction is in one such
    /// range, and the ranges come in the order of execution.
    fn executed(&mut self, func: FuncAddr, pcs: Range<u32>);

    /// The last instruction was a call, and has made this frame.
    fn entered(&mut self, frame: &Frame) {
        let _ = frame;
    }

    /// With the last instruction the innermost frame has returned.
    fn returned(&mut self) {}

    /// Frames may have changed in another way: by a tail call, by an exception, or since the
    /// next function of several is called. These are the frames now.
    fn moved(&mut self, frames: &[Frame]) {
        let _ = frames;
    }
}

/// Follows nothing.
impl Follower for () {
    const FOLLOWS: bool = false;

    fn executed(&mut self, _: FuncAddr, _: Range<u32>) {}
}
