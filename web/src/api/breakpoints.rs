//! `breakpoints`, for scripts.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use super::convert::to_object;
use super::error::Failure;
use super::{Calls, Outcome, whole};
use crate::page::Page;

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add1("addBreakpoint", move |wanted| add_one(page, &wanted));
    calls.add1("removeBreakpoint", move |id| {
        let id = whole(&id, "id")?;
        if let Ok(id) = u32::try_from(id) {
            page.drop_breakpoint(id);
        }
        Ok(JsValue::UNDEFINED)
    });
    calls.add0("breakpoints", move || to_object(&page.breakpoint_views()));
}

/// A function by its name or index.
pub(super) fn func_of(page: Page, func: &JsValue) -> Result<u32, Failure> {
    match func.as_string() {
        Some(name) => page
            .func_named(&name)
            .ok_or_else(|| Failure::argument(format!("there is no function \"{name}\""))),
        None => index(func, "func"),
    }
}

fn index(value: &JsValue, name: &str) -> Result<u32, Failure> {
    Ok(u32::try_from(whole(value, name)?).unwrap_or(u32::MAX))
}

fn add_one(page: Page, wanted: &JsValue) -> Outcome {
    let program = page
        .program()
        .ok_or_else(|| Failure::new("empty", "nothing is loaded"))?;
    let member = |name: &str| {
        let value = Reflect::get(wanted, &JsValue::from(name)).unwrap_or_default();
        (!value.is_undefined()).then_some(value)
    };
    let place = if let Some(func) = member("func") {
        let pc = member("pc").map_or(Ok(0), |pc| index(&pc, "pc"))?;
        Some((func_of(page, &func)?, pc))
    } else if let Some(line) = member("line") {
        let line = index(&line, "line")?;
        match member("column") {
            Some(column) => program.instruction_near((line, index(&column, "column")?)),
            None => program.first_on_line(line),
        }
    } else {
        let what = "breakpoints.add takes {func, pc} or {line, column}";
        return Err(Failure::argument(what).into());
    };
    let id = place.and_then(|(func, pc)| page.add_breakpoint(func, pc));
    let id = id.ok_or_else(|| Failure::argument("there is no instruction"))?;
    Ok(id.into())
}
