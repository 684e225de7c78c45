//! Programs on WASI in time: nobody is asked twice, and a branch begins with what was.

use crate::guest::{machine, module};
use crate::world::{Folder, memory};
use fastrand::Rng;
use std::fs;
use wasmscope::exec::Outcome;
use wasmscope::host::wasi::{Called, Journal, Process, System};
use wasmscope::runtime::{Machine, Status};
use wasmscope::time::{Arrival, History, Timeline};

/// Does one of several things, again and again, as numbers at random say that it asks for.
const WANDERING: &str = r#"
(local.set $other #2000)
(local.set $fd (call $open @"new" #1))
(loop $next
  (call $is (call $random_get #0 #4) #0)
  (block $done
    (block $print (block $input (block $unlink (block $time (block $read (block $write
      (br_table $write $read $time $unlink $input $print
        (i32.and (i32.load #0) #7)))
      ;; Writes somewhere, what the numbers are.
      (call $buffer #0 #4)
      (call $is (call $fd_pwrite (local.get $fd) #128 #1
        (i64.extend_i32_u (i32.and (i32.load #0) #8191)) #8) #0)
      (br $done))
    (call $buffer #1024 #64)
    (call $is (call $fd_pread (local.get $fd) #128 #1
      (i64.extend_i32_u (i32.and (i32.load #0) #4095)) #8) #0)
    (br $done))
    (call $is (call $clock_time_get #0 %0 #64) #0)
    (br $done))
    (drop (call $path_unlink_file #3 @"new"))
    (drop (call $fd_close (local.get $fd)))
    (local.set $fd (call $open @"new" #1))
    (br $done))
    (drop (call $get #0 #1))
    (br $done))
  (call $put #1 @"x"))
  (br_if $next (local.tee $other (i32.sub (local.get $other) #1))))
"#;

/// Runs a machine to its end; `seen` is shown it before each call.
fn finish(
    machine: &mut Machine,
    mut answer: impl FnMut(&Machine) -> Called,
    mut seen: impl FnMut(&Machine),
) {
    while machine.run(u64::MAX) == Outcome::HostCall {
        seen(machine);
        let Called::Answer(reply, _) = answer(machine) else {
            panic!("nothing is waited for");
        };
        machine.answer(&reply).expect("it fits");
    }
    assert_eq!(*machine.status(), Status::Returned(Vec::new()));
}

/// What is answered to the call that waits; what the program checks is taken as it is.
fn answer(
    machine: &Machine,
    wasi: impl FnOnce(&wasmscope::exec::HostCall) -> Option<Called>,
) -> Called {
    let call = machine.host_call().expect("a call waits");
    match wasi(&call) {
        Some(called) => called,
        None => {
            assert_eq!(call.args[0], call.args[1], "at step {}", machine.steps());
            Called::Answer(Default::default(), None)
        }
    }
}

#[test]
fn a_branch_of_the_past_finds_what_was_there() {
    let mut journal = Journal::new(memory());
    let mut first = machine(&module(WANDERING), false);
    let mut random = Rng::with_seed(1);
    let mut kept: Vec<Machine> = Vec::new();
    let mut calls = 0;
    let ask = |journal: &mut Journal, machine: &Machine| {
        answer(machine, |call| journal.call(machine, call))
    };
    finish(
        &mut first,
        |machine| ask(&mut journal, machine),
        |machine| {
            calls += 1;
            if random.u32(..400) == 0 {
                kept.push(machine.clone());
            }
        },
    );
    assert!(
        calls > 5000 && kept.len() > 5,
        "{calls} calls, {} kept",
        kept.len()
    );
    random.shuffle(&mut kept);
    for mut machine in kept {
        let step = machine.steps();
        finish(&mut machine, |machine| ask(&mut journal, machine), |_| {});
        assert_eq!(machine.digest(), first.digest(), "from step {step}");
    }
}

/// Runs through a timeline, then jumps about in it.
fn wander<S: System>(process: &mut Process<S>) {
    let text = module(WANDERING);
    let history = History {
        bytes: 8 << 20,
        gap: 1000,
    };
    let mut timeline = Timeline::new(machine(&text, false), history);
    let mut digests = vec![(0, timeline.machine().digest())];
    while timeline.run(u64::MAX) == Outcome::HostCall {
        let machine = timeline.machine();
        digests.push((timeline.step(), machine.digest()));
        let called = answer(machine, |call| process.call(machine, call));
        let Called::Answer(reply, _) = called else {
            panic!("nothing is waited for")
        };
        timeline.answer(reply).expect("it fits");
    }
    digests.push((timeline.step(), timeline.machine().digest()));
    let mut random = Rng::with_seed(2);
    for _ in 0..200 {
        let (step, digest) = digests[random.usize(..digests.len())];
        // `There`, and never `Waiting`: every answer is known.
        assert_eq!(timeline.seek(step, u64::MAX), Arrival::There);
        assert_eq!(timeline.machine().digest(), digest, "at step {step}");
    }
}

#[test]
fn all_states_are_reached_again_without_asking_in_memory() {
    wander(&mut memory());
}

#[cfg(unix)]
#[test]
fn all_states_are_reached_again_without_asking_on_the_disk() {
    let folder = Folder::new();
    wander(&mut folder.process());
    // It is not asked even where it could not answer so again.
    assert!(fs::exists(folder.0.join("inside/new")).unwrap());
}

/// Standard input that a person types: a read waits for it, in a branch as well.
#[test]
fn a_read_waits_until_something_is_given() {
    use wasmscope::host::wasi::Memory;
    let text = module(
        r#"(drop (call $get #0 #4))
        (call $same #1024 @"one")
        (call $is (call $get #0 #64) #3)
        (call $is (call $get #0 #64) #0)"#,
    );
    let mut journal = Journal::new(Process::new(Memory::new(0).interactive()));
    let run = |machine: &mut Machine, journal: &mut Journal| -> bool {
        while machine.run(u64::MAX) == Outcome::HostCall {
            let waiting = machine.clone();
            match answer(&waiting, |call| journal.call(&waiting, call)) {
                Called::Waits => return true,
                Called::Answer(reply, _) => drop(machine.answer(&reply).expect("it fits")),
            }
        }
        false
    };
    let mut machine = machine(&text, false);
    assert!(run(&mut machine, &mut journal));
    let early = machine.clone();
    journal.give(machine.steps(), b"one\ntwo");
    assert!(run(&mut machine, &mut journal), "it waits for the end");
    journal.end_input(machine.steps());
    assert!(!run(&mut machine, &mut journal));
    // Back before anything was typed: what was typed at that call is still there, what was
    // typed later is not.
    let mut again = early;
    assert!(run(&mut again, &mut journal));
    assert!(journal.process().system().is_open());
    journal.end_input(again.steps());
    assert!(!run(&mut again, &mut journal));
    assert_eq!(again.digest(), machine.digest());
}
