//! Whole trees, written down.

use wasmscope::exec::{Answer, Edit};
use wasmscope::runtime::{Status, Value};
use wasmscope::syntax::LocalIdx;
use wasmscope::time::{LastWriter, Location, Origin, OriginKind, Role, Timeline};
use wasmscope::view::Lens;

/// A bit of everything that values go through.
const WAYS: &str = r#"(module
  (import "env" "ask" (func $ask (result i32)))
  (memory 1) (data (i32.const 100) "\01\02\03\04") (data $later "abcd")
  (global $g (mut i32) (i32.const 5))
  (table $t 2 funcref)
  (tag $e (param i32 i64))
  (type $pair (struct (field $a (mut i32)) (field $b i64)))
  (type $bytes (array (mut i8)))
  (func $add (param $x i32) (param $y i32) (result i32)
    (i32.add (local.get $x) (local.get $y)))
  (func (export "call") (param $n i32) (result i32)
    (call $add (local.get $n) (i32.const 2)))
  (func (export "chosen") (param $n i32) (result i32)
    (select (i32.const 10) (global.get $g) (local.get $n)))
  (func (export "stored") (result i32)
    (i32.store16 (i32.const 10) (i32.const 0x1234))
    (i32.store8 (i32.const 12) (call $ask))
    (i32.load (i32.const 10)))
  (func (export "copied") (result i32)
    (memory.copy (i32.const 0) (i32.const 102) (i32.const 2))
    (memory.init $later (i32.const 2) (i32.const 1) (i32.const 2))
    (i32.load (i32.const 0)))
  (func (export "caught") (result i32) (local $low i64)
    block $h (result i32 i64)
      try_table (catch $e $h)
        (throw $e (i32.const 7) (i64.const 8))
      end
      unreachable
    end
    local.set $low)
  (func (export "held") (result i32) (local $p (ref null $pair))
    (local.set $p (struct.new $pair (i32.const 3) (i64.const 4)))
    (struct.set $pair $a (local.get $p) (i32.const 9))
    (i32.add (struct.get $pair $a (local.get $p))
      (i32.wrap_i64 (struct.get $pair $b (local.get $p)))))
  (func (export "array") (result i32) (local $a (ref null $bytes))
    (local.set $a (array.new_data $bytes $later (i32.const 1) (i32.const 3)))
    (array.get_u $bytes (local.get $a) (i32.const 2)))
  (func (export "table") (result funcref)
    (table.set $t (i32.const 1) (ref.func $add))
    (table.get $t (i32.const 1)))
  (func (export "tail") (param $n i32) (result i32)
    (return_call $add (i32.const 1) (local.get $n)))
  (func (export "branch") (result i32)
    block $b (result i32)
      i32.const 1
      i32.const 2
      br $b
    end)
  (elem declare func $add)
)"#;

/// The results of an export, as the tree that they come from.
fn tree(export: &str, args: &[Value]) -> String {
    let mut timeline = super::timeline(WAYS, export, args);
    while *timeline.machine().status() == Status::Running {
        timeline.run(1_000);
        let answer = Answer::results(vec![Value::I32(6)]);
        if timeline.machine().host_call().is_some() {
            timeline.answer(answer).expect("it fits");
        }
    }
    let origin = origin(&mut timeline, Location::Result(0));
    let root = &origin.nodes()[0].inputs[0];
    let mut text = String::new();
    write(&origin, root.node, 0, &mut text);
    text
}

fn origin(timeline: &mut Timeline, location: Location) -> Origin {
    let mut origin = Origin::new(timeline, location, 100).expect("the place is there");
    origin.go_on(timeline, u64::MAX);
    assert!(origin.is_complete());
    origin
}

/// `op value` for each node, inputs indented below it; those at the side are not asked.
fn write(origin: &Origin, node: Option<usize>, depth: usize, text: &mut String) {
    let Some(node) = node else { return };
    let node = &origin.nodes()[node];
    let op = node.site.map_or("-", |site| site.instr.name());
    let kind = match node.kind {
        OriginKind::Operation | OriginKind::Load | OriginKind::Store | OriginKind::Constant => {
            String::new()
        }
        other => format!(" {other:?}"),
    };
    let value = node
        .value
        .map_or(String::new(), |value| format!(" {value}"));
    let bytes = match &*node.bytes {
        [] => String::new(),
        bytes => format!(" {bytes:02x?}"),
    };
    let pad = "  ".repeat(depth);
    text.push_str(&format!("{pad}{op}{kind}{value}{bytes}\n"));
    for input in node.inputs.iter().filter(|input| input.role == Role::Value) {
        write(origin, input.node, depth + 1, text);
    }
}

