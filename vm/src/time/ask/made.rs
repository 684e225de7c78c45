//! What a step has made, and of what.

use super::flow::{Body, Step};
use super::node::{OriginKind, Role};
use super::span::{Space, Span};
use crate::observe::Site;
use crate::runtime::{Func, FuncAddr, Value};
use crate::syntax::{Instr, ObjectInstr, TypeIdx, ValType};

/// What a step has made.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) kind: OriginKind,
    pub(super) by_step: bool,
    pub(super) site: Option<Site>,
    pub(super) value: Option<Value>,
    pub(super) bytes: Vec<u8>,
    /// Each with the type that it is used in; `None` for bytes.
    pub(super) inputs: Vec<(Role, Span, Option<ValType>)>,
    /// Which of several things that the step has made.
    pub(super) which: u64,
}

impl Default for Made {
    /// What was there at the first step.
    fn default() -> Self {
        Self {
            kind: OriginKind::Initial,
            by_step: false,
            site: None,
            value: None,
            bytes: Vec::new(),
            inputs: Vec::new(),
            which: 0,
        }
    }
}

/// What a step has made in a part of a range that it has written, to be used in a type.
pub(super) fn made(step: &Step<'_>, to: Span, part: Span, ty: Option<ValType>) -> Option<Made> {
    let mut made = Made {
        by_step: true,
        site: site(step),
        ..Made::default()
    };
    if step.entry.host() {
        made.kind = OriginKind::Host;
        made.which = 1 + part.start;
        answered(step, to, part, &mut made);
        return Some(made);
    }
    let body = step.body()?;
    let two = ty == Some(ValType::V128) || matches!(body.instr, Instr::Wide(_));
    let slots = step.tape.slots(step.index, two);
    made.value = match (part.space, ty) {
        // The high half of two results lies above the low one.
        (Space::Stack, Some(ty)) if matches!(body.instr, Instr::Wide(_)) => {
            let high = part.start > to.start;
            made.which = high.into();
            Some(Value::from_slots(ty, [slots[usize::from(high)], 0]))
        }
        (Space::Stack, Some(ty)) => Some(Value::from_slots(ty, slots)),
        _ => None,
    };
    let operands = Operands::of(step, &body);
    let mut builder = Builder {
        step,
        body: &body,
        operands,
        made,
    };
    builder.tell(to, part, ty);
    if part.space != Space::Stack {
        // Beside what the step has pushed.
        builder.made.which |= 1 << 63;
    }
    Some(builder.made)
}

/// What the host has given.
fn answered(step: &Step<'_>, to: Span, part: Span, made: &mut Made) {
    let Some(answer) = step.answers.get(step.number()) else {
        return;
    };
    let offset = part.start - to.start;
    if part.space == Space::Stack {
        let mut at = 0;
        for result in &answer.results {
            if at == offset {
                made.value = Some(*result);
            }
            at += u64::from(result.ty().slots());
        }
    }
    for (memory, start, bytes) in &answer.writes {
        let all = Span::new(Space::Memory(*memory), *start, bytes.len() as u64);
        if part.space == all.space && all.holds(part) {
            let first = (part.start - start) as usize;
            let len = part.len.min(16) as usize;
            made.bytes = bytes[first..first + len].to_vec();
        }
    }
}

/// The operands that a step has taken, the topmost one first.
struct Operands(Vec<(Span, Option<ValType>)>);

impl Operands {
    fn of(step: &Step<'_>, body: &Body<'_>) -> Self {
        let mut taken = 0;
        step.reads(&mut |span| {
            if span.space == Space::Stack {
                taken = span.len;
            }
        });
        let situation = body.code.typing(body.module).at(step.entry.pc());
        let mut end = step.top() as u64;
        let low = end - taken.min(end);
        let mut operands = Vec::new();
        for ty in situation
            .into_iter()
            .flat_map(|at| at.operands.into_iter().rev())
        {
            let width = ty.map_or(1, |ty| u64::from(ty.slots()));
            if end < low + width {
                break;
            }
            end -= width;
            operands.push((Span::new(Space::Stack, end, width), ty));
        }
        Self(operands)
    }
}

