//! Static indices: positions in a module's index spaces (section 2.5.1).
//!
//! Each space has a type of its own, so that a function index is never taken for
//! a type index. Their dynamic counterparts, addresses in the store, are in
//! [`crate::runtime`].

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The index as a position in a slice.
            #[inline(always)]
            #[must_use]
            pub fn at(self) -> usize {
                self.0 as usize
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

index! {
    /// A type, in the module's type space.
    TypeIdx;
    /// A function, imported ones first.
    FuncIdx;
    /// A function body: a function's index less the number of imported functions.
    CodeIdx;
    /// A table, imported ones first.
    TableIdx;
    /// A memory, imported ones first.
    MemIdx;
    /// A global, imported ones first.
    GlobalIdx;
    /// A tag, imported ones first.
    TagIdx;
    /// An element segment.
    ElemIdx;
    /// A data segment.
    DataIdx;
    /// A local of a function, parameters first.
    LocalIdx;
    /// A label, counted outwards from the innermost.
    LabelIdx;
}
