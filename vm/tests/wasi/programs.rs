//! Real programs, built by rustc and by clang for WASI and for this computer: run on both,
//! they print the same, end with the same code and leave the same files.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Set where everything that these tests need has to be there.
const REQUIRED: &str = "WASMSCOPE_REQUIRE_WASI";

/// A folder of one test, empty at its beginning.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("wasi-programs")
        .join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a folder can be made");
    path
}

/// Builds a program for WASI and for this computer. `None`, loudly, when the compiler or its
/// libraries are not there.
fn build(source: &str, folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/wasi/programs")
        .join(source);
    let (wasm, own) = (folder.join("program.wasm"), folder.join("program"));
    let is_rust = source.ends_with(".rs");
    let compile = |target: &[&str], out: &Path| {
        let mut command = match is_rust {
            true => {
                let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into()));
                rustc.args(["--edition", "2024", "-O"]);
                rustc
            }
            false => {
                let mut clang = Command::new("clang");
                clang.args(["-O2", "-Wall", "-Wextra", "-Werror"]);
                clang
            }
        };
        command.args(target).arg("-o").arg(out).arg(&path).output()
    };
    let target: &[&str] = match is_rust {
        true => &["--target", "wasm32-wasip1"],
        false => &["--target=wasm32-wasi"],
    };
    for (target, out) in [(target, &wasm), (&[][..], &own)] {
        let why = match compile(target, out) {
            Ok(output) if output.status.success() => continue,
            Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
            Err(error) => error.to_string(),
        };
        let text = format!(
            "{source} cannot be compiled; it takes `rustup target add wasm32-wasip1`, and clang, \
             lld, wasi-libc and libclang-rt-dev-wasm32 of the system's packages:\n{why}"
        );
        assert!(std::env::var_os(REQUIRED).is_none(), "{text}");
        // Not through the test's own output, which is shown only when it fails.
        let _ = writeln!(std::io::stderr(), "\nSKIPPED: {text}\n");
        return None;
    }
    Some((wasm, own))
}

/// What a run has left behind.
#[derive(Debug, PartialEq)]
struct Left {
    out: String,
    error: String,
    code: Option<i32>,
    files: BTreeMap<PathBuf, Vec<u8>>,
}

struct Run<'a> {
    args: &'a [&'a str],
    environ: &'a [(&'a str, &'a str)],
    input: &'a str,
    files: &'a [(&'a str, &'a [u8])],
}

/// Runs a program in a folder of its own.
fn run(run: &Run<'_>, home: &Path, command: impl FnOnce(&Run<'_>) -> Command) -> Left {
    let _ = fs::remove_dir_all(home);
    for (name, bytes) in run.files {
        let path = home.join(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("it can be made");
        fs::write(path, bytes).expect("it can be written");
    }
    fs::create_dir_all(home).expect("it can be made");
    let mut command = command(run);
    command
        .current_dir(home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("it can be started");
    let mut input = child.stdin.take().expect("it is a pipe");
    // Who does not read it may be gone already.
    let _ = input.write_all(run.input.as_bytes());
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let mut files = BTreeMap::new();
    let mut folders = vec![home.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("it can be read") {
            let path = entry.expect("it can be read").path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let bytes = fs::read(&path).expect("it can be read");
                    let name = path.strip_prefix(home).expect("it is in the folder");
                    files.insert(name.to_owned(), bytes);
                }
            }
        }
    }
    Left {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        error: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code(),
        files,
    }
}

/// Runs a program on WASI and on this computer, and gives what both have left behind.
fn both((wasm, own): &(PathBuf, PathBuf), how: &Run<'_>) -> Left {
    let home = wasm.with_file_name("home");
    let ours = run(how, &home, |run| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wasmscope"));
        command.arg("run").arg(wasm).args(["--dir", "."]);
        for (name, value) in run.environ {
            let mut word = OsString::from(name);
            word.push(format!("={value}"));
            command.arg("--env").arg(word);
        }
        command.arg("--").args(run.args);
        command
    });
    let theirs = run(how, &home, |run| {
        let mut command = Command::new(own);
        command
            .args(run.args)
            .env_clear()
            .envs(run.environ.iter().copied());
        command
    });
    assert_eq!(ours, theirs);
    ours
}

