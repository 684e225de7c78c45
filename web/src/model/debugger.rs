//! A program in a machine, and the movements that a person asks for.

use std::sync::Arc;

use wasmscope::exec::Answer;
use wasmscope::host::wasi;
use wasmscope::observe::Hit;
use wasmscope::runtime::{Call, InstanceAddr, Limit, Machine, Status, Value};
use wasmscope::time::{Arrival, Beginning, Divergence, History, Overview, Replay, Timeline};

use super::breakpoints::Breakpoints;
use super::goal::Reason;
use super::host::{Host, Reply, Watch};
use super::modules::{Linked, Texts};
use super::problems::Problem;
use super::program::{ArgumentProblem, EntryPoint, Program, imports_wasi};
use crate::text;

/// What is kept of the past: in a browser tab no more than this.
const HISTORY: History = History {
    bytes: 256 << 20,
    gap: 1 << 20,
};

/// Bytes that instructions such as `memory.fill` may touch before the clock is looked at:
/// some milliseconds of work.
pub(super) const WORK: u64 = 32 << 20;

/// How far a movement came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advance {
    /// All fuel of this call is used.
    Fuel,
    /// All fuel of the movement is used.
    Spent,
    /// There is fuel left, but much was done: whoever looks at the clock may do so.
    Yielded,
    /// It is where it should go.
    Goal,
    /// It is at this breakpoint.
    Breakpoint(u32),
    /// The program has ended.
    Ended,
    /// A call of the host waits for an answer.
    Waiting,
    /// There is no memory for the machine to go on.
    Limit(Limit),
    /// It went back to the first step and has not found what it looked for.
    Beginning,
}

/// What is loaded, what runs, and where it is.
#[derive(Debug, Default)]
pub struct Debugger {
    pub(super) program: Option<Arc<Program>>,
    /// The modules that it imports from, in the order of their instances, which come first.
    linked: Vec<Linked>,
    pub(super) started: Option<Started>,
    pub(super) waiting: bool,
    /// A state below 0 that is shown in place of the run's.
    pub(super) visited: Option<(Machine, Option<InstanceAddr>)>,
    /// The run before this one, to be compared with.
    pub(super) before: Option<Replay>,
    /// How that began and what the host said, of which it is expected again.
    pub(super) begun: Option<Beginning>,
    /// Counts starts: what belongs to an earlier run is told by it.
    generation: u64,
    /// Why it stopped last.
    pub reason: Reason,
    /// The breakpoint that it stopped at, if that is why.
    pub stopped_at: Option<u32>,
    /// The limit that it stopped at, if that is why.
    pub limit: Option<Limit>,
    /// What has happened at the breakpoint that it came to last.
    pub hit: Option<Hit>,
    /// What runs stop at. They outlive programs.
    pub breakpoints: Breakpoints,
}

#[derive(Debug)]
pub(super) struct Started {
    pub(super) timeline: Timeline,
    pub(super) instance: InstanceAddr,
    pub(super) entry: EntryPoint,
    /// Those of the branch that is looked at.
    pub(super) args: Vec<Value>,
    /// Those that it began with.
    pub(super) began_with: Vec<Value>,
    /// What was found out of the run for its picture.
    pub(super) overview: Overview,
}

/// Why a program could not be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartError {
    /// An import cannot be provided, or a limit is reached while it is made.
    Unlinkable(String),
    /// The same of the module of a tab.
    Module(u32, String),
    /// The entry or its arguments are wrong.
    Argument(ArgumentProblem),
    /// There is no program.
    Empty,
}

impl StartError {
    /// What it says to a person.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            StartError::Unlinkable(message) | StartError::Module(_, message) => message.clone(),
            StartError::Argument(problem) => problem.message.clone(),
            StartError::Empty => text::DEBUGGER_NO_PROGRAM.to_owned(),
        }
    }
}

impl StartError {
    /// What it is in the list of problems.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let problem = Problem::without_place(self.message());
        match self {
            StartError::Module(module, _) => problem.of_module(*module),
            _ => problem,
        }
    }
}

impl Debugger {
    /// The program that is loaded.
    #[must_use]
    pub fn program(&self) -> Option<&Arc<Program>> {
        self.program.as_ref()
    }

    /// The modules that the program imports from, in the order of their instances.
    #[must_use]
    pub fn linked(&self) -> &[Linked] {
        &self.linked
    }

