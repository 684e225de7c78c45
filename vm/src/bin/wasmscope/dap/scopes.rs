//! What belongs to a frame: `scopes`.

use super::Server;
use super::frames::depth_of;
use super::variables::Handle;
use super::wire::{Answer, Request, arguments};
use crate::session::Session;
use serde::Deserialize;
use serde_json::{Value, json};
use wasmscope::view::Place;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ScopesArguments {
    frame_id: i64,
}

/// What belongs to a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Locals,
    Operands,
    Labels,
    Globals,
    Memories,
    Tables,
}

impl Scope {
    pub(super) const ALL: [Self; 6] = [
        Self::Locals,
        Self::Operands,
        Self::Labels,
        Self::Globals,
        Self::Memories,
        Self::Tables,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Locals => "Locals",
            Self::Operands => "Operands",
            Self::Labels => "Labels",
            Self::Globals => "Globals",
            Self::Memories => "Memories",
            Self::Tables => "Tables",
        }
    }

    pub(super) fn hint(self) -> Option<&'static str> {
        match self {
            Self::Locals => Some("locals"),
            Self::Operands => Some("registers"),
            _ => None,
        }
    }

    pub(super) fn is_always(self) -> bool {
        matches!(self, Self::Locals | Self::Operands)
    }

    /// Whether clients open it only when they are told to.
    pub(super) fn is_expensive(self) -> bool {
        matches!(self, Self::Globals | Self::Memories | Self::Tables)
    }

    /// How many there are in a frame.
    pub(super) fn count(self, session: &Session, depth: usize) -> usize {
        let Some(place) = Place::at(session.machine(), depth) else {
            return 0;
        };
        match self {
            Self::Locals => place.locals().len(),
            Self::Operands => place.operands().len(),
            Self::Labels => place.situation().labels.len(),
            Self::Globals => place.instance.globals.len(),
            Self::Memories => place.instance.memories.len(),
            Self::Tables => place.instance.tables.len(),
        }
    }
}

impl Server {
    /// `scopes`
    pub(super) fn scopes(&mut self, request: &Request) -> Answer {
        let given: ScopesArguments = arguments(request)?;
        let program = self.standing()?;
        let depth = depth_of(program.session(), given.frame_id)?;
        let mut scopes: Vec<Value> = Vec::new();
        for scope in Scope::ALL {
            let count = scope.count(self.standing()?.session(), depth);
            // Locals and operands are looked for even where there are none.
            if count == 0 && !scope.is_always() {
                continue;
            }
            let reference = self.handles.of(Handle::Scope(scope, depth));
            let mut shown = json!({
                "name": scope.name(),
                "variablesReference": reference,
                "namedVariables": count,
                "expensive": scope.is_expensive(),
            });
            if let Some(hint) = scope.hint() {
                shown["presentationHint"] = json!(hint);
            }
            scopes.push(shown);
        }
        Ok(json!({ "scopes": scopes }))
    }
}
