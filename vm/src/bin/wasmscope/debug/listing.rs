//! The source, and the instructions that it has become.

use super::{Debugger, Problem, Said};
use crate::origins::Files;
use std::fmt::Write;
use std::sync::Arc;
use wasmscope::observe::Event;
use wasmscope::syntax::{Code, FuncIdx, Instr};
use wasmscope::view::instr_text;

/// Lines that are listed at once.
const LINES: u32 = 10;

/// Instructions that are shown of a function that has more of them.
const MOST: u32 = 60;

impl Debugger {
    /// `list [LOCATION | FROM,TO | -]`
    pub(super) fn list(&mut self, rest: &str) -> Said {
        let is_own = self.has_own_text();
        let is_place = rest.starts_with(|c: char| c.is_alphabetic() || c == '$');
        // Of a compiled module it is the file of the frame looked at, and of no other place.
        let Some(source) = self.source_text().filter(|_| is_own || !is_place) else {
            return self.disassemble(rest);
        };
        let count = u32::try_from(source.lines().count()).unwrap_or(u32::MAX);
        let (from, to) = self.lines_asked(rest)?;
        if from > count {
            return Err(format!("the source ends with line {count}").into());
        }
        let to = to.min(count);
        let (here, stops) = (self.current_line(), self.stopped_lines());
        let digits = to.to_string().len();
        let mut text = String::new();
        let lines = source.lines().zip(1..);
        for (line, number) in lines.skip(from as usize - 1).take((to + 1 - from) as usize) {
            let mark = if here == Some(number) { "=>" } else { "  " };
            let stop = if stops.contains(&number) { '*' } else { ' ' };
            let line = format!("{mark}{stop}{number:>digits$}  {line}");
            let _ = writeln!(text, "{}", line.trim_end());
        }
        self.listed = Some((from, to));
        self.continues = Some("list".to_owned());
        Ok(text)
    }

    /// Whether the module came as a text.
    fn has_own_text(&self) -> bool {
        let main = self.session.loaded();
        main.is_some_and(|main| main.program.source.is_some())
    }

    /// The text of the module, or the file that the function of the frame looked at was
    /// compiled from, if it is to be had.
    fn source_text(&self) -> Option<Arc<str>> {
        let main = self.session.loaded()?;
        if let Some(source) = &main.program.source {
            return Some(Arc::clone(source.text()));
        }
        let origin = self.session.place()?.origin()?;
        let mut files = Files::default();
        Some(files.text(main, &origin.file)?.into())
    }

    fn lines_asked(&self, rest: &str) -> Result<(u32, u32), Problem> {
        let around = |line: u32| {
            let from = line.saturating_sub(LINES / 2).max(1);
            (from, from + LINES - 1)
        };
        if rest == "-" {
            let before = self.listed.map_or(1, |(from, _)| from);
            if before <= 1 {
                return Err("the source begins here".into());
            }
            return Ok((before.saturating_sub(LINES).max(1), before - 1));
        }
        if let Some((from, to)) = rest.split_once(',') {
            let number = |text: &str| text.trim().parse::<u32>().ok().filter(|line| *line > 0);
            return match (number(from), number(to)) {
                (Some(from), Some(to)) if from <= to => Ok((from, to)),
                _ => Err("write two lines, the first one first, such as `list 5,20`".into()),
            };
        }
        if !rest.is_empty() {
            let line = match rest.parse::<u32>() {
                Ok(line) => Some(line.max(1)),
                Err(_) => {
                    let location = self.session.location(rest)?;
                    let places = self.session.places();
                    places.line(&self.session, location.func, location.pc)
                }
            };
            return line.map(around).ok_or_else(|| "that has no line".into());
        }
        Ok(match self.listed {
            Some((_, to)) => (to + 1, to + LINES),
            None => around(self.current_line().unwrap_or(1)),
        })
    }

