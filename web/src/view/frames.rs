//! The calls that have not returned, innermost first.

use leptos::prelude::*;

use super::pane::{Empty, Pane};
use super::rows::{LongList, Scroll};
use crate::model::speed::thousands;
use crate::model::state::{FrameView, frame_count};
use crate::page::Page;
use crate::page::origin::short;
use crate::text;

/// A frame as it is shown.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Row {
    /// 0 is the innermost.
    index: usize,
    depth: usize,
    name: String,
    place: String,
    /// All of the path, for which there is no room.
    whole: Option<String>,
}

/// The frames pane. The chosen frame's locals and labels are in their panes.
#[component]
pub fn Frames() -> impl IntoView {
    let page = expect_context::<Page>();
    let count = Memo::new(move |_| page.state.with(|state| frame_count(state)));
    let note = Signal::derive(move || match count.get() {
        0 => String::new(),
        count => text::frames_count(count as u64, thousands(count as u64)),
    });
    let scroll = Scroll::of_pane(move || count.get() as u64);
    // What has not changed stays as it is.
    let rows = Memo::new(move |_| rows(page, scroll));
    let none = move || {
        let why = page.why_no_frames().unwrap_or(text::FRAMES_NONE);
        (count.get() == 0).then(|| view! { <Empty text=why /> })
    };
    view! {
        <Pane name=text::LAYOUT_FRAMES note=note scroller=scroll.scroller>
            {none}
            <LongList scroll=scroll>
                <ol data-chosen=move || page.chosen_frame.get()>
                    <For each=move || rows.get() key=Clone::clone let(row)>
                        <Frame row=row count=count />
                    </For>
                </ol>
            </LongList>
        </Pane>
    }
}

/// The rows to be drawn, the innermost frame first.
fn rows(page: Page, scroll: Scroll) -> Vec<Row> {
    let drawn = scroll.drawn();
    let (first, end) = (drawn.start as usize, drawn.end as usize);
    let frames = page.frames(first..end);
    (first..)
        .zip(&frames)
        .map(|(index, frame)| row(page, index, frame))
        .collect()
}

fn row(page: Page, index: usize, frame: &FrameView) -> Row {
    let origin = page.origin(frame.depth);
    let place = match (&origin, frame.line) {
        (Some(origin), _) => short(origin),
        (None, Some(line)) => text::places_line(line),
        (None, None) => text::places_pc(frame.pc),
    };
    Row {
        index,
        depth: frame.depth,
        name: frame.name.clone(),
        place: match &frame.module {
            Some(module) => format!("{module}, {place}"),
            None => place,
        },
        whole: origin.map(|origin| origin.to_string()),
    }
}

#[component]
fn Frame(row: Row, count: Memo<usize>) -> impl IntoView {
    let page = expect_context::<Page>();
    let index = row.index;
    view! {
        <li
            aria-setsize=move || count.get().to_string()
            aria-posinset=(index + 1).to_string()
        >
            <button
                type="button"
                class="row-button"
                aria-current=move || (page.chosen_frame.get() == index).to_string()
                title=text::FRAMES_SHOW
                on:click=move |_| {
                    page.chosen_frame.set(index);
                    page.show_frame(index);
                }
            >
                <span class="where">{row.depth}</span>
                <span class="name">{row.name}</span>
                <span class="where" title=row.whole>{row.place}</span>
            </button>
        </li>
    }
}
