//! Every option works where the help lists it, and is refused where it does not.

#![cfg(feature = "cli")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Output, Stdio};

/// The options of a sub-command, each with the word that stands for its value.
type Options = BTreeMap<String, String>;

fn wasmscope(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasmscope"));
    let command = command.args(words).stdin(Stdio::null());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/command");
    let output = command.current_dir(folder).output();
    output.expect("the command starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The sub-commands, as `wasmscope --help` lists them.
fn subs() -> Vec<String> {
    let help = text(&wasmscope(&["--help"]).stdout);
    let rows = help.lines().filter_map(|line| line.strip_prefix("  "));
    let names = rows.filter_map(|row| row.split(' ').next());
    let names: Vec<String> = names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    assert!(names.contains(&"run".to_owned()) && names.contains(&"test".to_owned()));
    names
}

/// What `wasmscope SUB --help` lists.
fn options(sub: &str) -> Options {
    let help = text(&wasmscope(&[sub, "--help"]).stdout);
    let rows = help.lines().filter_map(|line| line.strip_prefix("  --"));
    let row = |row: &str| {
        let mut words = row.split(' ');
        let name = words.next().unwrap_or_default().to_owned();
        (name, words.next().unwrap_or_default().to_owned())
    };
    rows.map(row).collect()
}

/// Those of `run` with `--trace`, which its help leaves to that of `trace`.
fn has(sub: &str, name: &str) -> bool {
    let own = options(sub).contains_key(name);
    own || (sub == "run" && options("trace").contains_key(name))
}

#[test]
fn an_option_is_refused_where_it_means_nothing() {
    let subs = subs();
    let all: BTreeSet<String> = subs
        .iter()
        .flat_map(|sub| options(sub).into_keys())
        .collect();
    assert!(all.len() > 20, "{all:?}");
    for sub in &subs {
        for name in all.iter().filter(|name| !has(sub, name)) {
            let output = wasmscope(&[sub, &format!("--{name}"), "1", "factorial.wat"]);
            let told = text(&output.stderr);
            let expected =
                format!("--{name} means nothing to `wasmscope {sub}`\n  fix: leave it out");
            assert!(told.contains(&expected), "{sub} --{name}: {told}");
            assert_eq!(output.status.code(), Some(2));
            assert_eq!(text(&output.stdout), "");
        }
    }
}

#[test]
fn an_option_that_takes_a_value_is_refused_without() {
    for sub in subs() {
        for (name, value) in options(&sub) {
            let output = match &*value {
                "" => wasmscope(&[&sub, &format!("--{name}=1")]),
                _ => wasmscope(&[&sub, &format!("--{name}")]),
            };
            if name == "help" {
                continue;
            }
            let expected = match &*value {
                "" => format!("`--{name}` takes no value"),
                _ => format!("--{name} lacks its value\n  fix: write --{name} {value}\n"),
            };
            let told = text(&output.stderr);
            assert!(told.contains(&expected), "{sub} --{name}: {told}");
            assert_eq!(output.status.code(), Some(2));
        }
    }
}

#[test]
fn the_help_of_each_has_examples_that_name_it() {
    for sub in subs() {
        let help = text(&wasmscope(&[&sub, "--help"]).stdout);
        let examples = help.split("\nExamples:\n").nth(1).unwrap_or_default();
        assert!(examples.contains(&format!("  wasmscope {sub} ")), "{help}");
        assert_eq!(help, text(&wasmscope(&["help", &sub]).stdout));
        let widest = help.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(92), "{help}");
    }
}

/// What bash offers for a line, when the cursor is at its end.
fn offered(line: &[&str]) -> Option<BTreeSet<String>> {
    let script = text(&wasmscope(&["completions", "bash"]).stdout);
    let asks = r#"
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _wasmscope
        printf '%s\n' "${COMPREPLY[@]}""#;
    let output = Command::new("bash")
        .args(["--norc", "-c", &format!("{script}{asks}"), "bash"])
        .args(line)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/command"))
        .output()
        .ok()?;
    assert_eq!(text(&output.stderr), "");
    let words = text(&output.stdout);
    Some(
        words
            .lines()
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect(),
    )
}

/// `offered` where there is a bash, and what it should be.
fn offers(line: &[&str], expected: &[&str]) {
    if let Some(found) = offered(line) {
        let expected = expected.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(found, expected, "{line:?}");
    }
}

#[test]
fn bash_completes_what_the_help_lists() {
    for sub in subs() {
        let Some(found) = offered(&["wasmscope", &sub, "--"]) else {
            return;
        };
        for name in options(&sub).into_keys() {
            assert!(found.contains(&format!("--{name}")), "{sub} --{name}");
        }
        for name in found {
            let name = name.trim_start_matches('-');
            // Another name of --invoke.
            assert!(name == "call" || has(&sub, name), "{sub} {name}");
        }
    }
}

#[test]
fn bash_completes_sub_commands_values_and_files() {
    offers(&["wasmscope", "comp"], &["completions"]);
    offers(&["wasmscope", "fact"], &["factorial.wat"]);
    offers(&["wasmscope", "trace", "fact"], &["factorial.wat"]);
    offers(&["wasmscope", "trace", "--format", ""], &["text", "jsonl"]);
    offers(&["wasmscope", "profile", "--format", "j"], &["json"]);
    offers(
        &["wasmscope", "trace", "--kind", "call,m"],
        &["call,memory"],
    );
    // As bash divides `--format=` and `--link math=fact`.
    offers(&["wasmscope", "test", "--format", "="], &["text", "json"]);
    offers(&["wasmscope", "run", "--color", "=", "al"], &["always"]);
    offers(
        &["wasmscope", "run", "--link", "math", "=", "fact"],
        &["factorial.wat"],
    );
    offers(&["wasmscope", "trace", "--fuel", ""], &[]);
    offers(&["wasmscope", "completions", ""], &["bash", "zsh", "fish"]);
}

#[test]
fn the_scripts_for_zsh_and_fish_can_be_read() {
    for shell in ["zsh", "fish"] {
        let script = wasmscope(&["completions", shell]).stdout;
        let file = format!("{}/completions.{shell}", env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(&file, &script).expect("it can be written");
        for name in options("trace").into_keys() {
            let name = match shell {
                "zsh" => format!("--{name}["),
                _ => format!(" -l {name} "),
            };
            assert!(text(&script).contains(&name), "{shell} {name}");
        }
        match Command::new(shell).args(["-n", &file]).output() {
            Ok(output) => assert!(output.status.success(), "{}", text(&output.stderr)),
            Err(_) => eprintln!("there is no {shell} here, so its script was not read by it"),
        }
    }
}
