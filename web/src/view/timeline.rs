//! Where the machine is in the run as far as it is known.

use leptos::prelude::*;

use crate::model::speed::{self, thousands};
use crate::model::state::Status;
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
            <span class="run-state">{move || run_state(page)}</span>
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

/// What the machine is doing, in a few words.
fn run_state(page: Page) -> String {
    if let Some(running) = page.running.get() {
        let rate = speed::rate_text(running.steps, running.elapsed_ms);
        return if rate.is_empty() {
            "Running".to_owned()
        } else {
            format!("Running, {rate}")
        };
    }
    page.state.with(|state| {
        let step = thousands(state.step);
        match state.status {
            Status::Ready => "Nothing loaded".to_owned(),
            Status::Paused | Status::Running => format!("Paused at step {step}"),
            Status::Waiting => "Waiting for an answer of the host".to_owned(),
            Status::Returned => format!("Returned after {step} steps"),
            Status::Trapped => format!("Trapped at step {step}"),
            Status::Thrown => format!("Uncaught exception at step {step}"),
            Status::Exited => format!("Exited after {step} steps"),
        }
    })
}
