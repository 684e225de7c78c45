//! The source pane: the editor and what it says about itself.

use leptos::html::Div;
use leptos::prelude::*;

use crate::page::Page;

/// The source pane. The region has no name of its own: the editor is the text
/// box named `Source`.
#[component]
pub fn Source() -> impl IntoView {
    let page = expect_context::<Page>();
    let host = NodeRef::<Div>::new();
    Effect::new(move |made: Option<bool>| match (made, host.get()) {
        (Some(true), _) => true,
        (_, Some(host)) => {
            page.make_editor(&host);
            true
        }
        _ => false,
    });
    view! {
        <div class="pane source area-source">
            <header>
                <h2>"Source"</h2>
                <span class="muted">{move || page.title.get()}</span>
                <span class="older-note">
                    {move || {
                        page.runs_older_text().then_some("⚠ The machine still runs the last valid text")
                    }}
                </span>
            </header>
            <div class="body">
                <div class="editor-host" node_ref=host></div>
            </div>
        </div>
    }
}
