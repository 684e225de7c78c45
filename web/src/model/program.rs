//! A program: a valid module, the text that it came from, and what it offers.

use std::sync::Arc;

use wasmscope::load::{self, Diagnostic, SourceMap};
use wasmscope::syntax::{
    Code, CodeIdx, ExternIdx, ExternType, FuncIdx, Module, Situation, ValType,
};
use wasmscope::view::{Listing, listing, value_type};

use super::problems::{Place, Problem, sentence};
use crate::text;

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

/// The longest text of a binary that the editor shows as a whole, in bytes.
const MOST_TEXT: usize = 1 << 20;

/// The most instructions of a function that are shown of a larger one.
const MOST_LISTED: u32 = 10_000;

/// Where a program comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It was assembled from the text.
    Text,
    /// It is a binary; the text was printed of it.
    Binary,
    /// It is a binary whose text would be too long: that of one function is shown.
    LargeBinary,
}

/// A valid module with its text.
#[derive(Clone, Debug)]
pub struct Program {
    /// The module.
    pub module: Arc<Module>,
    /// Where it comes from.
    pub origin: Origin,
    /// The text, and where in it instructions stand.
    pub source: Option<Arc<SourceMap>>,
    /// Of a large binary, what its text shows.
    listing: Option<Arc<Listing>>,
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
        let load::Program { module, source, .. } = load::load(text.as_bytes())?;
        let entries = entries(&module);
        Ok(Self {
            module,
            origin: Origin::Text,
            source,
            listing: None,
            entries,
        })
    }

    /// Takes a binary module, which runs as it is.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn from_binary(bytes: &[u8]) -> Result<Self, Vec<Diagnostic>> {
        load::load(bytes).map(|program| Self::from_module(program.module))
    }

    /// Takes a module that was loaded from bytes, with its text or, where that is too
    /// long, that of one function.
    #[must_use]
    pub fn from_module(module: Arc<Module>) -> Self {
        let entries = entries(&module);
        // A text is never shorter than the instructions that it is of.
        let is_short = module.bytes.len() <= MOST_TEXT;
        let source = is_short.then(|| load::print(&module, MOST_TEXT)).flatten();
        let origin = match source {
            Some(_) => Origin::Binary,
            None => Origin::LargeBinary,
        };
        let mut program = Self {
            module,
            origin,
            source: source.map(Arc::new),
            listing: None,
            entries,
        };
        if origin == Origin::LargeBinary {
            let first = program.usual_entry().map(|entry| entry.func.0);
            let defined = u32::try_from(program.module.imported_funcs).unwrap_or(u32::MAX);
            let _ = program.list(first.unwrap_or(defined), 0) || program.list(defined, 0);
        }
        program
    }

    /// Whether the module came as bytes.
    #[must_use]
    pub fn is_binary(&self) -> bool {
        self.origin != Origin::Text
    }

    /// The text that it was assembled from, or that was made of it.
    #[must_use]
    pub fn text(&self) -> &str {
        self.source.as_deref().map_or("", |source| source.text())
    }

    /// Shows the function of an instruction in the text of a large binary; says whether
    /// that is another text.
    pub fn list(&mut self, func: u32, pc: u32) -> bool {
        let func = FuncIdx(func);
        let shows = |listing: &Arc<Listing>| listing.shows(func, pc);
        if self.origin != Origin::LargeBinary || self.listing.as_ref().is_some_and(shows) {
            return false;
        }
        let Some(listing) = listing(&self.module, func, pc, MOST_LISTED) else {
            return false;
        };
        self.source = Some(Arc::new(listing.source.clone()));
        self.listing = Some(Arc::new(listing));
        true
    }

    /// Whether the text shows an instruction.
    #[must_use]
    pub fn shows(&self, func: u32, pc: u32) -> bool {
        let listing = self.listing.as_ref();
        listing.is_none_or(|listing| listing.shows(FuncIdx(func), pc))
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
        let func = u32::try_from(self.module.imported_funcs).ok()? + code.0;
        let source = self.source.as_deref().filter(|_| self.shows(func, pc))?;
        let place = source.line_column(source.instr(code.at(), pc as usize)?.start);
        Some((place.line, place.column))
    }

    /// The line and column of an instruction's token, by the index of the function.
    #[must_use]
    pub fn place_in(&self, func: u32, pc: u32) -> Option<(u32, u32)> {
        self.place_of(self.module.code_idx(FuncIdx(func))?, pc)
    }

    /// The index of a function by its name.
    #[must_use]
    pub fn func_named(&self, name: &str) -> Option<u32> {
        let count = u32::try_from(self.module.funcs.len()).ok()?;
        let name = name.trim_start_matches('$');
        (0..count).find(|index| self.module.func_name(FuncIdx(*index)) == name)
    }

    /// Whether it imports a function of WASI, or any function of it.
    #[must_use]
    pub fn imports_wasi(&self, name: Option<&str>) -> bool {
        imports_wasi(&self.module, name)
    }

    /// For each instruction of the text, the position of its body, its line and column, and the
    /// types of the operands before it, bottom first; `…` stands for as many of any type as are
    /// needed, where control cannot come. Nothing of a module with more than 20,000 instructions.
    #[must_use]
    pub fn operand_types(&self) -> Vec<(u32, u32, u32, String)> {
        const MOST: usize = 20_000;
        let mut left = MOST;
        let mut fits = |code: &Code| {
            let rest = left.checked_sub(code.instrs.len());
            left = rest.unwrap_or(0);
            rest.is_some()
        };
        if !self.module.codes().all(&mut fits) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (index, code) in (0..).zip(self.module.codes()) {
            let typing = code.typing(&self.module);
            for pc in (0..).take(code.instrs.len()) {
                let place = self.place_of(CodeIdx(index), pc);
                if let (Some((line, column)), Some(situation)) = (place, typing.at(pc)) {
                    found.push((index, line, column, self.types_text(&situation)));
                }
            }
        }
        found
    }

    fn types_text(&self, situation: &Situation) -> String {
        let type_of = |ty: &Option<ValType>| match ty {
            Some(ty) => value_type(&self.module, *ty),
            None => text::PROGRAM_ANY.to_owned(),
        };
        let mut types: Vec<String> = situation.operands.iter().map(type_of).collect();
        if !situation.reachable {
            // What lies below the block is there all the same: the rest of it gives any types.
            let below = situation.labels.first().map_or(0, |label| label.height);
            types.insert(below.min(types.len()), "…".to_owned());
        }
        types.join(" ")
    }

    /// The exported function of a name.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&EntryPoint> {
        self.entries.iter().find(|entry| entry.name == name)
    }
}

