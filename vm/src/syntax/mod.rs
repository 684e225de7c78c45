//! What a module says: types, indices, instructions, and the module itself
//! (WebAssembly core specification, section 2, "Structure").
//!
//! Nothing here runs. Addresses, values and state are in [`crate::runtime`].

mod index;
mod instr;
mod locals;
mod module;
mod numeric;
mod op;
mod types;
mod typing;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "the decoder does not ask for vectors yet")
)]
mod vector;

pub use index::{
    CodeIdx, DataIdx, ElemIdx, FuncIdx, GlobalIdx, LabelIdx, LocalIdx, MemIdx, TableIdx, TypeIdx,
};
pub use instr::{BlockType, Instr, Jump, LoadOp, MemArg, StoreOp};
pub use locals::Locals;
pub use module::{
    Code, ConstExpr, Data, Elem, Export, ExternIdx, Import, LocalNames, Module, Names, SegmentMode,
};
pub use numeric::{BinaryOp, DivideOp, TruncateOp, UnaryOp};
pub use op::Op;
pub use types::{
    ExternType, FuncType, GlobalType, HeapType, Limits, MemoryType, RefType, TableType, ValType,
};
pub(crate) use typing::Typing;
pub use typing::{FuncTyping, Label, LabelKind, Situation};
pub use vector::{
    ExtractLane, ReplaceLane, Shape, Splat, VectorBinary, VectorLoad, VectorLoadLane, VectorShift,
    VectorStoreLane, VectorTernary, VectorTest, VectorUnary,
};
