//! A back end without effects: for the browser, and for tests.
//!
//! Everything in it is fixed by what it is given. Its clock stands at the beginning of 2020
//! and advances by a millisecond each time that somebody looks at it; to sleep is to set it.
//! Its random numbers follow from a seed. All of it is a value: a clone costs what numbers
//! and files there are, not what is in them.

mod contents;
mod system;
mod tree;

use super::abi::{Errno, FileType};
use super::random::Random;
use super::system::{NewTime, NewTimes, Open, Result, System};
use contents::Contents;
use std::collections::BTreeMap;
use std::sync::Arc;
use tree::{Found, Kind, Tree};

/// The first instant: 2020-01-01, in nanoseconds since 1970.
const BEGIN: u64 = 1_577_836_800_000_000_000;

/// Nanoseconds by which a look at the clock advances it.
const TICK: u64 = 1_000_000;

/// Bytes that all files together may take.
const MOST_ROOM: u64 = 256 << 20;

/// Files in memory, a clock that calls advance, and seeded random numbers.
#[derive(Clone, Debug)]
pub struct Memory {
    tree: Tree,
    random: Random,
    /// Nanoseconds since the beginning.
    time: u64,
    input: Arc<Vec<u8>>,
    /// How much of the input was read.
    read: usize,
    /// Whether more input may come.
    open: bool,
}

/// A directory to begin with: files, directories and symbolic links by their paths, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemoryFiles(Vec<(String, Made)>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Made {
    File(Arc<[u8]>),
    Directory,
    Link(String),
}

impl MemoryFiles {
    /// An empty directory.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with a file; directories on its path are made.
    #[must_use]
    pub fn file(self, path: &str, bytes: impl Into<Arc<[u8]>>) -> Self {
        self.with(path, Made::File(bytes.into()))
    }

    /// The same with a directory.
    #[must_use]
    pub fn directory(self, path: &str) -> Self {
        self.with(path, Made::Directory)
    }

    /// The same with a symbolic link.
    #[must_use]
    pub fn link(self, path: &str, target: &str) -> Self {
        self.with(path, Made::Link(target.to_owned()))
    }

    fn with(mut self, path: &str, made: Made) -> Self {
        self.0.push((path.to_owned(), made));
        self
    }
}

