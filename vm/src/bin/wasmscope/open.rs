//! `wasmscope open`: turns a link back into a file.

use crate::failure::{Exit, Failure};
use crate::given::Given;
use crate::input;
use crate::link::{self, Program};
use crate::replies::not_written;
use std::ffi::OsStr;
use std::io::{IsTerminal, Write};

/// Runs the sub-command and gives the code to exit with.
pub(crate) fn command(given: &Given) -> Result<u8, Failure> {
    let file = given.files.first().cloned().unwrap_or_default();
    let output = given.value("output");
    let word = file.to_string_lossy();
    let text = match word.contains("#w") || word.starts_with("w1") {
        true => word.into_owned(),
        false => String::from_utf8_lossy(&input::read(&file)?).into_owned(),
    };
    let program = match wasmscope::link::decode(&text) {
        Ok(link) => link.program,
        Err(error) => match error.recovered() {
            Some(recovered) if given.has("recover") => {
                let what = match recovered.is_complete {
                    true => "all of it was found, but nothing vouches for it",
                    false => "this is the beginning of the source",
                };
                eprintln!("link: warning: this link is incomplete or damaged: {what}");
                recovered.link.program.clone()
            }
            _ => return Err(link::failure(&error)),
        },
    };
    let bytes = match program {
        Program::Text(text) => text.into_bytes(),
        Program::Binary(bytes) => {
            if output.is_none() && std::io::stdout().is_terminal() {
                let message = "this link holds a binary module, which a terminal cannot show";
                return Err(Failure::usage(message, "write it with --output FILE"));
            }
            bytes
        }
    };
    match output {
        Some(file) => write(file, &bytes)?,
        None => {
            let written = std::io::stdout().lock().write_all(&bytes);
            written.map_err(|error| not_written(&error))?;
        }
    }
    Ok(Exit::Done as u8)
}

fn write(file: &OsStr, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(file, bytes).map_err(|error| {
        let name = file.to_string_lossy();
        // The number of the system's error says nothing to people.
        let text = error.to_string();
        let text = text.split(" (os error").next().unwrap_or_default();
        let fix = "check the folder, and that it may be written";
        let text = format!("{name}: error: this file cannot be written: {text}\n  fix: {fix}\n");
        Failure::new(Exit::File, text)
    })
}
