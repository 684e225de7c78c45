//! A trace in place of a machine: opened, scrubbed, and closed again.

use std::sync::Arc;

use leptos::prelude::*;
use wasmscope::observe::profile::Report;

use super::{Page, Told};
use crate::bindings;
use crate::model::debugger::Debugger;
use crate::model::keys::Command;
use crate::model::program::Program;
use crate::model::state::{FrameView, MachineState};
use crate::model::title::Title;
use crate::model::viewer::{Key, Move, Viewer};
use crate::text;

/// A trace that is looked at, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewing {
    /// What its file is called.
    pub name: String,
    /// What was called.
    pub call: String,
    /// How many instructions it tells.
    pub count: u64,
    /// Whether some are left out.
    pub has_gaps: bool,
}

/// What was there before the trace, to come back to.
#[derive(Clone, Debug)]
struct Before {
    text: String,
    binary: Option<Arc<Program>>,
    title: Title,
    entry: Option<String>,
    arguments: Vec<String>,
}

/// A trace, and what it lies over.
#[derive(Debug)]
pub(super) struct Viewed {
    viewer: Viewer,
    before: Before,
    /// The function that the editor shows.
    listed: Option<Key>,
}

impl Page {
    /// Shows a trace in place of the machine.
    pub(super) fn show_trace(self, viewer: Viewer) {
        self.assemble_edit();
        if self.predicting.get_untracked() {
            // Nothing is executed, so nothing can be predicted.
            bindings::toggle_prediction();
        }
        self.show_module(0);
        self.stop_run();
        let before = self.viewed.try_update_value(Option::take).flatten();
        let before = before.map_or_else(|| self.what_is_there(), |viewed| viewed.before);
        self.change_debugger(Debugger::unload);
        self.hosts.update_value(super::Hosts::restart);
        self.stopped_at.set(None);
        self.record.set_value(None);
        self.promise.set_value(None);
        self.forget_jumps();
        self.past.restart();
        self.show_problems(Vec::new());
        self.entries.set(Arc::default());
        self.argument_problem.set(None);
        self.is_part.set(true);
        self.example.set(None);
        self.title.set(Title::Named(viewer.name.clone()));
        let args = viewer.head().args.join(", ").replace(':', " ");
        let invoke = viewer.head().invoke.as_deref();
        let (count, first) = (viewer.len() as u64, viewer.number(0).unwrap_or(0));
        self.viewing.set(Some(Arc::new(Viewing {
            name: viewer.name.clone(),
            call: format!("{}({args})", invoke.unwrap_or(text::VIEWING_START_FUNCTION)),
            count,
            has_gaps: first > 0 || viewer.last_step() != count,
        })));
        self.show_all();
        self.lanes.picture.set(Arc::new(viewer.lanes()));
        self.viewed.set_value(Some(Viewed {
            viewer,
            before,
            listed: None,
        }));
        self.show_breakpoints();
        self.publish();
        self.speak();
    }

    fn what_is_there(self) -> Before {
        let program = self.program();
        Before {
            text: self.text(),
            binary: program.filter(|_| self.shows_binary()),
            title: self.title.get_untracked(),
            entry: self.entry.get_untracked(),
            arguments: self.arguments.get_untracked(),
        }
    }

    /// Leaves the trace: what was there before starts again.
    pub fn close_trace(self) {
        let viewed = self.viewed.try_update_value(Option::take).flatten();
        let Some(Viewed { before, .. }) = viewed else {
            return;
        };
        self.forget_trace();
        self.title.set(before.title);
        self.entry.set(before.entry);
        match before.binary {
            Some(program) => {
                self.show_text_of(&program);
                self.link(program);
            }
            None => {
                self.is_part.set(false);
                self.with_editor(|editor| editor.set_text(&before.text));
                self.assemble(&before.text);
            }
        }
        if !before.arguments.is_empty() {
            self.arguments.set(before.arguments);
            self.restart();
        }
        self.spoken.set(text::VIEWING_TRACE_CLOSED.to_owned());
    }

    /// Something else takes the place of the trace.
    pub(super) fn forget_trace(self) {
        if self.viewing.with_untracked(Option::is_some) {
            self.viewed.set_value(None);
            self.viewing.set(None);
            self.show_all();
        }
    }

    /// Whether a trace is looked at.
    #[must_use]
    pub fn is_viewing(self) -> bool {
        self.viewing.with_untracked(Option::is_some)
    }

    fn with_viewer<T>(self, read: impl FnOnce(&Viewer) -> T) -> Option<T> {
        self.viewed
            .with_value(|viewed| viewed.as_ref().map(|viewed| read(&viewed.viewer)))
    }

    /// Does what a button or a key asks for in a trace; false where there is none, or it is
    /// nothing of the machine's.
    pub(super) fn view_command(self, command: Command) -> bool {
        if !self.is_viewing() {
            return false;
        }
        let (by, back) = match command {
            Command::Step => (Move::One, false),
            Command::StepOver => (Move::Over, false),
            Command::StepOut => (Move::Out, false),
            Command::Run => (Move::All, false),
            Command::StepBack => (Move::One, true),
            Command::StepOverBack => (Move::Over, true),
            Command::StepOutBack => (Move::Out, true),
            Command::RunBack | Command::Restart => (Move::All, true),
            Command::Breakpoint
            | Command::RunToCursor
            | Command::RunBackToCursor
            | Command::Predict
            | Command::History => {
                let text = text::VIEWING_NO_MACHINE;
                self.spoken.set(text.to_owned());
                self.say(text.to_owned(), None, false);
                return true;
            }
            _ => return false,
        };
        self.move_in_trace(|viewer| viewer.go(by, back));
        self.speak();
        true
    }

