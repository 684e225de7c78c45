//! The source pane: the editor and what it says about itself.

use leptos::html::Div;
use leptos::prelude::*;

use super::command::CommandButton;
use super::icons::path;
use super::modules::{AddModule, Modules};
use crate::bindings;
use crate::model::keys::Command;
use crate::model::tabs::Screen;
use crate::page::Page;
use crate::text;

/// The source pane. The region has no name of its own: the editor is the text
/// box named `Source`.
#[component]
pub fn Source() -> impl IntoView {
    let page = expect_context::<Page>();
    let host = NodeRef::<Div>::new();
    Effect::new(move |made: Option<bool>| match (made, host.get()) {
        (Some(true), _) => true,
        (_, Some(host)) => {
            page.make_editor(&host);
            true
        }
        _ => false,
    });
    let is_running = Signal::derive(move || page.running.get().is_some());
    // The layout of a text that is invalid can be changed all the same.
    let cannot_run = Signal::derive(move || is_running.get() || page.older.get());
    let alone = move || page.layout.screen.get() == Screen::One;
    let title = move || page.title.with(|title| title.shown().to_owned());
    view! {
        <div
            class="pane source"
            id="pane-source"
            role=move || alone().then_some("tabpanel")
            aria-labelledby=move || alone().then_some("tab-source")
        >
            <header>
                <h2>{text::LAYOUT_SOURCE}</h2>
                <span class="muted" title=title>{title}</span>
                <span class="to-cursor">
                    <AddModule />
                    // The cursor stays where it is.
                    <CommandButton
                        class="quiet"
                        command=Command::RunBackToCursor
                        icon=path::RUN
                        back=true
                        short=text::SOURCE_TO_CURSOR
                        disabled=cannot_run
                    />
                    <CommandButton
                        class="quiet"
                        command=Command::RunToCursor
                        icon=path::RUN
                        short=text::SOURCE_TO_CURSOR
                        disabled=cannot_run
                    />
                    <CommandButton class="quiet" command=Command::Format disabled=is_running />
                    <Types />
                </span>
                <span class="muted">
                    {move || page.is_part.get().then(|| {
                        let of_trace = text::SOURCE_OF_TRACE;
                        page.empty_pane(text::SOURCE_OF_FUNCTION, of_trace)
                    })}
                </span>
            </header>
            <Modules />
            <Place />
            <div
                class="body"
                id="module-text"
                role=move || page.has_modules().then_some("tabpanel")
                aria-labelledby=move || {
                    page.has_modules().then(|| format!("module-{}", page.tabs.shown.get()))
                }
            >
                <div class="editor-host" node_ref=host></div>
            </div>
            // Over the text, which stays where it is.
            <p class="older-note">
                {move || page.runs_older_text().then_some(text::SOURCE_OLDER)}
            </p>
        </div>
    }
}

/// A button that shows or hides the types of the operands beside each line. A plain text area has
/// no room beside its lines.
#[component]
fn Types() -> impl IntoView {
    let page = expect_context::<Page>();
    let shown = RwSignal::new(false);
    let is_plain = Memo::new(move |_| page.settings.with(|settings| settings.plain_text));
    view! {
        <button
            type="button"
            class="quiet"
            title=move || match is_plain.get() {
                true => text::SOURCE_NO_TYPES_IN_PLAIN_TEXT,
                false => text::SOURCE_TYPES_ABOUT,
            }
            aria-disabled=move || is_plain.get().to_string()
            aria-pressed=move || (shown.get() && !is_plain.get()).to_string()
            on:click=move |_| {
                if is_plain.get_untracked() {
                    return;
                }
                shown.update(|shown| *shown = !*shown);
                bindings::show_operand_types(shown.get_untracked());
            }
        >
            {text::SOURCE_TYPES}
        </button>
    }
}

/// Where the machine stands in the text, in words: a plain text area has no marks.
#[component]
fn Place() -> impl IntoView {
    let page = expect_context::<Page>();
    let place = move || {
        page.state.with(|state| {
            let at = state.at.as_ref()?;
            let text = &at.text;
            let module = at.module.iter().map(|name| format!("{name}, "));
            let module: String = module.collect();
            Some(match at.line.zip(at.column) {
                Some((line, column)) => text::source_place(module, line, column, text),
                None => text::source_place_pc(&at.name, at.pc, text),
            })
        })
    };
    move || {
        let is_plain = page.settings.with(|settings| settings.plain_text);
        is_plain.then(|| {
            view! {
                <p class="plain-place mono">
                    {move || place().unwrap_or_else(|| text::SOURCE_PROGRAM_ENDED.to_owned())}
                </p>
            }
        })
    }
}

/// What is seen while a file is held over the page.
#[component]
pub fn DropTarget() -> impl IntoView {
    let page = expect_context::<Page>();
    move || {
        page.dropping.get().then(|| {
            view! {
                <div class="drop-target">
                    <p>{text::SOURCE_DROP}</p>
                </div>
            }
        })
    }
}
