//! Where the machine is in the run as far as it is known.

use leptos::html::Input;
use leptos::prelude::*;

use crate::model::speed::{self, thousands};
use crate::model::state::Status;
use crate::page::{Page, Way};

/// How long a jump takes before it says how far it is, in milliseconds.
const LONG: f64 = 300.0;

/// The timeline with its slider.
#[component]
pub fn Timeline() -> impl IntoView {
    let page = expect_context::<Page>();
    let step = move || page.state.with(|state| state.step);
    let last = move || page.last_known.get().max(step());
    view! {
        <section class="timeline" aria-label="Timeline">
            <h2>"Timeline"</h2>
            <span class="run-state">
                {move || run_state(page)} <Cancel />
            </span>
            <input
                type="range"
                aria-label="Step"
                min="0"
                // A range of nothing cannot be drawn; its value stays 0 then.
                max=move || last().max(1).to_string()
                aria-valuemin="0"
                aria-valuenow=move || step().to_string()
                aria-valuemax=move || last().to_string()
                aria-valuetext=move || {
                    format!("step {} of {} known so far", thousands(step()), thousands(last()))
                }
                prop:value=move || step().to_string()
                on:input=move |event| {
                    if let Ok(target) = event_target_value(&event).parse() {
                        page.seek(target);
                    }
                }
            />
            <span class="where-in-run">
                <GoTo />
                <span class="step-count mono">{move || format!("/ {}", thousands(last()))}</span>
            </span>
        </section>
    }
}

/// A box for the number of a step: Enter goes there, Escape takes the number back.
#[component]
fn GoTo() -> impl IntoView {
    let page = expect_context::<Page>();
    let input = NodeRef::<Input>::new();
    let problem = RwSignal::new(None::<&'static str>);
    // What is being typed is not overwritten, wherever a run may be.
    let typing = StoredValue::new(false);
    let show = move || {
        let step = page.state.with(|state| state.step.to_string());
        if let Some(input) = input.get().filter(|_| !typing.get_value()) {
            input.set_value(&step);
        }
    };
    Effect::new(move |_| show());
    let leave = move || {
        typing.set_value(false);
        problem.set(None);
        untrack(show);
    };
    let go = move || {
        let text = input.get_untracked().map(|input| input.value());
        let refused = page.go_to(&text.unwrap_or_default()).err();
        typing.set_value(refused.is_some());
        problem.set(refused);
    };
    view! {
        <span class="go-to">
            <input
                type="text"
                inputmode="numeric"
                autocomplete="off"
                class="mono"
                aria-label="Go to step"
                title="Go to step: type a number and press Enter"
                aria-invalid=move || problem.with(Option::is_some).to_string()
                node_ref=input
                on:input=move |_| typing.set_value(true)
                on:keydown=move |event| match event.key().as_str() {
                    "Enter" if !event.ctrl_key() && !event.meta_key() => go(),
                    "Escape" => leave(),
                    _ => {}
                }
                on:blur=move |_| leave()
            />
            <span class="go-to-problem" role="alert">
                {problem}
            </span>
        </span>
    }
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
                "Cancel"
            </button>
        </Show>
    }
}

/// What the machine is doing, in a few words.
fn run_state(page: Page) -> String {
    if let Some(running) = page.running.get() {
        if let Some(Way { to, at }) = running.way.filter(|_| running.elapsed_ms > LONG) {
            let percent = (at.min(to) as f64 / to.max(1) as f64 * 100.0).floor();
            return format!("Going to step {}, {percent} %", thousands(to));
        }
        let rate = speed::rate_text(running.steps, running.elapsed_ms);
        return if rate.is_empty() {
            "Running".to_owned()
        } else {
            format!("Running, {rate}")
        };
    }
    page.state.with(|state| {
        let step = thousands(state.step);
        match state.status {
            Status::Ready => "Nothing loaded".to_owned(),
            Status::Paused if page.stopped_at.get().is_some() => {
                format!("At a breakpoint, step {step}")
            }
            Status::Paused | Status::Running => format!("Paused at step {step}"),
            Status::Waiting => "Waiting for an answer of the host".to_owned(),
            Status::Returned => format!("Returned after {step} steps"),
            Status::Trapped => format!("Trapped at step {step}"),
            Status::Thrown => format!("Uncaught exception at step {step}"),
            Status::Exited => format!("Exited after {step} steps"),
        }
    })
}
