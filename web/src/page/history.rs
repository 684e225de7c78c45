//! Questions to history, answered in slices that leave the browser room to answer, and given up
//! when somebody cancels. The pane that shows the answers is `www/src/history.js`.

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasmscope::observe::Site;
use wasmscope::view::instr_text;

use super::Page;
use crate::bindings;
use crate::model::debugger::Debugger;

/// Milliseconds that a slice takes: what is on the page moves on at 60 frames a second.
const SLICE: f64 = 6.0;
/// Steps between two looks at the clock: at first, at least and at most.
const FUEL: u64 = 4_000;
const LEAST_FUEL: u64 = 100;
const MOST_FUEL: u64 = 1 << 20;

/// Questions that are being answered.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asking {
    /// How often they were all given up.
    given_up: u64,
    /// The step that the last one has come to.
    step: u64,
}

impl Page {
    /// Works in slices until `part` says that there is nothing more to do, or all questions are
    /// given up. `part` is given about how many steps to look at, and says which step it has
    /// come to.
    pub(crate) async fn in_slices(self, part: &mut dyn FnMut(&mut Debugger, u64) -> Option<u64>) {
        let given_up = self.asking.get_value().given_up;
        let mut fuel = FUEL;
        loop {
            let began = bindings::now();
            let mut now = began;
            while now - began < SLICE {
                let before = now;
                let Some(step) = self.change_debugger(|debugger| part(debugger, fuel)) else {
                    return;
                };
                self.asking.update_value(|asking| asking.step = step);
                now = bindings::now();
                fuel = match now - before {
                    took if took > SLICE / 2.0 => (fuel / 2).max(LEAST_FUEL),
                    took if took < SLICE / 6.0 => (fuel * 2).min(MOST_FUEL),
                    _ => fuel,
                };
            }
            // The promise is never refused.
            let _ = JsFuture::from(bindings::next_task()).await;
            if self.asking.get_value().given_up != given_up {
                return;
            }
        }
    }

    /// Gives up all questions that are being answered.
    pub(crate) fn give_up_questions(self) {
        self.asking.update_value(|asking| asking.given_up += 1);
    }

    /// The step that the last question has come to.
    pub(crate) fn question_step(self) -> u64 {
        self.asking.get_value().step
    }

    /// An instruction as it is written, and its line in the text.
    pub(crate) fn instruction_at(self, site: &Site) -> Option<(String, Option<u32>)> {
        self.with_debugger(|debugger| {
            let machine = debugger.machine()?;
            let module = &machine.store().instance(site.instance).module;
            let text = instr_text(module, module.code_of(site.func)?, site.pc);
            let own = debugger.instance() == Some(site.instance);
            let program = debugger.program().filter(|_| own);
            let place = program.and_then(|program| program.place_in(site.func.0, site.pc));
            Some((text, place.map(|(line, _)| line)))
        })
    }
}
