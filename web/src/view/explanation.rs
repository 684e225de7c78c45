//! The sentence of the step: what runs next with its live operands, and what the
//! last step did.

use leptos::prelude::*;

use super::pane::Pane;
use super::prose::Prose;
use crate::bindings;
use crate::model::state::Status;
use crate::page::Page;
use crate::text;
use wasmscope::view::ValueView;

/// The explanation pane.
#[component]
pub fn Explanation() -> impl IntoView {
    let page = expect_context::<Page>();
    let class = Signal::derive(move || {
        let trap = page.state.with(|state| state.trap.is_some());
        format!("explanation{}", if trap { " is-trap" } else { "" })
    });
    view! {
        <Pane name=text::LAYOUT_EXPLANATION class=class>
            {move || {
                let told = page.told.get();
                let rule = page
                    .settings
                    .with(|settings| settings.formal_rule)
                    .then(|| told.rule.clone())
                    .flatten();
                let rule_name = rule.is_some().then(|| told.rule_name.clone()).flatten();
                let condition = rule.is_some().then(|| told.condition.clone()).flatten();
                let stopped = page.why_stopped();
                let is_next = page.state.with(|state| state.status == Status::Paused);
                view! {
                    {stopped
                        .map(|why| {
                            view! {
                                <p class="stopped">
                                    <b aria-hidden="true">"⬢"</b>
                                    {text::EXPLANATION_STOPPED.to_owned() + &why}
                                </p>
                            }
                        })}
                    {told
                        .done
                        .clone()
                        .map(|done| {
                            view! {
                                <p class="done">
                                    <b aria-hidden="true">"◆"</b>
                                    <Prose text=done />
                                </p>
                            }
                        })}
                    <p class="now" class:is-next=is_next>
                        {told
                            .instruction
                            .clone()
                            .map(|text| view! { <code class="instruction" tabindex="0">{text}</code> })}
                        <Prose text=told.now.clone() />
                        // Only while somebody predicts, in place of the sentence, which is hidden then.
                        {is_next
                            .then(|| view! { <span class="untold">{text::PREDICTION_PAGE_NEXT}</span> })}
                    </p>
                    {page
                        .state
                        .with(|state| state.trap.is_some())
                        .then(|| super::autopsy::autopsy(page))}
                    {told
                        .flight
                        .as_ref()
                        .map(|flight| super::autopsy::flight(flight, told.is_thrown))}
                    {results(&told.results)}
                    {page.has_ended().then(check)}
                    <p class="rule">
                        {page
                            .origin_here()
                            .map(|origin| {
                                view! {
                                    <span>
                                        {text::EXPLANATION_COMPILED} <code>{origin.to_string()}</code>
                                    </span>
                                }
                            })}
                        {rule.map(|rule| view! { <code>{rule}</code> })}
                        {rule_name
                            .map(|name| {
                                view! { <span class="rule-name" title=text::EXPLANATION_RULE_NAME>{name}</span> }
                            })}
                        {condition
                            .map(|condition| {
                                view! {
                                    <span class="condition">{text::EXPLANATION_SIDE_CONDITION} {condition}</span>
                                }
                            })}
                        {told
                            .spec
                            .clone()
                            .map(|address| {
                                view! {
                                    <a href=address target="_blank" rel="noopener noreferrer">
                                        {text::EXPLANATION_SPECIFICATION}
                                    </a>
                                }
                            })}
                        <super::prelude::Before />
                    </p>
                    {told.hint.clone().map(|hint| view! { <p class="hint"><Prose text=hint /></p> })}
                }
            }}
        </Pane>
    }
}

/// Asks the browser's own engine for the same.
fn check() -> impl IntoView {
    view! {
        <p class="check-with">
            <button
                type="button"
                title=text::EXPLANATION_CHECK_ABOUT
                aria-haspopup="dialog"
                on:click=|_| bindings::check_with_browser()
            >
                {text::EXPLANATION_CHECK}
            </button>
        </p>
    }
}

/// What the program has returned, with types.
fn results(values: &[ValueView]) -> Option<impl IntoView + use<>> {
    let name = match values.len() {
        0 => return None,
        1 => text::EXPLANATION_RESULT,
        _ => text::EXPLANATION_RESULTS,
    };
    let values = values
        .iter()
        .map(|value| {
            view! {
                " "
                <span class="type">{value.ty.clone()}</span>
                " "
                <span class="value">{value.text.clone()}</span>
            }
        })
        .collect_view();
    Some(view! { <p class="results">{name} {values}</p> })
}
