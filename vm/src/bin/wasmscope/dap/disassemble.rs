//! `disassemble`, and how instructions are named: by where they lie in the module's bytes.

use super::Server;
use super::program::Program;
use super::types::{Range, Source};
use super::wire::{Answer, Request, arguments};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use wasmscope::runtime::InstanceAddr;
use wasmscope::syntax::{Code, FuncIdx, Module};
use wasmscope::view::instr_text;

/// Most instructions that are told at once.
const MOST: u64 = 100_000;

/// More instructions than any module has.
const FARTHEST: i64 = 1 << 40;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Arguments {
    memory_reference: String,
    #[serde(default)]
    offset: i64,
    #[serde(default)]
    instruction_offset: i64,
    instruction_count: u64,
}

/// An instruction, or that there is none.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Disassembled {
    address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    instruction_bytes: Option<String>,
    instruction: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    symbol: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Source>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    presentation_hint: Option<&'static str>,
}

/// The instance and the byte of an address.
fn read(program: &Program, address: &str, offset: i64) -> Result<(InstanceAddr, i64), String> {
    let wrong = || format!("`{address}` is no address of an instruction, such as 0x45");
    let number = match address.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => address.parse(),
    };
    let number = number.map_err(|_| wrong())?;
    let low = i64::from(number as u32).saturating_add(offset);
    let instances = program.session().machine().store().instances().len();
    let instance = match number >> 32 {
        0 => program.session().main(),
        high => {
            let index = u32::try_from(high - 1).ok();
            let index = index.filter(|index| (*index as usize) < instances);
            InstanceAddr(index.ok_or_else(wrong)?)
        }
    };
    Ok((instance, low))
}

/// The instruction of the main module that begins at an address.
///
/// # Errors
/// When none does.
pub(super) fn instruction(
    program: &Program,
    address: &str,
    offset: i64,
) -> Result<(InstanceAddr, FuncIdx, u32), String> {
    let (instance, low) = read(program, address, offset)?;
    let module = program.module_in(Some(instance));
    let offset = u32::try_from(low).ok();
    let found = offset.and_then(|offset| module.instruction_at(offset));
    let found = found.map(|(func, pc)| (instance, func, pc));
    found.ok_or_else(|| format!("no instruction begins at byte {low:#x} of the module"))
}

/// All instructions of a module, as if they were one list.
struct Flat<'a> {
    module: &'a Arc<Module>,
    codes: Vec<&'a Code>,
    /// How many there are before each function.
    before: Vec<usize>,
    count: usize,
}

impl<'a> Flat<'a> {
    fn new(module: &'a Arc<Module>) -> Self {
        let mut count = 0;
        let codes: Vec<_> = module.codes().collect();
        let before = codes.iter().map(|code| {
            let first = count;
            count += code.instrs.len();
            first
        });
        let before = before.collect();
        Self {
            module,
            codes,
            before,
            count,
        }
    }

    /// The number of the instruction that a byte belongs to: of the last one that begins at it
    /// or before it.
    fn at(&self, offset: i64) -> i64 {
        let Ok(offset) = u32::try_from(offset) else {
            return if offset < 0 { -1 } else { self.count as i64 };
        };
        let first = |code: &Code| code.offsets.first().copied().unwrap_or(0);
        let after = self.codes.partition_point(|code| first(code) <= offset);
        let Some(index) = after.checked_sub(1) else {
            return -1;
        };
        let offsets = &self.codes[index].offsets;
        let pc = offsets.partition_point(|known| *known <= offset) - 1;
        (self.before[index] + pc) as i64
    }

    /// The function and the pc of an instruction.
    fn get(&self, number: i64) -> Option<(&'a Code, u32)> {
        let number = usize::try_from(number).ok().filter(|at| *at < self.count)?;
        let index = self.before.partition_point(|first| *first <= number) - 1;
        let pc = u32::try_from(number - self.before[index]).ok()?;
        Some((self.codes[index], pc))
    }

    /// The bytes of an instruction.
    fn bytes(&self, code: &Code, pc: u32) -> (u32, u32) {
        let start = code.offsets[pc as usize];
        // The last one is `end`, which is one byte.
        let end = code.offsets.get(pc as usize + 1).copied();
        (start, end.unwrap_or(start + 1))
    }
}

impl Server {
    /// `disassemble`: exactly as many as are asked for, with fillers where there are none.
    pub(super) fn disassemble(&mut self, request: &Request) -> Answer {
        let given: Arguments = arguments(request)?;
        let program = self.standing()?;
        if given.instruction_count > MOST {
            return Err(format!("at most {MOST} instructions are told at once").into());
        }
        let (instance, low) = read(program, &given.memory_reference, given.offset)?;
        let module = &program
            .session()
            .machine()
            .store()
            .instance(instance)
            .module;
        let flat = Flat::new(module);
        let first = flat.at(low).saturating_add(given.instruction_offset);
        // There is nothing so far out, and as many are told there as elsewhere.
        let first = first.clamp(-FARTHEST, FARTHEST);
        let count = i64::try_from(given.instruction_count).unwrap_or(0);
        let numbers = first..first.saturating_add(count);
        let shown = numbers.map(|number| self.disassembled(program, instance, &flat, number));
        let mut shown: Vec<Disassembled> = shown.collect();
        // The source is told once, as long as it stays the same.
        let mut told = None;
        for one in &mut shown {
            match one.location.take() {
                same if same == told => {}
                Some(other) => {
                    told = Some(other.clone());
                    one.location = Some(other);
                }
                None => {}
            }
        }
        Ok(json!({ "instructions": shown }))
    }

    fn disassembled(
        &self,
        program: &Program,
        instance: InstanceAddr,
        flat: &Flat<'_>,
        number: i64,
    ) -> Disassembled {
        let Some((code, pc)) = flat.get(number) else {
            return nothing(program, instance, flat, number);
        };
        let (start, end) = flat.bytes(code, pc);
        let bytes = flat.module.bytes.get(start as usize..end as usize);
        let bytes = bytes.unwrap_or_default().iter();
        let digits: Vec<String> = bytes.map(|byte| format!("{byte:02x}")).collect();
        let at = program.range(self.counts, flat.module, code.func, pc);
        let (source, range) = at.unzip();
        Disassembled {
            address: program.address(instance, start),
            instruction_bytes: Some(digits.join(" ")),
            instruction: instr_text(flat.module, code, pc),
            symbol: (pc == 0).then(|| flat.module.func_name(code.func)),
            location: source,
            range,
            presentation_hint: None,
        }
    }
}

/// What stands before the first instruction, or behind the last one: each at a byte of its
/// own, as far as there are any.
fn nothing(
    program: &Program,
    instance: InstanceAddr,
    flat: &Flat<'_>,
    number: i64,
) -> Disassembled {
    let first = flat.get(0).map_or(0, |(code, pc)| flat.bytes(code, pc).0);
    let end = flat.get(flat.count as i64 - 1);
    let end = end.map_or(0, |(code, pc)| flat.bytes(code, pc).1);
    let offset = match number < 0 {
        true => i64::from(first).saturating_add(number),
        false => i64::from(end).saturating_add(number - flat.count as i64),
    };
    let offset = u32::try_from(offset.max(0)).unwrap_or(u32::MAX);
    Disassembled {
        address: program.address(instance, offset),
        instruction_bytes: None,
        instruction: "(no instruction)".to_owned(),
        symbol: None,
        location: None,
        range: None,
        presentation_hint: Some("invalid"),
    }
}
