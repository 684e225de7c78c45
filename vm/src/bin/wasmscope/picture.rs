//! A machine that has stopped, as text: where, and how it came there.

use crate::input::Loaded;
use crate::origins::Files;
use crate::report;
use std::fmt::Write;
use std::sync::Arc;
use wasmscope::load::Span;
use wasmscope::runtime::{Limit, Machine, Ref, Trap, Value};
use wasmscope::view::{self, Place, failure, instr_text};

/// Frames of a call stack that are shown: so many of the innermost and of the outermost.
const INNERMOST: usize = 12;
const OUTERMOST: usize = 4;

/// A trap: the specification's words, the numbers, and the call stack.
pub(crate) fn trap(machine: &Machine, trap: Trap, modules: &[Loaded]) -> String {
    let detail = failure(machine).map(|failure| failure.detail);
    let detail = detail.unwrap_or_default();
    headline(machine, &trap.to_string(), &detail, modules) + &call_stack(machine, modules)
}

/// An exception that nobody caught: its tag, what it carries, and the call stack.
pub(crate) fn thrown(machine: &Machine, exception: Ref, modules: &[Loaded]) -> String {
    let what = view::object(machine, exception)
        .map_or_else(|| exception.to_string(), |exception| exception.to_string());
    headline(machine, "uncaught exception", &what, modules) + &call_stack(machine, modules)
}

/// A machine that has used its fuel.
pub(crate) fn out_of_fuel(machine: &Machine, modules: &[Loaded]) -> String {
    paused(machine, "out of fuel", modules) + "  fix: give more with --fuel N\n"
}

/// A machine that was stopped by Ctrl-C.
pub(crate) fn interrupted(machine: &Machine, modules: &[Loaded]) -> String {
    paused(machine, "interrupted", modules)
}

/// A machine whose next instruction needs more than a limit allows, of which the program is
/// not told.
pub(crate) fn exhausted(machine: &Machine, limit: Limit, modules: &[Loaded]) -> String {
    let message = format!(
        "the program's {limit} needs more than its limit allows, or than this computer has"
    );
    let option = match limit {
        Limit::Memory => " with --memory-limit",
        Limit::Heap => " with --heap-limit",
        _ => "",
    };
    headline(machine, &message, "", modules)
        + &call_stack(machine, modules)
        + &format!("  fix: let it use less, or raise the limit{option}\n")
}

/// A machine that could go on: its state before the next instruction.
fn paused(machine: &Machine, why: &str, modules: &[Loaded]) -> String {
    let steps = machine.steps();
    let plural = if steps == 1 { "" } else { "s" };
    let message = format!("{why} after {steps} instruction{plural}");
    let mut text = headline(machine, &message, "", modules);
    if let Some(place) = Place::innermost(machine) {
        let next = instr_text(place.module, place.code, place.frame.pc);
        let _ = writeln!(text, "  next:   {next}");
        let _ = writeln!(text, "  stack:  {}", values(&place.operands()));
        let locals = place.locals().into_iter().enumerate();
        let locals: Vec<String> = locals
            .map(|(index, value)| {
                let name = u32::try_from(index)
                    .ok()
                    .and_then(|at| place.local_name(at));
                let name = name.map_or(format!("local {index}"), |name| format!("${name}"));
                format!("{name} = {}", typed(value))
            })
            .collect();
        let _ = writeln!(text, "  locals: {}", list(&locals));
    }
    text + &call_stack(machine, modules)
}

fn values(values: &[Value]) -> String {
    let words: Vec<String> = values.iter().map(|value| typed(*value)).collect();
    list(&words)
}

fn list(words: &[String]) -> String {
    match words {
        [] => "empty".to_owned(),
        _ => words.join(", "),
    }
}

fn typed(value: Value) -> String {
    match value {
        Value::Ref(..) => value.to_string(),
        _ => format!("{} {value}", value.ty()),
    }
}

