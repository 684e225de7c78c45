//! Problems as a person sees them, and that nothing panics.
//!
//! Each `tests/diagnostics/*.wat` has the expected output in the `.txt` beside
//! it. `BLESS=1 cargo test -p wasmscope --test diagnostics` writes those anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use wasmparser::WasmFeatures;
use wasmscope::load::{self, Diagnostic, Kind, assemble, check};

/// What the first release runs: version 2 of the standard without SIMD.
fn features() -> WasmFeatures {
    WasmFeatures::WASM2.difference(WasmFeatures::SIMD)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

fn texts() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the folder of texts can be read")
        .map(|entry| entry.expect("and each of its entries").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "wat"))
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path
            .file_name()
            .expect("a file")
            .to_string_lossy()
            .into_owned();
        (name, fs::read_to_string(path).expect("a text"))
    };
    paths.into_iter().map(read).collect()
}

/// With everything that runs today where the text begins so, else as the first release.
fn problems(text: &str) -> Vec<Diagnostic> {
    let all = text.starts_with(";; version 3");
    let features = if all { load::features() } else { features() };
    match assemble(text, features) {
        Ok(_) => Vec::new(),
        Err(problems) => problems,
    }
}

#[test]
fn problems_read_as_expected() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut differences = String::new();
    for (name, text) in texts() {
        let mut output = String::new();
        for problem in problems(&text) {
            write!(
                output,
                "[{}] {}",
                problem.code,
                problem.render(&name, &text)
            )
            .expect("writing to a string");
            if let Some(stacks) = &problem.stacks {
                let (wrong, missing) = (&stacks.wrong, stacks.missing);
                writeln!(
                    output,
                    "  stacks: {stacks}; wrong {wrong:?}, missing {missing}"
                )
                .expect("writing to a string");
            }
        }
        assert!(!output.is_empty(), "{name} should have a problem");
        let path = folder().join(&name).with_extension("txt");
        if bless {
            fs::write(&path, output).expect("the expected output can be written");
            continue;
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if expected != output {
            write!(
                differences,
                "--- {name}, expected:\n{expected}--- is:\n{output}\n"
            )
            .expect("writing to a string");
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn every_expected_output_belongs_to_a_text() {
    for entry in fs::read_dir(folder()).expect("the folder of texts can be read") {
        let path = entry.expect("and each of its entries").path();
        assert!(
            path.with_extension("wat").exists(),
            "{} has no text",
            path.display()
        );
    }
}

/// What holds of every problem, whatever the text.
fn sound(problems: &[Diagnostic], text: &str) {
    assert!(!problems.is_empty());
    for problem in problems {
        assert!(!problem.message.trim().is_empty());
        if let Some(span) = problem.span {
            assert!(
                span.start <= span.end && span.end <= text.len(),
                "{problem:?}"
            );
            assert!(text.is_char_boundary(span.start), "{problem:?}");
            assert!(text.is_char_boundary(span.end), "{problem:?}");
            assert!(
                problem.line >= Some(1) && problem.column >= Some(1),
                "{problem:?}"
            );
        }
        if let Some(stacks) = &problem.stacks {
            assert!(
                !stacks.wrong.is_empty() || stacks.missing > 0,
                "{problem:?}"
            );
            assert!(stacks.wrong.iter().all(|&at| at < stacks.found.len()));
            assert!(stacks.missing <= stacks.expected.len());
            for index in 0..stacks.missing {
                assert!(stacks.is_unmet(index), "{problem:?}");
            }
        }
        problem.render("some.wat", text);
    }
}

/// A small generator of repeatable numbers (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).expect("below a usize")
    }
}

/// Valid texts to change for the worse.
const GOOD: [&str; 4] = [
    r#"(module $m (import "env" "log" (func $log (param i32)))
  (memory (export "memory") 1) (global $g (mut i32) (i32.const 7))
  (table 4 funcref) (elem (i32.const 0) $f $log) (data (i32.const 8) "hé\00\n")
  (type $t (func (param i32) (result i32)))
  (func $f (type $t) (local $x i64)
    (block $out (loop $again (br_if $out (i32.eqz (local.get 0)))
      (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br $again)))
    (if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.const -0x2))))
  (func (export "main") (result i32)
    i32.const 0 i32.load offset=4 align=4 call $f drop
    block (result i32) i32.const 1 if nop else unreachable end i32.const 5 end))"#,
    r#"(module (func (export "add") (param $a f64) (param $b f64) (result f64)
  local.get $a local.get $b f64.add) (start $s) (func $s (; a (; b ;) ;)))"#,
    r#"(module quote "(func (export \"a\") (result i32) i32.const 1)")"#,
    r#"(module binary "\00asm" "\01\00\00\00")"#,
];

