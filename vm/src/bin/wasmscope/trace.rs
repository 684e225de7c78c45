//! `wasmscope trace`: a record for each instruction executed.

use crate::failure::{Exit, Failure};
use crate::host::{Host, Left};
use crate::input::reason;
use crate::interrupt;
use crate::options::Options;
use crate::replies::not_written;
use crate::run::{self, Ended, Prepared};
use crate::session::Places;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::time::Instant;
use wasmscope::exec::Outcome;
use wasmscope::host::Unprovided;
use wasmscope::observe::trace::{End, Filter, FilterError, Format, Header, ModuleId, Writer};
use wasmscope::observe::{StepRecord, answer_recorded, step_recorded};
use wasmscope::runtime::{InstanceAddr, Machine};

/// Instructions that are told between two looks at how far it has come.
const LOOK: u64 = 1 << 14;

/// Runs the sub-command and gives the code to exit with.
pub(crate) fn command(options: &Options) -> Result<u8, Failure> {
    let asked = Asked::read(options)?;
    let output = options.given.value("output");
    let mut program = beside(output);
    let mut prepared = run::prepare_to(options, Unprovided::Refuse, &mut program)?;
    let mut sink = Sink::open(output, program)?;
    if output.is_none() && io::stdout().is_terminal() {
        prepared.host.progress.hide();
    }
    let began = Instant::now();
    let is_text = asked.format == Format::Text;
    let (host, left, mut tracer) = write(prepared, asked, &mut sink)?;
    tracer.end(&host.machine, left, &mut sink)?;
    if is_text {
        sink.put(format_args!(
            "time: {:.3} s\n",
            began.elapsed().as_secs_f64()
        ))?;
    }
    sink.file.flush().map_err(|error| not_written(&error))?;
    host.replies.screen.finish()?;
    host.check(left)?;
    match run::ended(&host)? {
        Ended::Exited(code) => Ok(code as u8),
        Ended::Returned(_) => Ok(Exit::Done as u8),
    }
}

/// What is asked for.
struct Asked {
    format: Format,
    from: u64,
    to: u64,
    filter: Filter,
}

impl Asked {
    fn read(options: &Options) -> Result<Self, Failure> {
        let given = &options.given;
        let from = given.number("from")?.unwrap_or(0);
        let to = given.number("to")?.unwrap_or(u64::MAX);
        if from > to {
            let message = format!("--from {from} lies behind --to {to}");
            return Err(Failure::usage(&message, "exchange them"));
        }
        let mut filter = Filter::default();
        if let Some(words) = given.text("func")? {
            filter.funcs(&words);
        }
        let bad = |error: FilterError| Failure::usage(&error.message, &error.fix);
        let ops = (given.text("op")?).map_or(Ok(()), |words| filter.ops(&words));
        let kinds = (given.text("kind")?).map_or(Ok(()), |words| filter.kinds(&words));
        ops.and(kinds).map_err(bad)?;
        let format = given
            .value("format")
            .and_then(|name| Format::parse(name.to_str()?));
        Ok(Self {
            format: format.unwrap_or(Format::Text),
            from,
            to,
            filter,
        })
    }
}

/// Where the trace goes, and where what the program prints: not between its lines.
struct Sink {
    file: BufWriter<Box<dyn Write>>,
    program: Box<dyn Write>,
}

/// Where what a program prints goes that is traced to a file, or to standard output.
fn beside(output: Option<&OsString>) -> Box<dyn Write> {
    match output {
        Some(_) => Box::new(io::stdout()),
        None => Box::new(io::stderr()),
    }
}

impl Sink {
    fn open(path: Option<&OsString>, program: Box<dyn Write>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(Self {
                file: BufWriter::with_capacity(1 << 16, Box::new(io::stdout())),
                program,
            });
        };
        let file = File::create(path).map_err(|error| {
            let path = path.to_string_lossy();
            let text = format!(
                "{path}: error: this file cannot be written: {}\n  fix: choose another one\n",
                reason(&error)
            );
            Failure::new(Exit::File, text)
        })?;
        Ok(Self {
            file: BufWriter::with_capacity(1 << 16, Box::new(file)),
            program,
        })
    }

    fn put(&mut self, text: std::fmt::Arguments<'_>) -> Result<(), Failure> {
        self.file
            .write_fmt(text)
            .map_err(|error| not_written(&error))
    }
}

