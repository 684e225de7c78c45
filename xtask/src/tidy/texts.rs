//! The rule about the page's texts: what people read is in message files, and not in the code
//! (decision 0017).
//!
//! What reads like a text is one: it begins with a capital letter and goes on in small ones, or two
//! words of it stand side by side. A word alone in small letters may be a name of something as
//! well; it is found where it is the content of an element or an attribute that people read.

mod known;

use super::File;
use super::rules::Finding;
use super::tokens::{Language, Token, tokens};
use known::NO_TEXTS;

/// What stands in parentheses after these is for who writes the program, or is no text.
const QUIET: [&str; 12] = [
    "assert",
    "assert_eq",
    "closest",
    "debug_assert",
    "debug_assert_eq",
    "env",
    "expect",
    "matches",
    "panic",
    "querySelector",
    "querySelectorAll",
    "unreachable",
];

/// Attributes whose values are names, of which there may be several.
const ATTRIBUTES: [&str; 4] = ["class", "className", "rel", "style"];

/// Attributes that people read or hear, by their last word: `aria-label`, `aria-valuetext`.
const READ: [&str; 6] = [
    "alt",
    "description",
    "label",
    "placeholder",
    "title",
    "valuetext",
];

/// Words that browsers speak: keys, as `KeyboardEvent` and `aria-keyshortcuts` name them, a number,
/// and what is dragged.
const BROWSERS: [&str; 14] = [
    "Alt",
    "Backspace",
    "Control",
    "Delete",
    "End",
    "Enter",
    "Escape",
    "Files",
    "Home",
    "Infinity",
    "Key",
    "Meta",
    "Shift",
    "Tab",
];

/// Texts in the code of the page, and exceptions that are none any more.
pub(crate) fn no_text_in_code(files: &[File]) -> Vec<Finding> {
    files
        .iter()
        .flat_map(|file| {
            let known = NO_TEXTS.iter().filter(|(path, ..)| *path == file.path);
            let known: Vec<&[&str]> = known.map(|(_, texts, _)| *texts).collect();
            check(file, &known)
        })
        .collect()
}

/// The texts of a file that are not known to be none, and what is known and not there.
fn check(file: &File, known: &[&[&str]]) -> Vec<Finding> {
    let found = texts(file);
    let is_known = |text: &str| {
        known
            .iter()
            .any(|texts| texts.is_empty() || texts.contains(&text))
    };
    let new = found.iter().filter(|(_, text)| !is_known(text));
    let new = new.map(|(line, text)| {
        let message = "reads like a text, and those are in message files (locales/en)";
        Finding::error(&file.path, *line, format!("`{text}` {message}"))
    });
    let is_there = |known: &str| found.iter().any(|(_, text)| text == known);
    let gone = known
        .iter()
        .copied()
        .flatten()
        .filter(|text| !is_there(text));
    let gone = gone.map(|text| {
        let message = "is an exception in xtask/src/tidy/texts/known.rs, and not here";
        Finding::error(&file.path, 0, format!("`{text}` {message}"))
    });
    new.chain(gone).collect()
}

/// What reads like a text in a file of the page, with the line.
fn texts(file: &File) -> Vec<(usize, String)> {
    let language = match file.extension() {
        "rs" if file.path.starts_with("web/src/") => Language::Rust,
        "js" if ["www/src/", "www/player/"]
            .iter()
            .any(|folder| file.path.starts_with(folder)) =>
        {
            Language::JavaScript
        }
        _ => return Vec::new(),
    };
    let tokens = tokens(&file.text, language);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((line, token)) = tokens.get(at) {
        let rest = &tokens[at..];
        at += match token {
            Token::Sign('#') if language == Language::Rust => attribute(rest),
            Token::Word(word) if QUIET.contains(word) => 1 + arguments(&rest[1..]),
            Token::Text(text) if is_for_people(&tokens[..at], text, &rest[1..]) => {
                found.push((*line, text.clone()));
                1
            }
            _ => 1,
        };
    }
    found
}

type Placed<'a> = (usize, Token<'a>);

