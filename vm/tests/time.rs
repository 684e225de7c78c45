//! Every state of a run is reached from everywhere, and is that of a fresh run.

use wasmscope::exec::{Answer, Outcome};
use wasmscope::load::load;
use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Status, Value};
use wasmscope::syntax::ExternType;
use wasmscope::time::{Arrival, History, Timeline};

const RECURSION: &str = r#"(module
  (func $fib (export "run") (result i32) (call $f (i32.const 9)))
  (func $f (param $n i32) (result i32)
    (if (result i32) (i32.lt_u (local.get $n) (i32.const 2))
      (then (local.get $n))
      (else (i32.add (call $f (i32.sub (local.get $n) (i32.const 1)))
                     (call $f (i32.sub (local.get $n) (i32.const 2))))))))"#;

/// Writes, grows, copies, asks the host, and traps in the end.
const EVERYTHING: &str = r#"(module
  (import "env" "ask" (func $ask (param i32) (result i32)))
  (memory 1 4) (table $t 4 100 funcref) (global $g (mut i64) (i64.const 0))
  (elem $e func $nine) (data $d "some bytes")
  (func $nine (result i32) i32.const 9)
  (func (export "run") (local $i i32)
    (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 1))
    (elem.drop $e)
    (loop $again
      (memory.init $d (i32.mul (local.get $i) (i32.const 4097)) (i32.const 0) (i32.const 10))
      (i32.store offset=100 (i32.mul (local.get $i) (i32.const 5000))
        (call $ask (local.get $i)))
      (global.set $g (i64.add (global.get $g) (i64.extend_i32_u (call_indirect (result i32) (i32.const 0)))))
      (if (i32.eq (local.get $i) (i32.const 7)) (then
        (drop (memory.grow (i32.const 1)))
        (drop (table.grow $t (ref.func $nine) (i32.const 30)))
        (i32.store (i32.const 65536) (i32.const -1))))
      (if (i32.eq (local.get $i) (i32.const 11)) (then (data.drop $d)))
      (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 12))))
    (memory.init $d (i32.const 0) (i32.const 0) (i32.const 10))))"#;

/// A machine before the first instruction of the export `run`.
fn machine(text: &str) -> Machine {
    let program = load(text.as_bytes()).expect("the program is valid");
    let mut machine = Machine::new(MachineLimits::default());
    let imports: Vec<_> = (program.module.imports.iter())
        .map(|import| {
            let ExternType::Func(ty) = &import.ty else {
                panic!("only functions are imported")
            };
            let func = machine
                .store_mut()
                .add_host_func(&import.module, &import.name, ty.clone());
            Some(ExternVal::Func(func))
        })
        .collect();
    let instance = machine
        .instantiate(&program.module, &imports)
        .expect("it is instantiated");
    let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run") else {
        panic!("it exports `run`");
    };
    machine.enter_call(run, &[]).expect("`run` takes nothing");
    machine
}

/// What the host says the first time; the timeline must never ask twice.
fn answer(machine: &Machine) -> Answer {
    let call = machine.host_call().expect("a call waits");
    let Value::I32(asked) = call.args[0] else {
        panic!("it asks with an i32")
    };
    Answer::results(vec![Value::I32(asked * 3 + 1)])
}

