//! Where a movement should end, and why it ended.

use serde::Serialize;
use wasmscope::runtime::{InstanceAddr, Machine};

use super::program::Program;

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
        /// The instruction.
        pc: u32,
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
            moved: false,
            breaks: false,
            last: None,
            from: None,
            counts: true,
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

    /// Whether the machine is where it should go. Places are looked at only after a
    /// step: who stands on a line and runs to it wants to come there again.
    #[must_use]
    pub fn is_reached(&self, at: Sight<'_>, moved: bool) -> bool {
        let frames = at.machine.frames();
        match *self {
            Goal::End => false,
            Goal::Step(step) => at.machine.steps() >= step,
            Goal::Frames(count) => moved && frames.len() <= count,
            Goal::Gone { count, entered } => frames
                .get(count - 1)
                .is_none_or(|frame| frame.entered != entered),
            Goal::Place { .. } | Goal::Line(_) => moved && self.is_here(at),
        }
    }

    /// Whether the next instruction is at the place that this is; false for what is none.
    #[must_use]
    pub fn is_here(&self, at: Sight<'_>) -> bool {
        match *self {
            Goal::Place { func, pc } => at.place() == Some((func, pc)),
            Goal::Line(line) => {
                let found = at
                    .place()
                    .zip(at.program)
                    .and_then(|((func, pc), program)| program.place_in(func, pc));
                found.is_some_and(|(at, _)| at == line)
            }
            _ => false,
        }
    }
}

/// A machine, and what is needed to tell where in the text it stands.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// The machine.
    pub machine: &'a Machine,
    /// The instance that was made of the program.
    pub instance: InstanceAddr,
    /// The program.
    pub program: Option<&'a Program>,
}

impl Sight<'_> {
    /// The function and position of the next instruction, where it is the program's.
    fn place(&self) -> Option<(u32, u32)> {
        let frame = self.machine.frames().last()?;
        let func = super::func_index(self.machine, frame.func)?;
        (frame.instance == self.instance).then_some((func, frame.pc))
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
