//! Function bodies: operators into prepared instructions, branches resolved.

use super::decode::{DecodeError, unsupported};
use super::fuse::fuse;
use super::operator::{argument, block_type, constant, position, simple};
use super::types::{heap_type, ref_type, val_type};
use super::waiting::{Unresolved, Waiting};
use crate::syntax::{
    BinaryOp, Body, BranchCast, Catch, Code, FuncIdx, Handler, Instr, Jump, LabelIdx, LoadOp,
    LocalIdx, Locals, Module, RefType, StoreOp, TagIdx, Typing, ValType, VectorAccess, VectorInstr,
};
use std::sync::{Arc, OnceLock};
use wasmparser::{BinaryReader, FunctionBody, Operator};

/// A body of fewer bytes has not the million blocks that a branch cannot leave at once, since each
/// takes two, and nothing else in a valid one is refused.
const SHORT: usize = 1 << 21;

/// A body as it is read: to be prepared when it is needed, unless it might be refused.
pub(super) fn of(
    module: &Module,
    func: FuncIdx,
    body: &FunctionBody<'_>,
) -> Result<Body, DecodeError> {
    let range = position(body.range().start)?..position(body.range().end)?;
    if range.len() < SHORT {
        return Ok(Body::new(func, range));
    }
    let code = decode(module, func, body)?;
    Ok(Body::prepared(code, range))
}

/// Prepares a body that is needed.
pub(super) fn prepared(module: &Module, body: &Body) -> Code {
    let (start, end) = (body.range.start, body.range.end);
    let bytes = &module.bytes[start as usize..end as usize];
    let reader = BinaryReader::new(bytes, start.into());
    decode(module, body.func, &FunctionBody::new(reader))
        .unwrap_or_else(|error| unreachable!("a short valid body is not refused: {error}"))
}

/// Prepares the body of a function. `module` holds what comes before the code section.
fn decode(module: &Module, func: FuncIdx, body: &FunctionBody<'_>) -> Result<Code, DecodeError> {
    let locals = locals(module, func, body)?;
    let mut builder = Builder {
        module,
        locals: &locals,
        typing: Typing::new(module, func, &locals),
        instrs: Vec::new(),
        waiting: Waiting::new(),
        jumps: Vec::new(),
        casts: Vec::new(),
        handlers: Vec::new(),
        vectors: Vec::new(),
    };
    let (mut offsets, mut heights) = (Vec::new(), Vec::new());
    let mut reader = body.get_operators_reader()?;
    while !reader.eof() {
        let (operator, offset) = reader.read_with_offset()?;
        let last = reader.eof();
        heights.push(locals.slots() + builder.typing.slots());
        builder.add(&operator, offset, last)?;
        offsets.push(position(offset)?);
    }
    let ty = module.func_type(func);
    let width = |types: &[ValType]| types.iter().map(|ty| ty.slots()).sum();
    let mut code = Code {
        func,
        operand_slots: builder.typing.most_slots(),
        ops: Box::default(),
        entries: Box::default(),
        heights: heights.into(),
        instrs: builder.instrs.into(),
        jumps: builder.jumps.into(),
        casts: builder.casts.into(),
        handlers: builder.handlers.into(),
        vectors: builder.vectors.into(),
        offsets: offsets.into(),
        param_slots: width(&ty.params),
        local_slots: locals.slots(),
        result_slots: width(&ty.results),
        locals,
        typing: Arc::new(OnceLock::new()),
    };
    fuse(&mut code, &[]);
    Ok(code)
}

fn locals(module: &Module, func: FuncIdx, body: &FunctionBody<'_>) -> Result<Locals, DecodeError> {
    let mut locals = Locals::default();
    for ty in &module.func_type(func).params {
        locals.add(1, *ty);
    }
    for group in body.get_locals_reader()? {
        let (count, ty) = group?;
        if !locals.add(count, val_type(ty)?) {
            return Err(unsupported("so many locals", body.range().start));
        }
    }
    Ok(locals)
}

struct Builder<'a> {
    module: &'a Module,
    locals: &'a Locals,
    typing: Typing,
    instrs: Vec<Instr>,
    waiting: Waiting,
    jumps: Vec<Jump>,
    casts: Vec<BranchCast>,
    handlers: Vec<Handler>,
    vectors: Vec<u128>,
}

