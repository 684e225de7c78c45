//! Movements, for scripts.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use wasmscope::runtime::Machine;
use wasmscope::syntax::ValType;

use super::breakpoints::func_of;
use super::convert::{self, to_object};
use super::error::Failure;
use super::{Calls, Outcome, whole};
use crate::model::goal::{Goal, Movement, Reason};
use crate::page::{Leap, Page};

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add1("step", move |count| {
        page.check_movable()?;
        let count = if count.is_undefined() {
            1
        } else {
            whole(&count, "count")?
        };
        page.step(count);
        to_object(&page.current_state(None))
    });
    calls.add1("stepBack", move |count| {
        page.check_movable()?;
        let count = if count.is_undefined() {
            1
        } else {
            step_number(&count, "count")?
        };
        let to = page.steps().saturating_sub(count);
        let leap = match count {
            1 => page.leap_back(),
            _ => page.leap_to(to, Reason::Step),
        };
        page.leap_at_once(leap);
        to_object(&page.current_state(None))
    });
    calls.add1("seek", move |step| {
        page.check_movable()?;
        let step = step_number(&step, "step")?;
        page.leap_at_once(page.leap_to(step, Reason::Until));
        to_object(&page.current_state(None))
    });
    calls.add1("goTo", move |step| {
        page.check_movable()?;
        let step = step_number(&step, "step")?;
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
    calls.add1("runBack", move |until| run_back(page, &until));
    calls.add0("stepOver", move || {
        page.check_movable()?;
        Ok(moving(page, page.goal(Goal::over), Reason::Step))
    });
    calls.add0("stepOut", move || {
        page.check_movable()?;
        Ok(moving(page, page.goal(Goal::out), Reason::Step))
    });
    calls.add2("run", move |until, fuel| run(page, &until, &fuel));
    calls.add0("pause", move || {
        page.pause();
        Ok(JsValue::UNDEFINED)
    });
    calls.add1("answer", move |values| answer(page, &values));
}

/// A step, or a number of steps.
fn step_number(value: &JsValue, name: &str) -> Result<u64, Failure> {
    if value.is_bigint() {
        return Err(Failure::argument(format!("{name} has to be a number")));
    }
    whole(value, name)
}

fn leaping(page: Page, leap: Leap) -> JsValue {
    page.announce_leap(&leap);
    future_to_promise(async move {
        page.leap(leap).await;
        to_object(&page.current_state(None))
    })
    .into()
}

fn run_back(page: Page, until: &JsValue) -> Outcome {
    page.check_movable()?;
    let goal = if until.is_undefined() {
        Goal::End
    } else {
        stop(page, until)?
    };
    match goal {
        Goal::End => Ok(leaping(page, page.leap_to_breakpoint())),
        Goal::Step(step) if step <= page.steps() => {
            Ok(leaping(page, page.leap_to(step, Reason::Until)))
        }
        Goal::Step(_) => Err(Failure::argument("runBack goes to a step of the past").into()),
        _ => {
            let what = "runBack goes to a step or a breakpoint, so far";
            Err(Failure::argument(what).into())
        }
    }
}

fn moving(page: Page, goal: Goal, reason: Reason) -> JsValue {
    let mine = page.begin_run();
    future_to_promise(async move {
        page.run(mine, Movement::breaking(goal), reason, false)
            .await;
        to_object(&page.current_state(None))
    })
    .into()
}

fn run(page: Page, until: &JsValue, fuel: &JsValue) -> Outcome {
    page.check_movable()?;
    let goal = if until.is_undefined() {
        None
    } else {
        Some(stop(page, until)?)
    };
    if matches!(goal, Some(Goal::Step(step)) if step < page.steps()) {
        return Err(Failure::argument("run goes forward; goTo goes to a step of the past").into());
    }
    let fuel = if fuel.is_undefined() {
        None
    } else {
        Some(whole(fuel, "fuel")?)
    };
    let (goal, reason) = match (goal, fuel) {
        (None | Some(Goal::End), None) => (Goal::End, Reason::End),
        (None | Some(Goal::End), Some(fuel)) => {
            (Goal::Step(page.steps().saturating_add(fuel)), Reason::Fuel)
        }
        (Some(goal), None) => (goal, Reason::Until),
        (Some(Goal::Step(step)), Some(fuel)) => {
            let last = page.steps().saturating_add(fuel);
            (
                Goal::Step(step.min(last)),
                if step <= last {
                    Reason::Until
                } else {
                    Reason::Fuel
                },
            )
        }
        (Some(_), Some(_)) => {
            return Err(Failure::argument("fuel goes with a step, or alone, so far").into());
        }
    };
    Ok(moving(page, goal, reason))
}

/// Reads a `Stop`. Every run stops at breakpoints, so one to a breakpoint goes to the end.
fn stop(page: Page, until: &JsValue) -> Result<Goal, Failure> {
    let member = |name: &str| {
        let value = Reflect::get(until, &JsValue::from(name)).unwrap_or_default();
        (!value.is_undefined()).then_some(value)
    };
    if let Some(step) = member("step") {
        return step_number(&step, "step").map(Goal::Step);
    }
    if let Some(line) = member("line") {
        let line = u32::try_from(whole(&line, "line")?).unwrap_or(u32::MAX);
        return Ok(Goal::Line(line));
    }
    if let Some(func) = member("func") {
        let func = func_of(page, &func)?;
        let pc = match member("pc") {
            Some(pc) => Some(u32::try_from(whole(&pc, "pc")?).unwrap_or(u32::MAX)),
            // Where a function begins.
            None => Some(0),
        };
        return Ok(Goal::Place { func, pc });
    }
    if member("breakpoint").is_some_and(|wanted| wanted.is_truthy()) {
        return Ok(Goal::End);
    }
    Err(Failure::argument(
        "until takes {step}, {line}, {func, pc} or {breakpoint: true}",
    ))
}

fn answer(page: Page, values: &JsValue) -> Outcome {
    page.check_free()?;
    let types: Vec<ValType> = page.with_debugger(|debugger| {
        let call = debugger
            .machine()
            .filter(|_| debugger.is_waiting())
            .and_then(Machine::host_call);
        call.map(|call| call.ty.results.to_vec())
            .ok_or_else(|| Failure::new("host", "no host call waits for an answer"))
    })?;
    let given = values
        .dyn_ref::<Array>()
        .map(Array::to_vec)
        .unwrap_or_default();
    if given.len() != types.len() {
        let message = format!(
            "the call has {} results, {} given",
            types.len(),
            given.len()
        );
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
