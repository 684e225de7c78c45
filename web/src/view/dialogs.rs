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
                {text::DIALOGS_ABOUT_KEYS}
            </p>
            <table class="rows">
                <tbody>{rows}</tbody>
            </table>
            <p>
                {text::DIALOGS_ABOUT_LESSONS}
            </p>
            <p class="muted">
                {text::DIALOGS_ABOUT_MARKS}
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
                <small>{text::DIALOGS_KEYS_NOTE}</small>
            </label>
            <super::language::Language />
            <Choice
                name=text::DIALOGS_PLAIN_TEXT_AREA
                note=text::DIALOGS_PLAIN_TEXT_NOTE
                chosen=move || settings.with(|all| all.plain_text)
                choose=move |wanted| page.set_plain(wanted)
            />
            <Choice
                name=text::DIALOGS_FORMAL_RULE
                note=text::DIALOGS_FORMAL_RULE_NOTE
                chosen=move || settings.with(|all| all.formal_rule)
                choose=move |wanted| settings.update(|all| all.formal_rule = wanted)
            />
            <Choice
                name=text::DIALOGS_KEEP_STEP_AFTER_EDIT
                note=text::DIALOGS_KEEP_STEP_NOTE
                chosen=move || settings.with(|all| all.keep_step)
                choose=move |wanted| settings.update(|all| all.keep_step = wanted)
            />
            <Choice
                name=text::DIALOGS_OFFER_WORDS
                note=text::DIALOGS_OFFER_WORDS_NOTE
                chosen=move || settings.with(|all| all.offer_words)
                choose=move |wanted| page.set_offers(wanted)
            />
            <Choice
                name=text::DIALOGS_CARDS
                note=text::DIALOGS_CARDS_NOTE
                chosen=move || settings.with(|all| all.cards)
                choose=move |wanted| page.set_cards(wanted)
            />
            <super::limits::Limits />
            <super::limits::Fuel />
        </Modal>
    }
}

/// A setting that is on or off.
#[component]
fn Choice(
    name: &'static str,
    note: &'static str,
    chosen: impl Fn() -> bool + Send + Sync + 'static,
    choose: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! {
        <label class="setting">
            <span>{name}</span>
            <input
                type="checkbox"
                prop:checked=chosen
                on:change=move |event| choose(event_target_checked(&event))
            />
            <small>{note}</small>
        </label>
    }
}
