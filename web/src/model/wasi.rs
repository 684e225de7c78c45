//! What a program on WASI is given by the page: words, environment, standard input, files.

use std::sync::Arc;

use crate::text;
use wasmscope::host::wasi::{Journal, Memory, MemoryFiles, Process};

/// The name that a program is told to have.
const OWN_NAME: &str = "program";

/// What a program is given beside its words.
#[derive(Clone, Debug, Default)]
pub struct Gift {
    /// Its environment, each as `NAME=value`.
    pub environ: Vec<String>,
    /// All of its standard input; without it the person is asked.
    pub input: Option<String>,
    /// Its files, by paths from `/` on.
    pub files: Vec<(String, Arc<[u8]>)>,
    /// What its random numbers follow from.
    pub seed: u64,
}

/// A program that has not begun.
///
/// # Errors
///
/// Which file cannot be, since its path leads nowhere.
pub fn begin(gift: &Gift, words: &[String]) -> Result<Journal, String> {
    let mut system = Memory::new(gift.seed);
    system = match &gift.input {
        Some(text) => system.input(text.as_bytes()),
        None => system.interactive(),
    };
    let mut files = MemoryFiles::new();
    for (path, bytes) in &gift.files {
        let path = path.trim_start_matches('/');
        let is_name = |part: &str| !matches!(part, "" | "." | "..");
        if !path.split('/').all(is_name) || path.contains('\0') {
            return Err(text::wasi_no_path_file(path));
        }
        files = files.file(path, Arc::clone(bytes));
    }
    let root = system.add(&files);
    let root = root.map_err(|_| text::WASI_PATH_THROUGH_FILE.to_owned())?;
    let mut process = Process::new(system);
    let own = std::iter::once(OWN_NAME.to_owned());
    process.set_args(own.chain(words.iter().cloned()));
    process.set_environ(gift.environ.iter().map(String::as_str));
    process.preopen("/", root);
    Ok(Journal::new(process))
}

/// The words of a text: what is between spaces; what is between quotation marks is one.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = None::<String>;
    let mut quote = None;
    for letter in text.chars() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, _) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

/// The text that has such words.
#[must_use]
pub fn text_of(words: &[String]) -> String {
    let quoted = words.iter().map(|word| {
        let is_plain = |letter: char| !letter.is_whitespace() && !['"', '\''].contains(&letter);
        if !word.is_empty() && word.chars().all(is_plain) {
            return word.clone();
        }
        // Each quotation mark is put between those of the other sort.
        let parts: Vec<String> = word.split('"').map(|part| format!("\"{part}\"")).collect();
        parts.join("'\"'")
    });
    quoted.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_between_spaces() {
        assert_eq!(words("  one two\t--three "), ["one", "two", "--three"]);
        assert_eq!(
            words(r#"a"b c"d '' "it's" '"'"#),
            ["ab cd", "", "it's", "\""]
        );
        assert_eq!(words("\"open end"), ["open end"]);
        assert!(words(" ").is_empty());
    }

    #[test]
    fn words_come_back() {
        for all in [
            vec![
                "one",
                "two words",
                "",
                "it's",
                "say \"a 'b' c\"",
                "\"",
                "ä\n",
            ],
            vec![],
        ] {
            let all: Vec<String> = all.into_iter().map(str::to_owned).collect();
            assert_eq!(words(&text_of(&all)), all);
        }
    }

    #[test]
    fn a_path_has_to_lead_somewhere() {
        let with = |paths: &[&str]| {
            let files = paths
                .iter()
                .map(|path| ((*path).to_owned(), Arc::default()));
            begin(
                &Gift {
                    files: files.collect(),
                    ..Gift::default()
                },
                &[],
            )
            .map(drop)
        };
        assert_eq!(with(&["a", "/b/c", "b/d"]), Ok(()));
        assert!(with(&["a", "a/b"]).is_err());
        for path in ["", "/", "../a", "a//b", "a/./b", "a\0"] {
            assert!(with(&[path]).is_err(), "{path}");
        }
    }
}
