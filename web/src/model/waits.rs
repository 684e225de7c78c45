//! What breakpoints wait for, as people type it: a word, and of what.
//!
//! The pane, links and scripts share it: `write` of `0x40, 4`, `local` of `$fib $i`.

use wasmscope::observe::{Access, Event};
use wasmscope::syntax::{FuncIdx, GlobalIdx, LocalIdx, MemIdx, Module, TableIdx};

use super::program::Program;
use crate::text;

/// A kind of event that is not a single instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The word for it.
    pub on: &'static str,
    /// What it is called in the pane.
    pub name: &'static str,
    /// What is typed with it, by example; empty when nothing is.
    pub of: &'static str,
}

/// All of them, in the order of the pane's list.
pub const WAITS: [Wait; 11] = [
    wait("entry", text::WAITS_ENTRY, text::WAITS_NAME_OR_INDEX),
    wait("exit", text::WAITS_EXIT, text::WAITS_NAME_OR_INDEX),
    wait("opcode", text::WAITS_OPCODE, "i32.store"),
    wait("host", text::WAITS_HOST, text::WAITS_HOST_OF),
    wait("trap", text::WAITS_TRAP, ""),
    wait("write", text::WAITS_WRITE, text::WAITS_BYTES_OF),
    wait("read", text::WAITS_READ, text::WAITS_BYTES_OF),
    wait("access", text::WAITS_ACCESS, text::WAITS_BYTES_OF),
    wait("local", text::WAITS_LOCAL, text::WAITS_LOCAL_OF),
    wait("global", text::WAITS_GLOBAL, text::WAITS_NAME_OR_INDEX),
    wait("table", text::WAITS_TABLE, text::WAITS_TABLE_OF),
];

const fn wait(on: &'static str, name: &'static str, of: &'static str) -> Wait {
    Wait { on, name, of }
}

/// Reads what a breakpoint is to wait for.
///
/// # Errors
///
/// When there is no such event, or the program does not have what it is about: what is wrong,
/// and what to type.
pub fn read(on: &str, of: &str, program: &Program) -> Result<Event, String> {
    let module = &*program.module;
    let of = of.trim();
    let names = &module.names;
    let access = match on {
        "read" => Access::Read,
        "access" => Access::Any,
        _ => Access::Write,
    };
    Ok(match on {
        "instruction" => {
            let (func, pc) = of.split_once(' ').unwrap_or((of, "0"));
            let func = function(func, module)?;
            let pc = number(pc)? as u32;
            let count = program.instruction_count(func.0).unwrap_or(0);
            match (pc as usize) < count {
                true => Event::Instruction { func, pc },
                false => return Err(text::waits_no_instruction(func, pc)),
            }
        }
        "entry" => Event::Entry(own_function(of, module)?),
        "exit" => Event::Exit(own_function(of, module)?),
        "opcode" => {
            let mut instrs = module.codes().flat_map(|code| &code.instrs);
            match instrs.any(|instr| instr.name() == of) {
                true => Event::Opcode(of.to_owned()),
                false => return Err(text::waits_no_opcode(of)),
            }
        }
        "host" => host(of, module)?,
        "trap" => Event::Trap,
        "read" | "write" | "access" => {
            let [addr, len, mem] = three(of)?;
            Event::Memory {
                mem: MemIdx(known(mem, module.memories.len(), text::waits_no_memory)?),
                addr,
                len,
                access,
            }
        }
        "local" => {
            let (func, local) = of
                .split_once(|c: char| c.is_whitespace())
                .ok_or(text::WAITS_FUNCTION_AND_LOCAL)?;
            let func = own_function(func, module)?;
            let count = module.code_of(func).map_or(0, |code| code.locals.len());
            let names = names.locals.get(&func.0);
            let local = index(local.trim(), names, count as usize, text::WAITS_A_LOCAL)?;
            let local = LocalIdx(local);
            Event::Local { func, local }
        }
        "global" => {
            let count = module.globals.len();
            Event::Global(GlobalIdx(index(
                of,
                Some(&names.globals),
                count,
                text::WAITS_A_GLOBAL,
            )?))
        }
        "table" => {
            let [index, len, table] = three(of)?;
            Event::Table {
                table: TableIdx(known(table, module.tables.len(), text::waits_no_table)?),
                index,
                len,
            }
        }
        _ => {
            let all: Vec<&str> = WAITS.iter().map(|wait| wait.on).collect();
            return Err(text::waits_takes(all.join(", ")));
        }
    })
}

