//! Faults outside of functions.

use super::indices::{self, number_in, unknown_code};
use super::invalid::{Context, other};
use super::names::{a, inventory};
use super::outline::Space;
use super::tokens::Tokens;
use crate::load::diagnostic::{Diagnostic, Kind};
use crate::load::source::{FieldSpans, Span};
use wasmparser::{ConstExpr, DataKind, ElementKind, Payload};

/// The problem that validating a section met.
pub(crate) fn problem(
    payload: &Payload<'_>,
    error: &wasmparser::Error,
    context: &Context<'_>,
) -> Diagnostic {
    let mut problem = translate(payload, error, context);
    if problem.offset.is_none() {
        problem = problem.at_offset(error.offset());
    }
    if problem.span.is_none()
        && let Some(source) = context.source
    {
        problem.span = place(payload, error.offset(), source.fields());
    }
    problem
}

fn invalid(code: &'static str, message: String) -> Diagnostic {
    Diagnostic::new(Kind::Invalid, code, message)
}

fn translate(
    payload: &Payload<'_>,
    error: &wasmparser::Error,
    context: &Context<'_>,
) -> Diagnostic {
    let message = error.message();
    if let Some(rest) = message.strip_prefix("duplicate export name `") {
        let name = rest.split('`').next().unwrap_or("");
        let problem = invalid(
            "duplicate-export",
            format!("two exports are named \"{name}\""),
        )
        .expected("a name that no other export has")
        .found(format!("\"{name}\" a second time"))
        .fix("give one of them another name, or remove it");
        // The parser knows only where the thing is that is exported.
        let tokens = context.tokens.as_ref();
        return match tokens.and_then(|tokens| second_export(tokens, name)) {
            Some(span) => problem.at(span),
            None => problem,
        };
    }
    if let Some(space) = indices::space(message) {
        return unknown(space, message, context);
    }
    if message.starts_with("multiple memories") || message.contains("multi-memory") {
        return invalid(
            "several-memories",
            "this build runs modules with one memory only".to_owned(),
        )
        .fix("keep one memory and use different parts of it");
    }
    if message.starts_with("invalid start function") {
        return invalid(
            "bad-start",
            "the start function must not have parameters or results".to_owned(),
        )
        .expected("a function without `(param …)` and `(result …)`")
        .fix(
            "start a function of its own that calls this one with arguments and drops its results",
        );
    }
    if message.starts_with("size minimum must not be greater than maximum") {
        return invalid(
            "bad-limits",
            "the minimum size is larger than the maximum".to_owned(),
        )
        .expected("a minimum that is not larger than the maximum")
        .fix("exchange the two numbers, or leave out the maximum");
    }
    if message.starts_with("memory size must be at most") {
        return invalid(
            "bad-limits",
            "a memory cannot be larger than 65536 pages".to_owned(),
        )
        .expected("at most 65536 pages of 64 KiB, which is 4 GiB")
        .fix("write a smaller number: the size is counted in pages, not in bytes");
    }
    if message.starts_with("constant expression required")
        || message.contains("non-constant operator")
    {
        return invalid("not-constant", "a value that is set at the start must be constant".to_owned())
            .expected("`i32.const` and its like, `global.get` of an imported constant, `ref.null` or `ref.func`")
            .found("an instruction that has to be executed")
            .fix("write the number itself, or set the value in a start function");
    }
    if let Some(types) = message.strip_prefix("type mismatch: expected ") {
        let field = match payload {
            Payload::GlobalSection(_) => "the initial value of this global",
            Payload::DataSection(_) => "the address of this data",
            Payload::ElementSection(_) => {
                "the offset of this element segment or one of its elements"
            }
            _ => "this value",
        };
        if let Some((wanted, found)) = types.split_once(", found ") {
            return invalid(
                "type-mismatch",
                format!("{field} must be {wanted}, but is {found}"),
            )
            .expected(wanted)
            .found(found)
            .fix(format!("write a constant of type {wanted}"));
        }
        if let Some(wanted) = types.strip_suffix(" but nothing on stack") {
            return invalid("value-missing", format!("{field} is missing"))
                .expected(wanted)
                .found("nothing")
                .fix(format!("write it, for example `({wanted}.const 0)`"));
        }
    }
    if let Some(types) = message.strip_prefix("type mismatch: invalid element type `")
        && let Some((holds, table)) = types.split_once("` for table type `")
    {
        let table = table.trim_end_matches('`');
        let message = format!("this segment holds {holds}, but its table holds {table}");
        return invalid("type-mismatch", message)
            .expected(table)
            .found(holds)
            .fix("give both the same type");
    }
    if message.starts_with("type mismatch: non-defaultable element type") {
        return invalid(
            "missing-value",
            "a table of a type without null needs a first value".to_owned(),
        )
        .expected("a value that fills the table")
        .fix("write it after the type, or use a type with null such as `funcref`");
    }
    if message.starts_with("table size must be at most") {
        return invalid(
            "bad-limits",
            "a table cannot be larger than 4294967295 entries".to_owned(),
        )
        .fix("write a smaller number");
    }
    if message.starts_with("type mismatch: values remaining") {
        return invalid(
            "value-left-over",
            "here should be one value, but there are more".to_owned(),
        )
        .expected("one constant")
        .found("more than one")
        .fix("remove all but one");
    }
    other(Kind::Invalid, error)
}

