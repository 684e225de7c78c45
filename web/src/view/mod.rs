//! How the page looks: one component a file, named after its pane. Components
//! are functions of what [`crate::page::Page`] holds and ask it for movements.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::convert::FromWasmAbi;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, ResizeObserver};

pub mod app_bar;
mod autopsy;
pub mod branches;
pub mod breakpoints;
pub mod canvas;
mod command;
pub mod console;
pub mod dialogs;
mod drawing;
pub mod edit;
pub mod entry;
pub mod explanation;
pub mod export;
pub mod frames;
pub mod gallery;
pub mod globals;
pub mod heap;
mod heap_graph;
pub mod heat;
pub mod hostcall;
pub mod icons;
pub mod input;
pub mod labels;
mod lanes;
pub mod language;
pub mod limits;
pub mod locals;
pub mod memory;
mod memory_values;
mod modules;
pub mod notice;
pub mod pane;
pub mod position;
pub mod prelude;
pub mod previous;
pub mod problems;
pub mod prose;
mod rows;
pub mod separator;
pub mod source;
pub mod stack;
pub mod structures;
pub mod tables;
pub mod tabs;
pub mod timeline;
pub mod toolbar;
pub mod viewing;

use crate::model::layout;
use crate::model::tabs::Screen;
use crate::page::Page;
use crate::text;
use separator::Separator;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let page = expect_context::<Page>();
    view! {
        <div class="page" class:is-predicting=move || page.predicting.get()>
            <a class="skip" href="#panes">
                {text::VIEW_SKIP_PANES}
            </a>
            <app_bar::AppBar />
            <toolbar::Toolbar />
            <timeline::Timeline />
            <p class="visually-hidden" role="status">
                {move || page.spoken.get()}
            </p>
            <notice::Notice />
            <notice::Progress />
            <Panes />
            <nav class="tab-bar" aria-label=text::VIEW_PANES>
                <tabs::Tabs of=Screen::One />
            </nav>
            <dialogs::Help />
            <dialogs::Settings />
            <breakpoints::BreakpointForm />
            <gallery::Examples />
            <export::Export />
            <source::DropTarget />
        </div>
    }
}

/// All panes. Wide screens show them at once, in rows and columns that lines divide;
/// on others those that belong to the chosen tab are shown, and the style hides the rest,
/// so that the editor and what is typed anywhere stay.
#[component]
fn Panes() -> impl IntoView {
    let page = expect_context::<Page>();
    let layout = page.layout;
    let without_memory = Memo::new(move |_| page.state.with(|state| state.memories.is_empty()));
    let lower = Signal::derive(move || {
        if without_memory.get() {
            layout::LOWER_ALONE
        } else {
            layout::LOWER
        }
    });
    let tabbed = move || layout.screen.get() != Screen::All;
    let lasting = NodeRef::<Div>::new();
    // On a wide screen the lowest row makes room for the lines, and nothing else moves.
    let room = RwSignal::new(0);
    Effect::new(move |_| {
        let Some(lasting) = lasting.get() else { return };
        let measured = lasting.clone();
        on_resize(&lasting, move || room.set(measured.offset_height()));
    });
    let style = move || {
        let shares = layout.weights.with(layout::Weights::style);
        format!("{shares};--lasting:{}px", room.get())
    };
    view! {
        <main
            class="panes"
            id="panes"
            data-tab=move || layout.shown().id()
            style=style
        >
            <source::Source />
            <Separator split=layout::SOURCE />
            <explanation::Explanation />
            <Separator split=layout::EXPLANATION />
            <tabs::Tabs of=Screen::Two />
            <div
                class="rest"
                id="tab-panel"
                role=move || tabbed().then_some("tabpanel")
                aria-labelledby=move || tabbed().then(|| format!("tab-{}", layout.shown().id()))
            >
                <div class="state" id="part-state">
                    <stack::Stack />
                    <Separator split=layout::STACK />
                    <div class="column calls" id="part-calls">
                        <frames::Frames />
                        <Separator split=layout::FRAMES />
                        <locals::Locals />
                    </div>
                    <Separator split=layout::CALLS />
                    <div class="column scope" id="part-scope">
                        <labels::Labels />
                        <Separator split=layout::LABELS />
                        <globals::Globals />
                    </div>
                </div>
                <Separator split=layout::MEMORY />
                <memory::Memory />
                <canvas::Canvas />
                <structures::Structures />
                <heap_graph::Objects />
                <Separator split=lower />
                <div class="lower" id="part-lower">
                    <console::Console />
                    <Separator split=layout::CONSOLE />
                    <problems::Problems />
                    <Separator split=layout::PROBLEMS />
                    <breakpoints::Breakpoints />
                    <Separator split=layout::BREAKPOINTS />
                    <tables::Tables />
                    <heap::Heap />
                </div>
            </div>
            // What lasts is told below the panes, which stay where they are.
            <div class="lasting" node_ref=lasting>
                <branches::Branches />
                <prelude::Visited />
                <viewing::Viewed />
                <heat::Heat />
            </div>
            <position::Position />
        </main>
    }
}

/// Gives the focus to the element of an id.
fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element that is gone has no focus to take.
        let _ = element.focus();
    }
}

/// Gives the focus to an element that is about to be made, in place of the one that had it.
fn focus_soon(id: &'static str) {
    request_animation_frame(move || focus(id));
}

/// Keeps what only this thread may have while the owner of the reactive scope lives, and ends it
/// with that.
fn while_it_lives<T: 'static>(value: T, end: impl FnOnce(T) + Send + Sync + 'static) {
    let kept = StoredValue::new_local(Some(value));
    on_cleanup(move || {
        if let Some(value) = kept.try_update_value(Option::take).flatten() {
            end(value);
        }
    });
}

/// Calls `then` whenever the size of `element` changes, until what asks for it is gone.
fn on_resize(element: &Element, then: impl Fn() + 'static) {
    let callback = Closure::<dyn FnMut()>::new(then);
    if let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) {
        observer.observe(element);
        while_it_lives((observer, callback), |(observer, _)| observer.disconnect());
    }
}

/// Listens to an element, until what asks for it is gone.
fn on_event<E: FromWasmAbi + 'static>(
    element: &Element,
    kind: &'static str,
    then: impl Fn(E) + 'static,
) {
    let callback = Closure::<dyn FnMut(E)>::new(then);
    // An element takes any listener, and gives up any that it has.
    let _ = element.add_event_listener_with_callback(kind, callback.as_ref().unchecked_ref());
    while_it_lives((element.clone(), callback), move |(element, callback)| {
        let function = callback.as_ref().unchecked_ref();
        let _ = element.remove_event_listener_with_callback(kind, function);
    });
}

/// The value of `data-<name>` at the element that an event came from.
fn data_of(event: &Event, name: &str) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.get_attribute(&format!("data-{name}"))
}
