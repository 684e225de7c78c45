//! What a large memory holds: the blocks that are not all zero, by their number.
//!
//! A block that is all zero is not kept, however it came to be so, and therefore what is
//! kept follows from the contents alone: equal memories are equal maps, and have room for
//! equally much.
//!
//! Everything is shared until it is written, so a copy costs one pointer.

use super::blocks::BLOCK_BYTES;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Blocks that hang together in a shared node: a page of 64 KiB.
const FAN_OUT: u64 = 16;

/// Bytes in a block, as addresses are counted.
const BLOCK: u64 = BLOCK_BYTES as u64;

type Bytes = [u8; BLOCK_BYTES];
type Node = Arc<[Option<Arc<Bytes>>; FAN_OUT as usize]>;

static ZERO: Bytes = [0; BLOCK_BYTES];

/// The blocks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sparse {
    /// No node is empty.
    nodes: Arc<BTreeMap<u64, Node>>,
    /// How many blocks there are.
    blocks: u64,
}

/// There is no room for more blocks: under the limit, or in the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full;

/// What of a block lies in a range.
#[derive(Clone, Copy)]
struct Part {
    /// The block's number.
    block: u64,
    /// Where in the block it begins.
    at: usize,
    len: usize,
    /// Where in the range it begins.
    offset: u64,
}

/// The parts that a range consists of. It has to end at 2^64 or before.
fn parts(addr: u64, len: u64) -> impl Iterator<Item = Part> {
    let mut offset = 0;
    std::iter::from_fn(move || {
        if offset == len {
            return None;
        }
        let start = addr + offset;
        let at = start % BLOCK;
        let part = Part {
            block: start / BLOCK,
            at: at as usize,
            len: (BLOCK - at).min(len - offset) as usize,
            offset,
        };
        offset += part.len as u64;
        Some(part)
    })
}

/// Bytes of one block that are to be copied: where in the range they lie, and the part of
/// the block.
pub(super) struct Piece {
    offset: u64,
    block: Arc<Bytes>,
    at: usize,
    len: usize,
}

impl Piece {
    fn bytes(&self) -> &[u8] {
        &self.block[self.at..self.at + self.len]
    }
}

