//! What is kept for the next visit beside the text: which function runs, and its arguments.

use leptos::prelude::*;

use super::{Page, storage};

impl Page {
    /// Keeps the chosen function and its arguments whenever they change.
    pub(super) fn keep_changes_of_call(self) {
        Effect::new(move |_| {
            self.entry.track();
            self.arguments.track();
            if !self.is_foreign() {
                self.keep_call();
            }
        });
    }

    /// Keeps the chosen function and its arguments.
    pub(super) fn keep_call(self) {
        if let Some(entry) = self.entry.get_untracked() {
            self.arguments
                .with_untracked(|arguments| storage::keep_call(&entry, arguments));
        }
    }

    /// Starts the function that was kept with its arguments, where the program still has
    /// such a function.
    pub(super) fn restore_call(self, call: Option<(String, Vec<String>)>) {
        let Some((name, arguments)) = call else {
            return;
        };
        let is_there = self.entries.with_untracked(|entries| {
            let mut entries = entries.iter();
            entries.any(|entry| entry.name == name && entry.params.len() == arguments.len())
        });
        if is_there {
            self.entry.set(Some(name));
            self.arguments.set(arguments);
            self.restart();
        }
    }
}
