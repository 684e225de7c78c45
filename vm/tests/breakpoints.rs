//! What `docs/breakpoints.md` says, sentence by sentence. All kinds of breakpoints against
//! a run that is stepped are in `stops.rs`, conditions in `conditions.rs`.

mod watching;

use wasmscope::exec::{Answer, Outcome};
use wasmscope::observe::{Access, Breakpoint, Condition, Event, Hit, Message, Stops};
use wasmscope::runtime::{InstanceAddr, Machine, MachineLimits, Status, Value};
use wasmscope::syntax::{FuncIdx, GlobalIdx, LocalIdx, MemIdx, TableIdx};
use wasmscope::time::{Arrival, Halt, History, Search, Searched, Timeline};
use watching::{entered, instance_within};

/// A run with breakpoints. The host answers 7, or writes 9 to address 8.
struct Run {
    timeline: Timeline,
    main: InstanceAddr,
    stops: Stops,
}

impl Run {
    fn of(text: &str, args: &[Value]) -> Self {
        Self::new(entered(text, args))
    }

    fn new((machine, main): (Machine, InstanceAddr)) -> Self {
        let history = History {
            gap: 10,
            ..History::default()
        };
        Self {
            timeline: Timeline::new(machine, history),
            main,
            stops: Stops::default(),
        }
    }

    fn add(&mut self, event: Event) -> u32 {
        self.stops.add(event.into())
    }

    /// Runs to the next stop; `None` at the end.
    fn next(&mut self) -> Option<Hit> {
        let from = self.timeline.step();
        loop {
            let (timeline, stops) = (&mut self.timeline, &mut self.stops);
            match timeline.run_to_stop(stops, self.main, from, u64::MAX, u64::MAX) {
                Halt::Hit(hit) => return Some(hit),
                Halt::Outcome(Outcome::HostCall) => {
                    let machine = timeline.machine();
                    let call = machine.host_call().expect("a call waits");
                    let results = call.ty.results.iter().map(|_| Value::I32(7)).collect();
                    let mut answer = Answer::results(results);
                    if &*call.name == "write" {
                        let memory = machine.store().instance(self.main).memories[0];
                        answer.writes.push((memory, 8, Box::new([9])));
                    }
                    timeline.answer(answer).expect("the answer fits");
                }
                Halt::Outcome(outcome) => {
                    assert_eq!(outcome, Outcome::Ended);
                    return None;
                }
            }
        }
    }

    /// The steps of all stops to the end.
    fn all(&mut self) -> Vec<u64> {
        std::iter::from_fn(|| self.next())
            .map(|hit| hit.step)
            .collect()
    }

    /// Goes back to the last stop; `None` to the first step.
    fn back(&mut self) -> Option<Hit> {
        let mut search = Search::new(&self.timeline, self.main, 0);
        let stops = &mut self.stops;
        let searched =
            self.timeline
                .search_back(&mut search, stops, &mut u64::MAX.clone(), u64::MAX);
        let (step, hit) = match searched {
            Searched::Found(hit) => (hit.step, Some(hit)),
            Searched::Nothing => (0, None),
            other => panic!("{other:?}"),
        };
        assert_eq!(self.timeline.seek(step, u64::MAX), Arrival::There);
        hit
    }

    fn all_back(&mut self) -> Vec<u64> {
        std::iter::from_fn(|| self.back())
            .map(|hit| hit.step)
            .collect()
    }

    /// The name of the next instruction.
    fn op(&self) -> &'static str {
        let place = wasmscope::view::Place::innermost(self.timeline.machine());
        place.map_or("", |place| place.instr.name())
    }
}

fn with(event: Event, change: impl FnOnce(&mut Breakpoint)) -> Breakpoint {
    let mut breakpoint = Breakpoint::from(event);
    change(&mut breakpoint);
    breakpoint
}

fn condition(text: &str) -> Option<Condition> {
    Some(Condition::parse(text).expect("a condition"))
}

