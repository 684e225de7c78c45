//! The modules of the program: which of them is shown in the editor, and what a person does
//! with them.

use std::sync::Arc;

use leptos::prelude::*;
use wasmscope::syntax::Module;

use super::{Page, storage};
use crate::bindings::Editor;
use crate::model::debugger::Debugger;
use crate::model::modules::{Linked, MAIN, Modules, Source};
use crate::model::problems::{Problem, sentence};
use crate::model::program::{Origin, Program};
use crate::model::speed::SPEEDS;
use crate::text;

/// The most steps a second of a run at which the editor shows the module of each.
const FOLLOWED: u32 = 10;

/// What the page knows of modules.
#[derive(Clone, Copy)]
pub struct Tabs {
    /// The numbers and names of those beside the main one.
    pub list: RwSignal<Vec<(u32, Arc<str>)>>,
    /// The one in the editor; 0 is the main one.
    pub shown: RwSignal<u32>,
    /// Why a name was refused; empty when none was.
    pub wrong: RwSignal<String>,
    all: StoredValue<Modules>,
    /// The text of the main one while another is in the editor.
    main_text: StoredValue<String>,
    /// The run, the step and the module that were shown last.
    followed: StoredValue<(u64, u64, u32)>,
}

impl Default for Tabs {
    fn default() -> Self {
        Self {
            list: RwSignal::default(),
            shown: RwSignal::new(0),
            wrong: RwSignal::default(),
            all: StoredValue::default(),
            main_text: StoredValue::default(),
            followed: StoredValue::default(),
        }
    }
}

impl Page {
    /// The module in the editor: 0 is the main one.
    pub(crate) fn shown_module(self) -> u32 {
        self.tabs.shown.get_untracked()
    }

    /// The program of the module in the editor, as far as it is one.
    pub(crate) fn shown_program(self) -> Option<Arc<Program>> {
        self.with_debugger(|debugger| debugger.program_of(self.shown_module()).cloned())
    }

    /// What a module is called.
    #[must_use]
    pub fn module_name(self, module: u32) -> Arc<str> {
        self.tabs.list.with(|list| {
            let found = list.iter().find(|(id, _)| *id == module);
            found.map_or_else(|| MAIN.into(), |(_, name)| Arc::clone(name))
        })
    }

    /// Whether the next instruction is in a module.
    #[must_use]
    pub fn runs_in(self, module: u32) -> bool {
        self.state.track();
        self.with_debugger(Debugger::module_here) == Some(module)
    }

    /// Whether there are modules beside the main one, so that it has to be said which is meant.
    #[must_use]
    pub fn has_modules(self) -> bool {
        self.tabs.list.with(|list| !list.is_empty())
    }

    /// The text of the main module.
    #[must_use]
    pub fn text(self) -> String {
        match self.shown_module() {
            0 => self.shown_text(),
            _ => self.tabs.main_text.get_value(),
        }
    }

    /// The text in the editor.
    #[must_use]
    pub fn shown_text(self) -> String {
        self.editor
            .with_value(|editor| editor.as_ref().map(Editor::text))
            .unwrap_or_default()
    }

    /// Shows a module in the editor.
    pub fn show_module(self, module: u32) {
        let before = self.shown_module();
        if before == module || self.is_viewing() {
            return;
        }
        self.assemble_edit();
        if before == 0 {
            self.tabs.main_text.set_value(self.shown_text());
        }
        let program = self.with_debugger(|debugger| debugger.program_of(module).cloned());
        let part = program.filter(|program| program.origin == Origin::LargeBinary);
        let text = match (&part, module) {
            (Some(program), _) => program.text().to_owned(),
            (None, 0) => self.tabs.main_text.get_value(),
            (None, _) => self
                .tabs
                .all
                .with_value(|all| all.get(module).map(|tab| tab.text.clone()))
                .unwrap_or_default(),
        };
        self.tabs.shown.set(module);
        self.tabs.wrong.set(String::new());
        self.is_part.set(part.is_some());
        let older = self.older.get_untracked();
        self.with_editor(|editor| {
            editor.show_module(module, &text, part.is_some(), older);
        });
        self.mark_shown();
    }

    /// Shows the problems, the breakpoints and the place in the editor, which has another text.
    fn mark_shown(self) {
        let problems = self.problems.get_untracked();
        self.underline(&problems);
        self.show_breakpoints_anew();
        let state = self.state.get_untracked();
        self.mark_source(&state, self.running.with_untracked(Option::is_some));
        self.heat_anew();
    }

