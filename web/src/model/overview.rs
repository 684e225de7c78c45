//! What is found out of the run for its picture, a slice at a time.

use std::ops::Range;

use wasmscope::time::{Activation, ActivationSearch, LoopRun, LoopSearch, Picture};

use super::debugger::Debugger;

/// A span of steps that is looked for.
#[derive(Debug)]
pub enum Search {
    /// The end of an activation.
    Activation(Box<ActivationSearch>),
    /// A loop with its passes, or one pass of it.
    Loop(LoopSearch),
}

/// What was found.
#[derive(Debug)]
pub enum Span {
    /// The activation.
    Activation(Activation),
    /// The loop; of a search for a pass, its first step is that pass.
    Loop(LoopRun),
}

impl Debugger {
    /// Finds out more of the run for the picture of some steps, by executing at most `fuel`
    /// of them again; says whether there is nothing more to be found out.
    pub fn survey(&mut self, steps: Range<u64>, most: usize, fuel: u64) -> bool {
        self.started.as_mut().is_none_or(|started| {
            let timeline = &started.timeline;
            started.overview.advance(timeline, steps, most, fuel)
        })
    }

    /// The picture of some steps, as far as it is known.
    pub fn picture(&mut self, steps: Range<u64>, most: usize) -> Picture {
        self.started
            .as_mut()
            .map_or_else(Picture::default, |started| {
                started.overview.picture(&started.timeline, steps, most)
            })
    }

    /// The first calls of the host among some steps.
    #[must_use]
    pub fn host_calls(&self, steps: Range<u64>, most: usize) -> Vec<u64> {
        self.started.as_ref().map_or_else(Vec::new, |started| {
            started.timeline.host_calls(steps).take(most).collect()
        })
    }

    /// A search for the end of a frame, 0 being the innermost one.
    #[must_use]
    pub fn search_activation(&self, frame: usize) -> Option<Search> {
        let timeline = &self.started.as_ref()?.timeline;
        let depth = timeline.machine().frames().len().checked_sub(frame + 1)?;
        ActivationSearch::new(timeline, depth).map(|search| Search::Activation(Box::new(search)))
    }

    /// A search for the innermost loop of a frame.
    #[must_use]
    pub fn search_loop(&self, frame: usize) -> Option<Search> {
        let timeline = &self.started.as_ref()?.timeline;
        let depth = timeline.machine().frames().len().checked_sub(frame + 1)?;
        LoopSearch::new(timeline, depth).map(Search::Loop)
    }

    /// Looks on, over at most `fuel` steps, which it uses up; what was found, when the search
    /// is over. The last case of the result is `None` too where there is no room for a second
    /// machine: `fuel` is left then.
    pub fn look_on(&mut self, search: &mut Search, fuel: &mut u64) -> Option<Span> {
        let started = self.started.as_mut()?;
        let timeline = &started.timeline;
        let scout = started.overview.scout(timeline)?;
        match search {
            Search::Activation(search) => {
                search.advance(scout, timeline, fuel).map(Span::Activation)
            }
            Search::Loop(search) => search.advance(scout, timeline, fuel).map(Span::Loop),
        }
    }
}
