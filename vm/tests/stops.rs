//! Breakpoints of every kind, in both directions, against a run that is stepped and
//! recorded: a movement ends at exactly the states at which something that is waited for has
//! happened, and each state is that of a fresh run.

#[allow(dead_code, reason = "nothing is mutated here")]
#[path = "properties/generate.rs"]
mod generate;
#[path = "stops/oracle.rs"]
mod oracle;
#[allow(dead_code, reason = "not every program is used")]
#[path = "properties/programs.rs"]
mod programs;

use fastrand::Rng;
use oracle::{Known, MAIN, breakpoints};
use programs::{answer_to, generated, written};
use wasmscope::exec::Outcome;
use wasmscope::observe::{Breakpoint, Hit, Stops};
use wasmscope::runtime::Machine;
use wasmscope::time::{Arrival, Halt, History, Search, Searched, Timeline};

/// States that a case has at most.
const STATES: usize = 700;

/// A timeline with breakpoints, and what is known of its run.
struct Case<'a> {
    known: &'a Known,
    timeline: Timeline,
    stops: Stops,
    list: Vec<(u32, Breakpoint)>,
    rng: &'a mut Rng,
}

impl<'a> Case<'a> {
    fn new(known: &'a Known, list: Vec<Breakpoint>, rng: &'a mut Rng) -> Self {
        let mut stops = Stops::default();
        let list = list
            .into_iter()
            .map(|breakpoint| (stops.add(breakpoint.clone()), breakpoint));
        let list = list.collect();
        let history = History {
            bytes: [0, 100_000, 1 << 30][rng.usize(..3)],
            gap: [1, 7, 50, 1 << 20][rng.usize(..4)],
        };
        Self {
            known,
            timeline: Timeline::new(known.states[0].clone(), history),
            stops,
            list,
            rng,
        }
    }

    /// The breakpoints that stop at a state, by the oracle. A hit count looks at all states
    /// before, as it does when the run has come from the beginning.
    fn stopping(&self, step: u64) -> Vec<u32> {
        let holds = |(id, breakpoint): &(u32, Breakpoint)| {
            let hit = |step: u64| self.known.hit(step, breakpoint);
            let reached = || (0..=step).filter(|step| hit(*step)).count() as u64;
            let stops = breakpoint.enabled && breakpoint.log.is_none();
            let is = stops && hit(step) && (breakpoint.hits <= 1 || reached() >= breakpoint.hits);
            is.then_some(*id)
        };
        let mut all: Vec<u32> = self.list.iter().filter_map(holds).collect();
        all.sort_unstable();
        all
    }

    /// Runs to the next stop, in slices.
    fn forward(&mut self) -> Option<Hit> {
        let from = self.timeline.step();
        loop {
            let here = self.timeline.step();
            if here >= self.known.last() && !self.known.is_over() {
                return None;
            }
            // Of a run that goes on, only so many states are known.
            let fuel = self.rng.u64(1..90).min(self.known.last() + 1 - here).max(1);
            let fuel = match self.known.is_over() {
                true => fuel,
                false => fuel.min(self.known.last() - here),
            };
            match self
                .timeline
                .run_to_stop(&mut self.stops, MAIN, from, fuel, u64::MAX)
            {
                Halt::Hit(hit) => {
                    assert_eq!(hit.step, self.timeline.step());
                    return Some(hit);
                }
                Halt::Outcome(Outcome::HostCall) if self.timeline.step() < here + fuel => {
                    let answer = answer_to(self.timeline.machine()).expect("a call waits");
                    self.timeline.answer(answer).expect("the answer fits");
                }
                Halt::Outcome(Outcome::Ended) => return None,
                Halt::Outcome(_) => {}
            }
        }
    }

