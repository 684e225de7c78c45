//! A record as a line of JSON, written by hand: byte for byte what [`line`] makes of it, in a
//! fraction of the time, since nearly all of a trace is these. What is rare is left to `serde`.

use super::line;
use crate::observe::{Branch, Bytes, CallEffect, MemEffect, ReturnEffect, StepRecord, Variable};
use crate::runtime::Value;
use crate::view::MOST_EXACT;
use serde::Serialize;
use std::fmt::Write;

/// Writes a record behind a text, without a line break.
pub(super) fn write(out: &mut String, record: &StepRecord) {
    number(out, "{\"n\":", record.n);
    number(out, ",\"func\":", record.func);
    text(out, ",\"name\":", &record.name);
    number(out, ",\"depth\":", record.depth as u64);
    number(out, ",\"pc\":", record.pc);
    number(out, ",\"offset\":", record.offset);
    if let Some(line) = record.line {
        number(out, ",\"line\":", line);
    }
    if let Some(column) = record.column {
        number(out, ",\"column\":", column);
    }
    if let Some(file) = &record.file {
        text(out, ",\"file\":", file);
    }
    text(out, ",\"op\":", record.op);
    list(out, ",\"imm\":", &record.imm, |out, imm| text(out, "", imm));
    list(out, ",\"pop\":", &record.pop, value);
    list(out, ",\"push\":", &record.push, value);
    if let Some(inst) = record.inst {
        number(out, ",\"inst\":", inst);
    }
    if let Some(local) = &record.local {
        variable(out, ",\"local\":", local);
    }
    if let Some(global) = &record.global {
        variable(out, ",\"global\":", global);
    }
    if !record.mem.is_empty() {
        list(out, ",\"mem\":", &record.mem, memory);
    }
    control(out, record);
    out.push('}');
}

/// The members behind those that most records have.
fn control(out: &mut String, record: &StepRecord) {
    if !record.table.is_empty() {
        rare(out, ",\"table\":", &record.table);
    }
    if let Some(Branch { label, target }) = record.branch {
        number(out, ",\"branch\":{\"label\":", label);
        number(out, ",\"target\":", target);
        out.push('}');
    }
    if let Some(made) = &record.call {
        call(out, made);
    }
    if let Some(ReturnEffect { to, results }) = &record.returned {
        out.push_str(",\"return\":{");
        if let Some(to) = to {
            text(out, "\"to\":", to);
            out.push(',');
        }
        list(out, "\"results\":", results, value);
        out.push('}');
    }
    if let Some(host) = &record.host {
        rare(out, ",\"host\":", host);
    }
    if !record.heap.is_empty() {
        rare(out, ",\"heap\":", &record.heap);
    }
    if let Some(throw) = &record.throw {
        rare(out, ",\"throw\":", throw);
    }
    if let Some(trap) = &record.trap {
        rare(out, ",\"trap\":", trap);
    }
}

/// A member as `serde` writes it.
fn rare(out: &mut String, name: &str, of: &impl Serialize) {
    out.push_str(name);
    out.push_str(&line(of));
}

fn variable(out: &mut String, name: &str, of: &Variable) {
    out.push_str(name);
    number(out, "{\"index\":", of.index);
    if let Some(name) = &of.name {
        text(out, ",\"name\":", name);
    }
    for (name, held) in [
        (",\"read\":", &of.read),
        (",\"old\":", &of.old),
        (",\"new\":", &of.new),
    ] {
        if let Some(held) = held {
            out.push_str(name);
            value(out, held);
        }
    }
    out.push('}');
}

fn memory(out: &mut String, effect: &MemEffect) {
    let mut begin = |mem: u32, addr: u64| {
        number(out, "{\"mem\":", mem);
        number(out, ",\"addr\":", addr);
    };
    match effect {
        MemEffect::Read {
            mem,
            addr,
            read,
            len: None,
        } => {
            begin(*mem, *addr);
            bytes(out, ",\"read\":\"", read);
            out.push('}');
        }
        MemEffect::Write {
            mem,
            addr,
            old,
            new,
            len: None,
        } => {
            begin(*mem, *addr);
            bytes(out, ",\"old\":\"", old);
            bytes(out, ",\"new\":\"", new);
            out.push('}');
        }
        _ => rare(out, "", effect),
    }
}

fn call(out: &mut String, call: &CallEffect) {
    number(out, ",\"call\":{\"func\":", call.func);
    text(out, ",\"name\":", &call.name);
    if let Some(inst) = call.inst {
        number(out, ",\"inst\":", inst);
    }
    list(out, ",\"args\":", &call.args, value);
    if call.tail {
        out.push_str(",\"tail\":true");
    }
    out.push('}');
}

fn list<T>(out: &mut String, name: &str, all: &[T], one: impl Fn(&mut String, &T)) {
    out.push_str(name);
    out.push('[');
    for (index, item) in all.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        one(out, item);
    }
    out.push(']');
}

