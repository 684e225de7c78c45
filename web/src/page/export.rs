//! Saving the program as a file.

use leptos::prelude::*;

use super::{Dialog, Page};
use crate::bindings;
use crate::model::file::file_stem;
use crate::model::program::Origin;
use crate::text;

/// Why nothing of the program can be saved while a trace is looked at.
const TRACE: &str = text::EXPORT_IS_TRACE;

impl Page {
    /// Asks which kind of file.
    pub fn export(self) {
        self.assemble_edit();
        self.dialog.set(Some(Dialog::Export));
    }

    /// Why there is no text to be saved; nothing when there is.
    #[must_use]
    pub fn no_text(self) -> Option<&'static str> {
        let is_part = self.is_part.get();
        is_part.then(|| self.empty_pane(text::EXPORT_TOO_LARGE_AS_TEXT, TRACE))
    }

    /// Why there is no binary to be saved; nothing when there is.
    #[must_use]
    pub fn no_binary(self) -> Option<&'static str> {
        // There are new ones with each program.
        self.entries.track();
        let is_there = self.shown_program().is_some() && !self.older.get();
        let why = text::EXPORT_TEXT_HAS_PROBLEM;
        (!is_there).then(|| self.empty_pane(why, TRACE))
    }

    /// Why there is no run to be saved; nothing when there is.
    #[must_use]
    pub fn no_run(self) -> Option<&'static str> {
        if self.viewing.with(Option::is_some) {
            return Some(text::EXPORT_RUN_IS_TRACE);
        }
        let nothing = self.last_known.get() == 0;
        nothing.then_some(text::EXPORT_NO_RUN_YET)
    }

    /// What the file is called, without its ending.
    #[must_use]
    pub fn file_stem(self) -> String {
        let title = self.title.get();
        file_stem(title.name(), self.entry.get().as_deref())
    }

    /// What a file is called: a run is one of the whole program, the rest is of the module in
    /// the editor.
    #[must_use]
    pub fn file_name(self, ending: &str) -> String {
        let stem = match self.tabs.shown.get() {
            module if module != 0 && !ending.starts_with("trace") => {
                file_stem(Some(&self.module_name(module)), None)
            }
            _ => self.file_stem(),
        };
        format!("{stem}.{ending}")
    }

    /// Saves the text of the editor.
    pub fn export_text(self) {
        if self.no_text().is_none() {
            let name = untrack(|| self.file_name("wat"));
            bindings::save(&name, "text/plain", self.shown_text().as_bytes());
            self.saved(&name);
        }
    }

    /// Saves the module in the editor: the binary as it was opened, or what the text was assembled to.
    pub fn export_binary(self) {
        let program = self.shown_program();
        let program = program.filter(|_| self.no_binary().is_none());
        if let Some(program) = program {
            let name = untrack(|| self.file_name("wasm"));
            bindings::save(&name, "application/wasm", &program.module.bytes);
            self.saved(&name);
        }
    }

    fn saved(self, name: &str) {
        self.dialog.set(None);
        self.spoken.set(text::export_saved(name));
    }

    /// Whether what runs is a binary as it was opened.
    #[must_use]
    pub fn runs_binary(self) -> bool {
        self.entries.track();
        let program = self.shown_program();
        program.is_some_and(|program| program.origin != Origin::Text)
    }
}
