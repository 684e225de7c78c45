//! Where a movement through a run should end, as people say it: over a call, out of a
//! function, at a line.

use crate::exec::is_tail_call;
use crate::runtime::{Func, InstanceAddr, Machine};
use crate::syntax::FuncIdx;
use crate::view::{Lens, Place};

/// Where a movement should end.
///
/// Frames are matched by their identity, so recursion is safe. Functions are those of the main
/// instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// At the end of the program.
    End,
    /// At this step.
    Step(u64),
    /// When there are no more than this many frames.
    Frames(usize),
    /// When this many frames are left but one, or the innermost of them is another one.
    Gone {
        /// Frames, the one that should go included.
        count: usize,
        /// When it was entered.
        entered: u64,
    },
    /// When a frame has come beyond an instruction of its function, or is gone.
    Beyond {
        /// Frames, this one included.
        count: usize,
        /// When it was entered.
        entered: u64,
        /// The instruction.
        pc: u32,
    },
    /// Before this instruction of this function.
    Place {
        /// The function's index.
        func: FuncIdx,
        /// The instruction.
        pc: u32,
    },
    /// Before an instruction on this line.
    Line(u32),
}

impl Goal {
    /// Over the next instruction: into no call.
    ///
    /// ```
    /// use wasmscope::runtime::{ExternVal, Machine, MachineLimits};
    /// use wasmscope::time::Goal;
    ///
    /// let text = r#"(module (func $f) (func (export "main") (call $f)))"#;
    /// let program = wasmscope::load::load(text.as_bytes()).unwrap();
    /// let mut machine = Machine::new(MachineLimits::default());
    /// let main = machine.instantiate(&program.module, &[]).unwrap();
    /// let Some(ExternVal::Func(func)) = machine.store().instance(main).export("main")
    ///     else { unreachable!() };
    /// machine.enter_call(func, &[]).unwrap();
    /// assert_eq!(Goal::over(&machine), Goal::Frames(1));
    /// machine.run(1);
    /// assert_eq!(Goal::over(&machine), Goal::Step(2));
    /// ```
    #[must_use]
    pub fn over(machine: &Machine) -> Self {
        match machine.called() {
            Some(_) => Self::Frames(machine.frames().len()),
            None => Self::Step(machine.steps() + 1),
        }
    }

    /// Out of the innermost frame.
    #[must_use]
    pub fn out(machine: &Machine) -> Self {
        Self::out_of(machine, machine.frames().len().saturating_sub(1))
    }

    /// Out of a frame, of which 0 is the entry; out of that one is to the end.
    #[must_use]
    pub fn out_of(machine: &Machine, depth: usize) -> Self {
        match machine.frames().get(depth) {
            Some(frame) if depth > 0 => Self::Gone {
                count: depth + 1,
                entered: frame.entered,
            },
            _ => Self::End,
        }
    }

    /// On to an instruction that lies behind the next one in its function, which is not that of
    /// a loop going round once more; over all calls.
    #[must_use]
    pub fn beyond(machine: &Machine) -> Self {
        match machine.frames() {
            [.., frame] => Self::Beyond {
                count: machine.frames().len(),
                entered: frame.entered,
                pc: frame.pc,
            },
            [] => Self::End,
        }
    }

    /// Whether it is about a place in the program, so that a movement can be stopped where it
    /// may be reached.
    #[must_use]
    pub fn is_place(&self) -> bool {
        !matches!(self, Self::End | Self::Step(_))
    }

    /// Whether the machine is where it should go. `moved` says whether it has executed anything
    /// since the movement began: places are looked at only after a step, since who stands on a
    /// line and runs to it wants to come there again.
    #[must_use]
    pub fn is_reached(&self, machine: &Machine, lens: Lens<'_>, moved: bool) -> bool {
        let frames = machine.frames();
        let is_gone = |count: usize, entered: u64| {
            let frame = count.checked_sub(1).and_then(|depth| frames.get(depth));
            frame.is_none_or(|frame| frame.entered != entered)
        };
        match *self {
            Self::End => false,
            Self::Step(step) => machine.steps() >= step,
            Self::Frames(count) => moved && frames.len() <= count,
            Self::Gone { count, entered } => is_gone(count, entered),
            Self::Beyond { count, entered, pc } => {
                let is_behind = frames.last().is_some_and(|frame| frame.pc > pc);
                is_gone(count, entered) || frames.len() == count && is_behind
            }
            Self::Place { .. } | Self::Line(_) => moved && self.is_here(machine, lens),
        }
    }

