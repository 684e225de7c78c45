//! What the command answers when a program calls its host.

use crate::failure::{Exit, Failure};
use crate::interrupt;
use crate::screen::Screen;
use crate::system::Native;
use std::io::Write;
use wasmscope::exec::{Answer, HostCall};
use wasmscope::host::canvas;
use wasmscope::host::console::{self, Output};
use wasmscope::host::spectest;
use wasmscope::host::wasi::{self, Performed, Process, Request, Standard, Text};
use wasmscope::runtime::Machine;
use wasmscope::syntax::{ExternType, Import};

/// Who answers: it belongs to no machine, so whatever drives one can ask it.
#[derive(Default)]
pub(crate) struct Replies {
    /// What answers for WASI, if the program imports it.
    pub(crate) wasi: Option<Process<Native>>,
    /// Where pictures go.
    pub(crate) screen: Screen,
    /// Where what programs on WASI write to standard error goes, when not to ours.
    pub(crate) errors: Option<Box<dyn Write>>,
    /// Whether it was said that a program without a memory has asked for something.
    has_warned: bool,
}

impl Replies {
    /// The answer to a call that waits; what it prints goes to `out`. `None` when it would
    /// have waited for something and was given up by Ctrl-C: the call waits still.
    ///
    /// # Errors
    ///
    /// Nobody answers such a call, or `out` cannot be written.
    pub(crate) fn reply(
        &mut self,
        machine: &Machine,
        call: &HostCall,
        out: &mut dyn Write,
    ) -> Result<Option<Answer>, Failure> {
        if self.wasi.is_some()
            && let Some(decoded) = wasi::decode(machine, call)
        {
            return self.perform(decoded, machine, call, out);
        }
        if let Some((answer, refused)) = self.screen.answer(machine, call)? {
            if let Some(why) = refused {
                eprintln!("wasmscope: warning: {why}");
            }
            return Ok(Some(answer));
        }
        let (answer, output) = console::answer(machine, call)
            .or_else(|| spectest::answer(call))
            .ok_or_else(|| nobody(call))?;
        let written = match output {
            Output::Line(line) => writeln!(out, "{line}"),
            Output::Text(text) => write!(out, "{text}"),
            Output::Problem(problem) => {
                eprintln!("wasmscope: warning: {problem}");
                Ok(())
            }
        };
        written.map_err(|error| not_written(&error))?;
        Ok(Some(answer))
    }

    /// The answer to a call of WASI; `None` when it was given up.
    fn perform(
        &mut self,
        decoded: wasi::Decoded,
        machine: &Machine,
        call: &HostCall,
        out: &mut dyn Write,
    ) -> Result<Option<Answer>, Failure> {
        let Some(process) = &mut self.wasi else {
            return Ok(None);
        };
        let written = |error| not_written(&error);
        let reply = match decoded.request() {
            Err(errno) => {
                if !decoded.has_memory() && !self.has_warned {
                    self.has_warned = true;
                    eprintln!(
                        "wasmscope: warning: {}: the program exports no memory as `memory`, so \
                         that pointers lead nowhere (EFAULT)",
                        call.name
                    );
                }
                Err(errno)
            }
            Ok(request) => {
                // A person is to see what is asked for.
                if process.may_wait(request) {
                    out.flush().map_err(written)?;
                }
                let performed = process.perform(request);
                match performed {
                    // Waiting changes nothing, so it can be begun again.
                    Performed::Done(..)
                        if matches!(request, Request::PollOneoff(_)) && interrupt::raised() =>
                    {
                        return Ok(None);
                    }
                    Performed::Done(reply, text) => {
                        if let Some(text) = text {
                            print(&text, out, &mut self.errors).map_err(written)?;
                        }
                        reply
                    }
                    // This computer's input waits by itself, unless it is given up.
                    Performed::Waits => return Ok(None),
                }
            }
        };
        Ok(Some(decoded.answer(machine, call, reply)))
    }
}

/// Prints what a program on WASI has written; what comes first is seen first.
fn print(
    text: &Text,
    out: &mut dyn Write,
    errors: &mut Option<Box<dyn Write>>,
) -> std::io::Result<()> {
    match (text.to, errors) {
        (Standard::Output, _) => out.write_all(&text.bytes),
        (Standard::Error, None) => {
            out.flush()?;
            std::io::stderr().write_all(&text.bytes)
        }
        (Standard::Error, Some(errors)) => {
            out.flush()?;
            errors.write_all(&text.bytes)?;
            errors.flush()
        }
    }
}

/// Whether calls of an import are answered.
pub(crate) fn answers(import: &Import) -> bool {
    match &import.ty {
        ExternType::Func(ty) => {
            console::provides(&import.module, &import.name, ty)
                || canvas::provides(&import.module, &import.name, ty)
                || wasi::provides(&import.module, &import.name, ty)
        }
        _ => false,
    }
}

fn nobody(call: &HostCall) -> Failure {
    let (module, name) = (&call.module, &call.name);
    let text = format!("wasmscope: error: nobody answers the call of {module}.{name}\n");
    Failure::new(Exit::Module, text)
}

/// Standard output cannot be written.
pub(crate) fn not_written(error: &std::io::Error) -> Failure {
    // Whoever read the output has enough of it, and knows.
    let text = match error.kind() {
        std::io::ErrorKind::BrokenPipe => String::new(),
        _ => format!("wasmscope: error: the output cannot be written: {error}\n"),
    };
    Failure::new(Exit::File, text)
}
