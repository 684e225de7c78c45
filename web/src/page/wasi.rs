//! Programs on WASI: what they are given, and standard input as the person types it.

use std::sync::Arc;

use leptos::prelude::*;
use wasmscope::exec::HostCall;
use wasmscope::host::wasi::{Called, Journal, Standard, Text};
use wasmscope::runtime::Machine;

use super::Page;
use super::hosts::{Hosts, Pending, PendingCall, shown};
use crate::model::console::LineKind;
use crate::model::debugger::{Debugger, StartError};
use crate::model::host::Reply;
use crate::model::program::EntryPoint;
use crate::model::wasi::{Gift, begin, text_of, words};
use crate::text;

impl Page {
    /// Takes other words; the program starts again with them.
    pub fn set_words(self, text: String) {
        self.wasi.words.set(text);
        self.restart();
    }

    /// What a program on WASI begins with.
    ///
    /// # Errors
    ///
    /// When it cannot be given its files.
    pub(super) fn begin_wasi(self, entry: &EntryPoint) -> Result<Box<Journal>, StartError> {
        let is_program = entry.name == "_start";
        let gift = self.hosts.with_value(|hosts| hosts.given.wasi.clone());
        let text = self.wasi.words.get_untracked();
        let words = if is_program { words(&text) } else { Vec::new() };
        let gift = gift.unwrap_or_default();
        let journal = begin(&gift, &words).map_err(StartError::Unlinkable)?;
        Ok(Box::new(journal))
    }

    /// Takes what a program on WASI begins with, and shows what it can be given.
    pub(super) fn take_wasi(self, journal: Option<Box<Journal>>, entry: &EntryPoint) {
        let program = self.program();
        let takes = |name: &str| {
            journal.is_some()
                && program
                    .as_ref()
                    .is_some_and(|program| program.imports_wasi(Some(name)))
        };
        let words = entry.name == "_start" && takes("args_get");
        let reads = takes("fd_read");
        let input = reads && journal.as_ref().is_some_and(|journal| is_open(journal));
        self.hosts.update_value(|hosts| hosts.wasi = journal);
        self.show_wasi(words, input);
    }

    fn show_wasi(self, words: bool, input: bool) {
        for (shown, now) in [
            (self.wasi.takes_words, words),
            (self.wasi.takes_input, input),
        ] {
            if shown.get_untracked() != now {
                shown.set(now);
            }
        }
    }

    /// Shows whether standard input can be given in the branch that is looked at.
    pub(super) fn follow_wasi(self) {
        let open = self
            .hosts
            .with_value(|hosts| hosts.wasi.as_ref().is_some_and(|journal| is_open(journal)));
        let reads = self
            .program()
            .is_some_and(|program| program.imports_wasi(Some("fd_read")));
        self.show_wasi(self.wasi.takes_words.get_untracked(), open && reads);
    }

    /// Whether standard input can be given.
    pub(crate) fn takes_input(self) -> bool {
        self.wasi.takes_input.get_untracked()
    }

    /// Gives standard input more, and goes on with what has waited for it.
    pub fn give_input(self, text: &str) {
        self.change_input(text.trim_end_matches('\n'), |journal, step| {
            journal.give(step, text.as_bytes());
        });
    }

    /// Ends standard input.
    pub fn end_input(self) {
        self.change_input(text::WASI_END_INPUT, Journal::end_input);
    }

    /// Input comes at the end of what is known of the run: before that everything was read.
    fn change_input(self, shown: &str, change: impl FnOnce(&mut Journal, u64)) {
        let last = self.with_debugger(Debugger::last_known);
        self.hosts.update_value(|hosts| {
            let Some(journal) = &mut hosts.wasi else {
                return;
            };
            change(journal, last);
            hosts
                .console
                .line(last, LineKind::Note, format!("> {shown}"));
            hosts.printed += 1;
        });
        self.follow_wasi();
        let waits = self.with_debugger(Debugger::is_waiting)
            && self
                .hosts
                .with_value(|hosts| matches!(hosts.pending, Some(Pending::Input(_))));
        match waits {
            true if self.ask_again() => {}
            true => self.step_by_hand(),
            false => self.publish(),
        }
    }

    /// What links give as standard input: all that there was of it, if there was any.
    pub(super) fn input_of_link(self) -> Option<String> {
        self.hosts.with_value(|hosts| {
            let journal = hosts.wasi.as_ref()?;
            let given = journal.process().system().given();
            let is_told = !given.is_empty() || !is_open(journal);
            is_told.then(|| String::from_utf8_lossy(given).into_owned())
        })
    }

    /// The words that links give.
    pub(super) fn words_of_link(self) -> Vec<String> {
        match self.wasi.takes_words.get_untracked() {
            true => words(&self.wasi.words.get_untracked()),
            false => Vec::new(),
        }
    }

    /// Takes the words and what else a link or a script gives.
    pub(super) fn give_to_wasi(self, words: &[String], gift: Option<Gift>) {
        self.wasi.words.set(text_of(words));
        self.hosts
            .update_value(|hosts| hosts.given.wasi = gift.map(Arc::new));
    }
}

fn is_open(journal: &Journal) -> bool {
    journal.process().system().is_open()
}

impl Hosts {
    /// Asks a program's own system; nothing when a call is not for it.
    pub(super) fn ask_wasi(&mut self, machine: &Machine, call: &HostCall) -> Option<Reply> {
        match self.wasi.as_mut()?.call(machine, call)? {
            Called::Answer(answer, text) => {
                if let Some(Text { to, bytes }) = text {
                    let kind = match to {
                        Standard::Output => LineKind::Output,
                        Standard::Error => LineKind::ErrorOutput,
                    };
                    let text = String::from_utf8_lossy(&bytes);
                    self.console.print(machine.steps(), kind, &text);
                    self.printed += 1;
                }
                Some(Reply::Answer(answer))
            }
            Called::Waits => {
                let call = shown(call);
                let reads = true;
                self.pending = Some(Pending::Input(PendingCall { reads, ..call }));
                Some(Reply::Later)
            }
        }
    }
}
