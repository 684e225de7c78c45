//! Telling where and why the program has stopped, and how it has ended.

use super::Server;
use super::mark::Group;
use super::program::Program;
use super::wire::{Answer, Request, arguments, plain};
use crate::failure::{Exit, Failure};
use crate::session::{self, Stopped};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt::Write;
use wasmscope::observe::{Event, Hit};
use wasmscope::runtime::Status;
use wasmscope::view::{Place, failure, object};

/// The number of the only thread.
pub(super) const THREAD: i64 = 1;

/// Frames that a call stack in words has at most.
const MOST_FRAMES: usize = 16;

/// What can be stopped at beside breakpoints: its name, its label, and what it is.
pub(super) const FILTERS: [(&str, &str, &str); 2] = [
    ("trap", "Traps", "Stops where an instruction has trapped"),
    (
        "uncaught",
        "Uncaught exceptions",
        "Stops where an exception was thrown that nothing catches",
    ),
];

/// Which of [`FILTERS`] are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filters {
    trap: bool,
    uncaught: bool,
}

impl Default for Filters {
    /// All, as the client is told that it is by default.
    fn default() -> Self {
        Self {
            trap: true,
            uncaught: true,
        }
    }
}

#[derive(Deserialize)]
struct FilterArguments {
    filters: Vec<String>,
}

/// How a program has ended.
struct End {
    /// As a sentence.
    words: String,
    /// As the command would exit.
    code: i32,
    /// The trap's words, or what was thrown: for those that went wrong.
    trouble: Option<Thrown>,
}

/// What has gone wrong.
struct Thrown {
    /// The specification's words, or the tag of an exception.
    name: String,
    /// The whole sentence, with numbers.
    text: String,
    is_trap: bool,
}

impl Server {
    /// `setExceptionBreakpoints`
    pub(super) fn set_exception_breakpoints(&mut self, request: &Request) -> Answer {
        let given: FilterArguments = arguments(request)?;
        let known = |filter: &String| FILTERS.iter().any(|(name, ..)| name == filter);
        let has = |name: &str| given.filters.iter().any(|filter| filter == name);
        self.filters = Filters {
            trap: has("trap"),
            uncaught: has("uncaught"),
        };
        let shown = given.filters.iter().map(|filter| match known(filter) {
            true => json!({ "verified": true }),
            false => json!({
                "verified": false,
                "message": format!("there is no filter `{filter}`: trap and uncaught are"),
            }),
        });
        Ok(json!({ "breakpoints": shown.collect::<Vec<_>>() }))
    }

    /// `exceptionInfo`
    pub(super) fn exception_info(&mut self, request: &Request) -> Answer {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Given {
            #[serde(rename = "threadId")]
            _thread: i64,
        }
        let _: Given = arguments(request)?;
        let program = self.standing()?;
        let end = end(program);
        let thrown = end.and_then(|end| end.trouble);
        let thrown = thrown.ok_or("nothing was thrown, and nothing has trapped")?;
        let kind = if thrown.is_trap { "trap" } else { "exception" };
        Ok(json!({
            "exceptionId": thrown.name,
            "description": thrown.text,
            // Nothing in a program can catch a trap, and this exception nothing has.
            "breakMode": "unhandled",
            "details": {
                "message": thrown.text,
                "typeName": kind,
                "stackTrace": call_stack(program),
            },
        }))
    }

    /// Tells what breakpoints have written since the host was called last.
    pub(super) fn tell_logged(&mut self) {
        if let Some(program) = &mut self.program {
            program.session_mut().tell_logged();
        }
    }

