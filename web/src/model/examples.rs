//! The examples that come with the page: their text, and what `about.md` says.

/// An example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its folder in `www/examples`.
    pub id: &'static str,
    /// The program.
    pub source: &'static str,
    about: &'static str,
}

macro_rules! examples {
    ($($id:literal),* $(,)?) => {
        /// Every example, in the order of the list. The first is open at the first visit.
        pub const EXAMPLES: &[Example] = &[$(Example {
            id: $id,
            source: include_str!(concat!("../../../www/examples/", $id, "/main.wat")),
            about: include_str!(concat!("../../../www/examples/", $id, "/about.md")),
        }),*];
    };
}

examples![
    "push-and-add",
    "countdown",
    "factorial",
    "nested-blocks",
    "hello-bytes"
];

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

    /// The value that its first arguments should have, where zero would be dull.
    #[must_use]
    pub fn arguments(&self) -> &'static [&'static str] {
        match self.id {
            "countdown" => &["3"],
            "factorial" => &["5"],
            "nested-blocks" => &["1"],
            _ => &[],
        }
    }

    fn marked(&self, mark: &str) -> String {
        let found = self
            .paragraphs()
            .find_map(|text| text.strip_prefix(mark).map(str::to_owned));
        found.unwrap_or_default().trim().replace('`', "")
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

    #[test]
    fn every_example_says_what_it_is_for() {
        for example in EXAMPLES {
            assert!(!example.title().is_empty(), "{}", example.id);
            assert!(!example.goal().is_empty(), "{}", example.id);
            assert!(example.question().ends_with('?'), "{}", example.id);
            assert!(!example.break_it().is_empty(), "{}", example.id);
        }
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
