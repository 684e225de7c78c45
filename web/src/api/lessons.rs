//! What lessons need of the page: programs tried out, and the text of the editor.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasmscope::runtime::Value;

use super::convert::to_object;
use super::error::Failure;
use super::load::{entry_named, first};
use super::{Calls, Outcome, whole};
use crate::model::program::{EntryPoint, Program};
use crate::model::trial::try_out;
use crate::page::Page;
use crate::text;

/// Instructions that a trial executes when nobody says how many.
const FUEL: u64 = 1_000_000;

pub(super) fn add(calls: &Calls, page: Page) {
    let trial = Closure::<dyn Fn(JsValue, JsValue, JsValue) -> Outcome>::new(
        |source: JsValue, calls: JsValue, fuel: JsValue| trial(&source, &calls, &fuel),
    );
    calls.add("tryOut", &trial.into_js_value());
    calls.add0("source", move || Ok(page.text().into()));
    calls.add2("openText", move |text, title| {
        let text = text.as_string().unwrap_or_default();
        page.show_module(0);
        page.open_text(&text, &title.as_string().unwrap_or_default());
        Ok(JsValue::UNDEFINED)
    });
    calls.add1("revealLine", move |line| {
        let line = u32::try_from(whole(&line, "line")?).unwrap_or(u32::MAX);
        page.show_module(0);
        page.reveal(line, 1);
        Ok(JsValue::UNDEFINED)
    });
}

/// Calls exports of a text on a machine of its own.
fn trial(source: &JsValue, calls: &JsValue, fuel: &JsValue) -> Outcome {
    let source = source
        .as_string()
        .ok_or_else(|| Failure::argument(text::LESSONS_API_TAKES_TEXT))?;
    let fuel = match fuel.is_undefined() {
        true => FUEL,
        false => whole(fuel, "fuel")?,
    };
    let program = Program::from_text(&source).map_err(|problems| first(&problems))?;
    let calls = calls
        .dyn_ref::<Array>()
        .ok_or_else(|| Failure::argument(text::LESSONS_API_CALLS))?;
    let calls: Result<Vec<_>, Failure> = calls.iter().map(|call| read(&program, &call)).collect();
    let trial = try_out(&program, &calls?, fuel).map_err(Failure::from)?;
    to_object(&trial)
}

/// A call: the name of an export, and its arguments.
fn read(program: &Program, call: &JsValue) -> Result<(EntryPoint, Vec<Value>), Failure> {
    let words = call.dyn_ref::<Array>().map(Array::to_vec);
    let words = words.unwrap_or_default();
    let name = words.first().and_then(JsValue::as_string);
    let name = name.ok_or_else(|| Failure::argument(text::LESSONS_API_CALL))?;
    let entry = entry_named(program, &name)?;
    let args = super::load::arguments(entry, &words[1..])?;
    Ok((entry.clone(), args))
}
