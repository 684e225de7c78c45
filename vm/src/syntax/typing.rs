//! The types of operands and the labels in force at each instruction.
//!
//! A valid module fixes the type of every stack slot at every pc (section 3.4,
//! and the algorithm of the appendix "Validation Algorithm"), so the machine stores
//! none. This module derives them again from the prepared instructions: while a
//! module is loaded, to know heights and widths, and later for whoever looks at a
//! frame. It trusts that `wasmparser` has validated the body; it checks nothing.
//!
//! Operand stacks and label stacks are linked lists in two arenas, so that keeping
//! all of them, for every pc of a function, costs one node an instruction.

use super::{
    BlockType, Code, FuncIdx, HeapType, Instr, LabelIdx, Locals, Module, RefType, ValType,
};

/// What opened a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the construct of that name")]
pub enum LabelKind {
    Func,
    Block,
    Loop,
    If,
    Else,
    TryTable,
}

impl LabelKind {
    /// The word for it, as the JavaScript interface has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Func => "func",
            Self::Block => "block",
            Self::Loop => "loop",
            Self::If => "if",
            Self::Else => "else",
            Self::TryTable => "try_table",
        }
    }
}

/// A label in force at some pc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// What opened it.
    pub kind: LabelKind,
    /// Which block of the function it is, counted in the order of their openings
    /// from 0, as the name section counts; `None` for the function's own label.
    pub block: Option<u32>,
    /// How many values a branch to it carries.
    pub arity: usize,
    /// The pc where a branch to it goes on; the final `end` for the function's own
    /// label, which such a branch does not run.
    pub target: u32,
    /// How many operands stay below those that the branch carries.
    pub height: usize,
}

/// Operand types and labels at one pc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Situation {
    /// Types of the operands, bottom first. `None` where the code cannot be
    /// reached and any type would do.
    pub operands: Vec<Option<ValType>>,
    /// Labels, innermost first.
    pub labels: Vec<Label>,
    /// Whether control can come here.
    pub reachable: bool,
}

/// The situations at every pc of a function.
#[derive(Debug)]
pub struct FuncTyping {
    typing: Typing,
    rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    operands: u32,
    control: u32,
    reachable: bool,
}

impl FuncTyping {
    pub(super) fn new(module: &Module, code: &Code) -> Self {
        let mut typing = Typing::new(module, code.func, &code.locals);
        typing.keeps = true;
        for cast in &code.casts {
            typing.add_cast(cast.from, cast.to);
        }
        let mut rows = Vec::with_capacity(code.instrs.len());
        for (pc, instr) in (0..).zip(&code.instrs) {
            rows.push(Row {
                operands: typing.top,
                control: typing.control,
                reachable: !typing.controls[typing.control as usize].unreachable,
            });
            typing.apply(module, pc, instr);
        }
        Self { typing, rows }
    }

    /// The situation before the instruction at `pc`; `None` past the end.
    #[must_use]
    pub fn at(&self, pc: u32) -> Option<Situation> {
        let row = self.rows.get(pc as usize)?;
        let typing = &self.typing;
        let mut operands = Vec::new();
        let mut next = row.operands;
        while next != Typing::BOTTOM {
            let operand = typing.operands[next as usize];
            operands.push(operand.ty);
            next = operand.below;
        }
        operands.reverse();
        let mut labels = Vec::new();
        let mut next = Some(row.control);
        while let Some(index) = next {
            let control = &typing.controls[index as usize];
            labels.push(typing.label(control));
            next = control.outer;
        }
        Some(Situation {
            operands,
            labels,
            reachable: row.reachable,
        })
    }
}

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

/// The state of the derivation at one pc.
#[derive(Debug, Default)]
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
    locals: Locals,
    /// The types of the function's branches on casts: that of the operand, and the one that
    /// it is tested for.
    casts: Vec<(RefType, RefType)>,
    most_slots: u32,
}

impl Typing {
    const BOTTOM: u32 = 0;

    /// At the first instruction of a function with these locals.
    pub(crate) fn new(module: &Module, func: FuncIdx, locals: &Locals) -> Self {
        let mut typing = Self::default();
        typing.begin(module, func, locals);
        typing
    }

