//! The breakpoints: where each is, and a button that removes it.

use leptos::prelude::*;

use super::pane::{Empty, Pane};
use crate::model::breakpoints::BreakpointView;
use crate::page::Page;

/// The breakpoints pane.
#[component]
pub fn Breakpoints() -> impl IntoView {
    let page = expect_context::<Page>();
    view! {
        <Pane name="Breakpoints">
            {move || {
                let all = page.breakpoints.get();
                if all.is_empty() {
                    return view! {
                        <Empty text="None. Click beside a line, or press b for the next instruction." />
                    }
                        .into_any();
                }
                let rows = all.iter().map(|breakpoint| row(page, breakpoint)).collect_view();
                view! { <ol>{rows}</ol> }.into_any()
            }}
        </Pane>
    }
}

fn row(page: Page, breakpoint: &BreakpointView) -> impl IntoView + use<> {
    let BreakpointView {
        id, line, column, ..
    } = *breakpoint;
    let place = line.map_or_else(
        || format!("pc {}", breakpoint.pc),
        |line| format!("line {line}"),
    );
    let remove = format!("Remove breakpoint at {}, {place}", breakpoint.op);
    view! {
        <li class="breakpoint" aria-current=move || (page.stopped_at.get() == Some(id)).to_string()>
            <button
                type="button"
                class="row-button"
                title="Show it in the source"
                on:click=move |_| {
                    if let (Some(line), Some(column)) = (line, column) {
                        page.show_place(line, column);
                    }
                }
            >
                <span class="name">{breakpoint.op.clone()}</span>
                " "
                <span class="where">{place}</span>
                " "
                <span class="where">{breakpoint.name.clone()}</span>
            </button>
            <button
                type="button"
                class="quiet remove"
                title=remove.clone()
                aria-label=remove
                on:click=move |_| page.remove_breakpoint(id)
            >
                "Remove"
            </button>
        </li>
    }
}
