//! The globals of the innermost frame's instance.

use leptos::prelude::*;

use super::edit::Editable;
use super::lanes::{lanes, shape};
use super::pane::Pane;
use crate::model::edit::Spot;
use crate::model::state::{GlobalView, dollar};
use crate::page::Page;
use crate::text;

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
    let note = Signal::derive(move || {
        page.state.with(|state| {
            if state.globals.is_empty() {
                page.why_none(text::GLOBALS_NONE_MODULE, text::GLOBALS_NONE_OF_TRACE)
            } else {
                ""
            }
            .to_owned()
        })
    });
    // Most steps change none.
    let shown = Memo::new(move |_| {
        let (globals, is_first) = page
            .state
            .with(|state| (state.globals.clone(), state.step == 0));
        let changed = page.marks.with(|marks| marks.global_set);
        (globals, is_first, changed, shape(page, 0))
    });
    view! {
        <Pane name=text::GLOBALS_GLOBALS class=class note=note values=true>
            {move || {
                let (globals, is_first, changed, shape) = shown.get();
                let rows = globals
                    .iter()
                    .map(|global| {
                        let changed = changed == Some(global.index);
                        let name = global
                            .name
                            .as_deref()
                            .map_or_else(|| text::globals_unnamed(global.index), dollar);
                        let in_lanes = lanes(&global.bits, shape);
                        let ty = if global.mutable {
                            format!("mut {}", global.ty)
                        } else {
                            global.ty.clone()
                        };
                        view! {
                            <tr
                                class:is-changed=changed
                                title=changed.then_some(text::LOCALS_CHANGED)
                            >
                                <th scope="row" class="name">{name}</th>
                                <td class="type">{ty}</td>
                                <td class="value">{value(page, is_first, global)} {in_lanes}</td>
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
            }}
        </Pane>
    }
}

/// The value; before the first step that of an imported global can be changed,
/// since nobody else has given it one.
fn value(page: Page, is_first: bool, global: &GlobalView) -> AnyView {
    let index = global.index;
    if !is_first || !page.is_imported_global(index) {
        let name = global.name.as_deref();
        let name = name.map_or_else(
            || text::globals_change_global(index),
            |name| text::globals_change_global(dollar(name)),
        );
        let text = global.text.clone();
        return match global.mutable {
            true => view! { <Editable name text spot=Spot::Global(index) /> }.into_any(),
            false => text.into_any(),
        };
    }
    let failed = RwSignal::new(None::<String>);
    let name = text::globals_value_global(index);
    view! {
        <input
            type="text"
            class="edit"
            aria-label=name
            title=text::GLOBALS_NOBODY_PROVIDES
            prop:value=global.text.clone()
            aria-invalid=move || failed.with(Option::is_some).to_string()
            on:change=move |event| {
                failed.set(page.set_imported_global(index, &event_target_value(&event)).err());
            }
        />
        <span class="dialog-error" role="alert">
            {failed}
        </span>
    }
    .into_any()
}
