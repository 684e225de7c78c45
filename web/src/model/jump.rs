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
    /// The breakpoint that is at that step, if that is why it goes there.
    breakpoint: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// Whether there is a callee of the frame at this depth: it has just returned into it.
    Callee { depth: usize },
    /// Where the frame began that has just gone as the last one.
    Frame,
    /// Which breakpoint was the last before the step `end`, seen from that step on.
    /// Before it come the steps of the snapshot before.
    Breakpoint {
        end: u64,
        /// The step looked at next; `None` before the first look.
        next: Option<u64>,
        /// The last one so far.
        last: Option<(u64, u32)>,
    },
}

impl Jump {
    /// To a step; where the program ends before it, to its end.
    #[must_use]
    pub fn to(step: u64) -> Self {
        Self {
            to: step,
            look: None,
            breakpoint: None,
        }
    }

    /// To the last breakpoint before this step, or to the first step of all.
    ///
    /// The past is executed again from one snapshot to the next, the latest part first, so
    /// that nothing is executed more than once and only what comes after the breakpoint.
    #[must_use]
    pub fn to_breakpoint(debugger: &Debugger) -> Self {
        let end = debugger.step();
        let from = debugger.saved_before(end);
        match from.filter(|_| !debugger.breakpoints.is_empty()) {
            Some(from) => Self {
                to: from,
                look: Some(Look::Breakpoint {
                    end,
                    next: None,
                    last: None,
                }),
                breakpoint: None,
            },
            None => Self::to(0),
        }
    }

    /// One step back; over the whole call if the last instruction returned into this frame.
    #[must_use]
    pub fn over_back(debugger: &Debugger) -> Self {
        let depth = debugger.machine().map_or(0, |m| m.frames().len());
        Self {
            to: debugger.step().saturating_sub(1),
            look: (depth > 0).then_some(Look::Callee { depth }),
            breakpoint: None,
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
                breakpoint: None,
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
        while let Some(look) = self.look {
            let at = match look {
                Look::Breakpoint { next, .. } => next.unwrap_or(self.to),
                _ => self.to,
            };
            match debugger.seek(at, fuel, host) {
                Advance::Goal => {}
                other => return other,
            }
            if let Look::Breakpoint { end, last, .. } = look {
                match self.look_back(debugger, end, last, fuel) {
                    Advance::Goal => {}
                    other => return other,
                }
            } else {
                self.look = None;
                self.to = look.target(debugger).unwrap_or(self.to);
            }
        }
        match self.arrive(debugger, fuel, host, watch) {
            Advance::Goal => self.breakpoint.map_or(Advance::Goal, Advance::Breakpoint),
            other => other,
        }
    }

    /// Looks for breakpoints in one part of the past, and says where to look next or to go.
    fn look_back(
        &mut self,
        debugger: &mut Debugger,
        end: u64,
        mut last: Option<(u64, u32)>,
        fuel: &mut u64,
    ) -> Advance {
        let seen = debugger.look_for_breakpoints(end, fuel, &mut last);
        if seen != Advance::Goal {
            self.look = Some(Look::Breakpoint {
                end,
                next: Some(debugger.step()),
                last,
            });
            return seen;
        }
        self.look = None;
        if let Some((step, id)) = last {
            self.to = step;
            self.breakpoint = Some(id);
        } else if let Some(from) = debugger.saved_before(self.to) {
            let end = std::mem::replace(&mut self.to, from);
            self.look = Some(Look::Breakpoint {
                end,
                next: None,
                last: None,
            });
        } else {
            self.to = 0;
        }
        Advance::Goal
    }

    /// Goes to the step that is known by now.
    fn arrive(
        &mut self,
        debugger: &mut Debugger,
        fuel: &mut u64,
        host: &mut dyn Host,
        watch: &mut dyn Watch,
    ) -> Advance {
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
            Look::Breakpoint { .. } => None,
        }
    }
}
