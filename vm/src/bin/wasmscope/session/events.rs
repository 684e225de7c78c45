//! What breakpoints and watches wait for, as people write it.

use super::names::own_func;
use super::{Places, Session};
use std::collections::BTreeSet;
use std::sync::Arc;
use wasmscope::load;
use wasmscope::observe::{Access, Condition, Event, Target};
use wasmscope::syntax::{Code, FuncIdx, LocalIdx, Module};

/// A place in the program, as it was written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Location {
    /// Its function.
    pub(crate) func: FuncIdx,
    /// Its instruction there.
    pub(crate) pc: u32,
    /// Whether the function was named and no instruction: its entry is meant.
    pub(crate) is_entry: bool,
    /// Whether it is another line than the one written, since nothing begins there.
    pub(crate) moved_to: Option<u32>,
}

impl Location {
    /// What a breakpoint there waits for.
    pub(crate) fn event(&self) -> Event {
        match self.is_entry {
            true => Event::Entry(self.func),
            false => Event::Instruction {
                func: self.func,
                pc: self.pc,
            },
        }
    }

    fn at(func: FuncIdx, pc: u32) -> Self {
        Self {
            func,
            pc,
            is_entry: false,
            moved_to: None,
        }
    }
}

/// Reads the condition of a breakpoint in a module.
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn condition(module: &Module, text: &str, event: &Event) -> Result<Condition, String> {
    let read = Condition::parse(text);
    let checked = read.and_then(|read| read.check(module, event.func()).map(|()| read));
    checked.map_err(|error| format!("condition: {error}"))
}

/// What a watch waits for, and its type of access.
pub(crate) type Watched = Event;

/// What can be written in place of a location.
const FORMS: &str = "write FUNC, LINE, FUNC:PC, FILE:LINE or *OFFSET";

impl Session {
    /// Reads a location: nothing for the next instruction of the frame looked at, `fact`, `12`,
    /// `fact.wat:12`, `fact:3` for an instruction by its pc, `*0x45` by its byte in the module.
    ///
    /// # Errors
    ///
    /// When there is no such place: what is, or what can be written.
    pub(crate) fn location(&self, text: &str) -> Result<Location, String> {
        let module = &**self.module();
        let text = text.trim();
        if text.is_empty() {
            return self.here();
        }
        if let Some(offset) = text.strip_prefix('*') {
            return by_offset(module, offset);
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.by_line(text);
        }
        if let Some((left, right)) = text.rsplit_once(':') {
            if self.is_file(left) {
                return self.by_line(right);
            }
            if let Some(found) = self.by_origin(Some(left), right) {
                return found;
            }
            let func = own_func(module, left)?;
            let count = module.code_of(func).map_or(0, |code| code.instrs.len());
            let pc = right.parse::<u32>().ok();
            let pc = pc.filter(|pc| (*pc as usize) < count).ok_or_else(|| {
                let last = count.saturating_sub(1);
                format!("`{right}` is no instruction of {left}: they are 0 to {last}")
            })?;
            return Ok(Location::at(func, pc));
        }
        let func = own_func(module, text)?;
        Ok(Location {
            is_entry: true,
            ..Location::at(func, 0)
        })
    }

    fn here(&self) -> Result<Location, String> {
        let place = self
            .place()
            .ok_or("nothing runs here, so a place has to be written")?;
        match place.frame.instance == self.main() {
            true => Ok(Location::at(place.func, place.frame.pc)),
            false => Err(
                "this function belongs to a linked module; breakpoints are those of the \
                          main one"
                    .to_owned(),
            ),
        }
    }

    fn is_file(&self, name: &str) -> bool {
        let file = self.loaded().map(|loaded| &*loaded.file);
        file.is_some_and(|file| file == name || file.ends_with(&format!("/{name}")))
    }

