//! The lanes of the timeline: what part of the run they show, and finding out what is in it
//! while nothing else is to be done.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use wasmscope::time::{LoopRun, LoopSearch, Picture};

use super::{Page, storage};
use crate::bindings;
use crate::model::debugger::Debugger;
use crate::model::lanes::{COLUMNS, zoomed};
use crate::model::overview::{Search, Span};
use crate::model::speed::thousands;
use crate::text;

/// Milliseconds of one slice of looking.
const SLICE: f64 = 5.0;
/// Steps between two looks at the clock.
const FUEL: u64 = 4_000;
/// Milliseconds between two pictures while more is found out.
const SHOW: f64 = 120.0;
/// Steps that are looked at for a loop at most: some seconds.
const MOST_SEARCHED: u64 = 40_000_000;

/// The lanes.
#[derive(Clone, Copy)]
pub struct Lanes {
    /// Whether they are unfolded.
    pub open: RwSignal<bool>,
    /// What they show.
    pub picture: RwSignal<Arc<Picture>>,
    /// The steps that they are of; all that are known while there is none.
    pub window: RwSignal<Option<Range<u64>>>,
    /// The loop that is shown pass by pass.
    pub shown_loop: RwSignal<Option<Arc<LoopShown>>>,
    /// What is looked for, or why it was not found.
    pub says: RwSignal<Option<&'static str>>,
    /// Who is looking at steps: one after the other, since each begins somewhere else.
    looks: StoredValue<Option<Looker>>,
    /// When the last picture was made.
    shown: StoredValue<f64>,
    /// Counts searches: one goes on while the number is its own.
    search: StoredValue<u64>,
}

/// Who looks at steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looker {
    /// The lanes, for their picture.
    Lanes,
    /// A search for a function's or a loop's steps.
    Search,
    /// A script, for a picture of its own.
    Script,
}

/// What is done with a span that was found.
#[derive(Clone, Copy, Debug)]
enum Wanted {
    /// Its steps are shown.
    Window,
    /// It is this pass of the loop that is shown: it is gone to.
    Pass(u64),
    /// It is the pass after the one at this step, which ends there or at the other step.
    Until(u64, u64),
}

/// A loop that is shown.
#[derive(Clone, Debug)]
pub struct LoopShown {
    /// Its passes.
    pub run: LoopRun,
    /// Where it stands, in words.
    pub place: String,
}

impl Default for Lanes {
    fn default() -> Self {
        Self {
            open: RwSignal::new(storage::lanes_open()),
            picture: RwSignal::default(),
            window: RwSignal::new(None),
            shown_loop: RwSignal::new(None),
            says: RwSignal::new(None),
            looks: StoredValue::new(None),
            shown: StoredValue::new(0.0),
            search: StoredValue::new(0),
        }
    }
}

impl Page {
    /// The steps that the lanes are of.
    #[must_use]
    pub fn shown_steps(self) -> Range<u64> {
        let known = self.last_known.get();
        self.lanes.window.get().unwrap_or(0..known)
    }

    fn drawn_steps(self) -> Range<u64> {
        let window = self.lanes.window.get_untracked();
        window.unwrap_or_else(|| 0..self.known())
    }

    /// Unfolds or folds the lanes.
    pub fn open_lanes(self, open: bool) {
        self.lanes.open.set(open);
        storage::keep_lanes_open(open);
        self.look_closer();
    }

    /// Takes notice of where the run is.
    pub(super) fn follow_run(self) {
        let known = self.known();
        let gone =
            |window: &Option<Range<u64>>| window.as_ref().is_some_and(|window| window.end > known);
        if self.lanes.window.with_untracked(gone) {
            self.forget_window();
        }
        let runs = self.running.with_untracked(Option::is_some);
        if runs && bindings::now() - self.lanes.shown.get_value() < SHOW {
            return;
        }
        if runs {
            // A slow run is followed step by step.
            self.look_at(FUEL);
            self.draw_lanes();
        } else {
            self.look_closer();
        }
    }

    /// Shows other steps, and says so.
    fn set_window(self, window: Option<Range<u64>>) {
        self.lanes.window.set(window);
        let steps = untrack(|| self.shown_steps());
        let (from, to) = (thousands(steps.start), thousands(steps.end));
        self.spoken.set(text::lanes_shown(&from, &to));
        self.look_closer();
    }

