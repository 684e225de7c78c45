//! What drives a program, as the command line says it.

use crate::failure::Failure;
use crate::given::{Given, text};
use crate::grants::Grants;
use crate::table::Sub;
use std::ffi::OsString;
use wasmparser::WasmFeatures;
use wasmscope::link::Link;
use wasmscope::load::{self, PROPOSALS};
use wasmscope::runtime::MachineLimits;
use wasmscope::time::History;

/// What was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// Everything, as it was given.
    pub(crate) given: Given,
    pub(crate) file: OsString,
    pub(crate) invoke: Option<String>,
    /// The words that are for the program.
    pub(crate) words: Vec<String>,
    pub(crate) fuel: Option<u64>,
    pub(crate) links: Vec<(String, OsString)>,
    pub(crate) limits: MachineLimits,
    /// What may be kept of the past.
    pub(crate) history: History,
    /// What modules may use.
    pub(crate) features: WasmFeatures,
    /// What programs on WASI may use.
    pub(crate) grants: Grants,
}

impl Options {
    /// Reads what was given.
    ///
    /// # Errors
    /// A value that its option does not take.
    pub(crate) fn read(given: Given) -> Result<Self, Failure> {
        Ok(Self {
            file: given.files.first().cloned().unwrap_or_default(),
            invoke: given.text("invoke")?,
            words: given.words.clone(),
            fuel: given.number("fuel")?,
            links: given
                .values("link")
                .map(link)
                .collect::<Result<_, Failure>>()?,
            limits: limits(&given, MachineLimits::default())?,
            history: history(&given)?,
            features: features(&given)?,
            grants: Grants::read(&given)?,
            given,
        })
    }

    /// These options, and what a link says where they say nothing.
    pub(crate) fn with_link(&self, link: &Link) -> Self {
        let mut options = self.clone();
        if options.invoke.is_none() && options.words.is_empty() {
            options.invoke.clone_from(&link.entry);
            // The words are read by the types of the parameters.
            let text = |arg: &String| match arg.split_once(':') {
                Some((_, text)) => text.to_owned(),
                None => arg.clone(),
            };
            let typed = link.args.iter().map(text);
            options.words = match link.words.is_empty() {
                true => typed.collect(),
                false => link.words.clone(),
            };
        }
        options.grants.input.clone_from(&link.input);
        // What was given was read before.
        options.limits = limits(&self.given, link.machine_limits()).unwrap_or(self.limits);
        options
    }

    /// Whether every instruction is to be told.
    pub(crate) fn traces(&self) -> bool {
        self.given.sub == Sub::Trace || self.given.has("trace")
    }
}

/// The limits that were given, and for the rest those of `base`.
fn limits(given: &Given, base: MachineLimits) -> Result<MachineLimits, Failure> {
    let frames = given.number("stack-limit")?;
    let frames = frames.map(|frames| usize::try_from(frames).unwrap_or(usize::MAX));
    Ok(MachineLimits {
        memory_pages: given.number("memory-limit")?.unwrap_or(base.memory_pages),
        frames: frames.unwrap_or(base.frames),
        heap: given.number("heap-limit")?.unwrap_or(base.heap),
        ..base
    })
}

/// MiB that states of the past may take, as in the page. More makes jumps shorter in programs that
/// write over tens of MiB all the time, and recording them dearer (`docs/time.md`).
const HISTORY: u64 = 256;

/// What may be kept of the past.
fn history(given: &Given) -> Result<History, Failure> {
    let mib = given.number("history-limit")?.unwrap_or(HISTORY);
    let bytes = usize::try_from(mib.saturating_mul(1 << 20)).unwrap_or(usize::MAX);
    Ok(History {
        bytes,
        ..History::default()
    })
}

/// What modules may use: the standard, and what `--enable` names.
pub(crate) fn features(given: &Given) -> Result<WasmFeatures, Failure> {
    let mut features = load::features();
    let words = given.text("enable")?.unwrap_or_default();
    for word in words.split(',').filter(|_| !words.is_empty()) {
        let found = PROPOSALS.iter().find(|(name, _)| *name == word);
        features |= found.map(|(_, features)| *features).ok_or_else(|| {
            let names = PROPOSALS.map(|(name, _)| name).join(" or ");
            let message = format!("`{word}` is no proposal that can be enabled");
            Failure::usage(&message, &format!("write {names}"))
        })?;
    }
    Ok(features)
}

fn link(value: &OsString) -> Result<(String, OsString), Failure> {
    let word = text(value.clone())?;
    let Some((name, file)) = word.split_once('=') else {
        let message = format!("--link {word} does not say which file");
        return Err(Failure::usage(&message, "write --link NAME=FILE"));
    };
    Ok((name.to_owned(), file.into()))
}
