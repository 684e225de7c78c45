//! Where the things of a module stand in its text.
//!
//! Offsets are bytes of the text; lines and columns are for people and
//! editors, so they count from 1 and columns are UTF-16 units.

use serde::Serialize;
use std::ops::Range;
use std::sync::Arc;

/// A part of the text, in bytes, without its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// Whether the byte at `offset` lies inside.
    pub fn contains(self, offset: usize) -> bool {
        (self.start..self.end).contains(&offset)
    }

    /// The same part, cut to the text and widened to whole characters.
    pub(crate) fn within(self, text: &str) -> Span {
        let start = text.floor_char_boundary(self.start);
        let end = text.ceil_char_boundary(self.end);
        Span::new(start, end.max(start))
    }
}

/// A place as people count: both from 1, the column in UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in UTF-16 units.
    pub column: u32,
}

/// Where the lines of a text begin. A line ends with `\n`, `\r\n` or `\r`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Looks through the text once.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = |&at: &usize| match bytes[at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let starts = (0..bytes.len()).filter(ends).map(|at| at + 1);
        LineIndex {
            starts: std::iter::once(0).chain(starts).collect(),
        }
    }

    /// The line and column of a byte of `text`, which must be the indexed one.
    /// An offset past the end, or inside a character, moves back.
    pub fn line_column(&self, text: &str, offset: usize) -> LineColumn {
        let offset = text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1];
        let units = text
            .get(start..offset)
            .map_or(0, |part| part.encode_utf16().count());
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        LineColumn {
            line: number(line),
            column: number(units + 1),
        }
    }

    /// Where the line begins in which a byte lies.
    pub(crate) fn line_start(&self, offset: usize) -> usize {
        self.starts[self.starts.partition_point(|&start| start <= offset) - 1]
    }

    /// The byte at a line and column of `text`; a column past the end of its
    /// line gives that end. `None` when there is no such line.
    pub fn offset(&self, text: &str, at: LineColumn) -> Option<usize> {
        let line = usize::try_from(at.line).ok()?.checked_sub(1)?;
        let range = self.line(text, line)?;
        let mut left = usize::try_from(at.column).ok()?.saturating_sub(1);
        for (position, c) in text[range.clone()].char_indices() {
            if left < c.len_utf16() {
                return Some(range.start + position);
            }
            left -= c.len_utf16();
        }
        Some(range.end)
    }

    /// The bytes of a line counted from 0, without its line break.
    fn line(&self, text: &str, line: usize) -> Option<Range<usize>> {
        let start = *self.starts.get(line)?;
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let content = text.get(start..end)?.trim_end_matches(['\n', '\r']);
        Some(start..start + content.len())
    }
}

/// The text of one function that the module defines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FunctionSource {
    /// From its opening to its closing parenthesis.
    pub(crate) span: Span,
    /// The token of each instruction by pc; the last is the closing
    /// parenthesis, which stands for the final `end`.
    pub(crate) instrs: Vec<Span>,
}

/// Where the fields of a module stand, by index space, each list in the order
/// of the binary format's section: imports first where the section has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FieldSpans {
    pub(crate) types: Vec<Span>,
    pub(crate) imports: Vec<Span>,
    pub(crate) functions: Vec<Span>,
    pub(crate) tables: Vec<Span>,
    pub(crate) memories: Vec<Span>,
    pub(crate) tags: Vec<Span>,
    pub(crate) globals: Vec<Span>,
    pub(crate) exports: Vec<Span>,
    pub(crate) starts: Vec<Span>,
    pub(crate) elements: Vec<Span>,
    pub(crate) data: Vec<Span>,
    /// The instructions of each defined global's initial value.
    pub(crate) global_values: Vec<Vec<Span>>,
    /// The instructions of each element segment's offset, empty without one.
    pub(crate) element_offsets: Vec<Vec<Span>>,
    /// The instructions of each data segment's offset, empty without one.
    pub(crate) data_offsets: Vec<Vec<Span>>,
}

