//! The run that is known, as the lines of a trace: the same that the command writes.

use std::fmt;

use wasmscope::exec::Outcome;
use wasmscope::observe::trace::{End, Filter, Format, Header, ModuleId, Writer};
use wasmscope::syntax::CodeIdx;
use wasmscope::time::Again;
use wasmscope::view::Lens;

use super::debugger::Debugger;
use super::program::{Origin, Program};
use super::speed::step_of;
use crate::text;

/// All instructions of a run, as the first and the last one.
pub const WHOLE: (u64, u64) = (0, u64::MAX);

/// The first and the last instruction of a part, as they are typed; what is empty begins or ends
/// with the run.
///
/// # Errors
///
/// What is wrong, in a sentence.
pub fn part_of(from: &str, to: &str) -> Result<(u64, u64), String> {
    let read = |text: &str, usual| match text.trim() {
        "" => Ok(usual),
        text => step_of(text).map_err(str::to_owned),
    };
    let (from, to) = (read(from, WHOLE.0)?, read(to, WHOLE.1)?);
    match from > to {
        true => Err(text::trace_behind(from, to)),
        false => Ok((from, to)),
    }
}

/// A trace that is being written.
pub struct Export {
    again: Again,
    /// To the state that the run has come to, which says how it ended.
    last: Again,
    writer: Writer,
    lines: String,
    past: (u64, u64),
    has_ended: bool,
}

impl fmt::Debug for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.again.fmt(f)
    }
}

impl Export {
    /// Of the instructions from one to another one, both included. `None` when nothing was
    /// started.
    #[must_use]
    pub fn new(debugger: &Debugger, from: u64, to: u64, format: Format) -> Option<Self> {
        let started = debugger.started.as_ref()?;
        let module = &debugger.program()?.module;
        let known = started.timeline.known();
        // What the end says of a part, the command says of whatever it was asked for by number.
        let is_whole = (from, to) == WHOLE;
        let writer = Writer::new(format, Filter::default(), is_whole);
        let header = Header::new(
            ModuleId::of(module),
            (!started.entry.is_start).then_some(&*started.entry.name),
            started.args.clone(),
            started.timeline.machine().limits(),
        );
        let mut lines = String::new();
        writer.begin(&header, &mut lines);
        Some(Self {
            again: Again::new(from, to.saturating_add(1).min(known)),
            last: Again::new(known, known),
            writer,
            lines,
            past: debugger.past(),
            has_ended: false,
        })
    }

    /// Writes about so many records. The step that it has come to; `None` when there was
    /// nothing more to write, or the past has become another one.
    pub fn go_on(&mut self, debugger: &mut Debugger, fuel: u64) -> Option<u64> {
        if self.has_ended || debugger.past() != self.past {
            return None;
        }
        // The command knows places in texts alone.
        let program = debugger.program().filter(|own| own.origin == Origin::Text);
        let program = program.cloned();
        let started = debugger.started.as_mut()?;
        let positions = |code: CodeIdx, pc: u32| Program::place_of(program.as_deref()?, code, pc);
        let lens = Lens {
            main: Some(started.instance),
            positions: Some(&positions),
        };
        let (timeline, writer, lines) = (&mut started.timeline, &mut self.writer, &mut self.lines);
        if !self.again.is_complete() {
            self.again
                .records(timeline, fuel, lens, &mut |record, machine| {
                    writer.record(&record, machine, lines);
                });
            return Some(self.again.step());
        }
        if !self.last.is_complete() {
            self.last.records(timeline, fuel, lens, &mut |_, _| {});
            return Some(self.last.step());
        }
        // Whether there is no memory for the next instruction is seen by trying it.
        let limit = self.last.look(timeline, |machine| match machine.run(1) {
            Outcome::Exhausted(limit) => Some(limit),
            _ => None,
        });
        self.last.look(timeline, |machine| {
            writer.end(&End::of(machine, limit.flatten()), machine.steps(), lines);
        });
        self.has_ended = true;
        Some(self.last.step())
    }

    /// Whether all is written.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.has_ended
    }

    /// What was written since this was asked last; `None` while it is less than so many
    /// bytes and there is more to come.
    pub fn take(&mut self, least: usize) -> Option<String> {
        let is_enough = self.lines.len() >= least || self.has_ended;
        is_enough.then(|| std::mem::take(&mut self.lines))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_as_steps_are_typed() {
        assert_eq!(part_of("", " "), Ok(WHOLE));
        assert_eq!(part_of("1,000", "1_204"), Ok((1_000, 1_204)));
        assert_eq!(part_of("7", ""), Ok((7, u64::MAX)));
        assert_eq!(part_of("", "0"), Ok((0, 0)));
        assert_eq!(
            part_of("8", "7"),
            Err("8 lies behind 7: exchange them.".to_owned())
        );
        assert!(part_of("-1", "").is_err());
        assert!(part_of("", "x").is_err());
    }
}
