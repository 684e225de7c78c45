//! Links: making one of what the page shows, and opening one.
//!
//! What was opened from a link is not the person's until they edit it. So it is not
//! kept, and what was kept before stays; at the first edit that moves to the previous
//! work.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasmscope::link::{
    Breakpoint, FuncRef, Link, LinkError, Program, TooLarge, changed_limits, decode, encode,
};
use wasmscope::runtime::MachineLimits;

use super::{Page, storage};
use crate::bindings;
use crate::model::breakpoints::BreakpointView;
use crate::model::file::why_refused;
use crate::model::goal::Reason;
use crate::model::limits::LIMITS;
use crate::model::program;
use crate::model::share::{argument, argument_text};
use crate::model::speed::thousands;
use crate::model::state::Status;

/// How long the page says that a link was copied, in milliseconds.
const COPIED: f64 = 6_000.0;

/// Bytes of a module that is opened at once, before the page shows anything else.
const SMALL: usize = 128 << 10;

/// Titles that say where a text is from, and not what it is: they are no part of a link.
const FROM_LINK: &str = "From a link";
const FROM_BEFORE: &str = "Previous work";

/// What the page has to say about a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// In a sentence or two.
    pub text: String,
    /// What can be done about it: the name of a button and what it opens.
    pub offer: Option<(&'static str, Box<Link>)>,
    /// Whether something of the person's is under the previous work.
    pub previous: bool,
}

/// What the page knows about links.
#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    /// The link that was opened last, while its program is here.
    opened: Option<Link>,
    /// The text as it was opened.
    text: String,
    /// Whether what is kept is another text than the one in the editor.
    foreign: bool,
}

impl Page {
    /// The address of what the page shows, with the step or without.
    ///
    /// # Errors
    ///
    /// When it is too large.
    pub(crate) fn address(self, with_step: bool) -> Result<String, TooLarge> {
        let binary = self.program().filter(|_| self.shows_binary());
        let mut link = Link::new(match binary {
            Some(program) => Program::Binary(program.module.bytes.to_vec()),
            None => Program::Text(self.text()),
        });
        self.shared.with_value(|shared| {
            if let Some(opened) = &shared.opened {
                link.unknown.clone_from(&opened.unknown);
                link.view.clone_from(&opened.view);
            }
        });
        let title = self.title.get_untracked();
        link.title = (!is_origin(&title)).then_some(title);
        link.entry = self.entry.get_untracked();
        let params = self.entries.with_untracked(|entries| {
            let entry = entries
                .iter()
                .find(|e| Some(&e.name) == link.entry.as_ref());
            entry.map(|entry| entry.params.clone()).unwrap_or_default()
        });
        let texts = self.arguments.get_untracked();
        let args = params.iter().zip(&texts);
        link.args = args.map(|(param, text)| argument(param.ty, text)).collect();
        link.limits = changed_limits(&self.limits());
        link.breakpoints = self.breakpoints_of_link();
        // The steps of an older text are none of this one.
        let is_older = self.older.get_untracked() || self.edited.with_value(Option::is_some);
        if with_step && !is_older {
            link.step = Some(self.steps()).filter(|step| *step > 0);
        }
        let fragment = encode(&link)?;
        let here = window().location().href().unwrap_or_default();
        let here = here.split('#').next().unwrap_or_default();
        Ok(format!("{here}{fragment}"))
    }

    fn breakpoints_of_link(self) -> Vec<Breakpoint> {
        let instruction = |view: BreakpointView| Breakpoint::Instr {
            func: FuncRef::Index(view.func),
            pc: Some(view.pc),
        };
        self.breakpoint_views()
            .into_iter()
            .map(instruction)
            .collect()
    }

    /// Sets the breakpoints of a link in place of those there were; one that names no
    /// instruction of the program is left out.
    fn set_breakpoints_of_link(self, breakpoints: &[Breakpoint]) {
        for view in self.breakpoint_views() {
            self.drop_breakpoint(view.id);
        }
        for breakpoint in breakpoints {
            let place = match breakpoint {
                Breakpoint::Line { line, column } => {
                    self.program().and_then(|program| match column {
                        Some(column) => program.instruction_near((*line, *column)),
                        None => program.first_on_line(*line),
                    })
                }
                Breakpoint::Instr { func, pc } => {
                    let func = match func {
                        FuncRef::Index(index) => Some(*index),
                        FuncRef::Name(name) => self.func_named(name),
                    };
                    func.map(|func| (func, pc.unwrap_or(0)))
                }
            };
            if let Some((func, pc)) = place {
                self.add_breakpoint(func, pc);
            }
        }
    }

    /// Puts a link on the clipboard.
    pub fn share(self) {
        let address = match self.address(true) {
            Ok(address) => address,
            Err(error) => return self.say(format!("{error}."), None, false),
        };
        spawn_local(async move {
            // The promise is never refused.
            let copied = JsFuture::from(bindings::copy(&address)).await;
            let length = thousands(address.len() as u64);
            let text = match copied.is_ok_and(|copied| copied.is_truthy()) {
                true => format!("The link is on the clipboard: {length} characters."),
                false => {
                    bindings::replace_address(&address);
                    "The clipboard is closed to this page. The link is now the address of this page."
                        .to_owned()
                }
            };
            self.say(text.clone(), None, false);
            // A timer is never refused.
            let _ = JsFuture::from(bindings::wait(COPIED)).await;
            let is_mine = |notice: &Notice| notice.text == text;
            if self
                .notice
                .with_untracked(|notice| notice.as_ref().is_some_and(is_mine))
            {
                self.notice.set(None);
            }
        });
    }

