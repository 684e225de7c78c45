//! A text that is laid out is the same module as before, and laid out again it is the same text.

use std::fs;
use std::path::{Path, PathBuf};

use wasmscope_format::{Unreadable, formatted};

fn in_www(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a file of the repository")
}

fn files_in(path: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(in_www(path)).expect("a folder of the repository");
    entries
        .map(|entry| entry.expect("an entry").path())
        .collect()
}

/// Each program of the page with where it is from.
fn programs() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for folder in files_in("examples") {
        all.push((folder.display().to_string(), read(&folder.join("main.wat"))));
    }
    for lesson in files_in("lessons") {
        let text = read(&lesson);
        // Blocks of code are every second part.
        let blocks = text.split("\n```").skip(1).step_by(2);
        let of_wat = blocks.filter_map(|block| block.strip_prefix("wat")?.split_once('\n'));
        all.extend(
            of_wat.map(|(name, text)| (format!("{}{name}", lesson.display()), format!("{text}\n"))),
        );
    }
    let manual = read(&in_www("src/manual/instructions.json"));
    let manual: Vec<serde_json::Value> = serde_json::from_str(&manual).expect("a list");
    for entry in &manual {
        let part = |name: &str| entry[name].as_str().expect("a text").to_owned();
        all.push((part("name"), part("example")));
    }
    all
}

fn binary(text: &str) -> Option<Vec<u8>> {
    let features = wasmscope::load::features();
    let assembled = wasmscope::load::assemble(text, features).ok()?;
    Some(assembled.bytes)
}

fn comments(text: &str) -> Vec<&str> {
    let lines = text.lines().filter_map(|line| line.split_once(";;"));
    lines.map(|(_, comment)| comment.trim()).collect()
}

#[test]
fn every_program_of_the_page_stays_the_module_that_it_is() {
    let mut checked = 0;
    for (from, text) in programs() {
        // Lessons have parts of programs as well, and programs with mistakes.
        let Ok(once) = formatted(&text) else {
            assert_eq!(
                binary(&text),
                None,
                "{from} can be assembled, but not laid out"
            );
            continue;
        };
        assert_eq!(
            formatted(&once).as_ref(),
            Ok(&once),
            "{from} is laid out otherwise the second time"
        );
        assert_eq!(comments(&once), comments(&text), "{from}");
        let module = binary(&text);
        assert_eq!(binary(&once), module, "{from} is another module");
        checked += usize::from(module.is_some());
    }
    assert!(checked > 600, "{checked} programs");
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let error = formatted("(module\n  (; 𝄞 ;) (func (i32.const 1)\n");
    let Err(Unreadable {
        line,
        column,
        message,
    }) = error
    else {
        panic!("{error:?}");
    };
    assert_eq!((line, column), (3, 1), "{message}");
    assert!(!message.is_empty());
}
