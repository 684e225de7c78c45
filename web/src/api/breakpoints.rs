//! `breakpoints`, for scripts.

use wasm_bindgen::prelude::*;

use super::convert::to_object;
use super::error::Failure;
use super::{Calls, Outcome, member, whole};
use crate::model::program::Program;
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
    if let Some(name) = func.as_string() {
        return page
            .func_named(&name)
            .ok_or_else(|| Failure::argument(format!("there is no function \"{name}\"")));
    }
    let index = index(func, "func")?;
    let count = page
        .program()
        .map_or(0, |program| program.module.funcs.len());
    match (index as usize) < count {
        true => Ok(index),
        false => Err(Failure::argument(format!(
            "there is no function {index}: the module has {count}"
        ))),
    }
}

/// An instruction of the program that a script names by function and pc, which is the first
/// one when it is not told.
pub(super) fn instruction_of(
    page: Page,
    func: &JsValue,
    pc: Option<&JsValue>,
) -> Result<(u32, u32), Failure> {
    let func = func_of(page, func)?;
    let pc = pc.map_or(Ok(0), |pc| index(pc, "pc"))?;
    let count = page
        .program()
        .and_then(|program| program.instruction_count(func));
    match count {
        None => Err(Failure::argument(format!(
            "function {func} is imported and has no instructions"
        ))),
        Some(count) if (pc as usize) < count => Ok((func, pc)),
        Some(count) => Err(Failure::argument(format!(
            "there is no instruction {pc}: function {func} has {count}"
        ))),
    }
}

/// The first instruction of a line, or the one nearest to a column of it.
pub(super) fn instruction_on(
    program: &Program,
    line: &JsValue,
    column: Option<&JsValue>,
) -> Result<(u32, u32), Failure> {
    let line = index(line, "line")?;
    let found = match column {
        Some(column) => program.instruction_near((line, index(column, "column")?)),
        None => program.first_on_line(line),
    };
    found.ok_or_else(|| Failure::argument(format!("there is no instruction on line {line}")))
}

fn index(value: &JsValue, name: &str) -> Result<u32, Failure> {
    Ok(u32::try_from(whole(value, name)?).unwrap_or(u32::MAX))
}

fn add_one(page: Page, wanted: &JsValue) -> Outcome {
    let program = page
        .program()
        .ok_or_else(|| Failure::new("empty", "nothing is loaded"))?;
    let (func, pc) = if let Some(func) = member(wanted, "func") {
        instruction_of(page, &func, member(wanted, "pc").as_ref())?
    } else if let Some(line) = member(wanted, "line") {
        instruction_on(&program, &line, member(wanted, "column").as_ref())?
    } else {
        let what = "breakpoints.add takes {func, pc} or {line, column}";
        return Err(Failure::argument(what).into());
    };
    let id = page.add_breakpoint(func, pc);
    let id = id.ok_or_else(|| Failure::argument("there is no instruction"))?;
    Ok(id.into())
}