fn byte(addr: u64, access: Access) -> Event {
    Event::Memory {
        mem: MemIdx(0),
        addr,
        len: 1,
        access,
    }
}

/// Counts `$i` from 0 to `$n`; nine instructions each time around, the first `loop` at 0.
const COUNT: &str = r#"(module (memory 1) (global $g (mut i32) (i32.const 0))
  (func $main (export "main") (param $n i32) (local $i i32)
    (loop $l
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $l (i32.lt_s (local.get $i) (local.get $n))))))"#;

fn count(n: i32) -> Run {
    Run::of(COUNT, &[Value::I32(n)])
}

const MAIN: FuncIdx = FuncIdx(0);

#[test]
fn code_stops_before_and_data_after() {
    let mut run = count(2);
    run.add(Event::Instruction { func: MAIN, pc: 4 });
    let hit = run.next().expect("a stop");
    assert_eq!(
        (run.op(), hit.step, hit.watch, &*hit.what),
        ("local.set", 4, false, "")
    );

    let mut run = count(2);
    let local = LocalIdx(1);
    run.add(Event::Local { func: MAIN, local });
    let hit = run.next().expect("a stop");
    assert_eq!((run.op(), hit.step, hit.watch), ("local.get", 5, true));
    assert_eq!(hit.what, "0 → 1");
    assert_eq!(run.next().map(|hit| hit.what), Some("1 → 2".to_owned()));
    assert_eq!(run.next(), None);
}

#[test]
fn an_entry_is_an_activation_and_no_branch_back_to_the_first_instruction() {
    let mut run = count(5);
    run.add(Event::Entry(MAIN));
    assert_eq!(run.next(), None, "the movement begins there");
    assert_eq!(run.all_back(), [0]);
    let text = r#"(module
      (func $f (loop $l (br_if $l (i32.const 0))))
      (func (export "main") (call $f) (return_call $f)))"#;
    let mut run = Run::of(text, &[]);
    run.add(Event::Entry(MAIN));
    assert_eq!(run.all(), [1, 7]);
}

#[test]
fn an_exit_is_whatever_leaves_the_function() {
    let text = r#"(module (tag $t)
      (func $f (param i32)
        (block $b (br_table 1 0 1 (local.get 0)))
        (if (i32.eq (local.get 0) (i32.const 4)) (then (throw $t)))
        (if (i32.eq (local.get 0) (i32.const 5)) (then (call $throws)))
        (if (i32.eq (local.get 0) (i32.const 6)) (then (return_call $none)))
        (if (i32.eq (local.get 0) (i32.const 7)) (then (return))))
      (func $none)
      (func $throws (throw $t))
      (func (export "main") (param i32)
        (block $caught (try_table (catch $t $caught) (call $f (local.get 0))))))"#;
    // The label of the function is 1 in the block.
    for (arg, op) in [(0, "br_table"), (1, "end"), (2, "br_table")] {
        let mut run = Run::of(text, &[Value::I32(arg)]);
        run.add(Event::Exit(MAIN));
        run.next().expect("it is left");
        assert_eq!(run.op(), op, "{arg}");
        assert_eq!(run.next(), None, "{arg}: once");
    }
    let text = text.replace("br_table 1 0 1", "br_table 0 0 0");
    for (arg, op) in [
        (3, "end"),
        (4, "throw"),
        (5, "throw"),
        (6, "return_call"),
        (7, "return"),
    ] {
        let mut run = Run::of(&text, &[Value::I32(arg)]);
        run.add(Event::Exit(MAIN));
        run.next().expect("it is left");
        assert_eq!(run.op(), op, "{arg}");
        assert_eq!(run.next(), None, "{arg}: once");
        assert_eq!(run.all_back().len(), 1);
    }
}

