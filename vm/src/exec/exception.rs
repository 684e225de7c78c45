//! Exceptions (section 4.6.11): making one, and finding who handles it.

use super::object::{Stop, allocate};
use crate::runtime::{Body, Frame, Func, Heap, Instance, Machine, ObjectKind, Ref, TagAddr, Value};
use crate::syntax::{Catch, Instr, TagIdx};
use std::sync::Arc;

/// Makes an exception that carries so many values, which are the payload's slots.
pub(super) fn make(
    tag: TagAddr,
    fields: u64,
    payload: &[u64],
    heap: &mut Heap,
) -> Result<Ref, Stop> {
    allocate(heap, true, ObjectKind::Exn(tag), fields, || {
        Body::Slots(payload.into())
    })
}

/// Where handlers are looked for.
pub(super) struct Search<'a> {
    pub(super) frames: &'a [Frame],
    pub(super) funcs: &'a [Func],
    pub(super) instances: &'a [Arc<Instance>],
    pub(super) heap: &'a Heap,
}

/// The clause that handles an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The frame that it belongs to; 0 is the entry.
    pub depth: usize,
    /// The `try_table` that it is part of.
    pub pc: u32,
    /// The clause.
    pub catch: Catch,
}

/// A `try_table` in force where an exception passes, with the clauses of it that are looked at:
/// the last one matches, or none does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The frame that it belongs to; 0 is the entry.
    pub depth: usize,
    /// The `try_table`.
    pub pc: u32,
    /// The clauses in their order, and of which tag each one is; `None` for those that catch
    /// all.
    pub clauses: Vec<(Catch, Option<TagAddr>)>,
    /// Whether the last of them catches the exception.
    pub catches: bool,
}

/// What an instruction is about to throw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Throwing {
    /// The tag.
    pub tag: TagAddr,
    /// The exception, when it exists already: `throw` makes one.
    pub exception: Option<Ref>,
    /// What it carries.
    pub payload: Vec<Value>,
    /// Who handles it; `None` when nobody does.
    pub found: Option<Found>,
}

impl Machine {
    /// What the next instruction throws; `None` when it throws nothing, or would trap. The
    /// answer is the same after an instruction that nothing has caught.
    #[must_use]
    pub fn throwing(&self) -> Option<Throwing> {
        let instance = self.store.instance(self.frames.last()?.instance);
        let (tag, exception, payload) = match self.next_instr()? {
            Instr::Throw(tag) => {
                let params = &instance.module.tag_type(tag).params;
                let width: u32 = params.iter().map(|ty| ty.slots()).sum();
                let start = self.top.checked_sub(width as usize)?;
                let payload = Value::read_all(params.iter().copied(), &self.stack[start..]);
                (instance.tags[tag.at()], None, payload)
            }
            Instr::ThrowRef => {
                let exception = Ref::from_slot(self.stack[self.top.checked_sub(1)?]);
                let object = self.store.heap().get(exception.object()?)?;
                let ObjectKind::Exn(tag) = object.kind else {
                    return None;
                };
                // In the types of the module, if it knows the tag.
                let known = instance.tags.iter().position(|known| *known == tag);
                let ty = match known {
                    Some(index) => instance.module.tag_type(TagIdx(index as u32)),
                    None => &self.store.tag(tag).ty,
                };
                let payload = Value::read_all(ty.params.iter().copied(), object.slots());
                (tag, Some(exception), payload)
            }
            _ => return None,
        };
        let search = Search {
            frames: &self.frames,
            funcs: &self.store.funcs,
            instances: &self.store.instances,
            heap: &self.store.heap,
        };
        let found = search.handler_of(tag);
        Some(Throwing {
            tag,
            exception,
            payload,
            found,
        })
    }
}

impl Machine {
    /// The handlers that an exception with this tag passes when the next instruction throws it,
    /// innermost first; the last one catches it if any does.
    #[must_use]
    pub fn tried(&self, thrown: TagAddr) -> Vec<Tried> {
        let mut all = Vec::new();
        for (depth, frame) in self.frames.iter().enumerate().rev() {
            let Some(code) = self.store.code(frame.func) else {
                continue;
            };
            let tags = &self.store.instance(frame.instance).tags;
            let around = code.handlers.iter().rev();
            for handler in around.filter(|handler| handler.is_around(frame.pc)) {
                let of = |catch: &Catch| (*catch, catch.tag.map(|tag| tags[tag.at()]));
                let is_match = |tag: &Option<TagAddr>| tag.is_none_or(|tag| tag == thrown);
                let mut clauses: Vec<_> = handler.catches.iter().map(of).collect();
                let found = clauses.iter().position(|(_, tag)| is_match(tag));
                clauses.truncate(found.map_or(clauses.len(), |found| found + 1));
                all.push(Tried {
                    depth,
                    pc: handler.start,
                    clauses,
                    catches: found.is_some(),
                });
                if found.is_some() {
                    return all;
                }
            }
        }
        all
    }
}

impl Search<'_> {
    /// The innermost clause that matches an exception thrown by the next instruction; `None`
    /// when there is none.
    pub(super) fn handler(&self, exception: Ref) -> Option<Found> {
        self.handler_of(tag_of(exception, self.heap)?)
    }

    /// As [`Search::handler`], of any exception with this tag.
    fn handler_of(&self, thrown: TagAddr) -> Option<Found> {
        for (depth, frame) in self.frames.iter().enumerate().rev() {
            let pc = frame.pc;
            let Some(code) = self.funcs[frame.func.at()].code(self.instances) else {
                continue;
            };
            let tags = &self.instances[frame.instance.at()].tags;
            let around = code.handlers.iter().rev();
            let around = around.filter(|handler| handler.is_around(pc));
            let matches = |catch: &Catch| catch.tag.is_none_or(|tag| tags[tag.at()] == thrown);
            let mut matching = around.filter_map(|handler| {
                let catch = handler.catches.iter().copied().find(matches)?;
                Some((handler.start, catch))
            });
            if let Some((pc, catch)) = matching.next() {
                return Some(Found { depth, pc, catch });
            }
        }
        None
    }
}

fn tag_of(exception: Ref, heap: &Heap) -> Option<TagAddr> {
    match heap.get(exception.object()?)?.kind {
        ObjectKind::Exn(tag) => Some(tag),
        _ => None,
    }
}

impl Found {
    /// Puts what the clause gives on the stack, and gives the new top.
    pub(super) fn push_to(
        &self,
        slots: &mut [u64],
        mut top: usize,
        exception: Ref,
        heap: &Heap,
    ) -> usize {
        let object = exception.object().and_then(|addr| heap.get(addr));
        let payload = object.map_or(&[][..], |object| object.slots());
        if self.catch.tag.is_some() {
            slots[top..top + payload.len()].copy_from_slice(payload);
            top += payload.len();
        }
        if self.catch.with_ref {
            slots[top] = exception.to_slot();
            top += 1;
        }
        top
    }
}
