//! A jump to another step, in either direction.
//!
//! Nobody is shown the instructions on the way but the last one, so that the state has the
//! marks and the sentence that it had when it was first reached.

use super::debugger::{Advance, Debugger, Host, Watch};
use super::goal::{Goal, Movement};

/// A jump under way. It can be made in as many parts as one likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    to: u64,
    /// What has to be seen at that step before it is known where to go.
    look: Option<Look>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// Whether there is a callee of the frame at this depth: it has just returned into it.
    Callee { depth: usize },
    /// Where the frame began that has just gone as the last one.
    Frame,
}

impl Jump {
    /// To a step; where the program ends before it, to its end.
    #[must_use]
    pub fn to(step: u64) -> Self {
        Self {
            to: step,
            look: None,
        }
    }

    /// One step back; over the whole call if the last instruction returned into this frame.
    #[must_use]
    pub fn over_back(debugger: &Debugger) -> Self {
        let depth = debugger.machine().map_or(0, |m| m.frames().len());
        Self {
            to: debugger.step().saturating_sub(1),
            look: (depth > 0).then_some(Look::Callee { depth }),
        }
    }

    /// To before the call that made the innermost frame, or to the first step of the
    /// invoked function.
    #[must_use]
    pub fn out_back(debugger: &Debugger) -> Self {
        match debugger.out_back() {
            Some(step) => Self::to(step),
            None => Self {
                to: debugger.step().saturating_sub(1),
                look: Some(Look::Frame),
            },
        }
    }

    /// Goes on, using up `fuel`. At the end, `watch` has been shown the last instruction,
    /// but at the first step of all, and where an answer was that instruction.
    pub fn advance(
        &mut self,
        debugger: &mut Debugger,
        fuel: &mut u64,
        host: &mut dyn Host,
        watch: &mut dyn Watch,
    ) -> Advance {
        if let Some(look) = self.look {
            match debugger.seek(self.to, fuel, host) {
                Advance::Goal => {}
                other => return other,
            }
            self.look = None;
            self.to = look.target(debugger).unwrap_or(self.to);
        }
        loop {
            let Some(before) = self.to.checked_sub(1) else {
                return debugger.seek(0, fuel, host);
            };
            match debugger.seek(before, fuel, host) {
                Advance::Goal if debugger.is_over() => self.to = before,
                Advance::Goal => break,
                // The program ends before: its end is where to go.
                Advance::Ended => self.to = debugger.step(),
                other => return other,
            }
        }
        if *fuel == 0 {
            return Advance::Fuel;
        }
        *fuel -= 1;
        let mut last = Movement::from(Goal::Step(self.to));
        match debugger.advance(&mut last, 1, host, watch) {
            Advance::Yielded if debugger.is_over() => Advance::Ended,
            Advance::Yielded if debugger.step() == self.to => Advance::Goal,
            end => end,
        }
    }
}

impl Look {
    fn target(self, debugger: &Debugger) -> Option<u64> {
        let frames = debugger.machine()?.frames();
        match self {
            Look::Callee { depth } => Some(frames.get(depth)?.entered.saturating_sub(1)),
            Look::Frame => Some(frames.first()?.entered),
        }
    }
}
