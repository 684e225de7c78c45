//! A trace that is looked at: a run without its machine. States are rebuilt from records
//! alone, and what those do not tell is not known.

mod code;
mod compare;
mod counts;
mod lanes;
mod look;
mod reader;
mod words;

pub use compare::{Check, Parting};
pub use reader::Reader;

use std::sync::Arc;

use wasmscope::observe::trace::read::{self, Head, Known, Last, Line, Picture, Record};

/// An instance, unless it is the main one, and a function.
pub type Key = (Option<u32>, u32);

use code::Code;

/// Records between two states that are kept, at first.
const STRIDE: usize = 1_024;
/// States that are kept at most: of longer traces, fewer of their states.
const KEPT: usize = 256;

/// A record in the bytes of its file, and what movements need of it.
#[derive(Clone, Copy, Debug)]
struct Entry {
    start: usize,
    end: usize,
    n: u64,
    depth: u32,
    /// Bytes that it wrote, and whether it called the host.
    wrote: u32,
    host: bool,
}

/// A trace, and the state that is looked at.
#[derive(Debug)]
pub struct Viewer {
    /// What its file is called.
    pub name: String,
    bytes: Vec<u8>,
    head: Head,
    entries: Vec<Entry>,
    last: Option<Last>,
    /// Where calls from outside begin; the last one is of the export.
    begins: Vec<usize>,
    code: Code,
    counts: counts::Counts,
    /// States before records, in order.
    kept: Vec<(usize, Picture)>,
    stride: usize,
    /// The record that comes next, and the state before it.
    at: usize,
    picture: Picture,
}

/// A movement through a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// To the next record, or the one before.
    One,
    /// Past a call and all that it does.
    Over,
    /// Out of the function.
    Out,
    /// To the end or the beginning.
    All,
}

impl Viewer {
    /// What ran.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// How the run has ended; `None` where the trace was cut off.
    #[must_use]
    pub fn last(&self) -> Option<&Last> {
        self.last.as_ref()
    }

    /// How many instructions it tells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it tells none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The step of the state before a record, or of the last state.
    fn step_of(&self, index: usize) -> u64 {
        match self.entries.get(index) {
            Some(entry) => entry.n,
            None => self.entries.last().map_or(0, |entry| entry.n + 1),
        }
    }

    /// The step that is looked at.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.step_of(self.at)
    }

    /// The last step that it tells.
    #[must_use]
    pub fn last_step(&self) -> u64 {
        self.step_of(self.entries.len())
    }

    /// Whether the state after all records is looked at.
    fn is_at_end(&self) -> bool {
        self.at >= self.entries.len()
    }

    /// The record of an index.
    #[must_use]
    pub fn record(&self, index: usize) -> Option<Record> {
        let text = self.line(index)?;
        match read::line(text) {
            Ok(Line::Record(record)) => Some(*record),
            // Each was read once before.
            _ => None,
        }
    }

    /// The line of a record.
    #[must_use]
    pub fn line(&self, index: usize) -> Option<&str> {
        let entry = self.entries.get(index)?;
        str::from_utf8(self.bytes.get(entry.start..entry.end)?).ok()
    }

    /// The number of the instruction of a record.
    #[must_use]
    pub fn number(&self, index: usize) -> Option<u64> {
        self.entries.get(index).map(|entry| entry.n)
    }

    /// Whether a record is a call of the host.
    #[must_use]
    pub fn calls_host(&self, index: usize) -> bool {
        self.entries.get(index).is_some_and(|entry| entry.host)
    }

    /// The memory of an index of the instance looked at, as far as it is known.
    #[must_use]
    pub fn memory(&self, index: u32) -> Option<&Known> {
        self.picture.memories.get(&(self.instance(), index))
    }

    fn instance(&self) -> Option<u32> {
        self.picture.frames.last().and_then(|frame| frame.inst)
    }

    /// Goes to the state of a step, or where that is left out, to the next one.
    pub fn seek(&mut self, step: u64) {
        self.go_to(self.entries.partition_point(|entry| entry.n < step));
    }

    /// Goes on, or back, by a movement.
    pub fn go(&mut self, by: Move, back: bool) {
        let depth = self.entries.get(self.at).map_or(0, |entry| entry.depth);
        let before = &self.entries[..self.at.min(self.entries.len())];
        let after = self.entries.get(self.at + 1..).unwrap_or_default();
        let within = |entry: &Entry| entry.depth <= depth;
        let outside = |entry: &Entry| entry.depth < depth;
        let index = match (by, back) {
            (Move::All, true) => 0,
            (Move::All, false) => self.entries.len(),
            (Move::One, true) => self.at.saturating_sub(1),
            (Move::One, false) => self.at + 1,
            (Move::Over, true) if self.is_at_end() => self.at.saturating_sub(1),
            (Move::Over, true) => before.iter().rposition(within).unwrap_or(0),
            (Move::Out, true) => before.iter().rposition(outside).unwrap_or(0),
            (Move::Over | Move::Out, false) => {
                let found = match by {
                    Move::Over => after.iter().position(within),
                    _ => after.iter().position(outside),
                };
                found.map_or(self.entries.len(), |more| self.at + 1 + more)
            }
        };
        self.go_to(index);
    }

    fn go_to(&mut self, index: usize) {
        let index = index.min(self.entries.len());
        let (from, picture) = self.nearest(index);
        let mut picture = picture.clone();
        for at in from..index {
            self.pass(&mut picture, at);
        }
        self.begin(&mut picture, index);
        if let Some(record) = self.record(index) {
            picture.look(&record);
        }
        (self.at, self.picture) = (index, picture);
    }

    /// The nearest state before a record that is known.
    fn nearest(&self, index: usize) -> (usize, &Picture) {
        let after = self.kept.partition_point(|(at, _)| *at <= index);
        let kept = after.checked_sub(1).map(|at| &self.kept[at]);
        match kept {
            Some((at, picture)) if self.at > index || *at > self.at => (*at, picture),
            _ if self.at <= index => (self.at, &self.picture),
            _ => (0, &self.kept[0].1),
        }
    }

    /// Goes past a record.
    fn pass(&self, picture: &mut Picture, at: usize) {
        self.begin(picture, at);
        if let Some(record) = self.record(at) {
            picture.apply(&record);
        }
    }

    /// A call from outside may begin before a record.
    fn begin(&self, picture: &mut Picture, at: usize) {
        if self.begins.binary_search(&at).is_ok() {
            let is_last = self.begins.last() == Some(&at);
            picture.begin(if is_last { &self.head.args } else { &[] });
        }
    }

    /// The text of the function that is looked at, as far as it was executed, when it is
    /// another one than `shown`.
    #[must_use]
    pub fn listing(&self, shown: Option<Key>) -> Option<(Arc<str>, Key)> {
        let frame = self.picture.frames.last()?;
        let key = (frame.inst, frame.func?);
        (shown != Some(key)).then(|| (self.code.text(key), key))
    }
}
