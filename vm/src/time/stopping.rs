//! Running to breakpoints, in both directions.
//!
//! Forwards, the machine runs as fast as ever between the instructions at which a breakpoint
//! can be hit. Backwards, the past is run again from one snapshot to the next, the latest part
//! first, and the last stop in it is the one looked for: nothing is executed more than once,
//! and no host is asked.

use super::{Arrival, Timeline};
use crate::exec::{Answer, Outcome};
use crate::observe::{Hit, Stops};
use crate::runtime::{InstanceAddr, Limit, Status};

/// How a run to breakpoints has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Halt {
    /// At a breakpoint.
    Hit(Hit),
    /// Otherwise, as any run ends.
    Outcome(Outcome),
}

/// How a search for the last stop has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Searched {
    /// It is known. The machine is elsewhere; [`Timeline::seek`] goes there.
    Found(Hit),
    /// There is none.
    Nothing,
    /// All fuel is used, or all work done; it can go on.
    OutOfFuel,
    /// The host has not enough memory to run the past again.
    Exhausted(Limit),
}

/// A search for the last stop before a step. It can be made in as many parts as one likes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// The instance that the breakpoints are about.
    main: InstanceAddr,
    /// Stops before this step do not count.
    floor: u64,
    /// The part of the past that is run again.
    start: u64,
    end: u64,
    /// Whether a watch at `end` was looked at with the part after it.
    ends_early: bool,
    /// Where this part goes on; `None` before its beginning.
    next: Option<u64>,
    /// The last stop so far.
    last: Option<Hit>,
    /// The stop that is known to be the last one, at `end`. What a watch there says follows
    /// from the instruction before it, which is in this part.
    at_end: Option<Hit>,
}

impl Search {
    /// For the last stop before the step that is looked at, from step `floor` on.
    #[must_use]
    pub fn new(timeline: &Timeline, main: InstanceAddr, floor: u64) -> Self {
        let end = timeline.step();
        Self {
            main,
            floor,
            start: end,
            end,
            ends_early: true,
            next: None,
            last: None,
            at_end: None,
        }
    }

    /// The stop that a part of the past has led to, once it is known that it is the last.
    fn found(&mut self) -> Option<Hit> {
        let Some(mut places) = self.at_end.take() else {
            if self.last.as_ref()?.step == self.start && self.start > self.floor {
                self.at_end = self.last.take();
            }
            return self.last.take();
        };
        Some(match self.last.take() {
            None => places,
            Some(mut watches) => {
                watches.all.append(&mut places.all);
                watches
            }
        })
    }
}

impl Timeline {
    /// Executes as [`Timeline::run_within`] does, and ends as well at the next breakpoint.
    ///
    /// `from` is the step at which the movement began that this is a part of: breakpoints
    /// before that instruction do not count. `main` is the instance that they are about.
    ///
    /// ```
    /// use wasmscope::load::load;
    /// use wasmscope::observe::{Event, Stops};
    /// use wasmscope::runtime::{ExternVal, Machine, MachineLimits};
    /// use wasmscope::syntax::GlobalIdx;
    /// use wasmscope::time::{Halt, History, Timeline};
    ///
    /// let text = r#"(module (global $g (mut i32) (i32.const 1))
    ///     (func (export "main") (global.set $g (i32.const 2))))"#;
    /// let program = load(text.as_bytes()).expect("it is valid");
    /// let mut machine = Machine::new(MachineLimits::default());
    /// let main = machine.instantiate(&program.module, &[]).expect("it links");
    /// let Some(ExternVal::Func(func)) = machine.store().instance(main).export("main") else {
    ///     panic!("it exports main");
    /// };
    /// machine.enter_call(func, &[]).expect("it takes nothing");
    ///
    /// let mut timeline = Timeline::new(machine, History::default());
    /// let mut stops = Stops::default();
    /// stops.add(Event::Global(GlobalIdx(0)).into());
    /// let from = timeline.step();
    /// let Halt::Hit(hit) = timeline.run_to_stop(&mut stops, main, from, u64::MAX, u64::MAX) else {
    ///     panic!("the global changes");
    /// };
    /// assert_eq!((hit.step, hit.what.as_str()), (2, "1 → 2"));
    /// ```
    pub fn run_to_stop(
        &mut self,
        stops: &mut Stops,
        main: InstanceAddr,
        from: u64,
        fuel: u64,
        work: u64,
    ) -> Halt {
        if stops.is_idle() {
            return Halt::Outcome(self.run_within(fuel, work));
        }
        stops.forget_after(self.known());
        if self.step() == from {
            stops.depart();
        }
        let sites = stops.sites(self.machine(), main);
        self.machine.arm(&sites);
        let halt = self.run_armed(stops, from, fuel, work);
        self.machine.disarm(&sites);
        if let Halt::Hit(hit) = &halt {
            stops.retire(hit);
        }
        halt
    }

    /// Executes as [`Timeline::run_within`] does, past all breakpoints, whose hits are counted
    /// and logged on the way.
    pub fn run_past_stops(
        &mut self,
        stops: &mut Stops,
        main: InstanceAddr,
        fuel: u64,
        work: u64,
    ) -> Outcome {
        if stops.is_idle() {
            return self.run_within(fuel, work);
        }
        stops.forget_after(self.known());
        let sites = stops.sites(self.machine(), main);
        let last = self.step().saturating_add(fuel);
        self.machine.arm(&sites);
        let outcome = loop {
            let here = self.step();
            match self.run_armed(stops, here, last - here, work) {
                Halt::Hit(_) => {}
                Halt::Outcome(outcome) => break outcome,
            }
        };
        self.machine.disarm(&sites);
        outcome
    }

