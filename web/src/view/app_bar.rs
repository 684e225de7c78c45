//! The top line: what the page is, what runs, and the ways in and out.

use leptos::html::Input;
use leptos::prelude::*;

use super::command::CommandButton;
use super::entry::Entry;
use super::icons::Brand;
use crate::bindings;
use crate::model::keys::Command;
use crate::page::{Dialog, Page};

/// The top line.
#[component]
pub fn AppBar() -> impl IntoView {
    let page = expect_context::<Page>();
    let open = RwSignal::new(false);
    let file = NodeRef::<Input>::new();
    view! {
        <header class="app-bar">
            <Brand />
            <Entry />
            <span class="spacer"></span>
            // On a phone, the buttons are behind it.
            <button
                type="button"
                class="menu"
                aria-expanded=move || open.get().to_string()
                aria-controls="program"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                "Menu"
            </button>
            <nav
                aria-label="Program"
                id="program"
                class:is-open=move || open.get()
                on:click=move |_| open.set(false)
            >
                <CommandButton class="quiet" command=Command::Examples opens_dialog=true />
                <CommandButton class="quiet" command=Command::Reference opens_dialog=true />
                <CommandButton class="quiet" command=Command::Predict />
                <button
                    type="button"
                    class="quiet"
                    title="Twelve lessons with tasks that check themselves, beside the machine"
                    on:click=move |_| bindings::toggle_lessons()
                >
                    "Lessons"
                </button>
                <button
                    type="button"
                    class="quiet"
                    title="Open a .wat or .wasm file from this computer; it can be dropped here as well"
                    on:click=move |_| {
                        if let Some(file) = file.get() {
                            file.click();
                        }
                    }
                >
                    "Open"
                </button>
                <input
                    type="file"
                    hidden
                    accept=".wat,.wasm,.wast,.jsonl,text/plain,application/wasm"
                    node_ref=file
                    on:change=move |_| {
                        if let Some(input) = file.get() {
                            let chosen = input.files().and_then(|files| files.get(0));
                            input.set_value("");
                            if let Some(chosen) = chosen {
                                page.open_file(chosen);
                            }
                        }
                    }
                />
                <button
                    type="button"
                    class="quiet"
                    aria-haspopup="dialog"
                    title="Save the program as a .wat or .wasm file"
                    on:click=move |_| page.export()
                >
                    "Export"
                </button>
                <button
                    type="button"
                    class="quiet"
                    title="Copy a link to this program and step"
                    on:click=move |_| page.share()
                >
                    "Share"
                </button>
                <button
                    type="button"
                    class="quiet"
                    aria-haspopup="dialog"
                    title="Limits, keys and theme"
                    on:click=move |_| page.dialog.set(Some(Dialog::Settings))
                >
                    "Settings"
                </button>
                <CommandButton class="quiet" command=Command::Help opens_dialog=true />
            </nav>
        </header>
    }
}
