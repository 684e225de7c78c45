//! `cargo xtask fuzz`: our machine beside wasmtime, on modules at random.
//!
//! What compares them is a crate outside of the workspace, so that neither a build nor a
//! test compiles wasmtime.

use crate::failure::Outcome;
use crate::process::{cargo, run};

/// Builds the comparison, which takes some minutes the first time, and runs it with these
/// arguments.
///
/// # Errors
///
/// When it does not build, an argument is unknown, or the machines differ.
pub(crate) fn fuzz(args: &[String]) -> Outcome {
    let manifest = ["--manifest-path", "xtask/fuzz/Cargo.toml"];
    let target = ["--target-dir", "target/fuzz", "--"];
    let build = ["run", "--release", "--locked"];
    let mut fuzz = cargo(&[&build[..], &manifest, &target].concat());
    fuzz.args(args);
    run(fuzz)
}
