//! The command `wasmscope`, one test for each `.cmd` file in `command/`.
//!
//! A `.cmd` file has a command on each line: the words after `wasmscope`, run in that
//! folder, and perhaps `< FILE` for standard input. Lines that begin with `#` say what it
//! is about. Beside it lies what comes of it, in a file `.out`: each command after a `$`,
//! then its standard output, its standard error, each line after `! `, and its exit code
//! unless that is 0; how long a run took is left out. `BLESS=1` writes those anew.

mod kept;

use libtest_mimic::Failed;
use std::fmt::Write;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

fn main() {
    kept::run("command", "cmd", test);
}

fn test(file: &Path) -> Result<(), Failed> {
    let commands = fs::read_to_string(file)?;
    let mut found = String::new();
    let lines = commands.lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        found += &run(file.parent().unwrap_or(file), line)?;
    }
    kept::compare(file, &found)
}

fn run(folder: &Path, line: &str) -> Result<String, Failed> {
    let (words, input) = match line.split_once(" < ") {
        Some((words, input)) => (words, Some(input)),
        None => (line, None),
    };
    let stdin = match input {
        Some(input) => Stdio::from(File::open(folder.join(input))?),
        None => Stdio::null(),
    };
    let output = Command::new(env!("CARGO_BIN_EXE_wasmscope"))
        .args(words.split_whitespace())
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .stdin(stdin)
        .output()?;
    let mut text = format!("$ wasmscope {line}\n");
    for line in String::from_utf8_lossy(&output.stdout).split_inclusive('\n') {
        // How long it took is another each time.
        match line.starts_with("time: ") {
            true => text += "time: …\n",
            false => text += line,
        }
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        // Escapes are shown, so that they can be read in the file.
        writeln!(text, "! {}", line.replace('\x1b', "ESC"))?;
    }
    match output.status.code() {
        Some(0) => {}
        Some(code) => writeln!(text, "exit {code}")?,
        None => writeln!(text, "ended by a signal")?,
    }
    Ok(text)
}
