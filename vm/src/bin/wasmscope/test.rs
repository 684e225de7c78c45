//! `wasmscope test`: runs scripts of the specification's test suite.

use crate::failure::{Exit, Failure};
use crate::options::{misused, proposals};
use crate::replies::not_written;
use crate::{help, input};
use lexopt::{Arg, Parser};
use serde_json::{Value, json};
use std::ffi::OsString;
use std::io::{self, Write};
use wasmparser::WasmFeatures;
use wasmscope::load::features;
use wasmscope::script::{Outcome, Report, Verdict, run_script};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Json,
}

/// Runs the sub-command and gives the code to exit with.
pub(crate) fn command(words: Vec<OsString>) -> Result<u8, Failure> {
    let Some((files, format, features)) = parse(words)? else {
        print!("{}", help::TEST);
        return Ok(Exit::Done as u8);
    };
    let mut unreadable = String::new();
    let mut reports = Vec::new();
    for file in &files {
        match input::read(file) {
            Ok(bytes) => {
                let report = run(&bytes, features);
                if format == Format::Text {
                    let printed = print_failures(&input::shown(file), &report);
                    printed.map_err(|error| not_written(&error))?;
                }
                reports.push((input::shown(file), report));
            }
            Err(failure) => unreadable += &failure.text,
        }
    }
    let printed = match format {
        Format::Text => writeln!(io::stdout(), "{}", summary(&reports)),
        Format::Json => writeln!(io::stdout(), "{}", json(&reports)),
    };
    printed.map_err(|error| not_written(&error))?;
    if !unreadable.is_empty() {
        return Err(Failure::new(Exit::File, unreadable));
    }
    match total(&reports, Report::failed) {
        0 => Ok(Exit::Done as u8),
        _ => Ok(Exit::TestsFailed as u8),
    }
}

/// The files, how to tell of them, and what they may use.
type Asked = (Vec<OsString>, Format, WasmFeatures);

fn parse(words: Vec<OsString>) -> Result<Option<Asked>, Failure> {
    let mut parser = Parser::from_args(words);
    let (mut files, mut format, mut features) = (Vec::new(), Format::Text, features());
    while let Some(word) = parser.next().map_err(|error| misused(&error))? {
        match word {
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            Arg::Value(file) => files.push(file),
            Arg::Long("format") => {
                let value = parser.value().map_err(|error| misused(&error))?;
                format = match value.to_str() {
                    Some("text") => Format::Text,
                    Some("json") => Format::Json,
                    _ => {
                        let message = format!("`{}` is no format", value.to_string_lossy());
                        return Err(Failure::usage(&message, "write text or json"));
                    }
                };
            }
            Arg::Long("enable") => {
                let value = parser.value().map_err(|error| misused(&error))?;
                features |= proposals(&value.to_string_lossy())?;
            }
            // Nothing here is ever coloured.
            Arg::Long("color") => drop(parser.value().map_err(|error| misused(&error))?),
            other => {
                let message = other.unexpected().to_string();
                let fix = "run `wasmscope test --help` for the options there are";
                return Err(Failure::usage(&message, fix));
            }
        }
    }
    if files.is_empty() {
        let fix = "write `wasmscope test FILE.wast…`";
        return Err(Failure::usage("there is no script to run", fix));
    }
    Ok(Some((files, format, features)))
}

fn run(bytes: &[u8], features: WasmFeatures) -> Report {
    match std::str::from_utf8(bytes) {
        Ok(text) => run_script(text, features),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let lines = before.iter().filter(|byte| **byte == b'\n').count();
            let outcome = Outcome {
                line: u32::try_from(lines + 1).unwrap_or(u32::MAX),
                column: 1,
                kind: "script",
                verdict: Verdict::Failed("the script is not UTF-8 from here on".to_owned()),
            };
            Report {
                outcomes: vec![outcome],
            }
        }
    }
}

fn print_failures(file: &str, report: &Report) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for (outcome, message) in report.failures() {
        let (line, kind) = (outcome.line, outcome.kind);
        writeln!(out, "{file}:{line}: {kind}: {message}")?;
    }
    Ok(())
}

fn total(reports: &[(String, Report)], count: fn(&Report) -> usize) -> usize {
    reports.iter().map(|(_, report)| count(report)).sum()
}

fn summary(reports: &[(String, Report)]) -> String {
    let (passed, failed) = (
        total(reports, Report::passed),
        total(reports, Report::failed),
    );
    match total(reports, Report::skipped) {
        0 => format!("{passed} passed, {failed} failed"),
        skipped => format!("{passed} passed, {failed} failed, {skipped} skipped"),
    }
}

fn json(reports: &[(String, Report)]) -> Value {
    let failure = |(outcome, message): (&Outcome, &str)| {
        json!({
            "line": outcome.line,
            "column": outcome.column,
            "kind": outcome.kind,
            "message": message,
        })
    };
    let file = |(file, report): &(String, Report)| {
        json!({
            "file": file,
            "passed": report.passed(),
            "failed": report.failed(),
            "skipped": report.skipped(),
            "failures": report.failures().map(failure).collect::<Vec<_>>(),
        })
    };
    json!({
        "files": reports.iter().map(file).collect::<Vec<_>>(),
        "passed": total(reports, Report::passed),
        "failed": total(reports, Report::failed),
        "skipped": total(reports, Report::skipped),
    })
}
