//! Makes visible what a module computes.
//!
//! Most of what a module at random computes is thrown away. So each number and vector that
//! an instruction leaves on the stack is mixed into one of two new globals, which are
//! exported, as tags are, too.

use wasmparser::{BinaryReaderError, FuncToValidate, ValidPayload, Validator, ValidatorResources};
use wasmparser::{FuncValidatorAllocations, FunctionBody, Operator, Parser, Payload, ValType};

const GLOBAL_SECTION: u8 = 6;
const EXPORT_SECTION: u8 = 7;
const CODE_SECTION: u8 = 10;

const LOCAL_GET: u8 = 0x20;
const LOCAL_TEE: u8 = 0x22;
const GLOBAL_GET: u8 = 0x23;
const GLOBAL_SET: u8 = 0x24;

/// The module with what makes it visible. One that exports nothing stays as it is.
pub(crate) fn observed(bytes: &[u8]) -> Result<Vec<u8>, String> {
    rebuilt(bytes).map_err(|error: BinaryReaderError| error.to_string())
}

fn rebuilt(bytes: &[u8]) -> wasmparser::Result<Vec<u8>> {
    let mut validator = Validator::new_with_features(wasmscope::load::features());
    let mut all = bytes[..8].to_vec();
    let (mut globals, mut tags) = (0, 0);
    let (mut bodies, mut code) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        let checked = validator.payload(&payload)?;
        let content = payload.as_section().map(|(id, range)| {
            let range = range.start as usize..range.end as usize;
            (id, &bytes[range])
        });
        match (&payload, content) {
            (Payload::CodeSectionStart { count, .. }, _) => {
                bodies = *count;
                code = leb128(*count);
            }
            (Payload::CodeSectionEntry(_), _) => {
                if let ValidPayload::Func(func, body) = checked {
                    let body = observed_body(func, &body, bytes, globals)?;
                    code.extend(leb128(body.len() as u32));
                    code.extend(body);
                }
                bodies -= 1;
                if bodies == 0 {
                    section(&mut all, CODE_SECTION, &code);
                }
            }
            (Payload::GlobalSection(reader), Some((_, content))) => {
                globals = reader.count();
                let vector = [&[0x7b, 1, 0xfd, 0x0c][..], &[0; 16], &[0x0b]].concat();
                let more = [&[0x7e, 1, 0x42, 0, 0x0b], &vector[..]].concat();
                section(
                    &mut all,
                    GLOBAL_SECTION,
                    &longer(content, globals, 2, &more),
                );
            }
            (Payload::ExportSection(reader), Some((_, content))) => {
                let (mut more, count) = (Vec::new(), reader.count());
                for tag in 0..tags {
                    more.extend(export(&format!("tag {tag}"), 4, tag));
                }
                more.extend(export("numbers", 3, globals));
                more.extend(export("vectors", 3, globals + 1));
                section(
                    &mut all,
                    EXPORT_SECTION,
                    &longer(content, count, tags + 2, &more),
                );
            }
            (payload, Some((id, content))) => {
                if let Payload::TagSection(reader) = payload {
                    tags = reader.count();
                }
                section(&mut all, id, content);
            }
            (_, None) => {}
        }
    }
    Ok(all)
}

fn section(all: &mut Vec<u8>, id: u8, content: &[u8]) {
    all.push(id);
    all.extend(leb128(content.len() as u32));
    all.extend(content);
}

/// The content of a section of `count` things with so many more of them.
fn longer(content: &[u8], count: u32, more: u32, added: &[u8]) -> Vec<u8> {
    let old = &content[leb128(count).len()..];
    [&leb128(count + more), old, added].concat()
}

fn export(name: &str, kind: u8, index: u32) -> Vec<u8> {
    let name = [&[name.len() as u8], name.as_bytes()].concat();
    [&name[..], &[kind], &leb128(index)].concat()
}

