//! What the repository says about itself: where it is and what it pins.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::process::{command, output};

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in the repository")
}

/// The text of a file of the repository.
///
/// # Errors
///
/// When it cannot be read.
pub(crate) fn read(path: &str) -> Outcome<String> {
    fs::read_to_string(path).map_err(|e| Failure::new(format!("cannot read {path}: {e}")))
}

/// The version of a package in Cargo.lock.
///
/// # Errors
///
/// When Cargo.lock cannot be read or does not have the package.
pub(crate) fn locked_version(package: &str) -> Outcome<String> {
    find_locked_version(&read("Cargo.lock")?, package)
        .ok_or_else(|| Failure::new(format!("Cargo.lock has no package `{package}`")))
}

fn find_locked_version(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock
        .lines()
        .skip_while(|line| *line != format!("name = \"{package}\""));
    lines
        .nth(1)?
        .strip_prefix("version = ")
        .map(|version| version.trim_matches('"').to_owned())
}

/// Whether warnings are errors: only under the oldest compiler supported.
/// A newer one on somebody's machine prints its new lints and goes on.
///
/// # Errors
///
/// When Cargo.toml cannot be read.
pub(crate) fn deny_warnings() -> Outcome<bool> {
    let manifest = read("Cargo.toml")?;
    let floor = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "));
    let rustc = output(command(&["rustc", "--version"])).unwrap_or_default();
    Ok(floor.is_some_and(|floor| is_release(&rustc, floor.trim_matches('"'))))
}

/// Whether `rustc --version` names a release of `major.minor`.
fn is_release(rustc: &str, floor: &str) -> bool {
    let version = rustc.split_whitespace().nth(1).unwrap_or_default();
    version
        .strip_prefix(floor)
        .is_some_and(|rest| rest.starts_with('.') && !rest.contains('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_the_package_named() {
        let lock = "[[package]]\nname = \"a-b\"\nversion = \"9.0.0\"\n\n\
                    [[package]]\nname = \"a\"\nversion = \"1.2.3\"\nsource = \"x\"\n";
        assert_eq!(find_locked_version(lock, "a").as_deref(), Some("1.2.3"));
        assert_eq!(find_locked_version(lock, "b"), None);
    }

    #[test]
    fn only_releases_of_the_floor_count_as_it() {
        assert!(is_release("rustc 1.95.1 (abc 2026-04-14)", "1.95"));
        assert!(!is_release("rustc 1.950.0 (abc 2026-04-14)", "1.95"));
        assert!(!is_release("rustc 1.96.0 (abc 2026-04-14)", "1.95"));
        assert!(!is_release("rustc 1.95.0-nightly (abc 2026-04-14)", "1.95"));
        assert!(!is_release("", "1.95"));
    }
}
