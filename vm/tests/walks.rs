//! Walks at random through time: over every example, over modules written for tests and
//! over generated ones, with changes by hand and other answers on the way, and so over
//! branches; and to breakpoints and watches, in both directions. Each state is that of a fresh
//! run with the same changes, and each stop is one that its states say.
//!
//! Every walk has a number, which seeds all that is random in it and is printed when it
//! fails.

mod example;
#[path = "walks/fresh.rs"]
mod fresh;
#[allow(dead_code, reason = "nothing is mutated here")]
#[path = "properties/generate.rs"]
mod generate;
#[allow(dead_code, reason = "a walk drives machines itself")]
#[path = "properties/programs.rs"]
mod programs;

use example::examples;
use fastrand::Rng;
use fresh::Fresh;
use programs::{answer_to, generated, written};
use std::collections::{BTreeMap, BTreeSet};
use wasmscope::exec::{Edit, Outcome};
use wasmscope::observe::{Event, Stops};
use wasmscope::runtime::{GlobalAddr, InstanceAddr, Machine, MemAddr, Status, Value};
use wasmscope::syntax::GlobalIdx;
use wasmscope::time::{Arrival, BranchId, Halt, History, Search, Searched, Timeline};
use wasmscope::view::Place;

/// States of a run that are walked over at most.
const STATES: usize = 3_000;
/// Movements of a walk.
const MOVEMENTS: usize = 60;

/// What is known of a branch apart from the timeline.
#[derive(Clone)]
struct Known {
    fresh: Fresh,
    /// The steps at which the host was asked.
    asked: BTreeSet<u64>,
}

/// A timeline that is moved, and what it is compared with.
struct Walk<'a> {
    timeline: Timeline,
    branches: BTreeMap<BranchId, Known>,
    stops: Stops,
    waits: Vec<Event>,
    rng: &'a mut Rng,
}

