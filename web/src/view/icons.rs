//! The small pictures on buttons. They decorate words and never stand alone.

use crate::text;
use leptos::prelude::*;

/// Paths in a box of 16 by 16.
pub mod path {
    /// A triangle up to a bar: one instruction.
    pub const STEP: &str = "M3 3l7 5-7 5zM11.2 3h1.8v10h-1.8z";
    /// An arc over a dot.
    pub const OVER: &str = "M8 10.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6M2 9a6 6 0 0 1 10.6-3.9L14 3.6V8H9.6l1.7-1.7A4.2 4.2 0 0 0 3.8 9z";
    /// An arrow up and away from a dot.
    pub const OUT: &str =
        "M8 1.5 12.5 6H9v4H7V6H3.5zM8 11.4a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4";
    /// A triangle.
    pub const RUN: &str = "M4 2.5l9 5.5-9 5.5z";
    /// Two bars.
    pub const PAUSE: &str = "M4 3h3v10H4zM9 3h3v10H9z";
    /// The hands of a clock, and an arrow back.
    pub const HISTORY: &str = "M8 2a6 6 0 1 1-5.7 7.8l1.9-.6A4 4 0 1 0 5 5.4L6.5 7H2V2.5l1.6 1.5A6 6 0 0 1 8 2M7.2 4.8h1.6V8l2.2 1.4-.8 1.3-3-1.9z";
    /// A round arrow.
    pub const RESTART: &str = "M8 2.5a5.5 5.5 0 1 1-5.3 4l1.8.5A3.6 3.6 0 1 0 8 4.4V7L4 3.5 8 0z";
}

/// A picture; `back` turns it round.
#[component]
pub fn Icon(path: &'static str, #[prop(optional)] back: bool) -> impl IntoView {
    let turned = back.then_some("matrix(-1 0 0 1 16 0)");
    view! {
        <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d=path transform=turned />
        </svg>
    }
}

/// The mark of the product.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <h1 class="brand">
            <svg viewBox="0 0 24 24" aria-hidden="true">
                <rect x="2" y="2" width="20" height="20" rx="5" fill="#5a3fd2" />
                <path
                    d="M7 8h10M7 12h10"
                    stroke="#fff"
                    stroke-opacity=".55"
                    stroke-width="2"
                    stroke-linecap="round"
                />
                <path d="M7 16h6" stroke="#fff" stroke-width="2" stroke-linecap="round" />
                <path d="m15 14 4 2-4 2z" fill="#fff" />
            </svg>
            {text::ICONS_WASMSCOPE}
        </h1>
    }
}
