//! What the program printed, by the step that printed it.

/// Where a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// The program's output.
    Output,
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
}

/// Lines kept; a loop that prints for ever must not fill the tab.
const MOST_LINES: usize = 2_000;
/// Characters kept in a line.
const LONGEST_LINE: usize = 4_000;

/// The lines, the newest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Console {
    lines: std::collections::VecDeque<ConsoleLine>,
    next: u64,
}

impl Console {
    /// The lines that are kept, the oldest first.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = &ConsoleLine> {
        self.lines.iter()
    }

    /// How many lines were dropped because there were too many.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.next - self.lines.len() as u64
    }

    /// A whole line.
    pub fn line(&mut self, step: u64, kind: LineKind, text: impl Into<String>) {
        if let Some(last) = self.lines.back_mut() {
            last.ended = true;
        }
        self.push(step, kind, text.into(), true);
    }

    /// Output as it comes: it goes on with the last line until a line's end.
    pub fn print(&mut self, step: u64, text: &str) {
        for part in text.split_inclusive('\n') {
            let ended = part.ends_with('\n');
            let part = part.strip_suffix('\n').unwrap_or(part);
            match self.lines.back_mut() {
                Some(last) if last.kind == LineKind::Output && !last.ended => {
                    if last.text.len() < LONGEST_LINE {
                        last.text.push_str(part);
                    }
                    last.ended = ended;
                }
                _ => self.push(step, LineKind::Output, part.to_owned(), ended),
            }
        }
    }

    fn push(&mut self, step: u64, kind: LineKind, text: String, ended: bool) {
        if self.lines.len() == MOST_LINES {
            self.lines.pop_front();
        }
        self.lines.push_back(ConsoleLine {
            number: self.next,
            step,
            kind,
            text,
            ended,
        });
        self.next += 1;
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
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
            console.print(step as u64, character);
        }
        assert_eq!(texts(&console), ["Hi", "yo"]);
        assert_eq!(console.lines().nth(1).unwrap().step, 3);
    }

    #[test]
    fn a_whole_line_ends_what_was_open() {
        let mut console = Console::default();
        console.print(1, "open");
        console.line(2, LineKind::Output, "7");
        console.print(3, "next");
        assert_eq!(texts(&console), ["open", "7", "next"]);
    }

    #[test]
    fn old_lines_are_dropped_and_counted() {
        let mut console = Console::default();
        for step in 0..2_500 {
            console.line(step, LineKind::Output, "x");
        }
        assert_eq!(console.lines().len(), MOST_LINES);
        assert_eq!(console.dropped(), 500);
        assert_eq!(console.lines().next().unwrap().number, 500);
    }
}
