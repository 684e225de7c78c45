//! The binary format (section 5): sections into the fields of a [`Module`].
//!
//! The bytes have been validated before; what is read here is trusted to be consistent.

use super::types::{self, global_type, memory_type, ref_type, table_type};
use super::{body, operator};
use crate::syntax::{
    ConstExpr, Data, DefTypes, Elem, Export, ExternIdx, ExternType, FuncIdx, FuncType, GlobalIdx,
    Import, Instr, LocalNames, MemIdx, Module, Names, RefType, SegmentMode, TableIdx, TagIdx,
    TypeIdx,
};
use std::fmt;
use std::sync::{Arc, OnceLock};
use wasmparser::{KnownCustom, Name, Parser, Payload};

/// Why valid bytes could not be prepared: they use something beyond what the
/// machine runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// What it is.
    pub message: String,
    /// Where in the module, in bytes from its first.
    pub offset: u64,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at offset 0x{:x})", self.message, self.offset)
    }
}

impl std::error::Error for DecodeError {}

impl From<wasmparser::Error> for DecodeError {
    fn from(error: wasmparser::Error) -> Self {
        Self {
            message: error.message().to_owned(),
            offset: error.offset(),
        }
    }
}

pub(super) fn unsupported(what: &str, offset: u64) -> DecodeError {
    DecodeError {
        message: format!("{what} is not supported yet"),
        offset,
    }
}

/// Reads a module; the bodies of its functions are prepared when they are needed.
///
/// # Errors
/// When the bytes are no module, or use what the machine does not run outside of a body.
///
/// # Panics
/// When the module is not valid, or a body uses what the machine does not run: here, or when the body
/// is needed. Neither is asked here: [`crate::load::load`] does.
pub fn decode(bytes: impl Into<Arc<[u8]>>) -> Result<Module, DecodeError> {
    let bytes = bytes.into();
    let mut module = empty(Arc::clone(&bytes));
    add(&mut module, Parser::new(0).parse_all(&bytes))?;
    Ok(module)
}

/// A module of which nothing has been read yet.
pub(super) fn empty(bytes: Arc<[u8]>) -> Module {
    Module {
        bytes,
        types: DefTypes::default(),
        imports: Vec::new(),
        funcs: Vec::new(),
        imported_funcs: 0,
        tables: Vec::new(),
        table_inits: Vec::new(),
        memories: Vec::new(),
        globals: Vec::new(),
        global_inits: Vec::new(),
        tags: Vec::new(),
        exports: Vec::new(),
        start: None,
        elems: Vec::new(),
        datas: Vec::new(),
        bodies: Vec::new(),
        names: Names::default(),
        code_start: 0,
        code_end: 0,
        debug: Vec::new(),
        prepare: body::prepared,
        origins: OnceLock::new(),
    }
}

