//! The way back to where the last jump came from.

use leptos::prelude::*;

use crate::model::keys::Command;
use crate::model::speed::thousands;
use crate::page::Page;
use crate::text;

/// The chip. Its place is kept while there is no jump, so that nothing moves.
#[component]
pub(super) fn Chip() -> impl IntoView {
    let page = expect_context::<Page>();
    let binding = Command::JumpBack.binding();
    // While somebody predicts, no later step is named.
    let is_shown = move |step: &u64| !page.predicting.get() || *step <= page.last_known.get();
    let last = move || page.jumps.with(|jumps| jumps.last().copied());
    let step = Memo::new(move |_| last().filter(is_shown));
    view! {
        <span class="chip-place">
            {move || {
                step.get()
                    .map(|step| {
                        view! {
                            <button
                                type="button"
                                class="chip"
                                title=move || binding.tooltip(page.keys())
                                aria-keyshortcuts=move || binding.aria(page.keys())
                                on:click=move |_| page.jump_back()
                            >
                                <span aria-hidden="true">"↩ "</span>
                                <span class="words">{text::CHIP_BACK}</span>
                                {thousands(step)}
                            </button>
                        }
                    })
            }}
        </span>
    }
}
