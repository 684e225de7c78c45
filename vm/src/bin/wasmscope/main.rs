//! The command `wasmscope`.
//!
//! What it takes, prints and returns is fixed: see [`help`] and [`failure::Exit`]. Each
//! sub-command has a file of its own.

mod completions;
mod dap;
mod debug;
mod failure;
mod given;
mod grants;
mod help;
mod host;
mod input;
mod interrupt;
mod link;
mod open;
mod options;
mod origins;
mod paint;
mod picture;
mod profile;
mod progress;
mod replies;
mod report;
mod run;
mod screen;
mod session;
mod share;
mod system;
mod table;
mod test;
mod trace;

use failure::{Exit, Failure};
use given::Given;
use options::Options;
use paint::Paint;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;
use table::Sub;

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    match dispatch(words) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            eprint!("{}", Paint::current().problem(&failure.text));
            ExitCode::from(failure.exit as u8)
        }
    }
}

/// Runs the sub-command that the first word names; a word that names none is a file to
/// be run.
fn dispatch(mut words: Vec<OsString>) -> Result<u8, Failure> {
    let first = words.first().and_then(|word| word.to_str()).unwrap_or("");
    match first {
        "" if words.is_empty() => Err(Failure::new(Exit::Usage, help::main())),
        "-h" | "--help" => print(&help::main()),
        "help" => match words.get(1) {
            None => print(&help::main()),
            Some(word) => match Sub::named(&word.to_string_lossy()) {
                Some(sub) => print(&help::of(sub)),
                None => {
                    let message = format!("there is no sub-command `{}`", word.to_string_lossy());
                    Err(Failure::usage(&message, "see `wasmscope --help`"))
                }
            },
        },
        "-V" | "--version" => print(concat!("wasmscope ", env!("CARGO_PKG_VERSION"), "\n")),
        name => match Sub::named(name) {
            Some(sub) => command(sub, words.split_off(1)),
            None => command(Sub::Run, words),
        },
    }
}

/// Runs a sub-command on the words behind its name.
fn command(sub: Sub, words: Vec<OsString>) -> Result<u8, Failure> {
    Paint::choose(None);
    let given = Given::parse(sub, words)?;
    let Some(given) = given else {
        return print(&help::of(sub));
    };
    Paint::choose(given.value("color").map(OsString::as_os_str));
    match sub {
        Sub::Run => Options::read(given).and_then(|options| run::command(&options)),
        Sub::Trace => Options::read(given).and_then(|options| trace::command(&options)),
        Sub::Dap => dap::command(),
        Sub::Debug => Options::read(given).and_then(|options| debug::command(&options)),
        Sub::Profile => Options::read(given).and_then(|options| profile::command(&options)),
        Sub::Share => Options::read(given).and_then(|options| share::command(&options)),
        Sub::Open => open::command(&given),
        Sub::Test => test::command(&given),
        Sub::Completions => completions::script(&given).and_then(|script| print(&script)),
    }
}

/// Prints a text that was asked for.
fn print(text: &str) -> Result<u8, Failure> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| replies::not_written(&error))?;
    Ok(Exit::Done as u8)
}
