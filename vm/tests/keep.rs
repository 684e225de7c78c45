//! Which states are kept, within which bytes, and how far it is to any other.

mod watching;

use wasmscope::exec::{Edit, Outcome};
use wasmscope::runtime::MemAddr;
use wasmscope::time::{Arrival, History, Timeline};
use watching::entered;

/// Steps between two states at most, while the bytes last.
const MOST_GAP: u64 = 20_000_000;

const LOOP: &str = r#"(module (func (export "main") (local $i i64)
    (loop $l (local.set $i (i64.add (local.get $i) (i64.const 1))) (br $l))))"#;

/// Writes over so many pages all the time, each block after a few steps.
fn writer(pages: u32) -> String {
    let mask = pages * 65_536 - 4;
    format!(
        r#"(module (memory {pages}) (func (export "main") (local $i i32)
        (loop $l
          (i32.store (i32.and (local.get $i) (i32.const {mask})) (local.get $i))
          (local.set $i (i32.add (local.get $i) (i32.const 4100)))
          (br $l))))"#
    )
}

fn timeline(text: &str, bytes: usize, gap: u64) -> Timeline {
    Timeline::new(entered(text, &[]).0, History { bytes, gap })
}

/// The steps whose states are saved, before another one, in order.
fn saved(timeline: &Timeline, end: u64) -> Vec<u64> {
    let mut saved = Vec::new();
    let mut next = timeline.saved_before(end);
    while let Some(step) = next {
        saved.insert(0, step);
        next = timeline.saved_before(step);
    }
    saved
}

fn widest(saved: &[u64], end: u64) -> u64 {
    let ends = saved.iter().copied().skip(1).chain([end]);
    let gaps = saved.iter().zip(ends).map(|(step, next)| next - step);
    gaps.max().unwrap_or(end)
}

#[test]
fn while_the_bytes_last_no_gap_is_wider_than_twenty_million_steps() {
    // Saving all of 8 MiB pays after more steps than that.
    let mut timeline = timeline(&writer(128), 256 << 20, 1 << 20);
    let end = 90_000_000;
    assert_eq!(timeline.run(end), Outcome::Paused);
    let saved = saved(&timeline, end);
    assert!(widest(&saved, end) <= MOST_GAP, "{saved:?}");
    assert!(
        saved.len() < 20,
        "what is costly is not done often: {saved:?}"
    );
}

#[test]
fn one_step_back_from_where_one_was_is_short() {
    for text in [LOOP.to_owned(), writer(4)] {
        let mut timeline = timeline(&text, 256 << 20, 1 << 40);
        assert_eq!(timeline.run(15_000_000), Outcome::Paused);
        for target in [14_000_000, 9_000_001, 77] {
            assert_eq!(timeline.seek(target, u64::MAX), Arrival::There);
            for step in (target - 60..target).rev() {
                let far = timeline.estimate(step);
                assert!(far <= 1 << 14, "{far} steps to go from {target} to {step}");
                assert_eq!(timeline.seek(step, u64::MAX), Arrival::There);
            }
        }
        // And so on, far back, with no more than a part of a jump at a time.
        let mut far = Vec::new();
        for step in (13_000_000..14_000_000).rev().step_by(997) {
            far.push(timeline.estimate(step));
            assert_eq!(timeline.seek(step, u64::MAX), Arrival::There);
        }
        far.sort_unstable();
        assert!(far[far.len() / 2] <= 1 << 15, "{}", far[far.len() / 2]);
        assert!(far[far.len() - 1] <= 1 << 21, "{}", far[far.len() - 1]);
    }
}

#[test]
fn instructions_that_touch_many_bytes_count_for_many() {
    let text = r#"(module (memory 16) (func (export "main")
        (loop $l (memory.fill (i32.const 0) (i32.const 7) (i32.const 1048576)) (br $l))))"#;
    let mut timeline = timeline(text, 256 << 20, 1 << 20);
    assert_eq!(timeline.run(6_000), Outcome::Paused);
    // Every turn of five instructions is the effort of 65,536.
    let saved = saved(&timeline, 6_000);
    assert!(
        saved.len() > 3 && widest(&saved, 6_000) < 3_000,
        "{saved:?}"
    );
    assert_eq!(timeline.seek(5_000, u64::MAX), Arrival::There);
    assert!(
        timeline.estimate(4_999) <= 64,
        "{}",
        timeline.estimate(4_999)
    );
}

/// So much is written between two states that threads copy it, into memory that was made ready.
#[test]
fn states_of_a_large_memory_that_is_written_over_are_those_of_a_fresh_run() {
    let text = r#"(module (memory 160) (func (export "main") (local $i i32)
        (loop $l
          (memory.fill (i32.and (i32.mul (local.get $i) (i32.const 70001)) (i32.const 0xfffff))
            (local.get $i) (i32.const 9000000))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $l))))"#;
    let end = 6_000;
    let mut timeline = timeline(text, 40 << 20, 1 << 20);
    assert_eq!(timeline.run(end), Outcome::Paused);
    let (mut fresh, _) = entered(text, &[]);
    // Back to saved states, and from before to those after.
    let saved = saved(&timeline, end);
    assert!(saved.len() > 2, "{saved:?}");
    for step in saved.into_iter().chain([end]) {
        assert_eq!(timeline.seek(step, u64::MAX), Arrival::There);
        assert_eq!(fresh.run(step - fresh.steps()), Outcome::Paused);
        assert!(*timeline.machine() == fresh, "at {step}");
        assert_eq!(timeline.seek(end, u64::MAX), Arrival::There);
    }
}

