//! Movements by lines of the source: that of a module's text, or what it was compiled from.
//!
//! A line is of one activation, so a call that comes back to the line it began on is another
//! one. Where no line is known, each instruction is one; but what a compiler says nothing of
//! belongs to the line before it, and functions of which it says nothing are executed whole.

use super::{Session, Stopped};
use crate::failure::Failure;
use std::hash::{DefaultHasher, Hash, Hasher};
use wasmscope::load::origins;
use wasmscope::runtime::InstanceAddr;
use wasmscope::time::Goal;
use wasmscope::view::Place;

/// A line of an activation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LineAt {
    frames: usize,
    entered: Option<u64>,
    line: Option<u32>,
    /// The file, where lines are those of what a module was compiled from.
    file: Option<u64>,
    by_origin: bool,
    /// Whether its module was compiled with debugging information, which has nothing of it.
    is_unknown: bool,
}

impl LineAt {
    /// That of the next instruction of the frame looked at; `by_origin` says whether what a
    /// module was compiled from counts.
    pub(crate) fn of(session: &Session, by_origin: bool) -> Self {
        let frames = session.machine().frames();
        let place = session.place();
        let origin = place.as_ref().filter(|_| by_origin);
        let is_compiled = origin.is_some_and(|place| origins(place.module).is_some());
        let origin = origin.and_then(Place::origin);
        let is_unknown = is_compiled && origin.is_none();
        let line = match &origin {
            Some(origin) => Some(origin.line),
            None => place
                .and_then(|place| session.places().spot_of(&place))
                .map(|spot| spot.line),
        };
        let file = origin.map(|at| {
            let mut file = DefaultHasher::new();
            at.file.path.hash(&mut file);
            file.finish()
        });
        Self {
            frames: frames.len(),
            entered: frames.last().map(|frame| frame.entered),
            line,
            file,
            by_origin,
            is_unknown,
        }
    }

    /// Whether another place is still on this line. Without lines, each instruction is one.
    fn has(self, other: Self) -> bool {
        self.line.is_some() && self == other
    }

    /// Whether another place is gone past, since nothing is known of it. Who begins at such a
    /// place and sees its text goes by the lines of that.
    fn passes(self, other: Self) -> bool {
        other.is_unknown && (self.file.is_some() || self.line.is_none())
    }

    /// Whether another place is in a function that was called from here and is executed whole.
    fn skips(self, other: Self) -> bool {
        self.file.is_some() && other.is_unknown && other.frames > self.frames
    }
}

/// A goal; one that is a place is in an instance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Aim {
    pub(crate) goal: Goal,
    pub(crate) instance: InstanceAddr,
}

/// A part of a movement that ends at one goal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) aim: Aim,
    /// The step that it began at.
    pub(crate) first: u64,
}

impl Run {
    pub(crate) fn new(session: &Session, goal: Goal) -> Self {
        Self::to(session, session.aim(goal))
    }

    pub(crate) fn to(session: &Session, aim: Aim) -> Self {
        let first = session.step();
        Self { aim, first }
    }
}

/// A movement to another line than one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineMove {
    from: LineAt,
    /// Whether calls are executed whole.
    is_over: bool,
    /// What is under way, when it was interrupted.
    run: Option<Run>,
}

impl LineMove {
    /// From the line of the innermost frame.
    pub(crate) fn new(session: &Session, is_over: bool, by_origin: bool) -> Self {
        Self {
            from: LineAt::of(session, by_origin),
            is_over,
            run: None,
        }
    }
}

impl Session {
    /// Goes on to another line. When it is interrupted, it can be gone on with.
    ///
    /// # Errors
    ///
    /// As of all movements.
    pub(crate) fn line_on(&mut self, movement: &mut LineMove) -> Result<Stopped, Failure> {
        let from = movement.from;
        loop {
            let here = LineAt::of(self, from.by_origin);
            let goal = match movement.is_over {
                _ if from.skips(here) => Goal::out(self.machine()),
                true => Goal::over(self.machine()),
                false => Goal::Step(self.step().saturating_add(1)),
            };
            let run = *movement.run.get_or_insert_with(|| Run::new(self, goal));
            let stopped = self.go_on(run)?;
            if stopped != Stopped::There {
                return Ok(stopped);
            }
            movement.run = None;
            let here = LineAt::of(self, from.by_origin);
            if !from.has(here) && !from.passes(here) {
                return Ok(Stopped::There);
            }
        }
    }

    /// Goes back to where the line before this place began, or this line, if something of it
    /// was executed. Calls are gone over, or into.
    ///
    /// # Errors
    ///
    /// As of all movements.
    pub(crate) fn line_back(&mut self, is_over: bool, by_origin: bool) -> Result<Stopped, Failure> {
        let from = LineAt::of(self, by_origin);
        // The line that it is about, and its first step so far.
        let mut last: Option<(LineAt, u64)> = None;
        loop {
            let mut stopped = self.back_by_one(is_over)?;
            let line = last.map_or(from, |(line, _)| line);
            if stopped == Stopped::There && line.skips(LineAt::of(self, by_origin)) {
                stopped = self.out_back()?;
            }
            match (last, &stopped) {
                (Some((_, step)), Stopped::Beginning) => return self.seek(step),
                (_, Stopped::There) => {}
                _ => return Ok(stopped),
            }
            let here = LineAt::of(self, by_origin);
            match last {
                _ if line.passes(here) => {}
                Some((line, step)) if !line.has(here) => return self.seek(step),
                _ => last = Some((here, self.step())),
            }
            if self.is_interrupted() {
                return Ok(Stopped::Interrupted);
            }
        }
    }

    fn back_by_one(&mut self, is_over: bool) -> Result<Stopped, Failure> {
        match is_over {
            true => self.over_back(),
            false => self.step_back(1),
        }
    }
}
