//! What a trace that is looked at says about itself, in a line below the panes.

use leptos::prelude::*;

use crate::model::speed::thousands;
use crate::page::Page;
use crate::text;

/// The trace, and the way back to the program; nothing while there is none.
#[component]
pub fn Viewed() -> impl IntoView {
    let page = expect_context::<Page>();
    move || {
        let viewing = page.viewing.get()?;
        let (name, call) = (viewing.name.clone(), viewing.call.clone());
        let gaps = viewing.has_gaps.then_some(text::VIEWING_GAPS);
        let count = thousands(viewing.count);
        Some(view! {
            <section class="notice branches" aria-label=text::VIEWING_TRACE>
                <span>
                    {text::VIEWING_TRACE_CALLED} <strong>{name}</strong> ": " {count} {text::viewing_instructions(viewing.count)} <code>{call}</code>
                    {gaps} {text::VIEWING_UNKNOWN}
                </span>
                <button type="button" on:click=move |_| page.close_trace()>
                    {text::VIEWING_CLOSE_TRACE}
                </button>
            </section>
        })
    }
}
