//! The modules of the program: a tab for each, as soon as there is more than one.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::tabs::chosen_by;
use crate::page::Page;
use crate::text;

/// The tabs of the modules, and what is done with the one that is shown.
#[component]
pub fn Modules() -> impl IntoView {
    let page = expect_context::<Page>();
    let is_there = Memo::new(move |_| page.has_modules() && page.viewing.with(Option::is_none));
    let is_other = Memo::new(move |_| page.tabs.shown.get() != 0);
    move || {
        is_there.get().then(|| {
            view! {
                <div class="modules">
                    <div
                        role="tablist"
                        aria-label=text::MODULES_MODULES
                        on:keydown=move |event| on_key(page, &event)
                    >
                        {move || {
                            let others = page.tabs.list.get();
                            let ids = std::iter::once(0).chain(others.into_iter().map(|(id, _)| id));
                            ids.map(|id| tab(page, id)).collect_view()
                        }}
                    </div>
                    {move || is_other.get().then(|| of_shown(page))}
                </div>
            }
        })
    }
}

/// Makes another module.
#[component]
pub fn AddModule() -> impl IntoView {
    let page = expect_context::<Page>();
    move || {
        page.viewing.with(Option::is_none).then(|| {
            view! {
                <button
                    type="button"
                    class="quiet"
                    title=text::MODULES_ADD_TITLE
                    aria-label=text::MODULES_ADD
                    on:click=move |_| page.add_module()
                >
                    {text::MODULES_ADD_SHORT}
                </button>
            }
        })
    }
}

fn tab(page: Page, id: u32) -> impl IntoView {
    let chosen = move || page.tabs.shown.get() == id;
    let is_here = Memo::new(move |_| page.runs_in(id));
    let problems = move || {
        let of_tab = |all: &[crate::model::problems::Problem]| {
            all.iter().filter(|problem| problem.module == id).count()
        };
        page.problems.with(|all| of_tab(all))
    };
    view! {
        <button
            type="button"
            role="tab"
            id=element(id)
            aria-selected=move || chosen().to_string()
            aria-controls="module-text"
            tabindex=move || if chosen() { "0" } else { "-1" }
            title=move || is_here.get().then_some(text::MODULES_HERE)
            on:click=move |_| page.show_module(id)
        >
            <span class="here" aria-hidden="true">{move || if is_here.get() { "▶" } else { "" }}</span>
            {page.module_name(id).to_string()}
            {move || {
                let count = problems();
                (count > 0)
                    .then(|| view! { " " <span class="count is-error">{count}</span> })
            }}
        </button>
    }
}

/// The name of the module that is shown, to be changed, and the button that removes it.
fn of_shown(page: Page) -> impl IntoView {
    let name = move || page.module_name(page.tabs.shown.get()).to_string();
    let is_wrong = move || page.tabs.wrong.with(|wrong| !wrong.is_empty());
    view! {
        <input
            type="text"
            class="mono"
            aria-label=text::MODULES_NAME
            title=text::MODULES_NAME_TITLE
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-invalid=move || is_wrong().to_string()
            prop:value=name
            on:change=move |event| page.rename_module(&event_target_value(&event))
        />
        <button
            type="button"
            class="quiet"
            title=text::MODULES_REMOVE_TITLE
            aria-label=text::MODULES_REMOVE
            on:click=move |_| {
                page.remove_module();
                super::focus(&element(page.shown_module()));
            }
        >
            {text::MODULES_REMOVE_SHORT}
        </button>
        <p class="dialog-error" role="alert">{page.tabs.wrong}</p>
    }
}

fn element(id: u32) -> String {
    format!("module-{id}")
}

/// Arrow keys, Home and End choose a tab and take the focus along; Delete removes it.
fn on_key(page: Page, event: &KeyboardEvent) {
    let others = page.tabs.list.get_untracked();
    let ids: Vec<u32> = std::iter::once(0)
        .chain(others.into_iter().map(|(id, _)| id))
        .collect();
    let shown = page.shown_module();
    let at = ids.iter().position(|id| *id == shown).unwrap_or(0);
    if event.key() == "Delete" && shown != 0 {
        event.prevent_default();
        page.remove_module();
        super::focus(&element(page.shown_module()));
    } else if let Some(next) = chosen_by(event, at, ids.len()) {
        page.show_module(ids[next]);
        super::focus(&element(ids[next]));
    }
}
