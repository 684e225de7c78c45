//! An array that knows which of its blocks were written since it was last saved.
//!
//! Memories and tables are such arrays. Their contents lie flat, so that reading
//! and writing are a bounds check and a move; beside them one mark for each block of
//! 4 KiB says whether it was written. Saving copies the marked blocks and shares
//! all others with the save before, so it costs what changed.

mod snapshot;
mod spare;
mod together;

pub use snapshot::BlocksSnapshot;
pub(crate) use spare::Spare;
use std::ops::Range;
use std::sync::Arc;

/// Bytes in a block, the unit that is marked and shared.
pub const BLOCK_BYTES: usize = 4096;

/// How many blocks hang together in a shared node, so that a save need not touch
/// a pointer for each block of a large array.
const FAN_OUT: usize = 256;

type Block<T> = Arc<[T]>;
/// `None` for a block that was never written: all zero.
type Node<T> = Arc<[Option<Block<T>>]>;

/// The array.
#[derive(Clone, Debug)]
pub struct Blocks<T> {
    items: Vec<T>,
    /// One for each block, set by writes since the last save.
    dirty: Vec<bool>,
    /// The last save.
    saved: Vec<Node<T>>,
}

impl<T: Copy + Default + PartialEq + Send + Sync> Blocks<T> {
    /// Items in a block.
    const PER_BLOCK: usize = BLOCK_BYTES / size_of::<T>();

    /// An empty array.
    #[must_use]
    pub fn new() -> Self {
        Self {
            items: Vec::new(),
            dirty: Vec::new(),
            saved: Vec::new(),
        }
    }

    /// All items.
    #[inline(always)]
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// Items to be written.
    ///
    /// `None`, with nothing marked, when the range is not inside the array.
    #[inline(always)]
    pub fn write(&mut self, range: Range<usize>) -> Option<&mut [T]> {
        if range.start > range.end || range.end > self.items.len() {
            return None;
        }
        if range.start < range.end {
            let first = range.start / Self::PER_BLOCK;
            let last = (range.end - 1) / Self::PER_BLOCK;
            self.dirty[first] = true;
            if last != first {
                self.dirty[first + 1..=last].fill(true);
            }
        }
        self.items.get_mut(range)
    }

    /// Copies items inside the array, as if through a buffer of its own.
    ///
    /// `None`, with nothing changed, when a range is not inside the array.
    pub fn copy_within(&mut self, from: Range<usize>, to: usize) -> Option<()> {
        if from.start > from.end || from.end > self.items.len() {
            return None;
        }
        let end = to.checked_add(from.len())?;
        self.write(to..end)?;
        self.items.copy_within(from, to);
        Some(())
    }

    /// Makes the array longer with items of the default value.
    ///
    /// `None`, with nothing changed, when the host has not enough memory.
    pub fn grow(&mut self, len: usize) -> Option<()> {
        let more = len.checked_sub(self.items.len())?;
        let blocks = len.div_ceil(Self::PER_BLOCK);
        // Room for more than is asked for, where the host has it: what grows once, grows
        // again.
        let reserved = self.items.try_reserve(more);
        reserved
            .or_else(|_| self.items.try_reserve_exact(more))
            .ok()?;
        self.dirty.try_reserve(blocks - self.dirty.len()).ok()?;
        self.items.resize(len, T::default());
        self.dirty.resize(blocks, false);
        Some(())
    }

    /// Bytes of the blocks written since the last save.
    pub(super) fn unsaved(&self) -> usize {
        count(&self.dirty) * BLOCK_BYTES
    }

    /// Saves the contents. Costs the blocks written since the last save and one
    /// pointer for every 256 blocks.
    pub fn snapshot(&mut self) -> BlocksSnapshot<T> {
        self.snapshot_into(&mut Spare::default())
    }

    /// The same, into memory that is ready for it, as far as there is some.
    pub(super) fn snapshot_into(&mut self, spare: &mut Spare<T>) -> BlocksSnapshot<T> {
        let nodes = self.dirty.len().div_ceil(FAN_OUT);
        self.saved.truncate(nodes);
        if self.saved.len() < nodes {
            let empty: Node<T> = Arc::from(vec![None; FAN_OUT]);
            self.saved.resize_with(nodes, || Arc::clone(&empty));
        }
        let blocks = count(&self.dirty);
        let places = self.items.chunks(FAN_OUT * Self::PER_BLOCK);
        let nodes = places.zip(self.dirty.chunks_mut(FAN_OUT));
        let written = nodes
            .zip(&mut self.saved)
            .filter_map(|((items, marks), node)| {
                let count = count(marks);
                (count > 0).then(|| (items, marks, node, spare.take(count)))
            });
        together::each(written, blocks, |(items, marks, node, ready)| {
            let mut ready = ready.into_iter();
            let mut blocks = node.to_vec();
            let places = items.chunks(Self::PER_BLOCK).zip(marks);
            for ((items, mark), block) in places.zip(&mut blocks) {
                if std::mem::take(mark) {
                    *block = Some(spare::filled(ready.next(), items));
                }
            }
            *node = Arc::from(blocks);
        });
        BlocksSnapshot {
            len: self.items.len(),
            nodes: self.saved.clone(),
        }
    }

