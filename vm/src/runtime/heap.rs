//! The heap: structures, arrays and exceptions (section 4.2.11 and 4.2.12).
//!
//! An object lies at one place for its whole life and has a number that no other object
//! of the run has had, so that a person can follow it in either direction of time. What
//! an object takes is counted in units that types fix: one for itself and one for each
//! field or element. When so many units were allocated that collecting pays, the next
//! allocation collects first; so it happens at steps that depend on nothing but the
//! program.
//!
//! Objects lie in chunks that are shared with snapshots until they are written.

use super::{Body, Object, ObjectKind};
use std::hash::Hash;
use std::sync::Arc;

/// Objects in a chunk.
const CHUNK: usize = 256;

/// Units that are always allocated before the next collection.
const LEAST: u64 = 1 << 16;

/// An object of the heap, by its place and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ObjectAddr {
    /// Where it lies.
    index: u32,
    /// The low bits of its number.
    number: u64,
}

impl ObjectAddr {
    const INDEX_BITS: u32 = 26;
    const NUMBER_BITS: u32 = 34;

    /// How many objects a heap can hold.
    const MOST: usize = 1 << Self::INDEX_BITS;

    /// The number that it is shown by. After 17,179,869,184 objects they begin anew.
    #[must_use]
    pub fn number(self) -> u64 {
        self.number
    }

    pub(super) fn from_bits(bits: u64) -> Self {
        Self {
            index: bits as u32 & ((1 << Self::INDEX_BITS) - 1),
            number: (bits >> Self::INDEX_BITS) & ((1 << Self::NUMBER_BITS) - 1),
        }
    }

    pub(super) fn to_bits(self) -> u64 {
        u64::from(self.index) | self.number << Self::INDEX_BITS
    }
}

type Chunk = Arc<[Option<Object>]>;

/// The heap.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heap {
    chunks: Vec<Chunk>,
    /// Every place below holds an object.
    free: usize,
    /// The number of the next object.
    next: u64,
    /// Units that objects take, those that nobody refers to any more included.
    units: u64,
    /// With so many units, the next allocation collects first.
    collect_at: u64,
    /// Units that objects may take.
    most: u64,
}

/// Why there is no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoRoom {
    /// There may be after a collection.
    Collect,
    /// There is not even then.
    Exhausted,
}

impl Heap {
    /// An empty heap for so many units.
    #[must_use]
    pub fn new(most: u64) -> Self {
        Self {
            chunks: Vec::new(),
            free: 0,
            next: 0,
            units: 0,
            collect_at: LEAST.min(most),
            most,
        }
    }

    /// The object at an address; `None` when it is not there (any more).
    #[must_use]
    pub fn get(&self, addr: ObjectAddr) -> Option<&Object> {
        let index = addr.index as usize;
        let object = self.chunks.get(index / CHUNK)?[index % CHUNK].as_ref()?;
        (Self::addr(index, object.number) == addr).then_some(object)
    }

    /// The object at an address, to be written.
    pub(crate) fn get_mut(&mut self, addr: ObjectAddr) -> Option<&mut Object> {
        let index = addr.index as usize;
        let object = self.chunk_mut(index / CHUNK)?[index % CHUNK].as_mut()?;
        Some(object)
    }

    fn chunk_mut(&mut self, number: usize) -> Option<&mut [Option<Object>]> {
        let chunk = self.chunks.get_mut(number)?;
        Some(Arc::make_mut(chunk))
    }

    /// All objects with their addresses, in the order of their places.
    pub fn objects(&self) -> impl Iterator<Item = (ObjectAddr, &Object)> {
        let places = self.chunks.iter().flat_map(|chunk| chunk.iter());
        places.enumerate().filter_map(|(index, object)| {
            let object = object.as_ref()?;
            Some((Self::addr(index, object.number), object))
        })
    }

