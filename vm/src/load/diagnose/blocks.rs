//! Blocks written flat that do not end, or end too often.
//!
//! The text parser leaves this to whoever reads the bytes.

use super::tokens::{TokenKind, Tokens};
use crate::load::diagnostic::{Diagnostic, Kind};

/// A block that is open while its function is read.
struct Open {
    /// The word that begins it.
    word: usize,
    /// The parenthesis around it, when it is folded.
    folded: Option<usize>,
    has_else: bool,
}

/// The problem of the blocks of a function, given its opening parenthesis.
pub(crate) fn problem(tokens: &Tokens<'_>, function: usize) -> Option<Diagnostic> {
    let mut open: Vec<Open> = Vec::new();
    for index in function + 1..tokens.past(function) {
        match tokens.kind(index) {
            Some(TokenKind::Close) => {
                let closed = tokens.list[index].partner;
                match open.last() {
                    Some(block) if block.folded == closed => drop(open.pop()),
                    Some(block) if block.folded.is_none() && closed < Some(block.word) => {
                        // It closes something that was opened before the block.
                        return Some(unended(tokens, block.word));
                    }
                    _ => {}
                }
            }
            Some(TokenKind::Word) => match tokens.text_of(index) {
                "block" | "loop" | "if" | "try_table" => {
                    let parent = tokens.list[index].parent;
                    let folded = parent.filter(|&parent| parent + 1 == index);
                    open.push(Open {
                        word: index,
                        folded,
                        has_else: false,
                    });
                }
                "end" => match open.last() {
                    Some(Open { folded: None, .. }) => drop(open.pop()),
                    _ => return Some(extra(tokens, index, "end")),
                },
                "else" if tokens.text_of(index - 1) != "(" => match open.last_mut() {
                    Some(block)
                        if block.folded.is_none()
                            && !block.has_else
                            && tokens.text_of(block.word) == "if" =>
                    {
                        block.has_else = true;
                    }
                    _ => return Some(extra(tokens, index, "else")),
                },
                _ => {}
            },
            _ => {}
        }
    }
    None
}

fn unended(tokens: &Tokens<'_>, word: usize) -> Diagnostic {
    let name = tokens.text_of(word);
    let message = format!("this `{name}` has no `end`");
    Diagnostic::new(Kind::Syntax, "block-without-end", message)
        .at(tokens.list[word].span)
        .expected("`end` after the last instruction of the block")
        .found("the closing parenthesis of what is around it")
        .fix(format!(
            "write `end`, or put all of it into parentheses: `({name} …)`"
        ))
}

fn extra(tokens: &Tokens<'_>, index: usize, word: &str) -> Diagnostic {
    let message = match word {
        "else" => "this `else` belongs to no `if`".to_owned(),
        _ => "this `end` ends nothing: no block is open here".to_owned(),
    };
    let code = if word == "else" {
        "else-without-if"
    } else {
        "unexpected-end-word"
    };
    let problem = Diagnostic::new(Kind::Syntax, code, message).at(tokens.list[index].span);
    match word {
        "else" => problem.fix("write `if` before it, and one `else` at most"),
        _ => problem.fix("remove it: a function ends with its `)`, and so does `(block …)`"),
    }
}
