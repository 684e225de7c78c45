//! Heat: the switch for it, and in words what the bars beside the lines show.

use leptos::prelude::*;

use super::data_of;
use crate::model::heat;
use crate::page::Page;
use crate::text;

/// Shows the bars or hides them.
#[component]
pub fn Switch() -> impl IntoView {
    let page = expect_context::<Page>();
    let on = page.heat.on;
    view! {
        <button
            type="button"
            class="quiet"
            aria-pressed=move || on.get().to_string()
            title=text::HEAT_TITLE
            on:click=move |_| page.show_heat(!on.get_untracked())
        >
            {text::HEAT_HEAT}
        </button>
    }
}

/// What was counted, below the panes; nothing while the switch is off.
#[component]
pub fn Heat() -> impl IntoView {
    let page = expect_context::<Page>();
    view! {
        <Show when=move || page.heat.on.get()>
            <section class="notice branches heat" aria-label=text::HEAT_HEAT>
                <span>{move || sentence(page)}</span>
                {move || {
                    let report = page.heat.report.get()?;
                    Some(
                        view! {
                            <details>
                                <summary>{text::HEAT_HOTTEST}</summary>
                                // Written as text: what is there for a moment is to be small.
                                <div
                                    class="heat-tables"
                                    inner_html=heat::tables(&report, &text_of(page))
                                    on:click=move |event| {
                                        if let Some(line) = data_of(&event, "line")
                                            && let Ok(line) = line.parse()
                                        {
                                            page.show_place(line, 1);
                                        }
                                    }
                                ></div>
                            </details>
                        },
                    )
                }}
            </section>
        </Show>
    }
}

fn text_of(page: Page) -> String {
    if page.is_viewing() {
        return page.shown_text();
    }
    let program = page.shown_program();
    program.map_or_else(String::new, |program| program.text().to_owned())
}

fn sentence(page: Page) -> String {
    if page.predicting.get() {
        return text::HEAT_NOT_WHILE_PREDICTING.to_owned();
    }
    if page.viewing.with(Option::is_some) {
        let report = page.heat.report.get();
        return report.map_or_else(String::new, |report| heat::sentence_of_trace(&report));
    }
    let known = page.last_known.get();
    let counted = page.heat.counted.get();
    page.heat
        .report
        .with(|report| heat::sentence(report.as_deref(), counted, known))
}
