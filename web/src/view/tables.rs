//! The tables of the innermost frame's instance, with what stands in them.

use leptos::prelude::*;

use super::edit::Editable;
use super::pane::Pane;
use crate::model::edit::Spot;
use crate::model::speed::thousands;
use crate::model::state::dollar;
use crate::page::Page;
use crate::text;

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
                page.why_none(text::GLOBALS_NONE_MODULE, text::TABLES_NOT_IN_TRACE)
            } else {
                ""
            }
            .to_owned()
        })
    });
    // Most steps change none.
    let shown = Memo::new(move |_| {
        let state = page.state.get();
        let tables = state.tables.iter().map(|table| {
            let elements = page.table_elements(table.index, table.size.min(MOST));
            (table.clone(), elements)
        });
        (tables.collect::<Vec<_>>(), state.step == 0)
    });
    view! {
        <Pane name=text::TABLES_TABLES class=class note=note values=true>
            {move || {
                let (tables, is_first) = shown.get();
                tables
                    .into_iter()
                    .map(|(table, elements)| {
                        let name = table
                            .name
                            .as_deref()
                            .map_or_else(|| text::tables_unnamed(table.index), dollar);
                        let shown = table.size.min(MOST);
                        let chosen = is_first && page.is_imported_table(table.index);
                        let table_index = table.index;
                        let elements = (0..)
                            .zip(elements)
                            .map(|(index, text)| {
                                let value = match chosen {
                                    true => element(page, table_index, index, text),
                                    false => {
                                        let spot = Spot::Element {
                                            table: table_index,
                                            index,
                                        };
                                        let name = text::tables_change_element(index, &name);
                                        view! { <Editable name=name text=text spot=spot /> }
                                            .into_any()
                                    }
                                };
                                view! {
                                    <tr>
                                        <th scope="row" class="mono">{index}</th>
                                        <td class="value">{value}</td>
                                    </tr>
                                }
                            })
                            .collect_view();
                        let more = (table.size > shown)
                            .then(|| text::tables_more(thousands(table.size - shown)));
                        view! {
                            <table class="rows">
                                <caption class="muted">
                                    <span class="name">{name}</span>
                                    " "
                                    <span class="type">{table.ty.clone()}</span>
                                    {text::tables_elements(table.size, thousands(table.size))}
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

/// An element of an imported table: before the first step it can be chosen, since nobody
/// else has given it a value.
fn element(page: Page, table: u32, index: u64, text: String) -> AnyView {
    let failed = RwSignal::new(None::<String>);
    view! {
        <input
            type="text"
            class="edit"
            aria-label=text::tables_element_table(index, table)
            title=text::TABLES_NOBODY_PROVIDES
            prop:value=text
            aria-invalid=move || failed.with(Option::is_some).to_string()
            on:change=move |event| {
                let text = event_target_value(&event);
                failed.set(page.set_imported_element(table, index, &text).err());
            }
        />
        <span class="dialog-error" role="alert">
            {failed}
        </span>
    }
    .into_any()
}
