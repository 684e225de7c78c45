//! Reading files and loading modules.

use crate::failure::{Exit, Failure};
use crate::link::{self, Link};
use crate::progress::Progress;
use crate::report;
use std::ffi::OsStr;
use std::io::Read;
use wasmparser::WasmFeatures;
use wasmscope::link::Linked;
use wasmscope::load::{self, Diagnostic, Loader, Program, load_with};
use wasmscope::syntax::CodeIdx;
use wasmscope::view::Positions;

/// A module and the name to call it by.
#[derive(Clone)]
pub(crate) struct Loaded {
    /// As the user wrote it; `stdin` for standard input, `link` for a link.
    pub(crate) file: String,
    pub(crate) program: Program,
    /// The link that it came from.
    pub(crate) link: Option<Box<Link>>,
}

impl Positions for Loaded {
    fn position(&self, code: CodeIdx, pc: u32) -> Option<(u32, u32)> {
        let source = self.program.source.as_deref()?;
        let at = source.line_column(source.instr(code.at(), pc as usize)?.start);
        Some((at.line, at.column))
    }
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
        let text = reason(&error);
        Failure::new(
            Exit::File,
            format!(
                "{name}: error: this file cannot be read: {text}\n  fix: check the name, and that the file may be read\n"
            ),
        )
    })
}

/// What the system says; its number says nothing to people.
pub(crate) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next();
    words.unwrap_or_default().to_owned()
}

/// Loads a module, from a file or a link; says all that is wrong with it.
pub(crate) fn module(file: &OsStr, features: WasmFeatures) -> Result<Loaded, Failure> {
    let Source { name, bytes, link } = source(file)?;
    match load(&bytes, features) {
        Ok(program) => Ok(Loaded {
            file: name,
            program,
            link,
        }),
        Err(problems) => Err(invalid(&name, &bytes, &problems)),
    }
}

/// Loads a module that a link holds beside its program.
pub(crate) fn linked(module: &Linked, features: WasmFeatures) -> Result<Loaded, Failure> {
    let file = format!("link, module {}", module.name);
    let bytes = bytes_of(&module.program);
    match load(&bytes, features) {
        Ok(program) => Ok(Loaded {
            file,
            program,
            link: None,
        }),
        Err(problems) => Err(invalid(&file, &bytes, &problems)),
    }
}

fn bytes_of(program: &link::Program) -> Vec<u8> {
    match program {
        link::Program::Text(text) => text.clone().into_bytes(),
        link::Program::Binary(bytes) => bytes.clone(),
    }
}

/// A module that is larger is loaded a part at a time, so that it can be said how far it is.
const LARGE: usize = 4 << 20;

fn load(bytes: &[u8], features: WasmFeatures) -> Result<Program, Vec<Diagnostic>> {
    if bytes.len() > LARGE && bytes.starts_with(b"\0asm") && features == load::features() {
        let mut loader = Loader::new(bytes);
        let mut progress = Progress::new("bytes loaded", Some(bytes.len() as u64));
        while let Ok(is_done) = loader.advance(LARGE / 16) {
            progress.at(loader.progress().0 as u64);
            if is_done {
                match loader.finish() {
                    Some(module) => return Ok(Program::of_binary(module)),
                    None => break,
                }
            }
        }
        // Something is wrong, and what that is, is explained by whoever looks at all of it.
    }
    load_with(bytes, features)
}

/// A program as it was given.
pub(crate) struct Source {
    /// As in [`Loaded`].
    pub(crate) name: String,
    /// Text or a binary module.
    pub(crate) bytes: Vec<u8>,
    /// The link that it came from.
    pub(crate) link: Option<Box<Link>>,
}

/// Reads a program from a file or a link.
pub(crate) fn source(file: &OsStr) -> Result<Source, Failure> {
    let given = file.to_string_lossy();
    let link = if link::is_link(&given) {
        link::decode(&given)?
    } else {
        let bytes = read(file)?;
        match std::str::from_utf8(&bytes) {
            // It is the bytes that count, not the name.
            Ok(text) if link::is_link(text.trim()) => link::decode(text)?,
            _ => {
                return Ok(Source {
                    name: shown(file),
                    bytes,
                    link: None,
                });
            }
        }
    };
    Ok(Source {
        name: "link".to_owned(),
        bytes: bytes_of(&link.program),
        link: Some(Box::new(link)),
    })
}

/// All that is wrong with a module.
pub(crate) fn invalid(name: &str, bytes: &[u8], problems: &[Diagnostic]) -> Failure {
    let text = String::from_utf8_lossy(bytes);
    let told = problems.iter().map(|p| report::problem(name, &text, p));
    Failure::new(Exit::Module, told.collect())
}
