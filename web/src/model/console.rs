//! What the program printed, by the step that printed it.

use crate::text;
use std::collections::VecDeque;

/// Where a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// The program's output.
    Output,
    /// What the program wrote to standard error.
    ErrorOutput,
    /// A note of the page itself.
    Note,
    /// A trap, or an observer that threw.
    Error,
}

/// A line of the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsoleLine {
    /// Counts from 0, and goes on when old lines are dropped.
    pub number: u64,
    /// The step that printed it.
    pub step: u64,
    /// Where it comes from.
    pub kind: LineKind,
    /// Its text, without the line's end.
    pub text: String,
    /// Whether the line is over: text that follows begins another.
    ended: bool,
    /// What it was put together from: the first state that shows a piece, and where in
    /// the text the piece ends. States never decrease.
    pieces: Vec<(u64, usize)>,
}

/// Lines and bytes of text kept; a loop that prints for ever must not fill the tab.
const MOST_LINES: usize = 20_000;
const MOST_TEXT: usize = 8 << 20;
/// Lines of one state that are shown: the newest.
const MOST_SHOWN: usize = 400;
/// Bytes kept in a line.
const LONGEST_LINE: usize = 4_000;

/// The lines, the newest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Console {
    lines: VecDeque<ConsoleLine>,
    next: u64,
    /// Bytes of all texts.
    bytes: usize,
    /// The first state that shows the newest of the lines that were dropped.
    lost: u64,
}

impl Console {
    /// The lines that are kept, the oldest first.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = &ConsoleLine> {
        self.lines.iter()
    }

    /// How many lines came before.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.next - self.lines.len() as u64
    }

    /// What a state shows: the newest lines of what was printed by the steps before it.
    #[must_use]
    pub fn at(&self, step: u64) -> Self {
        let mut shown = Self::default();
        for line in self.lines.iter().rev() {
            let Some(line) = line.at(step) else { continue };
            if shown.lines.len() < MOST_SHOWN {
                shown.lines.push_front(line);
            }
            shown.next += 1;
        }
        if step >= self.lost {
            shown.next += self.dropped();
        } else {
            shown.note(step, LineKind::Note, text::CONSOLE_MODEL_EARLIER_LOST);
        }
        shown
    }

    /// What was printed by the steps before one, to go on from there in another way.
    #[must_use]
    pub fn until(&self, step: u64) -> Self {
        let dropped = self.dropped();
        let kept = self.lines.iter().filter_map(|line| line.at(step));
        let lines: VecDeque<_> = (dropped..)
            .zip(kept)
            .map(|(number, line)| ConsoleLine { number, ..line })
            .collect();
        Self {
            next: dropped + lines.len() as u64,
            bytes: lines.iter().map(|line| line.text.len()).sum(),
            lost: self.lost,
            lines,
        }
    }

    /// A whole line that a step prints.
    pub fn line(&mut self, step: u64, kind: LineKind, text: impl Into<String>) {
        self.push(step, kind, text.into(), true, step + 1);
    }

    /// A line of the page itself, which every state shows.
    pub fn note(&mut self, step: u64, kind: LineKind, text: impl Into<String>) {
        self.push(step, kind, text.into(), true, 0);
    }

    /// Output as it comes: it goes on with the last line, if that is of the same kind, until a
    /// line's end.
    pub fn print(&mut self, step: u64, kind: LineKind, text: &str) {
        for part in text.split_inclusive('\n') {
            let ended = part.ends_with('\n');
            let part = part.strip_suffix('\n').unwrap_or(part);
            match self.lines.back_mut() {
                Some(last) if last.kind == kind && !last.ended => {
                    if last.text.len() < LONGEST_LINE && !part.is_empty() {
                        last.text.push_str(part);
                        last.pieces.push((step + 1, last.text.len()));
                        self.bytes += part.len();
                    }
                    last.ended = ended;
                }
                _ => self.push(step, kind, part.to_owned(), ended, step + 1),
            }
        }
        self.shorten();
    }

    fn push(&mut self, step: u64, kind: LineKind, text: String, ended: bool, first: u64) {
        if let Some(last) = self.lines.back_mut() {
            last.ended = true;
        }
        self.bytes += text.len();
        self.lines.push_back(ConsoleLine {
            number: self.next,
            step,
            kind,
            pieces: vec![(first, text.len())],
            text,
            ended,
        });
        self.next += 1;
        self.shorten();
    }

    fn shorten(&mut self) {
        while self.lines.len() > MOST_LINES || (self.bytes > MOST_TEXT && self.lines.len() > 1) {
            let Some(line) = self.lines.pop_front() else {
                break;
            };
            self.bytes -= line.text.len();
            let shown_by = line.pieces.last().map_or(0, |(first, _)| *first);
            self.lost = self.lost.max(shown_by);
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

impl ConsoleLine {
    /// What a state shows of it, if anything.
    fn at(&self, step: u64) -> Option<Self> {
        let pieces = self.pieces.partition_point(|(first, _)| *first <= step);
        let (_, end) = self.pieces[..pieces].last()?;
        Some(Self {
            text: self.text[..*end].to_owned(),
            pieces: self.pieces[..pieces].to_vec(),
            ..*self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(console: &Console) -> Vec<String> {
        console.lines().map(|line| line.text.clone()).collect()
    }

    #[test]
    fn characters_make_lines() {
        let mut console = Console::default();
        for (step, character) in ["H", "i", "\n", "y", "o"].into_iter().enumerate() {
            console.print(step as u64, LineKind::Output, character);
        }
        assert_eq!(texts(&console), ["Hi", "yo"]);
        assert_eq!(console.lines().nth(1).unwrap().step, 3);
    }

    #[test]
    fn a_whole_line_ends_what_was_open() {
        let mut console = Console::default();
        console.print(1, LineKind::Output, "open");
        console.line(2, LineKind::Output, "7");
        console.print(3, LineKind::Output, "next");
        assert_eq!(texts(&console), ["open", "7", "next"]);
    }

    #[test]
    fn a_state_shows_what_was_printed_before_it() {
        let mut console = Console::default();
        console.print(1, LineKind::Output, "H");
        console.print(4, LineKind::Output, "i\nyo");
        console.line(6, LineKind::Output, "7");
        console.note(6, LineKind::Note, "by the page");
        assert_eq!(texts(&console.at(1)), ["by the page"]);
        assert_eq!(texts(&console.at(2)), ["H", "by the page"]);
        assert_eq!(texts(&console.at(5)), ["Hi", "yo", "by the page"]);
        assert_eq!(texts(&console.at(7)), texts(&console));
        assert_eq!(console.at(7).dropped(), 0);
    }

    #[test]
    fn old_lines_are_dropped_and_counted() {
        let mut console = Console::default();
        let count = MOST_LINES as u64 + 500;
        for step in 0..count {
            console.line(step, LineKind::Output, "x");
        }
        assert_eq!(console.lines().len(), MOST_LINES);
        assert_eq!(console.dropped(), 500);
        assert_eq!(console.lines().next().unwrap().number, 500);
        let shown = console.at(count);
        assert_eq!(shown.lines().len(), MOST_SHOWN);
        assert_eq!(shown.dropped() + MOST_SHOWN as u64, count);
        assert_eq!(
            texts(&console.at(100)),
            ["Earlier output is no longer kept."]
        );
    }

    #[test]
    fn long_text_is_dropped_as_well() {
        let mut console = Console::default();
        for step in 0..5_000 {
            console.line(step, LineKind::Output, "x".repeat(LONGEST_LINE));
        }
        assert!(console.lines().len() * LONGEST_LINE <= MOST_TEXT);
    }
}
