//! The corpus as two files: all modules one after the other, and a text that says of each its
//! number, its length and what wasmtime did with it.

use std::fmt::Write;
use std::path::Path;

const MODULES: &str = "modules.bin";
const OUTCOMES: &str = "outcomes.txt";

/// One module of the corpus.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// What it was made from, and what decides the arguments of its calls.
    pub(crate) seed: u64,
    pub(crate) bytes: Vec<u8>,
    /// What wasmtime did with it.
    pub(crate) text: String,
}

/// Reads the corpus from its folder.
pub(crate) fn read(folder: &Path) -> Result<Vec<Entry>, String> {
    let failed = |name| move |error| format!("{name} cannot be read: {error}");
    let bytes = std::fs::read(folder.join(MODULES)).map_err(failed(MODULES))?;
    let text = std::fs::read_to_string(folder.join(OUTCOMES)).map_err(failed(OUTCOMES))?;
    let mut rest = &bytes[..];
    let mut entries = Vec::new();
    for part in text.split("\nmodule ").skip(1) {
        let (head, text) = part.split_once('\n').unwrap_or((part, ""));
        let entry = entry(head, text, &mut rest);
        entries.push(entry.ok_or_else(|| format!("{OUTCOMES}: `module {head}` fits no module"))?);
    }
    match rest.is_empty() {
        true => Ok(entries),
        false => Err(format!("{MODULES} has {} bytes too many", rest.len())),
    }
}

fn entry(head: &str, text: &str, rest: &mut &[u8]) -> Option<Entry> {
    let (seed, len) = head.split_once(' ')?;
    let (bytes, after) = rest.split_at_checked(len.parse().ok()?)?;
    *rest = after;
    Some(Entry {
        seed: seed.parse().ok()?,
        bytes: bytes.to_vec(),
        // The line break that separates it from the next was taken by the split.
        text: format!("{}\n", text.trim_end_matches('\n')),
    })
}

/// Writes the corpus into its folder. The first line of the text is `head`.
#[allow(dead_code, reason = "only `cargo xtask fuzz` writes")]
pub(crate) fn write(folder: &Path, head: &str, entries: &[Entry]) -> Result<(), String> {
    let mut text = format!("{head}\n");
    let mut bytes = Vec::new();
    for entry in entries {
        let _ = write!(
            text,
            "\nmodule {} {}\n{}",
            entry.seed,
            entry.bytes.len(),
            entry.text
        );
        bytes.extend(&entry.bytes);
    }
    let failed = |name| move |error| format!("{name} cannot be written: {error}");
    std::fs::write(folder.join(MODULES), bytes).map_err(failed(MODULES))?;
    std::fs::write(folder.join(OUTCOMES), text).map_err(failed(OUTCOMES))
}
