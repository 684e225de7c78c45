//! The objects of the heap: structures, arrays and exceptions, with what they hold. The pane
//! is there for programs that can have some.

use leptos::prelude::*;
use wasmscope::view::{self, HeapEntry, HeapView};

use super::pane::{Empty, Pane};
use crate::model::speed::thousands;
use crate::model::state::Status;
use crate::page::Page;
use crate::text;

/// Objects drawn.
const MOST: usize = 64;

/// Fields or elements written out of one object.
const MOST_FIELDS: usize = 12;

/// The heap pane, where the program defines objects or tags.
#[component]
pub fn Heap() -> impl IntoView {
    let page = expect_context::<Page>();
    let is_used = Memo::new(move |_| {
        page.state.track();
        page.has_objects()
    });
    view! {
        <Show when=move || is_used.get()>
            <Objects />
        </Show>
    }
}

#[component]
fn Objects() -> impl IntoView {
    let page = expect_context::<Page>();
    // While a program runs, the picture of before is shown: to look at all of a heap takes
    // longer than a frame.
    let heap = Memo::new(move |before: Option<&HeapView>| {
        let running = page.state.with(|state| state.status == Status::Running);
        match before {
            Some(before) if running => before.clone(),
            _ => page.heap(MOST),
        }
    });
    let note = Signal::derive(move || {
        heap.with(|heap| match heap.count {
            0 => String::new(),
            count => text::heap_count(count, thousands(count)),
        })
    });
    let drawn = page.heap_drawn;
    view! {
        <Pane
            name=text::HEAP_HEAP
            note=note
            values=true
            tools=Box::new(move || {
                view! {
                    <button
                        type="button"
                        class="quiet"
                        title=text::HEAP_DRAW
                        aria-pressed=move || drawn.get().to_string()
                        on:click=move |_| drawn.update(|drawn| *drawn = !*drawn)
                    >
                        {text::HEAP_GRAPH}
                    </button>
                }
                    .into_any()
            })
        >
            {move || {
                let HeapView { count, objects, .. } = heap.get();
                if objects.is_empty() {
                    return view! { <Empty text=text::HEAP_NO_OBJECTS_YET /> }.into_any();
                }
                let more = count.saturating_sub(objects.len() as u64);
                view! {
                    <table class="rows">
                        <tbody>{objects.into_iter().map(row).collect_view()}</tbody>
                    </table>
                    {(more > 0).then(|| text::tables_more(thousands(more)))}
                }
                    .into_any()
            }}
        </Pane>
    }
}

fn row(entry: HeapEntry) -> impl IntoView {
    let HeapEntry { object, garbage } = entry;
    let shown = object.fields.len().min(MOST_FIELDS);
    let fields = object.fields.iter().take(shown);
    let fields = fields
        .map(|field| view! { <span>{field.to_string()}</span> })
        .collect_view();
    let hidden = object.len.saturating_sub(shown as u64);
    let more = (hidden > 0).then(|| text::heap_more_fields(thousands(hidden)));
    let garbage = garbage.then_some(text::HEAP_UNREACHABLE_ABOUT);
    view! {
        <tr class:is-garbage=garbage.is_some() title=garbage>
            <th scope="row" class="mono object">
                {format!("{} {}", object.kind, object.number)}
            </th>
            <td class="type">{object.ty}</td>
            <td class="value fields">{fields} {more}</td>
            <td class="muted">{garbage.map(|_| text::HEAP_UNUSED)}</td>
        </tr>
    }
}

impl Page {
    /// Whether the program defines structures, arrays or tags.
    #[must_use]
    pub(super) fn has_objects(self) -> bool {
        self.program().is_some_and(|program| {
            let module = &program.module;
            let mut types = module.types.all().iter();
            !module.tags.is_empty() || types.any(|ty| ty.as_func().is_none())
        })
    }

    /// The first objects of the heap.
    #[must_use]
    fn heap(self, most: usize) -> HeapView {
        self.with_debugger(|debugger| {
            let machine = debugger.machine()?;
            Some(view::objects(machine, 0, most))
        })
        .unwrap_or_else(|| HeapView {
            count: 0,
            units: 0,
            most: 0,
            objects: Vec::new(),
        })
    }
}
