//! An open file, directory or stream.

use super::Standard;
use crate::host::wasi::abi::{Entry, Errno, FileType};
use crate::host::wasi::system::Result;
use std::sync::Arc;

/// An open file, directory or stream, and what may be done with it.
#[derive(Clone, Debug)]
pub(super) struct Descriptor<F> {
    pub(super) object: Object<F>,
    /// Rights to it.
    pub(super) base: u64,
    /// Rights that what is opened through it may have.
    pub(super) inheriting: u64,
    pub(super) flags: u16,
    /// Where the next byte is read or written.
    pub(super) offset: u64,
    /// The name by which it was given to the program.
    pub(super) preopen: Option<Arc<str>>,
    /// The directory as it was when its entries were last read from the first on.
    pub(super) entries: Option<Arc<[Entry]>>,
}

#[derive(Clone, Debug)]
pub(super) enum Object<F> {
    /// Standard input.
    Input,
    /// Standard output or standard error.
    Print(Standard),
    File(F, FileType),
    Directory(F),
}

impl<F> Descriptor<F> {
    pub(super) fn new(object: Object<F>, base: u64, inheriting: u64) -> Self {
        Self {
            object,
            base,
            inheriting,
            flags: 0,
            offset: 0,
            preopen: None,
            entries: None,
        }
    }

    /// Itself, if something may be done with it.
    pub(super) fn may(&self, right: u64) -> Result<&Self> {
        match self.base & right == right {
            true => Ok(self),
            false => Err(Errno::Notcapable),
        }
    }

    /// The file, which has places to go to.
    pub(super) fn seekable(&self) -> Result<&F> {
        match &self.object {
            Object::File(file, _) => Ok(file),
            Object::Directory(_) => Err(Errno::Isdir),
            Object::Input | Object::Print(_) => Err(Errno::Spipe),
        }
    }

    /// The directory.
    pub(super) fn directory(&self) -> Result<&F> {
        match &self.object {
            Object::Directory(dir) => Ok(dir),
            _ => Err(Errno::Notdir),
        }
    }

    /// The file or directory.
    pub(super) fn file(&self) -> Option<&F> {
        match &self.object {
            Object::File(file, _) | Object::Directory(file) => Some(file),
            Object::Input | Object::Print(_) => None,
        }
    }

    pub(super) fn filetype(&self) -> FileType {
        match &self.object {
            Object::File(_, filetype) => *filetype,
            Object::Directory(_) => FileType::Directory,
            Object::Input | Object::Print(_) => super::STREAM_TYPE,
        }
    }
}

/// All descriptors of a program, by their numbers.
#[derive(Clone, Debug)]
pub(super) struct Descriptors<F>(pub(super) Vec<Option<Descriptor<F>>>);

impl<F> Descriptors<F> {
    pub(super) fn get(&self, fd: u32) -> Result<&Descriptor<F>> {
        let found = self.0.get(fd as usize).and_then(Option::as_ref);
        found.ok_or(Errno::Badf)
    }

    pub(super) fn get_mut(&mut self, fd: u32) -> Result<&mut Descriptor<F>> {
        let found = self.0.get_mut(fd as usize).and_then(Option::as_mut);
        found.ok_or(Errno::Badf)
    }

    pub(super) fn take(&mut self, fd: u32) -> Result<Descriptor<F>> {
        let found = self.0.get_mut(fd as usize).and_then(Option::take);
        found.ok_or(Errno::Badf)
    }

    /// Adds one at the lowest free number.
    pub(super) fn add(&mut self, descriptor: Descriptor<F>) -> u32 {
        let free = self.0.iter().position(Option::is_none);
        let free = free.unwrap_or_else(|| {
            self.0.push(None);
            self.0.len() - 1
        });
        self.0[free] = Some(descriptor);
        free as u32
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().flatten().count()
    }
}