    /// The program of a module: of the main one, which is 0, or of a tab.
    #[must_use]
    pub fn program_of(&self, module: u32) -> Option<&Arc<Program>> {
        match module {
            0 => self.program(),
            _ => self.linked_of(module).map(|(_, linked)| &linked.program),
        }
    }

    /// The name of a module that is not the main one.
    #[must_use]
    pub fn name_of(&self, module: u32) -> Option<Arc<str>> {
        self.linked_of(module)
            .map(|(_, linked)| Arc::clone(&linked.name))
    }

    fn linked_of(&self, module: u32) -> Option<(usize, &Linked)> {
        let mut linked = self.linked.iter().enumerate();
        linked.find(|(_, linked)| linked.id == module)
    }

    /// The module of an instance.
    #[must_use]
    pub fn module_of(&self, instance: InstanceAddr) -> u32 {
        let linked = self.linked.get(instance.0 as usize);
        linked.map_or(0, |linked| linked.id)
    }

    /// The instance of a module.
    #[must_use]
    pub fn instance_of(&self, module: u32) -> Option<InstanceAddr> {
        match module {
            0 => self.instance(),
            _ => {
                let (index, _) = self.linked_of(module)?;
                Some(InstanceAddr(u32::try_from(index).ok()?))
            }
        }
    }

    /// The module whose function runs; nothing where none does.
    #[must_use]
    pub fn module_here(&self) -> Option<u32> {
        let frame = self.machine()?.frames().last()?;
        Some(self.module_of(frame.instance))
    }

    /// Where the instructions of all modules stand.
    #[must_use]
    pub fn texts(&self) -> Texts {
        Texts {
            main: self.program.clone(),
            linked: self.linked.clone(),
        }
    }

    /// The machine, once a program was started.
    #[must_use]
    pub fn machine(&self) -> Option<&Machine> {
        if let Some((machine, _)) = &self.visited {
            return Some(machine);
        }
        self.started
            .as_ref()
            .map(|started| started.timeline.machine())
    }

    /// The instance that was made of the program.
    #[must_use]
    pub fn instance(&self) -> Option<InstanceAddr> {
        if let Some((_, instance)) = self.visited {
            return instance;
        }
        self.started.as_ref().map(|started| started.instance)
    }

    /// What runs, with its arguments.
    #[must_use]
    pub fn entry(&self) -> Option<(&EntryPoint, &[Value])> {
        self.started
            .as_ref()
            .map(|started| (&started.entry, started.args.as_slice()))
    }

    /// Whether a call of the host waits for an answer.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// The number of the last step that is known of this run.
    #[must_use]
    pub fn last_known(&self) -> u64 {
        self.started
            .as_ref()
            .map_or(0, |started| started.timeline.known())
    }