#[test]
fn when_the_bytes_are_spent_gaps_widen_with_age_and_the_first_state_stays() {
    // A snapshot takes some 8 KiB.
    let bytes = 300_000;
    let mut timeline = timeline(&writer(1), bytes, 2_000);
    for _ in 0..10 {
        assert_eq!(timeline.run(400_000), Outcome::Paused);
        assert!(timeline.saved().1 <= bytes, "{:?}", timeline.saved());
    }
    let end = timeline.known();
    let saved = saved(&timeline, end);
    assert_eq!(saved[0], 0);
    assert!(
        saved.len() > 3 && end - saved[saved.len() - 1] <= 100_000,
        "{saved:?}"
    );
    // No gap is much wider than it is far back.
    for pair in saved[1..].windows(2) {
        let (gap, age) = (pair[1] - pair[0], end - pair[1]);
        assert!(gap <= 4 * age + 200_000, "{gap} at {age} back: {saved:?}");
    }
}

#[test]
fn with_no_bytes_at_all_every_state_is_reached_all_the_same() {
    let mut timeline = timeline(&writer(2), 0, 1);
    timeline.run(50_000);
    assert_eq!(timeline.saved().0, 1);
    for step in [49_999, 20, 0, 33_333] {
        let far = timeline.estimate(step);
        let from = timeline.step();
        assert_eq!(far, if step >= from { step - from } else { step });
        assert_eq!(timeline.seek(step, u64::MAX), Arrival::There);
    }
    // A branch is made and reached without any.
    let byte = |byte| Edit::Memory {
        memory: MemAddr(0),
        addr: 9,
        bytes: [byte].into(),
    };
    timeline.seek(100, u64::MAX);
    assert_eq!(timeline.edit(byte(1)), Ok(true));
    timeline.seek(0, u64::MAX);
    assert_eq!(timeline.edit(byte(2)), Ok(true));
    timeline.run(1_000);
    let states = |timeline: &mut Timeline, step| {
        timeline.seek(step, u64::MAX);
        timeline.machine().digest()
    };
    let here = states(&mut timeline, 500);
    for branch in timeline.branches() {
        timeline.switch(branch.id);
        let there = states(&mut timeline, 500);
        assert_eq!(branch.is_current, here == there);
        let mut fresh = entered(&writer(2), &[]).0;
        for edit in (0..=500).filter_map(|step| match (branch.id.0, step) {
            (1, 100) => Some((step, byte(1))),
            (2, 0) => Some((step, byte(2))),
            _ => None,
        }) {
            fresh.run(edit.0 - fresh.steps());
            fresh.edit(&edit.1).expect("it fits");
        }
        fresh.run(500 - fresh.steps());
        assert_eq!(there, fresh.digest(), "{}", branch.name);
    }
}

#[test]
fn snapshots_too_large_for_the_bytes_are_not_taken() {
    // The first one takes little, for nothing is written yet; any other a MiB.
    let mut timeline = timeline(&writer(16), 600_000, 10_000);
    timeline.run(1_000_000);
    let (_, bytes) = timeline.saved();
    assert!(bytes <= 600_000, "{bytes}");
    assert_eq!(timeline.seek(999_999, u64::MAX), Arrival::There);
    assert_eq!(timeline.seek(5, u64::MAX), Arrival::There);
}

#[test]
fn beyond_the_end_there_is_the_last_state_and_no_more() {
    let text = r#"(module (func (export "main") (result i32) (i32.const 7)))"#;
    let mut timeline = timeline(text, 1 << 20, 1 << 20);
    assert_eq!(timeline.seek(u64::MAX, u64::MAX), Arrival::Ended);
    assert_eq!((timeline.step(), timeline.known()), (2, 2));
    assert_eq!(timeline.seek(1, 0), Arrival::OutOfFuel);
    assert_eq!(timeline.seek(1, 1), Arrival::There);
}

#[test]
fn a_jump_that_is_cut_short_stands_on_its_way_and_can_be_gone_on_with() {
    let mut timeline = timeline(LOOP, 1 << 20, 1 << 40);
    timeline.run(1_000_000);
    assert_eq!(timeline.seek(900_000, 1_000), Arrival::OutOfFuel);
    assert!(timeline.step() <= 900_000);
    assert_eq!(timeline.known(), 1_000_000, "the run stays known");
    while timeline.seek(900_000, 1_000) == Arrival::OutOfFuel {}
    assert_eq!(timeline.step(), 900_000);
    let locals = timeline.machine().frame_slots(0);
    let fresh = {
        let mut fresh = entered(LOOP, &[]).0;
        fresh.run(900_000);
        fresh.frame_slots(0).to_vec()
    };
    assert_eq!(locals, fresh);
}

#[test]
fn when_the_bytes_are_spent_no_gap_is_much_wider_than_others_have_to_be() {
    // Six states of 16 MiB, which are saved as seldom as they may be.
    let mut timeline = timeline(&writer(256), 100 << 20, 1 << 20);
    let end = 400_000_000;
    assert_eq!(timeline.run(end), Outcome::Paused);
    let saved = saved(&timeline, end);
    assert!(widest(&saved, end) <= 2 * end / 5, "{saved:?}");
}
