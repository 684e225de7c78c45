//! A program: a valid module, the text that it came from, and what it offers.

use std::sync::Arc;

use wasmscope::load::{self, Diagnostic, SourceMap};
use wasmscope::syntax::{CodeIdx, ExternIdx, ExternType, FuncIdx, Module, ValType};

use super::problems::{Place, Problem, sentence};

/// A parameter of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// `$n`, or `arg 0` where it has no name.
    pub name: String,
    /// Its type.
    pub ty: ValType,
}

/// An argument that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgumentProblem {
    /// Which one, from 0; `None` when it is not about a single one.
    pub index: Option<usize>,
    /// What is wrong with it.
    pub message: String,
}

/// An exported function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryPoint {
    /// The export's name.
    pub name: String,
    /// The function.
    pub func: FuncIdx,
    /// Its parameters.
    pub params: Vec<Param>,
    /// The types of its results.
    pub results: Vec<ValType>,
    /// Whether it is no export but the start function alone, which runs anyway.
    pub is_start: bool,
}

impl EntryPoint {
    /// The texts of its arguments while nobody has given any: zero and null.
    #[must_use]
    pub fn default_arguments(&self) -> Vec<String> {
        let params = self.params.iter();
        params.map(|param| default_text(param.ty)).collect()
    }
}

/// Zero or null, as people write it.
#[must_use]
pub fn default_text(ty: ValType) -> String {
    let text = match ty {
        ValType::V128 => "i32x4:0,0,0,0",
        ValType::Ref(_) => "null",
        _ => "0",
    };
    text.to_owned()
}

/// A valid module with its text.
#[derive(Clone, Debug)]
pub struct Program {
    /// The module.
    pub module: Arc<Module>,
    /// Where its instructions stand in the text.
    pub source: Option<Arc<SourceMap>>,
    /// Its exported functions, in order.
    pub entries: Vec<EntryPoint>,
}

impl Program {
    /// Assembles a text.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in the order of the text.
    pub fn from_text(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let load::Program { module, source } = load::load(text.as_bytes())?;
        let entries = entries(&module);
        Ok(Self {
            module,
            source,
            entries,
        })
    }

    /// The exported function that a person most likely wants to run first.
    #[must_use]
    pub fn usual_entry(&self) -> Option<&EntryPoint> {
        let named = |name: &str| self.entries.iter().find(|entry| entry.name == name);
        named("_start")
            .or_else(|| named("main"))
            .or_else(|| self.entries.first())
    }

    /// The line and column of an instruction's token, by the position of the body.
    #[must_use]
    pub fn place_of(&self, code: CodeIdx, pc: u32) -> Option<(u32, u32)> {
        let source = self.source.as_deref()?;
        let place = source.line_column(source.instr(code.at(), pc as usize)?.start);
        Some((place.line, place.column))
    }

    /// The line and column of an instruction's token, by the index of the function.
    #[must_use]
    pub fn place_in(&self, func: u32, pc: u32) -> Option<(u32, u32)> {
        self.place_of(self.module.code_idx(FuncIdx(func))?, pc)
    }

    /// The exported function of a name.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&EntryPoint> {
        self.entries.iter().find(|entry| entry.name == name)
    }
}

fn entries(module: &Module) -> Vec<EntryPoint> {
    let functions = module
        .exports
        .iter()
        .filter_map(|export| match export.index {
            ExternIdx::Func(func) => Some((export, func)),
            _ => None,
        });
    let mut entries: Vec<EntryPoint> = functions
        .map(|(export, func)| {
            let ty = module.func_type(func);
            let names = module.names.locals.get(&func.0);
            let params = ty.params.iter().enumerate().map(|(index, ty)| {
                let name = names.and_then(|names| names.get(&(index as u32)));
                let name = name.map_or_else(|| format!("arg {index}"), |name| format!("${name}"));
                Param { name, ty: *ty }
            });
            EntryPoint {
                name: export.name.to_string(),
                func,
                params: params.collect(),
                results: ty.results.to_vec(),
                is_start: false,
            }
        })
        .collect();
    // Without an exported function there may still be something to run.
    if let Some(func) = module.start.filter(|_| entries.is_empty()) {
        entries.push(EntryPoint {
            name: "(start)".to_owned(),
            func,
            params: Vec::new(),
            results: Vec::new(),
            is_start: true,
        });
    }
    entries
}

/// A problem as the page shows it.
#[must_use]
pub fn problem_of(diagnostic: &Diagnostic) -> Problem {
    let place = match (diagnostic.line, diagnostic.column) {
        (Some(line), Some(column)) => Some(Place {
            line,
            column,
            end_line: diagnostic.end_line.unwrap_or(line),
            end_column: diagnostic.end_column.unwrap_or(column),
        }),
        _ => None,
    };
    let expected_found = match (&diagnostic.expected, &diagnostic.found) {
        (Some(expected), Some(found)) => Some(format!("expected {expected}, found {found}")),
        (Some(expected), None) => Some(format!("expected {expected}")),
        (None, Some(found)) => Some(format!("found {found}")),
        (None, None) => None,
    };
    let details = expected_found.iter().chain(&diagnostic.fix);
    Problem {
        place,
        message: sentence(&diagnostic.message),
        details: details.map(|text| sentence(text)).collect(),
    }
}

/// The kind of a thing that is imported or exported, as the interface names it.
#[must_use]
pub fn kind_of(ty: &ExternType) -> &'static str {
    ty.kind()
}

/// The text of a file: as it is, or printed when it is a binary module.
///
/// # Errors
///
/// Why the bytes are neither.
pub fn text_of(bytes: &[u8]) -> Result<String, String> {
    if bytes.starts_with(b"\0asm") {
        return wasmprinter::print_bytes(bytes)
            .map_err(|error| format!("This file is no valid module: {error}"));
    }
    String::from_utf8(bytes.to_vec())
        .map_err(|_| "This file is neither a module nor text in UTF-8.".to_owned())
}
