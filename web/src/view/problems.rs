//! What is wrong with the source, each reachable by click and key.

use leptos::prelude::*;

use super::pane::{Empty, Pane};
use super::prose::Prose;
use crate::model::problems::Problem;
use crate::page::Page;
use crate::text;
use wasmscope::load::OperandStacks;

/// The problems pane.
#[component]
pub fn Problems() -> impl IntoView {
    let page = expect_context::<Page>();
    let count = move || page.problems.with(|problems| problems.len());
    view! {
        <Pane
            name=text::LAYOUT_PROBLEMS
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
                        true => text::PROBLEMS_ALL_VALID,
                        false => text::PROBLEMS_VALID,
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
        (false, place) => place.unwrap_or_else(|| text::PROBLEMS_MODULE.to_owned()),
    };
    view! {
        <li>
            <button type="button" class="problem" on:click=move |_| page.go_to_problem(index)>
                <span class="place">{place}</span>
                " "
                <span>
                    <Prose text=problem.message.clone() />
                    " "
                    {problem.stacks.as_ref().map(stacks)}
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

/// The operands that are asked for above those that are there, aligned at the top of the stack.
fn stacks(stacks: &OperandStacks) -> impl IntoView + use<> {
    let width = stacks.expected.len().max(stacks.found.len());
    let entry = |row: usize, from_top: usize, ty: &str, wrong: Option<&'static str>| {
        // The first column has the names of the rows.
        let column = width - from_top + 1;
        view! {
            <span class:is-wrong=wrong.is_some() style=format!("grid-area:{row}/{column}")>
                {ty.to_owned()}
                <span class="visually-hidden">{wrong}</span>
            </span>
            " "
        }
    };
    let from_top = |index: usize, types: &[String]| types.len() - 1 - index;
    let expected = stacks.expected.iter().enumerate();
    let expected = expected.map(|(index, ty)| {
        let column = from_top(index, &stacks.expected);
        entry(1, column, ty, None).into_any()
    });
    let missing = (0..stacks.missing).map(|index| {
        let column = from_top(index, &stacks.expected);
        entry(2, column, "–", Some(text::PROBLEMS_NOTHING)).into_any()
    });
    let found = stacks.found.iter().enumerate().map(|(index, ty)| {
        let wrong = stacks.wrong.contains(&index);
        let wrong = wrong.then_some(text::PROBLEMS_WRONG);
        entry(2, from_top(index, &stacks.found), ty, wrong).into_any()
    });
    let below = match stacks.below_in_words() {
        None => text::PROBLEMS_FOUND.to_owned(),
        Some(below) => text::problems_found_below(below),
    };
    view! {
        <span class="stacks">
            <span class="which" style="grid-row:1">{text::PROBLEMS_EXPECTED}</span>
            {expected.collect_view()}
            <span class="which" style="grid-row:2">{below}</span>
            {missing.collect_view()}
            {found.collect_view()}
        </span>
        " "
    }
}
