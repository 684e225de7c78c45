//! Parameters and locals of the chosen frame.

use leptos::prelude::*;

use super::edit::Editable;
use super::lanes::{lanes, shape};
use super::pane::{Empty, Pane};
use crate::model::edit::Spot;
use crate::model::state::dollar;
use crate::page::Page;

/// The locals pane.
#[component]
pub fn Locals() -> impl IntoView {
    let page = expect_context::<Page>();
    let note = Signal::derive(move || {
        page.with_frame(|frame| frame.name.clone())
            .unwrap_or_default()
    });
    view! {
        <Pane name="Locals" note=note>
            {move || {
                let innermost = page.chosen_frame.get() == 0;
                let marks = page.marks.get();
                let shape = shape(page, page.chosen_frame.get());
                let rows = page.with_frame(|frame| frame.locals.clone()).unwrap_or_default();
                if rows.is_empty() {
                    let unknown = "None that the trace has told so far.";
                    let text = page.empty_pane("No parameters or locals here.", unknown);
                    return view! { <Empty text=text /> }.into_any();
                }
                let rows = rows
                    .into_iter()
                    .map(|local| {
                        let changed = innermost && marks.local_changed(local.index);
                        let taken = innermost && marks.local_read(local.index);
                        let name = local
                            .name
                            .map_or_else(|| format!("local {}", local.index), |name| dollar(&name));
                        let (frame, index) = (page.chosen_frame.get(), local.index);
                        let spot = Spot::Local { frame, index };
                        let label = format!("Change {name}");
                        view! {
                            <tr
                                class:is-changed=changed
                                class:is-taken=taken
                                title=changed.then_some("Changed by the last step")
                            >
                                <th scope="row" class="name">{name}</th>
                                <td class="type">{local.ty}</td>
                                <td class="value"><Editable name=label text=local.text spot /> {lanes(&local.bits, shape)}</td>
                                <td class="mark" aria-hidden="true"></td>
                            </tr>
                        }
                    })
                    .collect_view();
                view! {
                    <table class="rows">
                        <tbody>{rows}</tbody>
                    </table>
                }
                    .into_any()
            }}
        </Pane>
    }
}
