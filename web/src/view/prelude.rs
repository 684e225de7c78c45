//! The way to the states below 0, and back.

use leptos::prelude::*;
use wasmscope::time::PreludeStep;

use crate::model::state::Status;
use crate::page::Page;
use crate::text;

/// At step 0, a way to what came before.
#[component]
pub fn Before() -> impl IntoView {
    let page = expect_context::<Page>();
    let at_first = Memo::new(move |_| {
        let state = page.state.get();
        state.step == 0 && state.status != Status::Ready && page.past.visit.with(Option::is_none)
    });
    view! {
        <Show when=move || at_first.get()>
            <button
                type="button"
                class="quiet"
                title=text::PRELUDE_HOW_MEMORY_TABLES_GLOBALS
                on:click=move |_| page.visit_prelude(None)
            >
                {text::PRELUDE_BEFORE_STEP_0}
            </button>
        </Show>
    }
}

/// The instantiation, in a line below the panes while it is looked at.
#[component]
pub fn Visited() -> impl IntoView {
    let page = expect_context::<Page>();
    move || {
        let visit = page.past.visit.get()?;
        let at = visit.at;
        let steps = visit.steps();
        let error = steps.iter().find(|step| step.number == at);
        let error = error.and_then(|step| step.error.clone());
        let first = steps.first().is_some_and(|step| step.number == at);
        let option = |step: &PreludeStep| {
            view! {
                <option value=step.number.to_string() selected=step.number == at>
                    {format!("{}: {}", step.number, step.text)}
                </option>
            }
        };
        Some(view! {
            <section class="notice branches" aria-label=text::PRELUDE_INSTANTIATION>
                <span>{text::PRELUDE_BEFORE_STEP_0_ABOUT}</span>
                <select
                    aria-label=text::PRELUDE_STEP_INSTANTIATION
                    on:change=move |event| {
                        page.visit_prelude(event_target_value(&event).parse().ok());
                    }
                >
                    {steps.iter().map(option).collect_view()}
                </select>
                {error.map(|error| view! { <span>{error}</span> })}
                <button
                    type="button"
                    disabled=first
                    on:click=move |_| page.visit_prelude(Some(at - 1))
                >
                    {text::PRELUDE_EARLIER}
                </button>
                <button
                    type="button"
                    on:click=move |_| match at {
                        -1 => page.leave_prelude(),
                        _ => page.visit_prelude(Some(at + 1)),
                    }
                >
                    {text::PRELUDE_LATER}
                </button>
                <button type="button" on:click=move |_| page.leave_prelude()>
                    {text::PRELUDE_BACK_STEP_0}
                </button>
            </section>
        })
    }
}
