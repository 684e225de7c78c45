//! What a running program has (section 4.2, "Runtime Structure"): values,
//! addresses, the store, frames, and the [`Machine`] that holds them.
//!
//! Nothing here executes an instruction; that is [`crate::exec`].

mod addr;
mod blocks;
mod frame;
mod instance;
mod limits;
mod machine;
mod memory;
mod snapshot;
mod store;
mod table;
mod trap;
mod value;
mod value_text;
mod vector_text;

pub use addr::{
    DataAddr, ElemAddr, ExternVal, FuncAddr, GlobalAddr, InstanceAddr, MemAddr, TableAddr,
};
pub use blocks::{BLOCK_BYTES, Blocks, BlocksSnapshot};
pub use frame::Frame;
pub use instance::Instance;
pub use limits::{GrowError, Limit, MachineLimits};
pub use machine::{Call, Machine, Status};
pub use memory::{Memory, PAGE_BYTES};
pub use snapshot::Snapshot;
pub use store::{Func, Global, Store};
pub use table::Table;
pub use trap::Trap;
pub use value::{Ref, Value};
pub use value_text::ParseValueError;
pub use vector_text::{lane_text, vector_text};
