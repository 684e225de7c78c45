//! The canvas: which picture each state shows, what is refused and why, and the files that
//! the command writes.

use std::collections::VecDeque;
use std::sync::Arc;
use wasmscope::exec::Outcome;
use wasmscope::host::canvas::{Canvas, Picture, Size};
use wasmscope::host::{Overrides, Unprovided, canvas, provide};
use wasmscope::load::load;
use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Status, Value};
use wasmscope::syntax::ExternType;

const IMPORTS: &str = r#"
    (import "canvas" "size" (func $size (param i32 i32)))
    (import "canvas" "present" (func $present (param i32)))
    (import "canvas" "key" (func $key (result i32)))
    (memory 1)"#;

/// Presents four pixels of one byte after another, from 1 to `$last`.
const FILM: &str = r#"
    (func (export "main") (param $last i32) (local $i i32)
      (call $size (i32.const 2) (i32.const 2))
      (loop $next
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (memory.fill (i32.const 8) (local.get $i) (i32.const 16))
        (call $present (i32.const 8))
        (br_if $next (i32.lt_u (local.get $i) (local.get $last)))))"#;

/// A machine before the first instruction of `main`.
fn machine(body: &str, args: &[Value]) -> Machine {
    let text = format!("(module {IMPORTS} {body})");
    let program = load(text.as_bytes()).expect("it is valid");
    assert!(canvas::is_imported(&program.module));
    let mut machine = Machine::new(MachineLimits::default());
    let answers = |import: &wasmscope::syntax::Import| match &import.ty {
        ExternType::Func(ty) => canvas::provides(&import.module, &import.name, ty),
        _ => false,
    };
    let provided = provide(
        &mut machine,
        &program.module,
        &|_, _, _| None,
        &answers,
        Unprovided::Refuse,
        &Overrides::new(),
    );
    let provided = provided.expect("the canvas has them");
    let instance = machine.instantiate(&program.module, &provided.values);
    let instance = instance.expect("it can be instantiated");
    let Some(ExternVal::Func(main)) = machine.store().instance(instance).export("main") else {
        panic!("main is exported")
    };
    machine.enter_call(main, args).expect("the arguments fit");
    machine
}

/// Runs to the end, with keys that wait; `each` sees every state. Tells what was refused.
fn run(
    machine: &mut Machine,
    canvas: &mut Canvas,
    keys: &[i32],
    each: &mut dyn FnMut(&Machine, &Canvas),
) -> Vec<String> {
    let mut keys: VecDeque<i32> = keys.iter().copied().collect();
    let mut refused = Vec::new();
    each(machine, canvas);
    while machine.status() == &Status::Running {
        let before = machine.steps();
        if machine.step() == Outcome::HostCall && machine.steps() == before {
            let call = machine.host_call().expect("a call waits");
            let answered = canvas.answer(machine, &call, &mut keys);
            let (answer, done) = answered.expect("it is the canvas's");
            refused.extend(done.err());
            machine.answer(&answer).expect("the answer fits");
        }
        each(machine, canvas);
    }
    refused
}

/// The byte that all of a picture is.
fn byte(pixels: &[u8]) -> u8 {
    assert!(pixels.iter().all(|byte| *byte == pixels[0]), "{pixels:?}");
    pixels[0]
}

#[test]
fn each_state_shows_the_last_picture_presented_before_it() {
    for budget in [u64::MAX, 64, 0] {
        let mut machine = machine(FILM, &[Value::I32(20)]);
        let mut canvas = Canvas::new(budget);
        let (mut seen, mut states) = (Vec::new(), Vec::new());
        let refused = run(&mut machine, &mut canvas, &[], &mut |machine, canvas| {
            states.push(machine.clone());
            // As it is shown while the run is here for the first time.
            let picture = canvas.at(machine.steps());
            seen.push(picture.map(|picture| byte(&picture.pixels.expect("it is the newest"))));
        });
        assert_eq!(refused, [""; 0]);
        assert_eq!(canvas.presented(), 20);
        assert_eq!(seen[0], None);
        assert_eq!(seen.last(), Some(&Some(20)));
        let mut kept = 0;
        for (step, seen) in seen.iter().enumerate() {
            let Some(picture) = canvas.at(step as u64) else {
                assert_eq!(*seen, None);
                continue;
            };
            let read = picture.read(&states[picture.step as usize]);
            let read = read.expect("its state has it");
            assert_eq!(Some(byte(&read)), *seen, "at step {step}");
            assert_eq!(Some(picture.number), seen.map(u64::from));
            if let Some(pixels) = &picture.pixels {
                assert_eq!(*pixels, read);
                kept = kept.max(21 - picture.number);
            }
        }
        // A picture has 16 bytes, and the newest is kept in any case.
        assert_eq!(kept, (budget / 16).clamp(1, 20), "of {budget} bytes");
    }
}

