//! The Chromium that the end-to-end tests drive.

use std::env;
use std::path::PathBuf;

use crate::failure::{Failure, Outcome};
use crate::process::{command, output, run};

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
    let packages = PACKAGES.join(" ");
    let by_hand = format!("sudo apt-get update && sudo apt-get install -y {packages}");
    if output(command(&["apt-get", "--version"])).is_none() {
        return Err(Failure::new(
            "the end-to-end tests need Chromium: install it with the system's package manager, \
             or name one",
        )
        .run("CHROMIUM=/path/to/chromium cargo xtask test"));
    }
    let Some(sudo) = privileges() else {
        return Err(Failure::new("the end-to-end tests need Chromium").run(by_hand));
    };
    println!("installing {packages} with apt-get");
    let apt_get = |args: &[&str]| {
        let mut words = sudo.to_vec();
        words.extend([
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "--quiet",
        ]);
        words.extend(args);
        run(command(&words)).map_err(|failure| failure.run(by_hand.clone()))
    };
    apt_get(&["update"])?;
    apt_get(
        &[
            &["install", "--yes", "--no-install-recommends"],
            &PACKAGES[..],
        ]
        .concat(),
    )
}

/// The words that give a command root's rights, none when we have them, and
/// nothing when that would take a password.
fn privileges() -> Option<&'static [&'static str]> {
    if output(command(&["id", "-u"])).as_deref() == Some("0") {
        return Some(&[]);
    }
    output(command(&["sudo", "-n", "true"])).map(|_| &["sudo", "-n"][..])
}
