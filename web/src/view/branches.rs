//! Branches of the run: which one is looked at, and what to do with it. Nothing is shown while
//! there is only one.

use leptos::prelude::*;
use wasmscope::time::{Branch, BranchId};

use crate::model::speed::thousands;
use crate::page::Page;
use crate::text;

/// The branches, in a line below the panes; not while the states below 0 are looked at, which
/// all branches have in common.
#[component]
pub fn Branches() -> impl IntoView {
    let page = expect_context::<Page>();
    let several = Memo::new(move |_| {
        page.past.visit.with(Option::is_none)
            && page.past.branches.with(|branches| branches.len() > 1)
    });
    view! {
        <Show when=move || several.get()>
            <section class="notice branches" aria-label=text::BRANCHES_BRANCHES>
                <Chooser />
                <Compare />
            </section>
        </Show>
    }
}

/// The list of branches, and a box for the name while it is changed.
#[component]
fn Chooser() -> impl IntoView {
    let page = expect_context::<Page>();
    let naming = RwSignal::new(false);
    let current = move || {
        page.past.branches.with(|branches| {
            let current = branches.iter().find(|branch| branch.is_current);
            current.map(|branch| (branch.id.0, branch.name.clone()))
        })
    };
    let options = move || {
        let branches = page.past.branches.get();
        let option = |branch: &Branch| {
            let (id, is_current) = (branch.id.0.to_string(), branch.is_current);
            view! {
                <option value=id selected=is_current>
                    {told(branch)}
                </option>
            }
        };
        branches.iter().map(option).collect_view()
    };
    let keep = move |name: String| {
        if let Some((id, _)) = current() {
            page.rename_branch(BranchId(id), &name);
        }
        naming.set(false);
    };
    view! {
        <Show
            when=move || naming.get()
            fallback=move || {
                view! {
                    <select
                        aria-label=text::BRANCHES_BRANCH
                        on:change=move |event| {
                            if let Ok(id) = event_target_value(&event).parse() {
                                page.switch_branch(BranchId(id));
                            }
                        }
                    >
                        {options}
                    </select>
                    <button type="button" class="quiet" on:click=move |_| naming.set(true)>
                        {text::BRANCHES_RENAME}
                    </button>
                }
            }
        >
            <input
                type="text"
                aria-label=text::BRANCHES_NAME_BRANCH
                prop:value=move || current().map(|(_, name)| name)
                autofocus=true
                on:keydown=move |event| match event.key().as_str() {
                    "Enter" => keep(event_target_value(&event)),
                    "Escape" => naming.set(false),
                    _ => {}
                }
            />
        </Show>
        <button type="button" class="quiet" on:click=move |_| page.remove_current_branch()>
            {text::BRANCHES_REMOVE_BRANCH}
        </button>
    }
}

/// Comparing with another branch, and what was found.
#[component]
fn Compare() -> impl IntoView {
    let page = expect_context::<Page>();
    // The one it was made from; for the first, the newest.
    let with = move || {
        page.past.branches.with(|branches| {
            let current = branches.iter().find(|branch| branch.is_current)?;
            let other = branches.iter().rev().find(|branch| !branch.is_current);
            let parent = current.parent;
            let parent = branches.iter().find(|branch| Some(branch.id) == parent);
            parent
                .or(other)
                .map(|branch| (branch.id, branch.name.clone()))
        })
    };
    let found = move || {
        if page.predicting.get() {
            return None;
        }
        let compared = page.past.compared.get()?;
        let go = compared.step.map(|step| {
            view! {
                <button type="button" on:click=move |_| page.seek(step)>
                    {text::branches_go(thousands(step))}
                </button>
            }
        });
        Some(view! {
            <span>{compared.text}</span>
            {go}
        })
    };
    view! {
        {move || {
            let (id, name) = with()?;
            Some(view! {
                <button type="button" on:click=move |_| page.compare_branches(id)>
                    {text::branches_compare(&name)}
                </button>
            })
        }}
        {found}
    }
}

fn told(branch: &Branch) -> String {
    match branch.why.as_str() {
        "" => branch.name.clone(),
        why => text::branches_from(&branch.name, why, thousands(branch.from)),
    }
}