    /// The same of what was used for another function: that takes no new memory.
    pub(crate) fn begin(&mut self, module: &Module, func: FuncIdx, locals: &Locals) {
        let bottom = Operand {
            below: Self::BOTTOM,
            ty: None,
            count: 0,
            slots: 0,
        };
        let ty = BlockType::Type(module.funcs[func.at()]);
        let own = Control::new(module, LabelKind::Func, ty);
        self.operands.clear();
        self.operands.push(bottom);
        self.controls.clear();
        self.controls.push(own);
        self.ends.clear();
        self.ends.push(0);
        (self.top, self.control) = (Self::BOTTOM, 0);
        self.open.clear();
        self.open.push(0);
        self.keeps = false;
        self.locals.clone_from(locals);
        self.casts.clear();
        self.most_slots = 0;
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

    fn push(&mut self, ty: Option<ValType>) {
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

    fn push_all(&mut self, types: &[ValType]) {
        for &ty in types {
            self.push(Some(ty));
        }
    }

    /// Takes the top operand; in code that cannot be reached there may be none.
    fn pop(&mut self) -> Option<ValType> {
        let base = self.controls[self.control as usize].base;
        if self.top == base || self.top == Self::BOTTOM {
            return None;
        }
        let operand = self.operands[self.top as usize];
        self.top = operand.below;
        operand.ty
    }

    fn pop_many(&mut self, count: usize) {
        for _ in 0..count {
            self.pop();
        }
    }

    fn open(&mut self, module: &Module, kind: LabelKind, ty: BlockType, pc: u32) {
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

    fn otherwise(&mut self, module: &Module) {
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

    fn close(&mut self, module: &Module, pc: u32) {
        let control = self.controls[self.control as usize];
        self.ends[control.number as usize] = pc;
        self.top = control.base;
        if let Some(outer) = control.outer {
            self.control = outer;
            self.open.pop();
        }
        self.push_all(control.ty.results(module));
    }

    /// The type of the operand of a branch on a cast that is not taken (section 3.4.9).
    fn rest_of(&self, cast: usize, fail: bool) -> Option<ValType> {
        let (from, to) = *self.casts.get(cast)?;
        Some(ValType::Ref(match (fail, to.nullable()) {
            (true, _) => to,
            (false, true) => from.non_null(),
            (false, false) => from,
        }))
    }

    fn unreachable(&mut self) {
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

    fn go_past(&mut self, module: &Module, pc: u32, instr: &Instr) {
        match instr {
            Instr::Block(ty) => self.open(module, LabelKind::Block, *ty, pc),
            Instr::Loop(ty) => self.open(module, LabelKind::Loop, *ty, pc),
            Instr::TryTable { ty, .. } => self.open(module, LabelKind::TryTable, *ty, pc),
            Instr::If { ty, .. } => {
                self.pop();
                self.open(module, LabelKind::If, *ty, pc);
            }
            Instr::Else { .. } => self.otherwise(module),
            Instr::End | Instr::FuncEnd => self.close(module, pc),
            Instr::Unreachable
            | Instr::Br(_)
            | Instr::BrTable { .. }
            | Instr::Return
            | Instr::ReturnCall(_)
            | Instr::ReturnCallIndirect { .. }
            | Instr::ReturnCallRef(_)
            | Instr::Throw(_)
            | Instr::ThrowRef => self.unreachable(),
            Instr::Drop { .. } => {
                self.pop();
            }
            Instr::Select { ty, .. } => {
                self.pop();
                let second = self.pop();
                let first = self.pop();
                self.push(ty.or(second).or(first));
            }
            Instr::LocalTee { .. } => {
                // In unreachable code the operand may be unknown; then it becomes known.
                self.pop();
                let ty = self.local(instr);
                self.push(ty);
            }
            Instr::Call(func) => {
                let ty = module.func_type(*func);
                self.pop_many(ty.params.len());
                self.push_all(&ty.results);
            }
            Instr::CallIndirect { ty, .. } => {
                let ty = module.types.func(*ty);
                self.pop_many(ty.params.len() + 1);
                self.push_all(&ty.results);
            }
            Instr::CallRef(ty) => {
                let ty = module.types.func(*ty);
                self.pop_many(ty.params.len() + 1);
                self.push_all(&ty.results);
            }
            Instr::BrOnNull(_) | Instr::RefAsNonNull => {
                let ty = self.pop();
                self.push(ty.map(non_null));
            }
            Instr::BrOnCast { cast, fail } => {
                self.pop();
                let rest = self.rest_of(*cast as usize, *fail);
                self.push(rest);
            }
            Instr::Object(instr) => {
                let (pops, push) = super::object::effect(*instr, module);
                self.pop_many(pops);
                if push.is_some() {
                    self.push(push);
                }
            }
            Instr::VectorMemory(access, _) => {
                let (pops, push) = access.effect();
                self.pop_many(pops);
                if push.is_some() {
                    self.push(push);
                }
            }
            Instr::Wide(op) => {
                self.pop_many(op.takes());
                self.push(Some(op.result()));
                self.push(Some(op.result()));
            }
            Instr::Vector(instr) => {
                let (pops, push) = instr.effect();
                self.pop_many(pops);
                if push.is_some() {
                    self.push(push);
                }
            }
            _ => {
                let (pops, push) = self.effect(module, instr);
                self.pop_many(pops);
                if push.is_some() {
                    self.push(push);
                }
            }
        }
    }

    fn local(&self, instr: &Instr) -> Option<ValType> {
        match instr {
            Instr::LocalGet { local, .. } | Instr::LocalTee { local, .. } => {
                self.locals.get(*local).map(|(ty, _)| ty)
            }
            _ => None,
        }
    }

    /// How many operands a straight-line instruction pops, and what it pushes.
    fn effect(&self, module: &Module, instr: &Instr) -> (usize, Option<ValType>) {
        use ValType::{F32, F64, I32, I64};
        let table = |index: usize| ValType::Ref(module.tables[index].element);
        match instr {
            Instr::Nop | Instr::ElemDrop(_) | Instr::DataDrop(_) => (0, None),
            Instr::BrIf(_)
            | Instr::BrOnNonNull(_)
            | Instr::LocalSet { .. }
            | Instr::GlobalSet(_) => (1, None),
            Instr::LocalGet { .. } => (0, self.local(instr)),
            Instr::GlobalGet(global) => (0, Some(module.globals[global.at()].value)),
            Instr::TableGet(index) => (1, Some(table(index.at()))),
            Instr::TableSize(table) => (0, Some(module.tables[table.at()].address())),
            Instr::MemorySize(mem) => (0, Some(module.memories[mem.at()].address())),
            Instr::TableGrow(table) => (2, Some(module.tables[table.at()].address())),
            Instr::MemoryGrow(mem) => (1, Some(module.memories[mem.at()].address())),
            Instr::TableSet(_) | Instr::Store(..) => (2, None),
            Instr::TableFill(_)
            | Instr::TableCopy { .. }
            | Instr::TableInit { .. }
            | Instr::MemoryFill(_)
            | Instr::MemoryCopy { .. }
            | Instr::MemoryInit { .. } => (3, None),
            Instr::Load(op, _) => (1, Some(op.ty())),
            Instr::RefIsNull | Instr::RefTest(_) => (1, Some(I32)),
            Instr::RefEq => (2, Some(I32)),
            Instr::RefCast(ty) => (1, Some(ValType::Ref(*ty))),
            Instr::RefNull(heap) => (0, Some(ValType::null(*heap))),
            Instr::RefFunc(func) => {
                let heap = HeapType::Defined(module.funcs[func.at()]);
                (0, Some(ValType::Ref(RefType::new(false, heap))))
            }
            Instr::I32Const(_) => (0, Some(I32)),
            Instr::I64Const(_) => (0, Some(I64)),
            Instr::F32Const(_) => (0, Some(F32)),
            Instr::F64Const(_) => (0, Some(F64)),
            Instr::Unary(op) => (1, Some(op.result())),
            Instr::Truncate(op) => (1, Some(op.result())),
            Instr::Binary(op) => (2, Some(op.result())),
            Instr::Divide(op) => (2, Some(op.result())),
            other => unreachable!("{} is not a straight-line instruction", other.name()),
        }
    }
}

/// What is left of a type when null has been taken out.
fn non_null(ty: ValType) -> ValType {
    match ty {
        ValType::Ref(ty) => ValType::Ref(ty.non_null()),
        number => number,
    }
}

/// A function has at most 7,654,321 bytes, an implementation limit that
/// `wasmparser` enforces, so its nodes can be counted in 32 bits.
fn index(position: usize) -> u32 {
    u32::try_from(position).expect("a function body is smaller than 4 GiB")
}
