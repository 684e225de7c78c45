//! Sentences: for every instruction, on live values, and about what really happened.

mod telling;
mod watching;

use std::collections::BTreeSet;
use telling::{Met, tell};
use wasmscope::exec::Answer;
use wasmscope::explain;
use wasmscope::runtime::{Machine, Value};
use wasmscope::syntax::{BinaryOp, DivideOp, LoadOp, StoreOp, TruncateOp, UnaryOp, ValType};
use wasmscope::view::Lens;
use watching::{enter, entered, instance};

fn constant(value: Value) -> String {
    format!("({}.const {value})", value.ty())
}

fn samples(ty: ValType) -> Vec<Value> {
    match ty {
        ValType::I32 => [7, 5, 0, -1, 40, i32::MIN, i32::MAX].map(Value::I32).into(),
        ValType::I64 => [7, 5, 0, -1, 40, i64::MIN, 1 << 33].map(Value::I64).into(),
        ValType::F32 => [7.0, 2.5, 0.0, -0.0, -1.5, 0.1, 3e9, f32::NAN, f32::INFINITY]
            .map(Value::f32)
            .into(),
        _ => [7.0, 2.5, 0.0, -0.0, -1.5, 0.1, 3e9, 1e300, f64::NAN]
            .map(Value::f64)
            .into(),
    }
}

/// Tells one instruction on its operands, and checks what is said of it.
fn check_number(met: &mut Met, op: &'static str, operands: &[Value], result: ValType) {
    let consts: Vec<String> = operands.iter().map(|value| constant(*value)).collect();
    let text = format!(
        r#"(module (func (export "main") (result {result}) ({op} {})))"#,
        consts.join(" ")
    );
    let (machine, _) = entered(&text, &[]);
    let told = tell(machine);
    let told = &told[operands.len()];
    assert_eq!(told.record.op, op);
    for operand in operands {
        let operand = operand.to_string();
        assert!(told.before.text.contains(&operand), "{}", told.before.text);
        assert!(told.after.text.contains(&operand), "{}", told.after.text);
    }
    if told.record.trap.is_some() {
        assert!(told.before.text.starts_with("This will trap: "));
        assert!(told.after.text.starts_with("Trapped: "));
        assert!(told.after.rule.ends_with("↪ trap"));
    } else {
        let result = told.record.push[0].to_string();
        assert!(told.after.text.contains(&result), "{}", told.after.text);
    }
    assert_eq!(told.before.rule, told.after.rule);
    met.check(told);
}

#[test]
fn every_operation_on_numbers_is_told() {
    let mut met = Met::default();
    for op in UnaryOp::ALL {
        for value in samples(op.operand()) {
            check_number(&mut met, op.name(), &[value], op.result());
        }
    }
    for op in TruncateOp::ALL {
        for value in samples(op.operand()) {
            check_number(&mut met, op.name(), &[value], op.result());
        }
    }
    for op in BinaryOp::ALL {
        for first in samples(op.operand()) {
            for second in samples(op.operand()) {
                check_number(&mut met, op.name(), &[first, second], op.result());
            }
        }
    }
    for op in DivideOp::ALL {
        for first in samples(op.operand()) {
            for second in samples(op.operand()) {
                check_number(&mut met, op.name(), &[first, second], op.result());
            }
        }
    }
}

#[test]
fn every_load_and_store_is_told() {
    let mut met = Met::default();
    let memory = r#"(memory 1) (data (i32.const 60) "\fe\dc\ba\98\76\54\32\10")"#;
    for op in LoadOp::ALL {
        for (addr, offset) in [(60, 0), (56, 4), (65_535, 1)] {
            let text = format!(
                r#"(module {memory} (func (export "main") (result {})
                    ({} offset={offset} (i32.const {addr}))))"#,
                op.ty(),
                op.name()
            );
            let (machine, _) = entered(&text, &[]);
            let told = tell(machine);
            let told = &told[1];
            let at = format!("{} (0x{:x})", addr + offset, addr + offset);
            assert!(told.before.text.contains(&at), "{}", told.before.text);
            assert!(told.after.text.contains(&at), "{}", told.after.text);
            if told.record.trap.is_none() {
                let bytes = if op.bytes() == 1 { "0xfe" } else { "0xfe 0xdc" };
                assert!(told.before.text.contains(bytes), "{}", told.before.text);
                let result = told.record.push[0].to_string();
                assert!(told.after.text.contains(&result), "{}", told.after.text);
                assert_eq!(told.before.rule, told.after.rule);
            }
            met.check(told);
        }
    }
    for op in StoreOp::ALL {
        for value in samples(op.ty()) {
            let text = format!(
                r#"(module {memory} (func (export "main")
                    ({} (i32.const 60) {})))"#,
                op.name(),
                constant(value)
            );
            let (machine, _) = entered(&text, &[]);
            let told = tell(machine);
            let told = &told[2];
            for part in [&value.to_string(), "60 (0x3c)", "fe"] {
                assert!(told.before.text.contains(part), "{}", told.before.text);
                assert!(told.after.text.contains(part), "{}", told.after.text);
            }
            met.check(told);
        }
    }
}

