//! What the command answers when a program calls its host.

use crate::failure::{Exit, Failure};
use std::io::Write;
use wasmscope::exec::{Answer, HostCall};
use wasmscope::host::console::{self, Output};
use wasmscope::host::spectest;
use wasmscope::runtime::Machine;
use wasmscope::syntax::{ExternType, Import};

/// Who answers: it belongs to no machine, so whatever drives one can ask it.
#[derive(Default)]
pub(crate) struct Replies {}

impl Replies {
    /// The answer to a call that waits; what it prints goes to `out`.
    ///
    /// # Errors
    ///
    /// Nobody answers such a call, or `out` cannot be written.
    pub(crate) fn reply(
        &mut self,
        machine: &Machine,
        call: &HostCall,
        out: &mut dyn Write,
    ) -> Result<Answer, Failure> {
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
        Ok(answer)
    }
}

/// Whether calls of an import are answered.
pub(crate) fn answers(import: &Import) -> bool {
    match &import.ty {
        ExternType::Func(ty) => console::provides(&import.module, &import.name, ty),
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
