//! Questions to history about what the page shows.

mod started;

use started::debugger;
use std::cell::Cell;

use wasmscope::exec::HostCall;
use wasmscope::runtime::Machine;
use wasmscope::time::{Endless, LastWriter, NextReader};
use wasmscope_web::model::debugger::Debugger;
use wasmscope_web::model::history::{Asked, Question, Wants};
use wasmscope_web::model::host::{Host, Reply};
use wasmscope_web::model::looking::{Ending, Looking};
use wasmscope_web::model::vigil::Vigil;

/// Never answers.
struct Silent;

impl Host for Silent {
    fn call(&mut self, _: &Machine, _: &HostCall) -> Reply {
        Reply::Later
    }
}

const SUM: &str = "(module (memory 1)
  (func $add (param $a i32) (param $b i32) (result i32)
    local.get $a
    local.get $b
    i32.add)
  (func (export \"main\") (param $n i32) (result i32) (local $x i32)
    local.get $n
    i32.const 2
    call $add
    local.set $x
    i32.const 8
    local.get $x
    i32.store
    i32.const 8
    i32.load))";

fn seek(debugger: &mut Debugger, step: u64) {
    debugger.seek(step, &mut 1_000_000, &mut Silent);
}

fn answered(debugger: &mut Debugger, asked: Asked, wants: Wants) -> Question {
    let mut question = Question::new(debugger, asked, wants).expect("it is there");
    let step = debugger.step();
    while question.go_on(debugger, 3).is_some() {}
    assert!(question.is_complete());
    assert_eq!(debugger.step(), step, "the machine stays where it is");
    question
}

