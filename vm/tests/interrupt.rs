//! Ctrl-C stops the machine, not the command: it says where it was and what was done.

#![cfg(all(unix, feature = "cli"))]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Output, Stdio};

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
