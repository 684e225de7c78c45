//! Memory in hexadecimal and characters, and the bytes at the cursor as numbers.
//! Only the rows in sight exist.

use leptos::html::Div;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, WheelEvent};

use super::memory_values::Values;
use crate::model::memory::{self, MemoryWindow};
use crate::model::state::dollar;
use crate::page::Page;

/// Where the person looks.
#[derive(Clone, Copy)]
pub(super) struct Look {
    top: RwSignal<u64>,
    /// Bytes in a row.
    row: RwSignal<u64>,
    height: RwSignal<f64>,
    /// The address at the cursor.
    pub(super) cursor: RwSignal<u64>,
    scroller: NodeRef<Div>,
    pub(super) window: Memo<MemoryWindow>,
}

impl Look {
    fn scroll_to(self, row: u64) {
        self.top.set(row);
        if let Some(scroller) = self.scroller.get_untracked() {
            // The event that follows finds the row already there.
            scroller.set_scroll_top(self.window.get_untracked().scroll_top(row).round() as i32);
        }
    }

    fn go_to(self, address: u64) {
        self.cursor.set(address);
        let window = self.window.get_untracked();
        self.scroll_to(window.reveal(self.top.get_untracked(), address));
    }

    /// Puts as many bytes into a row as fit, with the same address on top; what was out
    /// of sight could not be scrolled.
    fn fit(self, width: f64) {
        let row = memory::row_that_fits(width);
        let before = self.row.get_untracked();
        if row != before {
            let top = self.top.get_untracked() * before / row;
            self.top.set(top);
            self.row.set(row);
            // What is scrolled gets its new height first.
            request_animation_frame(move || self.scroll_to(top));
        } else {
            self.scroll_to(self.top.get_untracked());
        }
    }

    fn on_scroll(self) {
        let Some(scroller) = self.scroller.get_untracked() else {
            return;
        };
        let window = self.window.get_untracked();
        // A window that has just become another moves by itself; what follows its size
        // puts it back.
        if (f64::from(scroller.client_height()) - window.height).abs() > 0.5 {
            return;
        }
        let scroll_top = f64::from(scroller.scroll_top());
        // A map is too coarse to tell the rows near the one that is shown apart.
        let shown = window.scroll_top(self.top.get_untracked()).round();
        if !window.is_scaled() || (shown - scroll_top).abs() >= 1.5 {
            self.top.set(window.top_row(scroll_top));
        }
    }

    fn on_wheel(self, event: &WheelEvent) {
        let window = self.window.get_untracked();
        if window.is_scaled() && event.delta_y() != 0.0 {
            event.prevent_default();
            let rows = if event.delta_y() > 0.0 { 3 } else { -3 };
            self.scroll_to(window.moved(self.top.get_untracked(), rows));
        }
    }

