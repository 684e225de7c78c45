//! Memories that are too large to be flat: as the small ones, but that only what is not zero
//! takes room.

mod watching;

use std::collections::BTreeMap;
use wasmscope::exec::Outcome;
use wasmscope::observe::{MemEffect, step_recorded};
use wasmscope::runtime::{
    InstanceAddr, Limit, Machine, MachineLimits, MemAddr, Memory, Status, Trap, Value,
};
use wasmscope::view::{self, Lens};
use watching::{enter, instance_within, results};

/// Everything that can be done with a memory, by exports; memory `$m` is sparse from the
/// beginning, `$n` is flat.
const ALL: &str = r#"(module
  (memory $m (export "m") i64 0x100000)
  (memory $n (export "n") 1)
  (data $d "0123456789abcdef")
  (func (export "size") (result i64) (memory.size $m))
  (func (export "grow") (param i64) (result i64) (memory.grow $m (local.get 0)))
  (func (export "store8") (param i64 i64) (i64.store8 $m (local.get 0) (local.get 1)))
  (func (export "store16") (param i64 i64) (i64.store16 $m (local.get 0) (local.get 1)))
  (func (export "store32") (param i64 i64) (i64.store32 $m (local.get 0) (local.get 1)))
  (func (export "store64") (param i64 i64) (i64.store $m (local.get 0) (local.get 1)))
  (func (export "store128") (param i64 i64)
    (v128.store $m (local.get 0) (i64x2.splat (local.get 1))))
  (func (export "load8") (param i64) (result i64) (i64.load8_u $m (local.get 0)))
  (func (export "load16s") (param i64) (result i64) (i64.load16_s $m (local.get 0)))
  (func (export "load64") (param i64) (result i64) (i64.load $m (local.get 0)))
  (func (export "load64beyond") (param i64) (result i64)
    (i64.load8_u $m offset=0xffffffffffffffff (local.get 0)))
  (func (export "load128") (param i64) (result i64)
    (i64x2.extract_lane 1 (v128.load $m (local.get 0))))
  (func (export "fill") (param i64 i64 i64)
    (memory.fill $m (local.get 0) (i32.wrap_i64 (local.get 1)) (local.get 2)))
  (func (export "copy") (param i64 i64 i64)
    (memory.copy $m $m (local.get 0) (local.get 1) (local.get 2)))
  (func (export "to") (param i64 i64 i64)
    (memory.copy $m $n (local.get 0) (i32.wrap_i64 (local.get 1)) (i32.wrap_i64 (local.get 2))))
  (func (export "from") (param i64 i64 i64)
    (memory.copy $n $m (i32.wrap_i64 (local.get 0)) (local.get 1) (i32.wrap_i64 (local.get 2))))
  (func (export "init") (param i64 i64 i64)
    (memory.init $m $d (local.get 0) (i32.wrap_i64 (local.get 1)) (i32.wrap_i64 (local.get 2)))))"#;

const LARGE: MemAddr = MemAddr(0);
const FLAT: MemAddr = MemAddr(1);

/// 64 GiB, the size of the memory in [`ALL`].
const END: u64 = 0x10_0000 << 16;

fn limits(pages: u64) -> MachineLimits {
    MachineLimits {
        memory_pages: pages,
        ..MachineLimits::default()
    }
}

/// One machine, called again and again.
struct Calls {
    machine: Machine,
    main: InstanceAddr,
}

impl Calls {
    fn new(pages: u64) -> Self {
        let (machine, main) = instance_within(ALL, limits(pages));
        Self { machine, main }
    }

    fn begin(&mut self, name: &str, args: &[u64]) {
        let args: Vec<Value> = args.iter().map(|arg| Value::I64(*arg as i64)).collect();
        enter(&mut self.machine, self.main, name, &args);
    }

    fn ends(&mut self, name: &str, args: &[u64]) -> Outcome {
        self.begin(name, args);
        self.machine.run(u64::MAX)
    }

    /// What a call gives; 0 when it has no result.
    fn call(&mut self, name: &str, args: &[u64]) -> u64 {
        assert_eq!(self.ends(name, args), Outcome::Ended, "{name}{args:?}");
        match results(&self.machine)[..] {
            [Value::I64(value)] => value as u64,
            _ => 0,
        }
    }

    fn traps(&mut self, name: &str, args: &[u64]) {
        assert_eq!(self.ends(name, args), Outcome::Ended);
        let out_of_bounds = Status::Trapped(Trap::OutOfBoundsMemoryAccess);
        assert_eq!(self.machine.status(), &out_of_bounds, "{name}{args:?}");
    }

