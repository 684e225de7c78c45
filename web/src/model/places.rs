//! Instructions by their places in the text.

use wasmscope::load::LineColumn;
use wasmscope::syntax::FuncIdx;

use super::program::Program;

/// A line and a column, both from 1.
pub type LineAndColumn = (u32, u32);

impl Program {
    /// The number of instructions of a function, its final `end` included; `None` when it
    /// has none of its own.
    #[must_use]
    pub fn instruction_count(&self, func: u32) -> Option<usize> {
        if func as usize >= self.module.funcs.len() {
            return None;
        }
        Some(self.module.code_of(FuncIdx(func))?.instrs.len())
    }

    /// The instruction whose token begins at a place, by function and pc.
    #[must_use]
    pub fn instruction_at(&self, place: LineAndColumn) -> Option<(u32, u32)> {
        let (func, pc) = self.instruction_near(place)?;
        (self.place_in(func, pc) == Some(place)).then_some((func, pc))
    }

    /// The instruction that a person means who points at a place: the token there, or the
    /// nearest one on that line.
    #[must_use]
    pub fn instruction_near(&self, (line, column): LineAndColumn) -> Option<(u32, u32)> {
        let source = self.source.as_deref()?;
        let offset = source
            .lines()
            .offset(source.text(), LineColumn { line, column })?;
        let (code, pc) = source.locate(offset)?;
        let start = source.instr(code, pc)?.start;
        let on_line = source.line_column(start).line == line;
        on_line.then(|| Some((self.func_of(code)?, u32::try_from(pc).ok()?)))?
    }

    /// The instruction of a line that is executed first: the first one in its function.
    #[must_use]
    pub fn first_on_line(&self, line: u32) -> Option<(u32, u32)> {
        let source = self.source.as_deref()?;
        let here = |place| source.lines().offset(source.text(), place);
        let from = here(LineColumn { line, column: 1 })?;
        let to = here(LineColumn {
            line,
            column: u32::MAX,
        })?;
        (0..source.functions())
            .filter(|code| {
                let touches = |span: wasmscope::load::Span| span.start <= to && from <= span.end;
                source.function(*code).is_some_and(touches)
            })
            .find_map(|code| {
                let on_line = |pc: &usize| {
                    let span = source.instr(code, *pc);
                    span.is_some_and(|span| (from..to).contains(&span.start))
                };
                let pc = (0..source.instr_count(code)?).find(on_line)?;
                Some((self.func_of(code)?, u32::try_from(pc).ok()?))
            })
    }

    fn func_of(&self, code: usize) -> Option<u32> {
        u32::try_from(self.module.imported_funcs + code).ok()
    }
}
