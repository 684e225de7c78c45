//! Programs on WASI in the page's machine: another way from the past begins with what was
//! there, and gives what a fresh run that goes the same way gives.

mod started;

use std::collections::BTreeSet;

use wasmscope::exec::HostCall;
use wasmscope::host::wasi::{Called, Journal};
use wasmscope::runtime::{Machine, Status, Value};
use wasmscope_web::model::branches::Spot;
use wasmscope_web::model::debugger::{Advance, Debugger};
use wasmscope_web::model::host::{Host, Reply};
use wasmscope_web::model::wasi::{Gift, begin};

/// Writes numbers at random into a file at places that a local says, reads what is there, and
/// looks at the clock; the sum of it all is the result.
const SOURCE: &str = r#"(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_pread" (func $read (param i32 i32 i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_pwrite" (func $write (param i32 i32 i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $now (param i32 i64 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 100) "data")
  (func $main (export "_start") (result i32) (local $left i32) (local $place i64) (local $sum i32)
    (local.set $left (i32.const 60))
    (i32.store (i32.const 16) (i32.const 32))
    (i32.store (i32.const 20) (i32.const 4))
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 100) (i32.const 4) (i32.const 1)
      (i64.const 0x46) (i64.const 0) (i32.const 0) (i32.const 8)))
    (loop $next
      (drop (call $random (i32.const 32) (i32.const 4)))
      (drop (call $write (i32.load (i32.const 8)) (i32.const 16) (i32.const 1) (local.get $place)
        (i32.const 12)))
      (drop (call $now (i32.const 1) (i64.const 0) (i32.const 40)))
      (local.set $place
        (i64.and (i64.add (local.get $place) (i64.load32_u (i32.const 32))) (i64.const 255)))
      (drop (call $read (i32.load (i32.const 8)) (i32.const 16) (i32.const 1) (local.get $place)
        (i32.const 12)))
      (local.set $sum (i32.add (i32.load (i32.const 40))
        (i32.add (i32.mul (local.get $sum) (i32.const 31)) (i32.load (i32.const 32)))))
      (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
    (local.get $sum)))"#;

/// The host that the page has for such programs.
struct Wasi(Journal);

impl Wasi {
    fn new() -> Self {
        let gift = Gift {
            seed: 9,
            ..Gift::default()
        };
        Self(begin(&gift, &[]).expect("nothing is wrong with it"))
    }
}

impl Host for Wasi {
    fn call(&mut self, machine: &Machine, call: &HostCall) -> Reply {
        match self.0.call(machine, call) {
            Some(Called::Answer(answer, _)) => Reply::Answer(answer),
            other => panic!("{other:?}"),
        }
    }
}

fn seek(debugger: &mut Debugger, step: u64, host: &mut Wasi) -> Advance {
    debugger.seek(step, &mut 1_000_000, host)
}

fn digest(debugger: &Debugger) -> (u64, u64) {
    let machine = debugger.machine().expect("it was started");
    assert!(matches!(machine.status(), Status::Returned(_)));
    (machine.steps(), machine.digest())
}

/// Changes the place at a step, and runs to the end.
fn detour(debugger: &mut Debugger, host: &mut Wasi, step: u64, place: i64) -> (u64, u64) {
    assert_eq!(seek(debugger, step, host), Advance::Goal);
    let spot = Spot::Local { frame: 0, index: 1 };
    if debugger
        .change(spot, Value::I64(place))
        .expect("it can be changed")
    {
        // As the page does where a branch begins.
        host.0.go_back(step);
    }
    assert_eq!(seek(debugger, u64::MAX, host), Advance::Ended);
    digest(debugger)
}

#[test]
fn a_branch_gives_what_a_fresh_run_gives() {
    let mut host = Wasi::new();
    let mut debugger = started::debugger(SOURCE, "_start", &[]);
    assert_eq!(seek(&mut debugger, u64::MAX, &mut host), Advance::Ended);
    let (last, first) = digest(&debugger);
    let mut seen = BTreeSet::from([first]);
    for (number, step) in [last / 2, last / 7, last - 60, 40, last / 3]
        .into_iter()
        .enumerate()
    {
        let place = 17 + number as i64;
        let branch = detour(&mut debugger, &mut host, step, place);
        let mut fresh = (started::debugger(SOURCE, "_start", &[]), Wasi::new());
        // Each comes from a branch of the one before: a fresh run has to go all these ways.
        for (number, earlier) in [last / 2, last / 7, last - 60, 40, last / 3]
            .into_iter()
            .take(number)
            .enumerate()
            .filter(|(_, earlier)| *earlier < step)
        {
            let spot = Spot::Local { frame: 0, index: 1 };
            assert_eq!(seek(&mut fresh.0, earlier, &mut fresh.1), Advance::Goal);
            let place = Value::I64(17 + number as i64);
            fresh.0.change(spot, place).expect("it can be changed");
        }
        assert_eq!(
            detour(&mut fresh.0, &mut fresh.1, step, place),
            branch,
            "from step {step}"
        );
        seen.insert(branch.1);
    }
    assert!(seen.len() > 3, "the changes change nothing");
}