    /// Whether the contents are those of a save. `hint` is the block to look at first, and
    /// becomes the one that differs.
    pub(crate) fn is_as(&self, snapshot: &BlocksSnapshot<T>, hint: &mut usize) -> bool {
        let same = self.items.len() == snapshot.len && self.same_block_as(snapshot, *hint);
        same && (0..self.dirty.len().div_ceil(FAN_OUT)).all(|number| {
            let first = number * FAN_OUT;
            let end = self.dirty.len().min(first + FAN_OUT);
            let saved = self.saved.get(number).zip(snapshot.nodes.get(number));
            let shared = saved.is_some_and(|(one, other)| Arc::ptr_eq(one, other));
            if shared && !self.dirty[first..end].contains(&true) {
                return true;
            }
            let differs = |index: &usize| !self.same_block_as(snapshot, *index);
            let differing = (first..end).find(differs);
            *hint = differing.unwrap_or(*hint);
            differing.is_none()
        })
    }

    /// Whether a block is as it was saved; one that is not there is.
    fn same_block_as(&self, snapshot: &BlocksSnapshot<T>, index: usize) -> bool {
        let (number, at) = (index / FAN_OUT, index % FAN_OUT);
        let saved = snapshot.nodes.get(number).and_then(|node| node.get(at));
        let mine = self.saved.get(number).and_then(|node| node.get(at));
        let clean = self.dirty.get(index) == Some(&false);
        if clean
            && let (Some(mine), Some(saved)) = (mine, saved)
            && same_block(mine, saved)
        {
            return true;
        }
        let start = (index * Self::PER_BLOCK).min(self.items.len());
        let end = self.items.len().min(start + Self::PER_BLOCK);
        let items = &self.items[start..end];
        let saved = saved.and_then(|block| block.as_deref()).unwrap_or(&[]);
        let (saved, len) = (saved, saved.len().min(items.len()));
        items[..len] == saved[..len] && items[len..].iter().all(|item| *item == T::default())
    }

    /// Puts the contents back as they were saved. Costs the blocks that differ.
    pub fn restore(&mut self, snapshot: &BlocksSnapshot<T>) {
        self.items.resize(snapshot.len, T::default());
        self.dirty
            .resize(snapshot.len.div_ceil(Self::PER_BLOCK), true);
        let mut saved = self.saved.iter();
        let places = self.items.chunks_mut(FAN_OUT * Self::PER_BLOCK);
        let nodes = places
            .zip(self.dirty.chunks_mut(FAN_OUT))
            .zip(&snapshot.nodes);
        let mut blocks = 0;
        let differing = nodes.filter_map(|((items, marks), node)| {
            let before = saved.next();
            if !before.is_some_and(|before| Arc::ptr_eq(before, node)) {
                let before = before.map_or(&[][..], |before| &**before);
                mark_differing(marks, before, node);
            }
            let count = count(marks);
            blocks += count;
            (count > 0).then_some((items, marks, node))
        });
        let differing: Vec<_> = differing.collect();
        together::each(differing.into_iter(), blocks, |(items, marks, node)| {
            let places = items.chunks_mut(Self::PER_BLOCK).zip(marks);
            for ((items, mark), block) in places.zip(&**node) {
                if std::mem::take(mark) {
                    copy_block(items, block.as_deref());
                }
            }
        });
        self.saved.clone_from(&snapshot.nodes);
    }
}

/// How many blocks are marked.
fn count(marks: &[bool]) -> usize {
    marks.iter().filter(|mark| **mark).count()
}

/// Marks the blocks of a node that another one does not have.
fn mark_differing<T>(marks: &mut [bool], before: &[Option<Block<T>>], node: &[Option<Block<T>>]) {
    let mut before = before.iter();
    for (mark, block) in marks.iter_mut().zip(node) {
        *mark |= !before
            .next()
            .is_some_and(|before| same_block(before, block));
    }
}

fn same_block<T>(one: &Option<Block<T>>, other: &Option<Block<T>>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => Arc::ptr_eq(one, other),
        _ => false,
    }
}

/// A saved block may be shorter than the place: the array has grown inside it since,
/// which only adds zeros.
fn copy_block<T: Copy + Default>(place: &mut [T], block: Option<&[T]>) {
    let block = block.unwrap_or(&[]);
    let len = block.len().min(place.len());
    place[..len].copy_from_slice(&block[..len]);
    place[len..].fill(T::default());
}

