//! The tables of the manual as text, and how they are read.
//!
//! A line `# …` begins a group. A line that is not indented has the names of an entry:
//! `{i32,i64}.{add,sub}` are four. The lines below it are indented:
//!
//! - `[…] → […]`: the signature;
//! - `does …`: the meaning;
//! - `see …`: names, divided by spaces;
//! - `with …`: fields of the example's module, divided by `|`;
//! - `try T…: …`: the example's result types, `-` for none, and its instructions, divided by `;`;
//! - `$x …|…`: what `{x}` stands for in the other lines, for the first name, the second, …; a
//!   list that is shorter than the names begins again.
//!
//! Without being said, `{this}` is the name, `{t}` what stands before its dot, `{n}` the bits of
//! that type, `{w}` and `{l}` the bits and the number of lanes of that shape, `{su}`, `{s}` and
//! `{an}` are `s`, `signed` and `a`, or `u`, `unsigned` and `an`, as the name ends.

use super::Entry;
use crate::syntax::Shape;

/// The tables, in the order of the manual.
pub(super) const TABLES: [&str; 9] = [
    include_str!("control.txt"),
    include_str!("values.txt"),
    include_str!("integers.txt"),
    include_str!("floats.txt"),
    include_str!("conversions.txt"),
    include_str!("memory.txt"),
    include_str!("tables.txt"),
    include_str!("references.txt"),
    // Two groups, of which the second is vectors in memory.
    concat!(include_str!("vectors.txt"), "\n", include_str!("lanes.txt")),
];

/// The entries of a table.
pub(super) fn read(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut group = "";
    for block in text.split("\n\n") {
        let mut lines = block.lines().filter(|line| !line.is_empty());
        let Some(mut first) = lines.next() else {
            continue;
        };
        if let Some(name) = first.strip_prefix("# ") {
            group = name;
            match lines.next() {
                Some(next) => first = next,
                None => continue,
            }
        }
        let lines: Vec<&str> = lines.map(str::trim).collect();
        for (index, name) in names(first).iter().enumerate() {
            entries.push(entry(group, name, index, &lines));
        }
    }
    entries
}

/// The names that a pattern stands for, the first braces varying slowest.
fn names(pattern: &str) -> Vec<String> {
    let parts = pattern.split_once('{').and_then(|(before, rest)| {
        let (choices, after) = rest.split_once('}')?;
        Some((before, choices, after))
    });
    let Some((before, choices, after)) = parts else {
        return vec![pattern.to_owned()];
    };
    let after = names(after);
    let each = choices.split(',').flat_map(|choice| {
        let join = move |after: &String| format!("{before}{choice}{after}");
        after.iter().map(join)
    });
    each.collect()
}

fn entry(group: &str, name: &str, index: usize, lines: &[&str]) -> Entry {
    let words = words(name, index, lines);
    let said = |key: &str| {
        let line = lines.iter().find_map(|line| line.strip_prefix(key));
        put_in(line.unwrap_or_default(), &words)
    };
    let signature = lines.iter().find(|line| line.starts_with('['));
    let see = said("see ");
    let see = see.split(' ').filter(|other| *other != name);
    Entry {
        name: name.to_owned(),
        group: group.to_owned(),
        signature: put_in(signature.copied().unwrap_or_default(), &words),
        meaning: said("does "),
        see: see.map(str::to_owned).collect(),
        example: module(&said("with "), &said("try ")),
    }
}

/// What stands for each name in braces; what the entry says itself comes first.
fn words(name: &str, index: usize, lines: &[&str]) -> Vec<(String, String)> {
    let own = lines.iter().filter_map(|line| {
        let (key, list) = line.strip_prefix('$')?.split_once(' ').unwrap_or_default();
        let list: Vec<&str> = list.split('|').collect();
        Some((key.to_owned(), list[index % list.len()].to_owned()))
    });
    let mut words: Vec<(String, String)> = own.collect();
    let (ty, _) = name.split_once('.').unwrap_or((name, ""));
    let bits = if ty.ends_with("64") { 64 } else { 32 };
    let shape = Shape::of_name(ty);
    let (s, su, an) = match name.ends_with("_u") {
        true => ("unsigned", "u", "an"),
        false => ("signed", "s", "a"),
    };
    let lanes = |count: fn(Shape) -> u32| shape.map_or_else(String::new, |s| count(s).to_string());
    let derived = [
        ("this", name.to_owned()),
        ("t", ty.to_owned()),
        ("n", bits.to_string()),
        ("w", lanes(Shape::width)),
        ("l", lanes(Shape::lanes)),
        ("s", s.to_owned()),
        ("su", su.to_owned()),
        ("an", an.to_owned()),
    ];
    words.extend(derived.map(|(key, word)| (key.to_owned(), word)));
    words
}

/// A line with words in place of their names in braces.
fn put_in(line: &str, words: &[(String, String)]) -> String {
    let mut line = line.to_owned();
    for (key, word) in words {
        line = line.replace(&format!("{{{key}}}"), word);
    }
    line
}

/// A module with these fields, and the instructions in the function `main`, one on a line.
fn module(fields: &str, body: &str) -> String {
    let (results, body) = body.split_once(": ").unwrap_or_default();
    let results = match results {
        "-" => String::new(),
        types => format!(" (result {types})"),
    };
    let mut text = "(module\n".to_owned();
    for field in fields.split('|').filter(|field| !field.is_empty()) {
        text += &format!("  {field}\n");
    }
    text += &format!("  (func (export \"main\"){results}");
    let mut depth = 2;
    for instr in body.split("; ") {
        let word = instr.split(' ').next().unwrap_or_default();
        if matches!(word, "end" | "else") {
            depth -= 1;
        }
        text += &format!("\n{}{instr}", "  ".repeat(depth));
        if matches!(word, "block" | "loop" | "if" | "else" | "try_table") {
            depth += 1;
        }
    }
    text + "))\n"
}
