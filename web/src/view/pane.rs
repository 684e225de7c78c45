//! A pane: a region with a heading. Every pane of the page is one of these.

use leptos::html::Div;
use leptos::prelude::*;

use crate::text;

/// A region named `name`. `note` stands beside its heading.
#[component]
pub fn Pane(
    name: &'static str,
    /// More classes of the region.
    #[prop(into, optional)]
    class: Signal<String>,
    /// A few words beside the heading.
    #[prop(into, optional)]
    note: Signal<String>,
    /// Controls in the heading's line.
    #[prop(optional)]
    tools: Option<Children>,
    /// What scrolls the content.
    #[prop(optional)]
    scroller: NodeRef<Div>,
    /// Whether there are values in it that can be chosen by keyboard.
    #[prop(optional)]
    values: bool,
    /// The pane's content.
    children: Children,
) -> impl IntoView {
    view! {
        <section id=id_of(name) aria-label=name class=move || format!("pane {}", class.get())>
            <header>
                <h2>{name}</h2>
                <span class="muted">{note}</span>
                {tools.map(|tools| tools())}
            </header>
            // Scrolled by keyboard, so it can have the focus; with it, it says what it is.
            <div
                class="body"
                node_ref=scroller
                tabindex="0"
                role="group"
                aria-label=text::pane_content(name)
                aria-description=values.then_some(text::PANE_VALUES)
            >
                {children()}
            </div>
        </section>
    }
}

/// The id of a pane's element.
fn id_of(name: &str) -> String {
    format!("pane-{}", name.to_ascii_lowercase())
}

/// What a pane says when it has nothing to show.
#[component]
pub fn Empty(text: &'static str) -> impl IntoView {
    view! { <p class="empty">{text}</p> }
}
