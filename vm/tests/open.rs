//! Opening a binary: a part at a time, as printed text, and as the text of one function.

use wasmscope::load::{Loader, load, print};
use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Status};
use wasmscope::syntax::{FuncIdx, Module};
use wasmscope::view::listing;

const TEXT: &str = r#"(module
  (import "env" "f" (func (param i32)))
  (memory 1)
  (func $empty)
  (func $only_locals (local i32 i64))
  (func $sum (export "sum") (param $n i32) (result i32) (local $s i32)
    (block $done
      (loop $again
        (br_if $done (i32.eqz (local.get $n)))
        (local.set $s (i32.add (local.get $s) (local.get $n)))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $again)))
    (if (result i32) (local.get $s) (then (local.get $s)) (else (i32.const 0))))
  (data (i32.const 0) "\n  (func "))"#;

fn binary(text: &str) -> Vec<u8> {
    load(text.as_bytes()).expect("valid").module.bytes.to_vec()
}

#[test]
fn a_loader_gives_what_load_gives_in_any_parts() {
    let bytes = binary(TEXT);
    let whole = load(&bytes).expect("valid").module;
    let shown = |module: &Module| {
        assert_eq!(module.codes().count(), 3, "each is prepared");
        format!("{module:?}")
    };
    for part in [1, 7, 100, usize::MAX] {
        let mut loader = Loader::new(bytes.clone());
        let mut before = 0;
        while !loader.advance(part).expect("valid") {
            let (read, all) = loader.progress();
            assert!(before < read && read <= all);
            before = read;
        }
        assert_eq!(loader.progress(), (bytes.len(), bytes.len()));
        let module = loader.finish().expect("all there");
        assert_eq!(shown(&module), shown(&whole));
    }
    let mut loader = Loader::new(bytes);
    assert!(!loader.advance(20).expect("valid"));
    assert!(loader.finish().is_none(), "it is not all there");
}

#[test]
fn a_loader_refuses_what_load_refuses() {
    let bytes = binary(TEXT);
    let refused = |bytes: &[u8]| {
        let mut loader = Loader::new(bytes.to_vec());
        loop {
            match loader.advance(1) {
                Ok(true) => return false,
                Ok(false) => {}
                Err(problems) => return !problems.is_empty(),
            }
        }
    };
    assert!(refused(b""));
    assert!(refused(b"\0asm\x0d\0\x01\0"), "a component");
    for cut in 0..bytes.len() {
        let cut = &bytes[..cut];
        assert_eq!(refused(cut), load(cut).is_err(), "cut after {}", cut.len());
    }
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x55;
        assert_eq!(
            refused(&changed),
            wasmscope::load::load(&changed).is_err(),
            "byte {at}"
        );
    }
}

