//! Conditions: what they say of a state, what they cannot say, and what is no condition.

mod watching;

use fastrand::Rng;
use wasmscope::exec::Outcome;
use wasmscope::observe::{Condition, Message, Moment, Target};
use wasmscope::runtime::{InstanceAddr, Machine, Value};
use wasmscope::syntax::FuncIdx;
use watching::entered;

const TEXT: &str = r#"(module
  (memory 1) (memory $small 0)
  (data (memory 0) (i32.const 0x40) "\07\00\00\80\ff\ff\ff\ff")
  (data (memory 0) (i32.const 0x50) "\00\00\c0\3f\00\00\00\00\00\00\04\c0")
  (table 4 funcref)
  (elem (i32.const 3) $main)
  (global $g (mut i64) (i64.const -9))
  (global (mut f32) (f32.const 0.1))
  (global $i (mut i32) (i32.const 77))
  (global $v v128 (v128.const i64x2 1 2))
  (func $inner (param $n i32) (result i32)
    (i32.const 5) (i32.const 6) (i32.const 7)
    drop drop drop (local.get $n))
  (func $main (export "main") (param $i i32) (param $my-name f64) (result i32)
    (local $r funcref)
    (local.set $r (ref.func $main))
    (call $inner (i32.const 40))))"#;

/// In `$main` after its `local.set`, or in `$inner` with three operands.
fn at(step: u64) -> (Machine, InstanceAddr) {
    let args = [Value::I32(-3), Value::f64(2.5)];
    let (mut machine, main) = entered(TEXT, &args);
    assert_eq!(machine.run(step), Outcome::Paused);
    (machine, main)
}

fn ask((machine, main): &(Machine, InstanceAddr), text: &str) -> Option<bool> {
    let condition = Condition::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    condition.holds(Moment {
        machine,
        main: *main,
        depth: None,
        hits: Some(4),
    })
}

#[test]
fn a_condition_reads_the_state() {
    let main = at(2);
    for holds in [
        "$i == -3 && mem32[0x40] == 0x80000007",
        "local[0] < 0 && local[0]==-3",
        "u32($i) == 0xffff_fffd && u64($i) == 0xfffffffffffffffd",
        "i32(0xffffffff) == -1 && i64(0xffffffffffffffff) == -1",
        "$\"my-name\" == 2.5 && local[1]*2 == 5",
        "$g == -9 && global[0] == -9 && global[2] == 77",
        "global[1] > 0.0999 && global[1] < 0.1001",
        "mem8[0x40] == 7 && mem8s[0x44] == -1 && mem8[0x44] == 255",
        "mem16[0x42] == 0x8000 && mem16s[0x42] == -32768",
        "mem32s[0x40] == -2147483641 && mem64[0x40] == 0xffffffff80000007",
        "mem64s[0x40] < 0 && mem32:0[0x40 + 4] == 0xffffffff",
        "memf32[0x50] == 1.5 && memf64[0x54] == -2.5",
        "$r != null && table[0][3] == $r && table[0][3] != null && table[0][0] == null",
        "depth == 0 && step == 2 && hits == 4",
        "!($i > 0) && ~$i == 2 && -$i == 3",
        "0xffffffffffffffff - 1 == 18446744073709551614 && -0xffffffffffffffff / 2 == -9223372036854775807",
        "1 + 2 * 3 == 7 && (1 + 2) * 3 == 9 && 7 / 2 == 3 && -7 % 4 == -3 && 10 - 2 - 3 == 5",
        "7 & 3 == 3 && 4 | 1 == 5 && 6 ^ 3 == 5 && 1 << 4 == 16 && -16 >> 2 == -4",
        "1 || $nothing && 0 == 1",
        "1 / 4.0 == 0.25 && 1e3 == 1000 && inf > 5 && nan != nan",
        "$i",
    ] {
        assert_eq!(ask(&main, holds), Some(true), "{holds}");
    }
    for fails in [
        "$i == 3",
        "0",
        "null",
        "0.0",
        "nan == nan",
        "$r == null",
        "-0.0",
        "nan < 1",
    ] {
        assert_eq!(ask(&main, fails), Some(false), "{fails}");
    }
    let inner = at(7);
    let holds = "$n == 40 && $i == 77 && stack[0] == 7 && stack[2] == 5 && depth == 1";
    assert_eq!(
        ask(&inner, holds),
        Some(true),
        "a global where no local has the name"
    );
}

