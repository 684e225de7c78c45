//! The globals of the innermost frame's instance.

use leptos::prelude::*;

use super::pane::{Empty, Pane};
use crate::model::state::dollar;
use crate::page::Page;

/// The globals pane.
#[component]
pub fn Globals() -> impl IntoView {
    let page = expect_context::<Page>();
    let class = Signal::derive(move || {
        page.state.with(|state| {
            if state.globals.is_empty() {
                "short"
            } else {
                ""
            }
            .to_owned()
        })
    });
    view! {
        <Pane name="Globals" class=class>
            {move || {
                let state = page.state.get();
                let marks = page.marks.get();
                if state.globals.is_empty() {
                    return view! { <Empty text="This module has no globals." /> }.into_any();
                }
                let rows = state
                    .globals
                    .iter()
                    .map(|global| {
                        let changed = marks.global_changed(global.index);
                        let name = global
                            .name
                            .as_deref()
                            .map_or_else(|| format!("global {}", global.index), dollar);
                        let ty = if global.mutable {
                            format!("mut {}", global.ty)
                        } else {
                            global.ty.clone()
                        };
                        view! {
                            <tr
                                class:is-changed=changed
                                title=changed.then_some("Changed by the last step")
                            >
                                <th scope="row" class="name">{name}</th>
                                <td class="type">{ty}</td>
                                <td class="value">{global.text.clone()}</td>
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
