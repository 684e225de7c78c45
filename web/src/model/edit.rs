//! Changing a state by hand: which place, to what value.

use wasmscope::exec::Edit;
use wasmscope::runtime::{FuncAddr, Ref, Value};
use wasmscope::syntax::ValType;
use wasmscope::time::{BranchId, Timeline};
use wasmscope::view::Place;

pub use super::branches::Spot;
use super::debugger::{Debugger, Started};
use super::history::object_of;
use super::name_of;
use crate::text;

pub(super) const NOTHING_RUNS: &str = text::EDIT_MODEL_NOTHING_RUNS;
const NO_PLACE: &str = text::EDIT_MODEL_NO_PLACE;

/// What has come of calling the entry with other arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Called {
    /// Another branch is looked at than before.
    pub is_other: bool,
    /// The branch that was removed.
    pub removed: Option<BranchId>,
}

/// The arguments of a branch in which nothing else was done by hand.
fn only_arguments(timeline: &Timeline, id: BranchId, began_with: &[Value]) -> Option<Vec<Value>> {
    let edits = timeline.edits(id)?;
    let mut given = began_with.to_vec();
    for edit in edits.into_values().flatten() {
        let Edit::Arguments(args) = edit else {
            return None;
        };
        given = args;
    }
    Some(given)
}

impl Started {
    /// Keeps in mind with which arguments the branch that is looked at was called.
    pub(super) fn follow_arguments(&mut self) {
        let edits = self.timeline.edits(self.timeline.branch());
        let edits = edits
            .into_iter()
            .flat_map(std::collections::BTreeMap::into_values);
        let mut given = edits.flatten().filter_map(|edit| match edit {
            Edit::Arguments(args) => Some(args),
            _ => None,
        });
        self.args = given.next_back().unwrap_or_else(|| self.began_with.clone());
    }
}

impl Debugger {
    /// The type of what a place holds; nothing where there is no such place.
    #[must_use]
    pub fn type_of(&self, spot: Spot) -> Option<ValType> {
        let machine = self.machine()?;
        let place = |frame: usize| {
            let depth = machine.frames().len().checked_sub(frame.checked_add(1)?)?;
            Place::at(machine, depth)
        };
        match spot {
            Spot::Local { frame, index } => {
                let locals = place(frame)?.locals();
                Some(locals.get(index as usize)?.ty())
            }
            Spot::Operand(index) => Some(place(0)?.operands().get(index)?.ty()),
            Spot::Global(index) => {
                let module = place(0)?.module;
                Some(module.globals.get(index as usize)?.value)
            }
            Spot::Element { table, .. } => {
                let table = place(0)?.module.tables.get(table as usize)?;
                Some(ValType::Ref(table.element))
            }
        }
    }

    /// Changes a place to a value. Says whether that has made a branch.
    ///
    /// # Errors
    ///
    /// Why it cannot be changed so; then nothing is.
    pub fn change(&mut self, spot: Spot, value: Value) -> Result<bool, String> {
        let machine = self.machine().ok_or(NOTHING_RUNS)?;
        let last = machine.frames().len().checked_sub(1).ok_or(NOTHING_RUNS)?;
        let edit = match spot {
            Spot::Local { frame, index } => Edit::Local {
                depth: last.checked_sub(frame).ok_or(NO_PLACE)?,
                index,
                value,
            },
            Spot::Operand(index) => Edit::Operand {
                depth: last,
                index,
                value,
            },
            Spot::Global(index) => {
                let instance = machine.store().instance(machine.frames()[last].instance);
                let global = instance.globals.get(index as usize);
                Edit::Global {
                    global: *global.ok_or(NO_PLACE)?,
                    value,
                }
            }
            Spot::Element { table, index } => {
                let instance = machine.store().instance(machine.frames()[last].instance);
                let table = *instance.tables.get(table as usize).ok_or(NO_PLACE)?;
                let Value::Ref(_, value) = value else {
                    return Err(NO_PLACE.to_owned());
                };
                Edit::Table {
                    table,
                    index,
                    value,
                }
            }
        };
        self.edit(edit)
    }

    /// Changes bytes of a memory, by its index. Says whether that has made a branch.
    ///
    /// # Errors
    ///
    /// Why they cannot be changed; then nothing is.
    pub fn change_bytes(&mut self, index: u32, addr: u64, bytes: &[u8]) -> Result<bool, String> {
        let machine = self.machine().ok_or(NOTHING_RUNS)?;
        let frame = machine.frames().last().ok_or(NOTHING_RUNS)?;
        let instance = machine.store().instance(frame.instance);
        let memory = *instance.memories.get(index as usize).ok_or(NO_PLACE)?;
        self.edit(Edit::Memory {
            memory,
            addr,
            bytes: bytes.into(),
        })
    }