    /// Which start this run belongs to.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Whether there is nothing left to execute.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.machine()
            .is_none_or(|machine| *machine.status() != Status::Running)
    }

    /// Takes a program in place of the one before. It is not started.
    pub fn load(&mut self, program: Arc<Program>) {
        self.load_with(program, Vec::new());
    }

    /// Takes a program and the modules that it imports from, in the order in which they are
    /// instantiated before it.
    pub fn load_with(&mut self, program: Arc<Program>, linked: Vec<Linked>) {
        self.end_run();
        self.program = Some(program);
        self.linked = linked;
        self.visited = None;
        self.waiting = false;
        self.generation += 1;
    }

    /// Has no program any more.
    pub fn unload(&mut self) {
        self.end_run();
        self.program = None;
        self.linked.clear();
        self.visited = None;
        self.waiting = false;
        self.generation += 1;
    }

    /// Shows the function that runs next in the text of a large binary; gives the module and
    /// its text when it is another one.
    pub fn list_function(&mut self) -> Option<(u32, &str)> {
        let machine = self.machine()?;
        let frame = machine.frames().last()?;
        let (func, pc) = (super::func_index(machine, frame.func)?, frame.pc);
        let module = self.module_of(frame.instance);
        let program = match module {
            0 => self.program.as_mut()?,
            _ => {
                let mut linked = self.linked.iter_mut();
                &mut linked.find(|linked| linked.id == module)?.program
            }
        };
        if program.shows(func, pc) {
            return None;
        }
        let program = Arc::make_mut(program);
        program.list(func, pc).then(|| (module, program.text()))
    }

    /// Takes a machine that was made of the program, standing at state 0.
    ///
    /// # Errors
    ///
    /// When the entry does not take such arguments.
    pub fn enter(
        &mut self,
        mut machine: Machine,
        instance: InstanceAddr,
        entry: EntryPoint,
        args: Vec<Value>,
    ) -> Result<(), StartError> {
        let mut calls: Vec<Call> = machine.start_call(instance).into_iter().collect();
        let func = machine.store().instance(instance).funcs[entry.func.at()];
        if imports_wasi(&machine.store().instance(instance).module, None) {
            calls.extend(wasi::first_call(&machine, instance, Some(&entry.name)));
        }
        if !entry.is_start {
            calls.push(Call {
                func,
                args: args.clone(),
            });
        }
        machine.enter(calls).map_err(|error| {
            StartError::Argument(ArgumentProblem {
                index: None,
                message: error.to_string(),
            })
        })?;
        self.end_run();
        let mut timeline = Timeline::new(machine, HISTORY);
        if let Some(begun) = &self.begun {
            timeline.expect_again(begun);
        }
        self.started = Some(Started {
            timeline,
            instance,
            entry,
            began_with: args.clone(),
            args,
            overview: Overview::default(),
        });
        self.waiting = false;
        self.visited = None;
        self.generation += 1;
        self.reason = Reason::Step;
        self.stopped_at = None;
        self.limit = None;
        let instances = self.linked.iter().zip(0..);
        let instances = instances.map(|(linked, addr)| (linked.id, InstanceAddr(addr)));
        self.breakpoints.stops.set_instances(instances.collect());
        self.breakpoints.stops.restart();
        Ok(())
    }

    /// Goes to a step, in either direction, using up `fuel` for the instructions on the way.
    /// Nobody is shown them, and no host is asked what it was asked before.
    pub fn seek(&mut self, step: u64, fuel: &mut u64, host: &mut dyn Host) -> Advance {
        let Some(started) = &mut self.started else {
            return Advance::Ended;
        };
        let timeline = &mut started.timeline;
        let end = loop {
            // Without fuel it only restores, so that what is executed then can be counted.
            timeline.seek(step, 0);
            let before = timeline.step();
            let arrival = timeline.seek_within(step, *fuel, WORK);
            *fuel = fuel.saturating_sub(timeline.step() - before);
            match arrival {
                Arrival::There => break Advance::Goal,
                Arrival::OutOfFuel if *fuel > 0 => break Advance::Yielded,
                Arrival::OutOfFuel => break Advance::Fuel,
                Arrival::Ended => break Advance::Ended,
                Arrival::Exhausted(limit) => break Advance::Limit(limit),
                Arrival::Waiting => {}
            }
            let machine = timeline.machine();
            let reply = machine.host_call().map(|call| host.call(machine, &call));
            let Some(Reply::Answer(answer)) = reply else {
                break Advance::Waiting;
            };
            // What a host says wrongly is put to the person instead.
            if timeline.answer(answer).is_err() {
                break Advance::Waiting;
            }
            *fuel = fuel.saturating_sub(1);
        };
        self.waiting = end == Advance::Waiting;
        end
    }

    /// The number of instructions executed before the state looked at.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.machine().map_or(0, Machine::steps)
    }

    /// The first answer of the host that is not that of the run before, where that was one of
    /// the same program with the same arguments.
    #[must_use]
    pub fn divergence(&self) -> Option<&Divergence> {
        self.started.as_ref()?.timeline.divergence()
    }

    /// The step that `Step out back` goes to; nothing where there is no frame.
    #[must_use]
    pub fn out_back(&self) -> Option<u64> {
        self.started.as_ref()?.timeline.out_back()
    }

    /// Gives the answer to the call that waits: one step.
    ///
    /// # Errors
    ///
    /// When no call waits, or the answer is not of its type.
    pub fn answer(&mut self, answer: Answer, watch: &mut dyn Watch) -> Result<(), String> {
        let timeline = self.started.as_mut().map(|started| &mut started.timeline);
        let timeline = timeline.ok_or(text::MOVEMENTS_API_NO_CALL_WAITS)?;
        if watch.is_watching() {
            watch.before(timeline.machine());
        }
        timeline.answer(answer).map_err(|error| error.to_string())?;
        if watch.is_watching() {
            watch.after(timeline.machine());
        }
        self.waiting = false;
        Ok(())
    }
}
