//! The kinds of what instructions do.

use super::StepRecord;

/// What an observer may ask to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each variant is the event of that name")]
pub enum Kind {
    Step,
    Call,
    Return,
    Branch,
    Memory,
    Global,
    Table,
    Host,
    Trap,
    Throw,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Step,
        Self::Call,
        Self::Return,
        Self::Branch,
        Self::Memory,
        Self::Global,
        Self::Table,
        Self::Host,
        Self::Trap,
        Self::Throw,
    ];

    /// The word for it in the JavaScript interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Call => "call",
            Self::Return => "return",
            Self::Branch => "branch",
            Self::Memory => "memory",
            Self::Global => "global",
            Self::Table => "table",
            Self::Host => "host",
            Self::Trap => "trap",
            Self::Throw => "throw",
        }
    }

    /// The kind that a word stands for.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl StepRecord {
    /// Whether the step is also one of this kind. Reading counts as well as writing.
    #[must_use]
    pub fn is(&self, kind: Kind) -> bool {
        match kind {
            Kind::Step => true,
            Kind::Call => self.call.is_some() || self.host.is_some(),
            Kind::Return => self.returned.is_some(),
            Kind::Branch => self.branch.is_some(),
            Kind::Memory => !self.mem.is_empty(),
            Kind::Global => self.global.is_some(),
            Kind::Table => !self.table.is_empty(),
            Kind::Host => self.host.is_some(),
            Kind::Trap => self.trap.is_some(),
            Kind::Throw => self.throw.is_some(),
        }
    }

    /// All the kinds that it is of, [`Kind::Step`] first.
    #[must_use]
    pub fn kinds(&self) -> Vec<Kind> {
        Kind::ALL
            .into_iter()
            .filter(|kind| self.is(*kind))
            .collect()
    }
}