/// All states of a fresh run, in order.
fn states(first: &Machine) -> Vec<Machine> {
    let mut states = vec![first.clone()];
    while states[states.len() - 1].status() == &Status::Running {
        let mut next = states[states.len() - 1].clone();
        if next.step() == Outcome::HostCall && next.steps() == states[states.len() - 1].steps() {
            let answer = answer(&next);
            next.answer(&answer).expect("the answer fits");
        }
        states.push(next);
    }
    states
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

fn walk(text: &str, history: History, seed: u64) {
    let first = machine(text);
    let states = states(&first);
    let last = states.len() as u64 - 1;
    let mut timeline = Timeline::new(first, history);
    let mut asked = std::collections::BTreeSet::new();
    let mut numbers = Numbers(seed);
    for _ in 0..400 {
        let target = numbers.below(last + 5);
        loop {
            match timeline.seek(target, 1 + numbers.below(200)) {
                Arrival::OutOfFuel => {}
                Arrival::Exhausted(limit) => panic!("not enough memory for the {limit}"),
                Arrival::Waiting => {
                    assert!(asked.insert(timeline.step()), "the host is asked once");
                    timeline
                        .answer(answer(timeline.machine()))
                        .expect("the answer fits");
                }
                Arrival::There => {
                    assert_eq!(timeline.step(), target);
                    break;
                }
                Arrival::Ended => {
                    assert!(target > last);
                    assert_eq!(timeline.step(), last);
                    break;
                }
            }
        }
        let fresh = &states[timeline.step() as usize];
        assert!(
            timeline.machine() == fresh,
            "state {} differs",
            timeline.step()
        );
        assert_eq!(timeline.machine().digest(), fresh.digest());
    }
}

#[test]
fn walks_agree_with_fresh_runs_whatever_is_kept() {
    for text in [RECURSION, EVERYTHING] {
        for (bytes, gap) in [
            (1 << 30, 1),
            (1 << 30, 37),
            (200_000, 5),
            (0, 10),
            (1 << 30, 1 << 20),
        ] {
            walk(text, History { bytes, gap }, bytes as u64 ^ gap);
        }
    }
}

#[test]
fn the_budget_is_kept_and_snapshots_thin_out() {
    let mut timeline = Timeline::new(
        machine(RECURSION),
        History {
            bytes: 40_000,
            gap: 1,
        },
    );
    timeline.run(u64::MAX);
    let (count, bytes) = timeline.saved();
    assert!(bytes <= 40_000, "{count} snapshots take {bytes} bytes");
    assert!(count > 10, "{count} snapshots");
}

#[test]
fn saved_before_tells_the_nearest_snapshot_of_the_past() {
    let history = History {
        bytes: usize::MAX,
        gap: 10,
    };
    let mut timeline = Timeline::new(machine(RECURSION), history);
    timeline.run(35);
    let saved = |step| timeline.saved_before(step);
    let found = [0, 1, 10, 11, 30, 1_000].map(saved);
    assert_eq!(
        found,
        [None, Some(0), Some(0), Some(10), Some(20), Some(30)]
    );
}

#[test]
fn over_back_undoes_a_call_whole_and_else_one_instruction() {
    let first = machine(RECURSION);
    let states = states(&first);
    let mut timeline = Timeline::new(first, History::default());
    for here in 1..states.len() as u64 {
        assert_eq!(timeline.seek(here, u64::MAX), Arrival::There);
        let target = timeline.over_back().expect("there is a step before");
        let (now, before) = (&states[here as usize], &states[here as usize - 1]);
        if !now.frames().is_empty() && before.frames().len() > now.frames().len() {
            // In the frame looked at, at the call that has just returned into it.
            let frames = states[target as usize].frames();
            assert_eq!(frames.len(), now.frames().len());
            assert_eq!(
                frames[frames.len() - 1].pc + 1,
                now.frames()[frames.len() - 1].pc
            );
            assert_eq!(
                frames[frames.len() - 1].entered,
                now.frames()[frames.len() - 1].entered
            );
        } else {
            assert_eq!(target, here - 1);
        }
    }
    timeline.seek(0, u64::MAX);
    assert_eq!(timeline.over_back(), None);
}

#[test]
fn out_back_goes_before_the_tail_call_that_made_the_innermost_frame() {
    let text = r#"(module
      (func (export "run") (result i32) (i32.const 3) (return_call $down))
      (func $down (param $n i32) (result i32)
        (if (i32.eqz (local.get $n)) (then (return (call $last))))
        (return_call $down (i32.sub (local.get $n) (i32.const 1))))
      (func $last (result i32) (return_call $ten))
      (func $ten (result i32) (nop) (i32.const 10)))"#;
    let first = machine(text);
    let states = states(&first);
    let mut timeline = Timeline::new(first, History::default());
    timeline.seek(states.len() as u64 - 4, u64::MAX);
    let mut seen = Vec::new();
    while let Some(target) = timeline.out_back() {
        if timeline.step() == target {
            break;
        }
        timeline.seek(target, u64::MAX);
        let frame = timeline
            .machine()
            .frames()
            .last()
            .expect("there is a frame");
        seen.push((timeline.machine().frames().len(), frame.func.0));
    }
    // Before the call of `$ten`, that of `$last`, four times that of `$down`, the start.
    let down = (1, 1);
    assert_eq!(seen, [(2, 2), down, down, down, down, (1, 0), (1, 0)]);
}

