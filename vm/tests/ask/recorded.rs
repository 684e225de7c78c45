//! A run with the records of all its steps, to look everything up in.

use super::programs::answer_to;
use fastrand::Rng;
use std::fmt::Debug;
use wasmscope::observe::{
    HeapEffect, MemEffect, StepRecord, TableEffect, answer_recorded, step_recorded,
};
use wasmscope::runtime::{GlobalAddr, InstanceAddr, Machine, ObjectAddr, Ref};
use wasmscope::syntax::LocalIdx;
use wasmscope::time::{History, LastWriter, Location, NextReader, Timeline};
use wasmscope::view::{Lens, Place};

/// A run, its records, and for each step what tells its frames from others.
pub(crate) struct Recorded {
    pub(crate) timeline: Timeline,
    records: Vec<StepRecord>,
    /// The frames before each step, and after the last one: when each was entered.
    frames: Vec<Vec<u64>>,
}

impl Recorded {
    /// Runs at most so many steps.
    pub(crate) fn run(first: Machine, most: u64) -> Self {
        let mut machine = first.clone();
        // A snapshot now and then, so that questions go over several.
        let mut timeline = Timeline::new(
            first,
            History {
                gap: 97,
                ..History::default()
            },
        );
        let entered = |machine: &Machine| -> Vec<u64> {
            machine.frames().iter().map(|frame| frame.entered).collect()
        };
        let mut records = Vec::new();
        let mut frames = vec![entered(&machine)];
        while machine.steps() < most {
            let record = match machine.host_call() {
                Some(_) => {
                    let Some(answer) = answer_to(&machine) else {
                        break;
                    };
                    timeline.answer(answer.clone()).expect("the answer fits");
                    let recorded = answer_recorded(&mut machine, &answer, Lens::default());
                    recorded.expect("the answer fits").1
                }
                None => {
                    timeline.run(1);
                    step_recorded(&mut machine, Lens::default()).1
                }
            };
            let Some(record) = record else { break };
            records.push(record);
            frames.push(entered(&machine));
        }
        assert_eq!(timeline.step(), machine.steps());
        Self {
            timeline,
            records,
            frames,
        }
    }

    /// Asks about some places of a state, and compares with the records. How many were written
    /// and read by a step.
    pub(crate) fn ask(&mut self, name: &str, rng: &mut Rng) -> (usize, usize) {
        let state = rng.u64(..=self.records.len() as u64);
        self.timeline.seek(state, u64::MAX);
        let mut counts = (0, 0);
        for location in self.places(rng) {
            let what = format!("{name}, {location:?} at {state}");
            let before = self.timeline.machine().digest();
            let writer = self.timeline.last_writer(location, Lens::default());
            let reader = self.timeline.next_reader(location, Lens::default());
            assert_eq!(
                self.timeline.machine().digest(),
                before,
                "{what}: nothing has moved"
            );
            counts.0 += self.check_writer(&what, location, state, writer);
            counts.1 += self.check_reader(&what, location, state, reader);
        }
        counts
    }

    fn places(&self, rng: &mut Rng) -> Vec<Location> {
        let machine = self.timeline.machine();
        let mut places = Vec::new();
        for depth in 0..machine.frames().len().min(30) {
            let place = Place::at(machine, depth).expect("a frame");
            let locals = place.locals().len() as u32;
            if locals > 0 {
                let local = LocalIdx(rng.u32(..locals));
                places.push(Location::Local { depth, local });
            }
        }
        let store = machine.store();
        if let Some(instance) = store.instances().last() {
            places.extend(instance.globals.iter().map(|addr| Location::Global(*addr)));
            for memory in &instance.memories {
                let size = store.memory(*memory).len();
                let (addr, len) = (self.touched(rng), rng.u64(1..9));
                if addr + len <= size {
                    places.push(Location::Memory {
                        memory: *memory,
                        addr,
                        len,
                    });
                }
            }
            for table in &instance.tables {
                let size = store.table(*table).len();
                if size > 0 {
                    let index = rng.u64(..size.min(12));
                    places.push(Location::Table {
                        table: *table,
                        index,
                    });
                }
            }
        }
        let objects: Vec<_> = store.heap().objects().collect();
        if let Some((addr, object)) = rng.choice(objects)
            && object.fields() > 0
            && !matches!(object.kind, wasmscope::runtime::ObjectKind::Exn(_))
        {
            let index = rng.u64(..object.fields());
            places.push(Location::Field {
                object: Ref::Struct(addr),
                index,
            });
        }
        places
    }