#[test]
fn an_opcode_is_meant_wherever_it_is() {
    let mut run = count(3);
    run.add(Event::Opcode("i32.lt_s".to_owned()));
    assert_eq!(run.all(), [7, 16, 25]);
    assert_eq!(run.op(), "");
    let mut run = count(3);
    run.add(Event::Opcode("loop".to_owned()));
    assert_eq!(run.all(), [9, 18], "each time a branch leads to it");
}

const HOST: &str = r#"(module
  (import "env" "ask" (func $ask (result i32))) (import "env" "write" (func $write))
  (memory 1) (data (i32.const 8) "\05")
  (table funcref (elem $write))
  (export "ask" (func $ask))
  (func (export "main") (drop (call $ask)) (call_indirect (i32.const 0)) (call $write)))"#;

#[test]
fn a_host_call_is_stopped_before_however_it_is_made() {
    let all = |module: Option<&str>, name: Option<&str>| {
        let mut run = Run::of(HOST, &[]);
        run.add(Event::HostCall {
            module: module.map(str::to_owned),
            name: name.map(str::to_owned),
        });
        let all = run.all();
        let mut back = run.all_back();
        back.reverse();
        // A movement does not stop where it begins; going back may come there.
        let mut first: Vec<u64> = back.clone();
        first.retain(|step| *step > 0);
        assert_eq!(all, first);
        back
    };
    assert_eq!(all(None, None), [0, 3, 4]);
    assert_eq!(all(Some("env"), Some("write")), [3, 4]);
    assert!(all(Some("other"), None).is_empty());

    let (mut machine, main) = watching::instance(HOST);
    watching::enter(&mut machine, main, "ask", &[]);
    let mut run = Run::new((machine, main));
    run.add(Event::HostCall {
        module: None,
        name: None,
    });
    assert_eq!(run.next(), None);
    assert_eq!(run.all_back(), [0], "a call from outside of any function");
}

#[test]
fn what_the_host_writes_counts_and_segments_of_instantiation_do_not() {
    let mut run = Run::of(HOST, &[]);
    run.add(byte(8, Access::Write));
    let hit = run.next().expect("the host writes");
    assert_eq!((hit.step, &*hit.what), (4, "0x8: 09, by the host"));
    assert_eq!(
        run.all(),
        [5],
        "the same byte once more is written all the same"
    );
    run.timeline.seek(6, 100);
    assert_eq!(run.all_back(), [5, 4]);
}

#[test]
fn bytes_are_watched_in_every_instruction_that_touches_them() {
    let text = r#"(module (memory 1) (memory $other 1) (data $d "abcdef")
      (func (export "main")
        (i32.store (i32.const 61) (i32.const -1))
        (i32.store8 (i32.const 63) (i32.const 1))
        (i32.store (i32.const 65) (i32.const 1))
        (i32.store $other (i32.const 64) (i32.const 1))
        (memory.fill (i32.const 0) (i32.const 0) (i32.const 100))
        (memory.fill (i32.const 64) (i32.const 0) (i32.const 0))
        (memory.init $d (i32.const 60) (i32.const 0) (i32.const 6))
        (memory.copy (i32.const 200) (i32.const 64) (i32.const 1))
        (v128.store (i32.const 50) (v128.const i64x2 0 0))
        (drop (v128.load8_lane 3 (i32.const 64) (v128.const i64x2 0 0)))
        (i64.store (i32.const 65533) (i64.const 0))))"#;
    let whats = |access| {
        let mut run = Run::of(text, &[]);
        run.add(byte(64, access));
        let whats: Vec<String> = std::iter::from_fn(|| run.next())
            .map(|hit| hit.what)
            .collect();
        assert!(matches!(
            run.timeline.machine().status(),
            Status::Trapped(_)
        ));
        assert_eq!(run.all_back().len(), whats.len());
        whats
    };
    let written = [
        "0x40: 00 → ff",
        "0x40: ff → 00",
        "0x40: 00 → 65",
        "0x40: 65 → 00",
    ];
    let read = ["0x40: 65", "0x40: 00"];
    assert_eq!(whats(Access::Write), written);
    assert_eq!(whats(Access::Read), read);
    let either = [
        written[0], written[1], written[2], read[0], written[3], read[1],
    ];
    assert_eq!(whats(Access::Any), either);
    let mut run = Run::of(text, &[]);
    run.add(byte(65_535, Access::Any));
    assert_eq!(run.next(), None, "what traps touches nothing");
}

