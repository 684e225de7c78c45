//! What a condition names that a module does not have, so that it could never hold.

use super::parse::Expr;
use super::{Condition, ConditionError};
use crate::syntax::{FuncIdx, LocalIdx, Module};

impl Condition {
    /// The first thing named that does not exist anywhere in the module; in the function
    /// `func` where it is known that this is the one that runs.
    ///
    /// # Errors
    /// When there is such a thing. The condition would be false for ever.
    pub fn check(&self, module: &Module, func: Option<FuncIdx>) -> Result<(), ConditionError> {
        let world = World { module, func };
        match world.missing(&self.expr) {
            None => Ok(()),
            Some((offset, message)) => Err(ConditionError { offset, message }),
        }
    }

    /// As [`Condition::check`], for one that is asked of states apart from any breakpoint, as
    /// [`crate::time::Find`] does: there are no hits to be counted then.
    ///
    /// # Errors
    /// When something named does not exist, or is known to breakpoints only.
    pub fn check_alone(
        &self,
        module: &Module,
        func: Option<FuncIdx>,
    ) -> Result<(), ConditionError> {
        match self.hits_at {
            None => self.check(module, func),
            Some(offset) => Err(ConditionError {
                offset,
                message: ONLY_OF_BREAKPOINTS.to_owned(),
            }),
        }
    }
}

const ONLY_OF_BREAKPOINTS: &str = "`hits` is known to breakpoints only";

struct World<'a> {
    module: &'a Module,
    func: Option<FuncIdx>,
}

impl World<'_> {
    fn missing(&self, expr: &Expr) -> Option<(usize, String)> {
        match expr {
            Expr::Name { name, at } => self.missing_name(name, *at),
            Expr::Local(index, at) => self.missing(index).or_else(|| {
                let code = self.module.code_of(self.func?)?;
                let Expr::Int(local) = **index else {
                    return None;
                };
                let local = LocalIdx(u32::try_from(local).unwrap_or(u32::MAX));
                let has = code.locals.get(local).is_some();
                (!has).then(|| {
                    (
                        *at,
                        few("the function", code.locals.len() as usize, "local"),
                    )
                })
            }),
            Expr::Global(index, at) => self.missing(index).or_else(|| {
                let count = self.module.globals.len();
                beyond(index, count).then(|| (*at, few("the module", count, "global")))
            }),
            Expr::Memory { mem, addr, at, .. } => self.missing(addr).or_else(|| {
                let count = self.module.memories.len();
                (*mem as usize >= count).then(|| (*at, few("the module", count, "memory")))
            }),
            Expr::Table { table, index, at } => {
                let missing = self.missing(table).or_else(|| self.missing(index));
                missing.or_else(|| {
                    let count = self.module.tables.len();
                    beyond(table, count).then(|| (*at, few("the module", count, "table")))
                })
            }
            Expr::Stack(of)
            | Expr::Cast { of, .. }
            | Expr::Not(of)
            | Expr::Minus(of)
            | Expr::Flip(of) => self.missing(of),
            Expr::Binary(_, one, other) => self.missing(one).or_else(|| self.missing(other)),
            Expr::Int(_) | Expr::Float(_) | Expr::Null => None,
            Expr::Depth | Expr::Step | Expr::Hits => None,
        }
    }

    fn missing_name(&self, name: &str, at: usize) -> Option<(usize, String)> {
        let names = &self.module.names;
        let mut globals = names.globals.values();
        let is_global = globals.any(|known| &**known == name);
        let mut locals = names.locals.iter();
        let is_local = locals.any(|(func, locals)| {
            let here = self.func.is_none_or(|only| only.0 == *func);
            here && locals.values().any(|known| &**known == name)
        });
        let place = match self.func {
            Some(_) => "this function",
            None => "any function",
        };
        (!is_global && !is_local).then(|| {
            (
                at,
                format!("there is no local `${name}` in {place}, and no such global"),
            )
        })
    }
}

/// Whether an index that is written as a number is beyond the end.
fn beyond(index: &Expr, count: usize) -> bool {
    matches!(index, Expr::Int(index) if !(0..count as i128).contains(index))
}

fn few(what: &str, count: usize, kind: &str) -> String {
    format!("{what} has no such {kind}: it has {count}, counted from 0")
}
