//! Where the machine is in the run as far as it is known: the slider, the lanes below it, and
//! the ways to other steps.

mod chip;
mod go_to;
mod lanes;
mod summary;
mod zoom;

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::model::former::Fate;
use crate::model::speed::{self, thousands};
use crate::model::state::{Status, is_over};
use crate::page::{Page, Way};
use crate::text;
use chip::Chip;
use go_to::GoTo;
use lanes::Lanes;
use summary::Summary;

/// How long a jump takes before it says how far it is, in milliseconds.
const LONG: f64 = 300.0;

/// The timeline with its slider.
#[component]
pub fn Timeline() -> impl IntoView {
    let page = expect_context::<Page>();
    let slider = NodeRef::<Input>::new();
    let open = page.lanes.open;
    view! {
        <section
            class="timeline"
            class:is-open=move || open.get()
            aria-label=text::TIMELINE_TIMELINE
        >
            <div class="line">
                <h2>{text::TIMELINE_TIMELINE}</h2>
                <span class="run-state">
                    <span>{move || run_state(page)}</span>
                    <Cancel />
                </span>
                <Slider node=slider />
                <Chip />
                <span class="where-in-run">
                    <GoTo />
                    <span class="step-count mono">{move || known(page)}</span>
                </span>
                <button
                    type="button"
                    class="quiet"
                    aria-expanded=move || open.get().to_string()
                    aria-controls="lanes"
                    title=text::TIMELINE_LANES_ABOUT
                    on:click=move |_| page.open_lanes(!open.get_untracked())
                >
                    {text::TIMELINE_LANES}
                </button>
                <crate::view::heat::Switch />
                <Summary />
            </div>
            <div id="lanes">
                <Show when=move || open.get()>
                    <Lanes slider=slider />
                </Show>
            </div>
        </section>
    }
}

/// The slider over all steps that are known.
#[component]
fn Slider(node: NodeRef<Input>) -> impl IntoView {
    let page = expect_context::<Page>();
    let step = move || page.state.with(|state| state.step);
    let last = move || page.last_known.get().max(step());
    view! {
        <input
            type="range"
            node_ref=node
            class:is-open-end=move || !is_ended(page)
            aria-label=text::TIMELINE_STEP
            aria-describedby="run-summary"
            min="0"
            // A range of nothing cannot be drawn; its value stays 0 then.
            max=move || last().max(1).to_string()
            aria-valuemin="0"
            aria-valuenow=move || step().to_string()
            aria-valuemax=move || last().to_string()
            aria-valuetext=move || {
                text::timeline_step_of(thousands(step()), thousands(last()))
            }
            prop:value=move || step().to_string()
            on:keydown=move |event| on_key(page, &event)
            on:input=move |event| {
                if let Ok(target) = event_target_value(&event).parse() {
                    page.drag_to(target);
                }
            }
            on:change=move |_| page.drag_ended()
        />
    }
}

/// Moves by keys: by one step, with Shift by ten; by pages of what the lanes show; to both
/// ends; and shows more or less.
fn on_key(page: Page, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let here = page.state.with_untracked(|state| state.step);
    let last = page.last_known.get_untracked().max(here);
    let shown = untrack(|| page.shown_steps());
    let length = shown.end.saturating_sub(shown.start);
    let shift = event.shift_key();
    let one = if shift { 10 } else { 1 };
    let a_page = (if shift { length / 4 } else { length / 20 }).max(10);
    let target = match event.key().as_str() {
        "ArrowRight" | "ArrowUp" => here.saturating_add(one).min(last),
        "ArrowLeft" | "ArrowDown" => here.saturating_sub(one),
        "PageUp" => here.saturating_add(a_page).min(last),
        "PageDown" => here.saturating_sub(a_page),
        "Home" => 0,
        "End" => last,
        key @ ("+" | "=" | "-") => {
            event.prevent_default();
            return page.zoom(key != "-");
        }
        _ => return,
    };
    event.prevent_default();
    if target != here {
        page.seek(target);
    }
}

/// Whether the last step known is the last one there is.
fn is_ended(page: Page) -> bool {
    let is_there = page
        .state
        .with(|state| is_over(state.status) && state.step == page.last_known.get());
    is_there || page.lanes.picture.with(|picture| picture.ending.is_some())
}

/// How many steps are known, and whether there may be more.
fn known(page: Page) -> String {
    let last = page
        .last_known
        .get()
        .max(page.state.with(|state| state.step));
    let more = if is_ended(page) { "" } else { " …" };
    format!("/ {}{more}", thousands(last))
}

/// A way to give up a jump that takes long. The machine stays where it is then.
#[component]
fn Cancel() -> impl IntoView {
    let page = expect_context::<Page>();
    let is_long = Memo::new(move |_| {
        let running = page.running.get();
        running.is_some_and(|running| running.way.is_some() && running.elapsed_ms > LONG)
    });
    view! {
        <Show when=move || is_long.get()>
            <button type="button" class="quiet" on:click=move |_| page.pause()>
                {text::NOTICE_CANCEL}
            </button>
        </Show>
    }
}

/// What the machine is doing, in a few words.
fn run_state(page: Page) -> String {
    if let Some(running) = page.running.get() {
        if let Some(Way { to, at }) = running.way.filter(|_| running.elapsed_ms > LONG) {
            let percent = (at.min(to) as f64 / to.max(1) as f64 * 100.0).floor();
            return text::timeline_going(thousands(to), percent);
        }
        let rate = speed::rate_text(running.steps, running.elapsed_ms);
        return if rate.is_empty() {
            text::TIMELINE_RUNNING.to_owned()
        } else {
            text::timeline_running_at(&rate)
        };
    }
    let step = page.state.with(|state| state.step);
    match page.fate.get() {
        Some(Fate::There(there)) if there == step => {
            return text::timeline_kept(thousands(step));
        }
        Some(_) if step == 0 => return text::TIMELINE_RESTARTED.to_owned(),
        _ => {}
    }
    page.state.with(|state| {
        let (n, step) = (state.step, thousands(state.step));
        match state.status {
            Status::Paused if page.past.visit.with(Option::is_some) => {
                text::PRELUDE_BEFORE_STEP_0.to_owned()
            }
            Status::Ready => text::TIMELINE_READY.to_owned(),
            Status::Paused if page.stopped_at.get().is_some() => {
                text::timeline_at_breakpoint(&step)
            }
            Status::Paused | Status::Running => text::timeline_paused(&step),
            Status::Waiting => text::TIMELINE_WAITING.to_owned(),
            Status::Returned => text::timeline_returned(n, &step),
            Status::Trapped => text::timeline_trapped(&step),
            Status::Thrown => text::timeline_thrown(&step),
            Status::Exited => text::timeline_exited(n, &step),
        }
    })
}
