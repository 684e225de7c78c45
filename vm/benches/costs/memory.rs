//! Growth of memory, and what is saved of it.

use super::{entered, in_turns, median, ms, timed, wasmi};
use wasmscope::exec::Outcome;
use wasmscope::runtime::Machine;

/// Pages of 100 MB.
const PAGES: i32 = 1526;

/// Grows by a page at a time, or at once.
const ONE_BY_ONE: &str = r#"(module (memory 1)
  (func (export "run") (param $n i32) (result i32)
    (loop $again
      (drop (memory.grow (i32.const 1)))
      (i32.store8 (i32.sub (i32.shl (memory.size) (i32.const 16)) (i32.const 1)) (i32.const 1))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (memory.size)))"#;
const AT_ONCE: &str = r#"(module (memory 1)
  (func (export "run") (param $n i32) (result i32) (memory.grow (local.get $n))))"#;

/// Fills 100 MB, then writes a byte 128 KiB further each time.
const WRITES: &str = r#"(module (memory 1526)
  (func (export "run") (param $n i32) (result i32)
    (memory.fill (i32.const 0) (i32.const 7) (i32.const 100_007_936))
    (loop $again
      (i32.store8 (local.tee $n (i32.add (local.get $n) (i32.const 0x20000))) (i32.const 1))
      (br $again))
    (unreachable)))"#;

pub(crate) fn print() {
    println!("memory.grow by 100 MB            ms          wasmi's");
    for (name, text) in [("a page at a time", ONE_BY_ONE), ("at once", AT_ONCE)] {
        let [ours, theirs] = in_turns([
            &mut || {
                let mut machine = entered(text.as_bytes(), PAGES);
                timed(|| assert_eq!(machine.run(1 << 40), Outcome::Ended))
            },
            &mut || wasmi(text.as_bytes(), PAGES),
        ]);
        println!("{name:32} {:<11.2} {:.2}", ms(ours), ms(theirs));
    }
    println!();
    println!("snapshots of 100 MB              µs");
    let mut machine = entered(WRITES.as_bytes(), 0);
    let to_store = |machine: &mut Machine, steps| assert_eq!(machine.run(steps), Outcome::Paused);
    // The filling; and a first round of the loop.
    to_store(&mut machine, 12);
    let mut first = None;
    let whole = timed(|| first = Some(machine.snapshot()));
    println!("{:32} {:.0}", "all of it written", ms(whole) * 1e3);
    let (mut saved, mut restored) = (Vec::new(), Vec::new());
    for _ in 0..201 {
        to_store(&mut machine, 7);
        let mut snapshot = None;
        saved.push(timed(|| snapshot = Some(machine.snapshot())));
        to_store(&mut machine, 7);
        let snapshot = snapshot.expect("it was taken");
        restored.push(timed(|| machine.restore(&snapshot)));
    }
    println!("{:32} {:.1}", "one block written", ms(median(saved)) * 1e3);
    println!(
        "{:32} {:.1}",
        "put back, one block written",
        ms(median(restored)) * 1e3
    );
}
