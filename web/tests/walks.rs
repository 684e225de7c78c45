//! Walks at random with every movement of the page, over every example, over branches that are
//! made on the way by other values and arguments, and past the states below 0. Where each ends
//! is found once more in the states of a fresh run, and so is the state.

mod started;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use started::debugger;
use wasmscope::exec::{Answer, Edit, HostCall, Outcome};
use wasmscope::runtime::{Machine, Status, Value};
use wasmscope::time::{BranchId, Prelude};
use wasmscope_web::model::debugger::{Advance, Debugger};
use wasmscope_web::model::edit::Spot;
use wasmscope_web::model::examples::{EXAMPLES, Start};
use wasmscope_web::model::goal::{Goal, Movement};
use wasmscope_web::model::host::{Host, Reply, Watch};
use wasmscope_web::model::jump::Jump;

/// Movements of a walk.
const MOVEMENTS: usize = 80;

/// Answers as the console does: nothing comes back.
struct Printed;

impl Host for Printed {
    fn call(&mut self, _: &Machine, _: &HostCall) -> Reply {
        Reply::Answer(Answer::results(Vec::new()))
    }
}

impl Watch for Printed {
    fn is_watching(&self) -> bool {
        false
    }

    fn before(&mut self, _: &Machine) {}

    fn after(&mut self, _: &Machine) {}
}

/// A small generator of numbers: the walks are random, and the same every time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % limit
    }
}

/// States of an example's own run at most; longer ones are left out.
const LONGEST: usize = 4_000;

/// States of a fresh run at most: a change by hand may make a program run for ever.
const MOST: usize = 20_000;

/// All states of a fresh run, in order.
#[derive(Clone)]
struct Fresh {
    states: Vec<Machine>,
    /// The functions and instructions of the breakpoints.
    breaks: BTreeSet<(u32, u32)>,
}

impl Fresh {
    /// `None` for a run that is too long for all its states to be kept.
    fn run(first: &Machine) -> Option<Self> {
        Self::go_on(vec![first.clone()], BTreeSet::new(), LONGEST)
    }

    /// The same run up to a state that is another one; `None` when it does not end soon.
    fn branch(&self, changed: Machine) -> Option<Self> {
        let mut states = self.states[..changed.steps() as usize].to_vec();
        states.push(changed);
        Self::go_on(states, self.breaks.clone(), MOST)
    }

    fn go_on(mut states: Vec<Machine>, breaks: BTreeSet<(u32, u32)>, most: usize) -> Option<Self> {
        while states[states.len() - 1].status() == &Status::Running {
            if states.len() > most {
                return None;
            }
            let mut next = states[states.len() - 1].clone();
            if next.step() == Outcome::HostCall && next.steps() < states.len() as u64 {
                let answer = Answer::results(Vec::new());
                next.answer(&answer).expect("the console gives nothing");
            }
            states.push(next);
        }
        Some(Self { states, breaks })
    }

    fn last(&self) -> u64 {
        self.states.len() as u64 - 1
    }

    fn depth(&self, step: u64) -> usize {
        self.states[step as usize].frames().len()
    }

    /// The function and the instruction that a state is before.
    fn place(&self, step: u64) -> Option<(u32, u32)> {
        let machine = &self.states[step as usize];
        let frame = machine.frames().last()?;
        let funcs = &machine.store().instance(frame.instance).funcs;
        let func = funcs.iter().position(|func| *func == frame.func)?;
        Some((func as u32, frame.pc))
    }

    fn breaks_at(&self, step: u64) -> bool {
        let runs = self.states[step as usize].status() == &Status::Running;
        runs && self
            .place(step)
            .is_some_and(|place| self.breaks.contains(&place))
    }

    /// The first step after this one that is a goal or a breakpoint, or else the last.
    fn forward(&self, here: u64, goal: impl Fn(u64) -> bool) -> u64 {
        let mut after = here + 1..self.last();
        let found = after.find(|step| goal(*step) || self.breaks_at(*step));
        found.unwrap_or(self.last())
    }

    fn over(&self, here: u64) -> u64 {
        let depth = self.depth(here);
        match self.states[here as usize].called() {
            Some(_) => self.forward(here, |step| self.depth(step) <= depth),
            None => (here + 1).min(self.last()),
        }
    }

    fn out(&self, here: u64) -> u64 {
        let depth = self.depth(here);
        self.forward(here, |step| depth > 1 && self.depth(step) < depth)
    }

    fn over_back(&self, here: u64) -> u64 {
        let depth = self.depth(here);
        let mut before = (0..here).rev();
        before
            .find(|step| depth == 0 || self.depth(*step) <= depth)
            .unwrap_or(0)
    }

