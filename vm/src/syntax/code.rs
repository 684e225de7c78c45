//! The body of a function, as bytes and prepared for running.

use super::{FuncIdx, FuncTyping, Instr, Jump, Locals, Module, Op, RefType, TagIdx};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The body of a function, which is prepared when it is first needed: when the function is called,
/// or somebody looks at it.
#[derive(Debug)]
pub struct Body {
    /// Which function it is the body of.
    pub func: FuncIdx,
    /// Where it lies in the module's bytes, from the declarations of its locals to its last `end`.
    pub range: Range<u32>,
    code: OnceLock<Code>,
}

impl Body {
    /// One that is not prepared yet.
    pub(crate) fn new(func: FuncIdx, range: Range<u32>) -> Self {
        let code = OnceLock::new();
        Self { func, range, code }
    }

    /// One that is prepared.
    pub(crate) fn prepared(code: Code, range: Range<u32>) -> Self {
        Self {
            func: code.func,
            range,
            code: OnceLock::from(code),
        }
    }

    /// Whether it was needed before.
    #[must_use]
    pub fn is_prepared(&self) -> bool {
        self.code.get().is_some()
    }

    /// What is executed; `None` when it is not prepared.
    #[inline]
    pub(crate) fn get(&self) -> Option<&Code> {
        self.code.get()
    }

    /// What is executed. `module` is the one that the body belongs to.
    #[inline]
    pub fn code(&self, module: &Module) -> &Code {
        match self.code.get() {
            Some(code) => code,
            None => self.prepare(module),
        }
    }

    #[cold]
    #[inline(never)]
    fn prepare(&self, module: &Module) -> &Code {
        self.code.get_or_init(|| (module.prepare)(module, self))
    }
}

/// The body of a function, prepared.
#[derive(Clone, Debug)]
pub struct Code {
    /// Which function it is the body of.
    pub func: FuncIdx,
    /// Its instructions; the last one is [`Instr::FuncEnd`].
    pub instrs: Box<[Instr]>,
    /// The same, as it is executed when nobody wants to stop in between.
    pub ops: Box<[Op]>,
    /// Where each instruction is among `ops`; [`Code::INSIDE`] for one that others are
    /// executed together with, before it.
    pub entries: Box<[u32]>,
    /// The slots of the frame in use before each instruction, where it can be reached.
    pub heights: Box<[u32]>,
    /// The offset of each instruction in the module's bytes.
    pub offsets: Box<[u32]>,
    /// The jumps of its branch tables.
    pub jumps: Box<[Jump]>,
    /// Its branches on casts.
    pub casts: Box<[BranchCast]>,
    /// Its exception handlers, in the order of their `try_table`s.
    pub handlers: Box<[Handler]>,
    /// The immediates of 16 bytes of its vector instructions.
    pub vectors: Box<[u128]>,
    /// Its locals, parameters first.
    pub locals: Locals,
    /// Slots that the parameters take.
    pub param_slots: u32,
    /// Slots that the parameters and locals take.
    pub local_slots: u32,
    /// Slots that the results take.
    pub result_slots: u32,
    /// Most slots that its operands take at once.
    pub operand_slots: u32,
    /// Shared with copies, which have the same types.
    pub(crate) typing: Arc<OnceLock<FuncTyping>>,
}

impl Code {
    /// No entry begins here.
    pub const INSIDE: u32 = u32::MAX;

    /// Operand types and labels at every pc, derived when first asked for.
    /// `module` is the module that the body belongs to.
    pub fn typing(&self, module: &Module) -> &FuncTyping {
        self.typing.get_or_init(|| FuncTyping::new(module, self))
    }
}

/// The immediates of `br_on_cast` and `br_on_cast_fail`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BranchCast {
    /// Where it goes.
    pub jump: Jump,
    /// The type that the operand has.
    pub from: RefType,
    /// The type that it is tested for.
    pub to: RefType,
}

/// What a `try_table` handles (section 2.4.9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handler {
    /// The pc of the `try_table`.
    pub start: u32,
    /// The pc of its `end`. What throws in between is handled.
    pub end: u32,
    /// Its clauses, which are tried in this order.
    pub catches: Box<[Catch]>,
}

impl Handler {
    /// Whether it handles what the instruction at a pc throws.
    #[must_use]
    pub fn is_around(&self, pc: u32) -> bool {
        self.start < pc && pc < self.end
    }
}

/// A clause of a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Catch {
    /// The tag that it matches; `None` for all.
    pub tag: Option<TagIdx>,
    /// Whether it gives a reference to the exception as well.
    pub with_ref: bool,
    /// Where it goes, with what it gives.
    pub jump: Jump,
}