    fn run_armed(&mut self, stops: &mut Stops, from: u64, mut fuel: u64, work: u64) -> Halt {
        loop {
            let answer = self.last_answer();
            let hit = stops.look(&self.machine, true, answer, true);
            // Where it begins they are counted and logged, and do not stop it.
            if let Some(hit) = hit.filter(|_| self.step() != from) {
                return Halt::Hit(hit);
            }
            if *self.machine.status() != Status::Running {
                return Halt::Outcome(Outcome::Ended);
            }
            if fuel == 0 {
                return Halt::Outcome(Outcome::Paused);
            }
            let before = self.step();
            let outcome = self.run_on(stops, fuel, work);
            fuel -= self.step() - before;
            match outcome {
                Outcome::Stopped | Outcome::Ended | Outcome::Paused => {}
                Outcome::HostCall if self.step() > before => {}
                _ => return Halt::Outcome(outcome),
            }
        }
    }

    /// Runs from a state that was looked at to the next that has to be.
    fn run_on(&mut self, stops: &mut Stops, fuel: u64, work: u64) -> Outcome {
        let fuel = match stops.before(&self.machine) {
            true => 1,
            false => fuel,
        };
        self.machine.pass();
        self.run_within(fuel, work)
    }

    /// What the host said, if the last instruction was a call of it.
    fn last_answer(&self) -> Option<&Answer> {
        self.answer_at(self.step().checked_sub(1)?)
    }

    /// Looks for the last stop before the step at which the search was made, using up `fuel`
    /// and at most `work` bytes that instructions touch; see [`Timeline::run_within`]. Until
    /// it has ended, the machine has to stay where it is between two calls.
    ///
    /// Nothing is counted and nothing logged. A breakpoint with a hit count stops at the hits
    /// that have that number, by what was counted while the run came there.
    pub fn search_back(
        &mut self,
        search: &mut Search,
        stops: &mut Stops,
        fuel: &mut u64,
        work: u64,
    ) -> Searched {
        if stops.is_idle() {
            return Searched::Nothing;
        }
        let sites = stops.sites(self.machine(), search.main);
        loop {
            if search.next.is_none() && !self.part_before(search, stops) {
                return search.at_end.take().map_or(Searched::Nothing, |hit| {
                    stops.retire(&hit);
                    Searched::Found(hit)
                });
            }
            let at = *search.next.get_or_insert(search.start);
            if self.step() != at
                && let Some(ended) = self.go_to(at, fuel, work)
            {
                return ended;
            }
            self.machine.arm(&sites);
            let ended = self.pass_over(search, stops, fuel, work);
            self.machine.disarm(&sites);
            search.next = Some(self.step());
            if let Some(ended) = ended {
                return ended;
            }
            search.next = None;
            if let Some(hit) = search.found() {
                stops.retire(&hit);
                return Searched::Found(hit);
            }
        }
    }

    /// Goes to where a part of the past begins; what has ended it on the way.
    fn go_to(&mut self, step: u64, fuel: &mut u64, work: u64) -> Option<Searched> {
        // Without fuel it only restores, so that what is executed then can be counted.
        self.seek(step, 0);
        let before = self.step();
        let arrival = self.seek_within(step, *fuel, work);
        *fuel -= self.step() - before;
        match arrival {
            Arrival::There => None,
            Arrival::Exhausted(limit) => Some(Searched::Exhausted(limit)),
            _ => Some(Searched::OutOfFuel),
        }
    }

    /// Makes the part before this one the one to be looked at; false when there is none.
    fn part_before(&self, search: &mut Search, stops: &mut Stops) -> bool {
        stops.depart();
        if search.start < search.end {
            search.ends_early = false;
        }
        search.end = search.start;
        while search.end > search.floor {
            let Some(saved) = self.saved_before(search.end) else {
                return false;
            };
            search.start = saved.max(search.floor);
            if !self.is_untouched(saved, search.end, stops) {
                return true;
            }
            search.end = search.start;
            search.ends_early = false;
        }
        false
    }

    /// Whether none of the bytes was written between two saved states that everybody waits
    /// for to be written.
    fn is_untouched(&self, saved: u64, end: u64, stops: &Stops) -> bool {
        let state = |step| self.saved_at(step).filter(|(saved, _)| *saved == step);
        let pair = state(saved).zip(state(end));
        let bytes = stops.plan().and_then(|plan| plan.only_written());
        let (Some(((_, one), (_, other))), Some(mut bytes)) = (pair, bytes) else {
            return false;
        };
        bytes.all(|(memory, addr, len)| one.unwritten(other, memory, addr, len))
    }

    /// Runs over a part of the past and remembers the last stop; what has ended it, unless
    /// that was its end.
    fn pass_over(
        &mut self,
        search: &mut Search,
        stops: &mut Stops,
        fuel: &mut u64,
        work: u64,
    ) -> Option<Searched> {
        loop {
            let step = self.step();
            let inside = step < search.end;
            // A state is looked at once, since what was pending is gone then.
            if inside && *fuel == 0 {
                return Some(Searched::OutOfFuel);
            }
            if inside || !search.ends_early {
                let answer = self.last_answer();
                let hit = stops.look(&self.machine, inside, answer, false);
                if !inside || search.at_end.is_none() {
                    search.last = hit.or(search.last.take());
                }
            }
            if !inside || *self.machine.status() != Status::Running {
                return None;
            }
            let outcome = self.run_on(stops, (*fuel).min(search.end - step), work);
            let moved = self.step() - step;
            *fuel -= moved;
            match outcome {
                Outcome::Exhausted(limit) => return Some(Searched::Exhausted(limit)),
                Outcome::Yielded => return Some(Searched::OutOfFuel),
                // The past goes on, so only a new answer could make it end here.
                Outcome::HostCall if moved == 0 => return None,
                _ => {}
            }
        }
    }
}
