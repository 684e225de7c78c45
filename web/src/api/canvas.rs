//! The picture that the state shows, for scripts.

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use super::{Calls, Outcome};
use crate::page::Page;

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add0("picture", move || picture(page));
}

/// Size, number, step and pixels; null where the state shows nothing.
fn picture(page: Page) -> Outcome {
    let shown = page.shown_picture();
    let (Some(picture), Some((size, pixels))) = (&shown.picture, shown.pixels()) else {
        return Ok(JsValue::NULL);
    };
    let object = Object::new();
    for (name, value) in [
        ("width", JsValue::from(size.width)),
        ("height", JsValue::from(size.height)),
        ("number", JsValue::from(picture.number as f64)),
        ("step", JsValue::from(picture.step as f64)),
        ("pixels", Uint8Array::from(&**pixels).into()),
    ] {
        // Setting a member of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from(name), &value);
    }
    Ok(object.into())
}
