//! Lines of the files that modules were compiled from, where those files are to be had.

use crate::input::Loaded;
use crate::report;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use wasmscope::load::Span;
use wasmscope::syntax::{Origin, OriginFile};

/// Larger files are not looked into.
const LARGEST: u64 = 16 << 20;

/// The files that were looked for, and the text of those that were found.
#[derive(Default)]
pub(crate) struct Files(HashMap<PathBuf, Option<String>>);

impl Files {
    /// The text of a file that a module was compiled from: at its path, or at the same path
    /// from the module on. `None` when it is not there or is no text.
    pub(crate) fn text(&mut self, loaded: &Loaded, file: &OriginFile) -> Option<&str> {
        let path = self.path(loaded, file)?;
        self.0.get(&path)?.as_deref()
    }

    /// Where [`Files::text`] finds a file.
    pub(crate) fn path(&mut self, loaded: &Loaded, file: &OriginFile) -> Option<PathBuf> {
        // A link may come from anybody, and names no file that is theirs to show.
        if loaded.link.is_some() {
            return None;
        }
        let path = Path::new(&*file.path);
        let folder = Path::new(&*file.folder);
        let beside = Path::new(&loaded.file).parent().unwrap_or(Path::new(""));
        let mut candidates = match folder.is_absolute() || path.is_absolute() {
            true => vec![folder.join(path), beside.join(path)],
            false => vec![beside.join(folder).join(path), beside.join(path)],
        };
        let found = (candidates.iter()).position(|path| self.read(path).is_some())?;
        Some(candidates.swap_remove(found))
    }

    fn read(&mut self, path: &Path) -> Option<&str> {
        let known = self.0.entry(path.to_owned());
        let text = known.or_insert_with(|| {
            let is_readable = |about: &fs::Metadata| about.is_file() && about.len() <= LARGEST;
            fs::metadata(path).ok().filter(is_readable)?;
            fs::read_to_string(path).ok()
        });
        text.as_deref()
    }

    /// The line of a place, with a caret below and what is said of it; empty when the file is
    /// not to be had.
    pub(crate) fn excerpt(&mut self, loaded: &Loaded, origin: &Origin, said: &str) -> String {
        let text = self.text(loaded, &origin.file);
        let span = text.and_then(|text| Some((text, span(text, origin)?)));
        span.map_or_else(String::new, |(text, span)| report::line(text, span, said))
    }
}

/// A line of a text, from 1.
pub(crate) fn line(text: &str, number: u32) -> Option<&str> {
    text.lines().nth(number.checked_sub(1)? as usize)
}

/// The word at a place, or all of its line when no column is known. Compilers count columns in
/// bytes.
fn span(text: &str, origin: &Origin) -> Option<Span> {
    let line = line(text, origin.line)?;
    let start = line.as_ptr() as usize - text.as_ptr() as usize;
    let (from, to) = match origin.column {
        None => (line.len() - line.trim_start().len(), line.trim_end().len()),
        Some(column) => {
            let from = (column as usize - 1).min(line.len());
            let from = (0..=from).rev().find(|at| line.is_char_boundary(*at))?;
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            let word = line[from..].find(|c| !is_word(c));
            let word = word.unwrap_or(line.len() - from);
            let first = line[from..].chars().next().map_or(0, char::len_utf8);
            (from, from + word.max(first))
        }
    };
    Some(Span::new(start + from, start + to))
}
