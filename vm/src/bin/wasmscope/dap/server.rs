//! What obeys requests, one after the other.

use super::goto::Target;
use super::launch::Launch;
use super::logs::Logs;
use super::marks::Marks;
use super::movement::Movement;
use super::output::Outputs;
use super::program::{Counts, Program};
use super::stop::Filters;
use super::variables::Handles;
use super::wire::{Answer, Request, Trouble, Wire};
use super::{Incoming, Resumable};
use crate::failure::{Exit, Failure};
use crate::input::reason;
use crate::interrupt;
use serde_json::Value;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, TryRecvError};

/// The server, for one client.
pub(super) struct Server {
    /// The folder that it was begun in, from which relative names of folders are read.
    home: PathBuf,
    inbox: Receiver<Incoming>,
    /// What has come in and waits.
    queue: VecDeque<Incoming>,
    /// Whether nothing more comes in.
    is_deaf: bool,
    resumable: Resumable,
    pub(super) wire: Rc<Wire>,
    /// How the client counts; `None` before `initialize`.
    pub(super) client: Option<Client>,
    pub(super) counts: Counts,
    pub(super) program: Option<Program>,
    /// What goes on when there is no message.
    pub(super) movement: Option<Movement>,
    /// Whether the client has said all that is to be known before anything runs.
    pub(super) is_configured: bool,
    pub(super) marks: Marks,
    pub(super) logs: Rc<Logs>,
    pub(super) filters: Filters,
    pub(super) handles: Handles,
    /// Where `goto` can go, since it was last done.
    pub(super) targets: Vec<Target>,
    /// Events to be sent behind the response at hand.
    later: Vec<(&'static str, Value)>,
    pub(super) is_done: bool,
}

/// What a client understands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    pub(super) memory_events: bool,
    pub(super) invalidated_events: bool,
}

/// What does a request.
type Handler = fn(&mut Server, &Request) -> Answer;

/// All requests that are understood.
const HANDLERS: &[(&str, Handler)] = &[
    ("initialize", Server::initialize),
    ("launch", Server::launch),
    ("attach", Server::attach),
    ("configurationDone", Server::configuration_done),
    ("restart", Server::restart),
    ("terminate", Server::terminate),
    ("disconnect", Server::disconnect),
    ("setBreakpoints", Server::set_breakpoints),
    ("setFunctionBreakpoints", Server::set_function_breakpoints),
    (
        "setInstructionBreakpoints",
        Server::set_instruction_breakpoints,
    ),
    ("setExceptionBreakpoints", Server::set_exception_breakpoints),
    ("setDataBreakpoints", Server::set_data_breakpoints),
    ("dataBreakpointInfo", Server::data_breakpoint_info),
    ("breakpointLocations", Server::breakpoint_locations),
    ("source", Server::source),
    ("loadedSources", Server::loaded_sources),
    ("threads", Server::threads),
    ("stackTrace", Server::stack_trace),
    ("scopes", Server::scopes),
    ("variables", Server::variables),
    ("setVariable", Server::set_variable),
    ("setExpression", Server::set_expression),
    ("evaluate", Server::evaluate),
    ("completions", Server::completions),
    ("exceptionInfo", Server::exception_info),
    ("readMemory", Server::read_memory),
    ("writeMemory", Server::write_memory),
    ("disassemble", Server::disassemble),
    ("continue", Server::proceed),
    ("reverseContinue", Server::proceed_back),
    ("next", Server::next),
    ("stepIn", Server::step_in),
    ("stepOut", Server::step_out),
    ("stepBack", Server::step_back),
    ("restartFrame", Server::restart_frame),
    ("gotoTargets", Server::goto_targets),
    ("goto", Server::goto),
    ("pause", Server::pause),
    ("cancel", Server::cancel),
];

impl Server {
    pub(super) fn new(inbox: Receiver<Incoming>, resumable: Resumable) -> Self {
        let wire = Rc::default();
        Self {
            home: std::env::current_dir().unwrap_or_default(),
            inbox,
            queue: VecDeque::new(),
            is_deaf: false,
            resumable,
            logs: Rc::new(Logs::new(&wire)),
            wire,
            client: None,
            counts: Counts {
                first_line: 1,
                first_column: 1,
            },
            program: None,
            movement: None,
            is_configured: false,
            marks: Marks::default(),
            filters: Filters::default(),
            handles: Handles::default(),
            targets: Vec::new(),
            later: Vec::new(),
            is_done: false,
        }
    }

    /// Obeys until the client has left.
    pub(super) fn serve(mut self) -> Result<(), Failure> {
        while !self.is_done {
            match self.movement.take() {
                Some(movement) => self.go_on(movement)?,
                None => match self.wait() {
                    Some(incoming) => self.obey(incoming)?,
                    None => break,
                },
            }
            self.wire.check()?;
        }
        Ok(())
    }

    /// The next message; `None` when there are no more.
    fn wait(&mut self) -> Option<Incoming> {
        let queued = self.queue.pop_front();
        queued.or_else(|| self.inbox.recv().ok())
    }