#[test]
fn out_back_goes_before_the_call_of_the_innermost_frame() {
    let first = machine(RECURSION);
    let states = states(&first);
    let mut timeline = Timeline::new(first, History::default());
    for here in 0..states.len() as u64 {
        timeline.seek(here, u64::MAX);
        let frames = states[here as usize].frames();
        match frames.len() {
            0 => assert_eq!(timeline.out_back(), None),
            1 => assert_eq!(timeline.out_back(), Some(0)),
            depth => {
                let target = timeline.out_back().expect("there is a frame");
                assert_eq!(states[target as usize].frames().len(), depth - 1);
                assert_eq!(states[target as usize + 1].frames().len(), depth);
                assert_eq!(
                    states[target as usize + 1].frames()[depth - 1].entered,
                    frames[depth - 1].entered
                );
            }
        }
    }
}

#[test]
fn snapshots_share_what_did_not_change() {
    let text = r#"(module (memory 100) (func (export "run")
        (loop $l (i32.store (i32.const 0) (i32.const 1)) (br $l))))"#;
    let history = History {
        bytes: usize::MAX,
        gap: 1000,
    };
    let mut timeline = Timeline::new(machine(text), history);
    timeline.run(1_000_000);
    let (count, bytes) = timeline.saved();
    assert_eq!(count, 1001);
    // One block of 4 KiB and its node each, not 6.4 MB.
    assert!(bytes < 1001 * 20_000, "{bytes} bytes");
}

#[test]
fn another_answer_in_the_past_makes_another_future() {
    let text = r#"(module (import "env" "ask" (func $ask (param i32) (result i32)))
        (func (export "run") (result i32) (call $ask (i32.const 1))))"#;
    let mut timeline = Timeline::new(machine(text), History::default());
    let say = |timeline: &mut Timeline, value| {
        timeline.seek(1, u64::MAX);
        timeline
            .answer(Answer::results(vec![Value::I32(value)]))
            .expect("the answer fits");
        timeline.run(u64::MAX);
    };
    for value in [1, 2, 2, 3] {
        say(&mut timeline, value);
        let returned = Status::Returned(vec![Value::I32(value)]);
        assert_eq!(*timeline.machine().status(), returned);
        timeline.seek(0, u64::MAX);
        assert_eq!(timeline.seek(100, u64::MAX), Arrival::Ended);
        assert_eq!(*timeline.machine().status(), returned);
    }
}

#[test]
fn work_stops_a_run_between_two_instructions_and_changes_nothing_else() {
    let text = r#"(module (memory 16) (func (export "run") (local $i i32)
        (loop $again
          (memory.fill (i32.const 0) (local.get $i) (i32.const 1000000))
          (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 20))))))"#;
    let mut whole = machine(text);
    assert_eq!(whole.run(u64::MAX), Outcome::Ended);
    let mut parts = machine(text);
    let mut yields = 0;
    while parts.run_within(u64::MAX, 3_000_000) == Outcome::Yielded {
        yields += 1;
    }
    assert_eq!(yields, 6);
    assert!(parts == whole);
}
