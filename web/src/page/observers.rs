//! Who is told what the machine does: scripts, and the page itself. How they are told is in
//! `events`.

use js_sys::Function;
use serde::Serialize;

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
pub(super) const KINDS: &[(&str, Kind)] = &[
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

    pub(super) fn name(self) -> &'static str {
        KINDS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(name, _)| name)
    }
}

/// Which way the machine went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Forward = 1,
    Back = -1,
}

/// Who is told.
pub(super) enum Target {
    /// A script's function.
    Script(Function),
    /// The page.
    Page(Box<dyn Fn()>),
}

/// An observer with what it wants.
pub struct Observer {
    pub(super) id: u32,
    pub(super) target: Target,
    pub(super) on: Vec<Kind>,
    /// The name or index of the function that it wants to hear of.
    pub(super) func: Option<String>,
    pub(super) every: u64,
    pub(super) heard: u64,
    pub(super) failures: u32,
}

impl Observer {
    pub(super) fn is_page(&self) -> bool {
        matches!(self.target, Target::Page(_))
    }
}

/// The observers.
#[derive(Default)]
pub struct Observers {
    pub(super) list: Vec<Observer>,
    next: u32,
    /// Whether every instruction of a run is also a DOM event.
    pub events: bool,
    /// Whether one of them is being told something just now.
    pub busy: bool,
}

/// How many times in a row an observer may throw.
pub(super) const PATIENCE: u32 = 3;

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
