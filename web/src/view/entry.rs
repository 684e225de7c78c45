//! Which export runs, and with what arguments.

use leptos::prelude::*;

use super::prose::Prose;
use crate::page::Page;
use crate::text;

/// The export's combo box and a text box for each parameter.
#[component]
pub fn Entry() -> impl IntoView {
    let page = expect_context::<Page>();
    view! {
        <div class="entry">
            <label class="field">
                <span>{text::ENTRY_ENTRY}</span>
                <select
                    aria-label=text::ENTRY_ENTRY
                    on:change=move |event| page.choose_entry(&event_target_value(&event))
                >
                    {move || {
                        let entries = page.entries.get();
                        let chosen = page.entry.get();
                        if entries.is_empty() {
                            let call = page.viewing.get().map(|viewing| viewing.call.clone());
                            let text = call.unwrap_or_else(|| text::ENTRY_NO_EXPORTED_FUNCTION.to_owned());
                            return view! { <option value="">{text}</option> }
                                .into_any();
                        }
                        entries
                            .iter()
                            .map(|entry| {
                                view! {
                                    <option
                                        value=entry.name.clone()
                                        selected=chosen.as_deref() == Some(entry.name.as_str())
                                    >
                                        {entry.name.clone()}
                                    </option>
                                }
                            })
                            .collect_view()
                            .into_any()
                    }}
                </select>
            </label>
            {move || {
                let entry = page.chosen_entry()?;
                Some(
                    entry
                        .params
                        .iter()
                        .enumerate()
                        .map(|(index, param)| {
                            let name = param.name.clone();
                            view! {
                                <label class="field">
                                    <span class="mono">{name.clone()}</span>
                                    <input
                                        type="text"
                                        aria-label=name
                                        title=text::entry_an(param.ty)
                                        autocomplete="off"
                                        prop:value=move || page.argument(index)
                                        aria-invalid=move || {
                                            page.is_argument_wrong(index).to_string()
                                        }
                                        on:input=move |event| {
                                            page.set_argument(index, event_target_value(&event));
                                        }
                                    />
                                    <span class="type">{param.ty.to_string()}</span>
                                </label>
                            }
                        })
                        .collect_view(),
                )
            }}
            {move || {
                page.wasi
                    .takes_words
                    .get()
                    .then(|| {
                        view! {
                            <label class="field">
                                <span>{text::ENTRY_ARGUMENTS}</span>
                                <input
                                    type="text"
                                    class="words"
                                    aria-label=text::ENTRY_ARGUMENTS
                                    title=text::ENTRY_PROGRAM_ARGUMENTS
                                    autocomplete="off"
                                    prop:value=move || page.wasi.words.get()
                                    on:input=move |event| page.set_words(event_target_value(&event))
                                />
                            </label>
                        }
                    })
            }}
            <span class="dialog-error" role="alert">
                {move || {
                    let problem = page.argument_problem.get()?;
                    Some(view! { <Prose text=problem.message /> })
                }}
            </span>
        </div>
    }
}
