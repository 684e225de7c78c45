//! The pictures of a machine.

mod watching;

use serde_json::{Value as Json, json};
use wasmscope::runtime::{Machine, MachineLimits, MemAddr, Value};
use wasmscope::syntax::CodeIdx;
use wasmscope::view::{self, Lens, Options};
use watching::{enter, entered, instance_within};

const FACTORIAL: &str = r#"(module $lesson
  (memory $bytes 1 2)
  (table $ways 3 funcref)
  (global $calls (mut i32) (i32.const 0))
  (func $fact (export "main") (param $n i32) (result i32)
    (local $part i64)
    (if $small (result i32) (i32.eqz (local.get $n))
      (then (i32.const 1))
      (else
        (i32.mul
          (local.get $n)
          (call $fact (i32.sub (local.get $n) (i32.const 1))))))))"#;

fn json(machine: &Machine, options: Options<'_>) -> Json {
    serde_json::to_value(view::state_with(machine, options)).expect("a state is JSON")
}

fn plain(machine: &Machine) -> Json {
    json(machine, Options::default())
}

#[test]
fn a_machine_that_runs_shows_all_its_parts() {
    let (mut machine, main) = entered(FACTORIAL, &[Value::I32(2)]);
    machine.run(9);
    let position = |code: CodeIdx, pc: u32| Some((code.0 + 1, pc + 10));
    let state = view::state(&machine, Some(main), Some(&position));
    let state = serde_json::to_value(state).expect("a state is JSON");
    let two = json!({"type": "i32", "text": "2", "bits": "0x00000002"});
    assert_eq!(
        state,
        json!({
            "step": 9,
            "status": "paused",
            "at": {"func": 0, "name": "fact", "pc": 1, "offset": state["at"]["offset"],
                   "line": 1, "column": 11, "op": "i32.eqz", "text": "i32.eqz"},
            "stack": [{"type": "i32", "text": "1", "bits": "0x00000001"}],
            "frames": [
                {"instance": 0, "func": 0, "name": "fact", "depth": 1, "pc": 1,
                 "offset": state["at"]["offset"], "line": 1, "column": 11,
                 "locals": [
                    {"index": 0, "name": "n", "type": "i32", "text": "1", "bits": "0x00000001"},
                    {"index": 1, "name": "part", "type": "i64", "text": "0",
                     "bits": "0x0000000000000000"}],
                 "stack": [{"type": "i32", "text": "1", "bits": "0x00000001"}],
                 "labels": [
                    {"index": 0, "kind": "func", "arity": 1, "target": 12, "height": 0}]},
                {"instance": 0, "func": 0, "name": "fact", "depth": 0, "pc": 9,
                 "offset": state["frames"][1]["offset"], "line": 1, "column": 19,
                 "locals": [
                    {"index": 0, "name": "n", "type": "i32", "text": "2", "bits": "0x00000002"},
                    {"index": 1, "name": "part", "type": "i64", "text": "0",
                     "bits": "0x0000000000000000"}],
                 "stack": [two],
                 "labels": [
                    {"index": 0, "kind": "else", "name": "small", "arity": 1, "target": 12,
                     "height": 0},
                    {"index": 1, "kind": "func", "arity": 1, "target": 12, "height": 0}]}],
            "globals": [{"index": 0, "name": "calls", "mutable": true, "type": "i32",
                         "text": "0", "bits": "0x00000000"}],
            "memories": [{"index": 0, "name": "bytes", "pages": 1, "max": 2, "is64": false}],
            "tables": [{"index": 0, "name": "ways", "size": 3, "type": "funcref"}],
        })
    );
}

