//! Fresh runs: what walks are compared with.

use super::programs::answer_to;
use std::rc::Rc;
use wasmscope::exec::{Outcome, is_tail_call};
use wasmscope::runtime::{Machine, Status};
use wasmscope::view::Place;

/// States of a branch that are walked over at most, after those that it has in common.
const BRANCH_STATES: usize = 150;

/// The state after the next instruction.
pub(crate) fn stepped(machine: &Machine) -> Machine {
    let mut next = machine.clone();
    if next.step() == Outcome::HostCall
        && let Some(answer) = answer_to(&next)
    {
        next.answer(&answer).expect("the answer fits");
    }
    next
}

/// The states of a fresh run, from the first on, each made by one step from the one before.
#[derive(Clone)]
pub(crate) struct Fresh(pub(crate) Vec<Rc<Machine>>);

impl Fresh {
    pub(crate) fn run(first: &Machine, most: usize) -> Self {
        Self(vec![Rc::new(first.clone())]).go_on(most)
    }

    /// The same up to a step, whose state is another one, and what comes of that.
    pub(crate) fn branch(&self, step: u64, state: Machine) -> Self {
        let mut states = self.0[..step as usize].to_vec();
        let most = states.len() + BRANCH_STATES;
        states.push(Rc::new(state));
        Self(states).go_on(most)
    }

    fn go_on(self, most: usize) -> Self {
        let Self(mut states) = self;
        while states.len() < most {
            let next = stepped(&states[states.len() - 1]);
            if next.steps() < states.len() as u64 {
                break;
            }
            states.push(Rc::new(next));
        }
        Self(states)
    }

    pub(crate) fn last(&self) -> u64 {
        self.0.len() as u64 - 1
    }

    pub(crate) fn is_over(&self) -> bool {
        self.0[self.0.len() - 1].status() != &Status::Running
    }

    fn depth(&self, step: u64) -> usize {
        self.0[step as usize].frames().len()
    }

    /// Where one step back ends that undoes a call whole.
    pub(crate) fn over_back(&self, here: u64) -> Option<u64> {
        let depth = self.depth(here);
        let mut before = (0..here).rev();
        match depth {
            0 => before.next(),
            _ => before.find(|step| self.depth(*step) <= depth),
        }
    }

    /// Before the call of the innermost frame; for the one that no instruction made its
    /// first step.
    pub(crate) fn out_back(&self, here: u64) -> Option<u64> {
        let place = self.depth(here).checked_sub(1)?;
        let entered = |step: u64| Some(self.0[step as usize].frames().get(place)?.entered);
        let first = (0..=here)
            .rev()
            .take_while(|step| entered(*step) == entered(here))
            .last()?;
        let before = first.checked_sub(1).and_then(|before| {
            let before = Place::at(&self.0[before as usize], self.depth(before).checked_sub(1)?)?;
            Some(*before.instr)
        });
        let made = place > 0 || before.is_some_and(|instr| is_tail_call(&instr));
        Some(first - u64::from(made))
    }
}
