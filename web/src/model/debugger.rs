//! A program in a machine, and the movements that a person asks for.

use std::sync::Arc;

use wasmscope::exec::{Answer, HostCall, Outcome};
use wasmscope::runtime::{Call, InstanceAddr, Machine, Status, Value};

use super::goal::{Goal, Movement, Reason};
use super::program::{EntryPoint, Program};

/// What a host says to a call.
#[derive(Debug)]
pub enum Reply {
    /// The results.
    Answer(Answer),
    /// Nothing yet: a person or a promise will answer.
    Later,
}

/// Whoever answers the calls of the program.
pub trait Host {
    /// Answers a call, or says that the answer comes later.
    fn call(&mut self, machine: &Machine, call: &HostCall) -> Reply;
}

/// Whoever is shown each step.
pub trait Watch {
    /// Whether it wants to be shown anything at all.
    fn is_watching(&self) -> bool;
    /// Called before an instruction.
    fn before(&mut self, machine: &Machine);
    /// Called after an instruction that was executed.
    fn after(&mut self, machine: &Machine);
}

/// How far a movement came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advance {
    /// All fuel is used.
    Fuel,
    /// It is where it should go.
    Goal,
    /// The program has ended.
    Ended,
    /// A call of the host waits for an answer.
    Waiting,
}

/// What is loaded, what runs, and where it is.
#[derive(Debug, Default)]
pub struct Debugger {
    program: Option<Arc<Program>>,
    started: Option<Started>,
    waiting: bool,
    /// The last step known of this run.
    last_known: u64,
    /// Counts starts: what belongs to an earlier run is told by it.
    generation: u64,
    /// Why it stopped last.
    pub reason: Reason,
}

#[derive(Debug)]
struct Started {
    machine: Machine,
    instance: InstanceAddr,
    entry: EntryPoint,
    args: Vec<Value>,
}

/// Why a program could not be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartError {
    /// An import cannot be provided, or a limit is reached while it is made.
    Unlinkable(String),
    /// The entry or its arguments are wrong.
    Argument(String),
    /// There is no program.
    Empty,
}

impl StartError {
    /// What it says to a person.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            StartError::Unlinkable(message) | StartError::Argument(message) => message.clone(),
            StartError::Empty => "There is no program yet.".to_owned(),
        }
    }
}

impl Debugger {
    /// The program that is loaded.
    #[must_use]
    pub fn program(&self) -> Option<&Arc<Program>> {
        self.program.as_ref()
    }

    /// The machine, once a program was started.
    #[must_use]
    pub fn machine(&self) -> Option<&Machine> {
        self.started.as_ref().map(|started| &started.machine)
    }

    /// The machine, to be changed from outside.
    pub fn machine_mut(&mut self) -> Option<&mut Machine> {
        self.started.as_mut().map(|started| &mut started.machine)
    }

    /// The instance that was made of the program.
    #[must_use]
    pub fn instance(&self) -> Option<InstanceAddr> {
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
        self.last_known
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
        self.program = Some(program);
        self.started = None;
        self.waiting = false;
        self.last_known = 0;
        self.generation += 1;
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
        calls.push(Call {
            func,
            args: args.clone(),
        });
        machine
            .enter(calls)
            .map_err(|error| StartError::Argument(error.to_string()))?;
        // The same run again is known as far as it was.
        let same = self
            .started
            .as_ref()
            .is_some_and(|before| before.entry == entry && before.args == args);
        if !same {
            self.last_known = 0;
        }
        self.started = Some(Started {
            machine,
            instance,
            entry,
            args,
        });
        self.waiting = false;
        self.generation += 1;
        self.reason = Reason::Step;
        Ok(())
    }

    /// Moves towards a goal, over at most `fuel` instructions.
    pub fn advance(
        &mut self,
        movement: &mut Movement,
        mut fuel: u64,
        host: &mut dyn Host,
        watch: &mut dyn Watch,
    ) -> Advance {
        let Some(started) = &mut self.started else {
            return Advance::Ended;
        };
        let machine = &mut started.machine;
        let watching = watch.is_watching();
        let Movement { goal, moved } = movement;
        let end = loop {
            if *machine.status() != Status::Running {
                break Advance::Ended;
            }
            if reached(
                goal,
                machine,
                started.instance,
                self.program.as_deref(),
                *moved,
            ) {
                break Advance::Goal;
            }
            if fuel == 0 {
                break Advance::Fuel;
            }
            let stride = if watching {
                1
            } else {
                goal.stride(machine).min(fuel)
            };
            let before = machine.steps();
            if watching {
                watch.before(machine);
            }
            if machine.run(stride) == Outcome::HostCall && machine.steps() - before < stride {
                let Some(call) = machine.host_call() else {
                    break Advance::Waiting;
                };
                match host.call(machine, &call) {
                    Reply::Later => break Advance::Waiting,
                    // What a host says wrongly is put to the person instead.
                    Reply::Answer(answer) => {
                        if machine.answer(&answer).is_err() {
                            break Advance::Waiting;
                        }
                    }
                }
            }
            fuel -= machine.steps() - before;
            *moved |= machine.steps() > before;
            if watching && machine.steps() > before {
                watch.after(machine);
            }
        };
        self.last_known = self.last_known.max(machine.steps());
        self.waiting = end == Advance::Waiting;
        end
    }

    /// Gives the answer to the call that waits: one step.
    ///
    /// # Errors
    ///
    /// When no call waits, or the answer is not of its type.
    pub fn answer(&mut self, answer: &Answer, watch: &mut dyn Watch) -> Result<(), String> {
        let machine = self.started.as_mut().map(|started| &mut started.machine);
        let machine = machine.ok_or("no host call waits for an answer")?;
        if watch.is_watching() {
            watch.before(machine);
        }
        machine.answer(answer).map_err(|error| error.to_string())?;
        if watch.is_watching() {
            watch.after(machine);
        }
        self.last_known = self.last_known.max(machine.steps());
        self.waiting = false;
        Ok(())
    }
}

/// Whether the machine is where it should go. Places are looked at only after a
/// step: who stands on a line and runs to it wants to come there again.
fn reached(
    goal: &Goal,
    machine: &Machine,
    instance: InstanceAddr,
    program: Option<&Program>,
    moved: bool,
) -> bool {
    let frames = machine.frames();
    let place = || {
        let frame = frames.last()?;
        let func = super::func_index(machine, frame.func)?;
        (frame.instance == instance).then_some((func, frame.pc))
    };
    match *goal {
        Goal::End => false,
        Goal::Step(step) => machine.steps() >= step,
        Goal::Frames(count) => moved && frames.len() <= count,
        Goal::Gone { count, entered } => frames
            .get(count - 1)
            .is_none_or(|frame| frame.entered != entered),
        Goal::Place { func, pc } => {
            moved
                && place().is_some_and(|(at, at_pc)| at == func && pc.is_none_or(|pc| pc == at_pc))
        }
        Goal::Line(line) => {
            let at = moved.then(place).flatten();
            let found = at
                .zip(program)
                .and_then(|((func, pc), program)| program.place_in(func, pc));
            found.is_some_and(|(at, _)| at == line)
        }
    }
}
