//! The name of the reduction rule that a step is by, as the sources of the specification have
//! it. Where several rules follow each other in one step, all are named in their order.

use super::rule_control::{branch, call, returning, thrown};
use super::rule_steps::with_following;
use super::section::compares;
use super::tale::Teller;
use super::vector;
use super::words::{slot, width};
use crate::runtime::{Ref, Value};
use crate::syntax::{Instr, LabelKind, ObjectInstr, UnaryOp, VectorAccess, VectorInstr};

/// The names of the rules for the step.
pub(super) fn rule_name(teller: &Teller<'_>) -> String {
    with_following(first(teller))
}

/// The first of them, or all.
fn first(teller: &Teller<'_>) -> String {
    let record = teller.record;
    let instr = teller.site.instr;
    let either = |is: bool, yes: &str, no: &str| {
        let outcome = if is { yes } else { no };
        format!("{}-{outcome}", instr.name())
    };
    let traps = record.trap.is_some();
    let is_null = |index: usize| matches!(teller.popped(index), Value::Ref(_, Ref::Null));
    let branches = record.branch.is_some();
    match instr {
        // Without an arm to run, its label is left at once.
        Instr::If { on_false, .. } if slot(teller.popped(0)) == 0 && !teller.has_else(on_false) => {
            "if-false, block, label-vals".to_owned()
        }
        Instr::If { .. } | Instr::BrIf(_) | Instr::Select { .. } => {
            let condition = record.pop.last().map_or(0, |value| slot(*value));
            branch(teller, either(condition != 0, "true", "false"))
        }
        Instr::Else { .. } | Instr::End => match teller.situation().labels.first() {
            Some(label) if label.kind == LabelKind::TryTable => "label-vals, handler-vals".into(),
            _ => "label-vals".to_owned(),
        },
        Instr::FuncEnd => "label-vals, frame-vals".to_owned(),
        Instr::Br(_) => branch(teller, String::new()),
        Instr::BrTable { count, .. } => {
            let index = record.pop.last().map_or(0, |value| slot(*value));
            branch(teller, either(index < u64::from(count), "lt", "ge"))
        }
        Instr::BrOnNull(_) => branch(teller, either(branches, "null", "addr")),
        Instr::BrOnNonNull(_) => branch(teller, either(branches, "addr", "null")),
        Instr::BrOnCast { fail, .. } => branch(teller, either(branches != fail, "succeed", "fail")),
        Instr::Return => returning(teller),
        Instr::Call(_)
        | Instr::CallIndirect { .. }
        | Instr::CallRef(_)
        | Instr::ReturnCall(_)
        | Instr::ReturnCallIndirect { .. }
        | Instr::ReturnCallRef(_) => call(teller),
        Instr::Throw(_) | Instr::ThrowRef => thrown(teller),

        Instr::TableGet(_) | Instr::TableSet(_) => either(traps, "oob", "val"),
        Instr::TableGrow(_) | Instr::MemoryGrow(_) => {
            let fails = matches!(teller.result(), Value::I32(-1) | Value::I64(-1));
            either(!fails, "succeed", "fail")
        }
        Instr::TableFill(_)
        | Instr::TableCopy { .. }
        | Instr::TableInit { .. }
        | Instr::MemoryFill(_)
        | Instr::MemoryCopy { .. }
        | Instr::MemoryInit { .. } => bulk(teller, [0, 1]),

        Instr::Load(op, _) => packed(op.bytes() * 8 < width(op.ty()), "load", traps),
        Instr::Store(op, _) => packed(op.bytes() * 8 < width(op.ty()), "store", traps),
        Instr::VectorMemory(access, _) => vector_access(access, traps),
        Instr::Vector(instr) => vector_name(instr),
        Instr::Object(instr) => object(teller, instr),

        Instr::RefIsNull => either(is_null(0), "true", "false"),
        Instr::RefAsNonNull => either(traps, "null", "addr"),
        Instr::RefEq => match teller.result() {
            Value::I32(0) => either(true, "false", ""),
            _ if is_null(0) => either(true, "null", ""),
            _ => either(true, "true", ""),
        },
        Instr::RefTest(_) => either(slot(teller.result()) != 0, "true", "false"),
        Instr::RefCast(_) => either(traps, "fail", "succeed"),

        Instr::Unary(UnaryOp::I32Eqz | UnaryOp::I64Eqz) => "testop".to_owned(),
        Instr::Unary(_) | Instr::Truncate(_) | Instr::Divide(_) => number(&instr, traps),
        Instr::Binary(op) if compares(op) => "relop".to_owned(),
        Instr::Binary(_) => number(&instr, traps),
        // Wide arithmetic is no part of the specification.
        Instr::Wide(_) => String::new(),

        Instr::I32Const(_) | Instr::I64Const(_) | Instr::F32Const(_) | Instr::F64Const(_) => {
            String::new()
        }

        Instr::Unreachable
        | Instr::Nop
        | Instr::Block(_)
        | Instr::Loop(_)
        | Instr::TryTable { .. }
        | Instr::Drop { .. }
        | Instr::LocalGet { .. }
        | Instr::LocalSet { .. }
        | Instr::LocalTee { .. }
        | Instr::GlobalGet(_)
        | Instr::GlobalSet(_)
        | Instr::TableSize(_)
        | Instr::ElemDrop(_)
        | Instr::MemorySize(_)
        | Instr::DataDrop(_)
        | Instr::RefNull(_)
        | Instr::RefFunc(_) => instr.name().to_owned(),
    }
}

