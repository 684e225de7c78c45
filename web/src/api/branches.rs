//! Changing the past, branches, comparing, and the states below 0, for scripts.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use wasmscope::exec::Answer;
use wasmscope::runtime::Value;
use wasmscope::syntax::ValType;
use wasmscope::time::{Branch, BranchId, Comparison, Difference};
use wasmscope::view;

use super::convert::{from_js, to_object};
use super::error::Failure;
use super::movements::leaping;
use super::{Calls, Outcome, member, whole};
use crate::model::edit::Spot;
use crate::page::Page;
use crate::text;

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add1("edit", move |place| edit(page, &place));
    calls.add0("branches", move || {
        let branches = page.with_debugger(crate::model::debugger::Debugger::branches);
        Ok(branches.iter().map(told).collect::<Array>().into())
    });
    calls.add1("switchBranch", move |id| {
        page.check_movable()?;
        let leap = page.leap_to_branch(id_of(&id)?).ok_or_else(no_branch)?;
        Ok(leaping(page, leap))
    });
    calls.add2("renameBranch", move |id, name| {
        let name = name.as_string().filter(|name| !name.trim().is_empty());
        let name = name.ok_or_else(|| Failure::argument(text::BRANCHES_API_NAME_IS_TEXT))?;
        match page.rename_branch(id_of(&id)?, &name) {
            true => Ok(JsValue::UNDEFINED),
            false => Err(no_branch().into()),
        }
    });
    calls.add1("removeBranch", move |id| {
        page.check_movable()?;
        let removed = page.remove_branch(id_of(&id)?);
        removed.map_err(Failure::argument)?;
        Ok(JsValue::UNDEFINED)
    });
    calls.add2("compare", move |left, right| compare(page, &left, &right));
    calls.add0("divergence", move || Ok(divergence(page)));
    calls.add0("instantiation", move || {
        let prelude = page.instantiation().map_err(Failure::from)?;
        let steps = Array::new();
        for step in prelude.steps() {
            let Some((machine, main)) = prelude.visit(step.number) else {
                continue;
            };
            steps.push(&object(&[
                ("step", (step.number as f64).into()),
                ("text", step.text.as_str().into()),
                ("error", step.error.as_deref().into()),
                ("state", to_object(&view::state(&machine, main, None))?),
            ]));
        }
        Ok(steps.into())
    });
}

/// A plain object with these members; those that are undefined are left out.
fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members.iter().filter(|(_, value)| !value.is_undefined()) {
        // Setting a member of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from(*name), value);
    }
    object.into()
}

/// A branch, as scripts see it.
fn told(branch: &Branch) -> JsValue {
    let parent = branch.parent.map(|parent| parent.0);
    object(&[
        ("id", branch.id.0.into()),
        ("name", branch.name.as_str().into()),
        ("parent", parent.into()),
        ("from", (branch.from as f64).into()),
        ("why", branch.why.as_str().into()),
        ("known", (branch.known as f64).into()),
        ("current", branch.is_current.into()),
    ])
}

/// Where two runs differ.
fn differs(found: Option<&Difference>) -> JsValue {
    found.map_or(JsValue::UNDEFINED, |found| {
        object(&[
            ("left", (found.left as f64).into()),
            ("right", (found.right as f64).into()),
            ("text", found.text.as_str().into()),
        ])
    })
}

fn id_of(id: &JsValue) -> Result<BranchId, Failure> {
    let id = u32::try_from(whole(id, "branch")?);
    id.map(BranchId).map_err(|_| no_branch())
}

fn no_branch() -> Failure {
    Failure::argument(text::BRANCHES_API_NO_BRANCH)
}

fn number(place: &JsValue, name: &str) -> Result<Option<u64>, Failure> {
    member(place, name)
        .map(|value| whole(&value, name))
        .transpose()
}

fn edit(page: Page, place: &JsValue) -> Outcome {
    page.check_movable()?;
    let index = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
    let spot = if let Some(local) = member(place, "local") {
        let frame = number(place, "frame")?.unwrap_or(0) as usize;
        let index = match local.as_string() {
            Some(name) => local_named(page, frame, &name)?,
            None => index(whole(&local, "local")?),
        };
        Some(Spot::Local { frame, index })
    } else if let Some(operand) = number(place, "operand")? {
        Some(Spot::Operand(operand as usize))
    } else if let Some(global) = member(place, "global") {
        Some(Spot::Global(match global.as_string() {
            Some(name) => global_named(page, &name)?,
            None => index(whole(&global, "global")?),
        }))
    } else if let Some(table) = number(place, "table")? {
        let at = number(place, "index")?;
        let at = at.ok_or_else(|| Failure::argument(text::BRANCHES_API_ELEMENT_INDEX))?;
        Some(Spot::Element {
            table: index(table),
            index: at,
        })
    } else {
        None
    };
    let changed = if let Some(spot) = spot {
        let value = member(place, "value")
            .ok_or_else(|| Failure::argument(text::BRANCHES_API_TAKES_VALUE))?;
        let ty = page.with_debugger(|debugger| debugger.type_of(spot));
        let missing = || Failure::argument(text::EDIT_MODEL_NO_PLACE);
        let value = value_of(page, ty.ok_or_else(missing)?, &value)?;
        page.change_with(|debugger| debugger.change(spot, value))
    } else if let Some(address) = number(place, "address")? {
        let memory = index(number(place, "memory")?.unwrap_or(0));
        let bytes = bytes_of(&member(place, "bytes").unwrap_or_default())?;
        page.change_with(|debugger| debugger.change_bytes(memory, address, &bytes))
    } else if let Some(given) = member(place, "arguments") {
        let args = arguments(page, &given)?;
        let changed = page.change_with(|debugger| debugger.change_arguments(args));
        page.show_arguments();
        changed
    } else {
        let what = text::BRANCHES_API_EDIT_TAKES;
        return Err(Failure::argument(what).into());
    };
    changed.map_err(Failure::argument)?;
    to_object(&page.current_state(None))
}

