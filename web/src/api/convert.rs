//! Between values of the machine and of JavaScript.

use js_sys::{Array, BigInt};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use wasmscope::runtime::{Ref, Value};
use wasmscope::syntax::ValType;

use crate::text;

/// The largest integer that a number of JavaScript holds exactly.
const SAFE: f64 = 9_007_199_254_740_991.0;

/// A plain object: no `Map`, no BigInt; members that skip are absent.
///
/// # Errors
///
/// When something does not fit, which the types of the views exclude.
pub fn to_object(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = Serializer::new()
        .serialize_maps_as_objects(true)
        .serialize_missing_as_null(true);
    value.serialize(&serializer).map_err(Into::into)
}

/// A value as an imported function of JavaScript is given it.
#[must_use]
pub fn to_js(value: Value) -> JsValue {
    match value {
        Value::I32(value) => value.into(),
        Value::I64(value) => BigInt::from(value).into(),
        Value::F32(bits) => f32::from_bits(bits).into(),
        Value::F64(bits) => f64::from_bits(bits).into(),
        Value::Ref(_, Ref::Null) => JsValue::NULL,
        Value::V128(_) | Value::Ref(..) => value.to_string().into(),
    }
}

/// A value of a type: a number, a bigint, a text as people type it, or null.
///
/// # Errors
///
/// Says what the type takes.
pub fn from_js(ty: ValType, value: &JsValue) -> Result<Value, String> {
    let parse = |text: &str| Value::parse(ty, text).map_err(|error| error.to_string());
    if let Some(text) = value.as_string() {
        return parse(&text);
    }
    if value.is_bigint() {
        let text = BigInt::unchecked_from_js_ref(value)
            .to_string(10)
            .map(String::from);
        return parse(&text.unwrap_or_default());
    }
    if value.is_null() || value.is_undefined() {
        return parse("null");
    }
    let Some(number) = value.as_f64() else {
        return Err(text::convert_api_takes(ty));
    };
    match ty {
        // JavaScript has one NaN only, whose bits are the engine's own business.
        ValType::F32 | ValType::F64 if number.is_nan() => parse("nan"),
        ValType::F32 if number.is_finite() && (number as f32).is_infinite() => {
            Err(text::convert_api_out_of_range(format_args!("{number:e}")))
        }
        ValType::F32 => Ok(Value::f32(number as f32)),
        ValType::F64 => Ok(Value::f64(number)),
        ValType::I32 | ValType::I64 if number.fract() != 0.0 || number.abs() > SAFE => {
            Err(text::convert_api_no_safe_integer(number, ty))
        }
        _ => parse(&format!("{number}")),
    }
}

/// What a function of JavaScript has returned, as results of these types.
///
/// # Errors
///
/// When it is another number of values, or of other types.
pub fn results(value: &JsValue, types: &[ValType]) -> Result<Vec<Value>, String> {
    match types {
        [] => Ok(Vec::new()),
        [ty] => from_js(*ty, value).map(|value| vec![value]),
        types => {
            let values = value
                .dyn_ref::<Array>()
                .map(Array::to_vec)
                .unwrap_or_default();
            if values.len() != types.len() {
                return Err(text::convert_api_array(types.len() as u64));
            }
            types
                .iter()
                .zip(&values)
                .map(|(ty, value)| from_js(*ty, value))
                .collect()
        }
    }
}

/// The text of whatever was thrown.
#[must_use]
pub fn error_text(error: &JsValue) -> String {
    if let Some(error) = error.dyn_ref::<js_sys::Error>() {
        return String::from(error.message());
    }
    error.as_string().unwrap_or_else(|| format!("{error:?}"))
}