/// The body of a function that mixes what it computes into globals `global` and the next.
fn observed_body(
    func: FuncToValidate<ValidatorResources>,
    body: &FunctionBody<'_>,
    bytes: &[u8],
    global: u32,
) -> wasmparser::Result<Vec<u8>> {
    let mut validator = func.into_validator(FuncValidatorAllocations::default());
    let mut reader = body.get_binary_reader();
    let start = reader.original_position() as usize;
    validator.read_locals(&mut reader)?;
    let groups = body.get_locals_reader()?.get_count();
    let local = validator.len_locals();
    // One more local of each type, from `local` on.
    let more = [1, 0x7f, 1, 0x7e, 1, 0x7d, 1, 0x7c, 1, 0x7b];
    let declared = &bytes[start..reader.original_position() as usize];
    let mut new = longer(declared, groups, 5, &more);
    let mut operators = body.get_operators_reader()?;
    while !operators.eof() {
        let (operator, offset) = operators.read_with_offset()?;
        validator.op(offset, &operator)?;
        new.extend(&bytes[offset as usize..operators.original_position() as usize]);
        // Operands below are of the blocks around.
        let height = validator
            .get_control_frame(0)
            .map_or(0, |frame| frame.height);
        if computes(&operator)
            && validator.operand_stack_height() as usize > height
            && let Some(Some(ty)) = validator.get_operand_type(0)
        {
            mix(&mut new, ty, local, global);
        }
    }
    Ok(new)
}

/// Whether what is on top of the stack after an instruction may be new.
fn computes(operator: &Operator<'_>) -> bool {
    use Operator as O;
    let name = format!("{operator:?}");
    let stores = name.contains("Store") || name.contains("Br") || name.contains("Return");
    let control = matches!(
        operator,
        O::Block { .. }
            | O::Loop { .. }
            | O::If { .. }
            | O::Else
            | O::End
            | O::TryTable { .. }
            | O::Throw { .. }
            | O::ThrowRef
            | O::Unreachable
            | O::Nop
            | O::Drop
            | O::LocalGet { .. }
            | O::LocalSet { .. }
            | O::LocalTee { .. }
            | O::GlobalGet { .. }
            | O::GlobalSet { .. }
            | O::I32Const { .. }
            | O::I64Const { .. }
            | O::F32Const { .. }
            | O::F64Const { .. }
            | O::V128Const { .. }
            | O::RefNull { .. }
            | O::RefFunc { .. }
    );
    !stores && !control
}

/// Mixes the operand on top, which stays there, into a global.
fn mix(code: &mut Vec<u8>, ty: ValType, local: u32, global: u32) {
    let (number, as_i64): (u32, &[u8]) = match ty {
        ValType::I32 => (0, &[0xad]),
        ValType::I64 => (1, &[]),
        ValType::F32 => (2, &[0xbc, 0xad]),
        ValType::F64 => (3, &[0xbd]),
        ValType::V128 => (4, &[]),
        ValType::Ref(_) => return,
    };
    let index = |code: &mut Vec<u8>, instr: u8, index: u32| {
        code.push(instr);
        code.extend(leb128(index));
    };
    index(code, LOCAL_TEE, local + number);
    index(code, LOCAL_GET, local + number);
    code.extend(as_i64);
    let global = global + u32::from(ty == ValType::V128);
    index(code, GLOBAL_GET, global);
    if ty == ValType::V128 {
        // Turned by a byte, so that order matters: i8x16.shuffle and v128.xor.
        index(code, GLOBAL_GET, global);
        code.extend([0xfd, 0x0d]);
        code.extend(1..=16);
        code.extend([0xfd, 0x51]);
    } else {
        // Turned by seven bits: i64.const, i64.rotl and i64.xor.
        code.extend([0x42, 7, 0x89, 0x85]);
    }
    index(code, GLOBAL_SET, global);
}

fn leb128(mut value: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}
