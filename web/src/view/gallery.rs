//! The examples, in parts from the first to the hardest, each with what it teaches.

use leptos::prelude::*;

use super::dialogs::Modal;
use super::previous::PreviousWork;
use super::prose::Prose;
use crate::model::examples::{Example, parts};
use crate::page::{Dialog, Page};

/// The dialog with all examples.
#[component]
pub fn Examples() -> impl IntoView {
    let parts = parts()
        .filter_map(|examples| {
            let title = examples.first()?.part;
            Some(view! {
                <section aria-label=title>
                    <h3>{title}</h3>
                    <ol class="gallery">
                        {examples.iter().map(|example| view! { <Card example /> }).collect_view()}
                    </ol>
                </section>
            })
        })
        .collect_view();
    view! {
        <Modal which=Dialog::Examples title="Examples" class="wide">
            <p class="muted">
                "From the first steps to harder ones. Opening one replaces the text; "
                "undo in the editor brings it back."
            </p>
            {parts}
            <PreviousWork />
        </Modal>
    }
}

/// One example: a button named by its title and described by what it teaches.
#[component]
fn Card(example: &'static Example) -> impl IntoView {
    let page = expect_context::<Page>();
    let title = format!("example-{}", example.id);
    let teaches = format!("{title}-teaches");
    view! {
        <li>
            <button
                type="button"
                aria-labelledby=title
                aria-describedby=teaches
                on:click=move |_| {
                    page.dialog.set(None);
                    page.open_example(example);
                }
            >
                <strong id=title.clone()>{example.title()}</strong>
                <span id=teaches.clone()>
                    <Prose text=example.teaches() />
                </span>
                <small>
                    <Prose text=example.goal() />
                </small>
            </button>
        </li>
    }
}
