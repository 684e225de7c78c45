//! Where the specification says what an instruction does.

use super::vector;
use super::words::width;
use crate::syntax::{BinaryOp, Instr, ObjectInstr, UnaryOp, ValType};

/// What a function of the host may do.
pub(super) const HOST: &str = "exec/instructions.html#exec-invoke-host";

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
        Instr::Vector(instr) => vector::anchor(*instr).to_owned(),
        Instr::VectorMemory(access, _) => vector::access_anchor(*access).to_owned(),
        Instr::Object(instr) => heap_anchor(*instr),
        other => other.name().replace(['.', '_'], "-"),
    };
    format!("exec/instructions.html#exec-{anchor}")
}

/// All ways to read a field have one section.
fn heap_anchor(instr: ObjectInstr) -> String {
    let name = match instr {
        ObjectInstr::StructGet { .. } => "struct.get",
        ObjectInstr::ArrayGet { .. } => "array.get",
        ObjectInstr::I31Get(_) => "i31.get",
        other => other.name(),
    };
    name.replace(['.', '_'], "-")
}

/// The bytes of a number.
fn natural(ty: ValType) -> u32 {
    width(ty) / 8
}

/// Comparisons are the only operations of two numbers whose name says one of these.
pub(super) fn compares(op: BinaryOp) -> bool {
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
