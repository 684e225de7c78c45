//! Instructions as text, as one would write them in the text format.

use crate::runtime::Value;
use crate::syntax::{BlockType, Code, Instr, LocalNames, MemArg, MemIdx, Module, TableIdx};
use std::sync::Arc;

/// The instruction at `pc` with its immediates, by name where there are names:
/// `local.get $n`, `br_if $done`, `i32.load offset=4`. Empty past the end.
#[must_use]
pub fn instr_text(module: &Module, code: &Code, pc: u32) -> String {
    let Some(instr) = code.instrs.get(pc as usize) else {
        return String::new();
    };
    let mut words = vec![instr.name().to_owned()];
    let writer = Writer {
        module,
        code,
        pc,
        names: true,
    };
    words.extend(writer.immediates(instr));
    words.join(" ")
}

/// The immediates of the instruction at `pc` as the binary has them, by index: for a
/// trace, where a name may be missing or given twice.
#[must_use]
pub fn immediates(module: &Module, code: &Code, pc: u32) -> Vec<String> {
    let Some(instr) = code.instrs.get(pc as usize) else {
        return Vec::new();
    };
    let writer = Writer {
        module,
        code,
        pc,
        names: false,
    };
    writer.immediates(instr)
}

pub(super) struct Writer<'a> {
    pub(super) module: &'a Module,
    pub(super) code: &'a Code,
    pc: u32,
    /// Whether indices are written by name, where there are names.
    pub(super) names: bool,
}

