//! Which steps the lanes show: all, a part, an activation, a loop or one pass of it.

use leptos::html::Input;
use leptos::prelude::*;

use crate::model::speed::{step_of, thousands};
use crate::page::Page;

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
                {button("Zoom to function", "Function", Page::zoom_to_function)}
                {button("Zoom to loop", "Loop", Page::zoom_to_loop)}
                {button("Zoom in", "+", |page| page.zoom(true))}
                {button("Zoom out", "−", |page| page.zoom(false))}
                <button
                    type="button"
                    aria-label="Whole run"
                    title="Whole run"
                    aria-disabled=move || (!is_part.get()).to_string()
                    on:click=move |_| page.show_all()
                >
                    "Whole"
                </button>
            </div>
            <p class="shown-steps mono" title="The steps that the lanes show">
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
        let passes = thousands(shown.run.passes);
        let open = if shown.run.left.is_none() {
            " so far"
        } else {
            ""
        };
        let about = if shown.run.stride() > 1 { "about " } else { "" };
        let now = match pass.get() {
            Some(pass) => format!(", now at {about}{}", thousands(pass + 1)),
            None => ", not in it now".to_owned(),
        };
        Some(format!("{}: × {passes} iterations{open}{now}", shown.place))
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
                "Previous iteration"
            </button>
            <button
                type="button"
                on:click=move |_| page.go_to_pass(pass.get_untracked().map_or(0, |pass| pass + 1))
            >
                "Next iteration"
            </button>
            <label>
                "Iteration "
                <input
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    class="mono"
                    aria-label="Iteration"
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