#[test]
fn of_a_large_module_the_first_problem_is_told() {
    let data = "a".repeat(1 << 20);
    let text = format!(r#"(module (memory 17) (data "{data}") (func (nop)))"#);
    let mut bytes = binary(&text);
    let nop = bytes.windows(2).rposition(|two| two == [0x01, 0x0b]);
    bytes[nop.expect("there is one")] = 0x1a;
    let problems = Loader::new(bytes).advance(usize::MAX).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert!(problems[0].offset.is_some(), "{problems:?}");
}

#[test]
fn every_instruction_of_a_printed_module_has_its_own_token() {
    let module = load(&binary(TEXT)).expect("valid").module;
    let source = print(&module, usize::MAX).expect("short");
    for (index, code) in module.codes().enumerate() {
        for (pc, instr) in code.instrs.iter().enumerate() {
            let span = source
                .instr(index, pc)
                .expect("every instruction stands somewhere");
            let token = if pc + 1 == code.instrs.len() {
                ")"
            } else {
                instr.name()
            };
            assert_eq!(source.slice(span), token, "function {index}, pc {pc}");
            assert_eq!(source.locate(span.start), Some((index, pc)));
        }
        let whole = source.slice(source.function(index).expect("there"));
        assert!(
            whole.starts_with("(func $") && whole.ends_with(')'),
            "{whole}"
        );
    }
    // What is printed is the same program.
    let again = load(source.text().as_bytes()).expect("valid").module;
    for (one, other) in again.codes().zip(module.codes()) {
        assert_eq!(one.instrs, other.instrs);
    }
    assert_eq!(print(&module, 100), None, "too long");
}

#[test]
fn a_listing_shows_the_function_that_is_asked_for() {
    let module = load(&binary(TEXT)).expect("valid").module;
    let sum = FuncIdx(3);
    let whole = listing(&module, sum, 0, 1_000).expect("it has a body");
    let code = module.code_of(sum).expect("it has a body");
    for (pc, instr) in code.instrs.iter().enumerate() {
        let span = whole.source.instr(2, pc).expect("shown");
        let token = if pc + 1 == code.instrs.len() {
            ")"
        } else {
            instr.name()
        };
        assert_eq!(whole.source.slice(span), token, "pc {pc}");
    }
    assert!(
        whole
            .source
            .text()
            .contains("(func $sum (param $n i32) (result i32)\n")
    );
    assert!(whole.shows(sum, 5) && !whole.shows(FuncIdx(1), 0));

    let part = listing(&module, sum, 10, 4).expect("it has a body");
    assert_eq!(part.shown, 8..12);
    let text = part.source.text();
    assert!(
        text.contains("8 instructions before") && text.contains("after these"),
        "{text}"
    );
    assert!(
        listing(&module, FuncIdx(0), 0, 10).is_none(),
        "an import has no body"
    );
}

#[test]
fn a_body_is_prepared_when_it_is_called_or_looked_at() {
    let text = r#"(module
      (func (export "run") (call $called))
      (func $called)
      (func $other))"#;
    let module = load(text.as_bytes()).expect("valid").module;
    let prepared = || -> Vec<bool> {
        let bodies = module.bodies.iter();
        bodies.map(|body| body.is_prepared()).collect()
    };
    assert_eq!(prepared(), [false, false, false]);
    let mut machine = Machine::new(MachineLimits::default());
    let instance = machine.instantiate(&module, &[]).expect("it needs nothing");
    let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run") else {
        panic!("it is exported");
    };
    assert_eq!(prepared(), [false, false, false]);
    machine.enter_call(run, &[]).expect("it takes nothing");
    assert_eq!(prepared(), [true, false, false]);
    // A state from before the call goes on as well as the machine itself.
    let mut before = machine.clone();
    machine.run(100);
    assert_eq!(prepared(), [true, true, false]);
    before.run(100);
    assert_eq!(machine.status(), &Status::Returned(Vec::new()));
    assert_eq!(before, machine);
    assert_eq!(module.codes().count(), 3);
    assert_eq!(prepared(), [true, true, true]);
}

/// What the machine does not run is said when a module is opened, not when a function is called.
#[test]
fn a_branch_out_of_too_many_blocks_is_refused_at_once() {
    const BLOCKS: usize = 1 << 20;
    let leb = |number: usize| [0, 7, 14, 21].map(|bit| (number >> bit) as u8 & 0x7f | 0x80);
    let opened = |label: usize| {
        let mut body = vec![0];
        body.extend([0x02, 0x40].repeat(BLOCKS));
        body.extend([&[0x0c], &leb(label)[..], &[0]].concat());
        body.extend(vec![0x0b; BLOCKS + 1]);
        let mut bytes = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x0a".to_vec();
        bytes.extend([&leb(body.len() + 6)[..], &[0, 1], &leb(body.len()), &[0]].concat());
        bytes.extend(body);
        load(&bytes).map(|program| program.module.codes().count())
    };
    assert_eq!(opened(BLOCKS - 1), Ok(1));
    let problems = opened(BLOCKS).expect_err("a million blocks");
    assert!(
        problems[0].message.contains("more than a million blocks"),
        "{problems:?}"
    );
}
