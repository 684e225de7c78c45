//! A value that can be changed in its place: by a double click, or by Enter where it has the
//! focus. In the past that makes a branch.

use leptos::html::Input;
use leptos::prelude::*;

use crate::model::edit::Spot;
use crate::page::Page;
use crate::text;

/// The value; a text box while it is changed.
#[component]
pub fn Editable(
    /// What it is the value of, for people: `Change $n`.
    name: String,
    /// Its text.
    text: String,
    /// Where it lies.
    spot: Spot,
) -> impl IntoView {
    let page = expect_context::<Page>();
    if page.is_viewing() {
        // What has happened once is not to be changed.
        return text.into_any();
    }
    let editing = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let input = NodeRef::<Input>::new();
    let shown = text.clone();
    let value_of = StoredValue::new((text, name));
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            value_of.with_value(|(text, _)| input.set_value(text));
            let _ = input.focus();
            input.select();
        }
    });
    let leave = move || {
        editing.set(false);
        failed.set(None);
    };
    let keep = move |text: String| {
        // What has not changed is not to make a branch.
        if value_of.with_value(|(before, _)| *before == text) {
            return leave();
        }
        match page.change(spot, &text) {
            Ok(()) => {}
            Err(error) => failed.set(Some(error)),
        }
    };
    view! {
        <Show
            when=move || editing.get()
            fallback=move || {
                view! {
                    <span
                        class="changeable"
                        // It reads as the value; the row has its name from it.
                        tabindex="0"
                        title=value_of
                            .with_value(|(_, label)| text::edit_how(label))
                        on:dblclick=move |_| editing.set(true)
                        on:keydown=move |event| {
                            if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() {
                                event.prevent_default();
                                event.stop_propagation();
                                editing.set(true);
                            }
                        }
                    >
                        {shown.clone()}
                    </span>
                }
            }
        >
            <input
                type="text"
                class="edit"
                node_ref=input
                aria-label=value_of.with_value(|(_, label)| label.clone())
                aria-invalid=move || failed.with(Option::is_some).to_string()
                on:keydown=move |event| match event.key().as_str() {
                    "Enter" if !event.ctrl_key() && !event.meta_key() => {
                        keep(event_target_value(&event));
                    }
                    "Escape" => leave(),
                    _ => {}
                }
                on:blur=move |_| leave()
            />
            <span class="dialog-error" role="alert">
                {failed}
            </span>
        </Show>
    }
    .into_any()
}
