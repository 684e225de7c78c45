//! What is wrong with the source, each reachable by click and key.

use leptos::prelude::*;

use super::pane::{Empty, Pane};
use super::prose::Prose;
use crate::model::problems::Problem;
use crate::page::Page;

/// The problems pane.
#[component]
pub fn Problems() -> impl IntoView {
    let page = expect_context::<Page>();
    let count = move || page.problems.with(|problems| problems.len());
    view! {
        <Pane
            name="Problems"
            tools=Box::new(move || {
                view! {
                    <span class="count" class:is-error=move || count() != 0>
                        {count}
                    </span>
                }
                    .into_any()
            })
        >
            {move || {
                let problems = page.problems.get();
                if problems.is_empty() {
                    let text = match page.has_modules() {
                        true => "None. All modules are valid.",
                        false => "None. The module is valid.",
                    };
                    return view! { <Empty text=text /> }.into_any();
                }
                let rows = problems
                    .iter()
                    .enumerate()
                    .map(|(index, problem)| row(page, index, problem))
                    .collect_view();
                view! { <ol>{rows}</ol> }.into_any()
            }}
        </Pane>
    }
}

fn row(page: Page, index: usize, problem: &Problem) -> impl IntoView + use<> {
    let place = problem
        .place
        .map(|place| format!("{}:{}", place.line, place.column));
    let place = match (page.has_modules(), place) {
        (true, place) => {
            let name = page.module_name(problem.module);
            format!("{name} {}", place.unwrap_or_default())
        }
        (false, place) => place.unwrap_or_else(|| "Module".to_owned()),
    };
    view! {
        <li>
            <button type="button" class="problem" on:click=move |_| page.go_to_problem(index)>
                <span class="place">{place}</span>
                " "
                <span>
                    <Prose text=problem.message.clone() />
                    " "
                    {problem
                        .details
                        .iter()
                        .map(|detail| {
                            view! {
                                <span class="more">
                                    <Prose text=detail.clone() />
                                </span>
                                " "
                            }
                        })
                        .collect_view()}
                </span>
            </button>
        </li>
    }
}
