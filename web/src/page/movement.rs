//! Movements: at once, or in slices that leave the browser room to answer.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use wasmscope::syntax::FuncIdx;

use super::events::Recorder;
use super::{Hosts, Page, Running};
use crate::bindings;
use crate::model::console::LineKind;
use crate::model::debugger::{Advance, Debugger};
use crate::model::goal::{Goal, Movement, Reason};
use crate::model::host::Host;
use crate::model::speed::{SPEEDS, Speed};
use crate::model::vigil;
use crate::text;

/// The longest that a slice of a run keeps the page busy, in milliseconds: half of a frame, so that
/// an input is answered in the next one.
pub(super) const SLICE: f64 = 8.0;
/// How often a run shows where it is, in milliseconds.
pub(super) const SHOW: f64 = 33.0;
/// Instructions between two looks at the clock, at first and at most.
pub(super) const FUEL: u64 = 20_000;
pub(super) const MOST_FUEL: u64 = 2_000_000;
/// Instructions of one synchronous movement that are told one by one.
const MOST_BY_HAND: u64 = 1_000;
/// Instructions that a synchronous movement may execute.
pub(crate) const BUDGET: u64 = 10_000_000;

/// A run that waits for the person's answer, to go on with.
#[derive(Clone, Copy)]
pub(super) struct Interrupted {
    movement: Movement,
    reason: Reason,
    paced: bool,
}

impl Page {
    /// One step, asked for by button or key.
    pub fn step_by_hand(self) {
        self.step(1);
        self.speak();
    }

    /// Executes instructions at once.
    pub(crate) fn step(self, count: u64) {
        let goal = self.goal(|machine| Goal::Step(machine.steps().saturating_add(count)));
        self.move_at_once(goal.into(), Reason::Step);
    }

    fn move_at_once(self, mut movement: Movement, reason: Reason) {
        self.interrupt();
        let last = self.steps().saturating_add(BUDGET);
        let end = loop {
            match self.advance(&mut movement, last.saturating_sub(self.steps())) {
                Advance::Yielded => {}
                end => break end,
            }
        };
        match end {
            Advance::Waiting if self.script_waits() => {
                let mine = self.begin_run();
                spawn_local(async move {
                    self.run(mine, movement, reason, false).await;
                });
                self.publish();
            }
            end => {
                let budget = end == Advance::Fuel;
                self.stopped(end, if budget { Reason::Budget } else { reason });
            }
        }
    }

    /// Executes one instruction, and a call as a whole.
    pub fn step_over(self) {
        let goal = self.goal(Goal::over);
        if matches!(goal, Goal::Step(_)) {
            self.move_at_once(Movement::breaking(goal), Reason::Step);
            self.speak();
        } else {
            self.run_and_speak(Movement::breaking(goal), Reason::Step, false);
        }
    }

    /// Runs until the current frame is gone.
    pub fn step_out(self) {
        let out = Movement::breaking(self.goal(Goal::out));
        self.run_and_speak(out, Reason::Step, false);
    }

    /// Runs to the end, at the chosen speed, or as far as the fuel of the settings lasts.
    pub fn run_to_end(self) {
        let (goal, reason) = match self.settings.with_untracked(|settings| settings.fuel) {
            Some(fuel) => {
                let goal = self.goal(|machine| Goal::Step(machine.steps().saturating_add(fuel)));
                (goal, Reason::Fuel)
            }
            None => (Goal::End, Reason::End),
        };
        self.run_and_speak(Movement::breaking(goal), reason, true);
    }

    /// Runs to an instruction, or back to the last time there.
    pub(super) fn run_to_place(self, func: u32, pc: u32, back: bool) {
        let func = FuncIdx(func);
        let goal = Goal::Place { func, pc };
        match back {
            true => self.leap_by_hand(self.leap_back_to(goal, self.shown_module())),
            false => {
                let movement = Movement {
                    module: self.shown_module(),
                    ..Movement::breaking(goal)
                };
                self.run_and_speak(movement, Reason::Until, true);
            }
        }
    }