impl Walk<'_> {
    fn fresh(&self) -> &Fresh {
        &self.branches[&self.timeline.branch()].fresh
    }

    /// Makes one movement, and looks where it has come.
    fn movement(&mut self) {
        let here = self.timeline.step();
        let last = self.fresh().last();
        let target = match self.rng.u8(..18) {
            0 => here + 1,
            1 | 2 => here.saturating_sub(1),
            3 => {
                let target = self.timeline.over_back();
                assert_eq!(
                    target,
                    self.fresh().over_back(here),
                    "over back from {here}"
                );
                target.unwrap_or(0)
            }
            4 => {
                let target = self.timeline.out_back();
                assert_eq!(target, self.fresh().out_back(here), "out back from {here}");
                target.unwrap_or(here)
            }
            5 => 0,
            6 => last,
            7 => return self.run(),
            8 => return self.edit(),
            9 => return self.answer_otherwise(),
            10 => return self.switch(),
            11 => return self.remove(),
            12 => return self.wait_for_something(),
            13 | 14 => return self.run_to_stop(),
            15 => return self.run_back(),
            _ => self.rng.u64(..last + 3),
        };
        self.seek(target);
    }

    /// Changes something by hand.
    fn edit(&mut self) {
        let here = self.timeline.step();
        let Some(edit) = any_edit(self.timeline.machine(), self.rng) else {
            return;
        };
        let mut changed = Machine::clone(&self.fresh().0[here as usize]);
        let wanted = changed.edit(&edit);
        let (before, is_past) = (self.timeline.branch(), here < self.timeline.known());
        let made = self.timeline.edit(edit);
        assert_eq!(made.is_ok(), wanted.is_ok());
        if made.is_ok() {
            assert_eq!(made, Ok(is_past), "a branch is made in the past alone");
            self.branched(before, here, here, changed);
        }
        self.compare(here);
    }

    /// Answers a call otherwise than before, if one comes next.
    fn answer_otherwise(&mut self) {
        let here = self.timeline.step();
        let before = self.timeline.branch();
        let Some(mut answer) = answer_to(self.timeline.machine()) else {
            return;
        };
        if here == self.timeline.known() {
            return;
        }
        answer.exit = None;
        for result in &mut answer.results {
            if let Value::I32(value) = result {
                *value = value.wrapping_add(self.rng.i32(1..100));
            }
        }
        let mut changed = Machine::clone(&self.fresh().0[here as usize]);
        changed.answer(&answer).expect("the answer fits");
        let is_another = self.timeline.answers().get(&here) != Some(&answer);
        assert_eq!(self.timeline.verify(&answer).is_err(), is_another);
        self.timeline.answer(answer).expect("the answer fits");
        if is_another {
            self.branched(before, here, here + 1, changed);
            let asked = &mut self.known().asked;
            asked.insert(here);
        }
        self.compare(here + 1);
    }

    fn known(&mut self) -> &mut Known {
        let branch = self.timeline.branch();
        self.branches.get_mut(&branch).expect("it was made before")
    }

    /// The branch looked at has another state at a step now, which makes it another one from
    /// a step on.
    fn branched(&mut self, before: BranchId, from: u64, step: u64, state: Machine) {
        let Known { fresh, mut asked } = self.branches[&before].clone();
        asked.retain(|step| *step < from);
        let fresh = fresh.branch(step, state);
        let branch = self.timeline.branch();
        self.branches.insert(branch, Known { fresh, asked });
        assert_eq!(self.timeline.branches().len(), self.branches.len());
    }

    fn any_branch(&mut self) -> BranchId {
        let branches: Vec<_> = self.branches.keys().copied().collect();
        branches[self.rng.usize(..branches.len())]
    }

    /// Goes to another branch, to where it was left.
    fn switch(&mut self) {
        let id = self.any_branch();
        let there = self.timeline.switch(id).expect("it was not removed");
        assert_eq!(self.timeline.branch(), id);
        self.compare(self.timeline.step());
        self.seek(there);
    }

    fn remove(&mut self) {
        let id = self.any_branch();
        let removed = self.timeline.remove(id);
        assert_eq!(removed.is_ok(), id != self.timeline.branch());
        if removed.is_ok() {
            self.branches.remove(&id);
            assert_eq!(self.timeline.switch(id), None);
        }
        self.compare(self.timeline.step());
    }

    /// Sets a breakpoint on an instruction of the run or a watch on a global, or removes one.
    fn wait_for_something(&mut self) {
        if self.waits.len() > 2 {
            let id = self
                .stops
                .list()
                .next()
                .map(|(id, _)| id)
                .expect("there are three");
            self.waits.remove(0);
            assert!(self.stops.remove(id));
            return;
        }
        let main = main_of(self.timeline.machine());
        let module = &self.timeline.machine().store().instance(main).module;
        let event = match self.rng.u8(..3) {
            0 => (0..module.globals.len() as u32)
                .map(GlobalIdx)
                .next()
                .map(Event::Global),
            _ => {
                let step = self.rng.u64(..=self.fresh().last());
                place(&self.fresh().0[step as usize])
            }
        };
        if let Some(event) = event.filter(|event| !self.waits.contains(event)) {
            self.stops.add(event.clone().into());
            self.waits.push(event);
        }
    }

    /// Whether something waits for this state of the branch.
    fn stops_at(&self, step: u64) -> bool {
        let fresh = &self.fresh().0;
        let here = &fresh[step as usize];
        let changed = |global: &GlobalIdx| {
            let Some(before) = step.checked_sub(1) else {
                return false;
            };
            // By the instruction, and not by hand after it.
            let before = &fresh[before as usize];
            let after = fresh::stepped(before);
            let value = |machine: &Machine| {
                let main = machine.store().instance(main_of(machine));
                let addr = main.globals[global.at()];
                machine.store().global(addr).value().to_slots()
            };
            value(before) != value(&after)
        };
        self.waits.iter().any(|event| match event {
            Event::Global(global) => changed(global),
            event => place(here).as_ref() == Some(event),
        })
    }

    /// Runs to the next stop after this state, in parts.
    fn run_to_stop(&mut self) {
        let from = self.timeline.step();
        let (last, is_over) = (self.fresh().last(), self.fresh().is_over());
        let wanted = (from + 1..=last).find(|step| self.stops_at(*step));
        let main = main_of(self.timeline.machine());
        loop {
            let here = self.timeline.step();
            if here == last && !is_over {
                break;
            }
            let fuel = self.rng.u64(1..90);
            let fuel = if is_over { fuel } else { fuel.min(last - here) };
            let halt = self
                .timeline
                .run_to_stop(&mut self.stops, main, from, fuel, u64::MAX);
            match halt {
                Halt::Hit(hit) => {
                    assert_eq!(Some(hit.step), wanted, "a stop from {from}");
                    break;
                }
                Halt::Outcome(Outcome::HostCall) if self.timeline.step() < here + fuel => {
                    self.answer();
                }
                Halt::Outcome(Outcome::Ended) => {
                    assert_eq!(wanted, None, "no stop from {from}");
                    break;
                }
                Halt::Outcome(_) => {}
            }
        }
        self.compare(wanted.unwrap_or(last));
    }

    /// Looks for the last stop before this state, in parts, and goes there.
    fn run_back(&mut self) {
        let from = self.timeline.step();
        let wanted = (0..from).rev().find(|step| self.stops_at(*step));
        let mut search = Search::new(&self.timeline, main_of(self.timeline.machine()), 0);
        let found = loop {
            let mut fuel = self.rng.u64(1..200);
            let stops = &mut self.stops;
            match self
                .timeline
                .search_back(&mut search, stops, &mut fuel, u64::MAX)
            {
                Searched::Found(hit) => break Some(hit.step),
                Searched::Nothing => break None,
                Searched::OutOfFuel => {}
                Searched::Exhausted(limit) => panic!("{limit}"),
            }
        };
        assert_eq!(found, wanted, "back from {from}");
        self.seek(found.unwrap_or(0));
    }

    /// Goes to a step in parts, or to the end if that comes first.
    fn seek(&mut self, target: u64) {
        // Of a run that goes on, only so many states are there to compare with.
        let (last, is_over) = (self.fresh().last(), self.fresh().is_over());
        let target = match is_over {
            true => target,
            false => target.min(last),
        };
        loop {
            let fuel = self.rng.u64(1..300);
            match self.timeline.seek(target, fuel) {
                Arrival::OutOfFuel => {}
                Arrival::Waiting => self.answer(),
                end => {
                    let over = target > last;
                    let right = if over { Arrival::Ended } else { Arrival::There };
                    assert_eq!(end, right, "to {target}");
                    return self.compare(target.min(last));
                }
            }
        }
    }

    /// Runs forward, over the past that is known and beyond it.
    fn run(&mut self) {
        let fuel = self.rng.u64(..100);
        let target = (self.timeline.step() + fuel).min(self.fresh().last());
        while self.timeline.step() < target {
            let fuel = target - self.timeline.step();
            if self.timeline.run(fuel) == Outcome::HostCall && self.timeline.step() < target {
                self.answer();
            }
        }
        self.compare(target);
    }

    fn answer(&mut self) {
        let step = self.timeline.step();
        let is_new = self.known().asked.insert(step);
        assert!(is_new, "the host is asked once at {step}");
        let answer = answer_to(self.timeline.machine()).expect("a call waits");
        self.timeline.answer(answer).expect("the answer fits");
    }

    fn compare(&self, step: u64) {
        let machine = self.timeline.machine();
        let fresh = &*self.fresh().0[step as usize];
        assert_eq!(machine.steps(), step);
        assert_eq!(machine.status(), fresh.status(), "status at {step}");
        assert_eq!(machine.frames(), fresh.frames(), "frames at {step}");
        assert!(machine == fresh, "state {step} differs");
        assert_eq!(machine.digest(), fresh.digest(), "digest at {step}");
    }
}

