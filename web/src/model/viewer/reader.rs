//! Reading a trace, some lines at a time.

use wasmscope::observe::trace::read::{self, Head, Last, Line, Picture, Record};

use super::code::Code;
use super::counts::Counts;
use super::{Entry, KEPT, STRIDE, Viewer};
use crate::model::speed::thousands;
use crate::text;

/// A file that is being read.
#[derive(Debug)]
pub struct Reader {
    viewer: Option<Viewer>,
    name: String,
    bytes: Vec<u8>,
    at: usize,
    line: u64,
    /// What comes next, when nothing is left out.
    expected: Option<u64>,
    has_returned: bool,
    picture: Picture,
}

impl Reader {
    /// Of a file of this name.
    #[must_use]
    pub fn new(name: &str, bytes: Vec<u8>) -> Self {
        Self {
            viewer: None,
            name: name.to_owned(),
            bytes,
            at: 0,
            line: 0,
            expected: None,
            has_returned: true,
            picture: Picture::default(),
        }
    }

    /// How much is read, from 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.at as f64 / self.bytes.len().max(1) as f64
    }

    /// Reads so many lines; whether all are read.
    ///
    /// # Errors
    /// Which line is wrong, and what was expected, in a sentence.
    pub fn advance(&mut self, lines: usize) -> Result<bool, String> {
        for _ in 0..lines {
            if self.at >= self.bytes.len() {
                if self.viewer.is_none() {
                    return Err(text::OPEN_EMPTY.to_owned());
                }
                return Ok(true);
            }
            let start = self.at;
            let rest = &self.bytes[start..];
            let length = rest.iter().position(|byte| *byte == b'\n');
            let end = start + length.unwrap_or(rest.len());
            self.line += 1;
            self.at = end + 1;
            match self.read(start, end) {
                // A last line without its end was cut off, and all before it can be looked at.
                Err(_) if length.is_none() && self.viewer.is_some() => {}
                Err(why) => {
                    let line = thousands(self.line);
                    return Err(text::viewer_no_line(line, why));
                }
                Ok(()) => {}
            }
        }
        Ok(false)
    }

    /// What was read, before its first record.
    #[must_use]
    pub fn finish(self) -> Option<Viewer> {
        let mut viewer = self.viewer?;
        viewer.bytes = self.bytes;
        if viewer.kept.is_empty() {
            viewer.kept.push((0, Picture::default()));
        }
        viewer.at = 1;
        viewer.go_to(0);
        Some(viewer)
    }

    fn read(&mut self, start: usize, end: usize) -> Result<(), String> {
        let bytes = &self.bytes[start..end];
        let text =
            str::from_utf8(bytes).map_err(|error| text::viewer_not_utf_8(error.valid_up_to()))?;
        let text = text.trim_end_matches('\r');
        if self.viewer.is_none() {
            let head = read::head(text)?;
            self.viewer = Some(empty(&self.name, head));
            return Ok(());
        }
        match read::line(text)? {
            Line::Record(record) => self.add(&record, start, end),
            Line::Last(last) => self.end(last),
        }
    }

    fn end(&mut self, last: Last) -> Result<(), String> {
        if let Some(viewer) = &mut self.viewer {
            if viewer.last.is_some() {
                return Err(text::VIEWER_ANOTHER_END.to_owned());
            }
            viewer.last = Some(last);
        }
        Ok(())
    }

    fn add(&mut self, record: &Record, start: usize, end: usize) -> Result<(), String> {
        let Some(viewer) = &mut self.viewer else {
            return Ok(());
        };
        if viewer.last.is_some() {
            return Err(text::VIEWER_AFTER_END.to_owned());
        }
        if let Some(before) = viewer.entries.last().filter(|before| before.n >= record.n) {
            let (n, before) = (thousands(record.n), thousands(before.n));
            return Err(text::viewer_wrong_order(n, before));
        }
        let index = viewer.entries.len();
        let follows = self.expected.is_none_or(|n| n == record.n);
        if self.has_returned && follows && record.depth == 0 && (index > 0 || record.n == 0) {
            if !viewer.begins.is_empty() {
                // The one before was the start function, which has no arguments.
                viewer.kept.truncate(1);
            }
            viewer.begins.push(index);
            self.picture.begin(&viewer.head.args);
        }
        if index.is_multiple_of(viewer.stride) {
            viewer.kept.push((index, self.picture.clone()));
            if viewer.kept.len() > KEPT {
                thin(viewer);
            }
        }
        self.expected = Some(record.n + 1);
        let returned = record.returned.as_ref();
        self.has_returned = record.depth == 0 && returned.is_some_and(|to| to.to.is_none());
        let wrote = record.mem.iter().filter(|effect| effect.new.is_some());
        let bytes = wrote.map(|effect| {
            let told = effect.new.as_ref().map_or(0, |new| new.len() as u64 / 2);
            effect.len.unwrap_or(told)
        });
        viewer.entries.push(Entry {
            start,
            end,
            n: record.n,
            depth: u32::try_from(record.depth).unwrap_or(u32::MAX),
            wrote: u32::try_from(bytes.sum::<u64>()).unwrap_or(u32::MAX),
            host: record.host.is_some(),
        });
        viewer.code.add(record);
        viewer.counts.add(record);
        self.picture.apply(record);
        Ok(())
    }
}

/// Every other state is kept.
fn thin(viewer: &mut Viewer) {
    viewer.stride *= 2;
    let stride = viewer.stride;
    viewer
        .kept
        .retain(|(index, _)| index.is_multiple_of(stride));
}

fn empty(name: &str, head: Head) -> Viewer {
    Viewer {
        name: name.to_owned(),
        bytes: Vec::new(),
        head,
        entries: Vec::new(),
        last: None,
        begins: Vec::new(),
        code: Code::default(),
        counts: Counts::default(),
        kept: Vec::new(),
        stride: STRIDE,
        at: 0,
        picture: Picture::default(),
    }
}
