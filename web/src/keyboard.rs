//! Keys pressed anywhere on the page, dispatched by the one table of them.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use crate::model::keys::{KeyPress, command_for};
use crate::page::Page;

/// Listens for as long as the page is there.
pub(crate) fn listen(page: Page) {
    let handle = window_event_listener(ev::keydown, move |event| on_key(page, &event));
    // The page is never taken away.
    std::mem::forget(handle);
}

fn on_key(page: Page, event: &KeyboardEvent) {
    // A dialog has the keyboard to itself.
    if event.default_prevented() || page.dialog.with_untracked(Option::is_some) {
        return;
    }
    let press = KeyPress {
        key: key_of(event),
        shift: event.shift_key(),
        command: event.ctrl_key() || event.meta_key(),
        alt: event.alt_key(),
    };
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let in_text = target.as_ref().is_some_and(is_text);
    let set = page.settings.with_untracked(|settings| settings.keys);
    if let Some(command) = command_for(&press, in_text, set) {
        event.prevent_default();
        page.dispatch(command);
    } else if event.key() == "Escape" && in_text && target.is_some_and(|t| in_editor(&t)) {
        leave_editor();
    }
}

/// The key as it is called. On a Mac, Alt makes other characters of letters.
fn key_of(event: &KeyboardEvent) -> String {
    let key = event.key();
    if event.alt_key() && !key.is_ascii() {
        let letter = event.code().strip_prefix("Key").map(str::to_lowercase);
        return letter.unwrap_or(key);
    }
    key
}

/// Whether letters are text there.
fn is_text(element: &Element) -> bool {
    let matched = element.closest(
        "input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable=true]",
    );
    matches!(matched, Ok(Some(_)))
}

fn in_editor(element: &Element) -> bool {
    matches!(element.closest(".editor-host"), Ok(Some(_)))
}

/// Escape leaves the editor for the button that people need next.
fn leave_editor() {
    let button = document()
        .query_selector(".controls button.primary")
        .ok()
        .flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that is gone has no focus to take.
        let _ = button.focus();
    }
}
