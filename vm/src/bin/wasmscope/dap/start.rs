//! Requests about the beginning and the end of a session.

use super::Server;
use super::launch::{Launch, misspelt};
use super::movement::Movement;
use super::server::Client;
use super::stop::{FILTERS, THREAD};
use super::wire::{Answer, Request, Trouble, arguments};
use crate::session::Run;
use serde::Deserialize;
use serde_json::{Value, json};
use wasmscope::time::Goal;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct InitializeArguments {
    lines_start_at1: bool,
    columns_start_at1: bool,
    path_format: String,
    supports_memory_event: bool,
    supports_invalidated_event: bool,
}

impl Default for InitializeArguments {
    fn default() -> Self {
        Self {
            lines_start_at1: true,
            columns_start_at1: true,
            path_format: "path".to_owned(),
            supports_memory_event: false,
            supports_invalidated_event: false,
        }
    }
}

#[derive(Deserialize)]
struct RestartArguments {
    #[serde(default)]
    arguments: Value,
}

impl Server {
    /// `initialize`
    pub(super) fn initialize(&mut self, request: &Request) -> Answer {
        if self.client.is_some() {
            return Err("`initialize` comes once".into());
        }
        let given: InitializeArguments = arguments(request)?;
        if given.path_format != "path" {
            let format = given.path_format;
            return Err(format!("paths cannot be of the format `{format}`, only `path`").into());
        }
        self.counts.first_line = i64::from(given.lines_start_at1);
        self.counts.first_column = i64::from(given.columns_start_at1);
        self.client = Some(Client {
            memory_events: given.supports_memory_event,
            invalidated_events: given.supports_invalidated_event,
        });
        Ok(capabilities())
    }

    /// `launch`: loads the program. It runs when `configurationDone` has come.
    pub(super) fn launch(&mut self, request: &Request) -> Answer {
        if self.program.is_some() {
            return Err("a program was launched before; `restart` loads another".into());
        }
        let launch = self.configuration(&request.arguments)?;
        self.load(launch)?;
        // Now breakpoints can be checked against the program.
        self.after("initialized", Value::Null);
        Ok(Value::Null)
    }

    /// `attach`
    pub(super) fn attach(&mut self, _: &Request) -> Answer {
        Err(Trouble::Shown(
            "programs are launched, not attached to: use \"request\": \"launch\"".to_owned(),
        ))
    }

    /// Reads a configuration, and says what in it is misspelt.
    fn configuration(&self, given: &Value) -> Result<Launch, Trouble> {
        let launch = Launch::read(given)?;
        for sentence in misspelt(given) {
            self.wire.output("important", &sentence);
        }
        Ok(launch)
    }

    /// `configurationDone`
    pub(super) fn configuration_done(&mut self, _: &Request) -> Answer {
        self.program()?;
        if self.is_configured {
            return Err("`configurationDone` comes once".into());
        }
        self.is_configured = true;
        self.begin()?;
        Ok(Value::Null)
    }

    /// The program runs, or stands before its first instruction.
    fn begin(&mut self) -> Result<(), Trouble> {
        self.after("thread", json!({ "reason": "started", "threadId": THREAD }));
        let program = self.program()?;
        let launch = &program.launch;
        if launch.stop_on_entry && !launch.no_debug {
            self.stopped("entry", "The program has not begun", None);
        } else {
            let run = Run::new(program.session(), Goal::End);
            self.movement = Some(Movement::Run(run));
        }
        Ok(())
    }

    /// `restart`: loads the program anew, perhaps from another configuration.
    pub(super) fn restart(&mut self, request: &Request) -> Answer {
        let given: RestartArguments = arguments(request)?;
        let before = self.program()?.launch.clone();
        let has_left = self.program()?.has_left;
        let launch = match given.arguments {
            Value::Null => before,
            given => self.configuration(&given)?,
        };
        self.load(launch)?;
        self.set_again()?;
        if self.is_configured {
            if !has_left {
                self.after("thread", json!({ "reason": "exited", "threadId": THREAD }));
            }
            self.begin()?;
        }
        Ok(Value::Null)
    }

    /// `terminate`: the program ends here, and the session with it.
    pub(super) fn terminate(&mut self, _: &Request) -> Answer {
        self.program()?;
        self.leave_by_person();
        Ok(Value::Null)
    }

    /// The program is given up.
    pub(super) fn leave_by_person(&mut self) {
        self.movement = None;
        let Some(program) = self.program.as_mut().filter(|program| !program.has_left) else {
            return;
        };
        program.has_left = true;
        program.output.end();
        self.after("thread", json!({ "reason": "exited", "threadId": THREAD }));
        self.after("terminated", Value::Null);
    }

    /// `disconnect`: the client leaves.
    pub(super) fn disconnect(&mut self, _: &Request) -> Answer {
        self.movement = None;
        if let Some(program) = &self.program {
            program.output.end();
        }
        self.is_done = true;
        Ok(Value::Null)
    }
}

/// What can be asked.
fn capabilities() -> Value {
    let filters = FILTERS.map(|(filter, label, description)| {
        json!({ "filter": filter, "label": label, "description": description, "default": true })
    });
    json!({
        "supportsConfigurationDoneRequest": true,
        "supportsFunctionBreakpoints": true,
        "supportsConditionalBreakpoints": true,
        "supportsHitConditionalBreakpoints": true,
        "supportsLogPoints": true,
        "supportsInstructionBreakpoints": true,
        "supportsDataBreakpoints": true,
        "supportsDataBreakpointBytes": true,
        "supportsBreakpointLocationsRequest": true,
        "exceptionBreakpointFilters": filters,
        "supportsExceptionInfoRequest": true,
        "supportsStepBack": true,
        "supportsSteppingGranularity": true,
        "supportsRestartFrame": true,
        "supportsGotoTargetsRequest": true,
        "supportsCancelRequest": true,
        "supportsEvaluateForHovers": true,
        "supportsSetVariable": true,
        "supportsSetExpression": true,
        "supportsValueFormattingOptions": true,
        "supportsCompletionsRequest": true,
        "completionTriggerCharacters": ["$"],
        "supportsClipboardContext": true,
        "supportsLoadedSourcesRequest": true,
        "supportsReadMemoryRequest": true,
        "supportsWriteMemoryRequest": true,
        "supportsDisassembleRequest": true,
        "supportsDelayedStackTraceLoading": true,
        "supportsRestartRequest": true,
        "supportsTerminateRequest": true,
    })
}
