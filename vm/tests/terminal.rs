//! What is different on a terminal: colours, and how far it is what takes long.
//!
//! The terminal is that of `script` (util-linux); where there is none, the tests say so.

#![cfg(all(target_os = "linux", feature = "cli"))]

use std::process::{Command, Stdio};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/command");

/// What a person sees who gives these words to the command; `None` without a terminal.
fn seen(words: &str, no_color: Option<&str>) -> Option<String> {
    let line = format!("{} {words}", env!("CARGO_BIN_EXE_wasmscope"));
    let mut script = Command::new("script");
    script
        .args(["-qec", &line, "/dev/null"])
        .current_dir(FOLDER)
        .env_remove("NO_COLOR")
        .env("TERM", "xterm")
        .stdin(Stdio::null());
    if let Some(value) = no_color {
        script.env("NO_COLOR", value);
    }
    match script.output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(_) => {
            eprintln!("there is no `script` here, so no terminal was tried");
            None
        }
    }
}

/// Whether there are colours in what is seen.
fn is_coloured(words: &str, no_color: Option<&str>, expected: bool) {
    if let Some(text) = seen(words, no_color) {
        assert!(text.contains("there is no instruction `i32.ad`"), "{text}");
        assert_eq!(text.contains("\x1b[31m"), expected, "{words}: {text}");
    }
}

#[test]
fn there_are_colours_on_a_terminal_unless_they_are_not_wanted() {
    is_coloured("run broken.wat", None, true);
    is_coloured("run broken.wat", Some(""), true);
    is_coloured("run broken.wat", Some("1"), false);
    is_coloured("run --color auto broken.wat", Some("1"), false);
    is_coloured("run --color never broken.wat", None, false);
    // Whoever asks for them on the command line means it.
    is_coloured("run --color always broken.wat", Some("1"), true);
}

#[test]
fn a_usage_error_is_coloured_as_well() {
    if let Some(text) = seen("run --fule 5 broken.wat", None) {
        assert!(text.contains("\x1b[31merror:"), "{text}");
    }
}

#[test]
fn a_run_that_is_quick_shows_no_progress() {
    if let Some(text) = seen("run factorial.wat --invoke factorial 5", None) {
        assert_eq!(text.trim(), "120");
    }
}
