//! Calls, told.

use super::tale::{Tale, Teller};
use super::words::{list, slot};
use crate::exec::is_tail_call;
use crate::observe::CallEffect;
use crate::runtime::{Func, FuncAddr, Value};
use crate::syntax::Instr;
use crate::view::{func_type, identifier};

impl Teller<'_> {
    /// What says which function is called, when the instruction itself does not: `element 3
    /// of table 0`, `func 5`. And what is called, for who cannot.
    fn found_by(&self) -> (Option<String>, String) {
        let module = &self.instance.module;
        let top = self.record.pop.last();
        match self.site.instr {
            Instr::CallIndirect { table, ty } | Instr::ReturnCallIndirect { table, ty } => {
                let index = top.map_or(0, |index| slot(*index));
                let table = identifier(module.names.tables.get(&table.0), table.0);
                let wanted = func_type(module, module.types.func(ty));
                let found = format!("element {index} of table {table}");
                let aim = format!("call {found} as a function of type {wanted}");
                (Some(found), aim)
            }
            Instr::CallRef(ty) | Instr::ReturnCallRef(ty) => {
                let found = top.map_or_else(String::new, ToString::to_string);
                let wanted = func_type(module, module.types.func(ty));
                let aim = format!("call {found} as a function of type {wanted}");
                (Some(found), aim)
            }
            Instr::ReturnCall(_) => {
                let aim = "make room for the called function in the place of its caller";
                (None, aim.to_owned())
            }
            _ => (None, "make a frame for the called function".to_owned()),
        }
    }

    pub(super) fn call(&self) -> Tale {
        let (found, aim) = self.found_by();
        let tail = is_tail_call(&self.site.instr);
        if let Some(host) = &self.record.host {
            let function = format!("{}.{}", host.module, host.name);
            let via = found.map_or_else(String::new, |via| format!(", {via},"));
            let (args, answer) = (list(&host.args), list(&host.results));
            if tail {
                let (name, caller) = (self.own_name(), self.caller());
                return Tale::new(
                    format!(
                        "Leaves {name} and asks the host for {function}{via} with {args}; the \
                         answer goes to {caller}."
                    ),
                    format!(
                        "Left {name} and asked the host for {function}{via} with {args}; {caller} \
                         got {answer}."
                    ),
                    aim,
                );
            }
            return Tale::new(
                format!("Asks the host for {function}{via} with {args}, and waits for its answer."),
                format!("Asked the host for {function}{via} with {args}; it answered {answer}."),
                aim,
            );
        }
        match &self.record.call {
            Some(call) if tail => self.tail_call(call, found, aim),
            Some(call) => self.plain_call(call, found, aim),
            None => Tale::new("", "", aim),
        }
    }

    fn plain_call(&self, call: &CallEffect, found: Option<String>, aim: String) -> Tale {
        let name = &call.name;
        let args = self.arguments(call.addr, &call.args);
        match found {
            None => Tale::new(
                format!(
                    "Calls {name} with {args}: it gets a frame of its own, and this one waits."
                ),
                format!("Called {name} with {args}; its frame is on top now."),
                aim,
            ),
            Some(via) => Tale::new(
                format!("Calls {via}, which is {name}, with {args}; this frame waits."),
                format!("Called {name}, found as {via}, with {args}."),
                aim,
            ),
        }
    }

    fn tail_call(&self, call: &CallEffect, found: Option<String>, aim: String) -> Tale {
        let (own, name) = (self.own_name(), &call.name);
        let args = self.arguments(call.addr, &call.args);
        let (will, did) = match found {
            None => (name.clone(), name.clone()),
            Some(via) => (
                format!("{via}, which is {name},"),
                format!("{name}, found as {via},"),
            ),
        };
        Tale::new(
            format!(
                "Leaves {own} and calls {will} with {args} in its place: the frame of {own} goes, \
                 and what {name} returns goes to the caller."
            ),
            format!("Left {own} and called {did} with {args}; its frame took the place of {own}."),
            aim,
        )
    }

    /// `$a = 7 and $b = 5`, or only the values where parameters have no names.
    fn arguments(&self, callee: FuncAddr, args: &[Value]) -> String {
        let Func::Wasm {
            instance, index, ..
        } = self.machine.store().func(callee)
        else {
            return list(args);
        };
        if args.is_empty() {
            return "no arguments".to_owned();
        }
        let module = &self.machine.store().instance(*instance).module;
        let names = module.names.locals.get(&index.0);
        let named =
            (0..).zip(args).map(
                |(param, value)| match names.and_then(|names| names.get(&param)) {
                    Some(name) => format!("{} = {value}", identifier(Some(name), param)),
                    None => value.to_string(),
                },
            );
        list(&named.collect::<Vec<_>>())
    }
}