    fn on_key(self, event: &KeyboardEvent) {
        let window = self.window.get_untracked();
        if window.size == 0 || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let row = window.row;
        let cursor = self.cursor.get_untracked();
        let page = window.visible_rows().saturating_sub(1).max(1) * row;
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
    let height = RwSignal::new(160.0);
    let row = RwSignal::new(memory::ROW);
    let look = Look {
        top: RwSignal::new(0),
        row,
        height,
        cursor: RwSignal::new(0),
        scroller: NodeRef::new(),
        window: Memo::new(move |_| MemoryWindow {
            size: size.get(),
            height: height.get(),
            row: row.get(),
        }),
    };
    let problem = RwSignal::new(None::<String>);

    Effect::new(move |_| watch_size(look));
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
                let unknown = "none that the trace has touched so far";
                return page.empty_pane("none in this module", unknown).to_owned();
            };
            let pages = if memory.pages == 1 { "page" } else { "pages" };
            format!(
                "{} {pages}, {}",
                memory.pages,
                memory::size_text(size.get())
            )
        })
    };

    view! {
        <section
            class="pane memory"
            id="pane-memory"
            class:short=move || memories.with(Vec::is_empty)
            aria-label="Memory"
        >
            <header>
                <h2>"Memory"</h2>
                {move || {
                    let all = memories.get();
                    (all.len() > 1)
                        .then(|| {
                            view! {
                                <select
                                    aria-label="Memory shown"
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
                                                .map_or_else(|| format!("memory {}", memory.index), dollar);
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
                        <span>"Go to"</span>
                        <input
                            type="text"
                            aria-label="Go to address"
                            placeholder="0x400"
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
                            "written"
                        </span>
                        <span class="read">
                            <i></i>
                            "read"
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

/// Follows the size of the pane.
fn watch_size(look: Look) {
    let Some(scroller) = look.scroller.get() else {
        return;
    };
    let measured = scroller.clone();
    let measure = move || {
        let height = f64::from(measured.client_height());
        // Out of sight it has no size.
        if height > 0.0 {
            look.height.set(height);
            look.fit(f64::from(measured.client_width()));
        }
    };
    measure();
    super::on_resize(&scroller, measure);
}

#[component]
fn Bytes(chosen: RwSignal<u32>, look: Look) -> impl IntoView {
    let page = expect_context::<Page>();
    let rows = move || {
        page.memory_version.track();
        let window = look.window.get();
        let top = look.top.get().min(window.rows());
        let first = top * window.row;
        let length = (window.visible_rows() * window.row).min(window.size.saturating_sub(first));
        let bytes = page.read_memory(chosen.get(), first, length);
        let known = page
            .known_bytes(chosen.get(), first, length)
            .unwrap_or_default();
        let marks = page.marks.get();
        let memory = chosen.get_untracked();
        bytes
            .chunks(window.row as usize)
            .enumerate()
            .map(|(row, bytes)| {
                let address = first + row as u64 * window.row;
                let cells = bytes
                    .iter()
                    .enumerate()
                    .map(|(column, byte)| {
                        let at = address + column as u64;
                        let written = marks.written(memory, at);
                        let read = marks.read(memory, at);
                        let failed = marks.failed(memory, at);
                        let is_unknown = known.get((at - first) as usize) == Some(&None);
                        let text = match is_unknown {
                            true => "··".to_owned(),
                            false => format!("{byte:02x}"),
                        };
                        view! {
                            <span
                                class="byte"
                                role="gridcell"
                                class:half=column == 8
                                class:is-zero=*byte == 0
                                aria-label=is_unknown.then_some("not known")
                                class:is-written=written
                                class:is-read=read
                                class:is-failed=failed
                                class:is-cursor=move || look.cursor.get() == at
                                data-address=at.to_string()
                                title=title(written, read, failed)
                            >
                                {text}
                            </span>
                        }
                    })
                    .collect_view();
                let text: String = bytes
                    .iter()
                    .map(|byte| memory::as_character(*byte))
                    .collect();
                view! {
                    <div class="memory-row" role="row">
                        <span class="address" role="rowheader">
                            {format!("{address:08x}")}
                        </span>
                        {cells}
                        <span class="ascii" role="gridcell">
                            {text}
                        </span>
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <div
            class="memory-scroller"
            node_ref=look.scroller
            on:scroll=move |_| look.on_scroll()
            on:wheel=move |event| look.on_wheel(&event)
        >
            <div style:height=move || format!("{}px", look.window.get().scroll_height())>
                <div
                    class="memory-window"
                    role="grid"
                    aria-label="Bytes"
                    tabindex="0"
                    on:keydown=move |event| look.on_key(&event)
                    on:click=move |event| {
                        if let Some(address) = super::data_of(&event, "address")
                            && let Ok(address) = address.parse()
                        {
                            look.cursor.set(address);
                        }
                    }
                >
                    {rows}
                </div>
            </div>
        </div>
    }
}

fn title(written: bool, read: bool, failed: bool) -> Option<&'static str> {
    match (written, read, failed) {
        (.., true) => Some("Where the access began that goes beyond the end"),
        (true, ..) => Some("Written by the last step"),
        (false, true, _) => Some("Read by the last step"),
        (false, false, _) => None,
    }
}
