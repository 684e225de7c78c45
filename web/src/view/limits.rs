//! The limits of the machine, in the settings.

use leptos::prelude::*;

use crate::model::limits::{LIMITS, Limit, fuel_of};
use crate::page::Page;
use crate::text;

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

/// How far `Run` goes. Unlike the limits above, the program cannot notice it.
#[component]
pub fn Fuel() -> impl IntoView {
    let page = expect_context::<Page>();
    let problem = RwSignal::new(None::<&'static str>);
    let fuel = move || page.settings.with(|settings| settings.fuel);
    view! {
        <label class="setting">
            <span>{text::LIMITS_FUEL}</span>
            <input
                type="text"
                inputmode="numeric"
                placeholder=text::LIMITS_NO_END
                prop:value=move || fuel().map_or_else(String::new, |fuel| fuel.to_string())
                aria-invalid=move || problem.with(Option::is_some).to_string()
                on:change=move |event| match fuel_of(&event_target_value(&event)) {
                    Ok(fuel) => {
                        problem.set(None);
                        page.settings.update(|settings| settings.fuel = fuel);
                    }
                    Err(message) => problem.set(Some(message)),
                }
            />
            <small>{text::LIMITS_FUEL_ABOUT}</small>
            <span class="dialog-error" role="alert">
                {problem}
            </span>
        </label>
    }
}
