//! The bytes at the memory's cursor as numbers, and a box to set one.

use leptos::prelude::*;

use super::memory::Look;
use crate::model::memory;
use crate::model::state::is_over;
use crate::page::Page;
use crate::text;

/// The bytes at the cursor as every number type.
#[component]
pub(super) fn Values(chosen: RwSignal<u32>, look: Look) -> impl IntoView {
    let page = expect_context::<Page>();
    view! {
        <div class="memory-values" tabindex="0" role="group" aria-label=text::MEMORY_VALUES_VALUES_CURSOR>
            <p class="empty">
                {text::MEMORY_VALUES_AT} <code>{move || format!("{0} (0x{0:x})", look.cursor.get())}</code>
            </p>
            <SetByte chosen=chosen look=look />
            <table class="rows">
                <tbody>
                    {move || {
                        page.memory_version.track();
                        let cursor = look.cursor.get();
                        let length = look.window.get().size.saturating_sub(cursor).min(8);
                        let bytes = page.read_memory(chosen.get(), cursor, length);
                        // Of a trace, up to the first byte that is not known.
                        let known = page.known_bytes(chosen.get(), cursor, length);
                        let known = known.map_or(bytes.len(), |all| {
                            all.iter().take_while(|byte| byte.is_some()).count()
                        });
                        let bytes = &bytes[..known.min(bytes.len())];
                        memory::typed_values(bytes)
                            .into_iter()
                            .map(|(name, text)| {
                                view! {
                                    <tr>
                                        <th scope="row" class="type">{name}</th>
                                        <td class="value">{text}</td>
                                    </tr>
                                }
                            })
                            .collect_view()
                    }}
                </tbody>
            </table>
        </div>
    }
}

/// The byte at the cursor, to be changed. Before the first step those of an imported memory
/// can be chosen, since nobody else has given it any; later a change is one of the run, and
/// makes a branch in the past.
#[component]
fn SetByte(chosen: RwSignal<u32>, look: Look) -> impl IntoView {
    let page = expect_context::<Page>();
    let failed = RwSignal::new(None::<String>);
    move || {
        let index = chosen.get();
        if page.viewing.with(Option::is_some) {
            return None;
        }
        let (first, runs) = page.state.with(|state| {
            (
                state.step == 0,
                !state.frames.is_empty() && !is_over(state.status),
            )
        });
        let imported = first && page.is_imported_memory(index);
        if !imported && !runs {
            return None;
        }
        let address = look.cursor.get();
        let byte = page.read_memory(index, address, 1);
        let text = byte.first().map(|byte| format!("{byte:02x}"));
        Some(view! {
            <label class="field set-byte">
                <span>{text::MEMORY_VALUES_BYTE}</span>
                <input
                    type="text"
                    class="edit"
                    aria-label=text::MEMORY_VALUES_BYTE_CURSOR
                    title=match imported {
                        true => text::MEMORY_VALUES_NOBODY_PROVIDES,
                        false => text::MEMORY_VALUES_CHANGE_ABOUT,
                    }
                    prop:value=text
                    aria-invalid=move || failed.with(Option::is_some).to_string()
                    on:change=move |event| {
                        let text = event_target_value(&event);
                        let changed = match imported {
                            true => page.set_imported_byte(index, address, &text),
                            false => page.change_byte(index, address, &text),
                        };
                        failed.set(changed.err());
                    }
                />
                <span class="dialog-error" role="alert">
                    {failed}
                </span>
            </label>
        })
    }
}
