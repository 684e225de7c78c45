//! Places in a program, as people write them.
//!
//! Without a module a name is looked for in that of the frame looked at, then in the main one,
//! then in those that are linked; a line or a byte is one of the module looked at. `math:` or
//! `math.wat:` before either says which module is meant.

use super::Session;
use std::collections::BTreeSet;
use std::sync::Arc;
use wasmscope::load;
use wasmscope::observe::{Breakpoint, Event};
use wasmscope::runtime::InstanceAddr;
use wasmscope::syntax::{Code, FuncIdx, Module};

/// A place in the program, as it was written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Location {
    /// Whose function it is.
    pub(crate) instance: InstanceAddr,
    /// Its function.
    pub(crate) func: FuncIdx,
    /// Its instruction there.
    pub(crate) pc: u32,
    /// Whether the function was named and no instruction: its entry is meant.
    pub(crate) is_entry: bool,
    /// Whether a line of the module's own text was named.
    pub(crate) is_line: bool,
    /// Whether it is another line than the one written, since nothing begins there.
    pub(crate) moved_to: Option<u32>,
}

impl Location {
    /// A breakpoint there.
    pub(crate) fn breakpoint(&self, session: &Session) -> Breakpoint {
        let (func, pc) = (self.func, self.pc);
        let event = match self.is_entry {
            true => Event::Entry(func),
            false => Event::Instruction { func, pc },
        };
        session.breakpoint(self.instance, event)
    }

    fn at(instance: InstanceAddr, (func, pc): (FuncIdx, u32)) -> Self {
        Self {
            instance,
            func,
            pc,
            is_entry: false,
            is_line: false,
            moved_to: None,
        }
    }
}

/// What can be written in place of a location.
const FORMS: &str = "write FUNC, LINE, FUNC:PC, FILE:LINE or *OFFSET";

impl Session {
    /// Reads a location: nothing for the next instruction of the frame looked at, `fact`, `12`,
    /// `fact.wat:12`, `fact:3` for an instruction by its pc, `*0x45` by its byte in the module;
    /// and each of them behind the name or the file of a module, `math:fact`.
    ///
    /// # Errors
    ///
    /// When there is no such place: what is, or what can be written.
    pub(crate) fn location(&self, text: &str) -> Result<Location, String> {
        let text = text.trim();
        if text.is_empty() {
            let place = self.place();
            let place = place.ok_or("nothing runs here, so a place has to be written")?;
            let at = (place.func, place.frame.pc);
            return Ok(Location::at(place.frame.instance, at));
        }
        if let Some((instance, rest)) = self.module_before(text) {
            return self.location_in(instance, rest);
        }
        if let Some((left, right)) = text.rsplit_once(':') {
            let mut all = self.instances().into_iter();
            if let Some(found) = all.find_map(|at| self.by_origin(at, Some(left), right)) {
                return found;
            }
        }
        self.location_in(self.instance_with(func_of(text)), text)
    }

