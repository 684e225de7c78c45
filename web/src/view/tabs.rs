//! The tabs: what is shown where there is not room for everything. On a phone they are
//! a bar within reach of the thumb.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::model::tabs::{Screen, Tab};
use crate::page::Page;
use crate::text;

/// The tabs of a screen; nothing on another.
#[component]
pub fn Tabs(of: Screen) -> impl IntoView {
    let page = expect_context::<Page>();
    move || {
        (page.layout.screen.get() == of).then(|| {
            view! {
                <div
                    class="tabs"
                    role="tablist"
                    aria-label=text::TABS_PANES
                    on:keydown=move |event| on_key(page, &event)
                >
                    <For each=move || page.layout.tabs() key=|tab| *tab let(tab)>
                        <TabButton tab=tab />
                    </For>
                </div>
            }
        })
    }
}

#[component]
fn TabButton(tab: Tab) -> impl IntoView {
    let page = expect_context::<Page>();
    let chosen = move || page.layout.shown() == tab;
    view! {
        <button
            type="button"
            role="tab"
            id=format!("tab-{}", tab.id())
            aria-selected=move || chosen().to_string()
            aria-controls=if tab == Tab::Source { "pane-source" } else { "tab-panel" }
            tabindex=move || if chosen() { "0" } else { "-1" }
            on:click=move |_| page.layout.tab.set(tab)
        >
            {tab.name()}
            {move || badge(page, tab)}
        </button>
    }
}

/// What must be noticed while the tab is not chosen.
fn badge(page: Page, tab: Tab) -> Option<AnyView> {
    match tab {
        Tab::Problems => {
            let count = page.problems.with(|problems| problems.len());
            (count > 0)
                .then(|| view! { " " <span class="count is-error">{count}</span> }.into_any())
        }
        Tab::Console => {
            let waits = page.host_call.with(Option::is_some);
            waits.then(|| {
                view! { " " <span class="count is-error">{text::TABS_WAITS}</span> }.into_any()
            })
        }
        _ => None,
    }
}

/// Arrow keys, Home and End choose a tab and take the focus along.
fn on_key(page: Page, event: &KeyboardEvent) {
    let (tabs, shown) = untrack(|| (page.layout.tabs(), page.layout.shown()));
    let Some(at) = tabs.iter().position(|tab| *tab == shown) else {
        return;
    };
    if let Some(next) = chosen_by(event, at, tabs.len()) {
        page.layout.tab.set(tabs[next]);
        super::focus(&format!("tab-{}", tabs[next].id()));
    }
}

/// The tab of so many that a key chooses when the one at `at` is chosen: the arrows go round.
/// `None`, and the key is left alone, when it chooses none.
pub(super) fn chosen_by(event: &KeyboardEvent, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let next = match event.key().as_str() {
        "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
        "ArrowRight" if at >= last => 0,
        "ArrowRight" => at + 1,
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    event.prevent_default();
    Some(next)
}
