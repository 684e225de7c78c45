//! What goes wrong, as the command reports it.

/// Exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Finished.
    Done = 0,
    /// A script had failures.
    TestsFailed = 1,
    /// An unknown option or export, an argument of the wrong type or number.
    Usage = 2,
    /// The module is malformed, invalid or cannot be linked.
    Module = 3,
    /// The program trapped.
    Trap = 4,
    /// The program threw an exception that nobody caught.
    Exception = 5,
    /// Fuel or another limit ran out.
    Limit = 6,
    /// A file could not be read or written.
    File = 7,
    /// Ctrl-C, as shells count it: 128 and the number of the signal.
    Interrupted = 130,
}

/// A reason to end, ready to be printed.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The code to end with.
    pub(crate) exit: Exit,
    /// Lines, each with its line break.
    pub(crate) text: String,
}

impl Failure {
    pub(crate) fn new(exit: Exit, text: String) -> Self {
        Self { exit, text }
    }

    /// A wrong use of the command, and what to do.
    pub(crate) fn usage(message: &str, fix: &str) -> Self {
        Self::new(
            Exit::Usage,
            format!("wasmscope: error: {message}\n  fix: {fix}\n"),
        )
    }
}
