//! The source, and the instructions that it has become.

use super::{Debugger, Problem, Said};
use crate::origins::Files;
use crate::session::Location;
use std::fmt::Write;
use std::sync::Arc;
use wasmscope::observe::Event;
use wasmscope::runtime::InstanceAddr;
use wasmscope::syntax::{Code, FuncIdx, Instr};
use wasmscope::view::instr_text;

/// Lines that are listed at once.
const LINES: u32 = 10;

/// Instructions that are shown of a function that has more of them.
const MOST: u32 = 60;

/// Lines that were listed.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    instance: InstanceAddr,
    from: u32,
    to: u32,
}

impl Debugger {
    /// `list [LOCATION | FROM,TO | -]`
    pub(super) fn list(&mut self, rest: &str) -> Said {
        let is_lines = rest == "-" || rest.contains(',') || rest.parse::<u32>().is_ok();
        let location = match is_lines || rest.is_empty() {
            true => None,
            false => Some(self.session.location(rest)?),
        };
        let named = location.as_ref().map(|location| location.instance);
        let listed = self.listed.map(|listed| listed.instance);
        let instance = named.or(listed).unwrap_or(self.session.looked_at());
        let is_own = self.own_text(instance).is_some();
        let is_place = rest.starts_with(|c: char| c.is_alphabetic() || c == '$');
        // Of a compiled module it is the file of the frame looked at, and of no other place.
        let Some(source) = (self.source_text(instance)).filter(|_| is_own || !is_place) else {
            return self.disassemble(rest);
        };
        let count = u32::try_from(source.lines().count()).unwrap_or(u32::MAX);
        let (from, to) = self.lines_asked(rest, instance, location.as_ref())?;
        if from > count {
            return Err(format!("the source ends with line {count}").into());
        }
        let to = to.min(count);
        let (here, stops) = (self.current_line(instance), self.stopped_lines(instance));
        let digits = to.to_string().len();
        let mut text = String::new();
        let lines = source.lines().zip(1..);
        for (line, number) in lines.skip(from as usize - 1).take((to + 1 - from) as usize) {
            let mark = if here == Some(number) { "=>" } else { "  " };
            let stop = if stops.contains(&number) { '*' } else { ' ' };
            let line = format!("{mark}{stop}{number:>digits$}  {line}");
            let _ = writeln!(text, "{}", line.trim_end());
        }
        self.listed = Some(Listed { instance, from, to });
        self.continues = Some("list".to_owned());
        Ok(text)
    }

    /// The text of a module that came as one.
    fn own_text(&self, instance: InstanceAddr) -> Option<Arc<str>> {
        let places = self.session.places();
        let loaded = places.loaded(self.session.module_in(instance))?;
        Some(Arc::clone(loaded.program.source.as_ref()?.text()))
    }

    /// The text of a module, or the file that the function of the frame looked at was
    /// compiled from, if it is to be had.
    fn source_text(&self, instance: InstanceAddr) -> Option<Arc<str>> {
        let own = self.own_text(instance);
        own.or_else(|| {
            let place = self.session.place();
            let place = place.filter(|place| place.frame.instance == instance)?;
            let places = self.session.places();
            let loaded = places.loaded(place.module)?;
            Some(Files::default().text(loaded, &place.origin()?.file)?.into())
        })
    }

    fn lines_asked(
        &self,
        rest: &str,
        instance: InstanceAddr,
        location: Option<&Location>,
    ) -> Result<(u32, u32), Problem> {
        let around = |line: u32| {
            let from = line.saturating_sub(LINES / 2).max(1);
            (from, from + LINES - 1)
        };
        if rest == "-" {
            let before = self.listed.map_or(1, |listed| listed.from);
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
        if let Some(&Location { func, pc, .. }) = location {
            let places = self.session.places();
            let line = places.line(&self.session, instance, func, pc);
            return line.map(around).ok_or_else(|| "that has no line".into());
        }
        if let Ok(line) = rest.parse::<u32>() {
            return Ok(around(line.max(1)));
        }
        Ok(match self.listed {
            Some(Listed { to, .. }) => (to + 1, to + LINES),
            None => around(self.current_line(instance).unwrap_or(1)),
        })
    }

    /// The line of the frame looked at, when it is in the text of this instance.
    fn current_line(&self, instance: InstanceAddr) -> Option<u32> {
        let place = self.session.place();
        let place = place.filter(|place| place.frame.instance == instance)?;
        let places = self.session.places();
        let spot = places.spot_of(&place).map(|spot| spot.line);
        spot.or_else(|| place.origin().map(|origin| origin.line))
    }

    /// Lines with breakpoints, of a module's own text.
    fn stopped_lines(&self, instance: InstanceAddr) -> Vec<u32> {
        if self.own_text(instance).is_none() {
            return Vec::new();
        }
        let places = self.session.places();
        let stops = self.stops_in(instance).into_iter();
        let lines = stops.filter_map(|(func, pc)| places.line(&self.session, instance, func, pc));
        lines.collect()
    }

    /// Instructions of an instance with breakpoints.
    fn stops_in(&self, instance: InstanceAddr) -> Vec<(FuncIdx, u32)> {
        let all = self.session.stops.list();
        let own = all.filter(|(_, stop)| self.session.instance_of(stop.module) == instance);
        own.filter_map(|(_, stop)| place_of(&stop.event)).collect()
    }

    /// `disassemble [LOCATION]`
    pub(super) fn disassemble(&mut self, rest: &str) -> Said {
        let location = self.session.location(rest)?;
        let module = Arc::clone(self.session.module_in(location.instance));
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
        let places = self.session.places();
        // What is to be written before a place for it to be one of this module.
        let (of, before) = match places.name(location.instance) {
            Some(linked) => (format!(", module {linked}"), format!("{linked}:")),
            None => Default::default(),
        };
        let mut text = format!("{name} {ty}{of}\n");
        if from > 0 {
            let _ = writeln!(
                text,
                "   … {from} before these; `disassemble {before}{name}:0` shows them"
            );
        }
        text += &self.lines_of(location.instance, code, from..to);
        if to < count {
            let _ = writeln!(
                text,
                "   … {} more; `disassemble {before}{name}:{to}` shows them",
                count - to
            );
        }
        Ok(text)
    }

    /// `x/5i [LOCATION]`
    pub(super) fn instructions(&mut self, count: u64, rest: &str) -> Said {
        let location = self.session.location(rest)?;
        let module = Arc::clone(self.session.module_in(location.instance));
        let code = module
            .code_of(location.func)
            .ok_or("it has no instructions")?;
        let all = u32::try_from(code.instrs.len()).unwrap_or(u32::MAX);
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let to = location.pc.saturating_add(count).min(all);
        Ok(self.lines_of(location.instance, code, location.pc..to))
    }

    /// A line for each instruction: pc, offset, and the instruction as deep as it is nested.
    fn lines_of(&self, instance: InstanceAddr, code: &Code, pcs: std::ops::Range<u32>) -> String {
        let module = self.session.module_in(instance);
        let here = self.session.place();
        let here = here.filter(|place| place.frame.instance == instance);
        let here = here.map(|place| (place.func, place.frame.pc));
        let stops = self.stops_in(instance);
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
