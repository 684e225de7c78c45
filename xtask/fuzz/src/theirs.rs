//! wasmtime as a machine that plays modules.

use crate::ours::{DEPTH, VALUES, elements, hash};
use crate::play::{Arg, Ending, MEMORY_PAGES, Side, TABLE_ELEMENTS, label, plain};
use wasmscope::runtime::{Ref as OurRef, Trap as OurTrap, Value};
use wasmtime::{
    AnyRef, Collector, Config, Engine, ExnRef, Extern, ExternRef, Func, I31, Instance, Module,
    OptLevel, Ref, ResourceLimiter, Rooted, Store, Tag, ThrownException, Trap, Val, ValType,
};

/// The stack that wasmtime may use; a thread that runs it needs more.
pub(crate) const STACK: usize = 24 << 20;

/// Pages have the size that they have without the proposal of custom ones.
const PAGE: usize = 65_536;

/// An engine that is as deterministic as the machine it is compared with.
pub(crate) fn engine() -> Result<Engine, String> {
    let mut config = Config::new();
    config
        .async_stack_size(STACK)
        .collector(Collector::Null)
        .cranelift_nan_canonicalization(true)
        .cranelift_opt_level(OptLevel::None)
        .generate_address_map(false)
        .max_wasm_stack(STACK)
        .memory_init_cow(false)
        .memory_reservation(1 << 20)
        .memory_guard_size(1 << 16)
        .gc_heap_reservation(1 << 24)
        .gc_heap_guard_size(1 << 16)
        .native_unwind_info(false)
        .relaxed_simd_deterministic(true)
        .wasm_backtrace_max_frames(None)
        .wasm_custom_page_sizes(false)
        .wasm_exceptions(true)
        .wasm_function_references(true)
        .wasm_gc(true)
        .wasm_memory64(true)
        .wasm_multi_memory(true)
        .wasm_relaxed_simd(true)
        .wasm_tail_call(true)
        .wasm_wide_arithmetic(false);
    Engine::new(&config).map_err(|error| format!("{error:?}"))
}

/// The limits of the other machine.
struct Limits;

impl ResourceLimiter for Limits {
    fn memory_growing(&mut self, _: usize, to: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(to <= MEMORY_PAGES as usize * PAGE)
    }

    fn table_growing(&mut self, _: usize, to: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(to <= TABLE_ELEMENTS as usize)
    }
}

/// One instance of a module in a store of its own.
pub(crate) struct Theirs<'a> {
    module: &'a Module,
    /// What exports are called, in their order.
    labels: Vec<(String, String)>,
    store: Store<Limits>,
    instance: Option<Instance>,
    /// Exported functions by what references to them are, in the order of the exports.
    funcs: Vec<(usize, String)>,
    tags: Vec<(Tag, String)>,
}

impl<'a> Theirs<'a> {
    /// `same` is the module as the other machine has it.
    pub(crate) fn new(module: &'a Module, same: &wasmscope::syntax::Module) -> Self {
        let names = module.exports().map(|export| export.name().to_owned());
        Self {
            module,
            labels: names.map(|name| (label(same, &name), name)).collect(),
            store: store(module.engine()),
            instance: None,
            funcs: Vec::new(),
            tags: Vec::new(),
        }
    }

    fn export(&mut self, name: &str) -> Option<Extern> {
        self.instance?.get_export(&mut self.store, name)
    }

    /// What an error that ended a call means.
    fn ended(&mut self, error: &wasmtime::Error) -> Ending {
        if error.is::<ThrownException>() {
            let Some(exception) = self.store.take_pending_exception() else {
                return Ending::Refused("an exception that is not there".to_owned());
            };
            return match self.text(&Val::ExnRef(Some(exception))) {
                Ok(text) => Ending::Thrown(text),
                Err(error) => Ending::Refused(format!("{error:?}")),
            };
        }
        match error.downcast_ref::<Trap>() {
            Some(trap) => trapped(*trap),
            None => match format!("{error:?}") {
                error if error.contains("GC heap out of memory") => {
                    Ending::Exhausted("their heap".to_owned())
                }
                error => Ending::Exhausted(format!("theirs: {error}")),
            },
        }
    }

    fn value(&mut self, arg: &Arg, ty: &ValType) -> wasmtime::Result<Val> {
        Ok(match arg {
            Arg::Value(Value::I32(value)) => Val::I32(*value),
            Arg::Value(Value::I64(value)) => Val::I64(*value),
            Arg::Value(Value::F32(bits)) => Val::F32(*bits),
            Arg::Value(Value::F64(bits)) => Val::F64(*bits),
            Arg::Value(Value::V128(bits)) => Val::V128((*bits).into()),
            Arg::Value(Value::Ref(_, OurRef::I31(bits))) => {
                let i31 = I31::wrapping_u32(*bits);
                Val::AnyRef(Some(AnyRef::from_i31(&mut self.store, i31)))
            }
            Arg::Value(Value::Ref(_, OurRef::Extern(number))) => {
                let thing = ExternRef::new(&mut self.store, *number)?;
                match ty.as_ref().map(|ty| ty.heap_type().top()) {
                    Some(wasmtime::HeapType::Any) => {
                        Val::AnyRef(Some(AnyRef::convert_extern(&mut self.store, thing)?))
                    }
                    _ => Val::ExternRef(Some(thing)),
                }
            }
            Arg::Value(Value::Ref(..)) => match ty {
                ValType::Ref(ty) => Val::null_ref(ty.heap_type()),
                _ => Val::I32(0),
            },
            Arg::Func(name) => match self.export(name) {
                Some(Extern::Func(func)) => Val::FuncRef(Some(func)),
                _ => Val::FuncRef(None),
            },
        })
    }

