//! What a person has chosen and would want back: kept in local storage.

use crate::text;
use serde::{Deserialize, Serialize};

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// As local storage and the list of choices name it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of a name; the system's for any other.
    #[must_use]
    pub fn from_id(id: &str) -> Self {
        match id {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        }
    }
}

/// Which keys ask for commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeySet {
    /// Letters and function keys.
    #[default]
    All,
    /// Letters, as in gdb.
    Letters,
    /// Function keys, as in editors.
    Functions,
    /// None at all.
    None,
}

impl KeySet {
    /// All of them, as the list of choices names them.
    pub const CHOICES: [(KeySet, &'static str, &'static str); 4] = [
        (KeySet::All, "all", text::SETTINGS_KEYS_ALL),
        (KeySet::Letters, "letters", text::SETTINGS_KEYS_LETTERS),
        (
            KeySet::Functions,
            "functions",
            text::SETTINGS_KEYS_FUNCTIONS,
        ),
        (KeySet::None, "none", text::SETTINGS_KEYS_NONE),
    ];

    /// As the list of choices names it.
    #[must_use]
    pub fn id(self) -> &'static str {
        let found = Self::CHOICES.iter().find(|(set, ..)| *set == self);
        found.map_or("all", |(_, id, _)| id)
    }

    /// The set of a name; all keys for any other.
    #[must_use]
    pub fn from_id(id: &str) -> Self {
        let found = Self::CHOICES.iter().find(|(_, known, _)| *known == id);
        found.map_or(KeySet::All, |(set, ..)| *set)
    }
}

/// The settings. What is missing in storage has its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// Which keys ask for commands.
    pub keys: KeySet,
    /// Whether a plain text area takes the place of the editor.
    pub plain_text: bool,
    /// How many instructions `Run` executes at most before it pauses.
    pub fuel: Option<u64>,
    /// Whether the formal rule is shown under the sentence.
    pub formal_rule: bool,
    /// Whether the machine goes back to the step that was looked at before an edit, where
    /// nothing executed before it was changed.
    pub keep_step: bool,
    /// Whether words are offered while the person types.
    pub offer_words: bool,
    /// Whether the editor tells of the instruction that the cursor comes to rest on.
    pub cards: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            keys: KeySet::All,
            plain_text: false,
            fuel: None,
            formal_rule: true,
            keep_step: false,
            offer_words: true,
            cards: true,
        }
    }
}