#[test]
fn a_program_begins_and_ends_without_a_place() {
    let (mut machine, main) = entered(FACTORIAL, &[Value::I32(3)]);
    let machine_before = Machine::new(MachineLimits::default());
    let ready = plain(&machine_before);
    assert_eq!(
        ready,
        json!({"step": 0, "status": "ready", "at": null, "stack": [], "frames": [],
               "globals": [], "memories": [], "tables": []})
    );
    machine.run(u64::MAX);
    let lens = Lens {
        main: Some(main),
        positions: None,
    };
    let returned = json(
        &machine,
        Options {
            lens,
            max_frames: None,
        },
    );
    assert_eq!(returned["status"], "returned");
    assert_eq!(returned["at"], Json::Null);
    assert_eq!(returned["frames"], json!([]));
    assert_eq!(returned["results"][0]["text"], "6");
    assert_eq!(returned["step"], machine.steps());
    assert_eq!(returned["globals"][0]["name"], "calls");
}

#[test]
fn deep_stacks_are_shown_in_parts() {
    let text = r#"(module (func $deep (export "main") (call $deep)))"#;
    let limits = MachineLimits {
        frames: 1_000,
        ..MachineLimits::default()
    };
    let (mut machine, main) = instance_within(text, limits);
    enter(&mut machine, main, "main", &[]);
    machine.run(u64::MAX);
    let some = json(
        &machine,
        Options {
            max_frames: Some(2),
            ..Options::default()
        },
    );
    let depths: Vec<_> = some["frames"].as_array().expect("a list").iter().collect();
    assert_eq!(depths.len(), 2);
    assert_eq!(depths[0]["depth"], 999);
    assert_eq!(
        plain(&machine)["frames"].as_array().map(Vec::len),
        Some(1_000)
    );
    let part = view::frames(&machine, 10..13, Lens::default());
    let part: Vec<usize> = part.iter().map(|frame| frame.depth).collect();
    assert_eq!(part, [12, 11, 10]);
    assert!(view::frames(&machine, 5_000..6_000, Lens::default()).is_empty());
    assert_eq!(
        some["trap"],
        json!({"message": "call stack exhausted", "detail": "1000 frames, the limit"})
    );
}

#[test]
fn memory_is_copied_as_far_as_it_goes() {
    let (machine, _) = entered(
        r#"(module (memory 1) (data (i32.const 65533) "abc") (func (export "main")))"#,
        &[],
    );
    assert_eq!(view::memory(&machine, MemAddr(0), 65_532, 3), b"\0ab");
    assert_eq!(view::memory(&machine, MemAddr(0), 65_534, 100), b"bc");
    assert!(view::memory(&machine, MemAddr(0), 70_000, 100).is_empty());
}

/// The text of every instruction of an exported function, joined.
fn texts(module: &str) -> String {
    let module = watching::module(module);
    let code = module.codes().last().expect("a function");
    let texts = (0..code.instrs.len() as u32).map(|pc| view::instr_text(&module, code, pc));
    texts.collect::<Vec<_>>().join("; ")
}

#[test]
fn instructions_are_written_with_names() {
    assert_eq!(
        texts(
            r#"(module
            (type $binary (func (param i32 i32) (result i32)))
            (memory $m 1) (memory $other 1) (table $t 1 funcref) (global $g (mut f32) (f32.const 0))
            (data $d "x") (elem $e func) (elem declare func $f)
            (func $f (param $x i32) (local $y f64)
              (block $out (result i32)
                (br_table $out 0 $out (i32.const -5) (local.get $x)))
              drop
              (if (type $binary) (i32.const 1) (i32.const 2) (local.get 0) (then i32.add) (else i32.sub))
              (drop (i64.load32_u offset=4))
              (i64.store $other offset=8 align=1 (i32.const 0) (i64.const 1))
              (drop (call_indirect (type $binary) (i32.const 1) (i32.const 2) (i32.const 3)))
              (local.set $y (f64.const 0x1p-1))
              (global.set $g (f32.const nan:0x200000))
              (table.set $t (i32.const 0) (ref.func $f))
              (drop (select (result i64) (i64.const 1) (i64.const 2) (i32.const 0)))
              (memory.init $other $d (i32.const 0) (i32.const 0) (i32.const 0))
              (drop (ref.null extern))
              (call $f (i32.const 1))))"#
        ),
        "block $out (result i32); i32.const -5; local.get $x; \
         br_table $out $out $out; end; drop; i32.const 1; i32.const 2; \
         local.get $x; if (param i32 i32) (result i32); i32.add; else; i32.sub; \
         end; i64.load32_u offset=4; drop; i32.const 0; i64.const 1; \
         i64.store $other offset=8 align=1; i32.const 1; i32.const 2; \
         i32.const 3; call_indirect (type $binary); drop; f64.const 0.5; \
         local.set $y; f32.const nan:0x200000; global.set $g; i32.const 0; \
         ref.func $f; table.set $t; i64.const 1; i64.const 2; i32.const 0; \
         select (result i64); drop; i32.const 0; i32.const 0; i32.const 0; \
         memory.init $other $d; ref.null extern; drop; i32.const 1; call $f; \
         end"
    );
}