const REFERENCES: &str = "(module
  (type $pair (struct (field $left i32) (field $right (ref null $pair))))
  (import \"env\" \"print\" (func $print (param i32)))
  (table 5 anyref)
  (table $calls funcref (elem $add $print))
  (func $add (param i32 i32) (result i32)
    local.get 0)
  (func (export \"main\") (param $n i32)
    (table.set 0 (i32.const 1) (ref.i31 (i32.const -2)))
    (table.set 0 (i32.const 2) (struct.new $pair (i32.const 7) (ref.null $pair)))))";

#[test]
fn a_reference_is_told_with_what_it_refers_to() {
    let mut debugger = debugger(REFERENCES, "main", &["5"]);
    seek(&mut debugger, 9);
    let element = |table, index| Asked::Table { table, index }.referent(&debugger);
    let text = |index| element(0, index).map(|found| found.text);
    assert_eq!(text(0).as_deref(), Some("null"));
    assert_eq!(text(1).as_deref(), Some("i31 -2"));
    assert_eq!(text(5), None, "the table ends before");

    let pair = element(0, 2)
        .and_then(|found| found.object)
        .expect("a pair");
    assert_eq!((pair.kind, pair.ty.as_deref()), ("struct", Some("$pair")));
    let fields: Vec<_> = pair.fields.iter().map(ToString::to_string).collect();
    assert_eq!(fields, ["left = 7", "right = null"]);

    let function = |index| element(1, index).and_then(|found| found.function);
    let add = function(0).expect("a function");
    assert_eq!((&*add.name, &*add.ty), ("add", "[i32 i32] → [i32]"));
    assert_eq!((add.line, add.host), (Some(7), false));
    let print = function(1).expect("a function");
    assert_eq!((&*print.name, &*print.ty), ("env.print", "[i32] → []"));
    assert_eq!((print.line, print.host), (None, true));

    let number = Asked::Local { frame: 0, index: 0 }.referent(&debugger);
    assert_eq!(number, None, "a number refers to nothing");
}

#[test]
fn who_wrote_it_and_who_reads_it_next_is_told_with_the_line() {
    let mut debugger = debugger(SUM, "main", &["5"]);
    seek(&mut debugger, 1_000);
    seek(&mut debugger, 8);
    let x = Asked::Local { frame: 0, index: 1 };
    match answered(&mut debugger, x, Wants::Writer) {
        Question::Writer(_, Some(LastWriter::Step(record))) => {
            assert_eq!(
                (record.n, record.op, record.line),
                (7, "local.set", Some(10))
            );
        }
        other => panic!("{other:?}"),
    }
    match answered(&mut debugger, x, Wants::Reader) {
        Question::Reader(_, Some(NextReader::Step(record))) => {
            assert_eq!((record.n, record.line), (9, Some(12)));
        }
        other => panic!("{other:?}"),
    }
    // The frame of `$add`, and the one that waits for it.
    seek(&mut debugger, 5);
    for (frame, index, wanted) in [(0, 0, Some(2)), (1, 0, None)] {
        let local = Asked::Local { frame, index };
        let found = match answered(&mut debugger, local, Wants::Writer) {
            Question::Writer(_, Some(LastWriter::Step(record))) => Some(record.n),
            Question::Writer(_, Some(LastWriter::Start(0))) => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(found, wanted, "frame {frame}");
    }
}

#[test]
fn an_origin_is_looked_for_with_what_is_at_its_side_or_without() {
    let mut debugger = debugger(SUM, "main", &["5"]);
    seek(&mut debugger, 1_000);
    let mut count =
        |sides| match answered(&mut debugger, Asked::Result(0), Wants::Origin(100, sides)) {
            Question::Origin(origin) => (origin.nodes().len(), origin.has_more()),
            other => panic!("{other:?}"),
        };
    // The question, the load, the store, the sum, its constant and the argument; and the two
    // addresses.
    assert_eq!(count(false), (6, true));
    assert_eq!(count(true), (8, false));
}

#[test]
fn what_is_not_there_cannot_be_asked_about() {
    let debugger = debugger(SUM, "main", &["5"]);
    let memory = |memory, address, length| Asked::Memory {
        memory,
        address,
        length,
    };
    for gone in [
        Asked::Local { frame: 0, index: 2 },
        Asked::Local { frame: 1, index: 0 },
        Asked::Operand { frame: 0, index: 0 },
        Asked::Global(0),
        memory(0, 65_536, 1),
        memory(0, 65_535, 2),
        memory(0, 0, 0),
        memory(1, 0, 1),
        memory(0, u64::MAX, u64::MAX),
        Asked::Result(0),
        Asked::Field {
            object: 0,
            index: 0,
        },
        Asked::Table { table: 0, index: 0 },
    ] {
        let question = Question::new(&debugger, gone, Wants::Writer);
        assert!(question.is_none(), "{gone:?}");
    }
    let nothing = Debugger::default();
    assert!(Question::new(&nothing, Asked::Global(0), Wants::Writer).is_none());
}

const LOOP: &str = "(module
  (func (export \"count\") (param $n i32) (local $i i32)
    loop $l
      local.get $i
      i32.const 1
      i32.add
      local.tee $i
      local.get $n
      i32.lt_u
      br_if $l
    end)
  (func (export \"for ever\") loop $l br $l end))";

#[test]
fn a_condition_is_looked_for_in_all_of_the_run() {
    let mut debugger = debugger(LOOP, "count", &["6"]);
    seek(&mut debugger, 1_000);
    let last = debugger.last_known();
    let mut looking =
        Looking::new(&debugger, "$i == 2", debugger.last_known()).expect("it is a condition");
    while looking.go_on(&mut debugger, 7).is_some() {}
    // From after `local.tee` to the next one: eight instructions.
    assert_eq!(looking.found().stretches(), [(13, 20)]);
    assert_eq!(debugger.step(), last, "the machine stays where it is");
    let wrong = Looking::new(&debugger, "$i ==", debugger.last_known()).expect_err("it is none");
    assert!(wrong.contains("character"), "{wrong}");
}

#[test]
fn a_loop_says_how_far_it_is_or_that_it_never_ends() {
    let mut counting = debugger(LOOP, "count", &["100"]);
    seek(&mut counting, 8 * 13 + 5);
    let said = |debugger: &mut Debugger| {
        let mut ending = Ending::new(debugger).expect("it is in a loop");
        while ending.go_on(debugger, 50).is_some() {}
        (ending.words(), ending.endless().is_some())
    };
    let words = "In a loop: iteration 14, $i 14 → 100. No state has come again.";
    assert_eq!(said(&mut counting), (words.to_owned(), false));
    let mut endless = debugger(LOOP, "for ever", &[]);
    seek(&mut endless, 1_001);
    let (words, never) = said(&mut endless);
    let begins = words.starts_with("This program can never end: at step ");
    assert!(never && begins, "{words}");
    let mut over = debugger(LOOP, "count", &["3"]);
    seek(&mut over, 1_000);
    assert!(Ending::new(&over).is_none(), "nothing runs any more");
}

/// Runs on, a million steps in 10 ms by a clock of its own, and looks whether the run can end;
/// what was found, and after how many milliseconds.
fn watched(source: &str, entry: &str, args: &[&str], most: f64) -> (Option<Endless>, f64) {
    let mut debugger = debugger(source, entry, args);
    let (clock, mut elapsed) = (Cell::new(0.0), 0.0);
    let now = || {
        clock.set(clock.get() + 1.0);
        clock.get()
    };
    let mut vigil = Vigil::default();
    let mut found = None;
    while found.is_none() && elapsed < most {
        elapsed += 10.0;
        let step = debugger.step() + 1_000_000;
        seek(&mut debugger, step);
        let here = debugger.step();
        found = vigil.look(&mut debugger, elapsed, &now);
        assert_eq!(debugger.step(), here, "the run stays where it is");
        assert!(vigil.spent() <= elapsed / 100.0 + 1.0, "{}", vigil.spent());
    }
    (found, elapsed)
}

#[test]
fn a_run_that_goes_on_is_found_out_to_be_endless() {
    let (found, after) = watched(LOOP, "for ever", &[], 5_000.0);
    let found = found.expect("it can never end");
    assert_eq!((found.again - found.first) % 2, 0);
    assert!((1_000.0..1_200.0).contains(&after), "{after}");
    // Four million steps later than the run, it is no more than it was.
    let late = "(module (func (export \"main\") (local $i i32)
      (loop $count
        (br_if $count (i32.lt_u
          (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 25_000_000))))
      (loop $wait
        (br_if $wait (local.tee $i (i32.rem_u (i32.add (local.get $i) (i32.const 1)) (i32.const 7)))))
      (loop $never (br $never))))";
    let (found, after) = watched(late, "main", &[], 20_000.0);
    let found = found.expect("it ends in a loop that never ends");
    assert!(
        found.first > 200_000_000 && after >= 2_000.0,
        "{found:?} {after}"
    );
    // One that writes is the same again once it has written everything.
    let writes = "(module (memory 1) (func (export \"main\") (local $i i32)
      (loop $again
        (i32.store8 (local.get $i) (local.get $i))
        (local.set $i (i32.and (i32.add (local.get $i) (i32.const 1)) (i32.const 255)))
        (br $again))))";
    let (found, after) = watched(writes, "main", &[], 5_000.0);
    assert!(found.is_some() && after < 2_000.0, "{after}");
    let (found, _) = watched(LOOP, "count", &["-1"], 10_000.0);
    assert_eq!(found, None, "it would end");
}
