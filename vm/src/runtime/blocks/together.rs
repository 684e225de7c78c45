//! What is done to many blocks, by several threads at once.
//!
//! One thread alone does not move as much as memory gives, and two move twice as much.

use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread::{self, Builder};

/// Blocks to be moved from which on another thread is worth its beginning: 2 MiB.
const LEAST: usize = 512;

/// How many threads move blocks, of those that the computer runs at once. Memory gives no more to
/// many than to some.
static THREADS: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(1, |all| all.get().min(4)));

/// Does it with each item, in any order, where there are so many blocks to be moved in all.
///
/// Where there are no threads, as in a browser, or none is to be had, everything is done by this
/// one.
pub(super) fn each<I>(items: I, blocks: usize, work: impl Fn(I::Item) + Sync)
where
    I: Iterator + Send,
{
    if blocks < LEAST || cfg!(target_family = "wasm") {
        return items.for_each(work);
    }
    let items = Mutex::new(items);
    let next = || {
        let mut items = items.lock().unwrap_or_else(PoisonError::into_inner);
        items.next()
    };
    let go_on = || {
        while let Some(item) = next() {
            work(item);
        }
    };
    thread::scope(|scope| {
        let others = (1..*THREADS).map(|_| Builder::new().spawn_scoped(scope, go_on));
        let _begun: Vec<_> = others.collect();
        go_on();
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn each_item_is_worked_on_once() {
        for blocks in [0, LEAST, 1 << 20] {
            let sum = AtomicU64::new(0);
            each(1..=1_000, blocks, |number| {
                sum.fetch_add(number, Ordering::Relaxed);
            });
            assert_eq!(sum.into_inner(), 500_500);
        }
    }
}
