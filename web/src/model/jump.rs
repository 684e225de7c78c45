//! A jump to another step, in either direction.
//!
//! Nobody is shown the instructions on the way but the last one, so that the state has the
//! marks and the sentence that it had when it was first reached.

use super::debugger::{Advance, Debugger, Found, Host, Watch};
use super::goal::{Goal, Movement};

/// A jump under way. It can be made in as many parts as one likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    to: u64,
    /// What has to be seen at that step before it is known where to go.
    look: Option<Look>,
    /// What it says when it is there.
    arrival: Advance,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// Whether there is a callee of the frame at this depth: it has just returned into it.
    Callee { depth: usize },
    /// Where the frame began that has just gone as the last one.
    Frame,
    /// Where the last place was that is looked for.
    Last(Search),
}

/// A search for the last step that is at a breakpoint or at some other place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Search {
    /// The place; breakpoints are always looked for.
    goal: Goal,
    /// The step to go to where nothing is found.
    floor: u64,
    /// The step before which it looks now. Before it come the steps of the snapshot before.
    end: u64,
    /// The step looked at next; `None` before the first look.
    next: Option<u64>,
    /// The last one so far.
    last: Option<Found>,
}

impl Jump {
    /// To a step; where the program ends before it, to its end.
    #[must_use]
    pub fn to(step: u64) -> Self {
        Self {
            to: step,
            look: None,
            arrival: Advance::Goal,
        }
    }

    /// The step that it goes to; `None` while that is still looked for.
    #[must_use]
    pub fn known_end(&self) -> Option<u64> {
        self.look.is_none().then_some(self.to)
    }

    /// To the last breakpoint before this step, or to the first step of all.
    #[must_use]
    pub fn to_breakpoint(debugger: &Debugger) -> Self {
        Self::back(debugger, Goal::End)
    }

    /// Back to the last place before this step that is the goal or a breakpoint. Where
    /// there is none, to the step that the goal is, or to the first of all.
    ///
    /// The past is executed again from one snapshot to the next, the latest part first, so
    /// that nothing is executed more than once and only what comes after the place.
    #[must_use]
    pub fn back(debugger: &Debugger, goal: Goal) -> Self {
        let end = debugger.step();
        let (floor, nothing) = match goal {
            Goal::Step(step) => (step.min(end), Advance::Goal),
            _ => (0, Advance::Beginning),
        };
        let is_place = matches!(goal, Goal::Place { .. } | Goal::Line(_));
        let searches = is_place || !debugger.breakpoints.is_empty();
        let from = debugger.saved_before(end).filter(|_| searches);
        Self {
            to: from.map_or(floor, |from| from.max(floor)),
            look: from.map(|_| {
                Look::Last(Search {
                    goal,
                    floor,
                    end,
                    next: None,
                    last: None,
                })
            }),
            arrival: nothing,
        }
    }

    /// One step back; over the whole call if the last instruction returned into this frame.
    #[must_use]
    pub fn over_back(debugger: &Debugger) -> Self {
        let depth = debugger.machine().map_or(0, |m| m.frames().len());
        Self {
            to: debugger.step().saturating_sub(1),
            look: (depth > 0).then_some(Look::Callee { depth }),
            arrival: Advance::Goal,
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
                arrival: Advance::Goal,
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
                Look::Last(search) => search.next.unwrap_or(self.to),
                _ => self.to,
            };
            match debugger.seek(at, fuel, host) {
                Advance::Goal => {}
                other => return other,
            }
            if let Look::Last(search) = look {
                match self.look_back(debugger, search, fuel) {
                    Advance::Goal => {}
                    other => return other,
                }
            } else {
                self.look = None;
                self.to = look.target(debugger).unwrap_or(self.to);
            }
        }
        match self.arrive(debugger, fuel, host, watch) {
            Advance::Goal => self.arrival,
            other => other,
        }
    }

    /// Looks at one part of the past, and says where to look next or to go.
    fn look_back(&mut self, debugger: &mut Debugger, search: Search, fuel: &mut u64) -> Advance {
        let mut last = search.last;
        let seen = debugger.look_for(search.goal, search.end, fuel, &mut last);
        if seen != Advance::Goal {
            self.look = Some(Look::Last(Search {
                next: Some(debugger.step()),
                last,
                ..search
            }));
            return seen;
        }
        self.look = None;
        if let Some(found) = last {
            self.to = found.step;
            self.arrival = match found.breakpoint {
                Some(id) => Advance::Breakpoint(id),
                None => Advance::Goal,
            };
        } else if self.to > search.floor
            && let Some(from) = debugger.saved_before(self.to)
        {
            let end = std::mem::replace(&mut self.to, from.max(search.floor));
            self.look = Some(Look::Last(Search {
                end,
                next: None,
                last: None,
                ..search
            }));
        } else {
            self.to = search.floor;
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
            Look::Callee { depth } => Some(frames.get(depth)?.called.saturating_sub(1)),
            Look::Frame => Some(frames.first()?.called),
            Look::Last(_) => None,
        }
    }
}
