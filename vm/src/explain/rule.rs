//! The reduction rule with live values.

use super::rule_heap::{object, thrown};
use super::tale::Teller;
use super::words::{bytes, slot};
use crate::observe::{MemEffect, TableEffect};
use crate::runtime::{Ref, Value};
use crate::syntax::{Instr, LabelKind, Module, VectorInstr};
use crate::view::{heap_type, identifier, instr_text};

/// Values as the specification writes them, types in the names of a module; `ε` for none.
pub(super) fn values(values: &[Value], module: Option<&Module>) -> String {
    let words = values.iter().map(|value| constant(*value, module));
    let words: Vec<String> = words.collect();
    match words.is_empty() {
        true => "ε".to_owned(),
        false => words.join(" "),
    }
}

/// As [`values`], the first of so many, and how many more there are.
pub(super) fn several(list: &[Value], count: u64, module: Option<&Module>) -> String {
    const SHOWN: usize = 8;
    let shown = &list[..list.len().min(SHOWN)];
    let text = values(shown, module);
    match count.saturating_sub(shown.len() as u64) {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}

pub(super) fn constant(value: Value, module: Option<&Module>) -> String {
    match value {
        Value::Ref(ty, Ref::Null) => match module {
            Some(module) => format!("(ref.null {})", heap_type(module, ty.heap())),
            None => format!("(ref.null {})", ty.heap()),
        },
        Value::Ref(..) => format!("(ref.{value})"),
        number => format!("({}.const {number})", number.ty()),
    }
}

/// The rule for the step.
pub(super) fn rule(teller: &Teller<'_>) -> String {
    let record = teller.record;
    let values = |list: &[Value]| values(list, Some(&teller.instance.module));
    let constant = |value: Value| constant(value, Some(&teller.instance.module));
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
                0 if !teller.has_else(on_false) => "the empty else arm",
                0 => "the else arm",
                _ => "the then arm",
            };
            format!("{left} ↪ (block … end), with {arm}")
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
            let (args, addr) = match (&record.call, &record.host) {
                (Some(call), _) => (values(&call.args), call.addr.0.to_string()),
                (None, Some(host)) => {
                    (values(&host.args), format!("{}.{}", host.module, host.name))
                }
                (None, None) => (String::new(), String::new()),
            };
            format!("(frame{{…}} … {left} … end) ↪ {args} (ref.func {addr}) call_ref")
        }
        Instr::Throw(_) | Instr::ThrowRef => thrown(teller, &left),
        Instr::TryTable { .. } => format!("{left} ↪ (handler{{…}} (label{{ε}} … end) end)"),
        Instr::Call(_) | Instr::CallIndirect { .. } | Instr::CallRef(_) => match &record.call {
            Some(call) => format!("{left} ↪ (frame{{{}}} … end)", call.name),
            // What the host will give is not known before it has answered.
            None if record.push.is_empty() => match results(teller) {
                0 => format!("{left} ↪ ε"),
                1 => format!("{left} ↪ val"),
                count => format!("{left} ↪ val{}", small(count)),
            },
            None => format!("{left} ↪ {right}"),
        },
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
                let what = several(new, count, Some(&teller.instance.module));
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
        Instr::I32Const(_)
        | Instr::I64Const(_)
        | Instr::F32Const(_)
        | Instr::F64Const(_)
        | Instr::RefNull(_) => format!("{left} is a value"),
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

/// How many results the function has that the next instruction calls.
fn results(teller: &Teller<'_>) -> usize {
    let module = &teller.instance.module;
    match teller.site.instr {
        Instr::Call(func) => module.func_type(func).results.len(),
        Instr::CallIndirect { ty, .. } | Instr::CallRef(ty) => module.types.func(ty).results.len(),
        _ => 0,
    }
}

/// A count as an exponent.
fn small(count: usize) -> String {
    let digit = |digit: char| match digit.to_digit(10) {
        Some(digit) => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit as usize],
        None => digit,
    };
    count.to_string().chars().map(digit).collect()
}
