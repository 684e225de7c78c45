//! A module, decoded and validated (section 2.5).
//!
//! A module never changes. Instances share it, so it is always behind an `Arc`.

use super::{
    Body, Code, CodeIdx, DefTypes, ExternType, FuncIdx, FuncType, GlobalIdx, GlobalType, Instr,
    MemIdx, MemoryType, Origins, RefType, TableIdx, TableType, TagIdx, TypeIdx,
};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A module.
#[derive(Debug)]
pub struct Module {
    /// The binary that it was decoded from.
    pub bytes: Arc<[u8]>,
    /// Defined types.
    pub types: DefTypes,
    /// Imports, in order.
    pub imports: Vec<Import>,
    /// The type of each function, imported ones first.
    pub funcs: Vec<TypeIdx>,
    /// How many functions are imported.
    pub imported_funcs: usize,
    /// The type of each table, imported ones first.
    pub tables: Vec<TableType>,
    /// The initial element of each table defined here; `None` is null.
    pub table_inits: Vec<Option<ConstExpr>>,
    /// The type of each memory, imported ones first.
    pub memories: Vec<MemoryType>,
    /// The type of each global, imported ones first.
    pub globals: Vec<GlobalType>,
    /// The initial value of each global defined here.
    pub global_inits: Vec<ConstExpr>,
    /// The type of each tag, imported ones first.
    pub tags: Vec<TypeIdx>,
    /// Exports, in order.
    pub exports: Vec<Export>,
    /// The start function.
    pub start: Option<FuncIdx>,
    /// Element segments.
    pub elems: Vec<Elem>,
    /// Data segments.
    pub datas: Vec<Data>,
    /// Bodies of the functions defined here.
    pub bodies: Vec<Arc<Body>>,
    /// What the name section calls things.
    pub names: Names,
    /// Where the contents of the code section begin in the bytes; debugging information
    /// counts from here.
    pub code_start: u32,
    /// Where they end.
    pub code_end: u32,
    /// Where the sections of debugging information lie in the bytes, by name.
    pub debug: Vec<(Box<str>, Range<u32>)>,
    /// How a body is prepared when it is first needed, which is the decoder's to know.
    pub(crate) prepare: fn(&Module, &Body) -> Code,
    /// What they say, when it was asked for.
    pub(crate) origins: OnceLock<Option<Box<Origins>>>,
}

impl Module {
    /// The body of a function; `None` for an imported one.
    #[must_use]
    pub fn code_of(&self, func: FuncIdx) -> Option<&Code> {
        Some(self.bodies.get(self.code_idx(func)?.at())?.code(self))
    }

    /// The bodies of all functions defined here, in order. Those that were not needed before are
    /// prepared now.
    pub fn codes(&self) -> impl DoubleEndedIterator<Item = &Code> {
        self.bodies.iter().map(|body| body.code(self))
    }

    /// The instruction that begins at a byte of the module, by its function and its pc; `None` where
    /// none does. Prepares no other function than that.
    #[must_use]
    pub fn instruction_at(&self, offset: u32) -> Option<(FuncIdx, u32)> {
        let after = self
            .bodies
            .partition_point(|body| body.range.start <= offset);
        let body = self.bodies.get(after.checked_sub(1)?)?;
        if !body.range.contains(&offset) {
            return None;
        }
        let pc = body.code(self).offsets.binary_search(&offset).ok()?;
        Some((body.func, u32::try_from(pc).ok()?))
    }

    /// The position of a function's body; `None` for an imported function.
    #[must_use]
    pub fn code_idx(&self, func: FuncIdx) -> Option<CodeIdx> {
        let index = func.at().checked_sub(self.imported_funcs)?;
        Some(CodeIdx(u32::try_from(index).ok()?))
    }

    /// The type of a function of this module.
    ///
    /// # Panics
    /// When the module has no such function.
    #[must_use]
    pub fn func_type(&self, func: FuncIdx) -> &FuncType {
        self.types.func(self.funcs[func.at()])
    }

    /// The type of a tag of this module; its parameters are what an exception carries.
    ///
    /// # Panics
    /// When the module has no such tag.
    #[must_use]
    pub fn tag_type(&self, tag: TagIdx) -> &FuncType {
        self.types.func(self.tags[tag.at()])
    }