/// A text and where in it every instruction of its functions stands.
///
/// Functions are counted in the order of the module's code section, without
/// imports (`code_index`). A module given in bytes has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceMap {
    text: Arc<str>,
    lines: LineIndex,
    functions: Vec<FunctionSource>,
    fields: FieldSpans,
}

impl SourceMap {
    pub(crate) fn new(text: &str, functions: Vec<FunctionSource>, fields: FieldSpans) -> Self {
        SourceMap {
            text: text.into(),
            lines: LineIndex::new(text),
            functions,
            fields,
        }
    }

    /// The text itself.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Where its lines begin.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// How many functions have positions.
    pub fn functions(&self) -> usize {
        self.functions.len()
    }

    /// The token of an instruction: its keyword, also inside a folded
    /// expression. A function's final `end` is its closing parenthesis.
    pub fn instr(&self, code_index: usize, pc: usize) -> Option<Span> {
        self.functions.get(code_index)?.instrs.get(pc).copied()
    }

    /// How many instructions a function has, the final `end` included.
    pub fn instr_count(&self, code_index: usize) -> Option<usize> {
        Some(self.functions.get(code_index)?.instrs.len())
    }

    /// A whole function, from its opening to its closing parenthesis.
    pub fn function(&self, code_index: usize) -> Option<Span> {
        Some(self.functions.get(code_index)?.span)
    }

    /// The text of a part.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or("")
    }

    /// The line and column of a byte of the text.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        self.lines.line_column(&self.text, offset)
    }

    /// The instruction that a person means who points at a byte of the text:
    /// the token there, else the nearest on the same line, else the next one
    /// below in the same function. `None` outside of functions.
    pub fn locate(&self, offset: usize) -> Option<(usize, usize)> {
        let line = self.line_column(offset).line;
        let range = self
            .lines
            .line(&self.text, usize::try_from(line).ok()? - 1)?;
        let inside = |f: &FunctionSource| f.span.start <= offset && offset <= f.span.end;
        let touches = |f: &FunctionSource| f.span.start < range.end && range.start < f.span.end;
        let found = self.functions.iter().position(inside);
        let code_index = found.or_else(|| self.functions.iter().position(touches))?;

        let distance = |span: Span| {
            span.start
                .saturating_sub(offset)
                .max((offset + 1).saturating_sub(span.end))
        };
        let rank = |span: Span| {
            let on_line = range.contains(&span.start);
            let group = match (on_line, span.start >= offset) {
                _ if span.contains(offset) => 0,
                (true, _) => 1,
                (false, true) => 2,
                (false, false) => 3,
            };
            (group, distance(span))
        };
        let instrs = self.functions[code_index].instrs.iter().enumerate();
        let (pc, _) = instrs.min_by_key(|&(_, &span)| rank(span))?;
        Some((code_index, pc))
    }

    /// Whether the text is that of a module of fields, so that its tokens say
    /// something about the binary.
    pub(crate) fn has_positions(&self) -> bool {
        self.fields != FieldSpans::default()
    }

    pub(crate) fn fields(&self) -> &FieldSpans {
        &self.fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_in_utf16() {
        let text = "a\r\n🙂b\rc\n";
        let lines = LineIndex::new(text);
        let at = |offset| {
            let place = lines.line_column(text, offset);
            (place.line, place.column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(3), (2, 1));
        assert_eq!(at(5), (2, 1), "inside a character");
        assert_eq!(at(7), (2, 3));
        assert_eq!(at(9), (3, 1));
        assert_eq!(at(11), (4, 1));
        assert_eq!(at(99), (4, 1));
    }

    #[test]
    fn offsets_invert_lines_and_columns() {
        let text = "a\r\n🙂b\rc\n";
        let lines = LineIndex::new(text);
        for offset in [0, 1, 3, 7, 8, 9, 10, 11] {
            let at = lines.line_column(text, offset);
            assert_eq!(lines.offset(text, at), Some(offset));
        }
        assert_eq!(
            lines.offset(
                text,
                LineColumn {
                    line: 2,
                    column: 99
                }
            ),
            Some(8)
        );
        assert_eq!(lines.offset(text, LineColumn { line: 9, column: 1 }), None);
    }
}
