//! Where lines come from: a terminal with history and completion, or standard input.

use super::Debugger;
use super::verbs;
use crate::failure::{Exit, Failure};
use crate::interrupt;
use crate::replies::not_written;
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};
use std::io::{self, BufRead, IsTerminal, Write};

/// What came of waiting for a line.
pub(super) enum Read {
    Line(String),
    /// Ctrl-C gave it up.
    Nothing,
    /// There are no more.
    End,
}

/// Where lines come from.
pub(super) enum Input {
    Terminal(Box<Editor<Completing, DefaultHistory>>),
    /// Each line is printed behind the prompt, so that what is written reads like a session.
    Lines(io::Lines<io::StdinLock<'static>>),
}

impl Input {
    /// A terminal if there is one on both sides.
    pub(super) fn open() -> Self {
        let lines = || Self::Lines(io::stdin().lock().lines());
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return lines();
        }
        // A terminal that can do nothing gives lines as well.
        // All that fits is listed, as shells do.
        let config = Config::builder().completion_type(CompletionType::List);
        let editor = Editor::with_config(config.build());
        editor.map_or_else(|_| lines(), |editor| Self::Terminal(Box::new(editor)))
    }

    /// Waits for a line.
    pub(super) fn read(&mut self, prompt: &str, debugger: &Debugger) -> Result<Read, Failure> {
        let editor = match self {
            Self::Lines(lines) => return read_line(lines, prompt),
            Self::Terminal(editor) => editor,
        };
        editor.set_helper(Some(Completing(verbs::names_of(debugger))));
        match editor.readline(prompt) {
            Ok(line) => {
                interrupt::clear();
                if !line.trim().is_empty() {
                    // The history of a run is its own, and ends with it.
                    let _ = editor.add_history_entry(&line);
                }
                Ok(Read::Line(line))
            }
            Err(ReadlineError::Interrupted) => Ok(Read::Nothing),
            Err(ReadlineError::Eof) => Ok(Read::End),
            Err(error) => Err(not_read(&error.to_string())),
        }
    }
}

fn read_line(lines: &mut io::Lines<io::StdinLock<'static>>, prompt: &str) -> Result<Read, Failure> {
    match lines.next() {
        None => Ok(Read::End),
        Some(Err(error)) => Err(not_read(&error.to_string())),
        Some(Ok(line)) => {
            // A Ctrl-C that came while nothing moved was meant for the line; one that comes
            // when the line is printed is for what it does.
            interrupt::clear();
            let mut out = io::stdout();
            let written = writeln!(out, "{prompt}{}", line.trim_end());
            written.map_err(|error| not_written(&error))?;
            Ok(Read::Line(line))
        }
    }
}

fn not_read(reason: &str) -> Failure {
    let text = format!("wasmscope: error: standard input cannot be read: {reason}\n");
    Failure::new(Exit::File, text)
}

/// What can be written, for completion.
pub(super) struct Completing(pub(super) verbs::Known);

impl Helper for Completing {}
impl Highlighter for Completing {}
impl Validator for Completing {}

impl Hinter for Completing {
    type Hint = String;
}

impl Completer for Completing {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        at: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, words) = self.0.complete(&line[..at]);
        let pair = |word: String| Pair {
            display: word.clone(),
            replacement: word,
        };
        Ok((start, words.into_iter().map(pair).collect()))
    }
}
