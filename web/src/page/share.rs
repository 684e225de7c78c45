//! Links: making one of what the page shows, and what is the person's when one was
//! opened.
//!
//! What was opened from a link is not the person's until they edit it. So it is not
//! kept, and what was kept before stays; at the first edit that moves to the previous
//! work.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use wasmscope::link::{Breakpoint, FuncRef, Link, Linked, Program, TooLarge, encode};

use super::{Lead, Page, storage};
use crate::bindings;
use crate::model::breakpoints::BreakpointView;
use crate::model::examples;
use crate::model::modules::Tab;
use crate::model::share::argument;
use crate::model::speed::thousands;
use crate::model::title::Title;
use crate::text;

/// How long the page says what has just been done, in milliseconds.
const A_WHILE: f64 = 6_000.0;

/// What the page has to say about a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// In a sentence or two.
    pub text: String,
    /// What can be done about it: the name of a button and what it opens.
    pub offer: Option<(&'static str, Box<Link>)>,
    /// What it leads to in the run that it is about.
    pub ways: Vec<Lead>,
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
    /// Whether the person was told that nothing is kept.
    is_told: bool,
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
        link.modules = self.modules_of_link();
        link.title = self
            .title
            .with_untracked(|title| title.name().map(str::to_owned));
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
        link.words = self.words_of_link();
        link.input = self.input_of_link();
        link.limits = self.limits().changed();
        link.breakpoints = self.breakpoints_of_link(0);
        // The steps of an older text are none of this one.
        let is_older = self.older.get_untracked() || self.edited.get_value();
        if with_step && !is_older {
            link.step = Some(self.steps()).filter(|step| *step > 0);
        }
        let fragment = encode(&link)?;
        let here = window().location().href().unwrap_or_default();
        let here = here.split('#').next().unwrap_or_default();
        Ok(format!("{here}{fragment}"))
    }

    fn breakpoints_of_link(self, module: u32) -> Vec<Breakpoint> {
        let views = self.breakpoint_views();
        let views = views.iter().filter(|view| view.tab == module);
        views.map(in_link).collect()
    }

    /// The modules that the program imports from, each with its breakpoints.
    fn modules_of_link(self) -> Vec<Linked> {
        let linked = |tab: &Tab| {
            let text = match tab.id == self.shown_module() {
                true => self.shown_text(),
                false => tab.text.clone(),
            };
            let binary = tab.program.as_ref().ok();
            let binary = binary.filter(|program| program.is_binary() && *program.text() == text);
            Linked {
                name: tab.name.to_string(),
                program: match binary {
                    Some(program) => Program::Binary(program.module.bytes.to_vec()),
                    None => Program::Text(text),
                },
                breakpoints: self.breakpoints_of_link(tab.id),
            }
        };
        self.modules().tabs().iter().map(linked).collect()
    }

    /// Puts a link on the clipboard.
    pub fn share(self) {
        if self.is_viewing() {
            let text = text::SHARE_IS_TRACE;
            return self.say(text.to_owned(), None, false);
        }
        let address = match self.address(true) {
            Ok(address) => address,
            Err(error) => return self.say(format!("{error}."), None, false),
        };
        spawn_local(async move {
            // The promise is never refused.
            let copied = JsFuture::from(bindings::copy(&address)).await;
            let length = thousands(address.len() as u64);
            let text = match copied.is_ok_and(|copied| copied.is_truthy()) {
                true => text::share_copied(&length),
                false => {
                    bindings::replace_address(&address);
                    text::SHARE_IN_ADDRESS.to_owned()
                }
            };
            self.say_for_a_while(text).await;
        });
    }

    /// Says something that is of no interest for long.
    pub(super) async fn say_for_a_while(self, text: String) {
        self.say(text.clone(), None, false);
        // A timer is never refused.
        let _ = JsFuture::from(bindings::wait(A_WHILE)).await;
        let is_mine = |notice: &Notice| notice.text == text;
        let is_there = |notice: &Option<Notice>| notice.as_ref().is_some_and(is_mine);
        if self.notice.with_untracked(is_there) {
            self.notice.set(None);
        }
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
            ways: Vec::new(),
            previous,
        }));
    }

    /// The run that a notice leads to steps of is another one.
    pub(super) fn forget_news(self) {
        let is_news = |notice: &Option<Notice>| {
            notice
                .as_ref()
                .is_some_and(|notice| !notice.ways.is_empty())
        };
        if self.notice.with_untracked(is_news) {
            self.notice.set(None);
        }
    }

    pub(super) fn is_edited(self) -> bool {
        let text = self.text();
        if self.shows_binary() {
            return false;
        }
        let modules = self.has_modules();
        let is_opened = self.shared.with_value(|shared| {
            shared.opened.is_some() && shared.text == text && (shared.foreign || !modules)
        });
        !is_opened && (modules || !examples::is_one(&text))
    }

    /// Keeps the text of the editor for the next visit. What was kept before a link was
    /// opened moves to the previous work.
    pub(super) fn keep(self, text: &str) {
        if self.shared.with_value(|shared| shared.foreign) {
            if !storage::keep_previous() {
                return self.not_kept();
            }
            self.shared.update_value(|shared| shared.foreign = false);
            // Opened anew, the page shows what was kept.
            bindings::replace_address("");
        }
        match storage::keep_source(text) {
            true if self.keep_modules() => self.keep_call(),
            true => self.not_kept(),
            false => self.not_kept(),
        }
    }

    /// Whether what is kept is another text than the one in the editor.
    pub(super) fn is_foreign(self) -> bool {
        self.shared.with_value(|shared| shared.foreign)
    }

    /// Says once that the person's text is not kept for the next visit.
    fn not_kept(self) {
        if self.is_edited() && !self.shared.with_value(|shared| shared.is_told) {
            self.shared.update_value(|shared| shared.is_told = true);
            let text = text::SHARE_STORAGE_FULL;
            self.say(text.to_owned(), None, false);
        }
    }

    /// Remembers the link that is opened, and its text, which is not the person's.
    pub(super) fn note_link(self, link: &Link, text: &str) {
        self.shared.update_value(|shared| {
            shared.opened = Some(link.clone());
            text.clone_into(&mut shared.text);
            shared.foreign = true;
        });
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
        self.forget_wasi();
    }

    /// Texts of the person's that are not in the editor, the newest first.
    #[must_use]
    pub fn previous_work(self) -> Vec<String> {
        self.previous_but(&self.text())
    }

    pub(super) fn previous_but(self, text: &str) -> Vec<String> {
        let is_example = |text: &String| examples::is_one(text);
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
        self.forget_modules();
        self.notice.set(None);
        self.title.set(Title::FromBefore);
        self.example.set(None);
        self.set_text(text);
    }
}

/// A breakpoint as links have it; one on an instruction and no more as they always had.
fn in_link(view: &BreakpointView) -> Breakpoint {
    let words = view.words();
    match (view.func, view.pc) {
        (Some(func), Some(pc)) if words.len() == 2 => Breakpoint::Instr {
            func: FuncRef::Index(func),
            pc: Some(pc),
        },
        _ => Breakpoint::Event(words),
    }
}