    /// Goes to a step of the trace; false where there is none.
    pub(super) fn seek_in_trace(self, step: u64) -> bool {
        let is_viewing = self.is_viewing();
        if is_viewing {
            let from = self.steps();
            self.move_in_trace(|viewer| viewer.seek(step));
            self.jumped(from);
        }
        is_viewing
    }

    fn move_in_trace(self, act: impl FnOnce(&mut Viewer)) {
        self.viewed.update_value(|viewed| {
            if let Some(viewed) = viewed {
                act(&mut viewed.viewer);
            }
        });
        self.publish();
    }

    /// The step of the trace that is looked at.
    pub(super) fn step_of_trace(self) -> u64 {
        self.with_viewer(Viewer::step).unwrap_or(0)
    }

    /// The state of the trace that is looked at.
    pub(super) fn state_of_trace(self) -> Option<MachineState> {
        self.with_viewer(Viewer::state)
    }

    /// How often was executed what the trace tells, with the lines that the editor shows.
    pub(super) fn counts_of_trace(self) -> Option<Report> {
        self.viewed.with_value(|viewed| {
            let Viewed { viewer, listed, .. } = viewed.as_ref()?;
            Some(viewer.counts(*listed))
        })
    }

    /// Frames of the trace that are so far from the innermost one.
    pub(super) fn frames_of_trace(self, indices: std::ops::Range<usize>) -> Vec<FrameView> {
        let frames = self.with_viewer(|viewer| viewer.frames(indices));
        frames.unwrap_or_default()
    }

    /// The size of a memory as far as the trace tells it.
    pub(super) fn trace_memory_length(self, index: u32) -> Option<u64> {
        let pages = |viewer: &Viewer| Some(viewer.memory(index)?.pages() << 16);
        self.with_viewer(pages).flatten()
    }

    /// Bytes of a memory of the trace; those that are not known are 0.
    pub(super) fn trace_bytes(self, index: u32, address: u64, length: u64) -> Option<Vec<u8>> {
        let bytes = self.known_bytes(index, address, length)?;
        Some(bytes.into_iter().map(Option::unwrap_or_default).collect())
    }

    /// Bytes of a memory of the trace, as far as they are known; `None` where there is no
    /// trace.
    #[must_use]
    pub fn known_bytes(self, index: u32, address: u64, length: u64) -> Option<Vec<Option<u8>>> {
        let read = |viewer: &Viewer| {
            let memory = viewer.memory(index)?;
            let addresses = address..address.saturating_add(length);
            Some(addresses.map(|at| memory.byte(at)).collect())
        };
        self.with_viewer(read).flatten()
    }

    /// What lies below the operands that are shown, when it is not known.
    #[must_use]
    pub fn hidden_operands(self) -> Option<&'static str> {
        let is_hidden = self.with_viewer(Viewer::has_unknown_operands)?;
        is_hidden.then_some(text::VIEWING_BELOW_UNKNOWN)
    }

    /// Why a pane is empty, where a trace is looked at; what it says otherwise.
    #[must_use]
    pub fn empty_pane(self, otherwise: &'static str, of_trace: &'static str) -> &'static str {
        match self.viewing.with(Option::is_some) {
            true => of_trace,
            false => otherwise,
        }
    }

    /// Shows the trace as it is now; false where there is none.
    pub(super) fn publish_trace(self) -> bool {
        let shown = self.viewed.try_update_value(|viewed| {
            let Viewed { viewer, listed, .. } = viewed.as_mut()?;
            let listing = viewer.listing(*listed);
            if let Some((_, key)) = &listing {
                *listed = Some(*key);
            }
            let shown = (viewer.state(), viewer.marks(), viewer.sentences());
            let text = listing.map(|(text, _)| text);
            Some((shown, text, viewer.last_line(), viewer.last_step()))
        });
        let Some(((state, marks, said), text, last, last_step)) = shown.flatten() else {
            return false;
        };
        self.mark_listing(text.as_deref(), &state, last);
        if text.is_some() {
            // The counts of the lines are those of another function.
            self.follow_heat();
        }
        self.last_known.set(last_step);
        self.chosen_frame.set(0);
        self.host_call.set(None);
        self.publish_branches();
        self.memory_version.update(|version| *version += 1);
        self.marks.set(Arc::new(marks));
        self.told.set(Arc::new(Told {
            done: said.done,
            instruction: said.instruction,
            now: said.now,
            results: state.results.clone().unwrap_or_default(),
            ..Told::default()
        }));
        self.state.set(Arc::new(state));
        true
    }

    fn mark_listing(self, text: Option<&str>, state: &MachineState, last: Option<u32>) {
        let next = state.at.as_ref().and_then(|at| at.line).unwrap_or(0);
        let is_trapped = state.trap.is_some();
        self.with_editor(|editor| {
            if let Some(text) = text {
                editor.show_listing(text);
                editor.set_older(false);
            }
            editor.set_marks(next, 3, is_trapped, last.unwrap_or(0), 3);
            if next > 0 {
                editor.scroll_to(next, 3);
            }
        });
    }
}