    /// The type of what an index of this module refers to.
    ///
    /// # Panics
    /// When the module has no such item.
    #[must_use]
    pub fn extern_type(&self, index: ExternIdx) -> ExternType {
        match index {
            ExternIdx::Func(index) => ExternType::Func(self.func_type(index).clone()),
            ExternIdx::Table(index) => ExternType::Table(self.tables[index.at()]),
            ExternIdx::Memory(index) => ExternType::Memory(self.memories[index.at()]),
            ExternIdx::Global(index) => ExternType::Global(self.globals[index.at()]),
            ExternIdx::Tag(index) => ExternType::Tag(self.tag_type(index).clone()),
        }
    }

    /// What is exported by this name.
    #[must_use]
    pub fn export(&self, name: &str) -> Option<ExternIdx> {
        let export = self.exports.iter().find(|export| &*export.name == name)?;
        Some(export.index)
    }

    /// The name to show for a function: that of the name section, else of its
    /// first export, else of its import, else `func 3`.
    #[must_use]
    pub fn func_name(&self, func: FuncIdx) -> String {
        if let Some(name) = self.names.funcs.get(&func.0) {
            return name.to_string();
        }
        let exported = |export: &&Export| export.index == ExternIdx::Func(func);
        if let Some(export) = self.exports.iter().find(exported) {
            return export.name.to_string();
        }
        let mut imported = self
            .imports
            .iter()
            .filter(|i| matches!(i.ty, ExternType::Func(_)));
        match imported.nth(func.at()) {
            Some(import) => format!("{}.{}", import.module, import.name),
            None => format!("func {func}"),
        }
    }
}

/// An import.
#[derive(Clone, Debug)]
pub struct Import {
    /// The module that it is asked of.
    pub module: Arc<str>,
    /// Its name there.
    pub name: Arc<str>,
    /// What is asked for.
    pub ty: ExternType,
}

/// An export.
#[derive(Clone, Debug)]
pub struct Export {
    /// Its name, unique in the module.
    pub name: Arc<str>,
    /// What is exported.
    pub index: ExternIdx,
}

/// An index into one of the spaces that can be imported and exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExternIdx {
    /// A function.
    Func(FuncIdx),
    /// A table.
    Table(TableIdx),
    /// A memory.
    Memory(MemIdx),
    /// A global.
    Global(GlobalIdx),
    /// A tag.
    Tag(TagIdx),
}

/// A constant expression (section 3.3.13), without its final `end`.
#[derive(Clone, Debug)]
pub struct ConstExpr {
    /// Its instructions.
    pub instrs: Box<[Instr]>,
    /// Their immediates of 16 bytes.
    pub vectors: Box<[u128]>,
}

/// An element segment (section 2.5.8).
#[derive(Clone, Debug)]
pub struct Elem {
    /// The type of its elements.
    pub ty: RefType,
    /// One expression an element.
    pub items: Vec<ConstExpr>,
    /// When it is copied, and where.
    pub mode: SegmentMode<TableIdx>,
}

/// A data segment (section 2.5.9).
#[derive(Clone, Debug)]
pub struct Data {
    /// Where its bytes lie in the module.
    pub range: std::ops::Range<usize>,
    /// When it is copied, and where.
    pub mode: SegmentMode<MemIdx>,
}

/// When a segment is copied, and where.
#[derive(Clone, Debug)]
pub enum SegmentMode<I> {
    /// By an instruction.
    Passive,
    /// At instantiation, into this table or memory at this place.
    Active(I, ConstExpr),
    /// Never: it only declares functions that `ref.func` may name.
    Declarative,
}

/// Names by index, for people.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "each field is the index space of that name")]
pub struct Names {
    pub module: Option<Arc<str>>,
    pub funcs: BTreeMap<u32, Arc<str>>,
    pub types: BTreeMap<u32, Arc<str>>,
    pub tables: BTreeMap<u32, Arc<str>>,
    pub memories: BTreeMap<u32, Arc<str>>,
    pub globals: BTreeMap<u32, Arc<str>>,
    pub elems: BTreeMap<u32, Arc<str>>,
    pub datas: BTreeMap<u32, Arc<str>>,
    pub tags: BTreeMap<u32, Arc<str>>,
    /// By type.
    pub fields: BTreeMap<u32, LocalNames>,
    /// By function.
    pub locals: BTreeMap<u32, LocalNames>,
    /// By function; labels count in the order of their blocks.
    pub labels: BTreeMap<u32, LocalNames>,
}

/// Names of the locals or labels of one function.
pub type LocalNames = BTreeMap<u32, Arc<str>>;
