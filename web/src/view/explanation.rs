//! The sentence of the step: what runs next with its live operands, and what the
//! last step did.

use leptos::prelude::*;

use super::pane::Pane;
use crate::page::Page;

/// The explanation pane.
#[component]
pub fn Explanation() -> impl IntoView {
    let page = expect_context::<Page>();
    let class = Signal::derive(move || {
        let trap = page.state.with(|state| state.trap.is_some());
        format!(
            "explanation area-explanation{}",
            if trap { " is-trap" } else { "" }
        )
    });
    let note = Signal::derive(move || page.told.with(|told| told.heading.clone()));
    view! {
        <Pane name="Explanation" class=class note=note>
            {move || {
                let told = page.told.get();
                let rule = page
                    .settings
                    .with(|settings| settings.formal_rule)
                    .then(|| told.rule.clone())
                    .flatten();
                view! {
                    {told.done.clone().map(|done| view! { <p class="done"><b>"◆ "</b>{done}</p> })}
                    <p class="now">
                        {told.instruction.clone().map(|text| view! { <code>{text}</code> " " })}
                        {told.now.clone()}
                    </p>
                    {rule.map(|rule| view! { <p class="rule">{rule}</p> })}
                    {told.hint.clone().map(|hint| view! { <p class="hint">{hint}</p> })}
                }
            }}
        </Pane>
    }
}
