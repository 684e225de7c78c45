//! The top line: what the page is, what runs, and the ways in and out.

use leptos::html::Input;
use leptos::prelude::*;

use super::command::CommandButton;
use super::entry::Entry;
use super::icons::Brand;
use crate::bindings;
use crate::model::keys::Command;
use crate::page::{Dialog, Page};
use crate::text;

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
                {text::APP_BAR_MENU}
            </button>
            <nav
                aria-label=text::APP_BAR_PROGRAM
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
                    title=text::APP_BAR_LESSONS_TITLE
                    on:click=move |_| bindings::toggle_lessons()
                >
                    {text::APP_BAR_LESSONS}
                </button>
                <button
                    type="button"
                    class="quiet"
                    title=text::APP_BAR_OPEN_TITLE
                    on:click=move |_| {
                        if let Some(file) = file.get() {
                            file.click();
                        }
                    }
                >
                    {text::APP_BAR_OPEN}
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
                    title=text::APP_BAR_EXPORT_TITLE
                    on:click=move |_| page.export()
                >
                    {text::APP_BAR_EXPORT}
                </button>
                <button
                    type="button"
                    class="quiet"
                    title=text::APP_BAR_SHARE_TITLE
                    on:click=move |_| page.share()
                >
                    {text::APP_BAR_SHARE}
                </button>
                <button
                    type="button"
                    class="quiet"
                    aria-haspopup="dialog"
                    title=text::APP_BAR_SETTINGS_TITLE
                    on:click=move |_| page.dialog.set(Some(Dialog::Settings))
                >
                    {text::DIALOGS_SETTINGS}
                </button>
                <CommandButton class="quiet" command=Command::Help opens_dialog=true />
            </nav>
        </header>
    }
}
