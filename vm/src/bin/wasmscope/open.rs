//! `wasmscope open`: turns a link back into a file.

use crate::failure::{Exit, Failure};
use crate::given::Given;
use crate::input;
use crate::link::{self, Link, Program};
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
    let link = match wasmscope::link::decode(&text) {
        Ok(link) => link,
        Err(error) => match error.recovered() {
            Some(recovered) if given.has("recover") => {
                let what = match recovered.is_complete {
                    true => "all of it was found, but nothing vouches for it",
                    false => "this is the beginning of the source",
                };
                eprintln!("link: warning: this link is incomplete or damaged: {what}");
                recovered.link.clone()
            }
            _ => return Err(link::failure(&error)),
        },
    };
    let bytes = match chosen(link, given.text("module")?)? {
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

/// The link's program, or one of the modules that it imports from.
fn chosen(link: Link, name: Option<String>) -> Result<Program, Failure> {
    let names: Vec<&str> = link.modules.iter().map(|module| &*module.name).collect();
    let names = names.join(", ");
    let Some(name) = name else {
        if !names.is_empty() {
            eprintln!("link: note: the program imports from {names}; see open --module NAME");
        }
        return Ok(link.program);
    };
    let found = link.modules.into_iter().find(|module| module.name == name);
    found.map(|module| module.program).ok_or_else(|| {
        let message = format!("this link has no module `{name}`");
        let fix = match names.is_empty() {
            true => "leave --module out: it has none beside its program".to_owned(),
            false => format!("name one of these: {names}"),
        };
        Failure::usage(&message, &fix)
    })
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
