//! Runs of programs with memories too large to be flat, and what such memories are made of.

mod watching;

use wasmscope::exec::{Answer, InstantiateError, Outcome};
use wasmscope::runtime::{Limit, Machine, MachineLimits, MemAddr, Memory, Value, WriteError};
use wasmscope::time::{Arrival, History, Timeline};
use wasmscope::view;
use watching::{enter, instance_within, results};

const LARGE: MemAddr = MemAddr(0);
const FLAT: MemAddr = MemAddr(1);

fn limits(pages: u64) -> MachineLimits {
    MachineLimits {
        memory_pages: pages,
        ..MachineLimits::default()
    }
}

/// Begins flat, grows beyond what is kept flat, fills its limit and frees it again.
const WALK: &str = r#"(module (memory i64 1)
  (func (export "main") (local $i i64)
    (i64.store (i64.const 8) (i64.const 77))
    (drop (memory.grow (i64.const 3)))
    (i64.store (i64.const 0x3ffe0) (i64.const 78))
    (drop (memory.grow (i64.const 0x10000000)))
    (loop $l
      (i64.store (i64.mul (local.get $i) (i64.const 0x100000ffd)) (i64.const -1))
      (memory.fill (i64.mul (local.get $i) (i64.const 0x1000)) (i32.const 0) (i64.const 0x30000000))
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br_if $l (i64.lt_u (local.get $i) (i64.const 40))))
    (memory.copy (i64.const 0x7000000001) (i64.const 0) (i64.const 0x5000000000))))"#;

#[test]
fn every_state_is_reached_from_everywhere() {
    let (mut first, main) = instance_within(WALK, limits(64));
    enter(&mut first, main, "main", &[]);
    let mut states = vec![first.clone()];
    loop {
        let mut next = states[states.len() - 1].clone();
        match next.step() {
            Outcome::Paused => states.push(next),
            Outcome::Ended => break states.push(next),
            other => panic!("{other:?}"),
        }
    }
    for (bytes, gap) in [(1 << 30, 1), (1 << 30, 37), (400_000, 5), (0, 10)] {
        let mut timeline = Timeline::new(first.clone(), History { bytes, gap });
        let mut numbers = fastrand::Rng::with_seed(gap);
        timeline.run(u64::MAX);
        for _ in 0..100 {
            let step = numbers.usize(..states.len());
            assert_eq!(timeline.seek(step as u64, u64::MAX), Arrival::There);
            assert!(timeline.machine() == &states[step], "state {step}");
            assert_eq!(timeline.machine().digest(), states[step].digest());
        }
        let (_, taken) = timeline.saved();
        assert!(taken <= bytes || bytes == 0, "{taken} of {bytes} bytes");
    }
}

#[test]
fn active_segments_lie_anywhere_within_the_limit() {
    let text = r#"(module (memory i64 0x20000) (data (i64.const 0x1fffffffe) "ab"))"#;
    let (machine, _) = instance_within(text, limits(1));
    assert_eq!(view::memory(&machine, LARGE, 0x1_ffff_fffc, 9), *b"\0\0ab");
    let text = format!(
        r#"(module (memory i64 0x20000) (data (i64.const 0xfff) "{}"))"#,
        "x".repeat(70_000)
    );
    let module = watching::module(&text);
    let error = Machine::new(limits(1)).instantiate(&module, &[]);
    let Err(InstantiateError::Exhausted {
        limit,
        wanted,
        most,
    }) = error
    else {
        panic!("{error:?}")
    };
    assert_eq!((limit, wanted, most), (Limit::Memory, 2, 1));
}

#[test]
fn the_host_writes_all_or_nothing() {
    let text = r#"(module (import "env" "ask" (func $ask)) (memory i64 0x20000) (memory 1)
        (func (export "main") (call $ask)))"#;
    let (mut machine, main) = instance_within(text, limits(1));
    enter(&mut machine, main, "main", &[]);
    assert_eq!(machine.run(u64::MAX), Outcome::HostCall);
    let bytes = |len: usize| vec![1; len].into_boxed_slice();
    let answer = |large: usize| Answer {
        writes: vec![
            (FLAT, 0, bytes(4)),
            (LARGE, 0, bytes(10)),
            (LARGE, 0x1_0000_0001, bytes(large)),
        ],
        ..Answer::default()
    };
    let before = machine.clone();
    let outcome = machine.answer(&answer(4096 * 15));
    assert_eq!(outcome, Ok(Outcome::Exhausted(Limit::Memory)));
    assert!(machine == before);
    assert_eq!(machine.answer(&answer(4096 * 15 - 1)), Ok(Outcome::Paused));
    assert_eq!(view::memory(&machine, LARGE, 0x1_0000_0000, 3), [0, 1, 1]);
    assert_eq!(view::memory(&machine, FLAT, 3, 2), [1, 0]);
}

#[test]
fn a_memory_with_32_bit_addresses_is_flat_within_the_limit() {
    let text = r#"(module (memory 1)
        (func (export "main") (param i32) (result i32) (memory.grow (local.get 0))))"#;
    let grown = |pages: i32| {
        let (mut machine, main) = instance_within(text, limits(8));
        enter(&mut machine, main, "main", &[Value::I32(pages)]);
        assert_eq!(machine.run(u64::MAX), Outcome::Ended);
        results(&machine)
    };
    assert_eq!(grown(7), [Value::I32(1)]);
    assert_eq!(grown(8), [Value::I32(-1)]);
    let memory = Memory::new(instance_memory(text), &limits(8));
    let mut memory = memory.expect("a small memory");
    assert_eq!(memory.write(65_535, &[1, 2]), Err(WriteError::OutOfBounds));
    assert!(!memory.is_sparse());
}

fn instance_memory(text: &str) -> wasmscope::syntax::MemoryType {
    watching::module(text).memories[0]
}
