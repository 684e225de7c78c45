//! The text: the editor, assembling while a person types, files.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use super::{Page, storage};
use crate::bindings::{self, Editor};
use crate::model::examples::{self, Example, FIRST};
use crate::model::modules::Linked;
use crate::model::problems::Problem;
use crate::model::program::{EntryPoint, Program, problem_of};
use crate::model::title::Title;
use crate::text;

/// How long a person pauses before the text is assembled, in milliseconds.
const PAUSE: f64 = 250.0;

impl Page {
    /// Makes the editor, with the text of the last visit or the first example.
    pub fn make_editor(self, host: &HtmlElement) {
        let on_change = Closure::<dyn FnMut()>::new(move || self.edited());
        let kept = storage::source();
        // Opening an example keeps its own call.
        let call = storage::call();
        let on_break = Closure::<dyn FnMut(u32, Vec<u32>)>::new(move |line, ids: Vec<u32>| {
            self.click_beside_line(line, &ids);
        });
        let text = kept.clone().unwrap_or_else(|| FIRST.source.to_owned());
        let editor = bindings::create_editor(
            host,
            &text,
            on_change.as_ref().unchecked_ref(),
            on_break.as_ref().unchecked_ref(),
        );
        // The editor lives as long as the page.
        on_change.forget();
        on_break.forget();
        editor.set_plain(self.settings.with_untracked(|all| all.plain_text));
        editor.set_offers(self.settings.with_untracked(|all| all.offer_words));
        editor.set_cards(self.settings.with_untracked(|all| all.cards));
        self.editor.set_value(Some(editor));
        self.accept_files();
        if self.begin_with_link() {
            return;
        }
        if kept.is_some() {
            self.restore_modules();
        }
        match kept {
            Some(text) => {
                match text == FIRST.source && !self.has_modules() {
                    true => self.open_example(&FIRST),
                    false => self.assemble(&text),
                }
                self.restore_call(call);
                if examples::is_one(&text) && !self.has_modules() {
                    self.recognise_example();
                }
            }
            None => self.open_example(&FIRST),
        }
    }

    pub(super) fn with_editor(self, act: impl FnOnce(&Editor)) {
        self.editor.with_value(|editor| {
            if let Some(editor) = editor {
                act(editor);
            }
        });
    }

    /// Replaces the text, which undo takes back, and assembles it at once.
    pub fn set_text(self, text: &str) {
        self.forget_trace();
        self.forget_edit();
        self.show_module(0);
        self.is_part.set(false);
        self.with_editor(|editor| editor.set_text(text));
        self.keep(text);
        self.assemble(text);
    }

    /// Takes a plain text area in place of the editor, or the editor again.
    pub fn set_plain(self, plain: bool) {
        self.settings.update(|all| all.plain_text = plain);
        self.with_editor(|editor| editor.set_plain(plain));
        self.publish();
    }

    /// Offers words while somebody types, or only when asked.
    pub fn set_offers(self, wanted: bool) {
        self.settings.update(|all| all.offer_words = wanted);
        self.with_editor(|editor| editor.set_offers(wanted));
    }

    /// Tells of the instruction that the cursor comes to rest on, or only when asked.
    pub fn set_cards(self, wanted: bool) {
        self.settings.update(|all| all.cards = wanted);
        self.with_editor(|editor| editor.set_cards(wanted));
    }

    /// Lays the text out again, and says so, or why not.
    pub(super) fn format_source(self) {
        let format = |editor: &Option<Editor>| editor.as_ref().map(Editor::format);
        let Some(promise) = self.editor.with_value(format) else {
            return;
        };
        spawn_local(async move {
            // It resolves to a sentence in any case.
            if let Ok(said) = JsFuture::from(promise).await {
                self.say_for_a_while(said.as_string().unwrap_or_default())
                    .await;
            }
        });
    }

    fn edited(self) {
        self.edit.update_value(|edit| *edit += 1);
        let mine = self.edit.get_value();
        self.edited.set_value(true);
        spawn_local(async move {
            // A timer is never refused.
            let _ = JsFuture::from(bindings::wait(PAUSE)).await;
            if self.edit.get_value() == mine {
                self.assemble_edit();
            }
        });
    }

    /// Assembles what was typed, if that has not been done yet: at the end of the
    /// pause, or when somebody wants to run it before.
    pub(crate) fn assemble_edit(self) {
        if self.edited.get_value() {
            self.edited.set_value(false);
            let text = self.shown_text();
            if self.shown_module() != 0 {
                return self.edit_module(&text);
            }
            self.keep(&text);
            self.example.set(None);
            // It is no longer the example, or the file, that was opened.
            self.title.set(Title::Nameless);
            self.is_edit.set_value(true);
            self.assemble(&text);
            self.is_edit.set_value(false);
        }
    }

    /// Whatever was typed has been replaced.
    pub(super) fn forget_edit(self) {
        self.edit.update_value(|edit| *edit += 1);
        self.edited.set_value(false);
    }

