//! Whether a run is the one that a trace tells, record by record.

use wasmscope::observe::StepRecord;
use wasmscope::observe::trace::line;
use wasmscope::observe::trace::read::{Line, Record, line as read};
use wasmscope::syntax::CodeIdx;
use wasmscope::time::Again;
use wasmscope::view::Lens;

use super::Viewer;
use crate::model::debugger::Debugger;
use crate::model::program::Program;
use crate::text;

/// Where a run and a trace part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parting {
    /// The step of the first instruction that differs.
    pub step: u64,
    /// What the trace tells of it.
    pub trace: String,
    /// What the run does there.
    pub run: String,
}

/// A run beside a trace, as far as they were compared.
#[derive(Debug)]
pub struct Check {
    again: Again,
    /// The next record of the trace.
    next: usize,
    parting: Option<Parting>,
}

impl Check {
    /// Of the run that is known, and all of a trace.
    #[must_use]
    pub fn new(viewer: &Viewer) -> Self {
        let first = viewer.number(0).unwrap_or(0);
        Self {
            again: Again::new(first, viewer.last_step()),
            next: 0,
            parting: None,
        }
    }

    /// Compares about so many instructions. The step that it has come to; `None` when there
    /// was nothing more to compare.
    pub fn go_on(&mut self, debugger: &mut Debugger, viewer: &Viewer, fuel: u64) -> Option<u64> {
        if self.again.is_complete() || self.parting.is_some() {
            return None;
        }
        let program = debugger.program().cloned();
        let started = debugger.started.as_mut()?;
        let positions = |code: CodeIdx, pc: u32| Program::place_of(program.as_deref()?, code, pc);
        let lens = Lens {
            main: Some(started.instance),
            positions: Some(&positions),
        };
        let (next, parting) = (&mut self.next, &mut self.parting);
        let each = &mut |record: StepRecord, _: &_| {
            // What is left out of the trace is not compared.
            if parting.is_none() && viewer.number(*next) == Some(record.n) {
                *parting = parting_of(viewer.line(*next).unwrap_or_default(), &record);
                *next += 1;
            }
        };
        self.again.records(&mut started.timeline, fuel, lens, each);
        Some(self.again.step())
    }

    /// Where they part; `None` when they do not.
    #[must_use]
    pub fn parting(&self, viewer: &Viewer) -> Option<Parting> {
        let missing = || {
            Some(Parting {
                step: viewer.number(self.next)?,
                trace: viewer.record(self.next)?.op,
                run: text::VIEWER_NOTHING.to_owned(),
            })
        };
        self.parting.clone().or_else(missing)
    }
}

fn parting_of(told: &str, record: &StepRecord) -> Option<Parting> {
    let ours = line(record);
    if ours == told {
        return None;
    }
    // The same module may have been written with other spaces.
    let bare = |text: &str| match read(text) {
        Ok(Line::Record(record)) => Some(Record {
            line: None,
            column: None,
            ..*record
        }),
        _ => None,
    };
    let (trace, run) = (bare(told)?, bare(&ours)?);
    (trace != run).then(|| Parting {
        step: record.n,
        trace: super::words::sentence(&trace),
        run: super::words::sentence(&run),
    })
}