    /// Underlines those problems that are in the module in the editor.
    pub(super) fn underline(self, problems: &[Problem]) {
        let shown = self.shown_module();
        let here = problems.iter().filter(|problem| problem.module == shown);
        let here: Vec<Problem> = here.cloned().collect();
        self.with_editor(|editor| editor.set_problems(&here));
    }

    /// Shows the module that the machine stands in, once it has moved.
    pub(super) fn follow_module(self) {
        let here = self.with_debugger(|debugger| {
            let module = debugger.module_here()?;
            Some((debugger.generation(), debugger.step(), module))
        });
        let Some(here) = here.filter(|_| self.tabs.list.with_untracked(|list| !list.is_empty()))
        else {
            return;
        };
        let rate = SPEEDS[self.speed.get_untracked()].per_second;
        let is_slow = rate.is_some_and(|rate| rate <= FOLLOWED);
        if self.running.with_untracked(Option::is_some) && !is_slow {
            return;
        }
        let before = self.tabs.followed.get_value();
        self.tabs.followed.set_value(here);
        // Whoever edits a module goes on doing so.
        if before != here && !self.is_edit.get_value() {
            self.show_module(here.2);
        }
    }

    /// The modules that a program imports from, in the order of their instances.
    ///
    /// # Errors
    ///
    /// What is wrong with them.
    pub(super) fn linked_to(self, main: &Module) -> Result<Vec<Linked>, Vec<Problem>> {
        self.hosts.with_value(|hosts| {
            let is_given = |import: &wasmscope::syntax::Import| {
                let name = (import.module.to_string(), import.name.to_string());
                hosts.given.functions.contains_key(&name) || hosts.given.globals.contains_key(&name)
            };
            self.tabs.all.with_value(|all| match all.tabs() {
                [] => Ok(Vec::new()),
                _ => all.link(main, &is_given),
            })
        })
    }

    /// What is wrong with the modules beside the main one.
    pub(super) fn problems_of_modules(self) -> Vec<Problem> {
        self.tabs.all.with_value(Modules::problems)
    }

    /// The modules beside the main one.
    pub(super) fn modules(self) -> Modules {
        self.tabs.all.get_value()
    }

    /// Puts modules in the place of those there were. The main one is shown; nothing is linked
    /// anew.
    pub(super) fn set_modules(self, modules: Modules) {
        let is_none = |modules: &Modules| modules.tabs().is_empty();
        if is_none(&modules) && self.tabs.all.with_value(is_none) {
            return;
        }
        self.show_module(0);
        self.with_editor(Editor::forget_modules);
        self.tabs.all.set_value(modules);
        self.list_modules();
    }

    fn list_modules(self) {
        let list = self.tabs.all.with_value(|all| {
            let tabs = all.tabs().iter();
            tabs.map(|tab| (tab.id, Arc::clone(&tab.name))).collect()
        });
        self.tabs.list.set(list);
    }

    /// Makes a module to be written, and shows it.
    pub fn add_module(self) {
        self.assemble_edit();
        match self.change_modules(Modules::add_new) {
            Ok(id) => {
                self.show_module(id);
                let name = self.module_name(id);
                self.spoken.set(text::modules_added(&name));
            }
            Err(why) => self.say(sentence(&why), None, false),
        }
    }

    /// Gives the module in the editor another name.
    pub fn rename_module(self, name: &str) {
        self.assemble_edit();
        let shown = self.shown_module();
        let renamed = self.change_modules(|all| all.rename(shown, name.trim()));
        let wrong = renamed.err().map(|why| sentence(&why));
        self.tabs.wrong.set(wrong.unwrap_or_default());
    }

    /// Removes the module in the editor. Its text is kept with the previous work.
    pub fn remove_module(self) {
        let shown = self.shown_module();
        let text = self.shown_text();
        let name = self.module_name(shown);
        self.forget_edit();
        storage::keep_among_previous(&[text]);
        let next = self.tabs.all.with_value(|all| all.clone().remove(shown));
        self.show_module(next);
        // The removal is no change that a person may type after.
        let _ = self.change_modules(|all| {
            all.remove(shown);
            Ok::<_, String>(())
        });
        self.spoken.set(text::modules_removed(&name));
    }

