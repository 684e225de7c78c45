//! What each instruction does to the operands and the labels (section 3.4).

use super::{LabelKind, Typing};
use crate::syntax::{HeapType, Instr, Module, RefType, ValType, object};

impl Typing {
    /// Goes past an instruction.
    pub(super) fn go_past(&mut self, module: &Module, pc: u32, instr: &Instr) {
        match instr {
            Instr::Block(ty) => self.open(module, LabelKind::Block, *ty, pc),
            Instr::Loop(ty) => self.open(module, LabelKind::Loop, *ty, pc),
            Instr::TryTable { ty, .. } => self.open(module, LabelKind::TryTable, *ty, pc),
            Instr::If { ty, .. } => {
                self.pop();
                self.open(module, LabelKind::If, *ty, pc);
            }
            Instr::Else { .. } => self.otherwise(module),
            Instr::End | Instr::FuncEnd => self.close(module, pc),
            Instr::Unreachable
            | Instr::Br(_)
            | Instr::BrTable { .. }
            | Instr::Return
            | Instr::ReturnCall(_)
            | Instr::ReturnCallIndirect { .. }
            | Instr::ReturnCallRef(_)
            | Instr::Throw(_)
            | Instr::ThrowRef => self.unreachable(),
            Instr::Drop { .. } => {
                self.pop();
            }
            Instr::Select { ty, .. } => {
                self.pop();
                let second = self.pop();
                let first = self.pop();
                self.push(ty.or(second).or(first));
            }
            Instr::LocalTee { .. } => {
                // In unreachable code the operand may be unknown; then it becomes known.
                self.pop();
                let ty = self.local(instr);
                self.push(ty);
            }
            Instr::Call(func) => {
                let ty = module.func_type(*func);
                self.pop_many(ty.params.len());
                self.push_all(&ty.results);
            }
            Instr::CallIndirect { ty, .. } => {
                let ty = module.types.func(*ty);
                self.pop_many(ty.params.len() + 1);
                self.push_all(&ty.results);
            }
            Instr::CallRef(ty) => {
                let ty = module.types.func(*ty);
                self.pop_many(ty.params.len() + 1);
                self.push_all(&ty.results);
            }
            Instr::BrOnNull(_) | Instr::RefAsNonNull => {
                let ty = self.pop();
                self.push(ty.map(non_null));
            }
            Instr::BrOnCast { cast, fail } => {
                self.pop();
                let rest = self.rest_of(*cast as usize, *fail);
                self.push(rest);
            }
            Instr::Wide(op) => {
                self.pop_many(op.takes());
                self.push(Some(op.result()));
                self.push(Some(op.result()));
            }
            _ => {
                let (pops, push) = self.effect(module, instr);
                self.pop_many(pops);
                if push.is_some() {
                    self.push(push);
                }
            }
        }
    }

    /// The type of the operand of a branch on a cast that is not taken (section 3.4.9).
    fn rest_of(&self, cast: usize, fail: bool) -> Option<ValType> {
        let (from, to) = *self.casts.get(cast)?;
        Some(ValType::Ref(match (fail, to.nullable()) {
            (true, _) => to,
            (false, true) => from.non_null(),
            (false, false) => from,
        }))
    }

    fn local(&self, instr: &Instr) -> Option<ValType> {
        match instr {
            Instr::LocalGet { local, .. } | Instr::LocalTee { local, .. } => {
                self.locals.get(*local).map(|(ty, _)| ty)
            }
            _ => None,
        }
    }

    /// How many operands a straight-line instruction pops, and what it pushes.
    fn effect(&self, module: &Module, instr: &Instr) -> (usize, Option<ValType>) {
        use ValType::{F32, F64, I32, I64};
        let table = |index: usize| ValType::Ref(module.tables[index].element);
        match instr {
            Instr::Nop | Instr::ElemDrop(_) | Instr::DataDrop(_) => (0, None),
            Instr::BrIf(_)
            | Instr::BrOnNonNull(_)
            | Instr::LocalSet { .. }
            | Instr::GlobalSet(_) => (1, None),
            Instr::LocalGet { .. } => (0, self.local(instr)),
            Instr::GlobalGet(global) => (0, Some(module.globals[global.at()].value)),
            Instr::TableGet(index) => (1, Some(table(index.at()))),
            Instr::TableSize(table) => (0, Some(module.tables[table.at()].address())),
            Instr::MemorySize(mem) => (0, Some(module.memories[mem.at()].address())),
            Instr::TableGrow(table) => (2, Some(module.tables[table.at()].address())),
            Instr::MemoryGrow(mem) => (1, Some(module.memories[mem.at()].address())),
            Instr::TableSet(_) | Instr::Store(..) => (2, None),
            Instr::TableFill(_)
            | Instr::TableCopy { .. }
            | Instr::TableInit { .. }
            | Instr::MemoryFill(_)
            | Instr::MemoryCopy { .. }
            | Instr::MemoryInit { .. } => (3, None),
            Instr::Load(op, _) => (1, Some(op.ty())),
            Instr::RefIsNull | Instr::RefTest(_) => (1, Some(I32)),
            Instr::RefEq => (2, Some(I32)),
            Instr::RefCast(ty) => (1, Some(ValType::Ref(*ty))),
            Instr::RefNull(heap) => (0, Some(ValType::null(*heap))),
            Instr::RefFunc(func) => {
                let heap = HeapType::Defined(module.funcs[func.at()]);
                (0, Some(ValType::Ref(RefType::new(false, heap))))
            }
            Instr::I32Const(_) => (0, Some(I32)),
            Instr::I64Const(_) => (0, Some(I64)),
            Instr::F32Const(_) => (0, Some(F32)),
            Instr::F64Const(_) => (0, Some(F64)),
            Instr::Unary(op) => (1, Some(op.result())),
            Instr::Truncate(op) => (1, Some(op.result())),
            Instr::Binary(op) => (2, Some(op.result())),
            Instr::Divide(op) => (2, Some(op.result())),
            Instr::Object(instr) => object::effect(*instr, module),
            Instr::Vector(instr) => instr.effect(),
            Instr::VectorMemory(access, _) => access.effect(),
            other => unreachable!("{} is not a straight-line instruction", other.name()),
        }
    }
}

/// What is left of a type when null has been taken out.
fn non_null(ty: ValType) -> ValType {
    match ty {
        ValType::Ref(ty) => ValType::Ref(ty.non_null()),
        number => number,
    }
}
