//! `load` and `start`.

use std::sync::Arc;

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasmscope::load::Diagnostic;
use wasmscope::runtime::{MachineLimits, Value};
use wasmscope::syntax::{ExternType, Import, Module, ValType};

use super::convert::{self, to_object};
use super::error::Failure;
use super::{Calls, Outcome, member, wasi};
use crate::model::limits::LIMITS;
use crate::model::modules::{Modules, Source};
use crate::model::program::{EntryPoint, Param, Program, kind_of};
use crate::page::{Given, Page};
use crate::text;

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
    let (kind, program) = read(source)?;
    let limits = limits(options)?;
    let modules = modules(options)?;
    let mut given = given(options, &program.module, &modules)?;
    let mut words = None;
    if let Some((gift, args)) = wasi::given(options)? {
        given.wasi = Some(Arc::new(gift));
        words = args;
    }
    let is_given = |import: &Import| {
        let name = (import.module.to_string(), import.name.to_string());
        given.functions.contains_key(&name) || given.globals.contains_key(&name)
    };
    let linked = modules.link(&program.module, &is_given);
    let linked = linked.map_err(|all| Failure::unlinkable(&all))?;
    let info = info(kind, program.text(), &program.module);
    let bytes = Arc::clone(&program.module.bytes);
    page.load_from_script(Arc::new(program), (modules, linked), given, limits, words)
        .map_err(Failure::from)?;

    let object = to_object(&info)?;
    let bytes = Uint8Array::from(&*bytes);
    Reflect::set(&object, &JsValue::from("bytes"), &bytes)?;
    Ok(object)
}

/// What kind of source it is, and the program.
fn read(source: &JsValue) -> Result<(&'static str, Program), Failure> {
    let text = |text: &str| Program::from_text(text).map_err(|problems| first(&problems));
    if let Some(source) = source.as_string() {
        return Ok(("text", text(&source)?));
    }
    let bytes = source
        .dyn_ref::<Uint8Array>()
        .ok_or_else(|| Failure::argument(text::LOAD_API_TAKES))?
        .to_vec();
    match std::str::from_utf8(&bytes) {
        Ok(source) if !bytes.starts_with(b"\0asm") => Ok(("text", text(source)?)),
        _ => {
            let program = Program::from_binary(&bytes).map_err(|problems| first(&problems))?;
            Ok(("binary", program))
        }
    }
}

/// The modules of `options.modules`, whose exports satisfy imports by their names.
fn modules(options: &JsValue) -> Result<Modules, Failure> {
    let mut modules = Modules::default();
    let given = match member(options, "modules") {
        Some(given) if !given.is_null() => given,
        _ => return Ok(modules),
    };
    let given = given
        .dyn_ref::<Object>()
        .ok_or_else(|| Failure::argument(text::LOAD_API_MODULES))?;
    for entry in Object::entries(given).iter() {
        let entry: Array = entry.unchecked_into();
        let name = entry.get(0).as_string().unwrap_or_default();
        let (_, program) = read(&entry.get(1)).map_err(|failure| failure.in_module(&name))?;
        let added = modules.add(&name, Source::Program(Arc::new(program)));
        added.map_err(|why| Failure::argument(why).in_module(&name))?;
    }
    Ok(modules)
}

pub(super) fn first(problems: &[Diagnostic]) -> Failure {
    problems.first().map_or_else(
        || Failure::new("invalid", text::LOAD_API_INVALID),
        Failure::from,
    )
}

