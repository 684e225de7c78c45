//! The calls that have not returned, innermost first.

use leptos::prelude::*;

use super::pane::{Empty, Pane};
use crate::model::speed::thousands;
use crate::model::state::FrameView;
use crate::page::Page;

/// Frames drawn at the inner and at the outer end.
const INNER: usize = 100;
const OUTER: usize = 3;

/// The frames pane. The chosen frame's locals and labels are in their panes.
#[component]
pub fn Frames() -> impl IntoView {
    let page = expect_context::<Page>();
    let note = Signal::derive(move || {
        page.state.with(|state| match state.frames.len() {
            0 => String::new(),
            1 => "1 frame".to_owned(),
            count => format!("{} frames", thousands(count as u64)),
        })
    });
    view! {
        <Pane name="Frames" note=note>
            {move || {
                let state = page.state.get();
                if state.frames.is_empty() {
                    return view! { <Empty text="No function is running." /> }.into_any();
                }
                let count = state.frames.len();
                let rows = state.frames.iter().enumerate();
                if count <= INNER + OUTER {
                    let rows = rows.map(|(index, frame)| row(page, index, frame)).collect_view();
                    return view! { <ol>{rows}</ol> }.into_any();
                }
                let inner = rows
                    .clone()
                    .take(INNER)
                    .map(|(index, frame)| row(page, index, frame))
                    .collect_view();
                let outer = rows
                    .skip(count - OUTER)
                    .map(|(index, frame)| row(page, index, frame))
                    .collect_view();
                let hidden = thousands((count - INNER - OUTER) as u64);
                view! {
                    <ol>{inner} <li class="empty">{format!("{hidden} more frames")}</li> {outer}</ol>
                }
                    .into_any()
            }}
        </Pane>
    }
}

fn row(page: Page, index: usize, frame: &FrameView) -> impl IntoView + use<> {
    let place = match frame.line {
        Some(line) => format!("line {line}"),
        None => format!("pc {}", frame.pc),
    };
    let (line, column) = (frame.line, frame.column);
    view! {
        <li>
            <button
                type="button"
                class="row-button"
                aria-current=move || (page.chosen_frame.get() == index).to_string()
                title="Show this frame's locals and labels"
                on:click=move |_| {
                    page.chosen_frame.set(index);
                    if let (Some(line), Some(column)) = (line, column) {
                        page.scroll_to(line, column);
                    }
                }
            >
                <span class="where">{frame.depth}</span>
                <span class="name">{frame.name.clone()}</span>
                <span class="where">{place}</span>
            </button>
        </li>
    }
}
