//! Compiled modules say where their instructions come from. What is in `dwarf/` is made by
//! `dwarf/make.sh`.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use wasmscope::load::{Program, load, origins};
use wasmscope::runtime::{Call, ExternVal, Machine, MachineLimits, Value};
use wasmscope::syntax::Origins;
use wasmscope::view::Place;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dwarf")
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).expect("the file is there")
}

fn program(bytes: &[u8]) -> Program {
    load(bytes).expect("debugging information makes no module wrong")
}

/// A row of a line table, as another reader says it.
#[derive(Debug)]
struct Row {
    address: u32,
    line: u32,
    column: u32,
    file: String,
    ends: bool,
}

/// What `llvm-dwarfdump --debug-line` has written.
fn told(name: &str) -> Vec<Row> {
    let text = fs::read_to_string(folder().join(name)).expect("the file is there");
    let (mut folders, mut files) = (HashMap::new(), HashMap::new());
    let (mut number, mut path, mut rows) = (0, String::new(), Vec::new());
    for line in text.lines() {
        let quoted = || line.split('"').nth(1).unwrap_or_default().to_owned();
        let bracketed = || {
            let number = line.split(['[', ']']).nth(1).map(str::trim);
            number.and_then(|number| number.parse::<u32>().ok())
        };
        let words: Vec<&str> = line.split_whitespace().collect();
        if line.starts_with("debug_line[") {
            (folders, files) = (HashMap::new(), HashMap::new());
        } else if line.starts_with("include_directories[") {
            folders.insert(bracketed().expect("a number"), quoted());
        } else if line.starts_with("file_names[") {
            number = bracketed().expect("a number");
        } else if line.contains("name: \"") {
            path = quoted();
        } else if let ["dir_index:", index] = *words {
            let folder = folders.get(&index.parse().expect("a number"));
            let whole = folder.map_or(path.clone(), |folder| format!("{folder}/{path}"));
            let whole = whole.strip_prefix("./").unwrap_or(&whole).to_owned();
            files.insert(number, whole);
        } else if let [address, line, column, file, ..] = *words
            && let Some(address) = address.strip_prefix("0x")
            && address.len() == 16
        {
            let file: u32 = file.parse().expect("a number");
            rows.push(Row {
                address: u32::from_str_radix(address, 16).expect("an address"),
                line: line.parse().expect("a number"),
                column: column.parse().expect("a number"),
                file: files.get(&file).expect("it is known").clone(),
                ends: words.contains(&"end_sequence"),
            });
        }
    }
    rows
}

