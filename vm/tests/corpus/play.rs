//! What is done with a module of the corpus, whichever machine does it: its exports are
//! called in order with arguments that a number decides, and all that can be seen is
//! written down.
//!
//! `xtask/fuzz` has this file too, so that what wasmtime did and what is replayed are
//! written by the same code.

use std::fmt::Write;
use wasmscope::runtime::{Ref, Value};
use wasmscope::syntax::{ExternIdx, HeapType, Module, TypeIdx, ValType};

/// Pages that one memory may have, on every machine.
pub(crate) const MEMORY_PAGES: u64 = 16;
/// Elements that one table may have, on every machine.
pub(crate) const TABLE_ELEMENTS: u64 = 2_000;
/// Calls made of one module.
const CALLS: usize = 16;

/// Numbers that look random and are the same for ever (SplitMix64).
#[derive(Clone)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

/// An argument of a call.
#[derive(Clone, Debug)]
pub(crate) enum Arg {
    /// A number, a vector, null, an `i31` or something of the host's.
    Value(Value),
    /// The function that is exported by this name.
    Func(String),
}

/// How a call, or making an instance, ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ending {
    /// With these results, as text.
    Returned(Vec<String>),
    /// With the words of the specification, as far as both machines tell them apart.
    Trapped(&'static str),
    /// With this exception, which nobody caught.
    Thrown(String),
    /// A machine's resources were used up, on which the specification is silent.
    Exhausted(String),
    /// A machine refuses what it should accept.
    Refused(String),
}

/// A machine that runs one module.
pub(crate) trait Side {
    /// Makes a fresh instance, in place of the one there was, and runs its start function.
    fn instantiate(&mut self) -> Ending;
    /// Calls an export of the instance.
    fn call(&mut self, export: &str, args: &[Arg]) -> Ending;
    /// All that is exported and can change, a line each.
    fn state(&mut self) -> Vec<String>;
}

/// How many endings there were of each kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) returned: u64,
    pub(crate) trapped: u64,
    pub(crate) thrown: u64,
    /// Not called: there is no argument of the type of a parameter.
    pub(crate) uncalled: u64,
}

impl Counts {
    /// Adds those of another module.
    #[allow(dead_code, reason = "only `cargo xtask fuzz` sums up")]
    pub(crate) fn add(&mut self, other: Self) {
        self.returned += other.returned;
        self.trapped += other.trapped;
        self.thrown += other.thrown;
        self.uncalled += other.uncalled;
    }
}

/// What a machine did with a module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Transcript {
    pub(crate) text: String,
    pub(crate) counts: Counts,
    /// Why it was not played to its end.
    pub(crate) exhausted: Option<String>,
}

impl Transcript {
    fn ending(&mut self, ending: &Ending) {
        let counts = &mut self.counts;
        let line = match ending {
            Ending::Returned(values) => {
                counts.returned += 1;
                match values.is_empty() {
                    true => "returned".to_owned(),
                    false => format!("returned {}", values.join(" ")),
                }
            }
            Ending::Trapped(message) => {
                counts.trapped += 1;
                format!("trapped: {message}")
            }
            Ending::Thrown(exception) => {
                counts.thrown += 1;
                format!("thrown {exception}")
            }
            Ending::Exhausted(what) => {
                self.exhausted = Some(what.clone());
                "exhausted".to_owned()
            }
            Ending::Refused(why) => format!("refused: {why}"),
        };
        let _ = writeln!(self.text, "= {line}");
    }

    fn state(&mut self, side: &mut impl Side) {
        for line in side.state() {
            let _ = writeln!(self.text, "{line}");
        }
    }
}

/// Plays a module. An instance is replaced after `unreachable`: a generated module has a
/// count of what it may still do in a global, and says so when that is used up.
pub(crate) fn play(module: &Module, seed: u64, side: &mut impl Side) -> Transcript {
    let mut rng = Rng::new(seed ^ 0x5eed);
    let mut played = Transcript::default();
    let mut fresh = false;
    // Twice, so that arguments differ.
    let calls = functions(module).chain(functions(module)).take(CALLS);
    for (name, ty) in calls {
        let Some(args) = arguments(module, ty, &mut rng) else {
            played.counts.uncalled += 1;
            continue;
        };
        if !fresh {
            let ending = side.instantiate();
            played.text += "instantiate\n";
            played.ending(&ending);
            if !matches!(ending, Ending::Returned(_)) {
                return played;
            }
            fresh = true;
        }
        let (label, args_shown) = (label(module, name), shown(module, &args));
        let _ = writeln!(played.text, "call {label}{args_shown}");
        let ending = side.call(name, &args);
        played.ending(&ending);
        match ending {
            Ending::Exhausted(_) | Ending::Refused(_) => return played,
            Ending::Trapped("unreachable") => {
                played.state(side);
                fresh = false;
            }
            _ => {}
        }
    }
    if fresh {
        played.state(side);
    }
    played
}