/// How many tokens an attribute of Rust has, together with the tests that it may begin.
fn attribute(rest: &[Placed<'_>]) -> usize {
    let open = rest
        .iter()
        .take(3)
        .position(|(_, token)| *token == Token::Sign('['));
    let Some(open) = open else { return 1 };
    let length = open + enclosed(&rest[open..]);
    let is = |word| rest[..length].contains_word(word);
    if !(is("cfg") && is("test")) {
        return length;
    }
    let item = &rest[length..];
    let ends = |(_, token): &Placed<'_>| matches!(token, Token::Sign('{' | ';'));
    match item.iter().position(ends) {
        Some(body) if item[body].1 == Token::Sign('{') => length + body + enclosed(&item[body..]),
        Some(end) => length + end + 1,
        None => rest.len(),
    }
}

trait Words {
    fn contains_word(&self, word: &str) -> bool;
}

impl Words for [Placed<'_>] {
    fn contains_word(&self, word: &str) -> bool {
        self.iter().any(|(_, token)| *token == Token::Word(word))
    }
}

/// How many tokens the arguments of a call have; none where nothing is called.
fn arguments(rest: &[Placed<'_>]) -> usize {
    let bang = usize::from(
        rest.first()
            .is_some_and(|(_, token)| *token == Token::Sign('!')),
    );
    match rest.get(bang) {
        Some((_, Token::Sign('('))) => bang + enclosed(&rest[bang..]),
        _ => 0,
    }
}

/// How many tokens there are from a bracket to the one that closes it.
fn enclosed(rest: &[Placed<'_>]) -> usize {
    let mut depth = 0_usize;
    for (index, (_, token)) in rest.iter().enumerate() {
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    rest.len()
}

/// Whether people read a text, by what it is and by what stands around it.
fn is_for_people(before: &[Placed<'_>], text: &str, after: &[Placed<'_>]) -> bool {
    let next = after.first().map(|(_, token)| token);
    match before {
        [.., (_, Token::Word(name)), (_, Token::Sign('=' | ':'))] if ATTRIBUTES.contains(name) => {
            false
        }
        [.., (_, Token::Word(name)), (_, Token::Sign('='))] if READ.contains(name) => {
            plain(text).contains(char::is_alphabetic)
        }
        [.., (_, Token::Sign('>'))] if next == Some(&Token::Sign('<')) => {
            plain(text).contains(char::is_alphabetic)
        }
        _ => reads_like_text(text),
    }
}

/// Whether people would read it as a text of their language.
fn reads_like_text(literal: &str) -> bool {
    let text = plain(literal);
    let text = text.trim();
    // Code of WebAssembly is none.
    if text.starts_with("(module") || BROWSERS.contains(&text) {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut pairs = words.iter().zip(words.iter().skip(1));
    begins_like_sentence(text) || pairs.any(|(one, next)| is_pair(one, next))
}

/// A literal without tags, escapes and the names of what is put in.
fn plain(literal: &str) -> String {
    let (mut text, mut inside) = (String::new(), None);
    let unescaped = literal
        .replace("\\n", " ")
        .replace("\\\n", " ")
        .replace('\\', "");
    for c in unescaped.chars() {
        match (inside, c) {
            (None, '<' | '{') => inside = Some(if c == '<' { '>' } else { '}' }),
            (Some(end), c) if c == end => {
                inside = None;
                text.push_str(if c == '}' { PUT_IN } else { " " });
            }
            (Some(_), _) => {}
            (None, c) => text.push(c),
        }
    }
    text
}

/// What stands for something that is put in.
const PUT_IN: &str = "\u{0}";

/// A capital letter and then small ones alone, as far as the first word goes.
fn begins_like_sentence(text: &str) -> bool {
    let word: Vec<char> = text.chars().take_while(|c| c.is_alphanumeric()).collect();
    match word.as_slice() {
        [first, rest @ ..] => {
            first.is_uppercase() && !rest.is_empty() && rest.iter().all(|c| c.is_lowercase())
        }
        [] => false,
    }
}

/// Whether two neighbours are words, or a word and something that is put in.
fn is_pair(one: &str, next: &str) -> bool {
    let letters = |text: &str| {
        let text = text.trim_matches(|c: char| c.is_ascii_punctuation());
        let is_word = |c: char| c.is_alphabetic() || c == '\'' || c == '-' || c == '’';
        text.chars().count() > 1 && text.chars().all(is_word)
    };
    let is_put_in = |text: &str| text.contains(PUT_IN);
    match (letters(one), letters(next)) {
        (true, true) => true,
        (true, false) => is_put_in(next),
        (false, true) => is_put_in(one),
        (false, false) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a file of the page in which a text is found.
    fn found(path: &str, source: &str) -> Vec<usize> {
        texts(&File::new(path, source))
            .into_iter()
            .map(|(line, _)| line)
            .collect()
    }

    #[test]
    fn what_people_read_reads_like_a_text() {
        for text in [
            "Step",
            "Go to",
            "the stack is empty",
            "{} more",
            "picture {number} · step {step}",
            "makes {object}, a {ty}",
            "calls {name}({args})",
            ", and {} left",
            "it\\'s gone",
            "one\\\n        line",
            "<b>Hottest</b> lines",
            "Noch einmal",
        ] {
            assert!(reads_like_text(text), "{text}");
        }
    }

    #[test]
    fn names_and_formats_are_no_texts() {
        for text in [
            "",
            "step",
            "pane-stack",
            "aria-label",
            "memoryPages",
            "ArrowDown",
            "F11",
            "NaN",
            "Escape",
            "{} {}",
            "{name} = {}",
            "0x{:x}",
            "{module}.{name}",
            "M{x0} {y0}C{a} {b}",
            "i32 5",
            "(module (func $main))",
            "<td class=\\\"code left\\\">{text}</td>",
        ] {
            assert!(!reads_like_text(text), "{text}");
        }
    }

    #[test]
    fn a_text_in_rust_is_found_and_what_is_none_is_not() {
        let source = r#"
            //! Step "one two"
            #[serde(rename = "some words", skip)]
            #[expect(dead_code, reason = "some words")]
            fn a() {
                view! { <p class="pane quiet" aria-label="planted" data-a="b">"planted"</p> };
                let planted = ("Planted", "some words");
                value.expect("it is there");
                assert!(one, "it is {two}");
                panic!("it is not {}", there("at all"));
                format!("{count} planted")
            }
            #[cfg(test)]
            mod tests { fn b() { let c = "some words {"; } }
            const AFTER: &str = "Planted";
        "#;
        assert_eq!(found("web/src/view/a.rs", source), [6, 6, 7, 7, 11, 15]);
        assert!(found("vm/src/a.rs", source).is_empty());
    }

    #[test]
    fn a_text_in_javascript_is_found_and_what_is_none_is_not() {
        let source = "/** Step `one two` */\n\
            part.className = 'pane quiet';\n\
            for (const one of all.querySelectorAll(\"main button\")) one.title = 'planted';\n\
            part.textContent = `${count} planted`;\n\
            say(`${/some words/.test(a) ? says.one : \"Planted\"}`);\n";
        assert_eq!(found("www/src/a.js", source), [3, 4, 5]);
        assert!(found("www/e2e/a.test.mjs", source).is_empty());
    }

    #[test]
    fn an_exception_is_for_its_file_and_has_to_be_there() {
        let file = |text: &str| File::new("web/src/a.rs", text);
        let lines = |file: &File, known: &[&[&str]]| -> Vec<String> {
            check(file, known).iter().map(ToString::to_string).collect()
        };
        let planted = file("f(\"some words\")");
        assert!(lines(&planted, &[])[0].starts_with("web/src/a.rs:1: error: `some words`"));
        assert!(lines(&planted, &[&["some words"]]).is_empty());
        assert!(lines(&planted, &[&[]]).is_empty());
        assert_eq!(lines(&file("f()"), &[&["some words"]]).len(), 1);
    }
}
