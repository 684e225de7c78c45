//! The line between two parts of the page, which resizes them by pointer and by key.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

use crate::model::layout::{LEAST_SHARE, Part, Split};
use crate::page::{Layout, Page};
use crate::text;

/// How far an arrow key moves a line, in hundredths of what it divides.
const STEP: f64 = 2.0;
/// How far it does with Shift.
const LEAP: f64 = 10.0;

/// Where a part begins and how long it is along the line's way, in pixels.
fn extent(part: Part, upright: bool) -> (f64, f64) {
    let Some(element) = document().get_element_by_id(part.element()) else {
        return (0.0, 0.0);
    };
    let rect = element.get_bounding_client_rect();
    if upright {
        (rect.left(), rect.width())
    } else {
        (rect.top(), rect.height())
    }
}

/// What both parts measure together.
fn both(split: &Split) -> f64 {
    extent(split.before, split.upright).1 + extent(split.after, split.upright).1
}

/// The share of the part before the line as it is on the screen, which least sizes may
/// keep from the one that was asked for.
fn measured(split: &Split) -> f64 {
    100.0 * extent(split.before, split.upright).1 / both(split).max(1.0)
}

fn at_pointer(split: &Split, event: &PointerEvent) -> f64 {
    f64::from(if split.upright {
        event.client_x()
    } else {
        event.client_y()
    })
}

/// The share that a key asks for.
fn share_of_key(layout: Layout, split: &Split, event: &KeyboardEvent) -> Option<f64> {
    let way = if event.shift_key() { LEAP } else { STEP };
    let share = measured(split);
    let (least, most) = if split.names_after {
        (100.0, 0.0)
    } else {
        (0.0, 100.0)
    };
    Some(match event.key().as_str() {
        "ArrowLeft" if split.upright => share - way,
        "ArrowRight" if split.upright => share + way,
        "ArrowUp" if !split.upright => share - way,
        "ArrowDown" if !split.upright => share + way,
        "Home" => least,
        "End" => most,
        "Enter" => {
            layout.reset(split);
            return None;
        }
        _ => return None,
    })
}

/// A line that can be moved. It is a control of its own: arrow keys move it, Home and
/// End go as far as they can, Enter and a double click put it back.
#[component]
pub fn Separator(#[prop(into)] split: Signal<&'static Split>) -> impl IntoView {
    let layout = expect_context::<Page>().layout;
    // How far from the end of the part before it the line was taken.
    let taken = StoredValue::new(None::<f64>);
    let value = move || {
        let split = split.get();
        let share = layout.weights.with(|weights| weights.share(split));
        if split.names_after {
            100.0 - share
        } else {
            share
        }
    };
    let part = move || {
        let split = split.get();
        if split.names_after {
            split.after
        } else {
            split.before
        }
    };
    let release = move |_: PointerEvent| {
        if taken.get_value().is_some() {
            taken.set_value(None);
            layout.keep();
        }
    };
    view! {
        <div
            class="separator"
            class:upright=move || split.get().upright
            role="separator"
            tabindex="0"
            aria-label=move || text::separator_resize(split.get().name)
            aria-orientation=move || if split.get().upright { "vertical" } else { "horizontal" }
            aria-controls=move || part().element()
            aria-valuenow=move || format!("{:.0}", value())
            aria-valuemin=LEAST_SHARE.to_string()
            aria-valuemax=(100.0 - LEAST_SHARE).to_string()
            aria-valuetext=move || text::separator_percent(format!("{:.0}", value()))
            title=move || {
                text::separator_how(split.get().name)
            }
            on:pointerdown=move |event| {
                if event.button() != 0 {
                    return;
                }
                let split = split.get_untracked();
                let (start, length) = extent(split.before, split.upright);
                taken.set_value(Some(at_pointer(split, &event) - start - length));
                capture(&event);
            }
            on:pointermove=move |event| {
                let Some(taken) = taken.get_value() else { return };
                let split = split.get_untracked();
                let start = extent(split.before, split.upright).0;
                let pixels = both(split);
                let share = 100.0 * (at_pointer(split, &event) - taken - start) / pixels.max(1.0);
                layout.resize(split, share, pixels);
            }
            on:pointerup=release
            on:pointercancel=release
            on:dblclick=move |_| layout.reset(split.get_untracked())
            on:keydown=move |event| {
                let split = split.get_untracked();
                if event.ctrl_key() || event.meta_key() || event.alt_key() {
                    return;
                }
                if let Some(share) = share_of_key(layout, split, &event) {
                    event.prevent_default();
                    layout.resize(split, share, both(split));
                    layout.keep();
                }
            }
        ></div>
    }
}

/// The pointer stays with the line until it is released, wherever it goes.
fn capture(event: &PointerEvent) {
    let line = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(line) = line {
        // It fails only for a pointer that is gone already.
        let _ = line.set_pointer_capture(event.pointer_id());
    }
}
