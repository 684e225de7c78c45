//! The code that a trace has executed, as a text to be read beside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use wasmscope::observe::trace::read::Record;

use super::Key;
use crate::text;

/// Instructions by function and position.
#[derive(Clone, Debug, Default)]
pub(super) struct Code {
    funcs: BTreeMap<Key, Func>,
}

#[derive(Clone, Debug, Default)]
struct Func {
    name: String,
    /// Each with how often it was executed.
    instrs: BTreeMap<u32, (String, u64)>,
}

impl Code {
    /// Takes note of an instruction.
    pub(super) fn add(&mut self, record: &Record) {
        let func = self.funcs.entry((record.inst, record.func)).or_default();
        if func.name.is_empty() {
            func.name.clone_from(&record.name);
        }
        let instrs = &mut func.instrs;
        let known = instrs.entry(record.pc);
        known.or_insert_with(|| (instruction(record), 0)).1 += 1;
    }

    /// A function, a line for each of its instructions that was executed, and one wherever
    /// some were not.
    pub(super) fn text(&self, key: Key) -> Arc<str> {
        let Some(func) = self.funcs.get(&key) else {
            return "".into();
        };
        let mut text = format!(
            ";; {}\n;; {}\n",
            text::VIEWER_EXECUTED_OF,
            text::viewer_function(&func.name, key.1)
        );
        let mut next = 0;
        for (pc, (instr, _)) in &func.instrs {
            if *pc > next {
                text.push_str("  ;; …\n");
            }
            text.push_str("  ");
            text.push_str(instr);
            text.push('\n');
            next = pc + 1;
        }
        text.into()
    }

    /// The line of an instruction in the text of its function, from 1.
    pub(super) fn line(&self, key: Key, pc: u32) -> Option<u32> {
        let func = self.funcs.get(&key)?;
        func.instrs.get(&pc)?;
        func.lines()
            .find(|(_, here, _)| *here == pc)
            .map(|(line, ..)| line)
    }

    /// How often each line of the text of a function was executed.
    pub(super) fn counts(&self, key: Key) -> Vec<(u32, u64)> {
        let func = self.funcs.get(&key);
        let lines = func.into_iter().flat_map(Func::lines);
        lines.map(|(line, _, count)| (line, count)).collect()
    }

    /// An instruction, when it was executed.
    pub(super) fn instruction(&self, key: Key, pc: u32) -> Option<&str> {
        let func = self.funcs.get(&key)?;
        func.instrs.get(&pc).map(|(instr, _)| instr.as_str())
    }
}

impl Func {
    /// Each instruction: its line in the text, where it stands, and how often it was executed.
    fn lines(&self) -> impl Iterator<Item = (u32, u32, u64)> {
        self.instrs
            .iter()
            .scan((2, 0), |(line, next), (pc, (_, count))| {
                *line += 1 + u32::from(*pc > *next);
                *next = pc + 1;
                Some((*line, *pc, *count))
            })
    }
}

/// An instruction as it is written, with its immediates by index.
fn instruction(record: &Record) -> String {
    let mut text = record.op.clone();
    for word in &record.imm {
        text.push(' ');
        text.push_str(word);
    }
    text
}
