//! The examples that come with the page: their text, and what `about.md` says.
//!
//! The page's own module has the first one only; the others are in a file of their own, which
//! is loaded when they are looked at ([`take`]).

use std::sync::OnceLock;

use crate::text;

/// An example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its folder in `www/examples`.
    pub id: &'static str,
    /// The part of the list that it is in.
    pub part: Part,
    /// The program.
    pub source: &'static str,
    about: &'static str,
}

/// A part of the list of examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "`name` says what each is about")]
pub enum Part {
    Stack,
    Blocks,
    Functions,
    Numbers,
    Memory,
    Tables,
    Version2,
    Version3,
    Larger,
}

impl Part {
    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Part::Stack => text::EXAMPLES_STACK,
            Part::Blocks => text::EXAMPLES_BLOCKS,
            Part::Functions => text::EXAMPLES_FUNCTIONS,
            Part::Numbers => text::EXAMPLES_NUMBERS,
            Part::Memory => text::EXAMPLES_MEMORY,
            Part::Tables => text::EXAMPLES_TABLES,
            Part::Version2 => text::EXAMPLES_VERSION_2,
            Part::Version3 => text::EXAMPLES_VERSION_3,
            Part::Larger => text::EXAMPLES_LARGER,
        }
    }

    /// The version of WebAssembly that runs all of it, where that is not its name.
    #[must_use]
    pub fn version(self) -> Option<&'static str> {
        match self {
            Part::Version2 | Part::Version3 | Part::Larger => None,
            _ => Some(text::EXAMPLES_VERSION_1),
        }
    }
}

/// A call that an example suggests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The exported function.
    pub entry: &'static str,
    /// Its arguments, as a person types them.
    pub arguments: Vec<String>,
}

macro_rules! examples {
    ($($part:ident: [$($id:literal),* $(,)?]),* $(,)?) => {
        /// Every example, from the first to the hardest; those of a part are together. The
        /// first is open at the first visit.
        ///
        /// For tests, and for what is computed while the page is compiled: what names it when
        /// the page runs puts all texts into the first load.
        pub const EXAMPLES: &[Example] = &[$($(Example {
            id: $id,
            part: Part::$part,
            source: include_str!(concat!("../../../www/examples/", $id, "/main.wat")),
            about: include_str!(concat!("../../../www/examples/", $id, "/about.md")),
        }),*),*];

        /// Folder and part of each.
        const ORDER: [(&str, Part); EXAMPLES.len()] = [$($(($id, Part::$part)),*),*];
    };
}

examples![
    Stack: ["push-and-add", "folded-and-flat", "locals", "absolute-value"],
    Blocks: ["countdown", "nested-blocks", "switch"],
    Functions: ["factorial", "fibonacci", "gcd"],
    Numbers: ["bit-tricks", "float-facts"],
    Memory: [
        "hello-bytes", "sieve", "bubble-sort", "linked-list", "bump-allocator",
        "free-list-allocator",
    ],
    Tables: ["function-pointers", "out-of-bounds"],
    Version2: [
        "two-results", "bulk-memory", "reference-tables", "grey-row", "dot-product",
    ],
    Version3: [
        "tail-calls", "safe-divide", "cons-cells", "shape-zoo", "two-memories", "above-4-gib",
    ],
    Larger: [
        "quicksort", "n-queens", "matrix-product", "stack-machine", "brainfuck", "sudoku",
        "assignment", "sha-256", "life", "mandelbrot",
    ],
];

/// The example that is open at the first visit.
pub static FIRST: Example = EXAMPLES[0];

/// What tells the text of an example, without having it.
const SUMS: [u64; EXAMPLES.len()] = {
    let mut sums = [0; EXAMPLES.len()];
    let mut index = 0;
    while index < sums.len() {
        sums[index] = sum(EXAMPLES[index].source.as_bytes());
        index += 1;
    }
    sums
};

/// The FNV-1a hash of 64 bits.
const fn sum(bytes: &[u8]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let mut index = 0;
    while index < bytes.len() {
        sum = (sum ^ bytes[index] as u64).wrapping_mul(0x0100_0000_01b3);
        index += 1;
    }
    sum
}

/// All of them, once they are loaded.
static ALL: OnceLock<Vec<Example>> = OnceLock::new();

/// All examples; nothing until they are loaded.
#[must_use]
pub fn all() -> Option<&'static [Example]> {
    ALL.get().map(Vec::as_slice)
}

