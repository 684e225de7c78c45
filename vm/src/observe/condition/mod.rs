//! Conditions: small expressions about a state of a machine.
//!
//! They say when a breakpoint holds, what a log message shows, and which steps a search
//! finds. A condition never changes anything, never fails and always ends: what does not
//! exist in a state (a local of another function, a byte beyond the end, a division by
//! zero) makes it neither true nor false there. The grammar is in `docs/breakpoints.md`.

mod check;
mod datum;
mod eval;
mod lex;
mod message;
mod parse;
mod target;

pub use datum::Datum;
pub use message::Message;
pub use target::Target;

use crate::runtime::{InstanceAddr, Machine};
use parse::Expr;
use std::fmt;

/// A condition, ready to be asked of states.
///
/// ```
/// use wasmscope::observe::Condition;
///
/// let condition = Condition::parse("$i > 5 && mem32[0x40] == 7").expect("it is one");
/// assert_eq!(condition.text(), "$i > 5 && mem32[0x40] == 7");
///
/// let error = Condition::parse("$i >").expect_err("something is missing");
/// assert_eq!(error.offset, 4);
/// ```
#[derive(Clone, Debug)]
pub struct Condition {
    text: String,
    expr: Expr,
    /// Where it first names `hits`.
    hits_at: Option<usize>,
}

impl PartialEq for Condition {
    /// The same text.
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// Why a text is no condition, or why it can never hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionError {
    /// Where in the text, in bytes from its beginning.
    pub offset: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl fmt::Display for ConditionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at character {})", self.message, self.offset + 1)
    }
}

impl std::error::Error for ConditionError {}

/// The state that a condition is asked of.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The machine in that state.
    pub machine: &'a Machine,
    /// The instance whose globals, memories and tables are meant where no function runs.
    pub main: InstanceAddr,
    /// The frame whose locals, operands and instance are meant, 0 the entry; the innermost
    /// one when `None`.
    pub depth: Option<usize>,
    /// How often the breakpoint was hit, this time included; there is no `hits` without. In a
    /// condition, which decides whether it stops, every time counts that it was come to.
    pub hits: Option<u64>,
}

impl<'a> Moment<'a> {
    /// A state as it is found anywhere in a run: of the innermost frame, and without hits to be
    /// counted.
    #[must_use]
    pub fn new(machine: &'a Machine, main: InstanceAddr) -> Self {
        Self {
            machine,
            main,
            depth: None,
            hits: None,
        }
    }
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// When the text is none; the error says where and what to write.
    pub fn parse(text: &str) -> Result<Self, ConditionError> {
        let (expr, hits_at) = parse::parse(text)?;
        Ok(Self {
            expr,
            hits_at,
            text: text.to_owned(),
        })
    }

    /// Whether it names `hits`, which only a breakpoint has.
    #[must_use]
    pub fn counts_hits(&self) -> bool {
        self.hits_at.is_some()
    }

    /// The text that it was read from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it holds in a state; `None` when something that it names does not exist there.
    ///
    /// Numbers hold when they are not zero, references when they are not null.
    #[must_use]
    pub fn holds(&self, moment: Moment<'_>) -> Option<bool> {
        self.value(moment).map(Datum::is_true)
    }

    /// Whether it holds in a state as it is found anywhere in a run ([`Moment::new`]). `main` is
    /// the instance whose names it uses.
    #[must_use]
    pub fn holds_in(&self, machine: &Machine, main: InstanceAddr) -> bool {
        self.holds(Moment::new(machine, main)) == Some(true)
    }

    /// Its value in a state; `None` when something that it names does not exist there.
    #[must_use]
    pub fn value(&self, moment: Moment<'_>) -> Option<Datum> {
        eval::eval(&self.expr, moment)
    }

    /// The place that it names, when it is nothing but the name of one: `$i`, `mem32[$p + 4]`.
    /// `None` for what is calculated, and when the place does not exist in this state.
    ///
    /// ```
    /// use wasmscope::observe::{Condition, Moment, Target};
    /// use wasmscope::runtime::{InstanceAddr, Machine, MachineLimits};
    ///
    /// let text = r#"(module (memory 1))"#;
    /// let program = wasmscope::load::load(text.as_bytes()).unwrap();
    /// let mut machine = Machine::new(MachineLimits::default());
    /// let main = machine.instantiate(&program.module, &[]).unwrap();
    /// let moment = Moment::new(&machine, main);
    /// let place = Condition::parse("mem16[0x40]").unwrap().target(moment);
    /// assert!(matches!(place, Some(Target::Memory { addr: 0x40, bytes: 2, .. })));
    /// assert_eq!(Condition::parse("mem16[0x40] + 1").unwrap().target(moment), None);
    /// ```
    #[must_use]
    pub fn target(&self, moment: Moment<'_>) -> Option<Target> {
        target::target(&self.expr, moment)
    }
}
