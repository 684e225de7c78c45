//! The lanes in words, for whoever does not see them: what happened, and a way to each event.

use leptos::prelude::*;

use crate::model::lanes::{ended, sentence};
use crate::model::speed::thousands;
use crate::page::{MarkKind, Page};
use crate::text;

/// Events of one kind that are listed.
const MOST: usize = 30;

/// A sentence that the slider is described by, and the events behind a button.
#[component]
pub(super) fn Summary() -> impl IntoView {
    let page = expect_context::<Page>();
    let open = RwSignal::new(false);
    view! {
        <button
            type="button"
            class="quiet"
            aria-expanded=move || open.get().to_string()
            aria-controls="run-events"
            title=text::SUMMARY_ABOUT
            on:click=move |_| open.update(|open| *open = !*open)
        >
            {text::LANES_EVENTS}
        </button>
        <p id="run-summary" class="visually-hidden">
            {move || page.lanes.picture.with(|picture| sentence(picture))}
        </p>
        <div
            id="run-events"
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    event.prevent_default();
                    open.set(false);
                }
            }
        >
            {move || open.get().then(|| view! { <Events /> })}
        </div>
    }
}

/// The sentence again, and a button for each event.
#[component]
fn Events() -> impl IntoView {
    let page = expect_context::<Page>();
    let events = move || {
        let steps = page.shown_steps();
        let picture = page.lanes.picture.get();
        let calls = page.with_debugger(|debugger| debugger.host_calls(steps.clone(), MOST + 1));
        let mut events: Vec<(u64, &'static str)> = calls
            .into_iter()
            .map(|step| (step, text::LANES_HOST_CALL))
            .collect();
        for kind in [MarkKind::Hit, MarkKind::Found] {
            let name = match kind {
                MarkKind::Hit => text::LANES_BREAKPOINT,
                MarkKind::Found => text::LANES_FOUND,
            };
            let marked = page.marked.get();
            let marked = marked
                .iter()
                .filter(|(step, other)| *other == kind && steps.contains(step));
            events.extend(marked.take(MOST).map(|(step, _)| (*step, name)));
        }
        events.sort_unstable();
        if let Some(ending) = picture.ending {
            events.push((page.last_known.get(), ended(ending)));
        }
        events
    };
    let list = move || {
        let events = events();
        let is_empty = events.is_empty();
        let items = events.into_iter().map(|(step, name)| {
            view! {
                <li>
                    <button type="button" on:click=move |_| page.seek_and_speak(step)>
                        {text::summary_event(name, thousands(step))}
                    </button>
                </li>
            }
        });
        (items.collect_view(), is_empty.then_some(text::SUMMARY_NONE))
    };
    view! {
        <div class="run-events">
            <p>{move || page.lanes.picture.with(|picture| sentence(picture))}</p>
            <ul>{list}</ul>
        </div>
    }
}
