//! Each function, with each error that can be made to happen, on both back ends.

use crate::guest::{FUNCTIONS, module, play};
use crate::world::{Folder, memory};
use std::collections::BTreeSet;

const TEXTS: [&str; 4] = [
    include_str!("functions/program.wat"),
    include_str!("functions/descriptors.wat"),
    include_str!("functions/files.wat"),
    include_str!("functions/paths.wat"),
];

/// The tests: the name of a function, and the body of a program that calls it.
fn tests() -> impl Iterator<Item = (&'static str, &'static str)> {
    let sections = TEXTS.iter().flat_map(|text| text.split(";;; ").skip(1));
    sections.map(|section| section.split_once('\n').expect("a name is on a line"))
}

/// What the comments at the end of a test say: what it prints, and the code it ends with.
fn said(body: &str) -> (String, Option<i32>) {
    let after = |sign: &str| body.split_once(sign).map(|(_, rest)| rest.lines().next());
    let prints = after(";; prints ")
        .flatten()
        .map(|text| format!("{text}\n"));
    let exit = after(";; exit ")
        .flatten()
        .map(|code| code.parse().expect("it is a number"));
    (prints.unwrap_or_default(), exit)
}

#[test]
fn every_function_has_a_test() {
    let all: BTreeSet<&str> = FUNCTIONS
        .split(',')
        .filter_map(|function| function.split_whitespace().next())
        .collect();
    let tested: BTreeSet<&str> = tests().map(|(name, _)| name).collect();
    assert_eq!(all.len(), 46);
    assert_eq!(all, tested);
}

fn check(is_native: bool) {
    let mut failures = Vec::new();
    for (name, body) in tests() {
        let text = module(body);
        let played = match is_native {
            true => play(&mut Folder::new().process(), &text, true),
            false => play(&mut memory(), &text, false),
        };
        let (prints, exit) = said(body);
        failures.extend(
            played
                .failures
                .iter()
                .map(|failure| format!("{name}: {failure}")),
        );
        if (&played.out, played.exit) != (&prints, exit) {
            failures.push(format!(
                "{name}: prints {:?}, exit {:?}",
                played.out, played.exit
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn each_function_does_what_the_standard_says_in_memory() {
    check(false);
}

#[cfg(unix)]
#[test]
fn each_function_does_what_the_standard_says_on_the_disk() {
    check(true);
}

/// A program without a memory is told so, at each call with a pointer.
#[test]
fn without_a_memory_pointers_lead_nowhere() {
    let text = r#"(module
      (import "wasi_snapshot_preview1" "args_sizes_get" (func $get (param i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (func (export "_start") (call $exit (call $get (i32.const 0) (i32.const 4)))))"#;
    assert_eq!(play(&mut memory(), text, false).exit, Some(21));
}
