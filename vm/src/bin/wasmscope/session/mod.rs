//! A program that is moved through in both directions: what the debugger and the server of the
//! Debug Adapter Protocol share.
//!
//! It owns the run ([`Timeline`]), the breakpoints ([`Stops`]) and who answers the program's
//! calls, and knows nothing of commands or of how a stop is told. Movements mean what they mean
//! in the page; see `travel` and `back`.

mod back;
mod change;
mod events;
mod lines;
mod location;
mod modules;
mod names;
mod place;
mod questions;
mod travel;

pub(crate) use lines::{Aim, LineMove, Run};
pub(crate) use location::Location;
pub(crate) use modules::{instance_of, number_of};
pub(crate) use names::own_func;
pub(crate) use place::{Places, Spot};
pub(crate) use questions::{GivenUp, location_of};
pub(crate) use travel::Stopped;

use crate::failure::Failure;
use crate::host::Host;
use crate::input::Loaded;
use crate::interrupt;
use crate::replies;
use crate::run::{self, Prepared};
use std::io::Write;
use std::rc::Rc;
use std::sync::Arc;
use wasmscope::exec::{Answer, HostCall};
use wasmscope::host::spectest;
use wasmscope::observe::{Logged, Moment, StepRecord, Stops};
use wasmscope::runtime::{InstanceAddr, Machine, Status, Value};
use wasmscope::syntax::{ExternType, Import, Module};
use wasmscope::time::Timeline;
use wasmscope::view::Place;

/// Steps that a movement makes before it looks whether it is to stop: some milliseconds.
pub(crate) const SLICE: u64 = 2_000_000;

/// Bytes that instructions such as `memory.fill` may touch before that, as well some
/// milliseconds of work.
pub(crate) const WORK: u64 = 32 << 20;

/// Takes what a breakpoint writes.
type Tell = dyn Fn(&Logged);

/// A program, its run, and where in it one is.
pub(crate) struct Session {
    pub(crate) timeline: Timeline,
    pub(crate) stops: Stops,
    /// Answers the program's calls, and holds the modules. Its machine is the timeline's.
    host: Host,
    main: InstanceAddr,
    places: Rc<Places>,
    /// The export that is called, with its arguments.
    entry: Option<(String, Vec<Value>)>,
    /// Which frame is looked at: 0 is the innermost.
    frame: usize,
    /// The step that the run does not go beyond.
    last: u64,
    /// Where what the program prints goes.
    out: Box<dyn Write>,
    /// Who is told at once what breakpoints write, before the program prints more.
    logs: Option<Box<Tell>>,
}

impl Session {
    /// Stands before the first instruction of a program that was prepared; what it prints goes
    /// to `out`. Movements stop when [`interrupt::raised`] says so.
    ///
    /// # Errors
    ///
    /// When the program cannot be entered.
    pub(crate) fn new(prepared: Prepared, out: Box<dyn Write>) -> Result<Self, Failure> {
        let Prepared {
            mut host,
            instance,
            entry,
            calls,
            history,
        } = prepared;
        run::enter(&mut host, calls)?;
        let machine = std::mem::replace(&mut host.machine, Machine::new(Default::default()));
        let last = host.fuel;
        let mut stops = Stops::default();
        let instances = (0..).map(InstanceAddr).zip(machine.store().instances());
        let linked = instances
            .map(|(addr, _)| addr)
            .filter(|addr| *addr != instance);
        stops.set_instances(linked.map(|addr| (number_of(Some(addr)), addr)).collect());
        Ok(Self {
            timeline: Timeline::new(machine, history),
            stops,
            places: Rc::new(Places::new(
                instance,
                host.modules.clone(),
                host.linked.clone(),
            )),
            host,
            main: instance,
            entry,
            frame: 0,
            last,
            out,
            logs: None,
        })
    }

    /// Tells what breakpoints write to somebody in place of keeping it.
    pub(crate) fn tell_logs_to(&mut self, logs: Box<Tell>) {
        self.logs = Some(logs);
    }

    /// Tells what breakpoints have written, where somebody wants to be told.
    pub(crate) fn tell_logged(&mut self) {
        if let Some(tell) = &self.logs {
            self.stops.take_logged().iter().for_each(tell);
        }
    }

    /// The machine, at the step looked at.
    pub(crate) fn machine(&self) -> &Machine {
        self.timeline.machine()
    }

    /// The number of the state looked at.
    pub(crate) fn step(&self) -> u64 {
        self.timeline.step()
    }

    /// The instance of the main module, which breakpoints are about.
    pub(crate) fn main(&self) -> InstanceAddr {
        self.main
    }

    /// The main module.
    pub(crate) fn module(&self) -> &Arc<Module> {
        &self.machine().store().instance(self.main).module
    }

