//! Showing where the machine is: the state and what is made of it, as signals.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;
use wasmscope::explain;
use wasmscope::observe;
use wasmscope::runtime::{InstanceAddr, Machine, MachineLimits, MemAddr, Ref, TableAddr};
use wasmscope::syntax::Instr;
use wasmscope::view::{self, Lens, Options, Place};

use super::hosts::Pending;
use super::{Kind, Page, Told};
use crate::model::debugger::Debugger;
use crate::model::keys::Command;
use crate::model::marks::Marks;
use crate::model::name_of;
use crate::model::speed::thousands;
use crate::model::state::{self, FrameView, MachineState, Status};
use crate::text;

/// Frames of each state that is shown; others are asked for, and a script gets all.
const FRAMES: usize = 100;

impl Page {
    /// Makes the page listen to its own machine, as a script would.
    pub fn observe_itself(self) {
        self.observers.update_value(|observers| {
            observers.add_page(vec![Kind::Stop, Kind::Seek], move || self.publish());
        });
    }

    /// The limits of machines that are made from now on.
    pub(crate) fn limits(self) -> MachineLimits {
        self.machine_limits.get_value()
    }

    /// Takes other limits, and starts again under them.
    pub fn set_limits(self, limits: MachineLimits) {
        self.machine_limits.set_value(limits);
        self.restart();
    }

    /// The state as it is now, with at most so many of the innermost frames.
    pub(crate) fn current_state(self, max_frames: Option<usize>) -> MachineState {
        self.with_debugger(|debugger| {
            let Some(machine) = debugger.machine() else {
                return self.state_of_trace().unwrap_or_else(state::nothing);
            };
            let texts = debugger.texts();
            let lens = Lens {
                main: debugger.instance(),
                positions: Some(&texts),
            };
            let mut state = view::state_with(machine, Options { lens, max_frames });
            if state.status == Status::Paused {
                if debugger.is_waiting() {
                    state.status = Status::Waiting;
                } else if self.running.with_untracked(Option::is_some) {
                    state.status = Status::Running;
                }
            }
            state
        })
    }

    /// Shows the machine as it is now.
    pub fn publish(self) {
        if self.is_viewing() && self.publish_trace() {
            self.publish_canvas(0);
            return;
        }
        if self.running.with_untracked(Option::is_none) {
            self.follow_function();
        }
        self.follow_module();
        let mut state = self.current_state(Some(FRAMES));
        if self.past.visit.with_untracked(Option::is_some) {
            // The run stands at step 0, and goes on from there.
            state.status = Status::Paused;
        }
        let running = self.running.with_untracked(Option::is_some);
        let mut marks = self.record.with_value(|record| match record {
            Some(record) if !running => Marks::of(record, state.stack.len()),
            _ => Marks::default(),
        });
        self.mark_next(&mut marks, state.status);
        let told = self.tell_state(&state);
        self.mark_source(&state, running);

        self.last_known.set(self.known());
        if self.chosen_frame.get_untracked() != 0 {
            self.chosen_frame.set(0);
        }
        self.publish_hosts(&state);
        self.publish_canvas(state.step);
        self.publish_branches();
        self.memory_version.update(|version| *version += 1);
        self.marks.set(Arc::new(marks));
        self.told.set(Arc::new(told));
        self.state.set(Arc::new(state));
        self.follow_run();
        self.follow_heat();
    }

    /// The frames that are so far from the innermost one, which is 0.
    #[must_use]
    pub fn frames(self, indices: Range<usize>) -> Vec<FrameView> {
        let (count, known) = self.state.with(|state| {
            let known = state.frames.get(indices.clone()).map(<[FrameView]>::to_vec);
            (state::frame_count(state), known)
        });
        if let Some(known) = known {
            return known;
        }
        self.with_debugger(|debugger| {
            let Some(machine) = debugger.machine() else {
                return self.frames_of_trace(indices);
            };
            let texts = debugger.texts();
            let lens = Lens {
                main: debugger.instance(),
                positions: Some(&texts),
            };
            let depth = |index: usize| count.saturating_sub(index);
            view::frames(machine, depth(indices.end)..depth(indices.start), lens)
        })
    }

    /// The frame that is so far from the innermost one.
    #[must_use]
    pub fn frame(self, index: usize) -> Option<FrameView> {
        self.frames(index..index.checked_add(1)?).pop()
    }

    fn publish_hosts(self, state: &MachineState) {
        let waiting = state.status == Status::Waiting;
        let printed = self.hosts.with_value(|hosts| hosts.printed);
        let shown = (printed, state.step);
        if self.shown_console.get_value() != shown {
            self.shown_console.set_value(shown);
            let console = self.hosts.with_value(|hosts| hosts.console.at(state.step));
            if self.console.with_untracked(|before| *before != console) {
                self.console.set(console);
            }
        }
        let call =
            self.hosts.with_value(|hosts| match &hosts.pending {
                Some(
                    Pending::Person(call) | Pending::Script(_, _, call) | Pending::Input(call),
                ) if waiting => Some(Arc::new(call.clone())),
                _ => None,
            });
        if self.host_call.with_untracked(|shown| *shown != call) {
            self.host_call.set(call);
        }
    }

