//! The explanation of the state, as data for scripts.

use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasmscope::explain::{self, Autopsy, BranchPreview, Sentence};
use wasmscope::runtime::Machine;
use wasmscope::view::{self, FieldView};

use super::convert::to_object;
use super::{Calls, whole};
use crate::page::Page;

/// What is said of a state.
#[derive(Serialize)]
struct Explanation {
    /// What the last step has done.
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<Sentence>,
    /// What the next one will do, or how the program has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Sentence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<BranchPreview>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trap: Option<Autopsy>,
}

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add2("field", move |object, field| {
        let (number, field) = (whole(&object, "object")?, whole(&field, "field")?);
        match page
            .explained(|machine, _| field_of(machine, number, field))
            .flatten()
        {
            Some(field) => to_object(&field),
            None => Ok(JsValue::UNDEFINED),
        }
    });
    calls.add0("explanation", move || {
        let told = page.explained(|machine, lens| Explanation {
            done: page.done(machine, lens),
            next: explain::before(machine, lens),
            branch: explain::branch(machine),
            trap: explain::autopsy(machine, lens),
        });
        to_object(&told.unwrap_or(Explanation {
            done: None,
            next: None,
            branch: None,
            trap: None,
        }))
    });
}

/// What a field of an object holds; `None` where there is none of this number.
fn field_of(machine: &Machine, number: u64, field: u64) -> Option<FieldView> {
    let found = view::objects(machine, number, 1).objects.pop()?.object;
    let mut fields = found.fields.into_iter();
    (found.number == number).then_some(())?;
    fields.nth(usize::try_from(field).ok()?)
}
