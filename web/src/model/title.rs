//! What the program that is open is called.

use crate::text;

/// A name of a program, or where it is from while it has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Title {
    /// Nothing is known of it: it was typed, or a script has given it.
    #[default]
    Nameless,
    /// By its name, which links and files take over.
    Named(String),
    /// From a link that has no title.
    FromLink,
    /// From the previous work.
    FromBefore,
}

impl Title {
    /// Its name, if it has one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Title::Named(name) => Some(name),
            Title::Nameless | Title::FromLink | Title::FromBefore => None,
        }
    }

    /// What is shown of it.
    #[must_use]
    pub fn shown(&self) -> &str {
        match self {
            Title::Nameless => "",
            Title::Named(name) => name,
            Title::FromLink => text::TITLE_FROM_LINK,
            Title::FromBefore => text::PREVIOUS_WORK,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_program_is_from_is_no_name_of_it() {
        assert_eq!(Title::FromLink.name(), None);
        // Somebody may call a program like that.
        let named = Title::Named(Title::FromLink.shown().to_owned());
        assert_eq!(named.name(), Some(named.shown()));
    }
}
