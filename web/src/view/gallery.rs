//! The examples, in parts from the first to the hardest, each with what it teaches, and a
//! box to look for some of them.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::dialogs::Modal;
use super::previous::PreviousWork;
use super::prose::Prose;
use crate::bindings;
use crate::model::examples::Example;
use crate::model::gallery::{Found, find};
use crate::model::tabs::Screen;
use crate::page::{Dialog, Page};
use crate::text;

/// The dialog with all examples.
#[component]
pub fn Examples() -> impl IntoView {
    let page = expect_context::<Page>();
    let question = RwSignal::new(String::new());
    // They are loaded when somebody looks at them.
    Effect::new(move |_| {
        if page.dialog.get() == Some(Dialog::Examples) {
            page.load_examples();
        }
    });
    view! {
        <Modal which=Dialog::Examples title=text::KEYS_EXAMPLES class="wide">
            <p class="muted">
                {text::GALLERY_ABOUT}
            </p>
            {move || match page.examples.get() {
                Some(Ok(examples)) => view! { <Gallery examples question /> }.into_any(),
                Some(Err(why)) => {
                    view! {
                        <p role="alert" class="dialog-error">
                            {why}
                        </p>
                        <button type="button" on:click=move |_| page.load_examples()>
                            {text::GALLERY_LOAD_AGAIN}
                        </button>
                    }
                        .into_any()
                }
                None => view! { <p class="muted">{text::GALLERY_LOADING}</p> }.into_any(),
            }}
            <PreviousWork />
        </Modal>
    }
}

/// The box, and what it finds.
#[component]
fn Gallery(examples: &'static [Example], question: RwSignal<String>) -> impl IntoView {
    let page = expect_context::<Page>();
    let list = NodeRef::<html::Div>::new();
    let search = NodeRef::<html::Input>::new();
    let found = Memo::new(move |_| question.with(|question| find(examples, question)));
    let status = move || {
        let count = found.with(Vec::len);
        match (count, question.with(|question| question.trim().is_empty())) {
            (_, true) => text::gallery_count(count),
            (0, false) => text::GALLERY_NONE_FOUND.to_owned(),
            (count, false) => text::gallery_count_of(count, examples.len()),
        }
    };
    Effect::new(move |_| {
        // On a phone the keyboard would hide the list.
        let is_open = page.dialog.get() == Some(Dialog::Examples);
        if is_open
            && page.layout.screen.get_untracked() == Screen::All
            && let Some(search) = search.get()
        {
            // It is in the document.
            let _ = search.focus();
        }
    });
    let on_key = move |event: KeyboardEvent| {
        if let (Some(list), Some(search)) = (list.get_untracked(), search.get_untracked()) {
            bindings::walk_cards(&event, &search, &list);
        }
    };
    view! {
        <div class="gallery-search" on:keydown=on_key>
            <label>
                <span>{text::GALLERY_SEARCH_EXAMPLES}</span>
                <input
                    node_ref=search
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=text::GALLERY_SEARCH_EXAMPLE
                    prop:value=question
                    on:input=move |event| question.set(event_target_value(&event))
                />
            </label>
            <p role="status" class="muted">
                {status}
            </p>
            <div node_ref=list class="gallery-parts">
                {move || found.with(|found| parts(found))}
            </div>
        </div>
    }
}

/// What was found, under the names of the parts.
fn parts(found: &[Found]) -> impl IntoView + use<> {
    found
        .chunk_by(|one, next| one.example.part == next.example.part)
        .map(|found| {
            let title = found.first().map_or("", |found| found.example.part.name());
            let cards = found.iter().cloned();
            view! {
                <section aria-label=title>
                    <h3>{title}</h3>
                    <ol class="gallery">
                        {cards.map(|found| view! { <Card found /> }).collect_view()}
                    </ol>
                </section>
            }
        })
        .collect_view()
}

/// One example: a button named by its title and described by what it teaches.
#[component]
fn Card(found: Found) -> impl IntoView {
    let page = expect_context::<Page>();
    let Found { example, uses } = found;
    let title = format!("example-{}", example.id);
    let teaches = format!("{title}-teaches");
    let uses = (!uses.is_empty()).then(|| {
        let names: Vec<String> = uses.iter().map(|name| format!("`{name}`")).collect();
        view! {
            <small class="uses">
                <Prose text=text::gallery_uses(names.join(", ")) />
            </small>
        }
    });
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
                {uses}
            </button>
        </li>
    }
}
