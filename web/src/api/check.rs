//! What `checkWithBrowser` needs; the rest of it is `www/src/check`.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::convert::to_object;
use super::{Calls, Outcome, given_up};
use crate::page::Page;

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add0("runAgain", move || run_again(page));
    calls.add0("hostCalls", move || Ok(host_calls(page)));
}

/// What was called, and of which module.
fn run_again(page: Page) -> Outcome {
    page.check_free()?;
    let object = to_object(&page.run_again())?;
    if let Some(program) = page.program() {
        let bytes = Uint8Array::from(&*program.module.bytes);
        Reflect::set(&object, &JsValue::from("bytes"), &bytes)?;
    }
    Ok(object)
}

/// A promise of the calls of the host.
fn host_calls(page: Page) -> JsValue {
    let promise = future_to_promise(async move {
        let calls = page.host_calls().await.ok_or_else(given_up)?;
        to_object(&calls)
    });
    promise.into()
}
