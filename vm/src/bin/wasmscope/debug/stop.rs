//! Telling where the machine is, and why it stopped there.

use super::Debugger;
use crate::origins::Files;
use crate::report;
use crate::session::{Spot, Stopped};
use std::fmt::Write;
use std::io::{self, IsTerminal};
use wasmscope::observe::trace::Text;
use wasmscope::observe::{Event, Hit, StepRecord};
use wasmscope::runtime::{Limit, Machine, Status, Value};
use wasmscope::view::{Place, failure, instr_text, object};

impl Debugger {
    /// Why a movement has stopped, what the last instruction did, and where the machine is.
    pub(super) fn tell(&mut self, stopped: &Stopped) -> String {
        // What was listed is elsewhere.
        self.listed = None;
        if *stopped == Stopped::Interrupted && io::stdin().is_terminal() {
            // Terminals show a Ctrl-C where the cursor is.
            self.line.set(false);
        }
        let mut text = self.reason(stopped);
        for logged in self.session.stops.take_logged() {
            let _ = writeln!(
                text,
                "log {}, step {}: {}",
                logged.id, logged.step, logged.text
            );
        }
        // What has trapped or thrown has done nothing, and is told with the place.
        let machine = self.session.machine();
        let is_failed = matches!(machine.status(), Status::Trapped(_) | Status::Thrown(_));
        let record = if is_failed {
            None
        } else {
            self.session.last_record()
        };
        if let Some(record) = record {
            let _ = writeln!(text, "did  {}", done(&record, self.session.machine()));
        }
        text + &self.here() + &self.displayed()
    }

    /// The line that says why; none where that is what was asked for.
    fn reason(&self, stopped: &Stopped) -> String {
        let text = match stopped {
            Stopped::There | Stopped::Ended => return String::new(),
            Stopped::Breakpoint(hit) => self.hit(hit),
            Stopped::Interrupted => "interrupted".to_owned(),
            Stopped::Fuel => match self.session.last_step() {
                Some(last) => format!("the fuel is used: the run goes up to step {last}"),
                None => "the fuel is used".to_owned(),
            },
            Stopped::Limit(limit) => limit_reached(*limit),
            Stopped::Beginning => "the first step: there is nothing before it".to_owned(),
            // That is told with the place.
            Stopped::Asked(_) => return String::new(),
        };
        text + "\n"
    }

    /// `Watch 2, $i of $fib: 4 → 5`
    fn hit(&self, hit: &Hit) -> String {
        let kind = if hit.watch { "watch" } else { "breakpoint" };
        let mut text = format!("{kind} {}, {}", hit.id, self.words(hit.module, &hit.event));
        // A trap is told with the place.
        if !hit.what.is_empty() && hit.event != Event::Trap {
            let _ = write!(text, ": {}", hit.what);
        }
        let others = hit.all.iter().filter(|id| **id != hit.id);
        for id in others {
            let _ = write!(text, ", and breakpoint {id}");
        }
        text
    }

    /// Where the machine is: the step, the function, the line of the source.
    pub(super) fn here(&self) -> String {
        let machine = self.session.machine();
        let step = machine.steps();
        let mut text = match machine.status() {
            Status::Ready => return "nothing runs\n".to_owned(),
            Status::Returned(results) => {
                return format!("step {step}, the end: the program {}\n", returned(results));
            }
            Status::Exited(code) => {
                return format!("step {step}, the end: the program has exited with {code}\n");
            }
            Status::Running => String::new(),
            Status::Trapped(trap) => {
                let detail = failure(machine).map_or_else(String::new, |failure| failure.detail);
                match detail.is_empty() {
                    true => format!("trap: {trap}\n"),
                    false => format!("trap: {trap}: {detail}\n"),
                }
            }
            Status::Thrown(exception) => {
                let what = object(machine, *exception);
                let what = what.map_or_else(|| exception.to_string(), |what| what.to_string());
                format!("uncaught exception: {what}\n")
            }
        };
        match Place::innermost(machine) {
            Some(place) => text += &self.place(&place, &format!("step {step}, ")),
            None => {
                let _ = writeln!(text, "step {step}, before any function");
            }
        }
        if let Some(call) = self.session.asked() {
            let name = format!("{}.{}", call.module, call.name);
            let args: Vec<String> = call.args.iter().map(|value| typed(*value)).collect();
            let answer = match &*call.ty.results {
                [] => "`answer` returns from it".to_owned(),
                types => {
                    let types: Vec<String> = types.iter().map(ToString::to_string).collect();
                    format!("give its result with `answer`, of type {}", types.join(" "))
                }
            };
            let args = args.join(", ");
            let _ = writeln!(
                text,
                "{name}({args}) is called, which nobody provides: {answer}"
            );
        }
        text
    }

    /// `fact (fact.wat:12:3)` and the line, with the instruction marked.
    pub(super) fn place(&self, place: &Place<'_>, before: &str) -> String {
        let places = self.session.places();
        let name = place.name();
        let Some(spot) = places.spot_of(place) else {
            let file = places.loaded(place.module);
            let file = file.map_or("elsewhere", |loaded| &loaded.file);
            let offset = place.offset();
            let instr = instr_text(place.module, place.code, place.frame.pc);
            let origin = place.origin();
            let loaded = places.loaded(place.module);
            let line = match (&origin, loaded) {
                (Some(origin), Some(loaded)) => Files::default().excerpt(loaded, origin, ""),
                _ => String::new(),
            };
            let at = origin.map_or_else(String::new, |origin| format!("{origin}, "));
            return format!(
                "{before}{name} ({at}{file}: byte {offset:#x})\n{line} {offset:#x} | {instr}\n"
            );
        };
        let Spot {
            file, line, column, ..
        } = &spot;
        format!(
            "{before}{name} ({file}:{line}:{column})\n{}",
            excerpt(&spot)
        )
    }
}

/// The line of a place, with carets below its token.
fn excerpt(spot: &Spot) -> String {
    report::line(&spot.text, spot.span, "")
}

/// What an instruction has done, on one line, as a trace tells it.
pub(super) fn done(record: &StepRecord, machine: &Machine) -> String {
    let text = Text::default().lines(record, machine);
    let told = text.lines().map(str::trim_start);
    // Before the instruction come its function and its line, which are told otherwise.
    let own: Vec<&str> = told.skip_while(|line| !line.starts_with("0x")).collect();
    own.join("  ")
}

fn returned(results: &[Value]) -> String {
    match results {
        [] => "has ended".to_owned(),
        _ => {
            let results: Vec<String> = results.iter().map(|value| typed(*value)).collect();
            format!("has returned {}", results.join(", "))
        }
    }
}

/// `i32 5`; what a reference refers to is its type.
pub(super) fn typed(value: Value) -> String {
    match value {
        Value::Ref(..) => value.to_string(),
        _ => format!("{} {value}", value.ty()),
    }
}

fn limit_reached(limit: Limit) -> String {
    let option = match limit {
        Limit::Memory => "; --memory-limit raises it",
        Limit::Heap => "; --heap-limit raises it",
        _ => "",
    };
    format!(
        "the program's {limit} needs more than its limit allows, or than this computer has{option}"
    )
}
