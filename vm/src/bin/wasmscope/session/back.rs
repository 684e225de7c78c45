//! Movements backwards. Nothing is asked of the host and nothing printed: the past is known.

use super::travel::Stopped;
use super::{Aim, SLICE, Session, WORK};
use crate::failure::Failure;
use wasmscope::time::{Goal, Search, Searched};

impl Session {
    /// The first step that there is.
    const FIRST: u64 = 0;

    /// Goes back so many steps, or to the last breakpoint before.
    pub(crate) fn step_back(&mut self, count: u64) -> Result<Stopped, Failure> {
        let here = self.step();
        if here == Self::FIRST {
            return Ok(Stopped::Beginning);
        }
        let floor = here.saturating_sub(count);
        match self.search_back(self.aim(Goal::Step(floor)))? {
            Stopped::Beginning if count <= here => Ok(Stopped::There),
            stopped => Ok(stopped),
        }
    }

    /// If the last instruction returned into the innermost frame, to before its call; else one
    /// step back.
    pub(crate) fn over_back(&mut self) -> Result<Stopped, Failure> {
        let (here, depth) = (self.step(), self.frames());
        if here == Self::FIRST {
            return Ok(Stopped::Beginning);
        }
        let stopped = self.seek(here - 1)?;
        // The callee of the frame looked at is still there: it has just returned.
        let callee = self.machine().frames().get(depth).filter(|_| depth > 0);
        match callee.map(|callee| callee.called.saturating_sub(1)) {
            Some(call) if stopped == Stopped::There => self.seek(call),
            _ => Ok(stopped),
        }
    }

    /// To before the call that made the frame looked at; to the first step of the invoked
    /// function in the outermost.
    pub(crate) fn out_back(&mut self) -> Result<Stopped, Failure> {
        let here = self.step();
        if here == Self::FIRST {
            return Ok(Stopped::Beginning);
        }
        if self.frames() == 0 {
            // The last frame of all has just gone.
            let stopped = self.seek(here - 1)?;
            let first = self.machine().frames().first().map(|frame| frame.called);
            return match first {
                Some(first) if stopped == Stopped::There => self.seek(first),
                _ => Ok(stopped),
            };
        }
        let depth = self.depth().unwrap_or(0);
        let frame = self.machine().frames()[depth];
        let began = self.machine().began();
        match frame.entered == began {
            true if here == began => Ok(Stopped::Beginning),
            true => self.seek(frame.entered),
            false => self.seek(frame.entered.saturating_sub(1)),
        }
    }

    /// Back to the last breakpoint before this step, or to the first step of all.
    pub(crate) fn proceed_back(&mut self) -> Result<Stopped, Failure> {
        self.search_back(self.aim(Goal::End))
    }

    /// Back to the last step before this one that is the goal or a breakpoint; without one, to
    /// the first step of all, or to the step that the goal is. Stopped on its way, it is where
    /// it began.
    pub(crate) fn search_back(&mut self, aim: Aim) -> Result<Stopped, Failure> {
        self.frame = 0;
        let here = self.step();
        self.aim_at(aim);
        let goal = aim.goal;
        let found = self.search(goal);
        self.stops.aim([]);
        let floor = match goal {
            Goal::Step(step) => step.min(here),
            _ => Self::FIRST,
        };
        let (step, stopped) = match found {
            None => (here, Stopped::Interrupted),
            Some(Searched::Found(hit)) => (
                hit.step,
                hit.own().map_or(Stopped::There, Stopped::Breakpoint),
            ),
            Some(Searched::Exhausted(limit)) => (here, Stopped::Limit(limit)),
            Some(_) => (floor, Stopped::Beginning),
        };
        match self.seek(step)? {
            Stopped::There => Ok(stopped),
            other => Ok(other),
        }
    }

    /// The last stop before this step; `None` when somebody has stopped the search.
    fn search(&mut self, goal: Goal) -> Option<Searched> {
        if self.stops.is_idle() {
            return Some(Searched::Nothing);
        }
        let floor = match goal {
            Goal::Step(step) => step,
            _ => Self::FIRST,
        };
        let mut search = Search::new(&self.timeline, self.main, floor);
        loop {
            let mut fuel = SLICE;
            let searched = self
                .timeline
                .search_back(&mut search, &mut self.stops, &mut fuel, WORK);
            if searched != Searched::OutOfFuel {
                return Some(searched);
            }
            if self.is_interrupted() {
                return None;
            }
        }
    }
}
