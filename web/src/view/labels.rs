//! The labels that a branch can name, innermost first, and where each goes.

use leptos::prelude::*;

use super::pane::{Empty, Pane};
use crate::model::state::{LabelView, dollar};
use crate::page::Page;

/// The labels pane.
#[component]
pub fn Labels() -> impl IntoView {
    let page = expect_context::<Page>();
    // They change less often than the state: another frame's places are other ones.
    let labels = Memo::new(move |_| {
        let frame = page.with_frame(|frame| (frame.func, frame.instance, frame.labels.clone()));
        (page.chosen_frame.get(), frame)
    });
    view! {
        <Pane name="Labels" note="what br can name">
            {move || {
                page.entries.track();
                let labels = labels.get().1.map(|(.., labels)| labels).unwrap_or_default();
                if labels.is_empty() {
                    let text = page.empty_pane("No function is running.", "A trace does not tell labels.");
                    return view! { <Empty text=text /> }.into_any();
                }
                let rows = labels.iter().map(|label| row(page, label)).collect_view();
                view! { <ol class="label-list">{rows}</ol> }.into_any()
            }}
        </Pane>
    }
}

fn row(page: Page, label: &LabelView) -> impl IntoView + use<> {
    let name = label
        .name
        .as_deref()
        .map(|name| view! { <span class="name">{dollar(name)}</span> });
    let carried = match label.arity {
        0 => String::new(),
        1 => ", with 1 value".to_owned(),
        count => format!(", with {count} values"),
    };
    let target = match label.kind {
        "func" => format!("returns to the caller{carried}"),
        "loop" => format!("goes back to {}{carried}", page.place_of(label.target)),
        _ => format!("goes on at {}{carried}", page.place_of(label.target)),
    };
    view! {
        <li>
            <span class="mono">{label.index}</span>
            <span>
                <span class="mono">{label.kind}</span>
                " "
                {name}
                " "
                <span class="target">{target}</span>
            </span>
        </li>
    }
}
