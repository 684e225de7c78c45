//! A jump to another step, in either direction.
//!
//! Nobody is shown the instructions on the way but the last one, so that the state has the
//! marks and the sentence that it had when it was first reached.

use wasmscope::time::{Search, Searched};

use super::debugger::{Advance, Debugger, WORK};
use super::goal::{Goal, Movement};
use super::host::{Host, Watch};

/// A jump under way. It can be made in as many parts as one likes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    to: u64,
    /// What has to be seen at that step before it is known where to go.
    look: Option<Look>,
    /// What it says when it is there.
    arrival: Advance,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Look {
    /// Whether there is a callee of the frame at this depth: it has just returned into it.
    Callee { depth: usize },
    /// Where the frame began that has just gone as the last one.
    Frame,
    /// Where the last stop was, or the place that is looked for.
    Last(Box<Back>),
}

/// A search for the last stop.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Back {
    search: Search,
    goal: Goal,
    /// The module that a place of the goal is in.
    module: u32,
    /// The step that it began at.
    from: u64,
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
        Self::back(debugger, Goal::End, 0)
    }

    /// Back to the last place before this step that is the goal or a breakpoint. Where
    /// there is none, to the step that the goal is, or to the first of all. A place or line of
    /// the goal is one of the module.
    #[must_use]
    pub fn back(debugger: &Debugger, goal: Goal, module: u32) -> Self {
        let end = debugger.step();
        let (floor, nothing) = match goal {
            Goal::Step(step) => (step.min(end), Advance::Goal),
            _ => (0, Advance::Beginning),
        };
        let is_place = matches!(goal, Goal::Place { .. } | Goal::Line(_));
        let searches = is_place || !debugger.breakpoints.stops.is_idle();
        let search = debugger.search(floor).filter(|_| searches);
        Self {
            to: floor,
            look: search.map(|search| {
                Look::Last(Box::new(Back {
                    search,
                    goal,
                    module,
                    from: end,
                }))
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
        while let Some(look) = self.look.take() {
            let end = match look {
                Look::Last(back) => self.look_back(debugger, *back, fuel),
                look => match debugger.seek(self.to, fuel, host) {
                    Advance::Goal => {
                        self.to = look.target(debugger).unwrap_or(self.to);
                        Advance::Goal
                    }
                    other => {
                        self.look = Some(look);
                        other
                    }
                },
            };
            if end != Advance::Goal {
                return end;
            }
        }
        match self.arrive(debugger, fuel, host, watch) {
            Advance::Goal => self.arrival,
            other => other,
        }
    }

    /// Looks on for the last stop, and says where to go.
    fn look_back(&mut self, debugger: &mut Debugger, mut back: Back, fuel: &mut u64) -> Advance {
        debugger.aim(back.goal, back.from, back.module);
        let Some(started) = &mut debugger.started else {
            return Advance::Ended;
        };
        let stops = &mut debugger.breakpoints.stops;
        let searched = started
            .timeline
            .search_back(&mut back.search, stops, fuel, WORK);
        match searched {
            Searched::Found(hit) => {
                self.to = hit.step;
                self.arrival = match hit.own() {
                    Some(hit) => {
                        let id = hit.id;
                        debugger.hit = Some(hit);
                        Advance::Breakpoint(id)
                    }
                    None => Advance::Goal,
                };
                Advance::Goal
            }
            Searched::Nothing => Advance::Goal,
            Searched::Exhausted(limit) => Advance::Limit(limit),
            Searched::OutOfFuel => {
                let end = match *fuel {
                    0 => Advance::Fuel,
                    _ => Advance::Yielded,
                };
                self.look = Some(Look::Last(Box::new(back)));
                end
            }
        }
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
        let mut last = Movement {
            counts: false,
            ..Movement::from(Goal::Step(self.to))
        };
        match debugger.advance(&mut last, 1, host, watch) {
            Advance::Yielded if debugger.is_over() => Advance::Ended,
            Advance::Yielded if debugger.step() == self.to => Advance::Goal,
            end => end,
        }
    }
}

impl Look {
    fn target(&self, debugger: &Debugger) -> Option<u64> {
        let frames = debugger.machine()?.frames();
        match self {
            Look::Callee { depth } => Some(frames.get(*depth)?.called.saturating_sub(1)),
            Look::Frame => Some(frames.first()?.called),
            Look::Last(_) => None,
        }
    }
}

impl Debugger {
    /// A search for the last stop before this step.
    fn search(&self, floor: u64) -> Option<Search> {
        let started = self.started.as_ref()?;
        Some(Search::new(&started.timeline, started.instance, floor))
    }
}