/// The instance of the program.
fn main_of(machine: &Machine) -> InstanceAddr {
    InstanceAddr(machine.store().instances().len() as u32 - 1)
}

/// A breakpoint on the instruction that comes next, if it is the program's own.
fn place(machine: &Machine) -> Option<Event> {
    let place = Place::innermost(machine)?;
    let own = place.frame.instance == main_of(machine) && machine.status() == &Status::Running;
    own.then_some(Event::Instruction {
        func: place.func,
        pc: place.frame.pc,
    })
}

/// Some change of a state, of those that are there to be made.
fn any_edit(machine: &Machine, rng: &mut Rng) -> Option<Edit> {
    let value = |value: &Value, rng: &mut Rng| match value {
        Value::Ref(..) => Value::default_of(value.ty()),
        _ => Value::from_slots(value.ty(), [rng.u64(..), rng.u64(..)]),
    };
    let depth = machine.frames().len().checked_sub(1 + rng.usize(..2));
    let depth = depth.unwrap_or(0);
    match rng.u8(..5) {
        0 => {
            let locals = Place::at(machine, depth)?.locals();
            let index = rng.choice(0..locals.len())?;
            let value = value(&locals[index], rng);
            let index = index as u32;
            Some(Edit::Local {
                depth,
                index,
                value,
            })
        }
        1 => {
            let operands = Place::at(machine, depth)?.operands();
            let index = rng.choice(0..operands.len())?;
            let value = value(&operands[index], rng);
            Some(Edit::Operand {
                depth,
                index,
                value,
            })
        }
        2 => {
            let global = GlobalAddr(rng.u32(..3));
            let index = global.at();
            let main = machine.store().instances().last()?;
            main.globals.get(index)?;
            let value = value(&machine.store().global(global).value(), rng);
            Some(Edit::Global { global, value })
        }
        3 if machine.steps() == 0 => Some(Edit::Arguments(Vec::new())),
        _ => Some(Edit::Memory {
            memory: MemAddr(0),
            addr: rng.u64(..70_000),
            bytes: rng.u64(..).to_le_bytes().into(),
        }),
    }
}

