//! What a run has used.

use crate::observe::{MemEffect, StepRecord};
use std::collections::HashMap;

/// Bytes that one entry of the map stands for.
const CHUNK: u64 = 512;

/// Counts what records tell: how deep calls went and how much of the memories was touched.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    deepest: usize,
    /// By instance, memory and chunk: a bit for each byte that was read or written.
    touched: HashMap<(u32, u32, u64), [u64; (CHUNK / 64) as usize]>,
}

impl Meter {
    /// Takes account of a step.
    pub fn count(&mut self, record: &StepRecord) {
        let calls = record.call.as_ref().is_some_and(|call| !call.tail);
        self.deepest = self.deepest.max(record.depth + 1 + usize::from(calls));
        let instance = record.site.map_or(0, |site| site.instance.0);
        for effect in &record.mem {
            let (mem, addr, len) = match effect {
                MemEffect::Read {
                    mem,
                    addr,
                    read,
                    len,
                } => (*mem, *addr, len.unwrap_or(read.0.len() as u64)),
                MemEffect::Write {
                    mem,
                    addr,
                    new,
                    len,
                    ..
                } => (*mem, *addr, len.unwrap_or(new.0.len() as u64)),
                MemEffect::Grow { .. } => continue,
            };
            self.touch(instance, mem, addr, len);
        }
    }

    fn touch(&mut self, instance: u32, mem: u32, addr: u64, len: u64) {
        let end = addr.saturating_add(len);
        let mut at = addr;
        while at < end {
            let key = (instance, mem, at / CHUNK);
            let until = end.min((at / CHUNK + 1).saturating_mul(CHUNK));
            let bits = self.touched.entry(key).or_default();
            for byte in at..until {
                let bit = byte % CHUNK;
                bits[(bit / 64) as usize] |= 1 << (bit % 64);
            }
            at = until;
        }
    }

    /// Most frames that there were at once.
    #[must_use]
    pub fn deepest(&self) -> usize {
        self.deepest
    }

    /// Bytes of all memories that were read or written, each counted once. A memory that two
    /// instances share counts for each of them.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let ones = self
            .touched
            .values()
            .flatten()
            .map(|bits| bits.count_ones());
        ones.map(u64::from).sum()
    }
}
