//! One line that says where the machine is, for screens that show one pane at a time.

use leptos::prelude::*;

use crate::model::state::Status;
use crate::model::tabs::Screen;
use crate::page::Page;
use crate::text;

/// The next instruction and the top of the stack; nothing where both are in sight.
#[component]
pub fn Position() -> impl IntoView {
    let page = expect_context::<Page>();
    let trapped = move || page.state.with(|state| state.status == Status::Trapped);
    let next = move || {
        page.state.with(|state| {
            let Some(at) = &state.at else {
                return text::POSITION_NOTHING_RUNS_NEXT.to_owned();
            };
            let word = if trapped() {
                text::POSITION_TRAPPED
            } else {
                text::POSITION_NEXT
            };
            match at.line {
                Some(line) => text::position_line(word, &at.text, line),
                None => format!("{word} {}", at.text),
            }
        })
    };
    let top = move || {
        page.state.with(|state| match state.stack.last() {
            Some(value) => text::position_top(&value.text),
            None => text::POSITION_NO_OPERANDS.to_owned(),
        })
    };
    move || {
        (page.layout.screen.get() == Screen::One).then(|| {
            view! {
                <p class="position">
                    <span class="next">
                        <span class="sign" aria-hidden="true">
                            {move || if trapped() { "✖ " } else { "▶ " }}
                        </span>
                        {next}
                    </span>
                    <span class="top">{top}</span>
                </p>
            }
        })
    }
}
