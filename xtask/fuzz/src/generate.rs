//! A module for every number.

use crate::observe::observed;
use crate::play::Rng;
use wasm_smith::{Config, InstructionKind, InstructionKinds, MemoryOffsetChoices, Module};
use wasmparser::{Operator, Parser, Payload};

/// Calls, loops and copied elements that a module may do before it says `unreachable`.
const FUEL: u32 = 4_000;

/// The module of a number, always the same one. It imports nothing, exports everything and
/// ends.
pub(crate) fn module(seed: u64) -> Result<Vec<u8>, String> {
    let mut rng = Rng::new(seed);
    let words = 100 + rng.below(900);
    let bytes: Vec<u8> = (0..words).flat_map(|_| rng.next().to_le_bytes()).collect();
    let mut source = arbitrary::Unstructured::new(&bytes);
    let config = config(&mut rng);
    let mut module = Module::new(config, &mut source).map_err(|error| error.to_string())?;
    let ended = module.ensure_termination(FUEL);
    ended.map_err(|error| error.to_string())?;
    let mut bytes = module.to_bytes();
    let small = rng.below(2) == 0;
    change(&mut bytes, small.then_some(rng))?;
    observed(&bytes)
}

/// All of WebAssembly 3.0 and nothing else; sometimes without a part of it, since what is
/// rare then has more room.
fn config(rng: &mut Rng) -> Config {
    let mut most = || rng.below(8) != 0;
    let (simd_enabled, gc_enabled, exceptions_enabled) = (most(), most(), most());
    let (allow_floats, memory64_enabled) = (most(), most());
    // What never traps runs longer.
    let disallow_traps = rng.below(3) != 0;
    Config {
        allow_floats,
        allowed_instructions: kinds(rng),
        compact_imports_enabled: false,
        disallow_traps,
        exceptions_enabled,
        export_everything: true,
        gc_enabled,
        limit_arrays_in_const_exprs: true,
        max_data_segments: 4,
        max_element_segments: 4,
        max_elements: 12,
        max_funcs: 2 + rng.below(8) as usize,
        max_globals: 8,
        max_imports: 0,
        max_instructions: 20 + rng.below(100) as usize,
        max_memories: 3,
        max_memory32_bytes: 4 * 65_536,
        max_memory64_bytes: 4 * 65_536,
        max_table_elements: 200,
        max_tables: 3,
        max_tags: 4,
        max_type_size: 200,
        max_types: 16,
        min_types: 3,
        memory64_enabled,
        // Our limit on pages does not hold for 64-bit memories.
        memory_max_size_required: true,
        memory_offset_choices: MemoryOffsetChoices(94, 4, 2),
        min_funcs: 2,
        min_memories: 1,
        relaxed_simd_enabled: simd_enabled,
        simd_enabled,
        threads_enabled: false,
        wide_arithmetic_enabled: false,
        ..Config::default()
    }
}

/// All instructions, or kinds of them that have more room without the others.
fn kinds(rng: &mut Rng) -> InstructionKinds {
    use InstructionKind as K;
    const BASE: [K; 4] = [K::Control, K::Parametric, K::Variable, K::Reference];
    let more: &[K] = match rng.below(5) {
        0 => &[K::Aggregate],
        1 => &[K::Aggregate, K::MemoryInt, K::NumericInt],
        2 => &[K::Vector, K::Memory],
        _ => return InstructionKinds::all(),
    };
    InstructionKinds::new(&[&BASE, more].concat())
}

