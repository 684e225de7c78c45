//! The tables of the innermost frame's instance, with what stands in them.

use leptos::prelude::*;

use super::pane::Pane;
use crate::model::speed::thousands;
use crate::model::state::dollar;
use crate::page::Page;

/// Elements drawn of one table.
const MOST: u64 = 64;

/// The tables pane.
#[component]
pub fn Tables() -> impl IntoView {
    let page = expect_context::<Page>();
    let class = Signal::derive(move || {
        page.state
            .with(|state| if state.tables.is_empty() { "short" } else { "" }.to_owned())
    });
    let note = Signal::derive(move || {
        page.state.with(|state| {
            if state.tables.is_empty() {
                "none in this module"
            } else {
                ""
            }
            .to_owned()
        })
    });
    view! {
        <Pane name="Tables" class=class note=note>
            {move || {
                let state = page.state.get();
                state
                    .tables
                    .iter()
                    .map(|table| {
                        let name = table
                            .name
                            .as_deref()
                            .map_or_else(|| format!("table {}", table.index), dollar);
                        let shown = table.size.min(MOST);
                        let elements = page
                            .table_elements(table.index, shown)
                            .into_iter()
                            .enumerate()
                            .map(|(index, text)| {
                                view! {
                                    <tr>
                                        <th scope="row" class="mono">{index}</th>
                                        <td class="value">{text}</td>
                                    </tr>
                                }
                            })
                            .collect_view();
                        let more = (table.size > shown)
                            .then(|| format!("and {} more", thousands(table.size - shown)));
                        view! {
                            <table class="rows">
                                <caption class="muted">
                                    <span class="name">{name}</span>
                                    " "
                                    <span class="type">{table.ty.clone()}</span>
                                    {format!(", {} elements", thousands(table.size))}
                                </caption>
                                <tbody>{elements}</tbody>
                            </table>
                            <p class="empty">{more}</p>
                        }
                    })
                    .collect_view()
            }}
        </Pane>
    }
}