    fn enter(&mut self, func: Func, args: &[Arg]) -> wasmtime::Result<Vec<String>> {
        let ty = func.ty(&self.store);
        let params: Vec<ValType> = ty.params().collect();
        let args = args.iter().zip(&params);
        let args = args.map(|(arg, ty)| self.value(arg, ty));
        let args = args.collect::<wasmtime::Result<Vec<Val>>>()?;
        let mut results = vec![Val::I32(0); ty.results().len()];
        func.call(&mut self.store, &args, &mut results)?;
        results.iter().map(|value| self.text(value)).collect()
    }

    fn text(&mut self, value: &Val) -> wasmtime::Result<String> {
        let mut text = Text {
            side: self,
            text: String::new(),
            values: 0,
        };
        text.value(value, 0)?;
        Ok(text.text)
    }

    fn func_label(&mut self, func: &Func) -> String {
        let raw = func.to_raw(&mut self.store) as usize;
        let found = self.funcs.iter().find(|(known, _)| *known == raw);
        found.map_or("?".to_owned(), |(_, label)| label.clone())
    }

    fn kind(&mut self, element: &Ref) -> wasmtime::Result<String> {
        Ok(match element {
            Ref::Func(Some(func)) => self.func_label(func),
            Ref::Exn(Some(_)) => "exn".to_owned(),
            Ref::Any(Some(_)) | Ref::Extern(Some(_)) => {
                let text = self.text(&element.clone().into())?;
                let kind = text.split([':', ' ', '(']).next();
                kind.unwrap_or_default().to_owned()
            }
            _ => "null".to_owned(),
        })
    }

    fn describe(&mut self, label: &str, export: Extern) -> wasmtime::Result<Option<String>> {
        Ok(Some(match export {
            Extern::Global(global) => {
                let value = global.get(&mut self.store);
                format!("{label} {}", self.text(&value)?)
            }
            Extern::Memory(memory) => {
                let pages = memory.size(&self.store);
                format!("{label} {pages} {}", hash(memory.data(&self.store)))
            }
            Extern::Table(table) => {
                let size = table.size(&self.store);
                let mut kinds = Vec::new();
                for index in 0..size {
                    let element = table.get(&mut self.store, index);
                    kinds.push(match element {
                        Some(element) => self.kind(&element)?,
                        None => "?".to_owned(),
                    });
                }
                format!("{label} {size} {}", elements(kinds.into_iter()))
            }
            _ => return Ok(None),
        }))
    }

    /// Learns which references are those of exports.
    fn learn(&mut self) {
        self.funcs.clear();
        self.tags.clear();
        for (label, name) in self.labels.clone() {
            match self.export(&name) {
                Some(Extern::Func(func)) => {
                    let raw = func.to_raw(&mut self.store) as usize;
                    self.funcs.push((raw, label));
                }
                Some(Extern::Tag(tag)) => self.tags.push((tag, label)),
                _ => {}
            }
        }
    }
}

fn store(engine: &Engine) -> Store<Limits> {
    let mut store = Store::new(engine, Limits);
    store.limiter(|limits| limits);
    store
}

fn trapped(trap: Trap) -> Ending {
    Ending::Trapped(match trap {
        Trap::MemoryOutOfBounds => OurTrap::OutOfBoundsMemoryAccess.message(),
        Trap::TableOutOfBounds => OurTrap::OutOfBoundsTableAccess.message(),
        Trap::IndirectCallToNull => OurTrap::UninitializedElement.message(),
        Trap::BadSignature => OurTrap::IndirectCallTypeMismatch.message(),
        Trap::IntegerOverflow => OurTrap::IntegerOverflow.message(),
        Trap::IntegerDivisionByZero => OurTrap::IntegerDivideByZero.message(),
        Trap::BadConversionToInteger => OurTrap::InvalidConversionToInteger.message(),
        Trap::UnreachableCodeReached => OurTrap::Unreachable.message(),
        Trap::NullReference => OurTrap::NullReference.message(),
        Trap::ArrayOutOfBounds => OurTrap::OutOfBoundsArrayAccess.message(),
        Trap::CastFailure => OurTrap::CastFailure.message(),
        other => return Ending::Exhausted(format!("theirs: {other}")),
    })
}

