//! Values on the stack that are missing, left over, or of the wrong type.

use super::function::Fault;
use super::operands::{self, Want};
use super::tokens::TokenKind;
use super::{compared, outline, words};
use crate::load::diagnostic::Diagnostic;
use wasmparser::{FrameKind, Operator, OperatorsReader, WasmModuleResources};

/// The problem at an instruction that finds the wrong operands.
pub(crate) fn problem(fault: &Fault<'_, '_>) -> Option<Diagnostic> {
    let mut problem = in_words(fault)?;
    // What is left over at an end may be said where it came from: other stacks are there.
    if problem.span == fault.context.span(fault.code_index, fault.pc) {
        problem.stacks = compared::stacks(fault);
    }
    Some(problem)
}

fn in_words(fault: &Fault<'_, '_>) -> Option<Diagnostic> {
    let have = operands::visible(&fault.validator);
    if matches!(fault.operator, Operator::End | Operator::Else) {
        return at_end(fault, &have);
    }
    let takes = operands::takes(&fault.validator, &fault.operator);
    let Some(takes) = takes else {
        return Some(unknown(fault, &have));
    };
    let instruction = fault.instruction();
    let wants = words::list(&takes.iter().map(Want::name).collect::<Vec<_>>());
    let used = have.len().saturating_sub(takes.len());
    let top = &have[used..];
    let missing = takes.len() - top.len();
    let call = matches!(
        fault.operator,
        Operator::Call { .. }
            | Operator::CallIndirect { .. }
            | Operator::CallRef { .. }
            | Operator::ReturnCall { .. }
            | Operator::ReturnCallIndirect { .. }
    );
    if missing > 0 && !operands::unreachable(&fault.validator) {
        let on_stack = match top.len() {
            0 => "the stack is empty here".to_owned(),
            1 => format!("there is only 1 on the stack: {}", top[0]),
            n => format!("there are only {n} on the stack: {}", words::list(top)),
        };
        let (code, needs) = if call {
            ("call-arguments", words::count(takes.len(), "argument"))
        } else {
            ("value-missing", words::count(takes.len(), "value"))
        };
        let message = format!("`{instruction}` takes {needs}, but {on_stack}");
        let first = takes[..missing]
            .iter()
            .map(Want::name)
            .next()
            .unwrap_or_default();
        let more = words::count(missing, if call { "more argument" } else { "more value" });
        let fix = match first.as_str() {
            ty @ ("i32" | "i64" | "f32" | "f64") => {
                format!("put {more} before it, for example with `{ty}.const` or `local.get`")
            }
            _ => format!("put {more} on the stack before it"),
        };
        let fix = match outer_values(fault) {
            0 => fix,
            _ => format!("{fix}; a block cannot use values from outside unless it has parameters"),
        };
        return Some(
            fault
                .problem(code, message)
                .expected(wants)
                .found(words::list(top))
                .fix(fix),
        );
    }
    let difference = first_difference(&takes[missing..], top);
    let Some((want, found)) = difference.or_else(|| select_difference(fault, top)) else {
        return Some(unknown(fault, &have));
    };
    if matches!(fault.operator, Operator::Select) && want == found {
        return Some(
            fault
                .problem(
                    "type-mismatch",
                    format!(
                        "`{instruction}` without a type takes numbers, but {found} is on the stack"
                    ),
                )
                .expected("numbers")
                .found(words::list(top))
                .fix(format!(
                    "say of which type they are: `select (result {found})`"
                )),
        );
    }
    let verb = match &fault.operator {
        Operator::Return | Operator::Br { .. } => "must carry",
        _ => "takes",
    };
    let message = if matches!(fault.operator, Operator::Select) && takes.len() == top.len() {
        format!(
            "`{instruction}` takes two values of the same type and an i32, but {} is on the stack",
            words::list(top)
        )
    } else if takes.len() == 1 {
        format!("`{instruction}` {verb} {want}, but {found} is on the stack")
    } else {
        format!(
            "`{instruction}` {verb} {wants}, but {} is on the stack",
            words::list(top)
        )
    };
    let problem = fault
        .problem("type-mismatch", message)
        .expected(wants)
        .found(words::list(top));
    Some(match conversion(&found, &want) {
        Some(fix) => problem.fix(fix),
        None => problem,
    })
}

