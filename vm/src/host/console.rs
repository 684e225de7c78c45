//! The console: what programs print.
//!
//! | import | parameters | prints |
//! | --- | --- | --- |
//! | `console.log` | any numbers | them, on a line of their own |
//! | `env.print` | address, length (both i32) | the text in memory 0, UTF-8 |
//! | `env.putchar` | character (i32) | the character of this code; may give it back |

use super::memory_of;
use crate::exec::{Answer, HostCall};
use crate::runtime::{Machine, Value};
use crate::syntax::{FuncType, ValType};

/// What a person is to see of a host call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// A line of its own.
    Line(String),
    /// Text as it is, continuing the line.
    Text(String),
    /// Something that went wrong in the call; the program goes on.
    Problem(String),
}

/// Whether the console has a function of this name and type.
#[must_use]
pub fn provides(module: &str, name: &str, ty: &FuncType) -> bool {
    let number = |ty: &ValType| !matches!(ty, ValType::Ref(_));
    match (module, name) {
        ("console", "log") => ty.results.is_empty() && ty.params.iter().all(number),
        ("env", "print") => ty.results.is_empty() && *ty.params == [ValType::I32; 2],
        ("env", "putchar") => {
            *ty.params == [ValType::I32] && (ty.results.is_empty() || *ty.results == [ValType::I32])
        }
        _ => false,
    }
}

/// Answers a call, if it is one of the console's.
#[must_use]
pub fn answer(machine: &Machine, call: &HostCall) -> Option<(Answer, Output)> {
    if !provides(&call.module, &call.name, &call.ty) {
        return None;
    }
    let output = match (&*call.name, call.args.as_slice()) {
        ("print", [Value::I32(addr), Value::I32(len)]) => print(machine, *addr as u32, *len as u32),
        ("putchar", [Value::I32(code)]) => {
            let character = char::from_u32(*code as u32).unwrap_or(char::REPLACEMENT_CHARACTER);
            Output::Text(character.to_string())
        }
        (_, values) => {
            let words: Vec<String> = values.iter().map(ToString::to_string).collect();
            Output::Line(words.join(" "))
        }
    };
    let results = match *call.ty.results {
        [] => vec![],
        _ => call.args.clone(),
    };
    Some((Answer::results(results), output))
}

fn print(machine: &Machine, addr: u32, len: u32) -> Output {
    let Some(memory) = memory_of(machine) else {
        return Output::Problem("env.print: the module has no memory to print from".to_owned());
    };
    let memory = machine.store().memory(memory);
    match memory.read(u64::from(addr), u64::from(len)) {
        Some(bytes) => Output::Text(String::from_utf8_lossy(&bytes).into_owned()),
        None if memory.holds(u64::from(addr), u64::from(len)) => Output::Problem(format!(
            "env.print: {len} bytes are too many to print at once"
        )),
        None => Output::Problem(format!(
            "env.print: {addr} + {len} > {}, the size of the memory in bytes",
            memory.len()
        )),
    }
}
