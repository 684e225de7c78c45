//! The lanes of vectors, as the code at hand reads them.

use leptos::prelude::*;
use wasmscope::syntax::Shape;
use wasmscope::view::Place;

use crate::page::Page;

/// The shape in which the code of a frame reads vectors, 0 being the innermost one.
pub(super) fn shape(page: Page, frame: usize) -> Option<Shape> {
    page.with_debugger(|debugger| {
        let machine = debugger.machine()?;
        let depth = machine.frames().len().checked_sub(frame + 1)?;
        Place::at(machine, depth)?.vector_shape()
    })
}

/// What stands below a vector of these bits: its lanes as numbers.
pub(super) fn lanes(bits: &str, shape: Option<Shape>) -> Option<impl IntoView + use<>> {
    let text = wasmscope::view::lanes(bits, shape?)?;
    Some(view! {
        " "
        <span class="lanes">{text}</span>
    })
}
