//! The operands of the innermost frame, top first.

use leptos::prelude::*;
use wasmscope::view::lanes;

use super::lanes::shape;
use super::pane::{Empty, Pane};
use super::rows::{LongList, Scroll};
use crate::model::speed::thousands;
use crate::page::Page;
use crate::text;

/// An operand as it is shown.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Row {
    /// Counted from the bottom.
    slot: usize,
    ty: String,
    text: String,
    lanes: Option<String>,
    changed: bool,
    taken: bool,
}

/// The stack pane.
#[component]
pub fn Stack() -> impl IntoView {
    let page = expect_context::<Page>();
    let note = Signal::derive(move || {
        page.state.with(|state| match state.stack.len() {
            0 => String::new(),
            count => text::stack_count(count as u64, thousands(count as u64)),
        })
    });
    let scroll = Scroll::of_pane(move || page.state.with(|state| state.stack.len() as u64));
    // What has not changed stays as it is.
    let rows = Memo::new(move |_| rows(page, scroll));
    let count = Memo::new(move |_| page.state.with(|state| state.stack.len()));
    view! {
        <Pane name=text::LAYOUT_STACK note=note values=true scroller=scroll.scroller>
            <LongList scroll=scroll>
                <ol class="stack-list" aria-label=text::STACK_OPERANDS>
                    <For each=move || rows.get() key=Clone::clone let(row)>
                        <Operand row=row count=count />
                    </For>
                </ol>
            </LongList>
            {move || page.why_no_frames().map(|why| view! { <Empty text=why /> })}
            <p class="stack-floor" hidden=move || page.why_no_frames().is_some()>
                {move || {
                    page.state
                        .with(|state| match state.stack.len() {
                            _ if page.hidden_operands().is_some() => {
                                page.hidden_operands().unwrap_or_default()
                            }
                            0 if state.at.is_some() => text::STACK_EMPTY,
                            _ => "",
                        })
                }}
            </p>
        </Pane>
    }
}

/// The rows to be drawn, the top of the stack first.
fn rows(page: Page, scroll: Scroll) -> Vec<Row> {
    let state = page.state.get();
    let marks = page.marks.get();
    let height = state.stack.len();
    let shape = shape(page, 0);
    let drawn = scroll.drawn();
    let values = state.stack.iter().enumerate().rev();
    let values = values
        .skip(drawn.start as usize)
        .take((drawn.end - drawn.start) as usize);
    let row = |(slot, value): (usize, &wasmscope::view::ValueView)| Row {
        slot,
        ty: value.ty.clone(),
        text: value.text.clone(),
        lanes: shape.and_then(|shape| lanes(&value.bits, shape)),
        changed: marks.stack_changed(slot),
        taken: marks.stack_taken(slot, height),
    };
    values.map(row).collect()
}

#[component]
fn Operand(row: Row, count: Memo<usize>) -> impl IntoView {
    let Row {
        slot,
        changed,
        taken,
        ..
    } = row;
    view! {
        <li
            class:is-changed=changed
            class:is-taken=taken
            title=hint(changed, taken)
            data-operand=slot
            aria-setsize=move || count.get().to_string()
            aria-posinset=move || count.get().saturating_sub(slot).to_string()
        >
            <span class="type">{row.ty}</span>
            " "
            <span class="value">{row.text}</span>
            {row.lanes.map(|lanes| view! { " " <span class="lanes">{lanes}</span> })}
            <span class="mark" aria-hidden="true"></span>
        </li>
    }
}

fn hint(changed: bool, taken: bool) -> Option<&'static str> {
    match (changed, taken) {
        (true, true) => Some(text::STACK_PUSHED_TAKEN),
        (true, false) => Some(text::STACK_PUSHED),
        (false, true) => Some(text::STACK_TAKEN),
        (false, false) => None,
    }
}
