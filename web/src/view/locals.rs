//! Parameters and locals of the chosen frame.

use leptos::prelude::*;
use wasmscope::view::lanes;

use super::edit::Editable;
use super::lanes::shape;
use super::pane::{Empty, Pane};
use crate::model::edit::Spot;
use crate::model::state::{LocalView, dollar};
use crate::page::Page;
use crate::text;

/// A local as it is shown.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Row {
    frame: usize,
    local: LocalView,
    lanes: Option<String>,
    changed: bool,
    taken: bool,
}

/// The locals pane.
#[component]
pub fn Locals() -> impl IntoView {
    let page = expect_context::<Page>();
    let note = Signal::derive(move || {
        page.with_frame(|frame| frame.name.clone())
            .unwrap_or_default()
    });
    // What has not changed stays as it is.
    let rows = Memo::new(move |_| rows(page));
    let nothing = Memo::new(move |_| rows.with(Vec::is_empty));
    view! {
        <Pane name=text::LOCALS_LOCALS note=note values=true>
            {move || {
                if nothing.get() {
                    let unknown = text::LOCALS_NONE_OF_TRACE;
                    let text = page
                        .why_no_frames()
                        .unwrap_or_else(|| page.empty_pane(text::LOCALS_NONE, unknown));
                    return view! { <Empty text=text /> }.into_any();
                }
                view! {
                    <table class="rows">
                        <tbody>
                            <For each=move || rows.get() key=Clone::clone let(row)>
                                <Local row=row />
                            </For>
                        </tbody>
                    </table>
                }
                    .into_any()
            }}
        </Pane>
    }
}

fn rows(page: Page) -> Vec<Row> {
    let frame = page.chosen_frame.get();
    let marks = page.marks.get();
    let shape = shape(page, frame);
    let locals = page.with_frame(|frame| frame.locals.clone());
    let row = |local: LocalView| Row {
        frame,
        lanes: shape.and_then(|shape| lanes(&local.bits, shape)),
        changed: frame == 0 && marks.local_changed(local.index),
        taken: frame == 0 && marks.local_read(local.index),
        local,
    };
    locals.unwrap_or_default().into_iter().map(row).collect()
}

#[component]
fn Local(row: Row) -> impl IntoView {
    let Row {
        frame,
        local,
        lanes,
        changed,
        taken,
    } = row;
    let index = local.index;
    let name = local
        .name
        .map_or_else(|| text::locals_unnamed(index), |name| dollar(&name));
    let spot = Spot::Local { frame, index };
    let label = text::locals_change(&name);
    view! {
        <tr
            class:is-changed=changed
            class:is-taken=taken
            title=changed.then_some(text::LOCALS_CHANGED)
        >
            <th scope="row" class="name">{name}</th>
            <td class="type">{local.ty}</td>
            <td class="value">
                <Editable name=label text=local.text spot />
                {lanes.map(|lanes| view! { " " <span class="lanes">{lanes}</span> })}
            </td>
            <td class="mark" aria-hidden="true"></td>
        </tr>
    }
}