    /// Searches for the last stop before this state, in parts.
    fn backward(&mut self, floor: u64) -> Option<Hit> {
        let mut search = Search::new(&self.timeline, MAIN, floor);
        loop {
            let mut fuel = self.rng.u64(1..200);
            let searched =
                self.timeline
                    .search_back(&mut search, &mut self.stops, &mut fuel, u64::MAX);
            match searched {
                Searched::Found(hit) => {
                    assert_eq!(self.timeline.seek(hit.step, u64::MAX), Arrival::There);
                    return Some(hit);
                }
                Searched::Nothing => {
                    self.timeline.seek(floor, u64::MAX);
                    return None;
                }
                Searched::OutOfFuel => {}
                Searched::Exhausted(limit) => panic!("not enough memory for the {limit}"),
            }
        }
    }

    fn compare(&self) {
        let (step, machine) = (self.timeline.step(), self.timeline.machine());
        let fresh: &Machine = &self.known.states[step as usize];
        assert_eq!(machine.status(), fresh.status(), "status at {step}");
        assert!(machine == fresh, "state {step} differs");
        assert_eq!(machine.digest(), fresh.digest(), "digest at {step}");
    }

    /// What a movement has found is what it should find.
    fn check(&self, hit: Option<Hit>, expected: Option<u64>, what: &str) {
        let told = hit.map(|hit| {
            let mut all = hit.all;
            all.sort_unstable();
            (hit.step, all)
        });
        let right = expected.map(|step| (step, self.stopping(step)));
        assert_eq!(told, right, "{what}: {:?}", self.list);
        self.compare();
    }

    /// Runs from the beginning to the end, stop by stop.
    fn visit_all(&mut self) {
        loop {
            let from = self.timeline.step();
            let mut after = from + 1..=self.known.last();
            let expected = after.find(|step| !self.stopping(*step).is_empty());
            let hit = self.forward();
            self.check(hit, expected, &format!("forwards from {from}"));
            if expected.is_none() {
                return;
            }
        }
    }

    /// Goes back from stop to stop.
    fn visit_all_back(&mut self) {
        while self.timeline.step() > 0 {
            let from = self.timeline.step();
            let floor = match self.rng.bool() {
                true => 0,
                false => self.rng.u64(..from),
            };
            let mut before = (floor..from).rev();
            let mut expected = before.find(|step| !self.stopping(*step).is_empty());
            // What has happened by the instruction before the floor lies below it.
            if expected == Some(floor) && floor > 0 {
                let watch = |id: &u32| {
                    let found = self.list.iter().find(|(listed, _)| listed == id);
                    found.is_some_and(|(_, breakpoint)| breakpoint.event.is_watch())
                };
                let all = self.stopping(floor);
                if all.iter().any(watch) {
                    expected = all.iter().any(|id| !watch(id)).then_some(floor);
                    if expected.is_some() {
                        self.timeline.seek(floor, u64::MAX);
                        continue;
                    }
                }
            }
            let hit = self.backward(floor);
            self.check(hit, expected, &format!("backwards from {from} to {floor}"));
        }
    }
}

fn agree(first: &Machine, rng: &mut Rng) {
    let known = Known::run(first, STATES);
    for _ in 0..4 {
        let list = breakpoints(&known, rng);
        let mut case = Case::new(&known, list, rng);
        case.visit_all();
        case.visit_all_back();
        // Once more, over what is known now.
        case.visit_all();
    }
}

/// Says which case it was when it fails.
struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("case {} failed", self.0);
        }
    }
}

#[test]
fn movements_end_where_breakpoints_are_hit_in_written_modules() {
    for number in 0..8 {
        let _named = Named(number);
        let mut rng = Rng::with_seed(number);
        for program in written(&mut rng) {
            agree(&program.machine, &mut rng);
        }
    }
}

#[test]
fn movements_end_where_breakpoints_are_hit_in_generated_modules() {
    for number in 0..120 {
        let _named = Named(number);
        let mut rng = Rng::with_seed(number);
        let programs: Vec<_> = generated(&mut rng).collect();
        for program in programs {
            agree(&program.machine, &mut rng);
        }
    }
}
