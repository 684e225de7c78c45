//! One breakpoint: what was asked for, and what has become of it.

use super::program::{Counts, Program};
use super::sources::Stand;
use super::types::{Breakpoint, Source};
use super::{data, disassemble};
use crate::session::{self, own_func};
use serde::Deserialize;
use wasmscope::observe::{Breakpoint as Stop, Condition, Event, Message};
use wasmscope::runtime::InstanceAddr;
use wasmscope::syntax::ExternType;

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
    Event(Event),
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
                .and_then(|(instance, event)| self.stop(instance, event, program)),
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
        let instance = session::instance_of(stop.module);
        let module = program.module_in(instance);
        let at = place.and_then(|(func, pc)| program.range(counts, module, func, pc));
        let (source, range) = at.unzip();
        let address = place.and_then(|(func, pc)| {
            let offset = *module.code_of(func)?.offsets.get(pc as usize)?;
            let instance = instance.unwrap_or(program.session().main());
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

    /// What it waits for, and in which instance unless that is the main one.
    fn event(&self, program: &Program) -> Result<(Option<InstanceAddr>, Event), String> {
        let main = program.session().main();
        match (&self.asked, &self.group) {
            (Asked::Line(line, column), Group::Source(source)) => {
                let (module, stands) = program.stands(source)?;
                let Stand { func, pc, .. } = at_line(&stands, *line, *column)?;
                Ok((program.linked(module), Event::Instruction { func, pc }))
            }
            (Asked::Line(..), _) => Err("a line without a source".to_owned()),
            (Asked::Function(name), _) => function(program, name),
            (Asked::Instruction(address, offset), _) => {
                let (instance, func, pc) = disassemble::instruction(program, address, *offset)?;
                let linked = Some(instance).filter(|instance| *instance != main);
                Ok((linked, Event::Instruction { func, pc }))
            }
            (Asked::Data(id, access), _) => Ok((None, data::event(id, *access)?)),
            (Asked::Event(event), _) => Ok((None, event.clone())),
        }
    }

    /// It with its condition, its count and its message.
    fn stop(
        &self,
        instance: Option<InstanceAddr>,
        event: Event,
        program: &Program,
    ) -> Result<Stop, String> {
        let text = |text: &Option<String>| {
            let text = text
                .as_deref()
                .map(str::trim)
                .unwrap_or_default()
                .to_owned();
            Some(text).filter(|text| !text.is_empty())
        };
        let module = program.module_in(instance);
        let condition = text(&self.extras.condition);
        let condition: Result<Option<Condition>, _> = condition
            .map(|text| session::condition(module, &text, &event))
            .transpose();
        let log = text(&self.extras.log_message).map(|text| {
            let read = Message::parse(&text);
            let checked = read.and_then(|read| read.check(module, event.func()).map(|()| read));
            checked.map_err(|error| format!("message: {error}"))
        });
        Ok(Stop {
            module: session::number_of(instance),
            condition: condition?,
            log: log.transpose()?,
            hits: text(&self.extras.hit_condition).map_or(Ok(0), |text| hits(&text))?,
            ..Stop::from(event)
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

/// The entry of a function, or the calls of an imported one; else the entry of a function of a
/// linked module.
fn function(program: &Program, name: &str) -> Result<(Option<InstanceAddr>, Event), String> {
    let module = program.session().module();
    let own = own_func(module, name.trim());
    let mut imports = module.imports.iter();
    let import = imports.find(|import| {
        matches!(import.ty, ExternType::Func(_))
            && name.trim() == format!("{}.{}", import.module, import.name)
    });
    let linked = || {
        let mut modules = (0..program.main_text()).map(|text| program.module_of(text));
        modules.find_map(|module| {
            let func = own_func(module, name.trim()).ok()?;
            Some((program.linked(module), Event::Entry(func)))
        })
    };
    match (own, import) {
        (Ok(func), _) => Ok((None, Event::Entry(func))),
        (Err(_), Some(import)) => Ok((
            None,
            Event::HostCall {
                module: Some(import.module.to_string()),
                name: Some(import.name.to_string()),
            },
        )),
        (Err(message), None) => linked().ok_or(message),
    }
}