/// What has happened at the place of the innermost frame, and its detail: below the line
/// where there is a text, behind the message where there is none.
fn headline(machine: &Machine, message: &str, detail: &str, modules: &[Loaded]) -> String {
    let whole = match detail {
        "" => message.to_owned(),
        _ => format!("{message}: {detail}"),
    };
    let Some(place) = Place::innermost(machine) else {
        let file = modules.last().map_or("wasmscope", |module| &module.file);
        return format!("{file}: error: {whole}\n");
    };
    let Some(loaded) = loaded(&place, modules) else {
        return format!("wasmscope: error: {whole}\n");
    };
    let (at, excerpt) = match (span(&place, loaded), place.origin()) {
        (Some((text, span, line, column)), _) => (
            format!("{}:{line}:{column}", loaded.file),
            report::line(&text, span, detail),
        ),
        (None, Some(origin)) => {
            let excerpt = Files::default().excerpt(loaded, &origin, detail);
            (origin.to_string(), excerpt)
        }
        (None, None) => (byte(&place, loaded), String::new()),
    };
    match &*excerpt {
        "" => format!("{at}: error: {whole}\n"),
        excerpt => format!("{at}: error: {message}\n{excerpt}"),
    }
}

fn loaded<'a>(place: &Place<'_>, modules: &'a [Loaded]) -> Option<&'a Loaded> {
    let same = |loaded: &&Loaded| Arc::ptr_eq(&loaded.program.module, place.module);
    modules.iter().find(same)
}

fn span(place: &Place<'_>, loaded: &Loaded) -> Option<(Arc<str>, Span, u32, u32)> {
    let source = loaded.program.source.as_ref()?;
    let code = place.module.code_idx(place.func)?;
    let span = source.instr(code.at(), place.frame.pc as usize)?;
    let at = source.line_column(span.start);
    Some((Arc::clone(source.text()), span, at.line, at.column))
}

/// A line for each frame, innermost first.
fn call_stack(machine: &Machine, modules: &[Loaded]) -> String {
    let count = machine.frames().len();
    let mut text = String::new();
    for depth in (0..count).rev() {
        let number = count - 1 - depth;
        if number == INNERMOST && depth >= OUTERMOST {
            let left_out = depth + 1 - OUTERMOST;
            let _ = writeln!(text, "  … {left_out} more");
        }
        if number >= INNERMOST && depth >= OUTERMOST {
            continue;
        }
        if let Some(place) = Place::at(machine, depth) {
            frame(&mut text, &place, modules);
        }
    }
    text
}

/// A line for a frame, below those of the functions that were compiled into it.
fn frame(text: &mut String, place: &Place<'_>, modules: &[Loaded]) {
    let Some(loaded) = loaded(place, modules) else {
        let _ = writeln!(text, "  at {} (elsewhere)", place.name());
        return;
    };
    if let Some((_, _, line, column)) = span(place, loaded) {
        let _ = writeln!(
            text,
            "  at {} ({}:{line}:{column})",
            place.name(),
            loaded.file
        );
        return;
    }
    let byte = byte(place, loaded);
    let mut origin = place.origin();
    for inlined in place.inlined() {
        let at = origin.as_ref().map(ToString::to_string);
        let at = at.unwrap_or_else(|| byte.clone());
        let name = match &*inlined.name {
            "" => "a function without a name",
            name => name,
        };
        let _ = writeln!(text, "  at {name} ({at}), inlined");
        origin.clone_from(&inlined.call);
    }
    let at = origin.map_or_else(String::new, |origin| format!("{origin}, "));
    let name = place.source_name();
    let name = name.map_or_else(|| place.name(), |name| name.to_string());
    let _ = writeln!(text, "  at {name} ({at}{byte})");
}

/// The place of an instruction in its module.
fn byte(place: &Place<'_>, loaded: &Loaded) -> String {
    format!("{}: byte {:#x}", loaded.file, place.offset())
}
