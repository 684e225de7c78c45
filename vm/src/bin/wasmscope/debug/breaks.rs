//! Breakpoints and watches.

use super::verbs::needed;
use super::{Debugger, Problem, Said, number};
use std::fmt::Write;
use wasmscope::observe::{Access, Breakpoint, Event, Message};
use wasmscope::syntax::Module;
use wasmscope::view::instr_text;

impl Debugger {
    /// `break [LOCATION] [if CONDITION]`
    pub(super) fn break_at(&mut self, rest: &str) -> Said {
        self.stop_at(rest, false)
    }

    /// `tbreak [LOCATION] [if CONDITION]`
    pub(super) fn break_once(&mut self, rest: &str) -> Said {
        self.stop_at(rest, true)
    }

    fn stop_at(&mut self, rest: &str, once: bool) -> Said {
        let (place, condition) = conditional(rest);
        let mut text = String::new();
        let breakpoints = match place {
            "*" => self.all_entries(),
            _ => {
                let location = self.session.location(place)?;
                if let Some(line) = location.moved_to {
                    let _ = writeln!(text, "nothing begins on that line; line {line} is the next");
                }
                vec![location.breakpoint(&self.session)]
            }
        };
        for breakpoint in breakpoints {
            text += &self.add(breakpoint, condition, once)?;
        }
        Ok(text)
    }

    /// The entries of all functions that have a body, in the module looked at.
    fn all_entries(&self) -> Vec<Breakpoint> {
        let instance = self.session.looked_at();
        let bodies = &self.session.module_in(instance).bodies;
        let entries = bodies.iter().map(|body| Event::Entry(body.func));
        entries
            .map(|event| self.session.breakpoint(instance, event))
            .collect()
    }

    /// `watch PLACE [, COUNT] [if CONDITION]`
    pub(super) fn watch(&mut self, rest: &str) -> Said {
        self.watch_for(rest, Access::Write)
    }

    /// `rwatch PLACE [, COUNT] [if CONDITION]`
    pub(super) fn watch_reads(&mut self, rest: &str) -> Said {
        self.watch_for(rest, Access::Read)
    }

    /// `awatch PLACE [, COUNT] [if CONDITION]`
    pub(super) fn watch_all(&mut self, rest: &str) -> Said {
        self.watch_for(rest, Access::Any)
    }

    fn watch_for(&mut self, rest: &str, access: Access) -> Said {
        let (place, condition) = conditional(rest);
        let place = needed(place, "write what to watch, such as `watch mem32[0x40]`")?;
        let watch = self.session.watched(place, access)?;
        self.add(watch, condition, false)
    }

    /// `catch trap | host [MODULE[.NAME]] | op NAME | exit FUNC`
    pub(super) fn catch(&mut self, rest: &str) -> Said {
        let (what, condition) = conditional(rest);
        let (kind, of) = what.split_once(' ').unwrap_or((what, ""));
        let of = of.trim();
        let mut instance = self.session.main();
        let event = match kind {
            "trap" if !of.is_empty() => {
                return Err("`catch trap` takes nothing behind it".into());
            }
            "trap" => Event::Trap,
            "host" => self.host_call(of)?,
            "op" | "opcode" => {
                let of = needed(of, "write which instruction, such as `catch op i32.store`")?;
                let modules = self.modules();
                let mut all = modules.iter().flat_map(|module| module.codes());
                if !all.any(|code| code.instrs.iter().any(|instr| instr.name() == of)) {
                    return Err(format!("no instruction of this program is `{of}`").into());
                }
                Event::Opcode(of.to_owned())
            }
            "exit" => {
                let of = needed(of, "write which function, such as `catch exit fact`")?;
                let location = self.session.location(of)?;
                instance = location.instance;
                Event::Exit(location.func)
            }
            _ => {
                return Err(
                    "write `catch trap`, `catch host [MODULE.NAME]`, `catch op NAME` or \
                            `catch exit FUNC`"
                        .into(),
                );
            }
        };
        self.add(self.session.breakpoint(instance, event), condition, false)
    }

