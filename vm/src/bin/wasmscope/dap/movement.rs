//! Movements as they are asked for: they can be given up between two instructions and taken up
//! again, so that messages are answered while the program runs.

use crate::failure::Failure;
use crate::session::{Session, Stopped};
use std::hash::{DefaultHasher, Hash, Hasher};
use wasmscope::time::Goal;
use wasmscope::view::Place;

/// A movement under way.
#[derive(Debug)]
pub(super) enum Movement {
    /// Forwards to a goal.
    Run(Run),
    /// Forwards to another line: over calls, or into them.
    Line {
        from: LineAt,
        is_over: bool,
        /// The instruction at hand.
        run: Option<Run>,
    },
    /// One instruction back, over calls.
    Back,
    /// Back to where the last line began, over calls.
    LineBack { by_origin: bool },
    /// Back to the last breakpoint.
    RunBack,
    /// To a step, in either direction.
    Seek(u64),
    /// Away from a program that has ended and is still looked at.
    Leave,
}

/// A part of a movement that ends at one goal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    goal: Goal,
    /// The step that it began at.
    first: u64,
}

impl Run {
    pub(super) fn new(session: &Session, goal: Goal) -> Self {
        let first = session.step();
        Self { goal, first }
    }
}

/// A line of an activation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LineAt {
    frames: usize,
    entered: Option<u64>,
    line: Option<u32>,
    /// The file, where lines are those of what a module was compiled from.
    file: u64,
    by_origin: bool,
}

impl LineAt {
    /// That of the next instruction; `by_origin` says whether what a module was compiled from
    /// is to be had.
    pub(super) fn of(session: &Session, by_origin: bool) -> Self {
        let frames = session.machine().frames();
        let place = session.place();
        let origin = place.as_ref().filter(|_| by_origin);
        let origin = origin.and_then(Place::origin);
        let spot = place.and_then(|place| session.places().spot_of(&place));
        let mut file = DefaultHasher::new();
        origin.as_ref().map(|at| &at.file.path).hash(&mut file);
        Self {
            frames: frames.len(),
            entered: frames.last().map(|frame| frame.entered),
            line: match origin {
                Some(origin) => Some(origin.line),
                None => spot.map(|spot| spot.line),
            },
            file: file.finish(),
            by_origin,
        }
    }

    /// Whether another place is still on this line. Without lines, each instruction is one.
    fn has(self, other: Self) -> bool {
        self.line.is_some() && self == other
    }
}

impl Movement {
    /// Whether it can be taken up where it was given up.
    pub(super) fn is_resumable(&self) -> bool {
        matches!(self, Self::Run(_) | Self::Line { .. })
    }

    /// Moves until there is a reason to stop; `None` when it was given up before, and is to be
    /// taken up again.
    pub(super) fn go(&mut self, session: &mut Session) -> Result<Option<Stopped>, Failure> {
        let stopped = match self {
            Self::Run(run) => session.go_from(run.goal, run.first)?,
            Self::Line { from, is_over, run } => line(session, *from, *is_over, run)?,
            Self::Back => return session.over_back().map(Some),
            Self::LineBack { by_origin } => return line_back(session, *by_origin).map(Some),
            Self::RunBack => return session.proceed_back().map(Some),
            Self::Seek(step) => return session.seek(*step).map(Some),
            Self::Leave => return Ok(Some(Stopped::Ended)),
        };
        Ok(Some(stopped).filter(|stopped| *stopped != Stopped::Interrupted))
    }
}

fn line(
    session: &mut Session,
    from: LineAt,
    is_over: bool,
    run: &mut Option<Run>,
) -> Result<Stopped, Failure> {
    loop {
        let goal = match is_over {
            true => Goal::over(session.machine()),
            false => Goal::Step(session.step() + 1),
        };
        let Run { goal, first } = *run.get_or_insert_with(|| Run::new(session, goal));
        let stopped = session.go_from(goal, first)?;
        if stopped != Stopped::There {
            return Ok(stopped);
        }
        *run = None;
        if !from.has(LineAt::of(session, from.by_origin)) {
            return Ok(Stopped::There);
        }
    }
}

fn line_back(session: &mut Session, by_origin: bool) -> Result<Stopped, Failure> {
    let mut stopped = session.over_back()?;
    while stopped == Stopped::There {
        let (here, step) = (LineAt::of(session, by_origin), session.step());
        stopped = session.over_back()?;
        let is_first = stopped == Stopped::Beginning;
        if is_first || stopped == Stopped::There && !here.has(LineAt::of(session, by_origin)) {
            // One too far, or nowhere.
            return session.seek(step);
        }
    }
    Ok(stopped)
}
