//! The operand stack that is asked for where validation failed, beside the one that is there.

use super::function::Fault;
use super::operands::{self, Want};
use super::outline::Space;
use crate::load::stacks::OperandStacks;
use wasmparser::{
    BlockType, CompositeInnerType, FuncType, Operator, RefType, StorageType, UnpackedIndex,
    ValType, WasmModuleResources,
};

/// Both stacks at a fault; `None` where it is not known what is asked for.
pub(crate) fn stacks(fault: &Fault<'_, '_>) -> Option<OperandStacks> {
    let have = visible(fault);
    let unreachable = operands::unreachable(&fault.validator);
    let found: Vec<String> = have.iter().map(|ty| named(fault, *ty)).collect();
    if matches!(fault.operator, Operator::Select) {
        return select(found, unreachable);
    }
    let is_end = matches!(fault.operator, Operator::End | Operator::Else);
    if let Some(wants) = declared(fault) {
        let fits = |want: ValType, found: Option<ValType>| {
            let resources = fault.validator.resources();
            found.is_none_or(|found| resources.is_subtype(found, want))
        };
        let mut wrong: Vec<usize> = match is_end {
            true => (0..have.len().saturating_sub(wants.len())).collect(),
            false => Vec::new(),
        };
        wrong.extend(unfit(&wants, &have, |want, found| fits(*want, *found)));
        let names = wants.iter().map(|want| named(fault, Some(*want))).collect();
        return OperandStacks::new(names, found, &wrong, unreachable);
    }
    if is_end {
        return None;
    }
    let takes = operands::takes(&fault.validator, &fault.operator)?;
    let said = fault.error.message();
    let mut wrong = unfit(&takes, &have, |want, found| {
        let (Want::Type(want), Some(found)) = (want, found) else {
            return true;
        };
        let name = operands::type_name(*found);
        if want == "a reference" {
            return found.is_reference_type();
        }
        // Two types of references may fit: the validator says whether.
        let said = said.contains(&format!("{want}, found {name}"));
        *want == name || (want.contains("ref") && found.is_reference_type() && !said)
    });
    wrong.dedup();
    let names = takes.iter().map(|want| match want {
        Want::Any => "any".to_owned(),
        Want::Type(ty) if ty == "a reference" => "ref".to_owned(),
        Want::Type(ty) => ty.clone(),
    });
    OperandStacks::new(names.collect(), found, &wrong, unreachable)
}

/// Which entries of `have` are not what is wanted in their place, counted from the top.
fn unfit<W, H>(wants: &[W], have: &[H], fits: impl Fn(&W, &H) -> bool) -> Vec<usize> {
    let pairs = have.iter().enumerate().rev().zip(wants.iter().rev());
    let mut wrong: Vec<usize> = pairs
        .filter(|((_, found), want)| !fits(want, found))
        .map(|((index, _), _)| index)
        .collect();
    wrong.reverse();
    wrong
}

/// `select` without a type takes two of one type of numbers: the first one's.
fn select(found: Vec<String>, unreachable: bool) -> Option<OperandStacks> {
    let height = found.len();
    let any = || "any".to_owned();
    let (first, second) = match height {
        0..3 => (any(), any()),
        _ => (found[height - 3].clone(), found[height - 2].clone()),
    };
    let is_number = !first.contains("ref");
    let mut wrong = Vec::new();
    if height >= 3 && !is_number {
        wrong.push(height - 3);
    }
    if height >= 3 && second != first && second != "any" && first != "any" || second.contains("ref")
    {
        wrong.push(height - 2);
    }
    if found.last().is_some_and(|top| top != "i32" && top != "any") {
        wrong.push(height - 1);
    }
    let wanted = match is_number {
        true => first,
        false => "number".to_owned(),
    };
    let wants = vec![wanted.clone(), wanted, "i32".to_owned()];
    OperandStacks::new(wants, found, &wrong, unreachable)
}

/// The operands that the innermost block may use, bottom first; `None` for one of any type.
fn visible(fault: &Fault<'_, '_>) -> Vec<Option<ValType>> {
    let validator = &fault.validator;
    let floor = validator
        .get_control_frame(0)
        .map_or(0, |frame| frame.height);
    let height = validator.operand_stack_height() as usize;
    let operand = |depth| validator.get_operand_type(depth).flatten();
    (0..height.saturating_sub(floor))
        .rev()
        .map(operand)
        .collect()
}

