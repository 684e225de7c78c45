//! The dialog that saves the program or its run as a file.

use leptos::prelude::*;

use super::dialogs::Modal;
use crate::page::{Dialog, Page};

/// The kinds of file, each with what it holds, or why it cannot be had.
#[component]
pub fn Export() -> impl IntoView {
    let page = expect_context::<Page>();
    let binary = move || match page.runs_binary() {
        true => "The module, byte for byte as it was opened.",
        false => "The module that the text was assembled to.",
    };
    view! {
        <Modal which=Dialog::Export title="Export">
            <Kind ending="wat" save=Page::export_text refused=Page::no_text>
                "The text as it is in the editor."
            </Kind>
            <Kind ending="wasm" save=Page::export_binary refused=Page::no_binary>
                {binary}
            </Kind>
            <Kind ending="trace.jsonl" save=Page::export_trace refused=Page::no_run>
                "Trace (JSON Lines): each instruction of the run, from the first to the last step known, for programs."
            </Kind>
            <Kind ending="trace.txt" save=Page::export_trace_text refused=Page::no_run>
                "Trace (text): the same for people."
            </Kind>
        </Modal>
    }
}

#[component]
fn Kind(
    ending: &'static str,
    save: fn(Page),
    refused: fn(Page) -> Option<&'static str>,
    children: ChildrenFn,
) -> impl IntoView {
    let page = expect_context::<Page>();
    view! {
        <div class="setting">
            <span class="mono">{move || page.file_name(ending)}</span>
            <button
                type="button"
                aria-disabled=move || refused(page).is_some().to_string()
                on:click=move |_| save(page)
            >
                {format!("Save as .{ending}")}
            </button>
            <small>
                {move || match refused(page) {
                    Some(why) => why.into_any(),
                    None => children(),
                }}
            </small>
        </div>
    }
}
