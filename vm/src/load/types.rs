//! Types of the binary format (section 5.3) as those of [`crate::syntax`].

use super::decode::{DecodeError, unsupported};
use crate::syntax::{
    CompositeType, DefType, FieldType, FuncType, GlobalType, HeapType, Limits, MemoryType, RefType,
    StorageType, TableType, TypeIdx, ValType,
};
use std::sync::Arc;
use wasmparser::{CompositeInnerType, SubType, UnpackedIndex};

/// A type of the type section.
pub(super) fn def_type(ty: &SubType) -> Result<DefType, DecodeError> {
    let supertype = ty
        .supertype_idxs
        .first()
        .map(wasmparser::PackedIndex::unpack);
    let composite = match &ty.composite_type.inner {
        CompositeInnerType::Func(ty) => CompositeType::Func(Arc::new(func_type(ty)?)),
        CompositeInnerType::Struct(ty) => {
            let fields = ty.fields.iter().map(field_type);
            CompositeType::Struct(fields.collect::<Result<_, _>>()?)
        }
        CompositeInnerType::Array(ty) => CompositeType::Array(field_type(&ty.0)?),
        CompositeInnerType::Cont(_) => return Err(unsupported("a continuation type", 0)),
    };
    Ok(DefType {
        is_final: ty.is_final,
        supertype: supertype.map(type_index).transpose()?,
        composite,
    })
}

/// Indices are those of the module until it is validated.
fn type_index(index: UnpackedIndex) -> Result<TypeIdx, DecodeError> {
    match index {
        UnpackedIndex::Module(index) => Ok(TypeIdx(index)),
        _ => Err(unsupported("a type that is not of the module", 0)),
    }
}

fn field_type(ty: &wasmparser::FieldType) -> Result<FieldType, DecodeError> {
    Ok(FieldType {
        storage: match ty.element_type {
            wasmparser::StorageType::I8 => StorageType::I8,
            wasmparser::StorageType::I16 => StorageType::I16,
            wasmparser::StorageType::Val(ty) => StorageType::Val(val_type(ty)?),
        },
        mutable: ty.mutable,
    })
}

pub(super) fn val_type(ty: wasmparser::ValType) -> Result<ValType, DecodeError> {
    Ok(match ty {
        wasmparser::ValType::I32 => ValType::I32,
        wasmparser::ValType::I64 => ValType::I64,
        wasmparser::ValType::F32 => ValType::F32,
        wasmparser::ValType::F64 => ValType::F64,
        wasmparser::ValType::V128 => ValType::V128,
        wasmparser::ValType::Ref(ty) => ValType::Ref(ref_type(ty)?),
    })
}

pub(super) fn ref_type(ty: wasmparser::RefType) -> Result<RefType, DecodeError> {
    Ok(RefType::new(ty.is_nullable(), heap_type(ty.heap_type())?))
}

pub(super) fn heap_type(ty: wasmparser::HeapType) -> Result<HeapType, DecodeError> {
    use wasmparser::AbstractHeapType as A;
    Ok(match ty {
        wasmparser::HeapType::Abstract { ty, .. } => match ty {
            A::Func => HeapType::Func,
            A::NoFunc => HeapType::NoFunc,
            A::Extern => HeapType::Extern,
            A::NoExtern => HeapType::NoExtern,
            A::Any => HeapType::Any,
            A::Eq => HeapType::Eq,
            A::I31 => HeapType::I31,
            A::Struct => HeapType::Struct,
            A::Array => HeapType::Array,
            A::None => HeapType::None,
            A::Exn => HeapType::Exn,
            A::NoExn => HeapType::NoExn,
            A::Cont | A::NoCont => return Err(unsupported("a reference to a continuation", 0)),
        },
        wasmparser::HeapType::Concrete(index) => HeapType::Defined(type_index(index)?),
        wasmparser::HeapType::Exact(_) => return Err(unsupported("an exact reference type", 0)),
    })
}

fn func_type(ty: &wasmparser::FuncType) -> Result<FuncType, DecodeError> {
    let list = |types: &[wasmparser::ValType]| {
        let types = types.iter().map(|ty| val_type(*ty));
        types.collect::<Result<Box<[_]>, DecodeError>>()
    };
    Ok(FuncType {
        params: list(ty.params())?,
        results: list(ty.results())?,
    })
}

pub(super) fn table_type(ty: &wasmparser::TableType) -> Result<TableType, DecodeError> {
    Ok(TableType {
        limits: Limits {
            min: ty.initial,
            max: ty.maximum,
        },
        element: ref_type(ty.element_type)?,
        is64: ty.table64,
    })
}

pub(super) fn memory_type(ty: &wasmparser::MemoryType) -> MemoryType {
    MemoryType {
        limits: Limits {
            min: ty.initial,
            max: ty.maximum,
        },
        is64: ty.memory64,
        // The proposal allows 0 and 16.
        page_bits: ty
            .page_size_log2
            .map_or(MemoryType::PAGE_BITS, |bits| bits as u8),
    }
}

pub(super) fn global_type(ty: &wasmparser::GlobalType) -> Result<GlobalType, DecodeError> {
    Ok(GlobalType {
        value: val_type(ty.content_type)?,
        mutable: ty.mutable,
    })
}