/// Whether a module imports a function of WASI, or any. Most do not, and then nothing of WASI
/// is needed.
#[must_use]
pub fn imports_wasi(module: &Module, name: Option<&str>) -> bool {
    let is = |import: &wasmscope::syntax::Import| {
        &*import.module == wasmscope::host::wasi::NAME
            && name.is_none_or(|name| &*import.name == name)
    };
    module.imports.iter().any(is)
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
                let name =
                    name.map_or_else(|| text::program_argument(index), |name| format!("${name}"));
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
        (Some(expected), Some(found)) => Some(text::program_expected_found(expected, found)),
        (Some(expected), None) => Some(text::program_expected(expected)),
        (None, Some(found)) => Some(text::program_found(found)),
        (None, None) => None,
    };
    // Both stacks, where there are, say it in full.
    let expected_found = expected_found.filter(|_| diagnostic.stacks.is_none());
    let details = expected_found.iter().chain(&diagnostic.fix);
    Problem {
        module: 0,
        place,
        message: sentence(&diagnostic.message),
        details: details.map(|text| sentence(text)).collect(),
        stacks: diagnostic.stacks.clone(),
    }
}

/// The kind of a thing that is imported or exported, as the interface names it.
#[must_use]
pub fn kind_of(ty: &ExternType) -> &'static str {
    ty.kind()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binary(text: &str) -> Vec<u8> {
        let program = Program::from_text(text).expect("valid");
        program.module.bytes.to_vec()
    }

    #[test]
    fn a_binary_runs_as_it_is_beside_its_printed_text() {
        let bytes = binary(r#"(module (func (export "f") (result i32) (i32.const 7)))"#);
        let program = Program::from_binary(&bytes).expect("valid");
        assert_eq!(program.origin, Origin::Binary);
        assert_eq!(*program.module.bytes, *bytes);
        assert!(program.text().contains("i32.const 7"));
        assert_eq!(program.place_in(0, 0), Some((5, 5)));
        let refused = Program::from_binary(&bytes[..20]).unwrap_err();
        assert!(super::super::file::why_refused(&refused).contains("at byte"));
    }

    #[test]
    fn of_a_large_binary_the_function_asked_for_is_shown() {
        let body = "(drop (i32.const 1))".repeat(200_000);
        let text =
            format!(r#"(module (func (export "small") (call 1) (nop)) (func $large {body}))"#);
        let mut program = Program::from_binary(&binary(&text)).expect("valid");
        assert_eq!(program.origin, Origin::LargeBinary);
        assert!(program.text().contains("call $large"));
        assert_eq!(
            (program.place_in(0, 1), program.place_in(1, 0)),
            (Some((4, 3)), None)
        );
        assert!(!program.list(0, 1), "it is shown already");
        assert!(program.list(1, 100_000));
        assert!(program.place_in(1, 100_000).is_some());
        assert_eq!(
            (program.place_in(1, 0), program.place_in(0, 0)),
            (None, None)
        );
        assert!(program.text().len() < MOST_TEXT);
    }
}
