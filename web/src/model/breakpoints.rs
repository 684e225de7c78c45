//! Breakpoints of the page: those of the machine's, and what they are in the text.
//!
//! A breakpoint on an instruction moves along with the instruction's token, which the editor
//! knows; the others with the names of what they are about. See [`Breakpoints::follow`].

use std::sync::Arc;

use serde::Serialize;
use wasmscope::observe::{Breakpoint, Condition, Event, Message, Stops};
use wasmscope::syntax::{FuncIdx, GlobalIdx, LocalIdx, MemIdx, Module, TableIdx};

use super::debugger::Debugger;
use super::goal::Goal;
pub use super::places::LineAndColumn;
use super::program::Program;
use crate::text;

/// A breakpoint as scripts and the page see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BreakpointView {
    /// Its number.
    pub id: u32,
    /// The module that it is in: 0 for the main one, else the number of its tab.
    #[serde(skip)]
    pub tab: u32,
    /// The name of that module, when it is not the main one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<Arc<str>>,
    /// What it waits for: a word of [`super::waits`].
    pub on: &'static str,
    /// Of what, as it is typed.
    pub of: String,
    /// What it waits for, in words; the name of an instruction.
    pub op: String,
    /// The function's index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub func: Option<u32>,
    /// The instruction's index in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pc: Option<u32>,
    /// The function's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the instruction's token stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Where the instruction's token stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// What has to hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// From which hit on it stops, when it is not every one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hits: Option<u32>,
    /// What it writes in place of stopping.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// Whether it is removed when a movement stops at it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
    /// Whether it does anything.
    pub enabled: bool,
}

impl BreakpointView {
    /// The words of a link; see [`wasmscope::link::Breakpoint::Event`].
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let flags = match (self.once, self.enabled) {
            (true, true) => "once",
            (false, false) => "off",
            (true, false) => "once off",
            (false, true) => "",
        };
        let mut words = vec![
            self.on.to_owned(),
            self.of.clone(),
            text(&self.condition),
            self.hits.map(|hits| hits.to_string()).unwrap_or_default(),
            text(&self.log),
            flags.to_owned(),
        ];
        while words.len() > 2 && words.last().is_some_and(String::is_empty) {
            words.pop();
        }
        words
    }
}

/// What may be asked of a breakpoint beside what it waits for, as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extras {
    /// What has to hold; empty for nothing.
    pub condition: String,
    /// From which hit on it stops; 0 and 1 are every one.
    pub hits: u64,
    /// What it writes in place of stopping; empty for nothing.
    pub log: String,
    /// Whether it is removed when a movement stops at it.
    pub once: bool,
    /// Whether it does anything.
    pub enabled: bool,
}

impl Default for Extras {
    fn default() -> Self {
        Self {
            condition: String::new(),
            hits: 0,
            log: String::new(),
            once: false,
            enabled: true,
        }
    }
}

impl Extras {
    /// Those of a breakpoint.
    #[must_use]
    pub fn of(breakpoint: &Breakpoint) -> Self {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Self {
            condition: text(breakpoint.condition.as_ref().map(Condition::text)),
            hits: breakpoint.hits,
            log: text(breakpoint.log.as_ref().map(Message::text)),
            once: breakpoint.once,
            enabled: breakpoint.enabled,
        }
    }

    /// Those of a breakpoint of a link; see [`BreakpointView::words`].
    #[must_use]
    pub fn from_words(words: &[String]) -> Self {
        let word = |at: usize| words.get(at).cloned().unwrap_or_default();
        let flags = word(5);
        Self {
            condition: word(2),
            hits: word(3).parse().unwrap_or(0),
            log: word(4),
            once: flags.contains("once"),
            enabled: !flags.contains("off"),
        }
    }