struct Builder<'a> {
    step: &'a Step<'a>,
    body: &'a Body<'a>,
    operands: Operands,
    made: Made,
}

impl Builder<'_> {
    /// An operand is an input; 0 is the topmost.
    fn operand(&mut self, role: Role, below: usize) {
        if let Some((span, ty)) = self.operands.0.get(below) {
            self.made.inputs.push((role, *span, *ty));
        }
    }

    /// Something was read that lies elsewhere.
    fn load(&mut self, ty: Option<ValType>) {
        self.made.kind = OriginKind::Load;
        let (step, body) = (self.step, self.body);
        let mut read = None;
        step.store_reads(body, &mut |span| read = Some(span));
        if let Some(span) = read {
            let ty = ty.filter(|_| !matches!(span.space, Space::Memory(_)));
            self.made.inputs.push((Role::Value, span, ty));
        }
    }

    /// Something was written elsewhere: the operand that was, and those that say where.
    fn store(&mut self, value: usize, places: &[usize]) {
        self.made.kind = OriginKind::Store;
        self.operand(Role::Value, value);
        for place in places {
            self.operand(Role::Address, *place);
        }
        if let Some((_, Some(ty))) = self.operands.0.get(value).copied() {
            let slots = self.step.tape.slots(self.step.index, ty.slots() == 2);
            // Only what was on top is noted.
            self.made.value = (value == 0).then(|| Value::from_slots(ty, slots));
        }
    }

    fn leaf(&mut self, kind: OriginKind) {
        self.made.kind = kind;
    }

    fn tell(&mut self, to: Span, part: Span, ty: Option<ValType>) {
        match self.body.instr {
            Instr::I32Const(_)
            | Instr::I64Const(_)
            | Instr::F32Const(_)
            | Instr::F64Const(_)
            | Instr::RefNull(_)
            | Instr::RefFunc(_) => self.leaf(OriginKind::Constant),
            Instr::Select { .. } => {
                self.made.kind = OriginKind::Operation;
                // The first one unless the condition is zero.
                let chosen = if self.step.entry.note as u32 != 0 {
                    2
                } else {
                    1
                };
                self.operand(Role::Value, chosen);
                self.operand(Role::Condition, 0);
            }
            Instr::Load(..) => {
                self.load(None);
                self.operand(Role::Address, 0);
            }
            Instr::VectorMemory(access, _) if !access.writes() => {
                self.load(None);
                if access.effect().0 == 2 {
                    self.operand(Role::Value, 0);
                    self.operand(Role::Address, 1);
                } else {
                    self.operand(Role::Address, 0);
                }
            }
            Instr::Store(..) | Instr::VectorMemory(..) => self.store(0, &[1]),
            Instr::MemoryFill(_) | Instr::TableFill(_) => self.store(1, &[2]),
            Instr::MemoryInit { data, .. } => {
                self.leaf(OriginKind::Segment);
                self.made.which = part.start;
                let from = self.step.extra().slots[3];
                self.segment_bytes(data.at(), from + (part.start - to.start), part.len);
            }
            Instr::TableInit { .. } => {
                self.leaf(OriginKind::Segment);
                self.made.which = part.start;
            }
            Instr::TableGet(_) => {
                self.load(ty);
                self.operand(Role::Address, 0);
            }
            Instr::TableSet(_) => self.store(0, &[1]),
            Instr::TableGrow(_) if to.space != Space::Stack => self.store(1, &[]),
            Instr::MemoryGrow(_) if to.space != Space::Stack => self.zero(part),
            Instr::Call(_)
            | Instr::CallIndirect { .. }
            | Instr::CallRef(_)
            | Instr::ReturnCall(_)
            | Instr::ReturnCallIndirect { .. }
            | Instr::ReturnCallRef(_) => {
                self.zero(part);
                self.made.value = ty.map(Value::default_of);
            }
            Instr::Object(instr) => self.object(*instr, to, part, ty),
            _ => {
                self.made.kind = OriginKind::Operation;
                for below in (0..self.operands.0.len()).rev() {
                    self.operand(Role::Value, below);
                }
            }
        }
    }

    fn zero(&mut self, part: Span) {
        self.leaf(OriginKind::Zero);
        self.made.which = part.start;
        if let Space::Memory(_) = part.space {
            self.made.bytes = vec![0; part.len.min(16) as usize];
        }
    }

    /// Bytes of a data segment, as the module has them.
    fn segment_bytes(&mut self, data: usize, from: u64, len: u64) {
        let module = self.body.module;
        let bytes = module.datas.get(data).and_then(|data| {
            let start = data.range.start.checked_add(usize::try_from(from).ok()?)?;
            let end = start.checked_add(len.min(16) as usize)?;
            module.bytes.get(start..end.min(data.range.end))
        });
        self.made.bytes = bytes.unwrap_or_default().to_vec();
    }

    fn object(&mut self, instr: ObjectInstr, to: Span, part: Span, ty: Option<ValType>) {
        use ObjectInstr as O;
        // The reference to a new object is made of all that it holds.
        let reference = to.space == Space::Stack;
        let fields = self.operands.0.len();
        match instr {
            O::StructGet { .. } => {
                self.load(ty);
                self.operand(Role::Address, 0);
            }
            O::ArrayGet { .. } => {
                self.load(ty);
                self.operand(Role::Address, 1);
                self.operand(Role::Address, 0);
            }
            O::StructSet { .. } => self.store(0, &[1]),
            O::ArraySet(_) => self.store(0, &[2, 1]),
            O::ArrayFill(_) => self.store(1, &[3, 2]),
            O::StructNew(_) | O::ArrayNewFixed { .. } if !reference => {
                self.made.which = 1 + part.start;
                let below = fields.checked_sub(1 + part.start as usize);
                self.store(below.unwrap_or(usize::MAX), &[]);
                self.made.value = None;
            }
            O::ArrayNew(_) if !reference => {
                self.made.which = 1;
                self.store(1, &[]);
            }
            O::StructNewDefault(_) | O::ArrayNewDefault(_) if !reference => {
                self.zero(part);
                self.made.which = 1 + part.start;
                self.made.value = ty.map(Value::default_of);
            }
            O::ArrayNewData { ty: array, data } if !reference => {
                self.segment(part, data.at(), self.step.extra().slots[3], array, 0);
            }
            O::ArrayInitData { ty: array, data } => {
                self.segment(part, data.at(), self.step.extra().slots[3], array, to.start);
            }
            O::ArrayNewElem { .. } | O::ArrayInitElem { .. } if !reference => {
                self.leaf(OriginKind::Segment);
                self.made.which = 1 + part.start;
            }
            _ => {
                self.made.kind = OriginKind::Operation;
                for below in (0..fields).rev() {
                    self.operand(Role::Value, below);
                }
            }
        }
    }

    /// An element that comes from a data segment.
    fn segment(&mut self, part: Span, data: usize, from: u64, array: TypeIdx, first: u64) {
        self.leaf(OriginKind::Segment);
        self.made.which = 1 + part.start;
        let fields = self.body.module.types.get(array).fields();
        let width = fields.first().map_or(1, |element| element.storage.bytes()) as u64;
        let at = from.saturating_add((part.start - first).saturating_mul(width));
        self.segment_bytes(data, at, width);
    }
}

/// The instruction of a step.
fn site(step: &Step<'_>) -> Option<Site> {
    let body = step.body()?;
    let Func::Wasm {
        instance, index, ..
    } = step.store.func(FuncAddr(step.entry.func))
    else {
        return None;
    };
    Some(Site {
        instance: *instance,
        func: *index,
        pc: step.entry.pc(),
        instr: *body.instr,
    })
}
