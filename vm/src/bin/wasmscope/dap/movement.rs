//! Movements as they are asked for: they can be given up between two instructions and taken up
//! again, so that messages are answered while the program runs.

use crate::failure::Failure;
use crate::session::{Aim, LineMove, Run, Session, Stopped};

/// A movement under way.
#[derive(Debug)]
pub(super) enum Movement {
    /// Forwards to a goal.
    Run(Run),
    /// Forwards to another line: over calls, or into them.
    Line(LineMove),
    /// One instruction back, over calls.
    Back,
    /// Back to where the last line began, over calls.
    LineBack { by_origin: bool },
    /// Back to the last breakpoint.
    RunBack,
    /// Forwards to a place, which is then told of as such.
    GoTo(Run),
    /// Back to the last time that a place was come to.
    GoBackTo(Aim),
    /// To a step, in either direction.
    Seek(u64),
    /// Away from a program that has ended and is still looked at.
    Leave,
}

impl Movement {
    /// Whether it can be taken up where it was given up.
    pub(super) fn is_resumable(&self) -> bool {
        matches!(self, Self::Run(_) | Self::Line(_) | Self::GoTo(_))
    }

    /// Why it has stopped where it was to go, as the protocol calls that.
    pub(super) fn reason(&self) -> &'static str {
        match self {
            Self::GoTo(_) | Self::GoBackTo(_) => "goto",
            _ => "step",
        }
    }

    /// Moves until there is a reason to stop; `None` when it was given up before, and is to be
    /// taken up again.
    pub(super) fn go(&mut self, session: &mut Session) -> Result<Option<Stopped>, Failure> {
        let stopped = match self {
            Self::Run(run) | Self::GoTo(run) => session.go_on(*run)?,
            Self::Line(movement) => session.line_on(movement)?,
            Self::Back => return session.over_back().map(Some),
            Self::LineBack { by_origin } => return session.line_back(true, *by_origin).map(Some),
            Self::GoBackTo(aim) => return session.search_back(*aim).map(Some),
            Self::RunBack => return session.proceed_back().map(Some),
            Self::Seek(step) => return session.seek(*step).map(Some),
            Self::Leave => return Ok(Some(Stopped::Ended)),
        };
        Ok(Some(stopped).filter(|stopped| *stopped != Stopped::Interrupted))
    }
}