fn mutated(random: &mut Random, text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len());
        let length = random.below(12).min(bytes.len() - at);
        match random.below(6) {
            0 if !bytes.is_empty() => {
                let odd = b"()$\";. \n\x00a0\xc3\xff";
                bytes[at] = odd[random.below(odd.len())];
            }
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..at + length)),
            3 => {
                let piece = bytes[at..at + length].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            4 => {
                let words = [
                    "i32", "$zz", "(", ")", "7", "-1", "\"", "(;", "end", "é🙂", "i64.add",
                ];
                let word = format!(" {} ", words[random.below(words.len())]);
                bytes.splice(at..at, word.bytes());
            }
            _ => {
                // A whole word away.
                let end = bytes[at..]
                    .iter()
                    .position(|b| b" ()".contains(b))
                    .unwrap_or(0);
                bytes.drain(at..at + end);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn no_text_makes_it_panic() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let broken: Vec<String> = texts().into_iter().map(|(_, text)| text).collect();
    let seeds: Vec<&str> = GOOD
        .into_iter()
        .chain(broken.iter().map(String::as_str))
        .collect();
    for _ in 0..6000 {
        let seed = seeds[random.below(seeds.len())];
        let text = mutated(&mut random, seed);
        if let Err(problems) = assemble(&text, features()) {
            sound(&problems, &text);
        }
    }
}

#[test]
fn no_bytes_make_it_panic() {
    let mut random = Random(0x1234_5678_9abc_def1);
    let seed = wat::parse_str(GOOD[0]).expect("a good text");
    for _ in 0..6000 {
        let mut bytes = seed.clone();
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len());
            match random.below(3) {
                0 => bytes.truncate(at.max(8)),
                _ => bytes[at] = u8::try_from(random.below(256)).expect("a byte"),
            }
        }
        if let Err(problems) = check(&bytes, features(), None) {
            assert!(
                problems
                    .iter()
                    .all(|problem| !problem.message.trim().is_empty())
            );
            assert!(
                problems.iter().all(|problem| problem.offset.is_some()),
                "{problems:?}"
            );
        }
    }
}

#[test]
fn assembles_what_the_usual_assembler_does() {
    for text in GOOD {
        let Ok(usual) = wat::parse_str(text) else {
            assert!(text.contains("quote"), "only quoted modules are ours alone");
            continue;
        };
        let ours = assemble(text, features()).expect("a good text");
        assert_eq!(ours.bytes, usual);
    }
}

#[test]
fn every_instruction_has_its_own_token() {
    for text in GOOD {
        let assembled = assemble(text, features()).expect("a good text");
        let mut code_index = 0;
        for payload in wasmparser::Parser::new(0).parse_all(&assembled.bytes) {
            let wasmparser::Payload::CodeSectionEntry(body) = payload.expect("valid") else {
                continue;
            };
            let count = body
                .get_operators_reader()
                .expect("valid")
                .into_iter()
                .count();
            if let Some(positions) = assembled.source.instr_count(code_index) {
                assert_eq!(positions, count);
            }
            code_index += 1;
        }
    }
    let text = "(module (import \"a\" \"b\" (func)) (func $i (import \"a\" \"c\"))\n (func (export \"f\") (result i32)\n  (i32.add (i32.const 1)\n   (if (result i32) (i32.const 0) (then i32.const 2) (else (block nop) i32.const 3)))))";
    let source = assemble(text, features()).expect("a good text").source;
    let token = |pc| source.instr(0, pc).map(|span| source.slice(span));
    let tokens: Vec<&str> = (0..).map_while(token).collect();
    let expected = [
        "i32.const",
        "i32.const",
        "if",
        "i32.const",
        "else",
        "block",
        "nop",
        ")",
        "i32.const",
        ")",
        "i32.add",
        ")",
    ];
    assert_eq!(tokens, expected);
    let at = |word: &str| text.find(word).expect("a word of the text");
    assert_eq!(source.locate(at("i32.add") + 2), Some((0, 10)));
    assert_eq!(source.locate(at("nop")), Some((0, 6)));
    assert_eq!(source.locate(at("import")), None);
    let place = source.line_column(at("i32.add"));
    assert_eq!((place.line, place.column), (3, 4));
}

