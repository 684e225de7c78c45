//! The steps of one activation of a function.

use crate::runtime::{FuncAddr, Machine, Snapshot};
use crate::time::{Scout, Scouted, Timeline};

/// Steps between two states that are saved while an end is looked for.
const STRIDE: u64 = 1 << 20;

/// One activation of a function: a frame, from when it was made until it was gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activation {
    /// How many frames lie below; 0 is the entry.
    pub depth: usize,
    /// The function.
    pub func: FuncAddr,
    /// The first state that has the frame.
    pub entered: u64,
    /// The first state that does not have it any more; `None` where that is not known.
    pub gone: Option<u64>,
}

impl Activation {
    /// The activation at a depth of a machine, the end unknown; `None` where there is none.
    #[must_use]
    pub fn at(machine: &Machine, depth: usize) -> Option<Self> {
        let frame = machine.frames().get(depth)?;
        Some(Self {
            depth,
            func: frame.func,
            entered: frame.entered,
            gone: None,
        })
    }

    /// Whether a machine has its frame.
    #[must_use]
    pub fn is_in(&self, machine: &Machine) -> bool {
        let frame = machine.frames().get(self.depth);
        frame.is_some_and(|frame| frame.entered == self.entered)
    }
}

/// The search for the end of an activation.
///
/// A frame that is gone never comes back, so that it is enough to look now and then, in ever
/// larger strides, and to halve the last one. So it costs what running costs.
#[derive(Clone, Debug)]
pub struct ActivationSearch {
    activation: Activation,
    /// The last state seen that has the frame.
    alive: u64,
    saved: Option<Snapshot>,
    /// The first state seen that has it no more.
    gone: Option<u64>,
    stride: u64,
}

impl ActivationSearch {
    /// Looks for the end of the activation at a depth of the timeline's machine; `None` where
    /// there is no such frame.
    #[must_use]
    pub fn new(timeline: &Timeline, depth: usize) -> Option<Self> {
        Some(Self {
            activation: Activation::at(timeline.machine(), depth)?,
            alive: timeline.step(),
            saved: None,
            gone: None,
            stride: 64,
        })
    }

    /// Looks on, using up `fuel`; the activation, when there is nothing more to be found out.
    pub fn advance(
        &mut self,
        scout: &mut Scout,
        timeline: &Timeline,
        fuel: &mut u64,
    ) -> Option<Activation> {
        loop {
            let target = match self.gone {
                Some(gone) if gone - self.alive <= 1 => break,
                Some(gone) => self.alive + (gone - self.alive) / 2,
                None if self.alive >= timeline.known() => break,
                None => (self.alive + self.stride).min(timeline.known()),
            };
            // From the nearest state there is to the one to be looked at.
            let near = self
                .saved
                .as_ref()
                .filter(|_| scout.step() > target || scout.step() < self.alive);
            match near {
                Some(saved) => scout.come_back(saved),
                None if self.saved.is_none() => match scout.seek(timeline, self.alive, fuel) {
                    Scouted::There => self.saved = Some(scout.save()),
                    Scouted::OutOfFuel => return None,
                    Scouted::End => break,
                },
                None => {}
            }
            let steps = (target - scout.step()).min(*fuel);
            let moved = scout.run(timeline, steps);
            *fuel -= moved;
            if scout.step() < target {
                match moved < steps || *fuel > 0 {
                    // There is no memory to see it again.
                    true => break,
                    false => return None,
                }
            }
            if self.activation.is_in(scout.machine()) {
                self.alive = target;
                self.saved = Some(scout.save());
                self.stride = (self.stride * 2).min(STRIDE);
            } else {
                self.gone = Some(target);
            }
        }
        let gone = self.gone;
        Some(Activation {
            gone,
            ..self.activation
        })
    }
}
