//! `share`.

use wasm_bindgen::prelude::*;

use super::Calls;
use super::error::Failure;
use crate::page::Page;

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add1("share", move |step| {
        // Where the machine stands belongs to it, unless it is not wanted.
        let with_step = step.is_undefined() || step.is_truthy();
        let address = page.address(with_step);
        let address = address.map_err(|error| Failure::argument(error.to_string()))?;
        Ok(JsValue::from(address))
    });
}
