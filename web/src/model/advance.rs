//! Movements forward, to goals and to breakpoints.

use wasmscope::exec::Outcome;
use wasmscope::observe::Hit;
use wasmscope::runtime::{Func, InstanceAddr, Machine, Status};
use wasmscope::syntax::Instr;
use wasmscope::time::Halt;

use super::debugger::{Advance, Debugger, Host, Reply, Started, WORK, Watch};
use super::func_index;
use super::goal::{Goal, Movement, Sight};
use super::program::Program;

/// Instructions at which a movement looks whether it is where it should go.
type Places = Vec<(u32, u32)>;

impl Debugger {
    /// Moves towards a goal, over at most `fuel` instructions.
    pub fn advance(
        &mut self,
        movement: &mut Movement,
        mut fuel: u64,
        host: &mut dyn Host,
        watch: &mut dyn Watch,
    ) -> Advance {
        let from = *movement.from.get_or_insert(self.step());
        let is_aimed = self.aim(movement.goal, from);
        let watching = watch.is_watching();
        let mut hit: Option<Hit> = None;
        // A goal that is no place is looked for after each instruction, and so is one after
        // the first and after each place where it might be.
        let mut closely = true;
        let end = loop {
            let Some(started) = &mut self.started else {
                break Advance::Ended;
            };
            if let Some(hit) = hit.take() {
                let is_own = |id: &&u32| self.breakpoints.is_aim(**id);
                if movement.breaks && hit.all.iter().any(|id| !is_own(&id)) {
                    let first = hit.all.iter().find(|id| !is_own(id));
                    let id = first.copied().unwrap_or(hit.id);
                    self.hit = Some(Hit { id, ..hit });
                    break Advance::Breakpoint(id);
                }
                movement.from = Some(started.timeline.step());
            }
            let machine = started.timeline.machine();
            if *machine.status() != Status::Running {
                break Advance::Ended;
            }
            let sight = Sight {
                machine,
                instance: started.instance,
                program: self.program.as_deref(),
            };
            if movement.goal.is_reached(sight, movement.moved) {
                break Advance::Goal;
            }
            let left = movement.left(machine.steps());
            if left == 0 {
                break Advance::Spent;
            }
            if fuel == 0 {
                break Advance::Fuel;
            }
            let is_place = !matches!(movement.goal, Goal::End | Goal::Step(_));
            let stride = match watching || is_place && (closely || !is_aimed) {
                true => 1,
                false => left.min(fuel),
            };
            closely = false;
            let before = machine.steps();
            if watching {
                watch.before(machine);
            }
            let stops = &mut self.breakpoints.stops;
            let outcome = match run(started, stops, movement, is_aimed, stride) {
                Halt::Hit(found) => {
                    hit = Some(found);
                    closely = true;
                    Outcome::Stopped
                }
                Halt::Outcome(outcome) => outcome,
            };
            let timeline = &mut started.timeline;
            if let Outcome::Exhausted(limit) = outcome {
                break Advance::Limit(limit);
            }
            if outcome == Outcome::HostCall && timeline.step() - before < stride {
                let Some(call) = timeline.machine().host_call() else {
                    break Advance::Waiting;
                };
                match host.call(timeline.machine(), &call) {
                    Reply::Later => break Advance::Waiting,
                    // What a host says wrongly is put to the person instead.
                    Reply::Answer(answer) => {
                        if timeline.answer(answer).is_err() {
                            break Advance::Waiting;
                        }
                    }
                }
                closely = true;
                // What the host has written may be what is watched.
                if let Halt::Hit(found) = run(started, stops, movement, is_aimed, 0) {
                    hit = Some(found);
                }
            }
            let timeline = &started.timeline;
            fuel = fuel.saturating_sub(timeline.step() - before);
            movement.moved |= timeline.step() > before;
            if watching && timeline.step() > before {
                watch.after(timeline.machine());
            }
            if outcome == Outcome::Yielded && hit.is_none() {
                break Advance::Yielded;
            }
        };
        self.waiting = end == Advance::Waiting;
        end
    }

    /// Lets a movement be stopped where its goal can be; false when it has to be looked for
    /// after each instruction.
    pub(super) fn aim(&mut self, goal: Goal, from: u64) -> bool {
        if self.breakpoints.is_aimed(goal, from) {
            return true;
        }
        let places = match (&self.started, &self.program) {
            (Some(started), Some(program)) => places_of(goal, started, program),
            _ => None,
        };
        let aim = places.is_some().then_some((goal, from));
        let places = places.unwrap_or_default();
        self.breakpoints.aim_at(aim, places);
        aim.is_some()
    }
}

/// Runs for one stride, to breakpoints or past them.
fn run(
    started: &mut Started,
    stops: &mut wasmscope::observe::Stops,
    movement: &Movement,
    is_aimed: bool,
    stride: u64,
) -> Halt {
    let Started {
        timeline, instance, ..
    } = started;
    let is_place = !matches!(movement.goal, Goal::End | Goal::Step(_));
    if movement.breaks || is_aimed && is_place {
        let from = movement.from.unwrap_or(timeline.step());
        timeline.run_to_stop(stops, *instance, from, stride, WORK)
    } else if movement.counts {
        Halt::Outcome(timeline.run_past_stops(stops, *instance, stride, WORK))
    } else {
        Halt::Outcome(timeline.run_within(stride, WORK))
    }
}

/// The instructions before which a movement may be where it should go, or which may lead
/// there; `None` when they are not known.
fn places_of(goal: Goal, started: &Started, program: &Program) -> Option<Places> {
    let machine = started.timeline.machine();
    match goal {
        Goal::End | Goal::Step(_) => Some(Places::new()),
        Goal::Place { func, pc } => Some(vec![(func, pc)]),
        Goal::Line(line) => Some(program.all_on_line(line)),
        Goal::Frames(count) => returns_to(machine, started.instance, count),
        Goal::Gone { count, .. } => {
            let mut places = returns_to(machine, started.instance, count.saturating_sub(1))?;
            // A tail call puts another frame in its place.
            if let Some(frame) = machine.frames().get(count.saturating_sub(1))
                && let Func::Wasm { code, .. } = machine.store().func(frame.func)
            {
                let func = func_index(machine, frame.func)?;
                let calls = (0..)
                    .zip(&code.instrs)
                    .filter(|(_, instr)| is_tail_call(instr));
                places.extend(calls.map(|(pc, _)| (func, pc)));
            }
            Some(places)
        }
    }
}

fn is_tail_call(instr: &Instr) -> bool {
    wasmscope::exec::is_tail_call(instr)
}

/// Where one of the outermost frames goes on, once what it has called is gone: after the
/// call, or where an exception is caught.
fn returns_to(machine: &Machine, main: InstanceAddr, count: usize) -> Option<Places> {
    let mut places = Places::new();
    let mut funcs = Vec::new();
    for frame in machine.frames().iter().take(count) {
        if frame.instance != main {
            return None;
        }
        let func = func_index(machine, frame.func)?;
        let place = (func, frame.pc + 1);
        // Recursion comes from few places, however deep it is.
        if !places.contains(&place) {
            places.push(place);
        }
        if funcs.contains(&func) {
            continue;
        }
        funcs.push(func);
        if let Func::Wasm { code, .. } = machine.store().func(frame.func) {
            let catches = code.handlers.iter().flat_map(|handler| &handler.catches);
            places.extend(catches.map(|catch| (func, catch.jump.target)));
        }
    }
    Some(places)
}
