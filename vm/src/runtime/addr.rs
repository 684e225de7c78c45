//! Addresses: positions in the store (section 4.2.4), the dynamic counterparts of
//! the indices in [`crate::syntax`].

macro_rules! address {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The address as a position in a slice.
            #[inline(always)]
            #[must_use]
            pub fn at(self) -> usize {
                self.0 as usize
            }

            /// The address of the next thing to be added to `things`.
            ///
            /// # Panics
            /// When there are 2³² of them.
            pub(crate) fn next<T>(things: &[T]) -> Self {
                Self(u32::try_from(things.len()).expect("fewer than 2³² things in a store"))
            }
        }
    )*};
}

address! {
    /// An instance of a module.
    InstanceAddr;
    /// A function.
    FuncAddr;
    /// A table.
    TableAddr;
    /// A memory.
    MemAddr;
    /// A global.
    GlobalAddr;
    /// A tag.
    TagAddr;
    /// A defined type.
    TypeAddr;
    /// An element segment of an instance.
    ElemAddr;
    /// A data segment of an instance.
    DataAddr;
}

/// What can be imported and exported (section 4.2.12, "External Addresses").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExternVal {
    /// A function.
    Func(FuncAddr),
    /// A table.
    Table(TableAddr),
    /// A memory.
    Memory(MemAddr),
    /// A global.
    Global(GlobalAddr),
    /// A tag.
    Tag(TagAddr),
}
