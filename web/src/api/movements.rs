//! Movements, for scripts.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use wasmscope::runtime::Machine;
use wasmscope::syntax::{FuncIdx, ValType};

use super::breakpoints::{instruction_of, instruction_on, module_of};
use super::convert::{self, to_object};
use super::error::Failure;
use super::{Calls, Outcome, member, whole};
use crate::model::goal::{Goal, Movement, Reason};
use crate::page::{Leap, Page};
use crate::text;

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add1("step", move |count| {
        page.check_movable()?;
        let count = count_of(&count)?;
        page.step(count);
        page.outcome()
    });
    calls.add1("stepBack", move |count| {
        page.check_movable()?;
        let count = count_of(&count)?;
        let leap = match count {
            1 => page.leap_back(),
            _ => page.leap_to(page.steps().saturating_sub(count), Reason::Step),
        };
        page.leap_at_once(leap);
        page.outcome()
    });
    calls.add1("seek", move |step| {
        page.check_movable()?;
        let step = number(&step, "step")?;
        page.leap_at_once(page.leap_to(step, Reason::Until));
        page.outcome()
    });
    calls.add1("goTo", move |step| {
        page.check_movable()?;
        let step = number(&step, "step")?;
        Ok(leaping(page, page.leap_to(step, Reason::Until)))
    });
    calls.add0("stepOverBack", move || {
        page.check_movable()?;
        Ok(leaping(page, page.leap_over_back()))
    });
    calls.add0("stepOutBack", move || {
        page.check_movable()?;
        Ok(leaping(page, page.leap_out_back()))
    });
    calls.add1("runBack", move |options| run_back(page, &options));
    calls.add0("stepOver", move || {
        page.check_movable()?;
        match page.goal(Goal::over) {
            Goal::Step(_) => {
                page.step(1);
                page.outcome()
            }
            over => Ok(moving(page, Movement::breaking(over), Reason::Step)),
        }
    });
    calls.add0("stepOut", move || {
        page.check_movable()?;
        let out = Movement::breaking(page.goal(Goal::out));
        Ok(moving(page, out, Reason::Step))
    });
    calls.add1("run", move |options| run(page, &options));
    calls.add0("pause", move || {
        page.pause();
        Ok(JsValue::UNDEFINED)
    });
    calls.add1("answer", move |values| answer(page, &values));
}

/// How many steps; one when it is not told.
fn count_of(value: &JsValue) -> Result<u64, Failure> {
    match value.is_undefined() {
        true => Ok(1),
        false => number(value, "count"),
    }
}

/// A step, or a number of steps.
fn number(value: &JsValue, name: &str) -> Result<u64, Failure> {
    if value.is_bigint() {
        return Err(Failure::argument(text::movements_api_number(name)));
    }
    whole(value, name)
}

pub(super) fn leaping(page: Page, leap: Leap) -> JsValue {
    let run = leap.run();
    page.await_run(run);
    page.announce_leap(&leap);
    future_to_promise(async move {
        page.leap(leap).await;
        page.end_of_run(run)
    })
    .into()
}

fn moving(page: Page, movement: Movement, reason: Reason) -> JsValue {
    let mine = page.begin_run();
    page.await_run(mine);
    future_to_promise(async move {
        page.run(mine, movement, reason, false).await;
        page.end_of_run(mine)
    })
    .into()
}

fn run_back(page: Page, options: &JsValue) -> Outcome {
    page.check_movable()?;
    let (goal, module) = stop(page, options)?;
    if matches!(goal, Goal::Step(step) if step > page.steps()) {
        return Err(Failure::argument(text::MOVEMENTS_API_RUN_BACK).into());
    }
    Ok(leaping(page, page.leap_back_to(goal, module)))
}

fn run(page: Page, options: &JsValue) -> Outcome {
    page.check_movable()?;
    let (goal, module) = stop(page, options)?;
    if matches!(goal, Goal::Step(step) if step < page.steps()) {
        let what = text::MOVEMENTS_API_RUN;
        return Err(Failure::argument(what).into());
    }
    let mut movement = Movement {
        module,
        ..Movement::breaking(goal)
    };
    if let Some(fuel) = member(options, "fuel") {
        movement.last = Some(page.steps().saturating_add(number(&fuel, "fuel")?));
    }
    let reason = match goal {
        Goal::End => Reason::End,
        _ => Reason::Until,
    };
    Ok(moving(page, movement, reason))
}

/// Reads `options.until`, a `Stop`. Every run stops at breakpoints, so one to a breakpoint
/// goes to the end.
fn stop(page: Page, options: &JsValue) -> Result<(Goal, u32), Failure> {
    if !options.is_undefined() && !options.is_object() {
        return Err(Failure::argument(text::MOVEMENTS_API_OPTIONS));
    }
    let Some(until) = &member(options, "until") else {
        return Ok((Goal::End, 0));
    };
    if let Some(step) = member(until, "step") {
        return number(&step, "step").map(|step| (Goal::Step(step), 0));
    }
    if let Some(line) = member(until, "line") {
        let (module, program) = module_of(page, until)?;
        instruction_on(&program, &line, None)?;
        // It is a line of the text, so it fits.
        return Ok((Goal::Line(whole(&line, "line")? as u32), module));
    }
    if let Some(func) = member(until, "func") {
        let (module, program) = module_of(page, until)?;
        let (func, pc) = instruction_of(&program, &func, member(until, "pc").as_ref())?;
        let func = FuncIdx(func);
        return Ok((Goal::Place { func, pc }, module));
    }
    if member(until, "breakpoint").is_some_and(|wanted| wanted.is_truthy()) {
        return Ok((Goal::End, 0));
    }
    Err(Failure::argument(text::MOVEMENTS_API_UNTIL_TAKES))
}

fn answer(page: Page, values: &JsValue) -> Outcome {
    page.check_free()?;
    let types: Vec<ValType> = page.with_debugger(|debugger| {
        let call = debugger
            .machine()
            .filter(|_| debugger.is_waiting())
            .and_then(Machine::host_call);
        call.map(|call| call.ty.results.to_vec())
            .ok_or_else(|| Failure::new("host", text::MOVEMENTS_API_NO_CALL_WAITS))
    })?;
    let given = values
        .dyn_ref::<Array>()
        .ok_or_else(|| Failure::argument(text::MOVEMENTS_API_ANSWER_TAKES))?
        .to_vec();
    if given.len() != types.len() {
        let message = text::movements_api_results(types.len() as u64, given.len());
        return Err(Failure::argument(message).into());
    }
    let values: Result<Vec<_>, _> = types
        .iter()
        .zip(&given)
        .map(|(ty, value)| convert::from_js(*ty, value))
        .collect();
    page.answer_from_script(&values.map_err(Failure::argument)?)
        .map_err(Failure::argument)?;
    to_object(&page.current_state(None))
}