    /// Tells where a movement has come; `reason` is why, where it is where it was to go.
    pub(super) fn arrive(&mut self, stopped: &Stopped, reason: &str) {
        match stopped {
            Stopped::There => self.stopped(reason, "", None),
            Stopped::Breakpoint(hit) => self.hit(hit),
            Stopped::Interrupted => self.stopped("pause", "", None),
            Stopped::Beginning => {
                let words = "This is the first step, and there is nothing before it";
                self.stopped("entry", words, None);
            }
            Stopped::Fuel => {
                let last = self
                    .program
                    .as_ref()
                    .and_then(|program| program.session().last_step());
                let last = last.unwrap_or_default();
                let words = format!("The fuel is used: the run goes up to step {last}");
                self.stopped("fuel", &words, None);
            }
            Stopped::Limit(limit) => {
                let words = format!(
                    "The program's {limit} needs more than its limit allows, or than this \
                     computer has"
                );
                self.stopped("limit", &words, None);
            }
            Stopped::Asked(call) => {
                let args: Vec<String> = call.args.iter().map(ToString::to_string).collect();
                let types: Vec<String> = call.ty.results.iter().map(ToString::to_string).collect();
                let words = format!(
                    "{}.{}({}) is called, which nobody provides: write `answer {}` in the console",
                    call.module,
                    call.name,
                    args.join(", "),
                    types.join(" "),
                );
                let words = words.replace("answer `", "answer`");
                self.stopped("host call", &words, None);
            }
            Stopped::Ended => self.ended(),
        }
    }

    /// The program has come to its end, or is left there.
    fn ended(&mut self) {
        let Some(program) = &mut self.program else {
            return;
        };
        let Some(end) = end(program) else {
            return;
        };
        // What was stopped at once is left by the next movement.
        let is_left = std::mem::replace(&mut program.is_at_end, true);
        let launch = &program.launch;
        let stops = match &end.trouble {
            _ if is_left || launch.no_debug => false,
            Some(thrown) if thrown.is_trap => self.filters.trap,
            Some(_) => self.filters.uncaught,
            None => launch.stop_on_exit,
        };
        match (stops, &end.trouble) {
            (true, Some(thrown)) => {
                let kind = if thrown.is_trap {
                    "Trap"
                } else {
                    "Uncaught exception"
                };
                let words = format!("{kind}: {}", thrown.name);
                self.stopped("exception", &words, Some(thrown.text.clone()));
            }
            (true, None) => self.stopped("exit", &end.words, None),
            (false, _) => self.leave(&end),
        }
    }

    fn leave(&mut self, end: &End) {
        let Some(program) = &mut self.program else {
            return;
        };
        program.has_left = true;
        program.output.end();
        let (category, mut text) = match &end.trouble {
            Some(_) => ("stderr", end.words.clone() + "\n"),
            None => ("console", end.words.clone() + "\n"),
        };
        if end.trouble.is_some() {
            text += &call_stack(program);
        }
        self.after("output", json!({ "category": category, "output": text }));
        self.exited(end.code);
    }

    /// The host has answered wrongly, or what the program prints cannot be told.
    pub(super) fn give_up(&mut self, failure: &Failure) {
        if let Some(program) = &mut self.program {
            program.has_left = true;
            program.output.end();
        }
        let text = plain(failure) + "\n";
        self.after("output", json!({ "category": "stderr", "output": text }));
        self.exited(failure.exit as i32);
    }

    fn exited(&mut self, code: i32) {
        self.after("exited", json!({ "exitCode": code }));
        self.after("thread", json!({ "reason": "exited", "threadId": THREAD }));
        self.after("terminated", Value::Null);
    }

    /// A breakpoint has stopped it.
    fn hit(&mut self, hit: &Hit) {
        let first = self.marks.of(hit.id);
        let reason = match first.map(|(_, group)| group) {
            Some(Group::Functions) => "function breakpoint",
            Some(Group::Instructions) => "instruction breakpoint",
            Some(Group::Data) => "data breakpoint",
            _ if hit.watch => "data breakpoint",
            _ => "breakpoint",
        };
        let ids: Vec<u32> = hit
            .all
            .iter()
            .filter_map(|id| Some(self.marks.of(*id)?.0))
            .collect();
        let Some(program) = &self.program else {
            return;
        };
        let module = program.module_in(session::instance_of(hit.module));
        let words = hit.event.words(module);
        let words = match (&hit.event, hit.watch) {
            // The words say which access it is.
            (Event::Memory { .. }, _) => format!("Memory: {words}"),
            (_, true) => format!("Changed: {words}"),
            (_, false) => format!("Breakpoint: {words}"),
        };
        let text = Some(hit.what.clone()).filter(|what| !what.is_empty());
        let mut body = body_of_stop(reason, &words, text);
        body["hitBreakpointIds"] = json!(ids);
        self.tell_stop(body);
    }