#[test]
fn a_byte_that_does_not_exist_yet_is_hit_once_it_is_there() {
    let text = r#"(module (memory 1)
      (func (export "main") (param $i i32)
        (drop (memory.grow (i32.const 1)))
        (i32.store (i32.const 65536) (i32.const 258))
        (drop (i32.load (i32.const 65536)))))"#;
    let mut run = Run::of(text, &[Value::I32(0)]);
    let event = byte(65_537, Access::Any);
    let condition = condition("mem8[65537] == 1");
    run.stops.add(with(event, |b| b.condition = condition));
    let hit = run.next().expect("it exists, and is written");
    assert_eq!((hit.step, &*hit.what), (6, "0x10001: 00 → 01"));
    assert_eq!(run.all(), [8]);
    assert_eq!(run.all_back(), [8, 6]);
    // Far beyond what there will ever be.
    let mut run = Run::of(text, &[Value::I32(0)]);
    run.add(byte(u64::MAX, Access::Any));
    assert_eq!(run.next(), None);
}

#[test]
fn variables_and_elements_are_watched_for_other_values() {
    let text = r#"(module (global $g (mut i32) (i32.const 0)) (global $h (mut i64) (i64.const 0))
      (table 2 9 funcref) (elem declare func $f)
      (func $f (param $x i32) (local.set $x (i32.const 5)) (drop (local.tee $x (i32.const 5))))
      (func (export "main")
        (global.set $g (i32.const 0)) (global.set $g (i32.const 1)) (global.set $h (i64.const 1))
        (call $f (i32.const 5)) (call $f (i32.const 6))
        (drop (table.grow (ref.null func) (i32.const 2)))
        (drop (table.grow (ref.func $f) (i32.const 2)))
        (table.fill (i32.const 3) (ref.null func) (i32.const 3))))"#;
    let whats = |event: Event| {
        let mut run = Run::of(text, &[]);
        run.add(event);
        let whats: Vec<String> = std::iter::from_fn(|| run.next())
            .map(|hit| hit.what)
            .collect();
        assert_eq!(run.all_back().len(), whats.len());
        whats
    };
    let none: [&str; 0] = [];
    assert_eq!(whats(Event::Global(GlobalIdx(0))), ["0 → 1"]);
    assert_eq!(whats(Event::Global(GlobalIdx(7))), none, "there is none");
    let local = LocalIdx(0);
    assert_eq!(whats(Event::Local { func: MAIN, local }), ["6 → 5"]);
    let table = |index, len| Event::Table {
        table: TableIdx(0),
        index,
        len,
    };
    let changes = ["element 4: null → func 0", "element 4: func 0 → null"];
    assert_eq!(
        whats(table(3, 3)),
        changes,
        "null where there was nothing is no change"
    );
    assert_eq!(whats(table(0, 4)), none);
}

#[test]
fn a_trap_stops_where_the_run_has_ended() {
    let text = r#"(module (tag $t (param i32))
      (func (export "main") (param $i i32)
        (if (local.get $i) (then (throw $t (i32.const 4))))
        (drop (i32.div_s (i32.const 1) (local.get $i)))))"#;
    let mut run = Run::of(text, &[Value::I32(0)]);
    run.stops
        .add(with(Event::Trap, |b| b.condition = condition("$i == 0")));
    let hit = run.next().expect("it traps");
    assert!(
        hit.what.starts_with("integer divide by zero"),
        "{}",
        hit.what
    );
    assert_eq!(run.next(), None);
    let mut run = Run::of(text, &[Value::I32(1)]);
    run.add(Event::Trap);
    assert_eq!(
        run.next().map(|hit| hit.what),
        Some("uncaught exn 0".to_owned())
    );
}

