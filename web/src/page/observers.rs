//! Who is told what the machine does: scripts, and the page itself.

use js_sys::{Function, Reflect};
use leptos::prelude::*;
use serde::Serialize;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use wasmscope::observe::{self, StepRecord};
use wasmscope::runtime::{InstanceAddr, Machine};
use wasmscope::syntax::CodeIdx;
use wasmscope::view::Lens;
use web_sys::{CustomEvent, CustomEventInit};

use super::Page;
use crate::api::convert;
use crate::bindings;
use crate::model::console::LineKind;
use crate::model::debugger::Watch;
use crate::model::program::Program;

/// What an observer can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An instruction was executed.
    Step,
    /// It called a function.
    Call,
    /// It returned from one.
    Return,
    /// It branched.
    Branch,
    /// It read or wrote memory.
    Memory,
    /// It set a global.
    Global,
    /// It changed a table.
    Table,
    /// It called the host.
    Host,
    /// It trapped.
    Trap,
    /// It threw an exception.
    Throw,
    /// The machine was moved elsewhere in time.
    Seek,
    /// The machine has stopped, or a run shows where it is.
    Stop,
}

/// The names that `on` takes.
const KINDS: &[(&str, Kind)] = &[
    ("step", Kind::Step),
    ("call", Kind::Call),
    ("return", Kind::Return),
    ("branch", Kind::Branch),
    ("memory", Kind::Memory),
    ("global", Kind::Global),
    ("table", Kind::Table),
    ("host", Kind::Host),
    ("trap", Kind::Trap),
    ("throw", Kind::Throw),
    ("seek", Kind::Seek),
    ("stop", Kind::Stop),
];

impl Kind {
    /// The kind of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        KINDS
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, kind)| *kind)
    }

    fn name(self) -> &'static str {
        KINDS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(name, _)| name)
    }
}

/// Which way the machine went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Forward = 1,
    Back = -1,
}

/// Who is told.
enum Target {
    /// A script's function.
    Script(Function),
    /// The page.
    Page(Box<dyn Fn()>),
}

/// An observer with what it wants.
pub struct Observer {
    id: u32,
    target: Target,
    on: Vec<Kind>,
    /// The name or index of the function that it wants to hear of.
    func: Option<String>,
    every: u64,
    heard: u64,
    failures: u32,
}

/// The observers.
#[derive(Default)]
pub struct Observers {
    list: Vec<Observer>,
    next: u32,
    /// Whether every instruction of a run is also a DOM event.
    pub events: bool,
    /// Whether one of them is being told something just now.
    pub busy: bool,
}

/// How many times in a row an observer may throw.
const PATIENCE: u32 = 3;

impl Observers {
    /// Whether somebody wants to be told of each instruction of a run.
    #[must_use]
    pub fn want_steps(&self) -> bool {
        let steps = |kind: &Kind| !matches!(kind, Kind::Seek | Kind::Stop);
        self.events
            || self
                .list
                .iter()
                .any(|observer| observer.on.iter().any(steps))
    }

    /// Adds a script's function; the number is for [`Observers::remove`].
    pub fn add(
        &mut self,
        function: Function,
        on: Vec<Kind>,
        func: Option<String>,
        every: u64,
    ) -> u32 {
        self.push(Target::Script(function), on, func, every)
    }

    /// Adds the page.
    pub fn add_page(&mut self, on: Vec<Kind>, told: impl Fn() + 'static) {
        self.push(Target::Page(Box::new(told)), on, None, 1);
    }

    fn push(&mut self, target: Target, on: Vec<Kind>, func: Option<String>, every: u64) -> u32 {
        self.next += 1;
        let id = self.next;
        let every = every.max(1);
        self.list.push(Observer {
            id,
            target,
            on,
            func,
            every,
            heard: 0,
            failures: 0,
        });
        id
    }

    /// Removes an observer.
    pub fn remove(&mut self, id: u32) {
        self.list.retain(|observer| observer.id != id);
    }
}

/// Keeps what one step did.
pub(super) struct Recorder {
    watching: bool,
    program: Option<Arc<Program>>,
    main: Option<InstanceAddr>,
    before: Option<observe::Pending>,
    record: Option<StepRecord>,
}

impl Recorder {
    pub(super) fn new(page: Page, watching: bool) -> Self {
        let (program, main) = if watching {
            page.with_debugger(|debugger| (debugger.program().cloned(), debugger.instance()))
        } else {
            (None, None)
        };
        Self {
            watching,
            program,
            main,
            before: None,
            record: None,
        }
    }

    pub(super) fn into_record(self) -> Option<StepRecord> {
        self.record
    }
}

/// Whether a record is also an event of this kind.
fn is(record: &StepRecord, kind: Kind) -> bool {
    observe::Kind::parse(kind.name()).is_some_and(|kind| record.is(kind))
}

/// Whether a record is of a function, by name or index.
fn is_in(record: &StepRecord, func: &str) -> bool {
    record.name == func.trim_start_matches('$') || record.func.to_string() == func
}

impl Watch for Recorder {
    fn is_watching(&self) -> bool {
        self.watching
    }

    fn before(&mut self, machine: &Machine) {
        let program = self.program.as_deref();
        let positions = |code: CodeIdx, pc: u32| program?.place_of(code, pc);
        let lens = Lens {
            main: self.main,
            positions: Some(&positions),
        };
        self.before = observe::Recorder::new(lens).before(machine);
    }

    fn after(&mut self, machine: &Machine) {
        self.record = self.before.take().map(|before| before.after(machine));
    }
}