/// Changes instructions of a module in their places; with numbers at random also what is
/// large, which is a length or an address that hardly ever fits.
fn change(bytes: &mut [u8], mut rng: Option<Rng>) -> Result<(), String> {
    let mut changes: Vec<(usize, Vec<u8>)> = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let Payload::CodeSectionEntry(body) = payload.map_err(failed)? else {
            continue;
        };
        let (operators, offsets) = operators(&body).map_err(failed)?;
        for (at, operator) in operators.iter().enumerate() {
            let (start, end) = (offsets[at], offsets[at + 1]);
            if let Some(opcode) = instead_of_madd(operator) {
                changes.push((start + 1, vec![opcode]));
            }
            let Some(rng) = &mut rng else {
                continue;
            };
            if rng.below(8) == 0 {
                continue;
            }
            if is_large(operator) {
                changes.push((start + 1, padded(rng.below(48) as u8, end - start - 1)));
            }
            if let Some((count, mask)) = length_check(&operators[at..]) {
                let mut with = vec![NOP; offsets[at + count] - start];
                with[..mask.len()].copy_from_slice(&mask);
                changes.push((start, with));
            }
        }
    }
    for (at, with) in changes {
        bytes[at..at + with.len()].copy_from_slice(&with);
    }
    Ok(())
}

fn failed(error: wasmparser::BinaryReaderError) -> String {
    error.to_string()
}

/// The instructions of a function, and where each begins and the last one ends.
fn operators<'a>(
    body: &wasmparser::FunctionBody<'a>,
) -> wasmparser::Result<(Vec<Operator<'a>>, Vec<usize>)> {
    let mut reader = body.get_operators_reader()?;
    let (mut operators, mut offsets) = (Vec::new(), Vec::new());
    while !reader.eof() {
        let (operator, offset) = reader.read_with_offset()?;
        operators.push(operator);
        offsets.push(offset as usize);
    }
    offsets.push(reader.original_position() as usize);
    Ok((operators, offsets))
}

const NOP: u8 = 0x01;

/// Whether `ensure_termination` has put here what ends the program when a length is more
/// than what it may still do: of how many instructions that is, and what makes the length
/// small instead, `and` with 63.
fn length_check(operators: &[Operator<'_>]) -> Option<(usize, [u8; 3])> {
    use Operator as O;
    let (before, after, mask) = match operators {
        [O::LocalTee { .. }, O::I32WrapI64, O::LocalSet { .. }, ..] => (3, 1, [0x42, 0x3f, 0x83]),
        [O::LocalTee { .. }, ..] => (1, 0, [0x41, 0x3f, 0x71]),
        _ => return None,
    };
    let check = matches!(
        operators.get(before..)?,
        [
            O::LocalGet { .. },
            O::GlobalGet { .. },
            O::I32GeU,
            O::If { .. },
            O::Unreachable,
            O::End,
            O::GlobalGet { .. },
            O::LocalGet { .. },
            O::I32Sub,
            O::GlobalSet { .. },
            ..
        ]
    );
    check.then_some((before + 10 + after, mask))
}

/// Makes `relaxed_madd` and `relaxed_nmadd` something else of the same shape, since wasmtime
/// always rounds once there, and the deterministic profile twice. Their opcodes are four
/// below those of `relaxed_laneselect`, which takes and gives the same. The first byte of
/// the new opcode, which is two bytes of LEB128.
fn instead_of_madd(operator: &Operator<'_>) -> Option<u8> {
    Some(match operator {
        Operator::F32x4RelaxedMadd => 0x89,
        Operator::F32x4RelaxedNmadd => 0x8a,
        Operator::F64x2RelaxedMadd => 0x8b,
        Operator::F64x2RelaxedNmadd => 0x8c,
        _ => return None,
    })
}

/// Whether it is a large constant. The small ones stay, of which the count of what a module
/// may still do makes use.
fn is_large(operator: &Operator<'_>) -> bool {
    let value = match operator {
        Operator::I32Const { value } => i64::from(*value),
        Operator::I64Const { value } => *value,
        _ => return false,
    };
    !(0..64).contains(&value)
}

/// A number below 64 as LEB128 of so many bytes.
fn padded(value: u8, len: usize) -> Vec<u8> {
    let mut bytes = vec![0x80; len];
    bytes[0] |= value;
    bytes[len - 1] &= 0x7f;
    bytes
}
