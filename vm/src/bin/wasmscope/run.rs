//! `wasmscope run`: instantiates a module and calls an export.

use crate::failure::{Exit, Failure};
use crate::host::Host;
use crate::input::{self, Loaded};
use crate::options::Options;
use crate::replies::not_written;
use crate::screen::Screen;
use crate::{interrupt, picture, trace};
use std::io::Write;
use wasmscope::host::wasi;
use wasmscope::host::{Circle, Unprovided, order};
use wasmscope::load::suggest;
use wasmscope::runtime::{Call, ExternVal, InstanceAddr, Status, Value};
use wasmscope::syntax::{ExternIdx, FuncIdx, FuncType, Module, ValType};
use wasmscope::time::History;

/// The exports that are called when none is named, the first one first.
const ENTRIES: [&str; 2] = ["_start", "main"];

/// Runs the sub-command and gives the code to exit with.
pub(crate) fn command(options: &Options) -> Result<u8, Failure> {
    match options.traces() {
        true => trace::command(options),
        false => run(options),
    }
}

fn run(options: &Options) -> Result<u8, Failure> {
    let Prepared {
        mut host, calls, ..
    } = prepare(options)?;
    let ended = call(&mut host, calls, &mut std::io::stdout().lock());
    // However it has ended: the picture says how far it came.
    let written = host.replies.screen.finish();
    match ended.and_then(|ended| written.map(|()| ended))? {
        Ended::Exited(code) => Ok(code as u8),
        Ended::Returned(results) => {
            let mut out = std::io::stdout().lock();
            let print = |value: Value| writeln!(out, "{value}");
            let printed = results.into_iter().try_for_each(print);
            printed.map_err(|error| not_written(&error))?;
            Ok(Exit::Done as u8)
        }
    }
}

/// A program that is linked and instantiated, and has not begun.
pub(crate) struct Prepared {
    pub(crate) host: Host,
    /// The instance of the main module.
    pub(crate) instance: InstanceAddr,
    /// The export that is called, with its arguments.
    pub(crate) entry: Option<(String, Vec<Value>)>,
    /// The start function and the export.
    pub(crate) calls: Vec<Call>,
    /// What may be kept of the past, by who keeps one.
    pub(crate) history: History,
}

/// Loads the modules that the command line names and links them; what is linked to the main
/// one is started.
pub(crate) fn prepare(options: &Options) -> Result<Prepared, Failure> {
    prepare_with(options, Unprovided::Refuse)
}

/// As [`prepare`]; `unprovided` says what becomes of imports that nobody has.
pub(crate) fn prepare_with(options: &Options, unprovided: Unprovided) -> Result<Prepared, Failure> {
    prepare_to(options, unprovided, &mut std::io::stdout().lock())
}

/// As [`prepare_with`]; what linked modules print when they are started goes to `out`.
pub(crate) fn prepare_to(
    options: &Options,
    unprovided: Unprovided,
    out: &mut dyn Write,
) -> Result<Prepared, Failure> {
    let main = input::module(&options.file, options.features)?;
    let from_link = main.link.as_deref().map(|link| options.with_link(link));
    let options = from_link.as_ref().unwrap_or(options);
    let entry = entry(&main, options)?;
    let mut host = Host::new(options.limits, options.fuel);
    host.unprovided = unprovided;
    let linked = linked(&main, options)?;
    let words: &[String] = match is_program(&main, entry.as_ref()) {
        true => &options.words,
        false => &[],
    };
    let args = [std::slice::from_ref(&main.file), words].concat();
    let modules: Vec<&Loaded> = linked
        .iter()
        .map(|(_, module)| module)
        .chain([&main])
        .collect();
    host.replies.wasi = options.grants.process(&modules, &args)?;
    host.replies.screen = Screen::read(&options.given, &modules)?;
    for (name, module) in linked {
        let instance = host.instantiate(module)?;
        let calls = first_calls(&host, instance, None);
        call(&mut host, calls, out)?;
        host.link(name, instance);
    }
    let instance = host.instantiate(main)?;
    let mut calls = first_calls(&host, instance, entry.as_ref().map(|(name, _)| &**name));
    if let Some((name, args)) = &entry {
        let export = host.machine.store().instance(instance).export(name);
        if let Some(ExternVal::Func(func)) = export {
            let args = args.clone();
            calls.push(Call { func, args });
        }
    }
    Ok(Prepared {
        host,
        instance,
        entry,
        calls,
        history: options.history,
    })
}

