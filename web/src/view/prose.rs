//! Sentences with code between backticks.

use leptos::prelude::*;

/// A text whose parts between backticks are code.
#[component]
#[allow(
    clippy::needless_pass_by_value,
    reason = "properties of components are owned"
)]
pub fn Prose(#[prop(into)] text: String) -> impl IntoView {
    text.split('`')
        .enumerate()
        .map(|(index, part)| {
            let part = part.to_owned();
            if index % 2 == 1 {
                view! { <code>{part}</code> }.into_any()
            } else {
                part.into_any()
            }
        })
        .collect_view()
}
