//! The words that comments `;;@ …` begin with.
//!
//! Most are not for the machine: they make a program an exercise, and only the page reads them.
//! A word that nobody has is told once, by the reader of the word that was probably meant.

use super::comments::Comment;
use super::parse::Refused;
use crate::load::suggest::nearest;

/// Those of exercises and storyboards (`docs/exercises.md`), then those of overlays. The page's
/// reader has the same in the same order; `vm/tests/directives.txt` is a test of both.
const WORDS: [&str; 11] = [
    "task", "assert", "secret", "must", "never", "steps", "depth", "hint", "note", "struct", "view",
];

/// What a comment is to overlays.
pub(super) enum Word {
    /// It begins as an overlay.
    Ours,
    /// It begins with a word that is none, and was probably meant as one of an overlay.
    Meant(Refused),
}

/// What a comment is; nothing for one that is not for overlays.
pub(super) fn word_of(comment: &Comment<'_>) -> Option<Word> {
    let word = comment.text.split_whitespace().next()?;
    if is_ours(word) {
        return Some(Word::Ours);
    }
    // What is indented goes on with the directive above it.
    let text = comment.text.strip_prefix(' ').unwrap_or(comment.text);
    if WORDS.contains(&word) || text.starts_with(char::is_whitespace) {
        return None;
    }
    let meant = nearest(word, WORDS).filter(|meant| is_ours(meant))?;
    let indent = comment.text.len() - comment.text.trim_start().len();
    let message = format!("there is no word {word} here: {meant} is probably meant");
    Some(Word::Meant((comment.at + indent, message)))
}

fn is_ours(word: &str) -> bool {
    matches!(word, "struct" | "view")
}
