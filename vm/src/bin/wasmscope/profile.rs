//! `wasmscope profile`: what a run spends its instructions on.

use crate::failure::{Exit, Failure};
use crate::host::{Host, Left};
use crate::input::Loaded;
use crate::options::Options;
use crate::replies::not_written;
use crate::run::{self, Ended, Prepared};
use crate::{interrupt, origins};
use std::fmt::Write as _;
use std::io::{self, Write};
use wasmscope::exec::Outcome;
use wasmscope::host::Unprovided;
use wasmscope::observe::profile::{Profiler, Report};
use wasmscope::runtime::InstanceAddr;
use wasmscope::view::{Lens, Positions};

/// Rows of each table of the text.
const TOP: u64 = 20;

/// How the profile is written.
#[derive(Clone, Copy)]
enum Form {
    Text,
    Json,
    Folded,
}

/// Runs the sub-command and gives the code to exit with.
pub(crate) fn command(options: &Options) -> Result<u8, Failure> {
    let given = &options.given;
    let form = match given.text("format")?.as_deref() {
        Some("json") => Form::Json,
        Some("folded") => Form::Folded,
        _ => Form::Text,
    };
    let top = given.number("top")?.unwrap_or(TOP);
    // What the program prints is no part of the profile.
    let mut out = io::stderr();
    let Prepared {
        mut host,
        instance,
        calls,
        ..
    } = run::prepare_to(options, Unprovided::Refuse, &mut out)?;
    run::enter(&mut host, calls)?;
    let mut profiler = Profiler::new(&mut host.machine);
    let left = count(&mut host, &mut profiler, &mut out)?;
    host.progress.make_room();
    let main = host.modules.pop();
    let report = report(&profiler, &mut host.machine, instance, main.as_ref());
    host.modules.extend(main);
    let text = match form {
        Form::Text => table(&report, top, host.modules.last()),
        Form::Json => report.json() + "\n",
        Form::Folded => report.folded,
    };
    let written = io::stdout().lock().write_all(text.as_bytes());
    written.map_err(|error| not_written(&error))?;
    host.check(left)?;
    match run::ended(&host)? {
        Ended::Exited(code) => Ok(code as u8),
        Ended::Returned(_) => Ok(Exit::Done as u8),
    }
}

/// Runs the program to its end and counts. It prints to `out`.
fn count(host: &mut Host, profiler: &mut Profiler, out: &mut dyn Write) -> Result<Left, Failure> {
    loop {
        let left = host.fuel.saturating_sub(host.machine.steps());
        match profiler.run(&mut host.machine, left.min(interrupt::SLICE)) {
            Outcome::HostCall if left > 0 => {
                let Some(answer) = host.reply(out)? else {
                    return Ok(Left::Interrupted);
                };
                let taken = profiler.answer(&mut host.machine, &answer);
                if let Outcome::Exhausted(limit) = host.accepted(taken)? {
                    return Ok(Left::Limit(limit));
                }
            }
            Outcome::Exhausted(limit) => return Ok(Left::Limit(limit)),
            Outcome::Paused if left > interrupt::SLICE => {}
            Outcome::Yielded | Outcome::Stopped => {}
            Outcome::HostCall | Outcome::Paused | Outcome::Ended => return Ok(Left::Done),
        }
        host.progress.at(host.machine.steps());
        if interrupt::raised() {
            return Ok(Left::Interrupted);
        }
    }
}

fn report(
    profiler: &Profiler,
    machine: &mut wasmscope::runtime::Machine,
    instance: InstanceAddr,
    main: Option<&Loaded>,
) -> Report {
    let lens = Lens {
        main: Some(instance),
        positions: main.map(|main| main as &dyn Positions),
    };
    profiler.report(machine, lens)
}