impl Sparse {
    /// Whether nothing was written to either since they were one.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.nodes, &other.nodes)
    }

    /// The blocks of a memory that was flat; `None` when the host has no room for them.
    pub(super) fn of(flat: &[u8]) -> Option<Self> {
        if !host_has(flat.len()) {
            return None;
        }
        let mut sparse = Self::default();
        for (number, bytes) in (0..).zip(flat.chunks(BLOCK_BYTES)) {
            sparse.put(number, 0, bytes);
        }
        Some(sparse)
    }

    /// How many blocks it has.
    pub(super) fn blocks(&self) -> u64 {
        self.blocks
    }

    /// All blocks with their numbers, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = (u64, &Bytes)> {
        self.nodes.iter().flat_map(|(number, node)| {
            let blocks = (number * FAN_OUT..).zip(node.iter());
            blocks.filter_map(|(number, block)| Some((number, &**block.as_ref()?)))
        })
    }

    /// Copies bytes from an address on.
    pub(super) fn read(&self, addr: u64, place: &mut [u8]) {
        for part in parts(addr, place.len() as u64) {
            let start = part.offset as usize;
            let block = self.get(part.block).map_or(&ZERO, |block| block);
            place[start..start + part.len].copy_from_slice(&block[part.at..part.at + part.len]);
        }
    }

    /// Puts bytes from an address on; with at most `most` blocks after it.
    pub(super) fn write(&mut self, addr: u64, bytes: &[u8], most: u64) -> Result<(), Full> {
        let of = |part: &Part| &bytes[part.offset as usize..part.offset as usize + part.len];
        let parts = || parts(addr, bytes.len() as u64);
        self.reserve(parts().map(|part| (part.block, is_zero(of(&part)))), most)?;
        for part in parts() {
            self.put(part.block, part.at, of(&part));
        }
        Ok(())
    }

    /// Sets a range, with at most `most` blocks after it, and says how many bytes it has
    /// touched.
    pub(super) fn fill(&mut self, addr: u64, len: u64, value: u8, most: u64) -> Result<u64, Full> {
        if value == 0 {
            return self.clear(addr, len);
        }
        // Before anything is counted block by block: the range may be of any length.
        let here = self.numbers(addr, len).len() as u64;
        let last = len.checked_sub(1).map(|last| (addr + last) / BLOCK);
        let all = last.map_or(0, |last| last - addr / BLOCK + 1);
        let bytes = (all - here).saturating_mul(BLOCK);
        if self.blocks + (all - here) > most || !usize::try_from(bytes).is_ok_and(host_has) {
            return Err(Full);
        }
        self.reserve(parts(addr, len).map(|part| (part.block, false)), most)?;
        let bytes = [value; BLOCK_BYTES];
        for part in parts(addr, len) {
            self.put(part.block, part.at, &bytes[..part.len]);
        }
        Ok(len)
    }

    /// Makes a range what another one was when its pieces were taken, and says how many
    /// bytes it has touched.
    pub(super) fn copy(
        &mut self,
        to: u64,
        len: u64,
        pieces: &[Piece],
        most: u64,
    ) -> Result<u64, Full> {
        // Where the pieces go: pieces lie in order, and those that meet in a block do so one
        // after the other.
        let mut places: Vec<(u64, bool)> = Vec::new();
        for piece in pieces {
            for part in parts(to + piece.offset, piece.len as u64) {
                let start = part.offset as usize;
                let zero = is_zero(&piece.bytes()[start..start + part.len]);
                match places.last_mut() {
                    Some((block, all_zero)) if *block == part.block => *all_zero &= zero,
                    _ => places.push((part.block, zero)),
                }
            }
        }
        self.reserve(places.iter().copied(), most)?;
        let mut touched = self.clear(to, len)?;
        for piece in pieces {
            touched += piece.len as u64;
            for part in parts(to + piece.offset, piece.len as u64) {
                let start = part.offset as usize;
                self.put(part.block, part.at, &piece.bytes()[start..start + part.len]);
            }
        }
        Ok(touched)
    }

    /// Bytes that it takes beside those shared with another one.
    pub(super) fn bytes_beside(&self, other: Option<&Self>) -> usize {
        if other.is_some_and(|other| Arc::ptr_eq(&self.nodes, &other.nodes)) {
            return 0;
        }
        let nodes = self.nodes.iter().map(|(number, node)| {
            let before = other.and_then(|other| other.nodes.get(number));
            if before.is_some_and(|before| Arc::ptr_eq(before, node)) {
                return 0;
            }
            let own = (0..FAN_OUT as usize).filter(|at| {
                let before = before.and_then(|before| before[*at].as_ref());
                node[*at]
                    .as_ref()
                    .is_some_and(|block| !before.is_some_and(|before| Arc::ptr_eq(before, block)))
            });
            size_of_val(&**node) + own.count() * BLOCK_BYTES
        });
        nodes.sum::<usize>() + self.nodes.len() * size_of::<(u64, Node)>()
    }

    /// Bytes of the map itself, which is copied as a whole when it is written.
    pub(super) fn map_bytes(&self) -> usize {
        self.nodes.len() * size_of::<(u64, Node)>()
    }

    fn get(&self, block: u64) -> Option<&Arc<Bytes>> {
        self.nodes.get(&(block / FAN_OUT))?[(block % FAN_OUT) as usize].as_ref()
    }

    /// The numbers of the blocks there are in a range.
    fn numbers(&self, addr: u64, len: u64) -> Vec<u64> {
        let Some(last) = len.checked_sub(1) else {
            return Vec::new();
        };
        let (first, last) = (addr / BLOCK, (addr + last) / BLOCK);
        let nodes = self.nodes.range(first / FAN_OUT..=last / FAN_OUT);
        let numbers = nodes.flat_map(|(number, node)| {
            let blocks = (number * FAN_OUT..).zip(node.iter());
            blocks.filter_map(|(number, block)| block.is_some().then_some(number))
        });
        numbers
            .filter(|number| (first..=last).contains(number))
            .collect()
    }

    /// What there is in a range, in order.
    pub(super) fn pieces(&self, addr: u64, len: u64) -> Vec<Piece> {
        let piece = |number: u64| {
            let part = part_of(number, addr, len);
            Some(Piece {
                offset: part.offset,
                block: Arc::clone(self.get(number)?),
                at: part.at,
                len: part.len,
            })
        };
        let numbers = self.numbers(addr, len);
        numbers.into_iter().filter_map(piece).collect()
    }

    fn clear(&mut self, addr: u64, len: u64) -> Result<u64, Full> {
        let numbers = self.numbers(addr, len);
        self.reserve(numbers.iter().map(|number| (*number, true)), u64::MAX)?;
        for number in &numbers {
            let part = part_of(*number, addr, len);
            self.put(*number, part.at, &ZERO[..part.len]);
        }
        Ok(numbers.len() as u64 * BLOCK)
    }

    /// Sees to it that blocks, each with whether only zeros are written to it, can be
    /// written: nothing is changed where there is no room for all of them.
    fn reserve(&self, wanted: impl Iterator<Item = (u64, bool)>, most: u64) -> Result<(), Full> {
        let shared_map = Arc::strong_count(&self.nodes) > 1;
        let (mut fresh, mut copied) = (0, 0);
        for (number, zero) in wanted {
            let node = self.nodes.get(&(number / FAN_OUT));
            let block = node.and_then(|node| node[(number % FAN_OUT) as usize].as_ref());
            match block {
                None if zero => {}
                None => fresh += 1,
                Some(block) => {
                    let shared = node.is_some_and(|node| Arc::strong_count(node) > 1);
                    copied += usize::from(shared_map || shared || Arc::strong_count(block) > 1);
                }
            }
        }
        if self.blocks + fresh > most {
            return Err(Full);
        }
        let new = usize::try_from(fresh).map_err(|_| Full)? + copied;
        if new == 0 {
            return Ok(());
        }
        let map = usize::from(shared_map) * self.nodes.len() * size_of::<(u64, Node)>();
        let bytes = new.saturating_mul(BLOCK_BYTES + size_of::<Node>() * FAN_OUT as usize);
        match host_has(bytes.saturating_add(2 * map)) {
            true => Ok(()),
            false => Err(Full),
        }
    }

    /// Writes into a block, which is made when it has to be and dropped when it can be.
    fn put(&mut self, number: u64, at: usize, bytes: &[u8]) {
        let zero = is_zero(bytes);
        if zero && self.get(number).is_none() {
            return;
        }
        let nodes = Arc::make_mut(&mut self.nodes);
        let key = number / FAN_OUT;
        let node = nodes.entry(key).or_default();
        let slot = &mut Arc::make_mut(node)[(number % FAN_OUT) as usize];
        if slot.is_none() {
            self.blocks += 1;
        }
        let block = slot.get_or_insert_with(|| Arc::new(ZERO));
        let block = Arc::make_mut(block);
        block[at..at + bytes.len()].copy_from_slice(bytes);
        if zero && *block == ZERO {
            *slot = None;
            self.blocks -= 1;
            if node.iter().all(Option::is_none) {
                nodes.remove(&key);
            }
        }
    }
}

/// What of a block lies in a range that it has a part of.
fn part_of(number: u64, addr: u64, len: u64) -> Part {
    let start = (number * BLOCK).max(addr);
    let at = start % BLOCK;
    let offset = start - addr;
    Part {
        block: number,
        at: at as usize,
        len: (BLOCK - at).min(len - offset) as usize,
        offset,
    }
}

fn is_zero(bytes: &[u8]) -> bool {
    *bytes == ZERO[..bytes.len()]
}

/// Whether the host has so many bytes. Blocks are made one by one where a failure could
/// not be told any more, so it is asked before the first.
fn host_has(bytes: usize) -> bool {
    let mut room: Vec<u8> = Vec::new();
    let has = room.try_reserve_exact(bytes).is_ok();
    std::hint::black_box(&room);
    has
}
