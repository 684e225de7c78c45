//! Memory in hexadecimal and characters, and the bytes at the cursor as numbers.
//! Only the rows in sight exist.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::memory_values::Values;
use super::rows::Scroll;
use crate::model::memory::{self, MemoryWindow};
use crate::model::state::dollar;
use crate::page::Page;
use crate::text;

/// Where the person looks.
#[derive(Clone, Copy)]
pub(super) struct Look {
    scroll: Scroll,
    /// Bytes in a row.
    row: RwSignal<u64>,
    /// The address at the cursor.
    pub(super) cursor: RwSignal<u64>,
    pub(super) window: Memo<MemoryWindow>,
}

impl Look {
    fn new(size: Memo<u64>) -> Self {
        let row = RwSignal::new(memory::ROW);
        let count = move || size.get().div_ceil(row.get());
        let scroll = Scroll::new(count, memory::ROW_HEIGHT);
        Self {
            scroll,
            row,
            cursor: RwSignal::new(0),
            window: Memo::new(move |_| MemoryWindow {
                size: size.get(),
                // With text of the usual size, as the model counts.
                height: scroll
                    .rows
                    .with(|rows| rows.height * memory::ROW_HEIGHT / rows.row_height),
                row: row.get(),
            }),
        }
    }

    /// Another program: nobody has chosen a place in its memory.
    fn begin(self) {
        self.cursor.set(0);
        self.scroll.to(0);
    }

    fn go_to(self, address: u64) {
        self.cursor.set(address);
        let window = self.window.get_untracked();
        let top = self.scroll.top_untracked();
        self.scroll.to(window.reveal(top, address));
    }

    /// Puts as many bytes into a row as fit, with the same address on top, or so that the
    /// cursor stays in sight; what was out of sight could not be scrolled.
    fn fit(self, width: f64) {
        let row = memory::row_that_fits(width);
        let before = self.row.get_untracked();
        let first = self.scroll.top_untracked();
        let mut top = first * before / row;
        if row != before {
            let cursor = self.cursor.get_untracked();
            let seen = first..first + self.window.get_untracked().list().visible();
            self.row.set(row);
            if seen.contains(&(cursor / before)) {
                top = self.window.get_untracked().reveal(top, cursor);
            }
            self.scroll.keep(top);
            // What is scrolled gets its new height first.
            request_animation_frame(move || self.scroll.to(top));
        } else {
            self.scroll.to(top);
        }
    }

    fn on_key(self, event: &KeyboardEvent) {
        let window = self.window.get_untracked();
        if window.size == 0 || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let row = window.row;
        let cursor = self.cursor.get_untracked();
        let page = window.list().visible().saturating_sub(1).max(1) * row;
        let target = match event.key().as_str() {
            "ArrowLeft" => cursor.saturating_sub(1),
            "ArrowRight" => cursor + 1,
            "ArrowUp" => cursor.checked_sub(row).unwrap_or(cursor),
            "ArrowDown" => cursor + row,
            "PageUp" => cursor.saturating_sub(page),
            "PageDown" => cursor + page,
            "Home" => cursor - cursor % row,
            "End" => cursor - cursor % row + row - 1,
            _ => return,
        };
        event.prevent_default();
        self.go_to(target.min(window.size - 1));
    }
}

