//! `cargo xtask tidy`: the rules of the repository, as a test.
//!
//! A rule is a function from the files to its findings; it reads nothing
//! else, so that each can be tested on files made up for it.

mod files;
mod numbers;
mod rules;
mod texts;
mod tokens;

use crate::failure::{Failure, Outcome};
use files::File;
use rules::{Finding, Level, RULES};

/// Checks all rules and prints every finding.
///
/// # Errors
///
/// When a rule is broken, or the files cannot be listed.
pub(crate) fn tidy() -> Outcome {
    let files = files::all()?;
    let findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&files)).collect();
    for finding in &findings {
        println!("{finding}");
    }
    let errors = findings
        .iter()
        .filter(|finding| finding.level == Level::Error)
        .count();
    match errors {
        0 => Ok(()),
        1 => Err(Failure::new("a rule of the repository is broken")),
        n => Err(Failure::new(format!(
            "rules of the repository are broken in {n} places"
        ))),
    }
}
