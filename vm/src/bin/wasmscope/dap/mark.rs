//! One breakpoint: what was asked for, and what has become of it.

use super::program::{Counts, Program};
use super::sources::Stand;
use super::types::{Breakpoint, Source};
use super::{data, disassemble};
use crate::session::Session;
use serde::Deserialize;
use wasmscope::observe::{Breakpoint as Stop, Event, Message};
use wasmscope::syntax::{ExternType, Import};

/// What asks for a breakpoint; those of a group are all set at once.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Group {
    /// Those of a source.
    Source(Source),
    Functions,
    Instructions,
    Data,
    /// Those of the console.
    Console,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    /// A line and perhaps a column, from 1.
    Line(u32, Option<u32>),
    Function(String),
    Instruction(String, i64),
    Data(String, data::AccessType),
    /// It was set in the console.
    Stop(Stop),
}

/// What may be asked of all of them.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Extras {
    condition: Option<String>,
    hit_condition: Option<String>,
    log_message: Option<String>,
}

/// A breakpoint.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) id: u32,
    pub(super) group: Group,
    pub(super) asked: Asked,
    pub(super) extras: Extras,
    /// The number that the session knows it by, where it is set.
    pub(super) stop: Option<u32>,
    pub(super) shown: Breakpoint,
}

impl Mark {
    /// Sets it as it was asked for, or says why it cannot be.
    pub(super) fn settle(&mut self, counts: Counts, program: &mut Program) {
        let stop = match program.launch.no_debug {
            true => Err("the program runs without being debugged".to_owned()),
            false => self
                .event(program)
                .and_then(|bare| self.stop(bare, program.session())),
        };
        match stop {
            Ok(stop) => {
                self.shown = self.shown_as(counts, program, &stop);
                self.stop = Some(program.session_mut().stops.add(stop));
            }
            Err(message) => {
                self.stop = None;
                self.shown = Breakpoint {
                    id: self.id,
                    message: Some(message),
                    reason: Some("failed"),
                    ..Breakpoint::default()
                };
            }
        }
    }

    pub(super) fn shown_as(&self, counts: Counts, program: &Program, stop: &Stop) -> Breakpoint {
        let place = match &stop.event {
            Event::Instruction { func, pc } => Some((*func, *pc)),
            Event::Entry(func) => Some((*func, 0)),
            _ => None,
        };
        let session = program.session();
        let instance = session.instance_of(stop.module);
        let module = session.module_in(instance);
        let at = place.and_then(|(func, pc)| program.range(counts, module, func, pc));
        let (source, range) = at.unzip();
        let address = place.and_then(|(func, pc)| {
            let offset = *module.code_of(func)?.offsets.get(pc as usize)?;
            Some(program.address(instance, offset))
        });
        Breakpoint {
            id: self.id,
            verified: true,
            source,
            range,
            instruction_reference: address,
            ..Breakpoint::default()
        }
    }

    /// What it waits for, and in which module.
    fn event(&self, program: &Program) -> Result<Stop, String> {
        let session = program.session();
        match (&self.asked, &self.group) {
            (Asked::Line(line, column), Group::Source(source)) => {
                let (module, stands) = program.stands(source)?;
                let Stand { func, pc, .. } = at_line(&stands, *line, *column)?;
                let instance = program.linked(module).unwrap_or(session.main());
                Ok(session.breakpoint(instance, Event::Instruction { func, pc }))
            }
            (Asked::Line(..), _) => Err("a line without a source".to_owned()),
            (Asked::Function(name), _) => function(session, name),
            (Asked::Instruction(address, offset), _) => {
                let (instance, func, pc) = disassemble::instruction(program, address, *offset)?;
                Ok(session.breakpoint(instance, Event::Instruction { func, pc }))
            }
            (Asked::Data(id, access), _) => {
                let watch = data::watch(id, *access)?;
                let instances = session.machine().store().instances();
                match instances.get(session.instance_of(watch.module).at()) {
                    Some(_) => Ok(watch),
                    None => Err(format!(
                        "`{id}` is in a module that this program does not have"
                    )),
                }
            }
            (Asked::Stop(stop), _) => Ok(stop.clone()),
        }
    }

