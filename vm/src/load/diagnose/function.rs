//! The first fault of one function.

use super::invalid::{Context, other};
use super::operands::{self, Validator};
use super::{indices, mnemonics, stack, words};
use crate::load::diagnostic::{Diagnostic, Kind};
use wasmparser::{FuncToValidate, FuncValidator, FunctionBody, Operator, ValidatorResources};
use wasmparser::{OperatorsReader, WasmFeatures, WasmModuleResources};

/// A place inside a function where validation failed, with the state there.
pub(crate) struct Fault<'a, 'b> {
    pub(crate) context: &'a Context<'a>,
    /// The function, counted without imports.
    pub(crate) code_index: usize,
    pub(crate) pc: usize,
    pub(crate) operator: Operator<'b>,
    /// As it was before the instruction.
    pub(crate) validator: Validator,
    pub(crate) error: wasmparser::Error,
    pub(crate) body: FunctionBody<'b>,
}

impl Fault<'_, '_> {
    /// The instruction as its writer knows it.
    pub(crate) fn instruction(&self) -> String {
        self.context
            .instruction(self.code_index, self.pc, &self.operator)
    }

    /// A problem at the instruction.
    pub(crate) fn problem(&self, code: &'static str, message: String) -> Diagnostic {
        let mut problem =
            Diagnostic::new(Kind::Invalid, code, message).at_offset(self.error.offset());
        problem.span = self.context.span(self.code_index, self.pc);
        problem
    }
}

/// What is wrong with a function, when something is.
pub(crate) fn problem(
    func: &FuncToValidate<ValidatorResources>,
    body: &FunctionBody<'_>,
    code_index: usize,
    context: &Context<'_>,
) -> Option<Diagnostic> {
    // Once through to find the fault, and again to the state just before it:
    // a copy of the state at each instruction would cost far more.
    let (pc, error) = match run(func, body, usize::MAX) {
        Ran::Valid => return None,
        Ran::Fault(pc, error) => (pc, error),
        Ran::Stopped(..) => return None,
    };
    let stopped = pc.map(|pc| (pc, run(func, body, pc)));
    let Some((pc, Ran::Stopped(validator, operator))) = stopped else {
        // The declarations of locals.
        let mut problem = other(Kind::Invalid, &error);
        problem.span = context.source.and_then(|source| {
            let imported = source
                .fields()
                .functions
                .len()
                .saturating_sub(source.functions());
            source
                .fields()
                .functions
                .get(imported + code_index)
                .copied()
        });
        return Some(problem);
    };
    let body = body.clone();
    let validator = *validator;
    Some(explain(&Fault {
        context,
        code_index,
        pc,
        operator,
        validator,
        error,
        body,
    }))
}

/// How validating a function ended.
enum Ran<'a> {
    Valid,
    /// At this instruction, or before the first one.
    Fault(Option<usize>, wasmparser::Error),
    /// Before the instruction where it was told to.
    Stopped(Box<Validator>, Operator<'a>),
}

fn run<'a>(
    func: &FuncToValidate<ValidatorResources>,
    body: &FunctionBody<'a>,
    stop: usize,
) -> Ran<'a> {
    let mut validator = validator_of(func);
    let mut reader = body.get_binary_reader();
    if let Err(error) = validator.read_locals(&mut reader) {
        return Ran::Fault(None, error);
    }
    let mut operators = OperatorsReader::new(reader);
    let mut pc = 0;
    while !operators.eof() {
        let (operator, offset) = match operators.read_with_offset() {
            Ok(read) => read,
            Err(error) => return Ran::Fault(None, error),
        };
        if pc == stop {
            return Ran::Stopped(Box::new(validator), operator);
        }
        if let Err(error) = validator.op(offset, &operator) {
            return Ran::Fault(Some(pc), error);
        }
        pc += 1;
    }
    match operators.finish() {
        Ok(()) => Ran::Valid,
        Err(error) => Ran::Fault(None, error),
    }
}

fn validator_of(func: &FuncToValidate<ValidatorResources>) -> FuncValidator<ValidatorResources> {
    let copy = FuncToValidate {
        resources: func.resources.clone(),
        index: func.index,
        ty: func.ty,
        features: func.features,
    };
    copy.into_validator(Default::default())
}

