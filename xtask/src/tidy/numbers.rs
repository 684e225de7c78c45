//! The rule about messages with a number: what stands beside it is chosen by the number
//! (decision 0017), so that nobody reads `1 objects are left out`.
//!
//! A variable with a word in the plural right after it, or one word further, is what is looked
//! for. Words of other kinds that end in an s are known; they are few.

use super::File;
use super::rules::Finding;

/// Words that end in an s and are not in the plural.
const NO_PLURALS: [&str; 23] = [
    "as", "begins", "carries", "catches", "comes", "does", "ends", "exports", "goes", "has",
    "imports", "is", "its", "leads", "leaves", "lies", "matches", "parts", "stands", "takes",
    "this", "traps", "was",
];

/// Variables that are the number of bits of a type or of a part of it, which is never one.
const WIDTHS: [&str; 3] = ["$width", "$bits", "$precision"];

/// Messages whose number is never one: the file in `locales/en`, the message, and the reason.
const NEVER_ONE: &[(&str, &str, &str)] = &[
    ("canvas-model.ftl", "canvas-pixels", "there are two numbers"),
    (
        "gallery.ftl",
        "gallery-count",
        "of the examples that there are",
    ),
    (
        "gallery.ftl",
        "gallery-count-of",
        "of the examples that there are",
    ),
    (
        "go-to-page.ftl",
        "go-to-takes-long",
        "more than twenty millions",
    ),
    (
        "lanes-model.ftl",
        "lanes-active-range",
        "there are two numbers",
    ),
    ("modules-model.ftl", "modules-model-too-many", "a constant"),
    ("modules-model.ftl", "modules-model-long-name", "a constant"),
    ("overview-api.ftl", "overview-api-bounds", "a constant"),
    ("script-page.ftl", "script-too-many-bytes", "a constant"),
    ("script-page.ftl", "script-memory-has", "whole pages"),
    ("share-page.ftl", "share-copied", "no link is so short"),
    ("check/compare.ftl", "other-size", "whole pages"),
    ("check/compare.ftl", "bytes-of-memory", "whole pages"),
    ("history.ftl", "first-shown", "a constant"),
    ("lens/movement.ftl", "extended-sign", "eight at least"),
    ("lens/movement.ftl", "extended-zero", "eight at least"),
    ("lens/rounding.ftl", "endless", "more than are kept"),
    ("lens/rounding.ftl", "cancelled", "two at least"),
    ("lens/sheet.ftl", "run", "twenty-four at least"),
    ("lessons/check.ftl", "no-end", "a constant"),
];

/// Messages that say the same of one as of many, and exceptions that are none any more.
pub(crate) fn numbers_choose(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        let Some((_, name)) = file.path.split_once("/locales/en/") else {
            continue;
        };
        let known: Vec<_> = NEVER_ONE.iter().filter(|(in_, ..)| *in_ == name).collect();
        let mut gone = known.clone();
        for (line, message, plural) in unchosen(&file.text) {
            let is_it = |(_, known, _): &&&(&str, &str, &str)| *known == message;
            gone.retain(|known| !is_it(&known));
            if known.iter().any(|known| is_it(&known)) {
                continue;
            }
            let what = "says so of one as well: choose by the number, { $n -> [one] … *[other] … }";
            let told = format!("`{message}`: `{plural}` {what}");
            findings.push(Finding::error(&file.path, line, told));
        }
        findings.extend(gone.iter().map(|(_, message, _)| {
            let told =
                format!("`{message}` is an exception in xtask/src/tidy/numbers.rs, and none");
            Finding::error(&file.path, 0, told)
        }));
    }
    findings
}

/// The plurals beside numbers outside of a choice: line, message and word.
fn unchosen(text: &str) -> Vec<(usize, String, String)> {
    let mut name = "";
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let is_begun = line.starts_with(|c: char| c.is_ascii_lowercase());
        if let Some((begun, _)) = line.split_once(" = ").filter(|_| is_begun) {
            name = begun;
        }
        // What is chosen says of each number what it is.
        if line.trim_start().starts_with(['[', '*', '#']) {
            continue;
        }
        for after in after_variables(line) {
            let words = after.split(' ').take(2);
            let is_plain = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase());
            let bare = words.map(|word| word.trim_end_matches([',', '.', ':', ';', ')']));
            let plural = bare
                .take_while(is_plain)
                .find(|word| word.len() > 2 && word.ends_with('s') && !NO_PLURALS.contains(word));
            found.extend(plural.map(|word| (index + 1, name.to_owned(), word.to_owned())));
        }
    }
    found
}

/// What follows each variable of a line after a blank.
fn after_variables(line: &str) -> impl Iterator<Item = &str> {
    line.split("{ ").skip(1).filter_map(|part| {
        let is_variable = part.starts_with('$') || part.starts_with("NUMBER($");
        let (variable, after) = part.split_once(" }").filter(|_| is_variable)?;
        let after = after.strip_prefix(' ');
        after.filter(|_| !WIDTHS.contains(&variable))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(usize, String)> {
        let found = unchosen(text).into_iter();
        found.map(|(line, name, _)| (line, name)).collect()
    }

    #[test]
    fn a_plural_beside_a_number_is_found() {
        assert_eq!(
            found("few = { $n } things\nmany = All { NUMBER($n) } earlier lines, seen"),
            [(1, "few".to_owned()), (2, "many".to_owned())]
        );
    }

    #[test]
    fn an_exception_is_one_of_its_file_and_has_to_be_needed() {
        let lines = |path: &str, text: &str| {
            let found = numbers_choose(&[File::new(path, text)]);
            found.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let no_end = "no-end = no end after { NUMBER($count) } instructions";
        assert!(lines("www/locales/en/lessons/check.ftl", no_end).is_empty());
        assert_eq!(lines("www/locales/en/lessons/other.ftl", no_end).len(), 1);
        let gone = lines("www/locales/en/lessons/check.ftl", "no-end = no end");
        assert!(
            gone.concat().contains("`no-end` is an exception"),
            "{gone:?}"
        );
    }

    #[test]
    fn what_is_chosen_and_what_is_no_plural_is_not() {
        let text = "chosen = { $n ->\n    [one] one thing\n   *[other] { $n } things\n}, at { $step }\n\
                    verb = { $name } has no { $what }, and `{ $other }` things\n\
                    later = { NUMBER($n) } { $n ->\n    [one] step\n   *[other] steps\n}";
        assert_eq!(found(text), []);
    }
}
