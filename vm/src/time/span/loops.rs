//! A loop, pass by pass.

use super::Activation;
use crate::runtime::Machine;
use crate::syntax::{Code, Instr};
use crate::time::{Scout, Scouted, Timeline};
use std::ops::RangeInclusive;

/// Passes of which the step is kept; of more, every second, fourth … one.
const KEPT: usize = 4_096;

/// One run of a loop: from when control fell into it until it was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoopRun {
    /// The activation that it belongs to; of its end nothing is said.
    pub activation: Activation,
    /// The `loop` instruction, and the `end` that belongs to it.
    pub header: u32,
    /// See `header`.
    pub end: u32,
    /// How often the `loop` instruction was passed.
    pub passes: u64,
    /// The first state outside of it; `None` where that is not known.
    pub left: Option<u64>,
    /// Each how-many-th pass has its step in `steps`.
    stride: u64,
    /// The states before the `loop` instruction.
    steps: Vec<u64>,
}

impl LoopRun {
    fn new(activation: Activation, body: &RangeInclusive<u32>) -> Self {
        Self {
            activation,
            header: *body.start(),
            end: *body.end(),
            passes: 0,
            left: None,
            stride: 1,
            steps: Vec::new(),
        }
    }

    /// The state before the first pass.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.steps.first().copied().unwrap_or_default()
    }

    /// The steps that are kept, each with the number of its pass, from 0.
    pub fn kept(&self) -> impl Iterator<Item = (u64, u64)> {
        let numbers = (0..).map(|index: u64| index * self.stride);
        numbers.zip(self.steps.iter().copied())
    }

    /// The last kept pass, and its step, that is this one or before it.
    #[must_use]
    pub fn before(&self, pass: u64) -> (u64, u64) {
        let last = self.steps.len().saturating_sub(1);
        let index = (pass / self.stride).min(last as u64);
        let step = self.steps.get(index as usize).copied();
        (index * self.stride, step.unwrap_or_default())
    }

    /// The last kept pass that begins at a step or before it; the passes after it, up to
    /// `stride` of them, may too.
    #[must_use]
    pub fn pass_at(&self, step: u64) -> Option<u64> {
        let count = self.steps.partition_point(|kept| *kept <= step) as u64;
        Some(count.checked_sub(1)? * self.stride)
    }

    /// How many passes lie between two that are kept.
    #[must_use]
    pub fn stride(&self) -> u64 {
        self.stride
    }

    fn pass(&mut self, step: u64) {
        if self.passes.is_multiple_of(self.stride) {
            if self.steps.len() == KEPT {
                self.stride *= 2;
                let mut keep = false;
                self.steps.retain(|_| {
                    keep = !keep;
                    keep
                });
            }
            if self.passes.is_multiple_of(self.stride) {
                self.steps.push(step);
            }
        }
        self.passes += 1;
    }
}

/// The innermost loop around an instruction, from its `loop` to its `end`, both included.
#[must_use]
pub fn loop_at(code: &Code, pc: u32) -> Option<RangeInclusive<u32>> {
    let mut open = Vec::new();
    let mut around = None;
    for (at, instr) in (0..).zip(code.instrs.iter()) {
        match instr {
            Instr::Loop(_) => open.push((at, true)),
            Instr::Block(_) | Instr::If { .. } | Instr::TryTable { .. } => open.push((at, false)),
            _ => {}
        }
        if at == pc {
            around = Some(open.iter().rev().find(|(_, is_loop)| *is_loop)?.0);
        }
        if let Instr::End = instr {
            let (start, _) = open.pop()?;
            if around == Some(start) {
                return Some(start..=at);
            }
        }
    }
    None
}

/// The search for the run of a loop that a state lies in, with all its passes.
///
/// Every step of the activation is looked at, from its first one on until the loop is left.
#[derive(Clone, Debug)]
pub struct LoopSearch {
    run: LoopRun,
    body: RangeInclusive<u32>,
    /// The state that the run of the loop has to have.
    around: u64,
    /// The next state to look at.
    at: u64,
    /// Whether the state of the activation looked at last was inside the loop.
    inside: bool,
    /// The pass to stop at.
    wanted: Option<u64>,
}

impl LoopSearch {
    /// Looks for the innermost loop around the instruction of the frame at a depth of the
    /// timeline's machine; `None` where there is none.
    #[must_use]
    pub fn new(timeline: &Timeline, depth: usize) -> Option<Self> {
        let machine = timeline.machine();
        let activation = Activation::at(machine, depth)?;
        let code = machine.store().code(activation.func)?;
        let body = loop_at(code, machine.frames().get(depth)?.pc)?;
        Some(Self {
            run: LoopRun::new(activation, &body),
            body,
            around: timeline.step(),
            at: activation.entered,
            inside: false,
            wanted: None,
        })
    }

    /// Looks for the step of a pass, from 0, of a run of a loop; for the last one where there
    /// are not so many.
    #[must_use]
    pub fn pass(run: &LoopRun, pass: u64) -> Self {
        let (first, at) = run.before(pass);
        let body = run.header..=run.end;
        let mut found = LoopRun::new(run.activation, &body);
        found.passes = first;
        found.stride = u64::MAX;
        Self {
            run: found,
            body,
            around: at,
            at,
            inside: true,
            wanted: Some(pass.min(run.passes.saturating_sub(1))),
        }
    }

    /// How far it has come: the next state that it looks at.
    #[must_use]
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Looks on, using up `fuel`; the run of the loop, when there is nothing more to be found
    /// out.
    pub fn advance(
        &mut self,
        scout: &mut Scout,
        timeline: &Timeline,
        fuel: &mut u64,
    ) -> Option<LoopRun> {
        match scout.seek(timeline, self.at, fuel) {
            Scouted::There => {}
            Scouted::OutOfFuel => return None,
            Scouted::End => return Some(self.run.clone()),
        }
        loop {
            if self.look(scout.machine()) {
                return Some(self.run.clone());
            }
            self.at += 1;
            if *fuel == 0 {
                return None;
            }
            *fuel -= 1;
            if scout.run(timeline, 1) == 0 {
                return Some(self.run.clone());
            }
        }
    }

    /// Looks at one state; says whether it was the last one.
    fn look(&mut self, machine: &Machine) -> bool {
        let activation = self.run.activation;
        if !activation.is_in(machine) {
            self.run.left = Some(self.at);
            return true;
        }
        let frames = machine.frames();
        let (true, Some(frame)) = (frames.len() == activation.depth + 1, frames.last()) else {
            return false;
        };
        let was_inside = std::mem::replace(&mut self.inside, self.body.contains(&frame.pc));
        if frame.pc == *self.body.start() {
            if self.wanted == Some(self.run.passes) {
                self.run.steps = vec![self.at];
                return true;
            }
            if !was_inside {
                self.run = LoopRun::new(activation, &self.body);
            }
            self.run.pass(self.at);
        }
        let leaves = was_inside && !self.inside && self.at > self.around;
        if leaves {
            self.run.left = Some(self.at);
        }
        leaves
    }
}
