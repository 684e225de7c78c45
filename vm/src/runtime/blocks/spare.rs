//! Memory for the blocks of the next save, made ready beside the run.
//!
//! Memory that the system has not given before costs several times what filling it costs: it is
//! given by pages, each when it is touched first, and cleared. A run that is recorded needs as much
//! at each save as was written since the one before. So after a large save as much as it took is
//! allocated and touched by a thread, for the next one. What is not ready by then is allocated when
//! it is needed, and nobody waits for it: nothing but time depends on the thread, and where there
//! are no threads, as in a browser, everything is as without.

use super::BLOCK_BYTES;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;

/// Blocks of a save from which on a thread is worth its beginning: 1 MiB.
const LEAST: usize = 256;

/// Blocks that are handed over at once.
const AT_ONCE: usize = 256;

/// Blocks that nobody has yet, and what makes them.
#[derive(Debug)]
pub(crate) struct Spare<T> {
    ready: Vec<Arc<[T]>>,
    coming: Option<Receiver<Vec<Arc<[T]>>>>,
    /// How many were asked for since the last [`Spare::prepare`].
    asked: usize,
}

impl<T> Default for Spare<T> {
    fn default() -> Self {
        Self {
            ready: Vec::new(),
            coming: None,
            asked: 0,
        }
    }
}

/// What is spare belongs to one run, and another one begins with nothing.
impl<T> Clone for Spare<T> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<T> Spare<T> {
    /// So many blocks, or as many as are ready.
    pub(super) fn take(&mut self, blocks: usize) -> Vec<Arc<[T]>> {
        self.asked += blocks;
        while self.ready.len() < blocks {
            let more = self
                .coming
                .as_ref()
                .and_then(|coming| coming.try_recv().ok());
            match more {
                Some(more) => self.ready.extend(more),
                None => break,
            }
        }
        let left = self.ready.len().saturating_sub(blocks);
        self.ready.split_off(left)
    }
}

impl<T: Copy + Default + Send + Sync + 'static> Spare<T> {
    /// Lets as many be made as were asked for since this was said last, if they are many, and
    /// gives up those that are left.
    pub(crate) fn prepare(&mut self) {
        let asked = std::mem::take(&mut self.asked);
        self.ready.clear();
        self.coming = None;
        if asked < LEAST || cfg!(target_family = "wasm") {
            return;
        }
        let (sender, receiver) = mpsc::channel();
        let make = move || {
            for _ in 0..asked.div_ceil(AT_ONCE) {
                let blocks = (0..AT_ONCE).map(|_| touched()).collect();
                // It is not needed any more.
                if sender.send(blocks).is_err() {
                    return;
                }
            }
        };
        let begun = thread::Builder::new().name("spare".to_owned()).spawn(make);
        self.coming = begun.is_ok().then_some(receiver);
    }
}

/// A block of these items: one that is ready, if it is as large, or a new one.
pub(super) fn filled<T: Copy>(ready: Option<Arc<[T]>>, items: &[T]) -> Arc<[T]> {
    if let Some(mut block) = ready
        && let Some(place) = Arc::get_mut(&mut block)
        && place.len() == items.len()
    {
        place.copy_from_slice(items);
        return block;
    }
    Arc::from(items)
}

/// A block that the system has given memory for.
fn touched<T: Copy + Default>() -> Arc<[T]> {
    let items = BLOCK_BYTES / size_of::<T>();
    Arc::from_iter(std::iter::repeat_n(T::default(), items))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many blocks with a number each, which they are to hold.
    fn save(spare: &mut Spare<u64>, blocks: u64) {
        let items = |number| [number; BLOCK_BYTES / 8];
        let mut ready = spare.take(blocks as usize).into_iter();
        let made = (0..blocks).map(|number| filled(ready.next(), &items(number)));
        let made: Vec<_> = made.collect();
        for (number, block) in (0..).zip(&made) {
            assert_eq!(**block, items(number));
        }
        spare.prepare();
    }

    #[test]
    fn blocks_hold_what_they_were_asked_for_ready_or_not() {
        let mut spare = Spare::default();
        for blocks in [1, 2_000, 2_000, 10, 300, 5_000, 300] {
            save(&mut spare, blocks);
        }
    }

    #[test]
    fn what_a_large_save_took_is_ready_for_the_next_and_given_up_after_a_small_one() {
        let mut spare = Spare::default();
        save(&mut spare, 1_000);
        let coming = spare.coming.take().expect("a thread makes them");
        // All of them, until the thread has ended.
        let ready: usize = coming.iter().map(|blocks: Vec<_>| blocks.len()).sum();
        assert_eq!(ready, 1_024);
        save(&mut spare, 3);
        assert!(spare.coming.is_none() && spare.ready.is_empty());
    }

    #[test]
    fn a_block_of_another_size_is_made_for_itself() {
        let mut spare = Spare::default();
        save(&mut spare, 300);
        let ready = spare.take(1).pop();
        assert_eq!(*filled(ready, &[1, 2, 3]), [1, 2, 3]);
    }
}
