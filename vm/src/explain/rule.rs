//! The reduction rule with live values, and where the specification has it.

use super::tale::Teller;
use super::words::{bytes, slot};
use crate::observe::{MemEffect, TableEffect};
use crate::runtime::{Ref, Value};
use crate::syntax::{BinaryOp, Instr, LabelKind, UnaryOp, ValType};
use crate::view::{identifier, instr_text};

/// Values as the specification writes them; `ε` for none.
pub(super) fn values(values: &[Value]) -> String {
    let words: Vec<String> = values.iter().map(|value| constant(*value)).collect();
    match words.is_empty() {
        true => "ε".to_owned(),
        false => words.join(" "),
    }
}

fn constant(value: Value) -> String {
    match value {
        Value::Ref(ty, Ref::Null) => format!("(ref.null {})", ty.heap()),
        Value::Ref(..) => format!("(ref.{value})"),
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
        true => own,
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
        Instr::Br(_) | Instr::BrIf(_) | Instr::BrTable { .. } => match record.branch {
            None => format!("{left} ↪ ε"),
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
        Instr::Call(_) | Instr::CallIndirect { .. } => match &record.call {
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
        Instr::Store(..)
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
                let what = match new.0.is_empty() {
                    true => "…".to_owned(),
                    false => bytes(&new.0, *len),
                };
                format!("S; {left} ↪ S[memory {mem}[{addr} : {count}] = {what}]; ε")
            }
            _ => format!("S; {left} ↪ S; ε"),
        },
        Instr::MemoryGrow(_) | Instr::TableGrow(_) => match record.push.is_empty() {
            true => format!("S; {left} ↪ S′; (i32.const the old size), or S; (i32.const -1)"),
            false => format!("S; {left} ↪ S′; {right}"),
        },
        Instr::TableSet(_)
        | Instr::TableFill(_)
        | Instr::TableCopy { .. }
        | Instr::TableInit { .. } => match record.table.last() {
            Some(TableEffect::Write {
                table, index, old, ..
            }) => {
                let count = old.len();
                format!("S; {left} ↪ S[table {table}[{index} : {count}] = …]; ε")
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
        Instr::CallRef(_)
        | Instr::ReturnCall(_)
        | Instr::ReturnCallIndirect { .. }
        | Instr::ReturnCallRef(_)
        | Instr::BrOnNull(_)
        | Instr::BrOnNonNull(_)
        | Instr::BrOnCast { .. }
        | Instr::RefAsNonNull
        | Instr::RefEq
        | Instr::RefTest(_)
        | Instr::RefCast(_)
        | Instr::Object(_)
        | Instr::Vector(_)
        | Instr::VectorMemory(..)
        | Instr::Throw(_)
        | Instr::ThrowRef
        | Instr::TryTable { .. }
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
        Instr::CallIndirect { ty, .. } => module.types.func(ty).results.len(),
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

/// The section of the specification that says what the instruction does.
pub(super) fn section(instr: &Instr) -> String {
    let anchor = match instr {
        Instr::Else { .. } | Instr::End => "instrs-exit".to_owned(),
        Instr::FuncEnd => "invoke-exit".to_owned(),
        Instr::I32Const(_) | Instr::I64Const(_) | Instr::F32Const(_) | Instr::F64Const(_) => {
            "const".to_owned()
        }
        Instr::Unary(op) => unary(*op).to_owned(),
        Instr::Truncate(_) => "cvtop".to_owned(),
        Instr::Binary(op) if compares(*op) => "relop".to_owned(),
        Instr::Binary(_) | Instr::Divide(_) => "binop".to_owned(),
        Instr::Load(op, _) => match op.bytes() == natural(op.ty()) {
            true => "load-val".to_owned(),
            false => "load-pack".to_owned(),
        },
        Instr::Store(op, _) => match op.bytes() == natural(op.ty()) {
            true => "store-val".to_owned(),
            false => "store-pack".to_owned(),
        },
        other => other.name().replace(['.', '_'], "-"),
    };
    format!("exec/instructions.html#exec-{anchor}")
}

/// The bytes of a number.
fn natural(ty: ValType) -> u32 {
    super::words::width(ty) / 8
}

/// Comparisons are the only operations of two numbers whose name says one of these.
fn compares(op: BinaryOp) -> bool {
    let name = op.name();
    let name = name.split_once('.').map_or(name, |(_, name)| name);
    let name = name.split('_').next().unwrap_or(name);
    matches!(name, "eq" | "ne" | "lt" | "gt" | "le" | "ge")
}

fn unary(op: UnaryOp) -> &'static str {
    match op {
        UnaryOp::I32Eqz | UnaryOp::I64Eqz => "testop",
        UnaryOp::I32Extend8S
        | UnaryOp::I32Extend16S
        | UnaryOp::I64Extend8S
        | UnaryOp::I64Extend16S
        | UnaryOp::I64Extend32S => "unop",
        op if op.name().contains("32_") || op.name().contains("_i") || op.name().contains("_f") => {
            "cvtop"
        }
        _ => "unop",
    }
}