/// Every byte of code has the origin that the other reader gives it.
fn agrees(module: &str, lines: &str) {
    let program = program(&bytes(module));
    let known = origins(&program.module).expect("there is debugging information");
    let rows = told(lines);
    assert!(rows.len() > 20);
    let mut compared = 0;
    for pair in rows.windows(2).filter(|pair| !pair[0].ends) {
        for address in pair[0].address..pair[1].address {
            let row = &pair[0];
            let found = known.at(program.module.code_start + address);
            let found = found.map(|at| (at.file.path.to_string(), at.line, at.column));
            let column = Some(row.column).filter(|column| *column > 0);
            let expected = (row.file.clone(), row.line, column);
            let expected = Some(expected).filter(|_| row.line > 0);
            assert_eq!(found, expected, "{module} at {address:#x}");
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn lines_of_a_c_program_are_those_that_another_reader_tells() {
    agrees("c.wasm", "c.lines");
}

#[test]
fn lines_of_a_rust_program_are_those_that_another_reader_tells() {
    agrees("rust.wasm", "rust.lines");
}

/// All places that instructions of a program come from, `path:line`.
fn places(program: &Program) -> Vec<String> {
    let known = origins(&program.module).expect("there is debugging information");
    let offsets = program.module.codes().flat_map(|code| &code.offsets);
    let places = offsets.filter_map(|offset| known.at(*offset));
    places
        .map(|at| format!("{}:{}", at.file.path, at.line))
        .collect()
}

#[test]
fn files_of_the_same_name_are_told_apart_and_dropped_code_is_nowhere() {
    let places = places(&program(&bytes("c.wasm")));
    assert!(places.contains(&"src/shapes.c:7".to_owned()));
    assert!(places.contains(&"src/other/shapes.c:7".to_owned()));
    let dropped = (12..=15).map(|line| format!("src/other/shapes.c:{line}"));
    assert!(dropped.into_iter().all(|place| !places.contains(&place)));
}

#[test]
fn a_module_without_has_none() {
    let program = program(b"(module (func (export \"main\")))");
    assert!(origins(&program.module).is_none());
}

/// Stands where a call of `main` has trapped.
fn trapped(program: &Program, arg: i32) -> Machine {
    let mut machine = Machine::new(MachineLimits::default());
    let instance = machine
        .instantiate(&program.module, &[])
        .expect("it is complete");
    let Some(ExternVal::Func(func)) = machine.store().instance(instance).export("main") else {
        panic!("there is a function main");
    };
    let args = vec![Value::I32(arg)];
    machine.enter(vec![Call { func, args }]).expect("it fits");
    machine.run(u64::MAX);
    machine
}

#[test]
fn inlined_functions_are_told_with_the_place_of_their_call() {
    let program = program(&bytes("c.wasm"));
    let machine = trapped(&program, -1);
    let place = Place::innermost(&machine).expect("it has trapped");
    let origin = place.origin().map(|at| at.to_string());
    assert_eq!(origin.as_deref(), Some("src/area.h:5:9"));
    let inlined = place.inlined();
    let [area] = &*inlined else {
        panic!("{inlined:?}");
    };
    assert_eq!(&*area.name, "area");
    let call = area.call.as_ref().map(ToString::to_string);
    assert_eq!(call.as_deref(), Some("src/shapes.c:15:23"));
    assert!(place.name().contains("run"));
}

#[test]
fn a_caller_stands_at_its_call() {
    let program = program(&bytes("c.wasm"));
    let machine = trapped(&program, 3);
    let places = (0..machine.frames().len()).filter_map(|depth| Place::at(&machine, depth));
    let places: Vec<String> = places
        .filter_map(|place| Some(format!("{} {}", place.name(), place.origin()?)))
        .collect();
    assert_eq!(
        places,
        ["run src/shapes.c:15:16", "divide src/shapes.c:7:16"]
    );
}

/// Looks at everything that is said.
fn look(known: &Origins, program: &Program) {
    for offset in program.module.codes().flat_map(|code| &code.offsets) {
        let _ = (known.at(*offset), known.inlined_at(*offset));
    }
    let _ = (known.at(0), known.at(u32::MAX), known.inlined_at(u32::MAX));
}

#[test]
fn whatever_the_sections_hold_the_module_runs_as_without() {
    for name in ["c.wasm", "rust.wasm"] {
        let whole = bytes(name);
        let sections = program(&whole).module.debug.clone();
        assert!(sections.len() >= 4, "{sections:?}");
        let mut random = fastrand::Rng::with_seed(7);
        for (section, range) in &sections {
            for _ in 0..400 {
                let mut bytes = whole.clone();
                for _ in 0..random.u32(1..4) {
                    let at = random.usize(range.start as usize..range.end as usize);
                    let any = random.u8(..);
                    bytes[at] = random.choice([0, 1, 0x7f, 0x80, 0xff, any]).unwrap_or(any);
                }
                let program = program(&bytes);
                if let Some(known) = origins(&program.module) {
                    look(known, &program);
                }
                assert_eq!(program.module.bodies.len(), 3, "{name} {section}");
            }
        }
    }
}

#[test]
fn a_section_that_is_cut_off_or_missing_is_left_out() {
    let whole = bytes("c.wasm");
    let module = program(&whole).module;
    for (_, range) in &module.debug {
        // The same length under another name; what is left points nowhere.
        let mut bytes = whole.clone();
        let name = range.start as usize - 2;
        bytes[name] = b'x';
        let program = program(&bytes);
        if let Some(known) = origins(&program.module) {
            look(known, &program);
        }
        let machine = trapped(&program, 3);
        assert_eq!(machine.steps(), trapped(&self::program(&whole), 3).steps());
    }
}
