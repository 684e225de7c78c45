//! Requests about values: `variables`, `setVariable`, `setExpression`.
//!
//! What has other values inside has a handle, until the program moves.

use super::Server;
use super::memory::Address;
use super::scopes::Scope;
use super::types::{Format, Variable};
use super::wire::{Answer, Request, Trouble, arguments};
use serde::Deserialize;
use serde_json::json;
use std::ops::Range;
use wasmscope::observe::Target;
use wasmscope::runtime::{MemAddr, Ref, TableAddr};

/// Variables that are told at most when the client does not say how many it wants.
const MOST: u64 = 10_000;

/// What has values inside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Handle {
    Scope(Scope, usize),
    /// An object of the heap, seen from a frame's module.
    Object(Ref),
    Memory(MemAddr),
    /// A table, by its index in the instance of a frame.
    Table(TableAddr, u32, usize),
}

/// The handles that the client has.
#[derive(Debug, Default)]
pub(super) struct Handles {
    all: Vec<Handle>,
    /// How many were forgotten: numbers are not used again.
    forgotten: i64,
}

/// A variable, and what it is of the state, where it can be changed.
pub(super) struct Child {
    pub(super) variable: Variable,
    pub(super) target: Option<Target>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct VariablesArguments {
    variables_reference: i64,
    filter: Option<Filter>,
    start: Option<u64>,
    count: Option<u64>,
    #[serde(default)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Filter {
    Indexed,
    Named,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SetVariableArguments {
    variables_reference: i64,
    name: String,
    value: String,
    #[serde(default)]
    format: Format,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SetExpressionArguments {
    expression: String,
    value: String,
    frame_id: Option<i64>,
    #[serde(default)]
    format: Format,
}

impl Handles {
    /// The number of a handle.
    pub(super) fn of(&mut self, handle: Handle) -> i64 {
        let known = self.all.iter().position(|known| *known == handle);
        let index = known.unwrap_or_else(|| {
            self.all.push(handle);
            self.all.len() - 1
        });
        self.forgotten + i64::try_from(index).unwrap_or(0) + 1
    }

    fn get(&self, number: i64) -> Result<Handle, Trouble> {
        let index = number.checked_sub(self.forgotten + 1);
        let index = index.and_then(|index| usize::try_from(index).ok());
        let found = index.and_then(|index| self.all.get(index));
        found.copied().ok_or_else(|| {
            format!("there is no variablesReference {number} here; they are gone when it moves")
                .into()
        })
    }

    /// The program has moved.
    pub(super) fn forget(&mut self) {
        self.forgotten += i64::try_from(self.all.len()).unwrap_or(0);
        self.all.clear();
    }
}

impl Server {
    /// `variables`
    pub(super) fn variables(&mut self, request: &Request) -> Answer {
        let given: VariablesArguments = arguments(request)?;
        self.standing()?;
        let handle = self.handles.get(given.variables_reference)?;
        let is_indexed = matches!(handle, Handle::Memory(_) | Handle::Table(..));
        let wanted = match given.filter {
            Some(Filter::Indexed) => is_indexed,
            Some(Filter::Named) => !is_indexed,
            None => true,
        };
        if !wanted {
            return Ok(json!({ "variables": [] }));
        }
        let start = given.start.unwrap_or(0);
        // No count, and a count of 0, are all.
        let count = given.count.filter(|count| *count > 0).unwrap_or(MOST);
        let range = start..start.saturating_add(count);
        let children = self.children(handle, range, given.format)?;
        let variables: Vec<Variable> = children.into_iter().map(|child| child.variable).collect();
        Ok(json!({ "variables": variables }))
    }

    /// `setVariable`: makes a branch where the past is changed.
    pub(super) fn set_variable(&mut self, request: &Request) -> Answer {
        let given: SetVariableArguments = arguments(request)?;
        self.moving()?;
        let (child, depth) = self.child(given.variables_reference, &given.name)?;
        let target = child
            .target
            .ok_or_else(|| format!("{} cannot be changed", given.name))?;
        self.select(depth.map(super::frames::id_of))?;
        self.change(target, &given.value)?;
        self.changed_to(target, given.format)
    }

    /// `setExpression`
    pub(super) fn set_expression(&mut self, request: &Request) -> Answer {
        let given: SetExpressionArguments = arguments(request)?;
        self.moving()?;
        self.select(given.frame_id)?;
        let target = self.program()?.session().target(&given.expression)?;
        self.change(target, &given.value)?;
        self.changed_to(target, given.format)
    }

    fn change(&mut self, target: Target, value: &str) -> Result<(), Trouble> {
        let session = self.program_mut()?.session_mut();
        let changed = session.change(target, value.trim());
        let made = changed.map_err(|error| error.to_string())?;
        let mut touched = None;
        if let Target::Memory {
            memory,
            addr,
            bytes,
            ..
        } = target
        {
            touched = Some((memory, addr, u64::from(bytes)));
        }
        self.tell_change(made, touched)
    }

    /// Tells what else a change has changed: the run, and what is shown of a memory.
    pub(super) fn tell_change(
        &mut self,
        made: bool,
        touched: Option<(MemAddr, u64, u64)>,
    ) -> Result<(), Trouble> {
        if made {
            let branches = self.program()?.session().timeline.branches();
            let current = branches.iter().find(|branch| branch.is_current);
            let name = current.map_or("", |branch| &branch.name);
            let text = format!("The past is another one from here on: this is {name}\n");
            self.after("output", json!({ "category": "console", "output": text }));
        }
        let Some(client) = self.client else {
            return Ok(());
        };
        if let Some((memory, addr, count)) = touched.filter(|_| client.memory_events) {
            let reference = Address::of(self.program()?.session(), memory, 0);
            if let Some(reference) = reference {
                let body = json!({
                    "memoryReference": reference.to_string(), "offset": addr, "count": count,
                });
                self.after("memory", body);
            }
        }
        if client.invalidated_events {
            self.after("invalidated", json!({ "areas": ["variables"] }));
        }
        Ok(())
    }

    fn changed_to(&mut self, target: Target, format: Format) -> Answer {
        let session = self.program()?.session();
        let value = session.value_at(target).ok_or("it is gone")?;
        let depth = session.depth();
        let shown = self.variable(String::new(), value, depth, format);
        let mut body = json!(shown);
        if let Some(members) = body.as_object_mut() {
            members.remove("name");
        }
        Ok(body)
    }

    /// Looks at a frame; at the innermost one when none is said.
    pub(super) fn select(&mut self, frame: Option<i64>) -> Result<(), Trouble> {
        let session = self.program()?.session();
        let depth = frame.filter(|frame| *frame != 0);
        let depth = depth.map(|frame| super::frames::depth_of(session, frame));
        let frames = session.frames();
        let selected = depth.transpose()?.map_or(0, |depth| frames - 1 - depth);
        self.program_mut()?.session_mut().select(selected);
        Ok(())
    }

    /// A variable by its name, and the depth of the frame that it is seen from.
    pub(super) fn child(
        &mut self,
        reference: i64,
        name: &str,
    ) -> Result<(Child, Option<usize>), Trouble> {
        let handle = self.handles.get(reference)?;
        let index: Option<u64> = name.parse().ok();
        let range = match (handle, index) {
            (Handle::Table(..), Some(index)) => index..index.saturating_add(1),
            _ => 0..MOST,
        };
        let children = self.children(handle, range, Format::default())?;
        let mut children = children.into_iter();
        let found = children.find(|child| child.variable.name == name);
        let found = found.ok_or_else(|| format!("there is no variable {name} there"))?;
        let depth = match handle {
            Handle::Scope(_, depth) | Handle::Table(_, _, depth) => Some(depth),
            Handle::Object(_) | Handle::Memory(_) => None,
        };
        Ok((found, depth))
    }

    fn children(
        &mut self,
        handle: Handle,
        range: Range<u64>,
        format: Format,
    ) -> Result<Vec<Child>, Trouble> {
        match handle {
            Handle::Scope(scope, depth) => {
                let all = self.in_scope(scope, depth, format)?;
                let skip = usize::try_from(range.start).unwrap_or(usize::MAX);
                let take = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
                Ok(all.into_iter().skip(skip).take(take).collect())
            }
            Handle::Object(reference) => self.in_object(reference),
            Handle::Memory(memory) => self.in_memory(memory, range),
            Handle::Table(table, index, depth) => self.in_table(table, index, depth, range),
        }
    }
}
