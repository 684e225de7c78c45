//! `cargo xtask bench-web`: our machine inside of a browser, beside wasmi and the browser's
//! own engine.
//!
//! What is timed is a crate outside of the workspace, so that the page knows nothing of
//! wasmi. It is built twice: as the page is, for size, and for speed.

use std::fs;

use crate::browser;
use crate::failure::{Failure, Outcome};
use crate::process::{cargo, command, run};
use crate::report::Reporter;
use crate::setup::{self, WASM_TARGET};

/// Where it is built, and what the browser is given.
const TARGET: &str = "target/bench-web";
const SITE: &str = "target/bench-web/site";

/// Builds what is missing and times the programs whose names begin with one of these words;
/// all, if there is none.
///
/// # Errors
///
/// When something cannot be set up or built, or the engines differ.
pub(crate) fn bench_web(names: &[String]) -> Outcome {
    let mut reporter = Reporter::default();
    reporter.stage("wasm-target", setup::wasm_target)?;
    reporter.stage("wasm-tools", setup::wasm_tools)?;
    reporter.stage("node-modules", setup::node_modules)?;
    reporter.stage("build", build)?;
    let mut bench = command(&["node", "www/bench-web.mjs", SITE, "vm/benches/kernels"]);
    bench.args(names).env("CHROMIUM", browser::chromium()?);
    run(bench)
}

fn build() -> Outcome {
    for (profile, folder, features) in [("web", "page", ""), ("release", "fast", "wasmi")] {
        let manifest = ["--manifest-path", "xtask/bench-web/Cargo.toml", "--locked"];
        let options = ["--profile", profile, "--features", features];
        let target = ["--target", WASM_TARGET, "--target-dir", TARGET];
        run(cargo(
            &[&["build"], &manifest[..], &options, &target].concat(),
        ))?;
        let module = format!("{TARGET}/{WASM_TARGET}/{profile}/wasmscope_bench_web.wasm");
        let out = format!("{SITE}/{folder}");
        let glue = ["--target", "web", "--no-typescript", "--out-name", "engine"];
        let words = [&["wasm-bindgen"], &glue[..], &["--out-dir", &out, &module]].concat();
        let mut bindgen = command(&words);
        bindgen.env("PATH", setup::tools_path());
        run(bindgen)?;
    }
    for file in ["index.html", "timing.js"] {
        let copied = fs::copy(
            format!("xtask/bench-web/site/{file}"),
            format!("{SITE}/{file}"),
        );
        copied.map_err(|e| Failure::new(format!("cannot copy {file}: {e}")))?;
    }
    Ok(())
}
