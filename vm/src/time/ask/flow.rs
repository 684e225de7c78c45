//! Which places a step on a tape has written, and which of them it has only moved.

use super::places::{field, field_slots, memory, number, pushed, slots_of, table};
use super::span::{Space, Span};
use super::tape::{After, Entry, Extra, Tape};
use crate::exec::is_tail_call;
use crate::observe::own_operand;
use crate::runtime::{FuncAddr, Instance, Store};
use crate::syntax::{Code, Instr, Jump, Module, ObjectInstr};
use crate::time::scout::Answers;

/// A range that a step has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Write {
    pub(super) to: Span,
    pub(super) how: How,
}

/// How a range has come by what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// It was moved from there, with all its bits.
    Moved(Span),
    /// The step has made it.
    Made,
    /// A call from outside has begun after the step.
    Begun,
    /// It was changed by hand after the step.
    Edited,
}

/// A step on a tape.
#[derive(Clone, Copy)]
pub(super) struct Step<'a> {
    pub(super) store: &'a Store,
    pub(super) answers: Answers<'a>,
    pub(super) tape: &'a Tape,
    pub(super) index: usize,
    pub(super) entry: &'a Entry,
}

/// The function that a step was executed in.
#[derive(Clone, Copy)]
pub(super) struct Body<'a> {
    pub(super) code: &'a Code,
    pub(super) instance: &'a Instance,
    pub(super) module: &'a Module,
    pub(super) instr: &'a Instr,
}

impl<'a> Step<'a> {
    pub(super) fn number(&self) -> u64 {
        self.tape.start + self.index as u64
    }

