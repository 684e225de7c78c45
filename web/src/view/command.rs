//! A button of a command: its words and keys are those of the one table.

use leptos::prelude::*;

use super::icons::Icon;
use crate::model::keys::Command;
use crate::page::Page;

/// A button for a command, with its keys in the tooltip. It stays reachable by
/// keyboard while it is disabled, so that its title can say why.
#[component]
pub(super) fn CommandButton(
    command: Command,
    /// Before its words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Whether the icon looks back.
    #[prop(optional)]
    back: bool,
    /// What is shown of its words where there is little room; they stay its name.
    #[prop(optional)]
    short: Option<&'static str>,
    #[prop(optional)] class: &'static str,
    /// For a command that cannot always be done.
    #[prop(into, optional)]
    disabled: Option<Signal<bool>>,
    /// Whether a dialog comes of it.
    #[prop(optional)]
    opens_dialog: bool,
) -> impl IntoView {
    let page = expect_context::<Page>();
    let binding = command.binding();
    view! {
        <button
            type="button"
            class=class
            title=move || binding.tooltip(page.keys())
            aria-label=short.map(|_| binding.name)
            aria-keyshortcuts=move || binding.aria(page.keys())
            aria-haspopup=opens_dialog.then_some("dialog")
            aria-disabled=move || disabled.map(|disabled| disabled.get().to_string())
            on:click=move |_| {
                if !disabled.is_some_and(|disabled| disabled.get_untracked()) {
                    page.dispatch(command);
                }
            }
        >
            {icon.map(|path| view! { <Icon path=path back=back /> })}
            {match short {
                None => binding.name.into_any(),
                Some(short) => {
                    view! {
                        <span class="words">{binding.name}</span>
                        <span class="short">{short}</span>
                    }
                        .into_any()
                }
            }}
        </button>
    }
}
