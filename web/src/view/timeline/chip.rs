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
    let step = Memo::new(move |_| page.jumps.with(|jumps| jumps.last().copied()));
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
                                <span class="words">{text::CHIP_BACK_STEP}</span>
                                {thousands(step)}
                            </button>
                        }
                    })
            }}
        </span>
    }
}
