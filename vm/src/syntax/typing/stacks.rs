//! The operands and the labels in force, as linked lists in two arenas.

use super::{Label, LabelKind, Situation};
use crate::syntax::{BlockType, Code, FuncIdx, Instr, LabelIdx, Locals, Module, RefType, ValType};

#[derive(Clone, Copy, Debug)]
struct Operand {
    /// The operand below, or the bottom itself.
    below: u32,
    ty: Option<ValType>,
    /// How many operands there are, with this one, and how many slots they take.
    count: u32,
    slots: u32,
}

#[derive(Clone, Copy, Debug)]
struct Control {
    outer: Option<u32>,
    kind: LabelKind,
    ty: BlockType,
    /// How many values a branch to it carries, and how many slots they take.
    arity: u32,
    keep: u32,
    /// In the order of opening; the function's own label is 0.
    number: u32,
    start: u32,
    /// The operands below its parameters.
    base: u32,
    unreachable: bool,
}

impl Control {
    /// Of a construct, wherever it stands.
    fn new(module: &Module, kind: LabelKind, ty: BlockType) -> Self {
        let carried = match kind {
            LabelKind::Loop => ty.params(module),
            _ => ty.results(module),
        };
        Self {
            outer: None,
            kind,
            ty,
            arity: index(carried.len()),
            keep: carried.iter().map(|ty| ty.slots()).sum(),
            number: 0,
            start: 0,
            base: Typing::BOTTOM,
            unreachable: false,
        }
    }
}

/// Where the lists began at some pc.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    operands: u32,
    control: u32,
    reachable: bool,
}

/// The state of the derivation at one pc.
#[derive(Debug)]
pub(crate) struct Typing {
    operands: Vec<Operand>,
    controls: Vec<Control>,
    /// The pc of each label's `end`, by number, once it has been seen.
    ends: Vec<u32>,
    top: u32,
    control: u32,
    /// The labels in force, outermost first, as nodes of `controls`.
    open: Vec<u32>,
    /// Whether what is no longer in force is kept, for somebody to look at.
    keeps: bool,
    pub(super) locals: Locals,
    /// The types of the function's branches on casts: that of the operand, and the one that
    /// it is tested for.
    pub(super) casts: Vec<(RefType, RefType)>,
    most_slots: u32,
}

impl Typing {
    const BOTTOM: u32 = 0;

    /// At the first instruction of a function with these locals.
    pub(crate) fn new(module: &Module, func: FuncIdx, locals: &Locals) -> Self {
        let bottom = Operand {
            below: Self::BOTTOM,
            ty: None,
            count: 0,
            slots: 0,
        };
        let ty = BlockType::Type(module.funcs[func.at()]);
        Self {
            operands: vec![bottom],
            controls: vec![Control::new(module, LabelKind::Func, ty)],
            ends: vec![0],
            top: Self::BOTTOM,
            control: 0,
            open: vec![0],
            keeps: false,
            locals: locals.clone(),
            casts: Vec::new(),
            most_slots: 0,
        }
    }

    /// The same for prepared code, with all that is no longer in force kept.
    pub(super) fn keeping(module: &Module, code: &Code) -> Self {
        let casts = code.casts.iter().map(|cast| (cast.from, cast.to));
        Self {
            keeps: true,
            casts: casts.collect(),
            ..Self::new(module, code.func, &code.locals)
        }
    }

    /// Adds the types of the next branch on a cast.
    pub(crate) fn add_cast(&mut self, from: RefType, to: RefType) {
        self.casts.push((from, to));
    }

    /// Most slots that the operands took so far.
    pub(crate) fn most_slots(&self) -> u32 {
        self.most_slots
    }

    /// How many slots the operands take.
    pub(crate) fn slots(&self) -> u32 {
        self.operands[self.top as usize].slots
    }

    /// Whether the operand `depth` places below the top takes two slots.
    pub(crate) fn is_wide(&self, depth: usize) -> bool {
        let mut at = self.top;
        for _ in 0..depth {
            at = self.operands[at as usize].below;
        }
        self.operands[at as usize].ty == Some(ValType::V128)
    }

    /// The number of the innermost label, which tells it from all others.
    pub(crate) fn innermost(&self) -> u32 {
        self.controls[self.control as usize].number
    }

    /// The number of a label in force, and what a branch to it needs to know: the
    /// pc it goes back to (for a loop), slots below, slots carried, and whether it
    /// is the function's own.
    pub(crate) fn branch(&self, label: LabelIdx) -> Option<(u32, Option<u32>, u32, u32, bool)> {
        let depth = self.open.len().checked_sub(label.at() + 1)?;
        let control = &self.controls[self.open[depth] as usize];
        let back = (control.kind == LabelKind::Loop).then_some(control.start);
        let height = self.operands[control.base as usize].slots;
        let (number, keep) = (control.number, control.keep);
        Some((number, back, height, keep, control.outer.is_none()))
    }

