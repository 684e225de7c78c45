//! What breakpoints write, told while the program runs.

use super::wire::Wire;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasmscope::observe::Logged;

/// What tells the client what breakpoints write, while the program runs.
pub(super) struct Logs {
    wire: Rc<Wire>,
    /// The breakpoints as the client knows them, by the session's numbers.
    places: RefCell<HashMap<u32, Value>>,
}

impl Logs {
    pub(super) fn new(wire: &Rc<Wire>) -> Self {
        Self {
            wire: Rc::clone(wire),
            places: RefCell::default(),
        }
    }

    /// Takes note of where breakpoints are.
    pub(super) fn note(&self, places: impl Iterator<Item = (u32, Value)>) {
        *self.places.borrow_mut() = places.collect();
    }

    /// Tells a message, with the place that it comes from.
    pub(super) fn tell(&self, logged: &Logged) {
        let text = format!("{}\n", logged.text);
        let mut body = json!({ "category": "console", "output": text });
        if let Some(place) = self.places.borrow().get(&logged.id) {
            for member in ["source", "line", "column"] {
                if let Some(value) = place.get(member) {
                    body[member] = value.clone();
                }
            }
        }
        self.wire.event("output", &body);
    }
}
