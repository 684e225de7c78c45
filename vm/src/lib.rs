//! The machine.

/// Bytes or text to a module: assembling, checking, positions and problems.
pub mod load;