    pub(super) fn say(
        self,
        text: String,
        offer: Option<(&'static str, Box<Link>)>,
        previous: bool,
    ) {
        self.spoken.set(text.clone());
        self.notice.set(Some(Notice {
            text,
            offer,
            previous,
        }));
    }

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
                "This address holds a program. Yours stays under Previous work.".to_owned(),
                Some(("Open the link", Box::new(link))),
                false,
            ),
            Some(Ok(link)) => {
                self.open_link(&link);
            }
            Some(Err(error)) => self.damaged(&error),
            None => {}
        }
    }

    pub(super) fn is_edited(self) -> bool {
        let text = self.text();
        if self.shows_binary() {
            return false;
        }
        let is_example = |example: &crate::model::examples::Example| example.source == text;
        let is_opened = self
            .shared
            .with_value(|shared| shared.opened.is_some() && shared.text == text);
        !is_opened && !crate::model::examples::EXAMPLES.iter().any(is_example)
    }

    fn damaged(self, error: &LinkError) {
        let offer = error.recovered().map(|found| {
            let name = match found.is_complete {
                true => "Open it nevertheless",
                false => "Open what is left",
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
                        self.say(
                            format!("The module of this link cannot run. {why}"),
                            None,
                            false,
                        );
                        false
                    }
                }
            }
            Program::Binary(bytes) => {
                let link = link.clone();
                self.open_module("The module of the link", bytes.clone(), move |program| {
                    self.open_binary_link(&link, program);
                });
                false
            }
        }
    }

    fn open_binary_link(self, link: &Link, program: program::Program) -> bool {
        let previous = self.begin_link(link, program.text());
        if let Err(why) = self.show_binary(program) {
            self.say(
                format!("The module of this link cannot run. {why}"),
                None,
                false,
            );
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
        let previous = self.previous_but(text).len();
        self.shared.set_value(Shared {
            opened: Some(link.clone()),
            text: text.to_owned(),
            foreign: true,
        });
        let title = link.title.clone();
        self.title
            .set(title.unwrap_or_else(|| FROM_LINK.to_owned()));
        self.hint.set(None);
        self.entry.set(link.entry.clone());
        self.arguments.set(Vec::new());
        self.machine_limits.set_value(limits_of(link).0);
        self.forget_edit();
        previous
    }

    /// Starts the program of a link as it says, and goes to its step.
    fn finish_link(self, link: &Link, previous: usize) {
        let is_valid = !self.older.get_untracked();
        if is_valid {
            self.set_breakpoints_of_link(&link.breakpoints);
        }
        let is_there = link.entry.is_none() || self.entry.get_untracked() == link.entry;
        if is_valid && is_there && !link.args.is_empty() {
            let count = self.arguments.with_untracked(Vec::len);
            let mut texts: Vec<String> = link.args.iter().map(|arg| argument_text(arg)).collect();
            texts.resize(count, "0".to_owned());
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
        let mut said = "Opened from a link.".to_owned();
        if let Some(entry) = link.entry.as_ref().filter(|_| is_valid && !is_there) {
            said += &format!(" It names an export `{entry}`, which this program has not.");
        }
        said += &limits_of(link).1;
        if previous > 0 {
            said += " Your text is kept under Previous work.";
        }
        self.say(said, None, previous > 0);
    }

    /// Keeps the text of the editor for the next visit. What was kept before a link was
    /// opened moves to the previous work.
    pub(super) fn keep(self, text: &str) {
        if self.shared.with_value(|shared| shared.foreign) {
            if !storage::keep_previous() {
                return;
            }
            self.shared.update_value(|shared| shared.foreign = false);
            // Opened anew, the page shows what was kept.
            bindings::replace_address("");
        }
        storage::keep_source(text);
    }

    /// What is opened is not the person's, and is not kept: what is kept stays, and moves
    /// to the previous work at the first edit.
    pub(super) fn leave_kept_text(self) {
        self.shared.update_value(|shared| shared.foreign = true);
        // Opened anew, the page shows what is kept.
        bindings::replace_address("");
    }

    /// Something else than the link's program is opened.
    pub(super) fn forget_link(self) {
        self.shared.update_value(|shared| shared.opened = None);
    }

    /// Texts of the person's that are not in the editor, the newest first.
    #[must_use]
    pub fn previous_work(self) -> Vec<String> {
        self.previous_but(&self.text())
    }

    fn previous_but(self, text: &str) -> Vec<String> {
        let is_example = |text: &String| {
            let mut examples = crate::model::examples::EXAMPLES.iter();
            examples.any(|example| example.source == text)
        };
        let mut all: Vec<String> = storage::source().into_iter().collect();
        for text in storage::previous() {
            if !all.contains(&text) {
                all.push(text);
            }
        }
        all.retain(|kept| kept != text && !is_example(kept));
        all
    }

    /// Opens a text of the previous work.
    pub fn open_previous(self, text: &str) {
        self.forget_link();
        self.notice.set(None);
        self.title.set(FROM_BEFORE.to_owned());
        self.hint.set(None);
        self.set_text(text);
    }
}

/// Whether a title says only where a program is from.
pub(super) fn is_origin(title: &str) -> bool {
    ["", FROM_LINK, FROM_BEFORE].contains(&title)
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
            refused = format!(" A limit of the link was left out. {message}");
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
