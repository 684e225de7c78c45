//! A run, state by state.

use crate::programs::answer_to;
use wasmscope::exec::Outcome;
use wasmscope::runtime::Machine;

/// The states of a run, up to so many; calls of the host are answered by [`answer_to`].
pub(crate) fn states(machine: &Machine, most: usize) -> Vec<Machine> {
    let mut states = vec![machine.clone()];
    while states.len() < most {
        let mut next = states[states.len() - 1].clone();
        if next.step() == Outcome::HostCall
            && let Some(answer) = answer_to(&next)
        {
            next.answer(&answer).expect("the answer fits");
        }
        if next.steps() < states.len() as u64 {
            break;
        }
        states.push(next);
    }
    states
}
