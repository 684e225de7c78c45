//! The value of an expression in a state.

use super::datum::magnitude;
use super::parse::{Binary, Expr, View};
use super::{Datum, Moment};
use crate::runtime::{Instance, Ref, Value};
use crate::syntax::LocalIdx;
use crate::view::Place;
use std::cmp::Ordering;

/// `None` when something does not exist.
pub(super) fn eval(expr: &Expr, moment: Moment<'_>) -> Option<Datum> {
    let value = |expr| eval(expr, moment);
    let machine = moment.machine;
    match expr {
        Expr::Int(value) => Some(Datum::Int(*value)),
        Expr::Float(value) => Some(Datum::Float(*value)),
        Expr::Null => Some(Datum::Ref(Ref::Null)),
        Expr::Depth => Some(count(moment.depth().unwrap_or(0) as u64)),
        Expr::Step => Some(count(machine.steps())),
        Expr::Hits => moment.hits.map(count),
        Expr::Name { name, .. } => moment.named(name),
        Expr::Local(index, _) => {
            let place = moment.place()?;
            local(&place, position(value(index)?)?)
        }
        Expr::Global(index, _) => moment.global(position(value(index)?)?),
        Expr::Stack(index) => {
            let operands = moment.place()?.operands();
            let index = usize::try_from(value(index)?.int()?).ok()?;
            Datum::of(*operands.get(operands.len().checked_sub(index.checked_add(1)?)?)?)
        }
        Expr::Memory {
            view, mem, addr, ..
        } => {
            let addr = u64::try_from(value(addr)?.int()?).ok()?;
            moment.memory(*view, *mem, addr)
        }
        Expr::Table { table, index, .. } => {
            let addr = moment
                .instance()?
                .tables
                .get(position(value(table)?)? as usize)?;
            let index = u64::try_from(value(index)?.int()?).ok()?;
            machine.store().table(*addr).get(index).map(Datum::Ref)
        }
        Expr::Cast { bits, signed, of } => {
            Some(Datum::Int(cast(value(of)?.int()?, *bits, *signed)))
        }
        Expr::Not(of) => Some(truth(!value(of)?.is_true())),
        Expr::Minus(of) => match value(of)? {
            Datum::Int(value) => Some(Datum::Int(-value)),
            other => other.float().map(|value| Datum::Float(-value)),
        },
        Expr::Flip(of) => integers(Binary::Subtract, -1, value(of)?.int()?).map(Datum::Int),
        Expr::Binary(Binary::And, one, other) => match value(one)?.is_true() {
            true => Some(truth(value(other)?.is_true())),
            false => Some(truth(false)),
        },
        Expr::Binary(Binary::Or, one, other) => match value(one)?.is_true() {
            true => Some(truth(true)),
            false => Some(truth(value(other)?.is_true())),
        },
        Expr::Binary(operator, one, other) => binary(*operator, value(one)?, value(other)?),
    }
}

fn truth(holds: bool) -> Datum {
    Datum::Int(holds.into())
}

fn count(count: u64) -> Datum {
    Datum::Int(count.into())
}

/// What a name means.
pub(super) enum Variable {
    Local(u32),
    Global(u32),
}

/// An index of a module.
pub(super) fn position(datum: Datum) -> Option<u32> {
    u32::try_from(datum.int()?).ok()
}

fn local(place: &Place<'_>, index: u32) -> Option<Datum> {
    let (ty, slot) = place.code.locals.get(LocalIdx(index))?;
    let slots = place.machine.frame_slots(place.depth);
    Datum::of(Value::from_slots(ty, [*slots.get(slot as usize)?, 0]))
}

impl<'a> Moment<'a> {
    /// The frame that is meant; `None` where nothing runs.
    pub(super) fn depth(&self) -> Option<usize> {
        let innermost = self.machine.frames().len().checked_sub(1)?;
        Some(self.depth.unwrap_or(innermost))
    }