impl Writer<'_> {
    pub(super) fn index(&self, names: &LocalNames, index: u32) -> String {
        match self.names {
            true => identifier(names.get(&index), index),
            false => index.to_string(),
        }
    }

    fn local(&self, index: u32) -> String {
        match self.module.names.locals.get(&self.code.func.0) {
            Some(names) => self.index(names, index),
            None => index.to_string(),
        }
    }

    fn memory(&self, index: MemIdx) -> String {
        self.index(&self.module.names.memories, index.0)
    }

    fn table(&self, index: TableIdx) -> String {
        self.index(&self.module.names.tables, index.0)
    }

    /// The label that is `depth` labels out at `pc`; `None` when it has no name.
    fn label_name(&self, pc: u32, depth: u32) -> Option<String> {
        let names = self.module.names.labels.get(&self.code.func.0)?;
        let situation = self.code.typing(self.module).at(pc)?;
        let block = situation.labels.get(depth as usize)?.block?;
        let name = names.get(&block).filter(|_| self.names)?;
        Some(identifier(Some(name), block))
    }

    pub(super) fn label(&self, depth: u32) -> String {
        self.label_name(self.pc, depth)
            .unwrap_or_else(|| depth.to_string())
    }

    pub(super) fn block(&self, ty: BlockType) -> Vec<String> {
        let mut words = Vec::from_iter(self.label_name(self.pc + 1, 0));
        match ty {
            BlockType::Empty => {}
            BlockType::Result(ty) => words.push(format!("(result {})", self.value_type(ty))),
            BlockType::Type(index) => {
                let ty = self.module.types.func(index);
                words.extend(self.list("param", &ty.params));
                words.extend(self.list("result", &ty.results));
            }
        }
        words
    }

    /// An alignment is written where it is not the natural one.
    pub(super) fn access(&self, arg: MemArg, bytes: u32) -> Vec<String> {
        let mut words = Vec::new();
        if arg.mem().0 != 0 {
            words.push(self.memory(arg.mem()));
        }
        if arg.offset() != 0 {
            words.push(format!("offset={}", arg.offset()));
        }
        let align = 1u64 << arg.align;
        if align != u64::from(bytes) {
            words.push(format!("align={align}"));
        }
        words
    }

    fn immediates(&self, instr: &Instr) -> Vec<String> {
        let memory = |mem: &MemIdx| match mem.0 {
            0 => Vec::new(),
            _ => vec![self.memory(*mem)],
        };
        let table = |table: &TableIdx| match table.0 {
            0 => Vec::new(),
            _ => vec![self.table(*table)],
        };
        match instr {
            Instr::Block(ty) | Instr::Loop(ty) | Instr::If { ty, .. } => self.block(*ty),
            Instr::Br(jump) | Instr::BrIf(jump) => vec![self.label(jump.label().0)],
            Instr::BrTable { first, count } => {
                let jumps = *first as usize..=(*first + *count) as usize;
                let jumps = self.code.jumps.get(jumps).unwrap_or(&[]);
                jumps
                    .iter()
                    .map(|jump| self.label(jump.label().0))
                    .collect()
            }
            Instr::TryTable { ty, handler } => self.try_table(*ty, *handler),
            Instr::BrOnNull(jump) | Instr::BrOnNonNull(jump) => vec![self.label(jump.label().0)],
            Instr::BrOnCast { cast, .. } => match self.code.casts.get(*cast as usize) {
                Some(cast) => vec![
                    self.label(cast.jump.label().0),
                    self.reference(cast.from),
                    self.reference(cast.to),
                ],
                None => Vec::new(),
            },
            Instr::Throw(tag) => vec![self.index(&self.module.names.tags, tag.0)],
            Instr::CallRef(ty) | Instr::ReturnCallRef(ty) => vec![self.type_index(*ty)],
            Instr::RefTest(ty) | Instr::RefCast(ty) => vec![self.reference(*ty)],
            Instr::Object(instr) => self.object(*instr),
            Instr::Vector(instr) => self.vector(*instr),
            Instr::VectorMemory(access, arg) => self.vector_access(*access, *arg),
            Instr::Call(func) | Instr::ReturnCall(func) | Instr::RefFunc(func) => {
                vec![self.index(&self.module.names.funcs, func.0)]
            }
            Instr::CallIndirect { ty, table: index }
            | Instr::ReturnCallIndirect { ty, table: index } => {
                let mut words = table(index);
                words.push(format!("(type {})", self.type_index(*ty)));
                words
            }
            Instr::Select { ty: Some(ty), .. } => {
                vec![format!("(result {})", self.value_type(*ty))]
            }
            Instr::LocalGet { local, .. }
            | Instr::LocalSet { local, .. }
            | Instr::LocalTee { local, .. } => vec![self.local(local.0)],
            Instr::GlobalGet(global) | Instr::GlobalSet(global) => {
                vec![self.index(&self.module.names.globals, global.0)]
            }
            Instr::TableGet(index)
            | Instr::TableSet(index)
            | Instr::TableSize(index)
            | Instr::TableGrow(index)
            | Instr::TableFill(index) => vec![self.table(*index)],
            Instr::TableCopy { dst, src } => vec![self.table(*dst), self.table(*src)],
            Instr::TableInit { table: index, elem } => {
                let mut words = table(index);
                words.push(self.index(&self.module.names.elems, elem.0));
                words
            }
            Instr::ElemDrop(elem) => vec![self.index(&self.module.names.elems, elem.0)],
            Instr::Load(op, arg) => self.access(*arg, op.bytes()),
            Instr::Store(op, arg) => self.access(*arg, op.bytes()),
            Instr::MemorySize(mem) | Instr::MemoryGrow(mem) | Instr::MemoryFill(mem) => memory(mem),
            Instr::MemoryCopy { dst, src } if dst.0 == 0 && src.0 == 0 => Vec::new(),
            Instr::MemoryCopy { dst, src } => vec![self.memory(*dst), self.memory(*src)],
            Instr::MemoryInit { mem, data } => {
                let mut words = memory(mem);
                words.push(self.index(&self.module.names.datas, data.0));
                words
            }
            Instr::DataDrop(data) => vec![self.index(&self.module.names.datas, data.0)],
            Instr::RefNull(heap) => vec![self.heap(*heap)],
            Instr::I32Const(value) => vec![value.to_string()],
            Instr::I64Const(value) => vec![value.to_string()],
            Instr::F32Const(bits) => vec![Value::F32(*bits).to_string()],
            Instr::F64Const(bits) => vec![Value::F64(*bits).to_string()],
            Instr::Select { ty: None, .. }
            | Instr::Unreachable
            | Instr::Nop
            | Instr::Else { .. }
            | Instr::End
            | Instr::FuncEnd
            | Instr::Return
            | Instr::Drop { .. }
            | Instr::RefIsNull
            | Instr::RefAsNonNull
            | Instr::RefEq
            | Instr::ThrowRef
            | Instr::Unary(_)
            | Instr::Truncate(_)
            | Instr::Binary(_)
            | Instr::Divide(_)
            | Instr::Wide(_) => Vec::new(),
        }
    }
}

/// `$name` or `$"a name"`, or the index where there is no name.
pub(crate) fn identifier(name: Option<&Arc<str>>, index: u32) -> String {
    let plain = |c: char| c.is_ascii_graphic() && !"\"(),;[]{}".contains(c);
    match name {
        Some(name) if !name.is_empty() && name.chars().all(plain) => format!("${name}"),
        Some(name) => format!("${name:?}"),
        None => index.to_string(),
    }
}