impl Builder<'_> {
    fn add(&mut self, operator: &Operator<'_>, offset: u64, last: bool) -> Result<(), DecodeError> {
        let pc = self.instrs.len();
        match operator {
            Operator::End if last => self.instrs.push(Instr::FuncEnd),
            Operator::End => self.instrs.push(Instr::End),
            _ => self.translate(operator, offset)?,
        };
        let ending = self.typing.innermost();
        let instr = &self.instrs[pc];
        self.typing.apply(self.module, position(pc as u64)?, instr);
        match *instr {
            Instr::Block(_) | Instr::Loop(_) => self.waiting.open(None),
            Instr::If { .. } => self.waiting.open(Some(pc)),
            Instr::TryTable { handler, .. } => {
                self.handlers[handler as usize].start = position(pc as u64)?;
                self.waiting.open(None);
                let place = Unresolved::Handler(handler as usize);
                self.waiting.push(self.typing.innermost(), place);
            }
            Instr::Else { .. } => self.otherwise(pc),
            Instr::End => self.resolve(ending, position(pc as u64 + 1)?),
            Instr::FuncEnd => self.resolve(ending, position(pc as u64)?),
            _ => {}
        }
        Ok(())
    }

    /// An `else` decides where its `if` goes when false, and waits for the `end`.
    fn otherwise(&mut self, pc: usize) {
        if let Some(opening) = self.waiting.reopen(self.typing.innermost(), pc)
            && let Instr::If { on_false, .. } = &mut self.instrs[opening]
        {
            *on_false = u32::try_from(pc + 1).unwrap_or(u32::MAX);
        }
    }

    fn resolve(&mut self, label: u32, pc: u32) {
        let (opening, mut next) = self.waiting.close(label);
        if let Some(opening) = opening {
            self.resolve_one(Unresolved::Instr(opening), pc);
        }
        while let Some(node) = next {
            let (place, after) = self.waiting.node(node);
            self.resolve_one(place, pc);
            next = after;
        }
    }

    fn resolve_one(&mut self, place: Unresolved, pc: u32) {
        match place {
            Unresolved::Jump(index) => self.jumps[index].target = pc,
            Unresolved::Cast(index) => self.casts[index].jump.target = pc,
            Unresolved::Catch(handler, index) => {
                self.handlers[handler].catches[index].jump.target = pc;
            }
            // Control goes on after the `end`, which is what is behind it.
            Unresolved::Handler(index) => self.handlers[index].end = pc - 1,
            Unresolved::Instr(index) => match &mut self.instrs[index] {
                Instr::Br(jump)
                | Instr::BrIf(jump)
                | Instr::BrOnNull(jump)
                | Instr::BrOnNonNull(jump) => jump.target = pc,
                Instr::If { on_false, .. } => *on_false = pc,
                Instr::Else { after_end } => *after_end = pc,
                _ => {}
            },
        }
    }

    fn jump(&mut self, label: u32, place: Unresolved, offset: u64) -> Result<Jump, DecodeError> {
        let label = LabelIdx(label);
        let Some((number, back, height, keep, returns)) = self.typing.branch(label) else {
            return Err(unsupported("a branch out of the function", offset));
        };
        if back.is_none() {
            self.waiting.push(number, place);
        }
        Jump::new(label, back, height, keep, returns)
            .ok_or_else(|| unsupported("a branch out of more than a million blocks", offset))
    }

    /// The instructions are written where they stay, the frequent ones directly: a copy would have to
    /// wait for them to be written.
    fn translate(&mut self, operator: &Operator<'_>, offset: u64) -> Result<(), DecodeError> {
        let here = Unresolved::Instr(self.instrs.len());
        let instr = match *operator {
            Operator::LocalGet { local_index } => {
                let (slot, local, wide) = self.local(local_index, offset)?;
                return self.put(Instr::LocalGet { slot, local, wide });
            }
            Operator::LocalSet { local_index } => {
                let (slot, local, wide) = self.local(local_index, offset)?;
                return self.put(Instr::LocalSet { slot, local, wide });
            }
            Operator::LocalTee { local_index } => {
                let (slot, local, wide) = self.local(local_index, offset)?;
                return self.put(Instr::LocalTee { slot, local, wide });
            }
            Operator::I32Const { value } => {
                return self.put(Instr::I32Const(value));
            }
            Operator::BrIf { relative_depth } => {
                let jump = self.jump(relative_depth, here, offset)?;
                return self.put(Instr::BrIf(jump));
            }
            Operator::Call { function_index } => {
                return self.put(Instr::Call(FuncIdx(function_index)));
            }
            Operator::Block { blockty } => Instr::Block(block_type(blockty)?),
            Operator::Loop { blockty } => Instr::Loop(block_type(blockty)?),
            Operator::If { blockty } => Instr::If {
                ty: block_type(blockty)?,
                on_false: 0,
            },
            Operator::Br { relative_depth } => {
                Instr::Br(self.jump(relative_depth, here, offset)?)
            }
            Operator::BrOnNull { relative_depth } => {
                Instr::BrOnNull(self.jump(relative_depth, here, offset)?)
            }
            Operator::BrOnNonNull { relative_depth } => {
                Instr::BrOnNonNull(self.jump(relative_depth, here, offset)?)
            }
            Operator::BrOnCast {
                relative_depth: label,
                from_ref_type: from,
                to_ref_type: to,
            } => self.branch_cast(label, from, to, false, offset)?,
            Operator::BrOnCastFail {
                relative_depth: label,
                from_ref_type: from,
                to_ref_type: to,
            } => self.branch_cast(label, from, to, true, offset)?,
            Operator::TryTable { ref try_table } => self.try_table(try_table, offset)?,
            Operator::BrTable { ref targets } => self.table(targets, offset)?,
            Operator::Drop => Instr::Drop {
                wide: self.typing.is_wide(0),
            },
            Operator::Select => Instr::Select {
                wide: self.typing.is_wide(1),
                ty: None,
            },
            Operator::TypedSelect { ty } => {
                let ty = val_type(ty)?;
                Instr::Select {
                    wide: ty == ValType::V128,
                    ty: Some(ty),
                }
            }
            Operator::RefTestNonNull { hty } => {
                Instr::RefTest(RefType::new(false, heap_type(hty)?))
            }
            Operator::RefTestNullable { hty } => {
                Instr::RefTest(RefType::new(true, heap_type(hty)?))
            }
            Operator::RefCastNonNull { hty } => {
                Instr::RefCast(RefType::new(false, heap_type(hty)?))
            }
            Operator::RefCastNullable { hty } => {
                Instr::RefCast(RefType::new(true, heap_type(hty)?))
            }
            Operator::I8x16Shuffle { lanes } => {
                let place = self.vectors.len();
                self.vectors.push(u128::from_le_bytes(lanes));
                Instr::Vector(VectorInstr::Shuffle(position(place as u64)?))
            }
            ref other => return self.rest(other, offset),
        };
        self.put(instr)
    }

    #[inline(always)]
    fn put(&mut self, instr: Instr) -> Result<(), DecodeError> {
        self.instrs.push(instr);
        Ok(())
    }

    /// Instructions that need to know nothing of the others; the more frequent ones first.
    fn rest(&mut self, operator: &Operator<'_>, offset: u64) -> Result<(), DecodeError> {
        if let Some(op) = BinaryOp::decode(operator) {
            return self.put(Instr::Binary(op));
        }
        if let Some((op, arg)) = LoadOp::decode(operator) {
            return self.put(Instr::Load(op, argument(arg, offset)?));
        }
        if let Some((op, arg)) = StoreOp::decode(operator) {
            return self.put(Instr::Store(op, argument(arg, offset)?));
        }
        let instr = self.rare(operator, offset)?;
        self.put(instr)
    }

    fn rare(&mut self, operator: &Operator<'_>, offset: u64) -> Result<Instr, DecodeError> {
        if let Some((access, arg)) = VectorAccess::decode(operator) {
            return Ok(Instr::VectorMemory(access, argument(arg, offset)?));
        }
        if let Some(instr) = constant(operator, &mut self.vectors)? {
            return Ok(instr);
        }
        simple(operator).ok_or_else(|| {
            let text = format!("{operator:?}");
            let name = text.split([' ', '{']).next().unwrap_or_default();
            unsupported(&format!("the instruction {name}"), offset)
        })
    }

    fn branch_cast(
        &mut self,
        label: u32,
        from: wasmparser::RefType,
        to: wasmparser::RefType,
        fail: bool,
        offset: u64,
    ) -> Result<Instr, DecodeError> {
        let cast = self.casts.len();
        let jump = self.jump(label, Unresolved::Cast(cast), offset)?;
        let (from, to) = (ref_type(from)?, ref_type(to)?);
        self.typing.add_cast(from, to);
        self.casts.push(BranchCast { jump, from, to });
        let cast = position(cast as u64)?;
        Ok(Instr::BrOnCast { cast, fail })
    }

    /// The labels of the clauses are those around the `try_table`.
    fn try_table(
        &mut self,
        table: &wasmparser::TryTable,
        offset: u64,
    ) -> Result<Instr, DecodeError> {
        use wasmparser::Catch as C;
        let handler = self.handlers.len();
        let mut catches = Vec::with_capacity(table.catches.len());
        for catch in &table.catches {
            let (tag, with_ref, label) = match *catch {
                C::One { tag, label } => (Some(TagIdx(tag)), false, label),
                C::OneRef { tag, label } => (Some(TagIdx(tag)), true, label),
                C::All { label } => (None, false, label),
                C::AllRef { label } => (None, true, label),
            };
            let place = Unresolved::Catch(handler, catches.len());
            let jump = self.jump(label, place, offset)?;
            catches.push(Catch {
                tag,
                with_ref,
                jump,
            });
        }
        self.handlers.push(Handler {
            start: 0,
            end: 0,
            catches: catches.into(),
        });
        Ok(Instr::TryTable {
            ty: block_type(table.ty)?,
            handler: position(handler as u64)?,
        })
    }

    fn local(&self, index: u32, offset: u64) -> Result<(u32, LocalIdx, bool), DecodeError> {
        let local = LocalIdx(index);
        match self.locals.get(local) {
            Some((ty, slot)) => Ok((slot, local, ty == ValType::V128)),
            None => Err(unsupported("a local that is not declared", offset)),
        }
    }

    fn table(
        &mut self,
        targets: &wasmparser::BrTable<'_>,
        offset: u64,
    ) -> Result<Instr, DecodeError> {
        let first = self.jumps.len();
        let default = std::iter::once(Ok(targets.default()));
        for label in targets.targets().chain(default) {
            let place = Unresolved::Jump(self.jumps.len());
            let jump = self.jump(label?, place, offset)?;
            self.jumps.push(jump);
        }
        Ok(Instr::BrTable {
            first: position(first as u64)?,
            count: targets.len(),
        })
    }
}
