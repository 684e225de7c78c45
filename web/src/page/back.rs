//! Jumps to another step, in either direction: at once, or in slices that leave the
//! browser room to answer.
//!
//! The observers are told of a jump once, at its end. One instruction taken back is told
//! as that instruction.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use wasmscope::exec::Answer;
use wasmscope::observe::StepRecord;
use wasmscope::runtime::Value;

use super::events::Recorder;
use super::movement::{BUDGET, FUEL, MOST_FUEL, SHOW, SLICE};
use super::{Page, Running, Way};
use crate::bindings;
use crate::model::debugger::Advance;
use crate::model::goal::{Goal, Reason};
use crate::model::jump::Jump;
use crate::model::speed::thousands;
use crate::text;

/// A jump of the page under way.
pub(crate) struct Leap {
    jump: Jump,
    from: u64,
    reason: Reason,
    /// Which run of the page it is.
    run: u64,
    /// Whether the instruction that is taken back is still to be seen.
    look: bool,
    /// The instruction that is taken back.
    taken: Option<StepRecord>,
}

impl Leap {
    /// Which run of the page it is.
    pub(crate) fn run(&self) -> u64 {
        self.run
    }
}

impl Page {
    /// Takes one instruction back, asked for by button or key.
    pub fn step_back_by_hand(self) {
        self.leap_by_hand(self.leap_back());
    }

    /// Takes one instruction back, a call as a whole.
    pub fn step_over_back(self) {
        self.leap_by_hand(self.leap_over_back());
    }

    /// Goes back to before the innermost frame was made.
    pub fn step_out_back(self) {
        self.leap_by_hand(self.leap_out_back());
    }

    /// Goes back to the last breakpoint, or to the first step; the run stays known.
    pub fn run_back(self) {
        self.leap_by_hand(self.leap_to_breakpoint());
    }

    /// Goes to a step, asked for by the slider.
    pub fn seek(self, step: u64) {
        if self.seek_in_trace(step) {
            return;
        }
        let leap = self.leap_to(step, Reason::Until);
        spawn_local(self.leap(leap));
    }

    pub(super) fn leap_by_hand(self, leap: Leap) {
        spawn_local(async move {
            self.leap(leap).await;
            self.speak_back();
        });
    }

    /// Says where a step back has led to a screen reader.
    fn speak_back(self) {
        let state = self.state.get_untracked();
        let stop = self.stop_in_words();
        let text = text::back_step(thousands(state.step), stop, self.next_in_words());
        self.spoken.set(text.replace('`', ""));
    }

    /// One instruction back.
    pub(crate) fn leap_back(self) -> Leap {
        let mut leap = self.leap_to(self.steps().saturating_sub(1), Reason::Step);
        if leap.from > 0 {
            let last = self.record.get_value();
            leap.taken = last.filter(|record| record.n + 1 == leap.from);
            leap.look = leap.taken.is_none();
            if leap.look {
                leap.jump = Jump::to(leap.from);
            }
        }
        leap
    }

    /// One instruction back, a call as a whole.
    pub(crate) fn leap_over_back(self) -> Leap {
        self.begin_leap(self.with_debugger(Jump::over_back), Reason::Step)
    }

    /// To before the innermost frame was made.
    pub(crate) fn leap_out_back(self) -> Leap {
        self.begin_leap(self.with_debugger(Jump::out_back), Reason::Step)
    }

    /// To the last breakpoint before this step, or to the first step.
    pub(crate) fn leap_to_breakpoint(self) -> Leap {
        self.leap_back_to(Goal::End, 0)
    }

    /// Back to the last breakpoint or place in a module that the goal is, or to the first step.
    pub(crate) fn leap_back_to(self, goal: Goal, module: u32) -> Leap {
        let jump = self.with_debugger(|debugger| Jump::back(debugger, goal, module));
        self.begin_leap(jump, Reason::Until)
    }

    /// To a step.
    pub(crate) fn leap_to(self, step: u64, reason: Reason) -> Leap {
        self.begin_leap(Jump::to(step), reason)
    }

    /// Whatever runs is paused.
    fn begin_leap(self, jump: Jump, reason: Reason) -> Leap {
        self.interrupt();
        Leap {
            jump,
            from: self.steps(),
            reason,
            run: self.run.get_value(),
            look: false,
            taken: None,
        }
    }

    /// Makes a jump at once, over at most as many instructions as may be executed so.
    pub(crate) fn leap_at_once(self, mut leap: Leap) {
        let mut fuel = BUDGET;
        let end = loop {
            match self.advance_leap(&mut leap, &mut fuel) {
                Advance::Yielded => {}
                end => break end,
            }
        };
        match end {
            Advance::Waiting if self.script_waits() => {
                self.publish();
                spawn_local(self.leap(leap));
            }
            end => self.landed(&leap, end),
        }
    }