    /// Goes on with a movement, unless a message has come in that is looked at before.
    fn go_on(&mut self, mut movement: Movement) -> Result<(), Failure> {
        let resumable = movement.is_resumable();
        // What comes in from here on stops the movement; what was there before is in the queue.
        self.resumable.set(resumable);
        interrupt::clear();
        self.pull();
        let next = match resumable {
            true => self.queue.pop_front(),
            false => None,
        };
        if let Some(incoming) = next {
            self.still();
            self.movement = Some(movement);
            return self.obey(incoming);
        }
        if self.is_deaf && self.queue.is_empty() {
            self.is_done = true;
            return Ok(());
        }
        if self.queue.iter().any(is_urgent) {
            interrupt::raise();
        }
        let Some(program) = &mut self.program else {
            return Ok(());
        };
        let stopped = movement.go(program.session_mut());
        self.still();
        self.tell_logged();
        match stopped {
            Ok(None) => self.movement = Some(movement),
            Ok(Some(stopped)) => self.arrive(&stopped, movement.reason()),
            Err(failure) => self.give_up(&failure),
        }
        self.send_later();
        Ok(())
    }

    /// No movement is under way.
    fn still(&self) {
        self.resumable.set(false);
    }

    /// Takes in what has come.
    fn pull(&mut self) {
        loop {
            match self.inbox.try_recv() {
                Ok(incoming) => self.queue.push_back(incoming),
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    self.is_deaf = true;
                    return;
                }
            }
        }
    }

    fn obey(&mut self, incoming: Incoming) -> Result<(), Failure> {
        match incoming {
            Incoming::Request(request) => self.answer(&request),
            Incoming::Wrong(Some(seq), message) => {
                self.wire.respond(seq, "", Err(&Trouble::Wrong(message)));
                Ok(())
            }
            Incoming::Wrong(None, message) => {
                self.wire.output("important", &format!("{message}\n"));
                Ok(())
            }
            Incoming::Broken(message) => {
                let text = format!(
                    "wasmscope: error: standard input is not the Debug Adapter Protocol: \
                     {message}\n  fix: let an editor or another client run `wasmscope dap`\n"
                );
                Err(Failure::new(Exit::File, text))
            }
        }
    }

    fn answer(&mut self, request: &Request) -> Result<(), Failure> {
        let mut handlers = HANDLERS.iter();
        let handler = handlers.find(|(name, _)| *name == request.command);
        let answer = match handler {
            _ if self.client.is_none() && request.command != "initialize" => {
                Err("`initialize` comes first".into())
            }
            Some((_, handler)) => self.heed(request, *handler),
            None => Err(format!("there is no request `{}`", request.command).into()),
        };
        let command = &request.command;
        self.wire.respond(request.seq, command, answer.as_ref());
        self.send_later();
        match answer {
            Err(Trouble::End(failure)) => Err(failure),
            _ => Ok(()),
        }
    }

    /// Does a request, unless the client has taken it back or does so meanwhile.
    fn heed(&mut self, request: &Request, handler: Handler) -> Answer {
        // What has come in before this is in the queue, what comes later raises an interrupt.
        self.resumable.begin(request.seq);
        self.pull();
        let is_cancelled = self.queue.iter().any(|incoming| match incoming {
            Incoming::Request(later) => later.cancels() == Some(request.seq),
            _ => false,
        });
        if self.queue.iter().any(is_urgent) {
            interrupt::raise();
        }
        let answer = match is_cancelled {
            true => Err(Trouble::Cancelled),
            false => handler(self, request),
        };
        match self.resumable.end() {
            true => Err(Trouble::Cancelled),
            false => answer,
        }
    }

    /// `cancel`: what it is about was seen to before it came here.
    fn cancel(&mut self, _: &Request) -> Answer {
        Ok(Value::Null)
    }

    /// Sends an event behind the response at hand.
    pub(super) fn after(&mut self, event: &'static str, body: Value) {
        self.later.push((event, body));
    }

    fn send_later(&mut self) {
        for (event, body) in std::mem::take(&mut self.later) {
            self.wire.event(event, &body);
        }
    }

    /// Loads a program in the place of the one before.
    ///
    /// # Errors
    /// Why it cannot be loaded; then the one before stays.
    pub(super) fn load(&mut self, launch: Launch) -> Result<(), Trouble> {
        let folder = launch.cwd.as_ref().map_or_else(PathBuf::new, PathBuf::from);
        std::env::set_current_dir(self.home.join(&folder)).map_err(|error| {
            let (folder, reason) = (folder.display(), reason(&error));
            Trouble::Shown(format!("{folder}: this folder cannot be entered: {reason}"))
        })?;
        let mut program = Program::launch(launch, Outputs::new(&self.wire))?;
        let logs = Rc::clone(&self.logs);
        let session = program.session_mut();
        session.tell_logs_to(Box::new(move |logged| logs.tell(logged)));
        self.program = Some(program);
        self.movement = None;
        self.handles.forget();
        self.targets.clear();
        Ok(())
    }

    /// The program that was launched.
    pub(super) fn program(&self) -> Result<&Program, Trouble> {
        self.program.as_ref().ok_or_else(not_launched)
    }

    pub(super) fn program_mut(&mut self) -> Result<&mut Program, Trouble> {
        self.program.as_mut().ok_or_else(not_launched)
    }

    /// The program, which stands still, so that its state can be looked at.
    pub(super) fn standing(&self) -> Result<&Program, Trouble> {
        let program = self.program()?;
        match self.movement.is_some() {
            true => Err(Trouble::NotStopped),
            false => Ok(program),
        }
    }
}

/// Whether what is done is to be stopped for a message.
fn is_urgent(incoming: &Incoming) -> bool {
    match incoming {
        Incoming::Request(request) => request.is_urgent(),
        Incoming::Broken(_) => true,
        Incoming::Wrong(..) => false,
    }
}

fn not_launched() -> Trouble {
    "there is no program yet: `launch` comes first".into()
}
