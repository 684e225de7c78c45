//! The command `wasmscope`.
//!
//! What it takes, prints and returns is fixed: see [`help`] and [`failure::Exit`]. Each
//! sub-command has a file of its own.

mod failure;
mod help;
mod host;
mod input;
mod interrupt;
mod later;
mod link;
mod open;
mod options;
mod paint;
mod picture;
mod profile;
mod replies;
mod run;
mod share;
mod test;
mod trace;

use failure::{Exit, Failure};
use std::ffi::OsString;
use std::process::ExitCode;

/// Sub-commands that are still to come.
const LATER: [&str; 2] = ["debug", "dap"];

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    match dispatch(words) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            eprint!("{}", failure.text);
            ExitCode::from(failure.exit as u8)
        }
    }
}

/// Runs the sub-command that the first word names; a word that names none is a file to
/// be run.
fn dispatch(mut words: Vec<OsString>) -> Result<u8, Failure> {
    let first = words.first().and_then(|word| word.to_str()).unwrap_or("");
    match first {
        "" if words.is_empty() => Err(Failure::new(Exit::Usage, help::MAIN.to_owned())),
        "-h" | "--help" | "help" => {
            print!("{}", help::MAIN);
            Ok(Exit::Done as u8)
        }
        "-V" | "--version" => {
            println!("wasmscope {}", env!("CARGO_PKG_VERSION"));
            Ok(Exit::Done as u8)
        }
        "run" => run::command(words.split_off(1)),
        "share" => share::command(words.split_off(1)),
        "open" => open::command(words.split_off(1)),
        "test" => test::command(words.split_off(1)),
        "profile" => profile::command(words.split_off(1)),
        "trace" => trace::command(words.split_off(1)),
        name if LATER.contains(&name) => Err(later::failure(name)),
        _ => run::command(words),
    }
}
