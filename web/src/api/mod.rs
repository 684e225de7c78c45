//! `window.wasmscope`: the machine for scripts, as the page itself uses it.
//!
//! The shape of the object is in `www/src/interface.js`, its types are in
//! `www/wasmscope.d.ts`; here are the functions behind it.

mod branches;
mod breakpoints;
mod canvas;
mod check;
pub mod convert;
mod error;
mod explanation;
mod heat;
mod history;
mod lessons;
mod load;
mod movements;
mod observe;
mod overview;
mod prediction;
mod share;
mod trace;
mod types;
mod wasi;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::bindings;
use crate::page::Page;
use crate::text;
use convert::to_object;
use error::Failure;

type Outcome = Result<JsValue, JsValue>;

/// The functions by name, while the object is made.
struct Calls(Object);

impl Calls {
    fn add(&self, name: &str, function: &JsValue) {
        // Setting a member of a fresh plain object cannot fail.
        let _ = Reflect::set(&self.0, &JsValue::from(name), function);
    }

    fn add0(&self, name: &str, call: impl Fn() -> Outcome + 'static) {
        let closure = Closure::<dyn Fn() -> Outcome>::new(call);
        self.add(name, &closure.into_js_value());
    }

    fn add1(&self, name: &str, call: impl Fn(JsValue) -> Outcome + 'static) {
        let closure = Closure::<dyn Fn(JsValue) -> Outcome>::new(call);
        self.add(name, &closure.into_js_value());
    }

    fn add2(&self, name: &str, call: impl Fn(JsValue, JsValue) -> Outcome + 'static) {
        let closure = Closure::<dyn Fn(JsValue, JsValue) -> Outcome>::new(call);
        self.add(name, &closure.into_js_value());
    }
}

/// Puts `window.wasmscope` in its place.
pub fn install(page: Page) {
    let calls = Calls(Object::new());
    load::add(&calls, page);
    movements::add(&calls, page);
    observe::add(&calls, page);
    branches::add(&calls, page);
    breakpoints::add(&calls, page);
    share::add(&calls, page);
    wasi::add(&calls, page);
    history::add(&calls, page);
    overview::add(&calls, page);
    trace::add(&calls, page);
    heat::add(&calls, page);
    canvas::add(&calls, page);
    check::add(&calls, page);
    types::add(&calls, page);
    lessons::add(&calls, page);
    explanation::add(&calls, page);
    prediction::add(&calls, page);
    calls.add0("state", move || to_object(&page.current_state(None)));
    calls.add0("lastStop", move || to_object(&page.last_stop()));
    let memory = Closure::<dyn Fn(JsValue, JsValue, JsValue) -> Outcome>::new(
        move |address: JsValue, length: JsValue, index: JsValue| {
            let index = if index.is_undefined() {
                0
            } else {
                whole(&index, "index")?
            };
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            let (address, length) = (whole(&address, "address")?, whole(&length, "length")?);
            let bytes = page.memory_bytes(index, address, length)?;
            Ok(js_sys::Uint8Array::from(bytes.as_slice()).into())
        },
    );
    calls.add("memory", &memory.into_js_value());
    bindings::publish(env!("CARGO_PKG_VERSION"), &calls.0);
}

/// A member of an object that a script gives; nothing where it is undefined.
fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    // What has no members at all has none of this name either.
    let value = Reflect::get(object, &JsValue::from(name)).unwrap_or_default();
    (!value.is_undefined()).then_some(value)
}

/// A whole number that is not negative.
fn whole(value: &JsValue, name: &str) -> Result<u64, Failure> {
    let wrong = || Failure::argument(text::api_whole(name));
    if value.is_bigint() {
        return u64::try_from(value.clone()).map_err(|_| wrong());
    }
    let number = value.as_f64().ok_or_else(wrong)?;
    if number.fract() == 0.0 && (0.0..=9_007_199_254_740_991.0).contains(&number) {
        Ok(number as u64)
    } else {
        Err(wrong())
    }
}

/// A movement was asked for at the wrong moment.
pub(crate) fn busy(message: &str) -> JsValue {
    Failure::new("busy", message).into()
}

/// Something was given up on the way to an answer.
fn given_up() -> JsValue {
    busy(text::API_GIVEN_UP)
}

/// A function that a script has given to the program has failed.
pub(crate) fn host(message: &str) -> JsValue {
    Failure::new("host", message).into()
}

/// An argument is wrong.
pub(crate) fn argument(message: &str) -> JsValue {
    Failure::argument(message).into()
}

/// Something was asked of a machine that is not there.
pub(crate) fn empty(message: &str) -> JsValue {
    Failure::new("empty", message).into()
}
