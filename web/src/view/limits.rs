//! The limits of the machine, in the settings.

use leptos::prelude::*;

use crate::model::limits::{LIMITS, Limit};
use crate::page::Page;

/// The limits that can be changed. A changed one counts from the next start on.
#[component]
pub fn Limits() -> impl IntoView {
    LIMITS
        .iter()
        .map(|limit| view! { <Row limit=limit /> })
        .collect_view()
}

#[component]
fn Row(limit: &'static Limit) -> impl IntoView {
    let page = expect_context::<Page>();
    let problem = RwSignal::new(None::<String>);
    view! {
        <label class="setting">
            <span>{limit.name}</span>
            <input
                type="text"
                inputmode="numeric"
                prop:value=limit.get(&page.limits()).to_string()
                aria-invalid=move || problem.with(Option::is_some).to_string()
                on:change=move |event| {
                    let mut limits = page.limits();
                    match limit.set(&mut limits, &event_target_value(&event)) {
                        Ok(()) => {
                            problem.set(None);
                            page.set_limits(limits);
                        }
                        Err(message) => problem.set(Some(message)),
                    }
                }
            />
            <small>{limit.what}</small>
            <span class="dialog-error" role="alert">
                {problem}
            </span>
        </label>
    }
}
