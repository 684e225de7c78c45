//! What the prediction needs of the machine; the rest of it is `www/src/prediction.js`.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasmscope::runtime::Value;
use wasmscope::syntax::ValType;

use super::{Calls, argument};
use crate::page::Page;

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add0("callsHost", move || {
        let calls_host = page.explained(|machine, _| machine.host_call().is_some());
        Ok(calls_host.unwrap_or(false).into())
    });
    calls.add1("predict", move |on| {
        page.predict(on.is_truthy());
        Ok(JsValue::UNDEFINED)
    });
    calls.add0("isPredicting", move || {
        Ok(page.predicting.get_untracked().into())
    });
    calls.add2("readValue", |ty, text| {
        let text = text.as_string().unwrap_or_default();
        match Value::parse(type_of(&ty), &text) {
            Ok(value) => Ok(value.bits().into()),
            Err(error) => Err(argument(&error.to_string())),
        }
    });
}

/// The type of numbers or vectors of a name.
fn type_of(name: &JsValue) -> ValType {
    match name.as_string().as_deref() {
        Some("i64") => ValType::I64,
        Some("f32") => ValType::F32,
        Some("f64") => ValType::F64,
        Some("v128") => ValType::V128,
        _ => ValType::I32,
    }
}
