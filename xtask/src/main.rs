//! `cargo xtask`: sets up, builds, serves and tests Wasmscope.
//!
//! It is compiled first on a fresh machine, so it depends on nothing but the
//! standard library, and it installs nothing outside the repository except
//! what `rustup` and, for the tests' browser, the system's package manager
//! keep. Every command prints the stage it is in, how long it took and, where
//! it cannot go on, the one command to run.

mod bench_web;
mod browser;
mod failure;
mod fuzz;
mod npm;
mod packages;
mod playground;
mod process;
mod project;
mod report;
mod serve;
mod setup;
mod test;
mod tidy;
mod wasi;

use std::process::ExitCode;

use failure::{Failure, Outcome};
use report::Reporter;

const USAGE: &str = "\
cargo xtask serve [--dev] [--port N]   build the playground and serve it on 127.0.0.1 (port 8080);
                                       --dev rebuilds and reloads at every change
cargo xtask test [--quick] [STAGE…]    run all tests, those that need only Rust, or the stages named
cargo xtask dist                       leave the playground as a static site in dist/
cargo xtask npm                        leave the npm package of the element for other people's pages
                                       in target/npm/
cargo xtask first-sight                note what a first sight of the playground needs, by which the
                                       release is divided into what is loaded at once and later
cargo xtask tidy                       check the rules of the repository
cargo xtask fuzz [--modules N] [--seed S] [--jobs J] | --show S
                                       compare the machine with wasmtime on random modules and
                                       extend the corpus of the tests; builds wasmtime
cargo xtask bench-web [KERNEL…]        time the machine in Chromium, beside wasmi and Chromium's
                                       own engine";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command and says whether all is well; what is not, short of a
/// failure to go on, has been printed.
fn dispatch(args: &[String]) -> Outcome<bool> {
    let (command, rest) = args
        .split_first()
        .map_or(("help", args), |(c, r)| (c.as_str(), r));
    // Every path below is relative to the root of the repository.
    std::env::set_current_dir(project::root())
        .map_err(|e| Failure::new(format!("cannot enter the repository: {e}")))?;
    match command {
        "serve" => serve::serve(&serve::Options::parse(rest)?)?,
        "test" => return Ok(test::test(&test::Options::parse(rest)?)),
        "dist" => no_more(rest).and_then(|()| playground::dist(&mut Reporter::default()))?,
        "first-sight" => {
            no_more(rest).and_then(|()| playground::first_sight(&mut Reporter::default()))?;
        }
        "bench-web" => bench_web::bench_web(rest)?,
        "npm" => no_more(rest).and_then(|()| npm::npm())?,
        "fuzz" => fuzz::fuzz(rest)?,
        "tidy" => no_more(rest).and_then(|()| tidy::tidy())?,
        "help" | "--help" | "-h" => println!("{USAGE}"),
        other => return Err(unknown(other)),
    }
    Ok(true)
}

fn no_more(args: &[String]) -> Outcome {
    args.first().map_or(Ok(()), |arg| Err(unknown(arg)))
}

/// The failure for a word on the command line that means nothing here.
fn unknown(arg: &str) -> Failure {
    Failure::new(format!("unknown argument `{arg}`\n\n{USAGE}"))
}
