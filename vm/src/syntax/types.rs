//! Types (section 2.3).

use std::fmt;

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValType {
    /// 32-bit integer.
    I32,
    /// 64-bit integer.
    I64,
    /// 32-bit IEEE 754 number.
    F32,
    /// 64-bit IEEE 754 number.
    F64,
    /// 128-bit vector.
    V128,
    /// Reference.
    Ref(RefType),
}

impl ValType {
    /// `funcref`.
    pub const FUNCREF: Self = Self::Ref(RefType::FUNCREF);
    /// `externref`.
    pub const EXTERNREF: Self = Self::Ref(RefType::EXTERNREF);

    /// The type of `ref.null` for a heap type.
    #[must_use]
    pub fn null(heap: HeapType) -> Self {
        Self::Ref(RefType {
            nullable: true,
            heap,
        })
    }

    /// How many 64-bit slots a value of this type takes on the stack: two for
    /// a vector, else one.
    #[inline]
    #[must_use]
    pub fn slots(self) -> u32 {
        if self == Self::V128 { 2 } else { 1 }
    }

    /// How many hexadecimal digits its bits have; none for a reference.
    #[must_use]
    pub fn hex_digits(self) -> usize {
        match self {
            Self::I32 | Self::F32 => 8,
            Self::I64 | Self::F64 => 16,
            Self::V128 => 32,
            Self::Ref(_) => 0,
        }
    }
}

impl fmt::Display for ValType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::I32 => f.write_str("i32"),
            Self::I64 => f.write_str("i64"),
            Self::F32 => f.write_str("f32"),
            Self::F64 => f.write_str("f64"),
            Self::V128 => f.write_str("v128"),
            Self::Ref(ty) => ty.fmt(f),
        }
    }
}

/// The type of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RefType {
    /// Whether null is one of its values.
    pub nullable: bool,
    /// What it refers to.
    pub heap: HeapType,
}

impl RefType {
    /// `funcref`, short for `(ref null func)`.
    pub const FUNCREF: Self = Self {
        nullable: true,
        heap: HeapType::Func,
    };
    /// `externref`, short for `(ref null extern)`.
    pub const EXTERNREF: Self = Self {
        nullable: true,
        heap: HeapType::Extern,
    };
}

impl fmt::Display for RefType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.nullable {
            true => write!(f, "{}ref", self.heap),
            false => write!(f, "(ref {})", self.heap),
        }
    }
}

/// What a reference refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeapType {
    /// A function.
    Func,
    /// Something of the host's.
    Extern,
}

impl fmt::Display for HeapType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Func => "func",
            Self::Extern => "extern",
        })
    }
}

/// The type of a function: what it takes and what it gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FuncType {
    /// Types of the parameters, the first one first.
    pub params: Box<[ValType]>,
    /// Types of the results, the first one first.
    pub results: Box<[ValType]>,
}

impl FuncType {
    /// A type from its parameters and results.
    #[must_use]
    pub fn new(params: &[ValType], results: &[ValType]) -> Self {
        Self {
            params: params.into(),
            results: results.into(),
        }
    }
}

impl fmt::Display for FuncType {
    /// As the specification writes it: `[i32 i32] → [i64]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |types: &[ValType]| {
            let words: Vec<String> = types.iter().map(ToString::to_string).collect();
            words.join(" ")
        };
        write!(f, "[{}] → [{}]", list(&self.params), list(&self.results))
    }
}

/// The range of a memory's or table's size, in pages or elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// The size it has at first.
    pub min: u64,
    /// The size it never exceeds.
    pub max: Option<u64>,
}

impl Limits {
    /// Whether something of this size and limit may stand where `wanted` is
    /// asked for (section 3.4.1, matching of limits).
    #[must_use]
    pub fn matches(self, wanted: Self) -> bool {
        self.min >= wanted.min
            && match (self.max, wanted.max) {
                (_, None) => true,
                (Some(have), Some(want)) => have <= want,
                (None, Some(_)) => false,
            }
    }
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.max {
            Some(max) => write!(f, "{} {max}", self.min),
            None => write!(f, "{}", self.min),
        }
    }
}

/// The type of a memory; its limits count pages of 64 KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MemoryType {
    /// Sizes in pages.
    pub limits: Limits,
    /// Whether addresses are 64-bit.
    pub is64: bool,
}

/// The type of a table; its limits count elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TableType {
    /// Sizes in elements.
    pub limits: Limits,
    /// The type of each element.
    pub element: RefType,
    /// Whether indices are 64-bit.
    pub is64: bool,
}

/// The type of a global.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GlobalType {
    /// The type of its value.
    pub value: ValType,
    /// Whether it can be set.
    pub mutable: bool,
}

/// The type of an import or export.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ExternType {
    /// A function.
    Func(FuncType),
    /// A table.
    Table(TableType),
    /// A memory.
    Memory(MemoryType),
    /// A global.
    Global(GlobalType),
}

impl ExternType {
    /// `func`, `table`, `memory` or `global`, as in the text format.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Func(_) => "func",
            Self::Table(_) => "table",
            Self::Memory(_) => "memory",
            Self::Global(_) => "global",
        }
    }
}

impl fmt::Display for ExternType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Func(ty) => write!(f, "func {ty}"),
            Self::Table(ty) => write!(f, "table {} {}", ty.limits, ty.element),
            Self::Memory(ty) => write!(f, "memory {}", ty.limits),
            Self::Global(ty) if ty.mutable => write!(f, "global (mut {})", ty.value),
            Self::Global(ty) => write!(f, "global {}", ty.value),
        }
    }
}
