//! Opening files and modules that came as bytes, in slices between which the browser
//! answers, with a way to give up.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use wasmscope::load::Loader;
use web_sys::File;

use super::movement::SLICE;
use super::{Page, storage};
use crate::bindings;
use crate::model::file::{Content, content_of, is_trace, why_refused};
use crate::model::modules::{Modules, Source};
use crate::model::program::{Origin, Program};
use crate::model::speed::thousands;
use crate::model::title::Title;
use crate::model::viewer::Reader;
use crate::text;

/// Bytes of a file that are read at once.
const READ: f64 = (1 << 20) as f64;
/// Bytes of a module that are prepared between two looks at the clock.
const PART: usize = 8 << 10;
/// How long opening takes before the page says how far it is, in milliseconds.
const PATIENCE: f64 = 120.0;
/// The largest file that is read, in bytes; a module takes some twenty times as much.
const MOST_BYTES: f64 = (64 << 20) as f64;

/// The largest trace: some two million instructions.
const MOST_TRACE: f64 = (512 << 20) as f64;
/// Lines of a trace that are read between two looks at the clock.
const LINES: usize = 200;

/// What is being opened, and how far that is.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// What is done with it, and what was not when it is given up.
    pub doing: (&'static str, &'static str),
    /// What the person calls it.
    pub name: String,
    /// From 0 to 1.
    pub share: f64,
}

impl Opening {
    /// A file is opened.
    pub(super) const OPENING: (&'static str, &'static str) =
        (text::OPEN_OPENING, text::OPEN_OPENED);
    /// A file is written.
    pub(super) const WRITING: (&'static str, &'static str) = (text::OPEN_WRITING, text::OPEN_SAVED);
}

/// Why nothing was opened.
enum Refused {
    /// Somebody gave up, or opens something else.
    Cancelled,
    /// The reason in a sentence.
    Because(String),
}

/// Something on its way into the page.
#[derive(Clone)]
pub(super) struct Way {
    page: Page,
    number: u64,
    name: String,
    began: f64,
}

impl Page {
    /// Listens for files that are dropped anywhere on the page.
    pub fn accept_files(self) {
        bindings::accept_files(
            move |over| self.dropping.set(over),
            move |file| {
                self.dialog.set(None);
                self.open_file(file);
            },
        );
    }

    /// Opens a file of this computer. Until it is there, and when it is refused, all stays
    /// as it was.
    pub fn open_file(self, file: File) {
        let way = self.begin_way(file.name());
        spawn_local(async move {
            let opened = way.open(&file).await;
            way.end(opened);
        });
    }

    /// Gives up opening what is being opened.
    pub fn cancel_opening(self) {
        let opening = self.opening.get_untracked();
        self.end_ways();
        if let Some(Opening { name, doing, .. }) = opening {
            self.spoken.set(text::open_was_not(name, doing.1));
        }
    }

    /// Opens a module that came with a link, and then does the rest of the link.
    pub(super) fn open_module(
        self,
        name: &str,
        bytes: Vec<u8>,
        then: impl FnOnce(Program) + 'static,
    ) {
        let way = self.begin_way(name.to_owned());
        spawn_local(async move {
            let opened = way.load(bytes, 0.0).await.map(then);
            way.end(opened);
        });
    }

    /// Puts a binary in the place of what was there; the machine runs it as it is.
    ///
    /// # Errors
    ///
    /// Why it cannot be instantiated.
    pub(super) fn show_binary(self, program: Program) -> Result<(), String> {
        let linked = self.linked_to(&program.module);
        let linked = linked.map_err(|all| all[0].message.clone())?;
        let given = self.hosts.with_value(|hosts| hosts.given.clone());
        let made = self.make_with(&program, &linked, self.limits(), &given);
        made.map_err(|error| error.message())?;
        self.forget_edit();
        self.show_text_of(&program);
        self.show_problems(Vec::new());
        self.take_program(Arc::new(program), linked);
        Ok(())
    }

    /// Shows the text of a program in the editor, to be edited or, where it is only a part,
    /// to be read.
    pub(super) fn show_text_of(self, program: &Program) {
        self.show_module(0);
        self.with_editor(|editor| match program.origin {
            Origin::LargeBinary => editor.show_listing(program.text()),
            Origin::Text | Origin::Binary => editor.set_text(program.text()),
        });
        self.is_part.set(program.origin == Origin::LargeBinary);
    }