impl Side for Theirs<'_> {
    fn instantiate(&mut self) -> Ending {
        self.store = store(self.module.engine());
        self.instance = None;
        match Instance::new(&mut self.store, self.module, &[]) {
            Ok(instance) => {
                self.instance = Some(instance);
                self.learn();
                Ending::Returned(Vec::new())
            }
            Err(error) => self.ended(&error),
        }
    }

    fn call(&mut self, export: &str, args: &[Arg]) -> Ending {
        let Some(Extern::Func(func)) = self.export(export) else {
            return Ending::Refused(format!("there is no {export}"));
        };
        match self.enter(func, args) {
            Ok(results) => Ending::Returned(results),
            Err(error) => self.ended(&error),
        }
    }

    fn state(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        for (label, name) in self.labels.clone() {
            let Some(export) = self.export(&name) else {
                continue;
            };
            match self.describe(&label, export) {
                Ok(line) => lines.extend(line),
                Err(error) => lines.push(format!("{label} {error:?}")),
            }
        }
        lines
    }
}

/// A value with what is inside of it, as far as there is room.
struct Text<'a, 'b> {
    side: &'a mut Theirs<'b>,
    text: String,
    values: usize,
}

impl Text<'_, '_> {
    fn value(&mut self, value: &Val, depth: usize) -> wasmtime::Result<()> {
        self.text += &match value {
            Val::I32(value) => plain(Value::I32(*value)),
            Val::I64(value) => plain(Value::I64(*value)),
            Val::F32(bits) => plain(Value::F32(*bits)),
            Val::F64(bits) => plain(Value::F64(*bits)),
            Val::V128(bits) => plain(Value::V128(bits.as_u128())),
            Val::FuncRef(Some(func)) => self.side.func_label(func),
            Val::AnyRef(Some(any)) => return self.any(*any, depth),
            Val::ExternRef(Some(thing)) => return self.thing(*thing, depth),
            Val::ExnRef(Some(exception)) => return self.exception(*exception, depth),
            _ => "null".to_owned(),
        };
        Ok(())
    }

    fn thing(&mut self, thing: Rooted<ExternRef>, depth: usize) -> wasmtime::Result<()> {
        if !is_i31_or_object(thing, &mut self.side.store)? {
            let data = thing.data(&self.side.store)?;
            let number = data.and_then(|data| data.downcast_ref::<u32>());
            self.text += &match number {
                Some(number) => format!("extern:{number}"),
                None => "extern:?".to_owned(),
            };
            return Ok(());
        }
        let any = AnyRef::convert_extern(&mut self.side.store, thing)?;
        self.any(any, depth)
    }

    fn any(&mut self, any: Rooted<AnyRef>, depth: usize) -> wasmtime::Result<()> {
        let store = &mut self.side.store;
        if let Some(i31) = any.as_i31(&*store)? {
            self.text += &format!("i31:{:x}", i31.get_u32());
        } else if let Some(object) = any.as_struct(&*store)? {
            let fields: Vec<Val> = object.fields(&mut *store)?.collect();
            self.text += "struct(";
            self.all(&fields, depth)?;
            self.text += ")";
        } else if let Some(array) = any.as_array(&*store)? {
            let len = array.len(&*store)?;
            let elements: Vec<Val> = array.elems(&mut *store)?.take(VALUES + 1).collect();
            self.text += &format!("array {len}(");
            self.all(&elements, depth)?;
            self.text += ")";
        } else {
            let thing = ExternRef::convert_any(&mut *store, any)?;
            let data = thing.data(&*store)?;
            let number = data.and_then(|data| data.downcast_ref::<u32>());
            self.text += &number.map_or("extern:?".to_owned(), |n| format!("extern:{n}"));
        }
        Ok(())
    }

    fn exception(&mut self, exception: Rooted<ExnRef>, depth: usize) -> wasmtime::Result<()> {
        let store = &mut self.side.store;
        let tag = exception.tag(&mut *store)?;
        let fields: Vec<Val> = exception.fields(&mut *store)?.collect();
        let tags = self.side.tags.iter();
        let mut same = tags.filter(|(known, _)| Tag::eq(known, &tag, &self.side.store));
        let name = same.next().map_or("?", |(_, label)| label).to_owned();
        self.text += &format!("exn {name}(");
        self.all(&fields, depth)?;
        self.text += ")";
        Ok(())
    }

    fn all(&mut self, values: &[Val], depth: usize) -> wasmtime::Result<()> {
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.text += " ";
            }
            if depth == DEPTH || self.values == VALUES {
                self.text += "…";
                return Ok(());
            }
            self.values += 1;
            self.value(value, depth + 1)?;
        }
        Ok(())
    }
}

/// Whether a reference of the host's type is a converted one of the program's own.
fn is_i31_or_object(thing: Rooted<ExternRef>, store: &mut Store<Limits>) -> wasmtime::Result<bool> {
    let any = AnyRef::convert_extern(&mut *store, thing)?;
    Ok(any.is_i31(&*store)? || any.is_struct(&*store)? || any.is_array(&*store)?)
}