    /// Assembles a text. A valid one is started; with another the older program stays.
    pub(super) fn assemble(self, text: &str) {
        match Program::from_text(text) {
            Ok(program) => self.link(Arc::new(program)),
            Err(diagnostics) => {
                let own = diagnostics.iter().map(problem_of);
                let all = own.chain(self.problems_of_modules());
                self.show_problems(all.collect());
            }
        }
    }

    pub(super) fn show_problems(self, problems: Vec<Problem>) {
        let older = !problems.is_empty();
        self.underline(&problems);
        self.with_editor(|editor| editor.set_older(older));
        self.older.set(older);
        self.next_problem.set(0);
        self.problems.set(Arc::new(problems));
        if older && self.with_debugger(|debugger| debugger.machine().is_none()) {
            // Nothing else says why there is nothing to be seen.
            self.publish();
        }
    }

    /// Takes a program and the modules that it imports from.
    pub(super) fn take_program(self, program: Arc<Program>, linked: Vec<Linked>) {
        self.forget_trace();
        self.stop_run();
        let kept = self
            .entry
            .get_untracked()
            .and_then(|name| program.entry(&name).cloned());
        let entry = kept.or_else(|| program.usual_entry().cloned());
        let before = self.chosen_entry_untracked();
        if let Some(entry) = &entry {
            // The same parameters keep their arguments.
            let same = before.is_some_and(|before| before.params == entry.params);
            if !same || self.arguments.with_untracked(Vec::len) != entry.params.len() {
                self.arguments.set(entry.default_arguments());
            }
        }
        self.entries.set(Arc::new(program.entries.clone()));
        self.entry.set(entry.map(|entry| entry.name));
        self.breakpoints_follow(&program, &linked);
        self.remember_former();
        self.debugger
            .update_value(|debugger| debugger.load_with(program, linked));
        self.show_breakpoints();
        if !self.is_edit.get_value() {
            self.opened.update(|opened| *opened += 1);
        }
        self.restart();
        self.compare_with_former();
    }

    /// What an export is called with at first: what the example suggests, or zeros.
    pub(super) fn usual_arguments(self, entry: &EntryPoint) -> Vec<String> {
        let mut starts = Example::of(&self.text())
            .into_iter()
            .flat_map(Example::starts);
        let suggested = starts.find(|start| start.entry == entry.name);
        suggested.map_or_else(|| entry.default_arguments(), |start| start.arguments)
    }

    pub(super) fn chosen_entry_untracked(self) -> Option<EntryPoint> {
        let name = self.entry.get_untracked()?;
        self.entries
            .with_untracked(|entries| entries.iter().find(|entry| entry.name == name).cloned())
    }

    /// Opens an example at its first step.
    pub fn open_example(self, example: &'static Example) {
        self.forget_link();
        self.forget_modules();
        self.title.set(Title::Named(example.title().to_owned()));
        self.example.set(Some(example));
        let start = example.starts().next();
        self.entry
            .set(start.as_ref().map(|start| start.entry.to_owned()));
        self.arguments.set(Vec::new());
        self.set_text(example.source);
        if let Some(start) = start.filter(|start| !start.arguments.is_empty()) {
            self.arguments.set(start.arguments);
            self.restart();
        }
    }

    /// Puts the cursor into the editor.
    pub fn focus_source(self) {
        self.layout.show_source();
        self.with_editor(Editor::focus);
    }

    /// Brings a place of the text into sight.
    pub fn scroll_to(self, line: u32, column: u32) {
        self.with_editor(|editor| editor.scroll_to(line, column));
    }

    /// Brings a place of the text into sight, and the source with it.
    pub fn show_place(self, line: u32, column: u32) {
        self.layout.show_source();
        self.scroll_to(line, column);
    }

    /// Puts the cursor to a problem.
    pub fn go_to_problem(self, index: usize) {
        let place = self
            .problems
            .with_untracked(|all| all.get(index).map(|p| (p.module, p.place)));
        let Some((module, place)) = place else { return };
        self.layout.show_source();
        self.show_module(module);
        if let Some(place) = place {
            self.reveal(place.line, place.column);
        }
    }

    /// Brings a place of the text into sight and puts the cursor there.
    pub(crate) fn reveal(self, line: u32, column: u32) {
        self.layout.show_source();
        self.with_editor(|editor| editor.reveal(line, column));
    }

    /// Puts the cursor to the next problem.
    pub(super) fn go_to_next_problem(self) {
        let count = self.problems.with_untracked(|problems| problems.len());
        if count == 0 {
            self.spoken.set(text::SOURCE_NO_PROBLEMS.to_owned());
            return;
        }
        let index = self.next_problem.get_untracked() % count;
        self.next_problem.set(index + 1);
        self.go_to_problem(index);
        self.spoken.set(
            self.problems
                .with_untracked(|all| all[index].message.clone()),
        );
    }
}
