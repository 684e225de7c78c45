//! How the panes are laid out: what the window has room for, which tab is chosen and
//! what the person has resized.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::storage;
use crate::model::layout::{Split, Weights};
use crate::model::tabs::{Screen, Tab};

/// From here on everything is on one screen. Like the style's, the widths grow with the text
/// that the browser is set to: who has it twice as large has room for half as much.
const ALL: &str = "(min-width: 75em)";
/// From here on the source stands beside what a tab shows.
const TWO: &str = "(min-width: 43.75em)";

/// The layout.
#[derive(Clone, Copy)]
pub struct Layout {
    /// How much is seen at once.
    pub screen: RwSignal<Screen>,
    /// The chosen tab.
    pub tab: RwSignal<Tab>,
    /// Whether the program can draw.
    has_canvas: RwSignal<bool>,
    /// The room of each part.
    pub weights: RwSignal<Weights>,
}

impl Layout {
    /// The layout as it was kept, for the window as it is.
    pub(super) fn new(has_canvas: RwSignal<bool>) -> Self {
        let layout = Self {
            screen: RwSignal::new(screen()),
            tab: RwSignal::new(Tab::default()),
            has_canvas,
            weights: RwSignal::new(Weights::from_kept(&storage::weights())),
        };
        for query in [ALL, TWO] {
            layout.follow(query);
        }
        layout
    }

    /// Looks again whenever the answer to a media query changes.
    fn follow(self, query: &str) {
        let Ok(Some(list)) = window().match_media(query) else {
            return;
        };
        let changed = Closure::<dyn FnMut()>::new(move || {
            let screen = screen();
            if screen != self.screen.get_untracked() {
                self.screen.set(screen);
            }
        });
        list.set_onchange(Some(changed.as_ref().unchecked_ref()));
        // The page is never taken away, and an object that nobody holds hears nothing.
        changed.forget();
        std::mem::forget(list);
    }

    /// The tabs there are.
    #[must_use]
    pub fn tabs(self) -> Vec<Tab> {
        self.screen.get().tabs(self.has_canvas.get())
    }

    /// The tab that is shown; where the source is always in sight, never its own.
    #[must_use]
    pub fn shown(self) -> Tab {
        let tab = self.tab.get();
        if self.tabs().contains(&tab) {
            tab
        } else {
            Tab::default()
        }
    }

    /// Brings the source into sight.
    pub fn show_source(self) {
        if self.screen.get_untracked() == Screen::One {
            self.tab.set(Tab::Source);
        }
    }

    /// Moves a line: the part before it gets a share, in hundredths, of what both
    /// measure together in pixels.
    pub fn resize(self, split: &Split, share: f64, pixels: f64) {
        self.weights
            .update(|weights| weights.set_share(split, share, pixels / text_scale()));
    }

    /// Moves a line back to where it is by default.
    pub fn reset(self, split: &Split) {
        self.weights.update(|weights| weights.reset(split));
        self.keep();
    }

    /// Keeps the sizes for the next visit.
    pub fn keep(self) {
        self.weights
            .with_untracked(|weights| storage::keep_weights(&weights.to_keep()));
    }
}

/// Whether there is room for what is not needed at every step.
pub(super) fn has_room() -> bool {
    screen() == Screen::All
}

/// How large text is, where the sizes of this code are those of text of 16 pixels.
pub(crate) fn text_scale() -> f64 {
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    let pixels = size.and_then(|size| size.trim_end_matches("px").parse::<f64>().ok());
    pixels.filter(|pixels| *pixels > 0.0).unwrap_or(16.0) / 16.0
}

/// Whether the first pointer is a finger.
pub(crate) fn is_touched() -> bool {
    matches("(pointer: coarse)")
}

fn matches(query: &str) -> bool {
    let list = window().match_media(query).ok().flatten();
    list.is_some_and(|list| list.matches())
}

fn screen() -> Screen {
    if matches(ALL) {
        Screen::All
    } else if matches(TWO) {
        Screen::Two
    } else {
        Screen::One
    }
}
