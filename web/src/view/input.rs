//! Standard input of a program on WASI: a line at a time, and its end.

use leptos::prelude::*;

use crate::page::Page;
use crate::text;

/// The box for a line, when the program reads lines.
#[component]
pub fn StandardInput() -> impl IntoView {
    let page = expect_context::<Page>();
    let line = RwSignal::new(String::new());
    let waits = move || {
        let reads = |call: &Option<std::sync::Arc<crate::page::PendingCall>>| {
            call.as_ref().is_some_and(|call| call.reads)
        };
        page.host_call.with(reads)
    };
    view! {
        <Show when=move || page.wasi.takes_input.get()>
            <form
                class="standard-input"
                class:host-call=waits
                on:submit=move |event| {
                    event.prevent_default();
                    let text = line.get_untracked() + "\n";
                    line.set(String::new());
                    page.give_input(&text);
                }
            >
                <label class="field">
                    <span>{text::INPUT_STANDARD_INPUT}</span>
                    <input
                        type="text"
                        aria-label=text::INPUT_STANDARD_INPUT
                        autocomplete="off"
                        placeholder=move || if waits() { text::INPUT_PROGRAM_WAITS } else { "" }
                        prop:value=move || line.get()
                        on:input=move |event| line.set(event_target_value(&event))
                    />
                </label>
                <button type="submit" class:primary=waits>
                    {text::INPUT_SEND_LINE}
                </button>
                <button type="button" on:click=move |_| page.end_input()>
                    {text::INPUT_END_INPUT}
                </button>
            </form>
        </Show>
    }
}
