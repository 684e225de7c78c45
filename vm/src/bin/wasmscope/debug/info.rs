//! `info`: what there is to see.

use super::stop::typed;
use super::{Debugger, Said};
use std::fmt::Write;
use std::sync::Arc;
use wasmscope::load::suggest;
use wasmscope::runtime::{Instance, InstanceAddr, Value};
use wasmscope::syntax::{ExternIdx, FuncIdx};

/// Elements of a table that are shown.
const ELEMENTS: u64 = 32;

/// What can be asked for: its name, what it tells, and who tells it.
type Topic = (&'static str, &'static str, fn(&mut Debugger, &str) -> Said);

/// All of it.
pub(super) const TOPICS: &[Topic] = &[
    (
        "branches",
        "runs that have a past in common",
        Debugger::branches,
    ),
    (
        "breakpoints",
        "breakpoints and watches",
        Debugger::breakpoints,
    ),
    ("display", "what is shown at each stop", Debugger::display),
    ("exports", "what the module exports", Debugger::exports),
    ("frame", "the frame looked at", Debugger::frame),
    ("functions", "functions of the modules", Debugger::functions),
    ("globals", "globals and their values", Debugger::globals),
    ("history", "how much of the run is known", Debugger::history),
    ("imports", "what the module imports", Debugger::imports),
    ("labels", "labels that a branch can go to", Debugger::labels),
    ("line", "where the next instruction stands", Debugger::line),
    ("locals", "parameters and locals", Debugger::locals),
    ("memories", "memories and their sizes", Debugger::memories),
    ("stack", "operands, the topmost first", Debugger::stack),
    ("tables", "tables and their elements", Debugger::tables),
];

impl Debugger {
    /// `info TOPIC`
    pub(super) fn info(&mut self, rest: &str) -> Said {
        let word = rest.split_whitespace().next().unwrap_or("");
        let all = || {
            let mut text = String::from("`info` is followed by one of these:\n");
            for (name, about, _) in TOPICS {
                let _ = writeln!(text, "  {name:<12} {about}");
            }
            text
        };
        if word.is_empty() {
            return Ok(all());
        }
        // What gdb calls otherwise.
        let word = match word {
            "args" => "locals",
            "watchpoints" => "breakpoints",
            "registers" => "stack",
            _ => word,
        };
        let begun = TOPICS.iter().find(|(name, ..)| name.starts_with(word));
        let (_, _, tell) = begun.ok_or_else(|| {
            let names = TOPICS.iter().map(|(name, ..)| *name);
            match suggest::nearest(word, names) {
                Some(near) => format!("there is no `info {word}`; did you mean `info {near}`?"),
                None => format!("there is no `info {word}`; `info` lists what there is"),
            }
        })?;
        tell(self, "")
    }

    /// The instance of the frame looked at, or the main one.
    fn instance(&self) -> Arc<Instance> {
        let place = self.session.place();
        let addr = place.map_or(self.session.main(), |place| place.frame.instance);
        Arc::clone(self.session.machine().store().instance(addr))
    }

    fn exports(&mut self, _: &str) -> Said {
        let module = self.session.module();
        let mut text = String::new();
        for export in &module.exports {
            let ty = module.extern_type(export.index);
            let _ = match export.index {
                ExternIdx::Func(func) => {
                    writeln!(text, "{} func {}", export.name, module.func_type(func))
                }
                _ => writeln!(text, "{} {ty}", export.name),
            };
        }
        Ok(or(text, "the module exports nothing"))
    }

    fn imports(&mut self, _: &str) -> Said {
        let mut text = String::new();
        for import in &self.session.module().imports {
            let _ = writeln!(text, "{}.{} {}", import.module, import.name, import.ty);
        }
        Ok(or(text, "the module imports nothing"))
    }

    fn functions(&mut self, _: &str) -> Said {
        let mut text = String::new();
        let mut all = self.session.instances();
        // However one came here, they are in one order: the main one, then those linked.
        all.sort_by_key(|instance| (*instance != self.session.main(), *instance));
        for instance in all {
            if let Some(name) = self.session.places().name(instance) {
                let _ = writeln!(text, "in module {name}:");
            }
            text += &self.functions_of(instance);
        }
        Ok(or(text, "the module has no functions"))
    }