/// Operands that the surrounding blocks have and this one may not touch.
fn outer_values(fault: &Fault<'_, '_>) -> usize {
    fault
        .validator
        .get_control_frame(0)
        .map_or(0, |frame| frame.height)
}

/// The topmost operand that differs from what is wanted.
fn first_difference(takes: &[Want], top: &[String]) -> Option<(String, String)> {
    let fits = |want: &Want, found: &str| match want {
        Want::Any => true,
        Want::Type(ty) if ty == "a reference" => found.contains("ref"),
        Want::Type(ty) => ty == found || found == "any",
    };
    let pairs = takes.iter().rev().zip(top.iter().rev());
    let mut wrong = pairs.filter(|(want, found)| !fits(want, found));
    wrong
        .next()
        .map(|(want, found)| (want.name(), found.clone()))
}

/// The two values of a `select` differ.
fn select_difference(fault: &Fault<'_, '_>, top: &[String]) -> Option<(String, String)> {
    match (&fault.operator, top) {
        (Operator::Select, [first, second, _]) => Some((first.clone(), second.clone())),
        _ => None,
    }
}

/// Something about types that we have no better words for.
fn unknown(fault: &Fault<'_, '_>, have: &[String]) -> Diagnostic {
    let said = fault
        .error
        .message()
        .trim_start_matches("type mismatch")
        .trim_start_matches(": ");
    let instruction = fault.instruction();
    let message = match said {
        "" => format!("`{instruction}` finds the wrong types on the stack"),
        s if s.starts_with("br_table target labels") => {
            format!("the targets of `{instruction}` take different numbers of values")
        }
        said => match said.strip_prefix("current function requires result type ") {
            Some(types) => {
                let types = types.replace("but callee returns", "but the function called gives");
                format!("`{instruction}` must give the results of this function: {types}")
            }
            None => format!("`{instruction}`: {}", words::tidy(said)),
        },
    };
    fault
        .problem("type-mismatch", message)
        .found(format!("on the stack: {}", words::list(have)))
}

/// What turns one type into another.
fn conversion(from: &str, to: &str) -> Option<String> {
    let instruction = match (from, to) {
        ("i64", "i32") => "i32.wrap_i64",
        ("i32", "i64") => "i64.extend_i32_s",
        ("f64", "f32") => "f32.demote_f64",
        ("f32", "f64") => "f64.promote_f32",
        ("i32", "f32") => "f32.convert_i32_s",
        ("i64", "f32") => "f32.convert_i64_s",
        ("i32", "f64") => "f64.convert_i32_s",
        ("i64", "f64") => "f64.convert_i64_s",
        ("f32", "i32") => "i32.trunc_sat_f32_s",
        ("f64", "i32") => "i32.trunc_sat_f64_s",
        ("f32", "i64") => "i64.trunc_sat_f32_s",
        ("f64", "i64") => "i64.trunc_sat_f64_s",
        _ => return None,
    };
    Some(format!(
        "change one of the types, or convert the {from} to {to} with `{instruction}`"
    ))
}