    fn out_back(&self, here: u64) -> u64 {
        let Some(place) = self.depth(here).checked_sub(1) else {
            return 0;
        };
        let entered = |step: u64| Some(self.states[step as usize].frames().get(place)?.entered);
        let same = (0..=here).rev();
        let first = same
            .take_while(|step| entered(*step) == entered(here))
            .last();
        let first = first.unwrap_or(0);
        // What no instruction has made has no step before it.
        match self.states[here as usize].began() == first {
            true => first,
            false => first - 1,
        }
    }

    fn run_back(&self, here: u64) -> u64 {
        let mut before = (0..here).rev();
        before.find(|step| self.breaks_at(*step)).unwrap_or(0)
    }
}

/// Moves forward in parts of so much fuel.
fn advance(debugger: &mut Debugger, goal: Goal, part: u64) {
    let mut movement = Movement::breaking(goal);
    loop {
        match debugger.advance(&mut movement, part, &mut Printed, &mut Printed) {
            Advance::Fuel | Advance::Yielded => {}
            Advance::Goal | Advance::Breakpoint(_) | Advance::Ended => return,
            end => panic!("it ends with {end:?}"),
        }
    }
}

/// Jumps in parts of so much fuel.
fn leap(debugger: &mut Debugger, mut jump: Jump, part: u64) {
    loop {
        let mut fuel = part;
        match jump.advance(debugger, &mut fuel, &mut Printed, &mut Printed) {
            Advance::Fuel | Advance::Yielded => {}
            Advance::Goal | Advance::Breakpoint(_) | Advance::Ended | Advance::Beginning => return,
            end => panic!("it ends with {end:?}"),
        }
    }
}

/// A debugger that is moved, and what each of its branches is compared with.
struct Walk {
    debugger: Debugger,
    branches: BTreeMap<BranchId, Fresh>,
}

impl Walk {
    fn current(&self) -> BranchId {
        let branches = self.debugger.branches();
        let current = branches.iter().find(|branch| branch.is_current);
        current.expect("one is looked at").id
    }

    fn fresh(&self) -> &Fresh {
        &self.branches[&self.current()]
    }

    /// Sets a breakpoint at an instruction of the run, or takes it away again.
    fn toggle(&mut self, step: u64) {
        let Some(place) = self.fresh().place(step) else {
            return;
        };
        self.debugger.breakpoints.toggle(0, place.0, place.1);
        for fresh in self.branches.values_mut() {
            if !fresh.breaks.remove(&place) {
                fresh.breaks.insert(place);
            }
        }
    }

    /// Changes a local by hand, unless the program would not end any more.
    fn change(&mut self, numbers: &mut Numbers) {
        let fresh = self.fresh();
        let mut changed = fresh.states[self.debugger.step() as usize].clone();
        let Some(depth) = changed.frames().len().checked_sub(1) else {
            return;
        };
        let index = numbers.below(4) as u32;
        let value = Value::I32(numbers.below(12) as i32);
        let edit = Edit::Local {
            depth,
            index,
            value,
        };
        let spot = Spot::Local { frame: 0, index };
        if changed.edit(&edit).is_err() {
            assert!(self.debugger.change(spot, value).is_err());
            return;
        }
        if let Some(fresh) = fresh.branch(changed) {
            let is_past = self.debugger.step() < self.debugger.last_known();
            assert_eq!(self.debugger.change(spot, value), Ok(is_past));
            self.branches.insert(self.current(), fresh);
        }
    }

    /// Calls the program with other arguments, from step 0.
    fn call(&mut self, numbers: &mut Numbers) {
        let (_, args) = self.debugger.entry().expect("it was started");
        let other = |arg: &Value| match arg {
            Value::I32(_) => Value::I32(numbers.below(5) as i32),
            arg => *arg,
        };
        let args: Vec<Value> = args.iter().map(other).collect();
        let main = &self.branches[&BranchId(0)];
        let mut changed = main.states[0].clone();
        let edit = Edit::Arguments(args.clone());
        changed.edit(&edit).expect("they are of the same types");
        let Some(fresh) = main.branch(changed) else {
            return;
        };
        let called = self.debugger.call_with(args).expect("it takes them");
        if let Some(removed) = called.removed {
            self.branches.remove(&removed);
        }
        let current = self.current();
        if let Some(known) = self.branches.get(&current) {
            assert!(!called.is_other || known.states[0] == fresh.states[0]);
        }
        self.branches.insert(current, fresh);
    }

    /// Looks at another branch, where it was left.
    fn switch(&mut self, numbers: &mut Numbers) {
        let at = numbers.below(self.branches.len() as u64) as usize;
        let id = *self.branches.keys().nth(at).expect("there are so many");
        let there = self.debugger.switch(id).expect("it is there");
        leap(&mut self.debugger, Jump::to(there), 1 + numbers.below(300));
        assert_eq!(self.debugger.step(), there);
    }

