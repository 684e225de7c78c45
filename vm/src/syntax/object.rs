//! Instructions on structures, arrays and integers of 31 bits (sections 2.4.3 and 2.4.4).

use super::{DataIdx, ElemIdx, HeapType, Module, RefType, TypeIdx, ValType};

/// An instruction on what lies on the heap, its immediates resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the instruction's immediates")]
pub enum ObjectInstr {
    StructNew(TypeIdx),
    StructNewDefault(TypeIdx),
    StructGet { ty: TypeIdx, field: u32, sign: Sign },
    StructSet { ty: TypeIdx, field: u32 },
    ArrayNew(TypeIdx),
    ArrayNewDefault(TypeIdx),
    ArrayNewFixed { ty: TypeIdx, count: u32 },
    ArrayNewData { ty: TypeIdx, data: DataIdx },
    ArrayNewElem { ty: TypeIdx, elem: ElemIdx },
    ArrayGet { ty: TypeIdx, sign: Sign },
    ArraySet(TypeIdx),
    ArrayLen,
    ArrayFill(TypeIdx),
    ArrayCopy { dst: TypeIdx, src: TypeIdx },
    ArrayInitData { ty: TypeIdx, data: DataIdx },
    ArrayInitElem { ty: TypeIdx, elem: ElemIdx },
    RefI31,
    I31Get(Sign),
    AnyConvertExtern,
    ExternConvertAny,
}

/// How a packed value becomes an `i32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It is not packed.
    None,
    /// `_s`: its sign is kept.
    Signed,
    /// `_u`: it has none.
    Unsigned,
}

impl ObjectInstr {
    /// The instruction's name in the text format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::StructNew(_) => "struct.new",
            Self::StructNewDefault(_) => "struct.new_default",
            Self::StructGet { sign, .. } => {
                sign.choose("struct.get", "struct.get_s", "struct.get_u")
            }
            Self::StructSet { .. } => "struct.set",
            Self::ArrayNew(_) => "array.new",
            Self::ArrayNewDefault(_) => "array.new_default",
            Self::ArrayNewFixed { .. } => "array.new_fixed",
            Self::ArrayNewData { .. } => "array.new_data",
            Self::ArrayNewElem { .. } => "array.new_elem",
            Self::ArrayGet { sign, .. } => sign.choose("array.get", "array.get_s", "array.get_u"),
            Self::ArraySet(_) => "array.set",
            Self::ArrayLen => "array.len",
            Self::ArrayFill(_) => "array.fill",
            Self::ArrayCopy { .. } => "array.copy",
            Self::ArrayInitData { .. } => "array.init_data",
            Self::ArrayInitElem { .. } => "array.init_elem",
            Self::RefI31 => "ref.i31",
            Self::I31Get(sign) => sign.choose("i31.get_u", "i31.get_s", "i31.get_u"),
            Self::AnyConvertExtern => "any.convert_extern",
            Self::ExternConvertAny => "extern.convert_any",
        }
    }

    /// How many operands it takes.
    #[must_use]
    pub fn takes(self, module: &Module) -> usize {
        effect(self, module).0
    }

    /// The type of what it pushes; `None` when it pushes nothing.
    pub(crate) fn gives(self, module: &Module) -> Option<ValType> {
        effect(self, module).1
    }

    /// The instruction that the decoder has read, if it is one of these.
    pub(crate) fn decode(operator: &wasmparser::Operator<'_>) -> Option<Self> {
        use wasmparser::Operator as O;
        let array_get = |ty: u32, sign| Self::ArrayGet {
            ty: TypeIdx(ty),
            sign,
        };
        let struct_get = |ty: u32, field, sign| Self::StructGet {
            ty: TypeIdx(ty),
            field,
            sign,
        };
        Some(match *operator {
            O::StructNew { struct_type_index } => Self::StructNew(TypeIdx(struct_type_index)),
            O::StructNewDefault { struct_type_index } => {
                Self::StructNewDefault(TypeIdx(struct_type_index))
            }
            O::StructGet {
                struct_type_index: ty,
                field_index,
            } => struct_get(ty, field_index, Sign::None),
            O::StructGetS {
                struct_type_index: ty,
                field_index,
            } => struct_get(ty, field_index, Sign::Signed),
            O::StructGetU {
                struct_type_index: ty,
                field_index,
            } => struct_get(ty, field_index, Sign::Unsigned),
            O::StructSet {
                struct_type_index,
                field_index,
            } => Self::StructSet {
                ty: TypeIdx(struct_type_index),
                field: field_index,
            },
            O::ArrayNew { array_type_index } => Self::ArrayNew(TypeIdx(array_type_index)),
            O::ArrayNewDefault { array_type_index } => {
                Self::ArrayNewDefault(TypeIdx(array_type_index))
            }
            O::ArrayNewFixed {
                array_type_index,
                array_size,
            } => Self::ArrayNewFixed {
                ty: TypeIdx(array_type_index),
                count: array_size,
            },
            O::ArrayNewData {
                array_type_index,
                array_data_index,
            } => Self::ArrayNewData {
                ty: TypeIdx(array_type_index),
                data: DataIdx(array_data_index),
            },
            O::ArrayNewElem {
                array_type_index,
                array_elem_index,
            } => Self::ArrayNewElem {
                ty: TypeIdx(array_type_index),
                elem: ElemIdx(array_elem_index),
            },
            O::ArrayGet {
                array_type_index: ty,
            } => array_get(ty, Sign::None),
            O::ArrayGetS {
                array_type_index: ty,
            } => array_get(ty, Sign::Signed),
            O::ArrayGetU {
                array_type_index: ty,
            } => array_get(ty, Sign::Unsigned),
            O::ArraySet { array_type_index } => Self::ArraySet(TypeIdx(array_type_index)),
            O::ArrayLen => Self::ArrayLen,
            O::ArrayFill { array_type_index } => Self::ArrayFill(TypeIdx(array_type_index)),
            O::ArrayCopy {
                array_type_index_dst,
                array_type_index_src,
            } => Self::ArrayCopy {
                dst: TypeIdx(array_type_index_dst),
                src: TypeIdx(array_type_index_src),
            },
            O::ArrayInitData {
                array_type_index,
                array_data_index,
            } => Self::ArrayInitData {
                ty: TypeIdx(array_type_index),
                data: DataIdx(array_data_index),
            },
            O::ArrayInitElem {
                array_type_index,
                array_elem_index,
            } => Self::ArrayInitElem {
                ty: TypeIdx(array_type_index),
                elem: ElemIdx(array_elem_index),
            },
            O::RefI31 => Self::RefI31,
            O::I31GetS => Self::I31Get(Sign::Signed),
            O::I31GetU => Self::I31Get(Sign::Unsigned),
            O::AnyConvertExtern => Self::AnyConvertExtern,
            O::ExternConvertAny => Self::ExternConvertAny,
            _ => return None,
        })
    }
}