    /// Calls of the host, by what a module imports them as.
    fn host_call(&self, of: &str) -> Result<Event, Problem> {
        let mut event = (None, None);
        if !of.is_empty() {
            let modules = self.modules();
            let mut imports = modules.iter().flat_map(|module| &module.imports);
            let found = imports.find_map(|import| match of.strip_prefix(&*import.module)? {
                "" => Some((&import.module, None)),
                rest => (rest.strip_prefix('.')? == &*import.name)
                    .then_some((&import.module, Some(&import.name))),
            });
            let (module, name) = found.ok_or_else(|| {
                format!("nothing is imported as `{of}`; write `catch host` for all calls")
            })?;
            event = (Some(module.to_string()), name.map(ToString::to_string));
        }
        let (module, name) = event;
        Ok(Event::HostCall { module, name })
    }

    /// All modules, the one looked at first.
    fn modules(&self) -> Vec<&Module> {
        let all = self.session.instances().into_iter();
        all.map(|at| &**self.session.module_in(at)).collect()
    }

    /// `log LOCATION, MESSAGE`
    pub(super) fn log(&mut self, rest: &str) -> Said {
        let form = "write where and what, such as `log fact, n is {$n}`";
        let (place, message) = rest.split_once(',').ok_or(form)?;
        let location = self.session.location(place)?;
        let mut breakpoint = location.breakpoint(&self.session);
        let read = Message::parse(message.trim());
        let module = self.session.module_in(location.instance);
        let func = Some(location.func);
        let checked = read.and_then(|read| read.check(module, func).map(|()| read));
        let message = checked.map_err(|error| format!("message: {error}"))?;
        breakpoint.log = Some(message);
        let id = self.session.stops.add(breakpoint);
        Ok(self.told(id))
    }

    fn add(&mut self, mut breakpoint: Breakpoint, condition: Option<&str>, once: bool) -> Said {
        if let Some(text) = condition {
            breakpoint.condition = Some(self.session.condition(text, &breakpoint)?);
        }
        breakpoint.once = once;
        let id = self.session.stops.add(breakpoint);
        Ok(self.told(id))
    }

    /// One breakpoint on a line.
    fn told(&self, id: u32) -> String {
        let Some(breakpoint) = self.session.stops.get(id) else {
            return String::new();
        };
        let event = &breakpoint.event;
        let kind = if event.is_watch() {
            "watch"
        } else {
            "breakpoint"
        };
        let mut text = format!("{kind} {id}: {}", self.words(breakpoint.module, event));
        let instance = self.session.instance_of(breakpoint.module);
        if let Event::Instruction { func, pc } = event
            && let Some(line) = self
                .session
                .places()
                .line(&self.session, instance, *func, *pc)
        {
            let _ = write!(text, ", line {line}");
        }
        if let Some(condition) = &breakpoint.condition {
            let _ = write!(text, ", if {}", condition.text());
        }
        if let Some(log) = &breakpoint.log {
            let _ = write!(text, ", writes: {}", log.text());
        }
        if breakpoint.hits > 1 {
            let _ = write!(text, ", from hit {} on", breakpoint.hits);
        }
        if breakpoint.once {
            text += ", once";
        }
        if !breakpoint.enabled {
            text += ", disabled";
        }
        let hits = self.session.stops.hits(id);
        if hits > 0 {
            let plural = if hits == 1 { "" } else { "s" };
            let _ = write!(text, ", {hits} hit{plural}");
        }
        text + "\n"
    }

    /// What a breakpoint waits for, and in which module unless that is the main one; functions
    /// by the names that they have everywhere.
    pub(crate) fn words(&self, module: u32, event: &Event) -> String {
        let instance = self.session.instance_of(module);
        let module = self.session.module_in(instance);
        let words = match event {
            Event::Entry(func) => format!("entry of {}", module.func_name(*func)),
            Event::Exit(func) => format!("exit of {}", module.func_name(*func)),
            Event::Instruction { func, pc } => {
                let instr = module.code_of(*func);
                let instr = instr.map(|code| instr_text(module, code, *pc));
                let name = module.func_name(*func);
                format!("{} in {name}, pc {pc}", instr.unwrap_or_default())
            }
            _ => event.words(module),
        };
        match self.session.places().name(instance) {
            Some(name) => format!("{words}, module {name}"),
            None => words,
        }
    }