    /// Shows the function that runs next, where the text is that of one function.
    pub(super) fn follow_function(self) {
        let listed = self.change_debugger(|debugger| {
            let (module, text) = debugger.list_function()?;
            Some((module, text.to_owned()))
        });
        if let Some((module, text)) = listed {
            self.show_module(module);
            self.with_editor(|editor| {
                editor.show_listing(&text);
                editor.set_older(false);
            });
            self.show_breakpoints();
        }
    }

    /// Whether the editor shows a binary as it was opened.
    pub(super) fn shows_binary(self) -> bool {
        let program = self.program();
        program.is_some_and(|program| program.is_binary() && *program.text() == self.text())
    }

    pub(super) fn begin_way(self, name: String) -> Way {
        self.end_ways();
        Way {
            page: self,
            number: self.ways.get_value(),
            name,
            began: bindings::now(),
        }
    }

    /// Whatever is being opened is given up.
    fn end_ways(self) {
        self.ways.update_value(|ways| *ways += 1);
        if self.opening.with_untracked(Option::is_some) {
            self.opening.set(None);
        }
    }
}

impl Way {
    /// Whether nobody has given up.
    pub(super) fn goes_on(&self) -> bool {
        self.page.ways.get_value() == self.number
    }

    /// Says how far it is, when it takes time. Whether nobody has given up.
    pub(super) fn is_at(&self, doing: (&'static str, &'static str), share: f64) -> bool {
        let goes_on = self.goes_on();
        if goes_on && bindings::now() - self.began > PATIENCE {
            if self.page.opening.with_untracked(Option::is_none) {
                let name = &self.name;
                self.page.spoken.set(format!("{} {name} …", doing.0));
            }
            self.page.opening.set(Some(Opening {
                doing,
                name: self.name.clone(),
                share,
            }));
        }
        goes_on
    }

    /// It is done.
    pub(super) fn is_over(&self) {
        self.page.end_ways();
    }

    /// Gives way to the browser, and says how far it is.
    async fn pause(&self, share: f64) -> Result<(), Refused> {
        // Somebody may have given up while the browser read.
        if !self.goes_on() {
            return Err(Refused::Cancelled);
        }
        self.is_at(Opening::OPENING, share);
        // The promise is never refused.
        let _ = JsFuture::from(bindings::next_task()).await;
        match self.goes_on() {
            true => Ok(()),
            false => Err(Refused::Cancelled),
        }
    }

    /// Tells what became of it.
    fn end(&self, opened: Result<(), Refused>) {
        if !self.goes_on() {
            return;
        }
        self.page.end_ways();
        if let Err(Refused::Because(why)) = opened {
            let name = &self.name;
            let text = text::open_not_opened(name, &why);
            self.page.say(text, None, false);
        }
    }

    async fn open(&self, file: &File) -> Result<(), Refused> {
        let bytes = self.read(file).await?;
        match content_of(&bytes).map_err(Refused::Because)? {
            Content::Binary => {
                let program = self.load(bytes, 0.2).await?;
                self.page.open_binary(program, &self.name)
            }
            Content::Trace => self.view(bytes).await,
            Content::Text(text) => {
                self.page.open_text(text, &self.name);
                Ok(())
            }
        }
    }

    /// Reads a file, a part at a time.
    async fn read(&self, file: &File) -> Result<Vec<u8>, Refused> {
        let size = file.size();
        let unreadable = |_| Refused::Because(text::OPEN_COULD_NOT_READ.to_owned());
        let mut bytes = Vec::new();
        let mut at = 0.0;
        while at < size {
            let end = (at + READ).min(size);
            let part = file.slice_with_f64_and_f64(at, end).map_err(unreadable)?;
            let part = JsFuture::from(part.array_buffer()).await;
            let part = js_sys::Uint8Array::new(&part.map_err(unreadable)?);
            if bytes.is_empty() {
                let beginning = part.slice(0, part.length().min(64)).to_vec();
                let most = if is_trace(&beginning) {
                    MOST_TRACE
                } else {
                    MOST_BYTES
                };
                if size > most {
                    let most = thousands(most as u64 >> 20);
                    let why = text::open_too_large(&most);
                    return Err(Refused::Because(why));
                }
                bytes.reserve_exact(size as usize);
            }
            bytes.extend_from_slice(&part.to_vec());
            at = end;
            self.pause(0.2 * at / size).await?;
        }
        Ok(bytes)
    }