    /// An address that some step touches, or any small one.
    fn touched(&self, rng: &mut Rng) -> u64 {
        let record = rng.choice(&self.records);
        let effect = record.and_then(|record| record.mem.first());
        match effect {
            Some(MemEffect::Read { addr, .. } | MemEffect::Write { addr, .. }) => *addr,
            _ => rng.u64(..200),
        }
    }

    fn check_writer(
        &self,
        what: &str,
        location: Location,
        state: u64,
        writer: Option<LastWriter>,
    ) -> usize {
        let frame = self.frame_of(location, state);
        let mut before = (0..state).rev();
        let wanted = before.find(|step| self.touch(location, frame, *step, true));
        let made = frame.and_then(|entered| entered.checked_sub(1));
        let made = made.filter(|step| {
            let record = self.records.get(*step as usize);
            record.is_some_and(|record| record.call.is_some())
        });
        match (wanted.or(made), writer) {
            (Some(step), Some(LastWriter::Step(record))) => {
                assert_same(what, &self.records[step as usize], &record);
                1
            }
            (None, Some(LastWriter::Start(_))) => 0,
            (wanted, writer) => panic!("{what}: {wanted:?}, not {writer:?}"),
        }
    }

    fn check_reader(
        &self,
        what: &str,
        location: Location,
        state: u64,
        reader: Option<NextReader>,
    ) -> usize {
        let frame = self.frame_of(location, state);
        let gone =
            |step: u64| frame.is_some_and(|frame| !self.frames[step as usize + 1].contains(&frame));
        let last = self.records.len() as u64;
        for step in state..last {
            let record = &self.records[step as usize];
            if self.touch(location, frame, step, false) {
                let Some(NextReader::Step(read)) = reader else {
                    panic!("{what}: step {step} reads it, {record:?}, not {reader:?}");
                };
                assert_same(what, record, &read);
                return 1;
            }
            if gone(step) {
                let Some(NextReader::Gone(last)) = reader else {
                    panic!("{what}: its frame ends at step {step}, not {reader:?}");
                };
                assert_same(what, record, &last);
                return 0;
            }
            if self.covers(location, frame, step) {
                let Some(NextReader::Overwritten(last)) = reader else {
                    panic!("{what}: step {step} writes it, {record:?}, not {reader:?}");
                };
                assert_same(what, record, &last);
                return 0;
            }
        }
        assert_eq!(reader, Some(NextReader::NotUpTo(last)), "{what}");
        0
    }

    fn frame_of(&self, location: Location, state: u64) -> Option<u64> {
        match location {
            Location::Local { depth, .. } => Some(self.frames[state as usize][depth]),
            _ => None,
        }
    }

    fn instance(&self, step: u64) -> Option<InstanceAddr> {
        let site = self.records[step as usize].site;
        Some(site.map_or(InstanceAddr(self.main()), |site| site.instance))
    }

    fn main(&self) -> u32 {
        self.timeline.machine().store().instances().len() as u32 - 1
    }

    /// Whether a step has written, or read, any of a place.
    fn touch(&self, location: Location, frame: Option<u64>, step: u64, writes: bool) -> bool {
        self.ranges(location, frame, step, writes)
            .into_iter()
            .any(|(first, len)| {
                let (start, count) = extent(location);
                first < start + count && start < first.saturating_add(len)
            })
    }

    /// Whether a step has written all of a place.
    fn covers(&self, location: Location, frame: Option<u64>, step: u64) -> bool {
        self.ranges(location, frame, step, true)
            .into_iter()
            .any(|(first, len)| {
                let (start, count) = extent(location);
                first <= start && start + count <= first.saturating_add(len)
            })
    }

