//! What programs on WASI are given: directories, environment, standard input, randomness.

use crate::failure::{Exit, Failure};
use crate::given::{Given, text};
use crate::input::{Loaded, reason};
use crate::interrupt;
use crate::system::{Native, Source};
use crate::table::Sub;
use std::ffi::OsString;
use wasmscope::host::wasi::{self, Process};

/// What the options say that a program may use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grants {
    /// Directories of this computer, and what the program knows them by.
    dirs: Vec<(String, String)>,
    /// `NAME=value`.
    environ: Vec<String>,
    /// The file that is standard input.
    stdin: Option<OsString>,
    /// Whether standard input is somebody else's, as a debugger's is.
    is_alone: bool,
    /// What a link gives on standard input.
    pub(crate) input: Option<String>,
    /// What random numbers follow from.
    seed: Option<u64>,
}

impl Grants {
    /// Reads what was given.
    ///
    /// # Errors
    /// A value that its option does not take.
    pub(crate) fn read(given: &Given) -> Result<Self, Failure> {
        let mut grants = Self {
            stdin: given.value("stdin").cloned(),
            seed: given.number("seed")?,
            is_alone: given.sub == Sub::Debug,
            ..Self::default()
        };
        for value in given.values("dir") {
            grants.dir(&text(value.clone())?)?;
        }
        for value in given.values("env") {
            grants.env(text(value.clone())?)?;
        }
        Ok(grants)
    }

    /// Reads `HOST::GUEST`, or one name for both.
    fn dir(&mut self, value: &str) -> Result<(), Failure> {
        let (host, guest) = value.split_once("::").unwrap_or((value, value));
        if host.is_empty() || guest.is_empty() {
            let message = format!("--dir {value} does not name a directory");
            return Err(Failure::usage(
                &message,
                "write --dir DIR or --dir HOST::GUEST",
            ));
        }
        self.dirs.push((host.to_owned(), guest.to_owned()));
        Ok(())
    }

    /// Reads `NAME=value`; the last of a name counts.
    fn env(&mut self, value: String) -> Result<(), Failure> {
        let Some((name, _)) = value.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            let message = format!("--env {value} does not say what the value is");
            return Err(Failure::usage(&message, "write --env NAME=VALUE"));
        };
        let is_same = |other: &String| {
            other
                .split_once('=')
                .is_some_and(|(other, _)| other == name)
        };
        self.environ.retain(|other| !is_same(other));
        self.environ.push(value);
        Ok(())
    }

    /// An option that was given.
    fn first(&self) -> Option<&'static str> {
        let given = [
            ("--dir", !self.dirs.is_empty()),
            ("--env", !self.environ.is_empty()),
            ("--stdin", self.stdin.is_some()),
            ("--seed", self.seed.is_some()),
        ];
        given
            .into_iter()
            .find(|(_, given)| *given)
            .map(|(name, _)| name)
    }

    /// The process of a program; none when no module of it imports WASI.
    pub(crate) fn process(
        &self,
        modules: &[&Loaded],
        args: &[String],
    ) -> Result<Option<Process<Native>>, Failure> {
        let uses = |loaded: &&Loaded| wasi::is_imported(&loaded.program.module);
        if !modules.iter().any(uses) {
            return match self.first() {
                None => Ok(None),
                Some(name) => Err(Failure::usage(
                    &format!("{name} means nothing to this program, which does not import WASI"),
                    &format!("leave {name} out; it is for imports of {}", wasi::NAME),
                )),
            };
        }
        let mut process = Process::new(Native::new(self.source()?, self.seed, interrupt::raised));
        process.set_args(args);
        process.set_environ(self.environ.iter().map(String::as_str));
        for (host, guest) in &self.dirs {
            let dir = Native::directory(host).map_err(|error| {
                let text = format!(
                    "{host}: error: this directory cannot be opened: {}\n  \
                     fix: check the name given to --dir, and that it may be read\n",
                    reason(&error)
                );
                Failure::new(Exit::File, text)
            })?;
            process.preopen(guest, dir);
        }
        Ok(Some(process))
    }

    /// Where standard input comes from.
    fn source(&self) -> Result<Source, Failure> {
        match (&self.stdin, &self.input) {
            (Some(name), _) => match Source::open(name) {
                Ok(source) => Ok(source),
                Err(error) => {
                    let name = name.to_string_lossy();
                    let text = format!(
                        "{name}: error: this file cannot be read: {}\n  \
                         fix: check the name given to --stdin, and that it may be read\n",
                        reason(&error)
                    );
                    Err(Failure::new(Exit::File, text))
                }
            },
            (None, Some(text)) => {
                let bytes = text.clone().into_bytes();
                Ok(Source::AtOnce(Box::new(std::io::Cursor::new(bytes))))
            }
            (None, None) if self.is_alone => Ok(Source::AtOnce(Box::new(std::io::empty()))),
            (None, None) => Ok(Source::own()),
        }
    }
}