fn explain(fault: &Fault<'_, '_>) -> Diagnostic {
    let message = fault.error.message();
    let known = match message {
        m if m.starts_with("type mismatch") => stack::problem(fault),
        m if m.starts_with("invalid memop alignment") => alignment(fault),
        m if m.starts_with("global is immutable") => immutable(fault),
        m if m.starts_with("unknown label") => label(fault),
        m if m.starts_with("unknown local") => local(fault),
        m if m.starts_with("uninitialized local") => Some(
            fault
                .problem(
                    "uninitialized-local",
                    format!(
                        "`{}` reads a local that has no value yet",
                        fault.instruction()
                    ),
                )
                .fix("set it first: a local of a type without null must be set before it is read"),
        ),
        m if m.starts_with("unknown ") => {
            indices::space(m).and_then(|space| indices::unknown(fault, space))
        }
        m if m.starts_with("undeclared function reference") => Some(
            fault
                .problem(
                    "undeclared-reference",
                    format!(
                        "`{}` names a function that was not declared for that",
                        fault.instruction()
                    ),
                )
                .expected("a function that is exported or stands in an `elem`")
                .fix(format!(
                    "declare it in the module: `(elem declare func {})`",
                    fault.instruction().split(' ').nth(1).unwrap_or("$name")
                )),
        ),
        m if m.starts_with("invalid result arity") => Some(
            fault
                .problem("bad-select", "`select` gives exactly one value".to_owned())
                .expected("one type, such as `select (result i32)`")
                .fix("write one type, or none at all for numbers"),
        ),
        m if m.starts_with("offset out of range") => Some(
            fault
                .problem(
                    "offset-out-of-range",
                    "this offset is larger than any address".to_owned(),
                )
                .expected("an offset below 4294967296")
                .fix("use a smaller offset"),
        ),
        _ => None,
    };
    let Some(problem) = known else {
        let mut problem = other(Kind::Invalid, &fault.error);
        problem.span = fault.context.span(fault.code_index, fault.pc);
        if problem.code == "unsupported-feature" {
            return problem.found(format!("`{}`", fault.instruction()));
        }
        problem.message = format!("`{}`: {}", fault.instruction(), problem.message);
        return problem;
    };
    problem
}

fn alignment(fault: &Fault<'_, '_>) -> Option<Diagnostic> {
    let name = mnemonics::of_operator(&fault.operator);
    // Some sixty operators hold one; only their debug output is alike.
    let debug = format!("{:?}", fault.operator);
    let exponent = |field: &str| {
        let (_, rest) = debug.split_once(field)?;
        rest.split([',', ' ', '}']).next()?.parse::<u32>().ok()
    };
    let largest = 1_u64 << exponent(" max_align: ")?.min(63);
    let given = exponent(" align: ")?;
    let message = format!(
        "`{name}` touches {}, so its alignment can be {largest} at most",
        words::count(usize::try_from(largest).ok()?, "byte")
    );
    let mut problem = fault
        .problem("bad-alignment", message)
        .expected(format!("`align={largest}` or less"))
        .fix("leave `align=` out, which is always right");
    // Before version 3 these bits had no meaning at all.
    let features = fault.validator.features();
    if given >= 32 && !features.contains(WasmFeatures::MULTI_MEMORY) {
        problem.kind = Kind::Malformed;
    }
    Some(problem.found(match given {
        0..64 => format!("`align={}`", 1_u64 << given),
        _ => format!("2 to the power of {given}"),
    }))
}

fn immutable(fault: &Fault<'_, '_>) -> Option<Diagnostic> {
    let instruction = fault.instruction();
    let global = instruction.split(' ').nth(1).unwrap_or("").to_owned();
    let Operator::GlobalSet { global_index } = fault.operator else {
        return None;
    };
    let ty = fault.validator.resources().global_at(global_index)?;
    let ty = operands::type_name(ty.content_type);
    let which = if global.is_empty() {
        format!("global {global_index}")
    } else {
        format!("global `{global}`")
    };
    Some(
        fault
            .problem(
                "immutable-global",
                format!("{which} cannot be changed: it was not declared mutable"),
            )
            .expected(format!("a global of type `(mut {ty})`"))
            .found(format!("a global of type `{ty}`"))
            .fix(format!(
                "declare it mutable: `(global {} (mut {ty}) …)`",
                if global.is_empty() { "$name" } else { &global }
            )),
    )
}

fn label(fault: &Fault<'_, '_>) -> Option<Diagnostic> {
    let most = fault.validator.control_stack_height().saturating_sub(1);
    let message = format!(
        "`{}` goes further out than there are blocks",
        fault.instruction()
    );
    let problem = fault.problem("unknown-label", message);
    let expected = match most {
        0 => "0: no block is open here, and 0 leaves the function".to_owned(),
        1 => "0 for the block around it, or 1 to leave the function".to_owned(),
        _ => format!(
            "0 (the innermost block) to {} (the outermost), or {most} to leave the function",
            most - 1
        ),
    };
    Some(
        problem
            .expected(expected)
            .fix("count blocks from the inside, from 0, or give the block a name"),
    )
}

fn local(fault: &Fault<'_, '_>) -> Option<Diagnostic> {
    let (Operator::LocalGet { local_index }
    | Operator::LocalSet { local_index }
    | Operator::LocalTee { local_index }) = fault.operator
    else {
        return None;
    };
    let count = fault.validator.len_locals() as usize;
    let message = format!("there is no local {local_index} in this function");
    let problem = fault.problem("unknown-local", message).found(format!(
        "{local_index}; parameters and locals together: {count}"
    ));
    Some(match count {
        0 => problem
            .expected("a parameter or local; this function has none")
            .fix("declare one before the first instruction: `(local i32)` or `(param i32)`"),
        1 => problem
            .expected("0")
            .fix("use 0: numbering begins there; or declare another local"),
        _ => problem
            .expected(format!("a number from 0 to {}", count - 1))
            .fix("numbering begins at 0 with the parameters, then come the locals"),
    })
}
