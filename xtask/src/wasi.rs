//! Compilers for WASI, and the tests that build real programs with them.

use std::fs;

use crate::failure::{Failure, Outcome};
use crate::packages;
use crate::process::{cargo, command, output, run};
use crate::setup;

/// The target of Rust programs.
const TARGET: &str = "wasm32-wasip1";

/// What C programs are compiled with: compiler, linker, C library, and what the compiler
/// calls by itself.
const PACKAGES: [&str; 4] = ["clang", "lld", "wasi-libc", "libclang-rt-dev-wasm32"];

/// Rust's standard library and a C compiler for WASI.
pub(crate) fn tools() -> Outcome {
    setup::target(TARGET)?;
    if compiles_c()? {
        return Ok(());
    }
    packages::install(&PACKAGES, "programs in C are built for WASI by clang")?;
    match compiles_c()? {
        true => Ok(()),
        false => Err(Failure::new(
            "clang was installed, yet compiles nothing for WASI",
        )),
    }
}

/// Whether a C program can be compiled and linked.
fn compiles_c() -> Outcome<bool> {
    let folder = "target/wasi";
    let source = format!("{folder}/probe.c");
    let written = fs::create_dir_all(folder).and_then(|()| {
        fs::write(
            &source,
            "#include <stdio.h>\nint main(void) { return puts(\"\"); }\n",
        )
    });
    written.map_err(|e| Failure::new(format!("cannot write {source}: {e}")))?;
    let program = format!("{folder}/probe.wasm");
    let words = ["clang", "--target=wasm32-wasi", "-o", &program, &source];
    Ok(output(command(&words)).is_some())
}

/// Runs the tests of real programs, which skip nothing here.
pub(crate) fn programs() -> Outcome {
    let mut test = cargo(&[
        "test",
        "--locked",
        "--package",
        "wasmscope",
        "--test",
        "wasi",
        "programs",
    ]);
    test.env("WASMSCOPE_REQUIRE_WASI", "1");
    run(test)
}