    /// The breakpoint that they make together with what it waits for.
    ///
    /// # Errors
    ///
    /// When the condition or the message is none, or names what the program does not have:
    /// what is wrong, and where in which of them.
    pub fn with(&self, event: Event, module: &Module) -> Result<Breakpoint, String> {
        let mut breakpoint = Breakpoint::from(event);
        let func = breakpoint.event.func();
        if !self.condition.trim().is_empty() {
            let read = Condition::parse(&self.condition);
            let checked = read.and_then(|read| read.check(module, func).map(|()| read));
            let condition = checked.map_err(text::breakpoints_model_wrong_condition)?;
            breakpoint.condition = Some(condition);
        }
        if !self.log.is_empty() {
            let read = Message::parse(&self.log);
            let checked = read.and_then(|read| read.check(module, func).map(|()| read));
            breakpoint.log = Some(checked.map_err(text::breakpoints_model_wrong_message)?);
        }
        breakpoint.hits = self.hits;
        breakpoint.once = self.once;
        breakpoint.enabled = self.enabled;
        Ok(breakpoint)
    }
}

/// The goal of a movement, the step that it began at, and the module of the goal's place.
type Aim = (Goal, u64, u32);

/// All breakpoints of a program.
#[derive(Clone, Debug, Default)]
pub struct Breakpoints {
    /// Those of the person, and those of a movement that wants to end somewhere.
    pub stops: Stops,
    aimed: Option<Aim>,
}

impl Breakpoints {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stops.list().next().is_none()
    }

    /// All of them: on instructions in the order of the program, then the others.
    #[must_use]
    pub fn list(&self) -> Vec<(u32, &Breakpoint)> {
        let mut ordered: Vec<(u32, &Breakpoint)> = Vec::new();
        let key = |breakpoint: &Breakpoint| match breakpoint.event {
            Event::Instruction { func, pc } => (breakpoint.module, func.0, pc),
            _ => (u32::MAX, u32::MAX, u32::MAX),
        };
        for (id, breakpoint) in self.stops.list() {
            let place = ordered.partition_point(|(_, other)| key(other) <= key(breakpoint));
            ordered.insert(place, (id, breakpoint));
        }
        ordered
    }

    /// The number of the breakpoint at an instruction.
    #[must_use]
    pub fn at(&self, module: u32, func: u32, pc: u32) -> Option<u32> {
        self.waiting_for(module, &instruction(func, pc))
    }

    /// The number of the first one in a module that waits for an event.
    fn waiting_for(&self, module: u32, event: &Event) -> Option<u32> {
        let mut all = self.stops.list();
        let found = all.find(|(_, at)| at.module == module && at.event == *event);
        found.map(|(id, _)| id)
    }

    /// Adds one at an instruction of the main module, and gives its number; where there is one,
    /// it stays.
    pub fn add(&mut self, func: u32, pc: u32) -> u32 {
        self.add_in(0, func, pc)
    }

    /// Adds one at an instruction of a module.
    pub fn add_in(&mut self, module: u32, func: u32, pc: u32) -> u32 {
        match self.at(module, func, pc) {
            Some(id) => id,
            None => self.stops.add(Breakpoint {
                module,
                ..instruction(func, pc).into()
            }),
        }
    }

    /// Removes one; false when there is none of that number.
    pub fn remove(&mut self, id: u32) -> bool {
        self.stops.remove(id)
    }

    /// Removes the one at an instruction, or adds one there. True when it was added.
    pub fn toggle(&mut self, module: u32, func: u32, pc: u32) -> bool {
        match self.at(module, func, pc) {
            Some(id) => !self.remove(id),
            None => {
                self.add_in(module, func, pc);
                true
            }
        }
    }

    /// After the text of a module has changed: each breakpoint on an instruction is where its token has
    /// moved to, and gone when no instruction stands there or when it has no place in
    /// `places`. The others follow the names of what they are about; what has no name keeps
    /// its index. Those in other modules stay.
    pub fn follow(
        &mut self,
        of: u32,
        before: Option<&Program>,
        program: &Program,
        places: &[(u32, LineAndColumn)],
    ) {
        self.aim_at(None, Vec::new());
        let old = before.map_or(&program.module, |before| &before.module);
        let mut taken: Vec<(u32, u32)> = Vec::new();
        self.stops.follow(|id, breakpoint| {
            if breakpoint.module != of {
                return Some(breakpoint.event.clone());
            }
            let Event::Instruction { func, pc } = breakpoint.event else {
                return moved(&breakpoint.event, old, &program.module);
            };
            let (_, place) = places.iter().find(|(of, _)| *of == id)?;
            let here = program.place_in(func.0, pc) == Some(*place);
            let found = match here {
                true => (func.0, pc),
                false => program.instruction_at(*place)?,
            };
            let is_first = !taken.contains(&found);
            taken.push(found);
            is_first.then(|| instruction(found.0, found.1))
        });
    }

    /// Whether a movement with this goal, that began at this step, is stopped where it wants
    /// to end.
    #[must_use]
    pub fn is_aimed(&self, aim: Aim) -> bool {
        self.aimed == Some(aim)
    }

    /// Removes those in modules that are not there any more.
    pub fn keep_in(&mut self, is_there: impl Fn(u32) -> bool) {
        self.stops
            .follow(|_, at| is_there(at.module).then(|| at.event.clone()));
    }

    /// Stops a movement at these instructions as well, in place of those before.
    pub fn aim_at(&mut self, aim: Option<Aim>, places: Vec<(FuncIdx, u32)>) {
        self.aimed = aim;
        self.stops
            .aim_in(aim.map_or(0, |(_, _, module)| module), places);
    }
}