    fn memory(&self) -> &Memory {
        self.machine.store().memory(LARGE)
    }

    fn bytes(&self, at: u64, len: u64) -> Vec<u8> {
        view::memory(&self.machine, LARGE, at, len)
    }
}

#[test]
fn numbers_lie_anywhere_across_every_border() {
    let mut calls = Calls::new(16);
    let number = 0x8182_8384_8586_8788;
    for base in [0, 4096, 65_536, 1 << 32, (1 << 35) + 65_536, END - 64] {
        for at in base.saturating_sub(17)..base + 2 {
            calls.call("fill", &[at.saturating_sub(8), 0xee, 40]);
            calls.call("store64", &[at, number]);
            assert_eq!(calls.call("load64", &[at]), number, "at {at}");
            assert_eq!(calls.call("load8", &[at + 8]), 0xee);
            assert_eq!(calls.call("load16s", &[at]), 0xffff_ffff_ffff_8788);
            calls.call("store32", &[at + 3, 0]);
            assert_eq!(calls.call("load64", &[at]), 0x8100_0000_0086_8788);
            calls.call("store128", &[at, 7]);
            assert_eq!(calls.call("load128", &[at]), 7);
            assert_eq!(calls.bytes(at, 10), [7, 0, 0, 0, 0, 0, 0, 0, 7, 0]);
        }
    }
}

#[test]
fn the_end_of_the_memory_is_where_its_type_says() {
    let mut calls = Calls::new(16);
    assert_eq!(calls.call("size", &[]), END >> 16);
    for (name, bytes) in [
        ("store8", 1),
        ("store16", 2),
        ("store64", 8),
        ("store128", 16),
    ] {
        calls.call(name, &[END - bytes, 1]);
        calls.traps(name, &[END - bytes + 1, 1]);
        calls.traps(name, &[u64::MAX, 1]);
    }
    calls.traps("fill", &[END - 4, 0, 5]);
    calls.traps("fill", &[5, 0, u64::MAX]);
    calls.traps("copy", &[0, END - 4, 5]);
    calls.traps("copy", &[END - 4, 0, 5]);
    calls.traps("init", &[END - 4, 0, 5]);
    calls.traps("from", &[0, END - 4, 5]);
    calls.traps("to", &[END - 4, 0, 5]);
    calls.call("copy", &[END, 0, 0]);
    // All that 64 bits can address: the last byte of 2^64 is one of them.
    assert_eq!(calls.call("grow", &[(1 << 48) - (END >> 16) + 1]), u64::MAX);
    assert_eq!(calls.call("grow", &[(1 << 48) - (END >> 16)]), END >> 16);
    calls.call("store8", &[u64::MAX, 9]);
    assert_eq!(calls.call("load8", &[u64::MAX]), 9);
    assert_eq!(calls.call("load64beyond", &[0]), 9);
    calls.traps("load64beyond", &[1]);
    calls.traps("load16s", &[u64::MAX]);
    calls.call("fill", &[u64::MAX, 3, 1]);
    calls.call("copy", &[1 << 63, 1 << 62, 1 << 62]);
    calls.call("fill", &[1, 0, u64::MAX]);
    assert_eq!(calls.call("load8", &[u64::MAX]), 0);
}

#[test]
fn what_is_zero_takes_no_room() {
    let mut calls = Calls::new(1);
    let touched = |calls: &Calls| calls.memory().touched() / 4096;
    calls.call("fill", &[0, 0, END]);
    calls.call("copy", &[0, END / 2, END / 2]);
    calls.call("store64", &[1 << 33, 0]);
    assert_eq!(touched(&calls), 0);
    calls.call("store64", &[(1 << 33) - 1, 0x0100]);
    assert_eq!(touched(&calls), 1);
    calls.call("fill", &[4000, 1, 4096 * 3]);
    assert_eq!(touched(&calls), 5);
    calls.call("fill", &[4096, 0, 4096]);
    assert_eq!(touched(&calls), 4);
    calls.call("fill", &[0, 0, END]);
    assert_eq!(touched(&calls), 0);
    // Work is what is touched, not what is spanned.
    calls.begin("fill", &[0, 0, END]);
    assert_eq!(calls.machine.run_within(u64::MAX, 100), Outcome::Ended);
}

/// The first outcome of a call in a fresh machine, and the machine.
fn fresh(pages: u64, before: &[(&str, [u64; 3])], name: &str, args: &[u64]) -> (Outcome, Calls) {
    let mut calls = Calls::new(pages);
    for (name, args) in before {
        calls.call(name, args);
    }
    let outcome = calls.ends(name, args);
    (outcome, calls)
}

