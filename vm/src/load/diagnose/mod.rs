//! Problems in words that help: what is wrong, what was expected, what was
//! found and what to do.
//!
//! The libraries decide *whether* something is wrong; this module only says it
//! better, so a message that it does not know passes through, tidied up. It
//! reads the text again with [`tokens`], which cannot fail.

mod blocks;
mod compared;
mod decode;
mod function;
mod grammar;
mod immediates;
mod indices;
mod instruction;
mod invalid;
mod lexical;
mod mnemonics;
mod module;
mod names;
mod operands;
mod outline;
mod parens;
mod stack;
mod syntax;
pub(crate) mod tokens;
mod words;

use super::diagnostic::Diagnostic;
use super::source::{LineIndex, Span};

pub(crate) use invalid::{invalid, other};
pub(crate) use mnemonics::all as mnemonics;
pub(crate) use syntax::syntax_error;

/// The problems of a module given as text in strings, which have no positions
/// of their own: they all point at the word `quote`.
pub(crate) fn quoted(text: &str, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let tokens = tokens::Tokens::new(text);
    let quote = (0..tokens.list.len()).find(|&i| tokens.text_of(i) == "quote");
    let span = quote.map_or(Span::new(0, 1), |index| tokens.list[index].span);
    let lines = LineIndex::new(text);
    let place = |mut problem: Diagnostic| {
        problem.span = Some(span);
        problem.place(text, &lines);
        problem
    };
    problems.into_iter().map(place).collect()
}
