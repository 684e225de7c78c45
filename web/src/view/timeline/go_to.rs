//! The box that goes to a step by its number.

use leptos::html::Input;
use leptos::prelude::*;

use crate::model::speed::thousands;
use crate::page::Page;
use crate::text;

/// Characters that there is room for at least.
const LEAST_DIGITS: usize = 5;

/// A box for the number of a step: Enter goes there, Escape takes the number back.
#[component]
pub(super) fn GoTo() -> impl IntoView {
    let page = expect_context::<Page>();
    let input = NodeRef::<Input>::new();
    let problem = RwSignal::new(None::<&'static str>);
    // What is being typed is not overwritten, wherever a run may be.
    let typing = StoredValue::new(false);
    let show = move || {
        let step = page.state.with(|state| thousands(state.step));
        if let Some(input) = input.get().filter(|_| !typing.get_value()) {
            input.set_value(&step);
        }
    };
    Effect::new(move |_| show());
    // It has room for every step that is known, so that it stays as wide on the way through them.
    let digits = move || {
        let here = page.state.with(|state| state.step);
        thousands(page.last_known.get().max(here)).len()
    };
    let leave = move || {
        typing.set_value(false);
        problem.set(None);
        untrack(show);
    };
    let go = move || {
        let text = input.get_untracked().map(|input| input.value());
        let refused = page.go_to(&text.unwrap_or_default()).err();
        typing.set_value(refused.is_some());
        problem.set(refused);
    };
    view! {
        <span class="go-to">
            <input
                type="text"
                inputmode="numeric"
                autocomplete="off"
                class="mono"
                style:width=move || format!("calc({}ch + 18px)", digits().max(LEAST_DIGITS))
                aria-label=text::GO_TO_LABEL
                title=text::GO_TO_HOW
                aria-invalid=move || problem.with(Option::is_some).to_string()
                node_ref=input
                on:input=move |_| typing.set_value(true)
                on:keydown=move |event| match event.key().as_str() {
                    "Enter" if !event.ctrl_key() && !event.meta_key() => go(),
                    "Escape" => leave(),
                    _ => {}
                }
                on:blur=move |_| leave()
            />
            <span class="go-to-problem" role="alert">
                {problem}
            </span>
        </span>
    }
}
