//! What an instruction takes from the stack, and what is there.
//!
//! The validator knows what every instruction takes but does not tell. So we
//! ask it: on a copy whose stack accepts everything, an instruction is tried
//! with a wrong operand, and the refusal names the type that it wants. This
//! costs a few copies, and only where something is wrong already.

use wasmparser::{
    AbstractHeapType, BlockType, FuncValidator, HeapType, Operator, ValType, ValidatorResources,
};
use wasmparser::{FrameKind, WasmModuleResources};

pub(crate) type Validator = FuncValidator<ValidatorResources>;

/// What an operand must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// Of this type.
    Type(String),
    /// Of any type.
    Any,
}

impl Want {
    /// For a sentence.
    pub(crate) fn name(&self) -> String {
        match self {
            Want::Type(ty) => ty.clone(),
            Want::Any => "any value".to_owned(),
        }
    }
}

/// A type as it is written.
pub(crate) fn type_name(ty: ValType) -> String {
    match ty {
        ValType::I32 => "i32".to_owned(),
        ValType::I64 => "i64".to_owned(),
        ValType::F32 => "f32".to_owned(),
        ValType::F64 => "f64".to_owned(),
        ValType::V128 => "v128".to_owned(),
        // The numbers that the validator gives to types of the module mean
        // nothing outside of it.
        ValType::Ref(reference) if reference.is_concrete_type_ref() => {
            let null = if reference.is_nullable() { "null " } else { "" };
            format!("(ref {null}$type)")
        }
        ValType::Ref(reference) => reference.to_string(),
    }
}

/// The operands that the innermost block may use, bottom first; `any` where
/// the code cannot be reached and so the type is unknown.
pub(crate) fn visible(validator: &Validator) -> Vec<String> {
    let floor = validator
        .get_control_frame(0)
        .map_or(0, |frame| frame.height);
    let height = validator.operand_stack_height() as usize;
    let count = height.saturating_sub(floor);
    let operand = |depth| validator.get_operand_type(depth).flatten();
    let name = |ty: Option<ValType>| ty.map_or("any".to_owned(), type_name);
    (0..count).rev().map(|depth| name(operand(depth))).collect()
}

/// Whether the code here can never run, so that missing operands are allowed.
pub(crate) fn unreachable(validator: &Validator) -> bool {
    validator
        .get_control_frame(0)
        .is_some_and(|frame| frame.unreachable)
}

/// The result types of the innermost block, and what sort of block it is.
pub(crate) fn block_results(validator: &Validator) -> Option<(FrameKind, Vec<String>)> {
    let frame = validator.get_control_frame(0)?;
    let results = match frame.block_type {
        BlockType::Empty => Vec::new(),
        BlockType::Type(ty) => vec![type_name(ty)],
        BlockType::FuncType(index) => {
            let ty = validator.resources().sub_type_at(index)?;
            match &ty.composite_type.inner {
                wasmparser::CompositeInnerType::Func(func) => {
                    func.results().iter().copied().map(type_name).collect()
                }
                _ => return None,
            }
        }
    };
    Some((frame.kind, results))
}

/// What `operator` takes, bottom first, when that can be found out.
pub(crate) fn takes(validator: &Validator, operator: &Operator<'_>) -> Option<Vec<Want>> {
    /// Beyond this many operands a list helps nobody.
    const MOST: u32 = 24;
    if matches!(operator, Operator::Select) {
        return Some(vec![Want::Any, Want::Any, Want::Type("i32".to_owned())]);
    }
    let (count, _) = operator.operator_arity(validator)?;
    if count > MOST {
        return None;
    }
    // From the top of the stack downwards, each with an operand that fits.
    let mut known: Vec<(Want, Operator<'static>)> = Vec::new();
    for _ in 0..count {
        let probe = |operand: &Operator<'static>| {
            let mut copy = validator.clone();
            copy.op(0, &Operator::Unreachable).ok()?;
            copy.op(0, operand).ok()?;
            for (_, fits) in known.iter().rev() {
                copy.op(0, fits).ok()?;
            }
            Some(
                copy.op(0, operator)
                    .err()
                    .map(|error| error.message().to_owned()),
            )
        };
        let float = Operator::F32Const { value: 0.0.into() };
        let next = match probe(&float)? {
            Some(refusal) => wanted(&refusal)?,
            None => match probe(&Operator::I32Const { value: 0 })? {
                Some(_) => (Want::Type("f32".to_owned()), float),
                None => (Want::Any, Operator::I32Const { value: 0 }),
            },
        };
        known.push(next);
    }
    known.reverse();
    Some(known.into_iter().map(|(want, _)| want).collect())
}

/// The type that a refusal asks for, and an instruction that makes one.
fn wanted(refusal: &str) -> Option<(Want, Operator<'static>)> {
    let rest = refusal.strip_prefix("type mismatch: expected ")?;
    let (name, _) = rest
        .split_once(" found f32")
        .or_else(|| rest.split_once(" but found f32"))?;
    let name = name.trim_end_matches([',', ' ']).trim_end_matches(" but");
    let name = name.strip_prefix("subtype of ").unwrap_or(name);
    let null = |hty| Operator::RefNull { hty };
    let abstract_null = |ty| null(HeapType::Abstract { shared: false, ty });
    let operand = match name {
        "i32" => Operator::I32Const { value: 0 },
        "i64" => Operator::I64Const { value: 0 },
        "f64" => Operator::F64Const { value: 0.0.into() },
        "v128" => Operator::V128Const {
            value: wasmparser::V128::from(0_i128),
        },
        "externref" => null(HeapType::EXTERN),
        "anyref" | "eqref" | "structref" | "arrayref" | "i31ref" => {
            abstract_null(AbstractHeapType::None)
        }
        "exnref" => abstract_null(AbstractHeapType::Exn),
        "funcref" => null(HeapType::FUNC),
        "ref" => return Some((Want::Type("a reference".to_owned()), null(HeapType::FUNC))),
        // A type of the module: nothing that we could make here.
        _ => return None,
    };
    Some((Want::Type(name.to_owned()), operand))
}
