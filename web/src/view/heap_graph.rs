//! The picture of the heap: objects with the references between them. The pane is there when the
//! heap pane was told to draw.

use leptos::prelude::*;
use wasmscope::view::{self, HeapGraph};

use super::drawing;
use super::pane::{Empty, Pane};
use crate::model::heap_graph::{MOST, Plan, caption, held_by, leads, note, title};
use crate::model::state::Status;
use crate::page::Page;
use crate::text;

/// The pane, where it is wanted and the program can have objects.
#[component]
pub(super) fn Objects() -> impl IntoView {
    let page = expect_context::<Page>();
    let is_shown = Memo::new(move |_| {
        page.state.track();
        page.heap_drawn.get() && page.has_objects()
    });
    view! {
        <Show when=move || is_shown.get()>
            <Drawn />
        </Show>
    }
}

/// Objects, the nearest to the roots first, as they are in the state that is shown.
#[component]
fn Drawn() -> impl IntoView {
    let page = expect_context::<Page>();
    // As in the table, the picture of before is shown while a program runs.
    let graph = Memo::new(move |before: Option<&HeapGraph>| {
        let running = page.state.with(|state| state.status == Status::Running);
        match before {
            Some(before) if running => before.clone(),
            _ => {
                let graph = page.explained(|machine, _| view::heap_graph(machine, MOST));
                graph.unwrap_or_default()
            }
        }
    });
    let note = Signal::derive(move || graph.with(note));
    view! { <Pane name=text::HEAP_GRAPH_OBJECTS note=note>{move || graph.with(drawn)}</Pane> }
}

fn drawn(graph: &HeapGraph) -> AnyView {
    if graph.nodes.is_empty() {
        return view! { <Empty text=text::HEAP_NO_OBJECTS_YET /> }.into_any();
    }
    let plan = Plan::of(graph);
    let list = |is_garbage: bool| {
        let here = |index: &usize| graph.nodes[*index].layer.is_none() == is_garbage;
        let nodes = (0..graph.nodes.len()).filter(here);
        nodes
            .map(|index| object(graph, &plan, index).into_any())
            .collect_view()
    };
    let lost = plan.caption.map(|top| {
        let caption = caption(graph);
        view! {
            <p class="caption" style=format!("top:{}", drawing::length(top))>
                {caption}
            </p>
            <ul aria-label=text::HEAP_GRAPH_LOST>{list(true)}</ul>
        }
    });
    let size = drawing::size(plan.width, plan.height);
    let arrows = drawing::arrows(plan.width, plan.height, &plan.arrows);
    view! {
        <div class="structures heap-graph" style=size>
            {arrows}
            <ul aria-label=text::HEAP_GRAPH_LIST>{list(false)}</ul>
            {lost}
        </div>
    }
    .into_any()
}

fn object(graph: &HeapGraph, plan: &Plan, index: usize) -> impl IntoView + use<> {
    let node = &graph.nodes[index];
    let style = drawing::place(&plan.boxes[index]);
    let is_garbage = node.layer.is_none();
    let held = match is_garbage {
        true => Some(text::HEAP_GRAPH_UNREACHABLE.to_owned()),
        false => held_by(graph, index).map(|held| format!("◂ {held}")),
    };
    let rows = plan.rows[index].iter().map(|row| {
        let leads = row.field.and_then(|field| leads(graph, index, field));
        view! {
            <span class="cell">
                <span class="text">{row.text.clone()}</span>
                <span class="visually-hidden">{leads}</span>
            </span>
        }
    });
    view! {
        <li class="node" class:is-unreachable=is_garbage tabindex="0" style=style>
            <span class="title">{title(node)}</span>
            {held.map(|held| view! { <span class="held">{held}</span> })}
            {rows.collect_view()}
        </li>
    }
}