    /// Where the lists begin now, for [`Typing::situation`] later.
    pub(super) fn row(&self) -> Row {
        Row {
            operands: self.top,
            control: self.control,
            reachable: !self.controls[self.control as usize].unreachable,
        }
    }

    /// What was in force at `row`, if all has been kept.
    pub(super) fn situation(&self, row: Row) -> Situation {
        let mut operands = Vec::new();
        let mut next = row.operands;
        while next != Self::BOTTOM {
            let operand = self.operands[next as usize];
            operands.push(operand.ty);
            next = operand.below;
        }
        operands.reverse();
        let mut labels = Vec::new();
        let mut next = Some(row.control);
        while let Some(index) = next {
            let control = &self.controls[index as usize];
            labels.push(self.label(control));
            next = control.outer;
        }
        Situation {
            operands,
            labels,
            reachable: row.reachable,
        }
    }

    fn label(&self, control: &Control) -> Label {
        let end = self.ends[control.number as usize];
        Label {
            kind: control.kind,
            block: control.number.checked_sub(1),
            arity: control.arity as usize,
            target: match control.kind {
                LabelKind::Loop => control.start,
                LabelKind::Func => end,
                _ => end + 1,
            },
            height: self.operands[control.base as usize].count as usize,
        }
    }

    pub(super) fn push(&mut self, ty: Option<ValType>) {
        let below = self.operands[self.top as usize];
        let slots = below.slots + ty.map_or(1, ValType::slots);
        self.operands.push(Operand {
            below: self.top,
            ty,
            count: below.count + 1,
            slots,
        });
        self.top = index(self.operands.len() - 1);
        self.most_slots = self.most_slots.max(slots);
    }

    pub(super) fn push_all(&mut self, types: &[ValType]) {
        for &ty in types {
            self.push(Some(ty));
        }
    }

    /// Takes the top operand; in code that cannot be reached there may be none.
    pub(super) fn pop(&mut self) -> Option<ValType> {
        let base = self.controls[self.control as usize].base;
        if self.top == base || self.top == Self::BOTTOM {
            return None;
        }
        let operand = self.operands[self.top as usize];
        self.top = operand.below;
        operand.ty
    }

    /// Takes so many.
    pub(super) fn pop_many(&mut self, count: usize) {
        for _ in 0..count {
            self.pop();
        }
    }

    /// At the beginning of a construct, its parameters on the stack.
    pub(super) fn open(&mut self, module: &Module, kind: LabelKind, ty: BlockType, pc: u32) {
        self.pop_many(ty.params(module).len());
        let control = Control {
            outer: Some(self.control),
            number: index(self.ends.len()),
            start: pc,
            base: self.top,
            ..Control::new(module, kind, ty)
        };
        self.ends.push(pc);
        self.controls.push(control);
        self.control = index(self.controls.len() - 1);
        self.open.push(self.control);
        self.push_all(ty.params(module));
    }

    /// At an `else`.
    pub(super) fn otherwise(&mut self, module: &Module) {
        let control = Control {
            kind: LabelKind::Else,
            unreachable: false,
            ..self.controls[self.control as usize]
        };
        self.top = control.base;
        self.controls.push(control);
        self.control = index(self.controls.len() - 1);
        if let Some(innermost) = self.open.last_mut() {
            *innermost = self.control;
        }
        self.push_all(control.ty.params(module));
    }

    /// At an `end`.
    pub(super) fn close(&mut self, module: &Module, pc: u32) {
        let control = self.controls[self.control as usize];
        self.ends[control.number as usize] = pc;
        self.top = control.base;
        if let Some(outer) = control.outer {
            self.control = outer;
            self.open.pop();
        }
        self.push_all(control.ty.results(module));
    }

    /// What follows in this construct cannot be reached.
    pub(super) fn unreachable(&mut self) {
        let control = &mut self.controls[self.control as usize];
        control.unreachable = true;
        self.top = control.base;
    }

    /// Goes past an instruction.
    pub(crate) fn apply(&mut self, module: &Module, pc: u32, instr: &Instr) {
        self.go_past(module, pc, instr);
        if !self.keeps {
            // Nodes above those in force belong to nobody.
            self.operands.truncate(self.top as usize + 1);
            self.controls.truncate(self.control as usize + 1);
        }
    }
}

/// A function has at most 7,654,321 bytes, an implementation limit that
/// `wasmparser` enforces, so its nodes can be counted in 32 bits.
fn index(position: usize) -> u32 {
    u32::try_from(position).expect("a function body is smaller than 4 GiB")
}