#[test]
fn a_movement_begins_at_a_breakpoint_and_does_not_stop_there() {
    let mut run = count(4);
    run.add(Event::Instruction { func: MAIN, pc: 0 });
    assert_eq!(run.all(), [9, 18, 27]);
    assert_eq!(run.all_back(), [27, 18, 9, 0]);
    assert_eq!(run.all(), [9, 18, 27], "and again");
}

#[test]
fn hits_are_counted_once_wherever_one_goes() {
    let mut run = count(6);
    let place = Event::Instruction { func: MAIN, pc: 0 };
    let id = run.stops.add(with(place.clone(), |b| b.hits = 3));
    let first = run.next().map(|hit| hit.step);
    assert_eq!(
        (first, run.stops.hits(id)),
        (Some(18), 3),
        "the first step counts"
    );
    assert_eq!(run.all(), [27, 36, 45]);
    assert_eq!(run.all_back(), [45, 36, 27, 18]);
    assert_eq!(run.stops.hits(id), 6, "going back counts nothing");
    assert_eq!(
        run.all(),
        [18, 27, 36, 45],
        "and going forward again the same"
    );

    // One that is set in the middle knows nothing of what was before.
    run.timeline.seek(30, 1_000);
    run.stops.remove(id);
    run.stops.add(with(place.clone(), |b| b.hits = 2));
    assert!(run.all_back().is_empty());
    run.stops.add(place.into());
    run.timeline.seek(30, 1_000);
    assert_eq!(run.all_back(), [27, 18, 9, 0]);
    run.stops.restart();
    assert!(run.stops.list().all(|(id, _)| run.stops.hits(id) == 0));
}

#[test]
fn with_a_condition_that_names_hits_every_time_counts() {
    let mut run = count(9);
    let place = Event::Instruction { func: MAIN, pc: 0 };
    let id = run.stops.add(with(place.clone(), |b| {
        b.condition = condition("hits % 3 == 0 || hits == 1");
    }));
    // The first one is where the run begins.
    assert_eq!(run.all(), [18, 45, 72], "3, 6 and 9 of every time around");
    assert_eq!(run.stops.hits(id), 9);
    assert_eq!(run.all_back(), [72, 45, 18, 0]);
    assert_eq!(run.all(), [18, 45, 72], "their numbers are their own");

    // Together with a count, the condition is asked first.
    run.stops.restart();
    run.timeline.seek(0, 1_000);
    run.stops.replace(
        id,
        with(place, |b| {
            b.condition = condition("hits % 3 == 0");
            b.hits = 4;
        }),
    );
    assert_eq!(run.all(), [45, 72]);
    // What nobody has counted has no number.
    run.stops.restart();
    assert_eq!(run.all_back(), [0; 0]);
}

#[test]
fn a_condition_decides_what_is_a_hit() {
    let mut run = count(9);
    let place = Event::Instruction { func: MAIN, pc: 5 };
    let id = run.stops.add(with(place, |b| {
        b.condition = condition("$i % 2 == 0");
        b.hits = 2;
    }));
    let all = run.all();
    assert_eq!(
        (all.len(), run.stops.hits(id)),
        (3, 4),
        "4, 6 and 8 of 2, 4, 6 and 8"
    );
    let mut unknown = count(9);
    let place = Event::Instruction { func: MAIN, pc: 5 };
    unknown
        .stops
        .add(with(place, |b| b.condition = condition("$x != 0 || 1")));
    assert_eq!(unknown.next(), None, "what is unknown does not hold");
}

