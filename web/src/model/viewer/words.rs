//! What a record says, as a sentence.

use wasmscope::observe::trace::read::{HeapOf, Last, MemOf, Record, TableOf, VariableOf, value_of};

use crate::model::speed::thousands;
use crate::text;

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
        parts.push(text::viewer_takes(list(&record.pop)));
    }
    parts.extend(
        record
            .local
            .as_ref()
            .and_then(|one| variable(one, text::locals_unnamed)),
    );
    parts.extend(
        record
            .global
            .as_ref()
            .and_then(|one| variable(one, text::globals_unnamed)),
    );
    parts.extend(record.mem.iter().map(memory));
    parts.extend(record.table.iter().map(table));
    parts.extend(record.heap.iter().map(object));
    if let Some(branch) = record.branch {
        parts.push(text::viewer_branches(branch.target));
    }
    if let Some(call) = &record.call {
        let (name, args) = (&call.name, bare(&call.args));
        parts.push(text::viewer_calls(name, args));
    }
    if let Some(host) = &record.host {
        let (module, name, args) = (&host.module, &host.name, bare(&host.args));
        let answer = match host.results.is_empty() {
            true => String::new(),
            false => text::viewer_answers(list(&host.results)),
        };
        parts.push(text::viewer_calls_host(module, name, args, answer));
    }
    if !record.push.is_empty() {
        parts.push(text::viewer_pushes(list(&record.push)));
    }
    if let Some(returned) = &record.returned {
        parts.push(match &returned.to {
            Some(to) => text::viewer_returns_to(to),
            None => text::VIEWER_RETURNS.to_owned(),
        });
    }
    if let Some(throw) = &record.throw {
        let caught = match &throw.caught {
            Some(caught) => text::viewer_catches(&caught.name),
            None => text::VIEWER_NOBODY_CATCHES.to_owned(),
        };
        let args = bare(&throw.args);
        parts.push(text::viewer_throws(&throw.tag, args, caught));
    }
    if let Some(trap) = &record.trap {
        parts.push(match trap.detail.is_empty() {
            true => text::viewer_traps(&trap.message),
            false => text::viewer_traps_detail(&trap.message, &trap.detail),
        });
    }
    if parts.is_empty() {
        parts.push(text::VIEWER_GOES_ON.to_owned());
    }
    format!("{}.", parts.join(", "))
}

/// How the run has ended, or that the trace has no end.
pub(super) fn ending(last: Option<&Last>) -> String {
    let Some(last) = last else {
        return text::VIEWER_NO_END.to_owned();
    };
    let n = last.steps;
    let steps = thousands(n);
    match last.end.as_str() {
        "returned" => text::viewer_has_returned(n, steps),
        "trapped" => match &last.trap {
            Some(trap) => text::viewer_has_trapped_detail(&trap.message, &trap.detail),
            None => text::VIEWER_HAS_TRAPPED.to_owned(),
        },
        "thrown" => text::VIEWER_HAS_THROWN.to_owned(),
        "exited" => text::viewer_has_exited(last.code.unwrap_or(0)),
        "limit" => text::viewer_at_limit(
            n,
            steps,
            last.limit.as_deref().unwrap_or(text::VIEWER_UNKNOWN_LIMIT),
        ),
        _ => text::viewer_goes_on_after(n, steps),
    }
}

fn variable(one: &VariableOf, named: fn(u32) -> String) -> Option<String> {
    let name = match &one.name {
        Some(name) => format!("${name}"),
        None => named(one.index),
    };
    match (&one.old, &one.new) {
        (Some(old), Some(new)) => Some(text::viewer_sets(name, text(old), text(new))),
        // What is read is pushed, which is said.
        _ => one.read.as_ref().map(|_| text::viewer_reads(name)),
    }
}

fn memory(effect: &MemOf) -> String {
    let mem = effect.mem;
    if let Some(pages) = effect.pages {
        return text::viewer_memory_grows(mem, pages.old, pages.new);
    }
    let bytes = effect.new.as_ref().or(effect.read.as_ref());
    let length = bytes.map_or(0, String::len);
    let n = effect.len.unwrap_or(length as u64 / 2);
    let count = thousands(n);
    let addr = effect.addr.unwrap_or(0);
    let addr = format_args!("{addr:#x}");
    match effect.new {
        Some(_) => text::viewer_writes_bytes(n, count, addr, mem),
        None => text::viewer_reads_bytes(n, count, addr, mem),
    }
}

fn table(effect: &TableOf) -> String {
    let table = effect.table;
    if let Some(size) = effect.size {
        return text::viewer_table_grows(table, size.old, size.new);
    }
    let index = effect.index.unwrap_or(0);
    match effect.new {
        Some(_) => text::viewer_sets_element(index, table),
        None => text::viewer_reads_element(index, table),
    }
}

fn object(effect: &HeapOf) -> String {
    let object = &effect.object;
    if effect.made.is_some() {
        let ty = effect.ty.as_deref().unwrap_or(text::VIEWER_AN_OBJECT);
        return text::viewer_makes(object, ty);
    }
    let field = effect.field.unwrap_or(0);
    match effect.new {
        Some(_) => text::viewer_sets_field(field, object),
        None => text::viewer_reads_field(field, object),
    }
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
