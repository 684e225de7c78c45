//! Structures in memory, as comments of the source say what lies there (`;;@ struct …`). The
//! pane is there for programs that have such comments.

use std::sync::Arc;

use leptos::prelude::*;
use wasmscope::load::SourceMap;
use wasmscope::overlay::{Cell, Link, Node, OverlayError, Overlays, Picture};

use super::drawing;
use super::pane::Pane;
use crate::model::structures::{self, Plan};
use crate::page::Page;
use crate::text;

/// What the comments of one source say.
#[derive(Clone)]
struct Read {
    source: Option<Arc<SourceMap>>,
    overlays: Arc<Overlays>,
    errors: Arc<[OverlayError]>,
}

impl PartialEq for Read {
    /// Of the same source.
    fn eq(&self, other: &Self) -> bool {
        self.source.as_ref().map(Arc::as_ptr) == other.source.as_ref().map(Arc::as_ptr)
    }
}

/// The pane, where the source has comments that say what lies in memory.
#[component]
pub fn Structures() -> impl IntoView {
    let page = expect_context::<Page>();
    let read = Memo::new(move |before: Option<&Read>| {
        page.state.track();
        read_again(page, before)
    });
    let is_used =
        Memo::new(move |_| read.with(|read| !read.overlays.is_empty() || !read.errors.is_empty()));
    view! {
        <Show when=move || is_used.get()>
            <Drawn read=read />
        </Show>
    }
}

/// Reads the comments of the program that runs, unless they are those of before.
fn read_again(page: Page, before: Option<&Read>) -> Read {
    let source = page.program().and_then(|program| program.source.clone());
    let is_same = |before: &&Read| {
        before.source.as_ref().map(Arc::as_ptr) == source.as_ref().map(Arc::as_ptr)
    };
    if let Some(before) = before.filter(is_same) {
        return before.clone();
    }
    // Most sources have none, and what reads them is loaded later.
    let text = source.as_ref().map(|source| source.text());
    let (overlays, errors) = match text.filter(|text| text.contains(";;@")) {
        Some(text) => Overlays::read(text),
        None => Default::default(),
    };
    Read {
        source,
        overlays: overlays.into(),
        errors: errors.into(),
    }
}

#[component]
fn Drawn(read: Memo<Read>) -> impl IntoView {
    let page = expect_context::<Page>();
    let picture = Memo::new(move |_| {
        page.state.track();
        let overlays = read.get().overlays;
        page.with_debugger(|debugger| {
            let (machine, main) = (debugger.machine()?, debugger.instance()?);
            Some(overlays.picture(machine, main))
        })
        .unwrap_or_default()
    });
    let note = Signal::derive(move || picture.with(note));
    view! {
        <Pane name=text::STRUCTURES_STRUCTURES note=note>
            {move || errors(&read.get().errors)}
            {move || drawn(page, &picture.get())}
        </Pane>
    }
}

/// What is not drawn, and why.
fn note(picture: &Picture) -> String {
    let mut note = match picture.absent.as_slice() {
        [] => String::new(),
        absent => text::structures_absent(absent.join(", ")),
    };
    if picture.truncated {
        note.push_str(if note.is_empty() { "" } else { "; " });
        note.push_str(text::STRUCTURES_CUT);
    }
    note
}

fn errors(errors: &[OverlayError]) -> impl IntoView + use<> {
    let rows = errors.iter().map(|error| {
        view! { <p class="overlay-error">{text::structures_error(error.line, &error.message)}</p> }
    });
    rows.collect_view()
}

fn drawn(page: Page, picture: &Picture) -> impl IntoView + use<> {
    let plan = Plan::of(picture);
    let nodes = picture.nodes.iter().zip(&plan.boxes).map(|(node, place)| {
        view! {
            <li class="node" style=drawing::place(place)>
                <span class="title">{structures::title(node)}</span>
                {inside(page, node, picture)}
            </li>
        }
    });
    let size = drawing::size(plan.width, plan.height);
    let arrows = drawing::arrows(plan.width, plan.height, &plan.arrows);
    view! {
        <div class="structures" style=size>
            {arrows}
            <ul>{nodes.collect_view()}</ul>
        </div>
    }
}

fn inside(page: Page, node: &Node, picture: &Picture) -> AnyView {
    if let Some(problem) = &node.problem {
        return view! { <span class="muted problem">{problem.clone()}</span> }.into_any();
    }
    let width = node
        .is_array
        .then(|| format!("width:{}", drawing::length(structures::element_width(node))));
    let cells = node.cells.iter().map(|cell| {
        let range = cell.address..cell.address.saturating_add(cell.size);
        let (written, read) = page.marks.with(|marks| {
            let memory = node.memory;
            (
                marks.wrote_in(memory, &range),
                marks.read_in(memory, &range),
            )
        });
        view! {
            <span
                class="cell"
                class:is-written=written
                class:is-read=read
                style=width.clone()
                title=text::structures_cell(&cell.ty, format!("0x{:x}", cell.address))
            >
                <span class="name">{cell.name.clone()}</span>
                <span class="text">{cell.text.clone()}</span>
                <span class="visually-hidden">{leads(cell, picture)}</span>
            </span>
        }
    });
    let cells = cells.collect_view();
    view! { <span class:elements=node.is_array class="cells">{cells}</span> }.into_any()
}

/// Where a pointer leads, for who does not see the line.
fn leads(cell: &Cell, picture: &Picture) -> Option<String> {
    match cell.link? {
        Link::Null => None,
        Link::Node(place) => Some(text::structures_leads(structures::title(
            &picture.nodes[place],
        ))),
        Link::More => Some(text::STRUCTURES_LEADS_OUT.to_owned()),
    }
}