#[test]
fn what_does_not_exist_makes_a_condition_neither_true_nor_false() {
    let main = at(2);
    for unknown in [
        "$n == 0",
        "$n != 0",
        "!($n == 0)",
        "local[9] == 0",
        "local[-1] == 0",
        "global[4] == 0",
        "stack[0] == 0",
        "mem32[65533] == 0",
        "mem8[-1] == 0",
        "mem8[1.5] == 0",
        "mem8:1[0] == 0",
        "mem8:2[0] == 0",
        "table[0][4] == null",
        "table[1][0] == null",
        "$v == 1",
        "1 / 0",
        "1 % 0",
        "1 << 64",
        "0xffffffffffffffff + 1",
        "0x100000000 * 0x100000000",
        "7.5 % 2",
        "null < null || 1 == null",
        "null + 1",
        "0 || $n",
        "1 && $n",
    ] {
        assert_eq!(ask(&main, unknown), None, "{unknown}");
    }
    let (machine, main) = main;
    let hits = Condition::parse("hits > 0").expect("a condition");
    let moment = Moment {
        machine: &machine,
        main,
        depth: None,
        hits: None,
    };
    assert_eq!(
        hits.holds(moment),
        None,
        "outside of a breakpoint nothing is hit"
    );
}

#[test]
fn a_machine_without_a_frame_has_globals_and_memory() {
    let (mut machine, main) = at(2);
    machine.run(u64::MAX);
    let over = (machine, main);
    assert_eq!(
        ask(&over, "$g == -9 && mem8[0x40] == 7 && depth == 0"),
        Some(true)
    );
    assert_eq!(ask(&over, "$n == 40"), None);
    assert_eq!(ask(&over, "stack[0] == 1"), None);
}

#[test]
fn what_is_no_condition_says_where_and_what_to_do() {
    for (text, offset, words) in [
        ("", 0, "a value is missing"),
        ("$i >", 4, "a value is missing"),
        ("$i = 5", 3, "write `==`"),
        ("$i 5", 3, "an operator is missing"),
        ("i > 5", 0, "`$i`"),
        ("mem32 == 5", 6, "`[`"),
        ("mem32[0", 7, "`]` is missing"),
        ("mem32:x[0]", 6, "number of a memory"),
        ("(1 + 2", 6, "`)` is missing"),
        ("$", 0, "a name follows `$`"),
        ("$\"a", 0, "closing quote"),
        ("5x == 1", 0, "`5x` is no number"),
        ("0xg", 0, "`0xg` is no number"),
        ("1e", 0, "`1e` is no number"),
        ("1 < 2 < 3", 6, "joined by `&&`"),
        ("a; b", 1, "`;` means nothing"),
        ("u32 5", 4, "`(` is missing"),
        (
            "99999999999999999999999999999999999999999",
            0,
            "is no number",
        ),
    ] {
        let error = Condition::parse(text).expect_err(text);
        assert_eq!(error.offset, offset, "{text}: {error}");
        assert!(error.message.contains(words), "{text}: {error}");
    }
    let deep = "(".repeat(400);
    let error = Condition::parse(&deep).expect_err("it is nested deeply");
    assert!(error.message.contains("too deeply"), "{error}");
    let long = "1+".repeat(600);
    let error = Condition::parse(&long).expect_err("it is long");
    assert!(error.message.contains("at most"), "{error}");
}

#[test]
fn what_the_module_does_not_have_is_told_where_a_condition_is_set() {
    let module = watching::module(TEXT);
    let (inner, main) = (Some(FuncIdx(0)), Some(FuncIdx(1)));
    let check = |text: &str, func| {
        let condition = Condition::parse(text).expect("a condition");
        condition.check(&module, func).map_err(|error| error.offset)
    };
    assert_eq!(check("$n == 5 && $g > mem8[$i]", inner), Ok(()));
    assert_eq!(check("$n == 5", None), Ok(()), "some function has it");
    assert_eq!(check("$i == 5 || $n == 5", main), Err(11));
    assert_eq!(check("local[0] == 5", inner), Ok(()));
    assert_eq!(check("local[1] == 5", inner), Err(0));
    assert_eq!(
        check("local[1] == 5", None),
        Ok(()),
        "another function may have it"
    );
    assert_eq!(check("1 + global[4]", None), Err(4));
    assert_eq!(check("mem8:2[0]", None), Err(0));
    assert_eq!(check("table[1][0] == null", None), Err(0));
    assert_eq!(check("!(u32($nobody) == stack[$nothing])", None), Err(6));
    assert_eq!(check("$g == hits", None), Ok(()));
    let alone = |text: &str| {
        let condition = Condition::parse(text).expect("a condition");
        let checked = condition.check_alone(&module, None);
        checked.map_err(|error| error.offset)
    };
    assert_eq!(alone("$g == 1"), Ok(()));
    assert_eq!(alone("$g == hits || hits > 2"), Err(6), "of no breakpoint");
    assert_eq!(alone("$nobody == 1"), Err(0));
    let message = Message::parse("{hits}").expect("a message");
    assert_eq!(message.check(&module, main), Ok(()));
    let message = Message::parse("i is {$i}, {$nobody}").expect("a message");
    assert_eq!(
        message.check(&module, main).map_err(|error| error.offset),
        Err(12)
    );
}

