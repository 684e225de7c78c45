//! The page: what is shown as signals, and the movements that change it.
//!
//! [`Page`] is a handle that can be copied into every component and callback. The
//! machine is behind it; components never see it, only what was published.

mod answers;
mod arguments;
mod back;
mod branches;
mod breakpoints;
mod canvas;
mod check;
mod events;
mod examples;
mod export;
mod former;
mod go_to;
mod heat;
mod history;
mod hosts;
mod imports;
mod jumps;
mod kept;
mod lanes;
mod layout;
mod link;
mod marks;
pub mod modules;
mod movement;
mod news;
mod nothing;
mod observers;
mod open;
pub mod origin;
mod prediction;
mod prelude;
mod publish;
mod replay;
mod script;
mod share;
mod source;
mod start;
mod storage;
mod trace;
mod viewing;
mod wasi;

use std::sync::Arc;

use js_sys::Promise;
use leptos::prelude::*;
use wasmscope::observe::{Flight, StepRecord};
use wasmscope::runtime::MachineLimits;
use wasmscope::view::ValueView;

use imports::Chosen;

pub(crate) use back::Leap;
pub use branches::Past;
pub use canvas::Screen;
pub use heat::Heat;
pub use hosts::{Given, Hosts, PendingCall};
pub use lanes::Lanes;
pub use layout::Layout;
pub(crate) use layout::{is_touched, text_scale};
pub use marks::MarkKind;
use modules::Tabs;
pub use news::{Lead, There};
pub use observers::{Kind, Observers};
pub use open::Opening;
pub use share::Notice;
pub use start::Wasi;
pub use viewing::Viewing;

use crate::bindings::{self, Editor};
use crate::model::breakpoints::BreakpointView;
use crate::model::console::Console;
use crate::model::debugger::Debugger;
use crate::model::examples::Example;
use crate::model::former::{Fate, Former};
use crate::model::keys::Command;
use crate::model::marks::Marks;
use crate::model::problems::Problem;
use crate::model::program::{ArgumentProblem, EntryPoint};
use crate::model::settings::{KeySet, Settings};
use crate::model::speed;
use crate::model::state::{self, FrameView, MachineState};
use crate::model::title::Title;

/// The dialogs; at most one is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// The keys.
    Help,
    /// The settings.
    Settings,
    /// The examples.
    Examples,
    /// Saving the program.
    Export,
    /// Setting or changing a breakpoint.
    Breakpoint,
}

/// How a run is going.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Running {
    /// Steps made by this run.
    pub steps: u64,
    /// How long it has been running.
    pub elapsed_ms: f64,
    /// The step that it goes to and the one where it is, for a jump to a known step.
    pub way: Option<Way>,
}

/// How far a jump is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// The step that it goes to.
    pub to: u64,
    /// The step where it is.
    pub at: u64,
}

/// What the explanation pane says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What the last step did.
    pub done: Option<String>,
    /// The next instruction as it is written.
    pub instruction: Option<String>,
    /// What it will do.
    pub now: String,
    /// The formal rule with the live values.
    pub rule: Option<String>,
    /// How the specification calls it.
    pub rule_name: Option<String>,
    /// The side condition that decides.
    pub condition: Option<String>,
    /// The way of an exception: of the last step if that threw one, else of the next.
    pub flight: Option<Flight>,
    /// Whether the last step threw it.
    pub is_thrown: bool,
    /// Where the specification has it.
    pub spec: Option<String>,
    /// What the program has returned.
    pub results: Vec<ValueView>,
    /// What to try.
    pub hint: Option<String>,
}

