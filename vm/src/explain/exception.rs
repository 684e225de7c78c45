//! Exceptions, told.

use super::tale::{Tale, Teller};
use super::words::{count, list, plural};
use crate::observe::{Caught, ThrowEffect, clause_text};
use crate::runtime::{Instance, InstanceAddr};
use crate::syntax::{Catch, FuncIdx, Instr, TagIdx};
use crate::view::identifier;
use std::sync::Arc;

impl Teller<'_> {
    pub(super) fn throw(&self) -> Tale {
        let Some(throw) = &self.record.throw else {
            return Tale::new("", "", format!("throw the exception {}", self.popped(0)));
        };
        let with = match throw.args.is_empty() {
            true => "no values".to_owned(),
            false => list(&throw.args),
        };
        let what = match self.site.instr {
            Instr::ThrowRef => format!(
                "the exception {} again, of tag {} with {with}",
                self.popped(0),
                throw.tag
            ),
            _ => format!("an exception of tag {} with {with}", throw.tag),
        };
        let (will, did) = match &throw.caught {
            Some(caught) => self.handled(throw, caught),
            None => (
                "No try_table catches it, so the program will end with it.".to_owned(),
                "No try_table has caught it, so the program has ended with it.".to_owned(),
            ),
        };
        Tale::safe(
            format!("Throws {what}. {will}"),
            format!("Threw {what}. {did}"),
        )
    }

    /// How an exception is handled, as what will and what has happened.
    fn handled(&self, throw: &ThrowEffect, caught: &Caught) -> (String, String) {
        let at = InstanceAddr(caught.inst.unwrap_or_else(|| self.main().0));
        let Some((found, instance)) = throw
            .found
            .zip(self.machine.store().instances().get(at.at()))
        else {
            return (String::new(), String::new());
        };
        let spot = |pc| self.spot_in(instance, FuncIdx(caught.func), pc);
        let (around, target) = (spot(found.pc), spot(caught.pc));
        let clause = clause_text(instance, &found.catch);
        let name = &caught.name;
        let values = match found.catch.tag {
            Some(_) => &throw.args[..],
            None => &[],
        };
        let mut carried: Vec<String> = values.iter().map(ToString::to_string).collect();
        if found.catch.with_ref {
            carried.push("a reference to it".to_owned());
        }
        let with = match carried.is_empty() {
            true => String::new(),
            false => format!(" with {}", list(&carried)),
        };
        let calls = self.record.depth.saturating_sub(caught.depth);
        let gone = match calls {
            0 => String::new(),
            _ => format!(
                "; {} {}",
                count(calls as u64, "call"),
                plural(calls, "is given up", "are given up")
            ),
        };
        match found.catch.jump.returns() {
            true => (
                format!(
                    "The clause {clause} in {name}, at {around}, catches it and leaves \
                     {name}{with}{gone}."
                ),
                format!(
                    "The clause {clause} in {name}, at {around}, caught it and left {name}{with}{gone}."
                ),
            ),
            false => (
                format!(
                    "The clause {clause} in {name}, at {around}, catches it, to go on at \
                     {target}{with}{gone}."
                ),
                format!(
                    "The clause {clause} in {name}, at {around}, caught it, to go on at \
                     {target}{with}{gone}."
                ),
            ),
        }
    }

    /// The instance that the program is about.
    fn main(&self) -> InstanceAddr {
        self.lens.main.unwrap_or(InstanceAddr(0))
    }

    pub(super) fn try_table(&self) -> Tale {
        let handler = match self.site.instr {
            Instr::TryTable { handler, .. } => self.code.handlers.get(handler as usize),
            _ => None,
        };
        let (Some(handler), Some(label)) = (handler, self.opened()) else {
            return Tale::safe("", "");
        };
        let block = self.label(&label, None);
        let branch = self.branch_to(&label);
        let spot = self.spot(label.target);
        let clauses = handler.catches.iter();
        let clauses = clauses.map(|catch| self.leads(catch)).collect::<Vec<_>>();
        let caught = match clauses.is_empty() {
            true => "It catches no exceptions".to_owned(),
            false => format!("Inside it, {}", list(&clauses)),
        };
        let leaves = super::control::capital(&branch);
        Tale::safe(
            format!("Opens {block}. {caught}. {leaves} leaves it for {spot}."),
            format!("Opened {block}, which {branch} leaves for {spot}. {caught}."),
        )
    }

    /// `an exception of tag $e leads to line 9 (catch $e)`.
    fn leads(&self, catch: &Catch) -> String {
        let which = match catch.tag {
            Some(tag) => format!("an exception of tag {}", tag_name(self.instance, tag)),
            None => "any exception".to_owned(),
        };
        let to = match catch.jump.returns() {
            true => format!("out of {}", self.own_name()),
            false => format!("to {}", self.spot(catch.jump.target)),
        };
        format!("{which} leads {to} ({})", clause_text(self.instance, catch))
    }

    /// `line 9`, of a function of any instance.
    fn spot_in(&self, instance: &Arc<Instance>, func: FuncIdx, pc: u32) -> String {
        let position = self.lens.position(self.machine, &instance.module, func, pc);
        match position {
            Some((line, _)) => format!("line {line}"),
            None => format!("instruction {pc}"),
        }
    }
}

fn tag_name(instance: &Instance, tag: TagIdx) -> String {
    identifier(instance.module.names.tags.get(&tag.0), tag.0)
}
