//! Instructions as the machine runs them (section 2.4).
//!
//! A function body is a flat sequence, one [`Instr`] for each instruction of the
//! binary, so that an instruction's position in it is its `pc` everywhere: in
//! links, traces, breakpoints and views. What validation knows — where a branch
//! goes, how many slots it keeps — is written into the instruction when the module
//! is loaded, and nothing is looked up while it runs.

use super::{
    BinaryOp, DataIdx, DivideOp, ElemIdx, FuncIdx, GlobalIdx, HeapType, LabelIdx, LocalIdx, MemIdx,
    Module, ObjectInstr, RefType, TableIdx, TagIdx, TruncateOp, TypeIdx, UnaryOp, ValType,
    VectorAccess, VectorInstr, WideOp,
};

/// One instruction, its immediates resolved.
///
/// The variants group instructions of one shape. 16 bytes; a test holds it there.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are the instruction's immediates")]
pub enum Instr {
    // Control (section 2.4.9).
    Unreachable,
    Nop,
    Block(BlockType),
    Loop(BlockType),
    /// `on_false` is where a zero condition goes on: after the `else`, or after the
    /// `end` when there is none.
    If {
        ty: BlockType,
        on_false: u32,
    },
    /// Reached by falling out of the first arm; goes on after the matching `end`.
    Else {
        after_end: u32,
    },
    /// The `end` of a block, loop or if.
    End,
    /// The final `end` of a function: the same as `return`.
    FuncEnd,
    Br(Jump),
    BrIf(Jump),
    /// `count` labels and then the default one, from `first` in the body's jumps.
    BrTable {
        first: u32,
        count: u32,
    },
    Return,
    Call(FuncIdx),
    CallIndirect {
        ty: TypeIdx,
        table: TableIdx,
    },
    CallRef(TypeIdx),
    ReturnCall(FuncIdx),
    ReturnCallIndirect {
        ty: TypeIdx,
        table: TableIdx,
    },
    ReturnCallRef(TypeIdx),
    BrOnNull(Jump),
    BrOnNonNull(Jump),
    /// `cast` is a position in the body's casts; `fail` for `br_on_cast_fail`.
    BrOnCast {
        cast: u32,
        fail: bool,
    },
    Throw(TagIdx),
    ThrowRef,
    /// `handler` is a position in the body's handlers.
    TryTable {
        ty: BlockType,
        handler: u32,
    },

    // Parametric (section 2.4.5); `wide` for an operand of two slots.
    Drop {
        wide: bool,
    },
    Select {
        wide: bool,
        /// The type, where the instruction spells it out.
        ty: Option<ValType>,
    },

    // Variables (section 2.4.6); `slot` counts from the frame's first local, `wide` is for a
    // value of two.
    LocalGet {
        slot: u32,
        local: LocalIdx,
        wide: bool,
    },
    LocalSet {
        slot: u32,
        local: LocalIdx,
        wide: bool,
    },
    LocalTee {
        slot: u32,
        local: LocalIdx,
        wide: bool,
    },
    GlobalGet(GlobalIdx),
    GlobalSet(GlobalIdx),

    // Tables (section 2.4.7).
    TableGet(TableIdx),
    TableSet(TableIdx),
    TableSize(TableIdx),
    TableGrow(TableIdx),
    TableFill(TableIdx),
    TableCopy {
        dst: TableIdx,
        src: TableIdx,
    },
    TableInit {
        table: TableIdx,
        elem: ElemIdx,
    },
    ElemDrop(ElemIdx),

    // Memory (section 2.4.8).
    Load(LoadOp, MemArg),
    Store(StoreOp, MemArg),
    MemorySize(MemIdx),
    MemoryGrow(MemIdx),
    MemoryFill(MemIdx),
    MemoryCopy {
        dst: MemIdx,
        src: MemIdx,
    },
    MemoryInit {
        mem: MemIdx,
        data: DataIdx,
    },
    DataDrop(DataIdx),

    // References (section 2.4.3).
    RefNull(HeapType),
    RefIsNull,
    RefFunc(FuncIdx),
    RefAsNonNull,
    RefEq,
    RefTest(RefType),
    RefCast(RefType),

    // What lies on the heap (sections 2.4.3 and 2.4.4), and vectors (section 2.4.2).
    Object(ObjectInstr),
    Vector(VectorInstr),
    VectorMemory(VectorAccess, MemArg),

    // Numbers (section 2.4.1). A constant holds the value's bits, zero-extended.
    I32Const(i32),
    I64Const(i64),
    F32Const(u32),
    F64Const(u64),
    Unary(UnaryOp),
    Truncate(TruncateOp),
    Binary(BinaryOp),
    Divide(DivideOp),
    Wide(WideOp),
}

