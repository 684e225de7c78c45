//! The run as a trace: written in slices that leave the browser room to answer, saved as a
//! file or given to a script.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasmscope::observe::trace::Format;

use super::Page;
use super::open::Opening;
use crate::bindings;
use crate::model::debugger::Debugger;
use crate::model::trace::Export;
use crate::text;

/// Bytes of a trace that are handed to the browser at once.
const PART: usize = 1 << 20;

impl Page {
    /// The lines of the run from one instruction to another one as parts of a file, each
    /// some bytes. `None` when there is no run, somebody gave up, or the past has become
    /// another one before all was written.
    pub(crate) async fn trace(
        self,
        from: u64,
        to: u64,
        format: Format,
        tell: &dyn Fn(f64) -> bool,
    ) -> Option<Array> {
        let export = self.with_debugger(|debugger| Export::new(debugger, from, to, format));
        let (mut export, parts) = (export?, Array::new());
        let last = self.with_debugger(Debugger::last_known).min(to);
        let all = last.saturating_sub(from).max(1) as f64;
        let mut part = |debugger: &mut Debugger, fuel: u64| {
            let step = export.go_on(debugger, fuel)?;
            if let Some(lines) = export.take(PART) {
                parts.push(&Uint8Array::from(lines.as_bytes()));
            }
            tell((step.saturating_sub(from) as f64 / all).min(1.0)).then_some(step)
        };
        self.in_slices(&mut part).await;
        export.has_ended().then_some(parts)
    }

    /// Saves the run that is known, from one instruction to another one, as a trace.
    pub fn export_trace(self, part: (u64, u64), format: Format) {
        let ending = match format {
            Format::Lines => "jsonl",
            Format::Text => "txt",
        };
        if self.no_run().is_some() {
            return;
        }
        let name = format!("{}.trace.{ending}", untrack(|| self.file_stem()));
        self.pause();
        self.dialog.set(None);
        let way = self.begin_way(name.clone());
        spawn_local(async move {
            let tell = |share| way.is_at(Opening::WRITING, share);
            let parts = self.trace(part.0, part.1, format, &tell).await;
            if !way.goes_on() {
                return;
            }
            way.is_over();
            match parts {
                Some(parts) => {
                    bindings::save_parts(&name, "text/plain", &parts);
                    self.spoken.set(text::export_saved(&name));
                }
                None => {
                    let text = text::trace_not_saved(&name);
                    self.say(text, None, false);
                }
            }
        });
    }
}
