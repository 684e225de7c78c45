//! What a module says: types, indices, instructions, and the module itself
//! (WebAssembly core specification, section 2, "Structure").
//!
//! Nothing here runs. Addresses, values and state are in [`crate::runtime`].

mod code;
mod defined;
mod index;
mod instr;
mod locals;
mod module;
mod numeric;
mod object;
mod op;
pub(crate) mod origin;
mod types;
mod typing;
mod vector;

pub use code::{Body, BranchCast, Catch, Code, Handler};
pub use defined::{CompositeType, DefType, DefTypes, FieldType, StorageType};
pub use index::{
    CodeIdx, DataIdx, ElemIdx, FuncIdx, GlobalIdx, LabelIdx, LocalIdx, MemIdx, TableIdx, TagIdx,
    TypeIdx,
};
pub use instr::{BlockType, Instr, Jump, LoadOp, MemArg, StoreOp};
pub use locals::Locals;
pub use module::{
    ConstExpr, Data, Elem, Export, ExternIdx, Import, LocalNames, Module, Names, SegmentMode,
};
pub use numeric::{BinaryOp, DivideOp, TruncateOp, UnaryOp, WideOp};
pub use object::{ObjectInstr, Sign};
pub use op::{Kind, Op};
pub use origin::{Inlined, Origin, OriginFile, Origins};
pub use types::{
    ExternType, FuncType, GlobalType, HeapType, Limits, MemoryType, RefType, TableType, ValType,
};
pub(crate) use typing::Typing;
pub use typing::{FuncTyping, Label, LabelKind, Situation};
pub use vector::{
    ExtractLane, ReplaceLane, Shape, Splat, VectorAccess, VectorBinary, VectorInstr, VectorLoad,
    VectorLoadLane, VectorShift, VectorStoreLane, VectorTernary, VectorTest, VectorUnary,
};
