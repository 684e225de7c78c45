//! What the page has to say about a link, above the panes.

use leptos::prelude::*;

use crate::page::{Dialog, Page};

/// The notice; nothing while there is none.
#[component]
pub fn Notice() -> impl IntoView {
    let page = expect_context::<Page>();
    move || {
        let notice = page.notice.get()?;
        let offer = notice.offer.map(|(name, _)| {
            view! {
                <button type="button" on:click=move |_| page.take_offer()>
                    {name}
                </button>
            }
        });
        let previous = notice.previous.then(|| {
            view! {
                <button
                    type="button"
                    aria-haspopup="dialog"
                    on:click=move |_| page.dialog.set(Some(Dialog::Examples))
                >
                    "Previous work"
                </button>
            }
        });
        Some(view! {
            <section class="notice" aria-label="Notice">
                <span>{notice.text}</span>
                {offer}
                {previous}
                <button type="button" class="quiet" on:click=move |_| page.notice.set(None)>
                    "Dismiss"
                </button>
            </section>
        })
    }
}