    /// Tells that it stands, and why.
    pub(super) fn stopped(&mut self, reason: &str, words: &str, text: Option<String>) {
        self.tell_stop(body_of_stop(reason, words, text));
    }

    fn tell_stop(&mut self, body: Value) {
        if let Some(program) = &mut self.program {
            program.output.end();
            program.is_at_end = program.session().is_over();
        }
        self.handles.forget();
        self.after("stopped", body);
    }
}

fn body_of_stop(reason: &str, words: &str, text: Option<String>) -> Value {
    let mut body = json!({
        "reason": reason,
        "threadId": THREAD,
        "allThreadsStopped": true,
    });
    if !words.is_empty() {
        body["description"] = json!(words);
    }
    if let Some(text) = text {
        body["text"] = json!(text);
    }
    body
}

/// How the program has ended; `None` while it runs.
fn end(program: &Program) -> Option<End> {
    let session = program.session();
    let machine = session.machine();
    let name = session.entry().map_or("the program", |(name, _)| name);
    let fine = |words, code| End {
        words,
        code,
        trouble: None,
    };
    Some(match machine.status() {
        Status::Running => return None,
        Status::Ready => fine("There was nothing to run".to_owned(), 0),
        Status::Exited(code) => fine(format!("{name} has exited with {code}"), *code),
        Status::Returned(results) if results.is_empty() => fine(format!("{name} has ended"), 0),
        Status::Returned(results) => {
            let typed = |value: &wasmscope::runtime::Value| match value {
                wasmscope::runtime::Value::Ref(..) => value.to_string(),
                _ => format!("{} {value}", value.ty()),
            };
            let results: Vec<String> = results.iter().map(typed).collect();
            fine(format!("{name} has returned {}", results.join(", ")), 0)
        }
        Status::Trapped(trap) => {
            let detail = failure(machine).map(|failure| failure.detail);
            let text = match detail.filter(|detail| !detail.is_empty()) {
                Some(detail) => format!("{trap}: {detail}"),
                None => trap.to_string(),
            };
            End {
                words: format!("trap: {text}"),
                code: Exit::Trap as i32,
                trouble: Some(Thrown {
                    name: trap.to_string(),
                    text,
                    is_trap: true,
                }),
            }
        }
        Status::Thrown(exception) => {
            let seen = object(machine, *exception);
            let text = seen
                .as_ref()
                .map_or_else(|| exception.to_string(), ToString::to_string);
            let tag = seen.and_then(|seen| seen.ty);
            End {
                words: format!("uncaught exception: {text}"),
                code: Exit::Exception as i32,
                trouble: Some(Thrown {
                    name: tag.unwrap_or_else(|| exception.to_string()),
                    text,
                    is_trap: false,
                }),
            }
        }
    })
}

/// A line for each frame, the innermost first.
fn call_stack(program: &Program) -> String {
    let session = program.session();
    let count = session.frames();
    let mut text = String::new();
    for depth in (0..count).rev().take(MOST_FRAMES) {
        let Some(place) = Place::at(session.machine(), depth) else {
            continue;
        };
        let at = match session.places().spot_of(&place) {
            Some(spot) => format!(
                "{}:{}:{}",
                file_of(program, &spot.file),
                spot.line,
                spot.column
            ),
            None => format!("byte {:#x}", place.offset()),
        };
        let _ = writeln!(text, "  at {} ({at})", place.name());
    }
    if count > MOST_FRAMES {
        let _ = writeln!(text, "  … {} more", count - MOST_FRAMES);
    }
    text
}

/// The name of a text, without its folder.
fn file_of(program: &Program, file: &str) -> String {
    let index = program.texts.iter().position(|text| text.name == file);
    let source = index.and_then(|index| program.source(index));
    source
        .and_then(|source| source.name)
        .unwrap_or_else(|| file.to_owned())
}
