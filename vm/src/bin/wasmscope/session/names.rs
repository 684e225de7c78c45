//! Functions by what people call them.

use wasmscope::load::suggest;
use wasmscope::syntax::{ExternIdx, FuncIdx, Module};

/// A function by its name, with or without its `$`, by the name of an export, or as `func 3`.
///
/// # Errors
///
/// When there is none: what is near.
pub(crate) fn find_func(module: &Module, text: &str) -> Result<FuncIdx, String> {
    let name = text.strip_prefix('$').unwrap_or(text);
    let mut named = module.names.funcs.iter();
    if let Some((index, _)) = named.find(|(_, known)| &***known == name) {
        return Ok(FuncIdx(*index));
    }
    if let Some(ExternIdx::Func(func)) = module.export(name) {
        return Ok(func);
    }
    let all = || (0..).map(FuncIdx).take(module.funcs.len());
    if let Some(func) = all().find(|func| module.func_name(*func) == name) {
        return Ok(func);
    }
    if let Some(index) = name.strip_prefix("func ") {
        let index = index.trim().parse().ok().map(FuncIdx);
        let count = module.funcs.len();
        return index
            .filter(|func: &FuncIdx| func.at() < count)
            .ok_or_else(|| format!("there is no {name}: the module has {count}, from 0"));
    }
    let names: Vec<String> = all().map(|func| module.func_name(func)).collect();
    let near = suggest::nearest(name, names.iter().map(String::as_str));
    Err(match near {
        Some(near) => format!("there is no function `{text}`; did you mean `{near}`?"),
        None => format!("there is no function `{text}`; `info functions` lists those there are"),
    })
}

/// A function that has a body in the module.
///
/// # Errors
///
/// As [`find_func`], and when it is imported.
pub(crate) fn own_func(module: &Module, text: &str) -> Result<FuncIdx, String> {
    let func = find_func(module, text)?;
    match module.code_of(func) {
        Some(_) => Ok(func),
        None => Err(format!(
            "`{text}` is imported, so it has no instructions in this module; `catch host` stops at \
             calls of the host"
        )),
    }
}
