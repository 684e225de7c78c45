//! Who answers the calls of the program: the console of the library, functions
//! that a script gave to `load`, and for all others the person at the page.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use js_sys::Function;
use wasmscope::exec::{Answer, HostCall};
use wasmscope::host::Overrides;
use wasmscope::host::canvas::Canvas;
use wasmscope::host::console::{self, Output};
use wasmscope::host::wasi::Journal;
use wasmscope::runtime::{Machine, Value};
use wasmscope::syntax::ValType;

use crate::model::console::{Console, LineKind};
use crate::model::host::{Host, Reply};
use crate::model::wasi::Gift;
use crate::text;

/// A function of a script that the program imports.
pub type JsHost = Function;

/// A call that waits for an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct PendingCall {
    /// The call as it would be written: `env.ask(1, 2)`.
    pub text: String,
    /// The types of the results.
    pub results: Vec<ValType>,
    /// Whether a script answers it, not the person.
    pub asynchronous: bool,
    /// Whether it waits for standard input.
    pub reads: bool,
}

/// A call that somebody has to answer who cannot be asked at once.
#[derive(Clone, Debug)]
pub(super) enum Pending {
    /// The person.
    Person(PendingCall),
    /// Whoever gives standard input.
    Input(PendingCall),
    /// A function of a script, which is called when the machine is not borrowed.
    Script(JsHost, Vec<Value>, PendingCall),
}

/// What a script has given to a program, by module and name.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Functions.
    pub functions: BTreeMap<(String, String), JsHost>,
    /// First values of globals.
    pub globals: Overrides,
    /// What a program on WASI is given, if it is given anything.
    pub wasi: Option<Arc<Gift>>,
}

/// Bytes of pictures that are kept, beside the one that is shown.
const PICTURES: u64 = 64 << 20;

/// The hosts, and what they have printed and shown.
#[derive(Debug)]
pub struct Hosts {
    /// What the script that loaded the program has given to it.
    pub(super) given: Given,
    pub(super) pending: Option<Pending>,
    /// What a program on WASI asks.
    pub(super) wasi: Option<Box<Journal>>,
    pub(super) console: Console,
    /// Counts changes of the console.
    pub(super) printed: u64,
    pub(super) canvas: Canvas,
    /// Keys that were pressed on the canvas, and that the program has not asked for yet.
    pub(super) keys: VecDeque<i32>,
    /// Whether a run waits for each picture to be seen.
    pub(super) shows_each: bool,
    /// Whether a picture was presented since somebody looked.
    pub(super) is_new: bool,
}

impl Default for Hosts {
    fn default() -> Self {
        Self {
            given: Given::default(),
            pending: None,
            wasi: None,
            console: Console::default(),
            printed: 0,
            canvas: Canvas::new(PICTURES),
            keys: VecDeque::new(),
            shows_each: false,
            is_new: false,
        }
    }
}

impl Hosts {
    /// Forgets what belongs to the run before.
    pub(super) fn restart(&mut self) {
        self.pending = None;
        self.console.clear();
        self.printed += 1;
        self.canvas = Canvas::new(PICTURES);
        self.keys.clear();
        self.is_new = false;
    }

    /// Adds what was printed before the first step.
    pub(super) fn show_from_start(&mut self, printed: Vec<Output>) {
        for output in printed {
            let (kind, text) = match output {
                Output::Line(text) | Output::Text(text) => (LineKind::Output, text),
                Output::Problem(text) => (LineKind::Error, text),
            };
            self.note(0, kind, text);
        }
    }

    /// Adds a line of the page itself.
    pub(super) fn note(&mut self, step: u64, kind: LineKind, text: impl Into<String>) {
        self.console.note(step, kind, text);
        self.printed += 1;
    }

    /// Adds a line that a breakpoint has written about the state before a step.
    pub(super) fn log(&mut self, step: u64, text: String) {
        // A line is shown by the states after the step that printed it.
        match step.checked_sub(1) {
            Some(before) => self.console.line(before, LineKind::Note, text),
            None => self.console.note(step, LineKind::Note, text),
        }
        self.printed += 1;
    }

    /// Adds a line of what the person has answered to the call that waits.
    pub(super) fn note_answer(&mut self, step: u64, results: &[Value]) {
        let Some(Pending::Person(call)) = &self.pending else {
            return;
        };
        let results: Vec<String> = results.iter().map(ToString::to_string).collect();
        let text = match results.is_empty() {
            true => text::hosts_answered(&call.text),
            false => text::hosts_answered_with(&call.text, results.join(", ")),
        };
        self.console.line(step, LineKind::Note, text);
        self.printed += 1;
    }

    fn show(&mut self, step: u64, output: Output) {
        match output {
            Output::Line(text) => self.console.line(step, LineKind::Output, text),
            Output::Text(text) => self.console.print(step, LineKind::Output, &text),
            Output::Problem(text) => self.console.line(step, LineKind::Error, text),
        }
        self.printed += 1;
    }
}

impl Host for Hosts {
    fn call(&mut self, machine: &Machine, call: &HostCall) -> Reply {
        let key = (call.module.to_string(), call.name.to_string());
        if let Some(function) = self.given.functions.get(&key) {
            let shown = PendingCall {
                asynchronous: true,
                ..shown(call)
            };
            let pending = Pending::Script(function.clone(), call.args.clone(), shown);
            self.pending = Some(pending);
            return Reply::Later;
        }
        if self.wasi.is_some()
            && let Some(reply) = self.ask_wasi(machine, call)
        {
            return reply;
        }
        if let Some((answer, output)) = console::answer(machine, call) {
            self.show(machine.steps(), output);
            return Reply::Answer(answer);
        }
        if let Some(answer) = self.ask_canvas(machine, call) {
            return Reply::Answer(answer);
        }
        self.pending = Some(Pending::Person(shown(call)));
        Reply::Later
    }

    fn is_to_be_seen(&self) -> bool {
        self.is_new && self.shows_each
    }
}

impl Hosts {
    /// The answer to a call of the canvas; why it does nothing goes to the console.
    fn ask_canvas(&mut self, machine: &Machine, call: &HostCall) -> Option<Answer> {
        let before = self.canvas.presented();
        let (answer, done) = self.canvas.answer(machine, call, &mut self.keys)?;
        self.is_new |= self.canvas.presented() > before;
        if let Err(why) = done {
            self.show(machine.steps(), Output::Problem(why));
        }
        Some(answer)
    }
}

pub(super) fn shown(call: &HostCall) -> PendingCall {
    let args: Vec<String> = call.args.iter().map(ToString::to_string).collect();
    PendingCall {
        text: format!("{}.{}({})", call.module, call.name, args.join(", ")),
        results: call.ty.results.to_vec(),
        asynchronous: false,
        reads: false,
    }
}
