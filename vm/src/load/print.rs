//! The text of a module that came as bytes, and where its instructions stand in it.
//!
//! The text is for reading: what runs is the module as it is. It is printed with one
//! instruction on each line, so a line's offset in the binary says which one it is.

use super::source::{FieldSpans, FunctionSource, SourceMap, Span};
use crate::syntax::{Code, Module};
use std::io;
use wasmprinter::Config;

/// Prints a module; `None` when the text would be longer than `most` bytes.
#[must_use]
pub fn print(module: &Module, most: usize) -> Option<SourceMap> {
    let mut page = Page {
        text: String::new(),
        lines: Vec::new(),
        most,
    };
    // It fails only when the page is full: the module is valid.
    Config::new().print(&module.bytes, &mut page).ok()?;
    let Page {
        text, mut lines, ..
    } = page;
    lines.sort_unstable();
    let functions = module.codes();
    let functions = functions
        .map(|code| function(&text, &lines, code).unwrap_or_default())
        .collect();
    Some(SourceMap::new(&text, functions, FieldSpans::default()))
}

/// Where the instructions of a function stand. `lines` are the offsets of the lines that
/// have one, in order, with where they begin.
fn function(text: &str, lines: &[(u64, usize)], code: &Code) -> Option<FunctionSource> {
    let line_of = |offset: u32| {
        let after = lines.partition_point(|(line, _)| *line <= u64::from(offset));
        lines.get(after.checked_sub(1)?).copied()
    };
    let (first_offset, first) = line_of(*code.offsets.first()?)?;
    // A function without locals and instructions is one line, which has its own offset.
    let header = match first_offset == u64::from(code.offsets[0]) {
        true => text.get(..first)?.rfind("\n  (func ")? + 1,
        false => first,
    };
    let token = |offset: &u32| {
        let (line_offset, start) = line_of(*offset)?;
        let is_its_own = line_offset == u64::from(*offset);
        let rest = text.get(start..)?;
        let line = rest.split('\n').next()?;
        let span = match is_its_own {
            true => first_token(line)?,
            false => Span::new(line.len().checked_sub(1)?, line.len()),
        };
        Some(Span::new(start + span.start, start + span.end))
    };
    let instrs: Option<Vec<Span>> = code.offsets.iter().map(token).collect();
    let instrs = instrs?;
    let start = header + text.get(header..)?.find('(')?;
    Some(FunctionSource {
        span: Span::new(start, instrs.last()?.end),
        instrs,
    })
}

/// The first token of a line: an instruction, or the parenthesis that ends a function.
fn first_token(line: &str) -> Option<Span> {
    let start = line.find(|c| c != ' ')?;
    let rest = &line[start..];
    let length = rest.find([' ', ')']).unwrap_or(rest.len()).max(1);
    Some(Span::new(start, start + length))
}

/// The text as far as it is printed.
struct Page {
    text: String,
    /// The offset in the binary of each line that has one, and where the line begins.
    lines: Vec<(u64, usize)>,
    most: usize,
}

impl wasmprinter::Print for Page {
    fn write_str(&mut self, part: &str) -> io::Result<()> {
        if self.text.len() + part.len() > self.most {
            return Err(io::Error::other("the text is too long"));
        }
        self.text.push_str(part);
        Ok(())
    }

    fn start_line(&mut self, offset: Option<u64>) {
        if let Some(offset) = offset {
            self.lines.push((offset, self.text.len()));
        }
    }
}
