//! Opening a link: its program, started as it says, at its step.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasmscope::link::{Breakpoint, FuncRef, Link, LinkError, Program, decode};
use wasmscope::runtime::MachineLimits;

use super::Page;
use crate::bindings;
use crate::model::breakpoints::Extras;
use crate::model::file::why_refused;
use crate::model::goal::Reason;
use crate::model::limits::LIMITS;
use crate::model::modules::{Modules, Source};
use crate::model::program::{self, problem_of};
use crate::model::share::argument_text;
use crate::model::state::Status;
use crate::model::title::Title;
use crate::model::wasi::Gift;
use crate::text;

/// Bytes of a module that is opened at once, before the page shows anything else.
const SMALL: usize = 128 << 10;

impl Page {
    /// Opens the link in the address when the page begins, and says whether there was
    /// one that opens.
    pub(super) fn begin_with_link(self) -> bool {
        let on_link = Closure::<dyn FnMut()>::new(move || self.link_arrived());
        bindings::on_link(on_link.as_ref().unchecked_ref());
        // It is called as long as the page lives.
        on_link.forget();
        match link_here() {
            Some(Ok(link)) => self.open_link(&link),
            Some(Err(error)) => {
                self.damaged(&error);
                false
            }
            None => false,
        }
    }

    /// The address has become another while the page was open.
    fn link_arrived(self) {
        match link_here() {
            Some(Ok(link)) if self.is_edited() => self.say(
                text::LINK_HOLDS_PROGRAM.to_owned(),
                Some((text::LINK_OPEN_LINK, Box::new(link))),
                false,
            ),
            Some(Ok(link)) => {
                self.open_link(&link);
            }
            Some(Err(error)) => self.damaged(&error),
            None => {}
        }
    }

    fn damaged(self, error: &LinkError) {
        let offer = error.recovered().map(|found| {
            let name = match found.is_complete {
                true => text::LINK_OPEN_NEVERTHELESS,
                false => text::LINK_OPEN_LEFT,
            };
            (name, Box::new(found.link.clone()))
        });
        self.say(format!("{error}."), offer, false);
    }

    /// Does what the notice offers.
    pub fn take_offer(self) {
        let notice = self.notice.get_untracked();
        if let Some((_, link)) = notice.and_then(|notice| notice.offer) {
            self.notice.set(None);
            self.open_link(&link);
        }
    }

    /// Opens a link: its program, started as it says, at its step. What is kept of the
    /// person's work stays. False when the page has to show something else for now.
    fn open_link(self, link: &Link) -> bool {
        match &link.program {
            Program::Text(text) => {
                let previous = self.begin_link(link, text);
                self.is_part.set(false);
                self.with_editor(|editor| editor.set_text(text));
                self.assemble(text);
                self.finish_link(link, previous);
                true
            }
            Program::Binary(bytes) if bytes.len() <= SMALL => {
                match program::Program::from_binary(bytes) {
                    Ok(program) => self.open_binary_link(link, program),
                    Err(problems) => {
                        let why = why_refused(&problems);
                        self.say(text::link_cannot_run(&why), None, false);
                        false
                    }
                }
            }
            Program::Binary(bytes) => {
                let link = link.clone();
                self.open_module(text::LINK_MODULE_LINK, bytes.clone(), move |program| {
                    self.open_binary_link(&link, program);
                });
                false
            }
        }
    }

    fn open_binary_link(self, link: &Link, program: program::Program) -> bool {
        let previous = self.begin_link(link, program.text());
        if let Err(why) = self.show_binary(program) {
            self.say(text::link_cannot_run(&why), None, false);
            return false;
        }
        self.finish_link(link, previous);
        true
    }

    /// Makes room for the program of a link, and says how many texts of the person's are
    /// kept.
    fn begin_link(self, link: &Link, text: &str) -> usize {
        // What was typed last is the person's.
        self.assemble_edit();
        self.forget_trace();
        let previous = self.previous_but(text).len();
        self.note_link(link, text);
        let title = link.title.clone();
        self.title.set(title.map_or(Title::FromLink, Title::Named));
        self.example.set(None);
        self.forget_modules();
        self.set_modules(modules_of(link));
        self.entry.set(link.entry.clone());
        self.arguments.set(Vec::new());
        let gift = link.input.clone().map(|input| Gift {
            input: Some(input),
            ..Gift::default()
        });
        self.give_to_wasi(&link.words, gift);
        self.machine_limits.set_value(limits_of(link).0);
        self.forget_edit();
        previous
    }

