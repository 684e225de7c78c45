//! Links as the command takes them.

use crate::failure::{Exit, Failure};
use wasmscope::link::LinkError;
pub(crate) use wasmscope::link::{Link, Program};

/// Whether a word is a link and not the name of a file.
pub(crate) fn is_link(word: &str) -> bool {
    let Some((address, fragment)) = word.split_once('#') else {
        return false;
    };
    let is_address = ["", "/"].contains(&address)
        || address.contains("://")
        || address.ends_with('/')
        || address.ends_with(".html");
    is_address && fragment.starts_with("w1")
}

/// Reads a link.
pub(crate) fn decode(text: &str) -> Result<Link, Failure> {
    wasmscope::link::decode(text).map_err(|error| failure(&error))
}

/// What is wrong with a link, and what to do.
pub(crate) fn failure(error: &LinkError) -> Failure {
    let (exit, fix) = match error {
        LinkError::NotALink => (Exit::Usage, "give all of it: it begins with `#w1`"),
        LinkError::Later => (Exit::Module, "install a newer wasmscope"),
        LinkError::Damaged(None) => (Exit::Module, "copy all of it once more"),
        LinkError::Damaged(Some(_)) => (
            Exit::Module,
            "copy all of it once more; `wasmscope open --recover LINK` gives what is left",
        ),
        LinkError::NoProgram => (Exit::Module, "share the program again"),
        LinkError::TooLarge => (Exit::Module, "pass the program on as a file"),
    };
    let message = error.to_string();
    let message = message.replacen("This", "this", 1);
    Failure::new(exit, format!("link: error: {message}\n  fix: {fix}\n"))
}