impl Sign {
    fn choose(
        self,
        none: &'static str,
        signed: &'static str,
        unsigned: &'static str,
    ) -> &'static str {
        match self {
            Self::None => none,
            Self::Signed => signed,
            Self::Unsigned => unsigned,
        }
    }
}

/// How many operands such an instruction pops, and what it pushes.
pub(super) fn effect(instr: ObjectInstr, module: &Module) -> (usize, Option<ValType>) {
    use ObjectInstr as O;
    let made = |ty: TypeIdx| Some(ValType::Ref(RefType::new(false, HeapType::Defined(ty))));
    let to = |heap| Some(ValType::Ref(RefType::new(true, heap)));
    let fields = |ty: TypeIdx| module.types.get(ty).fields();
    match instr {
        O::StructNew(ty) => (fields(ty).len(), made(ty)),
        O::StructNewDefault(ty) => (0, made(ty)),
        O::StructGet { ty, field, .. } => {
            let field = fields(ty).get(field as usize);
            (1, field.map(|field| field.storage.unpacked()))
        }
        O::StructSet { .. } => (2, None),
        O::ArrayNew(ty) | O::ArrayNewData { ty, .. } | O::ArrayNewElem { ty, .. } => (2, made(ty)),
        O::ArrayNewDefault(ty) => (1, made(ty)),
        O::ArrayNewFixed { ty, count } => (count as usize, made(ty)),
        O::ArrayGet { ty, .. } => (2, Some(module.types.element(ty).storage.unpacked())),
        O::ArraySet(_) => (3, None),
        O::ArrayLen | O::I31Get(_) => (1, Some(ValType::I32)),
        O::ArrayFill(_) | O::ArrayInitData { .. } | O::ArrayInitElem { .. } => (4, None),
        O::ArrayCopy { .. } => (5, None),
        O::RefI31 => (1, Some(ValType::Ref(RefType::new(false, HeapType::I31)))),
        O::AnyConvertExtern => (1, to(HeapType::Any)),
        O::ExternConvertAny => (1, to(HeapType::Extern)),
    }
}
