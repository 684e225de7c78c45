//! Programs in text that call functions of WASI and say what has to come of it.
//!
//! In such a text `#7` is `(i32.const 7)`, `%7` is `(i64.const 7)`, `#NOENT` the number of an
//! error and `%READ|WRITE` rights, by the numbers of the standard; `@"a.txt"` is the address
//! and the length of a text. All functions are imported by their names.

use std::fmt::Write;
use wasmscope::exec::Outcome;
use wasmscope::host::wasi::{Called, NAME, Process, Standard, System};
use wasmscope::host::{Overrides, Unprovided, provide};
use wasmscope::load::load;
use wasmscope::runtime::{ExternVal, Machine, Status, Value};
use wasmscope::syntax::Import;

/// All functions, as the standard has them.
pub(crate) const FUNCTIONS: &str = "\
args_get ii, args_sizes_get ii, environ_get ii, environ_sizes_get ii, clock_res_get ii,
clock_time_get iIi, fd_advise iIIi, fd_allocate iII, fd_close i, fd_datasync i, fd_fdstat_get ii,
fd_fdstat_set_flags ii, fd_fdstat_set_rights iII, fd_filestat_get ii, fd_filestat_set_size iI,
fd_filestat_set_times iIIi, fd_pread iiiIi, fd_prestat_get ii, fd_prestat_dir_name iii,
fd_pwrite iiiIi, fd_read iiii, fd_readdir iiiIi, fd_renumber ii, fd_seek iIii, fd_sync i,
fd_tell ii, fd_write iiii, path_create_directory iii, path_filestat_get iiiii,
path_filestat_set_times iiiiIIi, path_link iiiiiii, path_open iiiiiIIii, path_readlink iiiiii,
path_remove_directory iii, path_rename iiiiii, path_symlink iiiii, path_unlink_file iii,
poll_oneoff iiii, proc_exit i, proc_raise i, random_get ii, sched_yield -, sock_accept iii,
sock_recv iiiiii, sock_send iiiii, sock_shutdown ii";

const ERRORS: &str = "\
ACCES 2 BADF 8 EXIST 20 FAULT 21 FBIG 22 ILSEQ 25 INVAL 28 ISDIR 31 LOOP 32 MFILE 33
NAMETOOLONG 37 NOENT 44 NOTDIR 54 NOTEMPTY 55 NOTSOCK 57 NOTSUP 58 PERM 63 SPIPE 70
NOTCAPABLE 76";

/// Numbers of bits.
const RIGHTS: [(&str, &[u32]); 13] = [
    ("READ", &[1]),
    ("SEEK", &[2]),
    ("SET_FLAGS", &[3]),
    ("TELL", &[5]),
    ("WRITE", &[6]),
    ("OPEN", &[13]),
    ("READDIR", &[14]),
    ("FILESTAT_GET", &[21]),
    ("POLL", &[27]),
    ("ACCEPT", &[29]),
    ("FILE", &[0, 1, 2, 3, 4, 5, 6, 7, 8, 21, 22, 23, 27]),
    (
        "DIRECTORY",
        &[
            0, 3, 4, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27,
        ],
    ),
    ("ALL", &[]),
];

/// Where texts begin in the memory.
const TEXTS: usize = 8192;

/// A module with this in `_start`.
pub(crate) fn module(body: &str) -> String {
    let mut text = "(module\n".to_owned();
    for function in FUNCTIONS.split(',') {
        let (name, params) = function
            .trim()
            .split_once(' ')
            .expect("a name and parameters");
        let params = params
            .replace('-', "")
            .replace('i', " i32")
            .replace('I', " i64");
        let result = if name == "proc_exit" {
            ""
        } else {
            "(result i32)"
        };
        let _ = writeln!(
            text,
            "  (import \"{NAME}\" \"{name}\" (func ${name} (param{params}) {result}))"
        );
    }
    text += &expand(&format!(
        "{}  (func (export \"_start\") (local $fd i32) (local $other i32)\n{body}))",
        include_str!("prelude.wat")
    ));
    text
}

