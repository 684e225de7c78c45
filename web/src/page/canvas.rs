//! The canvas: the picture of the state that is looked at, and the keys for the program.

use std::sync::Arc;

use leptos::prelude::*;
use wasmscope::host::canvas;
use wasmscope::syntax::ExternType;

use super::Page;
use crate::model::canvas::Shown;
use crate::model::debugger::Debugger;

/// Keys that wait at most; those that come then are lost, as on any keyboard.
const MOST_KEYS: usize = 64;

/// What is seen of the canvas.
#[derive(Clone, Copy, Default)]
pub struct Screen {
    /// Whether the program imports the canvas.
    pub is_there: RwSignal<bool>,
    /// Whether it asks for keys.
    pub takes_keys: RwSignal<bool>,
    /// What the state shows.
    pub shown: RwSignal<Arc<Shown>>,
    /// Keys that the program has not asked for yet.
    pub waiting: RwSignal<usize>,
}

impl Page {
    /// Shows the picture of the state at a step.
    pub(super) fn publish_canvas(self, step: u64) {
        let is_there = self.with_debugger(imports_canvas);
        if is_there || self.screen.is_there.get_untracked() {
            self.show_picture(is_there, step);
        }
    }

    fn show_picture(self, is_there: bool, step: u64) {
        let screen = self.screen;
        let takes_keys = is_there && self.with_debugger(imports_keys);
        let (shown, waiting) = self.hosts.with_value(|hosts| {
            let shown = self.with_debugger(|debugger| Shown::at(step, &hosts.canvas, debugger));
            (shown, hosts.keys.len())
        });
        if screen.shown.with_untracked(|before| **before != shown) {
            screen.shown.set(Arc::new(shown));
        }
        for (signal, value) in [(screen.is_there, is_there), (screen.takes_keys, takes_keys)] {
            if signal.get_untracked() != value {
                signal.set(value);
            }
        }
        if screen.waiting.get_untracked() != waiting {
            screen.waiting.set(waiting);
        }
    }

    /// Whether a picture was presented since this was asked last.
    pub(super) fn has_new_picture(self) -> bool {
        let taken = self
            .hosts
            .try_update_value(|hosts| std::mem::take(&mut hosts.is_new));
        taken.unwrap_or(false)
    }

    /// Lets the program have a key, when it asks for one; false for keys that programs are not
    /// told of.
    pub fn press_key(self, name: &str) -> bool {
        let Some(code) = canvas::key_code(name) else {
            return false;
        };
        let waiting = self.hosts.try_update_value(|hosts| {
            if hosts.keys.len() < MOST_KEYS {
                hosts.keys.push_back(code);
            }
            hosts.keys.len()
        });
        self.screen.waiting.set(waiting.unwrap_or_default());
        true
    }

    /// What the state that is looked at shows.
    pub(crate) fn shown_picture(self) -> Shown {
        let step = self.steps();
        self.hosts.with_value(|hosts| {
            self.with_debugger(|debugger| Shown::at(step, &hosts.canvas, debugger))
        })
    }
}

fn imports_canvas(debugger: &Debugger) -> bool {
    (debugger.program()).is_some_and(|program| canvas::is_imported(&program.module))
}

fn imports_keys(debugger: &Debugger) -> bool {
    let asks = |ty: &ExternType| matches!(ty, ExternType::Func(ty) if !ty.results.is_empty());
    debugger.program().is_some_and(|program| {
        let mut imports = program.module.imports.iter();
        imports.any(|import| &*import.module == canvas::NAME && asks(&import.ty))
    })
}
