//! Breakpoints as data: where a run stops, and on what condition.
//!
//! Each kind of event happens at a set of instructions, the sites, which are known before
//! anything runs ([`plan`]). A run is left before a site ([`crate::exec::Sites`]), and only
//! there it is looked whether the event really happens: before the instruction ([`place`]) or
//! by what it changes ([`change`]). `docs/breakpoints.md` says what stops where.

mod change;
mod event;
mod hits;
mod place;
mod plan;
mod words;

use super::condition::{Condition, Moment};
use crate::exec::{Answer, Sites};
use crate::runtime::{InstanceAddr, Machine};
use crate::syntax::FuncIdx;
use change::Pending;
pub use event::{Access, Breakpoint, Event};
use hits::Hits;
use plan::{Plan, instance_of};
use std::sync::Arc;

/// Why a movement has stopped where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The breakpoint; if there are several, the first one.
    pub id: u32,
    /// The step.
    pub step: u64,
    /// Whether it is a watch, which stops after what it waits for.
    pub watch: bool,
    /// The module that it is in; see [`Breakpoint`].
    pub module: u32,
    /// What it waits for.
    pub event: Event,
    /// What has happened, in words, where it is not only that: `4 → 5`.
    pub what: String,
    /// All breakpoints that stop here.
    pub all: Vec<u32>,
}

impl Hit {
    /// The hit as far as it is one of somebody's breakpoints, and not only where a movement
    /// looks; see [`Stops::aim`].
    #[must_use]
    pub fn own(mut self) -> Option<Self> {
        self.all.retain(|id| *id < FIRST_AIM);
        self.id = *self.all.first()?;
        Some(self)
    }
}

/// What a breakpoint has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The breakpoint.
    pub id: u32,
    /// The step of the state that it is about.
    pub step: u64,
    /// The message.
    pub text: String,
}

/// The numbers from here on are those of places that a movement wants to end at.
const FIRST_AIM: u32 = 1 << 31;

/// All breakpoints of a program, and what is counted of them in a run.
#[derive(Clone, Debug, Default)]
pub struct Stops {
    entries: Vec<Entry>,
    last_id: u32,
    /// The instances of modules other than the main one, by their numbers.
    instances: Vec<(u32, InstanceAddr)>,
    /// What follows from the breakpoints and a store; none after a change.
    plan: Option<Plan>,
    /// What the instruction at hand may change.
    pending: Option<Pending>,
    logged: Vec<Logged>,
}

#[derive(Clone, Debug)]
struct Entry {
    id: u32,
    breakpoint: Breakpoint,
    hits: Hits,
}

