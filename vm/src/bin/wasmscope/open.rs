//! `wasmscope open`: turns a link back into a file.

use crate::failure::{Exit, Failure};
use crate::link::{self, Program};
use crate::options::misused;
use crate::replies::not_written;
use crate::{help, input};
use lexopt::{Arg, Parser};
use std::ffi::{OsStr, OsString};
use std::io::{IsTerminal, Write};

struct Options {
    link: OsString,
    output: Option<OsString>,
    recover: bool,
}

/// Runs the sub-command and gives the code to exit with.
pub(crate) fn command(words: Vec<OsString>) -> Result<u8, Failure> {
    let Some(options) = parse(words)? else {
        print!("{}", help::OPEN);
        return Ok(Exit::Done as u8);
    };
    let given = options.link.to_string_lossy();
    let text = match given.contains("#w") || given.starts_with("w1") {
        true => given.into_owned(),
        false => String::from_utf8_lossy(&input::read(&options.link)?).into_owned(),
    };
    let program = match wasmscope::link::decode(&text) {
        Ok(link) => link.program,
        Err(error) => match error.recovered() {
            Some(recovered) if options.recover => {
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
            if options.output.is_none() && std::io::stdout().is_terminal() {
                let message = "this link holds a binary module, which a terminal cannot show";
                return Err(Failure::usage(message, "write it with --output FILE"));
            }
            bytes
        }
    };
    match &options.output {
        Some(file) => write(file, &bytes)?,
        None => {
            let written = std::io::stdout().lock().write_all(&bytes);
            written.map_err(|error| not_written(&error))?;
        }
    }
    Ok(Exit::Done as u8)
}

fn parse(words: Vec<OsString>) -> Result<Option<Options>, Failure> {
    let mut parser = Parser::from_args(words);
    let (mut link, mut output, mut recover) = (None, None, false);
    while let Some(word) = parser.next().map_err(|error| misused(&error))? {
        match word {
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            Arg::Value(word) if link.is_none() => link = Some(word),
            Arg::Short('o') | Arg::Long("output") => {
                output = Some(parser.value().map_err(|error| misused(&error))?);
            }
            Arg::Long("recover") => recover = true,
            // Nothing here is ever coloured.
            Arg::Long("color") => drop(parser.value().map_err(|error| misused(&error))?),
            other => {
                let message = other.unexpected().to_string();
                let fix = "run `wasmscope open --help` for the options there are";
                return Err(Failure::usage(&message, fix));
            }
        }
    }
    let link = link.ok_or_else(|| {
        let fix = "write `wasmscope open LINK`, or `-` for standard input";
        Failure::usage("there is no LINK to open", fix)
    })?;
    Ok(Some(Options {
        link,
        output,
        recover,
    }))
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
