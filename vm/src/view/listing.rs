//! The text of one function, for modules of which the whole text would be too much.
//!
//! It is made of the prepared code, so it costs what is shown and not what there is.

use super::text::{identifier, instr_text};
use crate::load::SourceMap;
use crate::load::source::{FieldSpans, FunctionSource, Span};
use crate::syntax::{Code, FuncIdx, LocalIdx, Module, ValType};
use std::fmt::Write;
use std::ops::Range;

/// A function, or a part of one, as text.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The text, and where its instructions stand.
    pub source: SourceMap,
    /// The function.
    pub func: FuncIdx,
    /// The instructions that are shown.
    pub shown: Range<u32>,
}

impl Listing {
    /// Whether it shows an instruction.
    #[must_use]
    pub fn shows(&self, func: FuncIdx, pc: u32) -> bool {
        self.func == func && self.shown.contains(&pc)
    }
}

/// The text of a function around one of its instructions, at most so many of them.
/// `None` when the function has no body here.
#[must_use]
pub fn listing(module: &Module, func: FuncIdx, pc: u32, most: u32) -> Option<Listing> {
    let code = module.code_of(func)?;
    let count = u32::try_from(code.instrs.len()).ok()?;
    let shown = if count <= most {
        0..count
    } else {
        let from = pc.saturating_sub(most / 2).min(count - most);
        from..from + most
    };
    let mut text = String::new();
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(text, ";; Function {} of {}.", func.0, module.funcs.len());
    let start = text.len();
    header(&mut text, module, code);
    if shown.start > 0 {
        let _ = writeln!(text, "  ;; … {} instructions before these", shown.start);
    }
    let mut instrs = vec![Span::default(); code.instrs.len()];
    let mut depth = 1_usize;
    for pc in shown.clone() {
        let line = instr_text(module, code, pc);
        let is_last = pc + 1 == count;
        let name = code.instrs[pc as usize].name();
        if matches!(name, "end" | "else") {
            depth = depth.saturating_sub(1).max(1);
        }
        // Deep nesting is not drawn, or it would be most of the text.
        let indent = if is_last { 0 } else { depth.min(40) };
        let begin = text.len() + 2 * indent;
        let (line, length) = match is_last {
            true => (")", 1),
            false => (line.as_str(), name.len()),
        };
        let _ = writeln!(text, "{:1$}{line}", "", 2 * indent);
        instrs[pc as usize] = Span::new(begin, begin + length);
        if matches!(name, "block" | "loop" | "if" | "else" | "try_table") {
            depth += 1;
        }
    }
    if shown.end < count {
        let after = count - shown.end;
        let _ = writeln!(text, "  ;; … {after} instructions after these");
    }
    let span = Span::new(start, text.len() - 1);
    let mut functions = vec![FunctionSource::default(); module.bodies.len()];
    functions[module.code_idx(func)?.at()] = FunctionSource { span, instrs };
    Some(Listing {
        source: SourceMap::new(&text, functions, FieldSpans::default()),
        func,
        shown,
    })
}

/// The line with name and type, and the one with the locals.
fn header(text: &mut String, module: &Module, code: &Code) {
    let func = code.func;
    let names = module.names.locals.get(&func.0);
    text.push_str("(func");
    if let Some(name) = module.names.funcs.get(&func.0) {
        let _ = write!(text, " {}", identifier(Some(name), func.0));
    }
    let declaration = |text: &mut String, word: &str, local: u32, ty: ValType| {
        let name = names.and_then(|names| names.get(&local));
        let name = name.map(|name| format!("{} ", identifier(Some(name), local)));
        let _ = write!(text, " ({word} {}{ty})", name.unwrap_or_default());
    };
    let ty = module.func_type(func);
    for (local, ty) in (0..).zip(&ty.params) {
        declaration(text, "param", local, *ty);
    }
    for ty in &ty.results {
        let _ = write!(text, " (result {ty})");
    }
    text.push('\n');
    let first = u32::try_from(ty.params.len()).unwrap_or(u32::MAX);
    let last = code.locals.len().min(first.saturating_add(MOST_LOCALS));
    if first < last {
        text.push(' ');
        for local in first..last {
            if let Some((ty, _)) = code.locals.get(LocalIdx(local)) {
                declaration(text, "local", local, ty);
            }
        }
        text.push('\n');
    }
    if last < code.locals.len() {
        let more = code.locals.len() - last;
        let _ = writeln!(text, "  ;; … {more} locals more");
    }
}

/// Locals that are declared in the text; a function may have 50,000 of one type.
const MOST_LOCALS: u32 = 200;
