//! Calls a second, of functions and of the host.

use super::{entered, in_turns, ms, timed, wasmi};
use std::time::Duration;
use wasmscope::exec::{Answer, Outcome};
use wasmscope::runtime::{Status, Value};

/// Programs that call something `n` times, with how often.
const PROGRAMS: [(&str, &str, i32); 5] = [
    (
        "of an empty function",
        r#"(module (func $empty)
          (func (export "run") (param $n i32) (result i32)
            (loop $again
              (call $empty)
              (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
            (local.get $n)))"#,
        2_000_000,
    ),
    (
        "with two arguments and a local",
        include_str!("../kernels/calls.wat"),
        2_000_000,
    ),
    (
        "through a table",
        r#"(module (type $t (func (param i32) (result i32))) (table funcref (elem $f $g))
          (func $f (type $t) (local.get 0)) (func $g (type $t) (local.get 0))
          (func (export "run") (param $n i32) (result i32)
            (loop $again
              (drop (call_indirect (type $t) (local.get $n)
                (i32.and (local.get $n) (i32.const 1))))
              (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
            (local.get $n)))"#,
        2_000_000,
    ),
    (
        "in the place of its own",
        r#"(module
          (func $down (export "run") (param $n i32) (result i32)
            (if (i32.eqz (local.get $n)) (then (return (i32.const 0))))
            (return_call $down (i32.sub (local.get $n) (i32.const 1)))))"#,
        2_000_000,
    ),
    (
        "of the host",
        r#"(module (import "env" "host" (func $host (param i32 i32) (result i32)))
          (func (export "run") (param $n i32) (result i32)
            (loop $again
              (drop (call $host (local.get $n) (i32.const 1)))
              (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
            (local.get $n)))"#,
        300_000,
    ),
];

/// Recursive calls: fib(27) has so many.
const FIB: i32 = 832_039;

pub(crate) fn print() {
    println!("calls                            million/s   wasmi's   ratio of times");
    let fib = (
        "of itself: fib(27)",
        include_str!("../kernels/fib.wat"),
        27,
        FIB,
    );
    let others = PROGRAMS.map(|(name, text, count)| (name, text, count, count));
    for (name, text, argument, count) in std::iter::once(fib).chain(others) {
        let [ours, theirs] = in_turns([&mut || called(text, argument), &mut || {
            wasmi(text.as_bytes(), argument)
        }]);
        let rate = |time: Duration| f64::from(count) / ms(time) / 1e3;
        println!(
            "{name:32} {:<11.1} {:<9.1} {:.2}",
            rate(ours),
            rate(theirs),
            ms(ours) / ms(theirs)
        );
    }
}

/// The time of a call of `run`; the host gives its first argument.
fn called(text: &str, argument: i32) -> Duration {
    let mut machine = entered(text.as_bytes(), argument);
    let time = timed(|| {
        while machine.run(1 << 40) == Outcome::HostCall {
            let call = machine.host_call().expect("a call waits");
            let answer = Answer::results(vec![call.args[0]]);
            machine.answer(&answer).expect("it is of the call's type");
        }
    });
    let Status::Returned(results) = machine.status() else {
        panic!("it returns");
    };
    assert!(matches!(results[..], [Value::I32(_)]));
    time
}
