//! Looking for examples: by what they are called, what they teach, what is said of them, their
//! tags, what they execute and the words of their source.

use super::examples::Example;

/// Instructions that are named beside a found example.
const MOST_NAMED: usize = 3;

/// Instructions whose names have no dot in them.
const PLAIN: [&str; 22] = [
    "block",
    "br",
    "br_if",
    "br_table",
    "br_on_cast",
    "br_on_null",
    "br_on_non_null",
    "call",
    "call_indirect",
    "call_ref",
    "drop",
    "if",
    "loop",
    "nop",
    "return",
    "return_call",
    "return_call_indirect",
    "select",
    "throw",
    "throw_ref",
    "try_table",
    "unreachable",
];

/// An example that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// It.
    pub example: &'static Example,
    /// Instructions in it that were looked for, the first ones.
    pub uses: Vec<&'static str>,
}

/// The examples in which each word of a question is found, in their order.
#[must_use]
pub fn find(examples: &'static [Example], question: &str) -> Vec<Found> {
    let question = question.to_lowercase();
    let words: Vec<&str> = question.split_whitespace().collect();
    let found = |example: &'static Example| {
        let instructions = instructions(example.source);
        let text = text(example);
        let mut uses: Vec<&'static str> = Vec::new();
        for word in &words {
            let named = instructions.iter().filter(|name| name.contains(word));
            let before = uses.len();
            uses.extend(named);
            let is_said = text.contains(word) || starts_a_word(example.source, word);
            if uses.len() == before && !is_said {
                return None;
            }
        }
        uses.truncate(MOST_NAMED);
        Some(Found { example, uses })
    };
    examples.iter().filter_map(found).collect()
}

/// What is said about an example, in small letters.
fn text(example: &Example) -> String {
    let part = example.part.name();
    let version = example.part.version().unwrap_or_default();
    let (title, teaches, goal) = (example.title(), example.teaches(), example.goal());
    let (tags, question, change) = (example.tags(), example.question(), example.break_it());
    format!("{title} {teaches} {tags} {goal} {question} {change} {part} {version}").to_lowercase()
}

/// Letters that a word needs at least to be looked for in the source, where short ones are many.
const LEAST: usize = 4;

/// Whether a word of the source, a name or one of a comment, begins with a word in small letters.
fn starts_a_word(source: &str, word: &str) -> bool {
    let mut words = source.split(|c: char| !c.is_alphanumeric());
    word.len() >= LEAST
        && words.any(|one| {
            let start = one.get(..word.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(word))
        })
}

/// The instructions that a text writes, each once, in order.
fn instructions(source: &'static str) -> Vec<&'static str> {
    let mut names: Vec<&str> = Vec::new();
    for line in source.lines() {
        let code = line.split(";;").next().unwrap_or_default();
        // What stands between quotes is no code.
        for part in code.split('"').step_by(2) {
            let words = part.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
            for word in words {
                let is_one = word.split_once('.').is_some_and(|(of, name)| {
                    let is_name = |part: &str| part.starts_with(|c: char| c.is_ascii_lowercase());
                    is_name(of) && is_name(name)
                });
                if (is_one || PLAIN.contains(&word)) && !names.contains(&word) {
                    names.push(word);
                }
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::examples::EXAMPLES;
    use super::*;

    fn titles(question: &str) -> Vec<&'static str> {
        let found = find(EXAMPLES, question);
        found.iter().map(|found| found.example.title()).collect()
    }

    #[test]
    fn nothing_asked_finds_all_in_their_order() {
        let found = find(EXAMPLES, "  ");
        assert!(found.iter().all(|found| found.uses.is_empty()));
        let found: Vec<&Example> = found.iter().map(|found| found.example).collect();
        assert_eq!(found, EXAMPLES.iter().collect::<Vec<_>>());
    }

    #[test]
    fn an_instruction_finds_what_executes_it() {
        let found = find(EXAMPLES, "br_table");
        assert!(found.len() >= 3, "{found:?}");
        for Found { example, uses } in &found {
            assert_eq!(*uses, ["br_table"], "{}", example.id);
            assert!(example.source.contains("br_table"), "{}", example.id);
        }
        assert_eq!(titles("I64X2"), titles("i64x2"));
        assert!(titles("rotr").contains(&"SHA-256"));
    }

    #[test]
    fn words_of_a_comment_or_of_a_text_are_no_instructions() {
        let source = "(func ;; i32.add\n (i32.const 1) (data \"f64.add\") offset=4 br $br.x 1.5)";
        assert_eq!(instructions(source), ["i32.const", "br"]);
    }

    #[test]
    fn words_that_people_use_find_what_is_about_them() {
        let examples: [(&str, &[&str]); 6] = [
            (
                "recursion",
                &["Factorial", "Quicksort", "N queens", "Sudoku"],
            ),
            ("garbage", &["Cons cells", "Shape zoo"]),
            ("gc", &["Cons cells", "Shape zoo"]),
            ("string", &["Hello, bytes", "Quicksort"]),
            ("overflow", &["Factorial", "SHA-256"]),
            ("hexadecimal", &["Hello, bytes", "SHA-256", "Bit tricks"]),
        ];
        for (question, wanted) in examples {
            let found = titles(question);
            for title in wanted {
                assert!(found.contains(title), "{question}: {found:?}");
            }
            assert!(found.len() < EXAMPLES.len() / 2, "{question}: {found:?}");
        }
        assert!(
            titles("recursion")
                .iter()
                .any(|title| title.starts_with("Fibonacci"))
        );
    }

    #[test]
    fn a_word_of_the_source_is_found_by_its_beginning() {
        let source = "(func $neighbours ;; Cells alive";
        assert!(starts_a_word(source, "neighbour"));
        assert!(starts_a_word(source, "cells"));
        assert!(!starts_a_word(source, "bours"));
        assert!(!starts_a_word("(i32.add", "i32"), "short words are many");
    }

    #[test]
    fn every_word_has_to_be_found() {
        assert_eq!(titles("backtracking sudoku"), ["Sudoku"]);
        assert_eq!(titles("sudoku simd"), [""; 0]);
        assert!(titles("1.0 loop").contains(&"Countdown"));
        assert!(!titles("1.0 loop").contains(&"Grey row"));
        assert!(titles("2.0").contains(&"Grey row"));
    }
}
