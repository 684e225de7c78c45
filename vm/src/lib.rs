//! A WebAssembly machine that is watched and driven one instruction at a time.
//!
//! The machine is a value ([`runtime::Machine`]): everything that a program can
//! change lives in it, so it can be cloned, compared, hashed and stored. A step
//! is the transition function of the specification, and effects are data: at a
//! call of a host function the machine stops and says what it wants, and whoever
//! drives it hands the results back.
//!
//! Dependencies point one way:
//! `syntax ← load ← runtime ← exec ← observe, view, explain ← host, script`.
//! [`link`] needs `runtime` alone.

mod checksum;
pub mod exec;
pub mod explain;
pub mod host;
pub mod link;
pub mod load;
pub mod observe;
pub mod overlay;
pub mod runtime;
pub mod script;
pub mod syntax;
pub mod time;
pub mod view;
