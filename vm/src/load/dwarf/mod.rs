//! The debugging information of compilers (DWARF, in custom sections `.debug_…`): which line
//! of which file each instruction was compiled from.
//!
//! It is read when somebody asks for the first time. What cannot be read is left out: a module
//! runs the same without. Addresses are offsets into the contents of the code section, as the
//! conventions for DWARF in WebAssembly say.

mod inlined;
mod lines;

use crate::syntax::{Module, OriginFile, Origins};
use gimli::{Dwarf, EndianSlice, LittleEndian, Unit};
use std::collections::HashMap;
use std::sync::Arc;

type Slice<'a> = EndianSlice<'a, LittleEndian>;

/// Where a module's instructions come from; `None` for one without debugging information, or
/// with none that can be read.
#[must_use]
pub fn origins(module: &Module) -> Option<&Origins> {
    // Most modules have none, and then nothing of this is called.
    if module.debug.is_empty() {
        return None;
    }
    let origins = module.origins.get_or_init(|| read(module).map(Box::new));
    origins.as_deref()
}

fn read(module: &Module) -> Option<Origins> {
    let section = |id: gimli::SectionId| {
        let named = module.debug.iter().find(|(name, _)| **name == *id.name());
        let bytes =
            named.and_then(|(_, range)| module.bytes.get(range.start as usize..range.end as usize));
        Ok::<_, gimli::Error>(EndianSlice::new(bytes.unwrap_or_default(), LittleEndian))
    };
    let dwarf = Dwarf::load(section).ok()?;
    let mut reading = Reading {
        origins: Origins {
            code_start: module.code_start,
            ..Origins::default()
        },
        code_end: module.code_end.saturating_sub(module.code_start),
        files: HashMap::new(),
    };
    let mut units = Vec::new();
    let mut headers = dwarf.units();
    // What follows a header that cannot be read cannot be found.
    while let Ok(Some(header)) = headers.next() {
        units.extend(dwarf.unit(header));
    }
    for unit in &units {
        let mut files = reading.lines(&dwarf, unit);
        reading.inlined(&dwarf, &units, unit, &mut files);
    }
    let mut origins = reading.origins;
    (origins.sequences).sort_by_key(|known| (known.addresses.start, known.addresses.end));
    (origins.inlined).sort_by_key(|known| (known.addresses.start, known.depth));
    (origins.functions).sort_by_key(|(known, _)| (known.start, known.end));
    (!origins.sequences.is_empty()).then_some(origins)
}

/// What was read so far.
struct Reading {
    origins: Origins,
    /// The first address behind the code.
    code_end: u32,
    /// The positions of files, so that each is kept once.
    files: HashMap<Arc<OriginFile>, u32>,
}

impl Reading {
    /// The position of a file.
    fn file(&mut self, path: &str, folder: &str) -> u32 {
        let file = Arc::new(OriginFile {
            path: path.into(),
            folder: folder.into(),
        });
        let (known, files) = (&mut self.origins.files, &mut self.files);
        *files.entry(Arc::clone(&file)).or_insert_with(|| {
            known.push(file);
            u32::try_from(known.len() - 1).unwrap_or(u32::MAX)
        })
    }

    /// Addresses as a range, if there is code: what the linker has dropped begins at 0, where
    /// no function does, or behind the end.
    fn addresses(&self, start: u64, end: u64) -> Option<std::ops::Range<u32>> {
        let is_code = 0 < start && start < end && end <= u64::from(self.code_end);
        let [start, end] = [start, end].map(u32::try_from);
        is_code.then_some(start.ok()?..end.ok()?)
    }
}

/// A string that a compiler wrote, whatever it is encoded in.
fn text<'a>(
    dwarf: &Dwarf<Slice<'a>>,
    unit: &Unit<Slice<'a>>,
    value: gimli::AttributeValue<Slice<'a>>,
) -> Option<String> {
    let bytes = dwarf.attr_string(unit, value).ok()?;
    Some(bytes.to_string_lossy().into_owned())
}