#[test]
fn a_run_that_goes_on_in_another_way_has_its_own_pictures() {
    let mut canvas = Canvas::new(1 << 20);
    let mut at = 0;
    let mut half = None;
    let mut first = machine(FILM, &[Value::I32(6)]);
    run(&mut first, &mut canvas, &[], &mut |machine, canvas| {
        if canvas.presented() == 3 && half.is_none() {
            (at, half) = (machine.steps(), Some(machine.clone()));
        }
    });
    let mut other = canvas.until(at);
    assert_eq!((other.presented(), canvas.presented()), (3, 6));
    let mut machine = half.expect("it came by");
    run(&mut machine, &mut other, &[], &mut |_, _| {});
    let all = |canvas: &Canvas| -> Vec<Option<Picture>> {
        (0..machine.steps()).map(|step| canvas.at(step)).collect()
    };
    assert_eq!(all(&other), all(&canvas));
    // Without being told, it notices that a step comes again.
    let mut again = self::machine(FILM, &[Value::I32(2)]);
    run(&mut again, &mut canvas, &[], &mut |_, _| {});
    assert_eq!(canvas.presented(), 2);
}

#[test]
fn pictures_that_stay_the_same_share_their_pixels() {
    let body = r#"(func (export "main")
      (call $size (i32.const 4) (i32.const 4))
      (call $present (i32.const 0))
      (call $present (i32.const 64))
      (i32.store8 (i32.const 0) (i32.const 1))
      (call $present (i32.const 0)))"#;
    let mut pictures: Vec<Arc<[u8]>> = Vec::new();
    run(
        &mut machine(body, &[]),
        &mut Canvas::new(1 << 20),
        &[],
        &mut |machine, canvas| {
            let picture = canvas.at(machine.steps());
            pictures.extend(picture.and_then(|picture| picture.pixels));
        },
    );
    let (first, last) = (&pictures[0], &pictures[pictures.len() - 1]);
    assert_eq!((first[0], last[0]), (0, 1));
    pictures.dedup_by(|one, other| Arc::ptr_eq(one, other));
    assert_eq!(pictures.len(), 2);
}

#[test]
fn keys_come_in_their_order_and_then_none() {
    let body = r#"(func (export "main") (result i32 i32 i32) (call $key) (call $key) (call $key))"#;
    let mut machine = machine(body, &[]);
    run(&mut machine, &mut Canvas::new(0), &[97, 28], &mut |_, _| {});
    let given = [97, 28, -1].map(Value::I32).to_vec();
    assert_eq!(machine.status(), &Status::Returned(given));
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let body = r#"(func (export "main")
      (call $present (i32.const 0))
      (call $size (i32.const 0) (i32.const 4))
      (call $size (i32.const 3) (i32.const -1))
      (call $present (i32.const 0))
      (call $size (i32.const 100) (i32.const 100))
      (call $size (i32.const 4097) (i32.const 4))
      (call $present (i32.const 25537))
      (call $present (i32.const -4))
      (call $present (i32.const 25536)))"#;
    let mut canvas = Canvas::new(0);
    let mut machine = machine(body, &[]);
    let refused = run(&mut machine, &mut canvas, &[], &mut |_, _| {});
    let before = "canvas.present: how large is the picture? Call canvas.size before";
    let lies = |address: &str| {
        format!(
            "canvas.present: {address} + 40000 bytes > 65536, the size of the memory, for \
             100 × 100 pixels"
        )
    };
    let expected = [
        before.to_owned(),
        "canvas.size: 0 × 4 is no size; both are 1 to 4096".to_owned(),
        "canvas.size: 3 × -1 is no size; both are 1 to 4096".to_owned(),
        before.to_owned(),
        "canvas.size: 4097 × 4 is no size; both are 1 to 4096".to_owned(),
        lies("25537"),
        lies("4294967292"),
    ];
    assert_eq!(refused, expected);
    let picture = canvas.at(u64::MAX).expect("the last one is right");
    let size = Size {
        width: 100,
        height: 100,
    };
    assert_eq!((picture.size, picture.number), (size, 1));
    assert_eq!(canvas.size_at(machine.steps()), Some(size));
}