    /// Looks at a state below 0, which changes nothing.
    fn visit(&mut self, numbers: &mut Numbers) {
        let machine = self.debugger.machine().expect("it runs");
        let module = Arc::clone(&self.debugger.program().expect("it was loaded").module);
        if !module.imports.is_empty() {
            return;
        }
        let before = Machine::new(*machine.limits());
        let prelude = Prelude::new(before, &module, &[], None).expect("it imports nothing");
        let steps: Vec<i64> = prelude.steps().iter().map(|step| step.number).collect();
        let Some(step) = steps.get(numbers.below(steps.len().max(1) as u64) as usize) else {
            return;
        };
        self.debugger.visit(prelude.visit(*step));
        let shown = self.debugger.machine().expect("a state is shown");
        assert!(shown.frames().is_empty() && shown.steps() == 0);
        let spot = Spot::Global(0);
        assert!(self.debugger.change(spot, Value::I32(1)).is_err());
        self.debugger.visit(None);
    }

    fn compare(&self, step: u64, what: &str) {
        let machine = self.debugger.machine().expect("it runs");
        let state = &self.fresh().states[step as usize];
        assert!(machine == state, "{what}: state {step} differs");
        assert_eq!(machine.digest(), state.digest(), "{what}");
    }
}

/// Makes a movement at random; tells its name and where it has to end.
fn movement(debugger: &mut Debugger, fresh: &Fresh, numbers: &mut Numbers) -> (&'static str, u64) {
    let here = debugger.step();
    let part = 1 + numbers.below(300);
    let machine = debugger.machine().expect("it runs");
    let (over, out) = (Goal::over(machine), Goal::out(machine));
    match numbers.below(10) {
        0 => {
            advance(debugger, Goal::Step(here + 1), part);
            ("step", (here + 1).min(fresh.last()))
        }
        1 => {
            leap(debugger, Jump::to(here.saturating_sub(1)), part);
            ("step back", here.saturating_sub(1))
        }
        2 => {
            advance(debugger, over, part);
            ("over", fresh.over(here))
        }
        3 => {
            let jump = Jump::over_back(debugger);
            leap(debugger, jump, part);
            ("over back", fresh.over_back(here))
        }
        4 => {
            advance(debugger, out, part);
            ("out", fresh.out(here))
        }
        5 => {
            let jump = Jump::out_back(debugger);
            leap(debugger, jump, part);
            ("out back", fresh.out_back(here))
        }
        6 => {
            advance(debugger, Goal::End, part);
            ("run", fresh.forward(here, |_| false))
        }
        7 => {
            let jump = Jump::to_breakpoint(debugger);
            leap(debugger, jump, part);
            ("run back", fresh.run_back(here))
        }
        8 => {
            leap(debugger, Jump::to(0), part);
            ("restart", 0)
        }
        _ => {
            let to = numbers.below(fresh.last() + 3);
            leap(debugger, Jump::to(to), part);
            ("seek", to.min(fresh.last()))
        }
    }
}

/// Walks, looking after each movement where it has ended; false if the run is too long.
fn walk(debugger: Debugger, what: &str, numbers: &mut Numbers) -> bool {
    let Some(fresh) = Fresh::run(debugger.machine().expect("it runs")) else {
        return false;
    };
    let mut walk = Walk {
        debugger,
        branches: BTreeMap::from([(BranchId(0), fresh)]),
    };
    for _ in 0..MOVEMENTS {
        match numbers.below(40) {
            0..5 => {
                let step = numbers.below(walk.fresh().last());
                walk.toggle(step);
            }
            5..8 => walk.change(numbers),
            8 => walk.call(numbers),
            9..11 => walk.switch(numbers),
            11 => walk.visit(numbers),
            _ => {}
        }
        let here = walk.debugger.step();
        walk.compare(here, what);
        let current = walk.current();
        let fresh = &walk.branches[&current];
        let (name, wanted) = movement(&mut walk.debugger, fresh, numbers);
        let what = format!("{what}: {name} from {here}");
        assert_eq!(walk.debugger.step(), wanted, "{what}");
        walk.compare(wanted, &what);
    }
    true
}

#[test]
fn every_movement_over_every_example_ends_in_a_state_of_a_fresh_run() {
    let mut walked = 0;
    for example in EXAMPLES {
        for Start { entry, arguments } in example.starts() {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            for seed in 0..5 {
                let debugger = debugger(example.source, entry, &arguments);
                let what = format!("{} {entry}, walk {seed}", example.id);
                walked += u32::from(walk(debugger, &what, &mut Numbers(seed)));
            }
        }
    }
    assert!(walked >= 200, "{walked} of them are short enough");
}
