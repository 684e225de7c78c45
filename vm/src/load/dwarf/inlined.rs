//! Functions by name, and those that were compiled into others.

use super::lines::Files;
use super::{Reading, Slice, text};
use crate::syntax::Inlined;
use crate::syntax::origin::InlinedRange;
use gimli::{AttributeValue, DebuggingInformationEntry, Dwarf, Unit, constants};
use std::ops::Range;
use std::sync::Arc;

type Entry<'a> = DebuggingInformationEntry<Slice<'a>>;

/// Steps from an entry to the one that has its name: an inlined function is one of an abstract
/// one, which is one of a declaration. More are a circle.
const STEPS: u32 = 4;

impl Reading {
    /// Adds the functions of a unit.
    pub(super) fn inlined<'a>(
        &mut self,
        dwarf: &Dwarf<Slice<'a>>,
        units: &[Unit<Slice<'a>>],
        unit: &Unit<Slice<'a>>,
        files: &mut Files<'a>,
    ) {
        let mut entries = unit.entries();
        while let Ok(Some(entry)) = entries.next_dfs() {
            let is_inlined = match entry.tag() {
                constants::DW_TAG_inlined_subroutine => true,
                constants::DW_TAG_subprogram => false,
                _ => continue,
            };
            let ranges = self.ranges(dwarf, unit, entry);
            if ranges.is_empty() {
                continue;
            }
            let name: Arc<str> = name(dwarf, units, unit, entry, STEPS)
                .unwrap_or_default()
                .into();
            if !is_inlined {
                let ranges = ranges.into_iter();
                let named = ranges.map(|addresses| (addresses, Arc::clone(&name)));
                self.origins.functions.extend(named);
                continue;
            }
            let number = |name| match entry.attr_value(name)? {
                AttributeValue::FileIndex(file) => Some(file),
                value => value.udata_value(),
            };
            let [file, line, column] = [
                constants::DW_AT_call_file,
                constants::DW_AT_call_line,
                constants::DW_AT_call_column,
            ]
            .map(number);
            let file = file.and_then(|file| files.get(self, dwarf, unit, file));
            let [line, column] = [line, column]
                .map(|number| u32::try_from(number.unwrap_or_default()).unwrap_or_default());
            let function = Inlined {
                name,
                call: file.and_then(|file| self.origins.origin(file, line, column)),
            };
            let depth = u32::try_from(entry.depth()).unwrap_or_default();
            self.origins
                .inlined
                .extend(ranges.into_iter().map(|addresses| InlinedRange {
                    addresses,
                    depth,
                    function: function.clone(),
                }));
        }
    }

    /// The code that an entry is about.
    fn ranges<'a>(
        &self,
        dwarf: &Dwarf<Slice<'a>>,
        unit: &Unit<Slice<'a>>,
        entry: &Entry<'a>,
    ) -> Vec<Range<u32>> {
        let address = |value| dwarf.attr_address(unit, value).ok().flatten();
        if let Some(value) = entry.attr_value(constants::DW_AT_ranges) {
            let mut found = Vec::new();
            if let Ok(Some(mut list)) = dwarf.attr_ranges(unit, value) {
                while let Ok(Some(range)) = list.next() {
                    found.extend(self.addresses(range.begin, range.end));
                }
            }
            return found;
        }
        let low = entry.attr_value(constants::DW_AT_low_pc).and_then(address);
        let high = entry.attr_value(constants::DW_AT_high_pc);
        let range = low.zip(high).and_then(|(low, high)| {
            // Either an address or a length.
            let end = match high.udata_value() {
                Some(length) => low.checked_add(length),
                None => address(high),
            };
            self.addresses(low, end?)
        });
        range.into_iter().collect()
    }
}

/// What a function is called in its language.
fn name<'a>(
    dwarf: &Dwarf<Slice<'a>>,
    units: &[Unit<Slice<'a>>],
    unit: &Unit<Slice<'a>>,
    entry: &Entry<'a>,
    steps: u32,
) -> Option<String> {
    if let Some(value) = entry.attr_value(constants::DW_AT_name) {
        return text(dwarf, unit, value);
    }
    let links = [
        constants::DW_AT_abstract_origin,
        constants::DW_AT_specification,
    ];
    let link = links.into_iter().find_map(|link| entry.attr_value(link))?;
    let steps = steps.checked_sub(1)?;
    let (unit, offset) = match link {
        AttributeValue::UnitRef(offset) => (unit, offset),
        // It may lie in another unit, which begins before it.
        AttributeValue::DebugInfoRef(offset) => units.iter().rev().find_map(|unit| {
            let offset = offset.to_unit_offset(&unit.header)?;
            Some((unit, offset))
        })?,
        _ => return None,
    };
    name(dwarf, units, unit, &unit.entry(offset).ok()?, steps)
}
