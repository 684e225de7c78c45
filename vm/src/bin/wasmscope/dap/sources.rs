//! Requests about texts: `source`, `loadedSources`, `breakpointLocations`.

use super::Server;
use super::program::Program;
use super::types::Source;
use super::wire::{Answer, Request, arguments};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use wasmscope::load::origins;
use wasmscope::syntax::{FuncIdx, Module};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SourceArguments {
    source: Option<Source>,
    source_reference: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LocationsArguments {
    source: Source,
    line: i64,
    column: Option<i64>,
    end_line: Option<i64>,
    end_column: Option<i64>,
}

/// An instruction of a module, and where its token begins, from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stand {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) func: FuncIdx,
    pub(super) pc: u32,
}

impl Program {
    /// All instructions of a module that have a place in a client's source, in order, and which
    /// module that is.
    ///
    /// # Errors
    /// When it is no source of this program.
    pub(super) fn stands(&self, source: &Source) -> Result<(&Arc<Module>, Vec<Stand>), String> {
        if let Some((text, file)) = self.compiled_file(source) {
            let module = self.module_of(text);
            return Ok((module, stands_in_file(module, file)));
        }
        let text = self.find_text(source)?;
        Ok((self.module_of(text), self.stands_in_text(text).collect()))
    }

    fn stands_in_text(&self, text: usize) -> impl Iterator<Item = Stand> + '_ {
        let map = self.texts[text].map.as_deref();
        let code = self.module_of(text).codes().enumerate();
        let all = code.flat_map(move |(index, code)| {
            let pcs = (0..).zip(&code.instrs);
            pcs.filter_map(move |(pc, _)| Some((index, code.func, pc, map?)))
        });
        all.filter_map(|(index, func, pc, map)| {
            let at = map.line_column(map.instr(index, pc as usize)?.start);
            Some(Stand {
                line: at.line,
                column: at.column,
                func,
                pc,
            })
        })
    }
}

/// The instructions of a module that were compiled from a file.
fn stands_in_file(module: &Module, file: &str) -> Vec<Stand> {
    let Some(origins) = origins(module) else {
        return Vec::new();
    };
    let all = module.codes().flat_map(|code| {
        let pcs = (0..).zip(&code.offsets);
        pcs.map(|(pc, offset)| (code.func, pc, *offset))
    });
    let found = all.filter_map(|(func, pc, offset)| {
        let origin = origins.at(offset).filter(|at| *at.file.path == *file)?;
        Some(Stand {
            line: origin.line,
            column: origin.column.unwrap_or(1),
            func,
            pc,
        })
    });
    found.collect()
}

impl Server {
    /// `source`: the text of what the client has no file of.
    pub(super) fn source(&mut self, request: &Request) -> Answer {
        let given: SourceArguments = arguments(request)?;
        let program = self.program()?;
        let source = Source {
            name: None,
            path: None,
            source_reference: Some(given.source_reference),
            origin: None,
        };
        // The member within `source` is the newer one.
        let source = given.source.unwrap_or(source);
        let text = &program.texts[program.find_text(&source)?];
        let map = text.map.as_ref();
        let map = map.ok_or_else(|| format!("{} is too long to be printed", text.name))?;
        Ok(json!({ "content": &**map.text(), "mimeType": "text/x-wat" }))
    }

    /// `loadedSources`
    pub(super) fn loaded_sources(&mut self, _: &Request) -> Answer {
        let program = self.program()?;
        let all = (0..program.texts.len()).filter_map(|index| program.source(index));
        let all: Vec<Source> = all.collect();
        Ok(json!({ "sources": all }))
    }

    /// `breakpointLocations`
    pub(super) fn breakpoint_locations(&mut self, request: &Request) -> Answer {
        let given: LocationsArguments = arguments(request)?;
        let counts = self.counts;
        let program = self.program()?;
        let (_, stands) = program.stands(&given.source)?;
        let column = |column: Option<i64>, none| column.map_or(none, |at| counts.own_column(at));
        let from = (counts.own_line(given.line), column(given.column, 1));
        let end_line = counts.own_line(given.end_line.unwrap_or(given.line));
        let to = (end_line, column(given.end_column, u32::MAX));
        let found = stands.iter().map(|stand| (stand.line, stand.column));
        let mut found: Vec<_> = found.filter(|at| (from..=to).contains(at)).collect();
        found.sort_unstable();
        found.dedup();
        let found = found.into_iter().map(
            |(line, column)| json!({ "line": counts.line(line), "column": counts.column(column) }),
        );
        Ok(json!({ "breakpoints": found.collect::<Vec<_>>() }))
    }
}