    fn mark_next(self, marks: &mut Marks, status: Status) {
        self.with_debugger(|debugger| {
            // What an instruction that has trapped wanted is marked as well.
            let Some(machine) = debugger.machine() else {
                return;
            };
            let Some(place) = Place::innermost(machine) else {
                return;
            };
            marks.taken = observe::takes(machine);
            if let Status::Trapped = status {
                marks.out_of_bounds = out_of_bounds(&place);
            }
            if let Instr::LocalGet { local, .. } = place.instr {
                marks.local_next = Some(local.0);
            }
        });
    }

    pub(super) fn mark_source(self, state: &MachineState, running: bool) {
        let shown = self.shown_module();
        let here = self.with_debugger(Debugger::module_here).unwrap_or(0) == shown;
        let at = state.at.as_ref().filter(|_| here);
        let next = at.and_then(|at| at.line.zip(at.column)).unwrap_or((0, 0));
        let last = self.record.with_value(|record| {
            let record = record.as_ref()?;
            let module = record.inst.map_or(0, |inst| {
                self.with_debugger(|debugger| debugger.module_of(InstanceAddr(inst)))
            });
            let place = record.line.zip(record.column);
            place.filter(|_| module == shown)
        });
        let last = last.filter(|_| !running).unwrap_or((0, 0));
        self.with_editor(|editor| {
            let trapped = state.status == Status::Trapped;
            editor.set_marks(next.0, next.1, trapped, last.0, last.1);
            if next.0 > 0 {
                editor.scroll_to(next.0, next.1);
            }
        });
    }