#[test]
fn values_are_followed_through_everything_that_moves_them() {
    let cases = [
        (
            "call",
            vec![Value::I32(40)],
            "i32.add 42\n  - Argument { slot: 0, param: true } 40\n  i32.const 2\n",
        ),
        ("chosen", vec![Value::I32(1)], "select 10\n  i32.const 10\n"),
        ("chosen", vec![Value::I32(0)], "select 5\n  - Initial 5\n"),
        (
            "stored",
            vec![],
            "i32.load 397876\n  i32.store8 6\n    call Host 6\n  - Initial [00]\n  i32.store16 4660\n    i32.const 4660\n",
        ),
        (
            "copied",
            vec![],
            "i32.load 1667367939\n  memory.init Segment [62, 63]\n  - Initial [03, 04]\n",
        ),
        ("caught", vec![], "i32.const 7\n"),
        (
            "held",
            vec![],
            "i32.add 13\n  struct.get 9\n    struct.set 9\n      i32.const 9\n  i32.wrap_i64 4\n    struct.get 4\n      struct.new\n        i64.const 4\n",
        ),
        (
            "array",
            vec![],
            "array.get_u 100\n  array.new_data Segment [64]\n",
        ),
        (
            "table",
            vec![],
            "table.get func 1\n  table.set func 1\n    ref.func func 1\n",
        ),
        (
            "tail",
            vec![Value::I32(4)],
            "i32.add 5\n  i32.const 1\n  - Argument { slot: 0, param: true } 4\n",
        ),
        ("branch", vec![], "i32.const 2\n"),
    ];
    for (export, args, wanted) in cases {
        let sorted = |text: &str| -> Vec<String> {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        let found = tree(export, &args);
        // Parts of memory come in the order that they are found in.
        assert_eq!(sorted(&found), sorted(wanted), "{export}:\n{found}");
    }
}

#[test]
fn the_steps_that_only_moved_a_value_are_told() {
    let mut timeline = super::timeline(WAYS, "call", &[Value::I32(40)]);
    timeline.run(1_000);
    let origin = origin(&mut timeline, Location::Result(0));
    let root = &origin.nodes()[0].inputs[0];
    // From `$add`, and from the function that was called from outside.
    assert_eq!((&*root.through, root.moved), (&[7, 6][..], 2));
    let sum = &origin.nodes()[root.node.expect("it was made")];
    assert_eq!(sum.step, Some(5));
    // `local.get $x`, `call $add`, `local.get $n`.
    assert_eq!(sum.inputs[0].through, [3, 2, 0]);
}

#[test]
fn what_was_left_out_can_be_asked_for() {
    let mut timeline = super::timeline(super::LOOPS, "count", &[Value::I32(50)]);
    timeline.run(u64::MAX);
    let mut origin = Origin::new(&timeline, Location::Result(0), 10).expect("it has a result");
    origin.go_on(&mut timeline, u64::MAX);
    assert!(origin.is_complete() && origin.has_more());
    let some = origin.nodes().len();
    assert!((10..=12).contains(&some), "{some}");
    while origin.has_more() {
        origin.ask_more(7);
        origin.go_on(&mut timeline, u64::MAX);
    }
    // Fifty additions, each with a constant of its own, the first zero, and the question.
    assert_eq!(origin.nodes().len(), 102);
    let sides = super::timeline(WAYS, "chosen", &[Value::I32(1)]);
    let mut timeline = sides;
    timeline.run(u64::MAX);
    let mut origin = self::origin(&mut timeline, Location::Result(0));
    assert_eq!(origin.nodes()[1].inputs[1].node, None);
    origin.ask(1, 10);
    origin.go_on(&mut timeline, u64::MAX);
    let condition = origin.nodes()[1].inputs[1].node.expect("it was asked");
    assert_eq!(origin.nodes()[condition].value, Some(Value::I32(1)));
}

#[test]
fn what_was_changed_by_hand_is_said_to_be() {
    let text = r#"(module (memory 1)
      (func (export "main") (param $n i32) (result i32)
        nop
        local.get $n
        i32.const 2
        i32.mul
        (i32.add (i32.load8_u (i32.const 7)))))"#;
    let mut timeline = super::timeline(text, "main", &[Value::I32(40)]);
    timeline.run(1_000);
    timeline.seek(1, u64::MAX);
    let local = Edit::Local {
        depth: 0,
        index: 0,
        value: Value::I32(50),
    };
    assert!(timeline.edit(local).expect("it is there"));
    timeline.run(3);
    let memory = timeline.machine().store().instances()[0].memories[0];
    let edit = Edit::Memory {
        memory,
        addr: 7,
        bytes: [3].into(),
    };
    timeline.edit(edit).expect("it is there");
    timeline.run(1_000);
    let origin = origin(&mut timeline, Location::Result(0));
    assert_eq!(origin.nodes()[0].value, Some(Value::I32(103)));
    let kinds: Vec<_> = origin
        .nodes()
        .iter()
        .map(|node| (node.kind, node.value))
        .collect();
    assert!(
        kinds.contains(&(OriginKind::Edited, Some(Value::I32(50)))),
        "{kinds:?}"
    );
    assert!(kinds.contains(&(OriginKind::Edited, None)), "{kinds:?}");
    timeline.seek(5, u64::MAX);
    let place = Location::Memory {
        memory,
        addr: 7,
        len: 1,
    };
    let writer = timeline.last_writer(place, Lens::default());
    assert_eq!(writer, Some(LastWriter::Edited(4)));
    let local = Location::Local {
        depth: 0,
        local: LocalIdx(0),
    };
    assert_eq!(
        timeline.last_writer(local, Lens::default()),
        Some(LastWriter::Edited(1))
    );
    // At the first step of all, nobody can tell.
    timeline.seek(0, u64::MAX);
    let first = Edit::Local {
        depth: 0,
        index: 0,
        value: Value::I32(60),
    };
    timeline.edit(first).expect("it is there");
    timeline.run(1_000);
    let origin = self::origin(&mut timeline, Location::Result(0));
    let argument = OriginKind::Argument {
        slot: 0,
        param: true,
    };
    let mut nodes = origin.nodes().iter();
    let made = nodes
        .find(|node| node.kind == argument)
        .expect("it is an argument");
    assert_eq!(made.value, Some(Value::I32(60)));
}
