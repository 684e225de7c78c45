//! Where a movement should end, and why it ended.

use serde::Serialize;
pub use wasmscope::time::Goal;

/// A movement under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Where it should end.
    pub goal: Goal,
    /// The module that a place or line of the goal is in; see [`super::problems::Problem`].
    pub module: u32,
    /// Whether it has executed anything yet.
    pub moved: bool,
    /// Whether it ends at breakpoints as well, but for one that it begins at.
    pub breaks: bool,
    /// The step at which its fuel is used, if it has been given any.
    pub last: Option<u64>,
    /// The step that it began at, or passed breakpoints at, once it has begun.
    pub from: Option<u64>,
    /// Whether breakpoints are counted and logged that it does not end at.
    pub counts: bool,
}

impl Movement {
    /// A movement that ends at breakpoints as well.
    #[must_use]
    pub fn breaking(goal: Goal) -> Self {
        Self {
            breaks: true,
            ..Self::from(goal)
        }
    }

    /// How many instructions are left to execute at most.
    #[must_use]
    pub fn left(&self, step: u64) -> u64 {
        let goal = match self.goal {
            Goal::Step(goal) => goal,
            _ => u64::MAX,
        };
        self.last
            .map_or(goal, |last| last.min(goal))
            .saturating_sub(step)
    }
}

impl From<Goal> for Movement {
    fn from(goal: Goal) -> Self {
        Self {
            goal,
            module: 0,
            moved: false,
            breaks: false,
            last: None,
            from: None,
            counts: true,
        }
    }
}

/// Why the machine stopped where it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// It made the steps that it was asked for.
    #[default]
    Step,
    /// It came to a breakpoint.
    Breakpoint,
    /// It came past a watch.
    Watch,
    /// It came to where it was asked to go.
    Until,
    /// Somebody paused it.
    Pause,
    /// The fuel that it was given is used.
    Fuel,
    /// There is no memory for the machine to go on.
    Limit,
    /// The program has ended; going back, it came to the first step.
    End,
    /// A synchronous movement has executed as much as it may.
    Budget,
}
