//! Breakpoints of the page: in the editor's gutter, by key, in their pane.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasmscope::observe::Breakpoint;

use super::{Dialog, MarkKind, Page};
use crate::bindings::Editor;
use crate::model::breakpoints::{BreakpointView, Extras, LineAndColumn};
use crate::model::debugger::{Advance, Debugger};
use crate::model::func_index;
use crate::model::modules::Linked;
use crate::model::program::Program;
use crate::text;

impl Page {
    /// Sets or removes the breakpoint at the cursor in the editor; when the focus is
    /// elsewhere, at the instruction that runs next.
    pub(super) fn toggle_breakpoint(self) {
        if self.refused_while_invalid() {
            return;
        }
        let cursor = self
            .editor
            .with_value(|editor| editor.as_ref().map(Editor::cursor));
        let place = match cursor.as_deref() {
            Some([line, column]) => self
                .shown_program()
                .and_then(|program| program.instruction_near((*line, *column)))
                .map(|(func, pc)| (self.shown_module(), func, pc)),
            _ => self.with_debugger(next_instruction),
        };
        match place {
            Some(place) => self.toggle_at(place),
            None => self.spoken.set(text::BREAKPOINTS_NOWHERE_TO_SET.to_owned()),
        }
    }

    /// A click beside a line: removes the breakpoints of that line, or sets one at its
    /// first instruction. `ids` are those that the editor shows there.
    pub(super) fn click_beside_line(self, line: u32, ids: &[u32]) {
        self.assemble_edit();
        if self.is_viewing() {
            return;
        }
        let program = self.shown_program();
        let mut removed = None;
        for id in ids {
            removed = self.view_of(*id).or(removed);
            self.change_debugger(|debugger| debugger.breakpoints.remove(*id));
        }
        if let Some(view) = removed {
            self.show_breakpoints();
            self.speak_of(text::BREAKPOINTS_REMOVED, &view);
        } else if !self.refused_while_invalid() {
            match program.and_then(|program| program.first_on_line(line)) {
                Some((func, pc)) => self.toggle_at((self.shown_module(), func, pc)),
                None => self.spoken.set(text::breakpoints_nothing_on_line(line)),
            }
        }
    }

    /// Removes a breakpoint, by its button.
    pub fn remove_breakpoint(self, id: u32) {
        let view = self.view_of(id);
        self.drop_breakpoint(id);
        if let Some(view) = view {
            self.speak_of(text::BREAKPOINTS_REMOVED, &view);
        }
    }

    /// Opens the dialog, for a breakpoint that is there or for another one.
    pub fn edit_breakpoint(self, view: Option<BreakpointView>) {
        self.shown_in_form.set_value(view);
        self.dialog.set(Some(Dialog::Breakpoint));
    }

    /// The breakpoint that the dialog is about.
    #[must_use]
    pub fn edited_breakpoint(self) -> Option<BreakpointView> {
        self.shown_in_form.get_value()
    }

    /// Enables or disables a breakpoint, by its box.
    pub fn enable_breakpoint(self, id: u32, enabled: bool) {
        self.change_debugger(|debugger| debugger.breakpoints.stops.enable(id, enabled));
        self.show_breakpoints();
        if let Some(view) = self.view_of(id) {
            self.speak_of(
                if enabled {
                    text::BREAKPOINTS_ENABLED
                } else {
                    text::BREAKPOINTS_DISABLED
                },
                &view,
            );
        }
    }

    /// Adds a breakpoint at an instruction of a module that exists; the number is its own.
    pub(crate) fn add_breakpoint(self, module: u32, func: u32, pc: u32) -> Option<u32> {
        let program = self.with_debugger(|debugger| debugger.program_of(module).cloned());
        let count = program?.instruction_count(func)?;
        if pc as usize >= count {
            return None;
        }
        let id = self.change_debugger(|debugger| debugger.breakpoints.add_in(module, func, pc));
        self.show_breakpoints();
        Some(id)
    }

    /// Removes a breakpoint without a word.
    pub(crate) fn drop_breakpoint(self, id: u32) {
        if self.change_debugger(|debugger| debugger.breakpoints.remove(id)) {
            self.show_breakpoints();
        }
    }