impl Page {
    /// Tells of one executed instruction.
    pub(super) fn tell_step(self, record: &StepRecord) {
        self.tell_kinds(record, Direction::Forward);
        if self.observers.with_value(|observers| observers.events)
            || self.running.with_untracked(Option::is_none)
        {
            self.dispatch_event(Kind::Step, Some(record), Direction::Forward);
        }
    }

    /// Tells of one instruction that was taken back by hand.
    pub(super) fn tell_step_back(self, record: &StepRecord) {
        self.tell_kinds(record, Direction::Back);
        self.dispatch_event(Kind::Step, Some(record), Direction::Back);
    }

    fn tell_kinds(self, record: &StepRecord, direction: Direction) {
        for (_, kind) in KINDS {
            if is(record, *kind) {
                self.tell(*kind, Some(record), direction);
            }
        }
    }

    /// Tells that the machine has stopped.
    pub(super) fn tell_stop(self) {
        self.tell(Kind::Stop, None, Direction::Forward);
    }

    /// As a DOM event, that a run has stopped. A step by hand has had its event.
    pub(super) fn tell_document_of_stop(self) {
        self.dispatch_event(Kind::Stop, None, Direction::Forward);
    }

    /// Tells that the machine was moved elsewhere in one jump.
    pub(crate) fn tell_seek(self, from: u64) {
        self.sought.set_value((from, self.steps()));
        let direction = if self.steps() < from {
            Direction::Back
        } else {
            Direction::Forward
        };
        self.tell(Kind::Seek, None, direction);
        self.dispatch_event(Kind::Seek, None, direction);
    }

    /// Shows, once a frame, where a run is.
    pub(super) fn shown_while_running(self) {
        self.tell(Kind::Stop, None, Direction::Forward);
    }

    fn tell(self, kind: Kind, record: Option<&StepRecord>, direction: Direction) {
        let due = self.observers.try_update_value(|observers| {
            let wants = |observer: &&mut Observer| {
                observer.on.contains(&kind)
                    && observer
                        .func
                        .as_ref()
                        .is_none_or(|func| record.is_none_or(|record| is_in(record, func)))
            };
            let mut due = Vec::new();
            for observer in observers.list.iter_mut().filter(wants) {
                observer.heard += 1;
                if observer.heard.is_multiple_of(observer.every) {
                    due.push(observer.id);
                }
            }
            due
        });
        let due = due.unwrap_or_default();
        if due.is_empty() {
            return;
        }
        let mut event = None;
        for id in due {
            let function = self.observers.with_value(|observers| {
                let observer = observers.list.iter().find(|observer| observer.id == id)?;
                match &observer.target {
                    Target::Script(function) => Some(function.clone()),
                    Target::Page(told) => {
                        told();
                        None
                    }
                }
            });
            let Some(function) = function else { continue };
            let event = event.get_or_insert_with(|| self.event(kind, record, direction));
            self.observers
                .update_value(|observers| observers.busy = true);
            let outcome = function.call1(&JsValue::NULL, event);
            self.observers
                .update_value(|observers| observers.busy = false);
            self.heard(id, outcome.err());
        }
    }

    fn heard(self, id: u32, error: Option<JsValue>) {
        let gone = self.observers.try_update_value(|observers| {
            let observer = observers
                .list
                .iter_mut()
                .find(|observer| observer.id == id)?;
            observer.failures = if error.is_some() {
                observer.failures + 1
            } else {
                0
            };
            let gone = observer.failures >= PATIENCE;
            if gone {
                observers.remove(id);
            }
            Some(gone)
        });
        if let Some(error) = error {
            let text = convert::error_text(&error);
            let step = self.with_debugger(|d| d.machine().map_or(0, Machine::steps));
            self.hosts.update_value(|hosts| {
                hosts.note(step, LineKind::Error, format!("An observer threw: {text}"));
                if gone.flatten() == Some(true) {
                    hosts.note(
                        step,
                        LineKind::Note,
                        "It threw three times in a row and is no longer called.",
                    );
                }
            });
        }
    }

    fn event(self, kind: Kind, record: Option<&StepRecord>, direction: Direction) -> JsValue {
        let step = record.map_or_else(
            || self.with_debugger(|d| d.machine().map_or(0, Machine::steps)),
            |record| record.n,
        );
        let fields = record.map_or_else(
            || js_sys::Object::new().into(),
            |record| convert::to_object(record).unwrap_or_else(|_| js_sys::Object::new().into()),
        );
        if kind == Kind::Seek {
            let (from, to) = self.sought.get_value();
            for (name, value) in [("from", from), ("to", to)] {
                let _ = Reflect::set(&fields, &JsValue::from(name), &JsValue::from(value as f64));
            }
        }
        for (name, value) in [
            ("kind", JsValue::from(kind.name())),
            ("direction", JsValue::from(direction as i32)),
            ("step", JsValue::from(step as f64)),
        ] {
            // Setting a member of a fresh plain object cannot fail.
            let _ = Reflect::set(&fields, &JsValue::from(name), &value);
        }
        bindings::step_event(&fields)
    }

    fn dispatch_event(self, kind: Kind, record: Option<&StepRecord>, direction: Direction) {
        let init = CustomEventInit::new();
        init.set_detail(&self.event(kind, record, direction));
        if let Ok(event) = CustomEvent::new_with_event_init_dict("wasmscope:step", &init) {
            // A listener's exception is reported by the browser, not thrown here.
            let _ = document().dispatch_event(&event);
        }
    }
}