/// Takes the texts, in any order: folder, source and `about.md` of each.
///
/// # Errors
///
/// The folder of an example whose texts are missing.
pub fn take(texts: Vec<[String; 3]>) -> Result<&'static [Example], &'static str> {
    if let Some(all) = all() {
        return Ok(all);
    }
    // They are there as long as the page is.
    let texts: &'static [[String; 3]] = texts.leak();
    let example = |&(id, part): &(&'static str, Part)| -> Result<Example, &'static str> {
        let found = texts.iter().find(|[folder, ..]| folder == id);
        let [_, source, about] = found.ok_or(id)?;
        Ok(Example {
            id,
            part,
            source,
            about,
        })
    };
    let list: Vec<Example> = ORDER.iter().map(example).collect::<Result<_, _>>()?;
    Ok(ALL.get_or_init(|| list))
}

/// Whether a text is that of an example and nobody has changed it.
#[must_use]
pub fn is_one(text: &str) -> bool {
    text == FIRST.source || SUMS.contains(&sum(text.as_bytes()))
}

impl Example {
    /// Its name: the heading of `about.md`.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.about
            .lines()
            .next()
            .unwrap_or(self.id)
            .trim_start_matches(['#', ' '])
    }

    /// Its goal, in two lines.
    #[must_use]
    pub fn goal(&self) -> String {
        self.paragraphs()
            .find(|text| !text.starts_with(['#', '*']))
            .unwrap_or_default()
    }

    /// A question to answer before the first step.
    #[must_use]
    pub fn question(&self) -> String {
        self.marked("**Predict:**")
    }

    /// A change that breaks it in a way worth seeing.
    #[must_use]
    pub fn break_it(&self) -> String {
        self.marked("**Break it:**")
    }

    /// The example of a text, if it is one, nobody has changed it, and they are loaded.
    #[must_use]
    pub fn of(text: &str) -> Option<&'static Example> {
        let known = all().unwrap_or(std::slice::from_ref(&FIRST));
        known.iter().find(|example| example.source == text)
    }

    /// What it teaches, in a line.
    #[must_use]
    pub fn teaches(&self) -> String {
        self.marked("**Teaches:**")
    }

    /// Words that people look for it by, beside those that are said of it.
    #[must_use]
    pub fn tags(&self) -> String {
        self.marked("**Tags:**")
    }

    /// A call for each exported function, with arguments worth a look; the first is what
    /// the example begins with.
    pub fn starts(&self) -> impl Iterator<Item = Start> + use<> {
        let marked = self.about.split("**Start:**").nth(1).unwrap_or_default();
        let line = marked.split("\n\n").next().unwrap_or_default();
        line.split('`').skip(1).step_by(2).map(|call| {
            let mut words = call.split_whitespace();
            Start {
                entry: words.next().unwrap_or_default(),
                arguments: words.map(str::to_owned).collect(),
            }
        })
    }

    fn marked(&self, mark: &str) -> String {
        let found = self
            .paragraphs()
            .find_map(|text| text.strip_prefix(mark).map(str::to_owned));
        found.unwrap_or_default().trim().to_owned()
    }

    fn paragraphs(&self) -> impl Iterator<Item = String> {
        self.about
            .split("\n\n")
            .map(|text| text.trim().replace('\n', " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::program::Program;
    use wasmscope::runtime::Value;

    #[test]
    fn every_example_says_what_it_is_for() {
        for example in EXAMPLES {
            assert!(!example.title().is_empty(), "{}", example.id);
            let teaches = example.teaches();
            assert!(teaches.ends_with('.') && teaches.len() <= 80, "{teaches}");
            assert!(!example.goal().is_empty(), "{}", example.id);
            assert!(example.tags().ends_with('.'), "{}", example.id);
            assert!(example.question().ends_with('?'), "{}", example.id);
            assert!(!example.break_it().is_empty(), "{}", example.id);
        }
    }

    #[test]
    fn every_line_fits_into_the_source_pane() {
        // So many characters are seen without scrolling where the page is 1,280 pixels wide.
        const SEEN: usize = 51;
        for example in EXAMPLES {
            for line in example.source.lines() {
                assert!(line.len() <= SEEN, "{}: {line}", example.id);
            }
        }
    }

    #[test]
    fn every_export_has_a_start_that_fits() {
        for example in EXAMPLES {
            let program = Program::from_text(example.source).expect(example.id);
            let starts: Vec<Start> = example.starts().collect();
            assert_eq!(starts.len(), program.entries.len(), "{}", example.id);
            for Start { entry, arguments } in starts {
                let found = program.entry(entry).expect(entry);
                assert_eq!(arguments.len(), found.params.len(), "{}", example.id);
                for (param, text) in found.params.iter().zip(&arguments) {
                    Value::parse(param.ty, text).expect(example.id);
                }
            }
        }
    }

    #[test]
    fn each_part_is_in_one_piece() {
        let parts = EXAMPLES.chunk_by(|one, next| one.part == next.part);
        let mut names: Vec<&str> = parts.map(|part| part[0].part.name()).collect();
        let pieces = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), pieces);
    }

    #[test]
    fn only_the_text_as_it_is_belongs_to_an_example() {
        assert_eq!(Example::of(FIRST.source), Some(&FIRST));
        assert!(EXAMPLES.iter().all(|example| is_one(example.source)));
        assert!(!is_one("(module)") && !is_one(&format!("{} ", EXAMPLES[3].source)));
    }

    #[test]
    fn what_is_loaded_is_what_was_compiled() {
        let text = |example: &Example| {
            let Example {
                id, source, about, ..
            } = *example;
            [id, source, about].map(str::to_owned)
        };
        let mut texts: Vec<[String; 3]> = EXAMPLES.iter().map(text).collect();
        let last = texts.pop();
        assert_eq!(take(texts.clone()), Err(EXAMPLES[EXAMPLES.len() - 1].id));
        texts.extend(last);
        texts.reverse();
        assert_eq!(take(texts), Ok(EXAMPLES));
        assert_eq!(Example::of(EXAMPLES[3].source), Some(&EXAMPLES[3]));
    }

    #[test]
    fn every_folder_is_in_the_list() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../www/examples");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .expect("the examples are beside the page")
            .map(|entry| {
                entry
                    .expect("readable")
                    .file_name()
                    .into_string()
                    .expect("a plain name")
            })
            .collect();
        let mut listed: Vec<String> = EXAMPLES
            .iter()
            .map(|example| example.id.to_owned())
            .collect();
        found.sort();
        listed.sort();
        assert_eq!(found, listed);
    }
}
