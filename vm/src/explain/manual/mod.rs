//! The manual: what each instruction of WebAssembly 3.0 does, before anything runs.
//!
//! The tables beside this file have one entry for each instruction, or for several that differ
//! in a word: names, signature, meaning, what to see also, and an example. Everything that can
//! be derived is derived: an example is run ([`Entry::shown`]), and the sentences, the reduction
//! rule and its name are those of the machine. `www/src/manual/instructions.json` is the same
//! for the page, written by a test (`vm/tests/manual.rs`), since text that stood in this crate
//! would be in the page's first load.

mod example;
mod table;

pub use example::Shown;

use table::TABLES;

/// An instruction in the manual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the text format.
    pub name: String,
    /// What it belongs to: "Integers".
    pub group: String,
    /// What it takes and gives, as the specification writes it: `[i32 i32] → [i32]`. `t`, `u`
    /// and `w` are any types, `at` is the type of addresses, `rt` a type of references.
    pub signature: String,
    /// What it does, in sentences that begin where its name ends.
    pub meaning: String,
    /// Instructions that belong together with it.
    pub see: Vec<String>,
    /// A module whose export `main` executes it.
    pub example: String,
}

/// Every instruction, in the order of the tables.
#[must_use]
pub fn entries() -> Vec<Entry> {
    TABLES.iter().flat_map(|text| table::read(text)).collect()
}

/// The entry of an instruction, by its name in the text format.
///
/// ```
/// let add = wasmscope::explain::manual::entry("i32.add").expect("there is one");
/// assert_eq!(add.signature, "[i32 i32] → [i32]");
/// let shown = add.shown().expect("its example runs");
/// assert_eq!(shown.after.text, "Took the i32 values 7 and 5, pushed 12 = 7 + 5.");
/// assert_eq!(shown.after.rule_name, "binop-val");
/// ```
#[must_use]
pub fn entry(name: &str) -> Option<Entry> {
    entries().into_iter().find(|entry| entry.name == name)
}

/// Names that a misspelt one may have meant: those that begin or end so, and then those that
/// have it in them; at most `most`.
#[must_use]
pub fn similar(name: &str, most: usize) -> Vec<String> {
    let (mut near, mut far) = (Vec::new(), Vec::new());
    for entry in entries() {
        let own = entry.name;
        match own.starts_with(name) || own.ends_with(name) {
            true => near.push(own),
            false if own.contains(name) => far.push(own),
            false => {}
        }
    }
    near.extend(far);
    near.truncate(most);
    near
}
