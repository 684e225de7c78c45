//! What a trace that is looked at says about itself, in a line above the panes.

use leptos::prelude::*;

use crate::model::speed::thousands;
use crate::page::Page;

/// The trace, and the way back to the program; nothing while there is none.
#[component]
pub fn Viewed() -> impl IntoView {
    let page = expect_context::<Page>();
    move || {
        let viewing = page.viewing.get()?;
        let (name, call) = (viewing.name.clone(), viewing.call.clone());
        let gaps = viewing.has_gaps.then_some(", of which some are left out");
        let count = thousands(viewing.count);
        Some(view! {
            <section class="notice branches" aria-label="Trace">
                <span>
                    "Trace " <strong>{name}</strong> ": " {count} " instructions of " <code>{call}</code>
                    {gaps} ". What its records do not tell is not known."
                </span>
                <button type="button" on:click=move |_| page.close_trace()>
                    "Close trace"
                </button>
            </section>
        })
    }
}
