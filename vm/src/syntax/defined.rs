//! Types that a module defines: of functions, structures and arrays (sections 2.3.8 to
//! 2.3.10).

use super::{FuncType, TypeIdx, ValType};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// One type of a module's type section.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DefType {
    /// Whether no other type may declare to be a subtype of it.
    pub is_final: bool,
    /// The type that it declares to be a subtype of.
    pub supertype: Option<TypeIdx>,
    /// What it is.
    pub composite: CompositeType,
}

/// What a defined type is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CompositeType {
    /// A function.
    Func(Arc<FuncType>),
    /// A structure with these fields.
    Struct(Arc<[FieldType]>),
    /// An array of such elements.
    Array(FieldType),
}

/// The type of a structure's field or an array's element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FieldType {
    /// What is stored.
    pub storage: StorageType,
    /// Whether it can be set.
    pub mutable: bool,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StorageType {
    /// The low 8 bits of an `i32`.
    I8,
    /// The low 16 bits of an `i32`.
    I16,
    /// A value.
    Val(ValType),
}

impl StorageType {
    /// The type that it has on the stack (section 2.3.9, "unpacking").
    #[must_use]
    pub fn unpacked(self) -> ValType {
        match self {
            Self::I8 | Self::I16 => ValType::I32,
            Self::Val(ty) => ty,
        }
    }

    /// The bytes that one takes in an array; a reference takes the 8 of its slot.
    #[must_use]
    pub fn bytes(self) -> usize {
        match self {
            Self::I8 => 1,
            Self::I16 => 2,
            Self::Val(ValType::I32 | ValType::F32) => 4,
            Self::Val(ValType::I64 | ValType::F64 | ValType::Ref(_)) => 8,
            Self::Val(ValType::V128) => 16,
        }
    }

    /// Whether it is a reference.
    #[must_use]
    pub fn is_ref(self) -> bool {
        matches!(self, Self::Val(ValType::Ref(_)))
    }
}

impl fmt::Display for StorageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::I8 => f.write_str("i8"),
            Self::I16 => f.write_str("i16"),
            Self::Val(ty) => ty.fmt(f),
        }
    }
}

impl FieldType {
    fn map(self, index: impl FnOnce(TypeIdx) -> TypeIdx) -> Self {
        let storage = match self.storage {
            StorageType::Val(ty) => StorageType::Val(ty.map(index)),
            packed => packed,
        };
        Self { storage, ..self }
    }
}

impl DefType {
    /// A function type that declares no supertype.
    #[must_use]
    pub fn func(ty: FuncType) -> Self {
        Self {
            is_final: true,
            supertype: None,
            composite: CompositeType::Func(Arc::new(ty)),
        }
    }

    /// The function type, if it is one.
    #[must_use]
    pub fn as_func(&self) -> Option<&Arc<FuncType>> {
        match &self.composite {
            CompositeType::Func(ty) => Some(ty),
            _ => None,
        }
    }

    /// The fields of the structure, if it is one; an array is as if it had one field.
    #[must_use]
    pub fn fields(&self) -> &[FieldType] {
        match &self.composite {
            CompositeType::Func(_) => &[],
            CompositeType::Struct(fields) => fields,
            CompositeType::Array(element) => std::slice::from_ref(element),
        }
    }

    /// The same with the indices of defined types replaced.
    #[must_use]
    pub fn map(&self, mut index: impl FnMut(TypeIdx) -> TypeIdx) -> Self {
        Self {
            is_final: self.is_final,
            supertype: self.supertype.map(&mut index),
            composite: match &self.composite {
                CompositeType::Func(ty) => CompositeType::Func(Arc::new(ty.map(index))),
                CompositeType::Struct(fields) => {
                    let fields = fields.iter().map(|field| field.map(&mut index));
                    CompositeType::Struct(fields.collect())
                }
                CompositeType::Array(element) => CompositeType::Array(element.map(index)),
            },
        }
    }
}

/// The types of a module, in recursion groups.
#[derive(Clone, Debug, Default)]
pub struct DefTypes {
    types: Vec<DefType>,
    /// Where each group ends.
    ends: Vec<u32>,
}

impl DefTypes {
    /// Adds a recursion group.
    pub(crate) fn add(&mut self, group: impl IntoIterator<Item = DefType>) {
        self.types.extend(group);
        let end = u32::try_from(self.types.len()).expect("validation allows a million types");
        self.ends.push(end);
    }

    /// All types.
    #[must_use]
    pub fn all(&self) -> &[DefType] {
        &self.types
    }

    /// The type of an index.
    ///
    /// # Panics
    /// Here and below: when the module has no such type.
    #[must_use]
    pub fn get(&self, index: TypeIdx) -> &DefType {
        &self.types[index.at()]
    }

    /// The function type of an index.
    ///
    /// # Panics
    /// Also when it is another one.
    #[must_use]
    pub fn func(&self, index: TypeIdx) -> &Arc<FuncType> {
        let ty = self.get(index).as_func();
        ty.expect("validation has found a function type here")
    }

    /// The element type of an array; any field type when it is none.
    #[must_use]
    pub fn element(&self, index: TypeIdx) -> FieldType {
        let first = self.get(index).fields().first().copied();
        first.expect("validation has found an array type here")
    }

    /// The positions of each recursion group.
    pub fn groups(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let pairs = starts.zip(self.ends.iter().copied());
        pairs.map(|(start, end)| start as usize..end as usize)
    }
}
