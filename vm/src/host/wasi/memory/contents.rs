//! What is in a file: blocks that copies share until one of them writes.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Bytes of a block.
const BLOCK: usize = 4096;

type Block = [u8; BLOCK];

/// Bytes, of which stretches that were never written are zero and take no room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Contents {
    blocks: BTreeMap<u64, Arc<Block>>,
    len: u64,
}

impl Contents {
    pub(super) fn new(bytes: &[u8]) -> Self {
        let mut contents = Self::default();
        contents.write(0, bytes);
        contents
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Bytes of room taken.
    pub(super) fn room(&self) -> u64 {
        (self.blocks.len() * BLOCK) as u64
    }

    /// The bytes from an offset on, at most so many.
    pub(super) fn read(&self, offset: u64, len: usize) -> Option<Vec<u8>> {
        let left = self.len.saturating_sub(offset);
        let len = usize::try_from(left).unwrap_or(usize::MAX).min(len);
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(len).ok()?;
        while bytes.len() < len {
            let (block, at) = place(offset + bytes.len() as u64);
            let part = (BLOCK - at).min(len - bytes.len());
            match self.blocks.get(&block) {
                Some(block) => bytes.extend_from_slice(&block[at..at + part]),
                None => bytes.resize(bytes.len() + part, 0),
            }
        }
        Some(bytes)
    }

    pub(super) fn write(&mut self, offset: u64, bytes: &[u8]) {
        let mut done = 0;
        while done < bytes.len() {
            let (block, at) = place(offset + done as u64);
            let part = (BLOCK - at).min(bytes.len() - done);
            let block = self
                .blocks
                .entry(block)
                .or_insert_with(|| Arc::new([0; BLOCK]));
            Arc::make_mut(block)[at..at + part].copy_from_slice(&bytes[done..done + part]);
            done += part;
        }
        self.len = self.len.max(offset + bytes.len() as u64);
    }

    pub(super) fn resize(&mut self, len: u64) {
        if len < self.len {
            let (block, at) = place(len);
            self.blocks.split_off(&(block + 1));
            // What lies behind the end has to be zero when the file grows again.
            match self.blocks.get_mut(&block) {
                Some(_) if at == 0 => drop(self.blocks.remove(&block)),
                Some(block) => Arc::make_mut(block)[at..].fill(0),
                None => {}
            }
        }
        self.len = len;
    }
}

fn place(offset: u64) -> (u64, usize) {
    (offset / BLOCK as u64, (offset % BLOCK as u64) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_the_rest_is_zero() {
        let mut contents = Contents::new(b"begin");
        contents.write(10_000, b"end");
        assert_eq!(contents.len(), 10_003);
        assert_eq!(contents.room(), 2 * BLOCK as u64);
        let bytes = contents.read(0, 20_000).unwrap();
        assert_eq!(
            (&bytes[..5], &bytes[10_000..]),
            (&b"begin"[..], &b"end"[..])
        );
        assert!(bytes[5..10_000].iter().all(|byte| *byte == 0));
        assert!(contents.read(10_003, 1).unwrap().is_empty());
    }

    #[test]
    fn what_was_cut_off_does_not_come_back() {
        for len in [0, 3, BLOCK as u64, BLOCK as u64 + 1] {
            let mut contents = Contents::new(&[7; 3 * BLOCK]);
            contents.resize(len);
            contents.resize(3 * BLOCK as u64);
            let bytes = contents.read(0, 4 * BLOCK).unwrap();
            assert_eq!(bytes.len(), 3 * BLOCK);
            assert_eq!(bytes.iter().filter(|byte| **byte == 7).count() as u64, len);
        }
    }

    #[test]
    fn a_copy_is_not_written() {
        let mut contents = Contents::new(b"one");
        let copy = contents.clone();
        contents.write(0, b"two");
        assert_eq!(copy.read(0, 3).unwrap(), b"one");
    }
}