fn functions(module: &Module) -> impl Iterator<Item = (&str, TypeIdx)> {
    module
        .exports
        .iter()
        .filter_map(|export| match export.index {
            ExternIdx::Func(index) => Some((&*export.name, module.funcs[index.at()])),
            _ => None,
        })
}

/// An export by its kind and index, since its name may be anything.
pub(crate) fn label(module: &Module, name: &str) -> String {
    match module.export(name) {
        Some(ExternIdx::Func(index)) => format!("func:{}", index.0),
        Some(ExternIdx::Table(index)) => format!("table:{}", index.0),
        Some(ExternIdx::Memory(index)) => format!("memory:{}", index.0),
        Some(ExternIdx::Global(index)) => format!("global:{}", index.0),
        Some(ExternIdx::Tag(index)) => format!("tag:{}", index.0),
        None => "?".to_owned(),
    }
}

fn shown(module: &Module, args: &[Arg]) -> String {
    let mut text = String::new();
    for arg in args {
        let _ = match arg {
            Arg::Value(value) => write!(text, " {}", plain(*value)),
            Arg::Func(name) => write!(text, " {}", label(module, name)),
        };
    }
    text
}

/// A value that is no object, as text. Numbers are their bits.
pub(crate) fn plain(value: Value) -> String {
    match value {
        Value::I32(value) => format!("i32:{value:x}"),
        Value::I64(value) => format!("i64:{value:x}"),
        Value::F32(bits) => format!("f32:{bits:x}"),
        Value::F64(bits) => format!("f64:{bits:x}"),
        Value::V128(bits) => format!("v128:{bits:x}"),
        Value::Ref(_, Ref::Null) => "null".to_owned(),
        Value::Ref(_, Ref::I31(bits)) => format!("i31:{bits:x}"),
        Value::Ref(_, Ref::Extern(number)) => format!("extern:{number}"),
        Value::Ref(..) => "reference".to_owned(),
    }
}

fn arguments(module: &Module, ty: TypeIdx, rng: &mut Rng) -> Option<Vec<Arg>> {
    let params = &module.types.func(ty).params;
    params.iter().map(|ty| argument(module, *ty, rng)).collect()
}

/// An argument, more often than not one of a kind that matters; `None` when there is none.
fn argument(module: &Module, ty: ValType, rng: &mut Rng) -> Option<Arg> {
    let ValType::Ref(wanted) = ty else {
        let slots = match ty {
            ValType::F32 => [u64::from(float(rng, 8, 23) as u32), 0],
            ValType::F64 => [float(rng, 11, 52), 0],
            _ => [integer(rng), integer(rng)],
        };
        return Some(Arg::Value(Value::from_slots(ty, slots)));
    };
    let number = rng.next();
    let value = |reference| Some(Arg::Value(Value::Ref(wanted, reference)));
    if wanted.nullable() && number.is_multiple_of(3) {
        return value(Ref::Null);
    }
    let i31 = || value(Ref::I31((number >> 8) as u32 & 0x7fff_ffff));
    let host = || value(Ref::Extern((number >> 8) as u32 % 4));
    let found = match wanted.heap() {
        HeapType::Extern => host(),
        HeapType::Any if number.is_multiple_of(2) => host(),
        HeapType::Any | HeapType::Eq | HeapType::I31 => i31(),
        HeapType::Func => pick(functions(module).map(|(name, _)| name), number),
        HeapType::Defined(wanted) => {
            let same = functions(module).filter(|(_, ty)| *ty == wanted);
            pick(same.map(|(name, _)| name), number)
        }
        _ => None,
    };
    match found {
        None if wanted.nullable() => value(Ref::Null),
        found => found,
    }
}

fn pick<'a>(names: impl Iterator<Item = &'a str>, number: u64) -> Option<Arg> {
    let names: Vec<&str> = names.collect();
    let at = (number >> 8) as usize % names.len().max(1);
    names.get(at).map(|name| Arg::Func((*name).to_owned()))
}

fn integer(rng: &mut Rng) -> u64 {
    let bits = rng.next();
    match rng.below(4) {
        0 => bits,
        1 => bits % 16,
        2 => u64::MAX - bits % 3,
        _ => 1 << (bits % 64),
    }
}

/// The bits of a float with so many bits of exponent and significand.
fn float(rng: &mut Rng, exponent: u32, significand: u32) -> u64 {
    let bits = rng.next();
    let sign = (bits >> 63) << (exponent + significand);
    let infinity = ((1 << exponent) - 1) << significand;
    let one = ((1 << (exponent - 1)) - 1) << significand;
    let payload = bits & ((1 << significand) - 1);
    let magnitude = match rng.below(8) {
        0 => 0,
        1 => infinity,
        2 => infinity | 1 << (significand - 1),
        3 => infinity | payload | 1,
        4 => payload % 4,
        5 => one,
        _ => bits & ((1 << (exponent + significand)) - 1),
    };
    sign | magnitude
}
