//! What scripts give to programs on WASI: `options.wasi` of `load`, and `input`.

use std::sync::Arc;

use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::prelude::*;

use super::convert::to_object;
use super::error::Failure;
use super::{Calls, Outcome, member};
use crate::model::wasi::Gift;
use crate::page::Page;
use crate::text;

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add1("input", move |text| input(page, &text));
}

/// What is given, and the words, if there are any.
type Given = (Gift, Option<Vec<String>>);

/// Reads `options.wasi`.
pub(super) fn given(options: &JsValue) -> Result<Option<Given>, Failure> {
    let mut gift = Gift::default();
    let Some(wasi) = there(options, "wasi") else {
        return Ok(None);
    };
    if !wasi.is_object() {
        return Err(Failure::argument(text::WASI_API_OBJECT));
    }
    let words = match there(&wasi, "args") {
        None => None,
        Some(args) => {
            let wrong = || Failure::argument(text::WASI_API_ARGS);
            let args = args.dyn_into::<Array>().map_err(|_| wrong())?;
            let words: Option<Vec<String>> = args.iter().map(|word| word.as_string()).collect();
            Some(words.ok_or_else(wrong)?)
        }
    };
    for (name, value) in entries(&wasi, "env")? {
        let value = value.as_string();
        let value = value.ok_or_else(|| Failure::argument(text::WASI_API_ENV))?;
        gift.environ.push(format!("{name}={value}"));
    }
    if let Some(input) = there(&wasi, "stdin") {
        let text = input.as_string();
        gift.input = Some(text.ok_or_else(|| Failure::argument(text::WASI_API_STDIN))?);
    }
    for (path, value) in entries(&wasi, "files")? {
        let bytes: Arc<[u8]> = match (value.as_string(), value.dyn_ref::<Uint8Array>()) {
            (Some(text), _) => text.into_bytes().into(),
            (None, Some(bytes)) => bytes.to_vec().into(),
            _ => {
                let message = text::WASI_API_FILES;
                return Err(Failure::argument(message));
            }
        };
        gift.files.push((path, bytes));
    }
    if let Some(seed) = there(&wasi, "seed") {
        gift.seed = super::whole(&seed, "wasi.seed")?;
    }
    Ok(Some((gift, words)))
}

/// A member that is neither undefined nor null.
fn there(object: &JsValue, name: &str) -> Option<JsValue> {
    member(object, name).filter(|value| !value.is_null() && !value.is_undefined())
}

/// The members of an object.
fn entries(wasi: &JsValue, name: &str) -> Result<Vec<(String, JsValue)>, Failure> {
    let Some(value) = there(wasi, name) else {
        return Ok(Vec::new());
    };
    let object = value.dyn_ref::<Object>();
    let object = object.ok_or_else(|| Failure::argument(text::wasi_api_member(name)))?;
    let pairs = Object::entries(object);
    let pair = |pair: JsValue| {
        let pair: Array = pair.unchecked_into();
        (pair.get(0).as_string().unwrap_or_default(), pair.get(1))
    };
    Ok(pairs.iter().map(pair).collect())
}

/// Gives standard input more, or ends it.
fn input(page: Page, text: &JsValue) -> Outcome {
    page.check_movable()?;
    if !page.takes_input() {
        return Err(Failure::argument(text::WASI_API_NO_INPUT).into());
    }
    match text.as_string() {
        Some(text) => page.give_input(&text),
        None if text.is_null() => page.end_input(),
        None => return Err(Failure::argument(text::WASI_API_INPUT_TAKES).into()),
    }
    to_object(&page.current_state(None))
}
