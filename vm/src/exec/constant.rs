//! Constant expressions (section 3.3.13), at instantiation.

use super::num;
use crate::runtime::{FuncAddr, GlobalAddr, Ref, Store, Value};
use crate::syntax::{ConstExpr, Instr, ValType};

/// The value of an expression, as slots. `globals` and `funcs` are those of the instance
/// that is being made, as far as there are any yet.
pub(super) fn evaluate(
    expr: &ConstExpr,
    store: &Store,
    globals: &[GlobalAddr],
    funcs: &[FuncAddr],
) -> [u64; 2] {
    let mut stack: Vec<[u64; 2]> = Vec::with_capacity(2);
    for instr in &expr.0 {
        let value = match *instr {
            Instr::I32Const(value) => Value::I32(value).to_slots(),
            Instr::I64Const(value) => Value::I64(value).to_slots(),
            Instr::F32Const(bits) => Value::F32(bits).to_slots(),
            Instr::F64Const(bits) => Value::F64(bits).to_slots(),
            Instr::RefNull(heap) => Value::default_of(ValType::null(heap)).to_slots(),
            Instr::RefFunc(func) => [Ref::Func(funcs[func.at()]).to_slot(), 0],
            Instr::GlobalGet(global) => store.global(globals[global.at()]).slots,
            Instr::Binary(op) => {
                let [b, _] = stack.pop().unwrap_or_default();
                let [a, _] = stack.pop().unwrap_or_default();
                [num::binary(op, a, b), 0]
            }
            other => unreachable!("{} is not constant: the decoder refuses it", other.name()),
        };
        stack.push(value);
    }
    stack.pop().unwrap_or_default()
}
