//! The debugger as a process: what a file of commands cannot show. Everything else about it is in
//! `command/debug-*.cmd`.

#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A debugger that is written to and read from.
struct Debugger {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Debugger {
    fn open(words: &[&str]) -> Self {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/command");
        let mut child = Command::new(env!("CARGO_BIN_EXE_wasmscope"))
            .arg("debug")
            .args(words)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the command can be run");
        let input = child.stdin.take().expect("it has a standard input");
        let output = child.stdout.take().expect("it has a standard output");
        Self {
            child,
            input,
            output: BufReader::new(output),
        }
    }

    fn write(&mut self, line: &str) {
        writeln!(self.input, "{line}").expect("it reads");
    }

    /// Reads up to and with the line that contains something.
    fn read_to(&mut self, text: &str) -> String {
        let mut read = String::new();
        loop {
            let mut line = String::new();
            let count = self.output.read_line(&mut line).expect("it writes text");
            assert!(count > 0, "it has ended without {text:?}:\n{read}");
            read += &line;
            if line.contains(text) {
                return read;
            }
        }
    }

    /// What a command says, which the next one's echo ends.
    fn ask(&mut self, line: &str) -> String {
        self.write(line);
        self.read_to(&format!("(wasmscope) {line}"));
        self.write("# and");
        self.read_to("(wasmscope) # and")
    }

    /// Sends the signal that Ctrl-C sends.
    fn interrupt(&self) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status();
        assert!(sent.expect("there is a kill").success());
    }

    /// The most memory that it has had, in KiB.
    fn peak(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("Linux tells it");
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        number
            .and_then(|number| number.parse().ok())
            .expect("a number")
    }

    fn quit(mut self) {
        self.write("quit");
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).expect("text");
        assert!(self.child.wait().expect("it ends").success(), "{rest}");
    }
}

impl Drop for Debugger {
    /// What fails leaves no program that runs for ever.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The step that a stop tells.
fn step(text: &str) -> u64 {
    let line = text.lines().rfind(|line| line.starts_with("step "));
    let line = line.unwrap_or_else(|| panic!("no step in {text}"));
    let digits = line["step ".len()..].split([',', ' ']).next();
    digits
        .and_then(|digits| digits.parse().ok())
        .expect("a number")
}

#[test]
fn ctrl_c_stops_the_program_and_not_the_debugger() {
    let mut debugger = Debugger::open(&["loop.wat", "--invoke", "main", "0"]);
    debugger.write("continue");
    debugger.read_to("(wasmscope) continue");
    debugger.interrupt();
    let stopped = debugger.read_to("step ");
    assert!(stopped.starts_with("interrupted\n"), "{stopped}");
    let here = step(&stopped);

    // It goes on from there, in both directions.
    assert_eq!(step(&debugger.ask("step")), here + 1);
    assert_eq!(step(&debugger.ask("rs")), here);
    assert_eq!(step(&debugger.ask("goto 7")), 7);

    // A search that is given up leaves everything where it was.
    debugger.ask("break 5 if $n < 0");
    let end = step(&debugger.ask("goto 30000000"));
    debugger.write("find $n == -1");
    debugger.read_to("(wasmscope) find");
    debugger.interrupt();
    let given_up = debugger.read_to("error: ");
    assert!(given_up.contains("given up"), "{given_up}");
    assert_eq!(step(&debugger.ask("goto +0")), end);
    debugger.quit();
}

#[test]
fn ctrl_c_gives_up_waiting_for_input() {
    let pipe = format!("{}/input-of-a-debugger", env!("CARGO_TARGET_TMPDIR"));
    let _ = std::fs::remove_file(&pipe);
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("there is such a command").success());
    // Somebody holds its other side, and writes nothing.
    let other = std::fs::File::options().read(true).write(true).open(&pipe);
    let mut other = other.expect("it was made");

