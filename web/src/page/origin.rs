//! Where compiled code comes from, for modules with debugging information.

use leptos::prelude::*;
use wasmscope::syntax::Origin;
use wasmscope::view::Place;

use super::Page;

impl Page {
    /// The place in its source that a frame stands at; 0 is the entry.
    #[must_use]
    pub fn origin(self, depth: usize) -> Option<Origin> {
        self.with_debugger(|debugger| Place::at(debugger.machine()?, depth)?.origin())
    }

    /// That of the innermost frame.
    #[must_use]
    pub fn origin_here(self) -> Option<Origin> {
        let frames = self.state.with(|state| {
            let innermost = state.frames.first()?;
            Some(innermost.depth)
        });
        self.origin(frames?)
    }
}

/// A place with so much of its path as tells files apart mostly: the file and its folder.
#[must_use]
pub fn short(origin: &Origin) -> String {
    let path = &*origin.file.path;
    let start = path.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at + 1);
    [&path[start..], ":", &origin.line.to_string()].concat()
}