    /// Whether the next instruction is at the place that this is; false for what is none.
    #[must_use]
    pub fn is_here(&self, machine: &Machine, lens: Lens<'_>) -> bool {
        let place = Place::innermost(machine);
        let place = place.filter(|place| lens.other(place.frame.instance).is_none());
        place.is_some_and(|place| match *self {
            Self::Place { func, pc } => place.func == func && place.frame.pc == pc,
            Self::Line(line) => {
                let found = lens.position(machine, place.module, place.func, place.frame.pc);
                found.is_some_and(|(at, _)| at == line)
            }
            _ => false,
        })
    }

    /// The instructions before which it may be reached, or which may lead there; `None` when
    /// they are not known, so that it has to be looked for after each instruction.
    #[must_use]
    pub fn places(&self, machine: &Machine, lens: Lens<'_>) -> Option<Vec<(FuncIdx, u32)>> {
        let main = lens.main.unwrap_or(InstanceAddr(0));
        match *self {
            Self::End | Self::Step(_) => Some(Vec::new()),
            Self::Place { func, pc } => Some(vec![(func, pc)]),
            Self::Line(line) => Some(on_line(machine, lens, line)),
            Self::Frames(count) => returns_to(machine, main, count),
            Self::Gone { count, .. } => gone_at(machine, main, count),
            Self::Beyond { count, pc, .. } => {
                let mut places = gone_at(machine, main, count)?;
                let place = Place::at(machine, count.checked_sub(1)?)?;
                let end = u32::try_from(place.code.instrs.len()).unwrap_or(u32::MAX);
                places.extend((pc + 1..end).map(|pc| (place.func, pc)));
                Some(places)
            }
        }
    }
}

/// All instructions of the main instance that stand on a line.
fn on_line(machine: &Machine, lens: Lens<'_>, line: u32) -> Vec<(FuncIdx, u32)> {
    let main = lens.main.unwrap_or(InstanceAddr(0));
    let Some(instance) = machine.store().instances().get(main.at()) else {
        return Vec::new();
    };
    let module = &instance.module;
    let all = module.codes().flat_map(|code| {
        let pcs = (0..).zip(&code.instrs);
        pcs.map(|(pc, _)| (code.func, pc))
    });
    let is_there = |(func, pc): &(FuncIdx, u32)| {
        let found = lens.position(machine, module, *func, *pc);
        found.is_some_and(|(at, _)| at == line)
    };
    all.filter(is_there).collect()
}

/// Where a frame may be gone: where the ones below go on, and at its tail calls, which put
/// another one in its place.
fn gone_at(machine: &Machine, main: InstanceAddr, count: usize) -> Option<Vec<(FuncIdx, u32)>> {
    let below = count.checked_sub(1)?;
    let mut places = returns_to(machine, main, below)?;
    if let Some(place) = Place::at(machine, below) {
        let calls = (0..).zip(&place.code.instrs);
        let calls = calls.filter(|(_, instr)| is_tail_call(instr));
        places.extend(calls.map(|(pc, _)| (place.func, pc)));
    }
    Some(places)
}

/// Where one of the outermost frames goes on, once what it has called is gone: after the
/// call, or where an exception is caught.
fn returns_to(machine: &Machine, main: InstanceAddr, count: usize) -> Option<Vec<(FuncIdx, u32)>> {
    let mut places = Vec::new();
    let mut funcs = Vec::new();
    for frame in machine.frames().iter().take(count) {
        if frame.instance != main {
            return None;
        }
        let Func::Wasm { index, .. } = machine.store().func(frame.func) else {
            return None;
        };
        let code = machine.store().code(frame.func)?;
        let place = (*index, frame.pc + 1);
        // Recursion comes from few places, however deep it is.
        if !places.contains(&place) {
            places.push(place);
        }
        if funcs.contains(index) {
            continue;
        }
        funcs.push(*index);
        let catches = code.handlers.iter().flat_map(|handler| &handler.catches);
        places.extend(catches.map(|catch| (*index, catch.jump.target)));
    }
    Some(places)
}