#[test]
fn beyond_the_limit_the_run_ends_and_nothing_is_changed() {
    // One page has 16 blocks; 15 of them are used.
    let full = [("fill", [1 << 40 >> 5, 1, 4096 * 15])];
    let exhausted = Outcome::Exhausted(Limit::Memory);
    let refused: [(&str, &[u64]); 8] = [
        // Across the border of two blocks.
        ("store64", &[(1 << 33) - 4, u64::MAX]),
        ("store128", &[(1 << 33) - 4, u64::MAX]),
        ("fill", &[1 << 33, 1, 4097]),
        ("fill", &[0, 1, END]),
        ("copy", &[1, 1 << 40 >> 5, 4096]),
        ("copy", &[0, 1 << 40 >> 5, 4096 * 15]),
        ("to", &[(1 << 33) - 8, 0, 16]),
        ("init", &[(1 << 33) - 8, 0, 16]),
    ];
    for (name, args) in refused {
        // What the flat memory holds is not zero.
        let mut calls = Calls::new(1);
        for (name, args) in full {
            calls.call(name, &args);
        }
        let flat = calls.machine.store_mut().memory_mut(FLAT);
        flat.write(0, &[1; 64]).expect("inside the memory");
        let before = calls.memory().clone();
        assert_eq!(calls.ends(name, args), exhausted, "{name}{args:?}");
        assert_eq!(calls.memory(), &before, "{name}");
        let steps = calls.machine.steps();
        // The state is that of a fresh run to this step, and stays it.
        let mut other = Calls::new(1);
        for (name, args) in full {
            other.call(name, &args);
        }
        let flat = other.machine.store_mut().memory_mut(FLAT);
        flat.write(0, &[1; 64]).expect("inside the memory");
        other.begin(name, args);
        assert_eq!(other.machine.run(steps), Outcome::Paused);
        assert!(calls.machine == other.machine);
        assert_eq!(other.machine.step(), exhausted);
        assert!(calls.machine == other.machine);
        assert_eq!(calls.machine.digest(), other.machine.digest());
        assert_eq!(calls.machine.status(), &Status::Running);
    }
    // What is not more than there is room for goes on.
    let (outcome, _) = fresh(1, &full, "store64", &[1 << 33, u64::MAX]);
    assert_eq!(outcome, Outcome::Ended);
    let (outcome, _) = fresh(1, &full, "store64", &[(1 << 33) - 4, 0xff]);
    assert_eq!(outcome, Outcome::Ended);
    let (outcome, mut calls) = fresh(1, &full, "fill", &[1 << 40 >> 5, 2, 4096 * 15]);
    assert_eq!(outcome, Outcome::Ended);
    // A trap comes before the limit.
    calls.traps("fill", &[1, 1, END]);
}

/// Random numbers, the same every time, near the borders of blocks, pages and 4 GiB.
struct Numbers(fastrand::Rng);

impl Numbers {
    fn address(&mut self) -> u64 {
        let base = [4096, 8192, 65_536, 1 << 32, 1 << 34][self.0.usize(..5)];
        base + self.0.u64(..40) - 20 + 4096 * self.0.u64(..3)
    }

    fn length(&mut self) -> u64 {
        match self.0.u8(..4) {
            0 => self.0.u64(..20),
            1 => 4096,
            _ => self.0.u64(..9000),
        }
    }
}

/// The bytes that are not zero.
type Model = BTreeMap<u64, u8>;

fn set(model: &mut Model, at: u64, bytes: impl IntoIterator<Item = u8>) {
    for (at, byte) in (at..).zip(bytes) {
        match byte {
            0 => model.remove(&at),
            _ => model.insert(at, byte),
        };
    }
}

