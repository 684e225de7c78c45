//! What a running program has (section 4.2, "Runtime Structure"): values,
//! addresses, the store, frames, and the [`Machine`] that holds them.
//!
//! Nothing here executes an instruction; that is [`crate::exec`].

mod addr;
mod blocks;
mod float_text;
mod frame;
mod heap;
mod instance;
mod limits;
mod machine;
mod memory;
mod object;
mod shared;
mod snapshot;
mod sparse;
mod store;
mod table;
mod trap;
mod types;
mod value;
mod value_text;
mod vector_text;

pub use addr::{
    DataAddr, ElemAddr, ExternVal, FuncAddr, GlobalAddr, InstanceAddr, MemAddr, TableAddr, TagAddr,
    TypeAddr,
};
pub(crate) use blocks::Spare;
pub use blocks::{BLOCK_BYTES, Blocks, BlocksSnapshot};
pub use frame::Frame;
pub use heap::{Heap, HeapSnapshot, ObjectAddr};
pub(crate) use heap::{Marks, NoRoom};
pub use instance::Instance;
pub use limits::{GrowError, Limit, MachineLimits};
pub use machine::{Call, Machine, Status};
pub(crate) use memory::MemorySnapshot;
pub use memory::{Memory, PAGE_BYTES, WriteError};
pub(crate) use object::pack;
pub use object::{Body, Object, ObjectKind};
pub use snapshot::Snapshot;
pub(crate) use store::Typed;
pub use store::{Func, Global, Store, Tag};
pub use table::Table;
pub use trap::Trap;
pub use types::Types;
pub(crate) use types::in_store;
pub use value::{Ref, Value};
pub use value_text::ParseValueError;
pub use vector_text::{lane_text, vector_text};