/// The modules that the program imports from, each after those that it imports from itself:
/// those that are given, and those of its link whose names are not given.
fn linked(main: &Loaded, options: &Options) -> Result<Vec<(String, Loaded)>, Failure> {
    let mut linked = Vec::new();
    let is_given = |name: &str| options.links.iter().any(|(given, _)| given == name);
    let of_link = main.link.iter().flat_map(|link| &link.modules);
    for module in of_link.filter(|module| !is_given(&module.name)) {
        linked.push((
            module.name.clone(),
            input::linked(module, options.features)?,
        ));
    }
    for (name, file) in &options.links {
        linked.push((name.clone(), input::module(file, options.features)?));
    }
    let modules: Vec<(&str, &Module)> = linked
        .iter()
        .map(|(name, loaded)| (&**name, &*loaded.program.module))
        .collect();
    let order = order(&modules).map_err(|Circle(way)| {
        let names = way.iter().chain(way.first());
        let names: Vec<String> = names.map(|at| format!("`{}`", linked[*at].0)).collect();
        let names = names.join(" from ");
        let text = format!(
            "{}: error: modules import from each other in a circle: {names}\n  \
             fix: put what they share into a module of its own, and link that as well\n",
            linked[way[0]].1.file
        );
        Failure::new(Exit::Module, text)
    })?;
    let mut linked: Vec<Option<_>> = linked.into_iter().map(Some).collect();
    Ok(order
        .into_iter()
        .filter_map(|at| linked[at].take())
        .collect())
}

/// Whether the export is a program's own beginning (a "command" of WASI), which takes no
/// parameters but words.
pub(crate) fn is_program(main: &Loaded, entry: Option<&(String, Vec<Value>)>) -> bool {
    let module = &*main.program.module;
    let is_start = entry.is_some_and(|(name, _)| name == ENTRIES[0]);
    is_start && wasi::is_imported(module) && is_plain(module, ENTRIES[0])
}

/// Whether an export is a function of no parameters and results.
fn is_plain(module: &Module, name: &str) -> bool {
    func(module, name).is_some_and(|func| *module.func_type(func) == FuncType::new(&[], &[]))
}

/// What is called before the export: the start function, and then, in a module on WASI that is
/// no program but whose functions are called (a "reactor"), what it begins with.
fn first_calls(host: &Host, instance: InstanceAddr, entry: Option<&str>) -> Vec<Call> {
    let mut calls: Vec<Call> = host.machine.start_call(instance).into_iter().collect();
    calls.extend(wasi::first_call(&host.machine, instance, entry));
    calls
}

/// How a program ends when nothing goes wrong.
pub(crate) enum Ended {
    Returned(Vec<Value>),
    Exited(i32),
}

/// Makes calls, one after the other, and runs them to their end; they print to `out`.
fn call(host: &mut Host, calls: Vec<Call>, out: &mut dyn Write) -> Result<Ended, Failure> {
    enter(host, calls)?;
    host.drive(out)?;
    ended(host)
}

/// Stands before the first instruction of these calls.
pub(crate) fn enter(host: &mut Host, calls: Vec<Call>) -> Result<(), Failure> {
    interrupt::install();
    host.machine.enter(calls).map_err(|error| {
        let text = format!("wasmscope: error: {error}\n");
        Failure::new(Exit::Usage, text)
    })
}

/// How a run has ended.
pub(crate) fn ended(host: &Host) -> Result<Ended, Failure> {
    match host.machine.status().clone() {
        Status::Ready => Ok(Ended::Returned(Vec::new())),
        Status::Returned(results) => Ok(Ended::Returned(results)),
        Status::Exited(code) => Ok(Ended::Exited(code)),
        Status::Trapped(trap) => {
            let text = picture::trap(&host.machine, trap, &host.modules);
            Err(Failure::new(Exit::Trap, text))
        }
        Status::Thrown(exception) => {
            let text = picture::thrown(&host.machine, exception, &host.modules);
            Err(Failure::new(Exit::Exception, text))
        }
        Status::Running => {
            let text = picture::out_of_fuel(&host.machine, &host.modules);
            Err(Failure::new(Exit::Limit, text))
        }
    }
}

