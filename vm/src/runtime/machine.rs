//! The machine: a configuration of the specification (section 4.2.15) as a value.

use super::snapshot::LastSaved;
use super::{Frame, FuncAddr, MachineLimits, Memory, Ref, Store, Trap, Value};
use std::collections::{BTreeMap, VecDeque};
use std::hash::{Hash, Hasher};

/// Everything that a program can change, and nothing else.
///
/// A machine can be cloned, compared, hashed ([`Machine::digest`]) and saved
/// ([`Machine::snapshot`]). It never calls out: at a call of a host function it stops,
/// and goes on when it is given the answer. See [`crate::exec`] for what moves it.
#[derive(Clone, Debug)]
pub struct Machine {
    pub(crate) store: Store,
    /// Slots; those from `top` on are meaningless.
    pub(crate) stack: Vec<u64>,
    /// One past the topmost operand.
    pub(crate) top: usize,
    /// The outermost frame first.
    pub(crate) frames: Vec<Frame>,
    /// The call from outside that is being run, and those to come. While there is no frame,
    /// the first one is of a host function, whose answer is awaited.
    pub(crate) calls: VecDeque<Call>,
    pub(crate) status: Status,
    pub(crate) steps: u64,
    /// The number of steps done when the call that is being run began.
    pub(crate) began: u64,
    /// References, as slots, that the host keeps, each with how often. What they refer to is
    /// not collected.
    pub(crate) held: BTreeMap<u64, u32>,
    pub(crate) limits: MachineLimits,
    /// The step at which it does not stop at a site, when it is given any. No part of the
    /// state; see [`crate::exec::Sites`].
    pub(crate) passed: u64,
    /// What the next snapshot can share. No part of the state.
    pub(super) last_saved: LastSaved,
}

/// A function to be called from outside, with its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    /// The function.
    pub func: FuncAddr,
    /// Its arguments, of the types of its parameters.
    pub args: Vec<Value>,
}

/// Where a machine is in its run.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Nothing has been called.
    Ready,
    /// There is a next instruction.
    Running,
    /// The last call has returned these values.
    Returned(Vec<Value>),
    /// The last instruction trapped. Frames and operands are as they were before it.
    Trapped(Trap),
    /// The last instruction threw an exception that nobody handles: a reference to it.
    /// Frames and operands are as they were before it.
    Thrown(Ref),
    /// The host has ended the program with this code.
    Exited(i32),
}

impl Machine {
    /// A machine with an empty store.
    #[must_use]
    pub fn new(mut limits: MachineLimits) -> Self {
        // A frame counts its slots in 32 bits.
        limits.slots = limits.slots.min(u32::MAX as usize);
        Self {
            store: Store::new(limits.heap),
            stack: Vec::new(),
            top: 0,
            frames: Vec::new(),
            calls: VecDeque::new(),
            status: Status::Ready,
            steps: 0,
            began: 0,
            held: BTreeMap::new(),
            limits,
            passed: u64::MAX,
            last_saved: LastSaved::default(),
        }
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The store, to be changed from outside of the program.
    pub fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    /// The limits that it was made with.
    #[must_use]
    pub fn limits(&self) -> &MachineLimits {
        &self.limits
    }

    /// Where it is in its run.
    #[must_use]
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// How many instructions have been executed since [`Machine::enter`]; the number of
    /// the state it is in.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The number of steps done when the call from outside began that is being run: its
    /// first frame is made then, any other by an instruction.
    #[must_use]
    pub fn began(&self) -> u64 {
        self.began
    }

    /// The frames, outermost first.
    #[must_use]
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// The slots of a frame's locals and operands, in this order; empty when there is no
    /// such frame. Slots of a caller end where those of the function it calls begin:
    /// without the arguments.
    #[must_use]
    pub fn frame_slots(&self, depth: usize) -> &[u64] {
        let Some(frame) = self.frames.get(depth) else {
            return &[];
        };
        let end = self
            .frames
            .get(depth + 1)
            .map_or(self.top, |callee| callee.base as usize);
        self.stack.get(frame.base as usize..end).unwrap_or(&[])
    }

    /// The slots that the stack holds: parameters, locals and operands of all frames.
    #[must_use]
    pub fn height(&self) -> usize {
        self.top
    }

    /// The topmost slot; `None` when the stack is empty.
    pub(crate) fn operand(&self) -> Option<u64> {
        self.stack.get(self.top.checked_sub(1)?).copied()
    }

    /// Bytes that a copy of the machine takes for its memories.
    pub(crate) fn flat_bytes(&self) -> usize {
        self.store.memories.iter().map(Memory::flat_bytes).sum()
    }

    /// The references that the host keeps, each with how often it has kept it. What they
    /// refer to is not collected.
    pub fn held(&self) -> impl Iterator<Item = (Ref, u32)> {
        let held = self.held.iter();
        held.map(|(slot, count)| (Ref::from_slot(*slot), *count))
    }

    /// Keeps a reference for the host, so that the object it refers to is not collected
    /// until it is given up as often. It becomes part of the state: in a run that is to be
    /// replayed, hosts do it with an [`Answer`](crate::exec::Answer).
    pub fn hold(&mut self, reference: Ref) {
        let count = self.held.entry(reference.to_slot()).or_default();
        *count = count.saturating_add(1);
    }

    /// Gives up a reference that the host has kept; false, with nothing changed, when it
    /// has not.
    pub fn release(&mut self, reference: Ref) -> bool {
        let slot = reference.to_slot();
        let Some(count) = self.held.get_mut(&slot) else {
            return false;
        };
        *count -= 1;
        if *count == 0 {
            self.held.remove(&slot);
        }
        true
    }

    /// A hash of the state: equal for equal states, alike on all platforms.
    ///
    /// Reads all of memory.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let mut hasher = Portable(twox_hash::XxHash64::with_seed(0));
        self.stack[..self.top].hash(&mut hasher);
        self.frames.hash(&mut hasher);
        self.calls.hash(&mut hasher);
        self.status.hash(&mut hasher);
        self.steps.hash(&mut hasher);
        self.held.hash(&mut hasher);
        self.store.digest(&mut hasher);
        hasher.finish()
    }
}

impl PartialEq for Machine {
    /// The same state: everything that can have a bearing on what comes next, and the
    /// number of steps done.
    fn eq(&self, other: &Self) -> bool {
        self.steps == other.steps
            && self.status == other.status
            && self.frames == other.frames
            && self.calls == other.calls
            && self.held == other.held
            && self.limits == other.limits
            && self.stack[..self.top] == other.stack[..other.top]
            && self.store == other.store
    }
}

/// Lengths and discriminants take 64 bits whatever the platform's words are.
struct Portable<H>(H);

impl<H: Hasher> Hasher for Portable<H> {
    fn finish(&self) -> u64 {
        self.0.finish()
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    fn write_usize(&mut self, value: usize) {
        self.0.write_u64(value as u64);
    }

    fn write_isize(&mut self, value: isize) {
        self.0.write_i64(value as i64);
    }
}
