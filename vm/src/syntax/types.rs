//! Types (section 2.3).

use super::TypeIdx;
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
        Self::Ref(RefType::new(true, heap))
    }

    /// How many 64-bit slots a value of this type takes on the stack: two for
    /// a vector, else one.
    #[inline]
    #[must_use]
    pub fn slots(self) -> u32 {
        if self == Self::V128 { 2 } else { 1 }
    }

    /// The same with the index of a defined type replaced.
    #[must_use]
    pub fn map(self, index: impl FnOnce(TypeIdx) -> TypeIdx) -> Self {
        match self {
            Self::Ref(ty) => Self::Ref(ty.map(index)),
            _ => self,
        }
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

/// The type of a reference, in 32 bits: an instruction has no room for more.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RefType(u32);

impl RefType {
    const NULLABLE: u32 = 1 << 31;

    /// `funcref`, short for `(ref null func)`.
    pub const FUNCREF: Self = Self::new(true, HeapType::Func);
    /// `externref`, short for `(ref null extern)`.
    pub const EXTERNREF: Self = Self::new(true, HeapType::Extern);

    /// References to such things, and null where it is `nullable`.
    #[must_use]
    pub const fn new(nullable: bool, heap: HeapType) -> Self {
        let null = if nullable { Self::NULLABLE } else { 0 };
        Self(null | heap.encode())
    }

    /// Whether null is one of its values.
    #[inline]
    #[must_use]
    pub const fn nullable(self) -> bool {
        self.0 & Self::NULLABLE != 0
    }

    /// What it refers to.
    #[inline]
    #[must_use]
    pub const fn heap(self) -> HeapType {
        HeapType::of_code(self.0 & !Self::NULLABLE)
    }

    /// The same, without null.
    #[must_use]
    pub const fn non_null(self) -> Self {
        Self(self.0 & !Self::NULLABLE)
    }

    /// The same with the index of a defined type replaced.
    #[must_use]
    pub fn map(self, index: impl FnOnce(TypeIdx) -> TypeIdx) -> Self {
        match self.heap() {
            HeapType::Defined(ty) => Self::new(self.nullable(), HeapType::Defined(index(ty))),
            _ => self,
        }
    }
}

impl fmt::Debug for RefType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RefType({self})")
    }
}

impl fmt::Display for RefType {
    /// As the text format has it, in the short form where there is one (section 6.4.5).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.nullable(), self.heap()) {
            (true, HeapType::Defined(index)) => write!(f, "(ref null {index})"),
            (true, HeapType::None) => f.write_str("nullref"),
            (true, HeapType::NoFunc) => f.write_str("nullfuncref"),
            (true, HeapType::NoExtern) => f.write_str("nullexternref"),
            (true, HeapType::NoExn) => f.write_str("nullexnref"),
            (true, heap) => write!(f, "{heap}ref"),
            (false, heap) => write!(f, "(ref {heap})"),
        }
    }
}

/// What a reference refers to (section 2.3.4, "Heap Types").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeapType {
    /// A function.
    Func,
    /// Nothing: the bottom of the functions.
    NoFunc,
    /// Something of the host's.
    Extern,
    /// Nothing: the bottom of the host's things.
    NoExtern,
    /// Anything that a program allocates itself.
    Any,
    /// Anything of it that can be compared.
    Eq,
    /// An integer of 31 bits.
    I31,
    /// A structure.
    Struct,
    /// An array.
    Array,
    /// Nothing: the bottom of what a program allocates.
    None,
    /// An exception.
    Exn,
    /// Nothing: the bottom of the exceptions.
    NoExn,
    /// A type of the module's type section; in the store, of the store's
    /// ([`crate::runtime::Types`]).
    Defined(TypeIdx),
}

impl HeapType {
    /// The abstract ones, by their code.
    const ABSTRACT: [Self; 12] = [
        Self::Func,
        Self::NoFunc,
        Self::Extern,
        Self::NoExtern,
        Self::Any,
        Self::Eq,
        Self::I31,
        Self::Struct,
        Self::Array,
        Self::None,
        Self::Exn,
        Self::NoExn,
    ];

