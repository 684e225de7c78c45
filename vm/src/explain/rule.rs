//! The reduction rule with live values.

use super::rule_heap::{object, thrown};
use super::tale::Teller;
use super::words::{bytes, slot};
use crate::observe::{HostEffect, MemEffect, TableEffect};
use crate::runtime::{Ref, Value};
use crate::syntax::{HeapType, Instr, LabelKind, VectorInstr};
use crate::view::{identifier, instr_text};

/// Values as the specification writes them; `ε` for none.
pub(super) fn values(values: &[Value]) -> String {
    let words = values.iter().map(|value| constant(*value));
    let words: Vec<String> = words.collect();
    match words.is_empty() {
        true => "ε".to_owned(),
        false => words.join(" "),
    }
}

/// As [`values`], the first of so many, and how many more there are.
pub(super) fn several(list: &[Value], count: u64) -> String {
    const SHOWN: usize = 8;
    let shown = &list[..list.len().min(SHOWN)];
    let text = values(shown);
    match count.saturating_sub(shown.len() as u64) {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}

/// A value; a null has no type when the program runs.
pub(super) fn constant(value: Value) -> String {
    match value {
        Value::Ref(_, Ref::Null) => "ref.null".to_owned(),
        Value::Ref(ty, reference) => {
            // A reference of the host's own, or any other one that was made one of the host's.
            let inner = match reference {
                Ref::Extern(number) => format!("(ref.host {number})"),
                _ => format!("(ref.{value})"),
            };
            match ty.heap() {
                HeapType::Extern | HeapType::NoExtern => format!("(ref.extern {inner})"),
                _ => inner,
            }
        }
        number => format!("({}.const {number})", number.ty()),
    }
}

/// The rule for the step.
pub(super) fn rule(teller: &Teller<'_>) -> String {
    let record = teller.record;
    let text = instr_text(&teller.instance.module, teller.code, teller.site.pc);
    let own = match (text.contains(' '), teller.site.instr) {
        (_, Instr::FuncEnd) => "end".to_owned(),
        (true, _) => format!("({text})"),
        (false, _) => text,
    };
    let left = match record.pop.is_empty() {
        true => own.clone(),
        false => format!("{} {own}", values(&record.pop)),
    };
    if record.trap.is_some() {
        return format!("{left} ↪ trap");
    }
    let right = values(&record.push);
    match teller.site.instr {
        Instr::Block(_) => format!("{left} ↪ (label{{ε}} … end)"),
        Instr::Loop(_) => format!("{left} ↪ (label{{loop … end}} … end)"),
        Instr::If { on_false, .. } => {
            let arm = match slot(teller.popped(0)) {
                // Its block is empty, and left in the same step.
                0 if !teller.has_else(on_false) => return format!("{left} ↪ ε"),
                0 => "else",
                _ => "then",
            };
            format!("{left} ↪ (label{{ε}} … end), with the {arm} arm")
        }
        Instr::Else { .. } | Instr::End => {
            let situation = teller.situation();
            let label = situation.labels.first();
            let height = label.map_or(0, |label| label.height);
            let count = situation.operands.len().saturating_sub(height);
            match count {
                0 => "(label{…} ε end) ↪ ε".to_owned(),
                _ => format!("(label{{…}} val{} end) ↪ val{}", small(count), small(count)),
            }
        }
        Instr::FuncEnd => format!("(frame{{…}} {left}) ↪ {right}"),
        Instr::Return => format!("(frame{{…}} … {left} … end) ↪ {right}"),
        Instr::Br(_)
        | Instr::BrIf(_)
        | Instr::BrTable { .. }
        | Instr::BrOnNull(_)
        | Instr::BrOnNonNull(_)
        | Instr::BrOnCast { .. } => match record.branch {
            None => format!("{left} ↪ {right}"),
            Some(_) if record.returned.is_some() => {
                format!("(frame{{…}} … {left} … end) ↪ {right}")
            }
            Some(branch) => {
                let situation = teller.situation();
                let label = situation.labels.get(branch.label as usize);
                match label.map(|label| label.kind) {
                    Some(LabelKind::Loop) => {
                        let again = match record.push.is_empty() {
                            true => "(loop … end)".to_owned(),
                            false => format!("{right} (loop … end)"),
                        };
                        format!("(label{{loop … end}} … {left} … end) ↪ {again}")
                    }
                    _ => format!("(label{{ε}} … {left} … end) ↪ {right}"),
                }
            }
        },
        Instr::ReturnCall(_) | Instr::ReturnCallIndirect { .. } | Instr::ReturnCallRef(_) => {
            let left = format!("(frame{{…}} … {left} … end)");
            match (&record.call, &record.host) {
                (Some(call), _) => format!("{left} ↪ (frame{{{}}} … end)", call.name),
                (None, Some(host)) => answered(&left, host),
                (None, None) => left,
            }
        }
        Instr::Throw(_) | Instr::ThrowRef => thrown(teller, &left),
        Instr::TryTable { .. } => format!("{left} ↪ (handler{{…}} (label{{ε}} … end) end)"),
        Instr::Call(_) | Instr::CallIndirect { .. } | Instr::CallRef(_) => {
            match (&record.call, &record.host) {
                (Some(call), _) => format!("{left} ↪ (frame{{{}}} … end)", call.name),
                (None, Some(host)) => answered(&left, host),
                (None, None) => left,
            }
        }
        Instr::LocalSet { local, .. } => {
            let value = constant(teller.popped(0));
            format!("F; {left} ↪ F[{} = {value}]; ε", teller.local(local))
        }
        Instr::GlobalSet(_) => {
            let Some(global) = &record.global else {
                return left;
            };
            let name = identifier(global.name.as_ref(), global.index);
            let value = constant(teller.popped(0));
            format!("S; {left} ↪ S[global {name} = {value}]; ε")
        }
        Instr::VectorMemory(access, _) if !access.writes() => teller.vector_load_rule(&own, access),
        Instr::Vector(VectorInstr::Const(_)) => format!("{left} is a value"),
        Instr::Vector(instr) => teller.vector_rule(&own, instr),
        Instr::Object(instr) => object(teller, instr, &left, &right),
        Instr::Store(..)
        | Instr::VectorMemory(..)
        | Instr::MemoryFill(_)
        | Instr::MemoryCopy { .. }
        | Instr::MemoryInit { .. } => match record.mem.last() {
            Some(MemEffect::Write {
                mem,
                addr,
                old,
                new,
                len,
            }) => {
                let count = len.unwrap_or(old.0.len() as u64);
                let what = bytes(&new.0, Some(count));
                format!("S; {left} ↪ S[memory {mem}[{addr} : {count}] = {what}]; ε")
            }
            _ => format!("S; {left} ↪ S; ε"),
        },
        Instr::MemoryGrow(_) | Instr::TableGrow(_) => match teller.result() {
            Value::I32(-1) | Value::I64(-1) => format!("S; {left} ↪ S; {right}"),
            _ => format!("S; {left} ↪ S′; {right}"),
        },
        Instr::TableSet(_)
        | Instr::TableFill(_)
        | Instr::TableCopy { .. }
        | Instr::TableInit { .. } => match record.table.last() {
            Some(TableEffect::Write {
                table,
                index,
                old,
                new,
                len,
            }) => {
                let count = len.unwrap_or(old.len() as u64);
                let what = several(new, count);
                format!("S; {left} ↪ S[table {table}[{index} : {count}] = {what}]; ε")
            }
            _ => format!("S; {left} ↪ S; ε"),
        },
        Instr::ElemDrop(elem) => format!("S; {left} ↪ S[elem {elem} = ε]; ε"),
        Instr::DataDrop(data) => format!("S; {left} ↪ S[data {data} = ε]; ε"),
        Instr::LocalGet { .. } => format!("F; {left} ↪ F; {right}"),
        Instr::LocalTee { local, .. } => {
            format!("F; {left} ↪ F[{} = {right}]; {right}", teller.local(local))
        }
        Instr::GlobalGet(_)
        | Instr::Load(..)
        | Instr::MemorySize(_)
        | Instr::TableGet(_)
        | Instr::TableSize(_)
        | Instr::RefFunc(_) => format!("S; {left} ↪ S; {right}"),
        Instr::I32Const(_) | Instr::I64Const(_) | Instr::F32Const(_) | Instr::F64Const(_) => {
            format!("{left} is a value")
        }
        Instr::RefNull(_) => format!("S; {left} ↪ S; {right}"),
        Instr::RefTest(_) | Instr::RefCast(_) => format!("S; {left} ↪ S; {right}"),
        Instr::RefAsNonNull
        | Instr::RefEq
        | Instr::Unreachable
        | Instr::Nop
        | Instr::Drop { .. }
        | Instr::Select { .. }
        | Instr::RefIsNull
        | Instr::Unary(_)
        | Instr::Truncate(_)
        | Instr::Binary(_)
        | Instr::Divide(_)
        | Instr::Wide(_) => format!("{left} ↪ {right}"),
    }
}

/// A function of the host gives another store and results, which are not known before it has
/// answered.
pub(super) fn answered(left: &str, host: &HostEffect) -> String {
    let results = match (host.results.len(), host.result_count) {
        (0, 1) => "val".to_owned(),
        (0, 2..) => format!("val{}", small(host.result_count)),
        _ => values(&host.results),
    };
    format!("S; {left} ↪ S′; {results}")
}

/// A count as an exponent.
fn small(count: usize) -> String {
    let digit = |digit: char| match digit.to_digit(10) {
        Some(digit) => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit as usize],
        None => digit,
    };
    count.to_string().chars().map(digit).collect()
}
