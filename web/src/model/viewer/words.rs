//! What a record says, as a sentence.

use wasmscope::observe::trace::read::{HeapOf, Last, MemOf, Record, TableOf, VariableOf, value_of};

use crate::model::speed::thousands;

/// What an instruction does, with its name.
pub(super) fn sentence(record: &Record) -> String {
    format!("{} {}", record.op, deeds(record))
}

/// What an instruction does, whose name stands before it.
pub(super) fn without_name(record: &Record) -> String {
    let mut deeds = deeds(record);
    if let Some(first) = deeds.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    deeds
}

/// What an instruction takes, what it pushes, and all the rest.
fn deeds(record: &Record) -> String {
    let mut parts = Vec::new();
    if !record.pop.is_empty() {
        parts.push(format!("takes {}", list(&record.pop)));
    }
    parts.extend(record.local.as_ref().and_then(|one| variable("local", one)));
    parts.extend(
        record
            .global
            .as_ref()
            .and_then(|one| variable("global", one)),
    );
    parts.extend(record.mem.iter().map(memory));
    parts.extend(record.table.iter().map(table));
    parts.extend(record.heap.iter().map(object));
    if let Some(branch) = record.branch {
        parts.push(format!("branches to pc {}", branch.target));
    }
    if let Some(call) = &record.call {
        let (name, args) = (&call.name, bare(&call.args));
        parts.push(format!("calls {name}({args})"));
    }
    if let Some(host) = &record.host {
        let (module, name, args) = (&host.module, &host.name, bare(&host.args));
        let answer = match host.results.is_empty() {
            true => String::new(),
            false => format!(", which answers {}", list(&host.results)),
        };
        parts.push(format!("calls the host's {module}.{name}({args}){answer}"));
    }
    if !record.push.is_empty() {
        parts.push(format!("pushes {}", list(&record.push)));
    }
    if let Some(returned) = &record.returned {
        parts.push(match &returned.to {
            Some(to) => format!("returns to {to}"),
            None => "returns".to_owned(),
        });
    }
    if let Some(throw) = &record.throw {
        let caught = match &throw.caught {
            Some(caught) => format!("{} catches it", caught.name),
            None => "nobody catches it".to_owned(),
        };
        let args = bare(&throw.args);
        parts.push(format!("throws {}({args}): {caught}", throw.tag));
    }
    if let Some(trap) = &record.trap {
        parts.push(match trap.detail.is_empty() {
            true => format!("traps: {}", trap.message),
            false => format!("traps: {}: {}", trap.message, trap.detail),
        });
    }
    if parts.is_empty() {
        parts.push("goes on".to_owned());
    }
    format!("{}.", parts.join(", "))
}

/// How the run has ended, or that the trace has no end.
pub(super) fn ending(last: Option<&Last>) -> String {
    let Some(last) = last else {
        return "The trace ends here without its last line: it was cut off.".to_owned();
    };
    let steps = thousands(last.steps);
    match last.end.as_str() {
        "returned" => format!("The program has returned after {steps} steps."),
        "trapped" => match &last.trap {
            Some(trap) => format!("The program has trapped: {}: {}", trap.message, trap.detail),
            None => "The program has trapped.".to_owned(),
        },
        "thrown" => "An exception that nobody has caught has ended the program.".to_owned(),
        "exited" => format!("The program has exited with {}.", last.code.unwrap_or(0)),
        "limit" => format!(
            "The run has ended after {steps} steps at a limit: {}.",
            last.limit.as_deref().unwrap_or("unknown")
        ),
        _ => format!("The run goes on after {steps} steps, and the trace ends there."),
    }
}

fn variable(kind: &str, one: &VariableOf) -> Option<String> {
    let name = match &one.name {
        Some(name) => format!("${name}"),
        None => format!("{kind} {}", one.index),
    };
    match (&one.old, &one.new) {
        (Some(old), Some(new)) => Some(format!("sets {name} from {} to {}", text(old), text(new))),
        // What is read is pushed, which is said.
        _ => one.read.as_ref().map(|_| format!("reads {name}")),
    }
}

fn memory(effect: &MemOf) -> String {
    let mem = effect.mem;
    if let Some(pages) = effect.pages {
        return format!(
            "asks memory {mem} to grow: {} → {} pages",
            pages.old, pages.new
        );
    }
    let (verb, bytes) = match &effect.new {
        Some(new) => ("writes", new),
        None => ("reads", effect.read.as_ref().unwrap_or(&EMPTY)),
    };
    let count = effect.len.unwrap_or(bytes.len() as u64 / 2);
    let addr = effect.addr.unwrap_or(0);
    format!(
        "{verb} {} bytes at {addr:#x} of memory {mem}",
        thousands(count)
    )
}

static EMPTY: String = String::new();

fn table(effect: &TableOf) -> String {
    let table = effect.table;
    if let Some(size) = effect.size {
        return format!("asks table {table} to grow: {} → {}", size.old, size.new);
    }
    let verb = if effect.new.is_some() {
        "sets"
    } else {
        "reads"
    };
    format!(
        "{verb} element {} of table {table}",
        effect.index.unwrap_or(0)
    )
}

fn object(effect: &HeapOf) -> String {
    let object = &effect.object;
    if effect.made.is_some() {
        let ty = effect.ty.as_deref().unwrap_or("an object");
        return format!("makes {object}, a {ty}");
    }
    let verb = if effect.new.is_some() {
        "sets"
    } else {
        "reads"
    };
    format!("{verb} field {} of {object}", effect.field.unwrap_or(0))
}

fn text(value: &str) -> &str {
    value_of(value).1
}

/// `i32 5, i32 7`.
fn list(values: &[String]) -> String {
    let words: Vec<String> = values
        .iter()
        .map(|value| value.replacen(':', " ", 1))
        .collect();
    words.join(", ")
}

/// `5, 7`.
fn bare(values: &[String]) -> String {
    let words: Vec<&str> = values.iter().map(|value| text(value)).collect();
    words.join(", ")
}
