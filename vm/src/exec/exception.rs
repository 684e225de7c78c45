//! Exceptions (section 4.6.11): making one, and finding who handles it.

use super::object::Stop;
use crate::runtime::{Body, Frame, Func, Heap, Instance, Limit, NoRoom, ObjectKind, Ref, TagAddr};
use crate::syntax::Catch;
use std::sync::Arc;

/// Makes an exception that carries so many values, which are the payload's slots.
pub(super) fn make(
    tag: TagAddr,
    fields: u64,
    payload: &[u64],
    heap: &mut Heap,
) -> Result<Ref, Stop> {
    match heap.room_for(fields) {
        Ok(()) => {}
        Err(NoRoom::Collect) => return Err(Stop::Collect(fields)),
        Err(NoRoom::Exhausted) => return Err(Stop::Exhausted(Limit::Heap)),
    }
    let body = Body::Slots(payload.into());
    let addr = heap.allocate(ObjectKind::Exn(tag), fields, body);
    addr.map(Ref::Exn).ok_or(Stop::Exhausted(Limit::Heap))
}

/// Where handlers are looked for.
pub(super) struct Search<'a> {
    pub(super) frames: &'a [Frame],
    pub(super) funcs: &'a [Func],
    pub(super) instances: &'a [Arc<Instance>],
    pub(super) heap: &'a Heap,
}

/// The clause that handles an exception.
pub(super) struct Found {
    /// The frame that it belongs to.
    pub(super) depth: usize,
    pub(super) catch: Catch,
}

impl Search<'_> {
    /// The innermost clause that matches an exception thrown by the next instruction; `None`
    /// when there is none.
    pub(super) fn handler(&self, exception: Ref) -> Option<Found> {
        let thrown = tag_of(exception, self.heap)?;
        for (depth, frame) in self.frames.iter().enumerate().rev() {
            let pc = frame.pc;
            let Func::Wasm { code, .. } = &self.funcs[frame.func.at()] else {
                continue;
            };
            let tags = &self.instances[frame.instance.at()].tags;
            let around = code.handlers.iter().rev();
            let around = around.filter(|handler| handler.start < pc && pc < handler.end);
            let matching = around
                .flat_map(|handler| handler.catches.iter())
                .find(|catch| catch.tag.is_none_or(|tag| tags[tag.at()] == thrown));
            if let Some(catch) = matching {
                let catch = *catch;
                return Some(Found { depth, catch });
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