    /// The first instruction on a line, or on the next one that has any.
    fn by_line(&self, text: &str) -> Result<Location, String> {
        let line: u32 = text
            .parse()
            .map_err(|_| format!("`{text}` is no line; {FORMS}"))?;
        let places = self.places();
        let module = self.module();
        let mut best: Option<(u32, FuncIdx, u32)> = None;
        let mut last = None;
        for (func, pc) in module.code.iter().flat_map(|code| pcs(code)) {
            let at = places.lens().position(self.machine(), module, func, pc);
            let Some((at, _)) = at else { continue };
            last = last.max(Some(at));
            if at >= line && best.is_none_or(|(found, ..)| at < found) {
                best = Some((at, func, pc));
            }
        }
        let Some(last) = last else {
            if let Some(found) = self.by_origin(None, text) {
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
            moved_to: (at != line).then_some(at),
            ..Location::at(func, pc)
        })
    }

    /// The first instruction that comes from a line of a file that the module was compiled
    /// from, or from the next line that any comes from; without a file, of that of the frame
    /// looked at. `None` when no instruction comes from such a file.
    fn by_origin(&self, file: Option<&str>, line: &str) -> Option<Result<Location, String>> {
        let module = self.module();
        let origins = load::origins(module)?;
        let file = match self.compiled_file(file) {
            Ok(file) => file?,
            Err(several) => return Some(Err(several)),
        };
        let Ok(wanted) = line.parse::<u32>() else {
            return Some(Err(format!("`{line}` is no line; {FORMS}")));
        };
        let mut best: Option<(u32, FuncIdx, u32)> = None;
        for code in &module.code {
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
            ..Location::at(func, pc)
        }))
    }

    /// The path of a file that the module was compiled from, by its end; that of the frame
    /// looked at where none is named.
    fn compiled_file(&self, file: Option<&str>) -> Result<Option<Arc<str>>, String> {
        let here = || Some(Arc::clone(&self.place()?.origin()?.file.path));
        let Some(file) = file else {
            return Ok(here());
        };
        let module = self.module();
        let Some(origins) = load::origins(module) else {
            return Ok(None);
        };
        let offsets = module.code.iter().flat_map(|code| &code.offsets);
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

    /// Reads an expression, and checks that what it names is there at all.
    ///
    /// # Errors
    ///
    /// What is wrong, and at which character.
    pub(crate) fn expression(&self, text: &str) -> Result<Condition, String> {
        let condition = Condition::parse(text).map_err(|error| error.to_string())?;
        let place = self.place();
        let (module, func) = match &place {
            Some(place) => (place.module, Some(place.func)),
            None => (self.module(), None),
        };
        let checked = condition.check_alone(module, func);
        checked.map_err(|error| error.to_string())?;
        Ok(condition)
    }

    /// Reads the condition of a breakpoint, about the function that it is in.
    ///
    /// # Errors
    ///
    /// What is wrong, and at which character.
    pub(crate) fn condition(&self, text: &str, event: &Event) -> Result<Condition, String> {
        condition(self.module(), text, event)
    }

    /// The place that an expression names.
    ///
    /// # Errors
    ///
    /// When it is none, or is not there in this state.
    pub(crate) fn target(&self, text: &str) -> Result<Target, String> {
        let condition = self.expression(text)?;
        condition.target(self.moment()).ok_or_else(|| {
            if self.frames() == 0 && condition.check(self.module(), None).is_ok() {
                return format!("there is no `{text}` here, where nothing runs: `rs` goes back");
            }
            format!(
                "`{text}` is no place that there is here: write a local, a global, stack[0], \
                 mem32[ADDRESS] or table[0][INDEX]"
            )
        })
    }

    /// Reads what is to be watched: a place, and how many of it from there on, `mem8[64], 16`;
    /// or a local of a function that need not run now, `fact:$n`.
    ///
    /// # Errors
    ///
    /// When it is no place, or none that can be watched so.
    pub(crate) fn watched(&self, text: &str, access: Access) -> Result<Watched, String> {
        let (place, count) = match text.rsplit_once(',') {
            Some((place, count)) => (place.trim(), count_of(count)?),
            None => (text.trim(), 1),
        };
        let event = match self.local_of(place)? {
            Some(event) => event,
            None => self.event_of(self.target(place)?, count, access)?,
        };
        match &event {
            Event::Memory { .. } => Ok(event),
            _ if access != Access::Write => Err(format!(
                "only memory is watched for reads, as in mem32[0x40]; `watch {place}` stops where \
                 it changes"
            )),
            Event::Table { .. } => Ok(event),
            _ if count > 1 => Err(format!(
                "a number of places is watched in memories and tables, and `{place}` is one"
            )),
            _ => Ok(event),
        }
    }

    /// `fact:$n`, when the function is one.
    fn local_of(&self, text: &str) -> Result<Option<Event>, String> {
        let module = &**self.module();
        let Some((func, local)) = text.split_once(":$") else {
            return Ok(None);
        };
        let func = own_func(module, func)?;
        let names = module.names.locals.get(&func.0);
        let found = names
            .into_iter()
            .flatten()
            .find(|(_, name)| &***name == local);
        let (index, _) = found.ok_or_else(|| {
            let name = module.func_name(func);
            format!("{name} has no local `${local}`")
        })?;
        let local = LocalIdx(*index);
        Ok(Some(Event::Local { func, local }))
    }

    fn event_of(&self, target: Target, count: u64, access: Access) -> Result<Event, String> {
        let is_main = self
            .place()
            .is_none_or(|place| place.frame.instance == self.main());
        if !is_main {
            return Err(
                "this frame belongs to a linked module; watches are those of the main one"
                    .to_owned(),
            );
        }
        Ok(match target {
            Target::Local { local, .. } => Event::Local {
                func: self.place().map_or(FuncIdx(0), |place| place.func),
                local,
            },
            Target::Operand { .. } => {
                return Err(
                    "operands are not watched: each instruction takes others; watch the \
                            local or the memory that they come from"
                        .to_owned(),
                );
            }
            Target::Global { index, .. } => Event::Global(index),
            Target::Memory {
                index, addr, bytes, ..
            } => Event::Memory {
                mem: index,
                addr,
                len: count.saturating_mul(bytes.into()),
                access,
            },
            Target::Table { index, element, .. } => Event::Table {
                table: index,
                index: element,
                len: count,
            },
        })
    }
}