#[test]
fn a_message_is_written_once_a_step_and_stops_nothing() {
    let mut run = count(3);
    let place = Event::Instruction { func: MAIN, pc: 5 };
    let message = Message::parse("i = {$i}, time {hits}").expect("a message");
    let id = run.stops.add(with(place, |b| b.log = Some(message)));
    assert_eq!(run.next(), None);
    let texts = |run: &mut Run| {
        let logged = run.stops.take_logged().into_iter();
        logged
            .map(|logged| (logged.id, logged.step, logged.text))
            .collect::<Vec<_>>()
    };
    let right = [
        (5, "i = 1, time 1"),
        (14, "i = 2, time 2"),
        (23, "i = 3, time 3"),
    ];
    let right = right.map(|(step, text)| (id, step, text.to_owned()));
    assert_eq!(texts(&mut run), right);
    assert_eq!(run.back(), None, "nothing stops it going back");
    assert_eq!(run.next(), None);
    assert!(texts(&mut run).is_empty(), "and nothing is written twice");
}

#[test]
fn once_is_once_in_either_direction() {
    let place = Event::Instruction { func: MAIN, pc: 0 };
    let mut run = count(3);
    run.stops.add(with(place.clone(), |b| b.once = true));
    assert_eq!(run.all(), [9]);
    assert!(run.stops.list().next().is_none());
    let id = run.stops.add(with(place, |b| b.once = true));
    assert_eq!(run.all_back(), [18]);
    assert_eq!(run.stops.get(id), None);
}

#[test]
fn a_disabled_breakpoint_does_nothing() {
    let mut run = count(3);
    let id = run.add(Event::Opcode("loop".to_owned()));
    assert!(run.stops.enable(id, false) && run.stops.is_idle());
    assert_eq!(run.next(), None);
    assert_eq!(run.stops.hits(id), 0);
    assert!(run.stops.enable(id, true));
    assert_eq!(run.all_back().len(), 3);
    assert!(!run.stops.enable(77, true) && !run.stops.remove(77));
}

#[test]
fn ten_thousand_breakpoints_are_placed_and_run_through() {
    let nops = "nop ".repeat(10_000);
    let text = format!(
        r#"(module (memory 1) (func $far {nops}) (func $main (export "main") (local $i i32)
          (loop $l
            (i32.store8 (local.get $i) (i32.const 1))
            (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1)))
              (i32.const 60000))))
          (call $far)))"#
    );
    let mut run = Run::of(&text, &[]);
    for pc in 0..10_000 {
        run.add(Event::Instruction { func: MAIN, pc });
    }
    for addr in 0..10_000 {
        let event = byte(60_000 + addr, Access::Write);
        run.stops
            .add(with(event, |b| b.condition = condition("step > 5")));
    }
    let first = run.next().expect("the first of the other function");
    assert_eq!(first.step, run.timeline.step());
    assert_eq!(run.op(), "nop");
    for _ in 0..100 {
        let before = run.timeline.step();
        assert_eq!(run.next().map(|hit| hit.step), Some(before + 1));
    }
    assert_eq!(run.back().map(|hit| hit.step), Some(first.step + 99));
}

#[test]
fn a_part_of_the_past_in_which_the_bytes_were_not_written_is_not_run_again() {
    let text = r#"(module (memory 1)
      (func (export "main") (local $i i32)
        (i32.store8 (i32.const 9000) (i32.const 1))
        (loop $l
          (i32.store8 (local.get $i) (i32.const 1))
          (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1)))
            (i32.const 8000))))))"#;
    let mut run = Run::new(instance_within(text, MachineLimits::default()));
    let (machine, main) = entered(text, &[]);
    let history = History {
        gap: 1_000,
        ..History::default()
    };
    run.timeline = Timeline::new(machine, history);
    run.main = main;
    run.timeline.run(70_000);
    run.add(byte(9_000, Access::Write));
    let mut search = Search::new(&run.timeline, main, 0);
    let mut fuel = 10_000;
    let timeline = &mut run.timeline;
    let searched = timeline.search_back(&mut search, &mut run.stops, &mut fuel, u64::MAX);
    assert!(matches!(searched, Searched::Found(hit) if hit.step == 3));
    assert!(
        fuel >= 7_000,
        "it ran the first and the last part only: {fuel}"
    );
}
