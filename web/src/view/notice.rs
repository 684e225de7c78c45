//! What the page has to say about what was opened or shared, and how far opening is,
//! above the panes.

use leptos::prelude::*;

use crate::page::{Dialog, Lead, Opening, Page, There};
use crate::text;

/// The notice; nothing while there is none.
#[component]
pub fn Notice() -> impl IntoView {
    let page = expect_context::<Page>();
    move || {
        let notice = page.shown_notice()?;
        let offer = notice.offer.map(|(name, _)| {
            view! {
                <button type="button" on:click=move |_| page.take_offer()>
                    {name}
                </button>
            }
        });
        let ways = notice.ways.into_iter().map(|lead| {
            let name = match lead {
                Lead::Step(There::Call, _) => text::NOTICE_GO_TO_CALL,
                Lead::Step(There::Earlier, _) => text::NOTICE_GO_TO_EARLIER_STATE,
                Lead::Step(There::Again, _) => text::NOTICE_GO_TO_SAME_STATE,
                Lead::Compare => text::NOTICE_DIFFERS,
                Lead::Loop => text::NOTICE_TWO_STEPS,
            };
            view! {
                <button type="button" on:click=move |_| page.follow_lead(&lead)>
                    {name}
                </button>
            }
        });
        let ways = ways.collect_view();
        let previous = notice.previous.then(|| {
            view! {
                <button
                    type="button"
                    aria-haspopup="dialog"
                    on:click=move |_| page.dialog.set(Some(Dialog::Examples))
                >
                    {text::PREVIOUS_WORK}
                </button>
            }
        });
        Some(view! {
            <section class="notice" aria-label=text::NOTICE_NOTICE>
                <span>{notice.text}</span>
                {offer}
                {ways}
                {previous}
                <button type="button" class="quiet" on:click=move |_| page.notice.set(None)>
                    {text::NOTICE_DISMISS}
                </button>
            </section>
        })
    }
}

/// How far opening or writing a large file is, with a way to give up; nothing while there is none.
#[component]
pub fn Progress() -> impl IntoView {
    let page = expect_context::<Page>();
    let what = |opening: &Opening| text::notice_doing(opening.doing.0, &opening.name);
    let name = Memo::new(move |_| page.opening.with(|opening| opening.as_ref().map(what)));
    let percent = move || {
        let share = page.opening.get().map_or(0.0, |opening| opening.share);
        (share * 100.0).round().to_string()
    };
    move || {
        let name = name.get()?;
        Some(view! {
            <section class="notice" aria-label=page.opening.get_untracked().map(|opening| opening.doing.0)>
                <span>{text::notice_still(&name)}</span>
                <progress max="100" value=percent aria-label=name></progress>
                <button type="button" on:click=move |_| page.cancel_opening()>
                    {text::NOTICE_CANCEL}
                </button>
            </section>
        })
    }
}
