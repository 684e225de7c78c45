//! The first pass over bytes that are not a valid module: whether they can be
//! decoded at all.

use super::invalid::{Context, unsupported};
use super::{blocks, module, words};
use crate::load::diagnostic::{Diagnostic, Kind};
use wasmparser::{
    ConstExpr, DataKind, ElementItems, ElementKind, Operator, Parser, Payload, Result, TableInit,
    WasmFeatures,
};

fn malformed(error: &wasmparser::Error) -> Diagnostic {
    if let Some(problem) = unsupported(Kind::Malformed, error) {
        return problem;
    }
    let problem = Diagnostic::new(Kind::Malformed, "malformed", words::tidy(error.message()))
        .at_offset(error.offset());
    match error.message() {
        m if m.starts_with("magic header not detected") || m.starts_with("bad magic") => {
            let mut problem = problem
                .expected("the bytes 00 61 73 6d, with which every WebAssembly module begins")
                .fix("check that the file is a WebAssembly module");
            problem.code = "not-wasm";
            problem.message = "this is not a WebAssembly module".to_owned();
            problem
        }
        m if m.starts_with("unexpected end") => {
            let mut problem = problem.fix("the file is probably cut off: build or copy it again");
            problem.code = "unexpected-end";
            problem.message = "the module ends in the middle of something".to_owned();
            problem
        }
        _ => problem,
    }
}

/// Decoded to the end, or the problem.
pub(crate) type Decoded = std::result::Result<(), Box<Diagnostic>>;

/// Reads everything without judging it.
pub(crate) fn decode(bytes: &[u8], features: WasmFeatures, context: &Context<'_>) -> Decoded {
    let mut parser = Parser::new(0);
    parser.set_features(features);
    let mut code_index = 0;
    for payload in parser.parse_all(bytes) {
        let payload = payload.map_err(|error| Box::new(malformed(&error)))?;
        if let Err(error) = decode_payload(&payload) {
            return Err(Box::new(malformed_in(
                &payload, &error, code_index, context,
            )));
        }
        code_index += usize::from(matches!(payload, Payload::CodeSectionEntry(_)));
    }
    Ok(())
}

/// The problem of a payload that cannot be decoded, with its place in the text
/// where there is one: a text can be assembled to such bytes, too.
fn malformed_in(
    payload: &Payload<'_>,
    error: &wasmparser::Error,
    code_index: usize,
    context: &Context<'_>,
) -> Diagnostic {
    let problem = malformed(error);
    let Some(source) = context.source else {
        return problem;
    };
    let span = match payload {
        Payload::CodeSectionEntry(body) => {
            let tokens = context.tokens.as_ref();
            let blocks = tokens.and_then(|tokens| {
                let function = source.function(code_index)?;
                blocks::problem(tokens, tokens.at(function.start))
            });
            if let Some(problem) = blocks {
                return problem.at_offset(error.offset());
            }
            if let Some(problem) = memory_argument(error, code_index, body, context) {
                return problem;
            }
            let pc = body.get_operators_reader().ok().map(|operators| {
                let before = |read: &Result<(Operator<'_>, u64)>| {
                    matches!(read, Ok((_, start)) if *start < error.offset())
                };
                operators.into_iter_with_offsets().take_while(before).count()
            });
            pc.and_then(|pc| source.instr(code_index, pc))
                .or(source.function(code_index))
        }
        section => module::place(section, error.offset(), source.fields()),
    };
    match span {
        Some(span) => problem.at(span),
        None => problem,
    }
}

/// What follows a load or store: `i32.load 4`, which names memory 4 where an
/// offset was meant, and an offset that no address reaches.
fn memory_argument(
    error: &wasmparser::Error,
    code_index: usize,
    body: &wasmparser::FunctionBody<'_>,
    context: &Context<'_>,
) -> Option<Diagnostic> {
    let operators = body.get_operators_reader().ok()?.into_iter_with_offsets();
    let pc = operators.take_while(Result::is_ok).count();
    let span = context.span(code_index, pc)?;
    let tokens = context.tokens.as_ref()?;
    let at = tokens.at(span.start);
    let (name, number) = (tokens.text_of(at), tokens.text_of(at + 1));
    let mut arguments = at + 1..at + 3;
    if error.message().contains("integer too large")
        && let Some(offset) = arguments.find(|&i| tokens.text_of(i).starts_with("offset="))
    {
        let message = "this offset is larger than any address".to_owned();
        return Some(
            Diagnostic::new(Kind::Syntax, "offset-out-of-range", message)
                .at(tokens.list[offset].span)
                .at_offset(error.offset())
                .expected("an offset below 4294967296")
                .found(format!("`{}`", words::shorten(tokens.text_of(offset))))
                .fix("use a smaller offset"),
        );
    }
    if !error.message().starts_with("malformed memop") {
        return None;
    }
    let message = format!("`{name} {number}` means memory {number}, and this build runs one only");
    Some(
        Diagnostic::new(Kind::Syntax, "unknown-memory", message)
            .at(span)
            .at_offset(error.offset())
            .expected("0, or no number at all")
            .found(number)
            .fix(format!(
                "to add {number} to the address write `offset={number}`"
            )),
    )
}

fn decode_payload(payload: &Payload<'_>) -> Result<()> {
    match payload {
        Payload::TypeSection(section) => {
            section.clone().into_iter().try_for_each(|x| x.map(drop))?;
        }
        Payload::ImportSection(section) => {
            section
                .clone()
                .into_imports()
                .try_for_each(|x| x.map(drop))?;
        }
        Payload::FunctionSection(section) => {
            section.clone().into_iter().try_for_each(|x| x.map(drop))?;
        }
        Payload::TableSection(section) => {
            for table in section.clone() {
                if let TableInit::Expr(expr) = table?.init {
                    decode_expr(&expr)?;
                }
            }
        }
        Payload::MemorySection(section) => {
            section.clone().into_iter().try_for_each(|x| x.map(drop))?;
        }
        Payload::TagSection(section) => {
            section.clone().into_iter().try_for_each(|x| x.map(drop))?;
        }
        Payload::GlobalSection(section) => {
            for global in section.clone() {
                decode_expr(&global?.init_expr)?;
            }
        }
        Payload::ExportSection(section) => {
            section.clone().into_iter().try_for_each(|x| x.map(drop))?;
        }
        Payload::ElementSection(section) => {
            for element in section.clone() {
                let element = element?;
                if let ElementKind::Active { offset_expr, .. } = &element.kind {
                    decode_expr(offset_expr)?;
                }
                match element.items {
                    ElementItems::Functions(items) => {
                        items.into_iter().try_for_each(|x| x.map(drop))?;
                    }
                    ElementItems::Expressions(_, items) => {
                        for expr in items {
                            decode_expr(&expr?)?;
                        }
                    }
                }
            }
        }
        Payload::DataSection(section) => {
            for data in section.clone() {
                if let DataKind::Active { offset_expr, .. } = data?.kind {
                    decode_expr(&offset_expr)?;
                }
            }
        }
        Payload::CodeSectionEntry(body) => {
            body.get_locals_reader()?
                .into_iter()
                .try_for_each(|x| x.map(drop))?;
            let mut operators = body.get_operators_reader()?;
            while !operators.eof() {
                operators.read()?;
            }
            operators.finish()?;
        }
        _ => {}
    }
    Ok(())
}

fn decode_expr(expr: &ConstExpr<'_>) -> Result<()> {
    let mut operators = expr.get_operators_reader();
    while !operators.eof() {
        operators.read()?;
    }
    operators.finish()
}