    /// `None` for a call of the host's function from outside.
    pub(super) fn body(&self) -> Option<Body<'a>> {
        let func = FuncAddr(self.entry.func);
        let (instance, code) = self.store.own(func)?;
        let instance = self.store.instance(instance);
        Some(Body {
            code,
            instance,
            module: &instance.module,
            instr: code.instrs.get(self.entry.pc() as usize)?,
        })
    }

    pub(super) fn extra(&self) -> Extra {
        self.tape.extra(self.entry)
    }

    pub(super) fn top(&self) -> usize {
        self.entry.top as usize
    }

    /// The places that it has written.
    pub(super) fn writes(&self, each: &mut dyn FnMut(Write)) {
        let after = self.tape.after(self.index);
        if self.entry.trapped() {
            return;
        }
        if self.entry.host() {
            self.host_writes(after, each);
        } else if let Some(body) = self.body() {
            self.instr_writes(&body, after, each);
        }
        let next = self.number() + 1;
        if let Some(func) = after.func
            && self.tape.begun.iter().any(|begun| begun.step == next)
            && let Some(code) = self.store.code(FuncAddr(func))
        {
            let to = Span::stack(0, code.local_slots as usize);
            let how = How::Begun;
            each(Write { to, how });
        }
        for (step, to, _) in &self.tape.edited {
            if *step == next {
                let (to, how) = (*to, How::Edited);
                each(Write { to, how });
            }
        }
    }

    /// The host's function that has answered.
    fn callee(&self) -> FuncAddr {
        let note = self.entry.note;
        let indirect = self
            .body()
            .is_some_and(|body| !matches!(body.instr, Instr::Call(_) | Instr::ReturnCall(_)));
        FuncAddr(if indirect { note >> 32 } else { note } as u32)
    }

    fn host_writes(&self, after: After, each: &mut dyn FnMut(Write)) {
        let results = &self.store.func(self.callee()).ty().results;
        let slots: u32 = results.iter().map(|ty| ty.slots()).sum();
        let slots = slots as usize;
        // Results of the program lie at the bottom, before the machine takes them away.
        made(each, Span::stack(after.top.saturating_sub(slots), slots));
        if let Some(answer) = self.answers.get(self.number()) {
            for (memory, at, bytes) in &answer.writes {
                made(
                    each,
                    Span::new(Space::Memory(*memory), *at, bytes.len() as u64),
                );
            }
        }
    }

    fn instr_writes(&self, body: &Body<'_>, after: After, each: &mut dyn FnMut(Write)) {
        let (top, base) = (self.top(), self.entry.base as usize);
        let bottom = base + body.code.local_slots as usize;
        match body.instr {
            Instr::Br(_)
            | Instr::BrIf(_)
            | Instr::BrTable { .. }
            | Instr::BrOnNull(_)
            | Instr::BrOnNonNull(_)
            | Instr::BrOnCast { .. } => {
                if let Some(jump) = self.jump(body) {
                    let from = top - own_operand(body.instr) - jump.keep();
                    let to = match jump.returns() {
                        true => base,
                        false => bottom + jump.height as usize,
                    };
                    if jump.returns() || from != to {
                        moved(each, to, from, jump.keep());
                    }
                }
            }
            Instr::FuncEnd | Instr::Return => {
                let results = body.code.result_slots as usize;
                moved(each, base, top - results, results);
            }
            Instr::Call(_) | Instr::CallIndirect { .. } | Instr::CallRef(_) => {
                self.entered(after, after.base, each);
            }
            Instr::ReturnCall(_) | Instr::ReturnCallIndirect { .. } | Instr::ReturnCallRef(_) => {
                let above = usize::from(!matches!(body.instr, Instr::ReturnCall(_)));
                let params = self.code_after(after).map_or(0, |code| code.param_slots);
                self.entered(after, (top - above).saturating_sub(params as usize), each);
            }
            Instr::Throw(_) | Instr::ThrowRef => self.thrown(body, after, each),
            Instr::LocalGet { slot, wide, .. } => {
                moved(each, top, base + *slot as usize, 1 + usize::from(*wide));
            }
            Instr::LocalSet { slot, wide, .. } | Instr::LocalTee { slot, wide, .. } => {
                let width = 1 + usize::from(*wide);
                moved(each, base + *slot as usize, top - width, width);
            }
            Instr::GlobalGet(global) => {
                let place = self.global(body, global.at());
                let to = Span::stack(top, place.len as usize);
                each(Write {
                    to,
                    how: How::Moved(place),
                });
            }
            Instr::GlobalSet(global) => {
                let to = self.global(body, global.at());
                let from = Span::stack(top - to.len as usize, to.len as usize);
                each(Write {
                    to,
                    how: How::Moved(from),
                });
            }
            // The same bits stay where they are.
            Instr::RefAsNonNull | Instr::RefCast(_) => {}
            instr => {
                self.store_writes(body, each);
                let slots = pushed(instr, body.module);
                if slots > 0 {
                    made(each, Span::stack(after.top.saturating_sub(slots), slots));
                }
            }
        }
    }

    /// What is written elsewhere than on the stack.
    fn store_writes(&self, body: &Body<'_>, each: &mut dyn FnMut(Write)) {
        let slots = self.extra().slots;
        match body.instr {
            Instr::Store(op, arg) => {
                made(
                    each,
                    memory(body, arg.mem(), self.entry.note, op.bytes().into()),
                );
            }
            Instr::VectorMemory(access, arg) if access.writes() => {
                let at = slots[2].wrapping_add(arg.offset());
                made(each, memory(body, arg.mem(), at, access.bytes().into()));
            }
            Instr::MemoryFill(mem) | Instr::MemoryInit { mem, .. } => {
                made(each, memory(body, *mem, slots[2], slots[4]));
            }
            Instr::MemoryCopy { dst, src } => each(Write {
                to: memory(body, *dst, slots[2], slots[4]),
                how: How::Moved(memory(body, *src, slots[3], slots[4])),
            }),
            Instr::MemoryGrow(mem) => {
                let page = body.module.memories[mem.at()].page_bytes();
                let old = self.entry.value;
                let grown = slots[4].checked_mul(page).zip(old.checked_mul(page));
                if let Some((len, start)) = grown {
                    made(each, memory(body, *mem, start, len));
                }
            }
            Instr::TableSet(index) => made(each, table(body, *index, slots[3], 1)),
            Instr::TableFill(index) | Instr::TableInit { table: index, .. } => {
                made(each, table(body, *index, slots[2], slots[4]));
            }
            Instr::TableCopy { dst, src } => each(Write {
                to: table(body, *dst, slots[2], slots[4]),
                how: How::Moved(table(body, *src, slots[3], slots[4])),
            }),
            Instr::TableGrow(index) => {
                let failed = self.entry.value as u32 == u32::MAX;
                if !failed {
                    made(each, table(body, *index, self.entry.value, slots[4]));
                }
            }
            Instr::Object(instr) => self.object_writes(body, *instr, each),
            _ => {}
        }
    }

    fn object_writes(&self, body: &Body<'_>, instr: ObjectInstr, each: &mut dyn FnMut(Write)) {
        use ObjectInstr as O;
        let Extra { slots, object, .. } = self.extra();
        let field = |below: usize, start: u64, len: u64| self::field(slots[4 - below], start, len);
        match instr {
            O::StructNew(_)
            | O::StructNewDefault(_)
            | O::ArrayNew(_)
            | O::ArrayNewDefault(_)
            | O::ArrayNewFixed { .. }
            | O::ArrayNewData { .. }
            | O::ArrayNewElem { .. } => made(each, Span::new(Space::Object(object), 0, u64::MAX)),
            O::StructSet { ty, field: index } => {
                let width = field_slots(body.module, ty, index as usize);
                made(each, field(width, index.into(), 1));
            }
            O::ArraySet(ty) => {
                let width = field_slots(body.module, ty, 0);
                made(each, field(width + 1, slots[4 - width], 1));
            }
            O::ArrayFill(ty) => {
                let width = field_slots(body.module, ty, 0);
                let start = slots[3 - width];
                made(each, field(width + 2, start, slots[4]));
            }
            O::ArrayInitData { .. } | O::ArrayInitElem { .. } => {
                made(each, field(3, slots[2], slots[4]));
            }
            O::ArrayCopy { .. } => each(Write {
                to: field(4, slots[1], slots[4]),
                how: How::Moved(self::field(slots[2], slots[3], slots[4])),
            }),
            _ => {}
        }
    }

    /// A function was entered whose arguments lay at `args`; its other locals are zero.
    fn entered(&self, after: After, args: usize, each: &mut dyn FnMut(Write)) {
        let Some(code) = self.code_after(after) else {
            return;
        };
        let (params, locals) = (code.param_slots as usize, code.local_slots as usize);
        moved(each, after.base, args, params);
        made(each, Span::stack(after.base + params, locals - params));
    }

    fn code_after(&self, after: After) -> Option<&'a Code> {
        self.store.code(FuncAddr(after.func?))
    }

    /// What an exception carries is pushed where it is caught.
    fn thrown(&self, body: &Body<'_>, after: After, each: &mut dyn FnMut(Write)) {
        let Extra {
            slots,
            object,
            carried,
            with_ref,
            ..
        } = self.extra();
        let payload = match body.instr {
            Instr::Throw(tag) => {
                let params = &body.module.tag_type(*tag).params;
                let width = slots_of(params);
                let from = Span::stack(self.top() - width, width);
                let to = Span::new(Space::Object(object), 0, width as u64);
                each(Write {
                    to,
                    how: How::Moved(from),
                });
                Span::stack(self.top() - width, carried)
            }
            _ => Span::new(Space::Object(number(slots[4])), 0, carried as u64),
        };
        let given = carried + usize::from(with_ref);
        let start = after.top.saturating_sub(given);
        each(Write {
            to: Span::stack(start, carried),
            how: How::Moved(payload),
        });
        match body.instr {
            _ if !with_ref => {}
            Instr::Throw(_) => made(each, Span::stack(start + carried, 1)),
            _ => moved(each, start + carried, self.top() - 1, 1),
        }
    }

    /// The branch that it has taken.
    pub(super) fn jump(&self, body: &Body<'_>) -> Option<Jump> {
        if !self.entry.taken() {
            return None;
        }
        match body.instr {
            Instr::Br(jump)
            | Instr::BrIf(jump)
            | Instr::BrOnNull(jump)
            | Instr::BrOnNonNull(jump) => Some(*jump),
            Instr::BrTable { first, count } => {
                let index = (self.entry.note as u32).min(*count);
                body.code.jumps.get((first + index) as usize).copied()
            }
            Instr::BrOnCast { cast, .. } => {
                let cast = body.code.casts.get(*cast as usize);
                cast.map(|cast| cast.jump)
            }
            _ => None,
        }
    }

    /// The depth of the innermost frame after it, from that before it; `None` when there is
    /// no frame.
    pub(super) fn depth_after(&self, depth: usize) -> Option<usize> {
        let body = self.body().filter(|_| !self.entry.trapped());
        let Some(body) = body else {
            return Some(depth);
        };
        let leaves = match body.instr {
            Instr::FuncEnd | Instr::Return => true,
            Instr::Throw(_) | Instr::ThrowRef => return self.extra().depth,
            Instr::Call(_) | Instr::CallIndirect { .. } | Instr::CallRef(_) => {
                return Some(depth + usize::from(!self.entry.host()));
            }
            instr => {
                self.entry.host() && is_tail_call(instr)
                    || self.jump(&body).is_some_and(Jump::returns)
            }
        };
        depth.checked_sub(leaves.into())
    }

    /// Whether another frame takes the place of its own.
    pub(super) fn replaces(&self) -> bool {
        let tail = self.body().is_some_and(|body| is_tail_call(body.instr));
        tail && !self.entry.trapped() && !self.entry.host()
    }

    /// The slots that a global takes.
    pub(super) fn global(&self, body: &Body<'_>, index: usize) -> Span {
        let addr = body.instance.globals[index];
        Space::global(addr, self.store.global(addr).ty.value.slots().into())
    }
}

fn made(each: &mut dyn FnMut(Write), to: Span) {
    if to.len > 0 {
        each(Write { to, how: How::Made });
    }
}

fn moved(each: &mut dyn FnMut(Write), to: usize, from: usize, slots: usize) {
    if slots > 0 {
        each(Write {
            to: Span::stack(to, slots),
            how: How::Moved(Span::stack(from, slots)),
        });
    }
}
