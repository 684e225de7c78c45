//! The labels that a branch can name, innermost first, and where each goes.

use leptos::prelude::*;

use super::pane::{Empty, Pane};
use super::prose::Prose;
use crate::model::branch::{self, Fate};
use crate::model::state::{LabelView, Status, dollar};
use crate::page::Page;
use crate::text;
use wasmscope::explain::{self, BranchPreview};

/// The labels pane.
#[component]
pub fn Labels() -> impl IntoView {
    let page = expect_context::<Page>();
    // They change less often than the state: another frame's places are other ones.
    let labels = Memo::new(move |_| {
        let frame = page.with_frame(|frame| (frame.func, frame.instance, frame.labels.clone()));
        (page.chosen_frame.get(), frame)
    });
    // Of other instructions nothing is asked: nothing is drawn anew, and the rest is loaded later.
    let is_branch = Memo::new(move |_| {
        page.state.with(|state| {
            let at = state.at.as_ref();
            state.status == Status::Paused && at.is_some_and(|at| at.op.starts_with("br"))
        })
    });
    view! {
        <Pane name=text::LAYOUT_LABELS note=text::LABELS_NOTE>
            {move || {
                page.entries.track();
                let labels = labels.get().1.map(|(.., labels)| labels).unwrap_or_default();
                if labels.is_empty() {
                    let text = page.why_no_frames().unwrap_or_else(|| {
                        page.empty_pane(text::FRAMES_NONE, text::LABELS_NONE_OF_TRACE)
                    });
                    return view! { <Empty text=text /> }.into_any();
                }
                let preview = is_branch.get().then(|| preview(page)).flatten();
                let preview = preview.as_ref();
                let said = preview.map(|(text, preview)| {
                    let said = branch::sentence(text, preview);
                    view! { <p class="branch-preview"><Prose text=said /></p> }
                });
                let preview = preview.map(|(_, preview)| preview);
                let rows = labels.iter().map(|label| row(page, label, preview)).collect_view();
                view! {
                    {said}
                    <ol class="label-list">{rows}</ol>
                }
                    .into_any()
            }}
        </Pane>
    }
}

/// What the next instruction does to labels, as it is written, if it is a branch of the frame
/// that is shown.
fn preview(page: Page) -> Option<(String, BranchPreview)> {
    if page.chosen_frame.get() != 0 {
        return None;
    }
    let preview = page.explained(|machine, _| explain::branch(machine))??;
    let text = page
        .state
        .with(|state| Some(state.at.as_ref()?.text.clone()))?;
    Some((text, preview))
}

fn row(page: Page, label: &LabelView, preview: Option<&BranchPreview>) -> impl IntoView + use<> {
    let fate = preview.and_then(|preview| Fate::of(preview, label.index));
    let name = label
        .name
        .as_deref()
        .map(|name| view! { <span class="name">{dollar(name)}</span> });
    let carried = match label.arity {
        0 => String::new(),
        count => text::labels_carried(count as u64),
    };
    let target = match label.kind {
        "func" => text::labels_returns(carried),
        "loop" => text::labels_goes_back(page.place_of(label.target), carried),
        _ => text::labels_goes_on(page.place_of(label.target), carried),
    };
    view! {
        <li
            class:is-target=fate == Some(Fate::Target)
            class:is-popped=fate == Some(Fate::Popped)
        >
            <span class="mono">{label.index}</span>
            <span>
                <span class="mono">{label.kind}</span>
                " "
                {name}
                " "
                <span class="target">{target}</span>
                {fate.map(|fate| view! { " " <span class="fate">{fate.words()}</span> })}
            </span>
        </li>
    }
}
