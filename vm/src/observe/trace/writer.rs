//! A trace from its first line to its last one.

use super::{End, Filter, Header, Meter, Text, line, quick};
use crate::observe::StepRecord;
use crate::runtime::Machine;
use std::fmt::Write;

/// What a trace is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text for people.
    Text,
    /// JSON Lines of version 1.
    Lines,
}

impl Format {
    /// By its name: `text` or `jsonl`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "jsonl" => Some(Self::Lines),
            _ => None,
        }
    }
}

/// Writes a trace behind the text that it is given, each line with its line break.
#[derive(Clone, Debug)]
pub struct Writer {
    /// What was announced; `None` for JSON Lines.
    text: Option<Text>,
    filter: Filter,
    meter: Meter,
    is_whole: bool,
}

impl Writer {
    /// A writer of the records that a filter wants. `is_whole` says that it is given those of
    /// the whole run.
    #[must_use]
    pub fn new(format: Format, filter: Filter, is_whole: bool) -> Self {
        Self {
            text: (format == Format::Text).then(Text::default),
            filter,
            meter: Meter::default(),
            is_whole,
        }
    }

    /// Writes the first line; text has none.
    pub fn begin(&self, header: &Header, out: &mut String) {
        if self.text.is_none() {
            put(out, &line(header));
        }
    }

    /// Writes a record, if it is wanted. `machine` is one that has the store of the run.
    pub fn record(&mut self, record: &StepRecord, machine: &Machine, out: &mut String) {
        self.meter.count(record);
        if !self.filter.wants(record) {
            return;
        }
        match &mut self.text {
            Some(text) => text.write(out, record, machine),
            None => {
                quick::write(out, record);
                out.push('\n');
            }
        }
    }

    /// Writes how the run has ended, after so many instructions.
    pub fn end(&self, end: &End, steps: u64, out: &mut String) {
        if self.text.is_none() {
            return put(out, &line(end));
        }
        let (deepest, bytes) = (self.meter.deepest(), self.meter.bytes());
        let part = if self.is_whole { "" } else { " in this part" };
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "{end}\ninstructions: {steps}\ndeepest call{part}: {deepest}\n\
             memory touched{part}: {bytes} bytes\n"
        );
    }
}

fn put(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}
