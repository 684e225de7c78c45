//! Which instructions the corpus executes, and what is worth adding to it.

use crate::ours::Ours;
use crate::play::play;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;
use wasmscope::exec::Observer;
use wasmscope::load::load;
use wasmscope::runtime::Machine;
use wasmscope::syntax::Module;

/// Modules of the corpus that are to execute each instruction, while there is room.
const WANTED: u64 = 3;

/// How many modules of the corpus execute each instruction.
#[derive(Default)]
pub(crate) struct Coverage(BTreeMap<&'static str, u64>);

impl Coverage {
    /// Counts a module of the corpus.
    pub(crate) fn add(&mut self, bytes: &[u8], seed: u64) {
        if let Ok(program) = load(bytes) {
            self.count(executed(&program.module, seed));
        }
    }

    /// Counts a module when it executes something that too few do, and says whether it does.
    /// Without `room`, too few is none.
    pub(crate) fn add_if_wanted(&mut self, bytes: &[u8], seed: u64, room: bool) -> bool {
        let wanted = if room { WANTED } else { 1 };
        let lacking =
            |coverage: &Self, name: &str| coverage.0.get(name).copied().unwrap_or(0) < wanted;
        let Ok(program) = load(bytes) else {
            return false;
        };
        let code = program.module.codes();
        let mut there = code.flat_map(|code| code.instrs.iter().map(|instr| instr.name()));
        if !there.any(|name| lacking(self, name)) {
            return false;
        }
        let executed = executed(&program.module, seed);
        let wanted = executed.iter().any(|name| lacking(self, name));
        if wanted {
            self.count(executed);
        }
        wanted
    }

    /// How many different instructions are executed.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    fn count(&mut self, executed: BTreeSet<&'static str>) {
        for name in executed {
            *self.0.entry(name).or_default() += 1;
        }
    }
}

fn executed(module: &Arc<Module>, seed: u64) -> BTreeSet<&'static str> {
    let mut seen = Seen::default();
    play(module, seed, &mut Ours::new(module, &mut seen));
    seen.0
}

/// The names of all instructions that a machine has come to.
#[derive(Default)]
struct Seen(BTreeSet<&'static str>);

impl Observer for Seen {
    fn before(&mut self, machine: &Machine) {
        let Some(frame) = machine.frames().last() else {
            return;
        };
        if let Some(code) = machine.store().code(frame.func)
            && let Some(instr) = code.instrs.get(frame.pc as usize)
        {
            self.0.insert(instr.name());
        }
    }

    fn after(&mut self, _: &Machine) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}
