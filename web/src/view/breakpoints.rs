//! The breakpoints: where each is and what it does, and a form to add and change them.

use leptos::prelude::*;

use super::dialogs::Modal;
use super::pane::{Empty, Pane};
use crate::model::breakpoints::{BreakpointView, Extras};
use crate::model::waits::WAITS;
use crate::page::{Dialog, Page};
use crate::text;

/// Breakpoints that are shown at most.
const MOST_SHOWN: usize = 300;

/// The breakpoints pane.
#[component]
pub fn Breakpoints() -> impl IntoView {
    let page = expect_context::<Page>();
    let tools = move || {
        view! {
            <button
                type="button"
                class="quiet"
                aria-label=text::BREAKPOINTS_ADD_BREAKPOINT
                on:click=move |_| page.edit_breakpoint(None)
            >
                // The heading says of what, where there is no room for both.
                <span class="words">{text::BREAKPOINTS_ADD_BREAKPOINT}</span>
                <span class="short">{text::BREAKPOINTS_ADD}</span>
            </button>
        }
        .into_any()
    };
    view! {
        <Pane name=text::LAYOUT_BREAKPOINTS tools=Box::new(tools)>
            {move || {
                let all = page.breakpoints.get();
                if all.is_empty() {
                    return view! {
                        <Empty text=text::BREAKPOINTS_NONE_YET />
                    }
                        .into_any();
                }
                let rows = all.iter().take(MOST_SHOWN);
                let rows = rows.map(|breakpoint| row(page, breakpoint)).collect_view();
                let more = all.len().saturating_sub(MOST_SHOWN);
                view! {
                    <ol>{rows}</ol>
                    {(more > 0).then(|| view! { <p class="empty">{more} {text::BREAKPOINTS_MORE}</p> })}
                }
                    .into_any()
            }}
        </Pane>
    }
}

fn row(page: Page, breakpoint: &BreakpointView) -> impl IntoView + use<> {
    let BreakpointView {
        id, line, column, ..
    } = *breakpoint;
    let place = match (line, breakpoint.pc) {
        (Some(line), _) => text::places_line(line),
        (None, Some(pc)) => text::places_pc(pc),
        _ => String::new(),
    };
    let place = match &breakpoint.module {
        Some(module) if place.is_empty() => module.to_string(),
        Some(module) => format!("{module}, {place}"),
        None => place,
    };
    let tab = breakpoint.tab;
    let named = match place.is_empty() {
        true => breakpoint.op.clone(),
        false => format!("{}, {place}", breakpoint.op),
    };
    let name = breakpoint.pc.and(breakpoint.name.clone());
    let view = breakpoint.clone();
    view! {
        <li class="breakpoint" aria-current=move || (page.stopped_at.get() == Some(id)).to_string()>
            <label title=text::BREAKPOINTS_WHETHER_STOPS>
                <input
                    type="checkbox"
                    aria-label=text::breakpoints_enable_breakpoint(&named)
                    prop:checked=breakpoint.enabled
                    on:change=move |event| {
                        let enabled = event_target_checked(&event);
                        page.enable_breakpoint(id, enabled);
                    }
                />
            </label>
            <button
                type="button"
                class="row-button"
                title=text::BREAKPOINTS_SHOW_SOURCE
                on:click=move |_| {
                    if let (Some(line), Some(column)) = (line, column) {
                        page.show_module(tab);
                        page.show_place(line, column);
                    }
                }
            >
                <span class="name">{breakpoint.op.clone()}</span>
                " "
                <span class="where">{place}</span>
                " "
                <span class="where">{name}</span>
                {extras(breakpoint)}
            </button>
            <button
                type="button"
                class="quiet"
                aria-label=text::breakpoints_edit_breakpoint(&named)
                on:click=move |_| page.edit_breakpoint(Some(view.clone()))
            >
                {text::BREAKPOINTS_EDIT}
            </button>
            <button
                type="button"
                class="quiet remove"
                title=text::breakpoints_remove_breakpoint(&named)
                aria-label=text::breakpoints_remove_breakpoint(&named)
                on:click=move |_| page.remove_breakpoint(id)
            >
                {text::BREAKPOINTS_REMOVE}
            </button>
        </li>
    }
}

/// What a breakpoint does beside stopping every time.
fn extras(breakpoint: &BreakpointView) -> Option<impl IntoView + use<>> {
    let condition = breakpoint.condition.as_ref();
    let parts = [
        condition.map(text::breakpoints_if),
        breakpoint.hits.map(text::breakpoints_hit),
        breakpoint.log.as_ref().map(text::breakpoints_logs),
        breakpoint.once.then(|| text::BREAKPOINTS_ONCE.to_owned()),
    ];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    (!text.is_empty()).then(|| view! { " " <span class="extras mono">{text}</span> })
}

