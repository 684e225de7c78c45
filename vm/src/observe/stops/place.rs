//! What is about to happen at the next instruction, or has ended the run.

use super::plan::{Plan, within};
use super::words;
use crate::exec::is_tail_call;
use crate::observe::taken_branch;
use crate::runtime::{Frame, Machine, Status};
use crate::syntax::{Instr, Jump};
use crate::view::Place;

/// Breakpoints whose event happens, by position, each with what happens in words.
pub(super) type Found = Vec<(usize, String)>;

impl Plan {
    /// Adds the breakpoints that stop before the next instruction, or at the end.
    pub(super) fn places(&self, machine: &Machine, found: &mut Found) {
        match machine.status() {
            Status::Running => {}
            Status::Trapped(_) | Status::Thrown(_) => {
                let what = |index: &usize| (*index, words::ended(machine));
                return found.extend(self.traps.iter().map(what));
            }
            _ => return,
        }
        let first = found.len();
        if let Some(place) = Place::innermost(machine) {
            let (func, pc) = (place.frame.func, place.frame.pc);
            let mut add = |index| found.push((index, String::new()));
            self.instructions.of(within(func, pc)).for_each(&mut add);
            // A branch back to the first instruction does not enter the function.
            if pc == 0 && place.frame.entered == machine.steps() {
                self.entries.of(within(func, 0)).for_each(&mut add);
            }
            if !self.opcodes.is_empty() {
                let name = place.instr.name();
                let opcodes = self.opcodes.iter().filter(|(wanted, _)| wanted == name);
                opcodes.for_each(|(_, index)| add(*index));
            }
            if !self.exits.is_empty() {
                self.exits(machine, &place, &mut add);
            }
        }
        self.calls(machine, found);
        let places = found.split_off(first);
        found.extend(each_once(places));
    }

    /// Gives the breakpoints on the functions that the next instruction leaves.
    fn exits(&self, machine: &Machine, place: &Place<'_>, add: &mut dyn FnMut(usize)) {
        let left: &[Frame] = match place.instr {
            Instr::Throw(_) | Instr::ThrowRef => {
                let found = machine.throwing().and_then(|throwing| throwing.found);
                let first = found.map(|found| {
                    let stays = usize::from(!found.catch.jump.returns());
                    found.depth + stays
                });
                first
                    .and_then(|first| machine.frames().get(first..))
                    .unwrap_or(&[])
            }
            _ if leaves(machine, place) => std::slice::from_ref(place.frame),
            _ => &[],
        };
        for frame in left {
            self.exits.of(within(frame.func, 0)).for_each(&mut *add);
        }
    }

    /// Adds those that wait for the call of the host that is about to be made.
    fn calls(&self, machine: &Machine, found: &mut Found) {
        if self.hosts.is_empty() {
            return;
        }
        let Some(call) = machine.host_call() else {
            return;
        };
        let is = |wanted: &Option<String>, name: &str| {
            wanted.as_ref().is_none_or(|wanted| wanted == name)
        };
        let called = self
            .hosts
            .iter()
            .filter(|host| is(&host.module, &call.module) && is(&host.name, &call.name));
        found.extend(called.map(|host| (host.index, String::new())));
    }
}

/// What was found in the order of the list, each once.
pub(super) fn each_once(found: Found) -> Found {
    let mut ordered = Found::new();
    for (index, what) in found {
        let place = ordered.partition_point(|(at, _)| *at < index);
        if ordered.get(place).is_none_or(|(at, _)| *at != index) {
            ordered.insert(place, (index, what));
        }
    }
    ordered
}

/// Whether an instruction that throws nothing leaves its function.
fn leaves(machine: &Machine, place: &Place<'_>) -> bool {
    match place.instr {
        Instr::FuncEnd | Instr::Return => true,
        instr if is_tail_call(instr) => machine.called().is_some(),
        Instr::Br(jump) => jump.returns(),
        Instr::BrIf(_)
        | Instr::BrTable { .. }
        | Instr::BrOnNull(_)
        | Instr::BrOnNonNull(_)
        | Instr::BrOnCast { .. } => {
            taken_branch(place, &place.operands()).is_some_and(Jump::returns)
        }
        _ => false,
    }
}
