//! The files of the repository.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::process::{command, output};

/// A file with its text, empty when it is not text.
#[derive(Debug)]
pub(crate) struct File {
    /// From the root of the repository, with slashes.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    pub(crate) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }

    /// What comes after the last dot, nothing when there is none.
    pub(crate) fn extension(&self) -> &str {
        Path::new(&self.path)
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default()
    }

    /// The lines that satisfy a predicate, counted from 1.
    pub(crate) fn lines_where(&self, is: impl Fn(&str) -> bool) -> impl Iterator<Item = usize> {
        let lines = self.text.lines().enumerate();
        lines.filter(move |(_, line)| is(line)).map(|(i, _)| i + 1)
    }
}

/// Every file that git tracks or would track, or, where the checkout has no
/// git, all outside the folders that builds fill.
///
/// # Errors
///
/// When a folder cannot be listed.
pub(crate) fn all() -> Outcome<Vec<File>> {
    let mut paths = tracked().map_or_else(walked, Ok)?;
    paths.sort();
    Ok(paths.into_iter().map(read).collect())
}

fn read(path: String) -> File {
    let bytes = fs::read(&path).unwrap_or_default();
    File::new(path, String::from_utf8(bytes).unwrap_or_default())
}

fn tracked() -> Option<Vec<String>> {
    // The checkout may belong to another user than the one who tests it.
    let git = ["git", "-c", "safe.directory=*", "ls-files", "-z"];
    let which = ["--cached", "--others", "--exclude-standard"];
    let list = output(command(&[&git[..], &which].concat()))?;
    let paths = list.split('\0').filter(|path| Path::new(path).is_file());
    Some(paths.map(str::to_owned).collect())
}

fn walked() -> Outcome<Vec<String>> {
    let mut paths = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let here = if folder.is_empty() {
            "."
        } else {
            folder.as_str()
        };
        let failed = |e| Failure::new(format!("cannot list {here}: {e}"));
        for entry in fs::read_dir(here).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() {
                name.clone()
            } else {
                format!("{folder}/{name}")
            };
            match entry.file_type().map_err(failed)?.is_dir() {
                true if ![".git", "target", "dist", "node_modules"].contains(&&*name) => {
                    folders.push(path);
                }
                true => {}
                false => paths.push(path),
            }
        }
    }
    Ok(paths)
}
