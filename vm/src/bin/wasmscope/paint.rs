//! Colours.

use std::ffi::OsStr;
use std::io::IsTerminal;

/// Whether to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paint(bool);

impl Paint {
    /// What `--color` says: `auto`, which is a terminal that was not asked to do without,
    /// `always` or `never`.
    pub(crate) fn chosen(word: Option<&OsStr>) -> Self {
        match word.and_then(OsStr::to_str) {
            Some("always") => Self(true),
            Some("never") => Self(false),
            _ => {
                let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                Self(!unwanted && std::io::stderr().is_terminal())
            }
        }
    }

    /// Colours what a person looks for first: `error:`, the carets, and the fix.
    pub(crate) fn problem(self, text: &str) -> String {
        if !self.0 {
            return text.to_owned();
        }
        let line = |line: &str| {
            let carets = line.trim_start().strip_prefix('|');
            if let Some((place, message)) = line.split_once(": error: ") {
                format!("\x1b[1m{place}: \x1b[31merror:\x1b[39m {message}\x1b[0m\n")
            } else if carets.is_some_and(|rest| rest.trim_matches([' ', '\t', '^']).is_empty()) {
                format!("\x1b[31m{line}\x1b[0m\n")
            } else if let Some(fix) = line.strip_prefix("  fix: ") {
                format!("  \x1b[32mfix:\x1b[0m {fix}\n")
            } else {
                format!("{line}\n")
            }
        };
        text.lines().map(line).collect()
    }
}
