//! Types and the instructions that name them, as text.

use super::text::Writer;
use super::types::reference_type;
use crate::syntax::{
    BlockType, HeapType, MemArg, ObjectInstr, RefType, TypeIdx, ValType, VectorAccess, VectorInstr,
};

impl Writer<'_> {
    pub(super) fn type_index(&self, index: TypeIdx) -> String {
        self.index(&self.module.names.types, index.0)
    }

    pub(super) fn heap(&self, heap: HeapType) -> String {
        match heap {
            HeapType::Defined(index) => self.type_index(index),
            heap => heap.to_string(),
        }
    }

    pub(super) fn reference(&self, ty: RefType) -> String {
        match self.names {
            true => reference_type(self.module, ty),
            false => ty.to_string(),
        }
    }

    pub(super) fn value_type(&self, ty: ValType) -> String {
        match ty {
            ValType::Ref(ty) => self.reference(ty),
            number => number.to_string(),
        }
    }

    pub(super) fn list(&self, word: &str, types: &[ValType]) -> Option<String> {
        if types.is_empty() {
            return None;
        }
        let types: Vec<String> = types.iter().map(|ty| self.value_type(*ty)).collect();
        Some(format!("({word} {})", types.join(" ")))
    }

    /// The labels of the clauses are those around the `try_table`, as its own are here.
    pub(super) fn try_table(&self, ty: BlockType, handler: u32) -> Vec<String> {
        let mut words = self.block(ty);
        let Some(handler) = self.code.handlers.get(handler as usize) else {
            return words;
        };
        for catch in &handler.catches {
            let label = self.label(catch.jump.label().0);
            let reference = if catch.with_ref { "_ref" } else { "" };
            words.push(match catch.tag {
                Some(tag) => {
                    let tag = self.index(&self.module.names.tags, tag.0);
                    format!("(catch{reference} {tag} {label})")
                }
                None => format!("(catch_all{reference} {label})"),
            });
        }
        words
    }

    pub(super) fn object(&self, instr: ObjectInstr) -> Vec<String> {
        use ObjectInstr as O;
        let data = |index: u32| self.index(&self.module.names.datas, index);
        let elem = |index: u32| self.index(&self.module.names.elems, index);
        match instr {
            O::StructNew(ty)
            | O::StructNewDefault(ty)
            | O::ArrayNew(ty)
            | O::ArrayNewDefault(ty)
            | O::ArrayGet { ty, .. }
            | O::ArraySet(ty)
            | O::ArrayFill(ty) => vec![self.type_index(ty)],
            O::StructGet { ty, field, .. } | O::StructSet { ty, field } => {
                vec![self.type_index(ty), self.field(ty, field)]
            }
            O::ArrayNewFixed { ty, count } => vec![self.type_index(ty), count.to_string()],
            O::ArrayNewData { ty, data: index } | O::ArrayInitData { ty, data: index } => {
                vec![self.type_index(ty), data(index.0)]
            }
            O::ArrayNewElem { ty, elem: index } | O::ArrayInitElem { ty, elem: index } => {
                vec![self.type_index(ty), elem(index.0)]
            }
            O::ArrayCopy { dst, src } => vec![self.type_index(dst), self.type_index(src)],
            O::ArrayLen | O::RefI31 | O::I31Get(_) | O::AnyConvertExtern | O::ExternConvertAny => {
                Vec::new()
            }
        }
    }

    fn field(&self, ty: TypeIdx, field: u32) -> String {
        match self.module.names.fields.get(&ty.0) {
            Some(names) => self.index(names, field),
            None => field.to_string(),
        }
    }

    pub(super) fn vector(&self, instr: VectorInstr) -> Vec<String> {
        use VectorInstr as V;
        let immediate = |index: u32| self.code.vectors.get(index as usize).copied();
        match instr {
            V::Const(index) => {
                let bits = immediate(index).unwrap_or_default();
                vec![crate::runtime::Value::V128(bits).to_string()]
            }
            V::Shuffle(index) => {
                let lanes = immediate(index).unwrap_or_default().to_le_bytes();
                lanes.iter().map(ToString::to_string).collect()
            }
            V::Extract { lane, .. } | V::Replace { lane, .. } => vec![lane.to_string()],
            V::Unary(_) | V::Binary(_) | V::Ternary(_) | V::Test(_) | V::Shift(_) | V::Splat(_) => {
                Vec::new()
            }
        }
    }

    pub(super) fn vector_access(&self, access: VectorAccess, arg: MemArg) -> Vec<String> {
        let mut words = self.access(arg, access.bytes());
        words.extend(access.lane().map(|lane| lane.to_string()));
        words
    }
}
