//! Reading files and loading modules.

use crate::failure::{Exit, Failure};
use std::ffi::OsStr;
use std::io::Read;
use wasmscope::load::{Program, load};

/// A module and the name to call it by.
#[derive(Clone)]
pub(crate) struct Loaded {
    /// As the user wrote it; `stdin` for standard input.
    pub(crate) file: String,
    pub(crate) program: Program,
}

/// The name of a file in messages.
pub(crate) fn shown(file: &OsStr) -> String {
    match file == "-" {
        true => "stdin".to_owned(),
        false => file.to_string_lossy().into_owned(),
    }
}

/// All bytes of a file, or of standard input.
pub(crate) fn read(file: &OsStr) -> Result<Vec<u8>, Failure> {
    let bytes = if file == "-" {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        read.map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    bytes.map_err(|error| {
        let name = shown(file);
        // The number of the system's error says nothing to people.
        let text = error.to_string();
        let text = text.split(" (os error").next().unwrap_or_default();
        Failure::new(
            Exit::File,
            format!(
                "{name}: error: this file cannot be read: {text}\n  fix: check the name, and that the file may be read\n"
            ),
        )
    })
}

/// Loads a module; says all that is wrong with it.
pub(crate) fn module(file: &OsStr) -> Result<Loaded, Failure> {
    let name = shown(file);
    if name.starts_with("#w1") || name.contains("/#w1") {
        return Err(crate::later::failure("opening a link"));
    }
    let bytes = read(file)?;
    match load(&bytes) {
        Ok(program) => Ok(Loaded {
            file: name,
            program,
        }),
        Err(problems) => {
            let text = String::from_utf8_lossy(&bytes);
            let text = problems.iter().map(|p| p.render(&name, &text));
            Err(Failure::new(Exit::Module, text.collect()))
        }
    }
}