/// The second place where something is exported by a name, written the same.
fn second_export(tokens: &Tokens<'_>, name: &str) -> Option<Span> {
    let is_export = |&index: &usize| {
        let text = tokens.text_of(index);
        index > 0
            && tokens.text_of(index - 1) == "export"
            && text
                .strip_prefix('"')
                .and_then(|text| text.strip_suffix('"'))
                == Some(name)
    };
    let index = (0..tokens.list.len()).filter(is_export).nth(1)?;
    Some(tokens.list[index].span)
}

fn unknown(space: Space, message: &str, context: &Context<'_>) -> Diagnostic {
    let noun = space.noun();
    let number = number_in(message);
    let which = number.map_or(String::new(), |number| format!(" {number}"));
    let none = context
        .outline
        .as_ref()
        .is_some_and(|outline| outline.of(space).count() == 0);
    let (code, message) = match space {
        Space::Memory if none => (
            "missing-memory",
            "this needs a memory, but the module has none".to_owned(),
        ),
        _ => (unknown_code(space), format!("there is no {noun}{which}")),
    };
    let problem = invalid(code, message)
        .expected(a(noun))
        .fix(format!("define one: `{}`", space.example()));
    match &context.outline {
        Some(outline) => {
            let count = outline.of(space).count();
            let problem = match count {
                0 => problem,
                1 => problem.expected("0").fix("use 0: numbering begins there"),
                _ => problem
                    .expected(format!("a number from 0 to {}", count - 1))
                    .fix("numbering begins at 0 with what is imported"),
            };
            problem.found(inventory(outline, space))
        }
        None => problem,
    }
}

/// Where the item of a section stands in which an offset lies.
pub(crate) fn place(payload: &Payload<'_>, offset: u64, fields: &FieldSpans) -> Option<Span> {
    // An item's index: the last one that begins at or before the offset.
    fn last<T>(
        items: impl Iterator<Item = wasmparser::Result<(u64, T)>>,
        offset: u64,
    ) -> Option<(usize, T)> {
        let items = items.map_while(Result::ok).enumerate();
        let mut before = items.take_while(|(_, (start, _))| *start <= offset);
        let mut found = before.next();
        for next in before {
            found = Some(next);
        }
        found.map(|(index, (_, item))| (index, item))
    }
    let get = |spans: &[Span], index: usize| {
        spans
            .get(index)
            .copied()
            .filter(|&span| span != Span::default())
    };
    match payload {
        Payload::TypeSection(section) => {
            let index = last(section.clone().into_iter_with_offsets(), offset)
                .map_or(0, |(index, _)| index);
            get(&fields.types, index)
        }
        Payload::ImportSection(section) => {
            let index = last(section.clone().into_imports_with_offsets(), offset)
                .map_or(0, |(index, _)| index);
            get(&fields.imports, index)
        }
        Payload::FunctionSection(section) => {
            let index = last(section.clone().into_iter_with_offsets(), offset)
                .map_or(0, |(index, _)| index);
            get(&fields.functions, index)
        }
        Payload::TableSection(section) => {
            let index = last(section.clone().into_iter_with_offsets(), offset)
                .map_or(0, |(index, _)| index);
            get(&fields.tables, index)
        }
        Payload::MemorySection(section) => {
            // Before the first one: there are too many.
            let found = last(section.clone().into_iter_with_offsets(), offset);
            get(&fields.memories, found.map_or(1, |(index, _)| index))
        }
        Payload::TagSection(section) => {
            let index = last(section.clone().into_iter_with_offsets(), offset)
                .map_or(0, |(index, _)| index);
            get(&fields.tags, index)
        }
        Payload::GlobalSection(section) => {
            let (index, global) = last(section.clone().into_iter_with_offsets(), offset)?;
            let instrs = fields.global_values.get(index);
            constant(&global.init_expr, instrs, offset).or_else(|| get(&fields.globals, index))
        }
        Payload::ExportSection(section) => {
            let index = last(section.clone().into_iter_with_offsets(), offset)
                .map_or(0, |(index, _)| index);
            get(&fields.exports, index)
        }
        Payload::StartSection { .. } => get(&fields.starts, 0),
        Payload::ElementSection(section) => {
            let (index, element) = last(section.clone().into_iter_with_offsets(), offset)?;
            let expr = match &element.kind {
                ElementKind::Active { offset_expr, .. } => Some(offset_expr),
                _ => None,
            };
            let instrs = fields.element_offsets.get(index);
            expr.and_then(|expr| constant(expr, instrs, offset))
                .or_else(|| get(&fields.elements, index))
        }
        Payload::DataSection(section) => {
            let (index, data) = last(section.clone().into_iter_with_offsets(), offset)?;
            let expr = match &data.kind {
                DataKind::Active { offset_expr, .. } => Some(offset_expr),
                DataKind::Passive => None,
            };
            let instrs = fields.data_offsets.get(index);
            expr.and_then(|expr| constant(expr, instrs, offset))
                .or_else(|| get(&fields.data, index))
        }
        _ => None,
    }
}

/// Where the instruction of a constant expression stands that an offset names.
/// Its `end` gets the last one, since nothing in the text stands for it.
fn constant(expr: &ConstExpr<'_>, instrs: Option<&Vec<Span>>, offset: u64) -> Option<Span> {
    let instrs = instrs?;
    let operators = expr.get_operators_reader().into_iter_with_offsets();
    let at = |(_, operator): &(usize, wasmparser::Result<(_, u64)>)| matches!(operator, Ok((_, start)) if *start == offset);
    let (pc, _) = operators.enumerate().find(at)?;
    instrs.get(pc).or(instrs.last()).copied()
}