    /// Reads a trace, and shows it.
    async fn view(&self, bytes: Vec<u8>) -> Result<(), Refused> {
        let mut reader = Reader::new(&self.name, bytes);
        let mut is_done = false;
        while !is_done {
            let slice = bindings::now();
            while !is_done && bindings::now() - slice < SLICE {
                is_done = reader.advance(LINES).map_err(Refused::Because)?;
            }
            self.pause(0.2 + 0.8 * reader.share()).await?;
        }
        let viewer = reader.finish();
        let viewer = viewer.ok_or_else(|| Refused::Because(text::OPEN_EMPTY.to_owned()))?;
        self.page.notice.set(None);
        if !self.page.replay_trace(&viewer, self).await {
            // While its program was looked for, somebody may have given up.
            if !self.goes_on() {
                return Err(Refused::Cancelled);
            }
            self.page.forget_link();
            self.page.show_trace(viewer);
        }
        Ok(())
    }

    /// Reads and checks a module, which is the rest of the work from `done` on.
    async fn load(&self, bytes: Vec<u8>, done: f64) -> Result<Program, Refused> {
        let mut loader = Loader::new(bytes);
        loop {
            let slice = bindings::now();
            let mut is_done = false;
            while !is_done && bindings::now() - slice < SLICE {
                let advanced = loader.advance(PART);
                is_done = advanced.map_err(|all| Refused::Because(why_refused(&all)))?;
            }
            let (read, all) = loader.progress();
            let share = done + (1.0 - done) * read as f64 / all.max(1) as f64;
            self.pause(share).await?;
            if is_done {
                break;
            }
        }
        let module = loader.finish();
        let module =
            module.ok_or_else(|| Refused::Because(text::OPEN_ENDS_TOO_EARLY.to_owned()))?;
        let program = Program::from_module(module);
        // It was printed, perhaps; that it is shown is a task of its own.
        self.pause(1.0).await?;
        Ok(program)
    }
}

impl Page {
    /// Takes a binary from a file. The text of the person's stays kept, until they edit
    /// the binary's.
    fn open_binary(self, program: Program, name: &str) -> Result<(), Refused> {
        self.assemble_edit();
        if self.shown_module() != 0 {
            self.open_in_tab(Source::Program(Arc::new(program)));
            return Ok(());
        }
        // Until it is instantiated the modules of the program before stay.
        let modules = self.modules();
        self.set_modules(Modules::default());
        let (entry, hint) = (self.entry.get_untracked(), self.example.get_untracked());
        self.entry.set(None);
        self.example.set(None);
        let is_part = program.origin == Origin::LargeBinary;
        if let Err(why) = self.show_binary(program) {
            self.entry.set(entry);
            self.example.set(hint);
            self.set_modules(modules);
            return Err(Refused::Because(why));
        }
        if self.forget_wasi() {
            self.restart();
        }
        self.forget_link();
        self.leave_kept_text();
        self.title.set(Title::Named(name.to_owned()));
        let text = match is_part {
            true => text::OPEN_SHOWN_IN_PART,
            false => text::OPEN_PRINTED,
        };
        self.say(format!("{name} {text}."), None, false);
        Ok(())
    }

    /// Takes a text, of a file or of a lesson, valid or not. What was kept before is among the
    /// previous work.
    pub(crate) fn open_text(self, text: &str, name: &str) {
        self.assemble_edit();
        if self.shown_module() != 0 {
            return self.open_in_tab(Source::Text(text.to_owned()));
        }
        if self.is_edited() {
            storage::keep_previous();
        }
        self.forget_modules();
        self.forget_link();
        self.notice.set(None);
        self.example.set(None);
        self.title.set(Title::Named(name.to_owned()));
        self.set_text(text);
    }
}
