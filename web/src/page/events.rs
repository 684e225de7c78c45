//! Telling what the machine does: to observers, and to the document.

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasmscope::observe::{self, StepRecord};
use wasmscope::runtime::{InstanceAddr, Machine};
use wasmscope::view::Lens;
use web_sys::{CustomEvent, CustomEventInit};

use super::Page;
use super::observers::{Direction, KINDS, Kind, Observer, PATIENCE, Target};
use crate::api::convert;
use crate::bindings;
use crate::model::console::LineKind;
use crate::model::host::Watch;
use crate::model::modules::Texts;
use crate::text;

/// Keeps what one step did.
pub(super) struct Recorder {
    watching: bool,
    texts: Texts,
    main: Option<InstanceAddr>,
    before: Option<observe::Pending>,
    record: Option<StepRecord>,
}

impl Recorder {
    pub(super) fn new(page: Page, watching: bool) -> Self {
        let (texts, main) = if watching {
            page.with_debugger(|debugger| (debugger.texts(), debugger.instance()))
        } else {
            (Texts::default(), None)
        };
        Self {
            watching,
            texts,
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
        let lens = Lens {
            main: self.main,
            positions: Some(&self.texts),
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
    pub(super) fn tell_running(self) {
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
            // The page comes last, so that it shows what the others have said.
            let is_page = |id: &u32| observers.list.iter().any(|o| o.id == *id && o.is_page());
            due.sort_by_key(is_page);
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
            let was_busy = self.begin_call();
            let outcome = function.call1(&JsValue::NULL, event);
            self.end_call(was_busy);
            self.heard(id, outcome.err());
        }
        if let Some(event) = event {
            bindings::event_over(&event);
        }
    }

    /// A script is called, in which the machine can be read but not moved. Says whether it
    /// is called from within another one.
    pub(super) fn begin_call(self) -> bool {
        let busy = self
            .observers
            .try_update_value(|observers| std::mem::replace(&mut observers.busy, true));
        busy.unwrap_or(false)
    }

    /// The script has been called.
    pub(super) fn end_call(self, was_busy: bool) {
        self.observers
            .update_value(|observers| observers.busy = was_busy);
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
                hosts.note(step, LineKind::Error, text::events_observer_threw(&text));
                if gone.flatten() == Some(true) {
                    hosts.note(step, LineKind::Note, text::EVENTS_NO_LONGER_CALLED);
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
        let detail = self.event(kind, record, direction);
        init.set_detail(&detail);
        if let Ok(event) = CustomEvent::new_with_event_init_dict("wasmscope:step", &init) {
            let was_busy = self.begin_call();
            // A listener's exception is reported by the browser, not thrown here.
            let _ = document().dispatch_event(&event);
            self.end_call(was_busy);
        }
        bindings::event_over(&detail);
    }
}
