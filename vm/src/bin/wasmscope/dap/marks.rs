//! Breakpoints as the client asks for them. Each has a number of its own, by which the client
//! knows it, and is remembered as it was asked for, so that it is set again when the program
//! is loaded anew.

use super::Server;
use super::data;
use super::logs::Logs;
use super::mark::{Asked, Extras, Group, Mark};
use super::types::{Breakpoint, Source};
use super::wire::{Answer, Request, Trouble, arguments};
use serde::Deserialize;
use serde_json::json;
use wasmscope::observe::Breakpoint as Stop;

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Marks {
    all: Vec<Mark>,
    last_id: u32,
}

#[derive(Deserialize)]
struct SourceBreakpoint {
    line: i64,
    column: Option<i64>,
    #[serde(flatten)]
    extras: Extras,
}

#[derive(Deserialize)]
struct SourceBreakpoints {
    source: Source,
    breakpoints: Option<Vec<SourceBreakpoint>>,
    /// As old clients have it.
    #[serde(default)]
    lines: Vec<i64>,
}

#[derive(Deserialize)]
struct Many<T> {
    breakpoints: Vec<T>,
}

#[derive(Deserialize)]
struct FunctionBreakpoint {
    name: String,
    #[serde(flatten)]
    extras: Extras,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InstructionBreakpoint {
    instruction_reference: String,
    #[serde(default)]
    offset: i64,
    #[serde(flatten)]
    extras: Extras,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DataBreakpoint {
    data_id: String,
    #[serde(default)]
    access_type: data::AccessType,
    #[serde(flatten)]
    extras: Extras,
}

impl Server {
    /// `setBreakpoints`: all of a source.
    pub(super) fn set_breakpoints(&mut self, request: &Request) -> Answer {
        let given: SourceBreakpoints = arguments(request)?;
        let counts = self.counts;
        let lines = given.lines.into_iter().map(|line| SourceBreakpoint {
            line,
            column: None,
            extras: Extras::default(),
        });
        let asked = given.breakpoints.unwrap_or_else(|| lines.collect());
        let asked = asked.into_iter().map(|one| {
            let column = one.column.map(|column| counts.own_column(column));
            (Asked::Line(counts.own_line(one.line), column), one.extras)
        });
        // Only what says which source it is; clients may name it otherwise the next time.
        let source = Source {
            name: None,
            origin: None,
            ..given.source
        };
        self.set(&Group::Source(source), asked.collect())
    }

    /// `setFunctionBreakpoints`
    pub(super) fn set_function_breakpoints(&mut self, request: &Request) -> Answer {
        let given: Many<FunctionBreakpoint> = arguments(request)?;
        let asked = given.breakpoints.into_iter();
        let asked = asked.map(|one| (Asked::Function(one.name), one.extras));
        self.set(&Group::Functions, asked.collect())
    }

    /// `setInstructionBreakpoints`
    pub(super) fn set_instruction_breakpoints(&mut self, request: &Request) -> Answer {
        let given: Many<InstructionBreakpoint> = arguments(request)?;
        let asked = given.breakpoints.into_iter().map(|one| {
            let asked = Asked::Instruction(one.instruction_reference, one.offset);
            (asked, one.extras)
        });
        self.set(&Group::Instructions, asked.collect())
    }

    /// `setDataBreakpoints`
    pub(super) fn set_data_breakpoints(&mut self, request: &Request) -> Answer {
        let given: Many<DataBreakpoint> = arguments(request)?;
        let asked = given.breakpoints.into_iter();
        let asked = asked.map(|one| (Asked::Data(one.data_id, one.access_type), one.extras));
        self.set(&Group::Data, asked.collect())
    }

    /// Sets all of a group; those that stay as they are keep their numbers and their counts.
    fn set(&mut self, group: &Group, asked: Vec<(Asked, Extras)>) -> Answer {
        self.program()?;
        let mut marks = std::mem::take(&mut self.marks);
        let (mut before, rest): (Vec<Mark>, _) =
            marks.all.drain(..).partition(|mark| mark.group == *group);
        marks.all = rest;
        let mut shown = Vec::new();
        for (asked, extras) in asked {
            let same = |mark: &Mark| mark.asked == asked && mark.extras == extras;
            let mark = match before.iter().position(same) {
                Some(index) => before.remove(index),
                None => {
                    marks.last_id += 1;
                    let mut mark = Mark {
                        id: marks.last_id,
                        group: group.clone(),
                        asked,
                        extras,
                        stop: None,
                        shown: Breakpoint::default(),
                    };
                    mark.settle(self.counts, self.program_mut()?);
                    mark
                }
            };
            shown.push(mark.shown.clone());
            marks.all.push(mark);
        }
        for stop in before.iter().filter_map(|mark| mark.stop) {
            self.program_mut()?.session_mut().stops.remove(stop);
        }
        marks.note(&self.logs);
        self.marks = marks;
        Ok(json!({ "breakpoints": shown }))
    }

    /// Sets all of them in a program that was loaded anew, and tells which are others now.
    pub(super) fn set_again(&mut self) -> Result<(), Trouble> {
        let mut marks = std::mem::take(&mut self.marks);
        // What the console has set was about a program that is gone.
        marks.all.retain(|mark| mark.group != Group::Console);
        for mark in &mut marks.all {
            let before = mark.shown.clone();
            mark.settle(self.counts, self.program_mut()?);
            if mark.shown != before {
                self.after(
                    "breakpoint",
                    json!({ "reason": "changed", "breakpoint": mark.shown }),
                );
            }
        }
        marks.note(&self.logs);
        self.marks = marks;
        Ok(())
    }

    /// Tells of breakpoints that a command of the console has set or removed.
    pub(super) fn follow_console(&mut self) -> Result<(), Trouble> {
        let mut marks = std::mem::take(&mut self.marks);
        let stops: Vec<(u32, Stop)> = {
            let all = self.program()?.session().stops.list();
            all.map(|(id, stop)| (id, stop.clone())).collect()
        };
        let counts = self.counts;
        marks.all.retain(|mark| {
            let is_gone = |stop: u32| !stops.iter().any(|(id, _)| *id == stop);
            let removed = mark.stop.is_some_and(is_gone);
            if removed {
                self.after(
                    "breakpoint",
                    json!({ "reason": "removed", "breakpoint": mark.shown }),
                );
            }
            !removed
        });
        for (number, stop) in stops {
            if marks.all.iter().any(|mark| mark.stop == Some(number)) {
                continue;
            }
            marks.last_id += 1;
            let mut mark = Mark {
                id: marks.last_id,
                group: Group::Console,
                asked: Asked::Stop(stop.clone()),
                extras: Extras::default(),
                stop: Some(number),
                shown: Breakpoint::default(),
            };
            mark.shown = mark.shown_as(counts, self.program()?, &stop);
            self.after(
                "breakpoint",
                json!({ "reason": "new", "breakpoint": mark.shown }),
            );
            marks.all.push(mark);
        }
        marks.note(&self.logs);
        self.marks = marks;
        Ok(())
    }
}

impl Marks {
    /// The number that the client knows a breakpoint of the session by, and its group.
    pub(super) fn of(&self, stop: u32) -> Option<(u32, &Group)> {
        let mut all = self.all.iter();
        let mark = all.find(|mark| mark.stop == Some(stop))?;
        Some((mark.id, &mark.group))
    }

    /// Notes where each one is, for what it writes.
    fn note(&self, logs: &Logs) {
        let known = self
            .all
            .iter()
            .filter_map(|mark| Some((mark.stop?, json!(mark.shown))));
        logs.note(known);
    }
}
