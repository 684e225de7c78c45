//! The playground.

use leptos::prelude::*;

/// The whole page.
#[component]
fn App() -> impl IntoView {
    view! {
        <main>
            <h1>"Wasmscope"</h1>
        </main>
    }
}

fn main() {
    leptos::mount::mount_to_body(App);
}