/// The end of a block or function, or its `else`.
fn at_end(fault: &Fault<'_, '_>, have: &[String]) -> Option<Diagnostic> {
    let (kind, results) = operands::block_results(&fault.validator)?;
    let is_function = fault.validator.control_stack_height() == 1;
    let what = match kind {
        _ if is_function => "this function",
        FrameKind::If if matches!(fault.operator, Operator::Else) => "the `then` part of this `if`",
        FrameKind::If => "this `if`",
        FrameKind::Else => "the `else` part of this `if`",
        FrameKind::Loop => "this `loop`",
        FrameKind::TryTable => "this `try_table`",
        _ => "this `block`",
    };
    let declared = words::list(&results);
    let surplus = have.len().saturating_sub(results.len());
    let with = |code, message: String| {
        fault
            .problem(code, message)
            .expected(declared.clone())
            .found(words::list(have))
    };
    if have.len() < results.len() && !operands::unreachable(&fault.validator) {
        let missing = results.len() - have.len();
        let message = match (results.len(), have.len()) {
            (1, _) => format!("{what} must leave {declared} on the stack, but leaves nothing"),
            (_, 0) => format!("{what} must leave {declared} on the stack, but leaves nothing"),
            _ => format!(
                "{what} must leave {declared} on the stack, but leaves only {}",
                words::list(have)
            ),
        };
        let ty = results.first().map_or("i32", String::as_str);
        let how = match ty {
            "i32" | "i64" | "f32" | "f64" => {
                format!(", for example with `{ty}.const` or `local.get`")
            }
            _ => String::new(),
        };
        return Some(with("value-missing", message).fix(format!(
            "put {} on the stack before the end{how}, or remove `(result …)`",
            words::count(missing, "more value")
        )));
    }
    if surplus > 0 {
        return too_many_arguments(fault).or_else(|| {
            let message = format!(
                "{} left over at the end of {what}",
                if surplus == 1 {
                    "1 value is".to_owned()
                } else {
                    format!("{surplus} values are")
                }
            );
            let fix = if results.is_empty() {
                format!(
                    "remove it with `drop`, or declare `(result {})`",
                    words::list(have)
                )
            } else {
                "remove what is too much with `drop`, or declare more results".to_owned()
            };
            Some(with("value-left-over", message).fix(fix))
        });
    }
    let wants: Vec<Want> = results.iter().cloned().map(Want::Type).collect();
    let top = &have[have.len().saturating_sub(wants.len())..];
    if let Some((want, found)) = first_difference(&wants[wants.len() - top.len()..], top) {
        let message = format!(
            "{what} must leave {declared} on the stack, but leaves {}",
            words::list(have)
        );
        let problem = with("type-mismatch", message);
        return Some(match conversion(&found, &want) {
            Some(fix) => problem.fix(fix),
            None => problem.fix("change the `(result …)`, or leave a value of that type"),
        });
    }
    if kind == FrameKind::If && !matches!(fault.operator, Operator::Else) {
        let message = format!(
            "this `if` must leave {declared}, but has no `else` that does so when the condition is false"
        );
        return Some(
            with("if-without-else", message)
                .found("no `else`")
                .fix("add `(else …)` that leaves the same, or remove the `(result …)`"),
        );
    }
    Some(unknown(fault, have))
}

/// A folded call with more operands than its function has parameters, which
/// shows only at the end as something left over.
fn too_many_arguments(fault: &Fault<'_, '_>) -> Option<Diagnostic> {
    let tokens = fault.context.tokens.as_ref()?;
    let mut reader = fault.body.get_binary_reader();
    for _ in 0..reader.read_var_u32().ok()? {
        reader.read_var_u32().ok()?;
        reader.read::<wasmparser::ValType>().ok()?;
    }
    let mut operators = OperatorsReader::new(reader);
    for pc in 0..fault.pc {
        let Ok(operator) = operators.read() else {
            break;
        };
        let Operator::Call { function_index } = operator else {
            continue;
        };
        let span = fault.context.span(fault.code_index, pc)?;
        let at = tokens.at(span.start);
        let folded = tokens.list.get(at).and_then(|token| token.parent);
        let Some(open) = folded.filter(|open| open + 1 == at) else {
            continue;
        };
        debug_assert_eq!(tokens.kind(open), Some(TokenKind::Open));
        let given = outline::children(tokens, open).count();
        let resources = fault.validator.resources();
        let ty = resources.sub_type_at(resources.type_index_of_function(function_index)?)?;
        let wasmparser::CompositeInnerType::Func(ty) = &ty.composite_type.inner else {
            continue;
        };
        let params: Vec<_> = ty
            .params()
            .iter()
            .copied()
            .map(operands::type_name)
            .collect();
        if given > params.len() {
            let name = fault.context.instruction(fault.code_index, pc, &operator);
            let message = format!(
                "`{name}` takes {}, but {given} are given",
                words::count(params.len(), "argument")
            );
            let mut problem = fault
                .problem("call-arguments", message)
                .expected(words::list(&params))
                .found(words::count(given, "argument"))
                .fix(format!(
                    "remove {}",
                    words::count(given - params.len(), "argument")
                ));
            problem.span = Some(span);
            return Some(problem);
        }
    }
    None
}
