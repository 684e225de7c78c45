//! A picture of the run, for scripts.

use js_sys::Float64Array;
use wasm_bindgen::prelude::*;

use super::error::Failure;
use super::{Calls, Outcome, whole};
use crate::model::debugger::Debugger;
use crate::model::lanes::COLUMNS;
use crate::page::Page;
use crate::text;

/// Columns that a script may ask for.
const MOST: u64 = 100_000;

/// `overview(from, to, columns)` gives numbers, which `www/src/overview.js` makes objects of;
/// nothing while there is more to be found out.
pub(super) fn add(calls: &Calls, page: Page) {
    let overview = Closure::<dyn Fn(JsValue, JsValue, JsValue) -> Outcome>::new(
        move |from: JsValue, to: JsValue, columns: JsValue| {
            let number = |value: &JsValue, name, usual| match value.is_undefined() {
                true => Ok(usual),
                false => whole(value, name),
            };
            let known = page.with_debugger(Debugger::last_known);
            let from = number(&from, "from", 0)?;
            let to = number(&to, "to", known)?;
            let columns = number(&columns, "columns", COLUMNS as u64)?;
            if from > to || columns == 0 || columns > MOST {
                let text = text::overview_api_bounds(MOST);
                return Err(Failure::argument(text).into());
            }
            let Some(picture) = page.overview(from..to, columns as usize) else {
                return Ok(JsValue::UNDEFINED);
            };
            let ending = picture
                .ending
                .map_or(-1.0, |ending| f64::from(ending as u8));
            let mut flat = vec![
                picture.from as f64,
                picture.to as f64,
                picture.width as f64,
                ending,
            ];
            for column in &picture.columns {
                let (least, most) = column.depth.map_or((-1.0, -1.0), |(least, most)| {
                    (f64::from(least), f64::from(most))
                });
                flat.extend([
                    f64::from(u8::from(column.exact)),
                    least,
                    most,
                    f64::from(column.height),
                    f64::from(u8::from(column.wrote)),
                    column.writes as f64,
                    column.written as f64,
                    column.hosts as f64,
                ]);
            }
            Ok(Float64Array::from(flat.as_slice()).into())
        },
    );
    calls.add("overview", &overview.into_js_value());
}