    /// Shows all steps.
    pub fn show_all(self) {
        self.forget_window();
        self.set_window(None);
    }

    fn forget_window(self) {
        self.lanes.search.update_value(|search| *search += 1);
        if self.lanes.looks.get_value() == Some(Looker::Search) {
            self.lanes.looks.set_value(None);
        }
        self.lanes.says.set(None);
        self.lanes.shown_loop.set(None);
        self.lanes.window.set(None);
    }

    /// Shows half or twice as many steps, around the one looked at.
    pub fn zoom(self, closer: bool) {
        if self.is_viewing() {
            return;
        }
        let known = self.known();
        let shown = self.lanes.window.get_untracked().unwrap_or(0..known);
        let window = zoomed(&shown, self.steps(), known, closer);
        if closer && window.is_none() {
            return;
        }
        self.set_window(window);
    }

    fn draw_lanes(self) {
        if self.is_viewing() {
            // They were drawn when it was opened.
            return;
        }
        self.lanes.shown.set_value(bindings::now());
        let steps = self.drawn_steps();
        let mut picture = self.change_debugger(|debugger| debugger.picture(steps, COLUMNS));
        if self.known() < self.with_debugger(Debugger::last_known) {
            picture.ending = None;
        }
        if self
            .lanes
            .picture
            .with_untracked(|shown| **shown != picture)
        {
            self.lanes.picture.set(Arc::new(picture));
        }
    }

    /// Looks at some of the steps that are shown; says whether there is nothing more to look at.
    fn look_at(self, fuel: u64) -> bool {
        let steps = self.drawn_steps();
        self.change_debugger(|debugger| debugger.survey(steps, COLUMNS, fuel))
    }

    /// Looks at steps for some milliseconds; says whether there is nothing more to look at.
    fn look_for_a_slice(self) -> bool {
        let began = bindings::now();
        loop {
            if self.look_at(FUEL) {
                return true;
            }
            if bindings::now() - began > SLICE {
                return false;
            }
        }
    }

    /// Looks at all steps that are shown, one slice after the other, and shows what it sees.
    pub(super) fn look_closer(self) {
        if !self.lanes.open.get_untracked() {
            // The words are still asked for: what is known at once is enough for them.
            return self.draw_lanes();
        }
        if self.lanes.looks.get_value().is_some() {
            return;
        }
        let is_done = self.look_for_a_slice();
        self.draw_lanes();
        if is_done {
            return;
        }
        self.lanes.looks.set_value(Some(Looker::Lanes));
        spawn_local(async move {
            loop {
                // The promise is never refused.
                let _ = JsFuture::from(bindings::next_task()).await;
                if self.lanes.looks.get_value() != Some(Looker::Lanes) {
                    // Somebody cannot wait, and will let it go on.
                    return;
                }
                let runs = self.running.with_untracked(Option::is_some);
                // A run has the machine to itself, and looks again when it stops.
                if runs || !self.lanes.open.get_untracked() {
                    break;
                }
                let is_done = self.look_for_a_slice();
                if is_done || bindings::now() - self.lanes.shown.get_value() > SHOW {
                    self.draw_lanes();
                }
                if is_done {
                    break;
                }
            }
            self.lanes.looks.set_value(None);
        });
    }

    /// The picture of some steps for a script, once there is nothing more to be found out;
    /// `None` after each slice of looking until then.
    pub(crate) fn overview(self, steps: Range<u64>, columns: usize) -> Option<Picture> {
        let looks = self.lanes.looks.get_value();
        if looks.is_some_and(|looker| looker != Looker::Script) {
            return None;
        }
        let began = bindings::now();
        let look = |debugger: &mut Debugger| {
            while !debugger.survey(steps.clone(), columns, FUEL) {
                if bindings::now() - began > SLICE {
                    return None;
                }
            }
            Some(debugger.picture(steps.clone(), columns))
        };
        let picture = self.change_debugger(look);
        let goes_on = picture.is_none().then_some(Looker::Script);
        self.lanes.looks.set_value(goes_on);
        if goes_on.is_none() && looks.is_some() {
            self.look_closer();
        }
        picture
    }

