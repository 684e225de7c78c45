//! `breakpoints`, for scripts.

use std::sync::Arc;

use wasm_bindgen::prelude::*;

use super::convert::to_object;
use super::error::Failure;
use super::{Calls, Outcome, member, whole};
use crate::model::breakpoints::Extras;
use crate::model::modules::MAIN;
use crate::model::program::Program;
use crate::page::Page;
use crate::text;

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add1("addBreakpoint", move |wanted| add_one(page, &wanted));
    calls.add2("setBreakpoint", move |id, changes| {
        set_one(page, &id, &changes)
    });
    calls.add1("removeBreakpoint", move |id| {
        let id = whole(&id, "id")?;
        if let Ok(id) = u32::try_from(id) {
            page.drop_breakpoint(id);
        }
        Ok(JsValue::UNDEFINED)
    });
    calls.add0("breakpoints", move || to_object(&page.breakpoint_views()));
}

/// The module that a script names, and its number; the main one when it names none.
pub(super) fn module_of(page: Page, wanted: &JsValue) -> Result<(u32, Arc<Program>), Failure> {
    let name = match member(wanted, "module") {
        None => MAIN.to_owned(),
        Some(name) => name
            .as_string()
            .ok_or_else(|| Failure::argument(text::BREAKPOINTS_API_MODULE_NAME))?,
    };
    page.with_debugger(|debugger| {
        let main = debugger.program();
        let main = main.ok_or_else(|| Failure::new("empty", text::API_NOTHING_LOADED))?;
        if name == MAIN {
            return Ok((0, Arc::clone(main)));
        }
        let linked = debugger.linked();
        match linked.iter().find(|linked| *linked.name == *name) {
            Some(linked) => Ok((linked.id, Arc::clone(&linked.program))),
            None => {
                let names = linked.iter().map(|linked| &*linked.name);
                let names: Vec<&str> = std::iter::once(MAIN).chain(names).collect();
                let names = names.join(", ");
                Err(Failure::argument(text::breakpoints_api_no_module(
                    name, names,
                )))
            }
        }
    })
}

/// A function by its name or index.
pub(super) fn func_of(program: &Program, func: &JsValue) -> Result<u32, Failure> {
    if let Some(name) = func.as_string() {
        return program
            .func_named(&name)
            .ok_or_else(|| Failure::argument(text::breakpoints_api_no_function(name)));
    }
    let index = index(func, "func")?;
    let count = program.module.funcs.len();
    match (index as usize) < count {
        true => Ok(index),
        false => Err(Failure::argument(text::breakpoints_api_no_index(
            index, count,
        ))),
    }
}

/// An instruction of the program that a script names by function and pc, which is the first
/// one when it is not told.
pub(super) fn instruction_of(
    program: &Program,
    func: &JsValue,
    pc: Option<&JsValue>,
) -> Result<(u32, u32), Failure> {
    let func = func_of(program, func)?;
    let pc = pc.map_or(Ok(0), |pc| index(pc, "pc"))?;
    match program.instruction_count(func) {
        None => Err(Failure::argument(text::breakpoints_api_imported(func))),
        Some(count) if (pc as usize) < count => Ok((func, pc)),
        Some(count) => Err(Failure::argument(text::breakpoints_api_no_instruction(
            pc, func, count,
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
    found.ok_or_else(|| Failure::argument(text::breakpoints_api_nothing_on_line(line)))
}

fn index(value: &JsValue, name: &str) -> Result<u32, Failure> {
    Ok(u32::try_from(whole(value, name)?).unwrap_or(u32::MAX))
}

fn add_one(page: Page, wanted: &JsValue) -> Outcome {
    // Of a call of the host, `module` says what it is imported from.
    let is_host = member(wanted, "on").is_some_and(|on| on == "host");
    let place = if is_host { &JsValue::UNDEFINED } else { wanted };
    let (module, program) = module_of(page, place)?;
    let (on, of) = match member(wanted, "on") {
        Some(on) => {
            let on = on.as_string().unwrap_or_default();
            let of = of_event(&program, &on, wanted)?;
            (on, of)
        }
        None => {
            let (func, pc) = if let Some(func) = member(wanted, "func") {
                instruction_of(&program, &func, member(wanted, "pc").as_ref())?
            } else if let Some(line) = member(wanted, "line") {
                instruction_on(&program, &line, member(wanted, "column").as_ref())?
            } else {
                let what = text::BREAKPOINTS_API_ADD_TAKES;
                return Err(Failure::argument(what).into());
            };
            ("instruction".to_owned(), format!("{func} {pc}"))
        }
    };
    let extras = extras_of(wanted, Extras::default())?;
    let added = page.add_breakpoint_in(module, &on, &of, &extras);
    Ok(added.map_err(Failure::argument)?.into())
}

fn set_one(page: Page, id: &JsValue, changes: &JsValue) -> Outcome {
    let id = index(id, "id")?;
    let before = page.extras_of(id);
    let before = before.ok_or_else(|| Failure::argument(text::breakpoints_model_no_such(id)))?;
    let extras = extras_of(changes, before)?;
    page.change_breakpoint(id, &extras)
        .map_err(Failure::argument)?;
    Ok(JsValue::UNDEFINED)
}

/// What is waited for, as it would be typed: the members that a script gives, in order.
fn of_event(program: &Program, on: &str, wanted: &JsValue) -> Result<String, Failure> {
    let word = |name: &str| {
        let value = member(wanted, name)?;
        value.as_string().or_else(|| {
            let number = whole(&value, name).ok()?;
            Some(number.to_string())
        })
    };
    let needed = |name: &str| {
        word(name).ok_or_else(|| Failure::argument(text::breakpoints_api_missing(name, on)))
    };
    let counted = |first: &str, of: &str| {
        let at = member(wanted, first)
            .ok_or_else(|| Failure::argument(text::breakpoints_api_missing(first, on)))?;
        let count = member(wanted, "length").map_or(Ok(1), |length| whole(&length, "length"))?;
        let which = member(wanted, of).map_or(Ok(0), |which| whole(&which, of))?;
        Ok::<_, Failure>(format!("{}, {count}, {which}", whole(&at, first)?))
    };
    let func = || {
        let func = member(wanted, "func").unwrap_or_default();
        func_of(program, &func).map(|func| func.to_string())
    };
    Ok(match on {
        "entry" | "exit" => func()?,
        "opcode" => needed("op")?,
        "host" => {
            let name = word("name").map(|name| format!(".{name}"));
            word("module").unwrap_or_default() + &name.unwrap_or_default()
        }
        "read" | "write" | "access" => counted("address", "memory")?,
        "local" => func()? + " " + &needed("local")?,
        "global" => needed("global")?,
        "table" => counted("index", "table")?,
        _ => String::new(),
    })
}

/// What else is asked of a breakpoint; what is not told stays as it is.
fn extras_of(wanted: &JsValue, mut extras: Extras) -> Result<Extras, Failure> {
    for (name, place) in [
        ("condition", &mut extras.condition),
        ("log", &mut extras.log),
    ] {
        if let Some(value) = member(wanted, name) {
            let text = value
                .as_string()
                .or_else(|| value.is_null().then(String::new));
            *place = text.ok_or_else(|| Failure::argument(text::breakpoints_api_string(name)))?;
        }
    }
    if let Some(hits) = member(wanted, "hits") {
        extras.hits = whole(&hits, "hits")?;
    }
    for (name, place) in [("once", &mut extras.once), ("enabled", &mut extras.enabled)] {
        if let Some(value) = member(wanted, name) {
            *place = value.is_truthy();
        }
    }
    Ok(extras)
}
