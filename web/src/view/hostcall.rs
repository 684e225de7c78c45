//! An import that nobody provides: its call is shown, and the person is the host.

use leptos::prelude::*;

use crate::model::program::default_text;
use crate::page::Page;
use crate::text;

/// The call that waits, with a box for each result.
#[component]
pub fn HostCall() -> impl IntoView {
    let page = expect_context::<Page>();
    let failure = RwSignal::new(None::<String>);
    view! {
        {move || {
            let call = page.host_call.get()?;
            if call.reads {
                return None;
            }
            if call.asynchronous {
                return Some(
                    view! {
                        <p class="host-call">
                            <code>{call.text.clone()}</code>
                            {text::HOSTCALL_WAITS_JAVASCRIPT}
                        </p>
                    }
                        .into_any(),
                );
            }
            failure.set(None);
            let defaults = call.results.iter().map(|ty| default_text(*ty));
            let answers = RwSignal::new(defaults.collect::<Vec<_>>());
            let fields = call
                .results
                .iter()
                .enumerate()
                .map(|(index, ty)| {
                    let label = if call.results.len() == 1 {
                        text::HOSTCALL_RESULT.to_owned()
                    } else {
                        text::hostcall_result_at(index)
                    };
                    view! {
                        <label class="field">
                            <span>{label} " " <span class="type">{ty.to_string()}</span></span>
                            <input
                                type="text"
                                prop:value=move || answers.with(|all| all[index].clone())
                                on:input=move |event| {
                                    answers.update(|all| all[index] = event_target_value(&event));
                                }
                            />
                        </label>
                    }
                })
                .collect_view();
            Some(
                view! {
                    <form
                        class="host-call"
                        aria-label=text::HOSTCALL_HOST_CALL
                        on:submit=move |event| {
                            event.prevent_default();
                            failure.set(page.answer(&answers.get_untracked()).err());
                        }
                    >
                        <span>
                            {text::HOSTCALL_PROGRAM_CALLS} <code>{call.text.clone()}</code>
                            {text::HOSTCALL_YOU_HOST}
                        </span>
                        {fields}
                        <button type="submit" class="primary">
                            {text::HOSTCALL_ANSWER}
                        </button>
                        <span class="dialog-error" role="alert">
                            {failure}
                        </span>
                    </form>
                }
                    .into_any(),
            )
        }}
    }
}
