//! Which steps the lanes show: all, a part, an activation, a loop or one pass of it.

use leptos::html::Input;
use leptos::prelude::*;

use crate::model::speed::{step_of, thousands};
use crate::page::Page;
use crate::text;

/// The buttons beside the lanes, and what they show in numbers.
#[component]
pub(super) fn Zoom() -> impl IntoView {
    let page = expect_context::<Page>();
    let is_part = Memo::new(move |_| page.lanes.window.with(Option::is_some));
    let button = |name: &'static str, short: &'static str, act: fn(Page)| {
        view! {
            <button type="button" aria-label=name title=name on:click=move |_| act(page)>
                {short}
            </button>
        }
    };
    let steps = move || {
        let steps = page.shown_steps();
        let said = page.lanes.says.get();
        match said {
            Some(said) => said.to_owned(),
            None => format!("{} – {}", thousands(steps.start), thousands(steps.end)),
        }
    };
    view! {
        <div class="zoom">
            <div class="group">
                {button(text::ZOOM_ZOOM_FUNCTION, text::ZOOM_FUNCTION, Page::zoom_to_function)}
                {button(text::ZOOM_ZOOM_LOOP, text::ZOOM_LOOP, Page::zoom_to_loop)}
                {button(text::ZOOM_ZOOM, "+", |page| page.zoom(true))}
                {button(text::ZOOM_ZOOM_OUT, "−", |page| page.zoom(false))}
                <button
                    type="button"
                    aria-label=text::ZOOM_WHOLE_RUN
                    title=text::ZOOM_WHOLE_RUN
                    aria-disabled=move || (!is_part.get()).to_string()
                    on:click=move |_| page.show_all()
                >
                    {text::ZOOM_WHOLE}
                </button>
            </div>
            <p class="shown-steps mono" title=text::ZOOM_SHOWN>
                {steps}
            </p>
        </div>
        {move || page.lanes.shown_loop.get().map(|_| view! { <Passes /> })}
    }
}

/// The passes of the loop that is shown.
#[component]
fn Passes() -> impl IntoView {
    let page = expect_context::<Page>();
    let input = NodeRef::<Input>::new();
    // The pass at the step looked at; `None` outside of the loop.
    let pass = Memo::new(move |_| {
        let step = page.state.with(|state| state.step);
        let shown = page.lanes.shown_loop.get()?;
        let inside = shown.run.left.is_none_or(|left| step < left);
        inside.then(|| shown.run.pass_at(step)).flatten()
    });
    let text = move || {
        let shown = page.lanes.shown_loop.get()?;
        let count = shown.run.passes;
        let passes = thousands(count);
        let open = if shown.run.left.is_none() {
            text::ZOOM_FAR
        } else {
            ""
        };
        let about = if shown.run.stride() > 1 {
            text::LANES_ROUGHLY
        } else {
            ""
        };
        let now = match pass.get() {
            Some(pass) => text::zoom_now(about, thousands(pass + 1)),
            None => text::ZOOM_NOT_NOW.to_owned(),
        };
        Some(text::zoom_passes(count, &shown.place, open, now, passes))
    };
    let go = move || {
        let text = input.get_untracked().map(|input| input.value());
        if let Ok(number) = step_of(&text.unwrap_or_default()) {
            page.go_to_pass(number.saturating_sub(1));
        }
    };
    view! {
        <div class="passes">
            <span>{text}</span>
            <button
                type="button"
                on:click=move |_| {
                    page.go_to_pass(pass.get_untracked().unwrap_or(1).saturating_sub(1));
                }
            >
                {text::ZOOM_PREVIOUS_ITERATION}
            </button>
            <button
                type="button"
                on:click=move |_| page.go_to_pass(pass.get_untracked().map_or(0, |pass| pass + 1))
            >
                {text::ZOOM_NEXT_ITERATION}
            </button>
            <label>
                {text::ZOOM_ITERATION}
                <input
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    class="mono"
                    aria-label=text::ZOOM_ITERATION_BOX
                    node_ref=input
                    on:keydown=move |event| {
                        if event.key() == "Enter" {
                            go();
                        }
                    }
                />
            </label>
        </div>
    }
}
