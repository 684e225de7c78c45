//! Where a movement should end, and why it ended.

use serde::Serialize;
use wasmscope::runtime::Machine;

/// Where a movement should end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// At the end of the program.
    End,
    /// At this step.
    Step(u64),
    /// When there are no more than this many frames.
    Frames(usize),
    /// When this many frames are left, or the innermost of one more is another one.
    Gone {
        /// Frames, the one that should go included.
        count: usize,
        /// When it was entered.
        entered: u64,
    },
    /// Before this instruction of this function.
    Place {
        /// The function's index.
        func: u32,
        /// The instruction; any when absent.
        pc: Option<u32>,
    },
    /// Before an instruction on this line.
    Line(u32),
}

/// A movement under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Movement {
    /// Where it should end.
    pub goal: Goal,
    /// Whether it has executed anything yet.
    pub moved: bool,
    /// Whether it ends at breakpoints as well, but for one that it begins at.
    pub breaks: bool,
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
}

impl From<Goal> for Movement {
    fn from(goal: Goal) -> Self {
        Self {
            goal,
            moved: false,
            breaks: false,
        }
    }
}

impl Goal {
    /// Over the next instruction: into no call.
    #[must_use]
    pub fn over(machine: &Machine) -> Self {
        if machine.called().is_some() {
            Goal::Frames(machine.frames().len())
        } else {
            Goal::Step(machine.steps() + 1)
        }
    }

    /// Out of the innermost frame.
    #[must_use]
    pub fn out(machine: &Machine) -> Self {
        match machine.frames() {
            [.., frame] if machine.frames().len() > 1 => Goal::Gone {
                count: machine.frames().len(),
                entered: frame.entered,
            },
            _ => Goal::End,
        }
    }

    /// How many instructions can be run before it has to be looked at again.
    #[must_use]
    pub fn stride(&self, machine: &Machine) -> u64 {
        match self {
            Goal::End => u64::MAX,
            Goal::Step(step) => step.saturating_sub(machine.steps()),
            _ => 1,
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
    /// It came to where it was asked to go.
    Until,
    /// Somebody paused it.
    Pause,
    /// The fuel that it was given is used.
    Fuel,
    /// There is no memory for the machine to go on.
    Limit,
    /// The program has ended.
    End,
    /// A synchronous movement has executed as much as it may.
    Budget,
}