/// An operation on numbers: its section is called as its rule.
fn number(instr: &Instr, traps: bool) -> String {
    let section = super::section::section(instr);
    let kind = section.rsplit('-').next().unwrap_or_default();
    format!("{kind}-{}", if traps { "trap" } else { "val" })
}

/// A load or store of a number, whole or in fewer bytes.
fn packed(packed: bool, what: &str, traps: bool) -> String {
    let kind = if packed { "pack" } else { "num" };
    format!("{what}-{kind}-{}", outside(traps))
}

fn outside(traps: bool) -> &'static str {
    if traps { "oob" } else { "val" }
}

/// What fills, copies or initialises: the rules differ by the length, which is the last operand,
/// and a copy by its direction, from the operand `ends[1]` to `ends[0]`.
fn bulk(teller: &Teller<'_>, ends: [usize; 2]) -> String {
    let name = teller.site.instr.name();
    if let Some(trap) = &teller.record.trap {
        return refused(teller, &trap.message);
    }
    let length = teller.record.pop.last().map_or(0, |value| slot(*value));
    let [to, from] = ends.map(|index| slot(teller.popped(index)));
    let outcome = match (length, name.ends_with("copy")) {
        (0, _) => "zero",
        (_, true) if to <= from => "le",
        (_, true) => "gt",
        (_, false) if name == "array.init_data" => "num",
        (_, false) => "succ",
    };
    format!("{name}-{outcome}")
}

/// As [`bulk`], where it traps: of an array that is copied to or initialised, the rules say
/// which of the two places was at fault.
fn refused(teller: &Teller<'_>, message: &str) -> String {
    let name = teller.site.instr.name();
    let is_first = matches!(teller.popped(0), Value::Ref(_, Ref::Null));
    match (name, message.contains("null")) {
        ("array.copy", true) => format!("array.copy-null{}", if is_first { 1 } else { 2 }),
        (_, true) => format!("{name}-null"),
        // What is copied to is looked at first.
        ("array.copy", false) => {
            let is_first = is_beyond(teller, 0, 1, 4);
            format!("array.copy-oob{}", if is_first { 1 } else { 2 })
        }
        ("array.init_data" | "array.init_elem", false) => match message.contains("array") {
            true => format!("{name}-oob1"),
            false => format!("{name}-oob2"),
        },
        (_, false) => format!("{name}-oob"),
    }
}

/// Whether so many elements of an array, from one on, are more than it has. The operands are those
/// of these numbers; an array that was refused is as it was.
fn is_beyond(teller: &Teller<'_>, array: usize, start: usize, count: usize) -> bool {
    let Value::Ref(_, reference) = teller.popped(array) else {
        return false;
    };
    let heap = teller.machine.store().heap();
    let object = reference.object().and_then(|object| heap.get(object));
    let [start, count] = [start, count].map(|index| slot(teller.popped(index)));
    object.is_some_and(|object| start + count > object.fields())
}

fn vector_access(access: VectorAccess, traps: bool) -> String {
    let anchor = vector::access_anchor(access).replace('-', "_");
    let kind = match anchor.as_str() {
        "vload_val" => "vload",
        "vload_pack" => "vload-pack",
        "vload_splat" => "vload-splat",
        "vload_zero" => "vload-zero",
        other => other,
    };
    format!("{kind}-{}", outside(traps))
}

fn vector_name(instr: VectorInstr) -> String {
    let anchor = vector::anchor(instr);
    match anchor {
        "vconst" => String::new(),
        "vunop" | "vbinop" | "vternop" => format!("{anchor}-val"),
        other if other.starts_with("vextract") => {
            let (shape, _) = instr.shapes();
            let kind = if shape.width() < 32 { "pack" } else { "num" };
            format!("vextract_lane-{kind}")
        }
        other => other.replace('-', "_"),
    }
}

/// Instructions on what lies on the heap. A field has one rule, packed or not.
fn object(teller: &Teller<'_>, instr: ObjectInstr) -> String {
    use ObjectInstr as O;
    let trap = teller.record.trap.as_ref();
    let null = trap.is_some_and(|trap| trap.message.contains("null"));
    let of = |name: &str, done: &str| match (trap, null) {
        (None, _) => format!("{name}-{done}"),
        (Some(_), true) => format!("{name}-null"),
        (Some(_), false) => format!("{name}-oob"),
    };
    let converted = |name: &str| match teller.popped(0) {
        Value::Ref(_, Ref::Null) => format!("{name}-null"),
        _ => format!("{name}-addr"),
    };
    match instr {
        O::StructNew(_)
        | O::StructNewDefault(_)
        | O::ArrayNew(_)
        | O::ArrayNewDefault(_)
        | O::ArrayNewFixed { .. }
        | O::RefI31 => instr.name().to_owned(),
        O::StructGet { .. } => of("struct.get", "struct"),
        O::StructSet { .. } => of("struct.set", "struct"),
        O::ArrayNewData { .. } => of("array.new_data", "num"),
        O::ArrayNewElem { .. } => of("array.new_elem", "alloc"),
        O::ArrayGet { .. } => of("array.get", "array"),
        O::ArraySet(_) => of("array.set", "array"),
        O::ArrayLen => of("array.len", "array"),
        O::I31Get(_) => of("i31.get", "num"),
        O::ArrayFill(_) | O::ArrayInitData { .. } | O::ArrayInitElem { .. } => bulk(teller, [1, 2]),
        O::ArrayCopy { .. } => bulk(teller, [1, 3]),
        O::AnyConvertExtern => converted("any.convert_extern"),
        O::ExternConvertAny => converted("extern.convert_any"),
    }
}
