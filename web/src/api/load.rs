//! `load` and `start`.

use std::collections::BTreeMap;
use std::sync::Arc;

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasmscope::load::Diagnostic;
use wasmscope::runtime::MachineLimits;
use wasmscope::syntax::{ExternType, Module, ValType};

use super::convert::{self, to_object};
use super::error::Failure;
use super::{Calls, Outcome};
use crate::model::limits::LIMITS;
use crate::model::program::{Program, kind_of};
use crate::page::{JsHost, Page};

#[derive(Serialize)]
struct ExportInfo {
    name: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    results: Option<Vec<String>>,
}

#[derive(Serialize)]
struct ImportInfo {
    module: String,
    name: String,
    kind: &'static str,
    #[serde(rename = "type")]
    ty: String,
}

/// `ModuleInfo`, but for its bytes.
#[derive(Serialize)]
struct ModuleInfo {
    kind: &'static str,
    text: String,
    exports: Vec<ExportInfo>,
    imports: Vec<ImportInfo>,
}

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add2("load", move |source, options| load(page, &source, &options));
    calls.add2("start", move |name, args| start(page, &name, &args));
}

fn load(page: Page, source: &JsValue, options: &JsValue) -> Outcome {
    page.check_free()?;
    let (kind, program) = if let Some(text) = source.as_string() {
        ("text", Program::from_text(&text))
    } else if let Some(bytes) = source.dyn_ref::<Uint8Array>() {
        ("binary", Program::from_binary(&bytes.to_vec()))
    } else {
        return Err(Failure::argument("load takes a text or a Uint8Array").into());
    };
    let scripts = scripts(options)?;
    let limits = limits(options)?;
    let program = program.map_err(|problems| first(&problems))?;
    let info = info(kind, program.text(), &program.module);
    let bytes = Arc::clone(&program.module.bytes);
    page.load_from_script(Arc::new(program), scripts, limits)
        .map_err(|error| Failure::new("unlinkable", error.message()))?;

    let object = to_object(&info)?;
    let bytes = Uint8Array::from(&*bytes);
    Reflect::set(&object, &JsValue::from("bytes"), &bytes)?;
    Ok(object)
}

fn first(problems: &[Diagnostic]) -> Failure {
    problems.first().map_or_else(
        || Failure::new("invalid", "the module is invalid"),
        Failure::from,
    )
}

/// The functions in `options.imports`, by module and name.
fn scripts(options: &JsValue) -> Result<BTreeMap<(String, String), JsHost>, Failure> {
    let mut scripts = BTreeMap::new();
    let imports = Reflect::get(options, &JsValue::from("imports")).unwrap_or_default();
    if imports.is_undefined() || imports.is_null() {
        return Ok(scripts);
    }
    let wrong = || Failure::argument("imports is an object of objects: {module: {name: value}}");
    let modules = imports.dyn_ref::<Object>().ok_or_else(wrong)?;
    for module in Object::entries(modules).iter() {
        let module: Array = module.unchecked_into();
        let module_name = module.get(0).as_string().unwrap_or_default();
        let items = module.get(1).dyn_into::<Object>().map_err(|_| wrong())?;
        for item in Object::entries(&items).iter() {
            let item: Array = item.unchecked_into();
            let name = item.get(0).as_string().unwrap_or_default();
            match item.get(1).dyn_into::<Function>() {
                Ok(function) => scripts.insert((module_name.clone(), name), function),
                Err(_) => {
                    return Err(Failure::new(
                        "host",
                        format!(
                            "{module_name}.{name}: only functions can be given as imports so far"
                        ),
                    ));
                }
            };
        }
    }
    Ok(scripts)
}

/// `options.limits` over the defaults.
fn limits(options: &JsValue) -> Result<MachineLimits, Failure> {
    let mut limits = MachineLimits::default();
    let given = Reflect::get(options, &JsValue::from("limits")).unwrap_or_default();
    if given.is_undefined() || given.is_null() {
        return Ok(limits);
    }
    let given = given
        .dyn_ref::<Object>()
        .ok_or_else(|| Failure::argument("limits is an object"))?;
    for entry in Object::entries(given).iter() {
        let entry: Array = entry.unchecked_into();
        let name = entry.get(0).as_string().unwrap_or_default();
        let limit = LIMITS
            .iter()
            .find(|limit| limit.id == name)
            .ok_or_else(|| Failure::argument(format!("there is no limit \"{name}\"")))?;
        let value = super::whole(&entry.get(1), &name)?;
        limit
            .set(&mut limits, &value.to_string())
            .map_err(Failure::argument)?;
    }
    Ok(limits)
}

fn names(types: &[ValType]) -> Vec<String> {
    types.iter().map(ToString::to_string).collect()
}

fn info(kind: &'static str, text: &str, module: &Module) -> ModuleInfo {
    let exports = module.exports.iter().map(|export| {
        let ty = module.extern_type(export.index);
        let (params, results) = match &ty {
            ExternType::Func(ty) => (Some(names(&ty.params)), Some(names(&ty.results))),
            _ => (None, None),
        };
        ExportInfo {
            name: export.name.to_string(),
            kind: kind_of(&ty),
            params,
            results,
        }
    });
    let imports = module.imports.iter().map(|import| ImportInfo {
        module: import.module.to_string(),
        name: import.name.to_string(),
        kind: kind_of(&import.ty),
        ty: import.ty.to_string(),
    });
    ModuleInfo {
        kind,
        text: text.to_owned(),
        exports: exports.collect(),
        imports: imports.collect(),
    }
}

fn start(page: Page, name: &JsValue, args: &JsValue) -> Outcome {
    page.check_free()?;
    let program = page
        .program()
        .ok_or_else(|| Failure::new("empty", "nothing is loaded"))?;
    let entry = match name.as_string() {
        Some(name) => program.entry(&name).ok_or_else(|| {
            let known: Vec<&str> = program.entries.iter().map(|e| e.name.as_str()).collect();
            Failure::argument(format!(
                "there is no exported function \"{name}\"; there are: {}",
                known.join(", ")
            ))
        })?,
        None => program
            .usual_entry()
            .ok_or_else(|| Failure::new("empty", "the module exports no function"))?,
    };
    let args = if args.is_undefined() || args.is_null() {
        // Without arguments, parameters are zero.
        entry
            .params
            .iter()
            .map(|param| wasmscope::runtime::Value::default_of(param.ty))
            .collect()
    } else {
        let given = args
            .dyn_ref::<Array>()
            .ok_or_else(|| Failure::argument("the arguments have to be an array"))?
            .to_vec();
        if given.len() != entry.params.len() {
            return Err(Failure::argument(format!(
                "{} takes {} arguments, {} given",
                entry.name,
                entry.params.len(),
                given.len()
            ))
            .into());
        }
        let read = |(param, value): (&crate::model::program::Param, &JsValue)| {
            convert::from_js(param.ty, value)
                .map_err(|message| Failure::argument(format!("{}: {message}", param.name)))
        };
        entry
            .params
            .iter()
            .zip(&given)
            .map(read)
            .collect::<Result<Vec<_>, _>>()?
    };
    page.start_from_script(entry, args).map_err(Failure::from)?;
    to_object(&page.current_state(None))
}
