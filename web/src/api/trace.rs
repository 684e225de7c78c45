//! The run as a trace, for scripts.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use wasmscope::observe::trace::Format;

use super::error::Failure;
use super::{Calls, Outcome, member, whole};
use crate::page::Page;
use crate::text;

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add1("trace", move |options| trace(page, &options));
}

/// A promise of the parts of the trace.
fn trace(page: Page, options: &JsValue) -> Outcome {
    page.check_movable()?;
    let number = |name: &str, usual| match member(options, name) {
        Some(value) => whole(&value, name),
        None => Ok(usual),
    };
    let (from, to) = (number("from", 0)?, number("to", u64::MAX)?);
    if from > to {
        return Err(Failure::argument(text::trace_api_behind(from, to)).into());
    }
    let format = match member(options, "format") {
        Some(name) => name.as_string().and_then(|name| Format::parse(&name)),
        None => Some(Format::Lines),
    };
    let format = format.ok_or_else(|| Failure::argument(text::TRACE_API_FORMAT))?;
    let promise = future_to_promise(async move {
        let parts = page.trace(from, to, format, &|_| true).await;
        parts.map(JsValue::from).ok_or_else(super::given_up)
    });
    Ok(promise.into())
}
