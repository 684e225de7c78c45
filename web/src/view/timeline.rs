//! Where the machine is in the run as far as it is known.

use leptos::prelude::*;

use crate::model::speed::thousands;
use crate::page::Page;

/// The timeline with its slider.
#[component]
pub fn Timeline() -> impl IntoView {
    let page = expect_context::<Page>();
    let step = move || page.state.with(|state| state.step);
    let last = move || page.last_known.get().max(step());
    view! {
        <section class="timeline" aria-label="Timeline">
            <h2>"Timeline"</h2>
            <input
                type="range"
                aria-label="Step"
                min="0"
                // A range of nothing cannot be drawn; its value stays 0 then.
                max=move || last().max(1).to_string()
                aria-valuemin="0"
                aria-valuenow=move || step().to_string()
                aria-valuemax=move || last().to_string()
                aria-valuetext=move || {
                    format!("step {} of {} known so far", thousands(step()), thousands(last()))
                }
                prop:value=move || step().to_string()
                on:input=move |event| {
                    if let Ok(target) = event_target_value(&event).parse() {
                        page.seek(target);
                    }
                }
            />
            <span class="step-count mono">
                {move || format!("{} / {}", thousands(step()), thousands(last()))}
            </span>
        </section>
    }
}
