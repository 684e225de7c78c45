//! An example of the manual, run.

use super::Entry;
use crate::explain::{Sentence, after, before};
use crate::load::load;
use crate::observe::{StepRecord, step_recorded};
use crate::runtime::{ExternVal, Machine, MachineLimits, Status};
use crate::syntax::CodeIdx;
use crate::view::Lens;

/// An instruction as it was executed in its example.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What was said before.
    pub before: Sentence,
    /// What was said after.
    pub after: Sentence,
    /// What the machine did.
    pub record: StepRecord,
    /// What the example ended as.
    pub end: Status,
}

/// An example has fewer steps.
const STEPS: usize = 1_000;

impl Entry {
    /// Runs the example, and tells how the instruction was executed first. `None` when the
    /// example cannot be run or does not come to it, which is a mistake of the table.
    #[must_use]
    pub fn shown(&self) -> Option<Shown> {
        let program = load(self.example.as_bytes()).ok()?;
        let source = program.source?;
        let positions = |code: CodeIdx, pc: u32| {
            let place = source.line_column(source.instr(code.at(), pc as usize)?.start);
            Some((place.line, place.column))
        };
        let mut machine = Machine::new(MachineLimits::default());
        let instance = machine.instantiate(&program.module, &[]).ok()?;
        let ExternVal::Func(main) = machine.store().instance(instance).export("main")? else {
            return None;
        };
        machine.enter_call(main, &[]).ok()?;
        let lens = Lens {
            main: Some(instance),
            positions: Some(&positions),
        };
        let mut shown = None;
        for _ in 0..STEPS {
            if *machine.status() != Status::Running {
                break;
            }
            let now = before(&machine, lens)?;
            let record = step_recorded(&mut machine, lens).1?;
            if shown.is_none() && record.op == self.name {
                let then = after(&record, &machine, lens);
                shown = Some((now, then, record));
            }
        }
        let (before, after, record) = shown?;
        Some(Shown {
            before,
            after,
            record,
            end: machine.status().clone(),
        })
    }
}
