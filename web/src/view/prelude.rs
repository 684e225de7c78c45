//! The way to the states below 0, and back.

use leptos::prelude::*;
use wasmscope::time::PreludeStep;

use crate::model::state::Status;
use crate::page::Page;
use crate::text;

/// The buttons that take the focus from each other, since only one of them is there.
const BEFORE: &str = "before-step-0";
const EARLIER: &str = "earlier-step";

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
                id=BEFORE
                title=text::PRELUDE_ABOUT
                on:click=move |_| {
                    page.visit_prelude(None);
                    super::focus_soon(EARLIER);
                }
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
    let is_visited = Memo::new(move |_| page.past.visit.with(Option::is_some));
    view! {
        <Show when=move || is_visited.get()>
            <Visit />
        </Show>
    }
}

/// Made once for a visit, however many of its steps are looked at, so that the focus stays where it is.
#[component]
fn Visit() -> impl IntoView {
    let page = expect_context::<Page>();
    let steps = Memo::new(move |_| {
        let visit = page.past.visit.get();
        visit.map_or(Vec::new(), |visit| visit.steps().to_vec())
    });
    let at = Memo::new(move |_| page.past.visit.get().map_or(-1, |visit| visit.at));
    let error = move || {
        steps.with(|steps| {
            let step = steps.iter().find(|step| step.number == at.get())?;
            let error = step.error.clone()?;
            Some(view! { <span>{error}</span> })
        })
    };
    let is_first =
        move || steps.with(|steps| steps.first().map(|step| step.number)) == Some(at.get());
    let options = move || {
        let option = |step: PreludeStep| {
            view! {
                <option value=step.number.to_string() prop:selected=move || step.number == at.get()>
                    {format!("{}: {}", step.number, step.text)}
                </option>
            }
        };
        steps.get().into_iter().map(option).collect_view()
    };
    let leave = move || {
        page.leave_prelude();
        super::focus_soon(BEFORE);
    };
    view! {
        <section class="notice branches" aria-label=text::PRELUDE_INSTANTIATION>
            <span>{text::PRELUDE_NEXT}</span>
            <select
                aria-label=text::PRELUDE_STEP_INSTANTIATION
                on:change=move |event| {
                    page.visit_prelude(event_target_value(&event).parse().ok());
                }
            >
                {options}
            </select>
            {error}
            <button
                type="button"
                id=EARLIER
                aria-disabled=move || is_first().to_string()
                on:click=move |_| {
                    if !is_first() {
                        page.visit_prelude(Some(at.get_untracked() - 1));
                    }
                }
            >
                {text::PRELUDE_EARLIER}
            </button>
            <button
                type="button"
                on:click=move |_| match at.get_untracked() {
                    -1 => leave(),
                    at => page.visit_prelude(Some(at + 1)),
                }
            >
                {text::PRELUDE_LATER}
            </button>
            <button type="button" on:click=move |_| leave()>
                {text::PRELUDE_BACK_STEP_0}
            </button>
        </section>
    }
}