impl Debugger {
    /// Adds a breakpoint as it was typed, and gives its number. What waits for the same gives
    /// way to it and keeps its number, unless nothing more is asked for.
    ///
    /// # Errors
    ///
    /// As [`super::waits::read`] and [`Extras::with`].
    pub fn add_breakpoint(&mut self, on: &str, of: &str, extras: &Extras) -> Result<u32, String> {
        self.add_breakpoint_in(0, on, of, extras)
    }

    /// As [`Debugger::add_breakpoint`], in a module.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn add_breakpoint_in(
        &mut self,
        module: u32,
        on: &str,
        of: &str,
        extras: &Extras,
    ) -> Result<u32, String> {
        let program = self.program_of(module).ok_or(text::API_NOTHING_LOADED)?;
        let event = super::waits::read(on, of, program)?;
        let same = self.breakpoints.waiting_for(module, &event);
        let breakpoint = Breakpoint {
            module,
            ..extras.with(event, &program.module)?
        };
        Ok(match same {
            Some(id) => {
                if *extras != Extras::default() {
                    self.breakpoints.stops.replace(id, breakpoint);
                }
                id
            }
            None => self.breakpoints.stops.add(breakpoint),
        })
    }

    /// Changes a breakpoint to what was typed.
    ///
    /// # Errors
    ///
    /// As [`Debugger::add_breakpoint`], and when there is none of this number.
    pub fn change_breakpoint(&mut self, id: u32, extras: &Extras) -> Result<(), String> {
        let before = self.breakpoints.stops.get(id);
        let before = before.ok_or_else(|| text::breakpoints_model_no_such(id))?;
        let program = self.program_of(before.module);
        let program = program.ok_or(text::API_NOTHING_LOADED)?;
        let only_enabled = Extras {
            enabled: extras.enabled,
            ..Extras::of(before)
        };
        if only_enabled == *extras {
            self.breakpoints.stops.enable(id, extras.enabled);
            return Ok(());
        }
        let breakpoint = Breakpoint {
            module: before.module,
            ..extras.with(before.event.clone(), &program.module)?
        };
        self.breakpoints.stops.replace(id, breakpoint);
        Ok(())
    }

    /// What has happened where it has stopped, in words; `None` where it is no breakpoint.
    #[must_use]
    pub fn stop_in_words(&self) -> Option<String> {
        let hit = self
            .hit
            .as_ref()
            .filter(|hit| self.stopped_at == Some(hit.id))?;
        if matches!(hit.event, Event::Instruction { .. }) {
            return Some(text::BREAKPOINTS_MODEL_ONE.to_owned());
        }
        let words = hit.event.words(&self.program_of(hit.module)?.module);
        Some(match hit.what.is_empty() {
            true => words,
            false => words + ", " + &hit.what,
        })
    }
}

