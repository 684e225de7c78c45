//! Questions to history: every answer is what looking through all records gives, and the
//! origin of a value makes that value again.

mod example;
#[allow(dead_code, reason = "nothing is mutated here")]
#[path = "properties/generate.rs"]
mod generate;
#[path = "ask/loops.rs"]
mod loops;
#[path = "ask/origins.rs"]
mod origins;
#[allow(dead_code, reason = "a walk drives machines itself")]
#[path = "properties/programs.rs"]
mod programs;
#[path = "ask/recorded.rs"]
mod recorded;
#[path = "ask/trees.rs"]
mod trees;

use example::examples;
use fastrand::Rng;
use programs::{generated, written};
use recorded::Recorded;
use wasmscope::load::load;
use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Value};
use wasmscope::syntax::LocalIdx;
use wasmscope::time::{Find, History, LastWriter, Location, Origin, Timeline, WriterSearch};
use wasmscope::view::{Lens, Place};

/// Steps of a run that are asked about at most.
const STEPS: u64 = 1_200;

/// Machines before the first instruction of something: all examples, what was written for
/// tests, and generated modules. `each` is told which.
fn programs(each: &mut dyn FnMut(&str, Machine, &mut Rng)) {
    for example in examples() {
        let starts = example.starts();
        let Some(start) = starts.first() else {
            continue;
        };
        let (machine, _) = example.machine(start);
        each(&example.name, machine, &mut Rng::with_seed(1));
    }
    let mut rng = Rng::with_seed(7);
    for (number, program) in written(&mut rng).enumerate() {
        each(
            &format!("written {number}"),
            program.machine,
            &mut Rng::with_seed(2),
        );
    }
    for seed in 0..60 {
        let mut rng = Rng::with_seed(seed);
        for program in generated(&mut rng) {
            each(&format!("generated from {seed}"), program.machine, &mut rng);
        }
    }
}

#[test]
fn last_writers_and_next_readers_are_those_of_the_records() {
    let mut asked = [0; 2];
    programs(&mut |name, machine, rng| {
        let mut run = Recorded::run(machine, STEPS);
        for _ in 0..25 {
            let counts = run.ask(name, rng);
            asked[0] += counts.0;
            asked[1] += counts.1;
        }
    });
    // Not only what was never touched.
    assert!(asked[0] > 1_000 && asked[1] > 1_000, "{asked:?}");
}

#[test]
fn an_origin_makes_its_value_again() {
    let mut checked = origins::Checked::default();
    programs(&mut |name, machine, rng| {
        let mut run = Recorded::run(machine, STEPS);
        for _ in 0..6 {
            origins::check(name, &mut run.timeline, rng, &mut checked);
        }
    });
    assert!(checked.operations > 1_000, "{checked:?}");
    assert!(checked.loads > 50 && checked.moves > 1_000, "{checked:?}");
}

#[test]
fn what_is_found_is_what_looking_at_every_state_finds() {
    programs(&mut |name, machine, rng| {
        let mut run = Recorded::run(machine, STEPS);
        let timeline = &mut run.timeline;
        let known = timeline.known();
        let modulus = rng.usize(2..9);
        let mut holds = |machine: &Machine| {
            let place = Place::innermost(machine);
            place.is_some_and(|place| place.frame.pc as usize % modulus < modulus / 2)
        };
        let mut wanted = Vec::new();
        for step in 0..=known {
            timeline.seek(step, u64::MAX);
            if holds(timeline.machine()) {
                wanted.push(step);
            }
        }
        timeline.seek(rng.u64(..=known), u64::MAX);
        let before = timeline.machine().digest();
        let mut find = Find::new(0, u64::MAX, 10_000);
        while !find.is_complete() {
            find.go_on(timeline, rng.u64(1..400), &mut holds);
        }
        assert_eq!(
            timeline.machine().digest(),
            before,
            "{name}: nothing has moved"
        );
        let states = find
            .stretches()
            .iter()
            .flat_map(|(first, last)| *first..=*last);
        assert!(
            states.eq(wanted.iter().copied()),
            "{name}: {:?}",
            find.stretches()
        );
        assert_eq!(find.count().1, wanted.len() as u64, "{name}");
        let begins = |step: &&u64| !wanted.contains(&step.wrapping_sub(1));
        for step in [0, known / 2, known] {
            let after = wanted.iter().filter(begins).find(|found| **found > step);
            assert_eq!(find.after(step), after.copied(), "{name}: after {step}");
            let before = wanted.iter().filter(begins).rfind(|found| **found < step);
            assert_eq!(find.before(step), before.copied(), "{name}: before {step}");
        }
    });
}

#[test]
fn only_so_many_stretches_are_kept_and_all_are_counted() {
    let mut timeline = timeline(LOOPS, "count", &[Value::I32(1_000)]);
    timeline.run(u64::MAX);
    let mut find = Find::new(0, u64::MAX, 10);
    let mut even = |machine: &Machine| machine.steps().is_multiple_of(2);
    find.go_on(&mut timeline, u64::MAX, &mut even);
    assert!(find.is_complete());
    let states = timeline.known() / 2 + 1;
    assert_eq!(
        (find.stretches().len(), find.count()),
        (10, (states, states))
    );
    assert_eq!(find.stretches()[9], (18, 18));
}