/// What an instruction takes by the types that the module declares, where it does.
fn declared(fault: &Fault<'_, '_>) -> Option<Vec<ValType>> {
    let resources = fault.validator.resources();
    let func = |index: u32| match &resources.sub_type_at(index)?.composite_type.inner {
        CompositeInnerType::Func(ty) => Some(ty),
        _ => None,
    };
    let params = |ty: &FuncType| ty.params().to_vec();
    let block = |ty: BlockType, results: bool| match ty {
        BlockType::Empty => Some(Vec::new()),
        BlockType::Type(ty) => Some(if results { vec![ty] } else { Vec::new() }),
        BlockType::FuncType(index) => {
            let ty = func(index)?;
            Some(if results { ty.results() } else { ty.params() }.to_vec())
        }
    };
    let label = |depth: u32| {
        let frame = fault.validator.get_control_frame(depth as usize)?;
        block(frame.block_type, frame.kind != wasmparser::FrameKind::Loop)
    };
    let outermost = || fault.validator.control_stack_height().checked_sub(1);
    match fault.operator {
        Operator::End | Operator::Else => {
            block(fault.validator.get_control_frame(0)?.block_type, true)
        }
        Operator::Call { function_index } | Operator::ReturnCall { function_index } => Some(
            params(func(resources.type_index_of_function(function_index)?)?),
        ),
        Operator::CallIndirect {
            type_index,
            table_index,
        }
        | Operator::ReturnCallIndirect {
            type_index,
            table_index,
        } => {
            let mut types = params(func(type_index)?);
            let is64 = resources.table_at(table_index)?.table64;
            types.push(if is64 { ValType::I64 } else { ValType::I32 });
            Some(types)
        }
        Operator::Block { blockty } | Operator::Loop { blockty } => block(blockty, false),
        Operator::If { blockty } => {
            let mut types = block(blockty, false)?;
            types.push(ValType::I32);
            Some(types)
        }
        Operator::Br { relative_depth } => label(relative_depth),
        Operator::BrIf { relative_depth } => {
            let mut types = label(relative_depth)?;
            types.push(ValType::I32);
            Some(types)
        }
        Operator::Return => label(outermost()?),
        Operator::StructNew { struct_type_index } => {
            match &resources
                .sub_type_at(struct_type_index)?
                .composite_type
                .inner
            {
                CompositeInnerType::Struct(ty) => {
                    let unpacked = ty.fields.iter().map(|field| match field.element_type {
                        StorageType::Val(ty) => ty,
                        StorageType::I8 | StorageType::I16 => ValType::I32,
                    });
                    Some(unpacked.collect())
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// A type as the writer knows it, with the name that the module gives to it.
fn named(fault: &Fault<'_, '_>, ty: Option<ValType>) -> String {
    let Some(ty) = ty else {
        return "any".to_owned();
    };
    let index = match ty {
        ValType::Ref(reference) => type_index(fault, reference),
        _ => None,
    };
    match (ty, index) {
        (ValType::Ref(reference), Some(index)) => {
            let outline = fault.context.outline.as_ref();
            let item = outline.and_then(|outline| outline.of(Space::Type).nth(index));
            let name = item.and_then(|item| item.name).map(str::to_owned);
            let null = if reference.is_nullable() { "null " } else { "" };
            format!("(ref {null}{})", name.unwrap_or_else(|| index.to_string()))
        }
        _ => operands::type_name(ty),
    }
}

/// The first type of the module that is the one a reference is to.
fn type_index(fault: &Fault<'_, '_>, reference: RefType) -> Option<usize> {
    /// A module with more types than this has no names for people.
    const MOST: u32 = 10_000;
    let resources = fault.validator.resources();
    let wanted = match reference.type_index()?.unpack() {
        UnpackedIndex::Id(id) => resources.sub_type_at_id(id),
        UnpackedIndex::Module(index) => return usize::try_from(index).ok(),
        UnpackedIndex::RecGroup(_) => return None,
    };
    let types = (0..MOST).map_while(|index| resources.sub_type_at(index));
    types
        .enumerate()
        .find(|(_, ty)| std::ptr::eq(*ty, wanted))
        .map(|(index, _)| index)
}
