//! Modules at random, and changes at random.

use fastrand::Rng;
use wasm_smith::{Config, Module};

/// A valid module of WebAssembly 3.0.
pub(crate) fn module(rng: &mut Rng) -> Vec<u8> {
    let mut bytes = vec![0; rng.usize(200..4_000)];
    rng.fill(&mut bytes);
    let mut source = arbitrary::Unstructured::new(&bytes);
    let config = Config {
        compact_imports_enabled: false,
        // What never traps runs longer.
        disallow_traps: rng.bool(),
        exceptions_enabled: true,
        export_everything: true,
        gc_enabled: true,
        max_data_segments: 8,
        max_element_segments: 8,
        max_funcs: 12,
        max_globals: 12,
        max_imports: 8,
        max_instructions: 300,
        max_memories: 3,
        max_memory32_bytes: 6 * 65_536,
        max_table_elements: 200,
        max_tables: 3,
        memory64_enabled: true,
        min_funcs: 2,
        relaxed_simd_enabled: true,
        simd_enabled: true,
        tail_call_enabled: true,
        threads_enabled: false,
        wide_arithmetic_enabled: false,
        ..Config::default()
    };
    let module = Module::new(config, &mut source).expect("there are bytes enough, or zeros");
    module.to_bytes()
}

/// Changes a few bytes.
pub(crate) fn mutate_bytes(bytes: &mut Vec<u8>, rng: &mut Rng) {
    for _ in 0..rng.usize(1..4) {
        if bytes.is_empty() {
            return;
        }
        let at = rng.usize(..bytes.len());
        match rng.u8(..8) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, rng.u8(..)),
            2 => drop(bytes.remove(at)),
            3 => bytes[at] = rng.u8(..),
            4 => bytes[at] = [0, 0x7f, 0x80, 0xff, 0x0b, 0x70][rng.usize(..6)],
            5 => bytes[at] = bytes[at].wrapping_add(1),
            6 => bytes[at] ^= 1 << rng.u8(..8),
            _ => {
                let end = (at + rng.usize(..16)).min(bytes.len());
                bytes.extend_from_within(at..end);
            }
        }
    }
}

/// Words that are put where other words were.
const WORDS: [&str; 24] = [
    "(",
    ")",
    "$x",
    "0",
    "-1",
    "4294967295",
    "nan:0x1",
    "\"",
    "(;",
    ";;",
    "i32",
    "i64",
    "funcref",
    "i32.add",
    "f64.mul",
    "call",
    "br",
    "end",
    "else",
    "loop",
    "drop",
    "unreachable",
    "(result",
    "local.get",
];

/// Changes a few words, or characters.
pub(crate) fn mutate_text(text: &str, rng: &mut Rng) -> String {
    let mut words: Vec<String> = split(text);
    // A text that is still valid is rare enough as it is.
    let changes = if rng.bool() { 1 } else { rng.usize(1..4) };
    for _ in 0..changes {
        if words.is_empty() {
            break;
        }
        let (at, other) = (rng.usize(..words.len()), rng.usize(..words.len()));
        let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
        match rng.u8(..12) {
            0 => drop(words.remove(at)),
            1 => words.insert(at, WORDS[rng.usize(..WORDS.len())].to_owned()),
            2 => words[at] = WORDS[rng.usize(..WORDS.len())].to_owned(),
            3 => words.swap(at, other),
            4 | 5 => words[at] = words[other].clone(),
            6 if rng.u8(..4) == 0 => words.truncate(at),
            7 => words[at].extend(std::iter::repeat_with(|| rng.char(..)).take(2)),
            8 => words[at] = rng.i64(-3..70_000).to_string(),
            _ => {
                let numbers: Vec<usize> = (0..words.len())
                    .filter(|at| is_number(&words[*at]))
                    .collect();
                if let Some(at) = rng.choice(numbers) {
                    words[at] = format!("{} ", rng.i64(-3..40));
                }
            }
        }
    }
    words.concat()
}

/// Words with the space that follows them; parentheses are words.
fn split(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.chars() {
        if matches!(c, '(' | ')') {
            words.push(c.to_string());
            words.push(String::new());
        } else {
            let last = words.last_mut().expect("there is always one");
            if !c.is_whitespace() && last.ends_with(char::is_whitespace) {
                words.push(c.to_string());
            } else {
                last.push(c);
            }
        }
    }
    words
}