#[test]
fn a_trap_tells_its_condition_in_numbers() {
    let cases = [
        (
            "(drop (i32.load (i32.const 65534)))",
            "address 65534 + 4 bytes > 65536, the size of memory 0",
        ),
        (
            "(i32.store8 offset=9 (i32.const -1) (i32.const 0))",
            "address 4294967295 + offset 9 + 1 byte > 65536, the size of memory 0",
        ),
        ("(drop (i32.div_s (i32.const 7) (i32.const 0)))", "7 / 0"),
        (
            "(drop (i32.div_u (i32.const -7) (i32.const 0)))",
            "4294967289 / 0",
        ),
        (
            "(drop (i32.rem_s (i32.const 7) (i32.const 0)))",
            "the divisor is 0: 7 / 0 has no remainder",
        ),
        (
            "(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))",
            "-2147483648 / -1 = 2147483648, which is no i32",
        ),
        (
            "(drop (i32.trunc_f32_s (f32.const nan)))",
            "nan has no integer value",
        ),
        (
            "(drop (i32.trunc_f64_u (f64.const -1)))",
            "-1 is outside of the unsigned i32s, 0 to 4294967295",
        ),
        (
            "(drop (table.get (i32.const 12)))",
            "element 12 of table 0, which has 10",
        ),
        (
            "(call_indirect (result i32) (i32.const 12)) drop",
            "element 12 of table 0, which has 10",
        ),
        (
            "(call_indirect (i32.const 1))",
            "element 1 of table 0 is null",
        ),
        (
            "(call_indirect (result i32) (i32.const 0)) drop",
            "the function has type [i32] → [], the call wants [] → [i32]",
        ),
        (
            "(memory.fill (i32.const 65530) (i32.const 0) (i32.const 7))",
            "address 65530 + 7 bytes > 65536, the size of memory 0",
        ),
        (
            "(memory.init 0 (i32.const 0) (i32.const 1) (i32.const 3))",
            "byte 1 + 3 bytes > 3, the size of data segment 0",
        ),
        (
            "(table.init 0 (i32.const 9) (i32.const 0) (i32.const 2))",
            "element 0 + 2 elements > 0, the size of element segment 0",
        ),
        (
            "unreachable",
            "the program says that control never comes here, and it did",
        ),
    ];
    for (body, detail) in cases {
        let text = format!(
            r#"(module (memory 1) (data "abc") (table 10 funcref) (elem (i32.const 0) func $f)
               (func $f (param i32)) (func (export "main") {body}))"#
        );
        let (mut machine, _) = entered(&text, &[]);
        let mut foreseen = None;
        while plain(&machine)["status"] == "paused" {
            foreseen = view::failure(&machine);
            machine.step();
        }
        let trap = plain(&machine)["trap"].clone();
        assert_eq!(trap["detail"], detail, "{body}");
        let foreseen = foreseen.expect("it was foreseen");
        assert_eq!(trap["message"], foreseen.trap.message(), "{body}");
        assert_eq!(trap["detail"], foreseen.detail, "{body}");
    }
}