    /// Makes a jump in slices, until it has landed, somebody pauses, or another movement
    /// begins.
    pub(crate) async fn leap(self, mut leap: Leap) {
        let began = bindings::now();
        let mut shown = began;
        let (mut chunk, mut executed) = (FUEL, 0);
        while self.run.get_value() == leap.run {
            match self.slice_of_leap(&mut leap, &mut chunk, &mut executed) {
                Advance::Fuel => {}
                Advance::Waiting if self.script_waits() => {
                    self.leap_goes_on(&leap, executed, began);
                    self.publish();
                    if !self.await_script(leap.run).await {
                        return;
                    }
                    continue;
                }
                end => {
                    if self.run.get_value() == leap.run {
                        self.landed(&leap, end);
                    }
                    return;
                }
            }
            self.leap_goes_on(&leap, executed, began);
            let now = bindings::now();
            if now - shown >= SHOW {
                shown = now;
                self.tell_running();
            }
            // The promise is never refused.
            let _ = JsFuture::from(bindings::next_task()).await;
        }
    }

    /// Counts a jump as running before its first slice, so that it can be paused.
    pub(crate) fn announce_leap(self, leap: &Leap) {
        self.leap_goes_on(leap, 0, bindings::now());
    }

    /// Says that a jump takes longer than a slice.
    fn leap_goes_on(self, leap: &Leap, steps: u64, began: f64) {
        self.leaping.set_value(Some(leap.from));
        let at = self.steps();
        self.running.set(Some(Running {
            steps,
            elapsed_ms: bindings::now() - began,
            way: leap.jump.known_end().map(|to| Way { to, at }),
        }));
    }

    /// Jumps on for one slice of time.
    fn slice_of_leap(self, leap: &mut Leap, chunk: &mut u64, executed: &mut u64) -> Advance {
        let slice_began = bindings::now();
        loop {
            let now = bindings::now();
            if now - slice_began >= SLICE {
                return Advance::Fuel;
            }
            let mut fuel = *chunk;
            let end = self.advance_leap(leap, &mut fuel);
            *executed += *chunk - fuel;
            let goes_on = matches!(end, Advance::Fuel | Advance::Yielded);
            if !goes_on || self.run.get_value() != leap.run {
                return end;
            }
            let took = bindings::now() - now;
            if took > SLICE / 2.0 {
                *chunk = (*chunk / 2).max(1);
            } else if took < SLICE / 6.0 {
                *chunk = (*chunk * 2).min(MOST_FUEL);
            }
        }
    }

    /// Jumps on. No script is called while the machine is borrowed.
    fn advance_leap(self, leap: &mut Leap, fuel: &mut u64) -> Advance {
        loop {
            let mut recorder = Recorder::new(self, true);
            let end = self.change_debugger(|debugger| {
                let advance = |hosts: &mut super::Hosts| {
                    leap.jump.advance(debugger, fuel, hosts, &mut recorder)
                };
                self.hosts
                    .try_update_value(advance)
                    .unwrap_or(Advance::Ended)
            });
            self.record.set_value(recorder.into_record());
            match end {
                Advance::Waiting => match self.ask_script() {
                    Some(Ok(values)) if self.answer_untold(&values).is_ok() => {
                        *fuel = fuel.saturating_sub(1);
                        if self.run.get_value() != leap.run {
                            return end;
                        }
                    }
                    _ => return end,
                },
                Advance::Goal | Advance::Ended | Advance::Beginning if leap.look => {
                    leap.look = false;
                    leap.taken = self.record.get_value();
                    leap.jump = Jump::to(leap.from - 1);
                }
                _ => return end,
            }
        }
    }

    /// Answers the call that waits, of which nobody is told.
    pub(super) fn answer_untold(self, values: &[Value]) -> Result<(), String> {
        let mut nobody = Recorder::new(self, false);
        let answer = Answer::results(values.to_vec());
        let knew = self.knows_divergence();
        self.change_debugger(|debugger| debugger.answer(answer, &mut nobody))?;
        self.answered(knew, |_| {});
        Ok(())
    }

    /// Tells where a jump has led, and why it ended.
    fn landed(self, leap: &Leap, end: Advance) {
        self.leaping.set_value(None);
        if self.running.with_untracked(Option::is_some) {
            self.running.set(None);
        }
        self.settle(leap.run);
        let here = self.steps();
        match &leap.taken {
            Some(record) if here == record.n => self.tell_step_back(record),
            _ if here != leap.from => self.tell_seek(leap.from),
            _ => {}
        }
        if leap.reason == Reason::Until {
            self.jumped(leap.from);
        }
        let budget = end == Advance::Fuel;
        self.stopped(end, if budget { Reason::Budget } else { leap.reason });
    }

    /// Tells of a jump that was ended on its way.
    pub(super) fn leap_ended(self) {
        let from = self.leaping.try_update_value(Option::take).flatten();
        if let Some(from) = from.filter(|from| *from != self.steps()) {
            self.tell_seek(from);
        }
    }
}
