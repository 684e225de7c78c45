//! Walks at random through time: over every example, over modules written for tests and
//! over generated ones. Each state on the way is that of a fresh run.
//!
//! Every walk has a number, which seeds all that is random in it and is printed when it
//! fails.

mod example;
#[allow(dead_code, reason = "nothing is mutated here")]
#[path = "properties/generate.rs"]
mod generate;
#[allow(dead_code, reason = "a walk drives machines itself")]
#[path = "properties/programs.rs"]
mod programs;

use example::examples;
use fastrand::Rng;
use programs::{answer_to, generated, written};
use std::collections::BTreeSet;
use wasmscope::exec::{Outcome, is_tail_call};
use wasmscope::runtime::{Machine, Status};
use wasmscope::time::{Arrival, History, Timeline};
use wasmscope::view::Place;

/// States of a run that are walked over at most.
const STATES: usize = 3_000;
/// Movements of a walk.
const MOVEMENTS: usize = 60;

/// The states of a fresh run, from the first on, each made by one step from the one before.
struct Fresh(Vec<Machine>);

impl Fresh {
    fn run(first: &Machine, most: usize) -> Self {
        let mut states = vec![first.clone()];
        while states.len() < most {
            let mut next = states[states.len() - 1].clone();
            if next.step() == Outcome::HostCall
                && let Some(answer) = answer_to(&next)
            {
                next.answer(&answer).expect("the answer fits");
            }
            if next.steps() < states.len() as u64 {
                break;
            }
            states.push(next);
        }
        Self(states)
    }

    fn last(&self) -> u64 {
        self.0.len() as u64 - 1
    }

    fn is_over(&self) -> bool {
        self.0[self.0.len() - 1].status() != &Status::Running
    }

    fn depth(&self, step: u64) -> usize {
        self.0[step as usize].frames().len()
    }

    /// Where one step back ends that undoes a call whole.
    fn over_back(&self, here: u64) -> Option<u64> {
        let depth = self.depth(here);
        let mut before = (0..here).rev();
        match depth {
            0 => before.next(),
            _ => before.find(|step| self.depth(*step) <= depth),
        }
    }

    /// Before the call of the innermost frame; for the one that no instruction made its
    /// first step.
    fn out_back(&self, here: u64) -> Option<u64> {
        let place = self.depth(here).checked_sub(1)?;
        let entered = |step: u64| Some(self.0[step as usize].frames().get(place)?.entered);
        let first = (0..=here)
            .rev()
            .take_while(|step| entered(*step) == entered(here))
            .last()?;
        let before = first.checked_sub(1).and_then(|before| {
            let before = Place::at(&self.0[before as usize], self.depth(before).checked_sub(1)?)?;
            Some(*before.instr)
        });
        let made = place > 0 || before.is_some_and(|instr| is_tail_call(&instr));
        Some(first - u64::from(made))
    }
}

/// A timeline that is moved, and what it is compared with.
struct Walk<'a> {
    fresh: &'a Fresh,
    timeline: Timeline,
    /// The steps at which the host was asked.
    asked: BTreeSet<u64>,
    rng: &'a mut Rng,
}

impl Walk<'_> {
    /// Makes one movement, and looks where it has come.
    fn movement(&mut self) {
        let here = self.timeline.step();
        let last = self.fresh.last();
        let target = match self.rng.u8(..10) {
            0 => here + 1,
            1 | 2 => here.saturating_sub(1),
            3 => {
                let target = self.timeline.over_back();
                assert_eq!(target, self.fresh.over_back(here), "over back from {here}");
                target.unwrap_or(0)
            }
            4 => {
                let target = self.timeline.out_back();
                assert_eq!(target, self.fresh.out_back(here), "out back from {here}");
                target.unwrap_or(here)
            }
            5 => 0,
            6 => last,
            7 => return self.run(),
            _ => self.rng.u64(..last + 3),
        };
        self.seek(target);
    }

    /// Goes to a step in parts, or to the end if that comes first.
    fn seek(&mut self, target: u64) {
        // Of a run that goes on, only so many states are there to compare with.
        let target = match self.fresh.is_over() {
            true => target,
            false => target.min(self.fresh.last()),
        };
        loop {
            let fuel = self.rng.u64(1..300);
            match self.timeline.seek(target, fuel) {
                Arrival::OutOfFuel => {}
                Arrival::Waiting => self.answer(),
                end => {
                    let over = target > self.fresh.last();
                    let right = if over { Arrival::Ended } else { Arrival::There };
                    assert_eq!(end, right, "to {target}");
                    return self.compare(target.min(self.fresh.last()));
                }
            }
        }
    }

    /// Runs forward, over the past that is known and beyond it.
    fn run(&mut self) {
        let fuel = self.rng.u64(..100);
        let target = (self.timeline.step() + fuel).min(self.fresh.last());
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
        assert!(self.asked.insert(step), "the host is asked once at {step}");
        let answer = answer_to(self.timeline.machine()).expect("a call waits");
        self.timeline.answer(answer).expect("the answer fits");
    }

    fn compare(&self, step: u64) {
        let machine = self.timeline.machine();
        let fresh = &self.fresh.0[step as usize];
        assert_eq!(machine.steps(), step);
        assert_eq!(machine.status(), fresh.status(), "status at {step}");
        assert_eq!(machine.frames(), fresh.frames(), "frames at {step}");
        assert!(machine == fresh, "state {step} differs");
        assert_eq!(machine.digest(), fresh.digest(), "digest at {step}");
    }
}

/// Walks over a run, whatever is kept of its past.
fn walk(first: &Machine, most: usize, rng: &mut Rng) {
    let fresh = Fresh::run(first, most);
    let history = History {
        bytes: [0, 100_000, 1 << 30][rng.usize(..3)],
        gap: [1, 7, 50, 1 << 20][rng.usize(..4)],
    };
    let mut walk = Walk {
        fresh: &fresh,
        timeline: Timeline::new(first.clone(), history),
        asked: BTreeSet::new(),
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