    /// All breakpoints, in the order of the program.
    pub(crate) fn breakpoint_views(self) -> Vec<BreakpointView> {
        self.with_debugger(|debugger| {
            let list = debugger.breakpoints.list().into_iter();
            let view = |(id, breakpoint): (u32, &Breakpoint)| {
                let program = debugger.program_of(breakpoint.module)?;
                Some(BreakpointView {
                    module: debugger.name_of(breakpoint.module),
                    ..program.view_of(id, breakpoint)
                })
            };
            list.filter_map(view).collect()
        })
    }

    /// Takes the breakpoints along into another program and the modules that it imports from,
    /// by where their tokens have moved to in the texts.
    pub(super) fn breakpoints_follow(self, program: &Arc<Program>, linked: &[Linked]) {
        self.show_breakpoints_now();
        self.change_debugger(|debugger| {
            let is_there = |module| module == 0 || linked.iter().any(|linked| linked.id == module);
            debugger.breakpoints.keep_in(is_there);
        });
        let others = linked.iter().map(|linked| (linked.id, &linked.program));
        for (module, program) in others.chain([(0, program)]) {
            let before = self.with_debugger(|debugger| debugger.program_of(module).cloned());
            if before
                .as_ref()
                .is_some_and(|before| Arc::ptr_eq(before, program))
            {
                continue;
            }
            let places = self.places_of_breakpoints(module);
            self.change_debugger(|debugger| {
                let breakpoints = &mut debugger.breakpoints;
                breakpoints.follow(module, before.as_deref(), program, &places);
            });
        }
    }

    /// Where the editor has the breakpoints of a module.
    fn places_of_breakpoints(self, module: u32) -> Vec<(u32, LineAndColumn)> {
        let flat = self.editor.with_value(|editor| {
            let flat = editor.as_ref().map(|editor| editor.breakpoints(module));
            flat.unwrap_or_default()
        });
        let place = |place: &[u32]| -> Option<(u32, LineAndColumn)> {
            let [id, line, column] = place else {
                return None;
            };
            Some((*id, (*line, *column)))
        };
        flat.chunks_exact(3).filter_map(place).collect()
    }

    /// Shows the breakpoints in an editor that has another text.
    pub(super) fn show_breakpoints_anew(self) {
        self.breakpoints_changed.set_value(true);
        self.show_breakpoints_now();
    }

    /// Shows the breakpoints in the editor and in their pane, before anything else happens:
    /// ten thousand that a script adds are shown once.
    pub(super) fn show_breakpoints(self) {
        let first = self
            .breakpoints_changed
            .try_update_value(|changed| !std::mem::replace(changed, true));
        if first == Some(true) {
            spawn_local(async move { self.show_breakpoints_now() });
        }
    }

    /// Shows those that are not shown yet.
    fn show_breakpoints_now(self) {
        let changed = self.breakpoints_changed.try_update_value(std::mem::take);
        if changed != Some(true) {
            return;
        }
        let views = self.breakpoint_views();
        let place = |view: &BreakpointView| Some([view.id, view.line?, view.column?]);
        let shown = self.shown_module();
        let here = views.iter().filter(|view| view.tab == shown);
        let flat: Vec<u32> = here.filter_map(place).flatten().collect();
        self.with_editor(|editor| editor.set_breakpoints(&flat));
        if self.breakpoints.with_untracked(|shown| **shown != views) {
            self.breakpoints.set(Arc::new(views));
        }
    }

    /// Remembers which breakpoint a movement has ended at, if it is one.
    pub(super) fn note_breakpoint(self, end: Advance) {
        let id = match end {
            Advance::Breakpoint(id) => Some(id),
            _ => None,
        };
        if id.is_some() {
            // One that is there once is gone.
            self.show_breakpoints();
            self.mark_step(MarkKind::Hit, self.steps());
        }
        self.change_debugger(|debugger| debugger.stopped_at = id);
        if self.stopped_at.get_untracked() != id {
            self.stopped_at.set(id);
        }
    }

    /// What a sentence about the step says of the breakpoint there.
    pub(super) fn stop_in_words(self) -> String {
        match self.with_debugger(Debugger::stop_in_words) {
            Some(words) => text::breakpoints_at(words),
            None => String::new(),
        }
    }

    /// What the machine has stopped at, in words, for whoever looks at the breakpoint.
    #[must_use]
    pub fn why_stopped(self) -> Option<String> {
        self.stopped_at.get()?;
        self.with_debugger(Debugger::stop_in_words)
    }