    /// It with its condition, its count and its message.
    fn stop(&self, bare: Stop, session: &Session) -> Result<Stop, String> {
        let text = |text: &Option<String>| {
            let text = text
                .as_deref()
                .map(str::trim)
                .unwrap_or_default()
                .to_owned();
            Some(text).filter(|text| !text.is_empty())
        };
        let condition = text(&self.extras.condition);
        let condition = condition.map(|text| session.condition(&text, &bare));
        let module = session.module_in(session.instance_of(bare.module));
        let func = bare.event.func();
        let log = text(&self.extras.log_message).map(|text| {
            let read = Message::parse(&text);
            let checked = read.and_then(|read| read.check(module, func).map(|()| read));
            checked.map_err(|error| format!("message: {error}"))
        });
        Ok(Stop {
            condition: condition.transpose()?,
            log: log.transpose()?,
            hits: text(&self.extras.hit_condition).map_or(Ok(0), |text| hits(&text))?,
            ..bare
        })
    }
}

/// From which hit on: `5`, `>= 5` or `> 4`.
fn hits(text: &str) -> Result<u64, String> {
    let (more, digits) = match (text.strip_prefix(">="), text.strip_prefix('>')) {
        (Some(digits), _) => (0, digits),
        (None, Some(digits)) => (1, digits),
        (None, None) => (0, text),
    };
    let count = digits.trim().parse::<u64>().ok();
    let count = count.and_then(|count| count.checked_add(more));
    count.ok_or_else(|| {
        format!("`{text}` is no hit count: write `5` or `>= 5`, to stop from the 5th hit on")
    })
}

/// The first instruction on a line, or on the next one that has any; with a column, the one
/// that begins there or behind it.
pub(super) fn at_line(stands: &[Stand], line: u32, column: Option<u32>) -> Result<Stand, String> {
    let below = stands.iter().filter(|stand| stand.line >= line);
    let found = below.map(|stand| stand.line).min();
    let found = found.ok_or_else(|| format!("no instruction stands on line {line} or below"))?;
    let on_line = || stands.iter().filter(|stand| stand.line == found);
    let behind = |column: u32| {
        let behind = on_line().filter(|stand| stand.column >= column);
        let behind = behind.min_by_key(|stand| stand.column);
        behind.or_else(|| on_line().max_by_key(|stand| stand.column))
    };
    let stand = match column.filter(|_| found == line) {
        Some(column) => behind(column),
        None => on_line().next(),
    };
    let stand = stand.ok_or_else(|| format!("no instruction stands on line {line}"))?;
    Ok(*stand)
}

/// The entry of a function, of the main module before all others, or the calls of one that the
/// host has; `module.name` is what a module imports so.
fn function(session: &Session, name: &str) -> Result<Stop, String> {
    let name = name.trim();
    let main = session.main();
    let entry = |(instance, func)| session.breakpoint(instance, Event::Entry(func));
    let own = session.own_func(main, name);
    if let Ok(found) = own {
        return Ok(entry(found));
    }
    let mut imports = session.module().imports.iter();
    let import = imports.find(|import| {
        matches!(import.ty, ExternType::Func(_))
            && name == format!("{}.{}", import.module, import.name)
    });
    if let Some(Import { module, name, .. }) = import {
        let linked = session.places().instance_named(module);
        let found = linked.map(|instance| session.own_func(instance, name));
        return Ok(match found {
            Some(Ok(found)) => entry(found),
            _ => Stop::from(Event::HostCall {
                module: Some(module.to_string()),
                name: Some(name.to_string()),
            }),
        });
    }
    // As the console has it, `math:twice`; else a name of any module.
    let named = session.location(name).ok().filter(|at| at.is_entry);
    match named {
        Some(location) => Ok(location.breakpoint(session)),
        None => own.map(entry),
    }
}