/// A timeline before the first instruction of an export.
fn timeline(text: &str, export: &str, args: &[Value]) -> Timeline {
    let program = load(text.as_bytes()).expect("the text is valid");
    let mut machine = Machine::new(MachineLimits::default());
    let imports: Vec<_> = (program.module.imports.iter())
        .map(|import| match &import.ty {
            wasmscope::syntax::ExternType::Func(ty) => {
                let store = machine.store_mut();
                let func = store.add_host_func(&import.module, &import.name, ty.clone());
                Some(ExternVal::Func(func))
            }
            other => panic!("{other:?} is not imported here"),
        })
        .collect();
    let instance = machine.instantiate(&program.module, &imports);
    let instance = instance.expect("it is instantiated");
    let Some(ExternVal::Func(func)) = machine.store().instance(instance).export(export) else {
        panic!("no function is exported as {export}");
    };
    machine.enter_call(func, args).expect("the arguments fit");
    Timeline::new(machine, History::default())
}

/// Loops that end, and loops that do not.
const LOOPS: &str = r#"(module
  (import "env" "ask" (func $ask (result i32)))
  (memory 3)
  (func (export "nothing") loop $l br $l end)
  (func (export "late") (param $n i32)
    loop $first
      (i32.store (i32.const 70000) (local.get $n))
      (br_if $first (local.tee $n (i32.sub (local.get $n) (i32.const 1))))
    end
    loop $l br $l end)
  (func (export "memory") (local $i i32)
    loop $l
      (i32.store8 (local.get $i) (i32.add (i32.load8_u (local.get $i)) (i32.const 1)))
      (local.set $i (i32.and (i32.add (local.get $i) (i32.const 512)) (i32.const 0x1ffff)))
      br $l
    end)
  (func $tail (export "tail") (param $x i32) (return_call $tail (local.get $x)))
  (func (export "counts in memory")
    loop $l
      (i32.store (i32.const 70000) (i32.add (i32.load (i32.const 70000)) (i32.const 1)))
      br $l
    end)
  (func (export "hosted") loop $l (drop (call $ask)) br $l end)
  (func (export "count") (param $n i32) (result i32) (local $i i32)
    loop $l
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n)))
    end
    local.get $i)
  (func (export "nested") (local $i i32) (local $j i32)
    block $out
      loop $outer
        (br_if $out (i32.ge_s (local.get $i) (i32.const 10)))
        (local.set $j (i32.const 0))
        loop $inner
          (local.set $j (i32.add (local.get $j) (i32.const 1)))
          (br_if $inner (i32.eqz (i32.eq (local.get $j) (i32.const 5))))
        end
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        br $outer
      end
    end)
)"#;

#[test]
fn a_long_past_is_looked_through_in_parts_from_few_snapshots() {
    for (bytes, gap) in [(0, 1 << 40), (256 << 20, 1 << 16), (256 << 20, 3 << 18)] {
        let text = r#"(module (memory 2)
          (func $deep (param $n i32)
            loop $l
              (i32.store (i32.const 8192) (local.get $n))
              (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1))))
            end)
          (func (export "main") (param $n i32) (local $early i32)
            (local.set $early (i32.const 77))
            (i32.store8 (i32.const 70000) (local.get $early))
            (call $deep (local.get $n))))"#;
        let mut timeline = timeline(text, "main", &[Value::I32(300_000)]);
        timeline = Timeline::new(timeline.machine().clone(), History { bytes, gap });
        timeline.run(2_000_000);
        let memory = timeline.machine().store().instances()[0].memories[0];
        let far = Location::Memory {
            memory,
            addr: 70_000,
            len: 1,
        };
        let near = Location::Memory {
            memory,
            addr: 8_193,
            len: 2,
        };
        let early = Location::Local {
            depth: 0,
            local: LocalIdx(1),
        };
        let counter = Location::Local {
            depth: 1,
            local: LocalIdx(0),
        };
        for (location, fuel, wanted) in [
            (far, 90_000, (4, "i32.store8")),
            (early, 200_000, (1, "local.set")),
            (near, 1_000_000, (1_999_999, "i32.store")),
            (counter, 20_000, (1_999_994, "local.tee")),
        ] {
            let mut search = WriterSearch::new(&timeline, location).expect("it is there");
            let writer =
                (0..2_000).find_map(|_| search.go_on(&mut timeline, fuel, Lens::default()));
            let Some(LastWriter::Step(record)) = writer else {
                panic!("{location:?} was written: {writer:?}");
            };
            assert_eq!((record.n, record.op), wanted, "{location:?}, {gap}");
            assert_eq!(timeline.step(), 2_000_000);
        }
        let mut origin = Origin::new(&timeline, far, 10).expect("it is there");
        for _ in 0..2_000 {
            origin.go_on(&mut timeline, 100_000);
        }
        assert!(origin.is_complete());
        assert_eq!(origin.nodes()[1].value, Some(Value::I32(77)));
    }
}
