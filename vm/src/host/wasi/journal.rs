//! What an effect-free process has done, so that any of its states can be had again.
//!
//! A [`Timeline`](crate::time::Timeline) says again what was answered, so a host is asked
//! only at steps that the run has not come to before. After a change of the past those are
//! steps of another branch, and the process has to be what it was when the run stood there.
//!
//! Two ways lead to that: a copy for each call, or doing again what was asked. A copy is
//! cheap, but not for nothing, and programs make millions of calls; doing all again takes as
//! long as it took. So every request that can change something is kept, and a copy from time
//! to time; when there are too many copies, every second one is dropped. A state of the past
//! is the nearest copy before it, and what was asked since.

use super::memory::Memory;
use super::process::{Performed, Process};
use super::request::Request;
use super::{Called, decode};
use crate::exec::HostCall;
use crate::runtime::Machine;
use std::sync::Arc;

/// Requests between two copies, at first.
const STRIDE: usize = 256;

/// Copies that are kept.
const MOST_COPIES: usize = 64;

/// A process in memory, and its past.
#[derive(Clone, Debug)]
pub struct Journal {
    /// As it was before the first request.
    first: Process<Memory>,
    /// As it is after the last one.
    last: Process<Memory>,
    events: Vec<(u64, Arc<Event>)>,
    /// Copies, each as it was before the event of a number; numbers go up.
    copies: Vec<(usize, Process<Memory>)>,
    stride: usize,
}

#[derive(Clone, Debug)]
enum Event {
    /// The program has asked.
    Request(Request),
    /// Standard input was given more.
    Input(Box<[u8]>),
    /// Standard input was ended.
    End,
}

impl Journal {
    /// Begins with a process.
    #[must_use]
    pub fn new(process: Process<Memory>) -> Self {
        Self {
            first: process.clone(),
            last: process,
            events: Vec::new(),
            copies: Vec::new(),
            stride: STRIDE,
        }
    }

    /// The process as it is now.
    #[must_use]
    pub fn process(&self) -> &Process<Memory> {
        &self.last
    }

    /// Performs a call that waits at a step; `None` when it is not of a function of WASI.
    ///
    /// What was done at this step and after it is forgotten, and undone: the run has come
    /// here on another way.
    pub fn call(&mut self, machine: &Machine, call: &HostCall) -> Option<Called> {
        let step = machine.steps();
        let decoded = decode(machine, call)?;
        self.go_back(step);
        let (reply, text) = match decoded.request() {
            Err(errno) => (Err(errno), None),
            Ok(request) => {
                let changes = self.last.may_change(request);
                match self.last.perform(request) {
                    Performed::Waits => return Some(Called::Waits),
                    Performed::Done(reply, text) => {
                        if changes {
                            self.push(step, Event::Request(request.clone()));
                        }
                        (reply, text)
                    }
                }
            }
        };
        Some(Called::Answer(decoded.answer(machine, call, reply), text))
    }

    /// Gives standard input more, while a call waits at a step.
    pub fn give(&mut self, step: u64, bytes: &[u8]) {
        self.push(step, Event::Input(bytes.into()));
        self.last.system_mut().give(bytes);
    }

    /// Ends standard input, while a call waits at a step.
    pub fn end_input(&mut self, step: u64) {
        self.push(step, Event::End);
        self.last.system_mut().end_input();
    }

    /// Makes it what it was before anything was done at a step; what was typed there stays.
    pub fn go_back(&mut self, step: u64) {
        let later = |(at, event): &(u64, Arc<Event>)| {
            *at > step || (*at == step && matches!(**event, Event::Request(_)))
        };
        let Some(first) = self.events.iter().position(later) else {
            return;
        };
        self.events.truncate(first);
        self.copies.retain(|(number, _)| *number <= first);
        let (from, process) = match self.copies.last() {
            Some((number, copy)) => (*number, copy),
            None => (0, &self.first),
        };
        self.last = process.clone();
        for (_, event) in &self.events[from..] {
            match &**event {
                Event::Request(request) => drop(self.last.perform(request)),
                Event::Input(bytes) => self.last.system_mut().give(bytes),
                Event::End => self.last.system_mut().end_input(),
            }
        }
    }

    /// Remembers what has been done.
    fn push(&mut self, step: u64, event: Event) {
        self.events.push((step, Arc::new(event)));
        let kept = self.copies.last().map_or(0, |(number, _)| *number);
        if self.events.len() < kept + self.stride {
            return;
        }
        // Of input that is given the copy would lack what was given.
        if matches!(self.events.last(), Some((_, event)) if matches!(**event, Event::Request(_))) {
            self.copies.push((self.events.len(), self.last.clone()));
        }
        if self.copies.len() > MOST_COPIES {
            let mut number = 0;
            self.copies.retain(|_| {
                number += 1;
                number % 2 == 0
            });
            self.stride *= 2;
        }
    }
}
