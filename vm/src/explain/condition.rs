//! The side condition that decided of a step, apart from its sentence.

use super::tale::Teller;
use crate::observe::{HostEffect, Site, StepRecord};
use crate::runtime::{Ref, Value};
use crate::syntax::{Code, Instr, Module, RefType};
use crate::view::{func_type, reference_type};

/// What decides whether a branch is taken, with the numbers; empty for one that always is.
/// `top` is the topmost operand.
pub(super) fn of_branch(
    instr: &Instr,
    code: &Code,
    module: &Module,
    top: Value,
    taken: bool,
) -> String {
    match instr {
        Instr::BrIf(_) => of_number(top),
        Instr::BrTable { count, .. } => {
            let index = top.to_slots()[0] as u32;
            let shown = as_index(top);
            match index < *count {
                true => format!("the index is {shown}, which is below {count}"),
                false => format!("the index is {shown}, not below {count}: the default"),
            }
        }
        Instr::BrOnNull(_) | Instr::BrOnNonNull(_) => of_null(top),
        Instr::BrOnCast { cast, fail } => match code.casts.get(*cast as usize) {
            Some(cast) => of_type(module, top, cast.to, taken != *fail),
            None => String::new(),
        },
        _ => String::new(),
    }
}

/// An index, which has no sign; how it is read where it seems to have one.
pub(super) fn as_index(index: Value) -> String {
    match index {
        Value::I32(index @ ..0) => format!("{index} (read as unsigned: {})", index as u32),
        index => index.to_string(),
    }
}

fn of_number(condition: Value) -> String {
    match condition.to_slots()[0] as u32 {
        0 => "the condition is 0".to_owned(),
        _ => format!("the condition is {condition}, not 0"),
    }
}

fn of_null(reference: Value) -> String {
    match reference {
        Value::Ref(_, Ref::Null) => "the reference is null".to_owned(),
        _ => format!("the reference is {reference}, not null"),
    }
}

fn of_type(module: &Module, reference: Value, wanted: RefType, fits: bool) -> String {
    let is = if fits { "is" } else { "is not" };
    format!(
        "{reference} {is} of type {}",
        reference_type(module, wanted)
    )
}

/// Of a call, what is called: what a function of the host does is for it to say, within its type.
pub(super) fn of_host(host: &HostEffect) -> String {
    let (module, name) = (&host.module, &host.name);
    format!("{module}.{name} is a function of the host, which decides what it answers")
}

/// Whether a step has a condition at all: most have none, and the page has not loaded the rest of
/// this at first.
#[inline(always)]
pub(super) fn is_decided(record: &StepRecord) -> bool {
    let decides = |site: &Site| {
        matches!(
            site.instr,
            Instr::If { .. }
                | Instr::Select { .. }
                | Instr::RefTest(_)
                | Instr::RefCast(_)
                | Instr::RefAsNonNull
                | Instr::RefIsNull
                | Instr::CallIndirect { .. }
                | Instr::ReturnCallIndirect { .. }
                | Instr::Throw(_)
                | Instr::ThrowRef
                | Instr::BrIf(_)
                | Instr::BrTable { .. }
                | Instr::BrOnNull(_)
                | Instr::BrOnNonNull(_)
                | Instr::BrOnCast { .. }
        )
    };
    record.trap.is_some() || record.host.is_some() || record.site.as_ref().is_some_and(decides)
}

impl Teller<'_> {
    /// The condition that decides what the instruction does; `None` where none does.
    pub(super) fn decided_by(&self) -> Option<String> {
        let record = self.record;
        if let Some(trap) = &record.trap {
            return Some(trap.detail.clone());
        }
        if let Some(host) = &record.host {
            return Some(of_host(host));
        }
        let module = &self.instance.module;
        let text = match self.site.instr {
            Instr::If { .. } => of_number(self.popped(0)),
            Instr::Select { .. } => of_number(self.popped(2)),
            Instr::RefTest(ty) => {
                let fits = self.result().to_slots()[0] == 1;
                of_type(module, self.popped(0), ty, fits)
            }
            Instr::RefCast(ty) => of_type(module, self.popped(0), ty, true),
            Instr::RefAsNonNull | Instr::RefIsNull => of_null(self.popped(0)),
            Instr::CallIndirect { ty, .. } | Instr::ReturnCallIndirect { ty, .. } => {
                let called = record.call.as_ref()?;
                let wanted = func_type(module, module.types.func(ty));
                format!("{} is of type {wanted}", called.name)
            }
            Instr::Throw(_) | Instr::ThrowRef => {
                let throw = record.throw.as_ref()?;
                match &throw.caught {
                    Some(caught) => format!("a handler of {} matches {}", caught.name, throw.tag),
                    None => format!("no handler matches {}", throw.tag),
                }
            }
            ref instr => {
                let top = record.pop.last().copied()?;
                of_branch(instr, self.code, module, top, record.branch.is_some())
            }
        };
        (!text.is_empty()).then_some(text)
    }
}