/// The kinds and codes of what is wrong with bytes.
fn refused(bytes: &[u8]) -> Vec<(Kind, &'static str)> {
    let problems = check(bytes, features(), None).expect_err("bytes that are no module");
    problems
        .iter()
        .map(|problem| (problem.kind, problem.code))
        .collect()
}

#[test]
fn malformed_and_invalid_bytes_are_told_apart() {
    assert_eq!(refused(b"(module)"), [(Kind::Malformed, "not-wasm")]);
    assert_eq!(refused(b""), [(Kind::Malformed, "unexpected-end")]);
    let text = "(module (func $a (result i32)) (func $b) (func $c i32.add drop))";
    let bytes = wat::parse_str(text).expect("a text that can be assembled");
    let missing = (Kind::Invalid, "value-missing");
    assert_eq!(refused(&bytes), [missing, missing]);
    assert_eq!(
        refused(&bytes[..bytes.len() - 1]),
        [(Kind::Malformed, "unexpected-end")]
    );
}

#[test]
fn problems_of_bytes_name_instruction_and_offset() {
    let bytes = wat::parse_str("(module (func i32.const 1 f32.abs drop))").expect("assembles");
    let problems = check(&bytes, features(), None).expect_err("an invalid module");
    assert_eq!(
        problems[0].to_string(),
        "`f32.abs` takes f32, but i32 is on the stack"
    );
    let at = bytes.iter().position(|&byte| byte == 0x8b);
    assert_eq!(problems[0].offset, at);
    assert_eq!(problems[0].span, None);
}

#[test]
fn deep_nesting_is_no_trouble() {
    let depth = 20_000;
    for inside in ["", "br $nowhere", "(i32.add)", "block"] {
        for close in [depth + 2, depth, 0] {
            let (open, close) = ("(block ".repeat(depth), ")".repeat(close));
            let text = format!("(module (func {open}{inside}{close}");
            if let Err(problems) = assemble(&text, features()) {
                sound(&problems, &text);
            }
        }
    }
}

/// Some types of numbers, and an instruction that makes one of each.
const NUMBERS: [(&str, &str); 4] = [
    ("i32", "i32.const 1"),
    ("i64", "i64.const 1"),
    ("f32", "f32.const 1"),
    ("f64", "f64.const 1"),
];

#[test]
fn the_stacks_of_a_type_error_are_those_of_the_text() {
    let mut random = Random(0x5742_2b1d);
    let mut refused = 0;
    for _ in 0..300 {
        let mut some = |most| -> Vec<usize> {
            let count = random.below(most);
            (0..count).map(|_| random.below(NUMBERS.len())).collect()
        };
        let (params, pushed) = (some(5), some(6));
        let types = |list: &[usize]| -> Vec<String> {
            list.iter().map(|&at| NUMBERS[at].0.to_owned()).collect()
        };
        let (wanted, there) = (types(&params), types(&pushed));
        let made: Vec<&str> = pushed.iter().map(|&at| NUMBERS[at].1).collect();
        let text = format!(
            "(module (func $f (param {})) (func {} call $f unreachable))",
            wanted.join(" "),
            made.join(" ")
        );
        // From the top down, as an instruction takes them.
        let pairs = there.iter().rev().zip(wanted.iter().rev());
        let differs = |at: usize| pairs.clone().nth(there.len() - 1 - at);
        let is_wrong = |&at: &usize| differs(at).is_some_and(|(found, want)| found != want);
        let wrong: Vec<usize> = (0..there.len()).filter(is_wrong).collect();
        let missing = wanted.len().saturating_sub(there.len());
        let problems = problems(&text);
        if wrong.is_empty() && missing == 0 {
            assert!(problems.is_empty(), "{text}: {problems:?}");
            continue;
        }
        refused += 1;
        let stacks = problems[0].stacks.as_ref().expect("both stacks");
        assert_eq!(
            (&stacks.expected, &stacks.found),
            (&wanted, &there),
            "{text}"
        );
        assert_eq!((&stacks.wrong, stacks.missing), (&wrong, missing), "{text}");
    }
    assert!(refused > 100, "{refused} are enough to tell");
}
