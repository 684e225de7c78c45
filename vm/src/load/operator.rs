//! Operators that need to know nothing of what surrounds them, as instructions.

use super::decode::{DecodeError, unsupported};
use super::types::{heap_type, val_type};
use crate::syntax::{
    BinaryOp, BlockType, DataIdx, DivideOp, ElemIdx, FuncIdx, GlobalIdx, Instr, MemArg, MemIdx,
    ObjectInstr, TableIdx, TagIdx, TruncateOp, TypeIdx, UnaryOp, VectorInstr, WideOp,
};
use wasmparser::Operator;

/// A place in a module or a list as it is kept.
pub(super) fn position(offset: u64) -> Result<u32, DecodeError> {
    u32::try_from(offset).map_err(|_| unsupported("a module of more than 4 GiB", offset))
}

/// The type of a block.
pub(super) fn block_type(ty: wasmparser::BlockType) -> Result<BlockType, DecodeError> {
    Ok(match ty {
        wasmparser::BlockType::Empty => BlockType::Empty,
        wasmparser::BlockType::Type(ty) => BlockType::Result(val_type(ty)?),
        wasmparser::BlockType::FuncType(index) => BlockType::Type(TypeIdx(index)),
    })
}

/// The immediates of a load or store.
pub(super) fn argument(arg: wasmparser::MemArg, offset: u64) -> Result<MemArg, DecodeError> {
    let wasmparser::MemArgTarget::Memory(mem) = arg.target else {
        return Err(unsupported("an access to an array as memory", offset));
    };
    MemArg::new(arg.offset, MemIdx(mem), arg.align)
        .ok_or_else(|| unsupported("a module with so many memories", offset))
}

/// The instructions that constant expressions may hold as well as bodies; `None` for
/// others. An immediate of 16 bytes is added to `vectors`.
pub(super) fn constant(
    operator: &Operator<'_>,
    vectors: &mut Vec<u128>,
) -> Result<Option<Instr>, DecodeError> {
    Ok(Some(match *operator {
        Operator::I32Const { value } => Instr::I32Const(value),
        Operator::I64Const { value } => Instr::I64Const(value),
        Operator::F32Const { value } => Instr::F32Const(value.bits()),
        Operator::F64Const { value } => Instr::F64Const(value.bits()),
        Operator::V128Const { value } => {
            let place = position(vectors.len() as u64)?;
            vectors.push(u128::from_le_bytes(*value.bytes()));
            Instr::Vector(VectorInstr::Const(place))
        }
        Operator::RefNull { hty } => Instr::RefNull(heap_type(hty)?),
        Operator::RefFunc { function_index } => Instr::RefFunc(FuncIdx(function_index)),
        Operator::GlobalGet { global_index } => Instr::GlobalGet(GlobalIdx(global_index)),
        _ => {
            let object = ObjectInstr::decode(operator).map(Instr::Object);
            return Ok(object.or_else(|| BinaryOp::decode(operator).map(Instr::Binary)));
        }
    }))
}

/// The instructions that need no knowledge of what surrounds them.
pub(super) fn simple(operator: &Operator<'_>) -> Option<Instr> {
    Some(match *operator {
        Operator::Unreachable => Instr::Unreachable,
        Operator::Nop => Instr::Nop,
        Operator::Else => Instr::Else { after_end: 0 },
        Operator::Return => Instr::Return,
        Operator::Call { function_index } => Instr::Call(FuncIdx(function_index)),
        Operator::CallIndirect {
            type_index,
            table_index,
        } => Instr::CallIndirect {
            ty: TypeIdx(type_index),
            table: TableIdx(table_index),
        },
        Operator::GlobalSet { global_index } => Instr::GlobalSet(GlobalIdx(global_index)),
        Operator::TableGet { table } => Instr::TableGet(TableIdx(table)),
        Operator::TableSet { table } => Instr::TableSet(TableIdx(table)),
        Operator::TableSize { table } => Instr::TableSize(TableIdx(table)),
        Operator::TableGrow { table } => Instr::TableGrow(TableIdx(table)),
        Operator::TableFill { table } => Instr::TableFill(TableIdx(table)),
        Operator::TableCopy {
            dst_table,
            src_table,
        } => Instr::TableCopy {
            dst: TableIdx(dst_table),
            src: TableIdx(src_table),
        },
        Operator::TableInit { elem_index, table } => Instr::TableInit {
            table: TableIdx(table),
            elem: ElemIdx(elem_index),
        },
        Operator::ElemDrop { elem_index } => Instr::ElemDrop(ElemIdx(elem_index)),
        Operator::MemorySize { mem } => Instr::MemorySize(MemIdx(mem)),
        Operator::MemoryGrow { mem } => Instr::MemoryGrow(MemIdx(mem)),
        Operator::MemoryFill { mem } => Instr::MemoryFill(MemIdx(mem)),
        Operator::MemoryCopy { dst_mem, src_mem } => Instr::MemoryCopy {
            dst: MemIdx(dst_mem),
            src: MemIdx(src_mem),
        },
        Operator::MemoryInit { data_index, mem } => Instr::MemoryInit {
            mem: MemIdx(mem),
            data: DataIdx(data_index),
        },
        Operator::DataDrop { data_index } => Instr::DataDrop(DataIdx(data_index)),
        Operator::RefIsNull => Instr::RefIsNull,
        Operator::RefAsNonNull => Instr::RefAsNonNull,
        Operator::RefEq => Instr::RefEq,
        Operator::CallRef { type_index } => Instr::CallRef(TypeIdx(type_index)),
        Operator::ReturnCallRef { type_index } => Instr::ReturnCallRef(TypeIdx(type_index)),
        Operator::ReturnCall { function_index } => Instr::ReturnCall(FuncIdx(function_index)),
        Operator::ReturnCallIndirect {
            type_index,
            table_index,
        } => Instr::ReturnCallIndirect {
            ty: TypeIdx(type_index),
            table: TableIdx(table_index),
        },
        Operator::Throw { tag_index } => Instr::Throw(TagIdx(tag_index)),
        Operator::ThrowRef => Instr::ThrowRef,
        _ => {
            return (UnaryOp::decode(operator).map(Instr::Unary))
                .or_else(|| TruncateOp::decode(operator).map(Instr::Truncate))
                .or_else(|| DivideOp::decode(operator).map(Instr::Divide))
                .or_else(|| WideOp::decode(operator).map(Instr::Wide))
                .or_else(|| VectorInstr::decode(operator).map(Instr::Vector));
        }
    })
}
