//! The picture that a program has presented, as of the step that is looked at.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::pane::Pane;
use crate::bindings;
use crate::page::Page;
use crate::text;

/// The canvas pane; nothing while the program presents no pictures.
#[component]
pub fn Canvas() -> impl IntoView {
    let page = expect_context::<Page>();
    move || page.screen.is_there.get().then(|| view! { <Picture /> })
}

#[component]
fn Picture() -> impl IntoView {
    let page = expect_context::<Page>();
    let screen = page.screen;
    let element = NodeRef::<leptos::html::Canvas>::new();
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        screen.shown.with(|shown| {
            if let Some((size, pixels)) = shown.pixels() {
                bindings::draw(&element, size.width, size.height, pixels);
            }
        });
    });
    let text = Memo::new(move |_| screen.shown.with(|shown| shown.text()));
    let is_drawn = Memo::new(move |_| screen.shown.with(|shown| shown.pixels().is_some()));
    let label = move || match screen.takes_keys.get() {
        true => text::canvas_with_keys(text.get()),
        false => text.get(),
    };
    let note = Signal::derive(move || {
        let picture = screen.shown.with(|shown| shown.note());
        let keys = match screen.waiting.get() {
            0 => return picture,
            keys => text::canvas_keys_wait(keys as u64),
        };
        match picture.is_empty() {
            true => keys,
            false => format!("{picture} · {keys}"),
        }
    });
    let on_key = move |event: KeyboardEvent| {
        let is_chord = event.ctrl_key() || event.meta_key() || event.alt_key();
        if !is_chord && screen.takes_keys.get_untracked() && page.press_key(&event.key()) {
            event.prevent_default();
        }
    };
    view! {
        <Pane name=text::CANVAS_CANVAS note=note class="canvas">
            <canvas
                node_ref=element
                class:is-empty=move || !is_drawn.get()
                role=move || if screen.takes_keys.get() { "application" } else { "img" }
                tabindex=move || screen.takes_keys.get().then_some("0")
                aria-label=label
                on:keydown=on_key
            ></canvas>
            <p class="empty">{text}</p>
            {move || screen.takes_keys.get().then(|| view! { <Keys /> })}
        </Pane>
    }
}

/// Keys that have no character: what is on the button, its name and the key's.
const KEYS: [(&str, &str, &str); 6] = [
    ("←", text::CANVAS_LEFT_KEY, "ArrowLeft"),
    ("↑", text::CANVAS_UP_KEY, "ArrowUp"),
    ("↓", text::CANVAS_DOWN_KEY, "ArrowDown"),
    ("→", text::CANVAS_RIGHT_KEY, "ArrowRight"),
    ("⏎", text::CANVAS_ENTER_KEY, "Enter"),
    (text::CANVAS_ESC, text::CANVAS_ESC_KEY, "Escape"),
];

/// Keys for who has no keyboard: the style shows them where there is a touch screen. Characters are
/// typed into a box, which brings the screen's own keyboard.
#[component]
fn Keys() -> impl IntoView {
    let page = expect_context::<Page>();
    let keys = KEYS.iter().map(|&(sign, name, key)| {
        view! {
            <button
                type="button"
                aria-label=name
                on:click=move |_| {
                    page.press_key(key);
                }
            >
                {sign}
            </button>
        }
    });
    let typed = move |event| {
        for character in event_target_value(&event).chars() {
            page.press_key(&character.to_string());
        }
    };
    view! {
        <div class="canvas-keys" role="group" aria-label=text::CANVAS_KEYS_PROGRAM>
            {keys.collect_view()}
            <input
                type="text"
                aria-label=text::CANVAS_CHARACTERS_PROGRAM
                placeholder=text::CANVAS_CHARACTERS_EXAMPLE
                autocapitalize="off"
                autocomplete="off"
                spellcheck="false"
                on:input=move |event| {
                    typed(event.clone());
                    event_target::<web_sys::HtmlInputElement>(&event).set_value("");
                }
            />
        </div>
    }
}