    /// `info breakpoints`
    pub(super) fn breakpoints(&mut self, _: &str) -> Said {
        let ids: Vec<u32> = self.session.stops.list().map(|(id, _)| id).collect();
        if ids.is_empty() {
            return Ok("there are no breakpoints: `break FUNC` sets one\n".to_owned());
        }
        Ok(ids.into_iter().map(|id| self.told(id)).collect())
    }

    /// `delete [N…]`
    pub(super) fn delete(&mut self, rest: &str) -> Said {
        let ids = self.ids(rest)?;
        for id in &ids {
            self.session.stops.remove(*id);
        }
        let plural = if ids.len() == 1 { "" } else { "s" };
        Ok(format!("{} breakpoint{plural} deleted\n", ids.len()))
    }

    /// `enable [N…]`
    pub(super) fn enable(&mut self, rest: &str) -> Said {
        self.set_enabled(rest, true)
    }

    /// `disable [N…]`
    pub(super) fn disable(&mut self, rest: &str) -> Said {
        self.set_enabled(rest, false)
    }

    fn set_enabled(&mut self, rest: &str, enabled: bool) -> Said {
        let ids = self.ids(rest)?;
        for id in &ids {
            self.session.stops.enable(*id, enabled);
        }
        Ok(ids.into_iter().map(|id| self.told(id)).collect())
    }

    /// `ignore N COUNT`
    pub(super) fn ignore(&mut self, rest: &str) -> Said {
        let form = "write which one and how many hits, such as `ignore 1 10`";
        let (id, hits) = rest.split_once(' ').ok_or(form)?;
        let id = self.id(id)?;
        let hits = number(hits.trim(), "number of hits")?;
        let breakpoint = self.session.stops.get(id).cloned();
        let breakpoint = breakpoint.ok_or_else(|| missing(id))?;
        // What is replaced is counted anew.
        let hits = hits.saturating_add(1);
        self.session
            .stops
            .replace(id, Breakpoint { hits, ..breakpoint });
        Ok(self.told(id))
    }

    /// `condition N [EXPR]`
    pub(super) fn set_condition(&mut self, rest: &str) -> Said {
        let (id, text) = rest.split_once(' ').unwrap_or((rest, ""));
        let form = "write which one and the condition, such as `condition 1 $i > 5`";
        let id = self.id(needed(id, form)?)?;
        let breakpoint = self.session.stops.get(id).cloned();
        let mut breakpoint = breakpoint.ok_or_else(|| missing(id))?;
        breakpoint.condition = match text.trim() {
            "" => None,
            text => Some(self.session.condition(text, &breakpoint)?),
        };
        self.session.stops.replace(id, breakpoint);
        Ok(self.told(id))
    }

    /// The breakpoints of these numbers, all where nothing is written.
    fn ids(&self, rest: &str) -> Result<Vec<u32>, Problem> {
        if rest.is_empty() {
            return Ok(self.session.stops.list().map(|(id, _)| id).collect());
        }
        rest.split_whitespace().map(|word| self.id(word)).collect()
    }

    fn id(&self, word: &str) -> Result<u32, Problem> {
        let id = word.parse().ok();
        let id = id.filter(|id| self.session.stops.get(*id).is_some());
        id.ok_or_else(|| missing(word).into())
    }
}

fn missing(id: impl std::fmt::Display) -> String {
    format!("there is no breakpoint {id}; `info breakpoints` lists them")
}

/// What comes before ` if `, and the condition behind it.
fn conditional(rest: &str) -> (&str, Option<&str>) {
    if let Some(condition) = rest.strip_prefix("if ") {
        return ("", Some(condition.trim()));
    }
    if let Some(before) = rest.strip_suffix(" if").or((rest == "if").then_some("")) {
        return (before.trim(), Some(""));
    }
    match rest.split_once(" if ") {
        Some((before, condition)) => (before.trim(), Some(condition.trim())),
        None => (rest.trim(), None),
    }
}
