//! The place that an expression names.

use super::Moment;
use super::eval::{Variable, eval, position};
use super::parse::Expr;
use crate::runtime::{GlobalAddr, MemAddr, TableAddr};
use crate::syntax::{GlobalIdx, LocalIdx, MemIdx, TableIdx};

/// A place where a value lies: what can be changed, watched, and asked about.
///
/// It is told both as the module's index, for who watches it, and as the address in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A local of a frame.
    Local {
        /// The frame; 0 is the entry.
        depth: usize,
        /// Which one.
        local: LocalIdx,
    },
    /// An operand of a frame.
    Operand {
        /// The frame; 0 is the entry.
        depth: usize,
        /// Which one; 0 is the lowest.
        index: usize,
    },
    /// A global.
    Global {
        /// Its index in the instance that is meant.
        index: GlobalIdx,
        /// The global.
        global: GlobalAddr,
    },
    /// Bytes of a memory, which may lie beyond its end.
    Memory {
        /// Its index in the instance that is meant.
        index: MemIdx,
        /// The memory.
        memory: MemAddr,
        /// The address of the first byte.
        addr: u64,
        /// How many: 1, 2, 4 or 8.
        bytes: u8,
        /// Whether they are a float.
        float: bool,
    },
    /// An element of a table, which may lie beyond its end.
    Table {
        /// Its index in the instance that is meant.
        index: TableIdx,
        /// The table.
        table: TableAddr,
        /// Which element.
        element: u64,
    },
}

/// `None` for what is no place, or is not there.
pub(super) fn target(expr: &Expr, moment: Moment<'_>) -> Option<Target> {
    let value = |expr: &Expr| eval(expr, moment);
    match expr {
        Expr::Name { name, .. } => match moment.find(name)? {
            Variable::Local(index) => local(moment, index),
            Variable::Global(index) => global(moment, index),
        },
        Expr::Local(index, _) => local(moment, position(value(index)?)?),
        Expr::Global(index, _) => global(moment, position(value(index)?)?),
        Expr::Stack(index) => {
            let count = moment.place()?.operands().len();
            let below = usize::try_from(value(index)?.int()?).ok()?;
            Some(Target::Operand {
                depth: moment.depth()?,
                index: count.checked_sub(below.checked_add(1)?)?,
            })
        }
        Expr::Memory {
            view, mem, addr, ..
        } => Some(Target::Memory {
            index: MemIdx(*mem),
            memory: *moment.instance()?.memories.get(*mem as usize)?,
            addr: u64::try_from(value(addr)?.int()?).ok()?,
            bytes: view.bytes,
            float: view.float,
        }),
        Expr::Table { table, index, .. } => {
            let table = position(value(table)?)?;
            Some(Target::Table {
                index: TableIdx(table),
                table: *moment.instance()?.tables.get(table as usize)?,
                element: u64::try_from(value(index)?.int()?).ok()?,
            })
        }
        _ => None,
    }
}

fn local(moment: Moment<'_>, index: u32) -> Option<Target> {
    let local = LocalIdx(index);
    moment.place()?.code.locals.get(local)?;
    let depth = moment.depth()?;
    Some(Target::Local { depth, local })
}

fn global(moment: Moment<'_>, index: u32) -> Option<Target> {
    let global = *moment.instance()?.globals.get(index as usize)?;
    let index = GlobalIdx(index);
    Some(Target::Global { index, global })
}