    /// The line of the frame looked at, when it is in the main module's text.
    fn current_line(&self) -> Option<u32> {
        let place = self.session.place()?;
        let is_main = place.frame.instance == self.session.main();
        let places = self.session.places();
        let spot = places.spot_of(&place).map(|spot| spot.line);
        let line = spot.or_else(|| place.origin().map(|origin| origin.line));
        line.filter(|_| is_main)
    }

    /// Lines with breakpoints, of the module's own text.
    fn stopped_lines(&self) -> Vec<u32> {
        if !self.has_own_text() {
            return Vec::new();
        }
        let places = self.session.places();
        let all = self.session.stops.list();
        let lines = all.filter_map(|(_, breakpoint)| {
            let (func, pc) = place_of(&breakpoint.event)?;
            places.line(&self.session, func, pc)
        });
        lines.collect()
    }

    /// `disassemble [LOCATION]`
    pub(super) fn disassemble(&mut self, rest: &str) -> Said {
        let location = self.session.location(rest)?;
        let module = Arc::clone(self.session.module());
        let code = module
            .code_of(location.func)
            .ok_or("it has no instructions")?;
        let count = u32::try_from(code.instrs.len()).unwrap_or(u32::MAX);
        let (from, to) = match count > MOST {
            true => {
                let from = location.pc.saturating_sub(MOST / 2).min(count - MOST);
                (from, from + MOST)
            }
            false => (0, count),
        };
        let name = module.func_name(location.func);
        let ty = module.func_type(location.func);
        let mut text = format!("{name} {ty}\n");
        if from > 0 {
            let _ = writeln!(
                text,
                "   … {from} before these; `disassemble {name}:0` shows them"
            );
        }
        text += &self.lines_of(code, from..to);
        if to < count {
            let _ = writeln!(
                text,
                "   … {} more; `disassemble {name}:{to}` shows them",
                count - to
            );
        }
        Ok(text)
    }

    /// `x/5i [LOCATION]`
    pub(super) fn instructions(&mut self, count: u64, rest: &str) -> Said {
        let location = self.session.location(rest)?;
        let module = Arc::clone(self.session.module());
        let code = module
            .code_of(location.func)
            .ok_or("it has no instructions")?;
        let all = u32::try_from(code.instrs.len()).unwrap_or(u32::MAX);
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let to = location.pc.saturating_add(count).min(all);
        Ok(self.lines_of(code, location.pc..to))
    }

    /// A line for each instruction: pc, offset, and the instruction as deep as it is nested.
    fn lines_of(&self, code: &Code, pcs: std::ops::Range<u32>) -> String {
        let module = self.session.module();
        let here = self.session.place();
        let here = here.filter(|place| place.frame.instance == self.session.main());
        let here = here.map(|place| (place.func, place.frame.pc));
        let stops: Vec<(FuncIdx, u32)> = (self.session.stops.list())
            .filter_map(|(_, breakpoint)| place_of(&breakpoint.event))
            .collect();
        let (mut text, mut depth) = (String::new(), 0_usize);
        for (pc, instr) in (0..pcs.end).zip(&code.instrs) {
            if matches!(instr, Instr::FuncEnd) || ["end", "else"].contains(&instr.name()) {
                depth = depth.saturating_sub(1);
            }
            if pcs.contains(&pc) {
                let place = (code.func, pc);
                let mark = if here == Some(place) { "=>" } else { "  " };
                let stop = if stops.contains(&place) { '*' } else { ' ' };
                let offset = code.offsets.get(pc as usize).copied().unwrap_or(0);
                let instr = instr_text(module, code, pc);
                let indent = 2 * depth.min(20);
                let _ = writeln!(
                    text,
                    "{mark}{stop}{pc:>4}  {offset:#06x}  {:indent$}{instr}",
                    ""
                );
            }
            if ["block", "loop", "if", "else", "try_table"].contains(&instr.name()) {
                depth += 1;
            }
        }
        text
    }
}

/// The instruction that a breakpoint is on.
fn place_of(event: &Event) -> Option<(FuncIdx, u32)> {
    match event {
        Event::Instruction { func, pc } => Some((*func, *pc)),
        Event::Entry(func) => Some((*func, 0)),
        _ => None,
    }
}
