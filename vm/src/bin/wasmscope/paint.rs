//! Colours.

use std::ffi::OsStr;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paint(bool);

/// What the command line says; it is the same for all that is printed.
static IS_ON: AtomicBool = AtomicBool::new(false);

impl Paint {
    /// Follows `--color` from now on: `auto`, which is a terminal that was not asked to do
    /// without, `always` or `never`.
    pub(crate) fn choose(word: Option<&OsStr>) {
        let is_on = match word.and_then(OsStr::to_str) {
            Some("always") => true,
            Some("never") => false,
            _ => {
                let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                !unwanted && std::io::stderr().is_terminal()
            }
        };
        IS_ON.store(is_on, Ordering::Relaxed);
    }

    /// What was chosen.
    pub(crate) fn current() -> Self {
        Self(IS_ON.load(Ordering::Relaxed))
    }

    /// Whether there are colours.
    pub(crate) fn is_on(self) -> bool {
        self.0
    }

    /// Colours what a person looks for first: the place, `error:` and the fix. Lines of a
    /// source, which begin with a margin, are left as they are.
    pub(crate) fn problem(self, text: &str) -> String {
        if !self.0 {
            return text.to_owned();
        }
        let line = |line: &str| {
            let place = line.split_once(": error: ");
            let is_source = line.starts_with([' ', '\x1b']);
            if let Some((place, message)) = place.filter(|_| !is_source) {
                format!("\x1b[1m{place}: \x1b[31merror:\x1b[39m {message}\x1b[0m\n")
            } else if let Some(fix) = line.strip_prefix("  fix: ") {
                format!("  \x1b[32mfix:\x1b[0m {fix}\n")
            } else {
                format!("{line}\n")
            }
        };
        text.lines().map(line).collect()
    }
}