/// What an event is in the words that [`read`] takes.
#[must_use]
pub fn write(event: &Event, module: &Module) -> (&'static str, String) {
    type Names = wasmscope::syntax::LocalNames;
    let named = |names: Option<&Names>, index: u32| {
        let name = names.and_then(|names| names.get(&index));
        let is_word = |name: &str| !name.contains(|c: char| c.is_whitespace() || c == ',');
        name.filter(|name| is_word(name))
            .map_or_else(|| index.to_string(), |name| format!("${name}"))
    };
    let func = |func: FuncIdx| named(Some(&module.names.funcs), func.0);
    let three = |at: String, len: u64, of: u32| match (len, of) {
        (_, 1..) => format!("{at}, {len}, {of}"),
        (1, 0) => at,
        _ => format!("{at}, {len}"),
    };
    match event {
        Event::Instruction { func: f, pc } => ("instruction", format!("{} {pc}", func(*f))),
        Event::Entry(f) => ("entry", func(*f)),
        Event::Exit(f) => ("exit", func(*f)),
        Event::Opcode(name) => ("opcode", name.clone()),
        Event::HostCall { module, name } => {
            let module = module.clone().unwrap_or_default();
            let name = name.as_ref().map(|name| format!(".{name}"));
            ("host", module + &name.unwrap_or_default())
        }
        Event::Trap => ("trap", String::new()),
        Event::Memory {
            mem,
            addr,
            len,
            access,
        } => (access.name(), three(format!("0x{addr:x}"), *len, mem.0)),
        Event::Local { func: f, local } => {
            let names = module.names.locals.get(&f.0);
            ("local", format!("{} {}", func(*f), named(names, local.0)))
        }
        Event::Global(global) => ("global", named(Some(&module.names.globals), global.0)),
        Event::Table { table, index, len } => ("table", three(index.to_string(), *len, table.0)),
    }
}

/// `module.name` or `module` of an import, or nothing for any.
fn host(of: &str, module: &Module) -> Result<Event, String> {
    if of.is_empty() || of == "*" {
        return Ok(Event::HostCall {
            module: None,
            name: None,
        });
    }
    for import in &module.imports {
        let rest = of.strip_prefix(&*import.module);
        let name = match rest {
            Some("") => None,
            Some(rest) if rest.strip_prefix('.') == Some(&*import.name) => {
                Some(import.name.to_string())
            }
            _ => continue,
        };
        return Ok(Event::HostCall {
            module: Some(import.module.to_string()),
            name,
        });
    }
    Err(text::waits_not_imported(of))
}

/// One to three numbers: a place, how many (1), and of which (0).
fn three(of: &str) -> Result<[u64; 3], String> {
    let mut numbers = [0, 1, 0];
    let mut parts = of.split(',');
    for (number, part) in numbers.iter_mut().zip(&mut parts) {
        *number = self::number(part)?;
    }
    match (parts.next(), numbers[1]) {
        (Some(_), _) => Err(text::WAITS_THREE_NUMBERS.to_owned()),
        (_, 0) => Err(text::WAITS_AT_LEAST_ONE.to_owned()),
        _ => Ok(numbers),
    }
}

fn number(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let read = match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16),
        None => text.parse(),
    };
    read.map_err(|_| text::waits_no_number(text))
}

fn known(index: u64, count: usize, missing: fn(u64, u64) -> String) -> Result<u32, String> {
    match u32::try_from(index) {
        Ok(known) if (known as usize) < count => Ok(known),
        _ => Err(missing(index, count as u64)),
    }
}

/// An index, or the name of something with or without its `$`.
fn index(
    text: &str,
    names: Option<&wasmscope::syntax::LocalNames>,
    count: usize,
    what: &str,
) -> Result<u32, String> {
    let name = text.strip_prefix('$').unwrap_or(text);
    let mut all = names.into_iter().flatten();
    if let Some((index, _)) = all.find(|(_, known)| &***known == name) {
        return Ok(*index);
    }
    match text.parse::<u32>() {
        Ok(index) if (index as usize) < count => Ok(index),
        Ok(index) => Err(text::waits_no_index(what, index, count as u64)),
        Err(_) => Err(text::waits_no_name(what, text)),
    }
}

fn function(text: &str, module: &Module) -> Result<FuncIdx, String> {
    let count = module.funcs.len();
    let exported = || {
        let text = text.strip_prefix('$').unwrap_or(text);
        match module.export(text) {
            Some(wasmscope::syntax::ExternIdx::Func(func)) => Some(func),
            _ => None,
        }
    };
    index(
        text,
        Some(&module.names.funcs),
        count,
        text::WAITS_A_FUNCTION,
    )
    .map(FuncIdx)
    .or_else(|error| exported().ok_or(error))
}

/// A function with a body.
fn own_function(text: &str, module: &Module) -> Result<FuncIdx, String> {
    let func = function(text, module)?;
    match module.code_of(func) {
        Some(_) => Ok(func),
        None => Err(text::waits_imported(func)),
    }
}
