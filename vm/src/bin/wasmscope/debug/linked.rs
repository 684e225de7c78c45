//! What a link says beside its program: the step to stand at, and where to stop.

use super::Debugger;
use crate::failure::Failure;
use crate::session::own_func;
use wasmscope::link::{Breakpoint as Linked, FuncRef};
use wasmscope::observe::{Access, Breakpoint, Event, Message};
use wasmscope::syntax::{FuncIdx, GlobalIdx, LocalIdx, LocalNames, MemIdx, Module, TableIdx};

impl Debugger {
    /// Takes over the breakpoints of the link that the program came from, and goes to its step;
    /// says what of that cannot be done.
    pub(super) fn go_to_link(&mut self) -> Result<String, Failure> {
        let Some(link) = self.session.loaded().and_then(|main| main.link.clone()) else {
            return Ok(String::new());
        };
        let mut text = String::new();
        let mut count = 0;
        for linked in &link.breakpoints {
            match self.breakpoint(linked) {
                Ok(breakpoint) => {
                    self.session.stops.add(breakpoint);
                    count += 1;
                }
                Err(why) => text += &format!("a breakpoint of the link is left out: {why}\n"),
            }
        }
        if count > 0 {
            let plural = if count == 1 { "" } else { "s" };
            text += &format!("the link has {count} breakpoint{plural}: see `info breakpoints`\n");
        }
        if let Some(step) = link.step.filter(|step| *step > 0) {
            self.session.seek(step)?;
            text += &format!("the link is about step {step}\n");
        }
        Ok(text)
    }

    /// A breakpoint of a link, as a run stops at it.
    fn breakpoint(&self, linked: &Linked) -> Result<Breakpoint, String> {
        let module = &**self.session.module();
        match linked {
            Linked::Line { line, .. } => {
                let main = self.session.main();
                let location = self.session.location_in(main, &line.to_string())?;
                Ok(location.breakpoint(&self.session))
            }
            Linked::Instr { func, pc } => {
                let func = match func {
                    FuncRef::Index(index) => FuncIdx(*index),
                    FuncRef::Name(name) => own_func(module, name)?,
                };
                instruction(module, func, pc.unwrap_or(0)).map(Breakpoint::from)
            }
            Linked::Event(words) => self.in_words(words),
        }
    }

    /// `["write", "0x40, 4", "$i > 5", "2", "message", "once off"]`, as much of it as there is.
    fn in_words(&self, words: &[String]) -> Result<Breakpoint, String> {
        let module = &**self.session.module();
        let word = |at: usize| words.get(at).map_or("", |word| word.trim());
        let mut breakpoint = Breakpoint::from(event(module, word(0), word(1))?);
        if !word(2).is_empty() {
            let condition = self.session.condition(word(2), &breakpoint)?;
            breakpoint.condition = Some(condition);
        }
        breakpoint.hits = word(3).parse().unwrap_or(0);
        if !word(4).is_empty() {
            let message = Message::parse(word(4)).map_err(|error| error.to_string())?;
            breakpoint.log = Some(message);
        }
        breakpoint.once = word(5).contains("once");
        breakpoint.enabled = !word(5).contains("off");
        Ok(breakpoint)
    }
}

/// What is waited for, in the words of links: a kind, and of what.
fn event(module: &Module, on: &str, of: &str) -> Result<Event, String> {
    let func = |text: &str| match text.parse() {
        Ok(index) => Ok(FuncIdx(index)),
        Err(_) => own_func(module, text),
    };
    let with_body = |text: &str| {
        let func = func(text)?;
        let code = module.code_of(func);
        code.map(|_| func)
            .ok_or_else(|| format!("there is no function {text} with instructions"))
    };
    let names = &module.names;
    Ok(match on {
        "instruction" => {
            let (name, pc) = of.rsplit_once(' ').unwrap_or((of, "0"));
            let pc = pc.parse().map_err(|_| format!("{pc} is no instruction"))?;
            instruction(module, func(name)?, pc)?
        }
        "entry" => Event::Entry(with_body(of)?),
        "exit" => Event::Exit(with_body(of)?),
        "opcode" => Event::Opcode(of.to_owned()),
        "host" => {
            let found = module.imports.iter().find(|import| {
                let rest = of.strip_prefix(&*import.module);
                rest.is_some_and(|rest| rest.strip_prefix('.') == Some(&*import.name))
            });
            Event::HostCall {
                module: match found {
                    Some(import) => Some(import.module.to_string()),
                    None => (!of.is_empty()).then(|| of.to_owned()),
                },
                name: found.map(|import| import.name.to_string()),
            }
        }
        "trap" => Event::Trap,
        "read" | "write" | "access" => {
            let [addr, len, mem] = three(of)?;
            Event::Memory {
                mem: MemIdx(small(mem)?),
                addr,
                len,
                access: match on {
                    "read" => Access::Read,
                    "write" => Access::Write,
                    _ => Access::Any,
                },
            }
        }
        "local" => {
            let (name, local) = of.split_once(' ').ok_or("no local is named")?;
            let func = with_body(name)?;
            let local = LocalIdx(index(local.trim(), names.locals.get(&func.0))?);
            Event::Local { func, local }
        }
        "global" => Event::Global(GlobalIdx(index(of, Some(&names.globals))?)),
        "table" => {
            let [index, len, table] = three(of)?;
            Event::Table {
                table: TableIdx(small(table)?),
                index,
                len,
            }
        }
        _ => return Err(format!("`{on}` is not known to this version")),
    })
}

fn instruction(module: &Module, func: FuncIdx, pc: u32) -> Result<Event, String> {
    let code = module.code_of(func);
    match code.is_some_and(|code| (pc as usize) < code.instrs.len()) {
        true => Ok(Event::Instruction { func, pc }),
        false => Err(format!("there is no instruction {pc} in function {func}")),
    }
}

/// An index, or what has this name.
fn index(text: &str, names: Option<&LocalNames>) -> Result<u32, String> {
    let name = text.strip_prefix('$').unwrap_or(text);
    let mut all = names.into_iter().flatten();
    let named = all.find(|(_, known)| &***known == name);
    let index = named.map(|(index, _)| *index).or(text.parse().ok());
    index.ok_or_else(|| format!("there is no `{text}`"))
}

fn small(number: u64) -> Result<u32, String> {
    u32::try_from(number).map_err(|_| format!("there is no {number}th"))
}

/// A place, how many (1), and of which memory or table (0).
fn three(text: &str) -> Result<[u64; 3], String> {
    let mut numbers = [0, 1, 0];
    for (number, part) in numbers.iter_mut().zip(text.split(',')) {
        *number =
            super::number(part.trim(), "number").map_err(|_| format!("`{text}` is no place"))?;
    }
    Ok(numbers)
}
