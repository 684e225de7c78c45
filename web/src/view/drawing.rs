//! What the pictures of structures and of the heap have in common: nodes in boxes, arrows between.

use leptos::prelude::*;

use crate::model::arrows::Arrow;
use crate::model::structures::Box;

/// A length of a plan in the unit that grows with the text inside of the boxes.
pub(super) fn length(pixels: f64) -> String {
    format!("{}rem", pixels / 16.0)
}

/// Where a node is, as its style.
pub(super) fn place(place: &Box) -> String {
    let [x, y, width, height] = [place.x, place.y, place.width, place.height].map(length);
    format!("left:{x};top:{y};width:{width};height:{height}")
}

/// How large a picture is, as its style.
pub(super) fn size(width: f64, height: f64) -> String {
    format!("width:{};height:{}", length(width), length(height))
}

/// The arrows of a picture of that size, which words beside the nodes say as well.
pub(super) fn arrows(width: f64, height: f64, arrows: &[Arrow]) -> impl IntoView + use<> {
    let arrows = arrows.iter().map(|arrow| {
        let (x, y) = arrow.to;
        view! {
            <path d=arrow.path() />
            <path class="tip" d=format!("M{x} {y}l-7 -4v8z") />
        }
    });
    view! {
        <svg viewBox=format!("0 0 {width} {height}") style=size(width, height) aria-hidden="true">
            {arrows.collect_view()}
        </svg>
    }
}