    fn functions_of(&self, instance: InstanceAddr) -> String {
        let module = self.session.module_in(instance);
        let places = self.session.places();
        let mut text = String::new();
        for func in (0..).map(FuncIdx).take(module.funcs.len()) {
            let name = module.func_name(func);
            let ty = module.func_type(func);
            let at = match module.code_of(func) {
                None => ", imported".to_owned(),
                Some(code) => {
                    let line = places.line(&self.session, instance, func, 0);
                    let line = line.map_or_else(String::new, |line| format!(", line {line}"));
                    format!("{line}, {} instructions", code.instrs.len())
                }
            };
            let _ = writeln!(text, "{func} {name} {ty}{at}");
        }
        text
    }

    fn globals(&mut self, _: &str) -> Said {
        let instance = self.instance();
        let mut text = String::new();
        for (index, addr) in (0..).zip(&instance.globals) {
            let global = self.session.machine().store().global(*addr);
            let name = instance.module.names.globals.get(&index);
            let name = name.map_or_else(|| format!("global[{index}]"), |name| format!("${name}"));
            let kind = if global.ty.mutable {
                ""
            } else {
                "  (constant)"
            };
            let _ = writeln!(text, "{name} = {}{kind}", typed(global.value()));
        }
        Ok(or(text, "the module has no globals"))
    }

    fn memories(&mut self, _: &str) -> Said {
        let instance = self.instance();
        let mut text = String::new();
        for (index, addr) in (0..).zip(&instance.memories) {
            let memory = self.session.machine().store().memory(*addr);
            let name = instance.module.names.memories.get(&index);
            let name = name.map_or_else(String::new, |name| format!(" ${name}"));
            let most = memory.ty().limits.max;
            let most = most.map_or_else(String::new, |most| format!(", at most {most}"));
            let (pages, bytes) = (memory.pages(), memory.len());
            let plural = if pages == 1 { "" } else { "s" };
            let _ = writeln!(
                text,
                "memory {index}{name}: {pages} page{plural}{most}, {bytes} bytes, up to {:#x}",
                bytes.saturating_sub(1)
            );
        }
        Ok(or(text, "the module has no memory"))
    }

    fn tables(&mut self, _: &str) -> Said {
        let instance = self.instance();
        let module = &instance.module;
        let mut text = String::new();
        for (index, addr) in (0..).zip(&instance.tables) {
            let table = self.session.machine().store().table(*addr);
            let name = module.names.tables.get(&index);
            let name = name.map_or_else(String::new, |name| format!(" ${name}"));
            let ty = Value::Ref(table.ty().element, wasmscope::runtime::Ref::Null).ty();
            let _ = writeln!(
                text,
                "table {index}{name}: {} elements of type {ty}",
                table.len()
            );
            for element in 0..table.len().min(ELEMENTS) {
                let value = table.get(element);
                let value = value.map_or_else(String::new, |value| value.to_string());
                let _ = writeln!(text, "  [{element}] {value}");
            }
            if table.len() > ELEMENTS {
                let _ = writeln!(text, "  … {} more", table.len() - ELEMENTS);
            }
        }
        Ok(or(text, "the module has no tables"))
    }

    fn line(&mut self, _: &str) -> Said {
        let place = self.session.place().ok_or("nothing runs here")?;
        let (name, pc, offset) = (place.name(), place.frame.pc, place.offset());
        let at = match self.session.places().spot_of(&place) {
            Some(spot) => format!(
                "{}, line {}, column {}, ",
                spot.file, spot.line, spot.column
            ),
            None => match place.origin() {
                Some(origin) => format!("{origin}, "),
                None => String::new(),
            },
        };
        Ok(format!(
            "{at}{name}, pc {pc}, byte {offset:#x} of the module\n"
        ))
    }
}

fn or(text: String, nothing: &str) -> String {
    match text.is_empty() {
        true => format!("{nothing}\n"),
        false => text,
    }
}