    /// What there is to be told of the machine; `None` where there is none, as while a trace is
    /// looked at.
    pub(crate) fn explained<T>(self, of: impl FnOnce(&Machine, Lens<'_>) -> T) -> Option<T> {
        if self.is_viewing() {
            return None;
        }
        self.with_debugger(|debugger| {
            let texts = debugger.texts();
            let lens = Lens {
                main: debugger.instance(),
                positions: Some(&texts),
            };
            Some(of(debugger.machine()?, lens))
        })
    }

    /// What the last step has done; `None` where none is known.
    pub(crate) fn done(self, machine: &Machine, lens: Lens<'_>) -> Option<explain::Sentence> {
        self.record
            .with_value(|record| Some(explain::after(record.as_ref()?, machine, lens)))
    }

    /// The sentences for a state.
    fn tell_state(self, state: &MachineState) -> Told {
        let running = self.running.with_untracked(Option::is_some);
        let mut told = self.with_debugger(|debugger| {
            let Some(machine) = debugger.machine() else {
                return Told::default();
            };
            let texts = debugger.texts();
            let lens = Lens {
                main: debugger.instance(),
                positions: Some(&texts),
            };
            let done = self.record.with_value(|record| {
                record
                    .as_ref()
                    .map(|record| explain::after(record, machine, lens))
            });
            let next = explain::before(machine, lens);
            let next = next.filter(|_| !running);
            let rule_of = |sentence: &explain::Sentence| {
                (!sentence.rule.is_empty()).then(|| sentence.rule.clone())
            };
            let rule_name = |sentence: &explain::Sentence| {
                (!sentence.rule_name.is_empty()).then(|| sentence.rule_name.clone())
            };
            let spec = |sentence: &explain::Sentence| {
                (!sentence.spec.is_empty())
                    .then(|| format!("{}{}", explain::SPECIFICATION, sentence.spec))
            };
            let done = done.filter(|_| !running);
            let is_done = done.as_ref().is_some_and(|done| done.flight.is_some());
            let told_of = if is_done {
                done.as_ref()
            } else {
                next.as_ref()
            };
            Told {
                flight: told_of.and_then(|sentence| sentence.flight.clone()),
                is_thrown: is_done,
                condition: next.as_ref().and_then(|next| next.condition.clone()),
                done: done.map(|sentence| sentence.text),
                instruction: None,
                rule: next.as_ref().and_then(rule_of),
                rule_name: next.as_ref().and_then(rule_name),
                spec: next.as_ref().and_then(spec),
                now: next.map(|sentence| sentence.text).unwrap_or_default(),
                results: state.results.clone().unwrap_or_default(),
                hint: None,
            }
        });
        match state.status {
            _ if self.past.visit.with_untracked(Option::is_some) => {
                told.now = text::PUBLISH_INSTANTIATES.to_owned();
            }
            Status::Ready if told.now.is_empty() => {
                told.now = if self
                    .problems
                    .with_untracked(|problems| !problems.is_empty())
                {
                    text::PUBLISH_PROBLEM.to_owned()
                } else if self.entries.with_untracked(|entries| entries.is_empty()) {
                    text::PUBLISH_NO_FUNCTION.to_owned()
                } else {
                    text::PUBLISH_NOTHING_RUNS.to_owned()
                };
            }
            Status::Running => {
                told.now = text::PUBLISH_RUNS.to_owned();
            }
            Status::Returned | Status::Trapped | Status::Exited | Status::Thrown => {
                let key = self.key_of(Command::Restart);
                let again = text::publish_again(key);
                told.hint = Some(match self.example.get_untracked() {
                    Some(example) => text::publish_break(example.break_it(), again),
                    None => again,
                });
            }
            Status::Waiting => {
                told.instruction = state.at.as_ref().map(|at| at.text.clone());
                told.hint = Some(text::PUBLISH_WAITS.to_owned());
            }
            Status::Ready => {}
            Status::Paused => {
                told.instruction = state.at.as_ref().map(|at| at.text.clone());
                if state.step == 0 {
                    let key = self.key_of(Command::Step);
                    let first = text::publish_first(key);
                    told.hint = Some(match self.example.get_untracked() {
                        Some(example) => text::publish_predict(example.question(), first),
                        None => first,
                    });
                }
            }
        }
        told
    }

    /// The key of a command in parentheses; nothing while it has none.
    fn key_of(self, command: Command) -> String {
        let set = self.settings.with_untracked(|settings| settings.keys);
        let key = command.binding().keys_in(set).next();
        key.map_or_else(String::new, |key| format!(" ({})", key.label()))
    }

    /// Says the last step in a sentence to a screen reader.
    pub(super) fn speak(self) {
        let told = self.told.get_untracked();
        let state = self.state.get_untracked();
        let step = thousands(state.step);
        let over = state::is_over(state.status);
        let stop = self.stop_in_words();
        let text = match &told.done {
            Some(done) if !over => text::publish_step(step, stop, done),
            _ => text::publish_step(step, stop, self.next_in_words()),
        };
        self.spoken.set(text.replace('`', ""));
    }

    /// Where an instruction of the chosen frame's function stands.
    #[must_use]
    pub fn place_of(self, pc: u32) -> String {
        let func = self.with_frame(|frame| frame.func);
        let module = self.module_of_frame(self.chosen_frame.get());
        let line = func.and_then(|func| {
            self.with_debugger(|debugger| {
                let program = debugger.program_of(module)?;
                program.place_in(func, pc)
            })
        });
        line.map_or_else(|| text::places_pc(pc), |(line, _)| text::places_line(line))
    }

    /// Bytes of a memory; empty where there are none.
    #[must_use]
    pub fn read_memory(self, index: u32, address: u64, length: u64) -> Vec<u8> {
        if let Some(bytes) = self.trace_bytes(index, address, length) {
            return bytes;
        }
        self.with_debugger(|debugger| {
            let machine = debugger.machine()?;
            let memory = memory_address(machine, index)?;
            machine
                .store()
                .memory(memory)
                .read(address, length)
                .map(std::borrow::Cow::into_owned)
        })
        .unwrap_or_default()
    }

    /// The size of a memory in bytes; nothing when there is no memory of this index.
    pub(super) fn memory_length(self, index: u32) -> Option<u64> {
        if self.is_viewing() {
            return self.trace_memory_length(index);
        }
        self.with_debugger(|debugger| {
            let machine = debugger.machine()?;
            let memory = memory_address(machine, index)?;
            Some(machine.store().memory(memory).len())
        })
    }

    /// The size of a memory in bytes; 0 where there is none.
    #[must_use]
    pub fn memory_size(self, index: u32) -> u64 {
        self.memory_version.track();
        self.memory_length(index).unwrap_or(0)
    }

    /// The first elements of a table.
    #[must_use]
    pub fn table_elements(self, index: u32, count: u64) -> Vec<String> {
        self.with_debugger(|debugger| {
            let machine = debugger.machine()?;
            let table = machine.store().table(table_address(machine, index)?);
            let text = |at| match table.get(at) {
                Some(Ref::Func(func)) => name_of(machine, func),
                Some(reference) => reference.to_string(),
                None => Ref::Null.to_string(),
            };
            Some((0..count).map(text).collect())
        })
        .unwrap_or_default()
    }
}

/// The bytes that a load or store wants which goes beyond the end of its memory.
fn out_of_bounds(place: &Place<'_>) -> Option<(u32, Range<u64>)> {
    let operands = place.operands();
    let (arg, bytes, address) = match place.instr {
        Instr::Load(op, arg) => (arg, op.bytes(), operands.last()?),
        Instr::Store(op, arg) => (arg, op.bytes(), operands.iter().nth_back(1)?),
        _ => return None,
    };
    // No memory has bytes past every address.
    let start = address.to_slots()[0].checked_add(arg.offset())?;
    Some((arg.mem().0, start..start.saturating_add(u64::from(bytes))))
}

fn memory_address(machine: &Machine, index: u32) -> Option<MemAddr> {
    let instance = shown_instance(machine)?;
    instance.memories.get(index as usize).copied()
}

fn table_address(machine: &Machine, index: u32) -> Option<TableAddr> {
    let instance = shown_instance(machine)?;
    instance.tables.get(index as usize).copied()
}

/// The innermost frame's instance; the last one while nothing runs.
fn shown_instance(machine: &Machine) -> Option<&Arc<wasmscope::runtime::Instance>> {
    match machine.frames().last() {
        Some(frame) => Some(machine.store().instance(frame.instance)),
        None => machine.store().instances().last(),
    }
}
