//! `observe` and `events`.

use js_sys::{Array, Function};
use leptos::prelude::{UpdateValue, WithValue};
use wasm_bindgen::prelude::*;

use super::breakpoints::func_of;
use super::error::Failure;
use super::{Calls, Outcome, whole};
use crate::page::{Kind, Page};
use crate::text;

pub(super) fn add(calls: &Calls, page: Page) {
    let observe = Closure::<dyn Fn(JsValue, JsValue, JsValue, JsValue) -> Outcome>::new(
        move |observer: JsValue, on: JsValue, func: JsValue, every: JsValue| {
            let observer = observer
                .dyn_into::<Function>()
                .map_err(|_| Failure::argument(text::OBSERVE_API_TAKES))?;
            let on = kinds(&on)?;
            let func = function(page, &func)?;
            let every = if every.is_undefined() {
                1
            } else {
                whole(&every, "every")?
            };
            if every == 0 {
                return Err(Failure::argument(text::OBSERVE_API_EVERY).into());
            }
            let id = page
                .observers
                .try_update_value(|observers| observers.add(observer, on, func, every));
            Ok(id.into())
        },
    );
    calls.add("observe", &observe.into_js_value());
    calls.add1("unobserve", move |id| {
        if let Some(id) = id.as_f64() {
            page.observers
                .update_value(|observers| observers.remove(id as u32));
        }
        Ok(JsValue::UNDEFINED)
    });
    calls.add0("events", move || {
        Ok(page
            .observers
            .with_value(|observers| observers.events)
            .into())
    });
    calls.add1("setEvents", move |wanted| {
        page.observers
            .update_value(|observers| observers.events = wanted.is_truthy());
        Ok(JsValue::UNDEFINED)
    });
}

/// The function that an observer wants to hear of, as records are compared with it.
fn function(page: Page, func: &JsValue) -> Result<Option<String>, Failure> {
    if func.is_undefined() {
        return Ok(None);
    }
    let index = page.with_debugger(|debugger| {
        let main = debugger.program();
        let main = main.ok_or_else(|| Failure::new("empty", text::API_NOTHING_LOADED))?;
        // A name may be that of a function of another module; indices are the main one's.
        let linked = debugger.linked().iter();
        let mut elsewhere =
            linked.filter_map(|linked| linked.program.func_named(&func.as_string()?));
        func_of(main, func).or_else(|error| elsewhere.next().ok_or(error))
    })?;
    Ok(Some(func.as_string().unwrap_or_else(|| index.to_string())))
}

fn kinds(on: &JsValue) -> Result<Vec<Kind>, Failure> {
    if on.is_undefined() {
        return Ok(vec![Kind::Step]);
    }
    let list = on
        .dyn_ref::<Array>()
        .ok_or_else(|| Failure::argument(text::OBSERVE_API_ON_TAKES))?;
    list.iter()
        .map(|kind| {
            let name = kind.as_string().unwrap_or_default();
            Kind::from_name(&name).ok_or_else(|| Failure::argument(text::observe_api_no_kind(name)))
        })
        .collect()
}
