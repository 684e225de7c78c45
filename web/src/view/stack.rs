//! The operands of the innermost frame, top first.

use leptos::prelude::*;

use super::lanes::{lanes, shape};
use super::pane::Pane;
use crate::model::speed::thousands;
use crate::page::Page;

/// Values drawn; the ones below are counted.
const MOST: usize = 300;

/// The stack pane.
#[component]
pub fn Stack() -> impl IntoView {
    let page = expect_context::<Page>();
    let note = Signal::derive(move || {
        page.state.with(|state| match state.stack.len() {
            0 => String::new(),
            1 => "1 value".to_owned(),
            count => format!("{} values", thousands(count as u64)),
        })
    });
    view! {
        <Pane name="Stack" note=note>
            <ol class="stack-list" aria-label="Operands, top first">
                {move || {
                    let state = page.state.get();
                    let marks = page.marks.get();
                    let height = state.stack.len();
                    let shape = shape(page, 0);
                    state
                        .stack
                        .iter()
                        .enumerate()
                        .rev()
                        .take(MOST)
                        .map(|(slot, value)| {
                            let changed = marks.stack_changed(slot);
                            let taken = marks.stack_taken(slot, height);
                            view! {
                                <li
                                    class:is-changed=changed
                                    class:is-taken=taken
                                    title=hint(changed, taken)
                                >
                                    <span class="type">{value.ty.clone()}</span>
                                    " "
                                    <span class="value">{value.text.clone()}</span>
                                    {lanes(&value.bits, shape)}
                                    <span class="mark" aria-hidden="true"></span>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ol>
            <p class="stack-floor">
                {move || {
                    page.state
                        .with(|state| match state.stack.len() {
                            _ if page.hidden_operands().is_some() => {
                                page.hidden_operands().unwrap_or_default().to_owned()
                            }
                            0 if state.at.is_some() => "the stack is empty".to_owned(),
                            count if count > MOST => {
                                format!("and {} more below", thousands((count - MOST) as u64))
                            }
                            _ => String::new(),
                        })
                }}
            </p>
        </Pane>
    }
}

fn hint(changed: bool, taken: bool) -> Option<&'static str> {
    match (changed, taken) {
        (true, true) => Some("Pushed by the last step, taken by the next"),
        (true, false) => Some("Pushed by the last step"),
        (false, true) => Some("Taken by the next step"),
        (false, false) => None,
    }
}