/// Walks over a run, whatever is kept of its past.
fn walk(first: &Machine, most: usize, rng: &mut Rng) {
    let fresh = Fresh::run(first, most);
    let history = History {
        bytes: [0, 100_000, 1 << 30][rng.usize(..3)],
        gap: [1, 7, 50, 1 << 20][rng.usize(..4)],
    };
    let timeline = Timeline::new(first.clone(), history);
    let asked = BTreeSet::new();
    let known = Known { fresh, asked };
    let mut walk = Walk {
        branches: BTreeMap::from([(timeline.branch(), known)]),
        timeline,
        stops: Stops::default(),
        waits: Vec::new(),
        rng,
    };
    for _ in 0..MOVEMENTS {
        walk.movement();
    }
}

/// Says which walk it was when it fails.
struct Named(String);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{} failed", self.0);
        }
    }
}

#[test]
fn over_every_example() {
    for example in examples() {
        for start in example.starts() {
            for number in 0..4 {
                let _named = Named(format!("{}: {start}, walk {number}", example.name));
                let (machine, _) = example.machine(start);
                walk(&machine, STATES, &mut Rng::with_seed(number));
            }
        }
    }
}

#[test]
fn over_written_modules() {
    for number in 0..6 {
        let mut rng = Rng::with_seed(number);
        for program in written(&mut rng) {
            let _named = Named(format!("walk {number}"));
            walk(&program.machine, 500, &mut rng);
        }
    }
}

#[test]
fn over_generated_modules() {
    for number in 0..200 {
        let mut rng = Rng::with_seed(number);
        let programs: Vec<_> = generated(&mut rng).collect();
        for program in programs {
            let _named = Named(format!("walk {number}"));
            walk(&program.machine, 200, &mut rng);
        }
    }
}