impl Stops {
    /// Whether no breakpoint is enabled.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        !self.entries.iter().any(|entry| entry.breakpoint.enabled)
    }

    /// All of them with their numbers, in the order of their adding; without aims.
    pub fn list(&self) -> impl Iterator<Item = (u32, &Breakpoint)> {
        let own = self.entries.iter().filter(|entry| entry.id < FIRST_AIM);
        own.map(|entry| (entry.id, &entry.breakpoint))
    }

    /// Says which instances breakpoints in other modules than the main one are about. What has
    /// none never happens.
    pub fn set_instances(&mut self, instances: Vec<(u32, InstanceAddr)>) {
        self.instances = instances;
        self.changed();
    }

    /// Stops at these instructions as well, in place of the aims before: those are for a
    /// movement that looks there whether it is where it should go. They are no breakpoints
    /// of anybody's, and [`Hit::own`] leaves them out.
    pub fn aim(&mut self, places: impl IntoIterator<Item = (FuncIdx, u32)>) {
        self.aim_in(0, places);
    }

    /// As [`Stops::aim`], in a module other than the main one.
    pub fn aim_in(&mut self, module: u32, places: impl IntoIterator<Item = (FuncIdx, u32)>) {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.id < FIRST_AIM);
        let kept = self.entries.len();
        for ((func, pc), id) in places.into_iter().zip(FIRST_AIM..) {
            let breakpoint = Breakpoint {
                module,
                ..Event::Instruction { func, pc }.into()
            };
            let hits = Hits::default();
            self.entries.push(Entry {
                id,
                breakpoint,
                hits,
            });
        }
        if before > kept || self.entries.len() > kept {
            self.changed();
        }
    }

    /// The breakpoint of a number.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<&Breakpoint> {
        Some(&self.entries[self.position(id)?].breakpoint)
    }

    /// How often one was hit in this run.
    #[must_use]
    pub fn hits(&self, id: u32) -> u64 {
        let position = self.position(id);
        position.map_or(0, |position| self.entries[position].hits.count())
    }

    /// Adds one, and gives its number, which is never used again.
    pub fn add(&mut self, breakpoint: Breakpoint) -> u32 {
        self.last_id += 1;
        self.insert(self.last_id, breakpoint);
        self.last_id
    }

    /// Puts one in the place of another, whose number it takes and whose hits are forgotten;
    /// false when there is none of that number.
    pub fn replace(&mut self, id: u32, breakpoint: Breakpoint) -> bool {
        let Some(position) = self.position(id) else {
            return false;
        };
        self.entries[position].breakpoint = breakpoint;
        self.entries[position].hits = Hits::default();
        self.changed();
        true
    }

    /// Enables or disables one; false when there is none of that number. What was counted
    /// stays.
    pub fn enable(&mut self, id: u32, enabled: bool) -> bool {
        let Some(position) = self.position(id) else {
            return false;
        };
        self.entries[position].breakpoint.enabled = enabled;
        self.changed();
        true
    }

    /// Removes one; false when there is none of that number.
    pub fn remove(&mut self, id: u32) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.id != id);
        self.changed();
        self.entries.len() < before
    }

    /// Gives each one what it waits for in another text of the program; one that has nothing
    /// there is gone.
    pub fn follow(&mut self, mut event: impl FnMut(u32, &Breakpoint) -> Option<Event>) {
        self.entries.retain_mut(|entry| {
            let found = event(entry.id, &entry.breakpoint);
            let stays = found.is_some();
            if let Some(event) = found {
                entry.breakpoint.event = event;
            }
            stays
        });
        self.restart();
    }

    /// Forgets what was counted and logged: another run begins, perhaps of another machine.
    pub fn restart(&mut self) {
        for entry in &mut self.entries {
            entry.hits = Hits::default();
        }
        self.logged.clear();
        self.changed();
    }

    /// Forgets what was counted after a step, from where on the run is to be another one.
    pub fn forget_after(&mut self, step: u64) {
        for entry in &mut self.entries {
            entry.hits.forget_after(step);
        }
    }

    /// What was logged and not taken yet.
    pub fn take_logged(&mut self) -> Vec<Logged> {
        std::mem::take(&mut self.logged)
    }

    fn insert(&mut self, id: u32, breakpoint: Breakpoint) {
        self.entries.push(Entry {
            id,
            breakpoint,
            hits: Hits::default(),
        });
        self.changed();
    }

    fn changed(&mut self) {
        self.plan = None;
        self.pending = None;
    }

    fn position(&self, id: u32) -> Option<usize> {
        self.entries.iter().position(|entry| entry.id == id)
    }

    /// The sites in the store of a machine, whose instance `main` the breakpoints are about.
    /// Costs something only after a change.
    pub(crate) fn sites(&mut self, machine: &Machine, main: InstanceAddr) -> Arc<Sites> {
        let stale = self.plan.as_ref().is_none_or(|plan| plan.main != main);
        if stale {
            self.plan = Some(Plan::new(&self.entries, &self.instances, machine, main));
        }
        let sites = self.plan.as_ref().map(|plan| Arc::clone(&plan.sites));
        sites.unwrap_or_default()
    }

    /// Where bytes are written, when every breakpoint waits for that: addresses and lengths.
    pub(crate) fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// Forgets what the instruction before may have changed: somebody else has seen to it.
    pub(crate) fn depart(&mut self) {
        self.pending = None;
    }

    /// Notes what the next instruction may change; true when somebody waits for a part of it.
    pub(crate) fn before(&mut self, machine: &Machine) -> bool {
        let plan = self.plan.as_ref();
        self.pending = plan.and_then(|plan| plan.pending(machine));
        self.pending.is_some()
    }

    /// Looks at a state. `places` says whether breakpoints before its next instruction count,
    /// `answer` is what the host said if the last instruction was a call of it, and
    /// `forward` says whether hits are counted and logged.
    pub(crate) fn look(
        &mut self,
        machine: &Machine,
        places: bool,
        answer: Option<&Answer>,
        forward: bool,
    ) -> Option<Hit> {
        let plan = self.plan.as_ref()?;
        let mut found = Vec::new();
        if let Some(pending) = &self.pending
            && pending.step < machine.steps()
        {
            found = plan.changed(pending, machine, answer);
            self.pending = None;
        }
        if places {
            plan.places(machine, &mut found);
        }
        let main = plan.main;
        let mut hit: Option<Hit> = None;
        for (index, what) in found {
            if !self.stops_at(index, machine, main, forward) {
                continue;
            }
            let Entry { id, breakpoint, .. } = &self.entries[index];
            match &mut hit {
                Some(hit) => hit.all.push(*id),
                None => {
                    hit = Some(Hit {
                        id: *id,
                        step: machine.steps(),
                        watch: breakpoint.event.is_watch(),
                        module: breakpoint.module,
                        event: breakpoint.event.clone(),
                        what,
                        all: vec![*id],
                    });
                }
            }
        }
        hit
    }

    /// Whether a breakpoint whose event has happened stops.
    fn stops_at(
        &mut self,
        index: usize,
        machine: &Machine,
        main: InstanceAddr,
        forward: bool,
    ) -> bool {
        let step = machine.steps();
        let module = self.entries[index].breakpoint.module;
        let own = instance_of(&self.instances, module, main).unwrap_or(main);
        let Entry {
            id,
            breakpoint,
            hits,
        } = &mut self.entries[index];
        let condition = breakpoint.condition.as_ref();
        let counted = condition.is_some_and(Condition::counts_hits);
        let mut new = counted && forward && hits.record(step);
        let moment = Moment {
            machine,
            main: own,
            depth: None,
            hits: counted.then(|| hits.number(step, forward)).flatten(),
        };
        if condition.is_some_and(|condition| condition.holds(moment) != Some(true)) {
            return false;
        }
        let hits_here = hits.number(step, forward);
        new |= forward && hits.record(step);
        // One of which nobody knows the number is a first one.
        let reached = hits_here.unwrap_or(1) >= breakpoint.hits;
        match &breakpoint.log {
            None => reached,
            Some(log) => {
                if new && reached {
                    let moment = Moment {
                        hits: hits_here,
                        ..moment
                    };
                    let (id, text) = (*id, log.fill(moment));
                    self.logged.push(Logged { id, step, text });
                }
                false
            }
        }
    }

    /// Removes those that were to stop a movement once, and have.
    pub(crate) fn retire(&mut self, hit: &Hit) {
        let before = self.entries.len();
        self.entries
            .retain(|entry| !(entry.breakpoint.once && hit.all.contains(&entry.id)));
        if self.entries.len() < before {
            self.changed();
        }
    }
}
