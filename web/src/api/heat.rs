//! What a run spends its instructions on, for scripts.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use super::{Calls, Outcome};
use crate::page::Page;

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add0("profile", move || profile(page));
}

/// A promise of the profile as JSON.
fn profile(page: Page) -> Outcome {
    page.check_movable()?;
    let promise = future_to_promise(async move {
        let profile = page.profile().await;
        profile.map(JsValue::from).ok_or_else(super::given_up)
    });
    Ok(promise.into())
}