/// What a block takes and gives (section 2.4.9, "blocktype").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockType {
    /// `[] → []`
    Empty,
    /// `[] → [t]`
    Result(ValType),
    /// The function type of this index.
    Type(TypeIdx),
}

impl BlockType {
    /// Types of what it takes, the first one first.
    #[must_use]
    pub fn params(self, module: &Module) -> &[ValType] {
        match self {
            Self::Empty | Self::Result(_) => &[],
            Self::Type(index) => &module.types.func(index).params,
        }
    }

    /// Types of what it gives, the first one first.
    #[must_use]
    pub fn results<'a>(&'a self, module: &'a Module) -> &'a [ValType] {
        match self {
            Self::Empty => &[],
            Self::Result(ty) => std::slice::from_ref(ty),
            Self::Type(index) => &module.types.func(*index).results,
        }
    }
}

/// Where a branch goes, resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    /// The pc where execution goes on. A branch to the function's own label has
    /// the final `end`, which it does not run: it returns.
    pub target: u32,
    /// The slots of the frame's operands that stay below those carried along.
    pub height: u32,
    /// In 12 bytes there is no room for fields: the label as written, whether it is the
    /// function's own, and the slots that the branch carries along.
    packed: u32,
}

impl Jump {
    const KEEP_BITS: u32 = 11;
    const KEEP: u32 = (1 << Self::KEEP_BITS) - 1;
    const RETURNS: u32 = 1 << Self::KEEP_BITS;
    const LABEL_SHIFT: u32 = Self::KEEP_BITS + 1;

    /// A branch to a label; `None` when more than a million blocks lie between.
    ///
    /// `back` is the pc of the `loop` that it leads to; where any other label leads is not
    /// known yet. `keep` is at most 2,000: validation allows 1,000 values, of two slots each.
    pub(crate) fn new(
        label: LabelIdx,
        back: Option<u32>,
        height: u32,
        keep: u32,
        returns: bool,
    ) -> Option<Self> {
        if label.0 >= 1 << (u32::BITS - Self::LABEL_SHIFT) || keep > Self::KEEP {
            return None;
        }
        let returns = if returns { Self::RETURNS } else { 0 };
        Some(Self {
            target: back.unwrap_or(0),
            height,
            packed: label.0 << Self::LABEL_SHIFT | returns | keep,
        })
    }

    /// The label, as written.
    #[must_use]
    pub fn label(self) -> LabelIdx {
        LabelIdx(self.packed >> Self::LABEL_SHIFT)
    }

    /// The slots that the branch carries along.
    #[inline(always)]
    #[must_use]
    pub fn keep(self) -> usize {
        (self.packed & Self::KEEP) as usize
    }

    /// Whether the branch leaves the function.
    #[inline(always)]
    #[must_use]
    pub fn returns(self) -> bool {
        self.packed & Self::RETURNS != 0
    }
}

/// The immediates of a load or store (section 2.4.8). 12 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemArg {
    /// The low half, then the high one: as a whole it would have to be aligned to 8 bytes.
    offset: [u32; 2],
    mem: u8,
    /// The alignment as a power of two; a hint that changes nothing.
    pub align: u8,
}

impl MemArg {
    /// `None` for a memory that a module cannot have: validation allows 100.
    pub(crate) fn new(offset: u64, mem: MemIdx, align: u8) -> Option<Self> {
        Some(Self {
            offset: [offset as u32, (offset >> 32) as u32],
            mem: u8::try_from(mem.0).ok()?,
            align,
        })
    }

    /// Added to the address operand, without wrapping.
    #[inline(always)]
    #[must_use]
    pub fn offset(self) -> u64 {
        u64::from(self.offset[0]) | u64::from(self.offset[1]) << 32
    }

    /// The memory.
    #[inline(always)]
    #[must_use]
    pub fn mem(self) -> MemIdx {
        MemIdx(u32::from(self.mem))
    }
}

macro_rules! accesses {
    ($(
        $(#[$doc:meta])*
        $shape:ident { $($op:ident $name:literal $ty:ident $bytes:literal,)* }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "each variant is the instruction of that name")]
        pub enum $shape { $($op,)* }

        impl $shape {
            /// All of them, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$op,)*];

            /// The instruction's name in the text format.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$op => $name,)* }
            }

            /// The type of the value on the stack.
            #[must_use]
            pub fn ty(self) -> ValType {
                match self { $(Self::$op => ValType::$ty,)* }
            }

            /// How many bytes of memory it touches.
            #[must_use]
            pub fn bytes(self) -> u32 {
                match self { $(Self::$op => $bytes,)* }
            }

            /// The instruction of this shape that the decoder has read, if it is
            /// one, with its immediates.
            pub(crate) fn decode(
                operator: &wasmparser::Operator<'_>,
            ) -> Option<(Self, wasmparser::MemArg)> {
                match operator {
                    $(wasmparser::Operator::$op { memarg } => Some((Self::$op, *memarg)),)*
                    _ => None,
                }
            }
        }
    )*};
}

