//! Movements forwards, and to a step.
//!
//! A movement is made in slices, so that it can be stopped between two instructions wherever it
//! is. It ends at breakpoints as well, but for one that it begins at.

use super::{Aim, Run, SLICE, Session, WORK, number_of};
use crate::failure::Failure;
use crate::progress::Progress;
use wasmscope::exec::{HostCall, Outcome};
use wasmscope::observe::Hit;
use wasmscope::runtime::{Limit, Status};
use wasmscope::time::{Arrival, Goal, Halt};

/// Why a movement has stopped where it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stopped {
    /// It is where it was to go.
    There,
    /// It came to a breakpoint, or past a watch.
    Breakpoint(Hit),
    /// Somebody has stopped it.
    Interrupted,
    /// The fuel that the run was given is used.
    Fuel,
    /// There is no memory for the machine to go on.
    Limit(Limit),
    /// The program has ended.
    Ended,
    /// Going back, it came to the first step.
    Beginning,
    /// The program calls a function that no host has: a person is asked for the results.
    Asked(HostCall),
}

impl Session {
    /// Executes so many instructions.
    ///
    /// # Errors
    ///
    /// When what the program prints cannot be written, or the host answers wrongly; so for all
    /// movements.
    pub(crate) fn step_on(&mut self, count: u64) -> Result<Stopped, Failure> {
        self.go(Goal::Step(self.step().saturating_add(count)))
    }

    /// Executes one instruction; a call of any kind whole.
    pub(crate) fn over(&mut self) -> Result<Stopped, Failure> {
        self.go(Goal::over(self.machine()))
    }

    /// Runs until the frame looked at is gone; until the end from the outermost.
    pub(crate) fn out(&mut self) -> Result<Stopped, Failure> {
        let depth = self.depth().unwrap_or(0);
        self.go(Goal::out_of(self.machine(), depth))
    }

    /// Runs to the next breakpoint, or to the end.
    pub(crate) fn proceed(&mut self) -> Result<Stopped, Failure> {
        self.go(Goal::End)
    }

    /// Runs from step 0 on; a breakpoint there ends it at once.
    pub(crate) fn run(&mut self) -> Result<Stopped, Failure> {
        let stopped = self.seek(0)?;
        if stopped != Stopped::There {
            return Ok(stopped);
        }
        // No movement has begun, so there is none whose beginning does not count.
        let before_all = u64::MAX;
        let halt = self
            .timeline
            .run_to_stop(&mut self.stops, self.main, before_all, 0, WORK);
        match halt {
            Halt::Hit(hit) => Ok(Stopped::Breakpoint(hit)),
            Halt::Outcome(_) => self.proceed(),
        }
    }

    /// A goal that is no place, or a place in the main module.
    pub(crate) fn aim(&self, goal: Goal) -> Aim {
        let instance = self.main();
        Aim { goal, instance }
    }

    /// Runs to a goal.
    pub(crate) fn go(&mut self, goal: Goal) -> Result<Stopped, Failure> {
        self.go_on(Run::new(self, goal))
    }

    /// Goes on with a movement to a goal, which may have been interrupted.
    pub(crate) fn go_on(&mut self, run: Run) -> Result<Stopped, Failure> {
        self.frame = 0;
        let is_aimed = self.aim_at(run.aim);
        let stopped = self.advance(run, is_aimed);
        self.stops.aim([]);
        stopped
    }

    /// Stops a run wherever a goal may be reached; false where that is not known.
    pub(super) fn aim_at(&mut self, Aim { goal, instance }: Aim) -> bool {
        let places = self.places();
        let aims = goal.places(self.machine(), places.lens_in(instance));
        let is_aimed = aims.is_some();
        let linked = Some(instance).filter(|instance| *instance != self.main());
        self.stops
            .aim_in(number_of(linked), aims.unwrap_or_default());
        is_aimed
    }

    /// `is_aimed` says whether a run is stopped wherever the goal can be reached.
    fn advance(&mut self, run: Run, is_aimed: bool) -> Result<Stopped, Failure> {
        let Run { aim, first } = run;
        let Aim { goal, instance } = aim;
        let places = self.places();
        let lens = places.lens_in(instance);
        let mut from = first;
        // After the first step, and after each place where the goal may be, it is looked at
        // once: a call may be over with one instruction, and a tail call is only then done.
        let mut closely = true;
        let mut progress = Progress::new("steps", None);
        let last = match goal {
            Goal::Step(step) => step.min(self.last),
            _ => self.last,
        };
        loop {
            let (machine, step) = (self.timeline.machine(), self.timeline.step());
            if *machine.status() != Status::Running {
                return Ok(Stopped::Ended);
            }
            if goal.is_reached(machine, lens, step > first) {
                return Ok(Stopped::There);
            }
            if step >= last {
                return Ok(Stopped::Fuel);
            }
            if self.is_interrupted() {
                return Ok(Stopped::Interrupted);
            }
            progress.at(step.saturating_sub(first));
            let stride = match goal.is_place() && (closely || !is_aimed) {
                true => 1,
                false => SLICE.min(last - step),
            };
            closely = false;
            let mut halt =
                self.timeline
                    .run_to_stop(&mut self.stops, self.main, from, stride, WORK);
            let waits = halt == Halt::Outcome(Outcome::HostCall);
            if waits && self.timeline.step() - step < stride {
                if let Some(call) = self.asked() {
                    return Ok(Stopped::Asked(call));
                }
                progress.make_room();
                self.reply()?;
                closely = true;
                // What the host has written may be what is watched.
                halt = self
                    .timeline
                    .run_to_stop(&mut self.stops, self.main, from, 0, WORK);
            }
            match halt {
                Halt::Outcome(Outcome::Exhausted(limit)) => return Ok(Stopped::Limit(limit)),
                Halt::Outcome(_) => {}
                Halt::Hit(hit) => match hit.own() {
                    Some(hit) => return Ok(Stopped::Breakpoint(hit)),
                    None => {
                        from = self.timeline.step();
                        closely = true;
                    }
                },
            }
        }
    }

    /// Goes to a step, in either direction; breakpoints do not count. Stopped on its way, it
    /// stays where it is then.
    pub(crate) fn seek(&mut self, step: u64) -> Result<Stopped, Failure> {
        self.frame = 0;
        let goal = step.min(self.last);
        loop {
            match self.timeline.seek_within(goal, SLICE, WORK) {
                Arrival::There if goal < step => return Ok(Stopped::Fuel),
                Arrival::There => return Ok(Stopped::There),
                Arrival::Ended => return Ok(Stopped::Ended),
                Arrival::Exhausted(limit) => return Ok(Stopped::Limit(limit)),
                Arrival::OutOfFuel => {}
                Arrival::Waiting => {
                    if let Some(call) = self.asked() {
                        return Ok(Stopped::Asked(call));
                    }
                    self.reply()?;
                }
            }
            if self.is_interrupted() {
                return Ok(Stopped::Interrupted);
            }
        }
    }
}