    fn run_and_speak(self, movement: Movement, reason: Reason, paced: bool) {
        let mine = self.begin_run();
        spawn_local(async move {
            let movement = self.run(mine, movement, reason, paced).await;
            if self.run.get_value() == mine && self.with_debugger(Debugger::is_waiting) {
                self.interrupted.set_value(Some(Interrupted {
                    movement,
                    reason,
                    paced,
                }));
            }
            self.speak();
            if self.run.get_value() == mine && self.last_stop_is_fuel() {
                let text = text::MOVEMENT_OUT_OF_FUEL;
                self.say(text.to_owned(), None, false);
            }
        });
    }

    /// Goes on with the run that has waited for an answer; false when there was none.
    pub(super) fn go_on(self) -> bool {
        self.go_on_from(true)
    }

    /// Goes on with the run that has waited, at the call that it has waited at; false when
    /// there was none.
    pub(super) fn ask_again(self) -> bool {
        self.go_on_from(false)
    }

    /// Goes on with the run that has waited; `moved` says whether the call was answered.
    fn go_on_from(self, moved: bool) -> bool {
        let interrupted = self.interrupted.try_update_value(Option::take).flatten();
        let Some(Interrupted {
            mut movement,
            reason,
            paced,
        }) = interrupted
        else {
            return false;
        };
        movement.moved |= moved;
        self.run_and_speak(movement, reason, paced);
        true
    }

    fn last_stop_is_fuel(self) -> bool {
        self.with_debugger(|debugger| debugger.reason == Reason::Fuel)
    }

    /// Stops a run where it is.
    pub fn pause(self) {
        if self.running.with_untracked(Option::is_some) {
            self.stop_run();
            self.stopped(Advance::Goal, Reason::Pause);
        }
    }

    /// Pauses what runs, for another movement to begin.
    pub(super) fn interrupt(self) {
        self.leave_prelude();
        self.pause();
        self.stop_run();
        self.host_failure.set_value(None);
    }

    /// Ends the run that is going on, without a word.
    pub(crate) fn stop_run(self) {
        if self.running.with_untracked(Option::is_some) {
            self.running.set(None);
        }
        self.settle(self.run.get_value());
        self.run.update_value(|run| *run += 1);
        self.interrupted.set_value(None);
        self.leap_ended();
    }

    /// Begins a run in place of the one that is going on, and gives its number: what is
    /// asked for from now on comes after it, although its first slice is yet to come.
    pub(crate) fn begin_run(self) -> u64 {
        self.interrupt();
        self.running.set(Some(Running {
            steps: 0,
            elapsed_ms: 0.0,
            way: None,
        }));
        self.run.get_value()
    }

    /// Runs in slices until the movement ends, somebody pauses, or another one begins.
    /// `mine` is the number that [`Page::begin_run`] gave. Gives back the movement as far as
    /// it came.
    pub(crate) async fn run(
        self,
        mine: u64,
        mut movement: Movement,
        reason: Reason,
        paced: bool,
    ) -> Movement {
        if self.run.get_value() != mine {
            return movement;
        }
        let (began, first) = (bindings::now(), self.steps());
        let mut shown = began;
        let mut chunk = FUEL;
        let mut vigil = None;
        // Somebody watches it: each picture is seen.
        self.hosts
            .update_value(|hosts| (hosts.shows_each, hosts.is_new) = (paced, false));
        loop {
            let speed = if paced {
                SPEEDS[self.speed.get_untracked()]
            } else {
                SPEEDS[SPEEDS.len() - 1]
            };
            let end = self.slice(&mut movement, speed, began, first, &mut chunk);
            if self.run.get_value() != mine {
                return movement;
            }
            match end {
                Advance::Fuel => {}
                Advance::Waiting if self.script_waits() => {
                    self.publish();
                    if !self.await_script(mine).await {
                        return movement;
                    }
                    movement.moved = true;
                    continue;
                }
                _ => {
                    self.running.set(None);
                    self.settle(mine);
                    self.stopped(end, reason);
                    return movement;
                }
            }
            let now = bindings::now();
            let slow = speed.per_second.is_some_and(|rate| rate <= 30);
            if slow || now - shown >= SHOW {
                shown = now;
                let steps = self.steps() - first;
                self.running.set(Some(Running {
                    steps,
                    elapsed_ms: now - began,
                    way: None,
                }));
                self.tell_running();
            }
            if now - began >= vigil::FIRST {
                self.watch_for_end(&mut vigil, now - began);
            }
            let pause = speed.pause(now - began, self.steps() - first);
            let task = if paced && self.has_new_picture() {
                self.publish_canvas(self.steps());
                bindings::next_frame()
            } else if pause > 4.0 {
                bindings::wait(pause.min(50.0))
            } else {
                bindings::next_task()
            };
            // Neither promise is ever refused.
            let _ = JsFuture::from(task).await;
            if self.run.get_value() != mine {
                return movement;
            }
        }
    }

