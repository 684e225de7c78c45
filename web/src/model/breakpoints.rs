//! Breakpoints: instructions that a run stops before.
//!
//! A breakpoint is an instruction of a function. What it is in a text that was edited since,
//! the editor knows, which moves its place along; see [`Breakpoints::follow`].

use serde::Serialize;
use wasmscope::load::LineColumn;
use wasmscope::runtime::{InstanceAddr, Machine};
use wasmscope::syntax::FuncIdx;

use super::program::Program;

/// A line and a column, both from 1.
pub type LineAndColumn = (u32, u32);

/// A breakpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breakpoint {
    /// Its number, which is never used again.
    pub id: u32,
    /// The function's index.
    pub func: u32,
    /// The instruction's index in it.
    pub pc: u32,
}

/// A breakpoint as scripts and the page see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BreakpointView {
    /// Its number.
    pub id: u32,
    /// The function's index.
    pub func: u32,
    /// The instruction's index in it.
    pub pc: u32,
    /// The function's name.
    pub name: String,
    /// The instruction's token.
    pub op: String,
    /// Where its token stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Where its token stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

/// All breakpoints of a program.
#[derive(Clone, Debug, Default)]
pub struct Breakpoints {
    /// By function and instruction.
    list: Vec<Breakpoint>,
    last_id: u32,
}

impl Breakpoints {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, in the order of the program.
    #[must_use]
    pub fn list(&self) -> &[Breakpoint] {
        &self.list
    }

    /// The number of the breakpoint at an instruction.
    #[must_use]
    pub fn at(&self, func: u32, pc: u32) -> Option<u32> {
        let found = self.list.iter().find(|b| b.func == func && b.pc == pc);
        found.map(|breakpoint| breakpoint.id)
    }

    /// Adds one, and gives its number; where there is one, it stays.
    pub fn add(&mut self, func: u32, pc: u32) -> u32 {
        if let Some(id) = self.at(func, pc) {
            return id;
        }
        self.last_id += 1;
        self.insert(self.last_id, func, pc);
        self.last_id
    }

    /// Removes one; false when there is none of that number.
    pub fn remove(&mut self, id: u32) -> bool {
        let before = self.list.len();
        self.list.retain(|breakpoint| breakpoint.id != id);
        self.list.len() < before
    }

    /// Removes the one at an instruction, or adds one there. True when it was added.
    pub fn toggle(&mut self, func: u32, pc: u32) -> bool {
        match self.at(func, pc) {
            Some(id) => !self.remove(id),
            None => {
                self.add(func, pc);
                true
            }
        }
    }

    /// After the text has changed: each breakpoint is where its token has moved to, and
    /// gone when no instruction stands there. What has no place in `places` is gone too.
    pub fn follow(&mut self, program: &Program, places: &[(u32, LineAndColumn)]) {
        let before = std::mem::take(&mut self.list);
        for old in before {
            let place = places.iter().find(|(id, _)| *id == old.id);
            let Some((_, place)) = place else { continue };
            let found = if program.place_in(old.func, old.pc) == Some(*place) {
                Some((old.func, old.pc))
            } else {
                program.instruction_at(*place)
            };
            if let Some((func, pc)) = found
                && self.at(func, pc).is_none()
            {
                self.insert(old.id, func, pc);
            }
        }
    }

    /// The number of the breakpoint that a machine stands at.
    #[must_use]
    pub fn hit(&self, machine: &Machine, instance: InstanceAddr) -> Option<u32> {
        let frame = machine.frames().last()?;
        // Most instructions have none: that is seen before the function is looked up.
        if frame.instance != instance || self.list.iter().all(|b| b.pc != frame.pc) {
            return None;
        }
        self.at(super::func_index(machine, frame.func)?, frame.pc)
    }

    fn insert(&mut self, id: u32, func: u32, pc: u32) {
        let place = self.list.partition_point(|b| (b.func, b.pc) < (func, pc));
        self.list.insert(place, Breakpoint { id, func, pc });
    }
}

impl Program {
    /// The number of instructions of a function, its final `end` included; `None` when it
    /// has none of its own.
    #[must_use]
    pub fn instruction_count(&self, func: u32) -> Option<usize> {
        if func as usize >= self.module.funcs.len() {
            return None;
        }
        let code = self.module.code_idx(FuncIdx(func))?;
        Some(self.module.code.get(code.at())?.instrs.len())
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

    /// A breakpoint in words.
    #[must_use]
    pub fn view_of(&self, breakpoint: &Breakpoint) -> BreakpointView {
        let Breakpoint { id, func, pc } = *breakpoint;
        let place = self.place_in(func, pc);
        let code = self.module.code_of(FuncIdx(func));
        let instr = code.and_then(|code| code.instrs.get(pc as usize));
        BreakpointView {
            id,
            func,
            pc,
            name: self.module.func_name(FuncIdx(func)),
            op: instr.map_or("end", |instr| instr.name()).to_owned(),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
        }
    }

    fn func_of(&self, code: usize) -> Option<u32> {
        u32::try_from(self.module.imported_funcs + code).ok()
    }
}
