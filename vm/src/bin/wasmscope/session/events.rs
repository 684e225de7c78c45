//! What breakpoints and watches wait for, as people write it.

use super::{Location, Session};
use wasmscope::observe::{Access, Breakpoint, Condition, Event, Target};
use wasmscope::runtime::InstanceAddr;
use wasmscope::syntax::{FuncIdx, LocalIdx};

impl Session {
    /// Reads an expression, and checks that what it names is there at all.
    ///
    /// # Errors
    ///
    /// What is wrong, and at which character.
    pub(crate) fn expression(&self, text: &str) -> Result<Condition, String> {
        let condition = Condition::parse(text).map_err(|error| error.to_string())?;
        let place = self.place();
        let (module, func) = match &place {
            Some(place) => (place.module, Some(place.func)),
            None => (self.module(), None),
        };
        let checked = condition.check_alone(module, func);
        checked.map_err(|error| error.to_string())?;
        Ok(condition)
    }

    /// Reads the condition of a breakpoint, about the function and the module that it is in.
    ///
    /// # Errors
    ///
    /// What is wrong, and at which character.
    pub(crate) fn condition(&self, text: &str, of: &Breakpoint) -> Result<Condition, String> {
        let module = self.module_in(self.instance_of(of.module));
        let read = Condition::parse(text);
        let checked = read.and_then(|read| read.check(module, of.event.func()).map(|()| read));
        checked.map_err(|error| format!("condition: {error}"))
    }

    /// The place that an expression names.
    ///
    /// # Errors
    ///
    /// When it is none, or is not there in this state.
    pub(crate) fn target(&self, text: &str) -> Result<Target, String> {
        let condition = self.expression(text)?;
        condition.target(self.moment()).ok_or_else(|| {
            if self.frames() == 0 && condition.check(self.module(), None).is_ok() {
                return format!("there is no `{text}` here, where nothing runs: `rs` goes back");
            }
            format!(
                "`{text}` is no place that there is here: write a local, a global, stack[0], \
                 mem32[ADDRESS] or table[0][INDEX]"
            )
        })
    }

    /// Reads what is to be watched: a place, and how many of it from there on, `mem8[64], 16`;
    /// or a local of a function that need not run now, `fact:$n`.
    ///
    /// # Errors
    ///
    /// When it is no place, or none that can be watched so.
    pub(crate) fn watched(&self, text: &str, access: Access) -> Result<Breakpoint, String> {
        let (place, count) = match text.rsplit_once(',') {
            Some((place, count)) => (place.trim(), count_of(count)?),
            None => (text.trim(), 1),
        };
        let (instance, event) = match self.local_of(place)? {
            Some(found) => found,
            None => {
                let event = self.event_of(self.target(place)?, count, access)?;
                (self.looked_at(), event)
            }
        };
        let watch = self.breakpoint(instance, event);
        match &watch.event {
            Event::Memory { .. } => Ok(watch),
            _ if access != Access::Write => Err(format!(
                "only memory is watched for reads, as in mem32[0x40]; `watch {place}` stops where \
                 it changes"
            )),
            Event::Table { .. } => Ok(watch),
            _ if count > 1 => Err(format!(
                "a number of places is watched in memories and tables, and `{place}` is one"
            )),
            _ => Ok(watch),
        }
    }

    /// `fact:$n` or `math:fact:$n`, when the function is one.
    fn local_of(&self, text: &str) -> Result<Option<(InstanceAddr, Event)>, String> {
        let Some((func, local)) = text.split_once(":$") else {
            return Ok(None);
        };
        let Location { instance, func, .. } = self.location(func)?;
        let module = self.module_in(instance);
        let names = module.names.locals.get(&func.0);
        let found = names
            .into_iter()
            .flatten()
            .find(|(_, name)| &***name == local);
        let (index, _) = found.ok_or_else(|| {
            let name = module.func_name(func);
            format!("{name} has no local `${local}`")
        })?;
        let local = LocalIdx(*index);
        Ok(Some((instance, Event::Local { func, local })))
    }

    fn event_of(&self, target: Target, count: u64, access: Access) -> Result<Event, String> {
        Ok(match target {
            Target::Local { local, .. } => Event::Local {
                func: self.place().map_or(FuncIdx(0), |place| place.func),
                local,
            },
            Target::Operand { .. } => {
                return Err(
                    "operands are not watched: each instruction takes others; watch the \
                            local or the memory that they come from"
                        .to_owned(),
                );
            }
            Target::Global { index, .. } => Event::Global(index),
            Target::Memory {
                index, addr, bytes, ..
            } => Event::Memory {
                mem: index,
                addr,
                len: count.saturating_mul(bytes.into()),
                access,
            },
            Target::Table { index, element, .. } => Event::Table {
                table: index,
                index: element,
                len: count,
            },
        })
    }
}

fn count_of(text: &str) -> Result<u64, String> {
    let count = text.trim().parse().ok().filter(|count| *count > 0);
    count.ok_or_else(|| format!("`{}` is no number of places, such as 4", text.trim()))
}
