//! WASI preview 1: the functions of `wasi_snapshot_preview1`, without effects of their own.
//!
//! A call is decoded into a [`Request`] that owns all it needs, a [`Process`] performs it,
//! and the reply becomes an [`Answer`]: results and bytes to be written.
//! So what a program was told can be recorded and said again like any other host's answer.
//!
//! A process has what is the same everywhere: descriptors with their rights, flags and
//! offsets, the directories given to it, what each function checks and in which order. Below
//! it is a back end, a [`System`]: files, clock, random numbers, standard input. [`Memory`]
//! is one that has no effects; the command has another, on the files of the computer.
//!
//! The standard: `wasi_snapshot_preview1.witx` and `typenames.witx`. What it leaves open is
//! said in `docs/wasi.md`.

mod abi;
mod decode;
mod encode;
mod journal;
mod memory;
mod process;
mod random;
mod request;
mod system;

pub use abi::{Entry, Errno, FileStat, FileType, fdflags, oflags, rights};
pub use journal::Journal;
pub use memory::{Memory, MemoryFiles};
pub use process::{Performed, Process, Reply, Standard, Text};
pub use random::Random;
pub use request::{At, Awaited, PathOpen, Request, Subscription, Times};
pub use system::{Clock, InputState, NewTime, NewTimes, Open, Result, System};

use crate::exec::{Answer, HostCall};
use crate::runtime::{Call, ExternVal, InstanceAddr, Machine, MemAddr};
use crate::syntax::{ExternType, FuncType, Module};
use decode::Guest;
use encode::Place;

/// The module that the functions are imported from.
pub const NAME: &str = "wasi_snapshot_preview1";

/// The module of the snapshot before, which has other layouts and numbers.
pub const OLD_NAME: &str = "wasi_unstable";

/// Whether WASI has a function of this name and type.
#[must_use]
pub fn provides(module: &str, name: &str, ty: &FuncType) -> bool {
    module == NAME && decode::is_known(name, ty)
}

/// Whether a module imports a function of WASI.
#[must_use]
pub fn is_imported(module: &Module) -> bool {
    let wasi = |import: &crate::syntax::Import| matches!(&import.ty, ExternType::Func(ty) if provides(&import.module, &import.name, ty));
    module.imports.iter().any(wasi)
}

/// What is called before an export: `_initialize` of a module that is no program but whose
/// functions are called (a "reactor"). None for `_start` and for `_initialize` itself.
#[must_use]
pub fn first_call(machine: &Machine, instance: InstanceAddr, entry: Option<&str>) -> Option<Call> {
    const NAME: &str = "_initialize";
    let instance = machine.store().instance(instance);
    let is_own = entry.is_some_and(|entry| ["_start", NAME].contains(&entry));
    let Some(ExternVal::Func(func)) = instance.export(NAME).filter(|_| !is_own) else {
        return None;
    };
    let ty = machine.store().func(func).ty();
    let is_plain = ty.params.is_empty() && ty.results.is_empty();
    let args = Vec::new();
    (is_plain && is_imported(&instance.module)).then_some(Call { func, args })
}

/// A call of a function of WASI, decoded.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// What is asked for, or what is wrong with a pointer.
    request: std::result::Result<Request, Errno>,
    place: Place,
    memory: Option<MemAddr>,
}

/// Decodes the call that waits; `None` when it is not of a function of WASI.
#[must_use]
pub fn decode(machine: &Machine, call: &HostCall) -> Option<Decoded> {
    if !provides(&call.module, &call.name, &call.ty) {
        return None;
    }
    let memory = memory(machine);
    let guest = Guest::new(call, memory.map(|addr| machine.store().memory(addr)));
    let (request, place) = match guest.decode(&call.name) {
        Ok((request, place)) => (Ok(request), place),
        Err(errno) => (Err(errno), Place::None),
    };
    Some(Decoded {
        request,
        place,
        memory,
    })
}

impl Decoded {
    /// What is asked for.
    ///
    /// # Errors
    /// What is wrong with a pointer or a text.
    pub fn request(&self) -> std::result::Result<&Request, Errno> {
        self.request.as_ref().map_err(|errno| *errno)
    }

    /// Whether the program exports a memory for pointers to lead into.
    #[must_use]
    pub fn has_memory(&self) -> bool {
        self.memory.is_some()
    }

    /// The answer that tells the program what came of it.
    #[must_use]
    pub fn answer(self, machine: &Machine, call: &HostCall, reply: Result<Reply>) -> Answer {
        match reply {
            Err(errno) => encode::errno(errno as u16),
            Ok(reply) => {
                let memory = self.memory.map(|addr| machine.store().memory(addr));
                let guest = Guest::new(call, memory);
                // Without a memory nothing is written.
                guest.encode(reply, self.place, self.memory.unwrap_or(MemAddr(0)))
            }
        }
    }
}

/// The memory that the instance which calls exports as `memory`.
fn memory(machine: &Machine) -> Option<MemAddr> {
    let store = machine.store();
    let instance = match machine.frames().last() {
        Some(frame) => store.instance(frame.instance),
        None => store.instances().last()?,
    };
    match instance.export("memory")? {
        ExternVal::Memory(addr) => Some(addr),
        _ => None,
    }
}

/// What comes of a call.
#[derive(Clone, Debug)]
pub enum Called {
    /// The answer, and what the program prints with it.
    Answer(Answer, Option<Text>),
    /// Standard input has nothing yet: the call is to be made again.
    Waits,
}

impl<S: System> Process<S> {
    /// Performs a call that waits; `None` when it is not of a function of WASI.
    pub fn call(&mut self, machine: &Machine, call: &HostCall) -> Option<Called> {
        let decoded = decode(machine, call)?;
        let (reply, text) = match decoded.request() {
            Err(errno) => (Err(errno), None),
            Ok(request) => match self.perform(request) {
                Performed::Waits => return Some(Called::Waits),
                Performed::Done(reply, text) => (reply, text),
            },
        };
        Some(Called::Answer(decoded.answer(machine, call, reply), text))
    }
}
