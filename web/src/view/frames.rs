//! The calls that have not returned, innermost first.

use leptos::prelude::*;

use super::pane::{Empty, Pane};
use crate::model::speed::thousands;
use crate::model::state::{FrameView, frame_count};
use crate::page::Page;
use crate::page::origin::short;

/// The frames pane. The chosen frame's locals and labels are in their panes.
#[component]
pub fn Frames() -> impl IntoView {
    let page = expect_context::<Page>();
    let note = Signal::derive(move || {
        page.state.with(|state| match frame_count(state) {
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
                let rows = state
                    .frames
                    .iter()
                    .enumerate()
                    .map(|(index, frame)| row(page, index, frame))
                    .collect_view();
                let hidden = frame_count(&state) - state.frames.len();
                let more = (hidden > 0)
                    .then(|| {
                        let text = format!("{} more, down to the entry", thousands(hidden as u64));
                        view! { <li class="empty">{text}</li> }
                    });
                view! { <ol>{rows} {more}</ol> }.into_any()
            }}
        </Pane>
    }
}

fn row(page: Page, index: usize, frame: &FrameView) -> impl IntoView + use<> {
    let origin = page.origin(frame.depth);
    let place = match (&origin, frame.line) {
        (Some(origin), _) => short(origin),
        (None, Some(line)) => format!("line {line}"),
        (None, None) => format!("pc {}", frame.pc),
    };
    let place = match &frame.module {
        Some(module) => format!("{module}, {place}"),
        None => place,
    };
    // All of the path, for which there is no room.
    let whole = origin.map(|origin| origin.to_string());
    view! {
        <li>
            <button
                type="button"
                class="row-button"
                aria-current=move || (page.chosen_frame.get() == index).to_string()
                title="Show this frame's locals and labels"
                on:click=move |_| {
                    page.chosen_frame.set(index);
                    page.show_frame(index);
                }
            >
                <span class="where">{frame.depth}</span>
                <span class="name">{frame.name.clone()}</span>
                <span class="where" title=whole>{place}</span>
            </button>
        </li>
    }
}