    /// The main module with its text and the name of its file.
    pub(crate) fn loaded(&self) -> Option<&Loaded> {
        self.host.modules.last()
    }

    /// Imports that nobody has: functions whose results are asked for, and what was made as its
    /// type says, all zero.
    pub(crate) fn unprovided(&self) -> &[Import] {
        &self.host.made
    }

    /// The export that is called, with its arguments.
    pub(crate) fn entry(&self) -> Option<(&str, &[Value])> {
        let entry = self.entry.as_ref();
        entry.map(|(name, args)| (&**name, &**args))
    }

    /// Where instructions stand in the texts of the modules. It is its own, so that it can be
    /// used while the session is changed.
    pub(crate) fn places(&self) -> Rc<Places> {
        Rc::clone(&self.places)
    }

    /// Whether there is nothing left to execute.
    pub(crate) fn is_over(&self) -> bool {
        *self.machine().status() != Status::Running
    }

    /// The step that the run does not go beyond, because of `--fuel`.
    pub(crate) fn last_step(&self) -> Option<u64> {
        (self.last < u64::MAX).then_some(self.last)
    }

    /// How many frames there are.
    pub(crate) fn frames(&self) -> usize {
        self.machine().frames().len()
    }

    /// Which frame is looked at: 0 is the innermost.
    pub(crate) fn selected(&self) -> usize {
        self.frame
    }

    /// Looks at another frame, 0 is the innermost; false when there is none.
    pub(crate) fn select(&mut self, frame: usize) -> bool {
        let is_there = frame < self.frames();
        if is_there {
            self.frame = frame;
        }
        is_there
    }

    /// The depth of the frame looked at, of which 0 is the entry.
    pub(crate) fn depth(&self) -> Option<usize> {
        self.frames().checked_sub(self.frame + 1)
    }

    /// The frame looked at, with its function; `None` where nothing runs.
    pub(crate) fn place(&self) -> Option<Place<'_>> {
        Place::at(self.machine(), self.depth()?)
    }

    /// The state as expressions see it, from the frame looked at.
    pub(crate) fn moment(&self) -> Moment<'_> {
        Moment {
            depth: self.depth(),
            ..Moment::new(self.machine(), self.main)
        }
    }

    /// The call of the host that comes next and that nobody answers but the person; `None`
    /// otherwise. It may have been answered before, in this branch.
    pub(crate) fn asked(&self) -> Option<HostCall> {
        let call = self.machine().host_call()?;
        (!is_answered(&call)).then_some(call)
    }

    /// Answers the call that waits, in the place of the host: one step. In the past, where it
    /// was answered otherwise, that makes a branch.
    ///
    /// # Errors
    ///
    /// When no call waits, or the results are not of its types.
    pub(crate) fn answer(&mut self, results: Vec<Value>) -> Result<(), String> {
        let answer = Answer {
            results,
            ..Answer::default()
        };
        self.frame = 0;
        let answered = self.timeline.answer(answer);
        answered.map(drop).map_err(|error| error.to_string())
    }

    /// Asks the host for the answer to the call that waits, and gives it; false when the host
    /// has none, or was given up waiting for one.
    fn reply(&mut self) -> Result<bool, Failure> {
        let machine = self.timeline.machine();
        let Some(call) = machine.host_call().filter(is_answered) else {
            return Ok(false);
        };
        self.tell_logged();
        let machine = self.timeline.machine();
        let Some(answer) = self.host.replies.reply(machine, &call, &mut self.out)? else {
            return Ok(false);
        };
        let taken = self.timeline.answer(answer);
        taken.map_err(|error| {
            let text = format!("{}.{}: {error}\n", call.module, call.name);
            Failure::new(crate::failure::Exit::Module, text)
        })?;
        self.out
            .flush()
            .map_err(|error| replies::not_written(&error))?;
        Ok(true)
    }

    /// Whether somebody wants a movement to stop; that is known only once.
    pub(crate) fn is_interrupted(&self) -> bool {
        let is_raised = interrupt::raised();
        if is_raised {
            interrupt::clear();
        }
        is_raised
    }

    /// What the last instruction has done; `None` at the first step of all. The machine is
    /// where it was.
    pub(crate) fn last_record(&mut self) -> Option<StepRecord> {
        let here = self.step();
        let places = self.places();
        let recorded = self.timeline.record_before(places.lens());
        debug_assert_eq!(here, self.step(), "it is looked at, not moved");
        recorded
    }
}

/// Whether the host answers a call, so that no person is asked.
fn is_answered(call: &HostCall) -> bool {
    let import = Import {
        module: Arc::clone(&call.module),
        name: Arc::clone(&call.name),
        ty: ExternType::Func((*call.ty).clone()),
    };
    &*call.module == spectest::NAME || replies::answers(&import)
}
