//! References and their types, told.

use super::control::capital;
use super::tale::{Tale, Teller};
use super::words::slot;
use crate::runtime::{Ref, Value};
use crate::syntax::{Instr, RefType, ValType};
use crate::view::{found_type, reference_type, value_type};

impl Teller<'_> {
    /// A type in the names of the module.
    pub(super) fn type_text(&self, ty: ValType) -> String {
        value_type(&self.instance.module, ty)
    }

    /// A reference and what it refers to: `struct 7, a $node,`. The comma is for what follows.
    pub(super) fn object_text(&self, value: Value) -> String {
        let Value::Ref(_, reference) = value else {
            return value.to_string();
        };
        let found = reference.object();
        let found = found.and_then(|_| found_type(self.machine, self.instance, reference));
        match found {
            Some(name) if name.starts_with('$') => format!("{value}, a {name},"),
            Some(index) => format!("{value}, of type {index},"),
            None => value.to_string(),
        }
    }

    /// `of type (ref $node)`, or `not of type (ref $node)`.
    fn of_type(&self, fits: bool, ty: RefType) -> String {
        let ty = reference_type(&self.instance.module, ty);
        match fits {
            true => format!("of type {ty}"),
            false => format!("not of type {ty}"),
        }
    }

    pub(super) fn reference(&self) -> Tale {
        let v = self.popped(0);
        let what = self.object_text(v);
        match self.site.instr {
            Instr::RefAsNonNull => Tale::new(
                format!("The reference {v} is not null, so it stays on the stack."),
                format!("The reference {v} was not null, so it stayed on the stack."),
                "make sure that a reference is not null",
            ),
            Instr::RefEq => self.same(),
            Instr::RefTest(ty) => {
                let (result, fits) = (self.result(), slot(self.result()) == 1);
                let is = self.of_type(fits, ty);
                Tale::safe(
                    format!("Takes {what} off the stack and will push {result}: it is {is}."),
                    format!("Took {what} off the stack and pushed {result}: it is {is}."),
                )
            }
            Instr::RefCast(ty) => {
                let is = self.of_type(true, ty);
                let wanted = reference_type(&self.instance.module, ty);
                Tale::new(
                    format!("The reference {what} is {is}, so the cast leaves it on the stack."),
                    format!("The reference {what} was {is}, so the cast left it on the stack."),
                    format!("cast {v} to {wanted}"),
                )
            }
            _ => Tale::safe("", ""),
        }
    }

    fn same(&self) -> Tale {
        let [first, second] = [0, 1].map(|index| self.popped(index));
        let result = self.result();
        let how = match slot(result) {
            1 => "the same",
            _ => "not the same",
        };
        Tale::safe(
            format!(
                "Takes {first} and {second} off the stack and will push {result}: they are {how} \
                 reference."
            ),
            format!("Took {first} and {second}, and pushed {result}: they are {how} reference."),
        )
    }

    /// `br_on_null` and its like.
    pub(super) fn branch_on_reference(&self) -> Tale {
        let Some(v) = self.record.pop.last().copied() else {
            return Tale::safe("", "");
        };
        let null = matches!(v, Value::Ref(_, Ref::Null));
        let (is, was, stays) = match self.site.instr {
            Instr::BrOnCast { cast, fail } => {
                let Some(cast) = self.code.casts.get(cast as usize) else {
                    return Tale::safe("", "");
                };
                let fits = self.record.branch.is_some() != fail;
                let (what, is) = (self.object_text(v), self.of_type(fits, cast.to));
                let was = format!("the reference {what} was {is}");
                (format!("the reference {what} is {is}"), was, true)
            }
            Instr::BrOnNonNull(_) if null => (
                "the reference is null".to_owned(),
                "the reference was null".to_owned(),
                false,
            ),
            _ if null => (
                "the reference on top is null".to_owned(),
                "the reference on top was null".to_owned(),
                false,
            ),
            Instr::BrOnNull(_) => (
                format!("the reference {v} is not null and stays"),
                format!("the reference {v} was not null and stayed"),
                true,
            ),
            _ => (
                format!("the reference {v} is not null"),
                format!("the reference {v} was not null"),
                true,
            ),
        };
        let (is, was) = (capital(&is), capital(&was));
        let situation = self.situation();
        let Some(branch) = self.record.branch else {
            return match stays {
                true => Tale::safe(
                    format!(
                        "{is}, so it goes on with the next instruction, with the reference on top."
                    ),
                    format!(
                        "{was}, so it went on with the next instruction, with the reference on top."
                    ),
                ),
                false => Tale::safe(
                    format!("{is}, so it is dropped, and it goes on with the next instruction."),
                    format!("{was}, so it was dropped, and it went on with the next instruction."),
                ),
            };
        };
        let Some(label) = situation.labels.get(branch.label as usize) else {
            return Tale::safe("", "");
        };
        let (will, did) = self.destination(label, branch.label as usize);
        Tale::safe(
            format!("{is}, so it {will}."),
            format!("{was}, so it {did}."),
        )
    }
}
