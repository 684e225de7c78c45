//! Builds the page.

use std::process::Command;

use crate::browser::chromium;
use crate::failure::Outcome;
use crate::process::{command, run};
use crate::report::Reporter;
use crate::setup;

/// Sets up all that a build of the page needs.
///
/// # Errors
///
/// What cannot be set up.
pub(crate) fn set_up(reporter: &mut Reporter) -> Outcome {
    reporter.stage("wasm-target", setup::wasm_target)?;
    reporter.stage("wasm-tools", setup::wasm_tools)?;
    reporter.stage("node-modules", setup::node_modules)
}

/// Builds the release of the page into `dist/`.
///
/// # Errors
///
/// When it does not build.
pub(crate) fn build() -> Outcome {
    run(trunk(&["build", "--release"]))
}

/// Sets up, builds, and says what a visitor has to transfer.
///
/// # Errors
///
/// When one of them fails.
pub(crate) fn dist(reporter: &mut Reporter) -> Outcome {
    set_up(reporter)?;
    reporter.stage("build", build)?;
    reporter.stage("size", size)
}

/// Finds out which functions of the page's machine a first sight needs, and writes them into
/// `www/first-sight.txt`, by which a release build divides it; then builds it divided.
///
/// # Errors
///
/// When it does not build, or there is no browser.
pub(crate) fn first_sight(reporter: &mut Reporter) -> Outcome {
    set_up(reporter)?;
    reporter.stage("undivided", || {
        let mut build = trunk(&["build", "--release"]);
        build.env("UNDIVIDED", "1");
        run(build)
    })?;
    reporter.stage("first-sight", || {
        let mut look = command(&["node", "www/first-sight.mjs"]);
        look.env("CHROMIUM", chromium()?);
        run(look)
    })?;
    reporter.stage("build", build)?;
    reporter.stage("size", size)
}

/// Checks what the first visit transfers against its limit.
///
/// # Errors
///
/// When it is more.
pub(crate) fn size() -> Outcome {
    run(command(&["node", "www/size.mjs"]))
}

/// Trunk, with our tools, and asking nobody for newer versions of itself.
pub(crate) fn trunk(args: &[&str]) -> Command {
    let mut trunk = command(&[&["trunk", "--skip-version-check"], args].concat());
    trunk.env("PATH", setup::tools_path());
    // Trunk takes this variable for its own option and accepts true and false only.
    trunk.env_remove("NO_COLOR");
    trunk
}
