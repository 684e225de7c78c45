//! The controls: backward movements left, forward ones right, as on a player.

use leptos::prelude::*;

use super::command::CommandButton;
use super::icons::path;
use crate::model::keys::Command;
use crate::model::speed::{self, SPEEDS};
use crate::model::state::is_over;
use crate::page::Page;
use crate::text;

/// The row of controls.
#[component]
pub fn Toolbar() -> impl IntoView {
    let page = expect_context::<Page>();
    let open = RwSignal::new(false);
    let running = move || page.running.get().is_some();
    let ended = Signal::derive(move || page.state.with(|state| is_over(state.status)));
    let cannot_step = Signal::derive(move || ended.get() || running());
    let first = move || page.state.with(|state| state.step == 0);
    let cannot_go_back = Signal::derive(move || first() || running());
    let cannot_run = Signal::derive(move || ended.get() || running());
    view! {
        <section
            class="controls"
            id="controls"
            class:is-open=move || open.get()
            class:is-running=running
            aria-label=text::TOOLBAR_CONTROLS
        >
            <CommandButton command=Command::Restart icon=path::RESTART />
            <div class="group">
                <CommandButton command=Command::RunBack icon=path::RUN back=true disabled=cannot_go_back />
                <CommandButton command=Command::StepOutBack icon=path::OUT back=true disabled=cannot_go_back />
                <CommandButton command=Command::StepOverBack icon=path::OVER back=true disabled=cannot_go_back />
                <CommandButton command=Command::StepBack icon=path::STEP back=true class="always" disabled=cannot_go_back />
            </div>
            <CommandButton command=Command::Step icon=path::STEP class="primary always" disabled=cannot_step />
            <div class="group">
                <CommandButton command=Command::StepOver icon=path::OVER disabled=cannot_step />
                <CommandButton command=Command::StepOut icon=path::OUT disabled=cannot_step />
                <CommandButton command=Command::Run icon=path::RUN class="always run" disabled=cannot_run />
                <CommandButton
                    command=Command::Pause
                    icon=path::PAUSE
                    class="pause"
                    disabled=Signal::derive(move || !running())
                />
            </div>
            <CommandButton command=Command::History icon=path::HISTORY />
            <label class="field">
                <span>{text::TOOLBAR_SPEED}</span>
                <select
                    prop:value=move || page.speed.get().to_string()
                    on:change=move |event| {
                        page.speed.set(event_target_value(&event).parse().unwrap_or(speed::FULL));
                    }
                >
                    {SPEEDS
                        .iter()
                        .enumerate()
                        .map(|(index, speed)| {
                            view! {
                                <option value=index selected=index == speed::FULL>
                                    {speed.name}
                                </option>
                            }
                        })
                        .collect_view()}
                </select>
            </label>
            // On a phone, what is not needed at every step is behind it.
            <button
                type="button"
                class="more"
                aria-expanded=move || open.get().to_string()
                aria-controls="controls"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {text::TOOLBAR_MORE}
            </button>
        </section>
    }
}