/// Every instruction that is not about numbers, with and without names.
const OTHERS: &str = r#"(module
  (import "env" "ask" (func $ask (param i32) (result i32)))
  (type $unary (func (param i32) (result i32)))
  (memory 1 3) (data $d "abc") (table $t 4 8 funcref) (elem $e func $double $id)
  (global $g (mut i32) (i32.const 3))
  (func $double (param $x i32) (result i32) (i32.mul (local.get $x) (i32.const 2)))
  (func $id (param i32) (result i32) (return (local.get 0)))
  (func $early (param $n i32) (br_if 0 (local.get $n)) (br 0))
  (func (export "main") (param $n i32) (result i32)
    (local $i i32) (local i64 f32)
    (nop)
    (drop (i32.const 1)) (drop (i64.const 2)) (drop (f32.const 2.5)) (drop (f64.const 0.1))
    (global.set $g (i32.add (global.get $g) (i32.const 1)))
    (local.set $i (i32.const 0))
    (loop $again
      (block $done
        (br_if $done (i32.ge_u (local.get $i) (local.get $n)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $again)))
    (block (block (block (br_table 0 1 2 (i32.const 1)))))
    (block $a (block $b (br_table $b $a (i32.const 9))))
    (block $carry (result i32) (i64.const 1) (i32.const 30) (br $carry)) (drop)
    (if (i32.const 0) (then (nop)))
    (if (i32.const 0) (then (nop)) (else (nop)))
    (if $yes (i32.const 2) (then (nop)) (else (nop)))
    (drop (select (i32.const 10) (i32.const 20) (i32.const 0)))
    (drop (select (i32.const 10) (i32.const 20) (i32.const 5)))
    (drop (select (result f64) (f64.const 1) (f64.const 2) (i32.const 1)))
    (drop (local.tee $i (i32.const 44)))
    (drop (memory.size))
    (drop (memory.grow (i32.const 1)))
    (drop (memory.grow (i32.const 9)))
    (memory.fill (i32.const 16) (i32.const 511) (i32.const 4))
    (memory.copy (i32.const 32) (i32.const 16) (i32.const 3))
    (memory.init $d (i32.const 64) (i32.const 0) (i32.const 3))
    (data.drop $d)
    (table.init $e (i32.const 1) (i32.const 0) (i32.const 2))
    (elem.drop $e)
    (drop (table.get (i32.const 1)))
    (table.set (i32.const 0) (ref.func $id))
    (table.copy (i32.const 2) (i32.const 0) (i32.const 2))
    (table.fill (i32.const 3) (ref.null func) (i32.const 1))
    (drop (table.size))
    (drop (table.grow (ref.null func) (i32.const 2)))
    (drop (table.grow (ref.null func) (i32.const 20)))
    (drop (ref.is_null (ref.null extern)))
    (drop (ref.is_null (ref.func $id)))
    (call $early (i32.const 0))
    (call $early (i32.const 1))
    (drop (call $ask (i32.const 99)))
    (drop (call_indirect (type $unary) (i32.const 21) (i32.const 1)))
    (call $double (call $id (i32.const 4)))))"#;

/// The words of each instruction that is not about numbers.
const NAMES: &str = "nop block loop if else end br br_if br_table return call call_indirect drop \
    select local.get local.set local.tee global.get global.set table.get table.set table.size \
    table.grow table.fill table.copy table.init elem.drop memory.size memory.grow memory.fill \
    memory.copy memory.init data.drop ref.null ref.is_null ref.func i32.const i64.const f32.const \
    f64.const";

#[test]
fn every_other_instruction_is_told() {
    let (machine, _) = entered(OTHERS, &[Value::I32(2)]);
    let mut met = Met::default();
    let mut seen = BTreeSet::new();
    for told in tell(machine) {
        met.check(&told);
        assert!(told.record.trap.is_none(), "{}", told.after.text);
        if !told.record.push.is_empty() && told.record.op != "call" {
            let pushed = told.record.push[0].to_string();
            assert!(
                told.after.text.contains(&pushed),
                "{}: {}",
                told.record.op,
                told.after.text
            );
        }
        seen.insert(told.record.op);
    }
    for name in NAMES.split_whitespace() {
        assert!(seen.contains(name), "{name} was not executed");
    }
}

/// The sentences of one export's instruction, the last of this name.
fn last(text: &str, args: &[Value], op: &str) -> [String; 2] {
    let (machine, _) = entered(text, args);
    let told = tell(machine);
    let told = told.iter().rfind(|told| told.record.op == op);
    let told = told.expect("it was executed");
    [told.before.text.clone(), told.after.text.clone()]
}