    /// What a step has written, or read, in the space of a place.
    fn ranges(
        &self,
        location: Location,
        frame: Option<u64>,
        step: u64,
        writes: bool,
    ) -> Vec<(u64, u64)> {
        let record = &self.records[step as usize];
        let Some(instance) = self.instance(step) else {
            return Vec::new();
        };
        let instance = self.timeline.machine().store().instance(instance);
        let own = self.frames[step as usize].last().copied();
        match location {
            Location::Local { .. } => match &record.local {
                Some(local) if own == frame && local.new.is_some() == writes => {
                    vec![(local.index.into(), 1)]
                }
                _ => Vec::new(),
            },
            Location::Global(_) => match &record.global {
                Some(global) if global.new.is_some() == writes => {
                    let GlobalAddr(addr) = instance.globals[global.index as usize];
                    vec![(addr.into(), 1)]
                }
                _ => Vec::new(),
            },
            Location::Memory { memory, .. } => {
                let is = |mem: &u32| instance.memories[*mem as usize] == memory;
                let effects = record.mem.iter();
                let ranges = effects.filter_map(|effect| memory_range(effect, &is, writes));
                ranges.collect()
            }
            Location::Table { table, .. } => {
                let is = |index: &u32| instance.tables[*index as usize] == table;
                let effects = record.table.iter();
                let ranges = effects.filter_map(|effect| table_range(effect, &is, writes));
                ranges.collect()
            }
            Location::Field { object, .. } => {
                let is = |other: &Ref| number(*other) == number(object);
                let effects = record.heap.iter();
                let ranges = effects.filter_map(|effect| field_range(effect, &is, writes));
                ranges.collect()
            }
            _ => Vec::new(),
        }
    }
}

fn number(object: Ref) -> Option<u64> {
    object.object().map(ObjectAddr::number)
}

/// Where a place begins in its space, and how long it is.
fn extent(location: Location) -> (u64, u64) {
    match location {
        Location::Local { local, .. } => (local.0.into(), 1),
        Location::Global(GlobalAddr(addr)) => (addr.into(), 1),
        Location::Memory { addr, len, .. } => (addr, len),
        Location::Table { index, .. } | Location::Field { index, .. } => (index, 1),
        other => panic!("{other:?} is not looked up in records"),
    }
}

fn memory_range(effect: &MemEffect, is: &dyn Fn(&u32) -> bool, writes: bool) -> Option<(u64, u64)> {
    match effect {
        MemEffect::Read {
            mem,
            addr,
            read,
            len,
        } if is(mem) && !writes => Some((*addr, len.unwrap_or(read.0.len() as u64))),
        MemEffect::Write {
            mem,
            addr,
            old,
            len,
            ..
        } if is(mem) && writes => Some((*addr, len.unwrap_or(old.0.len() as u64))),
        MemEffect::Grow { mem, pages } if is(mem) && writes && pages.new > pages.old => {
            Some((pages.old * 65_536, (pages.new - pages.old) * 65_536))
        }
        _ => None,
    }
}

fn table_range(
    effect: &TableEffect,
    is: &dyn Fn(&u32) -> bool,
    writes: bool,
) -> Option<(u64, u64)> {
    match effect {
        TableEffect::Read {
            table,
            index,
            read,
            len,
        } if is(table) && !writes => Some((*index, len.unwrap_or(read.len() as u64))),
        TableEffect::Write {
            table,
            index,
            old,
            len,
            ..
        } if is(table) && writes => Some((*index, len.unwrap_or(old.len() as u64))),
        TableEffect::Grow { table, size } if is(table) && writes => {
            Some((size.old, size.new - size.old))
        }
        _ => None,
    }
}

fn field_range(effect: &HeapEffect, is: &dyn Fn(&Ref) -> bool, writes: bool) -> Option<(u64, u64)> {
    match effect {
        HeapEffect::Read {
            object,
            field,
            read,
            len,
            ..
        } if is(object) && !writes => Some((*field, len.unwrap_or(read.len() as u64))),
        HeapEffect::Write {
            object,
            field,
            old,
            len,
            ..
        } if is(object) && writes => Some((*field, len.unwrap_or(old.len() as u64))),
        HeapEffect::Made { object, .. } if is(object) && writes => Some((0, u64::MAX)),
        _ => None,
    }
}

fn assert_same(what: &str, wanted: &(impl Debug + PartialEq), found: &(impl Debug + PartialEq)) {
    assert_eq!(format!("{wanted:?}"), format!("{found:?}"), "{what}");
}
