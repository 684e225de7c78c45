//! `wasmscope test`: runs scripts of the specification's test suite.

use crate::failure::{Exit, Failure};
use crate::given::Given;
use crate::input;
use crate::options::features;
use crate::progress::Progress;
use crate::replies::not_written;
use serde_json::{Value, json};
use std::io::{self, Write};
use wasmparser::WasmFeatures;
use wasmscope::script::{Outcome, Report, Verdict, run_script};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Json,
}

/// Runs the sub-command and gives the code to exit with.
pub(crate) fn command(given: &Given) -> Result<u8, Failure> {
    let features = features(given)?;
    let format = match given.value("format") {
        Some(word) if word == "json" => Format::Json,
        _ => Format::Text,
    };
    let mut unreadable = String::new();
    let mut reports = Vec::new();
    let mut progress = Progress::new("scripts", Some(given.files.len() as u64));
    for (done, file) in given.files.iter().enumerate() {
        progress.at(done as u64);
        match input::read(file) {
            Ok(bytes) => {
                let report = run(&bytes, features);
                if format == Format::Text {
                    if report.failed() > 0 {
                        progress.make_room();
                    }
                    let printed = print_failures(&input::shown(file), &report);
                    printed.map_err(|error| not_written(&error))?;
                }
                reports.push((input::shown(file), report));
            }
            Err(failure) => unreadable += &failure.text,
        }
    }
    drop(progress);
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