impl<T: PartialEq> PartialEq for Blocks<T> {
    /// Equal contents; what was saved or marked does not count.
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items
    }
}

impl<T: Copy + Default + PartialEq + Send + Sync> Default for Blocks<T> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many blocks two saves do not share.
    fn differing(one: &BlocksSnapshot<u8>, other: &BlocksSnapshot<u8>) -> usize {
        let blocks = |snapshot: &BlocksSnapshot<u8>| -> Vec<Option<Block<u8>>> {
            snapshot
                .nodes
                .iter()
                .flat_map(|node| node.to_vec())
                .collect()
        };
        let pairs = blocks(one).into_iter().zip(blocks(other));
        pairs.filter(|(one, other)| !same_block(one, other)).count()
    }

    fn write(blocks: &mut Blocks<u8>, at: usize, bytes: &[u8]) {
        let place = blocks
            .write(at..at + bytes.len())
            .expect("inside the array");
        place.copy_from_slice(bytes);
    }

    #[test]
    fn a_save_copies_only_blocks_written_since_the_last() {
        let mut blocks = Blocks::new();
        blocks.grow(100 * BLOCK_BYTES).expect("enough memory");
        write(&mut blocks, 0, &[1]);
        let first = blocks.snapshot();
        let second = blocks.snapshot();
        assert_eq!(differing(&first, &second), 0);
        // Across the border of two blocks.
        write(&mut blocks, 8 * BLOCK_BYTES - 2, &[1, 2, 3, 4]);
        let third = blocks.snapshot();
        assert_eq!(differing(&second, &third), 2);
    }

    #[test]
    fn a_save_can_be_put_back_from_before_and_from_after() {
        let mut blocks = Blocks::new();
        blocks.grow(3 * BLOCK_BYTES).expect("enough memory");
        write(&mut blocks, 5, &[1, 2, 3]);
        let early = (blocks.snapshot(), blocks.items().to_vec());
        blocks.grow(300 * BLOCK_BYTES).expect("enough memory");
        write(&mut blocks, 299 * BLOCK_BYTES, &[9]);
        write(&mut blocks, 5, &[7]);
        let late = (blocks.snapshot(), blocks.items().to_vec());
        write(&mut blocks, BLOCK_BYTES, &[8; 100]);
        for (snapshot, items) in [&early, &late, &early, &early, &late] {
            blocks.restore(snapshot);
            assert_eq!(blocks.items(), items);
            // What is written over a state that was put back is gone with the next one.
            write(&mut blocks, 17, &[255]);
        }
    }

    #[test]
    fn a_large_save_is_as_a_small_one_whoever_copies_it() {
        let end = 3_000 * BLOCK_BYTES + 100;
        let mut blocks = Blocks::new();
        blocks.grow(end).expect("enough memory");
        let mut spare = Spare::default();
        let mut saves = Vec::new();
        for turn in 1..=4 {
            // All of them, then every second, third and fourth.
            for number in (0..=3_000).step_by(turn) {
                write(
                    &mut blocks,
                    number * BLOCK_BYTES + turn,
                    &[turn as u8, number as u8],
                );
            }
            saves.push((blocks.snapshot_into(&mut spare), blocks.items().to_vec()));
            spare.prepare();
        }
        assert_eq!(differing(&saves[2].0, &saves[3].0), 751);
        for (snapshot, items) in saves.iter().rev().chain(&saves) {
            blocks.restore(snapshot);
            assert!(blocks.items() == items && blocks.unsaved() == 0);
        }
    }

    #[test]
    fn a_table_that_ends_inside_a_block_is_saved_whole() {
        let mut blocks: Blocks<u64> = Blocks::new();
        blocks.grow(10).expect("enough memory");
        blocks.write(9..10).expect("inside the array")[0] = 4;
        let ten = blocks.snapshot();
        blocks.grow(20).expect("enough memory");
        let twenty = blocks.snapshot();
        blocks.restore(&ten);
        assert_eq!((blocks.items().len(), blocks.items()[9]), (10, 4));
        blocks.restore(&twenty);
        assert_eq!(
            (blocks.items().len(), blocks.items()[9], blocks.items()[10]),
            (20, 4, 0)
        );
    }

    #[test]
    fn what_is_out_of_range_changes_nothing() {
        let mut blocks: Blocks<u8> = Blocks::new();
        blocks.grow(10).expect("enough memory");
        let before = blocks.clone();
        assert!(blocks.write(9..11).is_none());
        assert!(blocks.copy_within(8..12, 0).is_none());
        assert!(blocks.copy_within(0..5, 6).is_none());
        assert!(blocks == before && !blocks.dirty.contains(&true));
    }
}
