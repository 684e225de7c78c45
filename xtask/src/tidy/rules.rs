//! The rules themselves.

use std::collections::BTreeSet;
use std::fmt;

use super::File;
use super::numbers::numbers_choose;
use super::texts::no_text_in_code;

/// A rule: from all files to what it finds.
type Rule = fn(&[File]) -> Vec<Finding>;

/// Every rule.
pub(crate) const RULES: [Rule; 9] = [
    no_machine_path,
    nothing_unmerged,
    no_download_address,
    no_overlong_file,
    nothing_unfinished,
    examples_are_complete,
    readme_begins_with_the_two_commands,
    no_text_in_code,
    numbers_choose,
];

/// A file longer than this is looked at, and longer than that is not taken.
const LONG: usize = 400;
const TOO_LONG: usize = 700;

/// Whether a finding breaks a rule or is only worth a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Error,
    Warning,
}

/// What a rule found, and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) level: Level,
    path: String,
    /// From 1; 0 stands for the whole file.
    line: usize,
    message: String,
}

impl Finding {
    pub(crate) fn error(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }

    fn warning(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            level: Level::Warning,
            ..Self::error(path, line, message)
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = if self.level == Level::Error {
            "error"
        } else {
            "warning"
        };
        let line = if self.line == 0 {
            String::new()
        } else {
            format!(":{}", self.line)
        };
        write!(f, "{}{line}: {level}: {}", self.path, self.message)
    }
}

/// A finding for each line of the files that satisfies a predicate.
fn lines<'a>(
    files: impl Iterator<Item = &'a File>,
    is: impl Fn(&str) -> bool,
    message: &str,
) -> Vec<Finding> {
    files
        .flat_map(|file| {
            file.lines_where(&is)
                .map(|line| Finding::error(&file.path, line, message))
        })
        .collect()
}

/// Paths of somebody's machine mean nothing on another.
fn no_machine_path(files: &[File]) -> Vec<Finding> {
    lines(
        files.iter(),
        names_machine_path,
        "names a path of one machine",
    )
}

/// Whether an absolute path into a folder where people keep their work begins
/// anywhere in the line; within an address or a longer path it does not count.
fn names_machine_path(line: &str) -> bool {
    ["farm", "home", "root", "work", "Users"]
        .iter()
        .any(|folder| {
            let path = format!("/{folder}/");
            line.match_indices(&path).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || "._-~*}$".contains(c))
            })
        })
}

/// Lock files pin what is taken, not where from: that is each machine's own
/// setting.
fn no_download_address(files: &[File]) -> Vec<Finding> {
    const CRATES_IO: &str = r#"source = "registry+https://github.com/rust-lang/crates.io-index""#;
    let named = |name: &'static str| {
        files
            .iter()
            .filter(move |file| file.path.rsplit('/').next() == Some(name))
    };
    let resolved = |line: &str| line.trim_start().starts_with("\"resolved\"");
    let elsewhere = |line: &str| line.starts_with("source = ") && line != CRATES_IO;
    let registry = |line: &str| {
        let key = line.split('=').next().unwrap_or_default().trim();
        line.contains("=") && (key == "registry" || key.ends_with(":registry"))
    };
    let message = "names the address of a package registry";
    let mut findings = lines(named("package-lock.json"), resolved, message);
    findings.extend(lines(named("Cargo.lock"), elsewhere, message));
    findings.extend(lines(named(".npmrc"), registry, message));
    findings
}

/// Whether a file is code that we wrote.
fn is_code(file: &File) -> bool {
    ["rs", "js", "mjs", "ts", "css"].contains(&file.extension())
}

/// One file is one room with one purpose.
fn no_overlong_file(files: &[File]) -> Vec<Finding> {
    let code = files.iter().filter(|file| is_code(file));
    code.filter_map(|file| match file.text.lines().count() {
        n if n > TOO_LONG => Some(Finding::error(
            &file.path,
            0,
            format!("{n} lines; {TOO_LONG} is the limit"),
        )),
        n if n > LONG => Some(Finding::warning(
            &file.path,
            0,
            format!("{n} lines; is it still one room?"),
        )),
        _ => None,
    })
    .collect()
}

/// What two branches have made of the same lines is one text.
fn nothing_unmerged(files: &[File]) -> Vec<Finding> {
    let marks = ["<", ">"].map(|sign| format!("{} ", sign.repeat(7)));
    let is_mark = |line: &str| marks.iter().any(|mark| line.starts_with(mark.as_str()));
    lines(
        files.iter(),
        is_mark,
        "two versions of these lines are left to be merged",
    )
}

/// What is not finished is not there, and a test that does not run is none.
fn nothing_unfinished(files: &[File]) -> Vec<Finding> {
    // Put together, so that this file passes its own rule.
    const MARKS: [&str; 9] = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("to", "do!("),
        concat!("unimplemented", "!("),
        concat!("#[", "ignore"),
        concat!("test", ".only"),
        concat!("test", ".skip"),
        concat!("test", ".todo"),
        concat!("describe", ".only"),
    ];
    MARKS
        .iter()
        .flat_map(|mark| {
            let code = files.iter().filter(|file| is_code(file));
            lines(
                code,
                |line| line.contains(mark),
                &format!("`{mark}` says it is unfinished"),
            )
        })
        .collect()
}

/// The page shows an example's program together with what it is about, and the tests look
/// at what comes of its calls.
fn examples_are_complete(files: &[File]) -> Vec<Finding> {
    let inside = |file: &'_ File| {
        let rest = file.path.strip_prefix("www/examples/")?;
        rest.split_once('/').map(|(name, _)| name.to_owned())
    };
    let names: BTreeSet<String> = files.iter().filter_map(inside).collect();
    let wanted = names.iter().flat_map(|name| {
        ["main.wat", "about.md", "runs.txt"].map(|file| format!("www/examples/{name}/{file}"))
    });
    let missing = wanted.filter(|path| files.iter().all(|file| file.path != *path));
    missing
        .map(|path| Finding::error(&path, 0, "an example needs it"))
        .collect()
}

/// Whoever arrives finds the two commands at once, in this order.
fn readme_begins_with_the_two_commands(files: &[File]) -> Vec<Finding> {
    const WANTED: [&str; 2] = ["cargo xtask serve", "cargo xtask test"];
    let readme = files.iter().find(|file| file.path == "README.md");
    let blocks = readme.map_or_else(Vec::new, |file| code_blocks(&file.text));
    if blocks.iter().map(|block| block.trim()).take(2).eq(WANTED) {
        return Vec::new();
    }
    let message = format!(
        "the first two code blocks are to be `{}`",
        WANTED.join("` and `")
    );
    vec![Finding::error("README.md", 0, message)]
}

/// The contents of the fenced code blocks of a Markdown text.
fn code_blocks(markdown: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    for line in markdown.lines() {
        let fence = line.trim_start().starts_with("```");
        match (&mut open, fence) {
            (None, true) => open = Some(String::new()),
            (Some(_), true) => blocks.extend(open.take()),
            (Some(block), false) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, false) => {}
        }
    }
    blocks
}

#[cfg(test)]
mod tests;
