//! What is named in the interface and does not exist yet: it says so.

use crate::failure::Failure;

/// The answer to a sub-command or an option of later.
pub(crate) fn failure(name: &str) -> Failure {
    Failure::usage(
        &format!("`{name}` does not exist yet in this version"),
        "run `wasmscope --help` for what does",
    )
}
