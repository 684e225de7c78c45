//! The dialogs: keys and settings here, examples in [`super::gallery`]. One is open at a
//! time.

use leptos::html;
use leptos::prelude::*;

use crate::model::keys::{BINDINGS, Chord};
use crate::model::settings::{KeySet, Theme};
use crate::page::{Dialog, Page};

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
                    "Close"
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
        <Modal which=Dialog::Help title="Keys">
            <p>
                "Plain letters work while the cursor is not in a text box; "
                "which keys there are is chosen in the settings. Tab leaves the editor; Ctrl+Space "
                "offers words there, of which arrows choose one and Enter takes it."
            </p>
            <table class="rows">
                <tbody>{rows}</tbody>
            </table>
            <p>
                "Lessons explains the machine from the beginning, and says how a program becomes "
                "an exercise or a storyboard that is shared in a link."
            </p>
            <p class="muted">
                "◆ marks what the last step changed, ↗ what the next one takes, "
                "▶ the instruction that runs next, ⬢ a breakpoint."
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
        <Modal which=Dialog::Settings title="Settings">
            <label class="setting">
                <span>"Theme"</span>
                <select
                    prop:value=move || settings.with(|all| all.theme.id())
                    on:change=move |event| {
                        settings
                            .update(|all| all.theme = Theme::from_id(&event_target_value(&event)));
                    }
                >
                    <option value="system">"As the system"</option>
                    <option value="light">"Light"</option>
                    <option value="dark">"Dark"</option>
                </select>
            </label>
            <label class="setting">
                <span>"Keys"</span>
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
                <small>"Letters, such as s for Step, work outside of text boxes. Help lists them."</small>
            </label>
            <label class="setting">
                <span>"Plain text area"</span>
                <input
                    type="checkbox"
                    prop:checked=move || settings.with(|all| all.plain_text)
                    on:change=move |event| page.set_plain(event_target_checked(&event))
                />
                <small>
                    "In place of the editor: without colours and marks, for assistive software. "
                    "A line above it says where the machine is."
                </small>
            </label>
            <label class="setting">
                <span>"Formal rule"</span>
                <input
                    type="checkbox"
                    prop:checked=move || settings.with(|all| all.formal_rule)
                    on:change=move |event| {
                        settings.update(|all| all.formal_rule = event_target_checked(&event));
                    }
                />
                <small>"Under the sentence, the specification's rule with the live values."</small>
            </label>
            <label class="setting">
                <span>"Keep the step after an edit"</span>
                <input
                    type="checkbox"
                    prop:checked=move || settings.with(|all| all.keep_step)
                    on:change=move |event| {
                        settings.update(|all| all.keep_step = event_target_checked(&event));
                    }
                />
                <small>
                    "An edit restarts the machine at step 0. Where nothing executed before the step "
                    "was changed, go back to it; else the button Back to step leads there."
                </small>
            </label>
            <label class="setting">
                <span>"Offer words"</span>
                <input
                    type="checkbox"
                    prop:checked=move || settings.with(|all| all.offer_words)
                    on:change=move |event| page.set_offers(event_target_checked(&event))
                />
                <small>"In the source, while you type; Ctrl+Space always asks for them."</small>
            </label>
            <super::limits::Limits />
            <super::limits::Fuel />
        </Modal>
    }
}
