//! The playground: `model` is what it knows, `view` is how it looks, `page` joins
//! them, and `api` gives the machine to scripts.

#![allow(
    unreachable_pub,
    reason = "most of the library is the page's own; `pub` is to its other modules"
)]

mod api;
mod bindings;
mod keyboard;
pub mod model;
mod page;
mod text;
mod view;

use leptos::prelude::*;

/// Puts the page into the document in place of the static skeleton.
pub fn start() {
    leptos::mount::mount_to_body(|| {
        let page = page::Page::new();
        provide_context(page);
        api::install(page);
        keyboard::listen(page);
        view::language::tell();
        if let Some(skeleton) = document().get_element_by_id("skeleton") {
            skeleton.remove();
        }
        view! { <view::App /> }
    });
}