    let mut debugger = Debugger::open(&["echo.wat", "--stdin", &pipe]);
    debugger.write("continue");
    debugger.read_to("(wasmscope) continue");
    // It prints its arguments, and then it reads.
    debugger.read_to("echo.wat");
    debugger.interrupt();
    let stopped = debugger.read_to("step ");
    assert!(stopped.starts_with("interrupted\n"), "{stopped}");
    let here = step(&stopped);
    assert!(debugger.ask("info line").contains("echo.wat, line 2"));

    // What comes then is read when it goes on.
    writeln!(other, "late").expect("it can be written");
    let went_on = debugger.ask("continue");
    assert!(went_on.contains("late\n"), "{went_on}");
    assert!(step(&went_on) > here);
    debugger.quit();
}

/// How much memory a debugger may take that keeps 256 MiB of the past: that, and a quarter more.
const MOST: u64 = 320 << 10;

#[test]
fn a_thousand_million_steps_are_kept_in_bounded_memory() {
    const STEPS: u64 = 1_000_000_000;
    let fuel = STEPS.to_string();
    let words = [
        "debug/sums.wat",
        "--fuel",
        &fuel,
        "--invoke",
        "main",
        "100000000",
    ];
    let mut debugger = Debugger::open(&words);
    assert_eq!(step(&debugger.ask("continue")), STEPS);
    for to in [500_000_000, 7, 999_999_999, 123_456_789] {
        assert_eq!(step(&debugger.ask(&format!("goto {to}"))), to);
        assert_eq!(step(&debugger.ask("rs")), to - 1);
    }
    let sum = debugger.ask("print $i");
    // 18 instructions each time around, and the first of them is the loop itself.
    assert!(
        sum.contains(&format!("= i32 {}\n", 123_456_788 / 18)),
        "{sum}"
    );
    assert!(
        debugger
            .ask("last mem32[0]")
            .contains("was written by step")
    );
    assert!(debugger.peak() < MOST, "{} KiB", debugger.peak());
    debugger.quit();
}

#[test]
fn each_verb_has_help_and_an_example_that_it_takes() {
    let mut debugger = Debugger::open(&["trace.wat", "--invoke", "effects"]);
    let help = debugger.ask("help");
    let rows = help.lines().filter_map(|line| line.strip_prefix("  "));
    let verbs: Vec<&str> = rows.filter_map(|row| row.split(' ').next()).collect();
    assert!(verbs.len() > 40, "{verbs:?}");
    for verb in verbs {
        let about = debugger.ask(&format!("help {verb}"));
        assert!(about.starts_with(verb), "{about}");
        let widest = about.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(80), "{about}");
        let example = about
            .lines()
            .find_map(|line| line.trim().strip_prefix("example: "));
        let example = example.unwrap_or_else(|| panic!("{about}"));
        if example == "quit" {
            continue;
        }
        // What it is about may not be there, but it is understood.
        let said = debugger.ask(example);
        for refused in [
            "error: there is no `",
            "error: write",
            "takes nothing behind it",
        ] {
            assert!(!said.contains(refused), "{example}: {said}");
        }
    }
    debugger.quit();
}

/// What is in a page between fences of text.
fn blocks(page: &str) -> String {
    let parts = page.split("```text\n").skip(1);
    let blocks = parts.filter_map(|part| part.split("```").next());
    blocks.collect()
}

#[test]
fn the_example_of_the_page_is_what_the_debugger_writes() {
    let root = env!("CARGO_MANIFEST_DIR");
    let read = |file: &str| std::fs::read_to_string(format!("{root}/{file}")).expect(file);
    let page = read("../docs/debug.md");
    let transcript = read("tests/command/debug-example.out");
    // The page leaves out where the commands came from.
    let (_, written) = transcript
        .split_once('\n')
        .expect("a command and what came of it");
    let shown = blocks(&page);
    let (_, shown) = shown
        .split_once('\n')
        .expect("a command and what comes of it");
    assert_eq!(shown, written);
}
