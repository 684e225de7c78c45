//! Where instructions of a compiled module come from: files and lines of the language that it
//! was written in. Read from DWARF by [`crate::load::origins`].

use std::ops::Range;
use std::sync::Arc;

/// A file of the source, as the compiler called it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OriginFile {
    /// Its path; one that is not absolute begins at `folder`.
    pub path: Arc<str>,
    /// Where the compiler was run; empty when it does not say.
    pub folder: Arc<str>,
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub file: Arc<OriginFile>,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, as the compiler counts; `None` for the whole line.
    pub column: Option<u32>,
}

impl std::fmt::Display for Origin {
    /// `path:line:column`, or `path:line`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file.path, self.line)?;
        match self.column {
            Some(column) => write!(f, ":{column}"),
            None => Ok(()),
        }
    }
}

/// A function that was compiled into another one instead of being called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inlined {
    /// Its name; empty when the compiler does not say.
    pub name: Arc<str>,
    /// Where it would have been called.
    pub call: Option<Origin>,
}

/// From an address on, code comes from a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) address: u32,
    /// Its position among the files.
    pub(crate) file: u32,
    /// 0 where the compiler has made code of its own.
    pub(crate) line: u32,
    /// 0 for the whole line.
    pub(crate) column: u32,
}

/// Code whose lines are told together.
#[derive(Clone, Debug)]
pub(crate) struct Sequence {
    pub(crate) addresses: Range<u32>,
    /// By address.
    pub(crate) rows: Vec<Row>,
}

/// Code that an inlined function was compiled to.
#[derive(Clone, Debug)]
pub(crate) struct InlinedRange {
    pub(crate) addresses: Range<u32>,
    /// How deep it lies in others.
    pub(crate) depth: u32,
    pub(crate) function: Inlined,
}

/// The origins of a module's instructions. Addresses count from the first byte of the code
/// section's contents.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    pub(crate) code_start: u32,
    pub(crate) files: Vec<Arc<OriginFile>>,
    /// By their first address.
    pub(crate) sequences: Vec<Sequence>,
    /// By their first address.
    pub(crate) inlined: Vec<InlinedRange>,
    /// What functions are called in their source; by their first address.
    pub(crate) functions: Vec<(Range<u32>, Arc<str>)>,
}

impl Origins {
    /// Where the instruction comes from that lies at an offset in the module's bytes; `None`
    /// for code that the compiler has made of its own, and for code that nothing is said of.
    #[must_use]
    pub fn at(&self, offset: u32) -> Option<Origin> {
        let address = offset.checked_sub(self.code_start)?;
        let next = (self.sequences).partition_point(|known| known.addresses.start <= address);
        let sequence = self.sequences.get(next.checked_sub(1)?)?;
        if !sequence.addresses.contains(&address) {
            return None;
        }
        let next = sequence.rows.partition_point(|row| row.address <= address);
        let row = sequence.rows.get(next.checked_sub(1)?)?;
        self.origin(row.file, row.line, row.column)
    }

    /// The functions that were compiled into the one that is run there, innermost first. The
    /// instruction's own place is in the first of them; the others, and the function itself,
    /// are at the calls.
    #[must_use]
    pub fn inlined_at(&self, offset: u32) -> Vec<&Inlined> {
        let Some(address) = offset.checked_sub(self.code_start) else {
            return Vec::new();
        };
        let begun = (self.inlined).partition_point(|known| known.addresses.start <= address);
        let mut found: Vec<&InlinedRange> = self.inlined[..begun]
            .iter()
            .filter(|known| known.addresses.contains(&address))
            .collect();
        found.sort_by_key(|known| std::cmp::Reverse(known.depth));
        found.into_iter().map(|known| &known.function).collect()
    }

    /// What the function that lies there is called in its source, without its types and
    /// modules.
    #[must_use]
    pub fn function_at(&self, offset: u32) -> Option<&Arc<str>> {
        let address = offset.checked_sub(self.code_start)?;
        let next = (self.functions).partition_point(|(known, _)| known.start <= address);
        let (addresses, name) = self.functions.get(next.checked_sub(1)?)?;
        addresses.contains(&address).then_some(name)
    }

    pub(crate) fn origin(&self, file: u32, line: u32, column: u32) -> Option<Origin> {
        Some(Origin {
            file: Arc::clone(self.files.get(file as usize)?),
            line: Some(line).filter(|line| *line > 0)?,
            column: Some(column).filter(|column| *column > 0),
        })
    }
}
