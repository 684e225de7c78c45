//! Indices past the end of their space.

use super::function::Fault;
use super::names::a;
use super::operands::Validator;
use super::outline::Space;
use crate::load::diagnostic::Diagnostic;
use wasmparser::{Operator, WasmModuleResources};

/// The space that a message of the validator speaks of: `unknown table 3`.
pub(crate) fn space(message: &str) -> Option<Space> {
    let rest = message.strip_prefix("unknown ")?;
    Some(match rest.split([' ', ':']).next()? {
        "function" | "func" => Space::Function,
        word => Space::of_field(word)?,
    })
}

/// An index past the end of its space.
pub(crate) fn unknown(fault: &Fault<'_, '_>, space: Space) -> Option<Diagnostic> {
    let instruction = fault.instruction();
    let count = count(&fault.validator, space);
    let (code, noun) = (unknown_code(space), space.noun());
    let number = number_in(fault.error.message()).or_else(|| operand(&fault.operator));
    if space == Space::Memory && count == Some(0) {
        return Some(
            fault
                .problem(
                    "missing-memory",
                    format!("`{instruction}` needs a memory, but the module has none"),
                )
                .expected("a memory")
                .found("no memory in the module")
                .fix("add `(memory 1)` to the module"),
        );
    }
    if let (Space::Memory, Some(number), Some(1)) = (space, number, count)
        && instruction.contains("load") | instruction.contains("store")
    {
        return Some(
            fault
                .problem(
                    code,
                    format!("`{instruction}`: there is no memory {number}"),
                )
                .expected("0, or no number at all")
                .found("the module has 1 memory")
                .fix(format!(
                    "to add {number} to the address write `offset={number}`"
                )),
        );
    }
    let which = number.map_or(String::new(), |number| format!(" {number}"));
    let problem = fault.problem(code, format!("`{instruction}`: there is no {noun}{which}"));
    let problem = match &fault.context.outline {
        Some(outline) if outline.of(space).count() == count.unwrap_or(0) => {
            problem.found(super::names::inventory(outline, space))
        }
        _ => match count {
            Some(count) => problem.found(format!(
                "{} of them",
                if count == 0 {
                    "none".to_owned()
                } else {
                    count.to_string()
                }
            )),
            None => problem,
        },
    };
    Some(match count {
        Some(0) => problem
            .expected(a(noun))
            .fix(format!("define one: `{}`", space.example())),
        Some(1) => problem.expected("0").fix("use 0: numbering begins there"),
        Some(count) => problem
            .expected(format!("a number from 0 to {}", count - 1))
            .fix(format!(
                "numbering begins at 0{}",
                if space == Space::Function {
                    " with the imported functions"
                } else {
                    ""
                }
            )),
        None => problem.fix(format!("define it: `{}`", space.example())),
    })
}

/// The code for something that does not exist.
pub(crate) fn unknown_code(space: Space) -> &'static str {
    match space {
        Space::Function => "unknown-function",
        Space::Table => "unknown-table",
        Space::Memory => "unknown-memory",
        Space::Global => "unknown-global",
        Space::Tag => "unknown-tag",
        Space::Type => "unknown-type",
        Space::Element => "unknown-element",
        Space::Data => "unknown-data",
    }
}

/// How many things of a space the module has.
fn count(validator: &Validator, space: Space) -> Option<usize> {
    let resources = validator.resources();
    let exists = |index: u32| match space {
        Space::Function => resources.type_index_of_function(index).is_some(),
        Space::Table => resources.table_at(index).is_some(),
        Space::Memory => resources.memory_at(index).is_some(),
        Space::Global => resources.global_at(index).is_some(),
        Space::Tag => resources.tag_at(index).is_some(),
        Space::Type => resources.sub_type_at(index).is_some(),
        Space::Element => index < resources.element_count(),
        Space::Data => index < resources.data_count().unwrap_or(0),
    };
    // The first index that nothing has; they are dense and at most a million.
    let (mut low, mut high) = (0_u32, 1 << 21);
    while low < high {
        let middle = low + (high - low) / 2;
        if exists(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    usize::try_from(low).ok()
}

/// The first number in a message: `unknown function 7: …`.
pub(crate) fn number_in(message: &str) -> Option<u32> {
    let word = message
        .split([' ', ':'])
        .find(|word| word.parse::<u32>().is_ok())?;
    word.parse().ok()
}

/// The index that an instruction names.
fn operand(operator: &Operator<'_>) -> Option<u32> {
    match *operator {
        Operator::Call { function_index } | Operator::RefFunc { function_index } => {
            Some(function_index)
        }
        Operator::GlobalGet { global_index } | Operator::GlobalSet { global_index } => {
            Some(global_index)
        }
        Operator::CallIndirect { type_index, .. } => Some(type_index),
        _ => None,
    }
}