/// What `options.imports` gives to the modules. What none of them imports is left out.
fn given(options: &JsValue, main: &Module, modules: &Modules) -> Result<Given, Failure> {
    let mut given = Given::default();
    let imports = match member(options, "imports") {
        Some(imports) if !imports.is_null() => imports,
        _ => return Ok(given),
    };
    let wrong = || Failure::argument(text::LOAD_API_IMPORTS);
    if !imports.is_object() {
        return Err(wrong());
    }
    let others = modules.tabs().iter();
    let others = others.filter_map(|tab| Some(&*tab.program.as_ref().ok()?.module));
    let imports_of = others.chain([main]).flat_map(|module| &module.imports);
    for import in imports_of {
        let items = match member(&imports, &import.module) {
            Some(items) if items.is_object() => items,
            Some(_) => return Err(wrong()),
            None => continue,
        };
        let Some(value) = member(&items, &import.name) else {
            continue;
        };
        let name = (import.module.to_string(), import.name.to_string());
        let unlinkable = |message: String| {
            Failure::new("unlinkable", format!("{}.{}: {message}", name.0, name.1))
        };
        match &import.ty {
            ExternType::Func(_) => {
                let function = value
                    .dyn_into::<Function>()
                    .map_err(|_| unlinkable(text::LOAD_API_NO_FUNCTION.to_owned()))?;
                given.functions.insert(name, function);
            }
            ExternType::Global(ty) => {
                let value = convert::from_js(ty.value, &value).map_err(unlinkable)?;
                given.globals.insert(name, value);
            }
            ty => {
                return Err(unlinkable(text::load_api_not_given(kind_of(ty))));
            }
        }
    }
    Ok(given)
}

/// `options.limits` over the defaults.
fn limits(options: &JsValue) -> Result<MachineLimits, Failure> {
    let mut limits = MachineLimits::default();
    let given = match member(options, "limits") {
        Some(given) if !given.is_null() => given,
        _ => return Ok(limits),
    };
    let given = given
        .dyn_ref::<Object>()
        .ok_or_else(|| Failure::argument(text::LOAD_API_LIMITS))?;
    for entry in Object::entries(given).iter() {
        let entry: Array = entry.unchecked_into();
        let name = entry.get(0).as_string().unwrap_or_default();
        let limit = LIMITS
            .iter()
            .find(|limit| limit.id == name)
            .ok_or_else(|| Failure::argument(text::load_api_no_limit(&name)))?;
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
    // What was typed last is the program.
    page.assemble_edit();
    let program = page
        .program()
        .ok_or_else(|| Failure::new("empty", text::API_NOTHING_LOADED))?;
    let entry = match name.as_string() {
        Some(name) => entry_named(&program, &name)?,
        None if !name.is_undefined() && !name.is_null() => {
            return Err(Failure::argument(text::LOAD_API_NAME_IS_STRING).into());
        }
        None => program
            .usual_entry()
            .ok_or_else(|| Failure::new("empty", text::LOAD_API_EXPORTS_NONE))?,
    };
    let args = if args.is_undefined() || args.is_null() {
        // Without arguments, parameters are zero.
        entry
            .params
            .iter()
            .map(|param| Value::default_of(param.ty))
            .collect()
    } else {
        let given = args
            .dyn_ref::<Array>()
            .ok_or_else(|| Failure::argument(text::LOAD_API_ARGUMENTS))?
            .to_vec();
        arguments(entry, &given)?
    };
    page.start_from_script(entry, args).map_err(Failure::from)?;
    to_object(&page.current_state(None))
}

/// The exported function of a name.
pub(super) fn entry_named<'a>(program: &'a Program, name: &str) -> Result<&'a EntryPoint, Failure> {
    program.entry(name).ok_or_else(|| {
        let known: Vec<&str> = program.entries.iter().map(|e| e.name.as_str()).collect();
        Failure::argument(text::load_api_no_export(name, known.join(", ")))
    })
}

/// The values of arguments, one for each parameter.
pub(super) fn arguments(entry: &EntryPoint, given: &[JsValue]) -> Result<Vec<Value>, Failure> {
    if given.len() != entry.params.len() {
        let (wanted, name) = (entry.params.len() as u64, &entry.name);
        let text = text::load_api_takes_arguments(wanted, name, given.len());
        return Err(Failure::argument(text));
    }
    let read = |(param, value): (&Param, &JsValue)| {
        convert::from_js(param.ty, value)
            .map_err(|message| Failure::argument(format!("{}: {message}", param.name)))
    };
    entry.params.iter().zip(given).map(read).collect()
}