    /// Shows the steps of the activation whose frame is chosen.
    pub fn zoom_to_function(self) {
        let frame = self.chosen_frame.get_untracked();
        let search = self.with_debugger(|debugger| debugger.search_activation(frame));
        self.search_span(search, text::LANES_NO_FUNCTION, Wanted::Window);
    }

    /// Shows the steps of the innermost loop of the frame that is chosen.
    pub fn zoom_to_loop(self) {
        let frame = self.chosen_frame.get_untracked();
        let search = self.with_debugger(|debugger| debugger.search_loop(frame));
        let nothing = text::LANES_NO_LOOP;
        self.search_span(search, nothing, Wanted::Window);
    }

    /// Goes to a pass of the loop that is shown, from 0, and shows its steps alone.
    pub fn go_to_pass(self, pass: u64) {
        let Some(shown) = self.lanes.shown_loop.get_untracked() else {
            return;
        };
        let pass = pass.min(shown.run.passes.saturating_sub(1));
        let search = LoopSearch::pass(&shown.run, pass);
        self.search_span(Some(Search::Loop(search)), "", Wanted::Pass(pass));
    }

    /// Shows what was looked for.
    fn found(self, span: Span, wanted: Wanted) {
        let known = self.known();
        let until = |end: Option<u64>| end.unwrap_or(known).min(known);
        match (span, wanted) {
            (Span::Activation(found), _) => {
                self.set_window(Some(found.entered..until(found.gone)));
            }
            (Span::Loop(run), Wanted::Window) => {
                let function = untrack(|| self.with_frame(|frame| frame.name.clone()));
                let place = text::lanes_loop(
                    untrack(|| self.place_of(run.header)),
                    function.unwrap_or_default(),
                );
                let window = run.first()..until(run.left);
                // How many passes there are is of the whole run.
                let shown = (!self.predicting.get_untracked()).then_some(LoopShown { run, place });
                self.lanes.shown_loop.set(shown.map(Arc::new));
                self.set_window(Some(window));
            }
            (Span::Loop(found), Wanted::Pass(pass)) => {
                let first = found.first();
                let Some(shown) = self.lanes.shown_loop.get_untracked() else {
                    return;
                };
                if pass + 1 >= shown.run.passes {
                    let end = shown.run.left.unwrap_or(known);
                    return self.found(Span::Loop(found), Wanted::Until(first, end));
                }
                let next = Search::Loop(LoopSearch::pass(&shown.run, pass + 1));
                self.search_span(Some(next), "", Wanted::Until(first, 0));
            }
            (Span::Loop(found), Wanted::Until(from, end)) => {
                self.set_window(Some(from..end.max(found.first())));
                self.seek_and_speak(from);
            }
        }
    }

    /// Looks for something in slices, and goes on with what was found, unless something else
    /// is asked for before.
    fn search_span(self, search: Option<Search>, nothing: &'static str, wanted: Wanted) {
        self.lanes.search.update_value(|search| *search += 1);
        let mine = self.lanes.search.get_value();
        let Some(mut search) = search else {
            self.lanes.says.set(Some(nothing));
            self.spoken.set(nothing.to_owned());
            return;
        };
        self.lanes.says.set(None);
        let generation = self.with_debugger(Debugger::generation);
        self.lanes.looks.set_value(Some(Looker::Search));
        let ended = move |says: Option<&'static str>| {
            self.lanes.looks.set_value(None);
            self.lanes.says.set(says);
        };
        spawn_local(async move {
            let mut left = MOST_SEARCHED;
            loop {
                let began = bindings::now();
                while bindings::now() - began < SLICE {
                    let mut fuel = FUEL.min(left);
                    left -= fuel;
                    let found =
                        self.change_debugger(|debugger| debugger.look_on(&mut search, &mut fuel));
                    if let Some(found) = found {
                        ended(None);
                        return self.found(found, wanted);
                    }
                    if fuel > 0 || left == 0 {
                        ended(Some(text::LANES_TOO_FAR));
                        return self.look_closer();
                    }
                }
                self.lanes.says.set(Some(text::LANES_LOOKING));
                // The promise is never refused.
                let _ = JsFuture::from(bindings::next_task()).await;
                if self.lanes.search.get_value() != mine {
                    // Another one has begun, or none is wanted any more.
                    return;
                }
                if self.with_debugger(Debugger::generation) != generation {
                    ended(None);
                    return self.look_closer();
                }
            }
        });
    }
}