/// The memory pane.
#[component]
pub fn Memory() -> impl IntoView {
    let page = expect_context::<Page>();
    let chosen = RwSignal::new(0_u32);
    let memories = Memo::new(move |_| page.state.with(|state| state.memories.clone()));
    let size = Memo::new(move |_| page.memory_size(chosen.get()));
    let look = Look::new(size);
    let problem = RwSignal::new(None::<String>);

    Effect::new(move |_| look.scroll.listen(move |width| look.fit(width)));
    Effect::new(move |_| {
        page.opened.track();
        chosen.set(0);
        problem.set(None);
        look.begin();
    });
    // What a step touched is brought into sight.
    Effect::new(move |_| {
        let touched = page
            .marks
            .with(|marks| marks.first_touched(chosen.get_untracked()));
        if let Some(address) = touched
            && let Some(last) = size.get_untracked().checked_sub(1)
        {
            look.go_to(address.min(last));
        }
    });
    let extent = move || {
        memories.with(|memories| {
            let Some(memory) = memories.iter().find(|memory| memory.index == chosen.get()) else {
                let unknown = text::MEMORY_NONE_OF_TRACE;
                return page.why_none(text::GLOBALS_NONE_MODULE, unknown).to_owned();
            };
            text::memory_extent(memory.pages, memory::size_text(size.get()))
        })
    };

    view! {
        <section
            class="pane memory"
            id="pane-memory"
            class:short=move || memories.with(Vec::is_empty)
            aria-label=text::LAYOUT_MEMORY
        >
            <header>
                <h2>{text::LAYOUT_MEMORY}</h2>
                {move || {
                    let all = memories.get();
                    (all.len() > 1)
                        .then(|| {
                            view! {
                                <select
                                    aria-label=text::MEMORY_SHOWN
                                    on:change=move |event| {
                                        chosen.set(event_target_value(&event).parse().unwrap_or(0));
                                    }
                                >
                                    {all
                                        .iter()
                                        .map(|memory| {
                                            let name = memory
                                                .name
                                                .as_deref()
                                                .map_or_else(|| text::memory_unnamed(memory.index), dollar);
                                            view! { <option value=memory.index>{name}</option> }
                                        })
                                        .collect_view()}
                                </select>
                            }
                        })
                }}
                <span class="muted">{extent}</span>
                <Show when=move || size.get() != 0>
                    <label class="field">
                        <span>{text::MEMORY_GO_TO}</span>
                        <input
                            type="text"
                            aria-label=text::MEMORY_GO_TO_ADDRESS
                            placeholder=text::MEMORY_ADDRESS_EXAMPLE
                            aria-invalid=move || problem.with(Option::is_some).to_string()
                            on:keydown=move |event| {
                                if event.key() == "Enter" {
                                    let text = event_target_value(&event);
                                    match memory::parse_address(&text, size.get_untracked()) {
                                        Ok(address) => {
                                            problem.set(None);
                                            look.go_to(address);
                                        }
                                        Err(message) => problem.set(Some(message)),
                                    }
                                }
                            }
                        />
                    </label>
                    <span class="dialog-error" role="alert">
                        {problem}
                    </span>
                    <span class="legend muted" aria-hidden="true">
                        <span>
                            <i></i>
                            {text::MEMORY_WRITTEN}
                        </span>
                        <span class="read">
                            <i></i>
                            {text::MEMORY_READ}
                        </span>
                    </span>
                </Show>
            </header>
            {move || {
                if memories.with(Vec::is_empty) {
                    return None;
                }
                Some(
                    view! {
                        <div class="body">
                            <Bytes chosen=chosen look=look />
                            <Values chosen=chosen look=look />
                        </div>
                    },
                )
            }}
        </section>
    }
}

/// A row of bytes, as far as they are known, each with its mark.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Row {
    address: u64,
    cells: Vec<(Option<u8>, Mark)>,
}

/// What the last step, or the one that has trapped, did with a byte.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Mark {
    written: bool,
    read: bool,
    failed: bool,
}

impl Mark {
    fn title(self) -> Option<&'static str> {
        match (self.written, self.read, self.failed) {
            (.., true) => Some(text::MEMORY_FAILED_BYTE),
            (true, ..) => Some(text::MEMORY_WRITTEN_BYTE),
            (false, true, _) => Some(text::MEMORY_READ_BYTE),
            (false, false, _) => None,
        }
    }
}

