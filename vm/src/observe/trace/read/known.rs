//! What is known of a memory that only its accesses are told of.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Bytes of a block.
const BLOCK: u64 = 256;

#[derive(Clone, Debug)]
struct Block {
    bytes: [u8; BLOCK as usize],
    known: [bool; BLOCK as usize],
}

/// A memory of which some bytes are known. Copies share what does not differ.
#[derive(Clone, Debug, Default)]
pub struct Known {
    blocks: BTreeMap<u64, Arc<Block>>,
    /// One byte more than the last one that was touched.
    end: u64,
    pages: Option<u64>,
}

impl Known {
    /// The size in pages: as its growth was told, or as many as were touched.
    #[must_use]
    pub fn pages(&self) -> u64 {
        let touched = self.end.div_ceil(1 << 16);
        self.pages.map_or(touched, |pages| pages.max(touched))
    }

    pub(super) fn set_pages(&mut self, pages: u64) {
        self.pages = Some(pages);
    }

    /// A byte; `None` while it is not known.
    #[must_use]
    pub fn byte(&self, addr: u64) -> Option<u8> {
        let block = self.blocks.get(&(addr / BLOCK))?;
        let at = (addr % BLOCK) as usize;
        block.known[at].then_some(block.bytes[at])
    }

    /// These bytes are there.
    pub(super) fn set(&mut self, addr: u64, bytes: &[u8]) {
        for (addr, byte) in (addr..).zip(bytes) {
            self.put(addr, Some(*byte));
        }
    }

    /// Nothing is known of these bytes any more.
    pub(super) fn forget(&mut self, from: u64, end: u64) {
        self.end = self.end.max(end);
        let touched: Vec<u64> = (self.blocks)
            .range(from / BLOCK..end.div_ceil(BLOCK).max(from / BLOCK))
            .map(|(block, _)| *block)
            .collect();
        for block in touched {
            let start = block * BLOCK;
            for addr in from.max(start)..end.min(start + BLOCK) {
                self.put(addr, None);
            }
        }
    }

    fn put(&mut self, addr: u64, byte: Option<u8>) {
        // No address of a memory is the last one that there is.
        self.end = self.end.max(addr.saturating_add(1));
        if self.byte(addr) == byte {
            return;
        }
        let block = self.blocks.entry(addr / BLOCK).or_insert_with(|| {
            Arc::new(Block {
                bytes: [0; BLOCK as usize],
                known: [false; BLOCK as usize],
            })
        });
        let (block, at) = (Arc::make_mut(block), (addr % BLOCK) as usize);
        block.known[at] = byte.is_some();
        block.bytes[at] = byte.unwrap_or(0);
    }
}
