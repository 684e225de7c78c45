//! Movements forward, to goals and to breakpoints.

use wasmscope::exec::Outcome;
use wasmscope::observe::Hit;
use wasmscope::runtime::Status;
use wasmscope::syntax::CodeIdx;
use wasmscope::time::Halt;
use wasmscope::view::Lens;

use super::debugger::{Advance, Debugger, Started, WORK};
use super::goal::{Goal, Movement};
use super::host::{Host, Reply, Watch};

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
        let is_aimed = self.aim(movement.goal, from, movement.module);
        let watching = watch.is_watching();
        let program = self.program_of(movement.module).cloned();
        let main = self.instance_of(movement.module);
        let positions = |code: CodeIdx, pc: u32| program.as_deref()?.place_of(code, pc);
        let mut hit: Option<Hit> = None;
        // A goal that is no place is looked for after each instruction, and so is one after
        // the first and after each place where it might be.
        let mut closely = true;
        let end = loop {
            let Some(started) = &mut self.started else {
                break Advance::Ended;
            };
            if let Some(hit) = hit.take() {
                if movement.breaks
                    && let Some(hit) = hit.own()
                {
                    let id = hit.id;
                    self.hit = Some(hit);
                    break Advance::Breakpoint(id);
                }
                movement.from = Some(started.timeline.step());
            }
            let machine = started.timeline.machine();
            if *machine.status() != Status::Running {
                break Advance::Ended;
            }
            let lens = Lens {
                main,
                positions: Some(&positions),
            };
            if movement.goal.is_reached(machine, lens, movement.moved) {
                break Advance::Goal;
            }
            let left = movement.left(machine.steps());
            if left == 0 {
                break Advance::Spent;
            }
            if fuel == 0 {
                break Advance::Fuel;
            }
            let is_place = movement.goal.is_place();
            let stride = match watching || is_place && (closely || !is_aimed) {
                true => 1,
                false => left.min(fuel),
            };
            closely = false;
            let before = machine.steps();
            let mut gives_way = false;
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
                gives_way = host.is_to_be_seen();
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
            if (outcome == Outcome::Yielded || gives_way) && hit.is_none() {
                break Advance::Yielded;
            }
        };
        self.waiting = end == Advance::Waiting;
        end
    }

    /// Lets a movement be stopped where its goal can be; false when it has to be looked for
    /// after each instruction. A place of the goal is one of the module.
    pub(super) fn aim(&mut self, goal: Goal, from: u64, module: u32) -> bool {
        if self.breakpoints.is_aimed((goal, from, module)) {
            return true;
        }
        let program = self.program_of(module).cloned();
        let main = self.instance_of(module);
        let positions = |code: CodeIdx, pc: u32| program.as_deref()?.place_of(code, pc);
        let places = self.started.as_ref().and_then(|started| {
            let lens = Lens {
                main,
                positions: Some(&positions),
            };
            goal.places(started.timeline.machine(), lens)
        });
        let aim = places.is_some().then_some((goal, from, module));
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
    if movement.breaks || is_aimed && movement.goal.is_place() {
        let from = movement.from.unwrap_or(timeline.step());
        timeline.run_to_stop(stops, *instance, from, stride, WORK)
    } else if movement.counts {
        Halt::Outcome(timeline.run_past_stops(stops, *instance, stride, WORK))
    } else {
        Halt::Outcome(timeline.run_within(stride, WORK))
    }
}