/// The rows in sight.
fn rows(page: Page, chosen: u32, look: Look) -> Vec<Row> {
    page.memory_version.track();
    let window = look.window.get();
    let top = look.scroll.top().min(window.rows());
    let first = top * window.row;
    let length = (window.list().visible() * window.row).min(window.size.saturating_sub(first));
    let bytes = page.read_memory(chosen, first, length);
    let known = page.known_bytes(chosen, first, length);
    let marks = page.marks.get();
    let cell = |at: u64| {
        let index = (at - first) as usize;
        let byte = match &known {
            Some(known) => known.get(index).copied().flatten(),
            None => bytes.get(index).copied(),
        };
        let mark = Mark {
            written: marks.written(chosen, at),
            read: marks.read(chosen, at),
            failed: marks.failed(chosen, at),
        };
        (byte, mark)
    };
    let end = first + bytes.len() as u64;
    let addresses = (first..end).step_by(window.row as usize);
    addresses
        .map(|address| Row {
            address,
            cells: (address..end.min(address + window.row)).map(cell).collect(),
        })
        .collect()
}

#[component]
fn Bytes(chosen: RwSignal<u32>, look: Look) -> impl IntoView {
    let page = expect_context::<Page>();
    // What has not changed stays as it is.
    let rows = Memo::new(move |_| rows(page, chosen.get(), look));
    // By keyboard the grid has the focus, and says which of its bytes is at the cursor.
    let active = move || {
        let cursor = look.cursor.get();
        let has = |row: &Row| cursor.checked_sub(row.address) < Some(row.cells.len() as u64);
        let is_drawn = rows.with(|rows| rows.iter().any(|row| row.address <= cursor && has(row)));
        is_drawn.then(|| byte_id(cursor))
    };
    view! {
        <div
            class="memory-scroller"
            node_ref=look.scroll.scroller
        >
            <div style:height=move || format!("{}px", look.scroll.rows.get().scroll_height())>
                <div
                    class="memory-window"
                    role="grid"
                    aria-label=text::MEMORY_BYTES
                    tabindex="0"
                    aria-activedescendant=active
                    on:keydown=move |event| look.on_key(&event)
                    on:click=move |event| {
                        if let Some(address) = super::data_of(&event, "address")
                            && let Ok(address) = address.parse()
                        {
                            look.cursor.set(address);
                        }
                    }
                >
                    <For each=move || rows.get() key=Clone::clone let(row)>
                        <BytesOf row=row look=look />
                    </For>
                </div>
            </div>
        </div>
    }
}

#[component]
fn BytesOf(row: Row, look: Look) -> impl IntoView {
    let (address, characters) = (row.address, characters(&row));
    let cells = (address..).zip(row.cells).enumerate();
    let cells = cells.map(|(column, (at, (byte, mark)))| {
        view! {
            <span
                class="byte"
                role="gridcell"
                id=byte_id(at)
                aria-description=move || (look.cursor.get() == at).then(|| format!("0x{at:x}"))
                class:half=column == 8
                class:is-zero=byte.unwrap_or_default() == 0
                aria-label=byte.is_none().then_some(text::MEMORY_NOT_KNOWN)
                class:is-written=mark.written
                class:is-read=mark.read
                class:is-failed=mark.failed
                class:is-cursor=move || look.cursor.get() == at
                data-address=at.to_string()
                title=mark.title()
            >
                {byte.map_or_else(|| "··".to_owned(), |byte| format!("{byte:02x}"))}
            </span>
        }
    });
    view! {
        <div class="memory-row" role="row">
            <span class="address" role="rowheader">
                {format!("{address:08x}")}
            </span>
            {cells.collect_view()}
            <span class="ascii" role="gridcell">
                {characters}
            </span>
        </div>
    }
}

/// The id of a byte's element.
fn byte_id(address: u64) -> String {
    format!("byte-{address}")
}

fn characters(row: &Row) -> String {
    let cells = row.cells.iter();
    cells
        .map(|(byte, _)| memory::as_character(byte.unwrap_or_default()))
        .collect()
}
