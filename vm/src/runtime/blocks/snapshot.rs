//! What was saved of an array, and what two saves share.

use super::{BLOCK_BYTES, FAN_OUT, Node, same_block};
use std::ops::Range;
use std::sync::Arc;

/// The contents of an array at some time, sharing what did not change with the saves
/// before and after.
#[derive(Clone, Debug)]
pub struct BlocksSnapshot<T> {
    pub(super) len: usize,
    pub(super) nodes: Vec<Node<T>>,
}

impl<T> BlocksSnapshot<T> {
    /// Whether blocks were written since another one.
    pub(crate) fn wrote_since(&self, before: &Self) -> bool {
        let mut nodes = self.nodes.iter().enumerate();
        nodes.any(|(number, node)| match before.nodes.get(number) {
            Some(before) => !Arc::ptr_eq(before, node),
            None => node.iter().any(Option::is_some),
        })
    }

    /// The bytes that it takes beside those shared with another one.
    pub(crate) fn bytes_beside(&self, other: Option<&Self>) -> usize {
        let nodes = self.nodes.iter().enumerate().map(|(number, node)| {
            let before = other.and_then(|other| other.nodes.get(number));
            if before.is_some_and(|before| Arc::ptr_eq(before, node)) {
                return 0;
            }
            size_of_val(&**node) + own_blocks(node, before) * BLOCK_BYTES
        });
        nodes.sum::<usize>() + size_of_val(&*self.nodes)
    }

    /// How many blocks were written since another save.
    pub(crate) fn written_since(&self, before: &Self) -> usize {
        let nodes = self.nodes.iter().enumerate();
        nodes
            .map(|(number, node)| own_blocks(node, before.nodes.get(number)))
            .sum()
    }

    /// Whether none of these items was written between this and another save, by the blocks
    /// that they share. What does not exist in either was not written.
    pub(crate) fn unwritten(&self, other: &Self, items: Range<usize>) -> bool {
        let per_block = BLOCK_BYTES / size_of::<T>();
        let block = |saved: &Self, number: usize| {
            let node = saved.nodes.get(number / FAN_OUT);
            let block = node.and_then(|node| node.get(number % FAN_OUT).cloned());
            block.flatten()
        };
        let end = items.end.min(self.len.max(other.len));
        let mut blocks = items.start / per_block..end.div_ceil(per_block);
        blocks.all(|number| same_block(&block(self, number), &block(other, number)))
    }

    /// The same of items that exist in both, neither array having grown.
    pub(crate) fn shares(&self, other: &Self, items: Range<usize>) -> bool {
        self.len == other.len && items.end <= self.len && self.unwritten(other, items)
    }
}

/// How many blocks of a node another one, if there is one, does not have.
fn own_blocks<T>(node: &Node<T>, before: Option<&Node<T>>) -> usize {
    let own = node.iter().enumerate().filter(|(index, block)| {
        let before = before.and_then(|before| before.get(*index));
        block.is_some() && !before.is_some_and(|before| same_block(before, block))
    });
    own.count()
}