#[test]
fn contents_are_those_of_a_list_of_bytes_and_equal_however_reached() {
    let mut numbers = Numbers(fastrand::Rng::with_seed(4));
    let mut calls = Calls::new(64);
    let mut model = Model::new();
    let flat: Vec<u8> = (0..40_000).map(|at| (at % 251 % 3) as u8).collect();
    let memory = calls.machine.store_mut().memory_mut(FLAT);
    memory.write(0, &flat).expect("inside the memory");
    let mut saved = Vec::new();
    for round in 0..400 {
        let (to, from, len) = (numbers.address(), numbers.address(), numbers.length());
        let value = numbers.0.u64(..) >> (8 * numbers.0.u32(..8));
        match numbers.0.u8(..8) {
            0 => {
                calls.call("store64", &[to, value]);
                set(&mut model, to, value.to_le_bytes());
            }
            1 => {
                calls.call("store8", &[to, value]);
                set(&mut model, to, [value as u8]);
            }
            2 | 3 => {
                let byte = [0, value as u8][numbers.0.usize(..2)];
                calls.call("fill", &[to, u64::from(byte), len]);
                set(&mut model, to, (0..len).map(|_| byte));
            }
            4 | 5 => {
                calls.call("copy", &[to, from, len]);
                let bytes = (from..from + len).map(|at| model.get(&at).copied().unwrap_or(0));
                let bytes: Vec<u8> = bytes.collect();
                set(&mut model, to, bytes);
            }
            6 => {
                calls.call("to", &[to, from % 20_000, len]);
                let start = from as usize % 20_000;
                set(&mut model, to, flat[start..start + len as usize].to_vec());
            }
            _ => {
                calls.call("init", &[to, 3, 9]);
                set(&mut model, to, *b"3456789ab");
            }
        }
        if round % 50 == 0 {
            saved.push((calls.machine.snapshot(), model.clone()));
        }
        let at = numbers.address();
        let wanted: Vec<u8> = (at..at + 5000)
            .map(|at| model.get(&at).copied().unwrap_or(0))
            .collect();
        assert!(calls.bytes(at, 5000) == wanted, "round {round} at {at}");
    }
    saved.push((calls.machine.snapshot(), model));
    for (snapshot, model) in saved.into_iter().rev() {
        calls.machine.restore(&snapshot);
        // The same contents, a byte after the other.
        let mut other = calls.machine.clone();
        let memory = other.store_mut().memory_mut(LARGE);
        memory.fill(0, END, 0).expect("inside the memory");
        for (at, byte) in model.iter().rev() {
            memory.write(*at, &[*byte]).expect("inside the memory");
        }
        assert!(other == calls.machine);
        assert_eq!(other.digest(), calls.machine.digest());
        let blocks: std::collections::BTreeSet<u64> = model.keys().map(|at| at / 4096).collect();
        assert_eq!(calls.memory().touched(), blocks.len() as u64 * 4096);
        let memory = other.store_mut().memory_mut(LARGE);
        memory.write(END - 1, &[1]).expect("inside the memory");
        assert!(other.digest() != calls.machine.digest() && other != calls.machine);
    }
}

#[test]
fn a_copy_to_a_flat_memory_brings_the_zeros_too() {
    let mut calls = Calls::new(4);
    calls.call("fill", &[0x2_0000_1000, 5, 10]);
    let flat = calls.machine.store_mut().memory_mut(FLAT);
    flat.fill(0, 65_536, 1).expect("inside the memory");
    calls.call("from", &[100, 0x2_0000_0ffe, 5000]);
    let bytes = view::memory(&calls.machine, FLAT, 98, 5004);
    assert_eq!(bytes[..15], [1, 1, 0, 0, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 0]);
    assert_eq!((bytes[5001], bytes[5002]), (0, 1));
}

#[test]
fn a_snapshot_costs_what_was_written_since_the_last() {
    let mut calls = Calls::new(64);
    calls.call("fill", &[0, 1, 4096 * 1000]);
    let first = calls.machine.snapshot();
    assert!(first.bytes_beside(None) > 4_096_000);
    calls.call("store64", &[4096 * 500 - 4, u64::MAX]);
    calls.call("store64", &[1 << 33, 1]);
    let second = calls.machine.snapshot();
    let beside = second.bytes_beside(Some(&first));
    assert!((3 * 4096..8 * 4096).contains(&beside), "{beside} bytes");
    assert!(second.bytes_beside(Some(&second)) < 4096);
}

#[test]
fn the_page_and_records_show_what_is_there() {
    let mut calls = Calls::new(4);
    calls.begin("store64", &[1 << 33, 0x0201]);
    let mut seen = Vec::new();
    while let (_, Some(record)) = step_recorded(&mut calls.machine, Lens::default()) {
        seen.extend(record.mem);
    }
    let [MemEffect::Write { addr, old, new, .. }] = &seen[..] else {
        panic!("{seen:?}")
    };
    assert_eq!(
        (*addr, &old.0[..], &new.0[..3]),
        (1 << 33, &[0; 8][..], &[1, 2, 0][..])
    );
    let machine = &calls.machine;
    assert_eq!(view::memory(machine, LARGE, (1 << 33) - 1, 3), [0, 1, 2]);
    assert_eq!(view::memory(machine, LARGE, END - 2, 100), [0, 0]);
    assert!(view::memory(machine, LARGE, END, 100).is_empty());
}
