//! Whether another program goes the way that a run has gone: after an edit, whether a step
//! is still the same step.

use super::{Scout, Scouted, Timeline};
use crate::exec::{Answer, Outcome, is_tail_call};
use crate::runtime::{Machine, Status};
use crate::syntax::Instr;
use crate::view::{Place, immediates};

/// The comparison of a run with that of another program, step by step.
///
/// Two states are alike when as many functions are active and the same instruction comes
/// next in the same function: with the same immediates, wherever either stands in its text.
/// A function is the same by its name; those without one are told by their instructions. Values are not compared, so
/// that a position is kept when what a program works on was edited.
///
/// The host is not asked anything: calls are answered as the run's were.
#[derive(Debug)]
pub struct Likeness {
    old: Scout,
    new: Machine,
    until: u64,
}

/// What came of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every instruction executed before the state asked for is the run's, and that state is
    /// in the same function. What comes next there may be another instruction.
    Alike,
    /// The first state that is not like the run's.
    Differs(u64),
    /// It cannot be told from this state on: there is no memory to execute on.
    Unknown(u64),
}

impl Likeness {
    /// Compares the run of a timeline up to the state that its machine is in with that of a
    /// machine, which has to be where the timeline began. `None` where the memories take more
    /// than so many bytes.
    #[must_use]
    pub fn new(timeline: &Timeline, new: &Machine, most_bytes: usize) -> Option<Self> {
        let old = Scout::new(timeline, most_bytes)?;
        (new.flat_bytes() <= most_bytes).then(|| Self {
            old,
            new: new.clone(),
            until: timeline.step(),
        })
    }

    /// How far it has come.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.new.steps()
    }

    /// Compares on, over at most `fuel` steps; `None` when they are used up.
    pub fn advance(&mut self, timeline: &Timeline, mut fuel: u64) -> Option<Verdict> {
        loop {
            let step = self.new.steps();
            match self.old.seek(timeline, step, &mut fuel) {
                Scouted::There => {}
                Scouted::OutOfFuel => return None,
                Scouted::End => return Some(Verdict::Unknown(step)),
            }
            let is_there = step >= self.until;
            if !alike(self.old.machine(), &self.new, !is_there) {
                return Some(Verdict::Differs(step));
            }
            if is_there {
                return Some(Verdict::Alike);
            }
            if fuel == 0 {
                return None;
            }
            let mut outcome = self.new.step();
            if outcome == Outcome::HostCall && self.new.steps() == step {
                let asked = |machine: &Machine| machine.host_call();
                let same = match (asked(self.old.machine()), asked(&self.new)) {
                    (Some(old), Some(new)) => old.module == new.module && old.name == new.name,
                    _ => false,
                };
                outcome = match timeline.answer_at(step).filter(|_| same) {
                    Some(answer) => answered(&mut self.new, answer),
                    None => return Some(Verdict::Differs(step)),
                };
            }
            if self.new.steps() == step {
                return Some(match outcome {
                    Outcome::Exhausted(_) => Verdict::Unknown(step),
                    _ => Verdict::Differs(step),
                });
            }
        }
    }
}

fn answered(machine: &mut Machine, answer: &Answer) -> Outcome {
    machine.answer(answer).unwrap_or(Outcome::HostCall)
}

/// `instr` says whether the instruction that comes next has to be the same.
fn alike(old: &Machine, new: &Machine, instr: bool) -> bool {
    let running = |machine: &Machine| *machine.status() == Status::Running;
    if old.frames().len() != new.frames().len() || running(old) != running(new) {
        return false;
    }
    match (Place::innermost(old), Place::innermost(new)) {
        (Some(old), Some(new)) => same_func(&old, &new) && (!instr || same_instr(&old, &new)),
        (None, None) => true,
        _ => false,
    }
}

fn same_func(old: &Place<'_>, new: &Place<'_>) -> bool {
    let name = |place: &Place<'_>| place.module.names.funcs.get(&place.func.0).cloned();
    match (name(old), name(new)) {
        (Some(old), Some(new)) => old == new,
        // Its index changes with each function before it; its instructions have to tell.
        (None, None) => true,
        _ => old.func == new.func,
    }
}

fn same_instr(old: &Place<'_>, new: &Place<'_>) -> bool {
    // Which function is called is seen when it is: by its name, or the host's name for it.
    let calls = |instr: &Instr| matches!(instr, Instr::Call(_)) || is_tail_call(instr);
    let text = |place: &Place<'_>| immediates(place.module, place.code, place.frame.pc);
    match old.instr == new.instr && !matches!(old.instr, Instr::BrTable { .. }) {
        true => true,
        false => {
            old.instr.name() == new.instr.name() && (calls(old.instr) || text(old) == text(new))
        }
    }
}