#[test]
fn a_message_shows_values_as_they_are_written_everywhere() {
    let (machine, main) = at(2);
    let fill = |text: &str| {
        let message = Message::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        message.fill(Moment {
            machine: &machine,
            main,
            depth: None,
            hits: Some(2),
        })
    };
    assert_eq!(
        fill("i is {$i}, {global[1]}, {$\"my-name\"}"),
        "i is -3, 0.1, 2.5"
    );
    assert_eq!(fill("{{{hits}}} of {$n}: {$r}"), "{2} of ?: func 1");
    assert_eq!(fill("plain ü"), "plain ü");
    for (text, offset) in [("a {$i", 2), ("a }", 2), ("ü {$i +}", 8), ("{}", 1)] {
        let error = Message::parse(text).expect_err(text);
        assert_eq!(error.offset, offset, "{text}: {error}");
    }
}

#[test]
fn no_text_makes_a_condition_panic() {
    let (machine, main) = at(7);
    let pieces = [
        "$i",
        "$n",
        "mem32",
        "mem8s",
        ":1",
        "[",
        "]",
        "(",
        ")",
        "5",
        "-1",
        "0x40",
        "1.5",
        "==",
        "<",
        "&&",
        "||",
        "!",
        "~",
        "-",
        "<<",
        ">>",
        "*",
        "/",
        "%",
        "table",
        "[0]",
        "stack",
        "local",
        "global",
        "null",
        "hits",
        "step",
        "u32(",
        "i64(",
        "$\"",
        "\"",
        "ü",
        " ",
        "e",
        ".",
        "99999999999999999999999999999999999999",
        "{",
        "}",
        "&",
    ];
    let mut read = 0;
    for number in 0..30_000 {
        let mut rng = Rng::with_seed(number);
        let text: String = (0..rng.usize(1..12))
            .map(|_| pieces[rng.usize(..pieces.len())])
            .collect();
        let moment = Moment {
            machine: &machine,
            main,
            depth: None,
            hits: Some(1),
        };
        if let Ok(message) = Message::parse(&text) {
            let _ = message.fill(moment);
        }
        match Condition::parse(&text) {
            Ok(condition) => {
                let _ = condition.holds(moment);
                read += 1;
            }
            Err(error) => assert!(text.is_char_boundary(error.offset), "{text}: {error}"),
        }
    }
    assert!(read > 100, "too few are conditions: {read}");
}

#[test]
fn an_expression_that_names_a_place_leads_there() {
    let (machine, main) = at(7);
    let moment = Moment {
        machine: &machine,
        main,
        depth: None,
        hits: None,
    };
    let target = |text: &str| {
        Condition::parse(text)
            .expect("an expression")
            .target(moment)
    };
    assert!(matches!(target("$n"), Some(Target::Local { depth: 1, .. })));
    assert_eq!(target("$n"), target("local[0]"));
    assert_eq!(target("$g"), target("global[0]"));
    assert!(matches!(
        target("mem16s:0[4 * 2]"),
        Some(Target::Memory {
            addr: 8,
            bytes: 2,
            float: false,
            ..
        })
    ));
    // The caller's own $i, which hides the global of that name there and not here.
    let caller = Moment {
        depth: Some(0),
        ..moment
    };
    let i = Condition::parse("$i").expect("an expression");
    assert!(matches!(i.target(moment), Some(Target::Global { .. })));
    assert!(matches!(
        i.target(caller),
        Some(Target::Local { depth: 0, .. })
    ));
    let sum = Condition::parse("$i + depth").expect("an expression");
    let value = |moment| sum.value(moment).map(|sum| sum.to_string());
    assert_eq!(value(moment).as_deref(), Some("78"));
    assert_eq!(value(caller).as_deref(), Some("-3"));
    // Beyond the end there is a place, although nothing lies there yet.
    assert!(target("memf64[1 << 40]").is_some());
    for none in [
        "$n + 1",
        "5",
        "depth",
        "local[99]",
        "stack[99]",
        "-$n",
        "mem8[-1]",
    ] {
        assert_eq!(target(none), None, "{none}");
    }
}