    /// Calls the entry with other arguments, in a branch from step 0 if the run has gone on.
    ///
    /// # Errors
    ///
    /// Why it does not take them, or that this is not step 0; then nothing changes.
    pub fn change_arguments(&mut self, args: Vec<Value>) -> Result<bool, String> {
        self.edit(Edit::Arguments(args))
    }

    /// Lets the function that was started be called with other arguments, and stands at step 0
    /// then. The run as it was stays: a branch is made, or the one is looked at that has these
    /// arguments. One in which nothing was executed yet is given them.
    ///
    /// Says whether another branch is looked at now, and which one was removed, since nothing
    /// had happened in it.
    ///
    /// # Errors
    ///
    /// Why it does not take them; then nothing changes but the step that is looked at.
    pub fn call_with(&mut self, args: Vec<Value>) -> Result<Called, String> {
        let started = self.started.as_mut().ok_or(NOTHING_RUNS)?;
        let Started {
            timeline,
            began_with,
            ..
        } = &mut *started;
        let before = timeline.branch();
        let is_fresh = timeline.known() == timeline.first() && before != BranchId(0);
        let first = timeline.first();
        let branches = timeline.branches();
        // The one that is looked at, if it has them.
        let all = branches.iter().map(|branch| branch.id);
        let same = [before].into_iter().chain(all).find(|id| {
            let given = only_arguments(timeline, *id, began_with);
            given.as_ref() == Some(&args)
        });
        let is_parent = branches.iter().any(|branch| branch.parent == Some(before));
        let mut removed = None;
        match same {
            Some(same) => {
                let own = only_arguments(timeline, before, began_with).is_some();
                timeline.switch(same);
                if is_fresh && own && !is_parent && same != before {
                    removed = timeline.remove(before).is_ok().then_some(before);
                }
                timeline.seek(first, u64::MAX);
            }
            None => {
                let made = timeline.call_with(args);
                made.map_err(|error| error.to_string())?;
            }
        }
        let is_other = timeline.branch() != before;
        started.follow_arguments();
        self.waiting = false;
        self.visited = None;
        Ok(Called { is_other, removed })
    }

    fn edit(&mut self, edit: Edit) -> Result<bool, String> {
        if self.visited.is_some() {
            return Err(text::EDIT_MODEL_BEFORE_STEP_0.to_owned());
        }
        let started = self.started.as_mut().ok_or(NOTHING_RUNS)?;
        let made = started.timeline.edit(edit);
        started.follow_arguments();
        made.map_err(|error| error.to_string())
    }

    /// The value of a type that a text is. References are written as the page shows them;
    /// functions by their name or index as well.
    ///
    /// # Errors
    ///
    /// What the type takes.
    pub fn value_of(&self, ty: ValType, text: &str) -> Result<Value, String> {
        let ValType::Ref(of) = ty else {
            return Value::parse(ty, text).map_err(|error| error.to_string());
        };
        let found = self.reference(text.trim());
        let found = found.ok_or_else(|| text::edit_model_wants_reference(ty))?;
        Ok(Value::Ref(of, found))
    }

    fn reference(&self, text: &str) -> Option<Ref> {
        let machine = self.machine()?;
        let (kind, number) = text.rsplit_once(' ').unwrap_or(("func", text));
        let signed = number.parse::<i64>().ok();
        let small = signed.and_then(|number| u32::try_from(number).ok());
        match (kind.trim(), signed) {
            ("func", None) if matches!(text, "null" | "") => Some(Ref::Null),
            ("extern", _) => small.map(Ref::Extern),
            ("i31", Some(-0x4000_0000..0x8000_0000)) => {
                Some(Ref::I31(signed? as u32 & 0x7fff_ffff))
            }
            ("struct" | "array" | "exn", _) => {
                let object = object_of(machine, small?.into())?;
                (object.to_string() == text).then_some(object)
            }
            _ => {
                let funcs = &Place::innermost(machine)?.instance.funcs;
                let named =
                    |func: &FuncAddr| name_of(machine, *func) == text.trim_start_matches('$');
                let found = match small.filter(|_| kind == "func") {
                    Some(index) => funcs.get(index as usize),
                    None => funcs.iter().find(|func| named(func)),
                };
                found.copied().map(Ref::Func)
            }
        }
    }
}