    /// Adds a breakpoint as it was typed, in the module in the editor.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and where.
    pub(crate) fn add_breakpoint_of(
        self,
        on: &str,
        of: &str,
        extras: &Extras,
    ) -> Result<u32, String> {
        self.add_breakpoint_in(self.shown_module(), on, of, extras)
    }

    /// Adds a breakpoint as it was typed, in a module.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and where.
    pub(crate) fn add_breakpoint_in(
        self,
        module: u32,
        on: &str,
        of: &str,
        extras: &Extras,
    ) -> Result<u32, String> {
        let id =
            self.change_debugger(|debugger| debugger.add_breakpoint_in(module, on, of, extras))?;
        self.show_breakpoints();
        Ok(id)
    }

    /// Changes a breakpoint to what was typed.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and where; or that there is none of this number.
    pub(crate) fn change_breakpoint(self, id: u32, extras: &Extras) -> Result<(), String> {
        self.change_debugger(|debugger| debugger.change_breakpoint(id, extras))?;
        self.show_breakpoints();
        Ok(())
    }

    /// What is asked of a breakpoint beside what it waits for.
    pub(crate) fn extras_of(self, id: u32) -> Option<Extras> {
        self.with_debugger(|debugger| debugger.breakpoints.stops.get(id).map(Extras::of))
    }

    /// Writes what breakpoints have logged to the console.
    pub(super) fn show_logged(self) {
        let logged = self.change_debugger(|debugger| debugger.breakpoints.stops.take_logged());
        for line in logged {
            self.hosts
                .update_value(|hosts| hosts.log(line.step, line.text));
        }
    }

    /// What a button or a key asks for: to the instruction at the cursor, forwards or back.
    pub(super) fn run_to_cursor(self, back: bool) {
        let place = self.place_of_cursor();
        match place {
            Some((func, pc)) => self.run_to_place(func, pc, back),
            None => self
                .spoken
                .set(text::BREAKPOINTS_NOTHING_AT_CURSOR.to_owned()),
        }
    }

    fn place_of_cursor(self) -> Option<(u32, u32)> {
        if self.older.get_untracked() {
            return None;
        }
        let cursor = self
            .editor
            .with_value(|editor| editor.as_ref().map(Editor::last_cursor))?;
        let [line, column] = *cursor.as_slice() else {
            return None;
        };
        self.shown_program()?.instruction_near((line, column))
    }

    fn toggle_at(self, (module, func, pc): (u32, u32, u32)) {
        let view = || {
            let mut views = self.breakpoint_views().into_iter();
            let place = (module, Some(func), Some(pc));
            views.find(|view| (view.tab, view.func, view.pc) == place)
        };
        let before = view();
        self.change_debugger(|debugger| debugger.breakpoints.toggle(module, func, pc));
        self.show_breakpoints();
        match (before, view()) {
            (_, Some(view)) => self.speak_of(text::BREAKPOINTS_SET, &view),
            (Some(view), None) => self.speak_of(text::BREAKPOINTS_REMOVED, &view),
            (None, None) => {}
        }
    }

    fn view_of(self, id: u32) -> Option<BreakpointView> {
        let mut views = self.breakpoint_views().into_iter();
        views.find(|view| view.id == id)
    }

    /// While the text is invalid its instructions are not those of the machine.
    fn refused_while_invalid(self) -> bool {
        let refused = self.older.get_untracked() || self.program().is_none();
        if refused {
            let why = text::BREAKPOINTS_ONLY_IN_VALID_TEXT;
            self.spoken.set(why.to_owned());
        }
        refused
    }

    fn speak_of(self, what: &str, view: &BreakpointView) {
        let module = view.module.iter();
        let module: String = module.map(text::breakpoints_module).collect();
        self.spoken.set(match view.line {
            Some(line) => text::breakpoints_before(what, &view.op, line, module),
            None => text::breakpoints_without_line(what, &view.op, module),
        });
    }
}

/// The instruction that runs next, with its module.
fn next_instruction(debugger: &Debugger) -> Option<(u32, u32, u32)> {
    let machine = debugger.machine().filter(|_| !debugger.is_over())?;
    let frame = machine.frames().last()?;
    let module = debugger.module_of(frame.instance);
    Some((module, func_index(machine, frame.func)?, frame.pc))
}
