//! Loops: whether they can end, and how far they are.

use super::recorded::Recorded;
use super::{LOOPS, STEPS, programs, timeline};
use std::hash::{DefaultHasher, Hash, Hasher};
use wasmscope::exec::Answer;
use wasmscope::runtime::{Machine, Status, Value};
use wasmscope::time::{Arrival, EndlessSearch, LoopProgress};

/// The state of a machine but for what counts steps.
fn like(machine: &Machine) -> String {
    let frames = machine.frames().iter();
    let frames: Vec<_> = frames
        .map(|frame| (frame.func, frame.pc, frame.base))
        .collect();
    let slots: Vec<_> = (0..frames.len())
        .map(|depth| machine.frame_slots(depth).to_vec())
        .collect();
    let store = machine.store();
    let memories = store.instances().iter().flat_map(|one| one.memories.iter());
    let bytes: Vec<_> = memories
        .map(|memory| {
            store
                .memory(*memory)
                .read(0, store.memory(*memory).len())
                .map(std::borrow::Cow::into_owned)
        })
        .collect();
    format!("{frames:?} {slots:?} {:?}", hash_of(&bytes))
}

fn hash_of(bytes: &[Option<Vec<u8>>]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn what_can_never_end_is_proven_by_two_equal_states() {
    for (export, args, paused) in [
        ("nothing", vec![], 10),
        ("nothing", vec![], 1_000_003),
        ("late", vec![Value::I32(5_000)], 300_000),
        ("memory", vec![], 2_000_000),
        ("tail", vec![Value::I32(3)], 100),
    ] {
        let mut timeline = timeline(LOOPS, export, &args);
        timeline.run(paused);
        let mut search = EndlessSearch::new(&timeline, 2_000_000, 0);
        let mut parts = 0;
        while !search.is_complete() {
            search.go_on(&mut timeline, 70_000);
            parts += 1;
            assert_eq!(timeline.step(), paused, "{export}: nothing has moved");
        }
        let found = search
            .found()
            .unwrap_or_else(|| panic!("{export} is found after {parts}"));
        assert!(
            found.first < found.again && found.again <= paused,
            "{export}: {found:?}"
        );
        assert_eq!(timeline.seek(found.first, u64::MAX), Arrival::There);
        let first = like(timeline.machine());
        timeline.seek(found.again, u64::MAX);
        assert_eq!(like(timeline.machine()), first, "{export}: {found:?}");
        // And once more as much, as it has to be.
        timeline.seek(2 * found.again - found.first, u64::MAX);
        assert_eq!(like(timeline.machine()), first, "{export}: {found:?}");
    }
}

#[test]
fn what_ends_or_asks_the_host_is_never_said_to_be_endless() {
    let mut run = timeline(LOOPS, "count", &[Value::I32(30_000)]);
    for paused in [0, 7, 5_000, 200_000] {
        run.seek(paused, u64::MAX);
        let mut search = EndlessSearch::new(&run, 1_000_000, 1_000_000);
        while !search.is_complete() {
            search.go_on(&mut run, 100_000);
        }
        assert_eq!(search.found(), None);
    }
    let mut counting = timeline(LOOPS, "counts in memory", &[]);
    counting.run(100_000);
    let mut search = EndlessSearch::new(&counting, 100_000, 100_000);
    search.go_on(&mut counting, u64::MAX);
    assert_eq!((search.is_complete(), search.found()), (true, None));
    let mut hosted = timeline(LOOPS, "hosted", &[]);
    for _ in 0..50 {
        hosted.run(1_000);
        let answer = Answer::results(vec![Value::I32(4)]);
        hosted.answer(answer).expect("it is asked");
    }
    let mut search = EndlessSearch::new(&hosted, 1_000, 1_000);
    search.go_on(&mut hosted, u64::MAX);
    assert_eq!((search.is_complete(), search.found()), (true, None));
    // What was done by hand in between is not done again.
    let mut edited = timeline(LOOPS, "nothing", &[]);
    edited.run(101);
    for _ in 0..60 {
        let memory = edited.machine().store().instances()[0].memories[0];
        let bytes = [edited.step() as u8 % 2].into();
        let edit = wasmscope::exec::Edit::Memory {
            memory,
            addr: 0,
            bytes,
        };
        edited.edit(edit).expect("there is a memory");
        edited.run(1);
    }
    let mut search = EndlessSearch::new(&edited, 59, 0);
    search.go_on(&mut edited, u64::MAX);
    assert_eq!((search.is_complete(), search.found()), (true, None));
    // Programs at random that have ended were not endless anywhere on the way.
    programs(&mut |name, machine, rng| {
        let mut run = Recorded::run(machine, STEPS);
        let ended = *run.timeline.machine().status() != Status::Running;
        if ended {
            run.timeline
                .seek(rng.u64(..=run.timeline.known()), u64::MAX);
            let mut search = EndlessSearch::new(&run.timeline, STEPS, STEPS);
            search.go_on(&mut run.timeline, u64::MAX);
            assert_eq!(search.found(), None, "{name}");
        }
    });
}

#[test]
fn a_loop_says_how_far_it_is() {
    for fuel in [u64::MAX, 7] {
        let said = |export: &str, args: &[Value], paused: u64| {
            let mut timeline = timeline(LOOPS, export, args);
            timeline.run(paused);
            let mut progress = LoopProgress::new(&timeline)?;
            while !progress.is_complete() {
                progress.go_on(&mut timeline, fuel);
            }
            Some(progress.to_string())
        };
        let n = [Value::I32(100)];
        // Eight instructions an iteration, `loop` counted.
        assert_eq!(
            said("count", &n, 0).as_deref(),
            Some("iteration 0, $i 0 → 100")
        );
        assert_eq!(
            said("count", &n, 5).as_deref(),
            Some("iteration 1, $i 1 → 100")
        );
        assert_eq!(
            said("count", &n, 8 * 13 + 5).as_deref(),
            Some("iteration 14, $i 14 → 100")
        );
        assert_eq!(
            said("nested", &[], 40).as_deref(),
            Some("iteration 4, $j 3 → 5")
        );
        assert_eq!(said("nothing", &[], 11).as_deref(), Some("iteration 6"));
        assert_eq!(said("count", &n, u64::MAX), None);
    }
}