accesses! {
    /// Loads: which, the type that it pushes, the bytes that it reads.
    LoadOp {
        I32Load "i32.load" I32 4,
        I64Load "i64.load" I64 8,
        F32Load "f32.load" F32 4,
        F64Load "f64.load" F64 8,
        I32Load8S "i32.load8_s" I32 1,
        I32Load8U "i32.load8_u" I32 1,
        I32Load16S "i32.load16_s" I32 2,
        I32Load16U "i32.load16_u" I32 2,
        I64Load8S "i64.load8_s" I64 1,
        I64Load8U "i64.load8_u" I64 1,
        I64Load16S "i64.load16_s" I64 2,
        I64Load16U "i64.load16_u" I64 2,
        I64Load32S "i64.load32_s" I64 4,
        I64Load32U "i64.load32_u" I64 4,
    }

    /// Stores: which, the type that it pops, the bytes that it writes.
    StoreOp {
        I32Store "i32.store" I32 4,
        I64Store "i64.store" I64 8,
        F32Store "f32.store" F32 4,
        F64Store "f64.store" F64 8,
        I32Store8 "i32.store8" I32 1,
        I32Store16 "i32.store16" I32 2,
        I64Store8 "i64.store8" I64 1,
        I64Store16 "i64.store16" I64 2,
        I64Store32 "i64.store32" I64 4,
    }
}

impl Instr {
    /// The instruction's name in the text format.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Nop => "nop",
            Self::Block(_) => "block",
            Self::Loop(_) => "loop",
            Self::If { .. } => "if",
            Self::Else { .. } => "else",
            Self::End | Self::FuncEnd => "end",
            Self::Br(_) => "br",
            Self::BrIf(_) => "br_if",
            Self::BrTable { .. } => "br_table",
            Self::Return => "return",
            Self::Call(_) => "call",
            Self::CallIndirect { .. } => "call_indirect",
            Self::CallRef(_) => "call_ref",
            Self::ReturnCall(_) => "return_call",
            Self::ReturnCallIndirect { .. } => "return_call_indirect",
            Self::ReturnCallRef(_) => "return_call_ref",
            Self::BrOnNull(_) => "br_on_null",
            Self::BrOnNonNull(_) => "br_on_non_null",
            Self::BrOnCast { fail: false, .. } => "br_on_cast",
            Self::BrOnCast { fail: true, .. } => "br_on_cast_fail",
            Self::Throw(_) => "throw",
            Self::ThrowRef => "throw_ref",
            Self::TryTable { .. } => "try_table",
            Self::Drop { .. } => "drop",
            Self::Select { .. } => "select",
            Self::LocalGet { .. } => "local.get",
            Self::LocalSet { .. } => "local.set",
            Self::LocalTee { .. } => "local.tee",
            Self::GlobalGet(_) => "global.get",
            Self::GlobalSet(_) => "global.set",
            Self::TableGet(_) => "table.get",
            Self::TableSet(_) => "table.set",
            Self::TableSize(_) => "table.size",
            Self::TableGrow(_) => "table.grow",
            Self::TableFill(_) => "table.fill",
            Self::TableCopy { .. } => "table.copy",
            Self::TableInit { .. } => "table.init",
            Self::ElemDrop(_) => "elem.drop",
            Self::Load(op, _) => op.name(),
            Self::Store(op, _) => op.name(),
            Self::MemorySize(_) => "memory.size",
            Self::MemoryGrow(_) => "memory.grow",
            Self::MemoryFill(_) => "memory.fill",
            Self::MemoryCopy { .. } => "memory.copy",
            Self::MemoryInit { .. } => "memory.init",
            Self::DataDrop(_) => "data.drop",
            Self::RefNull(_) => "ref.null",
            Self::RefIsNull => "ref.is_null",
            Self::RefFunc(_) => "ref.func",
            Self::RefAsNonNull => "ref.as_non_null",
            Self::RefEq => "ref.eq",
            Self::RefTest(_) => "ref.test",
            Self::RefCast(_) => "ref.cast",
            Self::Object(instr) => instr.name(),
            Self::Vector(instr) => instr.name(),
            Self::VectorMemory(access, _) => access.name(),
            Self::I32Const(_) => "i32.const",
            Self::I64Const(_) => "i64.const",
            Self::F32Const(_) => "f32.const",
            Self::F64Const(_) => "f64.const",
            Self::Unary(op) => op.name(),
            Self::Truncate(op) => op.name(),
            Self::Wide(op) => op.name(),
            Self::Binary(op) => op.name(),
            Self::Divide(op) => op.name(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instruction_has_16_bytes() {
        assert_eq!(size_of::<Instr>(), 16);
    }
}
