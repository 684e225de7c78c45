//! Which places a step on a tape has read.

use super::flow::{Body, Step};
use super::places::{field, memory, number, pushed, slots_of, table};
use super::span::{Space, Span};
use crate::observe::own_operand;
use crate::syntax::{Instr, Jump, Module, ObjectInstr};

impl Step<'_> {
    /// The places that it has read; of the stack those that it has taken.
    pub(super) fn reads(&self, each: &mut dyn FnMut(Span)) {
        let Some(body) = self.body() else { return };
        let (top, base) = (self.top(), self.entry.base as usize);
        let after = self.tape.after(self.index);
        let slots = self.extra().slots;
        let mut taken = |slots: usize| {
            if slots > 0 {
                each(Span::stack(top.saturating_sub(slots), slots));
            }
        };
        match body.instr {
            Instr::Br(_) | Instr::BrIf(_) | Instr::BrTable { .. } | Instr::BrOnNull(_) => {
                let keep = self.jump(&body).map_or(0, Jump::keep);
                taken(keep + own_operand(body.instr));
            }
            Instr::BrOnNonNull(_) | Instr::BrOnCast { .. } => {
                taken(self.jump(&body).map_or(1, Jump::keep));
            }
            Instr::FuncEnd | Instr::Return => taken(body.code.result_slots as usize),
            Instr::If { .. } | Instr::RefAsNonNull | Instr::RefCast(_) => taken(1),
            Instr::LocalGet { slot, wide, .. } => {
                let width = 1 + usize::from(*wide);
                each(Span::stack(base + *slot as usize, width));
            }
            Instr::LocalTee { wide, .. } => taken(1 + usize::from(*wide)),
            Instr::GlobalGet(global) => each(self.global(&body, global.at())),
            Instr::Throw(tag) => taken(slots_of(&body.module.tag_type(*tag).params)),
            Instr::ThrowRef => {
                taken(1);
                let carried = self.extra().carried as u64;
                each(Span::new(Space::Object(number(slots[4])), 0, carried));
            }
            instr => {
                let own = usize::from(calls_by_operand(instr));
                match called_params(instr, body.module) {
                    Some(params) => taken(params + own),
                    None => taken((top + pushed(instr, body.module)).saturating_sub(after.top)),
                }
                self.store_reads(&body, each);
            }
        }
    }

    /// What is read elsewhere than from the stack.
    pub(super) fn store_reads(&self, body: &Body<'_>, each: &mut dyn FnMut(Span)) {
        use ObjectInstr as O;
        let slots = self.extra().slots;
        match body.instr {
            _ if self.entry.trapped() => {}
            Instr::Load(op, arg) => {
                each(memory(body, arg.mem(), self.entry.note, op.bytes().into()));
            }
            Instr::VectorMemory(access, arg) if !access.writes() => {
                let below = if access.effect().0 == 2 { 2 } else { 0 };
                let at = slots[4 - below].wrapping_add(arg.offset());
                each(memory(body, arg.mem(), at, access.bytes().into()));
            }
            Instr::MemoryCopy { src, .. } => each(memory(body, *src, slots[3], slots[4])),
            Instr::TableCopy { src, .. } => each(table(body, *src, slots[3], slots[4])),
            Instr::TableGet(index) => each(table(body, *index, slots[4], 1)),
            Instr::CallIndirect { table: index, .. }
            | Instr::ReturnCallIndirect { table: index, .. } => {
                each(table(
                    body,
                    *index,
                    self.entry.note & u64::from(u32::MAX),
                    1,
                ));
            }
            Instr::Object(O::StructGet { field: index, .. }) => {
                each(field(slots[4], (*index).into(), 1));
            }
            Instr::Object(O::ArrayGet { .. }) => each(field(slots[3], slots[4], 1)),
            Instr::Object(O::ArrayCopy { .. }) => each(field(slots[2], slots[3], slots[4])),
            _ => {}
        }
    }
}

/// Whether the function that is called is an operand, above the arguments.
fn calls_by_operand(instr: &Instr) -> bool {
    matches!(
        instr,
        Instr::CallIndirect { .. }
            | Instr::CallRef(_)
            | Instr::ReturnCallIndirect { .. }
            | Instr::ReturnCallRef(_)
    )
}

/// Slots of the arguments of a call; `None` for other instructions.
fn called_params(instr: &Instr, module: &Module) -> Option<usize> {
    let ty = match instr {
        Instr::Call(func) | Instr::ReturnCall(func) => module.func_type(*func),
        Instr::CallIndirect { ty, .. }
        | Instr::CallRef(ty)
        | Instr::ReturnCallIndirect { ty, .. }
        | Instr::ReturnCallRef(ty) => module.types.func(*ty),
        _ => return None,
    };
    Some(slots_of(&ty.params))
}
