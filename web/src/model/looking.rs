//! Looking through a whole run: for what a condition says, and for whether it can end.

use wasmscope::observe::Condition;
use wasmscope::runtime::Machine;
use wasmscope::time::{Endless, EndlessSearch, Find, LoopProgress, MOST_FOUND};

use super::debugger::Debugger;
use super::history::timeline;
use super::speed::thousands;
use crate::text;

/// States before the one that is looked at, among which one that comes again is looked for.
const BEFORE: u64 = 1 << 20;

/// A search for all states in which a condition holds.
#[derive(Debug)]
pub struct Looking {
    condition: Condition,
    find: Find,
}

impl Looking {
    /// Through the run up to a step that is known.
    ///
    /// # Errors
    ///
    /// What is wrong with the condition.
    pub fn new(debugger: &Debugger, text: &str, until: u64) -> Result<Self, String> {
        let read = Condition::parse(text).and_then(|condition| {
            let module = debugger.program().map(|program| &program.module);
            module.map_or(Ok(()), |module| condition.check_alone(module, None))?;
            Ok(condition)
        });
        let condition = read.map_err(|error| error.to_string())?;
        Ok(Self {
            condition,
            find: Find::new(0, until, MOST_FOUND),
        })
    }

    /// What was found so far.
    #[must_use]
    pub fn found(&self) -> &Find {
        &self.find
    }

    /// Looks at about so many states. The one that it has come to; `None` when there was
    /// nothing more to look at.
    pub fn go_on(&mut self, debugger: &mut Debugger, fuel: u64) -> Option<u64> {
        let (main, condition) = (debugger.instance()?, &self.condition);
        if self.find.is_complete() {
            return None;
        }
        let mut holds = |machine: &Machine| condition.holds_in(machine, main);
        self.find.go_on(timeline(debugger)?, fuel, &mut holds);
        Some(self.find.step())
    }
}

/// That a program can never end, in words.
#[must_use]
pub fn never_ends(Endless { first, again }: Endless) -> String {
    text::looking_never_ends(thousands(again), thousands(first))
}

/// Whether the loop that the machine is in can end.
#[derive(Debug)]
pub struct Ending {
    progress: LoopProgress,
    search: EndlessSearch,
}

impl Ending {
    /// Of the innermost loop; `None` when the machine is in none.
    #[must_use]
    pub fn new(debugger: &Debugger) -> Option<Self> {
        let timeline = &debugger.started.as_ref()?.timeline;
        Some(Self {
            progress: LoopProgress::new(timeline)?,
            search: EndlessSearch::new(timeline, BEFORE, 0),
        })
    }

    /// How far the loop is.
    #[must_use]
    pub fn progress(&self) -> &LoopProgress {
        &self.progress
    }

    /// The two steps that are the same, once they are found.
    #[must_use]
    pub fn endless(&self) -> Option<Endless> {
        self.search.found()
    }

    /// Looks at about so many steps. The one that it has come to; `None` when there was nothing
    /// more to look at.
    pub fn go_on(&mut self, debugger: &mut Debugger, fuel: u64) -> Option<u64> {
        let timeline = timeline(debugger)?;
        if !self.search.is_complete() {
            self.search.go_on(timeline, fuel);
            return Some(self.search.step());
        }
        // Of a loop that never ends, how far it is does not matter.
        let counted = self.endless().is_some() || self.progress.iteration > MOST_COUNTED;
        if counted || self.progress.is_complete() {
            return None;
        }
        self.progress.go_on(timeline, fuel);
        Some(self.progress.step())
    }

    /// What is known, in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self.endless() {
            Some(endless) => never_ends(endless),
            None => {
                let text = self.progress.to_string();
                let mut text = text::looking_in_loop(text);
                if self.search.is_complete() {
                    text.push_str(text::LOOKING_NONE_AGAIN);
                }
                text
            }
        }
    }
}

/// Iterations that are counted; of more, it is said that there are at least so many.
const MOST_COUNTED: u64 = 1_000_000;