/// The event of a breakpoint on an instruction.
fn instruction(func: u32, pc: u32) -> Event {
    let func = FuncIdx(func);
    Event::Instruction { func, pc }
}

/// What an event is in another module; `None` when it is not there.
fn moved(event: &Event, old: &Module, new: &Module) -> Option<Event> {
    type Names = std::collections::BTreeMap<u32, Arc<str>>;
    let find = |old: &Names, new: &Names, index: u32, count: usize| match old.get(&index) {
        Some(name) => {
            let found = new.iter().find(|(_, known)| *known == name);
            found.map(|(index, _)| *index)
        }
        None => ((index as usize) < count).then_some(index),
    };
    let (before, after) = (&old.names, &new.names);
    let func = |func: FuncIdx| {
        let found = find(&before.funcs, &after.funcs, func.0, new.funcs.len());
        found.map(FuncIdx)
    };
    Some(match event {
        Event::Entry(f) => Event::Entry(func(*f)?),
        Event::Exit(f) => Event::Exit(func(*f)?),
        Event::Local { func: f, local } => {
            let none = Names::new();
            let names = |all: &'_ std::collections::BTreeMap<u32, Names>, func: FuncIdx| {
                all.get(&func.0).unwrap_or(&none).clone()
            };
            let to = func(*f)?;
            let (one, other) = (names(&before.locals, *f), names(&after.locals, to));
            let count = new.code_of(to)?.locals.len() as usize;
            let local = LocalIdx(find(&one, &other, local.0, count)?);
            Event::Local { func: to, local }
        }
        Event::Global(global) => {
            let (one, other) = (&before.globals, &after.globals);
            Event::Global(GlobalIdx(find(one, other, global.0, new.globals.len())?))
        }
        Event::Memory {
            mem,
            addr,
            len,
            access,
        } => {
            let (one, other) = (&before.memories, &after.memories);
            Event::Memory {
                mem: MemIdx(find(one, other, mem.0, new.memories.len())?),
                addr: *addr,
                len: *len,
                access: *access,
            }
        }
        Event::Table { table, index, len } => {
            let (one, other) = (&before.tables, &after.tables);
            Event::Table {
                table: TableIdx(find(one, other, table.0, new.tables.len())?),
                index: *index,
                len: *len,
            }
        }
        other => other.clone(),
    })
}

impl Program {
    /// A breakpoint in words.
    #[must_use]
    pub fn view_of(&self, id: u32, breakpoint: &Breakpoint) -> BreakpointView {
        let event = &breakpoint.event;
        let (on, of) = super::waits::write(event, &self.module);
        let (func, pc) = match event {
            Event::Instruction { func, pc } => (Some(*func), Some(*pc)),
            Event::Entry(func) | Event::Exit(func) | Event::Local { func, .. } => {
                (Some(*func), None)
            }
            _ => (None, None),
        };
        let place = func.and_then(|func| self.place_in(func.0, pc?));
        let text = |text: String| (!text.is_empty()).then_some(text);
        let extras = Extras::of(breakpoint);
        BreakpointView {
            id,
            tab: breakpoint.module,
            module: None,
            on,
            of,
            op: event.words(&self.module),
            func: func.map(|func| func.0),
            pc,
            name: func.map(|func| self.module.func_name(func)),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            condition: text(extras.condition),
            hits: u32::try_from(extras.hits).ok().filter(|hits| *hits > 1),
            log: text(extras.log),
            once: extras.once,
            enabled: extras.enabled,
        }
    }
}