impl Memory {
    /// Nothing but a clock and random numbers; standard input has ended.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            tree: Tree::default(),
            random: Random::new(seed),
            time: 0,
            input: Arc::default(),
            read: 0,
            open: false,
        }
    }

    /// The same with this on standard input, and then its end.
    #[must_use]
    pub fn input(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.input = Arc::new(bytes.into());
        self
    }

    /// The same with a standard input to which more can be [given](Self::give).
    #[must_use]
    pub fn interactive(mut self) -> Self {
        self.open = true;
        self
    }

    /// Adds to standard input.
    pub fn give(&mut self, bytes: &[u8]) {
        if self.open {
            Arc::make_mut(&mut self.input).extend(bytes);
        }
    }

    /// All that was on standard input until now, read or not.
    #[must_use]
    pub fn given(&self) -> &[u8] {
        &self.input
    }

    /// Ends standard input.
    pub fn end_input(&mut self) {
        self.open = false;
    }

    /// Whether standard input has not ended.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Adds a directory, to be given to a program.
    ///
    /// # Errors
    /// When a path in it leads through something that is no directory, or out of it.
    pub fn add(&mut self, files: &MemoryFiles) -> Result<u64> {
        let root = self.tree.add(Kind::Directory(BTreeMap::new()), BEGIN);
        // It is nobody's entry, and must not be forgotten.
        self.tree.node_mut(root)?.names = 1;
        for (path, made) in &files.0 {
            let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
            for end in 1..parts.len() {
                let path = parts[..end].join("/");
                if self.tree.find(root, &path, true)?.node.is_none() {
                    self.create_directory(&root, &path)?;
                }
            }
            let place = self.tree.find(root, &parts.join("/"), false)?;
            let kind = match made {
                Made::File(bytes) => Kind::File(Contents::new(bytes)),
                Made::Link(target) => Kind::Link(target.clone()),
                Made::Directory if place.node.is_some() => continue,
                Made::Directory => Kind::Directory(BTreeMap::new()),
            };
            self.make(place, kind)?;
        }
        Ok(root)
    }

    fn time(&self) -> u64 {
        BEGIN + self.time
    }

    /// Makes something new.
    fn make(&mut self, place: Found, kind: Kind) -> Result<u64> {
        let (place, now) = (place.free()?, self.time());
        let number = self.tree.add(kind, now);
        self.tree.name(place, number, now)?;
        Ok(number)
    }

    /// Changes what is in a file.
    fn change(&mut self, file: u64, change: impl FnOnce(&mut Contents)) -> Result<()> {
        let now = self.time();
        let node = self.tree.node_mut(file)?;
        let Kind::File(contents) = &mut node.kind else {
            return Err(Errno::Isdir);
        };
        let before = contents.room();
        change(contents);
        let after = contents.room();
        node.times[1..].fill(now);
        self.tree.room = self.tree.room - before + after;
        Ok(())
    }

    fn change_times(&mut self, number: u64, times: NewTimes) -> Result<()> {
        let now = self.time();
        let node = self.tree.node_mut(number)?;
        for (time, new) in node.times.iter_mut().zip([times.atim, times.mtim]) {
            match new {
                None => {}
                Some(NewTime::Now) => *time = now,
                Some(NewTime::At(at)) => *time = at,
            }
        }
        node.times[2] = now;
        Ok(())
    }

    /// What is opened, made if it has to be.
    fn opened(&mut self, found: Found, how: Open) -> Result<u64> {
        let Some(number) = found.node else {
            return match how.create {
                false => Err(Errno::Noent),
                true if found.slash => Err(Errno::Isdir),
                true => self.make(found, Kind::File(Contents::default())),
            };
        };
        if how.exclusive {
            return Err(Errno::Exist);
        }
        match self.tree.filetype(number)? {
            FileType::Directory if how.create || how.write || how.truncate => Err(Errno::Isdir),
            FileType::Directory => Ok(number),
            _ if how.directory || found.slash => Err(Errno::Notdir),
            FileType::SymbolicLink => Err(Errno::Loop),
            _ => {
                if how.truncate {
                    self.change(number, |contents| contents.resize(0))?;
                }
                Ok(number)
            }
        }
    }

    /// Whether a directory is another one or lies in it.
    fn is_in(&self, number: u64, outer: u64) -> bool {
        let mut left = vec![outer];
        while let Some(dir) = left.pop() {
            if dir == number {
                return true;
            }
            let inner = self.tree.names(dir).into_iter().flat_map(BTreeMap::values);
            left.extend(inner.filter(|inner| self.tree.is_directory(**inner)));
        }
        false
    }

    /// Moves something onto what has that name already.
    fn replace(&mut self, moved: u64, found: &Found, onto: u64) -> Result<()> {
        match (self.tree.is_directory(moved), self.tree.names(onto)) {
            (true, Err(_)) => return Err(Errno::Notdir),
            (false, Ok(_)) => return Err(Errno::Isdir),
            (true, Ok(names)) if !names.is_empty() => return Err(Errno::Notempty),
            _ => {}
        }
        let place = found.place.as_ref().ok_or(Errno::Busy)?;
        self.tree.unname(place, self.time())
    }

    /// What a path leads to.
    fn existing(&self, dir: u64, path: &str, follow: bool) -> Result<u64> {
        let found = self.tree.find(dir, path, follow)?;
        let number = found.there()?;
        match found.slash && !self.tree.is_directory(number) {
            true => Err(Errno::Notdir),
            false => Ok(number),
        }
    }
}