    /// The frame that is meant, with its function.
    pub(super) fn place(&self) -> Option<Place<'a>> {
        Place::at(self.machine, self.depth()?)
    }

    /// The instance of the function that runs, or the main one.
    pub(super) fn instance(&self) -> Option<&'a Instance> {
        let frame = self.machine.frames().get(self.depth().unwrap_or(0));
        let addr = frame.map_or(self.main, |frame| frame.instance);
        let instances = self.machine.store().instances();
        instances.get(addr.at()).map(|instance| &**instance)
    }

    fn global(&self, index: u32) -> Option<Datum> {
        let addr = self.instance()?.globals.get(index as usize)?;
        Datum::of(self.machine.store().global(*addr).value())
    }

    /// A local of the function that runs; if it has none of that name, a global.
    fn named(&self, name: &str) -> Option<Datum> {
        match self.find(name)? {
            Variable::Local(index) => local(&self.place()?, index),
            Variable::Global(index) => self.global(index),
        }
    }

    /// What a name means.
    pub(super) fn find(&self, name: &str) -> Option<Variable> {
        if let Some(place) = self.place()
            && let Some(names) = place.module.names.locals.get(&place.func.0)
            && let Some((index, _)) = names.iter().find(|(_, known)| &***known == name)
        {
            return Some(Variable::Local(*index));
        }
        let names = &self.instance()?.module.names.globals;
        let (index, _) = names.iter().find(|(_, known)| &***known == name)?;
        Some(Variable::Global(*index))
    }

    fn memory(&self, view: View, mem: u32, addr: u64) -> Option<Datum> {
        let memory = self.instance()?.memories.get(mem as usize)?;
        let memory = self.machine.store().memory(*memory);
        let bytes = memory.read(addr, view.bytes.into())?;
        let bits = (bytes.iter().rev()).fold(0, |bits, byte| bits << 8 | u64::from(*byte));
        Some(match (view.float, view.bytes) {
            (true, 4) => Datum::Single(f32::from_bits(bits as u32)),
            (true, _) => Datum::Float(f64::from_bits(bits)),
            _ => Datum::Int(cast(bits.into(), u32::from(view.bytes) * 8, view.signed)),
        })
    }
}

/// The integer of so many bits that has the same low ones.
fn cast(value: i128, bits: u32, signed: bool) -> i128 {
    let unused = i128::BITS - bits;
    match signed {
        true => value << unused >> unused,
        false => ((value as u128) << unused >> unused) as i128,
    }
}

fn binary(operator: Binary, one: Datum, other: Datum) -> Option<Datum> {
    let holds: fn(Option<Ordering>) -> bool = match operator {
        Binary::Equal => |order| order == Some(Ordering::Equal),
        Binary::Different => |order| order != Some(Ordering::Equal),
        Binary::Less => |order| order == Some(Ordering::Less),
        Binary::LessOrEqual => |order| order.is_some_and(Ordering::is_le),
        Binary::Greater => |order| order == Some(Ordering::Greater),
        Binary::GreaterOrEqual => |order| order.is_some_and(Ordering::is_ge),
        _ => return arithmetic(operator, one, other),
    };
    Some(truth(holds(one.compare(other)?)))
}

fn arithmetic(operator: Binary, one: Datum, other: Datum) -> Option<Datum> {
    if let (Datum::Int(one), Datum::Int(other)) = (one, other) {
        return integers(operator, one, other).map(Datum::Int);
    }
    let (one, other) = (one.float()?, other.float()?);
    Some(Datum::Float(match operator {
        Binary::Add => one + other,
        Binary::Subtract => one - other,
        Binary::Multiply => one * other,
        Binary::Divide => one / other,
        _ => return None,
    }))
}

/// `None` where there is no result: a division by zero, or one of more than 64 bits.
fn integers(operator: Binary, one: i128, other: i128) -> Option<i128> {
    let [a, b] = [one, other].map(magnitude);
    let negative = (one < 0) != (other < 0);
    let signed = |magnitude: u64, negative: bool| match negative {
        true => -i128::from(magnitude),
        false => i128::from(magnitude),
    };
    let places = || u32::try_from(other).ok().filter(|places| *places < 64);
    let result = match operator {
        Binary::BitOr => one | other,
        Binary::BitXor => one ^ other,
        Binary::BitAnd => one & other,
        Binary::ShiftLeft => signed(a.checked_mul(1 << places()?)?, one < 0),
        Binary::ShiftRight => one >> places()?,
        Binary::Add => one + other,
        Binary::Subtract => one - other,
        Binary::Multiply => signed(a.checked_mul(b)?, negative),
        Binary::Divide => signed(a.checked_div(b)?, negative),
        Binary::Remainder => signed(a.checked_rem(b)?, one < 0),
        _ => return None,
    };
    (result.unsigned_abs() >> 64 == 0).then_some(result)
}
