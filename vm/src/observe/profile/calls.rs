//! Who called whom, and what was spent there.

use crate::runtime::{Frame, FuncAddr};
use std::collections::BTreeMap;

/// Most chains of calls that are told apart. What lies beyond is counted for the nearest
/// function on the chain that is the same, else for the caller.
const MOST_CHAINS: usize = 200_000;

/// A function as it was called by a chain of callers.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    pub(super) func: FuncAddr,
    /// The caller; the first one is its own.
    pub(super) caller: usize,
    /// Instructions executed in the function itself.
    pub(super) spent: u64,
    pub(super) calls: u64,
    /// Whether no caller on the chain is the same function.
    pub(super) is_outermost: bool,
    callees: Vec<usize>,
}

/// All chains of calls, callers before callees.
#[derive(Clone, Debug, Default)]
pub(super) struct Calls {
    pub(super) chains: Vec<Chain>,
    /// The chains that nobody called.
    roots: Vec<usize>,
    /// The frames there are: when each was made, and its chain.
    frames: Vec<(u64, usize)>,
    /// How many frames of each function there are.
    active: BTreeMap<FuncAddr, u64>,
    pub(super) deepest: usize,
    /// Calls of functions of the host.
    pub(super) hosts: BTreeMap<FuncAddr, u64>,
}

impl Calls {
    /// Takes note of the frames that are gone and of those that are new.
    pub(super) fn follow(&mut self, frames: &[Frame]) {
        // What goes on in the same frame is the usual case.
        let is_same = self.frames.len() == frames.len()
            && self.frames.last().map(|last| last.0) == frames.last().map(|frame| frame.entered);
        if is_same {
            return;
        }
        while let Some((entered, _)) = self.frames.last().copied() {
            let there = frames.get(self.frames.len() - 1);
            if there.is_some_and(|frame| frame.entered == entered) {
                break;
            }
            self.leave();
        }
        for frame in &frames[self.frames.len()..] {
            self.enter(frame);
        }
    }

    /// A frame is new.
    pub(super) fn enter(&mut self, frame: &Frame) {
        let chain = self.chain(frame.func);
        self.chains[chain].calls += 1;
        *self.active.entry(self.chains[chain].func).or_default() += 1;
        self.frames.push((frame.entered, chain));
        self.deepest = self.deepest.max(self.frames.len());
    }

    /// The innermost frame is gone.
    pub(super) fn leave(&mut self) {
        if let Some((_, chain)) = self.frames.pop() {
            let func = self.chains[chain].func;
            self.active.entry(func).and_modify(|active| *active -= 1);
        }
    }

    /// Counts instructions for the innermost frame that was there last.
    pub(super) fn spend(&mut self, count: u64) {
        if let Some((_, chain)) = self.frames.last() {
            self.chains[*chain].spent += count;
        }
    }

    pub(super) fn host(&mut self, func: FuncAddr) {
        *self.hosts.entry(func).or_default() += 1;
    }

    /// The chain of a function that the innermost frame calls.
    fn chain(&mut self, func: FuncAddr) -> usize {
        let caller = self.frames.last().map(|(_, chain)| *chain);
        let known = match caller {
            Some(caller) => &self.chains[caller].callees,
            None => &self.roots,
        };
        let found = known.iter().find(|chain| self.chains[**chain].func == func);
        if let Some(found) = found {
            return *found;
        }
        if self.chains.len() >= MOST_CHAINS
            && let Some(caller) = caller
        {
            let mut on_chain = self.frames.iter().rev().map(|(_, chain)| *chain);
            return on_chain
                .find(|chain| self.chains[*chain].func == func)
                .unwrap_or(caller);
        }
        let new = self.chains.len();
        self.chains.push(Chain {
            func,
            caller: caller.unwrap_or(new),
            spent: 0,
            calls: 0,
            is_outermost: self.active.get(&func).is_none_or(|active| *active == 0),
            callees: Vec::new(),
        });
        match caller {
            Some(caller) => self.chains[caller].callees.push(new),
            None => self.roots.push(new),
        }
        new
    }
}