    /// Units that objects take.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.units
    }

    /// The number that the next object will be shown by.
    pub(crate) fn next_number(&self) -> u64 {
        Self::addr(0, self.next).number
    }

    fn addr(index: usize, number: u64) -> ObjectAddr {
        ObjectAddr {
            index: index as u32,
            number: number & ((1 << ObjectAddr::NUMBER_BITS) - 1),
        }
    }

    /// Whether an object with so many fields or elements can be allocated.
    ///
    /// # Errors
    /// When there is no room, or none without a collection.
    pub(crate) fn room_for(&self, fields: u64) -> Result<(), NoRoom> {
        let units = fields.saturating_add(1);
        let after = self.units.saturating_add(units);
        if units > self.most {
            return Err(NoRoom::Exhausted);
        }
        match after > self.collect_at {
            true => Err(NoRoom::Collect),
            false => Ok(()),
        }
    }

    /// Whether an object with so many fields has room beside all that were allocated.
    pub(crate) fn would_hold(&self, fields: u64) -> bool {
        self.units.saturating_add(fields).saturating_add(1) <= self.most
    }

    /// Allocates an object for which there is room. `None` when the host has not enough
    /// memory.
    pub(crate) fn allocate(
        &mut self,
        kind: ObjectKind,
        fields: u64,
        body: Body,
    ) -> Option<ObjectAddr> {
        let index = self.free_place()?;
        let number = self.next;
        let units = fields + 1;
        self.chunk_mut(index / CHUNK)?[index % CHUNK] = Some(Object {
            kind,
            number,
            units,
            body,
        });
        self.free = index + 1;
        self.next += 1;
        self.units += units;
        Some(Self::addr(index, number))
    }

    /// The lowest place without an object; a new chunk where there is none.
    fn free_place(&mut self) -> Option<usize> {
        loop {
            let Some(chunk) = self.chunks.get(self.free / CHUNK) else {
                if self.chunks.len() * CHUNK >= ObjectAddr::MOST {
                    return None;
                }
                self.chunks.try_reserve(1).ok()?;
                self.chunks.push(Arc::from(vec![None; CHUNK]));
                return Some(self.free);
            };
            match chunk[self.free % CHUNK] {
                None => return Some(self.free),
                Some(_) => self.free += 1,
            }
        }
    }

    /// Frees all objects that are not marked. Says whether an object of so many fields has
    /// room then.
    pub(crate) fn sweep(&mut self, marks: &Marks, fields: u64) -> bool {
        for (number, chunk) in self.chunks.iter_mut().enumerate() {
            let first = number * CHUNK;
            let dead =
                |at: usize, object: &Option<Object>| object.is_some() && !marks.at(first + at);
            if !chunk
                .iter()
                .enumerate()
                .any(|(at, object)| dead(at, object))
            {
                continue;
            }
            for (at, place) in Arc::make_mut(chunk).iter_mut().enumerate() {
                if dead(at, place)
                    && let Some(object) = place.take()
                {
                    self.units -= object.units;
                }
            }
        }
        let empty = |chunk: &Chunk| chunk.iter().all(Option::is_none);
        while self.chunks.last().is_some_and(empty) {
            self.chunks.pop();
        }
        self.free = 0;
        let wanted = self.units.saturating_add(fields).saturating_add(1);
        self.collect_at = (wanted.saturating_mul(2)).max(LEAST).min(self.most);
        wanted <= self.most
    }

    /// About how many bytes have to be copied when all objects are written after a snapshot.
    pub(super) fn unsaved(&self) -> usize {
        self.chunks.len() * CHUNK * size_of::<Option<Object>>()
    }

    pub(crate) fn snapshot(&self) -> HeapSnapshot {
        HeapSnapshot(self.clone())
    }

    pub(crate) fn is_as(&self, snapshot: &HeapSnapshot) -> bool {
        // Most that differ have allocated something.
        self.next == snapshot.0.next && *self == snapshot.0
    }

    pub(crate) fn restore(&mut self, snapshot: &HeapSnapshot) {
        self.clone_from(&snapshot.0);
    }
}

/// The heap as it was at some time, sharing chunks.
#[derive(Clone, Debug)]
pub struct HeapSnapshot(Heap);

impl HeapSnapshot {
    /// About how many bytes it takes, beside what it shares with another one.
    pub(crate) fn bytes_beside(&self, other: Option<&Self>) -> usize {
        let chunks = self.0.chunks.iter().enumerate().map(|(number, chunk)| {
            let before = other.and_then(|other| other.0.chunks.get(number));
            if before.is_some_and(|before| Arc::ptr_eq(before, chunk)) {
                return 0;
            }
            let bodies = chunk.iter().enumerate().map(|(place, object)| {
                let before = before.and_then(|before| before.get(place)?.as_ref());
                let body = object.as_ref().map(|object| &object.body);
                body.map_or(0, |body| {
                    body.bytes_beside(before.map(|before| &before.body))
                })
            });
            size_of_val(&**chunk) + bodies.sum::<usize>()
        });
        chunks.sum::<usize>() + size_of_val(&*self.0.chunks)
    }
}

/// Which objects somebody refers to, while a collection looks for them.
#[derive(Debug)]
pub(crate) struct Marks {
    bits: Vec<bool>,
    /// Marked, with what they refer to still to be looked at.
    grey: Vec<ObjectAddr>,
}

impl Marks {
    pub(crate) fn new(heap: &Heap) -> Self {
        Self {
            bits: vec![false; heap.chunks.len() * CHUNK],
            grey: Vec::new(),
        }
    }

    fn at(&self, index: usize) -> bool {
        self.bits[index]
    }

    /// Whether an object is marked.
    pub(crate) fn has(&self, addr: ObjectAddr) -> bool {
        self.bits.get(addr.index as usize).is_some_and(|mark| *mark)
    }

    /// Marks an object.
    pub(crate) fn add(&mut self, addr: ObjectAddr) {
        if let Some(mark) = self.bits.get_mut(addr.index as usize)
            && !*mark
        {
            *mark = true;
            self.grey.push(addr);
        }
    }

    /// The next object whose references are to be marked.
    pub(crate) fn next(&mut self) -> Option<ObjectAddr> {
        self.grey.pop()
    }
}
