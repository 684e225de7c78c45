//! Texts of the person's that are kept beside the one in the editor.

use leptos::prelude::*;

use crate::page::{Dialog, Page};
use crate::text;

/// How many characters of a text are shown.
const SHOWN: usize = 80;

/// The list, while the dialog with it is open.
#[component]
pub fn PreviousWork() -> impl IntoView {
    let page = expect_context::<Page>();
    move || {
        let is_open = page.dialog.get() == Some(Dialog::Examples);
        let texts = if is_open {
            page.previous_work()
        } else {
            Vec::new()
        };
        if texts.is_empty() {
            return None;
        }
        let row = |text: String| {
            let words: Vec<&str> = text.split_whitespace().collect();
            let beginning: String = words.join(" ").chars().take(SHOWN).collect();
            view! {
                <li>
                    <button
                        type="button"
                        on:click=move |_| {
                            page.dialog.set(None);
                            page.open_previous(&text);
                        }
                    >
                        <span class="mono">{beginning}</span>
                    </button>
                </li>
            }
        };
        Some(view! {
            <section aria-label=text::PREVIOUS_WORK>
                <h3>{text::PREVIOUS_WORK}</h3>
                <ul class="gallery">{texts.into_iter().map(row).collect_view()}</ul>
            </section>
        })
    }
}
