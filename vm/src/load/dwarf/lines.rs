//! The line table: from addresses to files, lines and columns.

use super::{Reading, Slice, text};
use crate::syntax::origin::{Row, Sequence};
use gimli::{ColumnType, Dwarf, LineProgramHeader, LineRow, Unit};
use std::collections::HashMap;

/// The positions of a unit's files by the numbers that it gives them.
pub(super) struct Files<'a> {
    header: Option<LineProgramHeader<Slice<'a>>>,
    known: HashMap<u64, u32>,
}

impl<'a> Files<'a> {
    /// The position of a file; `None` when the unit has no such file.
    pub(super) fn get(
        &mut self,
        reading: &mut Reading,
        dwarf: &Dwarf<Slice<'a>>,
        unit: &Unit<Slice<'a>>,
        number: u64,
    ) -> Option<u32> {
        if let Some(known) = self.known.get(&number) {
            return Some(*known);
        }
        let header = self.header.as_ref()?;
        let file = header.file(number)?;
        let mut path = text(dwarf, unit, file.path_name())?;
        // Folder 0 is where the compiler was run; a path that begins there is left as it is.
        if file.directory_index() > 0
            && let Some(folder) = file.directory(header)
        {
            path = joined(&text(dwarf, unit, folder)?, &path);
        }
        let folder = unit.comp_dir.map(|folder| folder.to_string_lossy());
        let position = reading.file(&path, &folder.unwrap_or_default());
        self.known.insert(number, position);
        Some(position)
    }
}

/// A path in a folder, unless it is one from the root.
fn joined(folder: &str, path: &str) -> String {
    let is_absolute = path.starts_with(['/', '\\']) || path.as_bytes().get(1) == Some(&b':');
    let folder = folder.strip_prefix("./").unwrap_or(folder);
    match is_absolute || ["", "."].contains(&folder) {
        true => path.to_owned(),
        false => format!("{}/{path}", folder.trim_end_matches('/')),
    }
}

impl Reading {
    /// Adds the lines of a unit, and gives its files.
    pub(super) fn lines<'a>(
        &mut self,
        dwarf: &Dwarf<Slice<'a>>,
        unit: &Unit<Slice<'a>>,
    ) -> Files<'a> {
        let program = unit.line_program.clone();
        let mut files = Files {
            header: program.as_ref().map(|program| program.header().clone()),
            known: HashMap::new(),
        };
        let Some(program) = program else {
            return files;
        };
        let mut table = program.rows();
        let mut rows: Vec<Row> = Vec::new();
        // What follows a mistake is lost, what came before it is not.
        while let Ok(Some((_, row))) = table.next_row() {
            if row.end_sequence() {
                self.sequence(std::mem::take(&mut rows), row.address());
                continue;
            }
            let row = *row;
            let file = files.get(self, dwarf, unit, row.file_index());
            rows.extend(file.and_then(|file| entry(&row, file)));
        }
        files
    }

    fn sequence(&mut self, mut rows: Vec<Row>, end: u64) {
        let Some(first) = rows.first() else { return };
        let Some(addresses) = self.addresses(u64::from(first.address), end) else {
            return;
        };
        rows.sort_by_key(|row| row.address);
        self.origins.sequences.push(Sequence { addresses, rows });
    }
}

fn entry(row: &LineRow, file: u32) -> Option<Row> {
    let column = match row.column() {
        ColumnType::LeftEdge => 0,
        ColumnType::Column(column) => u32::try_from(column.get()).unwrap_or(0),
    };
    let line = row.line().map_or(0, std::num::NonZero::get);
    Some(Row {
        address: u32::try_from(row.address()).ok()?,
        file,
        line: u32::try_from(line).ok()?,
        column,
    })
}
