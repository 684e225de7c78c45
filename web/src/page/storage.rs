//! Local storage. It may be full, forbidden or absent; then nothing is kept.

use std::collections::BTreeMap;

use leptos::prelude::{document, window};
use web_sys::Storage;

use crate::model::settings::{Settings, Theme};

const SETTINGS: &str = "wasmscope:settings";
const SOURCE: &str = "wasmscope:source";
const MODULES: &str = "wasmscope:modules";
const CALL: &str = "wasmscope:call";
const LAYOUT: &str = "wasmscope:layout";
const LANES: &str = "wasmscope:lanes";
const PREVIOUS: &str = "wasmscope:previous";
/// How many texts of before are kept.
const MOST_PREVIOUS: usize = 20;

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The settings that were kept.
pub(super) fn settings() -> Settings {
    let text = storage().and_then(|storage| storage.get_item(SETTINGS).ok().flatten());
    let parsed = text.and_then(|text| js_sys::JSON::parse(&text).ok());
    let settings = parsed.and_then(|value| serde_wasm_bindgen::from_value(value).ok());
    settings.unwrap_or_default()
}

/// Keeps the settings, and shows the theme that they name.
pub(super) fn keep_settings(settings: &Settings) {
    if let Some(root) = document().document_element() {
        // Setting or removing an attribute of an element cannot fail.
        let _ = match settings.theme {
            Theme::System => root.remove_attribute("data-theme"),
            theme => root.set_attribute("data-theme", theme.id()),
        };
    }
    let text = serde_wasm_bindgen::to_value(settings)
        .ok()
        .and_then(|value| js_sys::JSON::stringify(&value).ok())
        .map(String::from);
    if let (Some(storage), Some(text)) = (storage(), text) {
        let _ = storage.set_item(SETTINGS, &text);
    }
}

/// The room of each part of the page that was kept.
pub(super) fn weights() -> BTreeMap<String, f64> {
    let text = storage().and_then(|storage| storage.get_item(LAYOUT).ok().flatten());
    let parsed = text.and_then(|text| js_sys::JSON::parse(&text).ok());
    let weights = parsed.and_then(|value| serde_wasm_bindgen::from_value(value).ok());
    weights.unwrap_or_default()
}

/// Keeps the room of each part of the page.
pub(super) fn keep_weights(weights: &BTreeMap<String, f64>) {
    let object = js_sys::Object::new();
    for (name, weight) in weights {
        // Setting a member of a fresh plain object cannot fail.
        let _ = js_sys::Reflect::set(&object, &name.as_str().into(), &(*weight).into());
    }
    let text = js_sys::JSON::stringify(&object).map(String::from);
    if let (Some(storage), Ok(text)) = (storage(), text) {
        let _ = storage.set_item(LAYOUT, &text);
    }
}

/// Whether the lanes of the timeline are unfolded; at first where there is room for them.
pub(super) fn lanes_open() -> bool {
    let kept = storage().and_then(|storage| storage.get_item(LANES).ok().flatten());
    match kept {
        Some(kept) => kept == "open",
        None => super::layout::has_room(),
    }
}

/// Keeps whether the lanes are unfolded.
pub(super) fn keep_lanes_open(open: bool) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(LANES, if open { "open" } else { "closed" });
    }
}

/// The text of the last visit.
pub(super) fn source() -> Option<String> {
    storage()?.get_item(SOURCE).ok().flatten()
}

/// Keeps the text for the next visit; says whether that was possible.
pub(super) fn keep_source(text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(SOURCE, text).is_ok())
}

/// The function and the arguments of the last visit.
pub(super) fn call() -> Option<(String, Vec<String>)> {
    let text = storage()?.get_item(CALL).ok().flatten()?;
    let value = js_sys::JSON::parse(&text).ok()?;
    serde_wasm_bindgen::from_value(value).ok()
}

/// Keeps the function and the arguments for the next visit.
pub(super) fn keep_call(entry: &str, arguments: &[String]) {
    let json = serde_wasm_bindgen::to_value(&(entry, arguments))
        .ok()
        .and_then(|value| js_sys::JSON::stringify(&value).ok())
        .map(String::from);
    if let (Some(storage), Some(json)) = (storage(), json) {
        let _ = storage.set_item(CALL, &json);
    }
}

/// The texts of before the one that is kept, the newest first.
pub(super) fn previous() -> Vec<String> {
    let text = storage().and_then(|storage| storage.get_item(PREVIOUS).ok().flatten());
    let parsed = text.and_then(|text| js_sys::JSON::parse(&text).ok());
    let texts = parsed.and_then(|value| serde_wasm_bindgen::from_value(value).ok());
    texts.unwrap_or_default()
}

/// Puts the text that is kept with those of before; says whether another may take its
/// place.
pub(super) fn keep_previous() -> bool {
    let modules = modules().into_iter().map(|(_, text)| text);
    let texts: Vec<String> = modules.chain(source()).collect();
    texts.is_empty() || storage().is_none() || keep_among_previous(&texts)
}

/// Puts texts with those of before, the last one first; says whether that was possible.
pub(super) fn keep_among_previous(texts: &[String]) -> bool {
    let mut all = previous();
    for text in texts {
        all.retain(|other| other != text);
        all.insert(0, text.clone());
    }
    all.truncate(MOST_PREVIOUS);
    keep_json(PREVIOUS, &all)
}

/// Keeps the modules beside the main one, by their names; says whether that was possible.
pub(super) fn keep_modules(modules: &[(String, String)]) -> bool {
    modules.is_empty() && self::modules().is_empty() || keep_json(MODULES, modules)
}

/// The modules of the last visit.
pub(super) fn modules() -> Vec<(String, String)> {
    let text = storage().and_then(|storage| storage.get_item(MODULES).ok().flatten());
    let parsed = text.and_then(|text| js_sys::JSON::parse(&text).ok());
    let modules = parsed.and_then(|value| serde_wasm_bindgen::from_value(value).ok());
    modules.unwrap_or_default()
}

fn keep_json<T: serde::Serialize + ?Sized>(key: &str, value: &T) -> bool {
    let json = serde_wasm_bindgen::to_value(value)
        .ok()
        .and_then(|value| js_sys::JSON::stringify(&value).ok())
        .map(String::from);
    let kept = storage().zip(json);
    kept.is_some_and(|(storage, json)| storage.set_item(key, &json).is_ok())
}
