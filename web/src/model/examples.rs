//! The examples that come with the page: their text, and what `about.md` says.

/// An example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its folder in `www/examples`.
    pub id: &'static str,
    /// The part of the list that it is in.
    pub part: &'static str,
    /// The program.
    pub source: &'static str,
    about: &'static str,
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
    ($($part:literal: [$($id:literal),* $(,)?]),* $(,)?) => {
        /// Every example, from the first to the hardest; those of a part are together. The
        /// first is open at the first visit.
        pub const EXAMPLES: &[Example] = &[$($(Example {
            id: $id,
            part: $part,
            source: include_str!(concat!("../../../www/examples/", $id, "/main.wat")),
            about: include_str!(concat!("../../../www/examples/", $id, "/about.md")),
        }),*),*];
    };
}

examples![
    "The stack": ["push-and-add", "folded-and-flat", "locals", "absolute-value"],
    "Blocks and loops": ["countdown", "nested-blocks", "switch"],
    "Functions": ["factorial", "fibonacci", "gcd"],
    "Numbers": ["bit-tricks", "float-facts"],
    "Memory": [
        "hello-bytes", "sieve", "bubble-sort", "linked-list", "bump-allocator",
        "free-list-allocator",
    ],
    "Tables and traps": ["function-pointers", "out-of-bounds"],
    "WebAssembly 2.0": [
        "two-results", "bulk-memory", "reference-tables", "grey-row", "dot-product",
    ],
    "WebAssembly 3.0": [
        "tail-calls", "safe-divide", "cons-cells", "shape-zoo", "two-memories", "above-4-gib",
    ],
    "Larger programs": [
        "quicksort", "n-queens", "matrix-product", "stack-machine", "brainfuck", "sudoku",
        "assignment", "sha-256",
    ],
];

/// The parts of the list, in order, each with its examples.
pub fn parts() -> impl Iterator<Item = &'static [Example]> {
    EXAMPLES.chunk_by(|one, next| one.part == next.part)
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

    /// The example of a text, if it is one and nobody has changed it.
    #[must_use]
    pub fn of(text: &str) -> Option<&'static Example> {
        EXAMPLES.iter().find(|example| example.source == text)
    }

    /// What it teaches, in a line.
    #[must_use]
    pub fn teaches(&self) -> String {
        self.marked("**Teaches:**")
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
    fn the_parts_are_all_of_the_list_and_each_is_in_one_piece() {
        assert_eq!(parts().map(<[Example]>::len).sum::<usize>(), EXAMPLES.len());
        let mut names: Vec<&str> = parts().map(|part| part[0].part).collect();
        let pieces = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), pieces);
    }

    #[test]
    fn only_the_text_as_it_is_belongs_to_an_example() {
        assert_eq!(Example::of(EXAMPLES[3].source), Some(&EXAMPLES[3]));
        assert_eq!(Example::of("(module)"), None);
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