/// Writes what the library makes of records.
struct Tracer {
    writer: Writer,
    /// Lines on their way to the file.
    lines: String,
}

/// Writes the trace of a program up to its end, which is not written.
fn write(
    prepared: Prepared,
    asked: Asked,
    sink: &mut Sink,
) -> Result<(Host, Left, Tracer), Failure> {
    let Prepared {
        mut host,
        instance,
        entry,
        calls,
        ..
    } = prepared;
    let is_whole = (asked.from, asked.to) == (0, u64::MAX);
    let mut tracer = Tracer {
        writer: Writer::new(asked.format, asked.filter, is_whole),
        lines: String::new(),
    };
    if let Some(main) = host.modules.last() {
        let (name, args) = entry.unzip();
        let module = ModuleId::of(&main.program.module);
        let limits = host.machine.limits();
        let header = Header::new(module, name.as_deref(), args.unwrap_or_default(), limits);
        tracer.writer.begin(&header, &mut tracer.lines);
        tracer.put(sink)?;
    }
    run::enter(&mut host, calls)?;
    let mut left = host.drive_to(asked.from, &mut sink.program)?;
    if left == Left::Done {
        left = tracer.records(&mut host, instance, asked.to, sink)?;
        host.progress.make_room();
    }
    // What comes after is not told, but the program is run to its end.
    if left == Left::Done {
        left = host.drive_to(u64::MAX, &mut sink.program)?;
    }
    Ok((host, left, tracer))
}

impl Tracer {
    /// Executes up to and with the instruction `to`, and writes the records.
    fn records(
        &mut self,
        host: &mut Host,
        instance: InstanceAddr,
        to: u64,
        sink: &mut Sink,
    ) -> Result<Left, Failure> {
        // The host is changed while its modules are looked at.
        let places = Places::new(instance, host.modules.clone(), host.linked.clone());
        let lens = places.lens();
        while host.machine.steps() <= to && host.machine.steps() < host.fuel {
            let (mut outcome, mut record) = step_recorded(&mut host.machine, lens);
            if outcome == Outcome::HostCall && record.is_none() {
                let Some(answer) = host.reply(&mut sink.program)? else {
                    return Ok(Left::Interrupted);
                };
                let taken = answer_recorded(&mut host.machine, &answer, lens);
                (outcome, record) = host.accepted(taken)?;
            }
            if let Some(record) = record {
                self.record(&record, &host.machine, sink)?;
            }
            match outcome {
                Outcome::Ended => return Ok(Left::Done),
                Outcome::Exhausted(limit) => return Ok(Left::Limit(limit)),
                _ if host.machine.steps().is_multiple_of(LOOK) => {
                    host.progress.at(host.machine.steps());
                }
                _ if interrupt::raised() => return Ok(Left::Interrupted),
                _ => {}
            }
        }
        Ok(Left::Done)
    }

    fn record(
        &mut self,
        record: &StepRecord,
        machine: &Machine,
        sink: &mut Sink,
    ) -> Result<(), Failure> {
        self.writer.record(record, machine, &mut self.lines);
        self.put(sink)
    }

    fn end(&mut self, machine: &Machine, left: Left, sink: &mut Sink) -> Result<(), Failure> {
        let end = match left {
            Left::Done => End::of(machine, None),
            Left::Limit(limit) => End::of(machine, Some(limit)),
            Left::Interrupted => End::interrupted(machine),
        };
        self.writer.end(&end, machine.steps(), &mut self.lines);
        self.put(sink)
    }

    fn put(&mut self, sink: &mut Sink) -> Result<(), Failure> {
        let written = sink.file.write_all(self.lines.as_bytes());
        self.lines.clear();
        written.map_err(|error| not_written(&error))
    }
}