/// Bytes that repeat themselves in part.
fn generated(len: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(11);
    let mut bytes: Vec<u8> = Vec::with_capacity(len + 400);
    while bytes.len() < len {
        if bytes.len() > 1000 && random.bool() {
            let from = random.usize(bytes.len().saturating_sub(60_000)..bytes.len() - 300);
            bytes.extend_from_within(from..from + random.usize(1..300));
        } else {
            let len = random.usize(1..100);
            bytes.extend(std::iter::repeat_with(|| random.u8(..)).take(len));
        }
    }
    bytes.truncate(len);
    bytes
}

#[test]
fn a_rust_program_reads_arguments_environment_files_and_input() {
    let Some(program) = build("words.rs", &folder("words")) else {
        return;
    };
    let files: &[(&str, &[u8])] = &[
        ("texts/one.txt", b"a b a c\na b"),
        ("texts/two.txt", "b b d \u{e4}".as_bytes()),
    ];
    let run = |args: &[&str], environ: &[(&str, &str)], input: &str| {
        both(
            &program,
            &Run {
                args,
                environ,
                input,
                files,
            },
        )
    };
    let left = run(&["texts/one.txt", "texts/two.txt"], &[], "");
    assert_eq!((&*left.out, left.code), ("4 b\n3 a\n1 c\n", Some(0)));
    assert_eq!(left.files[Path::new("texts/words.txt")], b"4 b\n3 a\n1 c\n");
    let left = run(&["./texts"], &[("LIMIT", "1"), ("OTHER", "")], "");
    assert_eq!(left.out, "4 b\n");
    assert_eq!(run(&[], &[], "x y x\n").out, "text? 2 x\n1 y\n");
    assert_eq!(run(&["none.txt"], &[], "").code, Some(3));
}

#[test]
fn a_hash_over_a_large_file() {
    let Some(program) = build("sha256.rs", &folder("sha256")) else {
        return;
    };
    let large = generated(1 << 20);
    let left = both(
        &program,
        &Run {
            args: &["abc", "empty", "large"],
            environ: &[],
            input: "",
            files: &[("abc", b"abc"), ("empty", b""), ("large", &large)],
        },
    );
    // The example of the standard's own appendix.
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc";
    assert_eq!(left.out.lines().next(), Some(abc));
    assert_eq!(left.out.lines().count(), 3);
}

#[test]
fn a_c_compressor_and_back() {
    let Some(program) = build("lz.c", &folder("lz")) else {
        return;
    };
    let large = generated(2 << 20);
    let packed = both(
        &program,
        &Run {
            args: &["c", "large", "packed"],
            environ: &[],
            input: "",
            files: &[("large", &large)],
        },
    );
    let packed = &packed.files[Path::new("packed")];
    assert!(packed.len() < large.len() * 4 / 5, "{} bytes", packed.len());
    let back = both(
        &program,
        &Run {
            args: &["d", "packed", "back"],
            environ: &[],
            input: "",
            files: &[("packed", packed)],
        },
    );
    assert!(back.files[Path::new("back")] == large);
}

#[test]
fn an_interpreter_for_another_language() {
    let Some(program) = build("forth.c", &folder("forth")) else {
        return;
    };
    let source = include_bytes!("programs/primes.fs");
    let run = |args: &[&str], input: &str| {
        let files: &[(&str, &[u8])] = &[("primes.fs", source)];
        both(
            &program,
            &Run {
                args,
                environ: &[],
                input,
                files,
            },
        )
    };
    let left = run(&["primes.fs"], "");
    assert_eq!(left.code, Some(42));
    assert!(
        left.out.starts_with("primes: 2 3 5 7 11 13 17 "),
        "{}",
        left.out
    );
    assert!(left.out.ends_with("sum: 200010000 \nHi\n"), "{}", left.out);
    assert_eq!(run(&[], "3 4 * . 1 2 +").out, "ok> 12 ");
    assert_eq!(run(&["none.fs"], "").code, Some(2));
    assert_eq!(
        run(&[], "1 nonsense").error,
        "forth: nonsense: there is no such word\n"
    );
}
