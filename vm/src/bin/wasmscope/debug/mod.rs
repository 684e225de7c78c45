//! `wasmscope debug`: an interactive debugger that goes both ways.
//!
//! What a person can write is one table ([`verbs`]), by which words are found, completed and
//! explained. Each group of verbs has a file; they ask the [`Session`] and give back text.
//! Where lines come from, and their history and completion, is [`input`]'s.

mod answer;
mod breaks;
mod data;
mod frames;
mod history;
mod info;
mod input;
mod linked;
mod listing;
mod memory;
mod moves;
mod script;
mod stop;
mod table;
mod verbs;

use crate::failure::{Exit, Failure};
use crate::interrupt;
use crate::options::Options;
use crate::paint::Paint;
use crate::replies::not_written;
use crate::run;
use crate::session::Session;
use input::{Input, Read};
use std::cell::Cell;
use std::ffi::OsStr;
use std::io::{self, IsTerminal, Write};
use std::rc::Rc;
use wasmscope::host::Unprovided;
use wasmscope::syntax::{ExternType, Import};
use wasmscope::time::Find;

/// What is written before each line.
const PROMPT: &str = "(wasmscope) ";

/// What a verb says, or why it does nothing.
type Said = Result<String, Problem>;

/// Why a verb did nothing, or why everything ends.
#[derive(Debug)]
enum Problem {
    /// The person wrote something else than can be done: what, and what to do.
    Wrong(String),
    /// The debugger cannot go on.
    End(Failure),
}

impl From<String> for Problem {
    fn from(message: String) -> Self {
        Self::Wrong(message)
    }
}

impl From<&str> for Problem {
    fn from(message: &str) -> Self {
        Self::Wrong(message.to_owned())
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        Self::End(failure)
    }
}

/// Runs the sub-command and gives the code to exit with.
pub(crate) fn command(options: &Options) -> Result<u8, Failure> {
    if options.file == "-" {
        return Err(Failure::usage(
            "the program cannot come from standard input, where the commands come from",
            "write it to a file",
        ));
    }
    let color = options.given.text("color")?;
    if !io::stdout().is_terminal() && color.is_none_or(|when| when == "auto") {
        // What is written here goes to standard output, and may be read by a program.
        Paint::choose(Some(OsStr::new("never")));
    }
    interrupt::install();
    let prepared = run::prepare_with(options, Unprovided::Make)?;
    let line = Rc::new(Cell::new(true));
    let out = Screen(Rc::clone(&line));
    let session = Session::new(prepared, Box::new(out))?;
    Debugger::new(session, line).begin()?;
    Ok(Exit::Done as u8)
}

/// Standard output, which knows whether it is at the beginning of a line.
struct Screen(Rc<Cell<bool>>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = io::stdout().write(bytes)?;
        if let Some(last) = bytes[..count].last() {
            self.0.set(*last == b'\n');
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush()
    }
}

/// What a person drives.
pub(crate) struct Debugger {
    pub(crate) session: Session,
    /// Whether what was written last, by whomever, has ended its line.
    line: Rc<Cell<bool>>,
    /// What an empty line does again.
    repeated: String,
    /// What a verb wants an empty line to do, when that is not the same again.
    continues: Option<String>,
    /// What is shown at each stop.
    displays: Vec<data::Display>,
    examine: memory::Examine,
    /// The lines that were listed last.
    listed: Option<listing::Listed>,
    /// What was looked for last.
    found: Option<Find>,
    /// How many files of commands are being obeyed, one in the other.
    scripts: usize,
    is_over: bool,
}

impl Debugger {
    /// `line` says whether what the program has printed ended its line.
    pub(crate) fn new(session: Session, line: Rc<Cell<bool>>) -> Self {
        Self {
            session,
            line,
            repeated: String::new(),
            continues: None,
            displays: Vec::new(),
            examine: memory::Examine::default(),
            listed: None,
            found: None,
            scripts: 0,
            is_over: false,
        }
    }

    /// Whether a line begins with a verb.
    pub(crate) fn knows(&self, line: &str) -> bool {
        let end = line.find(|c: char| c.is_whitespace() || c == '/');
        verbs::find(&line[..end.unwrap_or(line.len())]).is_ok()
    }

    /// Does what a line says, and gives what is to be printed; the inner error is the
    /// person's.
    ///
    /// # Errors
    /// When it cannot go on.
    pub(crate) fn say(&mut self, line: &str) -> Result<Result<String, String>, Failure> {
        match self.dispatch(line) {
            Ok(text) => Ok(Ok(text)),
            Err(Problem::Wrong(message)) => Ok(Err(message)),
            Err(Problem::End(failure)) => Err(failure),
        }
    }

    /// Whether it was told to quit.
    pub(crate) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Where the word begins that a line ends with, and what it may become.
    pub(crate) fn complete(&self, line: &str) -> (usize, Vec<String>) {
        verbs::names_of(self).complete(line)
    }

    fn begin(&mut self) -> Result<(), Failure> {
        let mut input = Input::open();
        let version = env!("CARGO_PKG_VERSION");
        self.print(&format!(
            "wasmscope {version}: `help` lists what can be written, `quit` ends\n"
        ))?;
        let notes = self.unprovided() + &self.go_to_link()? + &self.here();
        self.print(&notes)?;
        while !self.is_over {
            self.print("")?;
            match input.read(PROMPT, self)? {
                Read::Line(line) => self.obey(&line)?,
                Read::Nothing => self.print("Ctrl-C stops a program that runs; `quit` ends\n")?,
                Read::End => break,
            }
        }
        Ok(())
    }

    /// What nobody provides, a line each.
    fn unprovided(&self) -> String {
        let all = self.session.unprovided().iter();
        let line = |import: &Import| {
            let name = format!("{}.{}", import.module, import.name);
            match &import.ty {
                ExternType::Func(ty) => {
                    format!("nobody provides {name} {ty}: its calls are answered with `answer`\n")
                }
                ty => format!("nobody provides {name}: it is a new {}\n", ty.kind()),
            }
        };
        all.map(line).collect()
    }

    /// Does what a line says, and prints what comes of it.
    fn obey(&mut self, line: &str) -> Result<(), Failure> {
        let said = self.dispatch(line.trim());
        match said {
            Ok(text) => self.print(&text),
            Err(Problem::Wrong(message)) => {
                let word = match Paint::current().is_on() {
                    true => "\x1b[31merror:\x1b[39m",
                    false => "error:",
                };
                self.print(&format!("{word} {message}\n"))
            }
            Err(Problem::End(failure)) => Err(failure),
        }
    }

    /// Prints on a line of its own.
    fn print(&mut self, text: &str) -> Result<(), Failure> {
        let mut out = Screen(Rc::clone(&self.line));
        let break_before = if self.line.get() { "" } else { "\n" };
        let written = write!(out, "{break_before}{text}").and_then(|()| out.flush());
        written.map_err(|error| not_written(&error))
    }
}

/// A count that was written; one where nothing was.
fn count(text: &str, what: &str) -> Result<u64, Problem> {
    match text {
        "" => Ok(1),
        _ => number(text, what),
    }
}

/// A number that was written, in decimal or hexadecimal digits.
fn number(text: &str, what: &str) -> Result<u64, Problem> {
    let digits = text.replace('_', "");
    let read = match digits.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    read.map_err(|_| format!("`{text}` is no {what}: write a whole number, such as 5").into())
}
