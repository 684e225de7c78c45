//! A problem at its place: the place, what is wrong, and the line with carets below it.
//!
//! The line is drawn by `ariadne`, the rest is not; `docs/decisions/0007` says why.

use crate::paint::Paint;
use ariadne::{CharSet, Color, Config, Label, Report, ReportKind, Source};
use wasmscope::load::{Diagnostic, Excerpt, Span};

/// What is wrong with a text or a module, where, and what to do.
pub(crate) fn problem(file: &str, text: &str, problem: &Diagnostic) -> String {
    let mut place = file.to_owned();
    if let (Some(line), Some(column)) = (problem.line, problem.column) {
        place += &format!(":{line}:{column}");
    } else if let Some(offset) = problem.offset {
        place += &format!(": byte {offset:#x}");
    }
    let mut told = format!("{place}: error: {}\n", problem.message);
    let (expected, found) = (problem.expected.as_deref(), problem.found.as_deref());
    match problem.span {
        Some(span) => {
            let label = match (expected, found) {
                (Some(expected), Some(found)) => format!("expected {expected}, found {found}"),
                (Some(expected), None) => format!("expected {expected}"),
                (None, Some(found)) => format!("found {found}"),
                (None, None) => String::new(),
            };
            told += &line(text, span, &label);
        }
        None => {
            let expected = expected.map(|expected| format!("  expected: {expected}\n"));
            let found = found.map(|found| format!("  found:    {found}\n"));
            told.extend([expected, found].into_iter().flatten());
        }
    }
    if let Some(fix) = &problem.fix {
        told += &format!("  fix: {fix}\n");
    }
    told
}

/// The line where a part of a text begins, with carets below the part, and what is said of
/// it.
pub(crate) fn line(text: &str, span: Span, label: &str) -> String {
    let Excerpt {
        line,
        before,
        marked,
        after,
    } = Excerpt::new(text, span);
    // The lines before count only. What is marked takes at least one column, which may lie
    // behind the last character.
    let above = line.saturating_sub(1) as usize;
    let start = above + before.chars().count();
    let end = start + marked.chars().count().max(1);
    let source = format!("{}{before}{marked}{after} ", "\n".repeat(above));
    // Without a message it would draw no carets.
    let mark = Label::new(start..end)
        .with_color(Color::Red)
        .with_message(label);
    let config = Config::default()
        .with_char_set(CharSet::Ascii)
        .with_color(Paint::current().is_on());
    let report = Report::build(ReportKind::Error, start..end)
        .with_config(config)
        .with_label(mark)
        .finish();
    let mut drawn = Vec::new();
    if report.write(Source::from(source), &mut drawn).is_err() {
        return String::new();
    }
    // A title, the place and an empty line; the source, the carets, the message; an end.
    let drawn = String::from_utf8_lossy(&drawn);
    let rows: Vec<&str> = drawn.lines().skip(3).take(3).map(str::trim_end).collect();
    let &[source, carets, said] = &*rows else {
        return String::new();
    };
    // Where the message hangs on, there is a caret as well.
    let carets = match carets.split_once('|') {
        Some((margin, carets)) => format!("{margin}|{}", carets.replace('|', "^")),
        None => carets.to_owned(),
    };
    let said = if label.is_empty() { "" } else { said };
    let rows = [source, &carets, said].into_iter();
    let rows = rows.filter(|row| !row.is_empty());
    rows.map(|row| merged(row) + "\n").collect()
}

/// A row in which each character has its colour, with one for all that follow in the same.
fn merged(row: &str) -> String {
    const END: &str = "\x1b[0m";
    let mut text = String::new();
    let mut last = None;
    for piece in row.split_inclusive(END) {
        let colour = (piece.starts_with('\x1b'))
            .then(|| piece.split_inclusive('m').next())
            .flatten();
        match colour {
            Some(colour) if last == Some(colour) => {
                text.truncate(text.len() - END.len());
                text += &piece[colour.len()..];
            }
            _ => text += piece,
        }
        let ends = piece.ends_with(END);
        last = colour.filter(|_| ends);
    }
    text
}
