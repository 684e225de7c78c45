//! How often the functions and instructions of a trace were executed, as far as it tells.

use std::collections::BTreeMap;

use wasmscope::observe::profile::{FuncRow, LineRow, Report};
use wasmscope::observe::trace::read::Record;

use super::{Key, Viewer};

/// Functions by how often they were called and what was executed in them.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    funcs: BTreeMap<Key, Func>,
    /// The functions of the frames, the outermost first; `None` where no instruction of a frame
    /// was told yet.
    frames: Vec<Option<Key>>,
    told: u64,
}

#[derive(Clone, Debug, Default)]
struct Func {
    name: String,
    calls: u64,
    own: u64,
    /// What was executed in it and in what it called, up to the last time that it had no frame.
    total: u64,
    /// How many frames it has, and how much was told when the outermost of them began.
    frames: u32,
    since: u64,
}

impl Counts {
    /// Takes note of an instruction.
    pub(super) fn add(&mut self, record: &Record) {
        let key = (record.inst, record.func);
        let depth = record.depth;
        let is_other = |at: &Option<Key>| at.is_some_and(|at| at != key);
        // A frame that is another function's now has left off, whether that is told or not.
        let kept = depth + usize::from(!self.frames.get(depth).is_some_and(is_other));
        self.leave(kept);
        self.frames.resize(depth.max(self.frames.len()), None);
        if self.frames.len() == depth {
            self.frames.push(None);
        }
        if self.frames[depth].is_none() {
            self.frames[depth] = Some(key);
            let func = self.funcs.entry(key).or_default();
            if func.frames == 0 {
                func.since = self.told;
            }
            func.name.clone_from(&record.name);
            func.frames += 1;
            func.calls += 1;
        }
        if let Some(func) = self.funcs.get_mut(&key) {
            func.own += 1;
        }
        self.told += 1;
        // What is called next at this depth is a call of its own, and so is a tail call.
        if record.returned.is_some() || record.op.starts_with("return_call") {
            self.leave(depth);
        }
    }

    /// Only so many of the outermost frames are there any more.
    fn leave(&mut self, kept: usize) {
        while self.frames.len() > kept {
            let Some(func) = self.frames.pop().flatten() else {
                continue;
            };
            if let Some(func) = self.funcs.get_mut(&func) {
                func.frames -= 1;
                if func.frames == 0 {
                    func.total += self.told - func.since;
                }
            }
        }
    }

    /// The functions, the one that most was executed in first.
    fn rows(&self) -> Vec<FuncRow> {
        let funcs = self.funcs.iter();
        let mut rows: Vec<FuncRow> = funcs
            .map(|((inst, index), func)| FuncRow {
                name: func.name.clone(),
                func: *index,
                inst: *inst,
                calls: func.calls,
                own: func.own,
                total: match func.frames {
                    0 => func.total,
                    _ => func.total + self.told - func.since,
                },
            })
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.own));
        rows
    }
}

impl Viewer {
    /// How often was executed what the trace tells: the functions, and the lines of the text of
    /// one of them, the hottest first.
    #[must_use]
    pub fn counts(&self, shown: Option<Key>) -> Report {
        let lines = shown.map(|key| self.code.counts(key)).unwrap_or_default();
        let mut lines: Vec<LineRow> = lines
            .into_iter()
            .map(|(line, count)| LineRow { line, count })
            .collect();
        lines.sort_by_key(|row| std::cmp::Reverse(row.count));
        let functions = self.counts.rows();
        Report {
            instructions: self.len() as u64,
            calls: functions.iter().map(|row| row.calls).sum(),
            deepest: 0,
            memories: Vec::new(),
            functions,
            opcodes: Vec::new(),
            loops: Vec::new(),
            lines,
            origins: Vec::new(),
            folded: String::new(),
        }
    }
}