/// A value of a type; a reference is written as on the page, or is the index of a function.
fn value_of(page: Page, ty: ValType, value: &JsValue) -> Result<Value, Failure> {
    let text = match ty {
        ValType::Ref(_) if value.is_null() => Some("null".to_owned()),
        ValType::Ref(_) => value
            .as_string()
            .or_else(|| value.as_f64().map(|number| number.to_string())),
        _ => None,
    };
    let read = match text {
        Some(text) => page.with_debugger(|debugger| debugger.value_of(ty, &text)),
        None => from_js(ty, value),
    };
    read.map_err(Failure::argument)
}

fn local_named(page: Page, frame: usize, name: &str) -> Result<u32, Failure> {
    let name = name.trim_start_matches('$');
    let state = page.current_state(None);
    let locals = state.frames.get(frame).map(|frame| &frame.locals);
    let local = locals.and_then(|locals| {
        locals
            .iter()
            .find(|local| local.name.as_deref() == Some(name))
    });
    let none = || Failure::argument(text::branches_api_no_local(name));
    local.map(|local| local.index).ok_or_else(none)
}

fn global_named(page: Page, name: &str) -> Result<u32, Failure> {
    let name = name.trim_start_matches('$');
    let state = page.current_state(Some(1));
    let global = state
        .globals
        .iter()
        .find(|global| global.name.as_deref() == Some(name));
    let none = || Failure::argument(text::branches_api_no_global(name));
    global.map(|global| global.index).ok_or_else(none)
}

fn bytes_of(bytes: &JsValue) -> Result<Vec<u8>, Failure> {
    let wrong = || Failure::argument(text::BRANCHES_API_BYTES);
    if let Some(bytes) = bytes.dyn_ref::<Uint8Array>() {
        return Ok(bytes.to_vec());
    }
    let list = bytes.dyn_ref::<Array>().ok_or_else(wrong)?.to_vec();
    let byte = |value: &JsValue| u8::try_from(whole(value, "byte").ok()?).ok();
    let bytes: Option<Vec<u8>> = list.iter().map(byte).collect();
    bytes.ok_or_else(wrong)
}

fn arguments(page: Page, given: &JsValue) -> Result<Vec<Value>, Failure> {
    let types: Option<Vec<ValType>> = page.with_debugger(|debugger| {
        let (entry, _) = debugger.entry()?;
        Some(entry.params.iter().map(|param| param.ty).collect())
    });
    let types = types.ok_or_else(|| Failure::new("empty", text::BRANCHES_API_NOTHING_STARTED))?;
    let list = given.dyn_ref::<Array>().map(Array::to_vec);
    let list = list.filter(|list| list.len() == types.len());
    let list = list.ok_or_else(|| {
        let count = types.len();
        Failure::argument(text::branches_api_arguments(count))
    })?;
    let values = types
        .iter()
        .zip(&list)
        .map(|(ty, value)| from_js(*ty, value));
    values.collect::<Result<_, _>>().map_err(Failure::argument)
}

/// The first answer that is not that of the run before; null where there is none.
fn divergence(page: Page) -> JsValue {
    let said = |answer: &Answer| {
        let typed = |value: &Value| JsValue::from(format!("{}:{value}", value.ty()));
        JsValue::from(answer.results.iter().map(typed).collect::<Array>())
    };
    page.with_debugger(|debugger| {
        debugger.divergence().map_or(JsValue::NULL, |found| {
            object(&[
                ("step", (found.step as f64).into()),
                ("call", found.call.as_str().into()),
                ("was", said(&found.was)),
                ("now", said(&found.is)),
                ("text", format!("{found}.").into()),
            ])
        })
    })
}

fn compare(page: Page, left: &JsValue, right: &JsValue) -> Outcome {
    let runs = if left.as_string().as_deref() == Some("before") {
        let runs = page.with_debugger(crate::model::debugger::Debugger::comparison_with_before);
        runs.ok_or_else(|| Failure::argument(text::BRANCHES_API_NO_RUN_BEFORE))?
    } else {
        let (left, right) = (id_of(left)?, id_of(right)?);
        let runs = page.with_debugger(|debugger| debugger.comparison(left, right));
        runs.ok_or_else(no_branch)?
    };
    Ok(future_to_promise(async move {
        let runs: Option<Comparison> = page.compare(runs, false).await;
        let Some(runs) = runs else {
            let what = text::BRANCHES_API_ANOTHER;
            return Err(Failure::new("busy", what).into());
        };
        Ok(object(&[
            ("text", runs.sentence().into()),
            ("steps", (runs.step() as f64).into()),
            ("values", differs(runs.values())),
            ("control", differs(runs.control())),
        ]))
    })
    .into())
}
