//! Ctrl-C stops the machine, not the command: it says where it was and what was done.

#![cfg(all(unix, feature = "cli"))]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/command");

/// Starts the command on a program that says `7` on `says` and then goes on for ever, and
/// sends it the signal of Ctrl-C when it has.
fn interrupted(words: &[&str], says_on_stdout: bool) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_wasmscope"))
        .args(words)
        .current_dir(FOLDER)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let (mut out, mut err) = (child.stdout.take(), child.stderr.take());
    let mut said = String::new();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    if says_on_stdout {
        let mut lines = BufReader::new(out.take().expect("it is piped"));
        lines.read_line(&mut said).expect("it can be read");
        signal(&child);
        lines.read_to_end(&mut stdout).expect("it can be read");
        let mut err = err.take().expect("it is piped");
        err.read_to_end(&mut stderr).expect("it can be read");
    } else {
        let mut lines = BufReader::new(err.take().expect("it is piped"));
        lines.read_line(&mut said).expect("it can be read");
        signal(&child);
        let mut out = out.take().expect("it is piped");
        out.read_to_end(&mut stdout).expect("it can be read");
        lines.read_to_end(&mut stderr).expect("it can be read");
    }
    assert_eq!(said, "7\n");
    let status = child.wait().expect("it ends");
    Output {
        status,
        stdout,
        stderr,
    }
}

fn signal(child: &Child) {
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(sent.expect("there is such a command").success());
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Where it was: the message, the next instruction and the call stack.
fn tells_the_state(output: &Output) {
    let told = text(&output.stderr);
    assert!(told.contains("interrupted after "), "{told}");
    assert!(told.contains("endless.wat:"), "{told}");
    assert!(told.contains("locals: $i = i32 "), "{told}");
    assert!(told.contains("at spin ("), "{told}");
    assert_eq!(output.status.code(), Some(130));
}

#[test]
fn run_tells_the_state() {
    let output = interrupted(&["run", "endless.wat"], true);
    tells_the_state(&output);
    assert_eq!(text(&output.stdout), "");
}

/// Comes back when nothing of a process runs, where the system tells that.
fn sleeps(id: u32) {
    let is_asleep = |task: &str| {
        // The state follows the name, which is in parentheses.
        let stat = std::fs::read_to_string(format!("/proc/{id}/task/{task}/stat"));
        stat.is_ok_and(|stat| {
            stat.rsplit(") ")
                .next()
                .is_some_and(|rest| rest.starts_with('S'))
        })
    };
    while let Ok(tasks) = std::fs::read_dir(format!("/proc/{id}/task")) {
        let mut names = tasks.flatten().map(|task| task.file_name());
        if names.all(|name| is_asleep(&name.to_string_lossy())) {
            return;
        }
        std::thread::yield_now();
    }
}

/// How long a program that is not stopped is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts the command on a program that prints its arguments and then reads standard input, in
/// which nothing comes; sends it the signal once.
fn interrupted_while_it_reads(words: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_wasmscope"))
        .args(words)
        .args(["echo.wat", "--", "one"])
        .current_dir(FOLDER)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let input = child.stdin.take();
    let mut out = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut err = child.stderr.take().expect("it is piped");
    let (mut said, mut stdout, mut stderr) = (String::new(), Vec::new(), Vec::new());
    while said != "one\n" {
        said.clear();
        let count = out.read_line(&mut said).expect("it can be read");
        assert!(count > 0, "it has ended");
    }
    sleeps(child.id());
    signal(&child);
    // One that does not stop is ended by a second one, and says nothing then.
    let id = child.id();
    let (done, is_done) = channel::<()>();
    let watch = std::thread::spawn(move || {
        if is_done.recv_timeout(PATIENCE).is_err() {
            let _ = Command::new("kill")
                .args(["-INT", &id.to_string()])
                .status();
        }
    });
    out.read_to_end(&mut stdout).expect("it can be read");
    err.read_to_end(&mut stderr).expect("it can be read");
    let status = child.wait().expect("it ends");
    let _ = done.send(());
    watch.join().expect("it only waits");
    drop(input);
    Output {
        status,
        stdout,
        stderr,
    }
}

#[test]
fn waiting_for_input_ends_at_the_first_one() {
    let trace = format!("{}/interrupted-input.jsonl", env!("CARGO_TARGET_TMPDIR"));
    let trace_words = ["trace", "--format", "jsonl", "--output", &trace];
    for words in [&["run"][..], &trace_words] {
        let output = interrupted_while_it_reads(words);
        let told = text(&output.stderr);
        assert!(told.contains("interrupted after "), "{words:?}: {told}");
        if cfg!(target_os = "linux") {
            assert!(told.contains("call $read"), "{words:?}: {told}");
        }
        assert_eq!(output.status.code(), Some(130));
    }
    let trace = std::fs::read_to_string(&trace).expect("it was written");
    let last = trace.lines().last().unwrap_or_default();
    assert!(last.starts_with(r#"{"end":"limit","limit":"interrupt","steps":"#));
}

#[test]
fn a_profile_has_what_was_counted() {
    let output = interrupted(&["profile", "endless.wat", "--format", "json"], false);
    tells_the_state(&output);
    let report: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("the profile is whole");
    let count = report["instructions"].as_u64().unwrap_or_default();
    let told = text(&output.stderr);
    assert!(
        told.contains(&format!("interrupted after {count} ")),
        "{told}"
    );
}

#[test]
fn a_trace_has_its_last_line() {
    for format in ["text", "jsonl"] {
        let name = format!("{}/interrupted.{format}", env!("CARGO_TARGET_TMPDIR"));
        let words = ["trace", "endless.wat", "--to", "9"];
        let output = [&words[..], &["--format", format, "--output", &name]].concat();
        let output = interrupted(&output, true);
        tells_the_state(&output);
        let trace = std::fs::read_to_string(&name).expect("it was written");
        match format {
            "text" => assert!(trace.contains("\ninterrupted\ninstructions: "), "{trace}"),
            _ => {
                let last = trace.lines().last().unwrap_or_default();
                assert!(last.starts_with(r#"{"end":"limit","limit":"interrupt","steps":"#));
                assert!(trace.ends_with("}\n"));
            }
        }
    }
}