/// Writes out what is short for something.
fn expand(text: &str) -> String {
    let mut out = String::new();
    let mut data = String::new();
    let mut end = TEXTS;
    for line in text.lines() {
        let (code, comment) = line.split_once(";;").unwrap_or((line, ""));
        let mut rest = code;
        while let Some(at) = rest.find(['#', '%', '@']) {
            out += &rest[..at];
            let (sign, word) = rest[at..].split_at(1);
            if sign == "@" {
                let close = word[1..].find('"').expect("a text ends") + 2;
                let len = len(&word[1..close - 1]);
                let _ = write!(out, "(i32.const {end}) (i32.const {len})");
                let _ = writeln!(data, "  (data (i32.const {end}) {})", &word[..close]);
                end += len;
                rest = &word[close..];
            } else {
                let close = word.find([' ', ')']).unwrap_or(word.len());
                let ty = if sign == "#" { "i32" } else { "i64" };
                let _ = write!(out, "({ty}.const {})", number(&word[..close]));
                rest = &word[close..];
            }
        }
        out += rest;
        if !comment.is_empty() {
            let _ = write!(out, ";;{comment}");
        }
        out.push('\n');
    }
    let close = out.rfind(')').expect("the module ends");
    out.insert_str(close, &format!("\n{data}"));
    out
}

/// Bytes of a text with escapes of two digits.
fn len(text: &str) -> usize {
    text.len() - 2 * text.matches('\\').count()
}

fn number(word: &str) -> String {
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return word.to_owned();
    }
    let mut errors = ERRORS.split_whitespace();
    if let Some(number) = errors
        .find(|known| *known == word)
        .and_then(|_| errors.next())
    {
        return number.to_owned();
    }
    let bits = word.split('|').flat_map(|name| {
        let found = RIGHTS.iter().find(|(known, _)| *known == name);
        found.unwrap_or_else(|| panic!("what is {name}?")).1
    });
    bits.fold(0_u64, |all, bit| all | 1 << bit).to_string()
}

/// How a program has ended.
#[derive(Debug)]
pub(crate) struct Played {
    pub(crate) out: String,
    pub(crate) exit: Option<i32>,
    /// What was not as it has to be.
    pub(crate) failures: Vec<String>,
}

/// A machine that stands before the first instruction of `_start`.
pub(crate) fn machine(text: &str, native: bool) -> Machine {
    let program = load(text.as_bytes()).unwrap_or_else(|problems| {
        let shown = problems.iter().map(|p| p.render("test", text));
        panic!("{}", shown.collect::<String>())
    });
    let mut machine = Machine::new(Default::default());
    let native = Value::I32(native.into());
    let overrides = Overrides::from([(("test".to_owned(), "native".to_owned()), native)]);
    let find = |_: &Machine, _: &str, _: &str| None;
    let answers = |_: &Import| true;
    let provided = provide(
        &mut machine,
        &program.module,
        &find,
        &answers,
        Unprovided::Make,
        &overrides,
    )
    .expect("everything is provided");
    let instance = machine
        .instantiate(&program.module, &provided.values)
        .expect("it is valid");
    let Some(ExternVal::Func(start)) = machine.store().instance(instance).export("_start") else {
        panic!("there is no _start");
    };
    machine.enter_call(start, &[]).expect("it takes nothing");
    machine
}

/// Runs such a program on a back end.
pub(crate) fn play<S: System>(process: &mut Process<S>, text: &str, native: bool) -> Played {
    let mut machine = machine(text, native);
    let program = load(text.as_bytes()).expect("it was loaded before");
    let source = program.source.expect("it is a text");
    let last = program.module.bodies.len() - 1;
    let mut played = Played {
        out: String::new(),
        exit: None,
        failures: Vec::new(),
    };
    loop {
        let outcome = machine.run(u64::MAX);
        let Some(call) = machine.host_call().filter(|_| outcome == Outcome::HostCall) else {
            break;
        };
        let answer = match process.call(&machine, &call) {
            Some(Called::Answer(answer, text)) => {
                if let Some(text) = text.filter(|text| text.to == Standard::Output) {
                    played.out += &String::from_utf8_lossy(&text.bytes);
                }
                answer
            }
            Some(Called::Waits) => panic!("nobody waits here"),
            None => {
                if call.args[0] != call.args[1] {
                    let pc = machine.frames()[0].pc as usize;
                    let span = source.instr(last, pc).expect("each has a place");
                    let line = source.line_column(span.start).line as usize;
                    let line = text.lines().nth(line - 1).unwrap_or_default();
                    let (got, want) = (call.args[0], call.args[1]);
                    played
                        .failures
                        .push(format!("{line}: is {got}, and not {want}"));
                }
                Default::default()
            }
        };
        machine.answer(&answer).expect("an answer of WASI fits");
    }
    match machine.status() {
        Status::Returned(_) => {}
        Status::Exited(code) => played.exit = Some(*code),
        other => played.failures.push(format!("ended as {other:?}")),
    }
    played
}
