//! How many instructions of this computer each program takes for one of WebAssembly's, counted
//! by callgrind: the same at every run, whatever else the computer does, so that a change of
//! the loop that costs something shows.
//!
//! `cargo bench -p wasmscope --bench counts` compares with `counts.csv`, and fails where
//! something takes more than a tenth more; `BLESS=1` writes the file anew. The counts are those
//! of one compiler and one kind of processor, which the file names. It needs `valgrind`.

#[path = "programs/mod.rs"]
mod programs;

use programs::{Kernel, kernels};
use std::fmt::Write;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use wasmscope::load::decode;
use wasmscope::runtime::{ExternVal, Machine, MachineLimits, Value};

/// Of each program so many instructions are executed, after as many that are not counted.
const STEPS: u64 = 300_000;

/// What may be taken more than before.
const TOLERANCE: f64 = 1.1;

const HEADER: &str = "# host instructions for each WebAssembly instruction, under callgrind\n";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [once, name, steps] = &words[..]
        && once == "--once"
    {
        let kernels = kernels();
        let kernel = kernels.iter().find(|kernel| kernel.name == *name);
        let steps = steps.parse().expect("a number of steps");
        run(kernel.expect("a kernel's name"), steps);
        return ExitCode::SUCCESS;
    }
    let mut rows = Vec::new();
    for kernel in kernels() {
        let [one, two] = [STEPS, 2 * STEPS].map(|steps| counted(&kernel.name, steps));
        let (Some(one), Some(two)) = (one, two) else {
            eprintln!("`valgrind --tool=callgrind` counts nothing here; is it installed?");
            return ExitCode::FAILURE;
        };
        let each = (two - one) as f64 / STEPS as f64;
        println!("{:16} {each:.2}", kernel.name);
        rows.push((kernel.name, each));
    }
    compare(&rows)
}

/// Executes so many instructions of a program, which has more.
fn run(kernel: &Kernel, steps: u64) {
    let module = Arc::new(decode(&kernel.bytes[..]).expect("a kernel is decoded"));
    let mut machine = Machine::new(MachineLimits::default());
    let instance = machine.instantiate(&module, &[]);
    let instance = instance.expect("a kernel is instantiated");
    let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run") else {
        panic!("a kernel exports a function `run`");
    };
    let entered = machine.enter_call(run, &[Value::I32(kernel.argument)]);
    entered.expect("`run` takes an i32");
    machine.run(steps);
    assert_eq!(machine.steps(), steps, "{} has as many", kernel.name);
}

/// What this program takes under callgrind to execute a kernel; `None` without callgrind.
fn counted(name: &str, steps: u64) -> Option<u64> {
    let own = std::env::current_exe().ok()?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(own)
        .args(["--once", name, &steps.to_string()])
        .output()
        .ok()?;
    let text = String::from_utf8(output.stderr).ok()?;
    let (_, count) = text.split_once("Collected : ")?;
    count.split_whitespace().next()?.parse().ok()
}

fn compare(rows: &[(String, f64)]) -> ExitCode {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/counts.csv");
    if std::env::var_os("BLESS").is_some() {
        let rustc = Command::new("rustc").arg("--version").output();
        let rustc = rustc.map_or(Vec::new(), |output| output.stdout);
        let mut text = format!("{HEADER}# {}", String::from_utf8_lossy(&rustc));
        let _ = writeln!(text, "# {}", std::env::consts::ARCH);
        for (name, each) in rows {
            let _ = writeln!(text, "{name},{each:.2}");
        }
        return match std::fs::write(&path, text) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{}: {error}", path.display());
                ExitCode::FAILURE
            }
        };
    }
    let known = std::fs::read_to_string(path).unwrap_or_default();
    let before = |name: &str| -> Option<f64> {
        let line = known.lines().find_map(|line| line.strip_prefix(name))?;
        line.strip_prefix(',')?.parse().ok()
    };
    let mut is_well = true;
    for (name, each) in rows {
        match before(name) {
            Some(before) if *each <= before * TOLERANCE => {}
            Some(before) => {
                println!("{name} takes {each:.2}, and took {before:.2}");
                is_well = false;
            }
            None => {
                println!("{name} is not in counts.csv: write it with BLESS=1");
                is_well = false;
            }
        }
    }
    match is_well {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