/// The page.
#[derive(Clone, Copy)]
pub struct Page {
    /// The state that is shown.
    pub state: RwSignal<Arc<MachineState>>,
    /// The picture of the run, and which part of it is shown.
    pub lanes: Lanes,
    /// Steps that are marked in the timeline.
    pub marked: RwSignal<Arc<Vec<(u64, MarkKind)>>>,
    /// Steps that jumps came from, the last one last.
    pub jumps: RwSignal<Vec<u64>>,
    /// What has become of the step that was looked at before an edit.
    pub fate: RwSignal<Option<Fate>>,
    /// What changed and what is taken next.
    pub marks: RwSignal<Arc<Marks>>,
    /// The explanation.
    pub told: RwSignal<Arc<Told>>,
    /// What a screen reader is told.
    pub spoken: RwSignal<String>,
    /// The name of what is open.
    pub title: RwSignal<Title>,
    /// What is wrong with the text.
    pub problems: RwSignal<Arc<Vec<Problem>>>,
    /// Whether the text is invalid, so that the machine runs an older one.
    pub older: RwSignal<bool>,
    /// The run that is going on.
    pub running: RwSignal<Option<Running>>,
    /// What was printed.
    pub console: RwSignal<Console>,
    /// The canvas.
    pub screen: Screen,
    /// The exported functions.
    pub entries: RwSignal<Arc<Vec<EntryPoint>>>,
    /// The chosen one.
    pub entry: RwSignal<Option<String>>,
    /// The texts of its arguments.
    pub arguments: RwSignal<Vec<String>>,
    /// What is wrong with them.
    pub argument_problem: RwSignal<Option<ArgumentProblem>>,
    /// The last step known so far, or the one looked at while somebody predicts.
    pub last_known: RwSignal<u64>,
    /// Whether somebody predicts what comes next, so that it is not shown.
    pub predicting: RwSignal<bool>,
    /// The chosen speed.
    pub speed: RwSignal<usize>,
    /// What is kept.
    pub settings: RwSignal<Settings>,
    /// How the panes are laid out.
    pub layout: Layout,
    /// The dialog that is open.
    pub dialog: RwSignal<Option<Dialog>>,
    /// The call that waits for an answer.
    pub host_call: RwSignal<Option<Arc<PendingCall>>>,
    /// What there is to say about a link.
    pub notice: RwSignal<Option<Notice>>,
    /// What is being opened, when that takes time.
    pub opening: RwSignal<Option<Opening>>,
    /// The trace that is looked at in place of a machine.
    pub viewing: RwSignal<Option<Arc<Viewing>>>,
    /// Whether a file is held over the page.
    pub dropping: RwSignal<bool>,
    /// Whether the text is only that of the function that runs.
    pub is_part: RwSignal<bool>,
    /// The frame whose locals and labels are shown, 0 the innermost.
    pub chosen_frame: RwSignal<usize>,
    /// Changes whenever memory may have.
    pub memory_version: RwSignal<u64>,
    /// Counts programs that were opened; an edit makes no other one.
    pub opened: RwSignal<u64>,
    /// Whether the objects of the heap are drawn.
    pub heap_drawn: RwSignal<bool>,
    /// The breakpoints, in the order of the program.
    pub breakpoints: RwSignal<Arc<Vec<BreakpointView>>>,
    /// The breakpoint that the machine has stopped at.
    pub stopped_at: RwSignal<Option<u32>>,
    /// How often each line was executed, beside it.
    pub heat: Heat,
    /// Branches, and what was found out of them; the states below 0.
    pub past: Past,
    /// What programs on WASI are given.
    pub wasi: Wasi,
    /// The modules of the program.
    pub tabs: Tabs,
    /// The breakpoint that the dialog is about; none for another one.
    shown_in_form: StoredValue<Option<BreakpointView>>,
    /// Whether breakpoints have changed since they were shown.
    breakpoints_changed: StoredValue<bool>,
    /// All examples, once they are loaded.
    pub examples: RwSignal<examples::Loaded>,
    example: RwSignal<Option<&'static Example>>,
    next_problem: RwSignal<usize>,
    debugger: StoredValue<Debugger, LocalStorage>,
    hosts: StoredValue<Hosts, LocalStorage>,
    /// Why a function that a script has given to the program has failed in this movement.
    host_failure: StoredValue<Option<String>>,
    awaited: StoredValue<script::Awaited, LocalStorage>,
    interrupted: StoredValue<Option<movement::Interrupted>>,
    pub(crate) observers: StoredValue<Observers, LocalStorage>,
    editor: StoredValue<Option<Editor>, LocalStorage>,
    /// What the last step did.
    record: StoredValue<Option<StepRecord>>,
    /// What a script has promised to the machine, and at which step.
    promise: StoredValue<Option<(u64, Promise)>, LocalStorage>,
    machine_limits: StoredValue<MachineLimits>,
    /// Values that the person gave to imports.
    chosen: StoredValue<Chosen>,
    drag: StoredValue<jumps::Drag>,
    former: StoredValue<Option<Former>, LocalStorage>,
    /// Whether the text that is being assembled was typed.
    is_edit: StoredValue<bool>,
    /// From where to where the last jump went.
    sought: StoredValue<(u64, u64)>,
    /// From where a jump that takes longer comes.
    leaping: StoredValue<Option<u64>>,
    /// The console's count of changes, and the step, that are shown.
    shown_console: StoredValue<(u64, u64)>,
    /// Counts runs and pauses: a run goes on while the number is its own.
    run: StoredValue<u64>,
    /// Counts edits: only the last one is assembled.
    edit: StoredValue<u64>,
    /// Whether something was typed that is not assembled yet.
    edited: StoredValue<bool>,
    /// The question to history that is being answered.
    asking: StoredValue<history::Asking>,
    viewed: StoredValue<Option<viewing::Viewed>, LocalStorage>,
    shared: StoredValue<share::Shared>,
    /// Counts what was begun to be opened: it goes on while the number is its own.
    ways: StoredValue<u64>,
}

