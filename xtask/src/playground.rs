//! Builds the page.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::browser::chromium;
use crate::failure::{Failure, Outcome};
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

/// The language that lies in `dist/` itself; every message is in it.
const FIRST_LANGUAGE: &str = "en";

/// Builds the release of the page into `dist/`, and that of each other language into a folder there.
///
/// # Errors
///
/// When it does not build.
pub(crate) fn build() -> Outcome {
    run(trunk(&["build", "--release"]))?;
    for language in other_languages()? {
        let site = format!("dist/{language}");
        let mut build = trunk(&["build", "--release", "--dist", &site]);
        build.env("WASMSCOPE_LANGUAGE", &language);
        run(build)?;
    }
    Ok(())
}

/// The folders of message files beside the first one.
fn other_languages() -> Outcome<Vec<String>> {
    let folder = Path::new("web/locales");
    let read = || -> std::io::Result<Vec<String>> {
        let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name()));
        let names = names.map(|name| name.map(|name| name.to_string_lossy().into_owned()));
        names.collect()
    };
    let mut all = read().map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
    all.retain(|name| name != FIRST_LANGUAGE);
    all.sort();
    Ok(all)
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