    /// The module that is named before a location, and the location behind it. What may be an
    /// instruction of a function as well is that.
    fn module_before<'a>(&self, text: &'a str) -> Option<(InstanceAddr, &'a str)> {
        let places = self.places();
        let mut colons = text.match_indices(':');
        colons.find_map(|(at, _)| {
            let (left, right) = (&text[..at], text[at + 1..].trim());
            let is_pc = || is_number(right) && self.func_anywhere(left).is_ok();
            let named = || places.instance_named(left).filter(|_| !is_pc());
            let found = places.instance_from(left).or_else(named)?;
            Some((found, right))
        })
    }

    /// Reads a location in a module.
    pub(crate) fn location_in(
        &self,
        instance: InstanceAddr,
        text: &str,
    ) -> Result<Location, String> {
        if let Some(offset) = text.strip_prefix('*') {
            let at = by_offset(self.module_in(instance), offset)?;
            return Ok(Location::at(instance, at));
        }
        if text.is_empty() {
            return Err(format!("a place has to follow the module: {FORMS}"));
        }
        if is_number(text) {
            return self.by_line(instance, text);
        }
        if let Some((left, right)) = text.rsplit_once(':') {
            if let Some(found) = self.by_origin(instance, Some(left), right) {
                return found;
            }
            let (instance, func) = self.own_func(instance, left)?;
            let code = self.module_in(instance).code_of(func);
            let count = code.map_or(0, |code| code.instrs.len());
            let pc = right.parse::<u32>().ok();
            let pc = pc.filter(|pc| (*pc as usize) < count).ok_or_else(|| {
                let last = count.saturating_sub(1);
                format!("`{right}` is no instruction of {left}: they are 0 to {last}")
            })?;
            return Ok(Location::at(instance, (func, pc)));
        }
        let (instance, func) = self.own_func(instance, text)?;
        Ok(Location {
            is_entry: true,
            ..Location::at(instance, (func, 0))
        })
    }

    /// The first instruction on a line, or on the next one that has any.
    fn by_line(&self, instance: InstanceAddr, text: &str) -> Result<Location, String> {
        let line: u32 = text
            .parse()
            .map_err(|_| format!("`{text}` is no line; {FORMS}"))?;
        let places = self.places();
        let (lens, module) = (places.lens_in(instance), self.module_in(instance));
        let mut best: Option<(u32, FuncIdx, u32)> = None;
        let mut last = None;
        for (func, pc) in module.codes().flat_map(pcs) {
            let at = lens.position(self.machine(), module, func, pc);
            let Some((at, _)) = at else { continue };
            last = last.max(Some(at));
            if at >= line && best.is_none_or(|(found, ..)| at < found) {
                best = Some((at, func, pc));
            }
        }
        let Some(last) = last else {
            if let Some(found) = self.by_origin(instance, None, text) {
                return found;
            }
            return Err(
                "the module came without a text that has lines: write FUNC, FUNC:PC or *OFFSET"
                    .to_owned(),
            );
        };
        let (at, func, pc) = best.ok_or_else(|| {
            format!("no instruction stands on line {line} or below; the last one is on line {last}")
        })?;
        Ok(Location {
            is_line: true,
            moved_to: (at != line).then_some(at),
            ..Location::at(instance, (func, pc))
        })
    }

    /// The first instruction that comes from a line of a file that the module was compiled
    /// from, or from the next line that any comes from; without a file, of that of the frame
    /// looked at. `None` when no instruction comes from such a file.
    fn by_origin(
        &self,
        instance: InstanceAddr,
        file: Option<&str>,
        line: &str,
    ) -> Option<Result<Location, String>> {
        let module = self.module_in(instance);
        let origins = load::origins(module)?;
        let file = match self.compiled_file(instance, file) {
            Ok(file) => file?,
            Err(several) => return Some(Err(several)),
        };
        let Ok(wanted) = line.parse::<u32>() else {
            return Some(Err(format!("`{line}` is no line; {FORMS}")));
        };
        let mut best: Option<(u32, FuncIdx, u32)> = None;
        for code in module.codes() {
            for (pc, offset) in (0..).zip(&code.offsets) {
                let origin = origins.at(*offset).filter(|at| at.file.path == file);
                let at = origin.map(|origin| origin.line);
                if let Some(at) = at.filter(|at| *at >= wanted)
                    && best.is_none_or(|(found, ..)| at < found)
                {
                    best = Some((at, code.func, pc));
                }
            }
        }
        let nothing = || format!("nothing was compiled from line {wanted} of {file} or below");
        Some(best.ok_or_else(nothing).map(|(at, func, pc)| Location {
            moved_to: (at != wanted).then_some(at),
            ..Location::at(instance, (func, pc))
        }))
    }

    /// The path of a file that the module was compiled from, by its end; that of the frame
    /// looked at where none is named.
    fn compiled_file(
        &self,
        instance: InstanceAddr,
        file: Option<&str>,
    ) -> Result<Option<Arc<str>>, String> {
        let here = || {
            let place = self.place();
            let place = place.filter(|place| place.frame.instance == instance)?;
            Some(Arc::clone(&place.origin()?.file.path))
        };
        let Some(file) = file else {
            return Ok(here());
        };
        let module = self.module_in(instance);
        let Some(origins) = load::origins(module) else {
            return Ok(None);
        };
        let offsets = module.codes().flat_map(|code| &code.offsets);
        let paths = offsets.filter_map(|offset| Some(Arc::clone(&origins.at(*offset)?.file.path)));
        let end = format!("/{file}");
        let meant: BTreeSet<Arc<str>> = paths
            .filter(|path| **path == *file || path.ends_with(&end))
            .collect();
        let exact = meant.iter().find(|path| ***path == *file).cloned();
        match (exact, meant.len()) {
            (None, 2..) => {
                let all: Vec<&str> = meant.iter().map(|path| &**path).collect();
                Err(format!("`{file}` may be {}", all.join(" or ")))
            }
            (exact, _) => Ok(exact.or_else(|| meant.first().cloned())),
        }
    }
}

fn pcs(code: &Code) -> impl Iterator<Item = (FuncIdx, u32)> + '_ {
    let func = code.func;
    (0..).zip(&code.instrs).map(move |(pc, _)| (func, pc))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The function that a location names, if it names one.
fn func_of(text: &str) -> &str {
    match text.rsplit_once(':') {
        Some((func, pc)) if is_number(pc) => func,
        _ => text,
    }
}

/// The instruction at a byte of a module.
fn by_offset(module: &Module, text: &str) -> Result<(FuncIdx, u32), String> {
    let number = match text.strip_prefix("0x") {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    };
    let offset = number.ok_or_else(|| format!("`{text}` is no offset, such as *0x45"))?;
    module.instruction_at(offset).ok_or_else(|| {
        format!("no instruction begins at byte {offset:#x}; `disassemble` shows where they do")
    })
}
