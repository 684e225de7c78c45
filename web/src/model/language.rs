//! The languages of the page. Each has a build of its own (decision 0017): the first one lies where
//! the page does, each other one in a folder of its name there.

use crate::text;

/// The languages that the message files are in, each by its folder and its own name.
pub const ALL: &[(&str, &str)] = text::LANGUAGES;

/// The one of this build.
pub const SHOWN: &str = text::LANGUAGE;

/// Where the page lies in a language, as seen from the page in the one that is shown.
#[must_use]
pub fn address(wanted: &str) -> String {
    from_to(SHOWN, wanted, ALL.first().map_or(SHOWN, |(first, _)| first))
}

fn from_to(shown: &str, wanted: &str, first: &str) -> String {
    let up = if shown == first { "./" } else { "../" };
    match wanted == first {
        true => up.to_owned(),
        false => format!("{up}{wanted}/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_is_found_from_each_other() {
        let ways = [("en", "de"), ("de", "en"), ("de", "fr"), ("en", "en")];
        let found = ways.map(|(shown, wanted)| from_to(shown, wanted, "en"));
        assert_eq!(found, ["./de/", "../", "../fr/", "./"]);
    }

    #[test]
    fn what_is_shown_is_one_of_them() {
        assert!(ALL.iter().any(|(id, _)| *id == SHOWN));
        assert_eq!(ALL.first(), Some(&("en", "English")));
    }
}