/// The profile as tables for people.
fn table(report: &Report, top: u64, main: Option<&Loaded>) -> String {
    let top = usize::try_from(top).unwrap_or(usize::MAX);
    let all = report.instructions;
    let mut text = format!(
        "instructions: {all}\ncalls: {}\ndeepest call: {}\n",
        report.calls, report.deepest
    );
    for (index, memory) in report.memories.iter().enumerate() {
        let pages = match memory.pages == memory.grown {
            true => String::new(),
            false => format!(", grown to {}", memory.grown),
        };
        let plural = if memory.pages == 1 { "" } else { "s" };
        let pages = format!("{} page{plural}{pages}", memory.pages);
        let written = memory.written / 1024;
        let _ = writeln!(text, "memory {index}: {pages}, {written} KiB written");
    }
    let _ = writeln!(
        text,
        "\n{:>14} {:>6} {:>14} {:>6} {:>12}  function",
        "self", "%", "total", "%", "calls"
    );
    for row in report.functions.iter().take(top) {
        let [own, total] = [row.own, row.total].map(|count| share(count, all));
        let _ = writeln!(
            text,
            "{:>14} {own:>6} {:>14} {total:>6} {:>12}  {}",
            row.own, row.total, row.calls, row.name
        );
    }
    more(&mut text, report.functions.len(), top);
    let _ = writeln!(text, "\n{:>14} {:>6}  instruction", "count", "%");
    for row in report.opcodes.iter().take(top) {
        let _ = writeln!(
            text,
            "{:>14} {:>6}  {}",
            row.count,
            share(row.count, all),
            row.op
        );
    }
    more(&mut text, report.opcodes.len(), top);
    if !report.loops.is_empty() {
        let _ = writeln!(text, "\n{:>14} {:>6} {:>14}  loop", "count", "%", "passes");
    }
    for row in report.loops.iter().take(top) {
        let place = match (&row.file, row.line) {
            (Some(file), Some(line)) => format!("{file}:{line}"),
            (None, Some(line)) => format!("line {line}"),
            (_, None) => format!("byte {:#x}", row.offset),
        };
        let share = share(row.count, all);
        let _ = writeln!(
            text,
            "{:>14} {share:>6} {:>14}  {}, {place}",
            row.count, row.passes, row.name
        );
    }
    more(&mut text, report.loops.len(), top);
    let source = main.and_then(|main| main.program.source.as_deref());
    if let Some(source) = source.filter(|_| !report.lines.is_empty()) {
        let _ = writeln!(text, "\n{:>14} {:>6}  line", "count", "%");
        for row in report.lines.iter().take(top) {
            let line = origins::line(source.text(), row.line).unwrap_or_default();
            let share = share(row.count, all);
            let _ = writeln!(
                text,
                "{:>14} {share:>6}  {:>4} | {}",
                row.count,
                row.line,
                line.trim_end()
            );
        }
        more(&mut text, report.lines.len(), top);
    }
    origins(&mut text, report, top, main);
    text
}

/// The lines of the files that modules were compiled from.
fn origins(text: &mut String, report: &Report, top: usize, main: Option<&Loaded>) {
    if report.origins.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{:>14} {:>6}  line", "count", "%");
    let mut files = origins::Files::default();
    for row in report.origins.iter().take(top) {
        let source = main.and_then(|main| files.text(main, &row.file));
        let line = source.and_then(|source| origins::line(source, row.line));
        let line = line.map_or_else(String::new, |line| format!(" | {}", line.trim()));
        let (share, path) = (share(row.count, report.instructions), &row.file.path);
        let _ = writeln!(
            text,
            "{:>14} {share:>6}  {path}:{}{line}",
            row.count, row.line
        );
    }
    more(text, report.origins.len(), top);
}

/// That a table goes on.
fn more(text: &mut String, rows: usize, top: usize) {
    if rows > top {
        let _ = writeln!(text, "{:>14}         {} more, see --top", "…", rows - top);
    }
}

/// A part of a whole, in percent.
fn share(part: u64, all: u64) -> String {
    format!("{:.1}", part as f64 * 100.0 / all.max(1) as f64)
}