/// A string; most need no escapes.
fn text(out: &mut String, name: &str, of: &str) {
    out.push_str(name);
    let is_special = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    if of.bytes().any(is_special) {
        out.push_str(&line(&of));
        return;
    }
    out.push('"');
    out.push_str(of);
    out.push('"');
}

/// `"i32:5"`
fn value(out: &mut String, of: &Value) {
    match of {
        Value::I32(_) => out.push_str("\"i32:"),
        Value::I64(_) => out.push_str("\"i64:"),
        _ => {
            // A string takes all, and no type has anything to be escaped.
            let _ = write!(out, "\"{}:", of.ty());
        }
    }
    plain(out, of);
    out.push('"');
}

/// A value without its type.
pub(super) fn plain(out: &mut String, of: &Value) {
    let number = match of {
        Value::I32(value) => i64::from(*value),
        Value::I64(value) => *value,
        _ => {
            // A string takes all.
            let _ = write!(out, "{of}");
            return;
        }
    };
    if number < 0 {
        out.push('-');
    }
    digits(out, number.unsigned_abs());
}

fn bytes(out: &mut String, name: &str, of: &Bytes) {
    out.push_str(name);
    for byte in &of.0 {
        for half in [byte >> 4, byte & 15] {
            let first = if half < 10 { b'0' } else { b'a' - 10 };
            out.push(char::from(first + half));
        }
    }
    out.push('"');
}

/// A count or an address; those that JavaScript cannot hold are written as it has them.
fn number(out: &mut String, name: &str, of: impl Into<u64>) {
    let number = of.into();
    match number <= MOST_EXACT {
        true => {
            out.push_str(name);
            digits(out, number);
        }
        false => rare(out, name, &(number as f64)),
    }
}

fn digits(out: &mut String, mut number: u64) {
    // 2⁶⁴ has twenty of them.
    let mut digits = [b'0'; 20];
    let mut first = digits.len() - 1;
    loop {
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
        first -= 1;
    }
    out.push_str(std::str::from_utf8(&digits[first..]).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observe::{Change, Values};

    fn same(record: &StepRecord) {
        let mut out = String::new();
        write(&mut out, record);
        assert_eq!(out, line(record));
    }

    /// A record in which everything is that can be left out, and nothing is small.
    fn full() -> StepRecord {
        let held = |value| {
            Some(Variable {
                index: u32::MAX,
                name: Some("a \"name\"\\ with\n\u{1} ä 🙂".into()),
                read: Some(value),
                old: Some(Value::F64(f64::NAN.to_bits())),
                new: Some(Value::V128(u128::MAX)),
            })
        };
        StepRecord {
            n: u64::MAX,
            func: 0,
            name: "\t".to_owned(),
            depth: 10,
            pc: 100,
            offset: 99,
            line: Some(1),
            column: Some(u32::MAX),
            file: Some("C:\\x.c".into()),
            op: "call",
            imm: vec!["0".to_owned(), "\"".to_owned()],
            pop: Values(vec![Value::I32(i32::MIN), Value::I64(i64::MIN)]),
            push: Values(vec![Value::I32(0), Value::f32(0.1), Value::I64(i64::MAX)]),
            inst: Some(7),
            local: held(Value::I32(-1)),
            global: held(Value::I64(10)),
            mem: vec![
                MemEffect::Read {
                    mem: 1,
                    addr: 1 << 60,
                    read: Bytes(vec![0, 9, 10, 255]),
                    len: None,
                },
                MemEffect::Write {
                    mem: 0,
                    addr: 0,
                    old: Bytes(vec![]),
                    new: Bytes(vec![160]),
                    len: None,
                },
                MemEffect::Write {
                    mem: 0,
                    addr: 0,
                    old: Bytes(vec![]),
                    new: Bytes(vec![]),
                    len: Some(5),
                },
                MemEffect::Grow {
                    mem: 0,
                    pages: Change { old: 1, new: 2 },
                },
            ],
            table: Vec::new(),
            branch: Some(Branch {
                label: 3,
                target: 12,
            }),
            call: Some(CallEffect {
                func: 5,
                name: "f\"".to_owned(),
                inst: Some(1),
                args: Values(vec![Value::I32(5)]),
                tail: true,
                addr: crate::runtime::FuncAddr(9),
            }),
            returned: Some(ReturnEffect {
                to: Some("\\".to_owned()),
                results: Values::default(),
            }),
            host: None,
            heap: Vec::new(),
            throw: None,
            trap: None,
            site: None,
        }
    }

    #[test]
    fn it_is_what_serde_writes() {
        let full = full();
        same(&full);
        same(&StepRecord {
            n: MOST_EXACT,
            mem: Vec::new(),
            ..full.clone()
        });
        same(&StepRecord {
            n: MOST_EXACT + 1,
            local: None,
            ..full.clone()
        });
        same(&StepRecord {
            returned: None,
            branch: None,
            call: None,
            ..full.clone()
        });
        let returned = ReturnEffect {
            to: None,
            results: Values(vec![Value::I32(1)]),
        };
        same(&StepRecord {
            returned: Some(returned),
            inst: None,
            file: None,
            ..full
        });
    }
}
