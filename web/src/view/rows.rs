//! Scrolling long lists, of which only the rows in sight exist.

use leptos::html::Div;
use leptos::prelude::*;
use web_sys::{HtmlDivElement, WheelEvent};

use crate::model::rows::Rows;
use crate::page::{is_touched, text_scale};

/// Height of a row of a pane in pixels, as the style sheet has it for long lists and text of
/// the usual size.
pub(super) const ROW_HEIGHT: f64 = 28.0;
/// What a finger needs, in pixels, as the style sheet has it.
const TOUCHED: f64 = 44.0;

/// What scrolls a list, and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Scroll {
    /// The element that scrolls.
    pub(super) scroller: NodeRef<Div>,
    /// The rows as they are seen.
    pub(super) rows: Memo<Rows>,
    top: RwSignal<u64>,
    height: RwSignal<f64>,
    /// How large text is, and each row with it.
    scale: RwSignal<f64>,
}

impl Scroll {
    /// Of so many rows of a height.
    pub(super) fn new(count: impl Fn() -> u64 + Send + Sync + 'static, row_height: f64) -> Self {
        Self::with_least(count, row_height, 0.0)
    }

    /// The same, with rows of a least height in pixels.
    fn with_least(
        count: impl Fn() -> u64 + Send + Sync + 'static,
        row_height: f64,
        least: f64,
    ) -> Self {
        let height = RwSignal::new(160.0);
        let scale = RwSignal::new(1.0);
        Self {
            scroller: NodeRef::new(),
            rows: Memo::new(move |_| Rows {
                count: count(),
                row_height: (row_height * scale.get()).max(least),
                height: height.get(),
            }),
            top: RwSignal::new(0),
            height,
            scale,
        }
    }

    /// Of the rows of a pane, which scrolls by itself from now on.
    pub(super) fn of_pane(count: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        let least = if is_touched() { TOUCHED } else { 0.0 };
        let scroll = Self::with_least(count, ROW_HEIGHT, least);
        Effect::new(move |_| scroll.listen(|_| {}));
        scroll
    }

    /// The first row in sight.
    pub(super) fn top(self) -> u64 {
        self.top.get()
    }

    /// The same, without being told of others.
    pub(super) fn top_untracked(self) -> u64 {
        self.top.get_untracked()
    }

    /// The rows to be drawn: those in sight, or all of them while they are few.
    pub(super) fn drawn(self) -> std::ops::Range<u64> {
        let rows = self.rows.get();
        // A short list does not depend on where it is scrolled to.
        let top = if rows.is_long() { self.top.get() } else { 0 };
        rows.drawn(top)
    }

    /// Whether only the rows in sight exist.
    pub(super) fn is_long(self) -> bool {
        self.rows.with(Rows::is_long)
    }

    /// The height of all rows together, for what holds those in sight; nothing where all exist.
    pub(super) fn height_of_all(self) -> Option<String> {
        let rows = self.rows.get();
        rows.is_long()
            .then(|| format!("{}px", rows.scroll_height()))
    }

    /// A row is the first one in sight: what is scrolled follows when it has its height.
    pub(super) fn keep(self, row: u64) {
        self.top.set(row);
    }

    /// Brings a row to the top.
    pub(super) fn to(self, row: u64) {
        self.top.set(row);
        if let Some(scroller) = self.scroller.get_untracked() {
            // The event that follows finds the row already there.
            scroller.set_scroll_top(self.rows.get_untracked().scroll_top(row).round() as i32);
        }
    }

    /// Follows the scroller and its size, in an effect that is there as long as the pane;
    /// `resized` is told its width, as it would be with text of the usual size.
    pub(super) fn listen(self, resized: impl Fn(f64) + 'static) {
        let Some(scroller) = self.scroller.get() else {
            return;
        };
        let measured = scroller.clone();
        let measure = move || {
            let height = f64::from(measured.client_height());
            // Out of sight it has no size.
            if height > 0.0 {
                let scale = text_scale();
                self.height.set(height);
                self.scale.set(scale);
                resized(f64::from(measured.client_width()) / scale);
            }
        };
        measure();
        super::on_resize(&scroller, measure);
        let scrolled = scroller.clone();
        super::on_event(&scroller, "scroll", move |_: web_sys::Event| {
            self.scrolled(&scrolled);
        });
        super::on_event(&scroller, "wheel", move |event: WheelEvent| {
            self.wheel(&event);
        });
    }

    fn scrolled(self, scroller: &HtmlDivElement) {
        let rows = self.rows.get_untracked();
        // A window that has just become another one moves by itself; what follows its size
        // puts it back.
        if (f64::from(scroller.client_height()) - rows.height).abs() > 0.5 {
            return;
        }
        let scroll_top = f64::from(scroller.scroll_top());
        let before = self.top.get_untracked();
        // A map is too coarse to tell the rows near the one that is shown apart.
        let shown = rows.scroll_top(before).round();
        let top = rows.top_row(scroll_top);
        if top != before && (!rows.is_scaled() || (shown - scroll_top).abs() >= 1.5) {
            self.top.set(top);
        }
    }

    fn wheel(self, event: &WheelEvent) {
        let rows = self.rows.get_untracked();
        if rows.is_scaled() && event.delta_y() != 0.0 {
            event.prevent_default();
            let by = if event.delta_y() > 0.0 { 3 } else { -3 };
            self.to(rows.moved(self.top.get_untracked(), by));
        }
    }
}

/// The list in a pane's body, as high as all its rows.
#[component]
pub(super) fn LongList(scroll: Scroll, children: Children) -> impl IntoView {
    view! {
        <div class="all-rows" class:is-long=move || scroll.is_long() style:height=move || scroll.height_of_all()>
            {children()}
        </div>
    }
}
