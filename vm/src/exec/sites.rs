//! Stopping before given instructions.
//!
//! The loop reads the entries of a body. A machine that is to stop somewhere is given another
//! body instead, in which the entry of each such instruction is [`Kind::Stop`], no other entry
//! runs over it, and no branch back goes past it. So the loop has no test for it, and a
//! function in which nothing stops runs as fast as ever.

use super::Outcome;
use crate::load::fuse::fuse;
use crate::runtime::{Func, FuncAddr, Machine, Store};
#[cfg(doc)]
use crate::syntax::Kind;
use crate::syntax::{Body, Code};
use std::sync::Arc;

/// Instructions to stop before, made for the functions of one store.
///
/// They are no part of a machine's state: who runs it brings them along.
#[derive(Clone, Debug, Default)]
pub struct Sites {
    bodies: Vec<Exchange>,
}

/// A body, and the one in its place while a machine is to stop in it.
#[derive(Clone, Debug)]
struct Exchange {
    func: FuncAddr,
    plain: Arc<Body>,
    stopping: Arc<Body>,
}

impl Sites {
    /// Places sites at instructions of functions, by their pcs. What does not exist is left
    /// out. Costs the size of the functions that they are in.
    #[must_use]
    pub fn new(store: &Store, places: impl IntoIterator<Item = (FuncAddr, u32)>) -> Self {
        let mut bodies: Vec<Exchange> = Vec::new();
        let places = places.into_iter();
        let mut places: Vec<_> = places
            .map(|(func, pc)| (u64::from(func.0), pc as usize))
            .collect();
        places.sort_unstable();
        for places in places.chunk_by(|(one, _), (other, _)| one == other) {
            let func = FuncAddr(places[0].0 as u32);
            if let Some(Func::Wasm { body, instance, .. }) = store.funcs.get(func.at()) {
                let code = body.code(&store.instance(*instance).module);
                let code = stopping(code, places);
                bodies.push(Exchange {
                    func,
                    plain: Arc::clone(body),
                    stopping: Arc::new(Body::prepared(code, body.range.clone())),
                });
            }
        }
        Self { bodies }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bodies.is_empty()
    }
}

/// A copy of a body that is left before the instructions at these pcs.
fn stopping(code: &Code, places: &[(u64, usize)]) -> Code {
    let mut copy = code.clone();
    let pcs = places.iter().map(|(_, pc)| *pc);
    let stops: Vec<usize> = pcs.filter(|pc| *pc < code.instrs.len()).collect();
    fuse(&mut copy, &stops);
    copy
}

impl Machine {
    /// Executes as [`Machine::run_within`] does, but stops as well before each site, with
    /// [`Outcome::Stopped`]; not before one that it begins at. What is executed is the same.
    pub fn run_to(&mut self, sites: &Sites, fuel: u64, work: u64) -> Outcome {
        self.arm(sites);
        self.pass();
        let outcome = self.run_within(fuel, work);
        self.disarm(sites);
        outcome
    }

    /// Makes runs stop before each site, until [`Machine::disarm`], which has to follow.
    pub(crate) fn arm(&mut self, sites: &Sites) {
        self.passed = u64::MAX;
        for body in &sites.bodies {
            self.exchange(body.func, &body.plain, &body.stopping);
        }
    }

    /// Makes runs stop nowhere any more.
    pub(crate) fn disarm(&mut self, sites: &Sites) {
        for body in &sites.bodies {
            self.exchange(body.func, &body.stopping, &body.plain);
        }
    }

    /// Lets the next run execute the instruction that the machine stands before.
    pub(crate) fn pass(&mut self) {
        self.passed = self.steps;
    }

    fn exchange(&mut self, func: FuncAddr, from: &Arc<Body>, to: &Arc<Body>) {
        if let Some(Func::Wasm { body, .. }) = self.store.funcs.get_mut(func.at())
            && Arc::ptr_eq(body, from)
        {
            *body = Arc::clone(to);
        }
    }
}