impl Page {
    /// A page with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        let screen = Screen::default();
        let page = Self {
            state: RwSignal::new(Arc::new(state::nothing())),
            lanes: Lanes::default(),
            marked: RwSignal::default(),
            jumps: RwSignal::default(),
            fate: RwSignal::new(None),
            marks: RwSignal::default(),
            told: RwSignal::default(),
            spoken: RwSignal::default(),
            title: RwSignal::default(),
            problems: RwSignal::default(),
            older: RwSignal::new(false),
            running: RwSignal::new(None),
            console: RwSignal::default(),
            screen,
            entries: RwSignal::default(),
            entry: RwSignal::new(None),
            arguments: RwSignal::default(),
            argument_problem: RwSignal::new(None),
            last_known: RwSignal::new(0),
            predicting: RwSignal::new(false),
            speed: RwSignal::new(speed::FULL),
            settings: RwSignal::new(storage::settings()),
            layout: Layout::new(screen.is_there),
            dialog: RwSignal::new(None),
            host_call: RwSignal::new(None),
            notice: RwSignal::new(None),
            opening: RwSignal::new(None),
            viewing: RwSignal::new(None),
            dropping: RwSignal::new(false),
            is_part: RwSignal::new(false),
            chosen_frame: RwSignal::new(0),
            memory_version: RwSignal::new(0),
            opened: RwSignal::new(0),
            heap_drawn: RwSignal::new(false),
            breakpoints: RwSignal::default(),
            stopped_at: RwSignal::new(None),
            heat: Heat::default(),
            past: Past::default(),
            wasi: Wasi::default(),
            tabs: Tabs::default(),
            shown_in_form: StoredValue::new(None),
            breakpoints_changed: StoredValue::new(false),
            examples: RwSignal::new(None),
            example: RwSignal::new(None),
            next_problem: RwSignal::new(0),
            debugger: StoredValue::new_local(Debugger::default()),
            hosts: StoredValue::new_local(Hosts::default()),
            host_failure: StoredValue::new(None),
            awaited: StoredValue::new_local(Vec::new()),
            interrupted: StoredValue::new(None),
            observers: StoredValue::new_local(Observers::default()),
            editor: StoredValue::new_local(None),
            record: StoredValue::new(None),
            promise: StoredValue::new_local(None),
            machine_limits: StoredValue::new(MachineLimits::default()),
            chosen: StoredValue::new(Chosen::default()),
            drag: StoredValue::new(jumps::Drag::default()),
            former: StoredValue::new_local(None),
            is_edit: StoredValue::new(false),
            sought: StoredValue::new((0, 0)),
            leaping: StoredValue::new(None),
            shown_console: StoredValue::new((0, 0)),
            run: StoredValue::new(0),
            edit: StoredValue::new(0),
            edited: StoredValue::new(false),
            asking: StoredValue::new(history::Asking::default()),
            viewed: StoredValue::new_local(None),
            shared: StoredValue::new(share::Shared::default()),
            ways: StoredValue::new(0),
        };
        Effect::new(move |_| page.settings.with(storage::keep_settings));
        page.keep_changes_of_call();
        page.observe_itself();
        page
    }

    /// Does what a button or a key asks for.
    pub fn dispatch(self, command: Command) {
        self.assemble_edit();
        self.leave_prelude();
        if self.view_command(command) {
            return;
        }
        let goes_on = matches!(
            command,
            Command::Step
                | Command::StepOver
                | Command::StepOut
                | Command::Run
                | Command::RunToCursor
        );
        if let Some(problem) = self.argument_problem.get_untracked().filter(|_| goes_on) {
            // The machine has other arguments than the boxes show.
            self.spoken.set(problem.message.replace('`', ""));
            return;
        }
        match command {
            Command::Step => self.step_by_hand(),
            Command::StepOver => self.step_over(),
            Command::StepOut => self.step_out(),
            Command::Run if self.running.with_untracked(Option::is_some) => self.pause(),
            Command::Run => self.run_to_end(),
            Command::Pause => self.pause(),
            Command::History => bindings::toggle_history(),
            Command::Reference => bindings::open_reference(),
            Command::Predict => bindings::toggle_prediction(),
            Command::Restart => self.restart(),
            Command::NextProblem => self.go_to_next_problem(),
            Command::FocusSource => self.focus_source(),
            Command::Format => self.format_source(),
            Command::Examples => self.dialog.set(Some(Dialog::Examples)),
            Command::Help => self.dialog.set(Some(Dialog::Help)),
            Command::StepBack => self.step_back_by_hand(),
            Command::StepOverBack => self.step_over_back(),
            Command::StepOutBack => self.step_out_back(),
            Command::RunBack => self.run_back(),
            Command::Breakpoint => self.toggle_breakpoint(),
            Command::JumpBack => self.jump_back(),
            Command::RunToCursor => self.run_to_cursor(false),
            Command::RunBackToCursor => self.run_to_cursor(true),
        }
    }

    /// Reads the frame whose locals and labels are shown.
    pub fn with_frame<T>(self, read: impl FnOnce(&FrameView) -> T) -> Option<T> {
        let chosen = self.chosen_frame.get();
        let is_known = self.state.with(|state| chosen < state.frames.len());
        if is_known {
            return self.state.with(|state| state.frames.get(chosen).map(read));
        }
        self.frame(chosen).as_ref().map(read)
    }

    /// The keys that ask for commands.
    #[must_use]
    pub fn keys(self) -> KeySet {
        self.settings.with(|settings| settings.keys)
    }

    /// The exported function that is chosen.
    #[must_use]
    pub fn chosen_entry(self) -> Option<EntryPoint> {
        let name = self.entry.get()?;
        self.entries
            .with(|entries| entries.iter().find(|entry| entry.name == name).cloned())
    }

    /// The text of an argument.
    #[must_use]
    pub fn argument(self, index: usize) -> String {
        self.arguments
            .with(|all| all.get(index).cloned())
            .unwrap_or_default()
    }

    /// Whether the text is invalid and the machine runs the one before it.
    #[must_use]
    pub fn runs_older_text(self) -> bool {
        self.older.get()
            && self
                .state
                .with(|state| state.status != state::Status::Ready)
    }

    /// Whether an argument is the one that is wrong.
    #[must_use]
    pub fn is_argument_wrong(self, index: usize) -> bool {
        let wrong = |problem: &Option<ArgumentProblem>| {
            problem
                .as_ref()
                .is_some_and(|problem| problem.index == Some(index))
        };
        self.argument_problem.with(wrong)
    }

    /// Chooses an exported function.
    pub fn choose_entry(self, name: &str) {
        let entry = self
            .entries
            .with_untracked(|entries| entries.iter().find(|entry| entry.name == name).cloned());
        let Some(entry) = entry else { return };
        let before = self.chosen_entry_untracked();
        // The same parameters keep their arguments.
        if before.is_none_or(|before| before.params != entry.params) {
            self.arguments.set(self.usual_arguments(&entry));
        }
        self.entry.set(Some(entry.name));
        self.restart();
    }
}

impl Default for Page {
    fn default() -> Self {
        Self::new()
    }
}
