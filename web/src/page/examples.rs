//! The texts of the examples, which are loaded when they are looked at.

use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::Page;
use crate::bindings;
use crate::model::examples::{self, Example};
use crate::model::title::Title;
use crate::text;

/// All examples, or why they are not there; nothing before they are loaded.
pub type Loaded = Option<Result<&'static [Example], String>>;

impl Page {
    /// Begins to load the examples, unless they are there.
    pub fn load_examples(self) {
        if !matches!(self.examples.get_untracked(), Some(Ok(_))) {
            self.examples.set(None);
            spawn_local(async move {
                let loaded = all_examples().await;
                self.examples.set(Some(loaded));
            });
        }
    }

    /// The text that was kept is that of an example: says so when it is loaded.
    pub(super) fn recognise_example(self) {
        spawn_local(async move {
            if all_examples().await.is_err() {
                return;
            }
            if let Some(example) = Example::of(&self.text()) {
                self.title.set(Title::Named(example.title().to_owned()));
                self.example.set(Some(example));
                self.publish();
            }
        });
    }
}

/// All examples, loaded if they are not there yet.
///
/// # Errors
///
/// Why they cannot be had, and what to do.
pub(super) async fn all_examples() -> Result<&'static [Example], String> {
    if let Some(all) = examples::all() {
        return Ok(all);
    }
    let loaded = JsFuture::from(bindings::load_examples()).await;
    let texts = loaded.map_err(|_| text::EXAMPLES_NOT_LOADED.to_owned())?;
    let rows = texts.unchecked_into::<Array>();
    let texts = rows.iter().map(|row| {
        let row: Array = row.unchecked_into();
        [0, 1, 2].map(|index| row.get(index).as_string().unwrap_or_default())
    });
    examples::take(texts.collect()).map_err(text::examples_missing)
}