    /// Changes the modules and links them anew. The machine starts again.
    fn change_modules<T, E>(
        self,
        change: impl FnOnce(&mut Modules) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut all = self.modules();
        let done = change(&mut all)?;
        self.tabs.all.set_value(all);
        self.list_modules();
        self.keep(&self.text());
        self.relink_as_edit();
        Ok(done)
    }

    /// Puts what was opened in the place of the module in the editor.
    pub(super) fn open_in_tab(self, source: Source) {
        let shown = self.shown_module();
        let text = source.text();
        // The text is the editor's, and undo takes it back.
        self.with_editor(|editor| editor.set_text(&text));
        let _ = self.change_modules(|all| {
            all.replace(shown, source);
            Ok::<_, String>(())
        });
        self.mark_shown();
    }

    /// The text of the module in the editor is another one.
    pub(super) fn edit_module(self, text: &str) {
        let shown = self.shown_module();
        self.tabs.all.update_value(|all| all.set_text(shown, text));
        self.keep(&self.text());
        self.relink_as_edit();
    }

    fn relink_as_edit(self) {
        self.is_edit.set_value(true);
        self.relink();
        self.is_edit.set_value(false);
    }

    /// Links and starts the program as it is now.
    fn relink(self) {
        let text = self.text();
        match self.program().filter(|program| *program.text() == text) {
            Some(program) => self.link(program),
            None => self.assemble(&text),
        }
    }

    /// Links a program with the other modules, and starts it; the older one stays if that is
    /// not possible.
    pub(super) fn link(self, program: Arc<Program>) {
        match self.linked_to(&program.module) {
            Ok(linked) => {
                let given = self.hosts.with_value(|hosts| hosts.given.clone());
                match self.make_with(&program, &linked, self.limits(), &given) {
                    Ok(_) => {
                        self.show_problems(Vec::new());
                        self.take_program(program, linked);
                    }
                    Err(error) => self.show_problems(vec![error.problem()]),
                }
            }
            Err(problems) => self.show_problems(problems),
        }
    }

    /// Keeps the modules for the next visit; says whether that was possible.
    pub(super) fn keep_modules(self) -> bool {
        let texts: Vec<(String, String)> = self.tabs.all.with_value(|all| {
            let whole = all.tabs().iter().filter(|tab| {
                let is_part = |program: &Arc<Program>| program.origin == Origin::LargeBinary;
                !tab.program.as_ref().is_ok_and(is_part)
            });
            let pair = |tab: &crate::model::modules::Tab| (tab.name.to_string(), tab.text.clone());
            whole.map(pair).collect()
        });
        storage::keep_modules(&texts)
    }

    /// Takes the modules of the last visit.
    pub(super) fn restore_modules(self) {
        let mut modules = Modules::default();
        for (name, text) in storage::modules() {
            // Only what has a good name was kept.
            let _ = modules.add(&name, Source::Text(text));
        }
        self.set_modules(modules);
    }

    /// Something else takes the place of the program: its modules are no longer there. What the
    /// person has written is kept with the previous work.
    pub(super) fn forget_modules(self) {
        let modules = self.modules();
        if modules.tabs().is_empty() {
            return;
        }
        let kept = storage::modules();
        let is_kept = |text: &String| kept.iter().any(|(_, own)| own == text);
        let texts = modules.tabs().iter().rev().map(|tab| tab.text.clone());
        let texts: Vec<String> = texts.filter(is_kept).collect();
        if !texts.is_empty() {
            storage::keep_among_previous(&texts);
        }
        self.set_modules(Modules::default());
    }

    /// The module whose function a frame is of; 0 is the innermost frame.
    pub(super) fn module_of_frame(self, frame: usize) -> u32 {
        let frame = untrack(|| self.frame(frame));
        let instance = frame.map(|frame| wasmscope::runtime::InstanceAddr(frame.instance));
        instance.map_or(0, |instance| {
            self.with_debugger(|debugger: &Debugger| debugger.module_of(instance))
        })
    }

    /// Brings the place of a frame into sight.
    pub fn show_frame(self, frame: usize) {
        let shown = untrack(|| self.frame(frame));
        if let Some((line, column)) = shown.and_then(|frame| frame.line.zip(frame.column)) {
            self.show_module(self.module_of_frame(frame));
            self.scroll_to(line, column);
        }
    }
}
