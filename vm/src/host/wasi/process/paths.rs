//! The functions on paths.

use super::descriptor::{Descriptor, Object};
use super::{MOST_DESCRIPTORS, Process, Reply};
use crate::host::wasi::abi::{Errno, FileType, fdflags, oflags, rights};
use crate::host::wasi::request::{At, PathOpen, Request};
use crate::host::wasi::system::{NewTimes, Open, Result, System};

/// Bytes that a path, and a name in it, may have, as on most systems.
const LONGEST_PATH: usize = 4096;
const LONGEST_NAME: usize = 255;

impl<S: System> Process<S> {
    pub(super) fn reply_path(&mut self, request: &Request) -> Result<Reply> {
        if let Request::PathOpen(open) = request {
            return self.open(open);
        }
        if let Request::PathSymlink { target, .. } = request {
            // It could never be followed.
            if target.starts_with('/') {
                return Err(Errno::Notcapable);
            }
            is_path(target)?;
        }
        let Self {
            system,
            descriptors,
            ..
        } = self;
        let dir = |at: &At, right: u64| {
            let descriptor = descriptors.get(at.fd)?;
            let dir = descriptor.directory()?;
            descriptor.may(right)?;
            is_path(&at.path).map(|()| dir)
        };
        match request {
            Request::PathCreateDirectory(at) => {
                system.create_directory(dir(at, rights::PATH_CREATE_DIRECTORY)?, &at.path)?;
            }
            Request::PathFilestatGet { at, flags } => {
                let dir = dir(at, rights::PATH_FILESTAT_GET)?;
                let stat = system.path_stat(dir, &at.path, follows(*flags)?)?;
                return Ok(Reply::Bytes(stat.bytes()));
            }
            Request::PathFilestatSetTimes { at, flags, times } => {
                let dir = dir(at, rights::PATH_FILESTAT_SET_TIMES)?;
                let times = NewTimes::read(*times)?;
                system.path_set_times(dir, &at.path, follows(*flags)?, times)?;
            }
            Request::PathLink { old, flags, new } => {
                let (from, to) = (
                    dir(old, rights::PATH_LINK_SOURCE)?,
                    dir(new, rights::PATH_LINK_TARGET)?,
                );
                system.link((from, &old.path), follows(*flags)?, (to, &new.path))?;
            }
            Request::PathReadlink { at, len } => {
                let dir = dir(at, rights::PATH_READLINK)?;
                let mut target = system.read_link(dir, &at.path)?.into_bytes();
                target.truncate(*len as usize);
                return Ok(Reply::Bytes(target));
            }
            Request::PathRemoveDirectory(at) => {
                system.remove_directory(dir(at, rights::PATH_REMOVE_DIRECTORY)?, &at.path)?;
            }
            Request::PathRename { old, new } => {
                let (from, to) = (
                    dir(old, rights::PATH_RENAME_SOURCE)?,
                    dir(new, rights::PATH_RENAME_TARGET)?,
                );
                system.rename((from, &old.path), (to, &new.path))?;
            }
            Request::PathSymlink { target, at } => {
                system.symlink(target, dir(at, rights::PATH_SYMLINK)?, &at.path)?;
            }
            Request::PathUnlinkFile(at) => {
                system.unlink(dir(at, rights::PATH_UNLINK_FILE)?, &at.path)?;
            }
            _ => return Err(Errno::Nosys),
        }
        Ok(Reply::Nothing)
    }

    fn open(&mut self, open: &PathOpen) -> Result<Reply> {
        let known =
            |flags: u32, all: u16| u16::try_from(flags).ok().filter(|flags| flags & !all == 0);
        let parent = self.descriptor(open.at.fd, 0)?;
        parent.directory()?;
        let oflags = known(open.oflags, oflags::ALL).ok_or(Errno::Inval)?;
        let fdflags = known(open.fdflags, fdflags::ALL).ok_or(Errno::Inval)?;
        let follow = follows(open.dirflags)?;
        let has = |flag: u16| oflags & flag != 0;
        if has(oflags::CREAT) && has(oflags::DIRECTORY) {
            return Err(Errno::Inval);
        }
        parent.may(needed(oflags))?;
        let inherited = open.base | open.inheriting | needed_by(fdflags);
        if inherited & !parent.inheriting != 0 {
            return Err(Errno::Notcapable);
        }
        is_path(&open.at.path)?;
        if self.descriptors.count() >= MOST_DESCRIPTORS {
            return Err(Errno::Mfile);
        }
        // Whoever knows that it is a directory means other rights than these.
        let writes = match has(oflags::DIRECTORY) {
            true => 0,
            false => rights::FD_WRITE | rights::FD_ALLOCATE | rights::FD_FILESTAT_SET_SIZE,
        };
        let how = Open {
            follow,
            create: has(oflags::CREAT),
            directory: has(oflags::DIRECTORY),
            exclusive: has(oflags::CREAT) && has(oflags::EXCL),
            truncate: has(oflags::TRUNC),
            read: open.base & rights::FD_READ != 0,
            write: open.base & writes != 0,
        };
        let Self {
            system,
            descriptors,
            ..
        } = self;
        let parent = descriptors.get(open.at.fd)?.directory()?;
        let (file, filetype) = system.open(parent, &open.at.path, how)?;
        // Rights that mean nothing for what was opened are not given.
        let mut descriptor = match filetype {
            FileType::Directory => {
                let base = open.base & rights::DIRECTORY;
                Descriptor::new(Object::Directory(file), base, open.inheriting)
            }
            _ => {
                let base = open.base & rights::FILE;
                Descriptor::new(Object::File(file, filetype), base, open.inheriting)
            }
        };
        descriptor.flags = fdflags;
        self.add(descriptor)
    }
}

/// Rights to the directory that opening something in it takes.
fn needed(flags: u16) -> u64 {
    let of = |flag: u16, right: u64| if flags & flag != 0 { right } else { 0 };
    rights::PATH_OPEN
        | of(oflags::CREAT, rights::PATH_CREATE_FILE)
        | of(oflags::TRUNC, rights::PATH_FILESTAT_SET_SIZE)
}

/// Rights that the directory has to pass on for a descriptor with these flags.
fn needed_by(flags: u16) -> u64 {
    let of = |flag: u16, right: u64| if flags & flag != 0 { right } else { 0 };
    of(fdflags::DSYNC, rights::FD_DATASYNC) | of(fdflags::RSYNC | fdflags::SYNC, rights::FD_SYNC)
}

/// Whether a symbolic link at the end of a path is followed.
fn follows(flags: u32) -> Result<bool> {
    match flags {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Errno::Inval),
    }
}

/// Whether a text may be a path at all.
fn is_path(path: &str) -> Result<()> {
    if path.is_empty() {
        Err(Errno::Noent)
    } else if path.contains('\0') {
        Err(Errno::Inval)
    } else if path.starts_with('/') {
        Err(Errno::Notcapable)
    } else if path.len() >= LONGEST_PATH || path.split('/').any(|name| name.len() > LONGEST_NAME) {
        Err(Errno::Nametoolong)
    } else {
        Ok(())
    }
}