    /// Starts the program of a link as it says, and goes to its step.
    fn finish_link(self, link: &Link, previous: usize) {
        let is_valid = !self.older.get_untracked();
        if is_valid {
            for view in self.breakpoint_views() {
                self.drop_breakpoint(view.id);
            }
            self.set_breakpoints_of_link(0, &link.breakpoints);
            let modules = self.modules();
            for linked in &link.modules {
                if let Some(tab) = modules.named(&linked.name) {
                    self.set_breakpoints_of_link(tab.id, &linked.breakpoints);
                }
            }
        }
        let is_there = link.entry.is_none() || self.entry.get_untracked() == link.entry;
        if is_valid && is_there && !link.args.is_empty() {
            // Those that the link has not are as they would be without it.
            let mut texts = self.arguments.get_untracked();
            for (text, arg) in texts.iter_mut().zip(&link.args) {
                *text = argument_text(arg);
            }
            self.arguments.set(texts);
            self.restart();
        }
        let is_started = !matches!(
            self.state.with_untracked(|state| state.status),
            Status::Ready
        );
        if let Some(step) = link.step.filter(|_| is_valid && is_started && is_there) {
            let leap = self.leap_to(step, Reason::Until);
            spawn_local(self.leap(leap));
        }
        // Who embeds the page has said themselves where the program is from.
        let mut said = match link.embed {
            true => String::new(),
            false => text::LINK_OPENED_LINK.to_owned(),
        };
        if let Some(entry) = link.entry.as_ref().filter(|_| is_valid && !is_there) {
            said += &text::link_no_export(entry);
        }
        said += &limits_of(link).1;
        if previous > 0 && !link.embed {
            said += text::LINK_TEXT_KEPT;
        }
        let said = said.trim_start().to_owned();
        match said.is_empty() {
            true => self.notice.set(None),
            false => self.say(said, None, previous > 0 && !link.embed),
        }
    }

    /// Sets the breakpoints of a link in a module; one that names no instruction of it is left
    /// out.
    fn set_breakpoints_of_link(self, module: u32, breakpoints: &[Breakpoint]) {
        let program = self.with_debugger(|debugger| debugger.program_of(module).cloned());
        for breakpoint in breakpoints {
            let place = match breakpoint {
                Breakpoint::Line { line, column } => {
                    program.as_ref().and_then(|program| match column {
                        Some(column) => program.instruction_near((*line, *column)),
                        None => program.first_on_line(*line),
                    })
                }
                Breakpoint::Instr { func, pc } => {
                    let func = match func {
                        FuncRef::Index(index) => Some(*index),
                        FuncRef::Name(name) => program
                            .as_ref()
                            .and_then(|program| program.func_named(name)),
                    };
                    func.map(|func| (func, pc.unwrap_or(0)))
                }
                Breakpoint::Event(event) => {
                    let extras = Extras::from_words(event);
                    let [on, of] = [0, 1].map(|at| event.get(at).map_or("", String::as_str));
                    // As one on no instruction: what the program does not have is left out.
                    let _ = self.add_breakpoint_in(module, on, of, &extras);
                    None
                }
            };
            if let Some((func, pc)) = place {
                self.add_breakpoint(module, func, pc);
            }
        }
    }
}

/// The modules of a link; what cannot have its name is left out.
fn modules_of(link: &Link) -> Modules {
    let mut modules = Modules::default();
    for linked in &link.modules {
        let source = match &linked.program {
            Program::Text(text) => Source::Text(text.clone()),
            Program::Binary(bytes) => match program::Program::from_binary(bytes) {
                Ok(program) => Source::Program(Arc::new(program)),
                Err(problems) => Source::Refused(problems.iter().map(problem_of).collect()),
            },
        };
        // The page's own links have good names.
        let _ = modules.add(&linked.name, source);
    }
    modules
}

/// The limits of a link, and what there is to say of those that are refused.
fn limits_of(link: &Link) -> (MachineLimits, String) {
    let mut limits = MachineLimits::default();
    let mut refused = String::new();
    for (name, value) in &link.limits {
        let Some(limit) = LIMITS.iter().find(|limit| limit.id == name) else {
            continue;
        };
        if let Err(message) = limit.set(&mut limits, &value.to_string()) {
            refused = text::link_limit_left_out(&message);
        }
    }
    (limits, refused)
}

/// The link in the address of the page.
fn link_here() -> Option<Result<Link, LinkError>> {
    let hash = window().location().hash().ok()?;
    match decode(&hash) {
        Err(LinkError::NotALink) => None,
        read => Some(read),
    }
}
