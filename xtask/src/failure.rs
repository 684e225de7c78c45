//! Why something could not go on, and the one command that helps.

use std::fmt;

/// What went wrong, in a sentence for people, and what to run next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    what: String,
    fix: Option<String>,
}

/// The result of anything that may not go on.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            fix: None,
        }
    }

    /// Names the command that mends it, or that shows it again by itself.
    pub(crate) fn run(mut self, command: impl Into<String>) -> Self {
        self.fix = Some(command.into());
        self
    }

    /// Names a command when there is none yet.
    pub(crate) fn or_run(mut self, command: impl Into<String>) -> Self {
        self.fix.get_or_insert_with(|| command.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.what)?;
        self.fix
            .as_ref()
            .map_or(Ok(()), |fix| write!(f, "\n  run: {fix}"))
    }
}