/// The export to call, with its arguments; none when there is only a start function to
/// be run.
pub(crate) fn entry(
    main: &Loaded,
    options: &Options,
) -> Result<Option<(String, Vec<Value>)>, Failure> {
    let module = &*main.program.module;
    let name = match &options.invoke {
        Some(name) => name.clone(),
        None => match ENTRIES.iter().find(|name| func(module, name).is_some()) {
            Some(name) => (*name).to_owned(),
            None if module.start.is_some() && options.words.is_empty() => return Ok(None),
            None => return Err(nothing_to_call(main)),
        },
    };
    let Some(func) = func(module, &name) else {
        return Err(no_such_export(main, &name));
    };
    let ty = module.func_type(func);
    if is_program(main, Some(&(name.clone(), Vec::new()))) {
        // The words are the program's own.
        return Ok(Some((name, Vec::new())));
    }
    Ok(Some((name.clone(), arguments(&name, ty, &options.words)?)))
}

fn func(module: &Module, name: &str) -> Option<FuncIdx> {
    match module.export(name)? {
        ExternIdx::Func(index) => Some(index),
        _ => None,
    }
}

/// Reads words by the types of parameters.
pub(crate) fn arguments(
    name: &str,
    ty: &FuncType,
    words: &[String],
) -> Result<Vec<Value>, Failure> {
    if words.len() != ty.params.len() {
        let plural = if ty.params.len() == 1 { "" } else { "s" };
        let message = format!(
            "`{name}` takes {} argument{plural}, {} given",
            ty.params.len(),
            words.len()
        );
        let types: Vec<String> = ty.params.iter().map(ToString::to_string).collect();
        let fix = match types.is_empty() {
            true => "leave the arguments out".to_owned(),
            false => format!("give one for each parameter: {}", types.join(", ")),
        };
        return Err(Failure::usage(&message, &fix));
    }
    let read = |(index, (ty, word)): (usize, (&ValType, &String))| {
        Value::parse(*ty, word).map_err(|error| {
            let text = error.to_string();
            let (message, fix) = text.split_once(": ").unwrap_or((&text, "see --help"));
            let message = format!("argument {} of `{name}`: {message}", index + 1);
            Failure::usage(&message, fix)
        })
    };
    ty.params.iter().zip(words).enumerate().map(read).collect()
}

/// The exported functions with their types, a line each.
fn exports(module: &Module) -> String {
    let lines = module.exports.iter().filter_map(|export| {
        let ExternIdx::Func(func) = export.index else {
            return None;
        };
        Some(format!("    {} {}\n", export.name, module.func_type(func)))
    });
    lines.collect()
}

fn nothing_to_call(main: &Loaded) -> Failure {
    let module = &*main.program.module;
    let file = &main.file;
    let exports = exports(module);
    let text = match exports.is_empty() {
        true => format!(
            "{file}: error: the module exports no function, so there is nothing to call\n  \
             fix: export one: (func (export \"main\") …)\n"
        ),
        false => format!(
            "{file}: error: the module exports neither `_start` nor `main`\n  \
             fix: name an export with --invoke:\n{exports}"
        ),
    };
    Failure::new(Exit::Usage, text)
}

fn no_such_export(main: &Loaded, name: &str) -> Failure {
    let module = &*main.program.module;
    let file = &main.file;
    let names = module.exports.iter().map(|export| &*export.name);
    let mut text = match module.export(name) {
        Some(index) => {
            let kind = module.extern_type(index);
            format!(
                "{file}: error: the export `{name}` is no function, but a {}\n",
                kind.kind()
            )
        }
        None => format!("{file}: error: there is no export `{name}`\n"),
    };
    let exports = exports(module);
    text += &match (
        suggest::nearest(name, names.filter(|near| *near != name)),
        exports.is_empty(),
    ) {
        (_, true) => "  fix: export a function: (func (export \"main\") …)\n".to_owned(),
        (Some(near), _) => format!("  fix: did you mean `{near}`? These are exported:\n{exports}"),
        (None, _) => format!("  fix: name one of these:\n{exports}"),
    };
    Failure::new(Exit::Usage, text)
}
