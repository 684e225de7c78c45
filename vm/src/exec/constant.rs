//! Constant expressions (section 3.5.10), at instantiation.

use super::num;
use super::object::{self, World};
use crate::runtime::{FuncAddr, Global, GlobalAddr, Limit, Ref, Store, TypeAddr};
use crate::syntax::{ConstExpr, Instr, Module, ObjectInstr, VectorInstr};

/// What an instance has of itself while it is being made, as far as there is any yet.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) module: &'a Module,
    pub(super) globals: &'a [GlobalAddr],
    pub(super) funcs: &'a [FuncAddr],
    pub(super) types: &'a [TypeAddr],
}

/// The value of an expression, as slots.
///
/// # Errors
/// When the heap has no room for an object that it makes. Nothing is collected while an
/// instance is made.
pub(super) fn evaluate(
    expr: &ConstExpr,
    store: &mut Store,
    scope: Scope<'_>,
) -> Result<[u64; 2], Limit> {
    let mut stack: Vec<u64> = Vec::with_capacity(2);
    for instr in &expr.instrs {
        match *instr {
            Instr::I32Const(value) => stack.push(u64::from(value as u32)),
            Instr::I64Const(value) => stack.push(value as u64),
            Instr::F32Const(bits) => stack.push(u64::from(bits)),
            Instr::F64Const(bits) => stack.push(bits),
            Instr::Vector(VectorInstr::Const(index)) => {
                let bits = expr.vectors[index as usize];
                stack.extend([bits as u64, (bits >> 64) as u64]);
            }
            Instr::RefNull(_) => stack.push(Ref::Null.to_slot()),
            Instr::RefFunc(func) => stack.push(Ref::Func(scope.funcs[func.at()]).to_slot()),
            Instr::GlobalGet(global) => {
                let Global { ty, slots } = store.globals[scope.globals[global.at()].at()];
                stack.extend(&slots[..ty.value.slots() as usize]);
            }
            Instr::Binary(op) => {
                let b = stack.pop().unwrap_or_default();
                let a = stack.pop().unwrap_or_default();
                stack.push(num::binary(op, a, b));
            }
            Instr::Object(instr) => allocate(instr, store, scope, &mut stack)?,
            other => unreachable!("{} is not constant: the decoder refuses it", other.name()),
        }
    }
    let low = stack.first().copied().unwrap_or_default();
    let high = stack.get(1).copied().unwrap_or_default();
    Ok([low, high])
}

/// Makes an object of the operands on the stack.
fn allocate(
    instr: ObjectInstr,
    store: &mut Store,
    scope: Scope<'_>,
    stack: &mut Vec<u64>,
) -> Result<(), Limit> {
    let top = stack.len();
    // Room for what is pushed.
    stack.push(0);
    let world = World {
        heap: &mut store.heap,
        defs: &scope.module.types,
        types: scope.types,
        bytes: &[],
        datas: &[],
        data_addrs: &[],
        elems: &[],
        elem_addrs: &[],
        collects: false,
    };
    // None of those that are constant traps.
    let (top, _) = object::execute(instr, world, stack, top).map_err(|_| Limit::Heap)?;
    stack.truncate(top);
    Ok(())
}
