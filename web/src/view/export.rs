//! The dialog that saves the program or its run as a file.

use leptos::prelude::*;
use wasmscope::observe::trace::Format;

use super::dialogs::Modal;
use crate::model::speed::thousands;
use crate::model::trace::part_of;
use crate::page::{Dialog, Page};
use crate::text;

/// The kinds of file, each with what it holds, or why it cannot be had.
#[component]
pub fn Export() -> impl IntoView {
    let page = expect_context::<Page>();
    let binary = move || match page.runs_binary() {
        true => text::EXPORT_MODULE_OPENED,
        false => text::EXPORT_MODULE_ASSEMBLED,
    };
    let part = Part::new();
    Effect::new(move |_| {
        // Another run has other steps.
        if page.dialog.get() == Some(Dialog::Export) {
            part.forget();
        }
    });
    let no_trace = move || match page.no_run() {
        Some(why) => Some(why.to_owned()),
        None => part.read().err(),
    };
    let save = move |format| {
        if let Ok(part) = untrack(|| part.read()) {
            page.export_trace(part, format);
        }
    };
    view! {
        <Modal which=Dialog::Export title=text::APP_BAR_EXPORT>
            <Kind ending="wat" save=move || page.export_text() refused=move || owned(page.no_text())>
                {text::EXPORT_TEXT}
            </Kind>
            <Kind
                ending="wasm"
                save=move || page.export_binary()
                refused=move || owned(page.no_binary())
            >
                {binary}
            </Kind>
            <PartBoxes part=part />
            <Kind ending="trace.jsonl" save=move || save(Format::Lines) refused=no_trace>
                {text::EXPORT_TRACE_LINES}
            </Kind>
            <Kind ending="trace.txt" save=move || save(Format::Text) refused=no_trace>
                {text::EXPORT_TRACE_TEXT}
            </Kind>
        </Modal>
    }
}

fn owned(why: Option<&'static str>) -> Option<String> {
    why.map(str::to_owned)
}

/// Which instructions of the run are saved, as they are typed.
#[derive(Clone, Copy)]
struct Part {
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl Part {
    fn new() -> Self {
        Self {
            from: RwSignal::default(),
            to: RwSignal::default(),
        }
    }

    fn forget(self) {
        self.from.set(String::new());
        self.to.set(String::new());
    }

    fn read(self) -> Result<(u64, u64), String> {
        self.from.with(|from| self.to.with(|to| part_of(from, to)))
    }
}

/// The boxes for the first and the last instruction.
#[component]
fn PartBoxes(part: Part) -> impl IntoView {
    let page = expect_context::<Page>();
    let last = move || page.last_known.get().saturating_sub(1);
    let problem = move || part.read().err();
    view! {
        <fieldset class="setting part" disabled=move || page.no_run().is_some()>
            <legend>{text::EXPORT_PART}</legend>
            <label>
                <span>{text::EXPORT_FROM}</span>
                <input
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    class="mono"
                    placeholder="0"
                    aria-invalid=move || problem().is_some().to_string()
                    prop:value=part.from
                    on:input=move |event| part.from.set(event_target_value(&event))
                />
            </label>
            <label>
                <span>{text::EXPORT_TO}</span>
                <input
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    class="mono"
                    placeholder=move || last().to_string()
                    aria-invalid=move || problem().is_some().to_string()
                    prop:value=part.to
                    on:input=move |event| part.to.set(event_target_value(&event))
                />
            </label>
            <small>
                {move || {
                    text::export_both_included(thousands(last()))
                }}
            </small>
            <span class="dialog-error" role="alert">
                {problem}
            </span>
        </fieldset>
    }
}

#[component]
fn Kind(
    ending: &'static str,
    save: impl Fn() + 'static,
    refused: impl Fn() -> Option<String> + Copy + Send + Sync + 'static,
    children: ChildrenFn,
) -> impl IntoView {
    let page = expect_context::<Page>();
    view! {
        <div class="setting">
            <span class="mono">{move || page.file_name(ending)}</span>
            <button
                type="button"
                aria-disabled=move || refused().is_some().to_string()
                on:click=move |_| save()
            >
                {text::export_save(ending)}
            </button>
            <small>
                {move || match refused() {
                    Some(why) => why.into_any(),
                    None => children(),
                }}
            </small>
        </div>
    }
}