/// Adds what was read to a module, in the order of its bytes.
pub(super) fn add<'a>(
    module: &mut Module,
    payloads: impl IntoIterator<Item = wasmparser::Result<Payload<'a>>>,
) -> Result<(), DecodeError> {
    for payload in payloads {
        match payload? {
            Payload::TypeSection(reader) => {
                for group in reader {
                    let group = group?;
                    let types = group.types().map(types::def_type);
                    module.types.add(types.collect::<Result<Vec<_>, _>>()?);
                }
            }
            Payload::ImportSection(reader) => {
                for import in reader.into_imports() {
                    add_import(module, &import?)?;
                }
                module.imported_funcs = module.funcs.len();
            }
            Payload::FunctionSection(reader) => {
                for ty in reader {
                    module.funcs.push(TypeIdx(ty?));
                }
            }
            Payload::TableSection(reader) => {
                for table in reader {
                    let table = table?;
                    module.tables.push(table_type(&table.ty)?);
                    module.table_inits.push(match table.init {
                        wasmparser::TableInit::RefNull => None,
                        wasmparser::TableInit::Expr(expr) => Some(const_expr(&expr)?),
                    });
                }
            }
            Payload::MemorySection(reader) => {
                for ty in reader {
                    module.memories.push(memory_type(&ty?));
                }
            }
            Payload::TagSection(reader) => {
                for tag in reader {
                    module.tags.push(TypeIdx(tag?.func_type_idx));
                }
            }
            Payload::GlobalSection(reader) => {
                for global in reader {
                    let global = global?;
                    module.globals.push(global_type(&global.ty)?);
                    module.global_inits.push(const_expr(&global.init_expr)?);
                }
            }
            Payload::ExportSection(reader) => {
                for export in reader {
                    module.exports.push(export_of(&export?)?);
                }
            }
            Payload::StartSection { func, .. } => module.start = Some(FuncIdx(func)),
            Payload::ElementSection(reader) => {
                for elem in reader {
                    module.elems.push(elem_of(elem?)?);
                }
            }
            Payload::DataSection(reader) => {
                for data in reader {
                    module.datas.push(data_of(&data?)?);
                }
            }
            Payload::CodeSectionStart {
                unchecked_range: range,
                ..
            } => {
                (module.code_start, module.code_end) = (offset(range.start), offset(range.end));
            }
            Payload::CodeSectionEntry(body) => {
                let func = module.imported_funcs + module.bodies.len();
                let func = FuncIdx(u32::try_from(func).map_err(|_| too_many(body.range().start))?);
                let body = body::of(module, func, &body)?;
                module.bodies.push(Arc::new(body));
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    // A name section that cannot be read is ignored, as section 7.4.1 asks.
                    let _ = add_names(&mut module.names, names);
                } else if section.name().starts_with(".debug_") {
                    let start = offset(section.data_offset());
                    let end = offset(section.range().end);
                    module.debug.push((section.name().into(), start..end));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// A module's bytes are fewer than 2^32.
fn offset(at: u64) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn too_many(offset: u64) -> DecodeError {
    DecodeError {
        message: "too many functions".to_owned(),
        offset,
    }
}

fn add_import(module: &mut Module, import: &wasmparser::Import<'_>) -> Result<(), DecodeError> {
    let ty = match import.ty {
        wasmparser::TypeRef::Func(ty) => {
            let index = TypeIdx(ty);
            module.funcs.push(index);
            ExternType::Func(FuncType::clone(module.types.func(index)))
        }
        wasmparser::TypeRef::Table(ty) => {
            let ty = table_type(&ty)?;
            module.tables.push(ty);
            ExternType::Table(ty)
        }
        wasmparser::TypeRef::Memory(ty) => {
            let ty = memory_type(&ty);
            module.memories.push(ty);
            ExternType::Memory(ty)
        }
        wasmparser::TypeRef::Global(ty) => {
            let ty = global_type(&ty)?;
            module.globals.push(ty);
            ExternType::Global(ty)
        }
        wasmparser::TypeRef::Tag(tag) => {
            let index = TypeIdx(tag.func_type_idx);
            module.tags.push(index);
            ExternType::Tag(FuncType::clone(module.types.func(index)))
        }
        wasmparser::TypeRef::FuncExact(_) => {
            return Err(unsupported("an import of an exact function type", 0));
        }
    };
    module.imports.push(Import {
        module: import.module.into(),
        name: import.name.into(),
        ty,
    });
    Ok(())
}

fn export_of(export: &wasmparser::Export<'_>) -> Result<Export, DecodeError> {
    use wasmparser::ExternalKind;
    let index = match export.kind {
        ExternalKind::Func => ExternIdx::Func(FuncIdx(export.index)),
        ExternalKind::Table => ExternIdx::Table(TableIdx(export.index)),
        ExternalKind::Memory => ExternIdx::Memory(MemIdx(export.index)),
        ExternalKind::Global => ExternIdx::Global(GlobalIdx(export.index)),
        ExternalKind::Tag => ExternIdx::Tag(TagIdx(export.index)),
        ExternalKind::FuncExact => {
            return Err(unsupported("an export of an exact function type", 0));
        }
    };
    Ok(Export {
        name: export.name.into(),
        index,
    })
}

fn elem_of(elem: wasmparser::Element<'_>) -> Result<Elem, DecodeError> {
    let (ty, items) = match elem.items {
        wasmparser::ElementItems::Functions(funcs) => {
            let item = |func: wasmparser::Result<u32>| {
                Ok::<_, DecodeError>(ConstExpr {
                    instrs: [Instr::RefFunc(FuncIdx(func?))].into(),
                    vectors: [].into(),
                })
            };
            let items = funcs.into_iter().map(item).collect::<Result<_, _>>()?;
            (RefType::FUNCREF, items)
        }
        wasmparser::ElementItems::Expressions(ty, exprs) => {
            let items = exprs.into_iter().map(|expr| const_expr(&expr?));
            (ref_type(ty)?, items.collect::<Result<_, _>>()?)
        }
    };
    let mode = match elem.kind {
        wasmparser::ElementKind::Passive => SegmentMode::Passive,
        wasmparser::ElementKind::Declared => SegmentMode::Declarative,
        wasmparser::ElementKind::Active {
            table_index,
            offset_expr,
        } => SegmentMode::Active(
            TableIdx(table_index.unwrap_or(0)),
            const_expr(&offset_expr)?,
        ),
    };
    Ok(Elem { ty, items, mode })
}

fn data_of(data: &wasmparser::Data<'_>) -> Result<Data, DecodeError> {
    let mode = match &data.kind {
        wasmparser::DataKind::Passive => SegmentMode::Passive,
        wasmparser::DataKind::Active {
            memory_index,
            offset_expr,
        } => SegmentMode::Active(MemIdx(*memory_index), const_expr(offset_expr)?),
    };
    // The segment's range ends with its bytes.
    let end = position(data.range.end)?;
    Ok(Data {
        range: end - data.data.len()..end,
        mode,
    })
}

fn position(offset: u64) -> Result<usize, DecodeError> {
    usize::try_from(offset).map_err(|_| DecodeError {
        message: "the module is too large".to_owned(),
        offset,
    })
}

fn const_expr(expr: &wasmparser::ConstExpr<'_>) -> Result<ConstExpr, DecodeError> {
    let mut instrs = Vec::with_capacity(1);
    let mut vectors = Vec::new();
    let mut reader = expr.get_operators_reader();
    while !reader.eof() {
        let (operator, offset) = reader.read_with_offset()?;
        match operator::constant(&operator, &mut vectors)? {
            Some(instr) => instrs.push(instr),
            None if matches!(operator, wasmparser::Operator::End) => {}
            None => {
                return Err(unsupported(
                    "an instruction of this constant expression",
                    offset,
                ));
            }
        }
    }
    Ok(ConstExpr {
        instrs: instrs.into(),
        vectors: vectors.into(),
    })
}

fn add_names(
    names: &mut Names,
    section: wasmparser::NameSectionReader<'_>,
) -> wasmparser::Result<()> {
    for subsection in section {
        match subsection? {
            Name::Module { name, .. } => names.module = Some(name.into()),
            Name::Function(map) => names.funcs = name_map(map)?,
            Name::Type(map) => names.types = name_map(map)?,
            Name::Table(map) => names.tables = name_map(map)?,
            Name::Memory(map) => names.memories = name_map(map)?,
            Name::Global(map) => names.globals = name_map(map)?,
            Name::Element(map) => names.elems = name_map(map)?,
            Name::Data(map) => names.datas = name_map(map)?,
            Name::Tag(map) => names.tags = name_map(map)?,
            Name::Field(maps) => {
                for naming in maps {
                    let naming = naming?;
                    names.fields.insert(naming.index, name_map(naming.names)?);
                }
            }
            Name::Local(maps) => {
                for naming in maps {
                    let naming = naming?;
                    names.locals.insert(naming.index, name_map(naming.names)?);
                }
            }
            Name::Label(maps) => {
                for naming in maps {
                    let naming = naming?;
                    names.labels.insert(naming.index, name_map(naming.names)?);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn name_map(map: wasmparser::NameMap<'_>) -> wasmparser::Result<LocalNames> {
    map.into_iter()
        .map(|naming| naming.map(|naming| (naming.index, naming.name.into())))
        .collect()
}
