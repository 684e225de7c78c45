//! A problem in a module, as data for the page and as text for a terminal.

use super::source::{LineIndex, SourceMap, Span};
use super::stacks::OperandStacks;
use serde::Serialize;
use std::fmt;

/// At which gate a module was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The text does not follow the grammar or names what does not exist.
    Syntax,
    /// The bytes cannot be decoded.
    Malformed,
    /// The module can be read but breaks a rule of validation.
    Invalid,
}

/// One problem: what is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// At which gate the module was refused.
    pub kind: Kind,
    /// A short name of this sort of problem that does not change with wording.
    pub code: &'static str,
    /// What is wrong, one sentence.
    pub message: String,
    /// What should have been there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What is there instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// Where operands are of the wrong types: what is asked for and what is there, in full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stacks: Option<OperandStacks>,
    /// What to do, as an instruction to the writer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// The place in the text, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The line where the place begins, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The column where it begins, from 1, in UTF-16 units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The line where it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_line: Option<u32>,
    /// The column just after its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<u32>,
    /// The place in the binary module, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<usize>,
}

impl Diagnostic {
    /// A problem without a place.
    pub fn new(kind: Kind, code: &'static str, message: impl Into<String>) -> Self {
        Diagnostic {
            kind,
            code,
            message: message.into(),
            expected: None,
            found: None,
            stacks: None,
            fix: None,
            span: None,
            line: None,
            column: None,
            end_line: None,
            end_column: None,
            offset: None,
        }
    }

    /// Says what should have been there.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// Says what is there instead.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// Says where in the text, in bytes.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Says where in the binary module, in bytes.
    #[must_use]
    pub fn at_offset(mut self, offset: u64) -> Self {
        self.offset = usize::try_from(offset).ok();
        self
    }

    /// Brings the span inside the text and onto whole characters, and computes
    /// lines and columns from it.
    pub(crate) fn place(&mut self, text: &str, lines: &LineIndex) {
        let Some(span) = self.span else { return };
        let span = span.within(text);
        let start = lines.line_column(text, span.start);
        let end = lines.line_column(text, span.end);
        self.span = Some(span);
        (self.line, self.column) = (Some(start.line), Some(start.column));
        (self.end_line, self.end_column) = (Some(end.line), Some(end.column));
    }

    /// As [`Diagnostic::place`], with what the map holds.
    pub(crate) fn place_in(&mut self, source: &SourceMap) {
        self.place(source.text(), source.lines());
    }

    /// The problem as a terminal shows it: `file:line:column: error: message`,
    /// the line of the text with carets, then what was expected and found and
    /// what to do. Ends with a line break.
    pub fn render(&self, file: &str, source: &str) -> String {
        let mut out = String::from(file);
        if let (Some(line), Some(column)) = (self.line, self.column) {
            out += &format!(":{line}:{column}");
        } else if let Some(offset) = self.offset {
            out += &format!(": byte {offset:#x}");
        }
        out += &format!(": error: {}\n", self.message);
        if let Some(span) = self.span {
            out += &excerpt(source, span.within(source));
        }
        if let Some(expected) = &self.expected {
            out += &format!("  expected: {expected}\n");
        }
        if let Some(found) = &self.found {
            out += &format!("  found:    {found}\n");
        }
        if let Some(fix) = &self.fix {
            out += &format!("  fix: {fix}\n");
        }
        out
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Diagnostic {}

/// At most this many columns of a line are shown before the place.
const BEFORE: usize = 100;
/// At most this many columns of a line are shown in all.
const WIDTH: usize = 160;

/// The line where `span` begins, with carets below the part that it covers.
fn excerpt(text: &str, span: Span) -> String {
    let Excerpt {
        line,
        before,
        marked,
        after,
    } = Excerpt::new(text, span);
    // Tabs are kept in the line of carets, so that it agrees at any tab width.
    let indent: String = before
        .chars()
        .flat_map(|c| std::iter::repeat_n(if c == '\t' { '\t' } else { ' ' }, width(c)))
        .collect();
    let carets = "^".repeat(marked.chars().map(width).sum::<usize>().max(1));
    let margin = " ".repeat(line.to_string().len());
    format!(" {line} | {before}{marked}{after}\n {margin} | {indent}{carets}\n")
}

/// A line of a text, cut to what a terminal shows at once, about one part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The line's number, from 1.
    pub line: u32,
    /// What stands before the part; `…` at its beginning where it is cut.
    pub before: String,
    /// The part; empty where it is a place between two characters.
    pub marked: String,
    /// What stands behind it; `…` at its end where it is cut.
    pub after: String,
}

impl Excerpt {
    /// The line where `span` begins, and of the span what lies in that line. What would
    /// disturb a terminal is replaced; tabs are kept.
    #[must_use]
    pub fn new(text: &str, span: Span) -> Self {
        let span = span.within(text);
        let is_break = |c: char| c == '\n' || c == '\r';
        let start = text[..span.start].rfind(is_break).map_or(0, |at| at + 1);
        let end = text[span.start..]
            .find(is_break)
            .map_or(text.len(), |at| span.start + at);
        let line = LineIndex::new(text).line_column(text, span.start).line;

        let mut before = shown(&text[start..span.start]);
        let mut marked = shown(&text[span.start..span.end.clamp(span.start, end)]);
        let mut after = shown(&text[span.end.clamp(span.start, end)..end]);
        if before.chars().count() > BEFORE {
            let skip = before.chars().count() - BEFORE / 2;
            before = format!("…{}", before.chars().skip(skip).collect::<String>());
        }
        let room = WIDTH - before.chars().count().min(WIDTH / 2);
        if marked.chars().count() > room {
            marked = marked.chars().take(room).chain(['…']).collect();
            after.clear();
        }
        let room = room.saturating_sub(marked.chars().count());
        if after.chars().count() > room {
            after = after.chars().take(room).chain(['…']).collect();
        }
        Self {
            line,
            before,
            marked,
            after,
        }
    }
}

/// The text with what would disturb a terminal replaced.
fn shown(text: &str) -> String {
    let replace = |c: char| match c {
        '\t' => c,
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(replace).collect()
}

/// How many cells of a terminal a character takes, by the common blocks of
/// wide and combining characters; a tab counts one and is copied as such.
fn width(c: char) -> usize {
    match u32::from(c) {
        0x300..=0x36f | 0x200b..=0x200f | 0x20d0..=0x20ff | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1faff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str, word: &str) -> String {
        let start = text.find(word).expect("the word is in the text");
        let mut problem = Diagnostic::new(Kind::Syntax, "test", "no good")
            .at(Span::new(start, start + word.len()))
            .fix("do better");
        problem.place(text, &LineIndex::new(text));
        problem.render("a.wat", text)
    }

    #[test]
    fn carets_stand_below_the_word() {
        let expected =
            "a.wat:2:4: error: no good\n 2 |    here x\n   |    ^^^^\n  fix: do better\n";
        assert_eq!(rendered("(\n   here x\n)", "here"), expected);
    }

    #[test]
    fn tabs_and_wide_characters_keep_the_carets_in_place() {
        let text = rendered("\t\"日🙂\" here", "here");
        assert!(text.starts_with("a.wat:1:8: "), "{text}");
        assert!(
            text.contains(" 1 | \t\"日🙂\" here\n   | \t       ^^^^\n"),
            "{text}"
        );
    }

    #[test]
    fn long_lines_are_cut() {
        let text = format!("{} here {}", "x".repeat(5000), "y".repeat(5000));
        assert!(rendered(&text, "here").len() < 1000);
    }
}