#[test]
fn sentences_read_well() {
    let add = |a: i64, b: i64| {
        let text = format!(
            r#"(module (func (export "main") (result i32) (i32.add (i32.const {a}) (i32.const {b}))))"#
        );
        last(&text, &[], "i32.add")
    };
    assert_eq!(
        add(7, 5),
        [
            "Takes the i32 values 7 and 5 off the stack and will push their sum.",
            "Took the i32 values 7 and 5, pushed 12 = 7 + 5."
        ]
    );
    assert_eq!(
        add(0x7fff_ffff, 1)[1],
        "Took the i32 values 2147483647 and 1, pushed -2147483648 for 2147483647 + 1. The exact \
         result 2147483648 does not fit into 32 bits; it wraps around."
    );
    let program = r#"(module (func $f (export "main") (param $n i32)
        (block $done (br_if $done (local.get $n)))))"#;
    assert_eq!(
        last(program, &[Value::I32(0)], "br_if")[0],
        "The condition is 0, so it goes on with the next instruction."
    );
    assert_eq!(
        last(program, &[Value::I32(3)], "br_if")[0],
        "The condition is 3, not 0, so it leaves block $done and goes on after its end, at \
         instruction 4."
    );
    assert_eq!(
        last(program, &[Value::I32(5)], "local.get")[0],
        "Copies local $n, now 5, onto the stack."
    );
    assert_eq!(
        last(program, &[Value::I32(5)], "end")[0],
        "The end of f: its frame goes, and the host gets nothing."
    );
    let division = r#"(module (func (export "main") (result i32)
        (i32.div_s (i32.const 7) (i32.const 0))))"#;
    assert_eq!(
        last(division, &[], "i32.div_s")[0],
        "This will trap: integer divide by zero (7 / 0). It wants to take the i32 values 7 and 0 \
         and push 7 / 0 as signed numbers, rounded towards zero."
    );
    let calling = r#"(module
        (func $add (param $a i32) (param $b i32) (result i32)
          (i32.add (local.get $a) (local.get $b)))
        (func (export "main") (result i32) (call $add (i32.const 7) (i32.const 5))))"#;
    assert_eq!(
        last(calling, &[], "call")[0],
        "Calls add with $a = 7 and $b = 5: it gets a frame of its own, and this one waits."
    );
}

#[test]
fn rules_have_live_values() {
    let text = r#"(module (memory 1) (func $f (export "main") (param $n i32) (result i32)
        (local.set $n (i32.const 4))
        (i32.store (i32.const 8) (local.get $n))
        (i32.add (i32.const 7) (i32.const 5))))"#;
    let (machine, _) = entered(text, &[Value::I32(1)]);
    let rules: Vec<String> = tell(machine)
        .into_iter()
        .map(|told| told.after.rule)
        .collect();
    assert_eq!(
        rules,
        [
            "(i32.const 4) is a value",
            "F; (i32.const 4) (local.set $n) ↪ F[local $n = (i32.const 4)]; ε",
            "(i32.const 8) is a value",
            "F; (local.get $n) ↪ F; (i32.const 4)",
            "S; (i32.const 8) (i32.const 4) i32.store ↪ S[memory 0[8 : 4] = 0x04 0x00 0x00 0x00]; ε",
            "(i32.const 7) is a value",
            "(i32.const 5) is a value",
            "(i32.const 7) (i32.const 5) i32.add ↪ (i32.const 12)",
            "(frame{…} (i32.const 12) end) ↪ (i32.const 12)",
        ]
    );
}

#[test]
fn lines_are_told_where_there_is_a_text() {
    let text = r#"(module (func (export "main") (loop (br 0))))"#;
    let (mut machine, main) = entered(text, &[]);
    let positions = |_, pc: u32| Some((pc + 10, 1));
    let lens = Lens {
        main: Some(main),
        positions: Some(&positions),
    };
    machine.step();
    let sentence = explain::before(&machine, lens).expect("a next instruction");
    assert_eq!(
        sentence.text,
        "Goes back to the start of the innermost loop, line 10, for another round."
    );
    assert_eq!(explain::takes(&machine), 0);
}

#[test]
fn the_end_is_told_too() {
    let text = r#"(module
        (import "env" "exit" (func $exit (param i32)))
        (export "outside" (func $exit))
        (func (export "main") (result i32) (i32.const 3))
        (func (export "trap") (unreachable)))"#;
    let (mut machine, main) = instance(text);
    let lens = Lens::default();
    assert_eq!(explain::before(&machine, lens), None);
    let end = |machine: &mut Machine, name: &str| {
        enter(machine, main, name, &[]);
        machine.run(1_000);
        explain::before(machine, lens).expect("an ending").text
    };
    assert_eq!(
        end(&mut machine, "main"),
        "The program has ended after 2 instructions and returned 3."
    );
    assert!(end(&mut machine, "trap").starts_with("The program has trapped: unreachable ("));
    enter(&mut machine, main, "outside", &[Value::I32(4)]);
    let sentence = explain::before(&machine, lens).expect("the host is asked");
    assert_eq!(
        sentence.text,
        "The host is asked for env.exit, with 4; its answer is the result."
    );
    let answer = Answer {
        exit: Some(4),
        ..Answer::default()
    };
    machine.answer(&answer).expect("it fits");
    let sentence = explain::before(&machine, lens).expect("an ending");
    assert!(sentence.text.contains("with code 4"));
}
