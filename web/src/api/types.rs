//! The types of operands before anything runs, for the editor.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::Calls;
use crate::page::Page;

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add0("operandTypes", move || Ok(operand_types(page)));
}

/// The function, line, column and the types before each instruction of the text, flat; empty
/// where nothing is loaded.
fn operand_types(page: Page) -> JsValue {
    let flat = Array::new();
    page.with_debugger(|debugger| {
        let Some(program) = debugger.program() else {
            return;
        };
        for (func, line, column, types) in program.operand_types() {
            flat.push(&func.into());
            flat.push(&line.into());
            flat.push(&column.into());
            flat.push(&types.into());
        }
    });
    flat.into()
}