    const fn encode(self) -> u32 {
        match self {
            Self::Func => 0,
            Self::NoFunc => 1,
            Self::Extern => 2,
            Self::NoExtern => 3,
            Self::Any => 4,
            Self::Eq => 5,
            Self::I31 => 6,
            Self::Struct => 7,
            Self::Array => 8,
            Self::None => 9,
            Self::Exn => 10,
            Self::NoExn => 11,
            Self::Defined(index) => Self::ABSTRACT.len() as u32 + index.0,
        }
    }

    const fn of_code(code: u32) -> Self {
        match code < Self::ABSTRACT.len() as u32 {
            true => Self::ABSTRACT[code as usize],
            false => Self::Defined(TypeIdx(code - Self::ABSTRACT.len() as u32)),
        }
    }
}

impl fmt::Display for HeapType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Func => "func",
            Self::NoFunc => "nofunc",
            Self::Extern => "extern",
            Self::NoExtern => "noextern",
            Self::Any => "any",
            Self::Eq => "eq",
            Self::I31 => "i31",
            Self::Struct => "struct",
            Self::Array => "array",
            Self::None => "none",
            Self::Exn => "exn",
            Self::NoExn => "noexn",
            Self::Defined(index) => return index.fmt(f),
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

    /// The same with the indices of defined types replaced.
    #[must_use]
    pub fn map(&self, mut index: impl FnMut(TypeIdx) -> TypeIdx) -> Self {
        let mut all = |types: &[ValType]| types.iter().map(|ty| ty.map(&mut index)).collect();
        Self {
            params: all(&self.params),
            results: all(&self.results),
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

/// The type of a memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MemoryType {
    /// Sizes in pages.
    pub limits: Limits,
    /// Whether addresses are 64-bit.
    pub is64: bool,
    /// The size of a page as a power of two: 16, or 0 with custom page sizes.
    pub page_bits: u8,
}

impl MemoryType {
    /// Pages of 64 KiB.
    pub const PAGE_BITS: u8 = 16;

    /// Bytes in a page.
    #[must_use]
    pub fn page_bytes(&self) -> u64 {
        1 << self.page_bits
    }

    /// Pages that its addresses can reach.
    #[must_use]
    pub fn most_pages(&self) -> u64 {
        let bits = if self.is64 { 64 } else { 32 };
        1_u64
            .checked_shl(bits - u32::from(self.page_bits))
            .unwrap_or(u64::MAX)
    }

    /// The type of its addresses and sizes.
    #[must_use]
    pub fn address(&self) -> ValType {
        address(self.is64)
    }
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

impl TableType {
    /// The type of its indices and sizes.
    #[must_use]
    pub fn address(&self) -> ValType {
        address(self.is64)
    }
}

/// The type of addresses and sizes (section 2.3.11, "Address Types").
fn address(is64: bool) -> ValType {
    match is64 {
        true => ValType::I64,
        false => ValType::I32,
    }
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
    /// A tag, by the function type whose parameters its exceptions carry.
    Tag(FuncType),
}

impl ExternType {
    /// `func`, `table`, `memory`, `global` or `tag`, as in the text format.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Func(_) => "func",
            Self::Table(_) => "table",
            Self::Memory(_) => "memory",
            Self::Global(_) => "global",
            Self::Tag(_) => "tag",
        }
    }
}

impl fmt::Display for ExternType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Func(ty) => write!(f, "func {ty}"),
            Self::Table(ty) => {
                let wide = if ty.is64 { "i64 " } else { "" };
                write!(f, "table {wide}{} {}", ty.limits, ty.element)
            }
            Self::Memory(ty) => {
                let wide = if ty.is64 { "i64 " } else { "" };
                write!(f, "memory {wide}{}", ty.limits)
            }
            Self::Global(ty) if ty.mutable => write!(f, "global (mut {})", ty.value),
            Self::Global(ty) => write!(f, "global {}", ty.value),
            Self::Tag(ty) => write!(f, "tag {ty}"),
        }
    }
}
