//! How the page looks: one component a file, named after its pane. Components
//! are functions of what [`crate::page::Page`] holds and ask it for movements.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, ResizeObserver};

pub mod app_bar;
pub mod breakpoints;
pub mod console;
pub mod dialogs;
pub mod entry;
pub mod explanation;
pub mod export;
pub mod frames;
pub mod gallery;
pub mod globals;
pub mod hostcall;
pub mod icons;
pub mod labels;
pub mod limits;
pub mod locals;
pub mod memory;
mod memory_values;
pub mod notice;
pub mod pane;
pub mod previous;
pub mod problems;
pub mod prose;
pub mod source;
pub mod stack;
pub mod tables;
pub mod timeline;
pub mod toolbar;

use crate::page::Page;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let page = expect_context::<Page>();
    view! {
        <div class="page">
            <a class="skip" href="#panes">
                "Skip to the panes"
            </a>
            <app_bar::AppBar />
            <toolbar::Toolbar />
            <timeline::Timeline />
            <p class="visually-hidden" role="status">
                {move || page.spoken.get()}
            </p>
            <notice::Notice />
            <notice::Opening />
            <main class="panes" id="panes">
                <source::Source />
                <explanation::Explanation />
                <stack::Stack />
                <div class="column area-frames">
                    <frames::Frames />
                    <locals::Locals />
                </div>
                <div class="column area-labels">
                    <labels::Labels />
                    <globals::Globals />
                    <tables::Tables />
                </div>
                <memory::Memory />
                <console::Console />
                <problems::Problems />
                <breakpoints::Breakpoints />
            </main>
            <dialogs::Help />
            <dialogs::Settings />
            <gallery::Examples />
            <export::Export />
            <source::DropTarget />
        </div>
    }
}

/// Calls `then` whenever the size of `element` changes, as long as it exists.
fn on_resize(element: &Element, then: impl Fn() + 'static) {
    let callback = Closure::<dyn FnMut()>::new(then);
    if let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) {
        observer.observe(element);
    }
    // The observer lives with the element, and the callback with the observer.
    callback.forget();
}

/// The value of `data-<name>` at the element that an event came from.
fn data_of(event: &Event, name: &str) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.get_attribute(&format!("data-{name}"))
}