    /// Runs for one slice of time.
    fn slice(
        self,
        movement: &mut Movement,
        speed: Speed,
        began: f64,
        first: u64,
        chunk: &mut u64,
    ) -> Advance {
        let slice_began = bindings::now();
        loop {
            let now = bindings::now();
            let due = speed.due(now - began, self.steps() - first);
            if due == 0 || now - slice_began >= SLICE {
                return Advance::Fuel;
            }
            let end = self.advance(movement, due.min(*chunk));
            if !matches!(end, Advance::Fuel | Advance::Yielded) {
                return end;
            }
            if self.hosts.with_value(Hosts::is_to_be_seen) {
                return Advance::Fuel;
            }
            let took = bindings::now() - now;
            if took > SLICE / 2.0 {
                *chunk = (*chunk / 2).max(1);
            } else if took < SLICE / 6.0 {
                *chunk = (*chunk * 2).min(MOST_FUEL);
            }
        }
    }

    /// Moves the machine, and tells the observers. No script is called while the
    /// machine is borrowed, so that all of them may read it.
    fn advance(self, movement: &mut Movement, fuel: u64) -> Advance {
        let last = self.steps().saturating_add(fuel);
        loop {
            let before = self.steps();
            let left = movement.left(before);
            let by_hand = self.running.with_untracked(Option::is_none) && left <= MOST_BY_HAND;
            let watching =
                by_hand || left == 1 || self.observers.with_value(super::Observers::want_steps);
            let mut recorder = Recorder::new(self, watching);
            // The last step of a known number of them is always recorded, for its marks.
            let fuel = match watching {
                true => 1,
                false => last.saturating_sub(before).min(left.saturating_sub(1)),
            };
            let end = self.change_debugger(|debugger| {
                let advance = |hosts: &mut super::Hosts| {
                    debugger.advance(movement, fuel, hosts, &mut recorder)
                };
                self.hosts
                    .try_update_value(advance)
                    .unwrap_or(Advance::Ended)
            });
            let run = self.run.get_value();
            self.recorded(recorder, self.steps() > before);
            self.show_logged();
            match end {
                Advance::Fuel if self.steps() < last && self.run.get_value() == run => {}
                Advance::Waiting => match self.ask_script() {
                    Some(Ok(values)) if self.answer_with(&values).is_ok() => {
                        movement.moved = true;
                    }
                    _ => return end,
                },
                _ => return end,
            }
        }
    }

    pub(super) fn recorded(self, recorder: Recorder, moved: bool) {
        let record = recorder.into_record();
        if let Some(record) = &record {
            self.tell_step(record);
        }
        if moved {
            self.record.set_value(record);
        }
    }

    /// Says that the machine has stopped, and why.
    pub(crate) fn stopped(self, end: Advance, reason: Reason) {
        let reason = match end {
            Advance::Ended | Advance::Beginning => Reason::End,
            Advance::Breakpoint(_) => self.with_debugger(|debugger| {
                let watch = debugger.hit.as_ref().is_some_and(|hit| hit.watch);
                match watch {
                    true => Reason::Watch,
                    false => Reason::Breakpoint,
                }
            }),
            Advance::Spent => Reason::Fuel,
            Advance::Limit(_) => {
                let step = self.steps();
                let text = text::MOVEMENT_OUT_OF_MEMORY;
                self.hosts
                    .update_value(|hosts| hosts.note(step, LineKind::Error, text));
                Reason::Limit
            }
            _ => reason,
        };
        let limit = match end {
            Advance::Limit(limit) => Some(limit),
            _ => None,
        };
        self.change_debugger(|debugger| {
            debugger.reason = reason;
            debugger.limit = limit;
        });
        self.note_breakpoint(end);
        self.tell_stop();
    }
}