fn count_of(text: &str) -> Result<u64, String> {
    let count = text.trim().parse().ok().filter(|count| *count > 0);
    count.ok_or_else(|| format!("`{}` is no number of places, such as 4", text.trim()))
}

fn pcs(code: &Code) -> impl Iterator<Item = (FuncIdx, u32)> + '_ {
    let func = code.func;
    (0..).zip(&code.instrs).map(move |(pc, _)| (func, pc))
}

fn by_offset(module: &Module, text: &str) -> Result<Location, String> {
    let number = match text.strip_prefix("0x") {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    };
    let offset = number.ok_or_else(|| format!("`{text}` is no offset, such as *0x45"))?;
    let found = module.code.iter().find_map(|code| {
        let pc = code.offsets.binary_search(&offset).ok()?;
        Some(Location::at(code.func, u32::try_from(pc).ok()?))
    });
    found.ok_or_else(|| {
        format!("no instruction begins at byte {offset:#x}; `disassemble` shows where they do")
    })
}

impl Places {
    /// The line on which an instruction of the main module stands.
    pub(crate) fn line(&self, session: &Session, func: FuncIdx, pc: u32) -> Option<u32> {
        let module = session.module();
        let at = self.lens().position(session.machine(), module, func, pc);
        at.map(|(line, _)| line).or_else(|| {
            let code = module.code_of(func)?;
            let offset = code.offsets.get(pc as usize)?;
            Some(load::origins(module)?.at(*offset)?.line)
        })
    }
}
