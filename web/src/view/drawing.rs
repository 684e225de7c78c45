//! What the pictures of structures and of the heap have in common: nodes in boxes, arrows between.

use leptos::prelude::*;

use crate::model::arrows::Arrow;
use crate::model::structures::Box;

/// Where a node is, as its style.
pub(super) fn place(place: &Box) -> String {
    format!(
        "left:{}px;top:{}px;width:{}px;height:{}px",
        place.x, place.y, place.width, place.height
    )
}

/// How large a picture is, as its style.
pub(super) fn size(width: f64, height: f64) -> String {
    format!("width:{width}px;height:{height}px")
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
        <svg width=width height=height aria-hidden="true">
            {arrows.collect_view()}
        </svg>
    }
}
