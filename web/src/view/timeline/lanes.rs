//! The lanes: what happened in the run, over the steps, with the one looked at.

use leptos::html::{Div, Input};
use leptos::prelude::*;
use web_sys::PointerEvent;

use super::zoom::Zoom;
use crate::model::lanes::{Lane, WIDTH, ended, host_calls, share_of, spots, step_at};
use crate::model::speed::thousands;
use crate::page::{MarkKind, Page};
use crate::text;

/// The lanes, with the buttons that choose which steps they show.
#[component]
pub(super) fn Lanes(slider: NodeRef<Input>) -> impl IntoView {
    let page = expect_context::<Page>();
    let tracks = NodeRef::<Div>::new();
    let go = move |event: &PointerEvent| {
        let Some(tracks) = tracks.get_untracked() else {
            return;
        };
        let area = tracks.get_bounding_client_rect();
        let share = (f64::from(event.client_x()) - area.left()) / area.width().max(1.0);
        page.drag_to(step_at(&untrack(|| page.shown_steps()), share));
    };
    let playhead = move || {
        let share = share_of(&page.shown_steps(), page.state.with(|state| state.step));
        share.map(|share| view! { <i class="playhead" style:left=format!("{share}%")></i> })
    };
    view! {
        <div class="run-lanes">
            <div class="lane-names" aria-hidden="true">
                {Lane::ALL.map(|lane| view! { <span title=lane.about()>{lane.name()}</span> })}
                <span title=text::LANES_EVENTS_ABOUT>
                    {text::LANES_EVENTS}
                </span>
            </div>
            // By keyboard it is the slider that moves.
            <div
                class="tracks"
                role="presentation"
                node_ref=tracks
                on:pointerdown=move |event| {
                    if event.button() == 0 {
                        if let Some(tracks) = tracks.get_untracked() {
                            // A pointer that is gone by now drags nothing.
                            let _ = tracks.set_pointer_capture(event.pointer_id());
                        }
                        if let Some(slider) = slider.get_untracked() {
                            let _ = slider.focus();
                        }
                        event.prevent_default();
                        go(&event);
                    }
                }
                on:pointermove=move |event| {
                    if event.buttons() & 1 == 1 {
                        go(&event);
                    }
                }
                on:pointerup=move |_| page.drag_ended()
                on:pointercancel=move |_| page.drag_ended()
            >
                {Lane::ALL.map(|lane| track(page, lane))}
                <div class="events">{move || events(page)}</div>
                {playhead}
                {move || nothing(page)}
            </div>
            <Zoom />
        </div>
    }
}

/// One lane. What is not exact is drawn by outline alone.
fn track(page: Page, lane: Lane) -> impl IntoView {
    let path = move |exact| page.lanes.picture.with(|picture| lane.path(picture, exact));
    view! {
        <svg
            class=format!("track {}", lane.name())
            viewBox=format!("0 0 {WIDTH} 20")
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            <path class="coarse" d=move || path(false) />
            <path d=move || path(true) />
        </svg>
    }
}

/// The signs of the events' lane, each with a shape of its own.
fn events(page: Page) -> impl IntoView {
    let steps = page.shown_steps();
    let picture = page.lanes.picture.get();
    let marked = page.marked.get();
    let of_kind = |kind: MarkKind| {
        let marked = marked.iter().filter(|(_, other)| *other == kind);
        marked.map(|(step, _)| (*step, 1)).collect::<Vec<_>>()
    };
    // A column of many steps does not say which of them it was.
    let about = if picture.width > 1 {
        text::LANES_ROUGHLY
    } else {
        ""
    };
    let calls = host_calls(&picture);
    let end = picture
        .ending
        .map(|ending| (ended(ending), page.last_known.get()));
    let kinds = [
        ("host", "▴", text::LANES_HOST_CALL, about, calls),
        (
            "found",
            "◆",
            text::LANES_FOUND,
            "",
            of_kind(MarkKind::Found),
        ),
        (
            "hit",
            "●",
            text::LANES_BREAKPOINT,
            "",
            of_kind(MarkKind::Hit),
        ),
        (
            "ending",
            "⚑",
            end.map_or("", |(how, _)| how),
            "",
            end.map(|(_, step)| (step, 1)).into_iter().collect(),
        ),
    ];
    let mut signs = Vec::new();
    for (class, sign, name, about, marked) in kinds {
        for spot in spots(&steps, &marked) {
            let more = match spot.count {
                1 => String::new(),
                count => text::lanes_more_near(thousands(count - 1)),
            };
            let title = text::lanes_event(name, about, thousands(spot.step), more);
            signs.push(view! {
                <i class=class style:left=format!("{}%", spot.share) title=title>
                    {sign}
                </i>
            });
        }
    }
    view! { <div aria-hidden="true">{signs}</div> }
}

/// What stands in the place of lanes that have nothing to show.
fn nothing(page: Page) -> Option<impl IntoView + use<>> {
    let fate = page.fate.get();
    if page.last_known.get() > 0 {
        return None;
    }
    let text = match fate {
        Some(fate) => fate.sentence(),
        None => text::LANES_EMPTY.to_owned(),
    };
    Some(view! { <p class="nothing">{text}</p> })
}