#[test]
fn functions_of_other_types_are_not_its_own() {
    let text = r#"(module
      (import "canvas" "size" (func (param i32)))
      (import "canvas" "present" (func (param i32) (result i32)))
      (import "canvas" "key" (func (result i64)))
      (import "canvas" "line" (func)))"#;
    let program = load(text.as_bytes()).expect("it is valid");
    assert!(!canvas::is_imported(&program.module));
}

#[cfg(feature = "cli")]
mod command {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Output};

    /// Runs the command in a new folder that has the film as `film.wat`.
    fn wasmscope(name: &str, words: &[&str]) -> (PathBuf, Output) {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder can be made");
        let text = format!("(module {} {})", super::IMPORTS, super::FILM);
        fs::write(folder.join("film.wat"), text).expect("a file can be written");
        let mut command = Command::new(env!("CARGO_BIN_EXE_wasmscope"));
        let output = command.args(words).current_dir(&folder).output();
        (folder, output.expect("the command starts"))
    }

    fn files(folder: &Path) -> Vec<String> {
        let all = fs::read_dir(folder).expect("it is there");
        let mut names: Vec<String> = all
            .map(|entry| entry.expect("it can be read").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .filter(|name| name.ends_with(".png"))
            .collect();
        names.sort();
        names
    }

    /// Width, height and pixels of a file.
    fn read(file: PathBuf) -> (u32, u32, Vec<u8>) {
        let file = fs::read(file).expect("it was written");
        assert_eq!(file[..8], *b"\x89PNG\r\n\x1a\n");
        let number = |at: usize| {
            let bytes = file[at..at + 4].try_into().expect("four bytes");
            u32::from_be_bytes(bytes)
        };
        assert_eq!((number(8), &file[12..16]), (13, &b"IHDR"[..]));
        let length = number(33) as usize;
        assert_eq!(&file[37..41], b"IDAT");
        let lines = miniz_oxide::inflate::decompress_to_vec_zlib(&file[41..41 + length]);
        let lines = lines.expect("it is deflated");
        let row = number(16) as usize * 4;
        let pixels = lines.chunks(row + 1).flat_map(|line| {
            assert_eq!(line[0], 0, "it is not filtered");
            line[1..].to_vec()
        });
        (number(16), number(20), pixels.collect())
    }

    #[test]
    fn it_writes_the_last_picture() {
        let words = [
            "run", "film.wat", "--invoke", "main", "7", "--canvas", "last.png",
        ];
        let (folder, output) = wasmscope("canvas-last", &words);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_eq!(files(&folder), ["last.png"]);
        assert_eq!(read(folder.join("last.png")), (2, 2, vec![7; 16]));
    }

    #[test]
    fn it_writes_all_pictures_with_their_numbers() {
        let words = [
            "run",
            "film.wat",
            "--invoke",
            "main",
            "3",
            "--canvas",
            "no-%d.png",
        ];
        let (folder, output) = wasmscope("canvas-all", &words);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_eq!(files(&folder), ["no-1.png", "no-2.png", "no-3.png"]);
        assert_eq!(read(folder.join("no-2.png")), (2, 2, vec![2; 16]));
    }

    #[test]
    fn a_run_that_is_stopped_leaves_its_picture() {
        let words = [
            "trace", "film.wat", "--invoke", "main", "100", "--fuel", "60", "--canvas", "x.png",
        ];
        let (folder, output) = wasmscope("canvas-fuel", &words);
        assert_eq!(output.status.code(), Some(6), "{output:?}");
        let (_, _, pixels) = read(folder.join("x.png"));
        assert!(pixels[0] > 1 && pixels[0] < 100, "{pixels:?}");
    }
}
