//! Which picture each state of a run shows.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{NO_KEY, Request, Size, pixels, request, size};
use crate::exec::{Answer, HostCall};
use crate::runtime::{Machine, MemAddr, Value};

/// Calls that are remembered at most; the oldest are forgotten.
const MOST: usize = 100_000;

/// What a run has shown, by the step that showed it.
///
/// A state shows the last picture that was presented by a step before it. Pixels are kept up to
/// a number of bytes; older pictures are in the memory of the state that presented them.
#[derive(Clone, Debug)]
pub struct Canvas {
    calls: VecDeque<Call>,
    /// Bytes of pixels that are kept, beside the newest picture.
    budget: u64,
    kept: u64,
    /// How many of the calls, from the oldest on, have no pixels any more.
    bare: usize,
    /// The step after the newest call that was forgotten.
    lost: u64,
}

/// A call that has changed what is seen.
#[derive(Clone, Debug)]
struct Call {
    step: u64,
    size: Size,
    /// Pictures presented up to this call.
    number: u64,
    shown: Option<Shown>,
}

/// What was presented.
#[derive(Clone, Debug)]
struct Shown {
    memory: MemAddr,
    address: u64,
    pixels: Option<Arc<[u8]>>,
}

/// A picture, as a state shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// How large it is.
    pub size: Size,
    /// The step that presented it: the number of the state before the call.
    pub step: u64,
    /// How many pictures were presented up to this one.
    pub number: u64,
    /// Red, green, blue and opacity of each pixel, rows from the top; `None` if it is no longer
    /// kept and has to be read from the state at `step`.
    pub pixels: Option<Arc<[u8]>>,
    memory: MemAddr,
    address: u64,
}

impl Picture {
    /// The pixels, from the machine in the state that has presented them.
    #[must_use]
    pub fn read(&self, machine: &Machine) -> Option<Arc<[u8]>> {
        let memory = machine.store().memory(self.memory);
        memory
            .read(self.address, self.size.bytes())
            .map(|pixels| Arc::from(&*pixels))
    }
}

impl Canvas {
    /// Nothing shown yet; so many bytes of pixels are kept, and the newest picture in any case.
    #[must_use]
    pub fn new(budget: u64) -> Self {
        Self {
            calls: VecDeque::new(),
            budget,
            kept: 0,
            bare: 0,
            lost: 0,
        }
    }

    /// Answers a call, if it is one of the canvas's: with what it gives, or why it does nothing.
    /// `keys` are those that wait; one is taken when the program asks.
    pub fn answer(
        &mut self,
        machine: &Machine,
        call: &HostCall,
        keys: &mut VecDeque<i32>,
    ) -> Option<(Answer, Result<(), String>)> {
        let step = machine.steps();
        let mut answer = Answer::default();
        let done = match request(call)? {
            Request::Key => {
                let key = keys.pop_front().unwrap_or(NO_KEY);
                answer = Answer::results(vec![Value::I32(key)]);
                Ok(())
            }
            Request::Size { width, height } => {
                size(width, height).map(|size| self.add(step, size, None))
            }
            Request::Present { address } => self.present(machine, step, address),
        };
        Some((answer, done))
    }

    fn present(&mut self, machine: &Machine, step: u64, address: u64) -> Result<(), String> {
        let last = self.before(step).next_back();
        let size = last.map_or(Size::default(), |call| call.size);
        if size.bytes() == 0 {
            return Err(
                "canvas.present: how large is the picture? Call canvas.size before".to_owned(),
            );
        }
        let (memory, read) = pixels(machine, size, address)?;
        // A picture that stays as it is takes no room again.
        let same = last.and_then(|call| call.shown.as_ref()?.pixels.clone());
        let pixels = same
            .filter(|pixels| **pixels == *read)
            .unwrap_or_else(|| read.into());
        let shown = Shown {
            memory,
            address,
            pixels: Some(pixels),
        };
        self.add(step, size, Some(shown));
        Ok(())
    }

    /// Adds a call; what another run has shown from this step on is forgotten.
    fn add(&mut self, step: u64, size: Size, shown: Option<Shown>) {
        self.truncate(step);
        let number = self.presented() + u64::from(shown.is_some());
        self.kept += shown.as_ref().map_or(0, |_| size.bytes());
        self.calls.push_back(Call {
            step,
            size,
            number,
            shown,
        });
        let newest = self.calls.iter().rposition(|call| call.shown.is_some());
        while self.kept > self.budget && Some(self.bare) < newest {
            self.strip();
        }
        if self.calls.len() > MOST {
            if self.bare == 0 {
                self.strip();
            }
            self.bare -= 1;
            self.lost = self.calls.pop_front().map_or(0, |call| call.step + 1);
        }
    }

    /// Gives up the pixels of the oldest picture that has some.
    fn strip(&mut self) {
        if let Some(call) = self.calls.get_mut(self.bare) {
            let pixels = call.shown.as_mut().and_then(|shown| shown.pixels.take());
            self.kept -= pixels.map_or(0, |_| call.size.bytes());
        }
        self.bare += 1;
    }

    fn truncate(&mut self, step: u64) {
        while self.calls.back().is_some_and(|call| call.step >= step) {
            let call = self.calls.pop_back();
            let had = call.filter(|call| {
                let shown = call.shown.as_ref();
                shown.is_some_and(|shown| shown.pixels.is_some())
            });
            self.kept -= had.map_or(0, |call| call.size.bytes());
        }
        self.bare = self.bare.min(self.calls.len());
    }

    /// The calls of the steps before one.
    fn before(&self, step: u64) -> impl DoubleEndedIterator<Item = &Call> {
        let count = self.calls.partition_point(|call| call.step < step);
        self.calls.range(..count)
    }

    /// What was shown by the steps before one, to go on from there in another way.
    #[must_use]
    pub fn until(&self, step: u64) -> Self {
        let mut until = self.clone();
        until.truncate(step);
        until
    }

    /// How many pictures were presented.
    #[must_use]
    pub fn presented(&self) -> u64 {
        self.calls.back().map_or(0, |call| call.number)
    }

    /// The size that the state at a step has, once a program has said it.
    #[must_use]
    pub fn size_at(&self, step: u64) -> Option<Size> {
        self.before(step).next_back().map(|call| call.size)
    }

    /// The picture that the state at a step shows; `None` before the first one.
    #[must_use]
    pub fn at(&self, step: u64) -> Option<Picture> {
        let call = self.before(step).rfind(|call| call.shown.is_some())?;
        let shown = call.shown.as_ref()?;
        Some(Picture {
            size: call.size,
            step: call.step,
            number: call.number,
            pixels: shown.pixels.clone(),
            memory: shown.memory,
            address: shown.address,
        })
    }

    /// Whether what the state at a step shows was so long ago that it is forgotten.
    #[must_use]
    pub fn is_forgotten(&self, step: u64) -> bool {
        self.lost > 0 && self.at(step).is_none()
    }
}
