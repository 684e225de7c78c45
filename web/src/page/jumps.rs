//! Jumps: following the slider once a frame, and the way back to where a jump came from.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::Page;
use crate::bindings;
use crate::text;

/// Jumps that can be taken back.
const KEPT: usize = 8;

/// A slider that is being dragged.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Drag {
    /// Where the machine was when it began.
    from: Option<u64>,
    /// Where it is to be in the next frame.
    wanted: Option<u64>,
    /// Whether a frame is waited for.
    waits: bool,
    /// Whether the jump under way goes back, and is not to be taken back itself.
    returns: bool,
}

impl Page {
    /// Follows a slider that is being dragged: at once, and then once a frame, however often
    /// it is moved.
    pub fn drag_to(self, step: u64) {
        let here = self.steps();
        let waits = self.drag.try_update_value(|drag| {
            drag.from.get_or_insert(here);
            drag.wanted = Some(step);
            std::mem::replace(&mut drag.waits, true)
        });
        if waits != Some(false) {
            return;
        }
        spawn_local(async move {
            loop {
                let wanted = self.drag.try_update_value(|drag| drag.wanted.take());
                let Some(step) = wanted.flatten() else {
                    break;
                };
                self.seek(step);
                // A frame is never refused.
                let _ = JsFuture::from(bindings::next_frame()).await;
            }
            self.drag.update_value(|drag| drag.waits = false);
        });
    }

    /// The slider was let go: all of it was one jump.
    pub fn drag_ended(self) {
        let ended = self.drag.try_update_value(|drag| {
            let from = drag.from.take()?;
            Some((from, drag.wanted))
        });
        if let Some((from, wanted)) = ended.flatten() {
            self.remember_jump(from, wanted.unwrap_or_else(|| self.steps()));
        }
        if self.predicting.get_untracked() {
            // The steps that it came from are hidden now.
            self.publish();
        }
    }

    /// The step where the machine was when the slider began to be dragged, while it is.
    pub(super) fn drag_began_at(self) -> Option<u64> {
        self.drag.get_value().from
    }

    /// A jump has come from a step.
    pub(super) fn jumped(self, from: u64) {
        let drag = self.drag.get_value();
        self.drag.update_value(|drag| drag.returns = false);
        if drag.from.is_none() && !drag.returns {
            self.remember_jump(from, self.steps());
        }
    }

    fn remember_jump(self, from: u64, to: u64) {
        if from.abs_diff(to) > 1 {
            self.jumps.update(|jumps| {
                if jumps.len() == KEPT {
                    jumps.remove(0);
                }
                jumps.push(from);
            });
        }
    }

    /// Goes back to where the last jump came from.
    pub fn jump_back(self) {
        let from = self.jumps.try_update(Vec::pop).flatten();
        let Some(step) = from else {
            self.spoken.set(text::JUMPS_NONE.to_owned());
            return;
        };
        self.drag.update_value(|drag| drag.returns = true);
        if self.fate.with_untracked(Option::is_some) {
            self.fate.set(None);
        }
        self.seek_and_speak(step);
    }

    /// The run is another one: its steps are not those of the one before.
    pub(super) fn forget_jumps(self) {
        self.drag.set_value(Drag {
            waits: self.drag.get_value().waits,
            ..Drag::default()
        });
        if self.jumps.with_untracked(|jumps| !jumps.is_empty()) {
            self.jumps.set(Vec::new());
        }
        if self.fate.with_untracked(Option::is_some) {
            self.fate.set(None);
        }
        self.forget_marks();
        bindings::forget_answers();
    }
}
