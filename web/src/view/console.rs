//! What the program printed, and the host call that waits for an answer.

use leptos::prelude::*;

use super::hostcall::HostCall;
use super::input::StandardInput;
use super::pane::Pane;
use crate::model::console::LineKind;
use crate::model::speed::thousands;
use crate::page::Page;
use crate::text;

/// Lines drawn: the newest.
const MOST: usize = 400;

/// The console pane.
#[component]
pub fn Console() -> impl IntoView {
    let page = expect_context::<Page>();
    let list = NodeRef::<leptos::html::Div>::new();
    let body = move || list.get().and_then(|list| list.parent_element());
    // The newest line stays in sight, and is when the pane comes into sight.
    let has_lines = move || {
        page.console
            .with_untracked(|console| console.lines().len() > 0)
    };
    let to_end = move |body: &web_sys::Element| {
        body.set_scroll_top(if has_lines() { body.scroll_height() } else { 0 });
    };
    Effect::new(move |_| {
        page.console.track();
        if let Some(body) = body() {
            to_end(&body);
        }
    });
    Effect::new(move |_| {
        let Some(body) = body() else { return };
        let measured = body.clone();
        super::on_resize(&body, move || to_end(&measured));
    });
    view! {
        <Pane name=text::LAYOUT_CONSOLE>
            <HostCall />
            <div role="log" aria-label=text::CONSOLE_OUTPUT node_ref=list>
                <ol class="console-list">
                {move || {
                    page.console
                        .with(|console| {
                            let lines = console.lines();
                            let skipped = lines.len().saturating_sub(MOST);
                            let hidden = console.dropped() + skipped as u64;
                            let note = (hidden > 0)
                                .then(|| {
                                    view! {
                                        <li class="empty">
                                            {text::console_earlier(hidden, thousands(hidden))}
                                        </li>
                                    }
                                });
                            let rows = lines
                                .skip(skipped)
                                .map(|line| {
                                    view! {
                                        <li
                                            class:is-error=line.kind == LineKind::Error
                                            class:is-stderr=line.kind == LineKind::ErrorOutput
                                        >
                                            <span class="text">{line.text.clone()}</span>
                                            <span class="from">
                                                {text::console_step(thousands(line.step))}
                                            </span>
                                        </li>
                                    }
                                })
                                .collect_view();
                            view! {
                                {note}
                                {rows}
                            }
                        })
                }}
                </ol>
            </div>
            {move || {
                let nothing = page.console.with(|console| console.lines().len() == 0)
                    && page.host_call.with(Option::is_none);
                nothing.then(|| view! { <p class="empty">{text::CONSOLE_NOTHING_PRINTED_YET}</p> })
            }}
            <StandardInput />
        </Pane>
    }
}
