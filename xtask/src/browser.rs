//! The Chromium that the end-to-end tests drive.

use std::env;
use std::path::PathBuf;

use crate::failure::{Failure, Outcome};
use crate::packages;

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// What is installed when there is none. Without the recommended packages
/// there would be no font to write with.
const PACKAGES: [&str; 2] = ["chromium", "fonts-dejavu-core"];

/// The path of a Chromium: the one that the variable CHROMIUM names, one on
/// PATH, or one installed now if we may.
///
/// # Errors
///
/// When there is none and it cannot be installed.
pub(crate) fn chromium() -> Outcome<PathBuf> {
    if let Some(path) = env::var_os("CHROMIUM").map(PathBuf::from) {
        let missing = || Failure::new(format!("CHROMIUM is {}, which is no file", path.display()));
        return if path.is_file() {
            Ok(path)
        } else {
            Err(missing().run("unset CHROMIUM"))
        };
    }
    if let Some(path) = on_path() {
        return Ok(path);
    }
    install()?;
    on_path().ok_or_else(|| Failure::new("Chromium was installed, yet is not on PATH"))
}

fn on_path() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let candidates = NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |dir| dir.join(name)));
    candidates.into_iter().find(|candidate| candidate.is_file())
}

fn install() -> Outcome {
    let installed = packages::install(&PACKAGES, "the end-to-end tests need Chromium");
    installed.map_err(|failure| failure.or_run("CHROMIUM=/path/to/chromium cargo xtask test"))
}
