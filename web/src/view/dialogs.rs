//! The dialogs: keys and settings here, examples in [`super::gallery`]. One is open at a
//! time.

use leptos::html;
use leptos::prelude::*;

use crate::model::keys::{BINDINGS, Chord};
use crate::model::settings::{KeySet, Theme};
use crate::page::{Dialog, Page};
use crate::text;

/// A modal dialog that is open while the page says so.
#[component]
pub(super) fn Modal(
    which: Dialog,
    title: &'static str,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let page = expect_context::<Page>();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let wanted = page.dialog.get() == Some(which);
        let Some(dialog) = dialog.get() else { return };
        if wanted && !dialog.open() {
            // It fails only for a dialog that is not in the document.
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            node_ref=dialog
            aria-label=title
            class=class
            on:close=move |_| {
                if page.dialog.get_untracked() == Some(which) {
                    page.dialog.set(None);
                }
            }
        >
            <header>
                <h2>{title}</h2>
                <button type="button" class="quiet" on:click=move |_| page.dialog.set(None)>
                    {text::DIALOGS_CLOSE}
                </button>
            </header>
            <div class="content">{children()}</div>
        </dialog>
    }
}

/// The keys, from the table that dispatches them.
#[component]
pub fn Help() -> impl IntoView {
    let page = expect_context::<Page>();
    let rows = BINDINGS
        .iter()
        .map(|binding| {
            let keys = move || {
                let keys = binding.keys_in(page.keys()).map(Chord::label);
                keys.map(|label| view! { <kbd>{label}</kbd> " " })
                    .collect_view()
            };
            view! {
                <tr>
                    <th scope="row">{binding.name}</th>
                    <td>{keys}</td>
                    <td class="muted">{binding.does}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Modal which=Dialog::Help title=text::DIALOGS_KEYS>
            <p>
                {text::DIALOGS_PLAIN_LETTERS_WORK_WHILE}
            </p>
            <table class="rows">
                <tbody>{rows}</tbody>
            </table>
            <p>
                {text::DIALOGS_LESSONS_EXPLAINS_MACHINE_BEGINNING}
            </p>
            <p class="muted">
                {text::DIALOGS_MARKS_LAST_STEP_CHANGED}
            </p>
        </Modal>
    }
}

/// The settings.
#[component]
pub fn Settings() -> impl IntoView {
    let page = expect_context::<Page>();
    let settings = page.settings;
    view! {
        <Modal which=Dialog::Settings title=text::DIALOGS_SETTINGS>
            <label class="setting">
                <span>{text::DIALOGS_THEME}</span>
                <select
                    prop:value=move || settings.with(|all| all.theme.id())
                    on:change=move |event| {
                        settings
                            .update(|all| all.theme = Theme::from_id(&event_target_value(&event)));
                    }
                >
                    <option value="system">{text::DIALOGS_SYSTEM}</option>
                    <option value="light">{text::DIALOGS_LIGHT}</option>
                    <option value="dark">{text::DIALOGS_DARK}</option>
                </select>
            </label>
            <label class="setting">
                <span>{text::DIALOGS_KEYS}</span>
                <select
                    prop:value=move || settings.with(|all| all.keys.id())
                    on:change=move |event| {
                        settings.update(|all| all.keys = KeySet::from_id(&event_target_value(&event)));
                        page.publish();
                    }
                >
                    {KeySet::CHOICES
                        .iter()
                        .map(|(_, id, name)| view! { <option
                                    value=*id
                                    selected=settings.with_untracked(|all| all.keys.id() == *id)
                                >
                                    {*name}
                                </option> })
                        .collect_view()}
                </select>
                <small>{text::DIALOGS_LETTERS_SUCH_S_STEP}</small>
            </label>
            <label class="setting">
                <span>{text::DIALOGS_PLAIN_TEXT_AREA}</span>
                <input
                    type="checkbox"
                    prop:checked=move || settings.with(|all| all.plain_text)
                    on:change=move |event| page.set_plain(event_target_checked(&event))
                />
                <small>
                    {text::DIALOGS_PLACE_EDITOR_WITHOUT_COLOURS}
                </small>
            </label>
            <label class="setting">
                <span>{text::DIALOGS_FORMAL_RULE}</span>
                <input
                    type="checkbox"
                    prop:checked=move || settings.with(|all| all.formal_rule)
                    on:change=move |event| {
                        settings.update(|all| all.formal_rule = event_target_checked(&event));
                    }
                />
                <small>{text::DIALOGS_UNDER_SENTENCE_SPECIFICATION_RULE}</small>
            </label>
            <label class="setting">
                <span>{text::DIALOGS_KEEP_STEP_AFTER_EDIT}</span>
                <input
                    type="checkbox"
                    prop:checked=move || settings.with(|all| all.keep_step)
                    on:change=move |event| {
                        settings.update(|all| all.keep_step = event_target_checked(&event));
                    }
                />
                <small>
                    {text::DIALOGS_EDIT_RESTARTS_MACHINE_STEP}
                </small>
            </label>
            <label class="setting">
                <span>{text::DIALOGS_OFFER_WORDS}</span>
                <input
                    type="checkbox"
                    prop:checked=move || settings.with(|all| all.offer_words)
                    on:change=move |event| page.set_offers(event_target_checked(&event))
                />
                <small>{text::DIALOGS_SOURCE_WHILE_YOU_TYPE}</small>
            </label>
            <super::limits::Limits />
            <super::limits::Fuel />
        </Modal>
    }
}
