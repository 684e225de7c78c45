//! Compares Wasmscope's machine with wasmtime on modules that wasm-smith makes, and adds
//! to the corpus that the tests replay. `cargo xtask fuzz` builds and starts it.

mod compare;
mod coverage;
mod generate;
mod observe;
#[path = "../../../vm/tests/corpus/ours.rs"]
mod ours;
#[path = "../../../vm/tests/corpus/pack.rs"]
mod pack;
#[path = "../../../vm/tests/corpus/play.rs"]
mod play;
mod report;
mod theirs;

use compare::{Compared, Verdict, compare};
use coverage::Coverage;
use pack::Entry;
use report::Report;
use std::path::Path;
use std::process::ExitCode;
use wasmtime::Engine;

const USAGE: &str = "\
cargo xtask fuzz [--modules N] [--seed S] [--jobs J]   compare modules S to S+N (10000 from 0)
cargo xtask fuzz --show S                              print what both machines do with one";

/// Where the corpus lies, and where modules go that somebody has to look at.
const CORPUS: &str = "vm/tests/corpus";
const KEPT: &str = "target/fuzz/kept";

/// Modules that are compared before the corpus is looked at again.
const CHUNK: u64 = 2_000;

/// Sizes that an entry of the corpus may have, in bytes of the module and of the text.
const MODULE_BYTES: usize = 4_500;
const TEXT_BYTES: usize = 4_000;
/// Modules that the corpus may have, and at how many only what executes something new is
/// added.
const ENTRIES: usize = 380;
const ROOM: usize = 160;

/// The first line of the recorded outcomes.
const HEAD: &str = "What wasmtime 48 did. Written by `cargo xtask fuzz`; see docs/fuzzing.md.";

struct Options {
    modules: u64,
    seed: u64,
    jobs: u64,
    show: Option<u64>,
}

impl Options {
    fn parse(mut args: impl Iterator<Item = String>) -> Option<Self> {
        let mut options = Self {
            modules: 10_000,
            seed: 0,
            jobs: 1,
            show: None,
        };
        while let Some(name) = args.next() {
            let value: u64 = args.next()?.parse().ok()?;
            match &*name {
                "--modules" => options.modules = value,
                "--seed" => options.seed = value,
                "--jobs" => options.jobs = value.max(1),
                "--show" => options.show = Some(value),
                _ => return None,
            }
        }
        Some(options)
    }
}

fn main() -> ExitCode {
    let Some(options) = Options::parse(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Says whether the machines agree.
fn run(options: &Options) -> Result<bool, String> {
    let engine = theirs::engine()?;
    if let Some(seed) = options.show {
        let compared = in_threads(&engine, seed..seed + 1, 1)?;
        for compared in &compared {
            report::show(compared);
            keep(compared, &[])?;
        }
        return Ok(true);
    }
    let folder = Path::new(CORPUS);
    let mut corpus = pack::read(folder).unwrap_or_default();
    let mut coverage = Coverage::default();
    for entry in &corpus {
        coverage.add(&entry.bytes, entry.seed);
    }
    let mut report = Report::default();
    let end = options.seed + options.modules;
    for first in (options.seed..end).step_by(CHUNK as usize) {
        let seeds = first..(first + CHUNK).min(end);
        let before = corpus.len();
        for compared in in_threads(&engine, seeds, options.jobs)? {
            report.add(&compared);
            if let Verdict::Different(ours, theirs) = &compared.verdict {
                println!("module {} differs", compared.seed);
                keep(&compared, &[("ours.txt", ours), ("theirs.txt", theirs)])?;
            }
            extend(&mut corpus, &mut coverage, compared);
        }
        if corpus.len() > before {
            corpus.sort_by_key(|entry| entry.seed);
            pack::write(folder, HEAD, &corpus)?;
        }
        let instructions = coverage.len();
        let entries = corpus.len();
        eprintln!("{report}; corpus {entries} modules, {instructions} instructions");
    }
    println!("{}", report.table());
    Ok(report.differences == 0)
}

/// Compares modules in so many threads, each with a stack that wasmtime's fits into.
fn in_threads(
    engine: &Engine,
    seeds: std::ops::Range<u64>,
    jobs: u64,
) -> Result<Vec<Compared>, String> {
    let worker = |job: u64| {
        let mine = seeds.clone().filter(move |seed| seed % jobs == job);
        move || mine.map(|seed| compare(engine, seed)).collect::<Vec<_>>()
    };
    std::thread::scope(|scope| {
        let start = |job| {
            let builder = std::thread::Builder::new().stack_size(theirs::STACK * 2);
            builder.spawn_scoped(scope, worker(job))
        };
        let started = (0..jobs).map(start).collect::<Result<Vec<_>, _>>();
        let mut all = Vec::new();
        for thread in started.map_err(|error| error.to_string())? {
            all.extend(thread.join().map_err(|_| "a thread panicked")?);
        }
        all.sort_by_key(|compared| compared.seed);
        Ok(all)
    })
}

/// Leaves a module where one can look at it, with texts beside it.
fn keep(compared: &Compared, texts: &[(&str, &String)]) -> Result<(), String> {
    let seed = compared.seed;
    let write = |ending: &str, bytes: &[u8]| {
        let path = Path::new(KEPT).join(format!("{seed}.{ending}"));
        std::fs::write(path, bytes)
    };
    println!("module {seed} is in {KEPT}");
    std::fs::create_dir_all(KEPT)
        .and_then(|()| write("wasm", &compared.bytes))
        .and_then(|()| {
            let mut texts = texts.iter();
            texts.try_for_each(|(ending, text)| write(ending, text.as_bytes()))
        })
        .map_err(|error| format!("{KEPT}: {error}"))
}

/// Adds a small module to the corpus that executes what the corpus hardly does.
fn extend(corpus: &mut Vec<Entry>, coverage: &mut Coverage, compared: Compared) {
    let Compared {
        seed,
        bytes,
        verdict: Verdict::Same(played),
    } = compared
    else {
        return;
    };
    let small = bytes.len() <= MODULE_BYTES && played.text.len() <= TEXT_BYTES;
    let known = corpus.iter().any(|entry| entry.seed == seed);
    let room = corpus.len() < ROOM;
    if small && !known && corpus.len() < ENTRIES && coverage.add_if_wanted(&bytes, seed, room) {
        corpus.push(Entry {
            seed,
            bytes,
            text: played.text,
        });
    }
}