/// A text box of the form.
fn text(label: &'static str, hint: Signal<&'static str>, value: RwSignal<String>) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                type="text"
                class="mono"
                aria-label=label
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=move || hint.get()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
}

/// The dialog with the form.
#[component]
pub fn BreakpointForm() -> impl IntoView {
    let page = expect_context::<Page>();
    let is_open = Memo::new(move |_| page.dialog.get() == Some(Dialog::Breakpoint));
    view! {
        <Modal which=Dialog::Breakpoint title=text::BREAKPOINTS_BREAKPOINT>
            {move || is_open.get().then(|| fields(page, page.edited_breakpoint()))}
        </Modal>
    }
}

/// The form, for a breakpoint that is there or for another one; Enter takes what it says.
fn fields(page: Page, old: Option<BreakpointView>) -> impl IntoView {
    let id = old.as_ref().map(|view| view.id);
    let view = old.unwrap_or_default();
    let on = RwSignal::new(WAITS[0].on.to_owned());
    let of = RwSignal::new(String::new());
    let condition = RwSignal::new(view.condition.unwrap_or_default());
    let hits = RwSignal::new(view.hits.map(|hits| hits.to_string()).unwrap_or_default());
    let log = RwSignal::new(view.log.unwrap_or_default());
    let once = RwSignal::new(view.once);
    let enabled = id.is_none() || view.enabled;
    let wrong = RwSignal::new(String::new());
    let wait = move || WAITS.iter().find(|wait| on.with(|on| on == wait.on));
    let submit = move || {
        let count = hits.with_untracked(|hits| hits.trim().parse());
        let hits = match hits.with_untracked(|hits| hits.trim().is_empty()) {
            true => Ok(0),
            false => count.map_err(|_| text::BREAKPOINTS_WRONG_HIT_COUNT.to_owned()),
        };
        let extras = hits.map(|hits| Extras {
            condition: condition.get_untracked(),
            hits,
            log: log.get_untracked(),
            once: once.get_untracked(),
            enabled,
        });
        let done = extras.and_then(|extras| match id {
            Some(id) => page.change_breakpoint(id, &extras),
            None => {
                let (on, of) = (on.get_untracked(), of.get_untracked());
                page.add_breakpoint_of(&on, &of, &extras).map(drop)
            }
        });
        match done {
            Ok(()) => page.dialog.set(None),
            Err(message) => wrong.set(message),
        }
    };
    view! {
        <form
            class="breakpoint-form"
            aria-label=text::BREAKPOINTS_BREAKPOINT
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            {match id {
                Some(_) => view! { <p class="name mono">{view.op}</p> }.into_any(),
                None => {
                    view! {
                        <label class="field">
                            <span>{text::BREAKPOINTS_STOP}</span>
                            <select
                                aria-label=text::BREAKPOINTS_STOP
                                autofocus
                                on:change=move |event| on.set(event_target_value(&event))
                            >
                                {WAITS
                                    .iter()
                                    .map(|wait| view! { <option value=wait.on>{wait.name}</option> })
                                    .collect_view()}
                            </select>
                        </label>
                        <div hidden=move || wait().is_some_and(|wait| wait.of.is_empty())>
                            {text(text::BREAKPOINTS_OF, Signal::derive(move || wait().map_or("", |wait| wait.of)), of)}
                        </div>
                    }
                        .into_any()
                }
            }}
            {text(text::BREAKPOINTS_CONDITION, text::BREAKPOINTS_CONDITION_EXAMPLE.into(), condition)}
            {text(text::BREAKPOINTS_FROM_HIT, text::BREAKPOINTS_EVERY_ONE.into(), hits)}
            {text(text::BREAKPOINTS_LOG_LABEL, text::BREAKPOINTS_LOG_EXAMPLE.into(), log)}
            <label class="field">
                <input
                    type="checkbox"
                    aria-label=text::BREAKPOINTS_ONLY_ONCE
                    prop:checked=once.get_untracked()
                    on:change=move |event| once.set(event_target_checked(&event))
                />
                <span>{text::BREAKPOINTS_ONLY_ONCE}</span>
            </label>
            <p class="dialog-error" role="alert">{wrong}</p>
            <button type="submit" class="primary">
                {if id.is_some() { text::BREAKPOINTS_CHANGE_BREAKPOINT } else { text::BREAKPOINTS_SET_BREAKPOINT }}
            </button>
        </form>
    }
}
